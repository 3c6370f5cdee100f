//! Gate 1: every Questionnaire loads, can be filled, is valid when finished, and survives a round trip.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use kangban_fhirpath::Clock;
use kangban_forms::{
    Form, Session, Shelf,
    validate::{self, Checks, Issue, Severity},
};
use serde_json::Value;

use crate::{corpus, fill, validation::noon};

/// The seed of all trials, so that they can be repeated.
pub const SEED: u64 = 2026;

/// A Questionnaire with the place it was found at, and what lies beside it.
#[derive(Debug)]
pub struct Found {
    /// The file, and the number in it when it holds several.
    pub place: String,
    /// The Questionnaire.
    pub json: Value,
    /// Which folder's shelf it may use.
    pub folder: usize,
    /// The size of its JSON text.
    pub size: usize,
}

/// How far a Questionnaire came.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    /// Not even loaded.
    #[default]
    Nothing,
    /// Loaded, but not filled until it could be finished.
    Loaded,
    /// Filled, but its response is not valid.
    Filled,
    /// Valid, but response or draft do not survive being written and read.
    Valid,
    /// All of it.
    All,
}

/// What became of one Questionnaire.
#[derive(Debug, Default)]
pub struct Trial {
    /// Where it was found.
    pub place: String,
    /// How many problems the form was loaded with.
    pub problems: usize,
    /// How far it came.
    pub reached: Reached,
    /// How many answers were given.
    pub answers: usize,
    /// Why it came no further.
    pub why: String,
    /// Whether the reason lies in the form: it cannot be filled by anybody.
    pub excused: bool,
}

impl Trial {
    /// Whether all of it went well, or could not for a reason that was said.
    pub fn passed(&self) -> bool {
        self.excused || self.reached == Reached::All
    }
}

/// Every Questionnaire below a folder, also those in Bundles and contained in others, with a shelf for each folder.
///
/// # Errors
/// When the folder cannot be read.
pub fn collect(dir: &Path) -> Result<(Vec<Found>, Vec<Shelf>), String> {
    let mut files = Vec::new();
    walk(dir, &mut files).map_err(|error| format!("{} cannot be read: {error}", dir.display()))?;
    files.sort();
    let mut folders: Vec<PathBuf> = Vec::new();
    let mut shelves: Vec<Shelf> = Vec::new();
    let mut found = Vec::new();
    let terminology = corpus::terminology();
    for file in files {
        let Ok(json) = corpus::resource(&file) else { continue };
        let folder = file.parent().unwrap_or(dir).to_owned();
        let at = folders.iter().position(|known| *known == folder).unwrap_or_else(|| {
            folders.push(folder);
            let mut shelf = Shelf::new();
            shelf.put(terminology.clone());
            shelves.push(shelf);
            shelves.len() - 1
        });
        let place = file.strip_prefix(dir).unwrap_or(&file).display().to_string();
        nested(&json, &place, at, &mut found, 0);
        if let Some(shelf) = shelves.get_mut(at) {
            shelf.put(json);
        }
    }
    Ok((found, shelves))
}

fn walk(dir: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if dir.is_file() {
        files.push(dir.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("json") || ending.eq_ignore_ascii_case("xml"))
        {
            files.push(path);
        }
    }
    Ok(())
}

fn nested(json: &Value, place: &str, folder: usize, found: &mut Vec<Found>, depth: usize) {
    if depth > 8 {
        return;
    }
    nested_one(json, place, folder, found);
    let entries = json
        .get("entry")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.get("resource"));
    let contained = json.get("contained").and_then(Value::as_array).into_iter().flatten();
    let parameters = json.get("parameter").and_then(Value::as_array).into_iter().flatten();
    let parameters = parameters.filter_map(|parameter| parameter.get("resource"));
    for (at, inner) in entries.chain(parameters).enumerate() {
        nested(inner, &format!("{place}#{at}"), folder, found, depth + 1);
    }
    for (at, inner) in contained.enumerate() {
        // What a contained form names with `#` lies beside it.
        let mut inner = inner.clone();
        if let (Some(beside), Some(fields)) = (json.get("contained"), inner.as_object_mut()) {
            fields.entry("contained").or_insert_with(|| beside.clone());
        }
        nested_one(&inner, &format!("{place}#{at}"), folder, found);
    }
}

fn nested_one(json: &Value, place: &str, folder: usize, found: &mut Vec<Found>) {
    if json.get("resourceType").and_then(Value::as_str) == Some("Questionnaire") {
        let size = json.to_string().len();
        found.push(Found { place: place.to_owned(), json: json.clone(), folder, size });
    }
}

