//! Advice: what a rule that fired says to the patient, as it was said. Kept on this device with the entry, so that it is
//! there again after a restart, with the rule's wording of that moment.

use kangban_care::{Bilingual, Finding, Severity};
use serde::{Deserialize, Serialize};

use crate::{
    entry::Entry,
    event::Clock,
    format,
    text::{Lang, t},
    view::{AdviceCard, Role},
};

/// The kind of its documents in the vault.
pub(crate) const KIND: &str = "advice";

/// One finding as it was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Advised {
    pub(crate) rule: String,
    pub(crate) severity: String,
    title: Both,
    what: Both,
    why: Both,
    steps: Vec<Both>,
    emergency: Both,
    source: Both,
    /// The thresholds in words, as in "38.5 °C".
    limits: Vec<String>,
    /// What it is about, where that is no entry of its own: the answer in words.
    #[serde(default)]
    reading: Both,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Both {
    zh: String,
    en: String,
}

impl Both {
    fn of(text: &Bilingual) -> Self {
        Self { zh: text.zh.clone(), en: text.en.clone() }
    }

    fn get(&self, lang: Lang) -> String {
        if lang == Lang::Zh { self.zh.clone() } else { self.en.clone() }
    }
}

impl Advised {
    pub(crate) fn of(finding: &Finding) -> Self {
        let limit = |quantity: &kangban_fhir::Quantity| {
            let number = quantity.value.as_ref().map(ToString::to_string).unwrap_or_default();
            // A plain score has no unit that helps a reader.
            let unit = quantity.unit.as_deref().filter(|_| quantity.code.as_deref() != Some("1"));
            crate::entry::with_unit(&number, unit.unwrap_or_default())
        };
        Self {
            rule: finding.canonical(),
            severity: finding.severity.code().to_owned(),
            title: Both::of(&finding.advice.title),
            what: Both::of(&finding.advice.what),
            why: Both::of(&finding.advice.why),
            steps: finding.advice.steps.iter().map(Both::of).collect(),
            emergency: Both::of(&finding.advice.emergency),
            source: Both::of(&finding.source.text),
            limits: finding.limits.iter().map(limit).collect(),
            reading: Both::default(),
        }
    }

    /// The same about an answer of a form.
    pub(crate) fn about(mut self, entry: Option<&Entry>) -> Self {
        if let Some(entry) = entry {
            let reading = |lang| match (entry.title(lang), entry.reading(lang)) {
                (title, reading) if title.is_empty() || reading.is_empty() => title + &reading,
                (title, reading) => format!("{title} {reading}"),
            };
            self.reading = Both { zh: reading(Lang::Zh), en: reading(Lang::En) };
        }
        self
    }

    /// How grave it is, as the rule says.
    pub(crate) fn severity(&self) -> Option<Severity> {
        Severity::from_code(&self.severity)
    }

    /// Whether it says the same as another one, whatever it is about.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        self.rule == other.rule && self.title == other.title
    }

    pub(crate) fn title(&self, lang: Lang) -> String {
        self.title.get(lang)
    }

    /// As a card about an entry.
    pub(crate) fn card(&self, entry: &Entry, lang: Lang, clock: &Clock) -> AdviceCard {
        self.card_about(&entry.id, entry.kind.icon(), &entry.reading(lang), entry.at_ms, lang, clock)
    }

    /// As a card. Amber asks to call the ward; red is kept for 120 (look/README.md, § 1).
    pub(crate) fn card_about(
        &self,
        id: &str,
        icon: &str,
        reading: &str,
        at_ms: i64,
        lang: Lang,
        clock: &Clock,
    ) -> AdviceCard {
        let role = match self.severity() {
            Some(Severity::Urgent | Severity::Caution) => Role::Caution,
            _ => Role::Info,
        };
        let emergency = self.emergency.get(lang);
        let limits = self.limits.join(if lang == Lang::Zh { "、" } else { ", " });
        AdviceCard {
            id: id.to_owned(),
            role,
            icon: icon.to_owned(),
            tag: self.title.get(lang),
            value: if reading.is_empty() { self.reading.get(lang) } else { reading.to_owned() },
            when: format::moment(lang, clock, at_ms),
            title: self.what.get(lang),
            why: self.why.get(lang),
            steps_title: if self.steps.is_empty() { String::new() } else { t!(lang, "advice-steps") },
            steps: self.steps.iter().map(|step| step.get(lang)).collect(),
            emergency_title: if emergency.is_empty() { String::new() } else { t!(lang, "advice-emergency") },
            emergency,
            source: source(lang, &self.source.get(lang), &limits),
        }
    }
}

/// Where it comes from, and the limits that a clinician can change, where there are any.
fn source(lang: Lang, cited: &str, limits: &str) -> String {
    // The sentence has a full stop of its own.
    let cited = cited.trim_end_matches(['。', '.']);
    if limits.is_empty() {
        return t!(lang, "advice-source-only", source = cited);
    }
    t!(lang, "advice-source", source = cited, limits = limits)
}

/// Writes what was told as a document.
pub(crate) fn document(all: &[Advised]) -> Option<String> {
    if all.is_empty() { None } else { serde_json::to_string(all).ok() }
}

/// Reads a document; one that cannot be read is as if there were none.
pub(crate) fn read(json: &str) -> Vec<Advised> {
    serde_json::from_str(json).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_names_limits_only_where_there_are_some_and_ends_once() {
        assert_eq!(source(Lang::Zh, "PHQ-9 第 9 题。", ""), "依据：PHQ-9 第 9 题。");
        assert_eq!(source(Lang::En, "Item 9.", ""), "Source: Item 9.");
        assert_eq!(
            source(Lang::Zh, "某指南。", "38.5 °C"),
            "依据：某指南。提醒线 38.5 °C，由您的医护团队设定。"
        );
    }
}
