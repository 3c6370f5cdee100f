//! Reading rules from PlanDefinitions.

use std::fmt;

use kangban_fhir::{Datatype, FhirError, PlanAction, PlanDefinition, Resource, terms};
use serde_json::Value;

use crate::{
    condition::{Condition, ConditionError},
    threshold::{Threshold, thresholds},
};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know: the team looks within a day.
    Info,
    /// Call the ward.
    Caution,
    /// Now: the ward at once, or 120.
    Urgent,
}

impl Severity {
    /// Its code, as in the finding of an alert.
    pub fn code(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Caution => "caution",
            Self::Urgent => "urgent",
        }
    }

    /// The severity with that code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Info, Self::Caution, Self::Urgent].into_iter().find(|severity| severity.code() == code)
    }

    /// The `priority` (<http://hl7.org/fhir/request-priority>) of a Task that it opens.
    pub fn priority(self) -> &'static str {
        match self {
            Self::Info => "routine",
            Self::Caution => "urgent",
            Self::Urgent => "stat",
        }
    }

    fn from_priority(priority: &str) -> Option<Self> {
        [Self::Info, Self::Caution, Self::Urgent].into_iter().find(|severity| severity.priority() == priority)
    }
}

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bilingual {
    /// In Chinese (zh-CN).
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Bilingual {
    /// The text in the language of that BCP 47 tag: Chinese for `zh…`, else English.
    pub fn in_language(&self, tag: &str) -> &str {
        if tag.starts_with("zh") { &self.zh } else { &self.en }
    }
}

/// What a patient is told when a rule fires.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Advice {
    /// What it is, as in "temperature high".
    pub title: Bilingual,
    /// What to do and whom to call, in one sentence.
    pub what: Bilingual,
    /// Why, in one sentence.
    pub why: Bilingual,
    /// What else to do, in order.
    pub steps: Vec<Bilingual>,
    /// The signs that mean 120; empty when the rule names none.
    pub emergency: Bilingual,
}

/// Where a rule's threshold comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Citation {
    /// The source in words.
    pub text: Bilingual,
    /// Where to read it, if it can be read somewhere.
    pub url: Option<String>,
}

/// Earlier observations that a rule looks at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HistoryQuery {
    /// `system|code`
    pub code: String,
    /// How far back, in hours, from the new observation.
    pub hours: u32,
}

/// A `PlanDefinition` that cannot be used as a rule, and why. It never keeps the others from being used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleProblem {
    /// The rule's id, or its place in the list.
    pub rule: String,
    /// What is wrong, for a clinician's engineer.
    pub what: String,
}

impl fmt::Display for RuleProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.what)
    }
}

/// A variable of a rule that holds earlier observations, or earlier answers to the same form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct HistoryVariable {
    pub(crate) name: String,
    /// Whether it holds answers.
    pub(crate) answers: bool,
    /// `system|code`; empty means the code of the new observation.
    pub(crate) codes: Vec<String>,
    pub(crate) hours: u32,
    pub(crate) limit: Option<usize>,
}

/// One outcome of a rule: its conditions and what they lead to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Action {
    pub(crate) id: String,
    pub(crate) severity: Severity,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) advice: Advice,
    /// The names of the thresholds that its conditions compare with.
    pub(crate) thresholds: Vec<String>,
    /// The `linkId`s of the questions that its conditions read.
    pub(crate) questions: Vec<String>,
}

/// A rule that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    pub(crate) url: String,
    pub(crate) version: String,
    pub(crate) title: Bilingual,
    /// `system|code` of the observations it looks at.
    pub(crate) codes: Vec<String>,
    /// The forms whose answers it looks at: `None` when it looks at none, empty when at all of them.
    pub(crate) forms: Option<Vec<String>>,
    pub(crate) applies: Vec<Condition>,
    pub(crate) history: Vec<HistoryVariable>,
    pub(crate) thresholds: Vec<Threshold>,
    pub(crate) actions: Vec<Action>,
    pub(crate) source: Citation,
}

impl Rule {
    /// Its canonical URL with its version.
    pub fn canonical(&self) -> String {
        format!("{}|{}", self.url, self.version)
    }

