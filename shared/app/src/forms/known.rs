//! What the phone knows of forms without reading one: what is due, what was answered, what each is called.

use std::collections::{BTreeMap, BTreeSet};

use kangban_fhir::{Choice, DateTime, Period, Reference, Resource, Task, terms};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::names::{Both, split_canonical};
use crate::{
    effects::vault::{Answer, OutboxRow, Query, Stored},
    event::Clock,
    format, loading,
    text::{Lang, t},
};

/// Kinds of documents in the vault.
pub(crate) mod kinds {
    /// A form that is being filled in, by its Task.
    pub(crate) const DRAFT: &str = "form-draft";
    /// The form as it was when its draft was begun, by the Task.
    pub(crate) const PINNED: &str = "form-pinned";
    /// A draft that does not fit the form any more, by its Task.
    pub(crate) const ASIDE: &str = "form-aside";
    /// That there is a draft, by its Task.
    pub(crate) const STARTED: &str = "form-started";
    /// What a form is called, by the Questionnaire.
    pub(crate) const HEAD: &str = "form-head";
    /// The answers that a Task has got, by the Task.
    pub(crate) const ANSWERED: &str = "form-answered";
}

/// The code of Tasks that ask for a form.
const COMPLETE: &str = "complete-questionnaire";
/// How many there may be: what is due in the next years, and what was.
const TASKS: u32 = 200;
const ANSWERS: u32 = 12;
const HEADS: u32 = 300;

/// What the phone knows of forms.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// By day.
    pub(crate) asked: Vec<Asked>,
    /// Newest first, a window.
    pub(crate) answered: Vec<Answered>,
    heads: BTreeMap<String, Head>,
    started: BTreeSet<String>,
}

/// What a form is called, and how long it takes. Written down once, when the form arrives.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Head {
    url: String,
    zh: String,
    en: String,
    /// About how long it takes.
    seconds: u32,
}

/// A Task that asks for a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) task: String,
    pub(crate) title: Both,
    /// Without its version.
    pub(crate) url: String,
    /// Whether the hospital still waits for it.
    waits: bool,
    pub(crate) opens_ms: Option<i64>,
    pub(crate) closes_ms: Option<i64>,
    /// Whether the hospital calls it urgent.
    pub(crate) urgent: bool,
}

/// A form that was answered.
#[derive(Debug, Clone)]
pub(crate) struct Answered {
    pub(crate) id: String,
    pub(crate) url: String,
    pub(crate) task: Option<String>,
    pub(crate) at_ms: i64,
    pub(crate) outbox: Option<OutboxRow>,
    pub(crate) last_updated: Option<String>,
}

impl Asked {
    /// Reads a Task; `None` for one that asks for no form.
    pub(crate) fn read(task: &Task) -> Option<Self> {
        if !task.code().ok()??.is(terms::SDC_TASK, COMPLETE) {
            return None;
        }
        let named = task.input().unwrap_or_default().into_iter().find_map(|input| match input.value {
            Some(Choice::Text("Canonical", canonical)) => Some(canonical),
            _ => None,
        })?;
        let window: Option<Period> = task.restriction().ok().flatten().and_then(|it| it.period);
        let day = task.execution_period().ok().flatten().and_then(|period| period.start);
        let opens = window.as_ref().and_then(|window| window.start.clone()).or(day);
        let closes = window.and_then(|window| window.end);
        let status = task.status().ok().flatten().unwrap_or_default();
        let priority = task.priority().ok().flatten().unwrap_or_default();
        Some(Self {
            task: task.id()?.to_owned(),
            title: Both::of(task.json(), "description"),
            url: split_canonical(&named).0.to_owned(),
            waits: ["requested", "received", "accepted", "ready", "in-progress"].contains(&status.as_str()),
            opens_ms: opens.map(|at| at.millis()),
            closes_ms: closes.as_ref().map(end_of),
            urgent: ["urgent", "asap", "stat"].contains(&priority.as_str()),
        })
    }

    /// Whether it can be answered now.
    pub(crate) fn is_due(&self, now_ms: i64) -> bool {
        self.waits
            && self.opens_ms.is_none_or(|at| at <= now_ms)
            && self.closes_ms.is_none_or(|at| now_ms < at)
    }

    /// Whether it can be answered later.
    pub(crate) fn is_coming(&self, now_ms: i64) -> bool {
        self.waits && self.opens_ms.is_some_and(|at| now_ms < at)
    }

    pub(crate) fn opens_ms(&self) -> i64 {
        self.opens_ms.unwrap_or_default()
    }

