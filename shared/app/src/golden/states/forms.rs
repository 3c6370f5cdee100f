//! Forms: the questions after an operation, and about one's mood.

use serde_json::{Value, json};

use super::{Book, with_skills};
use crate::{
    FormChoice, FormControl, FormControlKind, FormText, FormsEvent, Screen, Tap,
    effects::vault::VaultFault,
    support::{Phone, millis},
};

const HOME: &str = "https://kangban.example/fhir/Questionnaire/";

/// How somebody answers whose every answer is taken, and where that is not what is to be shown, how else.
struct Answers {
    pain: &'static str,
    temperature: &'static str,
    /// Which option of each question; the last where there are fewer.
    option: usize,
}

const WELL: Answers = Answers { pain: "2", temperature: "36.8", option: 0 };
const UNWELL: Answers = Answers { pain: "8", temperature: "39.2", option: 0 };

pub(super) fn states(book: &mut Book) {
    pages(book);
    review(book);
    result(book);
    mood(book);
    odd(book);
}

fn task(phone: &mut Phone, id: &str, form: &str, opens: &str, closes: &str) {
    let system = kangban_fhir::terms::SDC_TASK;
    phone.hospital.put(
        json!({"resourceType": "Task", "id": id, "status": "requested", "intent": "order",
            "code": {"coding": [{"system": system, "code": "complete-questionnaire"}]},
            "for": {"reference": "Patient/li"}, "owner": {"reference": "Patient/li"},
            "authoredOn": "2026-11-19T12:00:00+08:00", "executionPeriod": {"start": opens},
            "restriction": {"period": {"start": opens, "end": closes}},
            "input": [{"type": {"coding": [{"system": system, "code": "questionnaire"}]},
                "valueCanonical": format!("{HOME}{form}|1.0.0")}]}),
        true,
    );
}

