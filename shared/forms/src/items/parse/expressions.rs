//! Reading what is evaluated: expressions, variables, constraints, bounds.

use serde_json::Value;

use super::Parser;
use crate::{
    FormProblem, ProblemCode,
    expr::{self, Expr, ExprIx, ReadError, Role, Source},
    items::{Bound, Constraint, Expressions, ItemIx, Variable, read, urls},
};

impl Parser<'_> {
    /// Reads an Expression (`{language, expression, name}`).
    pub(crate) fn expression(&mut self, json: &Value, role: Role, owner: Option<ItemIx>) -> Option<ExprIx> {
        let link_id = owner.and_then(|ix| self.items.get(ix.index())).map(|item| item.link_id.clone());
        let Some(text) = read::text(json, "expression") else {
            self.problem(ProblemCode::BadExpression, link_id.as_deref(), "no expression");
            return None;
        };
        let language = read::text(json, "language").unwrap_or(urls::FHIRPATH);
        Some(self.expression_text(language, text, role, owner, link_id))
    }

    pub(crate) fn expression_text(
        &mut self,
        language: &str,
        text: &str,
        role: Role,
        owner: Option<ItemIx>,
        link_id: Option<String>,
    ) -> ExprIx {
        let source = match expr::read(language, text, &self.hyphened) {
            Ok(source) => source,
            Err(error) => {
                let (code, detail) = match error {
                    ReadError::Syntax(detail) => (ProblemCode::BadExpression, detail),
                    ReadError::Language => (ProblemCode::UnsupportedLanguage, language.to_owned()),
                };
                let mut problem = FormProblem::new(code, detail).about(text);
                problem.link_id = link_id;
                self.problems.push(problem);
                Source::Nothing
            }
        };
        let ix = ExprIx(u32::try_from(self.expressions.len()).unwrap_or(u32::MAX));
        self.expressions.push(Expr {
            text: text.to_owned(),
            language: language.to_owned(),
            role,
            owner,
            source,
            uses: Vec::new(),
        });
        ix
    }

    pub(super) fn expression_at(
        &mut self,
        json: &Value,
        url: &str,
        role: Role,
        owner: Option<ItemIx>,
    ) -> Option<ExprIx> {
        let (_, value) = read::choice(read::extension(json, url)?, "value")?;
        self.expression(value, role, owner)
    }

    /// The variables at an item or at the form.
    pub(crate) fn variables(&mut self, json: &Value, owner: Option<ItemIx>) -> Vec<Variable> {
        let mut variables = Vec::new();
        for extension in read::extensions(json, urls::VARIABLE) {
            let Some(value) = extension.get("valueExpression") else { continue };
            let Some(name) = read::text(value, "name").map(str::to_owned) else {
                let link_id =
                    owner.and_then(|ix| self.items.get(ix.index())).map(|item| item.link_id.clone());
                self.problem(ProblemCode::BadExpression, link_id.as_deref(), "a variable without a name");
                continue;
            };
            if let Some(expression) = self.expression(value, Role::Variable, owner) {
                variables.push(Variable { name, expression });
            }
        }
        variables
    }

    pub(super) fn expressions(&mut self, json: &Value, ix: ItemIx, link_id: &str) -> Expressions {
        let owner = Some(ix);
        let variables = self.variables(json, owner);
        let population = match read::extension(json, urls::ITEM_POPULATION_CONTEXT)
            .and_then(|extension| extension.get("valueExpression"))
        {
            None => None,
            Some(value) => {
                if let Some(name) = read::text(value, "name").map(str::to_owned) {
                    self.expression(value, Role::Population, owner)
                        .map(|expression| Variable { name, expression })
                } else {
                    self.problem(
                        ProblemCode::BadExpression,
                        Some(link_id),
                        "itemPopulationContext without a name",
                    );
                    None
                }
            }
        };
        // DTR's older forms say with a bare cqf-expression what an answer starts with.
        let initial = self
            .expression_at(json, urls::INITIAL_EXPRESSION, Role::Initial, owner)
            .or_else(|| self.expression_at(json, urls::CQF_EXPRESSION, Role::Initial, owner));
        let candidates: Vec<Value> = read::extensions(json, urls::CANDIDATE_EXPRESSION)
            .filter_map(|e| e.get("valueExpression").cloned())
            .collect();
        let text = json
            .get("_text")
            .and_then(|element| read::extension(element, urls::CQF_EXPRESSION))
            .and_then(|extension| extension.get("valueExpression"))
            .and_then(|value| self.expression(value, Role::Text, owner));
        Expressions {
            variables,
            initial,
            calculated: self.expression_at(json, urls::CALCULATED_EXPRESSION, Role::Calculated, owner),
            enable: self.expression_at(json, urls::ENABLE_WHEN_EXPRESSION, Role::Enable, owner),
            answer: self.expression_at(json, urls::ANSWER_EXPRESSION, Role::Answers, owner),
            candidates: candidates
                .iter()
                .filter_map(|value| self.expression(value, Role::Candidates, owner))
                .collect(),
            population,
            text,
        }
    }

    /// The constraints at an item or at the form.
    pub(crate) fn constraints(
        &mut self,
        json: &Value,
        owner: Option<ItemIx>,
        link_id: Option<&str>,
    ) -> Vec<Constraint> {
        let mut constraints = Vec::new();
        let both =
            read::extensions(json, urls::TARGET_CONSTRAINT).chain(read::extensions(json, urls::CONSTRAINT));
        for extension in both {
            match Constraint::read(extension) {
                Some((mut constraint, language, text)) => {
                    let ix = self.expression_text(
                        &language,
                        &text,
                        Role::Constraint,
                        owner,
                        link_id.map(str::to_owned),
                    );
                    constraint.expression = Some(ix);
                    constraints.push(constraint);
                }
                None => {
                    self.problem(ProblemCode::BadExpression, link_id, "a constraint without an expression");
                }
            }
        }
        constraints
    }

    pub(super) fn bound(&mut self, json: &Value, urls: &[&str], ix: ItemIx, link_id: &str) -> Option<Bound> {
        let extension = urls.iter().find_map(|url| read::extension(json, url))?;
        let value = read::choice(extension, "value").filter(|(suffix, _)| *suffix != "Expression");
        // The element beside the value may hold an expression instead.
        let beside = read::choice(extension, "_value");
        let expression = beside
            .and_then(|(_, element)| {
                read::extension(element, self::urls::CQF_EXPRESSION)
                    .or_else(|| read::extension(element, self::urls::CQF_CALCULATED_VALUE))
            })
            .and_then(|inner| inner.get("valueExpression"))
            .or_else(|| extension.get("valueExpression"))
            .and_then(|value| self.expression(value, Role::Bound, Some(ix)));
        let suffix = value.map(|(suffix, _)| suffix).or_else(|| beside.map(|(suffix, _)| suffix));
        let bound = Bound {
            suffix: suffix.unwrap_or_default().to_owned(),
            value: value.map(|(_, value)| value.clone()),
            expression,
        };
        if bound.value.is_none() && bound.expression.is_none() {
            self.problem(ProblemCode::WrongElement, Some(link_id), "a least or greatest value without one");
            return None;
        }
        Some(bound)
    }
}