    /// "open until 18:00", with the day when it is another; empty when it does not close.
    pub(crate) fn until(&self, lang: Lang, clock: &Clock) -> String {
        let Some(at) = self.closes_ms else { return String::new() };
        let when = if format::same_day(clock, at, clock.wall_ms) {
            format::time(clock, at)
        } else {
            format::moment(lang, clock, at)
        };
        t!(lang, "form-until", time = when)
    }
}

/// The end of what a date and time says: of a day, its last moment.
fn end_of(at: &DateTime) -> i64 {
    match at.moment() {
        Some(moment) => moment.timestamp_millis(),
        None => at.range(at.offset().unwrap_or_else(utc)).1.timestamp_millis(),
    }
}

fn utc() -> chrono::FixedOffset {
    use chrono::Offset as _;
    chrono::Utc.fix()
}

impl Answered {
    pub(crate) fn read(stored: &Stored) -> Option<Self> {
        let response = Resource::parse(&stored.record.json).ok()?;
        if response.resource_type() != "QuestionnaireResponse" {
            return None;
        }
        let canonical = response.json().get("questionnaire")?.as_str()?;
        Some(Self {
            id: stored.record.id.clone(),
            url: split_canonical(canonical).0.to_owned(),
            task: answers_task(&response),
            at_ms: stored.record.date_ms,
            outbox: stored.outbox.clone(),
            last_updated: stored.record.last_updated.clone(),
        })
    }
}

/// The Task that a response answers.
fn answers_task(response: &Resource) -> Option<String> {
    match response.extension(terms::ANSWERS_TASK)?.value {
        Some(Choice::Reference(task)) => task.id_of("Task").map(str::to_owned),
        _ => None,
    }
}

impl Known {
    /// The form that a Task asks for, by the Task's id.
    pub(crate) fn asked(&self, task: &str) -> Option<&Asked> {
        self.asked.iter().find(|one| one.task == task)
    }

    /// What can be answered now: what closes first comes first.
    pub(crate) fn due(&self, now_ms: i64) -> Vec<&Asked> {
        let mut due: Vec<&Asked> = self.asked.iter().filter(|one| one.is_due(now_ms)).collect();
        due.sort_by_key(|one| (one.closes_ms.unwrap_or(i64::MAX), one.opens_ms, &one.task));
        due
    }

    /// What can be answered later, the next first.
    pub(crate) fn coming(&self, now_ms: i64) -> Vec<&Asked> {
        let mut coming: Vec<&Asked> = self.asked.iter().filter(|one| one.is_coming(now_ms)).collect();
        coming.sort_by_key(|one| (one.opens_ms, &one.task));
        coming
    }

    /// Some of it is answered now.
    pub(crate) fn begin(&mut self, task: &str) {
        self.started.insert(task.to_owned());
    }

    /// It is answered, and saved on this phone.
    pub(crate) fn answer(&mut self, answered: Answered) {
        for asked in &mut self.asked {
            asked.waits &= answered.task.as_ref() != Some(&asked.task);
        }
        self.answered.retain(|one| one.id != answered.id);
        self.answered.insert(0, answered);
    }

    /// Whether some of it was answered already.
    pub(crate) fn is_started(&self, task: &str) -> bool {
        self.started.contains(task)
    }

    /// What a form is called that the hospital asked for or that was answered.
    pub(crate) fn title(&self, lang: Lang, url: &str, task: Option<&str>) -> String {
        let asked = task.and_then(|task| self.asked(task)).map(|asked| asked.title.get(lang));
        if let Some(title) = asked.filter(|title| !title.is_empty()) {
            return title.to_owned();
        }
        let head = self.heads.get(url).map(|head| Both { zh: head.zh.clone(), en: head.en.clone() });
        match head.as_ref().map(|head| head.get(lang)) {
            Some(title) if !title.is_empty() => title.to_owned(),
            _ => t!(lang, "form-untitled"),
        }
    }

    /// "about 3 minutes"; empty when the form is not here.
    pub(crate) fn minutes(&self, lang: Lang, url: &str) -> String {
        match self.heads.get(url) {
            Some(head) => t!(lang, "form-minutes", count = head.seconds.div_ceil(60).max(1)),
            None => String::new(),
        }
    }

