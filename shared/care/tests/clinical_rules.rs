//! `docs/clinical-rules.md` is written from the library, and this proves that it is fresh.
//! `KANGBAN_WRITE_DOCS=1 cargo test -p kangban-care --test clinical_rules` writes it anew.
#![allow(clippy::expect_used)]

use std::{fmt::Write as _, fs, path::PathBuf};

use kangban_care::{RuleSet, Severity, Threshold, library, thresholds};
use kangban_fhir::{PlanDefinition, Resource, terms};
use serde_json::Value;

const HEAD: &str = "\
# Clinical rules

<!-- Written from shared/care/library by the test clinical_rules of kangban-care; do not edit by hand. -->

A rule is a PlanDefinition of type `eca-rule`. The phone evaluates it before the screen says \"saved\", the hospital
when the entry arrives, both with `shared/care` and the same definitions. A hospital starts with the rules below. A
clinician changes a value in the console, within the range in the table; the new version reaches hospital and phones
through the change feed and counts from the next entry on.

Severity decides what the patient is asked to do, the alert's priority, and how long the alert may wait until somebody
sees it: urgent 1 hour, caution 4 hours, info 24 hours. One that waits longer is raised one priority and marked overdue.

Rules after surgery look at `Procedure.performed[x]` of the last completed operation, the heart failure rules at the
Conditions on record. A rule without a value waits as a `draft` until the hospital sets one. An entry that cannot be
compared (a temperature in kilograms) is reported in the log, never passed over in silence.

Conditions are FHIRPath over `%new` (the entry, or the answers to a form), the rule's thresholds, the earlier entries or
answers that it names as inputs, `%conditions` (the codes of the diseases on record) and `%daysAfterSurgery`. A rule on
answers is a trigger on QuestionnaireResponse; a score is an Observation and is judged like any other. A function that
does not exist is refused when the rule is read.
";

#[test]
fn the_book_shows_the_rules_as_they_are() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/clinical-rules.md");
    let wanted = page();
    if std::env::var_os("KANGBAN_WRITE_DOCS").is_some() {
        fs::write(&path, &wanted).expect("the page is written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "docs/clinical-rules.md is not what the library says; \
         KANGBAN_WRITE_DOCS=1 cargo test -p kangban-care --test clinical_rules writes it anew"
    );
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    for plan in library() {
        let (zh, en) = title(&Value::Object(plan.json().clone()));
        let plan = PlanDefinition::try_from(plan).expect("a rule");
        let _ = write!(page, "\n## {en} ({zh})\n\n{}\n\n", facts(&plan));
        page.push_str("| when | severity | what the patient reads | |\n| --- | --- | --- | --- |\n");
        for action in actions(&plan) {
            let (zh, en) = title(action);
            let severity = action["priority"].as_str().and_then(severity).expect("a severity");
            let _ = writeln!(page, "| {} | {severity} | {en} | {zh} |", conditions(action));
        }
        let values = thresholds(&plan);
        if !values.is_empty() {
            page.push_str("\n| threshold | value | may be set |\n| --- | --- | --- |\n");
        }
        for threshold in values {
            let _ =
                writeln!(page, "| `{}` | {} | {} |", threshold.name, value(&threshold), range(&threshold));
        }
        for artifact in plan.json()["relatedArtifact"].as_array().expect("its sources") {
            let (zh, en) = translated(artifact, "citation");
            let link = artifact["url"].as_str().map(|url| format!(" <{url}>")).unwrap_or_default();
            let _ = writeln!(page, "\nSource: {en}.{link}\n\n来源：{zh}");
        }
    }
    page
}

fn facts(plan: &PlanDefinition) -> String {
    let id = plan.id().expect("an id");
    let applies = conditions(&plan.json()["action"][0]);
    let applies = if applies.is_empty() { "everybody".to_owned() } else { applies };
    let draft = plan.status().expect("readable").as_deref() == Some("draft");
    let waits = if draft { " Waits for the hospital's value." } else { "" };
    format!("`{id}` looks at {} of {applies}.{waits}", codes(plan).join(", "))
}

/// What it looks at, as the rules see it: a draft is read as if it were in force.
fn codes(plan: &PlanDefinition) -> Vec<String> {
    let mut active: Resource = plan.clone().into_resource();
    active.set("status", &Some("active".to_owned()));
    let (rules, problems) = RuleSet::from_plan_definitions(&[active]);
    assert_eq!(problems, []);
    let rule = &rules.rules()[0];
    let mut all: Vec<String> = rule.codes().iter().map(|code| format!("`{}`", short(code))).collect();
    if let Some(forms) = rule.forms() {
        let named =
            forms.iter().map(|form| format!("answers to `{}`", form.rsplit('/').next().unwrap_or(form)));
        all.extend(named);
        if forms.is_empty() {
            all.push("answers to forms".to_owned());
        }
    }
    all
}

fn short(code: &str) -> String {
    let (system, code) = code.split_once('|').expect("system|code");
    match system {
        terms::LOINC => format!("LOINC {code}"),
        _ => code.to_owned(),
    }
}

fn actions(plan: &PlanDefinition) -> impl Iterator<Item = &Value> {
    plan.json()["action"][0]["action"].as_array().expect("actions").iter()
}

fn conditions(action: &Value) -> String {
    let all = action["condition"].as_array().into_iter().flatten();
    let texts = all.map(|condition| condition["expression"]["expression"].as_str().expect("an expression"));
    texts.map(|text| format!("`{}`", text.replace('|', "\\|"))).collect::<Vec<_>>().join(" and ")
}

fn severity(priority: &str) -> Option<&'static str> {
    let all = [Severity::Info, Severity::Caution, Severity::Urgent];
    all.into_iter().find(|severity| severity.priority() == priority).map(Severity::code)
}

/// A title in Chinese and in English.
fn title(holder: &Value) -> (String, String) {
    translated(holder, "title")
}

fn translated(holder: &Value, name: &str) -> (String, String) {
    let zh = holder[name].as_str().expect("a text");
    let translation = &holder[format!("_{name}")]["extension"][0]["extension"][1];
    (zh.to_owned(), translation["valueString"].as_str().expect("a translation").to_owned())
}

fn value(threshold: &Threshold) -> String {
    let quantity = threshold.value.as_ref();
    let unit =
        quantity.and_then(|quantity| quantity.code.clone()).filter(|code| code != "1").unwrap_or_default();
    match quantity.and_then(|quantity| quantity.value.as_ref()) {
        Some(value) => format!("{value} {unit}").trim().to_owned(),
        None => format!("not set {unit}").trim().to_owned(),
    }
}

fn range(threshold: &Threshold) -> String {
    match (&threshold.low, &threshold.high) {
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (low, high) => {
            let end = |end: &Option<kangban_fhir::Decimal>| {
                end.as_ref().map_or("–".to_owned(), ToString::to_string)
            };
            format!("{} to {}", end(low), end(high))
        }
    }
}
