//! Reading the vault into [`Data`]: one read, one state of the store, after unlocking and after everything that changes it.

use std::collections::BTreeMap;

use kangban_care::RuleSet;
use kangban_fhir::{
    Choice, Communication, Condition, ContactPoint, HumanName, Observation, Organization, Patient,
    Practitioner, Procedure, Reference, Resource, Task, terms,
};

use crate::{
    advice,
    effects::{
        VaultOp, VaultOut,
        vault::{Answer, Query, Stored},
    },
    entry::{Entry, seen_of},
    forms,
    model::{Data, Letter, Seen, Ward},
    text::{Lang, t},
};

/// How many entries a window holds, and how many messages: what a view of 16 kB has room for.
pub(crate) const ENTRIES: u32 = 40;
pub(crate) const LETTERS: u32 = 20;
const OUTBOX: u32 = 120;

/// Names of single values in the vault.
pub(crate) mod values {
    pub(crate) const ACCESS: &str = "token.access";
    pub(crate) const REFRESH: &str = "token.refresh";
    pub(crate) const CONFIRMED: &str = "last-confirmed";
    /// Up to which message the thread was read.
    pub(crate) const READ: &str = "messages.read";
    /// Followed by the feed's name.
    pub(crate) const CURSOR: &str = "cursor.";
}

fn window(resource_type: &str, limit: u32) -> Query {
    Query::Window {
        resource_type: resource_type.to_owned(),
        codes: Vec::new(),
        since_ms: None,
        before: None,
        limit,
    }
}

/// The questions, in the order that [`read`] takes the answers. The rules are read again only when they changed.
pub(crate) fn queries(patient: &str, rules: bool) -> Vec<Query> {
    let mut queries = vec![
        Query::Get { resource_type: "Patient".to_owned(), id: patient.to_owned() },
        window("Organization", 20),
        window("Practitioner", 100),
        window("Procedure", 20),
        window("Condition", 100),
        window("Task", 100),
        window("Observation", ENTRIES + 1),
        window("Communication", LETTERS + 1),
        Query::Documents { kind: advice::KIND.to_owned(), limit: 100 },
        Query::Counts,
        Query::Outbox { refused: false, limit: OUTBOX },
        Query::Outbox { refused: true, limit: OUTBOX },
        Query::Value(values::CONFIRMED.to_owned()),
        Query::Value(values::READ.to_owned()),
    ];
    queries.extend(forms::queries());
    if rules {
        queries.push(window("PlanDefinition", 200));
    }
    queries
}

/// The question for a page behind a record.
pub(crate) fn page(resource_type: &str, before: (i64, String), limit: u32) -> VaultOp {
    VaultOp::Read(vec![Query::Window {
        resource_type: resource_type.to_owned(),
        codes: Vec::new(),
        since_ms: None,
        before: Some(before),
        limit: limit + 1,
    }])
}

/// A page's records, and whether there are older ones.
pub(crate) fn read_page(out: VaultOut, limit: u32) -> Option<(Vec<Stored>, bool)> {
    let VaultOut::Answers(answers) = out else { return None };
    let mut rows = records(answers.into_iter().next());
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    Some((rows, more))
}

