//! Reading the vault into [`Data`]: one read, one state of the store, after unlocking and after everything that changes it.

use std::collections::BTreeMap;

use kangban_care::RuleSet;
use kangban_fhir::{
    Choice, Communication, Condition, ContactPoint, HumanName, Organization, Patient, Practitioner, Procedure, Reference,
    Resource, Task, terms,
};

use crate::{
    advice,
    effects::vault::{Answer, Query, Stored},
    entry::{Entry, seen_of},
    model::{Data, Letter, Seen, Ward},
    text::Lang,
};

/// How many entries and messages a window holds at first.
pub(crate) const WINDOW: u32 = 30;

/// Names of single values in the vault.
pub(crate) mod values {
    pub(crate) const ACCESS: &str = "token.access";
    pub(crate) const REFRESH: &str = "token.refresh";
    pub(crate) const CONFIRMED: &str = "last-confirmed";
    /// Followed by the feed's name.
    pub(crate) const CURSOR: &str = "cursor.";
}

fn window(resource_type: &str, limit: u32) -> Query {
    Query::Window { resource_type: resource_type.to_owned(), codes: Vec::new(), since_ms: None, before: None, limit }
}

/// The questions, in the order that [`read`] takes the answers.
pub(crate) fn queries(patient: &str, entries: u32, letters: u32) -> Vec<Query> {
    vec![
        Query::Get { resource_type: "Patient".to_owned(), id: patient.to_owned() },
        window("Organization", 20),
        window("Practitioner", 100),
        window("Procedure", 20),
        window("Condition", 100),
        window("PlanDefinition", 200),
        window("Task", 100),
        window("Observation", entries + 1),
        window("Communication", letters + 1),
        Query::Documents { kind: advice::KIND.to_owned(), limit: 100 },
        Query::Counts,
        Query::Outbox { refused: false, limit: 20 },
        Query::Outbox { refused: true, limit: 20 },
        Query::Value(values::CONFIRMED.to_owned()),
    ]
}

/// What the answers say; and the ward, when it is known.
pub(crate) fn read(answers: Vec<Answer>, lang: Lang, entries: u32, letters: u32) -> (Data, Option<Ward>) {
    let mut answers = answers.into_iter();
    let mut records = || match answers.next() {
        Some(Answer::Records(records)) => records,
        Some(Answer::Record(record)) => record.map(|record| *record).into_iter().collect(),
        _ => Vec::new(),
    };
    let patient = records().into_iter().find_map(view::<Patient>);
    let organizations: Vec<Organization> = records().into_iter().filter_map(view).collect();
    let practitioners: Vec<Practitioner> = records().into_iter().filter_map(view).collect();
    let procedures: Vec<Procedure> = records().into_iter().filter_map(view).collect();
    let conditions: Vec<Condition> = records().into_iter().filter_map(view).collect();
    let plans: Vec<Resource> = records().into_iter().filter_map(resource).collect();
    let tasks: Vec<Task> = records().into_iter().filter_map(view).collect();
    let mut observations = records();
    let mut communications = records();

    let mut data = Data::default();
    data.more_entries = observations.len() > entries as usize;
    observations.truncate(entries as usize);
    data.more_letters = communications.len() > letters as usize;
    communications.truncate(letters as usize);
    for answer in answers {
        match answer {
            Answer::Documents(documents) => {
                data.advice = documents.into_iter().map(|(id, json)| (id, advice::read(&json))).collect();
            }
            Answer::Counts(waiting, refused) => (data.waiting, data.refused) = (waiting, refused),
            Answer::Records(rows) if rows.iter().any(|row| row.outbox.as_ref().is_some_and(|row| row.refused.is_some())) => {
                data.refusals = rows;
            }
            Answer::Records(rows) if !rows.is_empty() => data.outbox = rows,
            Answer::Text(text) => data.last_confirmed = text,
            _ => {}
        }
    }
    data.entries = observations.into_iter().filter_map(Entry::read).filter(|entry| !entry.withdrawn()).collect();
    data.thread = communications.into_iter().rev().filter_map(letter).collect();
    data.people = people(&practitioners, lang);
    data.seen = seen(&tasks, &data.people);
    data.surgery_ms = surgery(&procedures);
    data.conditions = conditions.iter().filter_map(|one| one.code().ok().flatten()).flat_map(|code| code.coding).collect();
    data.rules = rules(&plans);
    let ward = patient.as_ref().and_then(|patient| about(patient, &mut data, &organizations, lang));
    (data, ward)
}

fn resource(stored: Stored) -> Option<Resource> {
    Resource::parse(&stored.record.json).ok()
}

fn view<T: TryFrom<Resource>>(stored: Stored) -> Option<T> {
    T::try_from(resource(stored)?).ok()
}

fn letter(stored: Stored) -> Option<Letter> {
    let message = Communication::try_from(Resource::parse(&stored.record.json).ok()?).ok()?;
    Some(Letter {
        id: stored.record.id,
        at_ms: stored.record.date_ms,
        message,
        outbox: stored.outbox,
        last_updated: stored.record.last_updated,
    })
}

