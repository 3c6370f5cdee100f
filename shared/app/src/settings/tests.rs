use crate::{
    Screen, SettingsEvent, Tab, Tap,
    effects::vault::VaultFault,
    support::{PIN, Phone},
};

#[test]
fn the_lock_screen_already_speaks_the_chosen_language_and_keeps_its_look() {
    let mut phone = Phone::in_use();
    phone.tap(Tap::Settings(SettingsEvent::LanguageChosen("en".to_owned())));
    phone.tap(Tap::Settings(SettingsEvent::EldersToggled));
    phone.tap(Tap::Settings(SettingsEvent::ThemeChosen("dark".to_owned())));
    phone.restart();
    let chrome = phone.view().chrome;
    assert_eq!((chrome.language.as_str(), chrome.elders, chrome.theme.as_str()), ("en", true, "dark"));
    assert_eq!(chrome.title, "Enter your PIN");
    assert_eq!(chrome.calls[0].detail, "Surgery ward");
    phone.pin(&PIN);
    assert_eq!(phone.today().greeting, "Good afternoon, Ms Li");
    assert_eq!(phone.today().date, "Sun 22 Nov · day 3 after surgery");
}

#[test]
fn the_device_language_decides_at_first_and_an_unknown_one_means_chinese() {
    for (languages, language) in [
        (vec!["fr-FR", "en-GB"], "en"),
        (vec!["zh-Hans-CN", "en"], "zh-CN"),
        (vec!["fr"], "zh-CN"),
        (vec![], "zh-CN"),
    ] {
        let mut phone = Phone::new();
        phone.languages = languages.into_iter().map(str::to_owned).collect();
        phone.start();
        assert_eq!(phone.view().chrome.language, language);
    }
}

#[test]
fn names_of_people_and_of_the_hospital_follow_the_language() {
    let mut phone = Phone::in_use();
    phone.tap(Tap::TabChosen(Tab::Me));
    let settings = |phone: &Phone| match phone.view().screen {
        Screen::Settings(view) => view,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        (settings(&phone).name.as_str(), settings(&phone).hospital.as_str()),
        ("李秀英", "康和医院 · 肝胆外科病房")
    );
    let phone = phone.in_english();
    assert_eq!(settings(&phone).name, "Li Xiuying");
    assert!(settings(&phone).hospital.ends_with("Surgery ward"));
}

#[test]
fn a_choice_that_cannot_be_remembered_is_said() {
    let mut phone = Phone::in_use();
    phone.vault.writes_fail = Some(VaultFault::StorageFull);
    phone.tap(Tap::Settings(SettingsEvent::ThemeChosen("dark".to_owned())));
    assert_eq!(phone.view().chrome.theme, "dark");
    assert!(phone.view().chrome.toast.unwrap().text.contains("没能记住"));
}
