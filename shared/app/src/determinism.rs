//! The core is pure: the same inputs give the same outputs, whatever they are, and none makes it fall over.

use proptest::prelude::*;

use crate::{
    DiaryEvent, FormChoice, FormFile, FormPlace, FormText, FormsEvent, LockEvent, MeasuresEvent,
    MessagesEvent, PickedFile, SettingsEvent, Skill, SyncEvent, Tab, Tap, TodayEvent, Trouble, TypedField,
    support::{PIN, Phone, fhir, html},
};

/// Something that happens to a phone.
#[derive(Debug, Clone)]
enum Happens {
    Tap(Tap),
    /// A symptom is logged from start to end, with or without a photo.
    Log(u8, bool),
    /// A temperature is logged from start to end, in tenths.
    Temperature(u16),
    /// A message is written and sent.
    Message(String),
    /// Everything that can be chosen on the form's page in front is chosen, and the next page comes; so many times.
    Answer(u8),
    Pin,
    NetworkCut,
    NetworkBack,
    TimePasses(u64),
    Restart,
    HospitalAnswers(u16),
    HospitalAnswersHtml,
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[0-9]{1,3}(\\.[0-9])?", "\\PC{0,12}", Just(String::new())]
}

fn item() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "pain",
        "cough",
        "other",
        "temperature",
        "pressure",
        "weight",
        "unwell",
        "more",
        "x",
    ])
    .prop_map(str::to_owned)
}

/// Controls of the form after an operation, and some that are nowhere.
fn path() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "page-pain/pain",
        "page-pain/temperature",
        "page-wound/wound",
        "page-wound/wound-photo",
        "page-body/mobility",
        "page-mood/note",
        "page-pain/pain:3",
        "x",
        "",
    ])
    .prop_map(str::to_owned)
}

fn on_a_form() -> impl Strategy<Value = FormsEvent> {
    let typed = || (path(), text()).prop_map(|(path, text)| FormText { path, text });
    let chosen = || (path(), text()).prop_map(|(path, id)| FormChoice { path, id });
    prop_oneof![
        3 => Just(FormsEvent::Opened("day-3".to_owned())),
        4 => typed().prop_map(FormsEvent::Typed),
        1 => typed().prop_map(FormsEvent::OtherTyped),
        1 => typed().prop_map(FormsEvent::OptionFilterTyped),
        1 => chosen().prop_map(FormsEvent::OptionChosen),
        1 => chosen().prop_map(FormsEvent::OptionToggled),
        1 => chosen().prop_map(FormsEvent::UnitChosen),
        1 => path().prop_map(FormsEvent::FieldLeft),
        1 => path().prop_map(FormsEvent::Cleared),
        1 => path().prop_map(FormsEvent::AsLastPressed),
        1 => path().prop_map(FormsEvent::AddPressed),
        1 => path().prop_map(FormsEvent::RemovePressed),
        1 => (path(), 0..9_usize).prop_map(|(path, size)| FormsEvent::FilePicked(FormFile {
            path,
            file: PickedFile { mime: "image/png".to_owned(), bytes: vec![3; size], original_bytes: 9 },
        })),
        1 => path().prop_map(FormsEvent::FileRemoved),
        1 => path().prop_map(|path| FormsEvent::PageChosen(FormPlace { page: String::new(), path })),
        3 => Just(FormsEvent::NextPressed),
        2 => Just(FormsEvent::PreviousPressed),
        1 => Just(FormsEvent::LaterPressed),
        1 => Just(FormsEvent::LaterRowsPressed),
        1 => Just(FormsEvent::EarlierRowsPressed),
        1 => Just(FormsEvent::AnswersPressed),
        1 => Just(FormsEvent::LanguagePressed),
        2 => Just(FormsEvent::FinishPressed),
        1 => Just(FormsEvent::ResultClosed),
    ]
}