/// Tries one Questionnaire.
pub fn attempt(found: &Found, shelf: &Shelf, seed: u64) -> Trial {
    let mut trial = Trial { place: found.place.clone(), ..Trial::default() };
    let form = match Form::load(&found.json, shelf) {
        Ok(form) => Arc::new(form),
        Err(problem) => {
            trial.why = format!("not loaded: {problem}");
            trial.excused = true;
            return trial;
        }
    };
    trial.reached = Reached::Loaded;
    trial.problems = form.problems().len();
    let filled = match fill::fill(&form, seed) {
        Ok(filled) => filled,
        Err(unfilled) => {
            trial.excused = unfilled.by_nobody;
            trial.why = format!("not filled: {}", unfilled.why);
            return trial;
        }
    };
    trial.reached = Reached::Filled;
    trial.answers = filled.answers;
    // As the hospital does: a value set that is not at hand turns nobody's answers away.
    let mut checks = Checks::new(shelf, Clock { now: noon() });
    checks.unknown_codes = Severity::Warning;
    let issues: Vec<Issue> =
        validate::validate(&form, &filled.response, &checks).into_iter().filter(Issue::refuses).collect();
    if let Some(issue) = issues.first() {
        trial.why =
            format!("not valid: {} at {} ({} in all)", issue.code.code(), issue.expression, issues.len());
        return trial;
    }
    trial.reached = Reached::Valid;
    match round_trip(&form, &filled, &checks) {
        Ok(()) => trial.reached = Reached::All,
        Err(why) => trial.why = format!("no round trip: {why}"),
    }
    trial
}

fn round_trip(form: &Arc<Form>, filled: &fill::Filled, checks: &Checks<'_>) -> Result<(), String> {
    let text = filled.response.to_string();
    let again: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    if again != filled.response {
        return Err("the response reads back as another".to_owned());
    }
    kangban_fhir::conformance::check(&text).map_err(|found| {
        found.first().map_or_else(|| "the response is no sound resource".to_owned(), ToString::to_string)
    })?;
    if validate::validate(form, &again, checks).iter().any(Issue::refuses) {
        return Err("the response read back is not valid".to_owned());
    }
    let draft: Value = serde_json::from_str(&filled.draft.to_string()).map_err(|error| error.to_string())?;
    let resumed = Session::resume(form.clone(), fill::launch(), &draft)
        .map_err(|problem| format!("the draft: {problem}"))?;
    match resumed.finish() {
        Ok(response) if response == filled.response => Ok(()),
        Ok(_) => Err("the draft taken up again gives another response".to_owned()),
        Err(issues) => Err(format!(
            "the draft taken up again cannot be finished: {}",
            issues.first().map_or("", |issue| issue.code.code())
        )),
    }
}

/// Tries every Questionnaire below a folder.
///
/// # Errors
/// When the folder cannot be read.
pub fn run(dir: &Path, seed: u64) -> Result<Vec<Trial>, String> {
    let (found, shelves) = collect(dir)?;
    Ok(found.iter().filter_map(|one| Some(attempt(one, shelves.get(one.folder)?, seed))).collect())
}

/// A table for people, ending in `N passed, N failed`; and whether none failed.
pub fn report(trials: &[Trial]) -> (String, bool) {
    let mut text = String::from("loaded filled valid round  answers  problems  form\n");
    let mark = |yes: bool| if yes { "yes" } else { "-" };
    for trial in trials {
        let _ = writeln!(
            text,
            "{:6} {:6} {:5} {:5} {:8} {:9}  {}",
            mark(trial.reached >= Reached::Loaded),
            mark(trial.reached >= Reached::Filled),
            mark(trial.reached >= Reached::Valid),
            mark(trial.reached >= Reached::All),
            trial.answers,
            trial.problems,
            trial.place
        );
        if !trial.why.is_empty() {
            let _ = writeln!(text, "       {}{}", if trial.excused { "" } else { "FAILED " }, trial.why);
        }
    }
    let count = |of: fn(&Trial) -> bool| trials.iter().filter(|trial| of(trial)).count();
    let _ = writeln!(
        text,
        "{} forms: {} loaded, {} filled, {} valid, {} survive a round trip, {} cannot be filled by anybody",
        trials.len(),
        count(|trial| trial.reached >= Reached::Loaded),
        count(|trial| trial.reached >= Reached::Filled),
        count(|trial| trial.reached >= Reached::Valid),
        count(|trial| trial.reached >= Reached::All),
        count(|trial| trial.excused),
    );
    let passed = count(Trial::passed);
    let _ = write!(text, "{passed} passed, {} failed", trials.len() - passed);
    (text, passed == trials.len() && passed > 0)
}
