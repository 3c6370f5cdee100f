//! What findings make of a patient's alert. Pure: the worker reads before and writes after.
//!
//! One alert an episode (decision 6): while an alert is open, new findings join it; a finding that some alert of the
//! patient already holds changes nothing, so that a job may run any number of times.

use chrono::{DateTime, Duration, SecondsFormat, Utc};
use kangban_care::{Bilingual, Finding, Severity};
use kangban_fhir::{Observation, Resource, terms};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::reading::reading;

/// Extension of an alert whose time ran out unseen: when that was noticed.
pub const OVERDUE: &str = "https://kangban.example/fhir/StructureDefinition/overdue";
/// Namespace of the ids that are derived here.
const NAMESPACE: Uuid = Uuid::from_u128(0x6b61_6e67_6261_6e5f_616c_6572_7473_2e31);

/// So many findings stand in one alert.
const MOST_FINDINGS: usize = 100;

/// What findings are about: an Observation, or answers to a form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct About {
    /// `Type/ID`
    pub(crate) reference: String,
    pub(crate) version: String,
    /// What a person reads with each finding, in their order.
    pub(crate) readings: Vec<Bilingual>,
}

impl About {
    /// Findings on an observation, which all tell the same reading.
    pub(crate) fn observation(observation: &Observation, findings: &[Finding]) -> Self {
        let reading = reading(observation);
        Self {
            reference: format!("Observation/{}", observation.id().unwrap_or_default()),
            version: observation.version_id().unwrap_or("1").to_owned(),
            readings: findings.iter().map(|_| reading.clone()).collect(),
        }
    }
}

/// What has to be written, in this order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change {
    pub(crate) task: Resource,
    pub(crate) flag: Resource,
}

/// Whether a Task is an alert.
pub(crate) fn is_alert(task: &Map<String, Value>) -> bool {
    codings(task.get("code")).any(|coding| {
        coding.get("system").and_then(Value::as_str) == Some(terms::TASK)
            && coding.get("code").and_then(Value::as_str) == Some("alert")
    })
}

/// Whether somebody still has to deal with it.
pub(crate) fn is_open(task: &Map<String, Value>) -> bool {
    matches!(
        task.get("status").and_then(Value::as_str),
        Some("requested" | "received" | "accepted" | "in-progress" | "on-hold" | "ready")
    )
}

/// What `findings` make of the patient's alerts; `None` when they are known already.
pub(crate) fn raise(
    patient: &Resource,
    alerts: &[Resource],
    about: &About,
    findings: &[Finding],
    now: DateTime<Utc>,
) -> Option<Change> {
    let patient_id = patient.id()?;
    let reference = about.reference.as_str();
    let none = Bilingual::default();
    let fresh: Vec<(&Finding, &Bilingual)> = findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| {
            !alerts.iter().any(|alert| holds(alert, reference, &finding.rule, &finding.action))
        })
        .map(|(place, finding)| (finding, about.readings.get(place).unwrap_or(&none)))
        .collect();
    let gravest = fresh.iter().map(|(finding, _)| finding.severity).max()?;
    let open = alerts
        .iter()
        .filter(|alert| is_open(alert.json()))
        .max_by_key(|alert| text(alert, "authoredOn").to_owned());
    let inputs: Vec<Value> =
        fresh.iter().map(|(finding, reading)| input(finding, reference, reading, now)).collect();
    let stamp = instant(now);

    let mut task = if let Some(alert) = open {
        alert.json().clone()
    } else {
        // The id of the first alert of an observation is as old as the hospital.
        let subject = reference.strip_prefix("Observation/").unwrap_or(reference);
        let id = derived(&format!("alert|{patient_id}|{subject}|{}", about.version));
        new_task(&id, patient, reference, &stamp)
    };
    let end = clock_end(&task, gravest, now);
    let mut all = task.get("input").and_then(Value::as_array).cloned().unwrap_or_default();
    all.extend(inputs);
    shorten(&mut all);
    let (zh, en) = description(&all);
    task.insert("input".to_owned(), Value::Array(all));
    task.insert("description".to_owned(), json!(zh));
    task.insert("_description".to_owned(), json!({"extension": [translation(&en)]}));
    let priority =
        higher(task.get("priority").and_then(Value::as_str).unwrap_or("routine"), gravest.priority());
    task.insert("priority".to_owned(), json!(priority));
    task.insert("lastModified".to_owned(), json!(stamp));
    let start = task.get("authoredOn").cloned().unwrap_or_else(|| json!(stamp));
    task.insert("restriction".to_owned(), json!({"period": {"start": start, "end": instant(end)}}));
    let task = Resource::from_value(Value::Object(task)).ok()?;
    let flag = flag(&task, patient_id, &zh, &en)?;
    Some(Change { task, flag })
}

