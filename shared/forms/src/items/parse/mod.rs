//! Reading a Questionnaire: whatever is wrong costs itself and is listed, never the form.

mod expressions;
mod options;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use kangban_fhir::Decimal;
use serde_json::Value;

use super::{
    AnswerOption, Control, EnableBehavior, EnableWhen, Expressions, Item, ItemIx, ItemKind, Label, Options,
    Orientation, read, urls, valueset::Finder,
};
use crate::{FormProblem, ProblemCode, expr::Expr};

/// How deep items may be nested.
const DEPTH: u16 = 100;

/// What each value set that is named lists, and whether that is all; `None` for one that is not at hand.
pub(crate) type ValueSets = HashMap<String, Option<(Arc<Vec<AnswerOption>>, bool)>>;

/// What has been read of a form.
pub(crate) struct Parser<'a> {
    finder: &'a Finder<'a>,
    pub(crate) items: Vec<Item>,
    pub(crate) expressions: Vec<Expr>,
    pub(crate) problems: Vec<FormProblem>,
    pub(crate) by_link_id: HashMap<String, ItemIx>,
    pub(crate) value_sets: ValueSets,
    duplicates: HashSet<String>,
    /// Names of variables that hold a hyphen.
    hyphened: Vec<String>,
}

impl<'a> Parser<'a> {
    pub(crate) fn new(finder: &'a Finder<'a>) -> Self {
        Self {
            finder,
            items: Vec::new(),
            expressions: Vec::new(),
            problems: Vec::new(),
            by_link_id: HashMap::new(),
            value_sets: HashMap::new(),
            duplicates: HashSet::new(),
            hyphened: hyphened(finder.questionnaire),
        }
    }

    fn problem(&mut self, code: ProblemCode, link_id: Option<&str>, detail: impl Into<String>) {
        let mut problem = FormProblem::new(code, detail);
        problem.link_id = link_id.map(str::to_owned);
        self.problems.push(problem);
    }

