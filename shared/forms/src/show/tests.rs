use std::sync::Arc;

use kangban_fhir::{DateTime, terms};
use kangban_fhirpath::Clock;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    Form, ItemPath, Launch, Origin, Session,
    input::{Input, apply},
    items::urls,
};

const PHQ9: &str = include_str!("../../../care/forms/phq-9.json");
const AFTER_SURGERY: &str = include_str!("../../../care/forms/postoperative-check.json");

fn launch(language: &str) -> Launch {
    let now = DateTime::parse("2026-11-25T09:00:00+08:00").unwrap();
    Launch::new(Clock { now }, language, "response-1")
}

fn start(questionnaire: &Value, launch: Launch) -> Session {
    Session::start(Arc::new(Form::load(questionnaire, &()).unwrap()), launch)
}

#[allow(clippy::needless_pass_by_value)] // Tests hand over json!.
fn session(items: Value, language: &str) -> Session {
    start(
        &json!({"resourceType": "Questionnaire", "url": "http://x/q", "status": "active", "item": items}),
        launch(language),
    )
}

fn ship(text: &str, language: &str) -> Session {
    start(&serde_json::from_str(text).unwrap(), launch(language))
}

fn path(text: &str) -> ItemPath {
    text.parse().unwrap()
}

fn control(code: &str) -> Value {
    json!([{"url": urls::ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"code": code}]}}])
}

fn options(count: usize) -> Value {
    (0..count).map(|n| json!({"valueCoding": {"system": "s", "code": n.to_string(), "display": format!("option {n}")}})).collect()
}

/// All controls of all pages.
fn all(session: &Session) -> Vec<Shown> {
    Paging::new(session, Mode::Pages).pages().iter().flat_map(|one| page(session, one)).collect()
}

fn shown(session: &Session, at: &str) -> Shown {
    all(session)
        .into_iter()
        .find(|shown| shown.path == path(at))
        .unwrap_or_else(|| panic!("{at} is not shown"))
}

fn choose(session: &mut Session, at: &str, option: usize) {
    let key = shown(session, at).options[option].key.clone();
    apply(session, &path(at), &Input::Option(key)).unwrap();
}

#[test]
fn a_control_follows_from_type_options_and_what_the_author_asks_for() {
    let question = |id: &str, kind: &str, count: usize, control_code: &str| {
        let mut item = json!({"linkId": id, "type": kind, "text": id});
        if count > 0 {
            item["answerOption"] = options(count);
        }
        if !control_code.is_empty() {
            item["extension"] = control(control_code);
        }
        item
    };
    let bounded = |id: &str, low: i32, high: i32| {
        let mut item = question(id, "integer", 0, "slider");
        let extension = item["extension"].as_array_mut().unwrap();
        extension.push(json!({"url": urls::MIN_VALUE, "valueInteger": low}));
        extension.push(json!({"url": urls::MAX_VALUE, "valueInteger": high}));
        item
    };
    let mut many = question("many", "choice", 3, "");
    many["repeats"] = json!(true);
    let session = session(
        json!([
            question("yes-no", "boolean", 0, ""),
            question("agree", "boolean", 0, "check-box"),
            question("few", "choice", 5, ""),
            question("some", "choice", 13, ""),
            question("radio", "choice", 13, "radio-button"),
            question("lots", "choice", 51, "radio-button"),
            question("list", "choice", 3, "drop-down"),
            question("search", "choice", 3, "autocomplete"),
            many,
            bounded("pain", 0, 10),
            bounded("distress", 0, 100),
            question("boundless", "integer", 0, "slider"),
            question("long", "string", 0, "text-area"),
            question("text", "text", 0, ""),
            question("date", "date", 0, ""),
            question("open", "open-choice", 0, ""),
        ]),
        "en",
    );
    for (at, kind) in [
        ("yes-no", Kind::Radio),
        ("agree", Kind::Checks),
        ("few", Kind::Radio),
        ("some", Kind::DropDown),
        ("radio", Kind::Radio),
        ("lots", Kind::Autocomplete),
        ("list", Kind::DropDown),
        ("search", Kind::Autocomplete),
        ("many", Kind::Checks),
        ("pain", Kind::Scale),
        ("distress", Kind::Slider),
        ("boundless", Kind::Integer),
        ("long", Kind::LongText),
        ("text", Kind::LongText),
        ("date", Kind::Date),
        ("open", Kind::ShortText),
    ] {
        assert_eq!(shown(&session, at).kind, kind, "{at}");
    }
    assert_eq!(
        shown(&session, "yes-no").options.iter().map(|one| one.label.as_str()).collect::<Vec<_>>(),
        ["Yes", "No"]
    );
}

