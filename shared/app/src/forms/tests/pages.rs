//! Pages stay small whatever the form.

use crux_core::bridge::{BincodeFfiFormat, FfiFormat};
use serde_json::{Value, json};

use super::{chosen, control, next, open, task, typed};
use crate::{FormPlace, FormText, FormsEvent, Screen, ViewModel, support::Phone};

const URL: &str = "https://h.example/Questionnaire/large";
const BUDGET: usize = 16 * 1024;

fn bytes(view: &ViewModel) -> usize {
    let mut buffer = Vec::new();
    BincodeFfiFormat::serialize(&mut buffer, view).unwrap();
    buffer.len()
}

/// A form of one group with very many questions, and a list of options that is long.
fn large() -> Value {
    let options = |count: usize| -> Vec<Value> {
        (0..count)
            .map(|n| json!({"valueCoding": {"system": "https://h.example/c", "code": format!("c{n}"), "display": format!("第 {n} 个很长很长的选项，写满一整行才能说清楚")}}))
            .collect()
    };
    let mut items: Vec<Value> = (0..300)
        .map(|n| match n % 3 {
            0 => json!({"linkId": format!("q{n}"), "type": "choice", "text": format!("第 {n} 题：请选一个最合适的答案"), "answerOption": options(10)}),
            1 => json!({"linkId": format!("q{n}"), "type": "string", "text": format!("第 {n} 题：请写下来")}),
            _ => json!({"linkId": format!("q{n}"), "type": "decimal", "text": format!("第 {n} 题：多少？")}),
        })
        .collect();
    items.push(
        json!({"linkId": "long", "type": "choice", "text": "长长的名单", "answerOption": options(2_000)}),
    );
    json!({"resourceType": "Questionnaire", "id": "large", "url": URL, "version": "1", "status": "active",
        "title": "很长的问卷", "item": [{"linkId": "all", "type": "group", "text": "全部", "item": items}]})
}

fn phone_with_a_large_form() -> Phone {
    let mut phone = Phone::in_use();
    phone.hospital.put(large(), false);
    phone.hospital.put(task("large", 1, URL, "2026-11-22T08:00:00+08:00", "2026-11-23T18:00:00+08:00"), true);
    phone.settle();
    open(&mut phone, "large");
    phone
}

#[test]
fn a_page_that_is_too_long_is_shown_on_several_screens_and_each_is_within_16_kb() {
    let mut phone = phone_with_a_large_form();
    let (mut screens, mut seen) = (0, Vec::new());
    while let Screen::Form(form) = phone.view().screen {
        let size = bytes(&phone.view());
        assert!(size <= BUDGET, "screen {screens}: {size} bytes");
        seen.extend(form.controls.iter().filter(|it| it.path.contains('/')).map(|it| it.path.clone()));
        screens += 1;
        assert!(screens < 400);
        next(&mut phone);
    }
    assert!(screens > 10);
    let mut once = seen.clone();
    once.dedup();
    assert_eq!((seen.len(), once.len()), (301, 301), "every question is on exactly one screen");
    let size = bytes(&phone.view());
    assert!(size <= BUDGET, "review: {size} bytes");
    assert_eq!(phone.review().rows.len(), 30);
    phone.forms(FormsEvent::LaterRowsPressed);
    assert!(!phone.review().earlier_rows.is_empty());
    phone.forms(FormsEvent::PreviousPressed);
    assert!(phone.form().controls.iter().any(|it| it.path.ends_with("long")), "back on the last screen");
    for _ in 1..screens {
        phone.forms(FormsEvent::PreviousPressed);
    }
    assert!(phone.form().previous.is_none());
    phone.forms(FormsEvent::PageChosen(FormPlace { page: String::new(), path: "all/q150".to_owned() }));
    assert!(phone.form().controls.iter().any(|it| it.path == "all/q150"));
}

#[test]
fn a_long_list_is_a_window_that_is_narrowed_down_and_keeps_what_was_chosen() {
    let mut phone = phone_with_a_large_form();
    phone.forms(FormsEvent::PageChosen(FormPlace { page: String::new(), path: "all/long".to_owned() }));
    let long = control(&phone, "long");
    assert_eq!(long.options.len(), 20);
    let filter = long.filter.unwrap();
    assert!(filter.help.contains("1980"), "{}", filter.help);
    let text = |text: &str| FormText { path: "all/long".to_owned(), text: text.to_owned() };
    phone.forms(FormsEvent::OptionFilterTyped(text("1777")));
    let long = control(&phone, "long");
    assert_eq!(long.options.len(), 1);
    chosen(&mut phone, "all/long", &long.options[0].id);
    phone.forms(FormsEvent::OptionFilterTyped(text("没有这个")));
    let long = control(&phone, "long");
    assert!(long.options[0].chosen && long.options.len() == 1);
    assert!(!long.filter.unwrap().help.is_empty());
}

#[test]
fn an_answer_of_any_length_stays_whole_in_the_draft() {
    let mut phone = phone_with_a_large_form();
    let story = "夜里更疼。".repeat(400);
    typed(&mut phone, "all/q1", &story);
    phone.tap(crate::Tap::Back);
    open(&mut phone, "large");
    assert_eq!(control(&phone, "q1").value, story);
}
