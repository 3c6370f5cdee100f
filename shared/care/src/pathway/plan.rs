//! The `CarePlan` of an applied pathway, and the ids of what belongs to it.

use kangban_fhir::{Resource, terms};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{APPLIED_ANCHOR, ApplyInput, PathwayProblem, definition::Definition, instant, task};
use crate::rule::Bilingual;

/// Namespace of the ids that are derived here.
const NAMESPACE: Uuid = Uuid::from_u128(0x6b61_6e67_6261_6e5f_7061_7468_7761_7931);
/// CRMI's extension that points at the messages of an operation.
const MESSAGES: &str = "http://hl7.org/fhir/uv/crmi/StructureDefinition/crmi-messages";

/// The ids of one application: the same plan, patient and anchor always give the same.
pub(super) struct Ids {
    base: String,
    care_plan: String,
}

impl Ids {
    pub(super) fn new(plan_url: &str, patient: &str, anchor: &str) -> Self {
        let base = format!("{plan_url}|{patient}|{anchor}");
        Self { care_plan: derived(&base), base }
    }

    pub(super) fn care_plan(&self) -> String {
        self.care_plan.clone()
    }

    pub(super) fn task(&self, action: &str, number: usize) -> String {
        match number {
            0 => derived(&format!("{}|{action}", self.base)),
            number => derived(&format!("{}|{action}|{number}", self.base)),
        }
    }
}

fn derived(name: &str) -> String {
    Uuid::new_v5(&NAMESPACE, name.as_bytes()).to_string()
}

/// The Tasks of this application among what is there.
pub(super) fn own_tasks<'a>(existing: &'a [Resource], ids: &Ids) -> impl Iterator<Item = &'a Resource> {
    let own = format!("CarePlan/{}", ids.care_plan());
    existing.iter().filter(move |one| {
        let based_on = one.json().get("basedOn").and_then(Value::as_array).into_iter().flatten();
        one.resource_type() == "Task"
            && based_on.filter_map(|to| to.get("reference")?.as_str()).any(|to| to == own)
    })
}

/// A text with its translation, put into an object.
pub(super) fn put(object: &mut Map<String, Value>, name: &str, text: &Bilingual) {
    if text.zh.is_empty() {
        return;
    }
    object.insert(name.to_owned(), json!(text.zh));
    if !text.en.is_empty() {
        object.insert(
            format!("_{name}"),
            json!({"extension": [{"url": terms::TRANSLATION, "extension": [
                {"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": text.en}]}]}),
        );
    }
}

pub(super) fn care_plan(
    definition: &Definition,
    ids: &Ids,
    input: ApplyInput<'_>,
    tasks: &[Resource],
    problems: &[PathwayProblem],
) -> Resource {
    let mut plan = Map::new();
    plan.insert("resourceType".to_owned(), json!("CarePlan"));
    plan.insert("id".to_owned(), json!(ids.care_plan()));
    plan.insert("language".to_owned(), json!("zh-CN"));
    if !problems.is_empty() {
        let issues: Vec<Value> = problems
            .iter()
            .map(|problem| {
                json!({"severity": "warning", "code": "processing", "diagnostics": problem.what,
                    "expression": [format!("PlanDefinition.action.where(id = '{}')", problem.action.replace('\'', ""))]})
            })
            .collect();
        plan.insert(
            "contained".to_owned(),
            json!([{"resourceType": "OperationOutcome", "id": "messages", "issue": issues}]),
        );
    }
    let mut anchor = vec![
        json!({"url": "key", "valueString": input.anchor.key}),
        json!({"url": "day", "valueDate": input.anchor.day.to_string()}),
    ];
    if let Some(kind) = &definition.anchor {
        anchor.insert(0, json!({"url": "kind", "valueCode": kind}));
    }
    if let Some(source) = &input.anchor.source {
        anchor.push(json!({"url": "source", "valueReference": {"reference": source}}));
    }
    let mut extensions = vec![json!({"url": APPLIED_ANCHOR, "extension": anchor})];
    if !problems.is_empty() {
        extensions.push(json!({"url": MESSAGES, "valueReference": {"reference": "#messages"}}));
    }
    plan.insert("extension".to_owned(), Value::Array(extensions));
    plan.insert("instantiatesCanonical".to_owned(), json!([definition.canonical()]));
    plan.insert("status".to_owned(), json!("active"));
    plan.insert("intent".to_owned(), json!("plan"));
    put(&mut plan, "title", &definition.title);
    put(&mut plan, "description", &definition.description);
    plan.insert(
        "subject".to_owned(),
        json!({"reference": format!("Patient/{}", input.patient.id().unwrap_or_default())}),
    );
    let asked = || tasks.iter().filter(|task| !task::is_withdrawn(task)).filter_map(task::window);
    if let (Some(start), Some(end)) =
        (asked().map(|(start, _)| start).min(), asked().map(|(_, end)| end).max())
    {
        plan.insert("period".to_owned(), json!({"start": instant(start), "end": instant(end)}));
    }
    plan.insert("created".to_owned(), json!(instant(input.now)));
    let activity: Vec<Value> = tasks
        .iter()
        .filter_map(|task| Some(json!({"reference": {"reference": format!("Task/{}", task.id()?)}})))
        .collect();
    if !activity.is_empty() {
        plan.insert("activity".to_owned(), Value::Array(activity));
    }
    Resource::from_value(Value::Object(plan)).unwrap_or_else(|_| Resource::new("CarePlan"))
}

/// The plan as it was, when nothing of it has changed; what it was created at stays.
pub(super) fn as_before(known: &Resource, mut made: Resource) -> Resource {
    for kept in ["created", "meta", "note", "careTeam"] {
        if let Some(value) = known.json().get(kept) {
            made.json_mut().insert(kept.to_owned(), value.clone());
        }
    }
    if made.says_the_same_as(known) { known.clone() } else { made }
}
