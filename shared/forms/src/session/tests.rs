use std::sync::Arc;

use kangban_fhir::DateTime;
use kangban_fhirpath::Clock;
use proptest::{prelude::*, test_runner::RngSeed};
use serde_json::{Value, json};

use super::*;
use crate::{
    extract::{ExtractInput, extract},
    score::scores,
};

fn launch() -> Launch {
    let clock = Clock { now: DateTime::parse("2026-11-22T16:05:00+08:00").unwrap() };
    Launch::new(clock, "zh-CN", "response")
}

fn form(items: &Value) -> Arc<Form> {
    let questionnaire = json!({"resourceType": "Questionnaire", "status": "active", "url": "http://f", "version": "1",
        "item": items});
    Arc::new(Form::load(&questionnaire, &Shelf::default()).unwrap())
}

fn session(items: &Value) -> Session {
    Session::start(form(items), launch())
}

fn path(text: &str) -> ItemPath {
    text.parse().unwrap()
}

fn calculated(expression: &str) -> Value {
    json!([{"url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression",
        "valueExpression": {"language": "text/fhirpath", "expression": expression}}])
}

fn yes(link_id: &str) -> Value {
    json!([{"question": link_id, "operator": "=", "answerBoolean": true}])
}

fn put(session: &mut Session, at: &str, answer: Value) {
    session.answer(&path(at), vec![answer]).unwrap();
}

fn link_ids(json: &Value, found: &mut Vec<String>) {
    for item in read::list(json, "item") {
        if let Some(link_id) = read::text(item, "linkId") {
            found.push(link_id.to_owned());
        }
        link_ids(item, found);
        for answer in read::list(item, "answer") {
            link_ids(answer, found);
        }
    }
}

fn ids(response: &Value) -> Vec<String> {
    let mut found = Vec::new();
    link_ids(response, &mut found);
    found
}

#[test]
fn a_disabled_answer_is_kept_but_never_submitted() {
    let mut session = session(&json!([
        {"linkId": "pain", "type": "boolean"},
        {"linkId": "where", "type": "string", "enableWhen": yes("pain")},
    ]));
    assert!(!session.is_enabled(&path("where")));
    put(&mut session, "pain", json!({"valueBoolean": true}));
    put(&mut session, "where", json!({"valueString": "navel"}));
    assert_eq!(ids(&session.response()), ["pain", "where"]);
    put(&mut session, "pain", json!({"valueBoolean": false}));
    assert_eq!(ids(&session.response()), ["pain"]);
    assert_eq!(session.answers(&path("where")), [json!({"valueString": "navel"})]);
    put(&mut session, "pain", json!({"valueBoolean": true}));
    assert_eq!(ids(&session.response()), ["pain", "where"]);
}

#[test]
fn children_of_a_disabled_parent_are_disabled() {
    let mut session = session(&json!([
        {"linkId": "a", "type": "boolean"},
        {"linkId": "g", "type": "group", "enableWhen": yes("a"), "item": [
            {"linkId": "b", "type": "boolean"},
            {"linkId": "h", "type": "group", "item": [{"linkId": "c", "type": "string"}]}]},
    ]));
    put(&mut session, "a", json!({"valueBoolean": true}));
    put(&mut session, "g/h/c", json!({"valueString": "x"}));
    assert_eq!(ids(&session.response()), ["a", "g", "h", "c"]);
    session.answer(&path("a"), Vec::new()).unwrap();
    assert!(!session.is_enabled(&path("g/h/c")));
    assert!(ids(&session.response()).is_empty());
}

#[test]
fn what_is_nested_under_an_answer_comes_and_goes_with_it() {
    let mut session =
        session(&json!([{"linkId": "q", "type": "string", "item": [{"linkId": "why", "type": "string"}]}]));
    assert!(!session.is_enabled(&path("q/why")));
    put(&mut session, "q", json!({"valueString": "a"}));
    put(&mut session, "q/why", json!({"valueString": "because"}));
    let answer = &session.response()["item"][0]["answer"][0];
    assert_eq!(answer["item"][0]["answer"][0]["valueString"], "because");
    session.answer(&path("q"), Vec::new()).unwrap();
    assert!(ids(&session.response()).is_empty());
    put(&mut session, "q", json!({"valueString": "b"}));
    assert_eq!(ids(&session.response()), ["q", "why"]);
}

