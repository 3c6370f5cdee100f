//! The sheet in front: the session, which page, what was said about it; and its draft in the vault.

use std::collections::{BTreeMap, BTreeSet};

use crux_core::Command;
use kangban_forms::{
    ItemPath, Session, Shelf,
    score::{self, Band},
    show::{self, Mode, Page, Paging, Progress},
    validate::{Checks, Issue, Severity, validate},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{FormsStep, controls, finish::Finishing, known::kinds, opening::step};
use crate::{
    effects::{
        Cmd, VaultOp,
        vault::{Batch, ask},
    },
    text::Lang,
    view::FormControl,
};

/// A form in front.
pub(crate) struct Sheet {
    pub(super) session: Session,
    /// The id of the response to be: the same however often it is saved.
    pub(super) id: String,
    /// The form as it was begun.
    questionnaire: Value,
    /// Value sets that it names, and whom it is about: for checking.
    pub(super) shelf: Shelf,
    pub(super) patient: Option<Value>,
    /// Earlier answers, newest first.
    pub(super) earlier: Vec<Value>,
    pub(super) page: Spot,
    pub(super) progress: Progress,
    /// Elders' mode: one question at a time.
    pub(super) elders: bool,
    /// What long lists of options are narrowed down by.
    pub(super) filters: BTreeMap<String, String>,
    /// Fields as they are being typed in: what was read of them stands there only when they are left.
    pub(super) raw: BTreeMap<String, String>,
    /// Fields that were left: what is wrong with them is said.
    pub(super) left: BTreeSet<String>,
    /// What was wrong when it was to be finished.
    pub(super) issues: Vec<Issue>,
    /// What is wrong with the fields that were left.
    pub(super) found: Vec<Issue>,
    /// The photos of this filling, by control.
    pub(super) photos: BTreeMap<String, Photo>,
    /// Photos that are being sealed.
    pub(super) sealing: BTreeMap<String, Photo>,
    /// What is wrong with a photo, by control.
    pub(super) photo_errors: BTreeMap<String, String>,
    /// Whether the form as it is now is kept with the draft.
    pinned: bool,
    /// A draft that does not fit this form: kept beside.
    pub(super) aside: Option<String>,
    /// Whether something of the form cannot be shown.
    pub(super) is_broken: bool,
    /// Why the draft was not kept, or the answers not saved; or empty.
    pub(super) error: String,
    /// The answers on their way to the disk.
    pub(super) finishing: Option<Box<Finishing>>,
    /// The first row of the review that is shown.
    pub(super) first_row: usize,
}

impl std::fmt::Debug for Sheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sheet(…)")
    }
}

/// Which page is in front.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Spot {
    /// The page's key; where there is no such page any more, the one with this question.
    pub(super) key: String,
    pub(super) path: String,
    /// Which screen of a page that is too long for one.
    pub(super) part: usize,
    /// Where it was among the pages, when neither is there any more.
    pub(super) at: usize,
    /// The review.
    pub(super) review: bool,
    /// Which control gets the focus, when it is not the title.
    #[serde(skip)]
    pub(super) focus: String,
}

/// A photo that is sealed in the vault and belongs to nothing yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Photo {
    pub(super) binary: String,
    pub(super) mime: String,
    pub(super) size: u64,
}

/// What is kept of a sheet.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) id: String,
    pub(super) draft: Value,
    page: Spot,
    progress: Value,
    left: BTreeSet<String>,
    photos: BTreeMap<String, Photo>,
}

impl Kept {
    /// Reads a draft; `None` for what is none.
    pub(super) fn read(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }
}

impl Sheet {
    pub(super) fn new(
        session: Session,
        id: String,
        kept: Option<Kept>,
        earlier: Vec<Value>,
        questionnaire: Value,
    ) -> Self {
        let pinned = kept.is_some();
        let kept = kept.map(|kept| (kept.page, Progress::from_json(&kept.progress), kept.left, kept.photos));
        let (page, progress, left, photos) = kept.unwrap_or_default();
        Self {
            session,
            id,
            questionnaire,
            shelf: Shelf::default(),
            patient: None,
            earlier,
            page,
            progress,
            elders: false,
            filters: BTreeMap::new(),
            raw: BTreeMap::new(),
            left,
            issues: Vec::new(),
            found: Vec::new(),
            photos,
            sealing: BTreeMap::new(),
            photo_errors: BTreeMap::new(),
            pinned,
            aside: None,
            is_broken: false,
            error: String::new(),
            finishing: None,
            first_row: 0,
        }
    }

    /// The pages as they are now.
    pub(super) fn paging(&self) -> Paging {
        Paging::new(&self.session, Mode::suggested(self.session.form(), self.elders))
    }

