//! What every rule looks at: the new entry, what came before it, and the patient, made ready once.

use chrono::{DateTime, FixedOffset, Utc};
use kangban_fhir::{CodeableConcept, Datatype, Observation, Quantity, Resource};
use kangban_fhirpath::ucum;
use serde_json::{Value, json};

use crate::{
    condition::{Condition, Given, Variables},
    evaluate::{AnswersInput, EvalInput, PatientContext},
    rule::{HistoryVariable, Rule},
    units,
};

/// The new entry with everything that rules may ask about it.
pub(crate) struct Situation {
    new: Value,
    /// `system|code` of the new observation.
    pub(crate) codes: Vec<String>,
    /// When it was made.
    now: i64,
    offset: Option<FixedOffset>,
    /// The observations before it, newest first.
    history: Vec<Earlier>,
    /// The answers before it, newest first.
    answers: Vec<Earlier>,
    /// Days as an amount.
    days_after_surgery: Option<Value>,
    conditions: Vec<Value>,
}

struct Earlier {
    value: Value,
    at: i64,
    codes: Vec<String>,
}

impl Situation {
    pub(crate) fn of(input: EvalInput<'_>) -> Self {
        let at = input.observation.effective_millis();
        let written = input.observation.json().get("effectiveDateTime").and_then(Value::as_str);
        Self {
            new: as_judged(input.observation),
            codes: codes_of(input.observation),
            now: at.unwrap_or_default(),
            offset: written.and_then(offset),
            history: earlier(input.history, at, input.observation.id()),
            answers: Vec::new(),
            days_after_surgery: days_after_surgery(at, input.context),
            conditions: input.context.conditions.iter().map(Datatype::write).collect(),
        }
    }

    pub(crate) fn of_answers(input: AnswersInput<'_>) -> Self {
        let written = input.response.json().get("authored").and_then(Value::as_str);
        let at = written.and_then(moment);
        let form = form_of(input.response);
        let own = input.response.id();
        let mut answers: Vec<Earlier> = input
            .earlier
            .iter()
            .filter(|one| (own.is_none() || one.id() != own) && form_of(one) == form && is_finished(one))
            .filter_map(|one| {
                let then = moment(one.json().get("authored")?.as_str()?)?;
                let value = Value::Object(one.json().clone());
                (at.is_none_or(|at| then <= at)).then_some(Earlier { value, at: then, codes: Vec::new() })
            })
            .collect();
        answers.sort_by_key(|one| std::cmp::Reverse(one.at));
        Self {
            new: Value::Object(input.response.json().clone()),
            codes: Vec::new(),
            now: at.unwrap_or_default(),
            offset: written.and_then(offset),
            history: earlier(input.history, at, None),
            answers,
            days_after_surgery: days_after_surgery(at, input.context),
            conditions: input.context.conditions.iter().map(Datatype::write).collect(),
        }
    }

    /// What a rule's conditions may name.
    pub(crate) fn variables<'a>(&'a self, rule: &'a Rule) -> Known<'a> {
        Known {
            situation: self,
            rule,
            thresholds: rule.thresholds.iter().map(|one| one.value.as_ref().map(comparable)).collect(),
        }
    }

    fn select(&self, variable: &HistoryVariable) -> Vec<&Value> {
        const HOUR_MS: i64 = 60 * 60 * 1000;
        let oldest = self.now.saturating_sub(i64::from(variable.hours) * HOUR_MS);
        let wanted = if variable.codes.is_empty() { &self.codes } else { &variable.codes };
        let (all, of_kind): (_, &dyn Fn(&Earlier) -> bool) = if variable.answers {
            (&self.answers, &|_| true)
        } else {
            (&self.history, &|one| one.codes.iter().any(|code| wanted.contains(code)))
        };
        let found = all.iter().filter(|one| one.at >= oldest && of_kind(one)).map(|one| &one.value);
        found.take(variable.limit.unwrap_or(usize::MAX)).collect()
    }

    fn clock(&self) -> DateTime<FixedOffset> {
        let at = DateTime::<Utc>::from_timestamp_millis(self.now).unwrap_or_default().fixed_offset();
        self.offset.map_or(at, |offset| at.with_timezone(&offset))
    }
}

/// A situation as one rule sees it.
pub(crate) struct Known<'a> {
    situation: &'a Situation,
    rule: &'a Rule,
    /// As values that can be compared with, in the rule's order.
    thresholds: Vec<Option<(Value, &'static str)>>,
}

