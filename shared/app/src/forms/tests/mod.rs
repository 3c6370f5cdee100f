mod broken;
mod corpus;
mod defaults;
mod filling;
mod finishing;
mod lists;
mod pages;

use serde_json::{Value, json};

use crate::{
    DiaryEvent, DiaryView, FormChoice, FormControl, FormControlKind, FormText, FormsEvent, Screen, Tab, Tap,
    TodayEvent, support::Phone, view::FormGroup,
};

const POSTOPERATIVE: &str = "https://kangban.example/fhir/Questionnaire/postoperative-check";

/// A Task as the hospital makes it from a pathway.
fn task(id: &str, day: u32, url: &str, opens: &str, closes: &str) -> Value {
    let system = kangban_fhir::terms::SDC_TASK;
    json!({"resourceType": "Task", "id": id, "status": "requested", "intent": "order",
        "code": {"coding": [{"system": system, "code": "complete-questionnaire"}]},
        "description": format!("术后第 {day} 天问卷"),
        "_description": {"extension": [{"url": kangban_fhir::terms::TRANSLATION, "extension": [
            {"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": format!("Day {day} questions")}]}]},
        "for": {"reference": "Patient/li"}, "owner": {"reference": "Patient/li"},
        "authoredOn": "2026-11-19T12:00:00+08:00",
        "executionPeriod": {"start": opens},
        "restriction": {"period": {"start": opens, "end": closes}},
        "input": [{"type": {"coding": [{"system": system, "code": "questionnaire"}]},
            "valueCanonical": format!("{url}|1.0.0")}]})
}

/// The form of that name as it comes with the hospital.
fn form(name: &str) -> Value {
    let path = format!("{}/../care/forms/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A phone on the third day after an operation, with the questions of that day open and those of the next coming.
pub(crate) fn phone_with_questions() -> Phone {
    let mut phone = Phone::in_use();
    phone.hospital.put(form("postoperative-check"), false);
    phone
        .hospital
        .put(task("day-3", 3, POSTOPERATIVE, "2026-11-22T08:00:00+08:00", "2026-11-22T18:00:00+08:00"), true);
    phone
        .hospital
        .put(task("day-7", 7, POSTOPERATIVE, "2026-11-26T08:00:00+08:00", "2026-11-27T20:00:00+08:00"), true);
    phone.settle();
    phone
}

fn forms_of(phone: &mut Phone) -> [FormGroup; 3] {
    phone.tap(Tap::TabChosen(Tab::Diary));
    phone.diary(DiaryEvent::SectionChosen("forms".to_owned()));
    let Screen::Diary(DiaryView { form_groups, .. }) = phone.view().screen else { panic!() };
    form_groups.try_into().unwrap()
}

fn open(phone: &mut Phone, id: &str) {
    phone.forms(FormsEvent::Opened(id.to_owned()));
}

/// Opens what Today says is next.
fn begin(phone: &mut Phone) {
    phone.tap(Tap::TabChosen(Tab::Today));
    let id = phone.today().next.action.unwrap().id;
    phone.tap(Tap::Today(TodayEvent::NextPressed(id)));
}

fn typed(phone: &mut Phone, path: &str, text: &str) {
    phone.forms(FormsEvent::Typed(FormText { path: path.to_owned(), text: text.to_owned() }));
    phone.forms(FormsEvent::FieldLeft(path.to_owned()));
}

fn chosen(phone: &mut Phone, path: &str, id: &str) {
    phone.forms(FormsEvent::OptionChosen(FormChoice { path: path.to_owned(), id: id.to_owned() }));
}

/// The control whose path ends with that linkId.
fn control(phone: &Phone, link_id: &str) -> FormControl {
    let form = phone.form();
    let found = form.controls.iter().find(|it| it.path.rsplit('/').next() == Some(link_id));
    found.unwrap_or_else(|| panic!("{link_id} is not among {:#?}", form.controls)).clone()
}

/// The id of the option with that label.
fn option(control: &FormControl, label: &str) -> String {
    let found = control.options.iter().find(|row| row.label == label);
    found.unwrap_or_else(|| panic!("{label} is not among {:?}", control.options)).id.clone()
}

/// Chooses an option by its label.
fn choose(phone: &mut Phone, link_id: &str, label: &str) {
    let control = control(phone, link_id);
    let id = option(&control, label);
    if control.kind == FormControlKind::Checks {
        phone.forms(FormsEvent::OptionToggled(FormChoice { path: control.path, id }));
    } else {
        chosen(phone, &control.path, &id);
    }
}

fn write(phone: &mut Phone, link_id: &str, text: &str) {
    let path = control(phone, link_id).path;
    typed(phone, &path, text);
}

fn next(phone: &mut Phone) {
    phone.forms(FormsEvent::NextPressed);
}

/// Answers the questions after an operation up to the review: all is well but what is given.
fn answer_all(phone: &mut Phone, pain: &str, temperature: &str) {
    write(phone, "pain", pain);
    write(phone, "temperature", temperature);
    if phone.form().controls.iter().any(|it| it.path.ends_with("pain-medicine")) {
        let first = control(phone, "pain-medicine").options[0].clone();
        choose(phone, "pain-medicine", &first.label);
    }
    next(phone);
    for link_id in ["wound", "eating", "bowel", "mobility", "warning", "phq2-1", "phq2-2"] {
        while !phone.form().controls.iter().any(|it| it.path.ends_with(link_id)) {
            next(phone);
        }
        let first = control(phone, link_id).options[0].clone();
        choose(phone, link_id, &first.label);
        if link_id == "warning" {
            write(phone, "sleep", "2");
        }
    }
    next(phone);
    assert!(matches!(phone.view().screen, Screen::FormReview(_)), "{:#?}", phone.form().errors);
}

/// Opens the form and chooses the first of everything on so many pages, then tries to finish.
pub(crate) fn answer_pages(phone: &mut Phone, pages: u8) {
    open(phone, "day-3");
    for _ in 0..pages {
        let Screen::Form(form) = phone.view().screen else { break };
        for control in form.controls {
            match control.kind {
                FormControlKind::Radio | FormControlKind::DropDown => {
                    if let Some(first) = control.options.first() {
                        chosen(phone, &control.path, &first.id);
                    }
                }
                FormControlKind::Checks => {
                    if let Some(first) = control.options.first().filter(|first| !first.chosen) {
                        let choice = FormChoice { path: control.path, id: first.id.clone() };
                        phone.forms(FormsEvent::OptionToggled(choice));
                    }
                }
                FormControlKind::Scale | FormControlKind::Slider => typed(phone, &control.path, "3"),
                FormControlKind::Quantity => typed(phone, &control.path, "38.6"),
                _ => {}
            }
        }
        next(phone);
    }
    phone.forms(FormsEvent::FinishPressed);
}
