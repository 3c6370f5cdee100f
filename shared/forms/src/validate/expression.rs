//! What a form says in `FHIRPath`, evaluated on a response.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use kangban_fhirpath::{Clock, Expression, Owned, Scope, Terminology, Value as Item};
use serde_json::{Value, json};

use super::{
    codes::{Code, Codes, Member},
    place::{Definitions, Layout},
};
use crate::items::{
    read::{extensions, text},
    urls::{FHIRPATH, VARIABLE},
};

/// Why an expression gave nothing.
#[derive(Debug, Clone)]
pub(crate) struct Failed(pub(crate) String);

/// A variable: its name and its values.
type Variable<'a> = (&'a str, Vec<Owned>);

/// Evaluates the expressions of a form on a response.
pub(crate) struct Expressions<'a> {
    questionnaire: &'a Value,
    response: &'a Value,
    definitions: &'a Definitions<'a>,
    codes: &'a Codes<'a>,
    context: &'a [(&'a str, &'a Value)],
    clock: &'a Clock,
    /// What has been parsed.
    parsed: RefCell<HashMap<String, Result<Expression, Failed>>>,
    /// For each definition an item with its linkId alone.
    stubs: Vec<Value>,
    /// The form's own variables, which every expression may read.
    own: Vec<Variable<'a>>,
    /// The variables of the placed items that were asked for.
    known: RefCell<HashMap<usize, Rc<Vec<Variable<'a>>>>>,
}

impl Terminology for Codes<'_> {
    fn member_of(&self, value_set: &str, system: Option<&str>, code: &str) -> Option<bool> {
        match self.member(value_set, Code { system, code }) {
            Member::Yes(_) => Some(true),
            Member::No => Some(false),
            Member::Unknown => None,
        }
    }
}

impl<'a> Expressions<'a> {
    pub(crate) fn new(
        questionnaire: &'a Value,
        response: &'a Value,
        definitions: &'a Definitions<'a>,
        codes: &'a Codes<'a>,
        context: &'a [(&'a str, &'a Value)],
        clock: &'a Clock,
    ) -> Self {
        let (known, parsed) = (RefCell::default(), RefCell::default());
        let stubs =
            definitions.items.iter().map(|definition| json!({ "linkId": definition.link_id })).collect();
        let mut all = Self {
            questionnaire,
            response,
            definitions,
            codes,
            context,
            clock,
            stubs,
            parsed,
            own: Vec::new(),
            known,
        };
        all.own = all.variables(questionnaire, &Item::of(response), &[]);
        all
    }

    /// The values of the variables that `json` defines. One that cannot be evaluated (a query, say) stays undefined,
    /// and what reads it fails in its turn.
    fn variables(&self, json: &'a Value, focus: &Item<'_>, before: &[&[Variable<'a>]]) -> Vec<Variable<'a>> {
        let mut found: Vec<Variable<'a>> = Vec::new();
        for definition in extensions(json, VARIABLE).filter_map(|extension| extension.get("valueExpression"))
        {
            let (Some(name), Some(rule)) = (text(definition, "name"), text(definition, "expression")) else {
                continue;
            };
            if text(definition, "language") != Some(FHIRPATH) {
                continue;
            }
            let mut seen: Vec<&[Variable<'a>]> = before.to_vec();
            seen.push(&found);
            let value = Expression::parse(rule).ok().and_then(|rule| {
                let scope = self.scope(focus.clone(), None, &seen);
                rule.evaluate(&scope).ok().map(|values| values.iter().map(Item::to_owned).collect())
            });
            if let Some(value) = value {
                found.push((name, value));
            }
        }
        found
    }

    fn scope<'s>(
        &'s self,
        focus: Item<'s>,
        item: Option<&'s Value>,
        variables: &[&'s [Variable<'a>]],
    ) -> Scope<'s> {
        let mut scope = Scope::new(self.clock.clone())
            .focus(focus)
            .resource(self.response)
            .terminology(self.codes)
            .variable("questionnaire", vec![Item::of(self.questionnaire)]);
        if let Some(item) = item {
            scope = scope.variable("qitem", vec![Item::typed(item, "Questionnaire.item")]);
        }
        for (name, resource) in self.context {
            scope = scope.variable(*name, vec![Item::of(resource)]);
        }
        for (name, values) in variables.iter().flat_map(|level| level.iter()) {
            scope = scope.variable(*name, values.iter().map(Owned::value).collect());
        }
        scope
    }

    /// The expression, parsed once for all the items that have it.
    fn parsed(&self, rule: &str) -> Result<Expression, Failed> {
        if let Some(known) = self.parsed.borrow().get(rule) {
            return known.clone();
        }
        let parsed = Expression::parse(rule).map_err(|error| Failed(error.to_string()));
        self.parsed.borrow_mut().insert(rule.to_owned(), parsed.clone());
        parsed
    }

    /// The variables that a placed item's expressions see, beside the form's own.
    fn seen_by(&self, layout: &Layout<'a>, at: usize) -> Rc<Vec<Variable<'a>>> {
        if let Some(known) = self.known.borrow().get(&at) {
            return known.clone();
        }
        let line: Vec<usize> = layout.line(at).collect();
        let mut all: Vec<Variable<'a>> = Vec::new();
        for above in line.into_iter().rev() {
            let Some(placed) = layout.get(above) else { continue };
            let Some(definition) = self.definitions.get(placed.definition) else { continue };
            if extensions(definition.json, VARIABLE).next().is_none() {
                continue;
            }
            let focus = self.focus(layout, above);
            let more = self.variables(definition.json, &focus, &[&self.own, &all]);
            for (name, _) in &more {
                all.retain(|(known, _)| known != name);
            }
            all.extend(more);
        }
        let all = Rc::new(all);
        self.known.borrow_mut().insert(at, all.clone());
        all
    }

    /// The item that an expression is about; where it is missing, one with its linkId alone.
    fn focus<'s>(&'s self, layout: &Layout<'a>, at: usize) -> Item<'s> {
        let placed = layout.get(at);
        let item = placed.and_then(|placed| placed.json.or_else(|| self.stubs.get(placed.definition)));
        Item::typed(item.unwrap_or(&Value::Null), "QuestionnaireResponse.item")
    }

    /// Evaluates an expression of a placed item (of the form as a whole without one), and hands the values on.
    pub(crate) fn with<R>(
        &self,
        layout: &Layout<'a>,
        at: Option<usize>,
        rule: &str,
        then: impl FnOnce(&[Item<'_>]) -> R,
    ) -> Result<R, Failed> {
        let rule = self.parsed(rule)?;
        let seen = at.map(|at| self.seen_by(layout, at)).unwrap_or_default();
        let item = at.and_then(|at| Some(self.definitions.get(layout.get(at)?.definition)?.json));
        let focus = match at {
            Some(at) => self.focus(layout, at),
            None => Item::of(self.response),
        };
        let scope = self.scope(focus, item, &[&self.own, &seen]);
        let values = rule.evaluate(&scope).map_err(|error| Failed(error.to_string()))?;
        Ok(then(&values))
    }

    /// Whether an item's condition holds.
    pub(crate) fn holds(&self, layout: &Layout<'a>, at: usize, rule: &str) -> Result<bool, Failed> {
        self.with(layout, Some(at), rule, |values| match values {
            [] => false,
            [one] => one.as_bool().unwrap_or(true),
            _ => true,
        })
    }
}
