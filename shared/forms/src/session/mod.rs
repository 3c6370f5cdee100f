//! One filling of a form: what is asked, what was answered, and what follows from that.

mod change;
mod draft;
mod enable;
mod evaluate;
mod lay;
mod live;
mod offer;
mod settle;
mod state;
#[cfg(test)]
mod tests;
mod types;
pub(crate) mod values;

use std::sync::Arc;

use kangban_fhirpath::Clock;
use serde_json::{Value, json};

pub use types::{AnswerProblem, Changed, DraftProblem, Instance, Launch, Origin};

use crate::{
    Form, FormProblem, ItemPath, Shelf,
    form::LaunchedAs,
    input::Typed,
    items::read,
    populate,
    validate::{Checks, Detail, Issue, IssueCode, Severity, validate},
};
use state::{Held, InstanceIx, State};

/// Texts that could not be read, by the answer they stand for.
pub(crate) type Raw = Vec<(usize, Typed)>;

/// The state of one filling.
#[derive(Debug, Clone)]
pub struct Session {
    form: Arc<Form>,
    launch: Launch,
    state: State,
    /// The response as it stands: what is enabled and answered.
    live: Value,
    launched: Vec<Held>,
    variables: Vec<Held>,
    problems: Vec<FormProblem>,
    /// What a draft held that fits nowhere in the form: kept, never shown.
    aside: Vec<Value>,
    ui: Value,
}

impl Session {
    /// Starts a filling: initial values, what is known, and all that follows.
    pub fn start(form: Arc<Form>, launch: Launch) -> Self {
        let mut session = Self::empty(form, launch);
        session.settle_all();
        let populated = populate::populate(&session.form, &session.launch);
        let items = read::list(&populated.response, "item");
        let mut aside = Vec::new();
        session.lay(None, items, &Origin::Initial, &mut aside);
        session.settle_all();
        session
    }

    /// Takes a draft up again. What does not fit the form any more is kept aside, never dropped.
    ///
    /// # Errors
    /// When it is no draft, or was begun with another form or another version of it.
    pub fn resume(form: Arc<Form>, launch: Launch, draft: &Value) -> Result<Self, DraftProblem> {
        let mut session = Self::empty(form, launch);
        session.take_up(draft)?;
        session.settle_all();
        Ok(session)
    }

    fn empty(form: Arc<Form>, launch: Launch) -> Self {
        let state = State::new(&form);
        let live = head(&form, &launch);
        let variables = vec![Held::Nothing; form.variables().len()];
        let mut session = Self {
            form,
            launch,
            state,
            live,
            launched: Vec::new(),
            variables,
            problems: Vec::new(),
            aside: Vec::new(),
            ui: json!({}),
        };
        session.launched = (0..session.form.launched.len()).map(|n| session.launched_as(n)).collect();
        session
    }

    fn launched_as(&mut self, n: usize) -> Held {
        let held = |resource: &Option<Value>| {
            resource.as_ref().map_or(Held::Nothing, |resource| Held::Json(Box::new(resource.clone())))
        };
        let Some(launched) = self.form.launched.get(n).cloned() else { return Held::Nothing };
        match launched.what {
            LaunchedAs::Patient => held(&self.launch.patient),
            LaunchedAs::User => held(&self.launch.user),
            LaunchedAs::Encounter => held(&self.launch.encounter),
            LaunchedAs::Kind(kinds) => {
                let is_one = |resource: &&Value| {
                    read::text(resource, "resourceType")
                        .is_some_and(|kind| kinds.iter().any(|known| known == kind))
                };
                held(&self.launch.resources.iter().find(is_one).cloned())
            }
            LaunchedAs::Batch(queries) => {
                let entries: Vec<Value> = queries
                    .into_iter()
                    .map(|query| {
                        let (found, problem) = self.give(query, None);
                        self.problems.extend(problem);
                        match found {
                            Held::Json(bundle) => json!({"resource": bundle}),
                            _ => json!({"resource": {"resourceType": "Bundle", "type": "searchset", "total": 0}}),
                        }
                    })
                    .collect();
                Held::Json(Box::new(
                    json!({"resourceType": "Bundle", "type": "batch-response", "entry": entries}),
                ))
            }
        }
    }

