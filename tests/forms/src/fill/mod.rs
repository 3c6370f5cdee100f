//! The random filler: fills a form as a patient might, and then some, until it can be finished.

pub mod dice;
pub mod matching;
mod value;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use kangban_fhirpath::Clock;
use kangban_forms::{
    Bound, Form, ItemIx, ItemKind, ItemPath, Launch, ProblemCode, Session,
    validate::{Issue, IssueCode},
};
use serde_json::{Value, json};

use crate::validation::noon;
use dice::Dice;
use value::Hint;

/// So many answers are given at most.
const MOST_ANSWERS: usize = 6_000;
/// So often is a form finished, and what was wrong answered anew.
const ROUNDS: usize = 40;

/// A form that was filled.
#[derive(Debug)]
pub struct Filled {
    /// What the session gave when it was finished.
    pub response: Value,
    /// The draft just before.
    pub draft: Value,
    /// How many answers were given on the way.
    pub answers: usize,
}

/// A question that is asked at the moment.
struct Asked {
    path: ItemPath,
    item: ItemIx,
}

struct Filler {
    session: Session,
    dice: Dice,
    seen: HashSet<ItemPath>,
    hints: HashMap<ItemPath, Hint>,
    answers: usize,
    /// Questions that cannot be answered, with the reason.
    unanswerable: BTreeMap<String, String>,
}

/// A form that could not be filled.
#[derive(Debug, Default)]
pub struct Unfilled {
    /// What stands in the way of finishing.
    pub why: String,
    /// Whether all of it lies in the form: nobody could finish it.
    pub by_nobody: bool,
}

impl From<String> for Unfilled {
    fn from(why: String) -> Self {
        Self { why, by_nobody: false }
    }
}

/// What a trial's session is started with: a patient, a doctor and a visit, as the app and the hospital have them.
pub fn launch() -> Launch {
    let mut launch = Launch::new(Clock { now: noon() }, "en", "trial");
    launch.patient = Some(json!({
        "resourceType": "Patient", "id": "zhang", "gender": "female", "birthDate": "1958-04-12",
        "identifier": [{"system": "https://kangban.example/patients", "value": "000017"}],
        "name": [{"use": "official", "text": "Zhang Lan", "family": "Zhang", "given": ["Lan"]}],
        "telecom": [{"system": "phone", "value": "021 5550 0102"}],
        "address": [{"city": "Shanghai", "country": "CN", "line": ["1 Long Lane"]}],
    }));
    launch.user = Some(json!({
        "resourceType": "Practitioner", "id": "wang",
        "name": [{"text": "Wang Min", "family": "Wang", "given": ["Min"]}],
    }));
    launch.encounter = Some(json!({
        "resourceType": "Encounter", "id": "visit", "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "subject": {"reference": "Patient/zhang"},
    }));
    launch
}

/// Fills the form until it can be finished; or says why it cannot be.
///
/// # Errors
/// What stands in the way of finishing.
pub fn fill(form: &Arc<Form>, seed: u64) -> Result<Filled, Unfilled> {
    let mut filler = Filler {
        session: Session::start(form.clone(), launch()),
        dice: Dice::new(seed),
        seen: HashSet::new(),
        hints: HashMap::new(),
        answers: 0,
        unanswerable: BTreeMap::new(),
    };
    filler.answer_all()?;
    for _ in 0..12 {
        filler.change_one()?;
    }
    filler.answer_all()?;
    let mut issues = Vec::new();
    for _ in 0..ROUNDS {
        let draft = filler.session.draft();
        match filler.session.finish() {
            Ok(response) => return Ok(Filled { response, draft, answers: filler.answers }),
            Err(found) => issues = found,
        }
        if !filler.mend(&issues)? {
            break;
        }
        filler.answer_all()?;
    }
    Err(filler.why(&issues))
}

impl Filler {
    /// The questions that a patient would see now, and that they answer.
    fn asked(&self) -> Vec<Asked> {
        self.session
            .walk()
            .filter(|one| one.enabled && one.item.kind.is_question() && !one.item.read_only)
            .filter(|one| one.item.expressions.calculated.is_none())
            .map(|one| Asked { path: one.path.clone(), item: one.item.ix })
            .collect()
    }

    /// Answers what has not been asked before, as long as answers bring up more questions; adds instances of groups.
    fn answer_all(&mut self) -> Result<(), String> {
        for _ in 0..ROUNDS {
            self.add_some();
            let new: Vec<Asked> =
                self.asked().into_iter().filter(|one| !self.seen.contains(&one.path)).collect();
            if new.is_empty() || self.answers > MOST_ANSWERS {
                return Ok(());
            }
            for one in new {
                self.seen.insert(one.path.clone());
                let required = self.session.form().item(one.item).required;
                if self.session.is_enabled(&one.path) && (required || self.dice.chance(85)) {
                    self.answer(&one)?;
                }
            }
        }
        Ok(())
    }

