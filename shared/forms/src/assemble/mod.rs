//! Modular forms made whole (SDC, `$assemble`): each item that names a sub-questionnaire gives its place to that
//! one's items.

mod merge;
mod prefix;

use std::collections::HashSet;

use serde_json::{Value, json};
use thiserror::Error;

use crate::{
    Library,
    extract::json::{VARIABLE, choice, expression, extensions, list, part, sdc, text, value_text},
};

/// The deepest items, and the longest chain of forms in forms, that are read.
const DEPTH: usize = 48;
/// The most items that an assembled form may have.
const ITEMS: usize = 20_000;

/// A form made whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Assembled {
    /// The Questionnaire without sub-questionnaires.
    pub questionnaire: Value,
    /// What was lost on the way. Nothing of it keeps the form from being used.
    pub warnings: Vec<AssembleProblem>,
}

/// What is wrong with a modular form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssembleProblem {
    /// The item that names the sub-questionnaire; the form when there is none.
    pub link_id: Option<String>,
    /// What is wrong.
    pub kind: AssembleProblemKind,
}

/// What can be wrong with a modular form.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AssembleProblemKind {
    /// Not a Questionnaire.
    #[error("this is no Questionnaire")]
    NotAQuestionnaire,
    /// The extension names nothing.
    #[error("subQuestionnaire names no form")]
    NoCanonical,
    /// The sub-questionnaire is not at hand.
    #[error("the form {0} is not at hand")]
    Missing(String),
    /// Forms that contain each other.
    #[error("forms contain each other: {0}")]
    Cycle(String),
    /// The sub-questionnaire is in another language.
    #[error("the form {form} is in {language}, not in the language of the form it is in")]
    Language {
        /// The sub-questionnaire.
        form: String,
        /// Its language.
        language: String,
    },
    /// implicitRules or modifierExtension.
    #[error("the form {form} has {element}, which a sub-questionnaire must not")]
    Modified {
        /// The sub-questionnaire.
        form: String,
        /// The element.
        element: &'static str,
    },
    /// A variable that the sub-questionnaire needs.
    #[error("the form {form} needs the variable {name}, which is not known here")]
    Context {
        /// The sub-questionnaire.
        form: String,
        /// The variable.
        name: String,
    },
    /// A `linkIdPrefix` that is no text.
    #[error("linkIdPrefix `{text}` is no text: {why}")]
    Prefix {
        /// The expression.
        text: String,
        /// Why.
        why: String,
    },
    /// The same linkId twice.
    #[error("linkId {0} is there twice; linkIdPrefix would tell them apart")]
    DuplicateLinkId(String),
    /// Two variables of the same name.
    #[error("the variable {0} is defined twice")]
    DuplicateVariable(String),
    /// Two extensions where one is allowed.
    #[error("{0} is there twice")]
    DuplicateExtension(String),
    /// Two contained resources with the same id.
    #[error("two contained resources are called {0}")]
    DuplicateContained(String),
    /// The item that is replaced had something that goes with it.
    #[error("{0} of the item that gives its place to a form is lost")]
    Lost(&'static str),
    /// Too many items, or too deep.
    #[error("the form is too large to be assembled")]
    TooLarge,
}

impl std::fmt::Display for AssembleProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(link_id) = &self.link_id {
            write!(f, "{link_id}: ")?;
        }
        self.kind.fmt(f)
    }
}

impl std::error::Error for AssembleProblem {}

/// Whether a form has parts that are other forms.
pub fn is_modular(questionnaire: &Value) -> bool {
    fn any(element: &Value, depth: usize) -> bool {
        depth <= DEPTH
            && list(element, "item")
                .iter()
                .any(|item| sdc(item, "subQuestionnaire").next().is_some() || any(item, depth + 1))
    }
    any(questionnaire, 0)
}