    /// Reads the items of an `item` array, and those within.
    pub(crate) fn items(
        &mut self,
        json: &Value,
        parent: Option<ItemIx>,
        place: &[u32],
        level: u16,
    ) -> Vec<ItemIx> {
        let list = match json.get("item") {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(list)) => list,
            Some(_) => {
                let link_id =
                    parent.and_then(|ix| self.items.get(ix.index())).map(|item| item.link_id.clone());
                self.problem(ProblemCode::WrongElement, link_id.as_deref(), "item is no list");
                return Vec::new();
            }
        };
        if level > DEPTH {
            let link_id = parent.and_then(|ix| self.items.get(ix.index())).map(|item| item.link_id.clone());
            self.problem(ProblemCode::TooDeep, link_id.as_deref(), "");
            return Vec::new();
        }
        let mut children = Vec::with_capacity(list.len());
        for (at, json) in (0u32..).zip(list) {
            if !json.is_object() {
                self.problem(ProblemCode::WrongElement, None, "an item is no object");
                continue;
            }
            let mut place = place.to_vec();
            place.push(at);
            children.push(self.item(json, parent, place, level));
        }
        children
    }

    fn item(&mut self, json: &Value, parent: Option<ItemIx>, place: Vec<u32>, level: u16) -> ItemIx {
        let ix = ItemIx(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
        let link_id = if let Some(link_id) = read::text(json, "linkId").filter(|link_id| !link_id.is_empty())
        {
            link_id.to_owned()
        } else {
            let made = format!("#{}", ix.0);
            self.problem(ProblemCode::MissingLinkId, Some(&made), "");
            made
        };
        if self.by_link_id.contains_key(&link_id) {
            if self.duplicates.insert(link_id.clone()) {
                self.problem(ProblemCode::DuplicateLinkId, Some(&link_id), "");
            }
        } else {
            self.by_link_id.insert(link_id.clone(), ix);
        }
        let kind = self.kind(json, &link_id);
        let (control, other_control) = self.control(json, &link_id);
        let extension = |url: &'static str| read::extension_value(json, url);
        let count =
            |url: &'static str| extension(url).and_then(read::whole).and_then(|n| u64::try_from(n).ok());
        let coded = |url: &'static str| {
            extension(url).and_then(|concept| match concept {
                Value::String(code) => Some(code.as_str()),
                concept => read::list(concept, "coding").iter().find_map(|coding| read::text(coding, "code")),
            })
        };
        let texts = |url: &'static str| -> Vec<String> {
            let values = read::extensions(json, url).filter_map(|ext| read::choice(ext, "value"));
            values.filter_map(|(_, value)| value.as_str().map(str::to_owned)).collect()
        };
        let label = |url: &'static str| {
            let extension = read::extension(json, url)?;
            Label::of(extension, "valueString").or_else(|| Label::of(extension, "valueMarkdown"))
        };
        let item = Item {
            ix,
            kind,
            parent,
            children: Vec::new(),
            end: ix.0,
            level,
            place,
            text: Label::of(json, "text"),
            prefix: Label::of(json, "prefix"),
            short_text: label(urls::SHORT_TEXT),
            code: read::list(json, "code").to_vec(),
            definition: read::text(json, "definition").map(str::to_owned),
            required: read::flag(json, "required"),
            repeats: read::flag(json, "repeats"),
            read_only: read::flag(json, "readOnly"),
            hidden: extension(urls::HIDDEN) == Some(&Value::Bool(true)),
            max_length: json.get("maxLength").and_then(read::whole).and_then(|n| u64::try_from(n).ok()),
            min_length: count(urls::MIN_LENGTH),
            min_occurs: count(urls::MIN_OCCURS),
            max_occurs: count(urls::MAX_OCCURS),
            regex: extension(urls::REGEX).and_then(Value::as_str).map(str::to_owned),
            entry_format: label(urls::ENTRY_FORMAT),
            min_value: None,
            max_value: None,
            max_decimal_places: count(urls::MAX_DECIMAL_PLACES),
            max_size: extension(urls::MAX_SIZE).and_then(decimal),
            mime_types: texts(urls::MIME_TYPE),
            reference_types: texts(urls::REFERENCE_RESOURCE),
            unit: extension(urls::UNIT).filter(|unit| unit.is_object()).cloned(),
            unit_options: read::extensions(json, urls::UNIT_OPTION)
                .filter_map(|option| option.get("valueCoding").cloned())
                .collect(),
            unit_value_set: extension(urls::UNIT_VALUE_SET).and_then(Value::as_str).map(str::to_owned),
            unit_open: extension(urls::UNIT_OPEN).is_some_and(|code| code != "optionsOnly"),
            slider_step: extension(urls::SLIDER_STEP).and_then(decimal),
            enable_when: Vec::new(),
            enable_behavior: match read::text(json, "enableBehavior") {
                Some("all") => EnableBehavior::All,
                _ => EnableBehavior::Any,
            },
            expressions: Expressions::default(),
            constraints: Vec::new(),
            control,
            other_control,
            display_category: coded(urls::DISPLAY_CATEGORY).map(str::to_owned),
            orientation: match extension(urls::CHOICE_ORIENTATION).and_then(Value::as_str) {
                Some("horizontal") => Some(Orientation::Horizontal),
                Some("vertical") => Some(Orientation::Vertical),
                _ => None,
            },
            options: Options::default(),
            initial: read::list(json, "initial").iter().filter_map(answer_of).collect(),
            media: extension(urls::ITEM_MEDIA).filter(|media| media.is_object()).cloned(),
            support_links: texts(urls::SUPPORT_LINK),
            link_id: link_id.clone(),
        };
        let place = item.place.clone();
        self.items.push(item);

        let enable_when = self.enable_when(json, &link_id);
        let expressions = self.expressions(json, ix, &link_id);
        let constraints = self.constraints(json, Some(ix), Some(&link_id));
        let min_value = self.bound(json, &[urls::MIN_VALUE, urls::MIN_QUANTITY], ix, &link_id);
        let max_value = self.bound(json, &[urls::MAX_VALUE, urls::MAX_QUANTITY], ix, &link_id);
        let options = self.options(json, ix, kind, &link_id, &expressions);
        let children = self.items(json, Some(ix), &place, level.saturating_add(1));
        if kind == ItemKind::Group
            && children.is_empty()
            && read::extension(json, urls::SUB_QUESTIONNAIRE).is_none()
        {
            self.problem(ProblemCode::WrongStructure, Some(&link_id), "a group with no items");
        }
        if kind == ItemKind::Display && read::extension(json, urls::SUB_QUESTIONNAIRE).is_some() {
            self.problem(ProblemCode::MissingSubQuestionnaire, Some(&link_id), "not assembled");
        }
        let end = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        if let Some(item) = self.items.get_mut(ix.index()) {
            item.enable_when = enable_when;
            item.expressions = expressions;
            item.constraints = constraints;
            item.min_value = min_value;
            item.max_value = max_value;
            item.options = options;
            item.children = children;
            item.end = end;
        }
        ix
    }

    fn kind(&mut self, json: &Value, link_id: &str) -> ItemKind {
        let Some(code) = read::text(json, "type") else {
            self.problem(ProblemCode::UnknownType, Some(link_id), "none");
            return ItemKind::Unknown;
        };
        let kind = ItemKind::read(code);
        if kind == ItemKind::Unknown {
            self.problem(ProblemCode::UnknownType, Some(link_id), code);
        }
        // R5 says with answerConstraint what R4 says with the type.
        match read::text(json, "answerConstraint") {
            Some("optionsOrString" | "optionsOrType") if kind == ItemKind::Choice => ItemKind::OpenChoice,
            _ => kind,
        }
    }

    fn control(&mut self, json: &Value, link_id: &str) -> (Control, Option<String>) {
        let mut other = None;
        for extension in read::extensions(json, urls::ITEM_CONTROL) {
            let Some((_, concept)) = read::choice(extension, "value") else { continue };
            for coding in read::list(concept, "coding") {
                let Some(code) = read::text(coding, "code") else { continue };
                match Control::read(code) {
                    Some(control) => return (control, None),
                    None => other = other.or_else(|| Some(code.to_owned())),
                }
            }
        }
        if let Some(code) = &other {
            self.problem(ProblemCode::UnknownControl, Some(link_id), code.clone());
        }
        (Control::Unset, other)
    }

    fn enable_when(&mut self, json: &Value, link_id: &str) -> Vec<EnableWhen> {
        let mut conditions = Vec::new();
        for condition in read::list(json, "enableWhen") {
            match EnableWhen::read(condition) {
                Ok(condition) => conditions.push(condition),
                Err(why) => self.problem(ProblemCode::WrongEnableWhen, Some(link_id), why),
            }
        }
        conditions
    }
}

/// The names with a hyphen that a form gives to variables, launch contexts and what it is filled from.
fn hyphened(questionnaire: &Value) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut waiting = vec![questionnaire];
    while let Some(json) = waiting.pop() {
        for extension in read::list(json, "extension") {
            let expression = extension.get("valueExpression").and_then(|value| read::text(value, "name"));
            let context = read::extension_value(extension, "name").and_then(|name| match name {
                Value::String(name) => Some(name.as_str()),
                coding => read::text(coding, "code"),
            });
            for name in expression.into_iter().chain(context) {
                if name.contains('-') && !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
        }
        waiting.extend(read::list(json, "item"));
    }
    names
}

fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => Decimal::parse(number.as_str()).ok(),
        _ => None,
    }
}

/// `{"valueX": …}` of an element that holds one, without what else is in there.
fn answer_of(json: &Value) -> Option<Value> {
    let (suffix, value) = read::choice(json, "value")?;
    let mut answer = serde_json::Map::new();
    answer.insert(format!("value{suffix}"), value.clone());
    Some(Value::Object(answer))
}
