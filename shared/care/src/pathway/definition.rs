//! Reading a pathway's definition: its actions as steps, and the forms that they ask for.

use kangban_fhir::{PlanDefinition, Resource, terms};
use serde_json::Value;

use super::{
    ApplyError, PathwayProblem,
    timing::{Hours, Span, Timing},
};
use crate::{
    condition::Condition,
    rule::{Bilingual, bilingual},
};

/// How deep actions may be nested.
const DEEPEST: usize = 8;

/// A pathway that was read.
pub(super) struct Definition {
    pub(super) url: String,
    pub(super) version: Option<String>,
    pub(super) title: Bilingual,
    pub(super) description: Bilingual,
    /// What its day 0 is.
    pub(super) anchor: Option<String>,
    pub(super) steps: Vec<Step>,
    pub(super) problems: Vec<PathwayProblem>,
}

/// An action that asks for a form.
pub(super) struct Step {
    /// Its id, with those of the actions it stands in.
    pub(super) key: String,
    pub(super) title: Bilingual,
    pub(super) timing: Timing,
    pub(super) window: Hours,
    pub(super) conditions: Vec<Condition>,
    /// The canonical of an `ActivityDefinition` or a Questionnaire.
    pub(super) definition: String,
    pub(super) priority: Option<String>,
}

/// Whether a resource is a pathway.
pub fn is_pathway(resource: &Resource) -> bool {
    let plan = PlanDefinition::try_from(resource.clone()).ok();
    let kind = plan.and_then(|plan| plan.kind().ok().flatten());
    kind.is_some_and(|kind| kind.is(terms::PLAN_DEFINITION_TYPE, "clinical-protocol"))
}

impl Definition {
    pub(super) fn read(plan: &Resource) -> Result<Self, ApplyError> {
        if !is_pathway(plan) {
            return Err(ApplyError::NoPathway);
        }
        let text = |name: &str| plan.json().get(name).and_then(Value::as_str).map(str::to_owned);
        if text("status").as_deref() != Some("active") {
            return Err(ApplyError::NotActive);
        }
        let whole = Value::Object(plan.json().clone());
        let mut definition = Self {
            url: text("url").ok_or(ApplyError::Missing("the pathway's url"))?,
            version: text("version"),
            title: bilingual(&whole, "title"),
            description: bilingual(&whole, "description"),
            anchor: plan
                .extension(terms::ANCHOR)
                .and_then(|it| it.value.as_ref()?.as_str().map(str::to_owned)),
            steps: Vec::new(),
            problems: Vec::new(),
        };
        definition.actions(whole.get("action"), &Above::default(), 0);
        Ok(definition)
    }

    pub(super) fn canonical(&self) -> String {
        match &self.version {
            Some(version) => format!("{}|{version}", self.url),
            None => self.url.clone(),
        }
    }

    fn actions(&mut self, actions: Option<&Value>, above: &Above, depth: usize) {
        for (index, action) in actions.and_then(Value::as_array).into_iter().flatten().enumerate() {
            let id =
                action.get("id").and_then(Value::as_str).map_or_else(|| index.to_string(), str::to_owned);
            let key = if above.key.is_empty() { id } else { format!("{}/{id}", above.key) };
            if let Err(what) = self.action(action, &key, above, depth) {
                self.problems.push(PathwayProblem { action: key, what });
            }
        }
    }

    fn action(&mut self, action: &Value, key: &str, above: &Above, depth: usize) -> Result<(), String> {
        if depth >= DEEPEST {
            return Err("its actions are nested too deep".to_owned());
        }
        if let Some(unknown) =
            ["timingDateTime", "timingAge", "timingPeriod", "timingRange", "relatedAction", "dynamicValue"]
                .into_iter()
                .find(|name| action.get(*name).is_some())
        {
            return Err(format!("{unknown} is not understood here"));
        }
        let own = match (action.get("timingDuration"), action.get("timingTiming")) {
            (Some(duration), _) => Some(Timing::Once(Span::read(duration)?)),
            (_, Some(timing)) => Some(Timing::read(timing)?),
            _ => None,
        };
        let extensions = action.get("extension").and_then(Value::as_array).into_iter().flatten();
        let window = extensions
            .filter(|one| one.get("url").and_then(Value::as_str) == Some(terms::WINDOW))
            .map(Hours::read)
            .next()
            .transpose()?;
        let mut here = above.clone();
        key.clone_into(&mut here.key);
        here.timing = own.or(above.timing);
        here.window = window.or(above.window);
        here.conditions.extend(conditions(action)?);
        if let Some(inner) = action.get("action") {
            self.actions(Some(inner), &here, depth + 1);
        }
        let definition = action.get("definitionCanonical").or_else(|| action.get("definitionUri"));
        let Some(definition) = definition.and_then(Value::as_str) else {
            // A group has no form of its own.
            let is_group = action.get("action").is_some();
            return if is_group { Ok(()) } else { Err("it has no definitionCanonical".to_owned()) };
        };
        self.steps.push(Step {
            key: here.key,
            title: bilingual(action, "title"),
            timing: here.timing.ok_or("it has no timingDuration or timingTiming")?,
            window: here.window.unwrap_or_default(),
            conditions: here.conditions,
            definition: definition.to_owned(),
            priority: action.get("priority").and_then(Value::as_str).map(str::to_owned),
        });
        Ok(())
    }
}