    /// Its name for people.
    pub fn title(&self) -> &Bilingual {
        &self.title
    }

    /// The observations it looks at, as `system|code`.
    pub fn codes(&self) -> &[String] {
        &self.codes
    }

    /// The canonical URLs of the forms whose answers it looks at: `None` when it looks at none. An empty list is all
    /// of them, as far as its conditions do not say which.
    pub fn forms(&self) -> Option<&[String]> {
        self.forms.as_deref()
    }

    /// Its thresholds.
    pub fn thresholds(&self) -> &[Threshold] {
        &self.thresholds
    }

    /// Its source.
    pub fn source(&self) -> &Citation {
        &self.source
    }

    /// Its actions' ids and severities, worst first.
    pub fn severities(&self) -> impl Iterator<Item = (&str, Severity, &[String])> {
        self.actions.iter().map(|action| (action.id.as_str(), action.severity, action.thresholds.as_slice()))
    }
}

/// The rules in force.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RuleSet {
    pub(crate) rules: Vec<Rule>,
}

impl RuleSet {
    /// Reads active eca-rules. Rules of other statuses are passed over, what cannot be read is reported.
    pub fn from_plan_definitions(plans: &[Resource]) -> (Self, Vec<RuleProblem>) {
        let mut set = Self::default();
        let mut problems = Vec::new();
        for (index, resource) in plans.iter().enumerate() {
            let rule = resource.id().map_or_else(|| format!("#{index}"), str::to_owned);
            match read(resource) {
                Ok(Some(rule)) => set.rules.push(rule),
                Ok(None) => {}
                Err(what) => problems.push(RuleProblem { rule, what }),
            }
        }
        (set, problems)
    }

    /// The rules.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }
}

struct Fault(String);

impl From<FhirError> for Fault {
    fn from(error: FhirError) -> Self {
        Self(error.to_string())
    }
}

impl From<ConditionError> for Fault {
    fn from(error: ConditionError) -> Self {
        Self(format!("condition: {error}"))
    }
}

fn read(resource: &Resource) -> Result<Option<Rule>, String> {
    let Ok(plan) = PlanDefinition::try_from(resource.clone()) else { return Ok(None) };
    read_plan(&plan).map_err(|fault| fault.0)
}

fn read_plan(plan: &PlanDefinition) -> Result<Option<Rule>, Fault> {
    let is_rule = plan.kind()?.is_some_and(|kind| kind.is(terms::PLAN_DEFINITION_TYPE, "eca-rule"));
    if !is_rule || plan.status()?.as_deref() != Some("active") {
        return Ok(None);
    }
    let missing = |what: &str| Fault(format!("{what} is missing"));
    let actions = plan.action()?;
    let [root] = actions.as_slice() else {
        return Err(Fault("exactly one action is expected at the top".to_owned()));
    };
    if root.selection_behavior.as_deref() != Some("at-most-one") {
        return Err(Fault("the top action has to select at-most-one".to_owned()));
    }
    let raw_root = plan.json().get("action").and_then(|list| list.get(0)).ok_or_else(|| missing("action"))?;
    let known = thresholds(plan);
    let history = root.input.iter().map(read_history).collect::<Result<Vec<_>, _>>()?;
    let source = source(plan).ok_or_else(|| missing("a relatedArtifact of type citation"))?;
    let rule = Rule {
        url: plan.url()?.ok_or_else(|| missing("url"))?,
        version: plan.version()?.ok_or_else(|| missing("version"))?,
        title: bilingual(&Value::Object(plan.json().clone()), "title"),
        codes: trigger_codes(root, "Observation"),
        forms: looks_at_answers(root).then(|| trigger_codes(root, "QuestionnaireResponse")),
        applies: read_conditions(root)?,
        actions: root
            .action
            .iter()
            .enumerate()
            .map(|(index, action)| {
                read_action(action, raw_root.get("action").and_then(|list| list.get(index)), &known)
            })
            .collect::<Result<_, _>>()?,
        source,
        thresholds: known,
        history,
    };
    if rule.codes.is_empty() && rule.forms.is_none() {
        return Err(missing("a trigger with the codes of the observations, or on answers"));
    }
    if rule.forms.is_none() && rule.history.iter().any(|variable| variable.answers) {
        return Err(Fault("only a rule on answers looks at earlier answers".to_owned()));
    }
    let named = |name: &str| {
        ["new", "daysAfterSurgery", "conditions"].contains(&name)
            || rule.history.iter().any(|variable| variable.name == name)
            || rule.thresholds.iter().any(|threshold| threshold.name == name)
    };
    let conditions = rule.applies.iter().chain(rule.actions.iter().flat_map(|action| &action.conditions));
    if let Some(unknown) = conditions.flat_map(Condition::variables).find(|name| !named(name)) {
        return Err(Fault(format!("the variable %{unknown} is nowhere defined")));
    }
    Ok(Some(rule))
}

