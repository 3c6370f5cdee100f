//! A Task that asks a patient for a form: answered, or over. Pure.

use chrono::{DateTime, Utc};
use kangban_fhir::{Resource, terms};
use serde_json::{Map, Value, json};

use super::alert::{instant, is_open};

/// Whether a Task asks for a form.
pub(crate) fn is_form(task: &Map<String, Value>) -> bool {
    has_code(task.get("code"), terms::SDC_TASK, "complete-questionnaire")
}

fn has_code(concept: Option<&Value>, system: &str, code: &str) -> bool {
    let codings = concept.and_then(|concept| concept.get("coding")).and_then(Value::as_array);
    codings.into_iter().flatten().any(|coding| {
        let is = |name: &str, value: &str| coding.get(name).and_then(Value::as_str) == Some(value);
        is("system", system) && is("code", code)
    })
}

/// When its window closes, while somebody may still answer it.
pub(super) fn end(task: &Map<String, Value>) -> Option<DateTime<Utc>> {
    let end = task.get("restriction")?.get("period")?.get("end")?.as_str()?;
    let end = DateTime::parse_from_rfc3339(end).ok()?.with_timezone(&Utc);
    is_open(task).then_some(end)
}

/// The canonical URL, without a version, of the form that it asks for.
pub(crate) fn form(task: &Map<String, Value>) -> Option<&str> {
    let inputs = task.get("input")?.as_array()?;
    let asks = inputs.iter().find(|input| has_code(input.get("type"), terms::SDC_TASK, "questionnaire"))?;
    asks.get("valueCanonical")?.as_str()?.split('|').next()
}

/// The Task of a form that was answered; `None` when it has these answers already. Answers that come late, from a
/// phone that was offline, count too.
pub(crate) fn answered(
    task: &Resource,
    response: &str,
    at: Option<&str>,
    now: DateTime<Utc>,
) -> Option<Resource> {
    let outputs = task.json().get("output").and_then(Value::as_array).cloned().unwrap_or_default();
    let known = outputs.iter().any(|output| {
        output.get("valueReference").and_then(|to| to.get("reference")?.as_str()) == Some(response)
    });
    if known {
        return None;
    }
    let mut task = task.clone();
    let json = task.json_mut();
    json.insert("status".to_owned(), json!("completed"));
    json.shift_remove("statusReason");
    json.insert("lastModified".to_owned(), json!(instant(now)));
    if let (Some(at), Some(period)) = (at, json.get_mut("executionPeriod").and_then(Value::as_object_mut)) {
        // A period that ends before it begins says nothing.
        let ends = |text: &str| DateTime::parse_from_rfc3339(text).ok();
        let start = period.get("start").and_then(Value::as_str).and_then(ends);
        if ends(at) >= start {
            period.insert("end".to_owned(), json!(at));
        }
    }
    let mut outputs = outputs;
    outputs.push(json!({
        "type": {"coding": [{"system": terms::SDC_TASK, "code": "response"}]},
        "valueReference": {"reference": response},
    }));
    json.insert("output".to_owned(), Value::Array(outputs));
    Some(task)
}

/// The Task of a form that nobody answered while its window was open; `None` when it is answered, or still open.
pub(super) fn expired(task: &Resource, now: DateTime<Utc>) -> Option<Resource> {
    let end = end(task.json()).filter(|_| is_form(task.json()))?;
    if end > now {
        return None;
    }
    let mut task = task.clone();
    let json = task.json_mut();
    json.insert("status".to_owned(), json!("failed"));
    json.insert(
        "statusReason".to_owned(),
        json!({
            "coding": [{"system": terms::TASK, "code": "not-answered", "display": "Not answered in time"}],
            "text": "没有在时间内回答",
            "_text": {"extension": [{"url": terms::TRANSLATION, "extension": [
                {"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": "Not answered in time"}]}]},
        }),
    );
    json.insert("lastModified".to_owned(), json!(instant(now)));
    Some(task)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).expect("a time").with_timezone(&Utc)
    }

    fn task() -> Resource {
        let json = json!({"resourceType": "Task", "id": "t", "status": "requested", "intent": "order",
            "code": {"coding": [{"system": terms::SDC_TASK, "code": "complete-questionnaire"}]},
            "input": [{"type": {"coding": [{"system": terms::SDC_TASK, "code": "questionnaire"}]},
                "valueCanonical": "http://h.example/Questionnaire/q|1"}],
            "executionPeriod": {"start": "2026-11-25T08:00:00+08:00"},
            "restriction": {"period": {"start": "2026-11-25T08:00:00+08:00", "end": "2026-11-26T20:00:00+08:00"}}});
        Resource::from_value(json).expect("a task")
    }

    #[test]
    fn answers_complete_it_once_and_name_the_response() {
        let now = at("2026-11-25T02:00:00Z");
        let done = answered(&task(), "QuestionnaireResponse/r", Some("2026-11-25T09:59:00+08:00"), now)
            .expect("new");
        assert_eq!(done.json()["status"], "completed");
        assert_eq!(done.json()["output"][0]["valueReference"]["reference"], "QuestionnaireResponse/r");
        assert_eq!(done.json()["executionPeriod"]["end"], "2026-11-25T09:59:00+08:00");
        assert_eq!(answered(&done, "QuestionnaireResponse/r", None, now), None);
        let twice = answered(&done, "QuestionnaireResponse/other", None, now).expect("another");
        assert_eq!(twice.json()["output"].as_array().map(Vec::len), Some(2));
        let early =
            answered(&task(), "QuestionnaireResponse/r", Some("2020-01-01T00:00:00Z"), now).expect("new");
        assert!(early.json()["executionPeriod"].get("end").is_none(), "a phone with a wrong clock");
    }

    #[test]
    fn it_is_over_when_its_window_closes_and_late_answers_still_count() {
        assert_eq!(expired(&task(), at("2026-11-26T11:59:59Z")), None);
        let over = expired(&task(), at("2026-11-26T12:00:00Z")).expect("over");
        assert_eq!(over.json()["status"], "failed");
        assert_eq!(expired(&over, at("2026-12-26T12:00:00Z")), None, "once");
        let late =
            answered(&over, "QuestionnaireResponse/r", None, at("2026-12-01T00:00:00Z")).expect("late");
        assert_eq!(late.json()["status"], "completed");
        assert!(!late.json().contains_key("statusReason"));
        assert_eq!(form(over.json()), Some("http://h.example/Questionnaire/q"));
    }
}
