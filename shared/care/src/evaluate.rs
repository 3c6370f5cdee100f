//! Looking at a new observation.

use chrono::{DateTime, Utc};
use kangban_fhir::{CodeableConcept, Coding, Condition, Observation, Procedure, Quantity, Resource, terms};

use crate::{
    rule::{Advice, Bilingual, Citation, HistoryQuery, Rule, RuleSet, Severity},
    situation::{Situation, codes_of, form_of, in_error},
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

/// What is looked at when a form was answered.
#[derive(Debug, Clone, Copy)]
pub struct AnswersInput<'a> {
    /// The `QuestionnaireResponse`.
    pub response: &'a Resource,
    /// Earlier observations, in any order; at least those of [`RuleSet::history_needed_for_answers`].
    pub history: &'a [Observation],
    /// Earlier answers to the same form, in any order, when [`RuleSet::answers_needed`] says so.
    pub earlier: &'a [Resource],
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
    /// The `linkId`s of the questions that were looked at, for a rule on answers.
    pub questions: Vec<String>,
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
        needed(self.matching(&codes), &codes)
    }

    /// The earlier observations that the rules for these answers need.
    pub fn history_needed_for_answers(&self, response: &Resource) -> Vec<HistoryQuery> {
        needed(self.on_form(&form_of(response)), &[])
    }

    /// How far back, in hours, the rules for these answers look at earlier ones to the same form.
    pub fn answers_needed(&self, response: &Resource) -> Option<u32> {
        let form = form_of(response);
        let variables = self.on_form(&form).flat_map(|rule| &rule.history);
        variables.filter(|variable| variable.answers).map(|variable| variable.hours).max()
    }

    /// Whether any rule looks at observations of this kind.
    pub fn look_at(&self, observation: &Observation) -> bool {
        self.matching(&codes_of(observation)).next().is_some()
    }

    /// Whether any rule looks at answers to this form.
    pub fn look_at_answers(&self, response: &Resource) -> bool {
        self.on_form(&form_of(response)).next().is_some()
    }

    /// The rules that look at observations of this kind and apply to this patient at that moment, whatever the value:
    /// those whose limits belong on a chart.
    pub fn watching(&self, input: EvalInput<'_>) -> Vec<&Rule> {
        let situation = Situation::of(input);
        let looks = |rule: &&Rule| rule.codes.iter().any(|code| situation.codes.contains(code));
        let applies = |rule: &&Rule| rule.applies_in(&situation).unwrap_or(false);
        self.rules.iter().filter(looks).filter(applies).collect()
    }

    /// Evaluates every rule that looks at observations of this kind. A rule yields at most one finding, its first
    /// action whose conditions are met. An observation entered in error fires nothing.
    pub fn evaluate(&self, input: EvalInput<'_>) -> Evaluation {
        if in_error(input.observation) {
            return Evaluation::default();
        }
        let situation = Situation::of(input);
        judge_all(self.matching(&situation.codes), &situation)
    }

    /// Evaluates every rule that looks at answers to this form. Answers that are not finished, or were taken back,
    /// fire nothing.
    pub fn evaluate_answers(&self, input: AnswersInput<'_>) -> Evaluation {
        let status = input.response.json().get("status").and_then(serde_json::Value::as_str);
        if !matches!(status, Some("completed" | "amended")) {
            return Evaluation::default();
        }
        let situation = Situation::of_answers(input);
        judge_all(self.on_form(&form_of(input.response)), &situation)
    }

    fn matching<'a>(&'a self, codes: &'a [String]) -> impl Iterator<Item = &'a Rule> {
        self.rules.iter().filter(|rule| rule.codes.iter().any(|code| codes.contains(code)))
    }

    fn on_form<'a>(&'a self, form: &'a str) -> impl Iterator<Item = &'a Rule> {
        self.rules.iter().filter(move |rule| {
            rule.forms.as_ref().is_some_and(|forms| forms.is_empty() || forms.iter().any(|one| one == form))
        })
    }
}

fn needed<'a>(rules: impl Iterator<Item = &'a Rule>, own: &[String]) -> Vec<HistoryQuery> {
    let mut needed: Vec<HistoryQuery> = Vec::new();
    for variable in rules.flat_map(|rule| &rule.history).filter(|variable| !variable.answers) {
        let wanted = if variable.codes.is_empty() { own } else { &variable.codes };
        for code in wanted {
            match needed.iter_mut().find(|query| query.code == *code) {
                Some(query) => query.hours = query.hours.max(variable.hours),
                None => needed.push(HistoryQuery { code: code.clone(), hours: variable.hours }),
            }
        }
    }
    needed
}

fn judge_all<'a>(rules: impl Iterator<Item = &'a Rule>, situation: &Situation) -> Evaluation {
    let mut out = Evaluation::default();
    for rule in rules {
        let judged = rule
            .applies_in(situation)
            .and_then(|applies| if applies { rule.judge(situation) } else { Ok(None) });
        match judged {
            Ok(finding) => out.findings.extend(finding),
            Err(what) => out.problems.push(EvalProblem { rule: rule.canonical(), what }),
        }
    }
    out.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    out
}

impl Rule {
    /// Whether it is for this patient at all.
    fn applies_in(&self, situation: &Situation) -> Result<bool, String> {
        let variables = situation.variables(self);
        let variables = variables.given();
        for condition in &self.applies {
            if condition.holds(&variables).map_err(|error| error.to_string())? != Some(true) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Its first action whose conditions are met.
    fn judge(&self, situation: &Situation) -> Result<Option<Finding>, String> {
        let known = situation.variables(self);
        let variables = known.given();
        for action in &self.actions {
            let mut met = true;
            for condition in &action.conditions {
                let holds = condition.holds(&variables).map_err(|error| error.to_string())?;
                if holds != Some(true)
                    && let Some((one, other)) = known.units_apart(condition)
                {
                    return Err(format!("the units '{one}' and '{other}' cannot be compared"));
                }
                if holds != Some(true) {
                    met = false;
                    break;
                }
            }
            if met {
                let limits = self.thresholds.iter().filter(|one| action.thresholds.contains(&one.name));
                return Ok(Some(Finding {
                    rule: self.url.clone(),
                    version: self.version.clone(),
                    action: action.id.clone(),
                    severity: action.severity,
                    rule_title: self.title.clone(),
                    advice: action.advice.clone(),
                    source: self.source.clone(),
                    limits: limits.filter_map(|one| one.value.clone()).collect(),
                    questions: action.questions.clone(),
                }));
            }
        }
        Ok(None)
    }
}
