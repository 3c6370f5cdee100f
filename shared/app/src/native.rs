//! What the shells of phones say while the core cannot: before its first view, after it has stopped, and when its view
//! is of a version that the shell does not know.

use crate::text::{Lang, t};

/// The sentences, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NativeWords {
    /// While the core is being opened.
    pub opening: String,
    /// The core has stopped on a fault of its own.
    pub stopped: String,
    /// That nothing is lost, and what to do.
    pub stopped_text: String,
    /// The button that opens it again.
    pub again: String,
    /// The view cannot be read by this shell.
    pub newer: String,
    /// That nothing is lost, and what to do.
    pub newer_text: String,
    /// The button that calls [`NativeWords::emergency`].
    pub call: String,
    /// The number to call.
    pub emergency: String,
}

/// The sentences in the first of these languages (BCP 47) that is ours.
pub fn native_words(languages: &[String]) -> NativeWords {
    let lang = languages.iter().find_map(|tag| Lang::from_tag(tag)).unwrap_or_default();
    NativeWords {
        opening: t!(lang, "native-opening"),
        stopped: t!(lang, "native-stopped"),
        stopped_text: t!(lang, "native-stopped-text"),
        again: t!(lang, "native-again"),
        newer: t!(lang, "native-newer"),
        newer_text: t!(lang, "native-newer-text"),
        call: t!(lang, "native-call"),
        emergency: crate::chrome::EMERGENCY.to_owned(),
    }
}
