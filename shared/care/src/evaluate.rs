//! Looking at a new observation.

use chrono::{DateTime, Utc};
use kangban_fhir::{CodeableConcept, Coding, Condition, Datatype, Observation, Procedure, Quantity, terms};
use serde_json::Value;

use crate::{
    expression::{EvalError, Item, Variables},
    rule::{Advice, Bilingual, Citation, HistoryQuery, HistoryVariable, Rule, RuleSet, Severity},
};

/// What is known of the patient beside observations.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PatientContext {
    /// When the last operation was.
    pub surgery: Option<DateTime<Utc>>,
    /// The codes of the diseases on record.
    pub conditions: Vec<Coding>,
}

impl PatientContext {
    /// What a patient's record says: the last operation that was done, and the diseases that nobody has taken back.
    pub fn of(procedures: &[Procedure], conditions: &[Condition]) -> Self {
        let surgery = procedures
            .iter()
            .filter(|one| is_surgery(one))
            .filter_map(|one| Some(one.performed().ok()??.start()?.millis()))
            .max();
        let codes =
            conditions.iter().filter(|one| !taken_back(one)).filter_map(|one| one.code().ok().flatten());
        Self {
            surgery: surgery.and_then(DateTime::from_timestamp_millis),
            conditions: codes.flat_map(|code| code.coding).collect(),
        }
    }
}

/// An operation that was done. A procedure that does not say of what kind it is counts as one: rules that watch
/// somebody in vain do less harm than rules that do not watch.
fn is_surgery(procedure: &Procedure) -> bool {
    const SURGICAL: &str = "387713003";
    let category: Option<CodeableConcept> = procedure.category().ok().flatten();
    let kind = category.as_ref().and_then(|category| category.code_in(terms::SNOMED));
    procedure.status().ok().flatten().as_deref() == Some("completed")
        && kind.is_none_or(|kind| kind == SURGICAL)
}

fn taken_back(condition: &Condition) -> bool {
    const SYSTEM: &str = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
    let status: Option<CodeableConcept> = condition.verification_status().ok().flatten();
    status.is_some_and(|status| status.is(SYSTEM, "entered-in-error") || status.is(SYSTEM, "refuted"))
}

/// What is looked at.
#[derive(Debug, Clone, Copy)]
pub struct EvalInput<'a> {
    /// The new observation.
    pub observation: &'a Observation,
    /// Earlier ones, in any order; at least those of [`RuleSet::history_needed`]. More do no harm.
    pub history: &'a [Observation],
    /// The patient.
    pub context: &'a PatientContext,
}

/// A rule that fired.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule's canonical URL.
    pub rule: String,
    /// The rule's version.
    pub version: String,
    /// Which of its actions.
    pub action: String,
    /// How grave.
    pub severity: Severity,
    /// The rule's name for people.
    pub rule_title: Bilingual,
    /// What the patient is told.
    pub advice: Advice,
    /// Where the threshold comes from.
    pub source: Citation,
    /// The thresholds that were compared with.
    pub limits: Vec<Quantity>,
}

impl Finding {
    /// The rule's canonical URL with its version.
    pub fn canonical(&self) -> String {
        format!("{}|{}", self.rule, self.version)
    }
}

/// A rule that could not be evaluated: never a silent miss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvalProblem {
    /// The rule's canonical URL with its version.
    pub rule: String,
    /// What is wrong; it names units and variables, never a value.
    pub what: String,
}

/// What evaluating came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evaluation {
    /// What fired, gravest first.
    pub findings: Vec<Finding>,
    /// What could not be evaluated.
    pub problems: Vec<EvalProblem>,
}

impl RuleSet {
    /// The earlier observations that the rules for this one need.
    pub fn history_needed(&self, observation: &Observation) -> Vec<HistoryQuery> {
        let codes = codes_of(observation);
        let mut needed: Vec<HistoryQuery> = Vec::new();
        for variable in self.matching(&codes).flat_map(|rule| &rule.history) {
            let wanted = if variable.codes.is_empty() { &codes } else { &variable.codes };
            for code in wanted {
                match needed.iter_mut().find(|query| query.code == *code) {
                    Some(query) => query.hours = query.hours.max(variable.hours),
                    None => needed.push(HistoryQuery { code: code.clone(), hours: variable.hours }),
                }
            }
        }
        needed
    }

    /// Whether any rule looks at observations of this kind.
    pub fn look_at(&self, observation: &Observation) -> bool {
        self.matching(&codes_of(observation)).next().is_some()
    }

    /// The rules that look at observations of this kind and apply to this patient at that moment, whatever the value:
    /// those whose limits belong on a chart.
    pub fn watching(&self, input: EvalInput<'_>) -> Vec<&Rule> {
        let situation = Situation::of(input);
        let looks = |rule: &&Rule| rule.codes.iter().any(|code| situation.codes.contains(code));
        let applies = |rule: &&Rule| rule.judge(&situation).is_ok_and(|judged| judged.applies);
        self.rules.iter().filter(looks).filter(applies).collect()
    }

    /// Evaluates every rule that looks at observations of this kind. A rule yields at most one finding, its first
    /// action whose conditions are met. An observation entered in error fires nothing.
    pub fn evaluate(&self, input: EvalInput<'_>) -> Evaluation {
        let mut out = Evaluation::default();
        if in_error(input.observation) {
            return out;
        }
        let situation = Situation::of(input);
        for rule in self.matching(&situation.codes) {
            match rule.judge(&situation) {
                Ok(judged) => out.findings.extend(judged.finding),
                Err(error) => {
                    out.problems.push(EvalProblem { rule: rule.canonical(), what: error.to_string() });
                }
            }
        }
        out.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        out
    }

