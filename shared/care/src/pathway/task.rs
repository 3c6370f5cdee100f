//! One due form as a Task.

use chrono::{DateTime, SecondsFormat, Utc};
use kangban_fhir::{Resource, terms};
use serde_json::{Map, Value, json};

use super::{
    NOT_ASKED,
    definition::{AskedForm, Step},
    instant,
    plan::{Ids, put},
    timing::Window,
};

/// SDC's code of a Task that asks for a form.
pub(super) const COMPLETE_QUESTIONNAIRE: &str = "complete-questionnaire";
/// Extension: the action of the pathway that a Task was made from.
const ACTION: &str = "https://kangban.example/fhir/StructureDefinition/pathway-action";

/// A request for a form, as it is when nobody has done anything about it yet.
pub(super) fn new(
    id: &str,
    ids: &Ids,
    patient: &str,
    step: &Step,
    form: &AskedForm,
    window: &Window,
    now: DateTime<Utc>,
) -> Resource {
    let who = json!({"reference": format!("Patient/{patient}")});
    let mut task = Map::new();
    let mut set = |name: &str, value: Value| task.insert(name.to_owned(), value);
    set("resourceType", json!("Task"));
    set("id", json!(id));
    set("language", json!("zh-CN"));
    set("extension", json!([{"url": ACTION, "valueString": step.key}]));
    if let Some(activity) = &form.activity {
        set("instantiatesCanonical", json!(activity));
    }
    set("basedOn", json!([{"reference": format!("CarePlan/{}", ids.care_plan())}]));
    set("status", json!("requested"));
    set("intent", json!("order"));
    let priority = step.priority.as_deref().or(form.priority.as_deref()).unwrap_or("routine");
    set("priority", json!(priority));
    set("code", json!({"coding": [{"system": terms::SDC_TASK, "code": COMPLETE_QUESTIONNAIRE}]}));
    set("focus", json!({"reference": format!("Questionnaire/{}", form.id)}));
    set("for", who.clone());
    set("executionPeriod", json!({"start": local(window.at)}));
    set("authoredOn", json!(instant(now)));
    set("lastModified", json!(instant(now)));
    set("owner", who);
    set("restriction", json!({"period": {"start": local(window.opens), "end": local(window.closes)}}));
    set(
        "input",
        json!([{
            "type": {"coding": [{"system": terms::SDC_TASK, "code": "questionnaire"}]},
            "valueCanonical": form.canonical,
        }]),
    );
    let title = if step.title.zh.is_empty() { &form.title } else { &step.title };
    put(&mut task, "description", title);
    Resource::from_value(Value::Object(task)).unwrap_or_else(|_| Resource::new("Task"))
}

/// What an earlier application left, with what is new: an open request moves, an answered one stays as it is, one
/// whose time ran out is asked again when its new time is still to come.
pub(super) fn merged(known: &Resource, mut new: Resource, window: &Window, now: DateTime<Utc>) -> Resource {
    let to_come = window.closes.with_timezone(&Utc) > now;
    let reopens = match text(known, "status") {
        "failed" => to_come,
        "cancelled" => to_come && is_withdrawn(known),
        _ => false,
    };
    if !is_open(known) && !reopens {
        return known.clone();
    }
    if !reopens {
        keep(known, &mut new, &["status", "statusReason", "businessStatus", "output"]);
        // Somebody may have begun already with the form as it was then; the version is theirs to finish.
        if text(known, "status") != "requested" {
            keep(known, &mut new, &["focus", "input"]);
        }
    }
    keep(known, &mut new, &["meta", "authoredOn", "note"]);
    let stamp = new.json().get("lastModified").cloned();
    keep(known, &mut new, &["lastModified"]);
    if new.says_the_same_as(known) {
        return known.clone();
    }
    new.json_mut().extend(stamp.map(|stamp| ("lastModified".to_owned(), stamp)));
    new
}

fn keep(known: &Resource, new: &mut Resource, names: &[&str]) {
    for name in names {
        match known.json().get(*name) {
            Some(value) => new.json_mut().insert((*name).to_owned(), value.clone()),
            None => new.json_mut().shift_remove(*name),
        };
    }
}

/// A request that the pathway no longer makes. One that is over stays as it is.
pub(super) fn withdrawn(known: &Resource, now: DateTime<Utc>) -> Resource {
    if !is_open(known) {
        return known.clone();
    }
    let mut task = known.clone();
    let json = task.json_mut();
    json.insert("status".to_owned(), json!("cancelled"));
    json.insert(
        "statusReason".to_owned(),
        json!({"coding": [{"system": terms::TASK, "code": NOT_ASKED, "display": "No longer asked for"}]}),
    );
    json.insert("lastModified".to_owned(), json!(instant(now)));
    task
}

/// Whether it was taken back by the pathway itself, not by a person.
pub(super) fn is_withdrawn(task: &Resource) -> bool {
    let reason = task.json().get("statusReason").and_then(|it| it.get("coding")?.as_array());
    text(task, "status") == "cancelled"
        && reason.into_iter().flatten().any(|one| {
            let is = |name: &str, value: &str| one.get(name).and_then(Value::as_str) == Some(value);
            is("system", terms::TASK) && is("code", NOT_ASKED)
        })
}

fn is_open(task: &Resource) -> bool {
    matches!(
        text(task, "status"),
        "draft" | "requested" | "received" | "accepted" | "ready" | "in-progress" | "on-hold"
    )
}

/// The window of a Task.
pub(super) fn window(task: &Resource) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let period = task.json().get("restriction")?.get("period")?;
    let end = |name: &str| {
        let at = DateTime::parse_from_rfc3339(period.get(name)?.as_str()?).ok()?;
        Some(at.with_timezone(&Utc))
    };
    Some((end("start")?, end("end")?))
}

/// The action it was made from.
pub(super) fn action(task: &Resource) -> Option<&str> {
    let all = task.json().get("extension")?.as_array()?;
    let own = all.iter().find(|one| one.get("url").and_then(Value::as_str) == Some(ACTION))?;
    own.get("valueString")?.as_str()
}

fn local(at: DateTime<chrono::FixedOffset>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, false)
}

fn text<'a>(resource: &'a Resource, name: &str) -> &'a str {
    resource.json().get(name).and_then(Value::as_str).unwrap_or_default()
}
