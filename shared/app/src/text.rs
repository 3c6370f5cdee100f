//! Every sentence, in Chinese and English.
//!
//! The catalogues are Fluent files in `text/`, one folder a language. Code names a message by its id with [`t!`]; a
//! test fails on an id that is missing, unused, or has other parameters in the other language.

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::{LanguageIdentifier, langid};

/// A language of the app.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lang {
    /// 简体中文
    #[default]
    Zh,
    /// English
    En,
}

impl Lang {
    /// The language with that BCP 47 tag, if it is one of ours.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split('-').next().unwrap_or_default() {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    pub(crate) fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }
}

type Bundle = FluentBundle<FluentResource>;

/// The catalogue's files of one language, by feature. `shell.ftl` is beside them for the web
/// shell's own build.
macro_rules! files {
    ($language:literal) => {
        [
            include_str!(concat!("../text/", $language, "/app.ftl")),
            include_str!(concat!("../text/", $language, "/device.ftl")),
            include_str!(concat!("../text/", $language, "/diary.ftl")),
            include_str!(concat!("../text/", $language, "/forms.ftl")),
            include_str!(concat!("../text/", $language, "/health.ftl")),
            include_str!(concat!("../text/", $language, "/lock.ftl")),
            include_str!(concat!("../text/", $language, "/measures.ftl")),
            include_str!(concat!("../text/", $language, "/messages.ftl")),
            include_str!(concat!("../text/", $language, "/native.ftl")),
            include_str!(concat!("../text/", $language, "/notices.ftl")),
            include_str!(concat!("../text/", $language, "/settings.ftl")),
            include_str!(concat!("../text/", $language, "/sync.ftl")),
            include_str!(concat!("../text/", $language, "/today.ftl")),
        ]
    };
}

const ZH: [&str; 13] = files!("zh-CN");
const EN: [&str; 13] = files!("en");

static CATALOGUES: LazyLock<[Bundle; 2]> =
    LazyLock::new(|| [bundle(langid!("zh-CN"), &ZH), bundle(langid!("en"), &EN)]);

fn bundle(language: LanguageIdentifier, files: &[&str]) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Chinese and English run the same way: isolation marks would only end up in notifications and tests.
    bundle.set_use_isolating(false);
    for text in files {
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, _)| resource);
        // Fluent keeps what it could read; the catalogue test fails on everything else.
        let _ = bundle.add_resource(resource);
    }
    bundle
}

/// A message in a language; see [`t!`].
pub(crate) fn message(lang: Lang, id: &str, arguments: &[(&str, Argument)]) -> String {
    let bundle = &CATALOGUES[usize::from(lang == Lang::En)];
    let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
        return id.to_owned();
    };
    let mut args = FluentArgs::new();
    for (name, value) in arguments {
        args.set(
            (*name).to_owned(),
            match value {
                Argument::Text(text) => FluentValue::from(text.clone()),
                Argument::Count(count) => FluentValue::from(*count),
            },
        );
    }
    let mut errors = Vec::new();
    bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
}

