use super::switches;
use crate::{
    model::{Model, Open, Theme},
    sync,
    text::{Lang, t},
    view::{ChoiceRow, Screen, SettingsView},
};

pub(crate) fn view(model: &Model, open: &Open) -> Screen {
    let lang = model.look.lang;
    let languages = [Lang::Zh, Lang::En].map(|one| ChoiceRow {
        id: one.tag().to_owned(),
        label: t!(one, "language-own-name"),
        chosen: one == lang,
        ..ChoiceRow::default()
    });
    let themes = Theme::ALL.map(|theme| ChoiceRow {
        id: theme.code().to_owned(),
        label: match theme {
            Theme::System => t!(lang, "theme-system"),
            Theme::Light => t!(lang, "theme-light"),
            Theme::Dark => t!(lang, "theme-dark"),
        },
        chosen: theme == model.look.theme,
        ..ChoiceRow::default()
    });
    let switches = switches::rows(model, open);
    Screen::Settings(SettingsView {
        name: open.data.name.clone(),
        hospital: open.data.hospital.clone(),
        sync: sync::line(model, open),
        language_title: t!(lang, "settings-language"),
        languages: languages.to_vec(),
        theme_title: t!(lang, "settings-theme"),
        themes: themes.to_vec(),
        elders: ChoiceRow {
            id: "elders".to_owned(),
            label: t!(lang, "settings-elders"),
            detail: t!(lang, "settings-elders-detail"),
            chosen: model.look.elders,
            ..ChoiceRow::default()
        },
        device_title: if switches.is_empty() { String::new() } else { t!(lang, "device-title") },
        switches,
        lock: t!(lang, "settings-lock"),
        change_pin: t!(lang, "settings-pin"),
        about: t!(lang, "settings-about"),
    })
}
