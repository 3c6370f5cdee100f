//! What the lock screen has to know before the vault is open: how to look and speak, and whom to call. Nothing of a
//! record, and nothing of the person.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    model::{Look, Model, Theme, Ward},
    text::Lang,
};

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct Hint {
    language: String,
    theme: String,
    elders: bool,
    /// The switches that the person has set, by id.
    switches: BTreeMap<String, bool>,
    ward_zh: String,
    ward_en: String,
    ward_phone: String,
}

/// The hint of what is set now.
pub(crate) fn hint(model: &Model) -> String {
    let ward = model.ward.clone().unwrap_or_default();
    let hint = Hint {
        language: model.look.lang.tag().to_owned(),
        theme: model.look.theme.code().to_owned(),
        elders: model.look.elders,
        switches: model.choices.clone(),
        ward_zh: ward.zh,
        ward_en: ward.en,
        ward_phone: ward.phone,
    };
    // A struct of plain texts always has a JSON text.
    serde_json::to_string(&hint).unwrap_or_default()
}

/// Sets what a hint says; what it does not say stays.
pub(crate) fn apply(model: &mut Model, text: &str) {
    let Ok(hint) = serde_json::from_str::<Hint>(text) else { return };
    model.look = Look {
        lang: Lang::from_tag(&hint.language).unwrap_or(model.look.lang),
        elders: hint.elders,
        theme: Theme::from_code(&hint.theme),
    };
    model.choices = hint.switches;
    if !hint.ward_phone.is_empty() {
        model.ward = Some(Ward { zh: hint.ward_zh, en: hint.ward_en, phone: hint.ward_phone });
    }
}