fn tap() -> impl Strategy<Value = Tap> {
    let diary = prop_oneof![
        item().prop_map(DiaryEvent::ItemPressed),
        item().prop_map(DiaryEvent::SymptomChosen),
        (0..13_u8).prop_map(DiaryEvent::ScoreChosen),
        prop::sample::select(vec!["2026-11-21T08:00", "2027-01-01T00:00", "x", ""])
            .prop_map(|text| DiaryEvent::WhenChanged(text.to_owned())),
        Just(DiaryEvent::SitePressed),
        Just(DiaryEvent::SiteChosen("navel".to_owned())),
        text().prop_map(DiaryEvent::NoteTyped),
        (0..20_usize).prop_map(|size| DiaryEvent::PhotoChosen(PickedFile {
            mime: "image/jpeg".to_owned(),
            bytes: vec![1; size],
            original_bytes: 20,
        })),
        prop::sample::select(vec!["record", "history", "trends", "x"])
            .prop_map(|id| DiaryEvent::SectionChosen(id.to_owned())),
        Just(DiaryEvent::OlderPressed),
        Just(DiaryEvent::NewerPressed),
        Just(DiaryEvent::StepPressed),
        Just(DiaryEvent::AdviceMorePressed),
    ];
    let field = (prop::sample::select(vec!["temperature", "systolic", "diastolic", "weight"]), text());
    prop_oneof![
        4 => diary.prop_map(Tap::Diary),
        6 => on_a_form().prop_map(Tap::Forms),
        4 => Just(Tap::Diary(DiaryEvent::SavePressed)),
        2 => field.prop_map(|(id, text)| Tap::Measures(MeasuresEvent::FieldTyped(TypedField { id: id.to_owned(), text }))),
        2 => Just(Tap::Measures(MeasuresEvent::SavePressed)),
        1 => text().prop_map(|text| Tap::Messages(MessagesEvent::Typed(text))),
        1 => prop::sample::select(vec![0, 1, 2]).prop_map(|n| Tap::Messages(match n {
            0 => MessagesEvent::SendPressed,
            1 => MessagesEvent::UrgentYes,
            _ => MessagesEvent::UrgentNo,
        })),
        2 => prop::sample::select(vec![Tab::Today, Tab::Diary, Tab::Messages, Tab::Me]).prop_map(Tap::TabChosen),
        2 => Just(Tap::Back),
        1 => Just(Tap::ToastAction),
        1 => Just(Tap::Tick),
        1 => item().prop_map(|id| Tap::Today(TodayEvent::QuickPressed(id))),
        1 => Just(Tap::Sync(SyncEvent::RetryPressed)),
        1 => prop::sample::select(vec!["en", "zh-CN"]).prop_map(|tag| Tap::Settings(SettingsEvent::LanguageChosen(tag.to_owned()))),
        1 => Just(Tap::Settings(SettingsEvent::EldersToggled)),
        1 => Just(Tap::Settings(SettingsEvent::LockPressed)),
        1 => Just(Tap::Settings(SettingsEvent::ChangePinPressed)),
        2 => prop::sample::select(vec!["quick", "notices", "health", "cover", "x"])
            .prop_map(|id| Tap::Settings(SettingsEvent::SwitchToggled(id.to_owned()))),
        1 => Just(Tap::Lock(LockEvent::QuickPressed)),
        2 => Just(Tap::Hidden),
        1 => Just(Tap::Woken),
        1 => prop::sample::select(vec![Trouble::PhotoLost, Trouble::CameraRefused, Trouble::NoApp])
            .prop_map(Tap::Trouble),
        1 => (0..10_u8).prop_map(|digit| Tap::Lock(LockEvent::Digit(digit))),
    ]
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        12 => tap().prop_map(Happens::Tap),
        6 => (0..=10_u8, any::<bool>()).prop_map(|(score, photo)| Happens::Log(score, photo)),
        4 => (350..400_u16).prop_map(Happens::Temperature),
        3 => "\\PC{1,12}".prop_map(Happens::Message),
        3 => (1..8_u8).prop_map(Happens::Answer),
        3 => Just(Happens::Pin),
        1 => Just(Happens::NetworkCut),
        2 => Just(Happens::NetworkBack),
        2 => (1..400_000_u64).prop_map(Happens::TimePasses),
        1 => Just(Happens::Restart),
        2 => prop::sample::select(vec![401, 403, 409, 412, 413, 422, 429, 500, 503]).prop_map(Happens::HospitalAnswers),
        1 => Just(Happens::HospitalAnswersHtml),
    ]
}