#[test]
fn calculations_follow_what_they_read_and_stay_empty_without_it() {
    let sum = "%resource.item.where(linkId in ('a' | 'b')).answer.value.sum()";
    let mut session = session(&json!([
        {"linkId": "a", "type": "integer"}, {"linkId": "b", "type": "integer"},
        {"linkId": "sum", "type": "integer", "readOnly": true, "extension": calculated(sum)},
        {"linkId": "twice", "type": "integer", "readOnly": true,
            "extension": calculated("%resource.item.where(linkId = 'sum').answer.value * 2")},
    ]));
    put(&mut session, "a", json!({"valueInteger": 2}));
    let changed = session.answer(&path("b"), vec![json!({"valueInteger": 5})]).unwrap();
    assert!(changed.calculated);
    assert_eq!(session.answers(&path("sum")), [json!({"valueInteger": 7})]);
    assert_eq!(session.answers(&path("twice")), [json!({"valueInteger": 14})]);
    assert_eq!(session.origin(&path("twice")), Origin::Calculated);
    assert_eq!(session.answer(&path("sum"), vec![json!({"valueInteger": 1})]), Err(AnswerProblem::ReadOnly));
}

#[test]
fn items_that_depend_on_themselves_are_reported_and_stay_answerable() {
    let session = session(&json!([
        {"linkId": "a", "type": "integer", "extension": calculated("%resource.item.where(linkId = 'b').answer.value + 1")},
        {"linkId": "b", "type": "integer", "extension": calculated("%resource.item.where(linkId = 'a').answer.value + 1")},
    ]));
    let cycle =
        session.form().problems().iter().find(|problem| problem.code == crate::ProblemCode::Cycle).unwrap();
    assert!(cycle.detail.contains('a') && cycle.detail.contains('b'), "{cycle}");
    let mut session = session;
    put(&mut session, "a", json!({"valueInteger": 3}));
    assert_eq!(session.answers(&path("a")), [json!({"valueInteger": 3})]);
}

#[test]
fn repeating_groups_are_scopes_of_their_own() {
    let mut session = session(&json!([{"linkId": "drug", "type": "group", "repeats": true, "item": [
        {"linkId": "name", "type": "string"},
        {"linkId": "regular", "type": "boolean"},
        {"linkId": "times", "type": "integer", "enableWhen": yes("regular")}]}]));
    put(&mut session, "drug/name", json!({"valueString": "A"}));
    let second = session.add(&path("drug")).unwrap();
    assert_eq!(second, path("drug:1"));
    put(&mut session, "drug:1/regular", json!({"valueBoolean": true}));
    assert!(session.is_enabled(&path("drug:1/times")) && !session.is_enabled(&path("drug/times")));
    put(&mut session, "drug:1/times", json!({"valueInteger": 2}));
    assert_eq!(session.response()["item"].as_array().unwrap().len(), 2);
    session.remove(&path("drug")).unwrap();
    assert_eq!(session.answers(&path("drug/times")), [json!({"valueInteger": 2})]);
    assert_eq!(session.remove(&path("drug")), Err(AnswerProblem::TooFew));
}

#[test]
fn answers_of_the_wrong_kind_are_refused_and_change_nothing() {
    let mut session = session(&json!([{"linkId": "n", "type": "integer"}, {"linkId": "g", "type": "group",
        "item": [{"linkId": "d", "type": "display", "text": "x"}]}]));
    put(&mut session, "n", json!({"valueInteger": 1}));
    for (at, answer, wanted) in [
        ("n", json!({"valueString": "1"}), AnswerProblem::WrongType),
        ("n", json!({"valueInteger": 1.5}), AnswerProblem::WrongType),
        ("g", json!({"valueInteger": 1}), AnswerProblem::NotAsked),
        ("g/d", json!({"valueString": "x"}), AnswerProblem::NotAsked),
        ("g/x", json!({"valueString": "x"}), AnswerProblem::NoSuchItem),
    ] {
        assert_eq!(session.answer(&path(at), vec![answer]), Err(wanted), "{at}");
    }
    let two = vec![json!({"valueInteger": 1}), json!({"valueInteger": 2})];
    assert_eq!(session.answer(&path("n"), two), Err(AnswerProblem::TooMany));
    assert_eq!(session.answers(&path("n")), [json!({"valueInteger": 1})]);
}

