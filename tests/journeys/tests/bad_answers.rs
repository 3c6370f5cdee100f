//! A hospital that answers wrongly: nothing is lost, the patient reads a sentence, and it goes on when it can.

use std::time::Duration;

use kangban_app::{Delivery, Screen, SyncEvent, SyncView, Tap, TodayEvent};
use kangban_journeys::{Doctor, Hospital, Link, Misbehaving, Outcome, Phone, Wrong, until};

const PIN: &str = "380412";

/// Where the entries are, as the page about it says.
fn sync_page(phone: &Phone) -> Outcome<SyncView> {
    phone.home()?;
    phone.tap(Tap::TabChosen(kangban_app::Tab::Today));
    phone.tap(Tap::Today(TodayEvent::SyncPressed));
    phone.see("where the entries are", |view| match &view.screen {
        Screen::Sync(sync) => Some(sync.clone()),
        _ => None,
    })
}

#[test]
fn whatever_the_hospital_answers_nothing_is_lost_and_the_entry_arrives_once_in_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let hospital = Hospital::start(&folder.path().join("hospital")).unwrap();
    let link = Link::to(hospital.address()).unwrap();
    let phone = Phone::open(&folder.path().join("phone"), &link.base()).unwrap();
    phone.activate(&hospital.invitation("李秀英").unwrap(), PIN).unwrap();
    let doctor = Doctor::sign_in(&hospital.origin(), &hospital.login("dr-wang").unwrap()).unwrap();
    let wrong = Misbehaving::start(Wrong::Html).unwrap();

    for (nth, kind) in Wrong::ALL.into_iter().enumerate() {
        wrong.set(kind);
        link.lead_to(wrong.address());
        let before = wrong.uploads();
        let tenths = 385 + nth;
        let value = format!("{}.{}", tenths / 10, tenths % 10);
        let (id, _) = phone.log_temperature(&value).unwrap();
        until(&format!("an upload to be answered with {kind:?}"), Duration::from_secs(30), || {
            phone.tap(Tap::Sync(SyncEvent::RetryPressed));
            std::thread::sleep(Duration::from_millis(50));
            Ok((wrong.uploads() > before).then_some(()))
        })
        .unwrap();

        let row = phone.history().unwrap().into_iter().find(|row| row.id == id);
        let row = row.unwrap_or_else(|| panic!("{kind:?}: the entry is gone"));
        assert_ne!(row.mark.state, Delivery::Received, "{kind:?}: nobody has confirmed it");
        assert!(!row.mark.text.is_empty(), "{kind:?}: a word says where it is");
        let page = sync_page(&phone).unwrap();
        assert!(!page.line.text.is_empty(), "{kind:?}: a sentence says where the entries are");
        assert!(
            page.refused.iter().all(|row| !row.reason.is_empty()),
            "{kind:?}: each refusal has its reason"
        );

        link.lead_to(hospital.address());
        until(&format!("the entry to arrive after {kind:?}"), Duration::from_secs(40), || {
            for refused in sync_page(&phone)?.refused {
                phone.tap(Tap::Sync(SyncEvent::RequeuePressed(refused.id)));
            }
            phone.tap(Tap::Sync(SyncEvent::RetryPressed));
            std::thread::sleep(Duration::from_millis(200));
            let rows = phone.history()?;
            Ok(rows
                .iter()
                .any(|row| row.id == id && matches!(row.mark.state, Delivery::Received | Delivery::Seen))
                .then_some(()))
        })
        .unwrap();
        assert_eq!(doctor.search(&format!("Observation/{id}/_history")).unwrap().len(), 1, "{kind:?}");
    }
}
