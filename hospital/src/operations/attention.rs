//! What the care team does with an alert or a message: sees it, closes it. Pure.

use chrono::{DateTime, Utc};
use kangban_fhir::{Resource, terms};
use serde_json::{Value, json};

use crate::{
    auth::Caller,
    jobs::alert::{instant, is_alert, is_open, is_seen, put_extension},
    rest::Refusal,
};

/// How an alert can end: its code, in Chinese and in English.
const OUTCOMES: [(&str, &str, &str); 5] = [
    ("contacted", "已联系患者", "Patient contacted"),
    ("advised", "已给出建议", "Advice given"),
    ("seen-in-clinic", "已来院就诊", "Seen in clinic"),
    ("admitted", "已收住院", "Admitted"),
    ("no-action", "无需处理", "No action needed"),
];

/// The alert or message as seen by `by`; `None` when all of it was seen before: who came first stays.
pub(crate) fn seen(resource: &Resource, by: &Caller, now: DateTime<Utc>) -> Option<Resource> {
    let known = match resource.resource_type() {
        "Task" => is_seen(resource.json()),
        _ => resource.extension(terms::SEEN).is_some(),
    };
    if known {
        return None;
    }
    let mut seen = resource.clone();
    put_extension(seen.json_mut(), mark(by, now));
    if seen.resource_type() == "Task" {
        seen.json_mut().insert("lastModified".to_owned(), json!(instant(now)));
    }
    Some(seen)
}

fn mark(by: &Caller, now: DateTime<Utc>) -> Value {
    json!({"url": terms::SEEN, "extension": [
        {"url": "by", "valueReference": person(by)},
        {"url": "at", "valueInstant": instant(now)},
    ]})
}

fn person(by: &Caller) -> Value {
    let mut person = json!({"reference": by.reference().unwrap_or_default()});
    if let Some(name) = &by.display {
        person["display"] = json!(name.as_ref());
    }
    person
}

/// The alert closed with an outcome; `None` when it was closed with the same one before.
pub(crate) fn close(
    alert: &Resource,
    outcome: &str,
    note: Option<&str>,
    by: &Caller,
    now: DateTime<Utc>,
) -> Result<Option<Resource>, Refusal> {
    if !is_alert(alert.json()) {
        return Err(Refusal::unprocessable("this Task is no alert"));
    }
    let known = OUTCOMES.iter().find(|(code, ..)| *code == outcome);
    let (code, zh, en) =
        known.ok_or_else(|| Refusal::unprocessable(format!("'{outcome}' is no outcome of an alert")))?;
    if !is_open(alert.json()) {
        let before = alert.json().get("businessStatus").and_then(|status| status.pointer("/coding/0/code"));
        return if before.and_then(Value::as_str) == Some(code) {
            Ok(None)
        } else {
            Err(Refusal::conflict("this alert was closed with another outcome"))
        };
    }
    // Whoever closes an alert has seen it.
    let mut closed = seen(alert, by, now).unwrap_or_else(|| alert.clone());
    let json = closed.json_mut();
    json.insert("status".to_owned(), json!("completed"));
    json.insert(
        "businessStatus".to_owned(),
        json!({
            "coding": [{"system": terms::OUTCOME, "code": code, "display": en}],
            "text": zh,
            "_text": {"extension": [{"url": terms::TRANSLATION, "extension": [
                {"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": en}]}]},
        }),
    );
    let stamp = instant(now);
    let start = json.get("authoredOn").cloned().unwrap_or_else(|| json!(stamp));
    json.insert("executionPeriod".to_owned(), json!({"start": start, "end": stamp}));
    json.insert("lastModified".to_owned(), json!(stamp));
    if let Some(text) = note.map(str::trim).filter(|text| !text.is_empty()) {
        let note = json!({"authorReference": person(by), "time": stamp, "text": text});
        match json.entry("note").or_insert_with(|| json!([])) {
            Value::Array(notes) => notes.push(note),
            other => *other = json!([note]),
        }
    }
    Ok(Some(closed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::{Role, Scopes};

    fn doctor(id: &str) -> Caller {
        Caller {
            role: Role::Clinician(id.to_owned()),
            scopes: Scopes::everything(),
            client: "test".into(),
            display: Some("王建国".into()),
        }
    }

    fn at(minute: u32) -> DateTime<Utc> {
        let text = format!("2026-11-25T08:{minute:02}:00Z");
        DateTime::parse_from_rfc3339(&text).expect("a time").with_timezone(&Utc)
    }

    fn alert() -> Resource {
        let json = json!({"resourceType": "Task", "id": "a", "status": "requested", "intent": "order",
            "code": {"coding": [{"system": terms::TASK, "code": "alert"}]}, "authoredOn": "2026-11-25T08:00:00.000Z"});
        Resource::from_value(json).expect("a task")
    }

    #[test]
    fn who_sees_an_alert_first_is_the_one_who_saw_it() {
        let first = seen(&alert(), &doctor("wang"), at(1)).expect("new");
        let text = first.to_json();
        assert!(text.contains(r#""reference":"Practitioner/wang","display":"王建国""#), "{text}");
        assert_eq!(seen(&first, &doctor("chen"), at(2)), None);
        let message =
            Resource::from_value(json!({"resourceType": "Communication", "id": "m"})).expect("a message");
        let message = seen(&message, &doctor("chen"), at(2)).expect("new");
        assert_eq!(seen(&message, &doctor("wang"), at(3)), None);
    }

    #[test]
    fn closing_says_how_it_ended_with_whose_note_and_that_it_was_seen() {
        let closed = close(&alert(), "advised", Some(" 明天复查 "), &doctor("wang"), at(5))
            .expect("allowed")
            .expect("changed");
        let json = closed.json();
        assert_eq!(json["status"], "completed");
        assert_eq!(json["businessStatus"]["coding"][0]["code"], "advised");
        assert_eq!(json["note"][0]["text"], "明天复查");
        assert_eq!(json["note"][0]["authorReference"]["reference"], "Practitioner/wang");
        assert!(closed.extension(terms::SEEN).is_some());
        assert_eq!(close(&closed, "advised", None, &doctor("chen"), at(6)), Ok(None));
        let other = close(&closed, "admitted", None, &doctor("chen"), at(6)).expect_err("another outcome");
        assert_eq!(other.status().as_u16(), 409);
    }

    #[test]
    fn only_an_alert_is_closed_and_only_with_a_known_outcome() {
        let refused = |task: &Resource, outcome: &str| {
            close(task, outcome, None, &doctor("wang"), at(1)).expect_err("refused").status().as_u16()
        };
        assert_eq!(refused(&alert(), "bored"), 422);
        let task = Resource::from_value(json!({"resourceType": "Task", "id": "t", "status": "requested"}))
            .expect("a task");
        assert_eq!(refused(&task, "advised"), 422);
        let empty = close(&alert(), "no-action", Some("  "), &doctor("wang"), at(1))
            .expect("allowed")
            .expect("changed");
        assert!(!empty.json().contains_key("note"));
    }
}