#[test]
fn thoughts_of_harm_open_a_page_with_numbers_to_call() {
    for (language, label) in [("zh-CN", "全国统一心理援助热线"), ("en", "National mental health line")]
    {
        let mut session = ship(PHQ9, language);
        let before = Paging::new(&session, Mode::Pages);
        assert!(before.pages().iter().all(|page| page.key != "phq9-safety"));
        choose(&mut session, "phq9/phq9-9", 1);
        for mode in [Mode::Pages, Mode::OneQuestion] {
            let paging = Paging::new(&session, mode);
            let calls: Vec<Call> =
                paging.pages().iter().flat_map(|one| page(&session, one)).flat_map(|one| one.calls).collect();
            assert_eq!(calls[0], Call { label: label.to_owned(), number: "12356".to_owned() });
            assert!(calls.iter().any(|call| call.number == "120"));
            let at = paging.of(&path("phq9-safety/phq9-safety-now")).unwrap();
            let numbers = page(&session, &paging.pages()[at]).into_iter().any(|one| one.kind == Kind::Calls);
            assert!(numbers, "the numbers stand on the page of the next question");
        }
        choose(&mut session, "phq9/phq9-9", 0);
        assert_eq!(Paging::new(&session, Mode::Pages), before);
    }
}

#[test]
fn every_question_of_our_forms_is_on_exactly_one_page_in_both_modes() {
    for text in [PHQ9, AFTER_SURGERY] {
        let session = ship(text, "zh-CN");
        for mode in [Mode::Pages, Mode::OneQuestion] {
            let paging = Paging::new(&session, mode);
            let drawn: Vec<ItemPath> = paging
                .pages()
                .iter()
                .flat_map(|one| page(&session, one))
                .filter(|one| one.kind.is_question())
                .map(|one| one.path)
                .collect();
            let asked: Vec<ItemPath> = session
                .walk()
                .filter(|one| one.enabled && one.item.kind.is_question() && !one.item.hidden)
                .map(|one| one.path)
                .collect();
            assert_eq!(drawn, asked);
            for (at, page) in paging.pages().iter().enumerate() {
                assert_eq!(paging.find(&page.key), Some(at));
                assert!(!page.title.is_empty());
            }
        }
    }
}