/// The form of that name as it comes with the hospital.
fn form(name: &str) -> Value {
    let path = format!("{}/../care/forms/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn asked(phone: &mut Phone, name: &str) {
    phone.hospital.put(form(name), false);
    task(phone, "due", name, "2026-11-22T08:00:00+08:00", "2026-11-22T20:00:00+08:00");
    task(phone, "later", name, "2026-11-26T08:00:00+08:00", "2026-11-27T20:00:00+08:00");
    phone.settle();
}

fn open(phone: &mut Phone, id: &str) {
    phone.forms(FormsEvent::Opened(id.to_owned()));
}

fn typed(phone: &mut Phone, path: &str, text: &str) {
    phone.forms(FormsEvent::Typed(FormText { path: path.to_owned(), text: text.to_owned() }));
    phone.forms(FormsEvent::FieldLeft(path.to_owned()));
}

fn next(phone: &mut Phone) {
    phone.forms(FormsEvent::NextPressed);
}

fn answer(phone: &mut Phone, control: &FormControl, answers: &Answers) {
    let path = control.path.clone();
    let option = || control.options.get(answers.option).or(control.options.last()).unwrap().id.clone();
    let number = if path.ends_with("pain") { answers.pain } else { "2" };
    match control.kind {
        FormControlKind::Radio | FormControlKind::DropDown => {
            phone.forms(FormsEvent::OptionChosen(FormChoice { id: option(), path }));
        }
        FormControlKind::Checks if !control.options.iter().any(|row| row.chosen) => {
            phone.forms(FormsEvent::OptionToggled(FormChoice { id: option(), path }));
        }
        FormControlKind::Scale | FormControlKind::Slider | FormControlKind::Integer => {
            typed(phone, &path, number);
        }
        FormControlKind::Quantity | FormControlKind::Decimal => typed(phone, &path, answers.temperature),
        _ => {}
    }
}

/// Answers what is on the page, also what an answer brings there.
fn answer_page(phone: &mut Phone, answers: &Answers) {
    let mut done: Vec<String> = Vec::new();
    while let Screen::Form(form) = phone.view().screen {
        let Some(control) = form.controls.into_iter().find(|it| !done.contains(&it.path)) else { return };
        done.push(control.path.clone());
        answer(phone, &control, answers);
    }
}

fn answer_all(phone: &mut Phone, answers: &Answers) {
    for _ in 0..40 {
        if !matches!(phone.view().screen, Screen::Form(_)) {
            break;
        }
        answer_page(phone, answers);
        next(phone);
    }
    assert!(matches!(phone.view().screen, Screen::FormReview(_)), "{:?}", phone.view().screen);
}

fn pages(book: &mut Book) {
    let mut phone = book.phone();
    asked(&mut phone, "postoperative-check");
    book.keep("a form that is due", &phone);
    phone.tap(Tap::TabChosen(crate::Tab::Diary));
    phone.diary(crate::DiaryEvent::SectionChosen("forms".to_owned()));
    book.keep("forms that are due and that come", &phone);
    open(&mut phone, "due");
    book.keep("the first page", &phone);
    let temperature =
        phone.form().controls.iter().find(|it| it.path.ends_with("temperature")).unwrap().path.clone();
    typed(&mut phone, &temperature, "hot");
    book.keep("what is no number", &phone);
    answer_page(&mut phone, &UNWELL);
    book.keep("the first page, answered", &phone);
    next(&mut phone);
    answer_page(&mut phone, &Answers { option: 1, ..WELL });
    phone.cut_the_network();
    book.keep("the wound, offline", &phone);

    let mut phone = with_skills(book.phone());
    asked(&mut phone, "postoperative-check");
    open(&mut phone, "due");
    next(&mut phone);
    answer_page(&mut phone, &Answers { option: 1, ..WELL });
    book.keep("the wound, with a camera", &phone);

    let mut phone = book.phone().for_elders();
    asked(&mut phone, "postoperative-check");
    open(&mut phone, "due");
    book.keep("one question at a time, elders' mode", &phone);
    answer_page(&mut phone, &WELL);
    next(&mut phone);
    book.keep("the second question, elders' mode", &phone);
}

fn review(book: &mut Book) {
    let mut phone = book.phone();
    asked(&mut phone, "postoperative-check");
    open(&mut phone, "due");
    for _ in 0..20 {
        next(&mut phone);
    }
    book.keep("nothing answered", &phone);
    phone.forms(FormsEvent::FinishPressed);
    book.keep("what is missing", &phone);
    let row = phone.review().errors[0].clone();
    let place = crate::FormPlace { page: row.page, path: row.path };
    phone.forms(FormsEvent::PageChosen(place));
    book.keep("a page with what is missing", &phone);
    while phone.form().previous.is_some() {
        phone.forms(FormsEvent::PreviousPressed);
    }
    answer_all(&mut phone, &WELL);
    book.keep("everything answered", &phone);
    phone.vault.writes_fail = Some(VaultFault::StorageFull);
    phone.forms(FormsEvent::FinishPressed);
    book.keep("storage is full", &phone);
    let mut busy = phone.view();
    if let Screen::FormReview(view) = &mut busy.screen {
        view.busy = true;
        view.error.clear();
    }
    book.add_made("being saved", busy);

    let mut phone = book.phone().for_elders();
    asked(&mut phone, "postoperative-check");
    open(&mut phone, "due");
    answer_all(&mut phone, &WELL);
    book.keep("everything answered, elders' mode", &phone);
}

fn result(book: &mut Book) {
    let mut phone = book.phone();
    asked(&mut phone, "postoperative-check");
    phone.cut_the_network();
    open(&mut phone, "due");
    answer_all(&mut phone, &WELL);
    phone.forms(FormsEvent::FinishPressed);
    book.keep("all is well, offline", &phone);
    phone.restore_the_network();
    book.keep("all is well, received", &phone);
    phone.forms(FormsEvent::AnswersPressed);
    book.keep("with the answers", &phone);
    phone.forms(FormsEvent::ResultClosed);
    book.keep("after a form", &phone);
    // Four days later there is something to compare with, and the same answer to give again.
    phone.clock.wall_ms = millis("2026-11-26T09:00:00+08:00");
    phone.tap(Tap::Tick);
    open(&mut phone, "later");
    for _ in 0..20 {
        let Screen::Form(form) = phone.view().screen else { break };
        if form.controls.iter().any(|control| control.as_last.is_some()) {
            book.keep("the same as last time", &phone);
            break;
        }
        next(&mut phone);
    }
    while phone.form().previous.is_some() {
        phone.forms(FormsEvent::PreviousPressed);
    }
    answer_all(&mut phone, &UNWELL);
    phone.forms(FormsEvent::FinishPressed);
    let result = phone.form_result();
    assert!(!result.cards.is_empty() && result.scores.iter().any(|score| score.chart.is_some()));
    book.keep("a rule fires, with a trend", &phone);
    let phone = phone.for_elders();
    book.keep("a rule fires, with a trend, elders' mode", &phone);
}

/// The ninth question about one's mood shows whom to call.
fn mood(book: &mut Book) {
    let mut phone = book.phone();
    asked(&mut phone, "phq-9");
    open(&mut phone, "due");
    let answers = Answers { option: 1, ..WELL };
    for _ in 0..20 {
        let Screen::Form(form) = phone.view().screen else { break };
        if form.controls.iter().any(|control| control.kind == FormControlKind::Calls) {
            book.keep("whom to call", &phone);
        }
        answer_page(&mut phone, &answers);
        next(&mut phone);
    }
    phone.forms(FormsEvent::FinishPressed);
    let result = phone.form_result();
    assert!(!result.calls.is_empty(), "whom to call is on the result, too");
    book.keep("numbers to call", &phone);
}

/// A form that has not arrived, one that is broken, one that is long.
fn odd(book: &mut Book) {
    let mut phone = book.phone();
    let (opens, closes) = ("2026-11-22T08:00:00+08:00", "2026-11-22T20:00:00+08:00");
    task(&mut phone, "gone", "nowhere", opens, closes);
    phone.settle();
    open(&mut phone, "gone");
    assert!(!phone.form().error.is_empty());
    book.keep("has not arrived", &phone);
    let long = book.says(
        "请把最近一周的情况都写下来，越细越好。",
        "Please write down how the last week was, in detail. ",
    );
    let options: Vec<Value> = (0..40)
        .map(|n| {
            json!({"valueCoding": {"system": "https://h.example/c", "code": format!("c{n}"),
            "display": format!("{} {n}", book.says("选项", "Option"))}})
        })
        .collect();
    phone.hospital.put(
        json!({"resourceType": "Questionnaire", "id": "odd", "url": format!("{HOME}odd"), "version": "1.0.0",
            "status": "active", "title": book.says("很长的问卷", "A long form"), "item": [
            {"linkId": "a", "type": "text", "text": long.repeat(12).trim()},
            {"linkId": "b", "type": "choice", "text": book.says("长长的名单", "A long list"), "answerOption": options},
            {"linkId": "c", "type": "telepathy", "text": book.says("丁", "Another")}]}),
        false,
    );
    task(&mut phone, "odd", "odd", opens, closes);
    phone.settle();
    open(&mut phone, "odd");
    let form = phone.form();
    assert!(!form.notice.is_empty(), "{form:#?}");
    book.keep("long text, and a part that cannot be shown", &phone);
    if !phone.form().controls.iter().any(|control| control.filter.is_some()) {
        next(&mut phone);
    }
    let path = phone.form().controls.iter().find(|control| control.filter.is_some()).unwrap().path.clone();
    phone.forms(FormsEvent::OptionFilterTyped(FormText { path, text: "3".to_owned() }));
    book.keep("a long list, narrowed down", &phone);

    // More answers than one window of the review holds.
    let items: Vec<Value> = (1..=65)
        .map(|n| json!({"linkId": format!("q{n}"), "type": "string", "text": format!("{} {n}", book.says("第", "No."))}))
        .collect();
    let title = book.says("很多题的问卷", "A form of many questions");
    phone.hospital.put(
        json!({"resourceType": "Questionnaire", "id": "many", "url": format!("{HOME}many"), "version": "1.0.0",
            "status": "active", "title": title, "item": items}),
        false,
    );
    task(&mut phone, "many", "many", opens, closes);
    phone.settle();
    phone.tap(Tap::Back);
    open(&mut phone, "many");
    while matches!(phone.view().screen, Screen::Form(_)) {
        next(&mut phone);
    }
    phone.forms(FormsEvent::LaterRowsPressed);
    let review = phone.review();
    assert!(!review.earlier_rows.is_empty() && !review.later_rows.is_empty());
    book.keep("a window in the middle", &phone);
}
