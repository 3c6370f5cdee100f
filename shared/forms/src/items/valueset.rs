//! The options that a value set gives, where they can be listed from what is at hand.

use std::{cell::Cell, collections::HashSet};

use serde_json::Value;

use super::{AnswerOption, options, read};
use crate::Library;

/// How deep value sets may name each other, and concepts be nested.
const DEPTH: usize = 32;
/// How many value sets may be opened for one form: those that name each other many times come to an end.
const OPENED: u32 = 20_000;

/// A value set's options.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    pub(crate) options: Vec<AnswerOption>,
    /// Whether that is all of it.
    pub(crate) complete: bool,
}

/// Where names are looked up: in the form, then in the library.
pub(crate) struct Finder<'a> {
    pub(crate) questionnaire: &'a Value,
    pub(crate) library: &'a dyn Library,
    left: Cell<u32>,
}

impl<'a> Finder<'a> {
    pub(crate) fn new(questionnaire: &'a Value, library: &'a dyn Library) -> Self {
        Self { questionnaire, library, left: Cell::new(OPENED) }
    }

    /// A resource by `#id` or canonical.
    pub(crate) fn find(&self, canonical: &str) -> Option<&'a Value> {
        let contained = read::list(self.questionnaire, "contained");
        if let Some(id) = canonical.strip_prefix('#') {
            return contained.iter().find(|resource| read::text(resource, "id") == Some(id));
        }
        contained
            .iter()
            .find(|resource| {
                read::text(resource, "url").is_some_and(|url| {
                    let (asked, version) = read::split_canonical(canonical);
                    let have = read::text(resource, "version");
                    asked == url && (version.is_none() || have.is_none() || version == have)
                })
            })
            .or_else(|| self.library.find(canonical))
    }

    /// The options of a value set; `None` when it is not at hand.
    pub(crate) fn list(&self, canonical: &str) -> Option<Listed> {
        let value_set = self.find(canonical)?;
        let mut listed = self.value_set(value_set, 0);
        options::unique_keys(&mut listed.options);
        Some(listed)
    }

    fn value_set(&self, value_set: &Value, depth: usize) -> Listed {
        let left = self.left.get();
        if depth > DEPTH || left == 0 {
            return Listed::default();
        }
        self.left.set(left - 1);
        if let Some(expansion) = value_set.get("expansion") {
            let mut listed = Listed { options: Vec::new(), complete: true };
            contains(read::list(expansion, "contains"), 0, &mut listed);
            let total = expansion.get("total").and_then(read::whole).unwrap_or(0);
            listed.complete &= usize::try_from(total).is_ok_and(|total| total <= listed.options.len());
            if !listed.options.is_empty() {
                return listed;
            }
        }
        let Some(compose) = value_set.get("compose") else { return Listed::default() };
        let mut listed = Listed { options: Vec::new(), complete: true };
        for include in read::list(compose, "include") {
            let part = self.include(include, depth);
            listed.complete &= part.complete;
            listed.options.extend(part.options);
        }
        for exclude in read::list(compose, "exclude") {
            let part = self.include(exclude, depth);
            listed.complete &= part.complete;
            let gone: HashSet<&str> = part.options.iter().map(|option| option.key.as_str()).collect();
            listed.options.retain(|option| !gone.contains(option.key.as_str()));
        }
        let mut seen = HashSet::new();
        listed.options.retain(|option| seen.insert(option.key.clone()));
        listed
    }

    fn include(&self, include: &Value, depth: usize) -> Listed {
        let mut parts: Vec<Listed> = Vec::new();
        if let Some(system) = read::text(include, "system") {
            let version = read::text(include, "version");
            parts.push(self.system(include, system, version));
        }
        for canonical in read::list(include, "valueSet").iter().filter_map(Value::as_str) {
            parts.push(match self.find(canonical) {
                Some(value_set) => self.value_set(value_set, depth + 1),
                None => Listed::default(),
            });
        }
        // Several conditions of one include: what is in all of them.
        let mut parts = parts.into_iter();
        let Some(mut listed) = parts.next() else { return Listed::default() };
        for part in parts {
            let also: HashSet<&str> = part.options.iter().map(|option| option.key.as_str()).collect();
            listed.complete &= part.complete;
            listed.options.retain(|option| also.contains(option.key.as_str()));
        }
        listed
    }

    fn system(&self, include: &Value, system: &str, version: Option<&str>) -> Listed {
        let named = read::list(include, "concept");
        let definition = match version {
            Some(version) => self.find(&format!("{system}|{version}")),
            None => self.find(system),
        };
        if !named.is_empty() {
            let options = named.iter().filter_map(|concept| {
                let mut option = AnswerOption::of_concept(Some(system), version, concept)?;
                // A value set may leave the words and weights to the code system.
                if let Some(known) =
                    definition.and_then(|known| concept_of(known, read::text(concept, "code")?))
                {
                    let full = AnswerOption::of_concept(Some(system), version, known)?;
                    if concept.get("display").is_none() {
                        option.label = full.label;
                        if let (Some(coding), Some(display)) = (
                            option.value.get_mut("valueCoding").and_then(Value::as_object_mut),
                            known.get("display"),
                        ) {
                            coding.insert("display".into(), display.clone());
                        }
                    } else if option.label.element.is_none() {
                        option.label.element = full.label.element;
                    }
                    if option.weight.is_none() && full.weight.is_some() {
                        option.weight = full.weight;
                        let extension =
                            full.value.get("valueCoding").and_then(|coding| coding.get("extension"));
                        if let (Some(coding), Some(extension)) =
                            (option.value.get_mut("valueCoding").and_then(Value::as_object_mut), extension)
                        {
                            coding.insert("extension".into(), extension.clone());
                        }
                    }
                }
                Some(option)
            });
            return Listed { options: options.collect(), complete: true };
        }
        let Some(definition) = definition else { return Listed::default() };
        let mut listed =
            Listed { options: Vec::new(), complete: read::text(definition, "content") == Some("complete") };
        let filters = read::list(include, "filter");
        let Some(filters) = filters.iter().map(Filter::read).collect::<Option<Vec<_>>>() else {
            return Listed::default();
        };
        concepts(read::list(definition, "concept"), &mut Vec::new(), &mut |concept, above| {
            if filters.iter().all(|filter| filter.takes(concept, above))
                && !is_abstract(concept)
                && let Some(option) = AnswerOption::of_concept(Some(system), version, concept)
            {
                listed.options.push(option);
            }
        });
        listed
    }
}