#[test]
fn a_text_goes_with_the_question_after_it_and_the_last_one_with_the_one_before() {
    let session = session(
        json!([
            {"linkId": "intro", "type": "display", "text": "Please read."},
            {"linkId": "a", "type": "boolean", "text": "A"},
            {"linkId": "between", "type": "display", "text": "Next."},
            {"linkId": "b", "type": "boolean", "text": "B"},
            {"linkId": "thanks", "type": "display", "text": "Thank you."},
        ]),
        "en",
    );
    let paging = Paging::new(&session, Mode::OneQuestion);
    let links: Vec<Vec<String>> =
        paging.pages().iter().map(|one| one.paths.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(links, [vec!["intro", "a"], vec!["between", "b", "thanks"]]);
}

#[test]
fn pages_are_the_authors_else_groups_and_loose_questions_stand_together() {
    let by_groups = session(
        json!([
            {"linkId": "hello", "type": "display", "text": "Hello"},
            {"linkId": "g", "type": "group", "text": "Group", "item": [{"linkId": "a", "type": "string", "text": "a"}]},
            {"linkId": "b", "type": "string", "text": "b"},
            {"linkId": "c", "type": "string", "text": "c"},
            {"linkId": "off", "type": "group", "text": "Off", "enableWhen": [{"question": "b", "operator": "exists", "answerBoolean": true}],
             "item": [{"linkId": "d", "type": "string", "text": "d"}]},
        ]),
        "en",
    );
    let keys = |session: &Session| -> Vec<String> {
        Paging::new(session, Mode::Pages).pages().iter().map(|one| one.key.clone()).collect()
    };
    assert_eq!(keys(&by_groups), ["g", "b"]);
    let mut by_groups = by_groups;
    apply(&mut by_groups, &path("b"), &Input::Text("x".into())).unwrap();
    assert_eq!(keys(&by_groups), ["g", "b", "off"]);
    let by_author = session(
        json!([
            {"linkId": "all", "type": "group", "text": "All", "item": [
                {"linkId": "p1", "type": "group", "text": "One", "extension": control("page"), "item": [{"linkId": "a", "type": "string"}]},
                {"linkId": "loose", "type": "string"},
                {"linkId": "p2", "type": "group", "text": "Two", "extension": control("page"), "item": [{"linkId": "b", "type": "string"}]},
            ]},
            {"linkId": "foot", "type": "display", "text": "Confidential", "extension": control("footer")},
        ]),
        "en",
    );
    assert_eq!(keys(&by_author), ["p1", "loose", "p2"]);
    let paging = Paging::new(&by_author, Mode::Pages);
    assert_eq!(
        paging.pages().iter().map(|one| one.title.as_str()).collect::<Vec<_>>(),
        ["One", "All", "Two"]
    );
    for one in paging.pages() {
        assert_eq!(page(&by_author, one).last().unwrap().label.to_text(), "Confidential");
    }
}

#[test]
fn a_page_that_is_gone_leads_to_the_nearest_one_after_it() {
    let item = |id: &str| json!({"linkId": id, "type": "string", "text": id});
    let mut middle = item("b");
    middle["enableWhen"] = json!([{"question": "a", "operator": "exists", "answerBoolean": true}]);
    let mut session = session(json!([item("a"), middle, item("c")]), "en");
    apply(&mut session, &path("a"), &Input::Text("x".into())).unwrap();
    let open = Paging::new(&session, Mode::OneQuestion);
    assert_eq!(open.find("b"), Some(1));
    apply(&mut session, &path("a"), &Input::Clear).unwrap();
    let closed = Paging::new(&session, Mode::OneQuestion);
    assert_eq!(closed.pages()[closed.find("b").unwrap()].key, "c");
    assert_eq!(closed.find("nowhere"), Some(0));
    assert_eq!(closed.find("%%%"), None);
}

#[test]
fn help_unit_and_ends_of_a_slider_belong_to_their_question() {
    let part = |id: &str, code: &str, text: &str| json!({"linkId": id, "type": "display", "text": text, "extension": control(code)});
    let mut extension = control("slider");
    extension.as_array_mut().unwrap().extend([
        json!({"url": urls::MIN_VALUE, "valueDecimal": 0}),
        json!({"url": urls::MAX_VALUE, "valueDecimal": 5}),
        json!({"url": urls::SLIDER_STEP, "valueInteger": 1}),
        json!({"url": urls::SUPPORT_LINK, "valueUri": "https://example.org/more"}),
        json!({"url": urls::SUPPORT_LINK, "valueUri": "javascript:alert(1)"}),
        json!({"url": urls::ENTRY_FORMAT, "valueString": "0-5"}),
    ]);
    let session = session(
        json!([{"linkId": "q", "type": "decimal", "text": "How much?", "extension": extension, "required": true, "item": [
            part("h", "help", "Read this"), part("f", "flyover", "and this"), part("u", "unit", "cups"),
            part("l", "lower", "none"), part("t", "upper", "a lot")]}]),
        "en",
    );
    let drawn = all(&session);
    assert_eq!(drawn.len(), 1);
    let one = &drawn[0];
    assert_eq!(one.help.to_text(), "Read this\nand this");
    assert_eq!(
        (one.unit.as_str(), one.low_label.as_str(), one.high_label.as_str()),
        ("cups", "none", "a lot")
    );
    assert_eq!((one.low.as_str(), one.high.as_str(), one.step.as_str()), ("0", "5", "1"));
    assert_eq!(one.links, [("Read more at example.org".to_owned(), "https://example.org/more".to_owned())]);
    assert_eq!(one.placeholder, "0-5");
    assert!(one.required);
}

#[test]
fn switching_the_language_changes_words_and_no_key_or_answer() {
    let mut session = ship(AFTER_SURGERY, "zh-CN");
    let first = all(&session).into_iter().find(|one| one.kind == Kind::Radio).unwrap();
    apply(&mut session, &first.path, &Input::Option(first.options[0].key.clone())).unwrap();
    let (zh, answers) = (all(&session), session.response());
    session.set_language("en");
    let en = all(&session);
    assert_eq!(answers, session.response());
    assert_eq!(zh.len(), en.len());
    for (zh, en) in zh.iter().zip(&en) {
        assert_eq!((&zh.path, zh.kind), (&en.path, en.kind));
        assert_ne!(zh.label, en.label);
        let keys =
            |one: &Shown| one.options.iter().map(|one| (one.key.clone(), one.chosen)).collect::<Vec<_>>();
        assert_eq!(keys(zh), keys(en));
    }
}

#[test]
fn a_repeating_group_has_a_card_for_each_and_a_button_for_one_more() {
    let mut session = session(
        json!([{"linkId": "g", "type": "group", "text": "Medicine", "repeats": true, "extension": [{"url": urls::MAX_OCCURS, "valueInteger": 2}],
            "item": [{"linkId": "name", "type": "string", "text": "Name"}]}]),
        "en",
    );
    let kinds = |session: &Session| all(session).iter().map(|one| one.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&session), [Kind::ShortText, Kind::AddInstance], "its title is the page's");
    let added = session.add(&path("g")).unwrap();
    assert_eq!(added, path("g:1"));
    assert_eq!(kinds(&session), [Kind::Heading, Kind::ShortText, Kind::Heading, Kind::ShortText]);
    let headings: Vec<Shown> = all(&session).into_iter().filter(|one| one.kind == Kind::Heading).collect();
    assert_eq!(headings[1].label.to_text(), "Medicine · No. 2");
    assert!(headings.iter().all(|one| one.can_remove));
    let single = Paging::new(&session, Mode::OneQuestion);
    assert_eq!(
        single.pages().iter().map(|one| one.title.as_str()).collect::<Vec<_>>(),
        ["Medicine · No. 1", "Medicine · No. 2"]
    );
    session.remove(&path("g:1")).unwrap();
    let single = Paging::new(&session, Mode::OneQuestion);
    assert_eq!(page(&session, &single.pages()[0]).last().unwrap().kind, Kind::AddInstance);
}

