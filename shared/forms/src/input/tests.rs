use std::sync::Arc;

use kangban_fhir::{DateTime, terms};
use kangban_fhirpath::Clock;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{Form, ItemPath, Launch, Session, items::urls};

#[allow(clippy::needless_pass_by_value)] // Tests hand over json!.
fn session(item: Value, language: &str) -> Session {
    let form = Form::load(&json!({"resourceType": "Questionnaire", "status": "active", "item": [item]}), &())
        .unwrap();
    let now = DateTime::parse("2026-11-25T09:00:00+08:00").unwrap();
    Session::start(Arc::new(form), Launch::new(Clock { now }, language, "r"))
}

fn q() -> ItemPath {
    "q".parse().unwrap()
}

fn typed(session: &Session, text: &str) -> Result<Value, Unread> {
    match read(session, &q(), &Input::Text(text.to_owned())) {
        Ok(answers) => Ok(answers.into_iter().next().unwrap_or(Value::Null)),
        Err(InputProblem::Unread(typed)) => {
            assert_eq!(typed.text, text, "nothing of it is lost");
            Err(typed.unread)
        }
        Err(InputProblem::Refused(problem)) => panic!("{problem}"),
    }
}

fn coding(code: &str) -> Value {
    json!({"system": terms::UCUM, "code": code, "display": code})
}

#[test]
fn a_temperature_is_understood_however_it_is_said() {
    let item = json!({"linkId": "q", "type": "quantity", "extension": [{"url": urls::UNIT_OPTION, "valueCoding": coding("Cel")},
        {"url": urls::MAX_DECIMAL_PLACES, "valueInteger": 1}]});
    let session = session(item, "zh-CN");
    for text in ["38.6", "３８。６", "三十八度六", "38.6℃", "三十八点六摄氏度", "38,6", "101.48 °F"]
    {
        let answer = typed(&session, text).unwrap();
        let quantity = &answer["valueQuantity"];
        assert_eq!(quantity["value"].to_string(), "38.6", "{text}");
        assert_eq!(quantity["code"], "Cel", "{text}");
    }
    assert_eq!(typed(&session, "38.6 mmHg"), Err(Unread::Unit { wanted: "°C".to_owned() }));
}

#[test]
fn a_weight_in_the_markets_pounds_becomes_kilograms() {
    let item = json!({"linkId": "q", "type": "quantity", "extension": [{"url": urls::UNIT_OPTION, "valueCoding": coding("kg")}]});
    let session = session(item, "zh-CN");
    assert_eq!(typed(&session, "121斤").unwrap()["valueQuantity"]["value"].to_string(), "60.5");
    assert_eq!(typed(&session, "六十公斤").unwrap()["valueQuantity"]["value"].to_string(), "60");
}

#[test]
fn a_unit_is_chosen_without_losing_the_number() {
    let item = json!({"linkId": "q", "type": "quantity", "extension": [{"url": urls::UNIT_OPTION, "valueCoding": coding("kg")},
        {"url": urls::UNIT_OPTION, "valueCoding": coding("[lb_av]")}]});
    let mut session = session(item, "en");
    apply(&mut session, &q(), &Input::Text("150".into())).unwrap();
    apply(&mut session, &q(), &Input::Unit("[lb_av]".into())).unwrap();
    let quantity = session.answers(&q())[0]["valueQuantity"].clone();
    assert_eq!((quantity["value"].to_string().as_str(), &quantity["code"]), ("150", &json!("[lb_av]")));
    apply(&mut session, &q(), &Input::Text("151".into())).unwrap();
    assert_eq!(session.answers(&q())[0]["valueQuantity"]["code"], "[lb_av]");
    assert!(read(&session, &q(), &Input::Unit("stone".into())).is_err());
}

#[test]
fn whole_numbers_are_whole_and_count_words_are_allowed() {
    let session = session(json!({"linkId": "q", "type": "integer"}), "zh-CN");
    assert_eq!(typed(&session, "三次"), Ok(json!({"valueInteger": 3})));
    assert_eq!(typed(&session, "1,200"), Ok(json!({"valueInteger": 1200})));
    assert_eq!(typed(&session, "3.0"), Ok(json!({"valueInteger": 3})));
    assert_eq!(typed(&session, "3.5"), Err(Unread::Whole));
    assert_eq!(typed(&session, "两周"), Err(Unread::Unit { wanted: String::new() }));
    assert_eq!(typed(&session, "9999999999"), Err(Unread::TooLarge));
    assert_eq!(typed(&session, "  "), Ok(Value::Null));
}

#[test]
fn days_times_and_yes_or_no_are_answers_of_their_type() {
    for (kind, text, answer) in [
        ("date", "昨天", json!({"valueDate": "2026-11-24"})),
        ("dateTime", "昨天下午三点", json!({"valueDateTime": "2026-11-24T15:00:00+08:00"})),
        ("time", "下午四点半", json!({"valueTime": "16:30:00"})),
        ("boolean", "没有", json!({"valueBoolean": false})),
        ("url", "https://example.org/a", json!({"valueUri": "https://example.org/a"})),
        ("string", " 有点痒 ", json!({"valueString": "有点痒"})),
    ] {
        assert_eq!(
            typed(&session(json!({"linkId": "q", "type": kind}), "zh-CN"), text),
            Ok(answer),
            "{kind}"
        );
    }
    assert_eq!(typed(&session(json!({"linkId": "q", "type": "url"}), "en"), "example"), Err(Unread::Url));
}