fn read_action(action: &PlanAction, raw: Option<&Value>, known: &[Threshold]) -> Result<Action, Fault> {
    let raw = raw.ok_or_else(|| Fault("action is missing".to_owned()))?;
    let id = action.id.clone().ok_or_else(|| Fault("an action needs an id".to_owned()))?;
    let severity = action.priority.as_deref().and_then(Severity::from_priority);
    let severity = severity.ok_or_else(|| Fault(format!("action {id}: the priority is no severity")))?;
    let conditions = read_conditions(action)?;
    let advice = Advice {
        title: bilingual(raw, "title"),
        what: bilingual(raw, "description"),
        why: bilingual(raw, "textEquivalent"),
        steps: spoken(raw, "https://kangban.example/fhir/StructureDefinition/advice-step"),
        emergency: spoken(raw, "https://kangban.example/fhir/StructureDefinition/advice-emergency")
            .pop()
            .unwrap_or_default(),
    };
    for (what, text) in
        [("title", &advice.title), ("description", &advice.what), ("textEquivalent", &advice.why)]
    {
        if text.zh.is_empty() || text.en.is_empty() {
            return Err(Fault(format!("action {id}: {what} is not there in both languages")));
        }
    }
    let names: Vec<&str> = conditions.iter().flat_map(Condition::variables).collect();
    let thresholds =
        known.iter().filter(|one| names.contains(&one.name.as_str())).map(|one| one.name.clone()).collect();
    let questions = conditions.iter().flat_map(Condition::link_ids).collect();
    Ok(Action { id, severity, conditions, advice, thresholds, questions })
}

fn read_conditions(action: &PlanAction) -> Result<Vec<Condition>, Fault> {
    action
        .condition
        .iter()
        .map(|condition| {
            let expression =
                condition.expression.as_ref().filter(|it| it.language.as_deref() == Some("text/fhirpath"));
            let text = expression.and_then(|it| it.expression.as_deref());
            let text = text.ok_or_else(|| Fault("a condition has no text/fhirpath expression".to_owned()))?;
            Ok(Condition::parse(text)?)
        })
        .collect()
}

fn trigger_data<'a>(action: &'a PlanAction, resource_type: &'a str) -> impl Iterator<Item = &'a Value> {
    let data = action.trigger.iter().filter_map(|trigger| trigger.get("data")?.as_array()).flatten();
    data.filter(move |one| one.get("type").and_then(Value::as_str) == Some(resource_type))
}

fn looks_at_answers(action: &PlanAction) -> bool {
    trigger_data(action, "QuestionnaireResponse").next().is_some()
}

/// The codes that a trigger names: `system|code`, and the canonical URL of a form as it is.
fn trigger_codes(action: &PlanAction, resource_type: &str) -> Vec<String> {
    match resource_type {
        "QuestionnaireResponse" => trigger_data(action, resource_type).flat_map(filter_forms).collect(),
        _ => trigger_data(action, resource_type).flat_map(filter_codes).collect(),
    }
}

/// The forms of a `DataRequirement`: a filter on `questionnaire` with their canonical URLs as codes.
fn filter_forms(requirement: &Value) -> Vec<String> {
    let filters = requirement.get("codeFilter").and_then(Value::as_array).into_iter().flatten();
    let codes = filters.filter_map(|filter| filter.get("code")?.as_array()).flatten();
    codes.filter_map(|code| code.get("code")?.as_str().map(str::to_owned)).collect()
}