/// A filter of `compose.include` that can be judged from the code system alone.
enum Filter<'a> {
    IsA(&'a str),
    DescendentOf(&'a str),
    Code(&'a str),
    CodeIn(&'a str),
    Property(&'a str, &'a str),
}

impl<'a> Filter<'a> {
    fn read(json: &'a Value) -> Option<Self> {
        let (property, value) = (read::text(json, "property")?, read::text(json, "value")?);
        Some(match (property, read::text(json, "op")?) {
            ("concept" | "code", "is-a") => Self::IsA(value),
            ("concept" | "code", "descendent-of") => Self::DescendentOf(value),
            ("concept" | "code", "=") => Self::Code(value),
            ("concept" | "code", "in") => Self::CodeIn(value),
            (property, "=") => Self::Property(property, value),
            _ => return None,
        })
    }

    fn takes(&self, concept: &Value, above: &[&str]) -> bool {
        let code = read::text(concept, "code").unwrap_or_default();
        match self {
            Self::IsA(of) => code == *of || above.contains(of),
            Self::DescendentOf(of) => above.contains(of),
            Self::Code(of) => code == *of,
            Self::CodeIn(list) => list.split(',').any(|one| one.trim() == code),
            Self::Property(name, wanted) => read::list(concept, "property").iter().any(|property| {
                read::text(property, "code") == Some(name)
                    && read::choice(property, "value").is_some_and(|(_, value)| match value {
                        Value::String(text) => text == wanted,
                        Value::Object(_) => read::text(value, "code") == Some(wanted),
                        Value::Bool(yes) => *wanted == if *yes { "true" } else { "false" },
                        Value::Number(number) => number.as_str() == *wanted,
                        _ => false,
                    })
            }),
        }
    }
}

fn is_abstract(concept: &Value) -> bool {
    read::list(concept, "property").iter().any(|property| {
        read::text(property, "code") == Some("notSelectable") && read::flag(property, "valueBoolean")
    })
}

fn contains(entries: &[Value], depth: usize, listed: &mut Listed) {
    for entry in entries {
        if !read::flag(entry, "abstract")
            && let Some(option) =
                AnswerOption::of_concept(read::text(entry, "system"), read::text(entry, "version"), entry)
        {
            listed.options.push(option);
        }
        if depth < DEPTH {
            contains(read::list(entry, "contains"), depth + 1, listed);
        }
    }
}

fn concepts<'a>(list: &'a [Value], above: &mut Vec<&'a str>, visit: &mut dyn FnMut(&'a Value, &[&'a str])) {
    for concept in list {
        visit(concept, above);
        if above.len() < DEPTH {
            above.push(read::text(concept, "code").unwrap_or_default());
            concepts(read::list(concept, "concept"), above, visit);
            above.pop();
        }
    }
}

fn concept_of<'a>(system: &'a Value, code: &str) -> Option<&'a Value> {
    let mut found = None;
    concepts(read::list(system, "concept"), &mut Vec::new(), &mut |concept, _| {
        if read::text(concept, "code") == Some(code) && found.is_none() {
            found = Some(concept);
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Shelf;

    #[allow(clippy::needless_pass_by_value)] // Tests hand over json!.
    fn list(value_set: Value, shelf: &Shelf) -> (Vec<String>, bool) {
        let questionnaire = json!({"contained": [value_set]});
        let listed = Finder::new(&questionnaire, shelf).list("#v").unwrap();
        (listed.options.into_iter().map(|option| option.key).collect(), listed.complete)
    }

    #[test]
    fn a_code_system_is_listed_with_its_filters_and_without_what_is_excluded() {
        let shelf: Shelf = [json!({
            "resourceType": "CodeSystem", "url": "http://s", "content": "complete", "concept": [
                {"code": "a", "concept": [{"code": "a1"}, {"code": "a2", "concept": [{"code": "a21"}]}]},
                {"code": "b"},
            ]
        })]
        .into_iter()
        .collect();
        let (keys, complete) = list(
            json!({"resourceType": "ValueSet", "id": "v", "compose": {
                "include": [{"system": "http://s", "filter": [{"property": "concept", "op": "is-a", "value": "a"}]}],
                "exclude": [{"system": "http://s", "concept": [{"code": "a2"}]}],
            }}),
            &shelf,
        );
        assert_eq!(keys, ["http://s|a", "http://s|a1", "http://s|a21"]);
        assert!(complete);
    }

    #[test]
    fn a_code_system_that_is_not_at_hand_leaves_the_list_incomplete() {
        let (keys, complete) = list(
            json!({"resourceType": "ValueSet", "id": "v", "compose": {"include": [{"system": "http://snomed.info/sct"}]}}),
            &Shelf::new(),
        );
        assert!(keys.is_empty());
        assert!(!complete);
    }

    #[test]
    fn value_sets_that_name_each_other_come_to_an_end() {
        let (keys, _) = list(
            json!({"resourceType": "ValueSet", "id": "v", "url": "http://v",
                   "compose": {"include": [{"valueSet": ["http://v"]}]}}),
            &Shelf::new(),
        );
        assert!(keys.is_empty());
    }
}