#[test]
fn a_question_that_repeats_has_a_field_for_each_answer_and_an_empty_one() {
    let mut session =
        session(json!([{"linkId": "q", "type": "string", "text": "Worry", "repeats": true}]), "en");
    apply(&mut session, &path("q"), &Input::Text("one".into())).unwrap();
    apply(&mut session, &path("q:1"), &Input::Text("two".into())).unwrap();
    let fields: Vec<(String, String)> =
        all(&session).into_iter().map(|one| (one.path.to_string(), one.text)).collect();
    let expected =
        [("q", "one"), ("q:1", "two"), ("q:2", "")].map(|(at, text)| (at.to_owned(), text.to_owned()));
    assert_eq!(fields, expected);
    apply(&mut session, &path("q"), &Input::Clear).unwrap();
    assert_eq!(session.answers(&path("q")), [json!({"valueString": "two"})]);
}

#[test]
fn the_answer_of_last_time_is_offered_only_where_the_author_allows_it() {
    let item = |id: &str, allowed: bool| {
        json!({"linkId": id, "type": "string", "text": id,
            "extension": [{"url": terms::AS_LAST, "valueBoolean": allowed}]})
    };
    let questionnaire = json!({"resourceType": "Questionnaire", "url": "http://x/q", "status": "active",
        "item": [{"linkId": "g", "type": "group", "item": [item("a", true), item("b", false)]}]});
    let mut with_last = launch("en");
    with_last.last = Some(
        json!({"resourceType": "QuestionnaireResponse", "authored": "2026-11-22T20:00:00Z", "questionnaire": "http://x/q",
        "item": [{"linkId": "g", "item": [{"linkId": "a", "answer": [{"valueString": "pollen"}]}, {"linkId": "b", "answer": [{"valueString": "x"}]}]}]}),
    );
    let mut session = start(&questionnaire, with_last);
    let offer = shown(&session, "g/a").as_last.unwrap();
    assert_eq!((offer.text.as_str(), offer.day.as_str()), ("pollen", "23 Nov"));
    assert_eq!(shown(&session, "g/b").as_last, None);
    apply(&mut session, &path("g/a"), &Input::AsLast).unwrap();
    let taken = shown(&session, "g/a");
    assert_eq!(
        (taken.text.as_str(), taken.known.as_deref(), taken.as_last),
        ("pollen", Some("same as last time"), None)
    );
}