    /// Which of the pages is in front.
    pub(super) fn index(&self, paging: &Paging) -> usize {
        let same = || paging.pages().iter().position(|page| page.key == self.page.key);
        let with_path = || paging.of(&self.page.path.parse().ok()?);
        // The nearest one where neither the page nor its question is there any more.
        let known = same().or_else(with_path).or_else(|| paging.find(&self.page.key));
        known.unwrap_or_else(|| self.page.at.min(paging.pages().len().saturating_sub(1)))
    }

    /// Goes to a page.
    pub(super) fn go(&mut self, pages: &[Page], at: usize) {
        let Some(page) = pages.get(at) else { return };
        self.page = Spot {
            key: page.key.clone(),
            path: page.paths.first().map(ToString::to_string).unwrap_or_default(),
            at,
            ..Spot::default()
        };
    }

    /// Looks at what was answered so far, as far as it can be wrong before it is finished.
    pub(super) fn look(&mut self) {
        let mut checks = Checks::new(&self.shelf, self.session.clock().clone());
        // What is not on this phone is no fault of the patient's.
        checks.unknown_codes = Severity::Warning;
        checks.context = self.patient.iter().map(|patient| ("patient", patient)).collect();
        let response = self.session.response();
        self.found = validate(self.session.form(), &response, &checks);
        self.found.retain(|issue| issue.severity.refuses() && !issue.detail.lowered);
    }

    /// Whether something is known to be wrong with a question.
    pub(super) fn is_wrong(&self, path: &ItemPath) -> bool {
        self.issues.iter().any(|issue| issue.path == *path)
    }

    /// Everything that is known to be wrong.
    pub(super) fn wrong(&self) -> Vec<Issue> {
        let fresh = self.found.iter().filter(|one| !self.issues.iter().any(|known| known.path == one.path));
        self.issues.iter().chain(fresh).cloned().collect()
    }

    /// The controls of a page, and where each of its screens begins.
    pub(super) fn controls(&self, page: &Page, lang: Lang) -> (Vec<FormControl>, Vec<usize>) {
        let shown = show::page_with(&self.session, page, &self.wrong());
        let controls: Vec<FormControl> = shown.iter().map(|one| controls::control(self, one, lang)).collect();
        let starts = controls::screens(&controls);
        (controls, starts)
    }

    /// The bands of the score that a question is; none when it is no score.
    pub(super) fn bands(&self, path: &ItemPath, lang: Lang) -> Vec<Band> {
        let answer = json!({"item": [{"linkId": path.link_id(), "answer": [{"valueInteger": 0}]}]});
        let scores = score::scores(self.session.form(), &answer, &[], lang.tag());
        scores.into_iter().next().map(|score| score.bands).unwrap_or_default()
    }

    /// Finds its place among the pages as they are now, after an answer or in another mode.
    pub(super) fn settle(&mut self) {
        let paging = self.paging();
        let (pages, at) = (paging.pages(), self.index(&paging));
        if pages.get(at).is_some_and(|page| page.key != self.page.key) {
            let (review, focus) = (self.page.review, self.page.focus.clone());
            self.go(pages, at);
            (self.page.review, self.page.focus) = (review, focus);
        }
        self.progress = show::progress(&self.session, self.progress);
    }

    /// Keeps all of it in the vault. Asked for at once with every answer: the vault does one after the other.
    pub(super) fn keep(&mut self, task: &str) -> Cmd {
        let kept = Kept {
            id: self.id.clone(),
            draft: self.session.draft(),
            page: self.page.clone(),
            progress: self.progress.to_json(),
            left: self.left.clone(),
            photos: self.photos.clone(),
        };
        let Ok(json) = serde_json::to_string(&kept) else { return Command::done() };
        let document = |kind: &str, json: String| (kind.to_owned(), task.to_owned(), Some(json));
        let mut documents = vec![document(kinds::DRAFT, json)];
        if !std::mem::replace(&mut self.pinned, true) {
            documents.push(document(kinds::PINNED, self.questionnaire.to_string()));
            documents.push(document(kinds::STARTED, "{}".to_owned()));
        }
        documents.extend(self.aside.take().map(|json| document(kinds::ASIDE, json)));
        let task = task.to_owned();
        let batch = Batch { documents, ..Batch::default() };
        ask(VaultOp::Write(batch)).then_send(|out| step(FormsStep::DraftKept(task, out)))
    }

    /// It was not kept: the form goes along with the next try.
    pub(super) fn was_not_kept(&mut self) {
        self.pinned = false;
    }

    /// What is gone once the answers are saved.
    pub(super) fn documents_gone(task: &str) -> Vec<(String, String, Option<String>)> {
        let kinds = [kinds::DRAFT, kinds::PINNED, kinds::STARTED];
        kinds.map(|kind| (kind.to_owned(), task.to_owned(), None)).to_vec()
    }
}