/// The Flag of an alert that is over; `None` when it is over already.
pub(crate) fn lower(flag: &Resource, now: DateTime<Utc>) -> Option<Resource> {
    if text(flag, "status") != "active" {
        return None;
    }
    let mut json = flag.json().clone();
    json.insert("status".to_owned(), json!("inactive"));
    if let Some(period) = json.entry("period").or_insert_with(|| json!({})).as_object_mut() {
        period.insert("end".to_owned(), json!(instant(now)));
    }
    Resource::from_value(Value::Object(json)).ok()
}

/// An alert whose time ran out without anybody seeing it, one priority up and marked; `None` when it was seen, is
/// closed, still has time, or is marked already.
pub(crate) fn overdue(task: &Resource, now: DateTime<Utc>) -> Option<Resource> {
    let json = task.json();
    let end = period_end(json)?;
    if !is_alert(json) || !is_open(json) || end > now || is_seen(json) || marked_overdue(json, end) {
        return None;
    }
    let mut json = json.clone();
    let next = match text(task, "priority") {
        "routine" => "urgent",
        "urgent" => "asap",
        _ => "stat",
    };
    json.insert("priority".to_owned(), json!(next));
    json.insert("lastModified".to_owned(), json!(instant(now)));
    put_extension(&mut json, json!({"url": OVERDUE, "valueInstant": instant(now)}));
    Resource::from_value(Value::Object(json)).ok()
}

/// The id of the Flag that goes with an alert.
pub(crate) fn flag_id(task_id: &str) -> String {
    derived(&format!("flag|{task_id}"))
}

/// When an open alert has to have been seen, if nobody has yet and it is not marked overdue.
pub(crate) fn clock_of(task: &Map<String, Value>) -> Option<DateTime<Utc>> {
    let end = period_end(task)?;
    (is_alert(task) && is_open(task) && !is_seen(task) && !marked_overdue(task, end)).then_some(end)
}

/// Puts an extension in place of any with its URL.
pub(crate) fn put_extension(json: &mut Map<String, Value>, extension: Value) {
    let url = extension.get("url").cloned();
    let list = json.entry("extension").or_insert_with(|| json!([]));
    if let Some(list) = list.as_array_mut() {
        list.retain(|known| known.get("url").cloned() != url);
        list.push(extension);
    }
}

/// A moment as FHIR writes it.
pub(crate) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn derived(name: &str) -> String {
    Uuid::new_v5(&NAMESPACE, name.as_bytes()).to_string()
}

fn text<'a>(resource: &'a Resource, name: &str) -> &'a str {
    resource.json().get(name).and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn codings(concept: Option<&Value>) -> impl Iterator<Item = &Value> {
    concept.and_then(|concept| concept.get("coding")).and_then(Value::as_array).into_iter().flatten()
}

fn new_task(id: &str, patient: &Resource, about: &str, stamp: &str) -> Map<String, Value> {
    let mut task = json!({
        "resourceType": "Task",
        "id": id,
        "language": "zh-CN",
        "status": "requested",
        "intent": "order",
        "priority": "routine",
        "code": {"coding": [{"system": terms::TASK, "code": "alert", "display": "Alert"}]},
        "focus": {"reference": about},
        "for": {"reference": format!("Patient/{}", patient.id().unwrap_or_default())},
        "authoredOn": stamp,
    });
    let responsible = patient.json().get("generalPractitioner").and_then(|list| list.get(0)).cloned();
    if let (Some(owner), Some(task)) = (responsible, task.as_object_mut()) {
        task.insert("owner".to_owned(), owner);
    }
    match task {
        Value::Object(task) => task,
        _ => Map::new(),
    }
}