    /// The form.
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// What went wrong in evaluating, beside [`Form::problems`].
    pub fn problems(&self) -> &[FormProblem] {
        &self.problems
    }

    /// The language it speaks.
    pub fn language(&self) -> &str {
        &self.launch.language
    }

    /// Speaks another language. No answer, code or score changes.
    pub fn set_language(&mut self, tag: &str) {
        tag.clone_into(&mut self.launch.language);
    }

    /// What time it is.
    pub fn clock(&self) -> &Clock {
        &self.launch.clock
    }

    /// Time has passed: what looks at the clock is evaluated anew.
    pub fn set_clock(&mut self, clock: Clock) {
        if self.launch.clock.now == clock.now {
            return;
        }
        self.launch.clock = clock;
        self.settle_clock();
    }

    /// The last response to this form.
    pub fn last(&self) -> Option<&Value> {
        self.launch.last.as_ref()
    }

    /// What a screen keeps with the draft: its place, its progress.
    pub fn ui(&self) -> &Value {
        &self.ui
    }

    /// Keeps what a screen wants to have kept.
    pub fn set_ui(&mut self, ui: Value) {
        self.ui = ui;
    }

    /// What a draft held that fits nowhere in the form.
    pub fn aside(&self) -> &[Value] {
        &self.aside
    }

    /// Whether an instance is enabled; false where there is none.
    pub fn is_enabled(&self, path: &ItemPath) -> bool {
        self.at(path).is_some_and(|id| self.state.get(id).enabled)
    }

    /// The answers of a question, kept while it is disabled: `{"valueX": …}`.
    pub fn answers(&self, path: &ItemPath) -> &[Value] {
        self.at(path).map_or(&[], |id| self.state.get(id).answers.as_slice())
    }

    /// Where a question's answers come from.
    pub fn origin(&self, path: &ItemPath) -> Origin {
        self.at(path).map(|id| self.state.get(id).origin.clone()).unwrap_or_default()
    }

    /// The text of a field that could not be read. A path with an index names a later answer of a question.
    pub fn typed(&self, path: &ItemPath) -> Option<&Typed> {
        let raw = self.state.get(self.at(path)?).raw.as_deref()?;
        raw.iter().find(|(answer, _)| *answer == path.index()).map(|(_, typed)| typed)
    }

    /// Keeps the text of a field that could not be read, or forgets it.
    pub fn set_typed(&mut self, path: &ItemPath, typed: Option<Typed>) {
        let Some(id) = self.at(path) else { return };
        let Some(instance) = self.state.get_mut(id) else { return };
        let mut raw = instance.raw.take().map(|raw| *raw).unwrap_or_default();
        raw.retain(|(answer, _)| *answer != path.index());
        raw.extend(typed.map(|typed| (path.index(), typed)));
        instance.raw = (!raw.is_empty()).then(|| Box::new(raw));
    }