/// What an action takes over from those it stands in.
#[derive(Clone, Default)]
struct Above {
    key: String,
    timing: Option<Timing>,
    window: Option<Hours>,
    conditions: Vec<Condition>,
}

fn conditions(action: &Value) -> Result<Vec<Condition>, String> {
    let all = action.get("condition").and_then(Value::as_array).into_iter().flatten();
    let applicability =
        all.filter(|one| one.get("kind").and_then(Value::as_str).is_none_or(|kind| kind == "applicability"));
    applicability
        .map(|condition| {
            let expression = condition.get("expression");
            let part = |name: &str| expression.and_then(|it| it.get(name)).and_then(Value::as_str);
            match (part("language"), part("expression")) {
                (Some("text/fhirpath"), Some(text)) => {
                    let condition = Condition::parse(text).map_err(|error| format!("condition: {error}"))?;
                    let known = ["patient", "anchor", "conditions", "procedures"];
                    match condition.variables().into_iter().find(|name| !known.contains(name)) {
                        Some(unknown) => Err(format!("the variable %{unknown} is nowhere defined")),
                        None => Ok(condition),
                    }
                }
                _ => Err("a condition has no text/fhirpath expression".to_owned()),
            }
        })
        .collect()
}

/// Where the forms of a pathway are found.
pub(super) struct Forms<'a> {
    pub(super) plan: &'a Resource,
    pub(super) activities: &'a [Resource],
    pub(super) questionnaires: &'a [Resource],
}

/// The form that a step asks for.
pub(super) struct AskedForm {
    pub(super) id: String,
    /// With its version.
    pub(super) canonical: String,
    /// What the request is called, when the step does not say.
    pub(super) title: Bilingual,
    pub(super) activity: Option<String>,
    pub(super) priority: Option<String>,
}

impl Forms<'_> {
    pub(super) fn of(&self, step: &Step) -> Result<AskedForm, String> {
        if let Some(form) = newest(self.questionnaires, &step.definition) {
            return asked(form, None);
        }
        let contained = self.plan.contained();
        let activity = match step.definition.strip_prefix('#') {
            Some(id) => contained.iter().find(|one| one.id() == Some(id)),
            None => newest(self.activities, &step.definition),
        };
        let activity = activity.ok_or_else(|| format!("there is no {}", step.definition))?;
        if activity.resource_type() != "ActivityDefinition" {
            return Err(format!("a {} cannot be asked for", activity.resource_type()));
        }
        let kind = activity.json().get("kind").and_then(Value::as_str);
        if kind.is_some_and(|kind| kind != "Task") {
            return Err("only an ActivityDefinition of kind Task is applied here".to_owned());
        }
        let form = activity.extension(terms::COLLECT_WITH);
        let form = form.and_then(|it| it.value.as_ref()?.as_str().map(str::to_owned));
        let form = form.ok_or("its ActivityDefinition names no form (cpg-collectWith)")?;
        let found = newest(self.questionnaires, &form).ok_or_else(|| {
            format!("the form {form} is not here; nothing is asked until the hospital loads it")
        })?;
        asked(found, Some(activity))
    }
}

fn asked(form: &Resource, activity: Option<&Resource>) -> Result<AskedForm, String> {
    let text = |name: &str| form.json().get(name).and_then(Value::as_str);
    if text("status") == Some("retired") {
        return Err("its form is retired".to_owned());
    }
    let url = text("url").ok_or("its form has no url")?;
    let titled = activity.unwrap_or(form);
    let own = |name: &str| activity?.json().get(name)?.as_str().map(str::to_owned);
    Ok(AskedForm {
        id: form.id().ok_or("its form has no id")?.to_owned(),
        canonical: text("version").map_or_else(|| url.to_owned(), |version| format!("{url}|{version}")),
        title: bilingual(&Value::Object(titled.json().clone()), "title"),
        activity: own("url")
            .map(|url| own("version").map_or(url.clone(), |version| format!("{url}|{version}"))),
        priority: own("priority"),
    })
}

/// The resource of a canonical: of that version when it names one, else the newest that is in use.
fn newest<'a>(all: &'a [Resource], canonical: &str) -> Option<&'a Resource> {
    let (url, version) = match canonical.split_once('|') {
        Some((url, version)) => (url, Some(version)),
        None => (canonical, None),
    };
    let text = |one: &'a Resource, name: &str| one.json().get(name).and_then(Value::as_str);
    all.iter()
        .filter(|one| text(one, "url") == Some(url))
        .filter(|one| version.is_none_or(|version| text(one, "version") == Some(version)))
        .max_by_key(|one| {
            (text(one, "status") == Some("active"), numbers(text(one, "version").unwrap_or_default()))
        })
}

/// `1.10.0` comes after `1.9.0`.
fn numbers(version: &str) -> (Vec<u64>, String) {
    let numbers = version.split(['.', '-', '+']).map_while(|part| part.parse().ok()).collect();
    (numbers, version.to_owned())
}
