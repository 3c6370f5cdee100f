//! Whether a code belongs to a value set, as far as it can be told with what is at hand.

use std::cell::Cell;

use kangban_fhir::terms;
use kangban_fhirpath::ucum;
use serde_json::Value;

use crate::{
    Library,
    items::{
        read::{flag, list, text},
        valueset::Finder,
    },
};

/// Value sets that include each other are followed this far.
const DEPTH: usize = 12;
/// How many may be opened to judge one code: those that name each other many times come to an end.
const OPENED: u32 = 2_000;

/// What is known of a code's place in a value set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Member<'a> {
    /// It belongs to it; these are the names that the concept has there.
    Yes(Vec<&'a str>),
    /// It does not.
    No,
    /// The value set, or a code system that it draws on, is not at hand.
    Unknown,
}

/// A code and, when it says so, its system.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Code<'a> {
    /// The code system.
    pub(crate) system: Option<&'a str>,
    /// The code.
    pub(crate) code: &'a str,
}

/// Where value sets and code systems are looked for: in the form, then in the library.
pub(crate) struct Codes<'a> {
    finder: Finder<'a>,
    left: Cell<u32>,
}

impl<'a> Codes<'a> {
    pub(crate) fn new(questionnaire: &'a Value, library: &'a dyn Library) -> Self {
        Self { finder: Finder::new(questionnaire, library), left: Cell::new(0) }
    }

    /// Whether the code belongs to the value set with this canonical URL.
    pub(crate) fn member(&self, value_set: &str, code: Code<'_>) -> Member<'a> {
        self.left.set(OPENED);
        self.of_canonical(value_set, code, 0)
    }

    fn find(&self, canonical: &str, kind: &str) -> Option<&'a Value> {
        self.finder.find(canonical).filter(|resource| text(resource, "resourceType") == Some(kind))
    }

    fn of_canonical(&self, canonical: &str, code: Code<'_>, depth: usize) -> Member<'a> {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        match self.find(canonical, "ValueSet") {
            Some(value_set) if depth < DEPTH && left > 0 => self.of_value_set(value_set, code, depth),
            // UCUM's own value set is all of UCUM.
            None if canonical == "http://unitsofmeasure.org/vs" => match code.system {
                Some(terms::UCUM) | None => by_grammar(terms::UCUM, code.code),
                Some(_) => Member::No,
            },
            _ => Member::Unknown,
        }
    }

    fn of_value_set(&self, value_set: &'a Value, code: Code<'_>, depth: usize) -> Member<'a> {
        if let Some(expansion) =
            value_set.get("expansion").filter(|expansion| expansion.get("contains").is_some())
        {
            let mut count = 0;
            if let Some(names) = in_expansion(expansion, code, &mut count, 0) {
                return Member::Yes(names);
            }
            let whole = expansion
                .get("total")
                .and_then(Value::as_u64)
                .is_none_or(|total| usize::try_from(total).is_ok_and(|total| total <= count));
            if whole && expansion.get("extension").is_none() {
                return Member::No;
            }
        }
        let Some(compose) = value_set.get("compose") else { return Member::Unknown };
        let included = self.of_sets(list(compose, "include"), code, depth);
        if matches!(included, Member::No) {
            return Member::No;
        }
        match self.of_sets(list(compose, "exclude"), code, depth) {
            Member::Yes(_) => Member::No,
            Member::No => included,
            Member::Unknown => Member::Unknown,
        }
    }