/// How long a finding may wait until somebody sees it.
fn patience(severity: Severity) -> Duration {
    match severity {
        Severity::Urgent => Duration::hours(1),
        Severity::Caution => Duration::hours(4),
        Severity::Info => Duration::hours(24),
    }
}

/// A finding can only bring the end nearer, unless all before it was seen: then its own clock counts.
fn clock_end(task: &Map<String, Value>, gravest: Severity, now: DateTime<Utc>) -> DateTime<Utc> {
    let own = now + patience(gravest);
    match period_end(task) {
        Some(end) if !is_seen(task) => end.min(own),
        _ => own,
    }
}

fn period_end(task: &Map<String, Value>) -> Option<DateTime<Utc>> {
    moment(task.get("restriction")?.get("period")?.get("end")?)
}

fn moment(value: &Value) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(value.as_str()?).ok().map(|at| at.with_timezone(&Utc))
}

pub(super) fn extensions<'a>(holder: Option<&'a Value>, url: &'a str) -> impl Iterator<Item = &'a Value> {
    holder
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter(move |extension| extension.get("url").and_then(Value::as_str) == Some(url))
}

/// Whether all that an alert holds was there when somebody last looked.
pub(crate) fn is_seen(task: &Map<String, Value>) -> bool {
    let seen = extensions(task.get("extension"), terms::SEEN)
        .filter_map(|seen| moment(extensions(seen.get("extension"), "at").next()?.get("valueInstant")?))
        .max();
    let last =
        findings_of(task).filter_map(|finding| moment(inner(finding, "at")?.get("valueInstant")?)).max();
    seen.is_some_and(|seen| last.is_none_or(|last| last <= seen))
}

fn marked_overdue(task: &Map<String, Value>, end: DateTime<Utc>) -> bool {
    extensions(task.get("extension"), OVERDUE)
        .filter_map(|mark| moment(mark.get("valueInstant")?))
        .any(|at| at >= end)
}

fn findings_of(task: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let inputs = task.get("input").and_then(Value::as_array).into_iter().flatten();
    inputs.flat_map(|input| extensions(input.get("extension"), terms::FINDING))
}

pub(super) fn inner<'a>(finding: &'a Value, name: &'a str) -> Option<&'a Value> {
    extensions(finding.get("extension"), name).next()
}

/// Whether an alert, open or closed, has that finding on that observation. The rule's version does not matter: a
/// threshold that was changed in between is no new finding.
fn holds(alert: &Resource, about: &str, rule: &str, action: &str) -> bool {
    let inputs = alert.json().get("input").and_then(Value::as_array).into_iter().flatten();
    inputs
        .filter(|input| {
            input.get("valueReference").and_then(|to| to.get("reference")).and_then(Value::as_str)
                == Some(about)
        })
        .any(|input| {
            extensions(input.get("extension"), terms::FINDING).any(|finding| {
                let value =
                    |name, key| inner(finding, name).and_then(|part| part.get(key)).and_then(Value::as_str);
                value("rule", "valueCanonical").and_then(|canonical| canonical.split('|').next())
                    == Some(rule)
                    && value("action", "valueString") == Some(action)
            })
        })
}

fn higher<'a>(one: &'a str, other: &'a str) -> &'a str {
    let rank =
        |priority: &str| ["routine", "urgent", "asap", "stat"].iter().position(|known| *known == priority);
    if rank(one) >= rank(other) { one } else { other }
}

fn translation(en: &str) -> Value {
    json!({"url": terms::TRANSLATION, "extension": [
        {"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": en}]})
}

fn bilingual(url: &str, text: &Bilingual) -> Value {
    json!({"url": url, "valueString": text.zh, "_valueString": {"extension": [translation(&text.en)]}})
}