/// The codes of a `DataRequirement`, as `system|code`.
fn filter_codes(requirement: &Value) -> Vec<String> {
    let filters = requirement.get("codeFilter").and_then(Value::as_array).into_iter().flatten();
    let codes = filters.filter_map(|filter| filter.get("code")?.as_array()).flatten();
    codes
        .filter_map(|code| Some(format!("{}|{}", code.get("system")?.as_str()?, code.get("code")?.as_str()?)))
        .collect()
}

fn read_history(requirement: &Value) -> Result<HistoryVariable, Fault> {
    let fault = |what: &str| Fault(format!("input: {what}"));
    let name = requirement.get("id").and_then(Value::as_str).ok_or_else(|| fault("an id is missing"))?;
    let mut filters = requirement.get("dateFilter").and_then(Value::as_array).into_iter().flatten();
    let duration = filters.find_map(|filter| filter.get("valueDuration"));
    let duration = duration.ok_or_else(|| fault("a dateFilter with a valueDuration is missing"))?;
    let amount: kangban_fhir::Quantity =
        Datatype::read(duration).map_err(|error| fault(&error.to_string()))?;
    let value: u32 = amount
        .value
        .and_then(|value| value.as_str().parse().ok())
        .ok_or_else(|| fault("a whole duration"))?;
    let hours = match amount.code.as_deref() {
        Some("h") => value,
        Some("d") => value.saturating_mul(24),
        _ => return Err(fault("a duration in h or d")),
    };
    let limit =
        requirement.get("limit").and_then(Value::as_u64).and_then(|limit| usize::try_from(limit).ok());
    let answers = requirement.get("type").and_then(Value::as_str) == Some("QuestionnaireResponse");
    Ok(HistoryVariable { name: name.to_owned(), answers, codes: filter_codes(requirement), hours, limit })
}

/// Where the rule's thresholds come from. A citation that nobody translated serves both languages.
fn source(plan: &PlanDefinition) -> Option<Citation> {
    let artifacts = plan.json().get("relatedArtifact").and_then(Value::as_array).into_iter().flatten();
    let mut citations = artifacts.filter(|one| one.get("type").and_then(Value::as_str) == Some("citation"));
    let artifact = citations.next()?;
    let name = if artifact.get("citation").is_some() { "citation" } else { "display" };
    let mut text = bilingual(artifact, name);
    if text.en.is_empty() {
        text.en.clone_from(&text.zh);
    }
    let url = artifact.get("url").and_then(Value::as_str).map(str::to_owned);
    (!text.zh.is_empty()).then_some(Citation { text, url })
}

/// An element with its `translation` extension; the base text is Chinese.
pub(crate) fn bilingual(object: &Value, name: &str) -> Bilingual {
    let zh = object.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let extensions = object.get(format!("_{name}")).and_then(|it| it.get("extension")?.as_array());
    let translation = extensions.into_iter().flatten().find_map(|extension| {
        let is_translation = extension.get("url")?.as_str()? == terms::TRANSLATION;
        let inner = extension.get("extension")?.as_array()?;
        let part = |url: &str, value: &str| {
            inner.iter().find(|one| one.get("url").and_then(Value::as_str) == Some(url))?.get(value)?.as_str()
        };
        (is_translation && part("lang", "valueCode")? == "en").then(|| part("content", "valueString"))?
    });
    Bilingual { zh, en: translation.unwrap_or_default().to_owned() }
}

/// The texts of repeated extensions that hold one text a language.
fn spoken(action: &Value, url: &str) -> Vec<Bilingual> {
    let extensions = action.get("extension").and_then(Value::as_array).into_iter().flatten();
    extensions
        .filter(|extension| extension.get("url").and_then(Value::as_str) == Some(url))
        .filter_map(|extension| {
            let inner = extension.get("extension")?.as_array()?;
            let text = |language: &str| {
                let one =
                    inner.iter().find(|one| one.get("url").and_then(Value::as_str) == Some(language))?;
                Some(one.get("valueString")?.as_str()?.to_owned())
            };
            Some(Bilingual { zh: text("zh-CN")?, en: text("en")? })
        })
        .collect()
}