impl Known<'_> {
    pub(crate) fn given(&self) -> Variables<'_> {
        let situation = self.situation;
        let days = situation.days_after_surgery.iter().map(|days| Given::typed(days, "Quantity"));
        let mut variables = Variables::about(&situation.new, situation.clock())
            .with("new", [Given::resource(&situation.new)])
            .with("conditions", situation.conditions.iter().map(|one| Given::typed(one, "Coding")))
            .with("daysAfterSurgery", days);
        for (threshold, value) in self.rule.thresholds.iter().zip(&self.thresholds) {
            variables =
                variables.with(&threshold.name, value.iter().map(|(value, kind)| Given::typed(value, kind)));
        }
        for variable in &self.rule.history {
            variables =
                variables.with(&variable.name, situation.select(variable).into_iter().map(Given::resource));
        }
        variables
    }

    /// Two units that keep a condition from being met: that of an amount that it reads, and that of a threshold that
    /// nothing it reads can be compared with. `FHIRPath` calls such a comparison empty; for a rule it is a mistake
    /// that somebody has to hear of.
    pub(crate) fn units_apart(&self, condition: &Condition) -> Option<(String, String)> {
        let names = condition.variables();
        let questions = condition.link_ids();
        let mut read = Vec::new();
        if names.contains(&"new") {
            values(&self.situation.new, &questions, &mut read);
        }
        for variable in self.rule.history.iter().filter(|one| names.contains(&one.name.as_str())) {
            self.situation.select(variable).into_iter().for_each(|one| values(one, &questions, &mut read));
        }
        let first = read.first()?;
        let limits = self.rule.thresholds.iter().zip(&self.thresholds);
        let mut limits = limits
            .filter(|(threshold, _)| names.contains(&threshold.name.as_str()))
            .filter_map(|(_, value)| value.as_ref().map(|(value, _)| value))
            .filter(|value| value.is_object())
            .map(unit);
        let apart = limits.find(|limit| !read.iter().any(|unit| ucum::comparable(unit, limit)))?;
        Some(((*first).to_owned(), apart.to_owned()))
    }
}

/// The units of an observation's own amounts, or of the answers to these questions.
fn values<'a>(entry: &'a Value, questions: &[String], found: &mut Vec<&'a str>) {
    let mut waiting = vec![(entry, questions.is_empty())];
    while let Some((node, wanted)) = waiting.pop() {
        if wanted {
            found.extend(node.get("valueQuantity").map(unit));
        }
        for name in ["component", "item", "answer"] {
            for inner in node.get(name).and_then(Value::as_array).into_iter().flatten() {
                // An answer belongs to its question, an item has a linkId of its own.
                let own = inner.get("linkId").and_then(Value::as_str);
                let wanted =
                    own.map_or(wanted, |own| questions.is_empty() || questions.iter().any(|one| one == own));
                waiting.push((inner, wanted));
            }
        }
    }
}

fn unit(quantity: &Value) -> &str {
    quantity.get("code").or_else(|| quantity.get("unit")).and_then(Value::as_str).unwrap_or("1")
}

/// A threshold as a condition sees it: a plain number for a score, else an amount with its unit.
fn comparable(quantity: &Quantity) -> (Value, &'static str) {
    match (&quantity.value, quantity.code.as_deref()) {
        (Some(value), None | Some("1")) => (value.write(), "decimal"),
        _ => (quantity.write(), "Quantity"),
    }
}

/// Whole days since the operation, for an entry at or after it.
fn days_after_surgery(at: Option<i64>, context: &PatientContext) -> Option<Value> {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    let since = at? - context.surgery?.timestamp_millis();
    (since >= 0).then(
        || json!({"value": since / DAY_MS, "unit": "d", "system": kangban_fhir::terms::UCUM, "code": "d"}),
    )
}

/// The history before the new entry, newest first, with its moments and codes.
fn earlier(history: &[Observation], at: Option<i64>, own: Option<&str>) -> Vec<Earlier> {
    let now = at.unwrap_or(i64::MAX);
    let mut all: Vec<_> = history
        .iter()
        .filter(|one| !in_error(one) && (own.is_none() || one.id() != own))
        .filter_map(|one| Some((one, one.effective_millis().filter(|at| *at <= now)?)))
        .map(|(one, at)| Earlier { value: as_judged(one), at, codes: codes_of(one) })
        .collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.at));
    all
}

fn as_judged(observation: &Observation) -> Value {
    let mut json = Value::Object(observation.json().clone());
    units::by_moles(&mut json);
    json
}

fn moment(text: &str) -> Option<i64> {
    Some(kangban_fhir::DateTime::parse(text).ok()?.millis())
}

fn offset(text: &str) -> Option<FixedOffset> {
    kangban_fhir::DateTime::parse(text).ok()?.offset()
}

fn is_finished(response: &Resource) -> bool {
    let status = response.json().get("status").and_then(Value::as_str);
    matches!(status, Some("completed" | "amended"))
}

/// The canonical URL of the form that was answered, without its version.
pub(crate) fn form_of(response: &Resource) -> String {
    let canonical = response.json().get("questionnaire").and_then(Value::as_str).unwrap_or_default();
    canonical.split('|').next().unwrap_or_default().to_owned()
}

pub(crate) fn in_error(observation: &Observation) -> bool {
    matches!(observation.status().ok().flatten().as_deref(), Some("entered-in-error" | "cancelled"))
}

pub(crate) fn codes_of(observation: &Observation) -> Vec<String> {
    let code: CodeableConcept = observation.code().ok().flatten().unwrap_or_default();
    code.coding
        .iter()
        .filter_map(|one| Some(format!("{}|{}", one.system.as_deref()?, one.code.as_deref()?)))
        .collect()
}