    fn add_some(&mut self) {
        let groups: Vec<(ItemPath, usize, usize)> = self
            .session
            .walk()
            .filter(|one| {
                one.enabled && one.item.kind == ItemKind::Group && one.item.repeats && one.index == 0
            })
            .map(|one| {
                let most = one.item.max_occurs.and_then(|most| usize::try_from(most).ok()).unwrap_or(3);
                (one.path.clone(), one.of, most)
            })
            .collect();
        for (path, of, most) in groups {
            if of < most.min(3) && self.dice.chance(25) {
                let _ = self.session.add(&path);
            }
        }
    }

    /// Gives one question an answer.
    fn answer(&mut self, one: &Asked) -> Result<(), String> {
        let options = self.session.options(&one.path);
        let form = self.session.form().clone();
        let item = form.item(one.item);
        let hint = self.hints.get(&one.path).cloned().unwrap_or_default();
        match value::answers(item, &options, &hint, &mut self.dice) {
            Ok(values) => {
                self.answers += 1;
                self.unanswerable.remove(&item.link_id);
                let shown = values.first().map(ToString::to_string).unwrap_or_default();
                self.session
                    .answer(&one.path, values)
                    .map(|_| ())
                    .map_err(|problem| format!("{} does not take {shown}: {problem}", item.link_id))
            }
            Err(why) => {
                self.unanswerable.insert(item.link_id.clone(), why);
                Ok(())
            }
        }
    }

    /// Answers one question anew, so that conditions come and go.
    fn change_one(&mut self) -> Result<(), String> {
        let asked = self.asked();
        let at = self.dice.below(asked.len());
        match asked.get(at) {
            Some(one) => self.answer(one),
            None => Ok(()),
        }
    }

    /// Answers anew what is wrong; false when nothing can be done about any of it.
    fn mend(&mut self, issues: &[Issue]) -> Result<bool, String> {
        let mut tried = false;
        for issue in issues.iter().filter(|issue| issue.refuses()) {
            let place = issue.path.clone();
            if issue.detail.group {
                if issue.code == IssueCode::MinCount {
                    tried |= self.session.add(&place).is_ok();
                    continue;
                }
                self.seen.retain(|path| !path.to_string().starts_with(&place.to_string()));
                tried = true;
                continue;
            }
            let Some(item) = self.session.form().with_link_id(&issue.link_id) else { continue };
            let readable = {
                let form = self.session.form();
                let item = form.item(item);
                !item.read_only && item.expressions.calculated.is_none() && item.kind.is_question()
            };
            if !readable {
                continue;
            }
            self.hints.entry(place.clone()).or_default().learn(issue);
            tried = true;
            self.answer(&Asked { path: place, item })?;
        }
        // A constraint of the whole form, or of a group, says nothing of where: anything may help.
        if issues.iter().any(|issue| issue.code == IssueCode::Invariant) {
            tried = true;
            for _ in 0..5 {
                self.change_one()?;
            }
        }
        Ok(tried)
    }

    fn why(&self, issues: &[Issue]) -> Unfilled {
        let refusing = || issues.iter().filter(|issue| issue.refuses());
        let by_nobody = refusing().next().is_some() && refusing().all(|issue| self.fault(issue).is_some());
        let mut reasons: Vec<String> = refusing()
            .map(|issue| self.fault(issue).unwrap_or_else(|| format!("{} {}", issue.code.code(), issue.path)))
            .collect();
        reasons.sort();
        reasons.dedup();
        let more = reasons.len().saturating_sub(3);
        reasons.truncate(3);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        Unfilled { why: format!("{}{more}", reasons.join("; ")), by_nobody }
    }

    /// What of the form itself is the cause of an issue, if anything is.
    fn fault(&self, issue: &Issue) -> Option<String> {
        let form = self.session.form();
        let Some(ix) = form.with_link_id(&issue.link_id) else {
            let unnamed = form.problems().iter().any(|problem| problem.code == ProblemCode::MissingLinkId);
            return (unnamed && issue.code == IssueCode::InvalidLinkId)
                .then(|| "an item has no linkId".to_owned());
        };
        let item = form.item(ix);
        if let Some(why) = self.unanswerable.get(&issue.link_id) {
            return Some(why.clone());
        }
        let bound = |bound: &Option<Bound>| bound.as_ref().and_then(|bound| bound.value.clone());
        if let (Some(low), Some(high)) = (bound(&item.min_value), bound(&item.max_value))
            && value::contradict(&low, &high)
        {
            return Some(format!("{}: the least value is above the greatest", item.link_id));
        }
        if item.read_only && item.expressions.calculated.is_none() && item.expressions.initial.is_none() {
            return Some(format!(
                "{}: nobody may answer it, and it starts with no right answer",
                item.link_id
            ));
        }
        if item.kind == ItemKind::Group {
            return item.children.iter().find_map(|child| {
                let child = form.item(*child);
                self.unanswerable.get(&child.link_id).cloned()
            });
        }
        form.problems()
            .iter()
            .find(|problem| problem.code.is_error() && problem.link_id.as_deref() == Some(&item.link_id))
            .map(ToString::to_string)
    }
}
