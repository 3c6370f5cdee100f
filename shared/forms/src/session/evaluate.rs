//! Evaluating an expression in its place.

use std::cell::Cell;

use bigdecimal::BigDecimal;
use kangban_fhirpath::{
    EvalError, Expression, ItemWeights, Owned, Resolve, Scope, Terminology, Value as PathValue,
};
use serde_json::Value;

use super::{
    Session,
    state::{Held, InstanceIx},
};
use crate::{
    Form, FormProblem, ItemIx, ProblemCode,
    expr::{Expr, ExprIx, Source, VariableSource, query},
    items::read,
};

/// How often variables that only point may be followed for one evaluation: those that name each other many times
/// come to an end.
const FOLLOWED: u32 = 2_000;

impl Terminology for Form {
    fn member_of(&self, value_set: &str, system: Option<&str>, code: &str) -> Option<bool> {
        let (options, complete) = self.value_set(value_set)?;
        let found = options.iter().any(|option| {
            option.value.get("valueCoding").is_some_and(|coding| {
                read::text(coding, "code") == Some(code)
                    && (system.is_none() || read::text(coding, "system") == system)
            })
        });
        (found || complete).then_some(found)
    }
}

impl ItemWeights for Form {
    fn weight(&self, system: Option<&str>, code: &str) -> Option<BigDecimal> {
        Form::weight(self, system, code).map(|weight| weight.value().clone())
    }
}

impl Resolve for Session {
    fn resolve(&self, reference: &str) -> Option<&Value> {
        let (kind, id) = reference.rsplit_once('/')?;
        let kind = kind.rsplit('/').next()?;
        self.known().find(|resource| {
            read::text(resource, "resourceType") == Some(kind) && read::text(resource, "id") == Some(id)
        })
    }
}

impl Session {
    /// Every resource that the session was started with.
    pub(crate) fn known(&self) -> impl Iterator<Item = &Value> {
        let launch = &self.launch;
        launch.resources.iter().chain(&launch.patient).chain(&launch.user).chain(&launch.encounter)
    }