/// Makes a form whole.
///
/// # Errors
/// Everything that keeps it from being made whole: parts that are missing, that contain each other, that clash.
pub fn assemble(questionnaire: &Value, library: &dyn Library) -> Result<Assembled, Vec<AssembleProblem>> {
    let problem = |kind| AssembleProblem { link_id: None, kind };
    if text(questionnaire, "resourceType") != Some("Questionnaire") {
        return Err(vec![problem(AssembleProblemKind::NotAQuestionnaire)]);
    }
    let mut whole = questionnaire.clone();
    let items = take(&mut whole, "item");
    let mut work =
        Work { library, root: whole, from: Vec::new(), count: 0, errors: Vec::new(), warnings: Vec::new() };
    let mut scope = Scope::default();
    scope.declare(questionnaire, &mut work);
    scope.chain.push(canonical(questionnaire));
    scope.language = text(questionnaire, "language").map(str::to_owned);
    // What sub-questionnaires at the root add to "the item that contains them" goes to the form.
    let mut adopted = Vec::new();
    let items = work.items(items, &scope, &mut adopted, 0);
    for (link_id, extension) in adopted {
        let Work { root, errors, .. } = &mut work;
        merge::adopt(root, extension, link_id.as_deref(), errors);
    }
    let Work { mut root, from, mut errors, warnings, .. } = work;
    let mut seen = HashSet::new();
    duplicates(&items, &mut seen, &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    if let Some(object) = root.as_object_mut() {
        object.insert("item".to_owned(), Value::Array(items));
    }
    merge::finish(&mut root, &from);
    Ok(Assembled { questionnaire: root, warnings })
}

fn canonical(form: &Value) -> String {
    let url = text(form, "url").or(text(form, "id")).unwrap_or_default();
    match text(form, "version") {
        Some(version) => format!("{url}|{version}"),
        None => url.to_owned(),
    }
}

/// Takes a list out of an object.
fn take(json: &mut Value, name: &str) -> Vec<Value> {
    match json.as_object_mut().and_then(|object| object.shift_remove(name)) {
        Some(Value::Array(all)) => all,
        _ => Vec::new(),
    }
}

fn duplicates(items: &[Value], seen: &mut HashSet<String>, errors: &mut Vec<AssembleProblem>) {
    for item in items {
        let link_id = text(item, "linkId").unwrap_or_default();
        if !link_id.is_empty() && !seen.insert(link_id.to_owned()) {
            let kind = AssembleProblemKind::DuplicateLinkId(link_id.to_owned());
            errors.push(AssembleProblem { link_id: Some(link_id.to_owned()), kind });
        }
        duplicates(list(item, "item"), seen, errors);
    }
}

/// What is known at a place of a form.
#[derive(Clone, Default)]
struct Scope {
    /// The forms that are being read, the outermost first.
    chain: Vec<String>,
    language: Option<String>,
    /// The names of variables.
    names: HashSet<String>,
    /// What goes before the linkIds of a sub-questionnaire.
    prefix: Option<String>,
}

impl Scope {
    /// Adds what an element declares.
    fn declare(&mut self, element: &Value, work: &mut Work<'_>) {
        for context in sdc(element, "launchContext") {
            let name = part(context, "name").and_then(choice);
            let name = name.and_then(|(_, name)| text(name, "code").or(name.as_str()));
            self.names.extend(name.map(str::to_owned));
        }
        for context in ["itemPopulationContext", "candidateExpression"] {
            let spoken = sdc(element, context).filter_map(expression);
            self.names.extend(spoken.filter_map(|spoken| spoken.name.map(str::to_owned)));
        }
        for variable in extensions(element, VARIABLE).filter_map(expression) {
            let Some(name) = variable.name else { continue };
            self.names.insert(name.to_owned());
            if name == prefix::NAME {
                match prefix::evaluate(variable.text, self.prefix.as_deref()) {
                    Ok(prefix) => self.prefix = Some(prefix),
                    Err(why) => {
                        let kind = AssembleProblemKind::Prefix { text: variable.text.to_owned(), why };
                        work.error(text(element, "linkId"), kind);
                    }
                }
            }
        }
    }
}

/// Extensions that go to the item a sub-questionnaire is in, with the linkId of the item it replaces.
type Adopted = Vec<(Option<String>, Value)>;

struct Work<'l> {
    library: &'l dyn Library,
    /// The form that is made whole, without its items.
    root: Value,
    /// The forms that went into it.
    from: Vec<String>,
    count: usize,
    errors: Vec<AssembleProblem>,
    warnings: Vec<AssembleProblem>,
}

