//! Recording a symptom or a measurement.

use super::{Book, with_skills};
use crate::{
    DiaryEvent, MeasuresEvent, PickedFile, Screen, Tab, Tap, Trouble, TypedField, effects::vault::VaultFault,
    support::Phone,
};

pub(super) fn states(book: &mut Book) {
    symptom(book);
    site(book);
    measure(book);
}

fn at(phone: &mut Phone, item: &str) {
    phone.tap(Tap::TabChosen(Tab::Diary));
    phone.diary(DiaryEvent::ItemPressed(item.to_owned()));
}

fn filled_in(book: &Book, phone: &mut Phone) {
    phone.diary(DiaryEvent::ScoreChosen(8));
    phone.diary(DiaryEvent::SitePressed);
    phone.diary(DiaryEvent::SiteChosen("navel".to_owned()));
    phone.diary(DiaryEvent::NotePressed);
    phone.diary(DiaryEvent::NoteTyped(book.says("躺着好一点", "Lying down helps").to_owned()));
    let picked = PickedFile { mime: "image/jpeg".to_owned(), bytes: vec![1, 2, 3], original_bytes: 3 };
    phone.diary(DiaryEvent::PhotoChosen(picked));
}

fn symptom(book: &mut Book) {
    let mut phone = book.phone();
    at(&mut phone, "unwell");
    book.keep("empty", &phone);
    phone.diary(DiaryEvent::SavePressed);
    book.keep("saved without a symptom", &phone);
    phone.diary(DiaryEvent::SymptomChosen("pain".to_owned()));
    filled_in(book, &mut phone);
    book.keep("everything filled in", &phone);
    phone.vault.writes_fail = Some(VaultFault::StorageFull);
    phone.diary(DiaryEvent::SavePressed);
    book.keep("storage is full", &phone);
    let picked = PickedFile { mime: "application/pdf".to_owned(), bytes: vec![1], original_bytes: 1 };
    phone.diary(DiaryEvent::PhotoChosen(picked));
    phone.diary(DiaryEvent::WhenChanged("2026-12-24T10:00".to_owned()));
    book.keep("a file that is no photo, a time to come", &phone);

    let mut phone = with_skills(book.phone());
    at(&mut phone, "pain");
    book.keep("with a camera", &phone);
    filled_in(book, &mut phone);
    book.keep("with a camera and dictation, filled in", &phone);
    phone.tap(Tap::Trouble(Trouble::CameraRefused));
    book.keep("the camera is refused", &phone);
    phone.tap(Tap::Trouble(Trouble::PhotoLost));
    book.keep("a photo is lost", &phone);

    let mut phone = book.phone();
    phone.log("cough", 2);
    let id = phone.newest();
    phone.diary(DiaryEvent::CorrectPressed(id));
    book.keep("correcting", &phone);

    let mut phone = book.phone().for_elders();
    at(&mut phone, "unwell");
    book.keep("elders' mode, what", &phone);
    phone.diary(DiaryEvent::SymptomChosen("pain".to_owned()));
    phone.diary(DiaryEvent::StepPressed);
    book.keep("elders' mode, how bad", &phone);
    phone.diary(DiaryEvent::ScoreChosen(5));
    book.keep("elders' mode, five", &phone);
}

fn site(book: &mut Book) {
    let mut phone = book.phone();
    at(&mut phone, "pain");
    phone.diary(DiaryEvent::SitePressed);
    book.keep("nothing chosen", &phone);
    phone.diary(DiaryEvent::SiteChosen("navel".to_owned()));
    phone.diary(DiaryEvent::SitePressed);
    book.keep("a place of the front", &phone);
    phone.diary(DiaryEvent::SideChosen("back".to_owned()));
    book.keep("the back", &phone);
    let mut phone = book.phone().for_elders();
    at(&mut phone, "pain");
    phone.diary(DiaryEvent::SymptomChosen("pain".to_owned()));
    phone.diary(DiaryEvent::StepPressed);
    phone.diary(DiaryEvent::SitePressed);
    assert!(matches!(phone.view().screen, Screen::BodySite(_)));
    book.keep("elders' mode", &phone);
}

fn typed(phone: &mut Phone, id: &str, text: &str) {
    let field = TypedField { id: id.to_owned(), text: text.to_owned() };
    phone.tap(Tap::Measures(MeasuresEvent::FieldTyped(field)));
}

fn measure(book: &mut Book) {
    let mut phone = book.phone();
    at(&mut phone, "temperature");
    book.keep("temperature, empty", &phone);
    typed(&mut phone, "temperature", "37.2");
    phone.tap(Tap::Measures(MeasuresEvent::WhenChanged("2026-11-21T07:00".to_owned())));
    book.keep("temperature of yesterday", &phone);
    phone.tap(Tap::Measures(MeasuresEvent::KindChosen("pressure".to_owned())));
    book.keep("blood pressure, empty", &phone);
    typed(&mut phone, "systolic", "12x");
    phone.tap(Tap::Measures(MeasuresEvent::SavePressed));
    book.keep("what is no number", &phone);
    typed(&mut phone, "systolic", "230");
    typed(&mut phone, "diastolic", "90");
    phone.tap(Tap::Measures(MeasuresEvent::SavePressed));
    book.keep("an unusual value is asked about", &phone);

    let mut phone = book.phone();
    phone.measure("temperature", &[("temperature", "36.6")]);
    let id = phone.newest();
    phone.diary(DiaryEvent::CorrectPressed(id));
    book.keep("correcting", &phone);
    let mut phone = book.phone().for_elders();
    at(&mut phone, "temperature");
    phone.cut_the_network();
    book.keep("elders' mode, offline", &phone);
}