    /// What an expression is about: the item's JSON in the response, or one with its linkId alone.
    fn context(&self, at: Option<InstanceIx>) -> PathValue<'_> {
        match at {
            None => PathValue::of(&self.live),
            Some(id) => {
                let node = self
                    .state
                    .node(&self.live, id)
                    .or_else(|| self.form.stubs.get(self.state.get(id).item.index()));
                PathValue::typed(node.unwrap_or(&Value::Null), "QuestionnaireResponse.item")
            }
        }
    }

    /// The instance that an expression at `owner` belongs to, seen from an instance within.
    fn instance_of(&self, owner: Option<ItemIx>, at: Option<InstanceIx>) -> Option<InstanceIx> {
        self.state.ancestor(at?, owner?)
    }

    fn scope<'a>(&'a self, expression: &'a Expr, at: Option<InstanceIx>, left: &Cell<u32>) -> Scope<'a> {
        let form: &'a Form = &self.form;
        let mut scope = Scope::new(self.launch.clock.clone())
            .focus(self.context(at))
            .resource(&self.live)
            .terminology(form)
            .items(form)
            .resolver(self);
        for used in &expression.uses {
            let values = match used.from {
                VariableSource::BuiltIn => continue,
                VariableSource::Unknown => Vec::new(),
                VariableSource::Questionnaire => vec![PathValue::of(form.questionnaire())],
                VariableSource::Qitem => match expression.owner {
                    Some(ix) => vec![PathValue::typed(form.json(ix), "Questionnaire.item")],
                    None => Vec::new(),
                },
                VariableSource::Launch(n) => self.launched.get(n).map(Held::values).unwrap_or_default(),
                VariableSource::Population(ix) => match self.instance_of(Some(ix), at) {
                    Some(id) => self.state.get(id).population.values(),
                    None => Vec::new(),
                },
                VariableSource::Form(n) => match form.variables().get(n) {
                    Some(variable) if form.graph.is_alias(variable.expression) => {
                        self.followed(variable.expression, None, left)
                    }
                    _ => self.variables.get(n).map(Held::values).unwrap_or_default(),
                },
                VariableSource::Item(ix, n) => {
                    let Some(id) = self.instance_of(Some(ix), at) else { continue };
                    match form.item(ix).expressions.variables.get(n) {
                        Some(variable) if form.graph.is_alias(variable.expression) => {
                            self.followed(variable.expression, Some(id), left)
                        }
                        _ => self.state.get(id).variables.get(n).map(Held::values).unwrap_or_default(),
                    }
                }
            };
            scope = scope.variable(used.name.as_str(), values);
        }
        scope
    }

    /// What a variable that only points leads to now.
    fn followed<'a>(&'a self, ix: ExprIx, at: Option<InstanceIx>, left: &Cell<u32>) -> Vec<PathValue<'a>> {
        let expression = self.form.expression(ix);
        let Some(path) = expression.fhirpath() else { return Vec::new() };
        if left.get() == 0 {
            return Vec::new();
        }
        left.set(left.get() - 1);
        path.evaluate(&self.scope(expression, at, left)).unwrap_or_default()
    }

    /// Evaluates a piece of `FHIRPath` of an expression, at an instance (the response itself for `None`).
    fn piece<'a>(
        &'a self,
        expression: &'a Expr,
        piece: &'a Expression,
        at: Option<InstanceIx>,
    ) -> Result<Vec<PathValue<'a>>, EvalError> {
        piece.evaluate(&self.scope(expression, at, &Cell::new(FOLLOWED)))
    }

    /// What an expression gives at an instance, and what went wrong.
    pub(crate) fn give(&self, ix: ExprIx, at: Option<InstanceIx>) -> (Held, Option<FormProblem>) {
        let expression = self.form.expression(ix);
        match &expression.source {
            Source::Nothing => (Held::Nothing, None),
            Source::FhirPath(path) => match self.piece(expression, path, at) {
                Ok(values) => (Held::of(values.iter().map(PathValue::to_owned).collect()), None),
                Err(error) => (Held::Nothing, Some(self.failed(expression, &error))),
            },
            Source::Query(query) => {
                let filled = query.fill(|piece| {
                    let values = self.piece(expression, piece, at).ok()?;
                    let value = values.first()?;
                    Some(value.as_str().map_or_else(|| value.to_json().to_string(), str::to_owned))
                });
                let Some(filled) = filled else { return (Held::Nothing, None) };
                match query::answer(&filled, self.known()) {
                    Ok(found) => (Held::Json(Box::new(found)), None),
                    Err(query::Unanswered::Open) => (Held::Nothing, None),
                    Err(query::Unanswered::Beyond(what)) => {
                        // The query's text as written, never as filled: that may hold answers.
                        let problem = FormProblem::new(ProblemCode::UnanswerableQuery, what);
                        (Held::Nothing, Some(self.at_owner(problem, expression)))
                    }
                }
            }
        }
    }

    /// Whether an expression is true at an instance.
    pub(crate) fn truth(&self, ix: ExprIx, at: Option<InstanceIx>) -> Result<bool, Option<FormProblem>> {
        let expression = self.form.expression(ix);
        let Some(path) = expression.fhirpath() else { return Err(None) };
        path.is_true(&self.scope(expression, at, &Cell::new(FOLLOWED)))
            .map_err(|error| Some(self.failed(expression, &error)))
    }

    /// Evaluates an expression of the form where an instance is (the response itself for the root).
    ///
    /// # Errors
    /// What went wrong in evaluating; a path that leads nowhere gives nothing.
    pub fn evaluate(&self, path: &crate::ItemPath, ix: ExprIx) -> Result<Vec<Owned>, FormProblem> {
        let at = self.state.resolve(&self.form, path);
        if at.is_none() && !path.is_root() {
            return Ok(Vec::new());
        }
        match self.give(ix, at) {
            (_, Some(problem)) => Err(problem),
            (Held::Values(values), None) => Ok(values),
            (Held::Json(json), None) => Ok(vec![PathValue::of(&json).to_owned()]),
            (Held::Nothing, None) => Ok(Vec::new()),
        }
    }

    fn failed(&self, expression: &Expr, error: &EvalError) -> FormProblem {
        // The error's place, not its words: those may name what was found in an answer.
        let detail = format!("line {}, column {}", error.line, error.column);
        self.at_owner(FormProblem::new(ProblemCode::FailedExpression, detail), expression)
    }

    fn at_owner(&self, problem: FormProblem, expression: &Expr) -> FormProblem {
        let mut problem = problem.about(expression.text.clone());
        problem.link_id = expression.owner.map(|ix| self.form.item(ix).link_id.clone());
        problem
    }
}