fn many(repeats: bool, kind: &str) -> Value {
    let option = |code: &str, exclusive: bool| {
        json!({"valueCoding": {"system": "s", "code": code, "display": format!("is {code}")},
            "extension": [{"url": urls::OPTION_EXCLUSIVE, "valueBoolean": exclusive}]})
    };
    json!({"linkId": "q", "type": kind, "repeats": repeats, "answerOption": [option("a", false), option("b", false), option("none", true)]})
}

fn codes(session: &Session) -> Vec<String> {
    session
        .answers(&q())
        .iter()
        .map(|answer| {
            answer["valueCoding"]["code"].as_str().or(answer["valueString"].as_str()).unwrap().to_owned()
        })
        .collect()
}

#[test]
fn an_option_that_stands_alone_gives_up_the_others_and_they_give_it_up() {
    let mut session = session(many(true, "open-choice"), "en");
    for (input, expected) in [
        (Input::Toggle("s|b".into()), vec!["b"]),
        (Input::Toggle("s|a".into()), vec!["a", "b"]),
        (Input::Other("itchy".into()), vec!["a", "b", "itchy"]),
        (Input::Toggle("s|b".into()), vec!["a", "itchy"]),
        (Input::Toggle("s|none".into()), vec!["none"]),
        (Input::Other("itchy".into()), vec!["itchy"]),
        (Input::Other(String::new()), vec![]),
        (Input::Toggle("s|none".into()), vec!["none"]),
        (Input::Toggle("s|a".into()), vec!["a"]),
        (Input::Clear, vec!["a"]),
    ] {
        if input == Input::Clear {
            continue;
        }
        apply(&mut session, &q(), &input).unwrap();
        assert_eq!(codes(&session), expected, "{input:?}");
    }
}

#[test]
fn an_option_is_known_by_its_words_and_an_open_question_takes_others() {
    let closed = session(many(false, "choice"), "en");
    assert_eq!(typed(&closed, "IS B").unwrap()["valueCoding"]["code"], "b");
    assert_eq!(typed(&closed, "itchy"), Err(Unread::Choice));
    let open = session(many(false, "open-choice"), "en");
    assert_eq!(typed(&open, "itchy"), Ok(json!({"valueString": "itchy"})));
}

#[test]
fn a_single_choice_keeps_one_answer() {
    let mut session = session(many(false, "open-choice"), "en");
    apply(&mut session, &q(), &Input::Option("s|a".into())).unwrap();
    apply(&mut session, &q(), &Input::Option("s|b".into())).unwrap();
    assert_eq!(codes(&session), ["b"]);
    apply(&mut session, &q(), &Input::Other("itchy".into())).unwrap();
    assert_eq!(codes(&session), ["itchy"]);
    apply(&mut session, &q(), &Input::Clear).unwrap();
    assert!(codes(&session).is_empty());
    assert!(read(&session, &q(), &Input::Option("s|nothing".into())).is_err());
}

#[test]
fn a_box_that_is_unticked_is_no_answer() {
    let control =
        json!([{"url": urls::ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"code": "check-box"}]}}]);
    let mut session = session(json!({"linkId": "q", "type": "boolean", "extension": control}), "en");
    apply(&mut session, &q(), &Input::Toggle("true".into())).unwrap();
    assert_eq!(session.answers(&q()), [json!({"valueBoolean": true})]);
    apply(&mut session, &q(), &Input::Toggle("true".into())).unwrap();
    assert!(session.answers(&q()).is_empty());
}

#[test]
fn a_file_is_an_attachment_that_points_to_where_it_is_kept() {
    let mut session = session(json!({"linkId": "q", "type": "attachment"}), "en");
    let file = Input::File {
        mime: "image/jpeg".into(),
        name: "wound.jpg".into(),
        size: 12,
        reference: "Binary/7".into(),
    };
    apply(&mut session, &q(), &file).unwrap();
    assert_eq!(session.answers(&q())[0]["valueAttachment"]["url"], "Binary/7");
}

#[test]
fn nothing_is_answered_where_nothing_is_asked() {
    let mut session = session(json!({"linkId": "q", "type": "display", "text": "Hello"}), "en");
    assert!(apply(&mut session, &q(), &Input::Text("x".into())).is_err());
    assert!(apply(&mut session, &"nowhere".parse().unwrap(), &Input::Clear).is_err());
    assert!(apply(&mut session, &ItemPath::root(), &Input::Clear).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_typed_is_an_answer_or_stays_in_the_field(text in "([0-9.,/: -]|[一二十百半点度月日号周]|°C|\\PC){1,16}", kind in 0..10usize) {
        let kinds = ["integer", "decimal", "quantity", "date", "dateTime", "time", "boolean", "string", "url", "choice"];
        let mut session = session(json!({"linkId": "q", "type": kinds[kind]}), "zh-CN");
        if apply(&mut session, &q(), &Input::Text(text.clone())).is_ok() {
            prop_assert!(session.typed(&q()).is_none());
            prop_assert!(text.trim().is_empty() || session.answers(&q()).len() == 1);
        } else {
            prop_assert_eq!(session.typed(&q()).map(|typed| typed.text.clone()), Some(text));
            prop_assert!(session.answers(&q()).is_empty());
        }
    }
}