/// What stands in a message's parameter.
#[derive(Debug, Clone)]
pub(crate) enum Argument {
    /// Ready to show.
    Text(String),
    /// A number that decides a plural.
    Count(i64),
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Argument {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<u32> for Argument {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

impl From<u64> for Argument {
    fn from(count: u64) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Argument {
    fn from(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

/// `t!(lang, "message-id", name = value)`: a message of the catalogue in that language.
macro_rules! t {
    ($lang:expr, $id:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::text::message($lang, $id, &[$( (stringify!($name), $crate::text::Argument::from($value)) ),*])
    };
}
pub(crate) use t;

#[cfg(test)]
mod tests {
    use std::{
        collections::{BTreeMap, BTreeSet},
        fs,
        path::Path,
    };

    use super::*;

    const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/text");

    /// Message ids and the parameters that each names.
    fn messages(files: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in files.iter().flat_map(|text| text.lines()).filter(|line| !line.starts_with('#')) {
            if line.starts_with(|c: char| c.is_ascii_lowercase())
                && let Some((id, _)) = line.split_once('=')
            {
                current = id.trim().to_owned();
                assert!(found.insert(current.clone(), BTreeSet::new()).is_none(), "{current} is there twice");
            }
            for part in line.split('$').skip(1) {
                let name: String =
                    part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                found.get_mut(&current).unwrap().insert(name);
            }
        }
        found
    }

    fn sources(folder: &Path, out: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }

    /// The text of a macro call up to its closing bracket, without what is inside deeper brackets.
    fn outermost(call: &str) -> String {
        let (mut depth, mut out) = (0, String::new());
        for c in call.chars() {
            match c {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' if depth == 0 => break,
                ')' | ']' | '}' => depth -= 1,
                c if depth == 0 => out.push(c),
                _ => {}
            }
        }
        out
    }

    /// Every `t!` in the code: the message's id and the names of its arguments.
    fn calls(code: &str) -> Vec<(String, BTreeSet<String>)> {
        // Written apart so that this test does not find itself.
        let mark = ["t!", "("].concat();
        let mut found = Vec::new();
        for (at, _) in code.match_indices(&mark) {
            // `format!` and `assert!` end alike.
            if code[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) {
                continue;
            }
            let call = outermost(&code[at + mark.len()..]);
            let mut parts = call.split('"');
            let (Some(_), Some(id), Some(_)) = (parts.next(), parts.next(), parts.next()) else { continue };
            let after = call.rsplit('"').next().unwrap_or_default();
            let names = after.split(',').filter_map(|part| Some(part.split_once('=')?.0.trim().to_owned()));
            if !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            {
                found.push((id.to_owned(), names.collect()));
            }
        }
        found
    }

    #[test]
    fn both_catalogues_can_be_read_and_have_the_same_messages_with_the_same_parameters() {
        for text in ZH.iter().chain(&EN) {
            let read = FluentResource::try_new((*text).to_owned());
            assert!(read.is_ok(), "{:?}", read.err().map(|(_, errors)| errors));
        }
        let (zh, en) = (messages(&ZH), messages(&EN));
        let ids = |map: &BTreeMap<String, BTreeSet<String>>| map.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(ids(&zh).symmetric_difference(&ids(&en)).collect::<Vec<_>>(), Vec::<&String>::new());
        for (id, parameters) in &zh {
            // English alone writes a number out where it is one.
            assert_eq!(parameters, &en[id], "{id}");
        }
    }

    #[test]
    fn every_file_of_the_catalogue_is_in_the_list_and_the_shells_own_is_in_both_languages() {
        for language in ["zh-CN", "en"] {
            let mut there: Vec<String> = fs::read_dir(format!("{FOLDER}/{language}"))
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            there.sort();
            let listed = [
                "app", "device", "diary", "forms", "health", "lock", "measures", "messages", "native",
                "notices", "settings", "shell", "sync", "today",
            ];
            assert_eq!(there, listed.map(|name| format!("{name}.ftl")));
        }
        let shell = |language: &str| fs::read_to_string(format!("{FOLDER}/{language}/shell.ftl")).unwrap();
        assert_eq!(messages(&[&shell("zh-CN")]), messages(&[&shell("en")]));
    }

    #[test]
    fn every_message_is_used_and_every_one_that_is_used_exists_with_all_its_arguments() {
        let mut code = String::new();
        sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut code);
        let known = messages(&ZH);
        let calls = calls(&code);
        assert!(calls.len() > 250, "the calls are not found");
        for (id, arguments) in &calls {
            if id == "message-id" || id == "no-such-message" {
                continue;
            }
            let Some(parameters) = known.get(id) else { panic!("{id} is in no catalogue") };
            assert_eq!(parameters, arguments, "{id}");
        }
        let used: BTreeSet<&String> = calls.iter().map(|(id, _)| id).collect();
        for id in known.keys() {
            assert!(used.contains(id), "{id} is nowhere used");
        }
    }

    #[test]
    fn no_sentence_has_a_space_that_breaks_before_a_unit_or_ends_in_an_exclamation() {
        for text in ZH.iter().chain(&EN) {
            for line in text.lines() {
                assert!(!line.contains(" °C") && !line.contains(" MB"), "{line}");
                assert!(!line.contains(['!', '！']) || line.starts_with('#'), "{line}");
            }
        }
    }

    #[test]
    fn no_message_is_left_with_a_gap() {
        let shown = message(Lang::Zh, "no-such-message", &[]);
        assert_eq!(shown, "no-such-message", "a missing message shows its id, never nothing");
    }
}