    /// Any of the include (or exclude) elements.
    fn of_sets(&self, sets: &'a [Value], code: Code<'_>, depth: usize) -> Member<'a> {
        let mut answer = Member::No;
        for set in sets {
            match self.of_set(set, code, depth) {
                Member::Yes(names) => return Member::Yes(names),
                Member::Unknown => answer = Member::Unknown,
                Member::No => {}
            }
        }
        answer
    }

    /// One include element: its system part and all of its value sets must hold.
    fn of_set(&self, set: &'a Value, code: Code<'_>, depth: usize) -> Member<'a> {
        let mut answer = match text(set, "system") {
            Some(system) => self.of_system(set, system, code),
            None => Member::Yes(Vec::new()),
        };
        for canonical in list(set, "valueSet").iter().filter_map(Value::as_str) {
            match (self.of_canonical(canonical, code, depth + 1), &mut answer) {
                (Member::No, _) | (_, Member::No) => return Member::No,
                (Member::Unknown, answer) => *answer = Member::Unknown,
                (Member::Yes(names), Member::Yes(known)) => known.extend(names),
                (Member::Yes(_), Member::Unknown) => {}
            }
        }
        if set.get("system").is_none() && list(set, "valueSet").is_empty() { Member::No } else { answer }
    }

    fn of_system(&self, set: &'a Value, system: &str, code: Code<'_>) -> Member<'a> {
        if code.system.is_some_and(|own| own != system) {
            return Member::No;
        }
        let concepts = list(set, "concept");
        let definition = self.find(system, "CodeSystem").and_then(CodeSystem::read);
        if !concepts.is_empty() {
            return match concepts.iter().find(|concept| text(concept, "code") == Some(code.code)) {
                Some(concept) => {
                    let mut names = names(concept);
                    names.extend(definition.and_then(|known| known.names(code.code)).unwrap_or_default());
                    Member::Yes(names)
                }
                None => Member::No,
            };
        }
        let filters = list(set, "filter");
        let Some(definition) = definition else {
            return if filters.is_empty() { by_grammar(system, code.code) } else { Member::Unknown };
        };
        let Some(concept) = definition.concept(code.code) else {
            return if definition.whole { Member::No } else { Member::Unknown };
        };
        for filter in filters {
            match definition.passes(concept, code.code, filter) {
                Some(true) => {}
                Some(false) => return Member::No,
                None => return Member::Unknown,
            }
        }
        Member::Yes(names(concept))
    }
}

/// Systems whose codes are known by their grammar.
fn by_grammar<'a>(system: &str, code: &str) -> Member<'a> {
    let well_formed = match system {
        terms::UCUM => ucum::comparable(code, code),
        "urn:ietf:bcp:13" => {
            let mut parts = code.splitn(2, '/');
            let mut part =
                || parts.next().is_some_and(|part| !part.is_empty() && !part.contains(char::is_whitespace));
            part() && part()
        }
        "urn:ietf:bcp:47" => {
            code.split('-').all(|part| {
                (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
            }) && code.starts_with(|first: char| first.is_ascii_alphabetic())
        }
        // ISO 3166-2: a country and its part.
        "urn:iso:std:iso:3166:-2" => code.split_once('-').is_some_and(|(country, part)| {
            country.len() == 2
                && country.bytes().all(|byte| byte.is_ascii_uppercase())
                && (1..=3).contains(&part.len())
                && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        }),
        _ => return Member::Unknown,
    };
    if well_formed { Member::Yes(Vec::new()) } else { Member::No }
}

/// A code system with its concepts.
#[derive(Clone, Copy)]
struct CodeSystem<'a> {
    concepts: &'a [Value],
    folds_case: bool,
    whole: bool,
}

impl<'a> CodeSystem<'a> {
    fn read(json: &'a Value) -> Option<Self> {
        let concepts = list(json, "concept");
        (!concepts.is_empty()).then(|| Self {
            concepts,
            folds_case: json.get("caseSensitive").and_then(Value::as_bool) == Some(false),
            whole: text(json, "content").is_none_or(|content| content == "complete"),
        })
    }

    fn same(self, one: &str, other: &str) -> bool {
        one == other || (self.folds_case && one.eq_ignore_ascii_case(other))
    }