fn live(story: &[Happens]) -> Phone {
    let mut phone = crate::forms::tests::phone_with_questions();
    phone.skills = vec![Skill::Biometrics, Skill::Notices, Skill::Health, Skill::ScreenCover];
    phone.restart();
    phone.pin(&PIN);
    for one in story {
        match one {
            Happens::Tap(tap) => phone.tap(tap.clone()),
            Happens::Log(score, photo) => {
                phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
                if *photo {
                    let file = PickedFile {
                        mime: "image/png".to_owned(),
                        bytes: vec![*score; 9],
                        original_bytes: 9,
                    };
                    phone.diary(DiaryEvent::PhotoChosen(file));
                }
                phone.diary(DiaryEvent::ScoreChosen(*score));
                phone.diary(DiaryEvent::SavePressed);
            }
            Happens::Temperature(tenths) => {
                let text = format!("{}.{}", tenths / 10, tenths % 10);
                phone.measure("temperature", &[("temperature", &text)]);
            }
            Happens::Message(text) => {
                phone.tap(Tap::TabChosen(Tab::Messages));
                phone.tap(Tap::Messages(MessagesEvent::Typed(text.clone())));
                phone.tap(Tap::Messages(MessagesEvent::SendPressed));
                phone.tap(Tap::Messages(MessagesEvent::UrgentNo));
            }
            Happens::Answer(pages) => crate::forms::tests::answer_pages(&mut phone, *pages),
            Happens::Pin => phone.pin(&PIN),
            Happens::NetworkCut => phone.cut_the_network(),
            Happens::NetworkBack => phone.restore_the_network(),
            Happens::TimePasses(ms) => phone.wait(*ms),
            Happens::Restart => phone.restart(),
            Happens::HospitalAnswers(status) => phone.hospital.upload_script.push_back(fhir(*status)),
            Happens::HospitalAnswersHtml => phone.hospital.upload_script.push_back(html(200)),
        }
        let _ = phone.view();
    }
    phone
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_inputs_give_the_same_effects_and_the_same_view(story in prop::collection::vec(happens(), 1..40)) {
        let (one, other) = (live(&story), live(&story));
        prop_assert_eq!(&one.trace, &other.trace);
        prop_assert_eq!(one.view(), other.view());
    }

    #[test]
    fn whatever_happens_what_was_saved_is_at_the_hospital_once_or_still_here_with_a_reason(
        story in prop::collection::vec(happens(), 1..40),
    ) {
        let mut phone = live(&story);
        // A photo of a form that is not finished is nobody's yet.
        let drafts: String = phone.vault.documents.iter().map(|(_, _, json)| json.as_str()).collect();
        let of_a_draft = |key: &(String, String)| key.0 == "Binary" && !phone.vault.outbox.contains_key(key)
            && (drafts.contains(&key.1) || !phone.hospital.store.contains_key(&format!("Binary/{}", key.1)));
        let saved: Vec<_> = phone
            .vault
            .records
            .keys()
            .filter(|key| key.1.len() == 36 && !of_a_draft(key))
            .cloned()
            .collect();
        phone.hospital.upload_script.clear();
        phone.restart();
        phone.wait(4_000_000);
        phone.pin(&PIN);
        phone.restore_the_network();
        for _ in 0..12 {
            phone.wait(400_000);
        }
        for key in saved {
            let reference = format!("{}/{}", key.0, key.1);
            prop_assert!(phone.vault.records.contains_key(&key), "{reference} is lost");
            match phone.vault.outbox.get(&key) {
                Some(row) => prop_assert!(row.refused.is_some(), "{reference} still waits"),
                None => prop_assert!(phone.hospital.store.contains_key(&reference), "{reference} never arrived"),
            }
        }
        let own = phone.hospital.versions.iter().filter(|(key, _)| key.len() > 36 && !key.starts_with("Observation/"));
        for (key, version) in own {
            prop_assert_eq!(*version, 1, "{} was stored more than once", key);
        }
    }
}