#[test]
fn a_draft_is_taken_up_where_it_was_left_and_only_with_its_own_version() {
    let mut session = session(&json!([
        {"linkId": "pain", "type": "boolean"},
        {"linkId": "where", "type": "string", "enableWhen": yes("pain")},
    ]));
    put(&mut session, "pain", json!({"valueBoolean": true}));
    put(&mut session, "where", json!({"valueString": "navel"}));
    put(&mut session, "pain", json!({"valueBoolean": false}));
    session.set_ui(json!({"page": "2"}));
    let draft = session.draft();
    let mut again = Session::resume(session.form().clone(), launch(), &draft).unwrap();
    assert_eq!(again.response(), session.response());
    assert_eq!(again.answers(&path("where")), [json!({"valueString": "navel"})]);
    assert_eq!(again.ui()["page"], "2");
    put(&mut again, "pain", json!({"valueBoolean": true}));
    assert_eq!(ids(&again.response()), ["pain", "where"]);

    let mut other = session.form().questionnaire().clone();
    other["version"] = json!("2");
    let other = Arc::new(Form::load(&other, &Shelf::default()).unwrap());
    let refused = Session::resume(other, launch(), &draft).unwrap_err();
    assert_eq!(refused, DraftProblem::OtherForm { canonical: "http://f|1".to_owned() });
    assert_eq!(
        Session::resume(session.form().clone(), launch(), &json!({})).unwrap_err(),
        DraftProblem::NotADraft
    );
}

#[test]
fn what_a_draft_holds_that_fits_nowhere_is_kept_aside() {
    let session = session(&json!([{"linkId": "n", "type": "integer"}]));
    let mut draft = session.draft();
    draft["item"] = json!([{"linkId": "n", "answer": [{"valueString": "three"}]}, {"linkId": "gone", "answer": [{"valueString": "x"}]}]);
    let again = Session::resume(session.form().clone(), launch(), &draft).unwrap();
    assert!(again.answers(&path("n")).is_empty());
    assert_eq!(again.aside().len(), 2);
    assert_eq!(again.draft()["aside"].as_array().unwrap().len(), 2);
}

#[test]
fn options_are_offered_only_while_their_expression_is_true() {
    let toggle = json!([{"url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-answerOptionsToggleExpression",
        "extension": [{"url": "option", "valueString": "b"}, {"url": "expression", "valueExpression": {
            "language": "text/fhirpath", "expression": "%resource.item.where(linkId = 'more').answer.value = true"}}]}]);
    let mut session = session(&json!([
        {"linkId": "more", "type": "boolean"},
        {"linkId": "q", "type": "choice", "extension": toggle,
            "answerOption": [{"valueString": "a"}, {"valueString": "b"}]},
    ]));
    let enabled = |session: &Session| -> Vec<bool> {
        session.options(&path("q")).iter().map(|option| option.enabled).collect()
    };
    assert_eq!(enabled(&session), [true, false]);
    put(&mut session, "more", json!({"valueBoolean": true}));
    assert_eq!(enabled(&session), [true, true]);
}

#[test]
fn what_looks_at_the_clock_follows_it() {
    let mut session = session(&json!([
        {"linkId": "due", "type": "boolean", "readOnly": true, "extension": calculated("today() >= @2026-12-01")},
        {"linkId": "now", "type": "string", "enableWhen": yes("due")},
    ]));
    assert!(!session.is_enabled(&path("now")));
    session.set_clock(Clock { now: DateTime::parse("2026-12-01T08:00:00+08:00").unwrap() });
    assert!(session.is_enabled(&path("now")));
    assert_eq!(session.answers(&path("due")), [json!({"valueBoolean": true})]);
}

#[test]
fn initial_values_are_there_at_the_start_and_in_new_instances() {
    let mut session = session(&json!([
        {"linkId": "n", "type": "integer", "initial": [{"valueInteger": 3}]},
        {"linkId": "g", "type": "group", "repeats": true, "item": [{"linkId": "c", "type": "choice", "answerOption": [
            {"valueString": "a"}, {"valueString": "b", "initialSelected": true}]}]},
    ]));
    assert_eq!(session.origin(&path("n")), Origin::Initial);
    session.add(&path("g")).unwrap();
    assert_eq!(session.answers(&path("g:1/c")), [json!({"valueString": "b"})]);
}

#[test]
fn a_finished_response_is_completed_and_an_unfinished_one_says_what_is_missing() {
    let mut session = session(&json!([{"linkId": "n", "type": "integer", "required": true}]));
    let issues = session.finish().unwrap_err();
    assert_eq!((issues[0].code, issues[0].link_id.as_str()), (IssueCode::Required, "n"));
    put(&mut session, "n", json!({"valueInteger": 3}));
    let response = session.finish().unwrap();
    assert_eq!(
        (&response["status"], &response["questionnaire"]),
        (&json!("completed"), &json!("http://f|1"))
    );
}