    fn concept(self, code: &str) -> Option<&'a Value> {
        self.below(self.concepts, code, 0)
    }

    fn below(self, concepts: &'a [Value], code: &str, depth: usize) -> Option<&'a Value> {
        if depth > 100 {
            return None;
        }
        concepts.iter().find_map(|concept| {
            if text(concept, "code").is_some_and(|own| self.same(own, code)) {
                Some(concept)
            } else {
                self.below(list(concept, "concept"), code, depth + 1)
            }
        })
    }

    fn names(self, code: &str) -> Option<Vec<&'a str>> {
        self.concept(code).map(names)
    }

    /// Whether a concept passes a filter; nothing when the filter is of a kind not known here.
    fn passes(self, concept: &'a Value, code: &str, filter: &Value) -> Option<bool> {
        let property = text(filter, "property")?;
        let value = text(filter, "value")?;
        match text(filter, "op")? {
            "is-a" => Some(self.same(code, value) || self.descends(code, value)),
            "descendent-of" => Some(self.descends(code, value)),
            "is-not-a" => Some(!(self.same(code, value) || self.descends(code, value))),
            "generalizes" => Some(self.same(code, value) || self.descends(value, code)),
            "in" => Some(value.split(',').any(|one| self.has(concept, code, property, one.trim()))),
            "not-in" => Some(!value.split(',').any(|one| self.has(concept, code, property, one.trim()))),
            "=" => Some(self.has(concept, code, property, value)),
            "exists" => {
                let exists = list(concept, "property").iter().any(|own| text(own, "code") == Some(property));
                Some(exists == (value == "true"))
            }
            _ => None,
        }
    }

    fn has(self, concept: &'a Value, code: &str, property: &str, value: &str) -> bool {
        match property {
            "code" | "concept" => self.same(code, value),
            "display" => text(concept, "display") == Some(value),
            "parent" if self.is_child(code, value) => true,
            _ => list(concept, "property")
                .iter()
                .filter(|own| text(own, "code") == Some(property))
                .filter_map(|own| own.as_object()?.iter().find(|(key, _)| key.starts_with("value")))
                .any(|(_, own)| match own {
                    Value::String(own) => own == value,
                    Value::Object(own) => own.get("code").and_then(Value::as_str) == Some(value),
                    Value::Bool(own) => value == if *own { "true" } else { "false" },
                    Value::Number(own) => own.as_str() == value,
                    _ => false,
                }),
        }
    }

    fn is_child(self, code: &str, parent: &str) -> bool {
        self.concept(parent).is_some_and(|parent| {
            list(parent, "concept")
                .iter()
                .any(|own| text(own, "code").is_some_and(|own| self.same(own, code)))
        })
    }

    /// By nesting, or by the `parent` and `subsumedBy` properties of a flat list.
    fn descends(self, code: &str, ancestor: &str) -> bool {
        if self.concept(ancestor).is_some_and(|top| self.below(list(top, "concept"), code, 0).is_some()) {
            return true;
        }
        let mut seen: Vec<&str> = Vec::new();
        let mut open: Vec<&str> = vec![code];
        while let Some(next) = open.pop() {
            if seen.len() > 1000 {
                return false;
            }
            let Some(concept) = self.concept(next) else { continue };
            for property in list(concept, "property") {
                if !matches!(text(property, "code"), Some("parent" | "subsumedBy")) {
                    continue;
                }
                let Some(parent) = text(property, "valueCode").or_else(|| text(property, "valueString"))
                else {
                    continue;
                };
                if self.same(parent, ancestor) {
                    return true;
                }
                if !seen.contains(&parent) {
                    seen.push(parent);
                    open.push(parent);
                }
            }
        }
        false
    }
}

fn in_expansion<'a>(
    level: &'a Value,
    code: Code<'_>,
    count: &mut usize,
    depth: usize,
) -> Option<Vec<&'a str>> {
    if depth > 100 {
        return None;
    }
    let mut found = None;
    for entry in list(level, "contains") {
        *count += 1;
        let heading = flag(entry, "abstract");
        let same_system =
            code.system.is_none_or(|system| text(entry, "system").is_none_or(|own| own == system));
        if found.is_none() && !heading && same_system && text(entry, "code") == Some(code.code) {
            found = Some(names(entry));
        }
        let below = in_expansion(entry, code, count, depth + 1);
        found = found.or(below);
    }
    found
}

/// The names of a concept: display, designations and translations.
pub(crate) fn names(concept: &Value) -> Vec<&str> {
    let translations = concept.get("_display").map(|extra| list(extra, "extension")).unwrap_or_default();
    text(concept, "display")
        .into_iter()
        .chain(list(concept, "designation").iter().filter_map(|designation| text(designation, "value")))
        .chain(
            translations
                .iter()
                .filter(|extension| text(extension, "url") == Some(terms::TRANSLATION))
                .flat_map(|extension| list(extension, "extension"))
                .filter(|part| text(part, "url") == Some("content"))
                .filter_map(|part| text(part, "valueString")),
        )
        .collect()
}

/// Whether a display names the concept. A name in a script that none of the known names is written in cannot be judged.
pub(crate) fn names_it(display: &str, known: &[&str]) -> bool {
    let fold = |name: &str| -> String {
        name.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let latin = |name: &str| name.chars().filter(|one| one.is_alphabetic()).all(|one| (one as u32) < 0x250);
    let own = fold(display);
    let mut judged = known.iter().filter(|name| latin(name) == latin(display)).peekable();
    judged.peek().is_none() || judged.any(|name| fold(name) == own)
}