    /// Every instance in the order of the document, hidden and disabled ones too.
    pub fn walk(&self) -> impl Iterator<Item = Instance<'_>> {
        let mut found = Vec::new();
        for id in self.state.all() {
            found.push(self.seen(id));
        }
        found.into_iter()
    }

    fn seen(&self, id: InstanceIx) -> Instance<'_> {
        let instance = self.state.get(id);
        let item = self.form.item(instance.item);
        let of = self.state.slot(instance.parent, instance.item).map_or(1, |slot| slot.list.len());
        let path = self.state.path(&self.form, id);
        Instance {
            level: path.steps().len().saturating_sub(1),
            path,
            item,
            answers: &instance.answers,
            parent: instance.parent.map(|(parent, answer)| {
                let parent_path = self.state.path(&self.form, parent);
                if self.form.item(self.state.get(parent).item).kind.is_question() {
                    parent_path.at(answer)
                } else {
                    parent_path
                }
            }),
            enabled: instance.enabled,
            index: self.state.position(id),
            of,
        }
    }

    /// The response as it stands: in progress, with enabled answers only.
    pub fn response(&self) -> Value {
        self.live.clone()
    }

    /// The finished response: completed, authored now, with where answers came from.
    ///
    /// # Errors
    /// What is wrong with it, in the form's order.
    pub fn finish(&self) -> Result<Value, Vec<Issue>> {
        let mut response = self.live.clone();
        if let Some(object) = response.as_object_mut() {
            object.insert("status".into(), "completed".into());
            object.insert("authored".into(), self.launch.clock.now.as_str().into());
        }
        let nothing = Shelf::default();
        let mut checks = Checks::new(&nothing, self.launch.clock.clone());
        checks.complete = true;
        checks.unknown_codes = Severity::Warning;
        let launch = &self.launch;
        for (name, resource) in
            [("patient", &launch.patient), ("user", &launch.user), ("encounter", &launch.encounter)]
        {
            checks.context.extend(resource.as_ref().map(|resource| (name, resource)));
        }
        let mut issues: Vec<Issue> = self.unread();
        issues.extend(validate(&self.form, &response, &checks).into_iter().filter(Issue::refuses));
        if !issues.is_empty() {
            return Err(issues);
        }
        for id in self.state.all() {
            let instance = self.state.get(id);
            let Some(code) = instance.origin.code().filter(|code| instance.present && *code != "initial")
            else {
                continue;
            };
            let count = instance.answers.len();
            for answer in 0..count {
                if let Some(answer) =
                    self.state.answer_mut(&mut response, id, answer).and_then(Value::as_object_mut)
                {
                    let origin = json!({"url": kangban_fhir::terms::ORIGIN, "valueCode": code});
                    match answer.get_mut("extension").and_then(Value::as_array_mut) {
                        Some(known) => known.push(origin),
                        None => {
                            answer.insert("extension".into(), json!([origin]));
                        }
                    }
                }
            }
        }
        Ok(response)
    }

    /// Enabled questions with a text that could not be read.
    fn unread(&self) -> Vec<Issue> {
        let mut issues = Vec::new();
        for id in self.state.all() {
            let instance = self.state.get(id);
            if !instance.enabled || instance.raw.is_none() {
                continue;
            }
            let item = self.form.item(instance.item);
            issues.push(Issue {
                severity: Severity::Error,
                code: IssueCode::InvalidValue,
                path: self.state.path(&self.form, id),
                expression: format!("QuestionnaireResponse.descendants().where(linkId = '{}')", item.link_id),
                link_id: item.link_id.clone(),
                label: item.short_text.clone().or_else(|| item.text.clone()),
                detail: Detail::default(),
            });
        }
        issues
    }

    fn at(&self, path: &ItemPath) -> Option<InstanceIx> {
        self.state.resolve(&self.form, path)
    }
}

/// A response with no answer yet.
fn head(form: &Form, launch: &Launch) -> Value {
    let mut response = json!({
        "resourceType": "QuestionnaireResponse",
        "id": launch.id,
        "questionnaire": form.canonical(),
        "status": "in-progress",
    });
    let Some(object) = response.as_object_mut() else { return response };
    let named = |kind: &str, resource: &Option<Value>| {
        let id = read::text(resource.as_ref()?, "id")?;
        Some(json!({"reference": format!("{kind}/{id}")}))
    };
    if let Some(subject) = named("Patient", &launch.patient) {
        object.insert("subject".into(), subject);
    }
    if let Some(encounter) = named("Encounter", &launch.encounter) {
        object.insert("encounter".into(), encounter);
    }
    object.insert("authored".into(), launch.clock.now.as_str().into());
    if let Some(author) = &launch.authored_by {
        object.insert("author".into(), author.clone());
    }
    response
}
