//! What the app writes, word for word: a change here is a change of what hospitals get.

use crate::{
    DiaryEvent, MessagesEvent, PickedFile, Tab, Tap,
    support::{Hospital, Phone},
};

fn pretty(hospital: &Hospital, resource_type: &str) -> String {
    let mut found: Vec<_> = hospital
        .store
        .values()
        .filter(|it| {
            it["resourceType"] == resource_type && it["id"].as_str().is_some_and(|id| id.len() == 36)
        })
        .cloned()
        .collect();
    for resource in &mut found {
        // Set by the hospital.
        resource.as_object_mut().unwrap().shift_remove("meta");
    }
    found.sort_by_key(ToString::to_string);
    serde_json::to_string_pretty(&found).unwrap()
}

#[test]
fn a_symptom_with_place_note_and_photo_is_written_so() {
    let mut phone = Phone::in_use();
    phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
    phone.diary(DiaryEvent::ScoreChosen(8));
    phone.diary(DiaryEvent::SiteChosen("belly-upper-right".to_owned()));
    phone.diary(DiaryEvent::NoteTyped(" 走路时更疼 ".to_owned()));
    let picked = PickedFile { mime: "image/jpeg".to_owned(), bytes: vec![0xff, 0xd8], original_bytes: 2 };
    phone.diary(DiaryEvent::PhotoChosen(picked));
    phone.diary(DiaryEvent::SavePressed);
    phone.settle();
    for kind in ["Observation", "Media", "Binary"] {
        insta::assert_snapshot!(format!("symptom_{kind}"), pretty(&phone.hospital, kind));
    }
}

#[test]
fn measurements_are_written_so() {
    let mut phone = Phone::in_use();
    phone.measure("temperature", &[("temperature", "36.80")]);
    phone.measure("temperature", &[("temperature", "36.8")]);
    phone.measure("pressure", &[("systolic", "118"), ("diastolic", "76")]);
    phone.measure("oxygen", &[("oxygen", "98")]);
    phone.measure("glucose", &[("glucose", "5.6")]);
    phone.settle();
    insta::assert_snapshot!("measurements", pretty(&phone.hospital, "Observation"));
}

#[test]
fn what_the_hospital_gets_does_not_depend_on_the_language_of_the_patient() {
    let mut phone = Phone::in_use().in_english();
    phone.log("nausea", 2);
    phone.settle();
    insta::assert_snapshot!("nausea_in_english", pretty(&phone.hospital, "Observation"));
}

#[test]
fn a_message_is_written_so() {
    let mut phone = Phone::in_use();
    phone.tap(Tap::TabChosen(Tab::Messages));
    phone.tap(Tap::Messages(MessagesEvent::Typed("可以洗澡吗？".to_owned())));
    phone.tap(Tap::Messages(MessagesEvent::SendPressed));
    phone.tap(Tap::Messages(MessagesEvent::UrgentNo));
    phone.settle();
    insta::assert_snapshot!("message", pretty(&phone.hospital, "Communication"));
}