#[test]
fn what_is_known_already_says_from_when_it_is_and_a_change_by_hand_takes_the_mark_away() {
    let mut session = session(json!([{"linkId": "w", "type": "decimal", "text": "Weight"}]), "en");
    let known = Origin::Known { what: "Observation/7".into(), when: Some("2026-11-20T23:00:00Z".into()) };
    session.prefill(&path("w"), vec![json!({"valueDecimal": 61})], known).unwrap();
    assert_eq!(shown(&session, "w").known.as_deref(), Some("from your record, 21 Nov"));
    session.set_language("zh-CN");
    assert_eq!(shown(&session, "w").known.as_deref(), Some("来自您的病历，11月21日"));
    apply(&mut session, &path("w"), &Input::Text("六十二".into())).unwrap();
    assert_eq!(shown(&session, "w").known, None);
}

#[test]
fn a_finished_questionnaire_has_its_score_in_its_band_in_both_languages() {
    let mut session = ship(PHQ9, "zh-CN");
    for question in 1..=9 {
        choose(&mut session, &format!("phq9/phq9-{question}"), usize::from(question <= 7));
    }
    choose(&mut session, "phq9-end/phq9-difficulty", 0);
    let response = session.finish().unwrap();
    for (language, word) in [("zh-CN", "轻度"), ("en", "Mild")] {
        let scores = crate::score::scores(session.form(), &response, &[], language);
        let total = scores.iter().find(|score| score.key == "phq9-total").unwrap();
        assert_eq!(total.value, 7.into());
        assert_eq!(total.band().unwrap().word, word);
    }
}

#[test]
fn options_in_columns_show_what_their_author_chose() {
    let column = |path: &str, label: &str, shown: bool| {
        json!({"url": urls::CHOICE_COLUMN, "extension": [{"url": "path", "valueString": path},
            {"url": "label", "valueString": label}, {"url": "forDisplay", "valueBoolean": shown}]})
    };
    let mut extension = control("radio-button");
    extension
        .as_array_mut()
        .unwrap()
        .extend([column("code", "Code", false), column("display", "Name", true)]);
    let session = session(
        json!([{"linkId": "q", "type": "choice", "answerOption": options(2), "extension": extension}]),
        "en",
    );
    let one = &shown(&session, "q").options[1];
    assert_eq!((one.label.as_str(), one.detail.as_str()), ("option 1", "Code: 1"));
}

