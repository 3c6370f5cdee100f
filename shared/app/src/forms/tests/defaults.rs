//! The forms that come with Kangban, each from the first page to its result.

use crux_core::bridge::{BincodeFfiFormat, FfiFormat};

use super::{chosen, form, next, open, task, typed};
use crate::{FormChoice, FormControl, FormControlKind, FormsEvent, Screen, ViewModel, support::Phone};

const BUDGET: usize = 16 * 1024;

const FORMS: [&str; 11] = [
    "chemotherapy-check",
    "diabetes-check",
    "discharge-check",
    "gad-7",
    "heart-failure-check",
    "hypertension-check",
    "phq-2",
    "phq-9",
    "postoperative-check",
    "preoperative-checklist",
    "satisfaction",
];

/// Answers a control as somebody in good health would: the first option, or a number that is taken.
fn answer(phone: &mut Phone, control: &FormControl) {
    let path = &control.path;
    if control.read_only {
        return;
    }
    match control.kind {
        FormControlKind::Radio | FormControlKind::DropDown | FormControlKind::Autocomplete => {
            chosen(phone, path, &control.options[0].id);
        }
        FormControlKind::Checks if !control.options.iter().any(|row| row.chosen) => {
            let choice = FormChoice { path: path.clone(), id: control.options[0].id.clone() };
            phone.forms(FormsEvent::OptionToggled(choice));
        }
        FormControlKind::Scale => typed(phone, path, "1"),
        FormControlKind::Slider
        | FormControlKind::Integer
        | FormControlKind::Decimal
        | FormControlKind::Quantity => {
            for number in ["36.8", "120", "80", "60", "7", "1", "0"] {
                typed(phone, path, number);
                let Screen::Form(form) = phone.view().screen else { panic!() };
                if form.controls.iter().any(|it| it.path == *path && it.error.is_empty()) {
                    return;
                }
            }
            panic!("no number is taken for {path}");
        }
        FormControlKind::Date => typed(phone, path, "2026-11-22"),
        FormControlKind::Time => typed(phone, path, "08:00"),
        FormControlKind::DateTime => typed(phone, path, "2026-11-22T08:00"),
        FormControlKind::ShortText | FormControlKind::LongText => typed(phone, path, "OK"),
        _ => {}
    }
}

fn look(name: &str, language: &str, view: &ViewModel) {
    let mut buffer = Vec::new();
    BincodeFfiFormat::serialize(&mut buffer, view).unwrap();
    assert!(buffer.len() <= BUDGET, "{name} in {language}: {} bytes", buffer.len());
    let back: ViewModel = BincodeFfiFormat::deserialize(&buffer).unwrap();
    assert_eq!(&back, view);
    assert!(!view.chrome.title.is_empty() && !view.chrome.back.is_empty() && view.chrome.calls.len() == 2);
    let mut screen = view.screen.clone();
    match &mut screen {
        Screen::Form(form) => form.other_language.clear(),
        Screen::FormReview(review) => review.other_language.clear(),
        // The rules' own words, in both languages, are looked at with them.
        Screen::FormResult(result) => result.cards.clear(),
        _ => {}
    }
    let text = format!("{screen:?}");
    assert!(!text.contains("{ $") && !text.contains("{$"), "{name}: {text}");
    if language == "en" {
        let chinese: String = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).collect();
        assert_eq!(chinese, "", "{name}: {screen:#?}");
    }
}

/// Fills a form in to its result, and looks at every view on the way. Gives the answers as the hospital has them.
fn fill(name: &str, language: &str, elders: bool) -> serde_json::Value {
    let mut phone = Phone::in_use();
    let questionnaire = form(name);
    let url = questionnaire["url"].as_str().unwrap().to_owned();
    phone.hospital.put(questionnaire, false);
    phone.hospital.put(task(name, 3, &url, "2026-11-22T08:00:00+08:00", "2026-11-22T18:00:00+08:00"), true);
    phone.settle();
    if language == "en" {
        phone = phone.in_english();
    }
    if elders {
        phone = phone.for_elders();
    }
    open(&mut phone, name);
    let mut screens = 0;
    while let Screen::Form(form) = phone.view().screen {
        assert!(form.error.is_empty() && form.notice.is_empty(), "{name}: {} {}", form.error, form.notice);
        look(name, language, &phone.view());
        // An answer may bring another question onto the same page.
        let mut answered: Vec<String> = Vec::new();
        while let Screen::Form(form) = phone.view().screen {
            let fresh = form.controls.into_iter().find(|it| !answered.contains(&it.path));
            let Some(control) = fresh else { break };
            answered.push(control.path.clone());
            answer(&mut phone, &control);
        }
        look(name, language, &phone.view());
        screens += 1;
        assert!(screens < 60, "{name} does not end");
        next(&mut phone);
    }
    look(name, language, &phone.view());
    phone.forms(FormsEvent::FinishPressed);
    if let Screen::FormReview(review) = phone.view().screen {
        panic!("{name} in {language}, elders {elders}: {:#?}", review.errors);
    }
    look(name, language, &phone.view());
    phone.forms(FormsEvent::AnswersPressed);
    look(name, language, &phone.view());
    let found = phone.hospital.store.values().find(|it| it["resourceType"] == "QuestionnaireResponse");
    let mut response = found.unwrap_or_else(|| panic!("{name} did not arrive")).clone();
    response.as_object_mut().unwrap().retain(|key, _| key == "item");
    response
}

#[test]
fn every_form_that_comes_with_kangban_can_be_filled_in_and_every_view_of_it_is_small() {
    for name in FORMS {
        let chinese = fill(name, "zh-CN", false);
        let english = fill(name, "en", false);
        assert_eq!(chinese, english, "{name}: the language changes nothing of what is written");
    }
}

#[test]
fn in_elders_mode_every_form_is_filled_in_with_the_same_result() {
    for name in FORMS {
        assert_eq!(fill(name, "zh-CN", true), fill(name, "en", false), "{name}");
    }
}