    fn matching<'a>(&'a self, codes: &'a [String]) -> impl Iterator<Item = &'a Rule> {
        self.rules.iter().filter(|rule| rule.codes.iter().any(|code| codes.contains(code)))
    }
}

/// What every rule looks at, made ready once.
struct Situation {
    new: Value,
    /// `system|code` of the new observation.
    codes: Vec<String>,
    /// When it was made.
    now: i64,
    /// Those before it, newest first.
    history: Vec<Earlier>,
    days_after_surgery: Option<bigdecimal::BigDecimal>,
    conditions: Vec<Value>,
}

struct Earlier {
    value: Value,
    at: i64,
    codes: Vec<String>,
}

impl Situation {
    fn of(input: EvalInput<'_>) -> Self {
        Self {
            new: Value::Object(input.observation.json().clone()),
            codes: codes_of(input.observation),
            now: input.observation.effective_millis().unwrap_or_default(),
            history: earlier(input),
            days_after_surgery: days_after_surgery(input),
            conditions: input.context.conditions.iter().map(Datatype::write).collect(),
        }
    }
}

/// What a rule says of an observation.
struct Judged {
    /// Whether it applies to this patient at all.
    applies: bool,
    finding: Option<Finding>,
}

impl Rule {
    fn judge(&self, situation: &Situation) -> Result<Judged, EvalError> {
        let thresholds: Vec<(String, Value)> = self
            .thresholds
            .iter()
            .filter_map(|one| Some((one.name.clone(), one.value.as_ref().map(comparable)?)))
            .collect();

        let days = situation.days_after_surgery.clone().map(|days| Item::Quantity(days, "d".to_owned()));
        let mut variables = Variables::new();
        variables.insert("new", vec![Item::Json(&situation.new)]);
        variables.insert("conditions", situation.conditions.iter().map(Item::Json).collect());
        variables.insert("daysAfterSurgery", days.into_iter().collect());
        for threshold in &self.thresholds {
            variables.insert(&threshold.name, Vec::new());
        }
        for (name, value) in &thresholds {
            variables.insert(name, vec![Item::Json(value)]);
        }
        for variable in &self.history {
            variables.insert(&variable.name, select(variable, situation));
        }

        for condition in &self.applies {
            if !condition.is_met(&variables)? {
                return Ok(Judged { applies: false, finding: None });
            }
        }
        for action in &self.actions {
            let mut met = true;
            for condition in &action.conditions {
                met = met && condition.is_met(&variables)?;
            }
            if met {
                let limits = self.thresholds.iter().filter(|one| action.thresholds.contains(&one.name));
                let finding = Finding {
                    rule: self.url.clone(),
                    version: self.version.clone(),
                    action: action.id.clone(),
                    severity: action.severity,
                    rule_title: self.title.clone(),
                    advice: action.advice.clone(),
                    source: self.source.clone(),
                    limits: limits.filter_map(|one| one.value.clone()).collect(),
                };
                return Ok(Judged { applies: true, finding: Some(finding) });
            }
        }
        Ok(Judged { applies: true, finding: None })
    }
}

/// A threshold as a condition sees it: a plain number for a score, else an amount with its unit.
fn comparable(quantity: &Quantity) -> Value {
    match (&quantity.value, quantity.code.as_deref()) {
        (Some(value), None | Some("1")) => value.write(),
        _ => quantity.write(),
    }
}

/// Whole days since the operation, for an observation at or after it.
fn days_after_surgery(input: EvalInput<'_>) -> Option<bigdecimal::BigDecimal> {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    let since = input.observation.effective_millis()? - input.context.surgery?.timestamp_millis();
    (since >= 0).then(|| bigdecimal::BigDecimal::from(since / DAY_MS))
}

/// The history before the new observation, newest first, with its moments and codes.
fn earlier(input: EvalInput<'_>) -> Vec<Earlier> {
    let now = input.observation.effective_millis().unwrap_or(i64::MAX);
    let own = input.observation.id();
    let mut all: Vec<_> = input
        .history
        .iter()
        .filter(|one| !in_error(one) && (own.is_none() || one.id() != own))
        .filter_map(|one| Some((one, one.effective_millis().filter(|at| *at <= now)?)))
        .map(|(one, at)| Earlier { value: Value::Object(one.json().clone()), at, codes: codes_of(one) })
        .collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.at));
    all
}

fn select<'a>(variable: &HistoryVariable, situation: &'a Situation) -> Vec<Item<'a>> {
    const HOUR_MS: i64 = 60 * 60 * 1000;
    let wanted = if variable.codes.is_empty() { &situation.codes } else { &variable.codes };
    let oldest = situation.now.saturating_sub(i64::from(variable.hours) * HOUR_MS);
    let of_kind = |one: &&Earlier| one.at >= oldest && one.codes.iter().any(|code| wanted.contains(code));
    let found = situation.history.iter().filter(of_kind).map(|one| Item::Json(&one.value));
    found.take(variable.limit.unwrap_or(usize::MAX)).collect()
}

fn in_error(observation: &Observation) -> bool {
    matches!(observation.status().ok().flatten().as_deref(), Some("entered-in-error" | "cancelled"))
}

fn codes_of(observation: &Observation) -> Vec<String> {
    let code: CodeableConcept = observation.code().ok().flatten().unwrap_or_default();
    code.coding
        .iter()
        .filter_map(|one| Some(format!("{}|{}", one.system.as_deref()?, one.code.as_deref()?)))
        .collect()
}