    /// How long, and until when: what stands below a form that is due.
    pub(crate) fn detail(&self, lang: Lang, clock: &Clock, asked: &Asked) -> String {
        let parts = [self.minutes(lang, &asked.url), asked.until(lang, clock)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// The questions, in the order that [`read`] takes the answers.
pub(crate) fn queries() -> [Query; 5] {
    let documents = |kind: &str, limit| Query::Documents { kind: kind.to_owned(), limit };
    let window = |resource_type: &str, codes, limit| Query::Window {
        resource_type: resource_type.to_owned(),
        codes,
        since_ms: None,
        before: None,
        limit,
    };
    [
        window("Task", vec![format!("{}|{COMPLETE}", terms::SDC_TASK)], TASKS),
        window("QuestionnaireResponse", Vec::new(), ANSWERS),
        documents(kinds::HEAD, HEADS),
        documents(kinds::STARTED, TASKS),
        documents(kinds::ANSWERED, TASKS * 2),
    ]
}

/// What the answers say.
pub(crate) fn read(answers: &mut impl Iterator<Item = Answer>) -> Known {
    let tasks = loading::records(answers.next());
    let responses = loading::records(answers.next());
    let mut documents = || match answers.next() {
        Some(Answer::Documents(documents)) => documents,
        _ => Vec::new(),
    };
    let heads = documents().into_iter().filter_map(|(_, json)| serde_json::from_str::<Head>(&json).ok());
    let heads = heads.map(|head| (head.url.clone(), head)).collect();
    let started = documents().into_iter().map(|(task, _)| task).collect();
    let mut done: BTreeSet<String> = documents().into_iter().map(|(task, _)| task).collect();
    let answered: Vec<Answered> = responses.iter().filter_map(Answered::read).collect();
    done.extend(answered.iter().filter_map(|one| one.task.clone()));
    let task =
        |stored: &Stored| Asked::read(&Task::try_from(Resource::parse(&stored.record.json).ok()?).ok()?);
    let mut asked: Vec<Asked> = tasks.iter().filter_map(task).collect();
    for one in &mut asked {
        // The hospital says so later; the phone knows its own answer.
        one.waits &= !done.contains(&one.task);
    }
    Known { asked, answered, heads, started }
}

/// Documents that go with what the hospital sent: found again without reading whole forms.
pub(crate) fn documents_of(resource: &Resource) -> Option<(String, String, Option<String>)> {
    let document = |kind: &str, id: &str, json| Some((kind.to_owned(), id.to_owned(), json));
    match resource.resource_type() {
        "Questionnaire" => {
            document(kinds::HEAD, resource.id()?, serde_json::to_string(&head_of(resource)).ok())
        }
        "QuestionnaireResponse" => {
            document(kinds::ANSWERED, &answers_task(resource)?, resource.id().map(str::to_owned))
        }
        _ => None,
    }
}

/// The document of a form that is gone.
pub(crate) fn document_gone(resource_type: &str, id: &str) -> Option<(String, String, Option<String>)> {
    (resource_type == "Questionnaire").then(|| (kinds::HEAD.to_owned(), id.to_owned(), None))
}

fn head_of(questionnaire: &Resource) -> Head {
    let title = Both::of(questionnaire.json(), "title");
    let url = questionnaire.json().get("url").and_then(Value::as_str).unwrap_or_default();
    Head {
        url: url.to_owned(),
        zh: title.zh,
        en: title.en,
        seconds: seconds(questionnaire.json().get("item")),
    }
}

/// About how long the questions take that everybody is asked: choosing takes less than writing. Items are walked
/// without recursion: how deep they lie is the author's matter.
fn seconds(items: Option<&Value>) -> u32 {
    const CONDITIONS: [&str; 3] = ["enableWhen", "readOnly", "_readOnly"];
    let mut seconds = 0_u32;
    let mut open: Vec<&Value> = items.into_iter().collect();
    while let Some(list) = open.pop() {
        for item in list.as_array().into_iter().flatten() {
            if CONDITIONS.iter().any(|name| item.get(name).is_some()) || is_not_asked(item) {
                continue;
            }
            open.extend(item.get("item"));
            seconds =
                seconds.saturating_add(match item.get("type").and_then(Value::as_str).unwrap_or_default() {
                    "group" | "display" => 0,
                    "boolean" | "choice" => 9,
                    "text" | "attachment" => 30,
                    _ => 15,
                });
        }
    }
    seconds
}

/// Hidden, calculated or shown only under a condition.
fn is_not_asked(item: &Value) -> bool {
    let extensions = item.get("extension").and_then(Value::as_array);
    extensions.into_iter().flatten().any(|one| {
        let url = one.get("url").and_then(Value::as_str).unwrap_or_default();
        url.ends_with("/questionnaire-hidden")
            || url.ends_with("-calculatedExpression")
            || url.ends_with("-enableWhenExpression")
    })
}

/// Whether an Observation was taken from a form's answers.
pub(crate) fn is_from_a_form(from: &[Reference]) -> bool {
    from.iter().any(|reference| reference.id_of("QuestionnaireResponse").is_some())
}
