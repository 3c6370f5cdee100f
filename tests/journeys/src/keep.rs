//! Keeps what the story wrote, one file a resource, for an independent judge.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;

use crate::{Doctor, Outcome};

/// The types that app and hospital write about a patient, or that belong to the hospital.
const TYPES: [&str; 18] = [
    "Patient",
    "Observation",
    "Media",
    "Task",
    "Flag",
    "Communication",
    "Condition",
    "Procedure",
    "AllergyIntolerance",
    "CareTeam",
    "CarePlan",
    "Organization",
    "Practitioner",
    "PlanDefinition",
    "ActivityDefinition",
    "Questionnaire",
    "QuestionnaireResponse",
    "AuditEvent",
];

/// Writes all resources that `doctor` can find, and one of each kind of answer the hospital gives, below `folder`.
/// Says how many.
///
/// # Errors
/// When the hospital refuses, or the folder cannot be written.
pub fn keep(doctor: &Doctor, patient: &str, folder: &Path) -> Outcome<usize> {
    fs::create_dir_all(folder)?;
    let mut count = 0;
    let mut binaries = BTreeSet::new();
    for kind in TYPES {
        let (status, first) = doctor.status(&format!("{kind}?_count=100"))?;
        if status != 200 {
            // A type that this hospital does not offer to clinicians; its refusal is a resource too.
            save(folder, &format!("{kind}-refused"), &first)?;
            count += 1;
            continue;
        }
        save(folder, &format!("{kind}-search"), &first)?;
        for found in doctor.search(&format!("{kind}?_count=100"))? {
            if let Some(url) = found["content"]["url"].as_str() {
                binaries.insert(url.to_owned());
            }
            save(folder, &name(&found), &found)?;
            count += 1;
        }
    }
    for (label, path) in [
        ("capability", "metadata".to_owned()),
        ("patient-history", format!("Patient/{patient}/_history")),
        ("observation-history", "Observation/_history?_count=50".to_owned()),
        ("inbox-feed", "$changes?feed=inbox&after=&_count=200&wait=0".to_owned()),
        ("hospital-feed", "$changes?feed=hospital&after=&_count=200&wait=0".to_owned()),
    ]
    .into_iter()
    .chain(binaries.into_iter().map(|url| ("binary", url)))
    {
        save(folder, label, &doctor.get(&path)?)?;
        count += 1;
    }
    for (label, path) in [
        ("invitation", format!("Patient/{patient}/$invite")),
        ("seen-again", format!("Task/{}/$seen", alert(doctor, patient)?)),
    ] {
        save(folder, label, &doctor.operation(&path, &[])?)?;
        count += 1;
    }
    for (label, path) in [
        ("gone", "Observation/nothing-here"),
        ("unknown-type", "Wombat/1"),
        ("wrong-search", "Observation?date=xx"),
    ] {
        let (_, outcome) = doctor.status(path)?;
        save(folder, label, &outcome)?;
        count += 1;
    }
    Ok(count)
}

/// The id of one of the patient's alerts.
fn alert(doctor: &Doctor, patient: &str) -> Outcome<String> {
    let alerts = doctor.alerts(patient)?;
    Ok(alerts.first().and_then(|task| task["id"].as_str()).unwrap_or_default().to_owned())
}

fn name(resource: &Value) -> String {
    let text = |field: &str| resource[field].as_str().unwrap_or("none").to_owned();
    format!("{}-{}", text("resourceType"), text("id"))
}

fn save(folder: &Path, label: &str, resource: &Value) -> Outcome {
    Ok(fs::write(folder.join(format!("{label}.json")), serde_json::to_vec_pretty(resource)?)?)
}