/// A form with everything that depends on something else, and scores.
fn tangled() -> Arc<Form> {
    let option = |code: &str, weight: i64| {
        json!({"valueCoding": {"system": "s", "code": code, "display": code,
            "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": weight}]}})
    };
    let scored = |link_id: &str, when: Value| json!({"linkId": link_id, "type": "choice", "enableWhen": when, "answerOption": [option("no", 0), option("few", 1), option("many", 2)]});
    let mut total =
        calculated("%resource.descendants().where(linkId in ('s1' | 's2')).answer.value.ordinal().sum()");
    let band = |low: i64, high: i64| {
        json!({"url": "band", "extension": [{"url": "low", "valueDecimal": low},
        {"url": "high", "valueDecimal": high}, {"url": "word", "valueString": format!("{low}")}]})
    };
    total
        .as_array_mut()
        .unwrap()
        .push(json!({"url": kangban_fhir::terms::SCORE, "extension": [band(0, 1), band(2, 9)]}));
    total.as_array_mut().unwrap().push(json!({"url":
        "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observationExtract", "valueBoolean": true}));
    form(&json!([
        {"linkId": "a", "type": "boolean"},
        {"linkId": "b", "type": "boolean", "enableWhen": yes("a")},
        {"linkId": "g", "type": "group", "enableWhen": yes("b"), "item": [
            scored("s1", json!([])),
            {"linkId": "n", "type": "integer", "item": [{"linkId": "why", "type": "string"}]}]},
        scored("s2", yes("a")),
        {"linkId": "r", "type": "group", "repeats": true, "item": [
            {"linkId": "ra", "type": "boolean"},
            {"linkId": "rn", "type": "integer", "enableWhen": yes("ra")}]},
        {"linkId": "total", "type": "integer", "readOnly": true, "code": [{"system": "s", "code": "total"}],
            "text": "总分", "_text": {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/translation", "extension": [
                {"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": "Total"}]}]}, "extension": total},
        {"linkId": "high", "type": "boolean", "readOnly": true,
            "extension": calculated("%resource.item.where(linkId = 'total').answer.value > 2")},
        {"linkId": "talk", "type": "string", "enableWhen": yes("high")},
    ]))
}