#[test]
fn what_cannot_be_read_stays_in_its_field_with_the_reason() {
    let mut session = session(json!([{"linkId": "t", "type": "decimal", "text": "Temperature"}]), "en");
    apply(&mut session, &path("t"), &Input::Text("38.6".into())).unwrap();
    let problem = apply(&mut session, &path("t"), &Input::Text("about 1,200".into())).unwrap_err();
    assert!(!problem.text("en").is_empty());
    let field = shown(&session, "t");
    assert_eq!(field.text, "about 1,200");
    assert_eq!(field.errors, [problem.text("en")]);
    assert!(session.answers(&path("t")).is_empty());
    let rows = review(&session, &Paging::new(&session, Mode::Pages));
    assert!(rows[0].unread);
    let issues = session.finish().unwrap_err();
    let paging = Paging::new(&session, Mode::Pages);
    assert_eq!(page_with(&session, &paging.pages()[0], &issues)[0].errors, [problem.text("en")], "said once");
    apply(&mut session, &path("t"), &Input::Text("３８．５".into())).unwrap();
    let field = shown(&session, "t");
    assert_eq!((field.text.as_str(), field.errors.len()), ("38.5", 0));
    assert!(session.finish().is_ok());
}

#[test]
fn the_review_says_each_answer_in_words_and_where_to_change_it() {
    let mut session = ship(PHQ9, "en");
    choose(&mut session, "phq9/phq9-1", 2);
    let rows = review(&session, &Paging::new(&session, Mode::Pages));
    assert_eq!(rows.len(), 10, "an answer above zero asks how hard that made things");
    assert_eq!((rows[0].value.as_str(), rows[0].page_key.as_str()), ("More than half the days", "phq9"));
    assert!(!rows[0].missing && rows[1].missing && rows[1].value.is_empty());
}

#[test]
fn a_type_that_is_not_known_is_told_in_a_sentence_and_the_rest_can_be_answered() {
    let session = session(
        json!([{"linkId": "x", "type": "hologram", "text": "Your aura"}, {"linkId": "a", "type": "string", "text": "A"}]),
        "en",
    );
    let unknown = shown(&session, "x");
    assert_eq!((unknown.kind, unknown.errors.len()), (Kind::Display, 1));
    assert_eq!(shown(&session, "a").kind, Kind::ShortText);
}

#[test]
fn progress_survives_a_draft() {
    let one = Progress { permille: 330, answered: 3, at_most_left: 6 };
    assert_eq!(Progress::from_json(&one.to_json()), one);
    assert_eq!(Progress::from_json(&json!({"permille": -5, "answered": "x"})), Progress::default());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn progress_never_goes_backwards_and_is_full_only_at_the_end(moves in prop::collection::vec((0..40usize, 0..6usize), 1..40)) {
        let mut session = ship(PHQ9, "zh-CN");
        let mut before = progress(&session, Progress::default());
        for (question, option) in moves {
            let questions: Vec<Shown> = all(&session).into_iter().filter(|one| !one.options.is_empty()).collect();
            let one = &questions[question % questions.len()];
            let input = match one.options.get(option) {
                Some(option) => Input::Option(option.key.clone()),
                None => Input::Clear,
            };
            apply(&mut session, &one.path, &input).unwrap();
            let now = progress(&session, before);
            prop_assert!(now.permille >= before.permille);
            prop_assert!(now.permille == before.permille || (now.permille == 1_000) == (now.at_most_left == 0));
            let answered = all(&session).iter().filter(|one| one.options.iter().any(|option| option.chosen)).count();
            prop_assert_eq!(now.answered, answered);
            before = now;
        }
    }
}