/// The records of an answer.
pub(crate) fn records(answer: Option<Answer>) -> Vec<Stored> {
    match answer {
        Some(Answer::Records(records)) => records,
        Some(Answer::Record(record)) => record.map(|record| *record).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The text of an answer.
pub(crate) fn text(answer: Option<Answer>) -> Option<String> {
    if let Some(Answer::Text(text)) = answer { text } else { None }
}

/// What the answers say; and the ward, when it is known. Without an answer about the rules those until now stay.
pub(crate) fn read(answers: Vec<Answer>, lang: Lang, rules_until_now: RuleSet) -> (Data, Option<Ward>) {
    let mut answers = answers.into_iter();
    let mut next = || records(answers.next());
    let patient = next().iter().find_map(view::<Patient>);
    let organizations: Vec<Organization> = next().iter().filter_map(view).collect();
    let practitioners: Vec<Practitioner> = next().iter().filter_map(view).collect();
    let procedures: Vec<Procedure> = next().iter().filter_map(view).collect();
    let conditions: Vec<Condition> = next().iter().filter_map(view).collect();
    let tasks: Vec<Task> = next().iter().filter_map(view).collect();
    let mut observations = next();
    let mut communications = next();

    let mut data = Data {
        more_entries: observations.len() > ENTRIES as usize,
        more_letters: communications.len() > LETTERS as usize,
        ..Data::default()
    };
    observations.truncate(ENTRIES as usize);
    communications.truncate(LETTERS as usize);
    if let Some(Answer::Documents(documents)) = answers.next() {
        data.advice = documents.into_iter().map(|(id, json)| (id, advice::read(&json))).collect();
    }
    if let Some(Answer::Counts(waiting, refused)) = answers.next() {
        (data.waiting, data.refused) = (waiting, refused);
    }
    data.outbox = records(answers.next());
    data.refusals = records(answers.next());
    data.waiting = entries_among(data.waiting, &data.outbox);
    data.refused = entries_among(data.refused, &data.refusals);
    data.last_confirmed = text(answers.next());
    data.read_ms = text(answers.next()).and_then(|at| at.parse().ok()).unwrap_or(i64::MIN);
    data.forms = forms::read(&mut answers);
    data.rules = match answers.next() {
        Some(Answer::Records(plans)) => rules(&plans.iter().filter_map(resource).collect::<Vec<_>>()),
        _ => rules_until_now,
    };
    data.entries = entries(observations);
    data.thread = letters(communications);
    data.people = people(&practitioners, lang);
    data.seen = seen(&tasks, &data.people);
    data.surgery_ms = surgery(&procedures);
    data.conditions =
        conditions.iter().filter_map(|one| one.code().ok().flatten()).flat_map(|code| code.coding).collect();
    let ward = patient.as_ref().and_then(|patient| about(patient, &mut data, &organizations, lang));
    (data, ward)
}

/// How many entries so many rows are, as a patient counts them: a photo belongs to its entry, what was taken from a
/// form's answers to the form.
fn entries_among(rows: u32, window: &[Stored]) -> u32 {
    let parts = u32::try_from(window.iter().filter(|row| is_part(row)).count()).unwrap_or_default();
    if rows == 0 { 0 } else { rows.saturating_sub(parts).max(1) }
}

/// Whether a row of the outbox goes with another one, or is nothing that a patient wrote.
pub(crate) fn is_part(row: &Stored) -> bool {
    match row.record.resource_type.as_str() {
        "Binary" | "Media" => true,
        "Observation" => {
            let read = resource(row).and_then(|read| Observation::try_from(read).ok());
            let from = read.and_then(|observation| observation.derived_from().ok()).unwrap_or_default();
            forms::is_from_a_form(&from)
        }
        "Communication" => view::<Communication>(row).is_some_and(|message| forms::is_report(&message)),
        _ => false,
    }
}

/// The entries of records, without those that were taken back.
pub(crate) fn entries(records: Vec<Stored>) -> Vec<Entry> {
    records
        .into_iter()
        .filter_map(Entry::read)
        .filter(|entry| !entry.withdrawn() && entry.is_listed())
        .collect()
}

/// The messages of records (newest first), oldest first.
pub(crate) fn letters(records: Vec<Stored>) -> Vec<Letter> {
    records.into_iter().rev().filter_map(letter).collect()
}

fn resource(stored: &Stored) -> Option<Resource> {
    Resource::parse(&stored.record.json).ok()
}

fn view<T: TryFrom<Resource>>(stored: &Stored) -> Option<T> {
    T::try_from(resource(stored)?).ok()
}

fn letter(stored: Stored) -> Option<Letter> {
    let message = Communication::try_from(Resource::parse(&stored.record.json).ok()?).ok()?;
    // A report about a form is for the hospital's machines, not for the thread.
    if forms::is_report(&message) {
        return None;
    }
    Some(Letter {
        id: stored.record.id,
        at_ms: stored.record.date_ms,
        message,
        outbox: stored.outbox,
        last_updated: stored.record.last_updated,
    })
}

/// A name in the reader's language where there are several: a Chinese one for zh, a Latin one for en.
fn name_in(names: &[HumanName], lang: Lang) -> Option<&HumanName> {
    let chinese = |text: &str| text.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
    let is_wanted =
        |name: &&HumanName| name.display().is_some_and(|text| chinese(&text) == (lang == Lang::Zh));
    names.iter().find(is_wanted).or_else(|| names.iter().find(|name| name.display().is_some()))
}

/// The name as a greeting says it: by family name where the gender is known, else whole.
fn address(name: &HumanName, gender: Option<&str>, lang: Lang) -> Option<String> {
    match (name.family.as_deref(), gender) {
        (Some(family), Some("female")) => Some(t!(lang, "address-female", family = family)),
        (Some(family), Some("male")) => Some(t!(lang, "address-male", family = family)),
        _ => name.display(),
    }
}

fn people(practitioners: &[Practitioner], lang: Lang) -> BTreeMap<String, String> {
    let named = |one: &Practitioner| {
        Some((format!("Practitioner/{}", one.id()?), name_in(&one.name().ok()?, lang)?.display()?))
    };
    practitioners.iter().filter_map(named).collect()
}

/// The same with the name that we know the person by.
pub(crate) fn with_name(mut seen: Seen, of: &Resource, people: &BTreeMap<String, String>) -> Option<Seen> {
    if let Some(Choice::Reference(by)) = of.extension(terms::SEEN)?.inner_value("by")
        && let Some(name) = by.reference.as_ref().and_then(|reference| people.get(reference))
    {
        seen.by.clone_from(name);
    }
    Some(seen)
}

/// Who has seen which entry: an alert's finding counts as seen when it came before the alert was last looked at.
fn seen(tasks: &[Task], people: &BTreeMap<String, String>) -> BTreeMap<String, Seen> {
    let mut all = BTreeMap::new();
    for task in tasks {
        let Some(seen) = seen_of(task).and_then(|seen| with_name(seen, task, people)) else { continue };
        let Ok(looked) = kangban_fhir::Instant::parse(&seen.at) else { continue };
        for input in task.input().unwrap_or_default() {
            let Some(Choice::Reference(about)) = &input.value else { continue };
            let finding = input.extension.iter().find(|one| one.url == terms::FINDING);
            let came = finding.and_then(|one| one.inner_value("at")).and_then(Choice::start);
            let id = about.id_of("Observation").or_else(|| about.id_of("QuestionnaireResponse"));
            if let Some(id) = id
                && came.is_none_or(|came| came.millis() <= looked.millis())
            {
                // Alerts come newest first: the last word about an entry counts.
                all.entry(id.to_owned()).or_insert_with(|| seen.clone());
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
    let names = patient.name().unwrap_or_default();
    if let Some(name) = name_in(&names, lang) {
        let gender = patient.gender().ok().flatten();
        data.name = name.display().unwrap_or_default();
        data.address = address(name, gender.as_deref(), lang).unwrap_or_default();
    }
    data.doctor = patient.general_practitioner().ok().and_then(|all| all.into_iter().next());
    let ward_reference: Option<Reference> = patient.managing_organization().ok().flatten();
    let ward_id = ward_reference.as_ref().and_then(|reference| reference.id_of("Organization"))?;
    let ward = organizations.iter().find(|one| one.id() == Some(ward_id))?;
    let parent = ward.part_of().ok().flatten();
    let parent = parent.as_ref().and_then(|reference| reference.id_of("Organization"));
    let hospital = organizations.iter().find(|one| one.id() == parent);
    let names: Vec<String> =
        hospital.into_iter().chain([ward]).map(|one| organization_name(one, lang)).collect();
    data.hospital = names.join(" · ");
    let phone = |points: &[ContactPoint]| {
        points
            .iter()
            .find(|point| point.system.as_deref() == Some("phone"))
            .and_then(|point| point.value.clone())
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
        let part =
            |url: &str| inner.iter().find(|one| one.get("url").and_then(|it| it.as_str()) == Some(url));
        let language = part("lang")?.get("valueCode")?.as_str()?;
        (one.get("url")?.as_str()? == terms::TRANSLATION && Lang::from_tag(language) == Some(lang))
            .then(|| part("content")?.get("valueString")?.as_str().map(str::to_owned))?
    });
    translated.unwrap_or(own)
}