/// A name in the reader's language where there are several: a Chinese one for zh, a Latin one for en.
fn name_in(names: &[HumanName], lang: Lang) -> Option<String> {
    let chinese = |text: &str| text.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
    let shown: Vec<String> = names.iter().filter_map(HumanName::display).collect();
    let wanted = shown.iter().find(|name| chinese(name) == (lang == Lang::Zh));
    wanted.or(shown.first()).cloned()
}

fn people(practitioners: &[Practitioner], lang: Lang) -> BTreeMap<String, String> {
    let named = |one: &Practitioner| Some((format!("Practitioner/{}", one.id()?), name_in(&one.name().ok()?, lang)?));
    practitioners.iter().filter_map(named).collect()
}

/// Who has seen which entry: an alert's finding counts as seen when it came before the alert was last looked at.
fn seen(tasks: &[Task], people: &BTreeMap<String, String>) -> BTreeMap<String, Seen> {
    let mut all = BTreeMap::new();
    for task in tasks {
        let Some(mut seen) = seen_of(task) else { continue };
        if let Some(Choice::Reference(by)) = task.extension(terms::SEEN).as_ref().and_then(|one| one.inner_value("by"))
            && let Some(name) = by.reference.as_ref().and_then(|reference| people.get(reference))
        {
            seen.by.clone_from(name);
        }
        let Ok(looked) = kangban_fhir::Instant::parse(&seen.at) else { continue };
        for input in task.input().unwrap_or_default() {
            let Some(Choice::Reference(observation)) = &input.value else { continue };
            let finding = input.extension.iter().find(|one| one.url == terms::FINDING);
            let came = finding.and_then(|one| one.inner_value("at")).and_then(Choice::start);
            if let Some(id) = observation.id_of("Observation")
                && came.is_none_or(|came| came.millis() <= looked.millis())
            {
                all.insert(id.to_owned(), seen.clone());
            }
        }
    }
    all
}

/// The last operation that was done.
fn surgery(procedures: &[Procedure]) -> Option<i64> {
    let done = procedures.iter().filter(|one| one.status().ok().flatten().as_deref() == Some("completed"));
    done.filter_map(|one| Some(one.performed().ok()??.start()?.millis())).max()
}

/// The hospital's rules; the library that comes with the app until they have arrived.
fn rules(plans: &[Resource]) -> RuleSet {
    let (own, _) = RuleSet::from_plan_definitions(plans);
    if own.rules().is_empty() { RuleSet::from_plan_definitions(&kangban_care::library()).0 } else { own }
}

fn about(patient: &Patient, data: &mut Data, organizations: &[Organization], lang: Lang) -> Option<Ward> {
    data.name = patient.name().ok().and_then(|names| name_in(&names, lang)).unwrap_or_default();
    data.gender = patient.gender().ok().flatten().unwrap_or_default();
    data.doctor = patient.general_practitioner().ok().and_then(|all| all.into_iter().next());
    let ward_reference: Option<Reference> = patient.managing_organization().ok().flatten();
    let ward_id = ward_reference.as_ref().and_then(|reference| reference.id_of("Organization"))?;
    let ward = organizations.iter().find(|one| one.id() == Some(ward_id))?;
    let parent = ward.part_of().ok().flatten();
    let parent = parent.as_ref().and_then(|reference| reference.id_of("Organization"));
    let hospital = organizations.iter().find(|one| one.id() == parent);
    let names: Vec<String> = hospital.into_iter().chain([ward]).map(|one| organization_name(one, lang)).collect();
    data.hospital = names.join(" · ");
    let phone = |points: &[ContactPoint]| {
        points.iter().find(|point| point.system.as_deref() == Some("phone")).and_then(|point| point.value.clone())
    };
    Some(Ward {
        zh: organization_name(ward, Lang::Zh),
        en: organization_name(ward, Lang::En),
        phone: phone(&ward.telecom().ok()?)?,
    })
}

/// An organization's name, or its translation (`_name` with the translation extension).
fn organization_name(organization: &Organization, lang: Lang) -> String {
    let own = organization.name().ok().flatten().unwrap_or_default();
    let extensions = organization.json().get("_name").and_then(|one| one.get("extension")?.as_array());
    let translated = extensions.into_iter().flatten().find_map(|one| {
        let inner = one.get("extension")?.as_array()?;
        let part = |url: &str| inner.iter().find(|one| one.get("url").and_then(|it| it.as_str()) == Some(url));
        let language = part("lang")?.get("valueCode")?.as_str()?;
        (one.get("url")?.as_str()? == terms::TRANSLATION && Lang::from_tag(language) == Some(lang))
            .then(|| part("content")?.get("valueString")?.as_str().map(str::to_owned))?
    });
    translated.unwrap_or(own)
}
