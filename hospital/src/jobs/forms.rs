//! The forms that were answered, read once and kept until something of the hospital's own changes; and whether a form
//! would have taken the answers that came.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use kangban_fhir::{Resource, terms};
use kangban_fhirpath::Clock;
use kangban_forms::{
    Form, Shelf, texts,
    validate::{self, Checks, Severity},
};
use serde_json::{Value, json};

use crate::{
    access::{Home, Reach},
    store::{Feed, HistoryQuery, Query, Reader, StoreError},
};

/// Extension in a response's `meta`: what its form would not have taken (`linkId`, `code`, `what`). It stands there
/// because `meta` is the hospital's: the answers stay as the patient sent them.
pub const ANSWER_PROBLEM: &str = "https://kangban.example/fhir/StructureDefinition/answer-problem";
/// So many problems of one response are marked.
const MOST: usize = 50;
/// More versions of a form than a hospital makes while somebody answers one.
const VERSIONS: usize = 100;
/// More value sets than a hospital has.
const DEFINITIONS: usize = 10_000;

/// The forms with the number of the hospital's feed at which they were read.
#[derive(Default)]
pub(super) struct Forms(Mutex<Option<(i64, Arc<Known>)>>);

/// What was read.
pub(super) struct Known {
    shelf: Shelf,
    /// By canonical, with the version that a response named. `None`: the hospital does not have it.
    forms: Mutex<HashMap<String, Option<Arc<Form>>>>,
}

impl Forms {
    /// The forms in this view of the store.
    pub(super) fn known(&self, reader: &dyn Reader) -> Result<Arc<Known>, StoreError> {
        let head = reader.feed_head(&Feed::Home(Home::Hospital))?;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((read_at, known)) = &*kept
            && *read_at == head
        {
            return Ok(Arc::clone(known));
        }
        let known = Arc::new(Known { shelf: shelf(reader)?, forms: Mutex::default() });
        *kept = Some((head, Arc::clone(&known)));
        Ok(known)
    }
}

/// What the forms of this hospital find.
pub(crate) fn shelf(reader: &dyn Reader) -> Result<Shelf, StoreError> {
    let mut shelf = Shelf::new();
    for resource_type in ["ValueSet", "CodeSystem", "StructureDefinition"] {
        for stored in reader.search(&Query::all(resource_type, Reach::Hospital, DEFINITIONS))?.found {
            if let Some(resource) = stored.resource()? {
                shelf.put(resource.into_value());
            }
        }
    }
    Ok(shelf)
}

/// The Questionnaire that was answered, in the version that was answered.
pub(crate) fn form_of(reader: &dyn Reader, response: &Resource) -> Result<Option<Resource>, StoreError> {
    find(reader, response.json().get("questionnaire").and_then(Value::as_str).unwrap_or_default())
}

impl Known {
    /// The form that was answered, in the version that was answered.
    pub(super) fn of(
        &self,
        reader: &dyn Reader,
        response: &Resource,
    ) -> Result<Option<Arc<Form>>, StoreError> {
        let canonical = response.json().get("questionnaire").and_then(Value::as_str).unwrap_or_default();
        if let Some(form) = self.forms.lock().unwrap_or_else(PoisonError::into_inner).get(canonical) {
            return Ok(form.clone());
        }
        let form = find(reader, canonical)?;
        // A Questionnaire that cannot be read as one is as good as none.
        let form = form.and_then(|form| Form::load(&form.into_value(), &self.shelf).ok()).map(Arc::new);
        self.forms.lock().unwrap_or_else(PoisonError::into_inner).insert(canonical.to_owned(), form.clone());
        Ok(form)
    }

    /// The response with what is wrong with it in its `meta`; `None` when that stands there already.
    pub(super) fn marked(
        &self,
        form: Option<&Form>,
        response: &Resource,
        now: DateTime<Utc>,
    ) -> Option<Resource> {
        let wanted = self.problems(form, response, now);
        let mut meta = response.json().get("meta").and_then(Value::as_object).cloned().unwrap_or_default();
        let all = meta.get("extension").and_then(Value::as_array).cloned().unwrap_or_default();
        let is_mark = |one: &Value| one.get("url").and_then(Value::as_str) == Some(ANSWER_PROBLEM);
        let known: Vec<Value> = all.iter().filter(|one| is_mark(one)).cloned().collect();
        if known == wanted {
            return None;
        }
        let mut extensions: Vec<Value> = all.into_iter().filter(|one| !is_mark(one)).collect();
        extensions.extend(wanted);
        meta.shift_remove("extension");
        if !extensions.is_empty() {
            meta.insert("extension".to_owned(), Value::Array(extensions));
        }
        let mut marked = response.clone();
        marked.json_mut().insert("meta".to_owned(), Value::Object(meta));
        Some(marked)
    }

    fn problems(&self, form: Option<&Form>, response: &Resource, now: DateTime<Utc>) -> Vec<Value> {
        let Some(form) = form else {
            return vec![mark(
                None,
                "form-unknown",
                "本院没有这份问卷",
                "The hospital does not have this form",
            )];
        };
        let clock = Clock { now: kangban_fhir::DateTime::from_moment(now.fixed_offset()) };
        // What the hospital has not loaded is no fault of the patient's.
        let checks = Checks { unknown_codes: Severity::Warning, ..Checks::new(&self.shelf, clock) };
        let answers = Value::Object(response.json().clone());
        let issues = validate::validate(form, &answers, &checks);
        let wrong = issues.iter().filter(|issue| issue.refuses()).take(MOST);
        wrong
            .map(|issue| {
                let link_id = Some(issue.link_id.as_str()).filter(|link_id| !link_id.is_empty());
                let (zh, en) = (texts::issue_text(issue, "zh-CN"), texts::issue_text(issue, "en"));
                mark(link_id, issue.code.code(), &zh, &en)
            })
            .collect()
    }
}

fn mark(link_id: Option<&str>, code: &str, zh: &str, en: &str) -> Value {
    let mut parts = vec![json!({"url": "code", "valueCode": code})];
    parts.extend(link_id.map(|link_id| json!({"url": "linkId", "valueString": link_id})));
    parts.push(json!({"url": "what", "valueString": zh, "_valueString": {"extension": [
        {"url": terms::TRANSLATION, "extension": [
            {"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": en}]}]}}));
    json!({"url": ANSWER_PROBLEM, "extension": parts})
}

/// The Questionnaire of a canonical, looked for among older versions too: somebody may have answered the form as it
/// was before it was changed.
fn find(reader: &dyn Reader, canonical: &str) -> Result<Option<Resource>, StoreError> {
    let (url, version) = match canonical.split_once('|') {
        Some((url, version)) => (url, Some(version)),
        None => (canonical, None),
    };
    let is_wanted = |form: &Resource| {
        version.is_none_or(|version| form.json().get("version").and_then(Value::as_str) == Some(version))
    };
    let forms = crate::pathways::by_url(reader, "Questionnaire", &[url.to_owned()])?;
    if let Some(found) = forms.iter().find(|form| is_wanted(form)) {
        return Ok(Some(found.clone()));
    }
    for form in &forms {
        let query = HistoryQuery {
            resource_type: Some("Questionnaire".to_owned()),
            id: form.id().map(str::to_owned),
            count: VERSIONS,
            ..HistoryQuery::default()
        };
        for stored in reader.history(&Reach::Hospital, &query)? {
            if let Some(older) = stored.resource()?.filter(|form| is_wanted(form)) {
                return Ok(Some(older));
            }
        }
    }
    Ok(None)
}