fn input(finding: &Finding, about: &str, reading: &Bilingual, now: DateTime<Utc>) -> Value {
    let mut parts = vec![
        json!({"url": "rule", "valueCanonical": finding.canonical()}),
        json!({"url": "action", "valueString": finding.action}),
        json!({"url": "severity", "valueCode": finding.severity.code()}),
        json!({"url": "at", "valueInstant": instant(now)}),
        bilingual("title", &finding.advice.title),
        bilingual("ruleTitle", &finding.rule_title),
        bilingual("source", &finding.source.text),
    ];
    if !reading.zh.is_empty() {
        parts.push(bilingual("reading", reading));
    }
    if let Some(url) = &finding.source.url {
        parts.push(json!({"url": "sourceUrl", "valueUrl": url}));
    }
    for limit in &finding.limits {
        parts.push(json!({"url": "limit", "valueQuantity": kangban_fhir::Datatype::write(limit)}));
    }
    json!({
        "extension": [{"url": terms::FINDING, "extension": parts}],
        "type": {"coding": [{"system": terms::TASK, "code": "finding", "display": "Finding"}]},
        "valueReference": {"reference": about},
    })
}

/// What was answered, in Chinese and English: each finding's title with its last reading, in the order they came.
fn description(inputs: &[Value]) -> (String, String) {
    let mut told: Vec<(Both<'_>, Both<'_>)> = Vec::new();
    for finding in inputs.iter().flat_map(|input| extensions(input.get("extension"), terms::FINDING)) {
        let title = both(finding, "title");
        let reading = both(finding, "reading");
        match told.iter_mut().find(|(known, _)| known.0 == title.0) {
            Some(known) => known.1 = reading,
            None => told.push((title, reading)),
        }
    }
    let line = |title: &str, colon: &str, reading: &str| {
        if reading.is_empty() { title.to_owned() } else { format!("{title}{colon}{reading}") }
    };
    let zh: Vec<String> = told.iter().map(|(title, reading)| line(title.0, "：", reading.0)).collect();
    let en: Vec<String> = told.iter().map(|(title, reading)| line(title.1, ": ", reading.1)).collect();
    (zh.join("；"), en.join("; "))
}

/// A text in Chinese and English.
type Both<'a> = (&'a str, &'a str);

/// A part of a finding; empty when it is not there.
fn both<'a>(finding: &'a Value, name: &'a str) -> Both<'a> {
    let Some(part) = inner(finding, name) else { return ("", "") };
    let zh = part.get("valueString").and_then(Value::as_str).unwrap_or_default();
    let translation =
        part.get("_valueString").and_then(|one| extensions(one.get("extension"), terms::TRANSLATION).next());
    let en = translation.and_then(|one| inner(one, "content")?.get("valueString")?.as_str());
    (zh, en.unwrap_or(zh))
}

/// Keeps an alert that nobody looks at from growing without end: the oldest findings go whose rule has fired since.
pub(crate) fn shorten(inputs: &mut Vec<Value>) {
    while inputs.len() > MOST_FINDINGS {
        let rule = |input: &Value| {
            let finding = extensions(input.get("extension"), terms::FINDING).next()?;
            Some((inner(finding, "rule")?.get("valueCanonical")?.clone(), inner(finding, "action")?.clone()))
        };
        let repeated = (0..inputs.len())
            .find(|place| inputs[place + 1..].iter().any(|later| rule(later) == rule(&inputs[*place])));
        match repeated {
            Some(place) => drop(inputs.remove(place)),
            None => return,
        }
    }
}

fn flag(task: &Resource, patient: &str, zh: &str, en: &str) -> Option<Resource> {
    let flag = json!({
        "resourceType": "Flag",
        "id": flag_id(task.id()?),
        "language": "zh-CN",
        "status": "active",
        "category": [{"coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/flag-category", "code": "clinical", "display": "Clinical"}]}],
        "code": {
            "coding": [{"system": terms::TASK, "code": "alert", "display": "Alert"}],
            "text": zh,
            "_text": {"extension": [translation(en)]},
        },
        "subject": {"reference": format!("Patient/{patient}")},
        "period": {"start": text(task, "authoredOn")},
    });
    Resource::from_value(flag).ok()
}