impl Work<'_> {
    fn error(&mut self, link_id: Option<&str>, kind: AssembleProblemKind) {
        let problem = AssembleProblem { link_id: link_id.map(str::to_owned), kind };
        if !self.errors.contains(&problem) {
            self.errors.push(problem);
        }
    }

    fn items(&mut self, items: Vec<Value>, scope: &Scope, adopted: &mut Adopted, depth: usize) -> Vec<Value> {
        let mut made = Vec::new();
        for mut item in items {
            self.count += 1;
            if self.count > ITEMS || depth > DEPTH {
                self.error(None, AssembleProblemKind::TooLarge);
                return made;
            }
            if let Some(extension) = sdc(&item, "subQuestionnaire").next() {
                let named = value_text(extension).map(str::to_owned);
                made.extend(self.replace(&item, named, scope, adopted, depth));
                continue;
            }
            let mut inner = scope.clone();
            inner.declare(&item, self);
            let below = take(&mut item, "item");
            let had_items = !below.is_empty();
            let mut mine = Adopted::new();
            let below = self.items(below, &inner, &mut mine, depth + 1);
            for (link_id, extension) in mine {
                merge::adopt(&mut item, extension, link_id.as_deref(), &mut self.errors);
            }
            if let Some(object) = item.as_object_mut().filter(|_| had_items) {
                object.insert("item".to_owned(), Value::Array(below));
            }
            made.push(item);
        }
        made
    }

    /// The items of a sub-questionnaire, in place of the item that names it.
    fn replace(
        &mut self,
        item: &Value,
        named: Option<String>,
        scope: &Scope,
        adopted: &mut Adopted,
        depth: usize,
    ) -> Vec<Value> {
        let link_id = text(item, "linkId").map(str::to_owned);
        let at = link_id.as_deref();
        let Some(named) = named else {
            self.error(at, AssembleProblemKind::NoCanonical);
            return Vec::new();
        };
        let library = self.library;
        let found = library.find(&named).filter(|form| text(form, "resourceType") == Some("Questionnaire"));
        let Some(found) = found else {
            self.error(at, AssembleProblemKind::Missing(named));
            return Vec::new();
        };
        let own = canonical(found);
        if scope.chain.contains(&own) || scope.chain.len() > DEPTH {
            let chain = [scope.chain.as_slice(), &[own]].concat().join(" → ");
            self.error(at, AssembleProblemKind::Cycle(chain));
            return Vec::new();
        }
        if !self.may_be_part(found, &own, at, scope) {
            return Vec::new();
        }
        for lost in ["enableWhen", "repeats", "required"] {
            let said = item.get(lost).is_some_and(|value| value.as_bool().unwrap_or(true));
            if said {
                let kind = AssembleProblemKind::Lost(lost);
                self.warnings.push(AssembleProblem { link_id: link_id.clone(), kind });
            }
        }
        let mut part = found.clone();
        if let Some(prefix) = &scope.prefix {
            prefix::apply(&mut part, prefix);
        }
        let mut inner = scope.clone();
        inner.declare(&part, self);
        inner.chain.push(own.clone());
        if !self.from.contains(&own) {
            self.from.push(own);
        }
        merge::contained(&mut self.root, take(&mut part, "contained"), at, &mut self.errors);
        for extension in take(&mut part, "extension") {
            match merge::goes(&extension) {
                merge::Goes::ToForm => merge::add_to_form(&mut self.root, extension),
                merge::Goes::ToItem => adopted.push((link_id.clone(), extension)),
                merge::Goes::Nowhere => {}
            }
        }
        let items = take(&mut part, "item");
        // What a part of this part adds to its own root goes to where this part is.
        self.items(items, &inner, adopted, depth + 1)
    }

    /// Whether a form may be a part here.
    fn may_be_part(&mut self, form: &Value, own: &str, at: Option<&str>, scope: &Scope) -> bool {
        let before = self.errors.len();
        let form_name = own.to_owned();
        if let Some(language) = text(form, "language")
            && scope.language.as_deref().is_some_and(|outer| outer != language)
        {
            let kind =
                AssembleProblemKind::Language { form: form_name.clone(), language: language.to_owned() };
            self.error(at, kind);
        }
        for element in ["implicitRules", "modifierExtension"] {
            if form.get(element).is_some() {
                self.error(at, AssembleProblemKind::Modified { form: form_name.clone(), element });
            }
        }
        for name in sdc(form, "assembleContext").filter_map(value_text) {
            if !scope.names.contains(name) {
                let kind = AssembleProblemKind::Context { form: form_name.clone(), name: name.to_owned() };
                self.error(at, kind);
            }
        }
        self.errors.len() == before
    }
}

/// An SDC extension.
fn extension(name: &str, suffix: &str, value: &str) -> Value {
    json!({ "url": format!("{}{name}", crate::extract::json::SDC), (format!("value{suffix}")): value })
}

#[cfg(test)]
mod tests;
