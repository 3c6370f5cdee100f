//! That the files are fresh and hold what they promise.

use std::collections::{BTreeMap, BTreeSet};

use facet::{Facet, Type, UserType};

use super::{
    screens,
    states::{self, State},
    writing::{base64, bytes, file, prove},
};
use crate::{
    DiaryEvent, FormsEvent, LockEvent, MeasuresEvent, MessagesEvent, Screen, SettingsEvent, SyncEvent, Tab,
    Tap, TodayEvent, ViewModel,
};

/// A screen that no shell of today knows.
const BEYOND: u32 = 1_000;

#[test]
fn the_golden_files_are_what_the_app_draws_now() {
    let states = states::all();
    let mut files: BTreeMap<&str, (&str, Vec<&State>)> = BTreeMap::new();
    for state in states {
        let (screen, name) = screens::name(&state.view.screen);
        files.entry(name).or_insert((screen, Vec::new())).1.push(state);
    }
    for (name, (screen, states)) in files {
        prove(&format!("{name}.json"), &file(screen, &states));
    }
}

#[test]
fn every_screen_has_states_in_both_languages_and_each_has_a_name_of_its_own() {
    let states = states::all();
    let screens: BTreeSet<&str> = states.iter().map(|state| screens::name(&state.view.screen).0).collect();
    // One more than the last variant's index.
    let count = u32::from_le_bytes(variant(&ViewModel {
        screen: Screen::FormResult(crate::FormResultView::default()),
        ..ViewModel::default()
    })) + 1;
    assert_eq!(u32::try_from(screens.len()).unwrap(), count, "{screens:?}");
    let mut names = BTreeSet::new();
    for screen in screens {
        for language in ["zh-CN", "en"] {
            let of = |state: &&State| {
                screens::name(&state.view.screen).0 == screen && state.view.chrome.language == language
            };
            assert!(states.iter().any(|state| of(&state)), "{screen} in {language}");
        }
    }
    for state in states {
        let name = (screens::name(&state.view.screen).0, state.name.clone());
        assert!(names.insert(name.clone()), "{name:?} twice");
    }
}

#[test]
fn what_is_done_is_done_at_something_that_is_there_or_comes_up() {
    for State { name, view } in states::all() {
        let sheet = screens::drawn(view);
        for action in &sheet.actions {
            let known = |text: &str| {
                let mut all = sheet.shown.iter().chain(&sheet.behind);
                text.is_empty() || all.any(|known| known.contains(text.trim()))
            };
            assert!(known(&action.at), "{name}: {} at {}", action.kind, action.at);
            let tells = action.tap.is_some() || !action.input.is_empty();
            assert!(tells, "{name}: {} at {} comes to nothing", action.kind, action.at);
        }
    }
}

/// The bytes of the screen's variant: the last part of a view whose screen holds nothing.
fn variant(view: &ViewModel) -> [u8; 4] {
    let chrome = bytes(&view.chrome).len();
    bytes(view)[chrome..chrome + 4].try_into().unwrap()
}

#[test]
fn a_view_of_a_newer_core_names_a_screen_that_no_shell_knows() {
    let view = ViewModel::default();
    let chrome = bytes(&view.chrome).len();
    let mut newer = bytes(&view);
    assert_eq!(variant(&view), [0; 4], "the screen follows the chrome");
    newer[chrome..chrome + 4].copy_from_slice(&BEYOND.to_le_bytes());
    prove("newer.json", &format!("{{\"view\": \"{}\"}}\n", base64(&newer)));
}

#[test]
fn an_event_is_the_bytes_that_the_core_reads() {
    use crux_core::bridge::{BincodeFfiFormat, FfiFormat};
    for State { name, view } in states::all() {
        for tap in screens::drawn(view).actions.into_iter().filter_map(|action| action.tap) {
            let back: Tap = BincodeFfiFormat::deserialize(&bytes(&tap)).unwrap();
            assert_eq!(bytes(&back), bytes(&tap), "{name}");
        }
    }
}

/// The names of an event's variants.
fn variants<T: Facet<'static>>() -> Vec<&'static str> {
    match T::SHAPE.ty {
        Type::User(UserType::Enum(kind)) => kind.variants.iter().map(|variant| variant.name).collect(),
        other => panic!("{other:?} has no variants"),
    }
}

#[test]
fn whatever_a_person_can_tell_is_told_in_some_state() {
    let told: BTreeSet<String> = states::all()
        .iter()
        .flat_map(|state| screens::drawn(&state.view).actions)
        .filter_map(|action| action.tap)
        .map(|tap| format!("{tap:?}").split(['(', ')', ' ']).take(2).collect::<Vec<_>>().join(" "))
        .collect();
    for (feature, events) in [
        ("Lock", variants::<LockEvent>()),
        ("Today", variants::<TodayEvent>()),
        ("Diary", variants::<DiaryEvent>()),
        ("Measures", variants::<MeasuresEvent>()),
        ("Messages", variants::<MessagesEvent>()),
        ("Sync", variants::<SyncEvent>()),
        ("Settings", variants::<SettingsEvent>()),
        ("Forms", variants::<FormsEvent>()),
        ("TabChosen", variants::<Tab>()),
    ] {
        for event in events {
            assert!(
                told.contains(&format!("{feature} {event}")),
                "no state has an action for {feature} {event}"
            );
        }
    }
}