/// Something a person does.
#[derive(Debug, Clone)]
enum Act {
    Answer(&'static str, Vec<Value>),
    Add,
    Remove,
    Speak(&'static str),
}

fn answer() -> impl Strategy<Value = (&'static str, Vec<Value>)> {
    let yes_no = prop_oneof![
        Just(Vec::new()),
        Just(vec![json!({"valueBoolean": true})]),
        Just(vec![json!({"valueBoolean": false})])
    ];
    let code = prop_oneof![Just("no"), Just("few"), Just("many")]
        .prop_map(|code| vec![json!({"valueCoding": {"system": "s", "code": code}})]);
    let number = prop_oneof![Just(Vec::new()), (0..9_i64).prop_map(|n| vec![json!({"valueInteger": n})])];
    let text = prop_oneof![Just(Vec::new()), Just(vec![json!({"valueString": "x"})])];
    prop_oneof![
        (prop_oneof![Just("a"), Just("b"), Just("r/ra")], yes_no),
        (prop_oneof![Just("g/s1"), Just("s2")], code),
        (prop_oneof![Just("g/n"), Just("r/rn")], number),
        (prop_oneof![Just("g/n/why"), Just("talk")], text),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        8 => answer().prop_map(|(at, answers)| Act::Answer(at, answers)),
        1 => Just(Act::Add),
        1 => Just(Act::Remove),
        1 => prop_oneof![Just("en"), Just("zh-CN")].prop_map(Act::Speak),
    ]
}

fn do_it(session: &mut Session, act: &Act) {
    match act {
        Act::Answer(at, answers) => {
            session.answer(&path(at), answers.clone()).unwrap();
        }
        Act::Add => {
            session.add(&path("r")).unwrap();
        }
        // The first has to stay.
        Act::Remove => drop(session.remove(&path("r:1"))),
        Act::Speak(language) => session.set_language(language),
    }
}

fn enabled(session: &Session) -> Vec<(String, bool)> {
    session.walk().map(|instance| (instance.path.to_string(), instance.enabled)).collect()
}

fn score_numbers(session: &Session) -> Vec<(String, String)> {
    let scores = scores(session.form(), &session.response(), &[], session.language());
    scores.into_iter().map(|score| (score.key, score.value.to_string())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, rng_seed: RngSeed::Fixed(4), ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_answering_does_not_change_the_outcome(
        answers in prop::collection::vec(answer(), 0..12),
        seed in any::<u64>(),
    ) {
        // The last answer to each question is the one that counts.
        let mut last: Vec<(&str, Vec<Value>)> = Vec::new();
        for (at, values) in answers {
            last.retain(|(known, _)| *known != at);
            last.push((at, values));
        }
        let mut shuffled = last.clone();
        let mut state = seed;
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(at, usize::try_from(state >> 33).unwrap() % (at + 1));
        }
        let fill = |answers: &[(&str, Vec<Value>)]| {
            let mut session = Session::start(tangled(), launch());
            for (at, values) in answers {
                session.answer(&path(at), values.clone()).unwrap();
            }
            session
        };
        let (one, other) = (fill(&last), fill(&shuffled));
        prop_assert_eq!(one.response(), other.response());
        prop_assert_eq!(one.draft(), other.draft());
        prop_assert_eq!(enabled(&one), enabled(&other));
    }

    #[test]
    fn what_is_evaluated_step_by_step_is_what_is_evaluated_from_scratch(acts in prop::collection::vec(act(), 0..24)) {
        let mut session = Session::start(tangled(), launch());
        for act in &acts {
            do_it(&mut session, act);
            let scratch = Session::resume(session.form().clone(), launch(), &session.draft()).unwrap();
            prop_assert_eq!(scratch.response(), session.response());
            prop_assert_eq!(enabled(&scratch), enabled(&session));
            prop_assert_eq!(score_numbers(&scratch), score_numbers(&session));
        }
    }

    #[test]
    fn disabled_answers_never_leak(acts in prop::collection::vec(act(), 0..24)) {
        let mut session = Session::start(tangled(), launch());
        for act in &acts {
            do_it(&mut session, act);
        }
        let response = session.response();
        let open: Vec<String> = session
            .walk()
            .filter(|instance| instance.enabled)
            .map(|instance| instance.item.link_id.clone())
            .collect();
        for link_id in ids(&response) {
            prop_assert!(open.contains(&link_id), "{link_id}");
        }
        // What is taken out and what is scored sees the same answers as a response without the disabled ones.
        let only = |link_ids: &[&str]| -> i64 {
            link_ids
                .iter()
                .filter(|at| session.is_enabled(&path(at)))
                .flat_map(|at| session.answers(&path(at)))
                .map(|answer| match answer["valueCoding"]["code"].as_str() {
                    Some("few") => 1,
                    Some("many") => 2,
                    _ => 0,
                })
                .sum()
        };
        let total = only(&["g/s1", "s2"]);
        let scored = score_numbers(&session).first().map_or(0, |(_, value)| value.parse().unwrap());
        prop_assert_eq!(scored, total);
        let mut number = 0;
        let mut make = || {
            number += 1;
            format!("id-{number}")
        };
        let extracted = extract(session.form(), &response, ExtractInput::new(&mut make, launch().clock));
        for entry in read::list(&extracted.bundle, "entry") {
            prop_assert_eq!(entry["resource"]["valueInteger"].as_i64(), Some(total));
        }
    }

    #[test]
    fn repeats_never_share_state(first in any::<bool>(), second in any::<bool>(), number in 0..9_i64) {
        let mut session = Session::start(tangled(), launch());
        session.add(&path("r")).unwrap();
        let before = session.answers(&path("r/ra")).to_vec();
        put(&mut session, "r:1/ra", json!({"valueBoolean": second}));
        prop_assert_eq!(session.answers(&path("r/ra")), before.as_slice());
        put(&mut session, "r/ra", json!({"valueBoolean": first}));
        put(&mut session, "r/rn", json!({"valueInteger": number}));
        prop_assert_eq!(session.answers(&path("r:1/ra")), [json!({"valueBoolean": second})]);
        prop_assert!(session.answers(&path("r:1/rn")).is_empty());
        prop_assert_eq!(session.is_enabled(&path("r/rn")), first);
        prop_assert_eq!(session.is_enabled(&path("r:1/rn")), second);
    }

    #[test]
    fn switching_the_language_changes_no_code_and_no_score(acts in prop::collection::vec(act(), 0..16)) {
        let mut session = Session::start(tangled(), launch());
        for act in &acts {
            do_it(&mut session, act);
        }
        let (response, numbers) = (session.response(), score_numbers(&session));
        for language in ["en", "zh-CN", "fr"] {
            session.set_language(language);
            prop_assert_eq!(&session.response(), &response);
            prop_assert_eq!(&score_numbers(&session), &numbers);
        }
    }
}
