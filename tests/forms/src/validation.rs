//! Gate 2: our validator beside the recorded outcomes of others, over a manifest of HL7's test cases.

use std::{fmt::Write, fs, path::Path};

use kangban_fhir::DateTime;
use kangban_fhirpath::Clock;
use kangban_forms::{
    Shelf,
    validate::{self, Checks, Issue},
};
use serde_json::Value;

use crate::corpus;

/// How a case ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It agrees with what was recorded.
    Agrees,
    /// It does not; this is how.
    Differs(String),
    /// There is nothing to hold it against, or a file of it is not here.
    Unscored(String),
}

/// One case with its end.
#[derive(Debug)]
pub struct Judged {
    /// The case's name.
    pub name: String,
    /// How it ended.
    pub verdict: Verdict,
}

/// Judges every case of a manifest: a list of cases, or an object with `test-cases`.
///
/// # Errors
/// When the manifest cannot be read.
pub fn run(manifest: &Path) -> Result<Vec<Judged>, String> {
    let text = fs::read_to_string(manifest).map_err(|error| error.to_string())?;
    let json: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let cases = json.as_array().or_else(|| json.get("test-cases")?.as_array()).ok_or("it holds no cases")?;
    let dir = manifest.parent().unwrap_or(Path::new("."));
    let terminology = corpus::terminology();
    Ok(cases
        .iter()
        .map(|case| Judged {
            name: case.get("name").and_then(Value::as_str).unwrap_or("(without a name)").to_owned(),
            verdict: judge(dir, case, &terminology),
        })
        .collect())
}

fn judge(dir: &Path, case: &Value, terminology: &Value) -> Verdict {
    let Some(file) = case.get("file").and_then(Value::as_str) else {
        return Verdict::Unscored("it names no file".to_owned());
    };
    let Some(path) = corpus::resolve(dir, &[], file) else {
        return Verdict::Unscored(format!("{file} is not here"));
    };
    let old = case.get("version").and_then(Value::as_str).is_some_and(|version| version.starts_with('3'));
    let read = |path: &Path| {
        let resource = corpus::resource(path)?;
        Ok::<Value, String>(if old { corpus::from_r3(resource) } else { resource })
    };
    let subject = match read(&path) {
        Ok(subject) => subject,
        Err(error) => return Verdict::Differs(format!("{file} cannot be read: {error}")),
    };
    let mut shelf = Shelf::new();
    shelf.put(terminology.clone());
    for name in
        case.get("supporting").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    {
        let Some(path) = corpus::resolve(dir, &[], name) else {
            return Verdict::Unscored(format!("{name}, which it needs, is not here"));
        };
        match read(&path) {
            Ok(resource) => shelf.put(resource),
            Err(error) => return Verdict::Differs(format!("{name} cannot be read: {error}")),
        }
    }
    let ours = issues(&subject, &shelf);
    Recorded::of(dir, case).judge(&ours)
}

/// What our validator says of a resource: a response is checked against its form, a form against the rules for forms.
pub fn issues(subject: &Value, shelf: &Shelf) -> Vec<Issue> {
    use kangban_forms::Library;
    if subject.get("resourceType").and_then(Value::as_str) == Some("Questionnaire") {
        return validate::check_form(subject);
    }
    let named = subject.get("questionnaire").and_then(Value::as_str).unwrap_or_default();
    let form = validate::contained_form(subject)
        .or_else(|| shelf.find(named))
        .filter(|found| found.get("resourceType").and_then(Value::as_str) == Some("Questionnaire"));
    let Some(form) = form else { return vec![validate::form_not_found(subject)] };
    // A form within the response finds its value sets beside it.
    let mut form = form.clone();
    if named.starts_with('#')
        && let (Some(beside), Some(fields)) = (subject.get("contained"), form.as_object_mut())
    {
        fields.entry("contained").or_insert_with(|| beside.clone());
    }
    validate::validate_json(&form, subject, &Checks::new(shelf, Clock { now: noon() }))
}

/// The moment of all trials.
///
/// # Panics
/// Never: the text is a moment.
#[allow(clippy::expect_used, reason = "a text of ours")]
pub fn noon() -> DateTime {
    DateTime::parse("2026-03-02T12:00:00+08:00").expect("a moment")
}

/// An issue of a recorded outcome, or of ours, in the terms that can be compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    place: String,
    severity: String,
    kind: String,
    code: Option<String>,
    text: String,
}

impl Line {
    fn recorded(json: &Value) -> Self {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
        let first = |name: &str| json.get(name).and_then(|list| list.get(0)).and_then(Value::as_str);
        Self {
            place: first("expression").or(first("location")).unwrap_or_default().to_owned(),
            severity: text(json.get("severity")),
            kind: text(json.get("code")),
            code: json.pointer("/details/coding/0/code").and_then(Value::as_str).map(str::to_owned),
            text: text(json.pointer("/details/text")),
        }
    }

    fn ours(issue: &Issue) -> Self {
        Self {
            place: issue.expression.clone(),
            severity: issue.severity.code().to_owned(),
            kind: issue.code.issue_type().to_owned(),
            code: Some(issue.code.code().to_owned()),
            text: String::new(),
        }
    }

    fn refuses(&self) -> bool {
        matches!(self.severity.as_str(), "error" | "fatal")
    }

    fn show(&self) -> String {
        let code = self.code.as_deref().unwrap_or("-");
        let text: String = self.text.chars().take(140).collect();
        format!("{} {} {code} at {} {text}", self.severity, self.kind, self.place).trim_end().to_owned()
    }
}

fn listed(ours: &[Issue]) -> String {
    let mut text = String::new();
    for issue in ours {
        let _ = writeln!(text, "    ours: {}", Line::ours(issue).show());
    }
    if ours.is_empty() {
        text.push_str("    ours: nothing\n");
    }
    text.truncate(text.trim_end().len());
    text
}

/// What is known of how a case should end.
struct Recorded {
    /// An outcome with machine codes: the one to agree with, issue by issue.
    coded: Option<Vec<Line>>,
    /// Whether the case's own words expect success.
    success: Option<bool>,
    /// The outcome of a validator that knows no machine codes.
    plain: Option<Vec<Line>>,
}

impl Recorded {
    fn of(dir: &Path, case: &Value) -> Self {
        let outcome = |name: &str| -> Option<Vec<Line>> {
            let entry = case.get(name)?;
            let outcome = match entry {
                Value::String(path) => corpus::resource(&corpus::resolve(dir, &["outcomes"], path)?).ok()?,
                inline => inline.get("outcome")?.clone(),
            };
            Some(
                outcome
                    .get("issue")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .map(Line::recorded)
                    .collect(),
            )
        };
        let words = case.get("description").and_then(Value::as_str).unwrap_or_default();
        let success = words.rsplit_once("expecting success: ").map(|(_, word)| word.trim() == "True");
        Self {
            coded: outcome("brianpos").or_else(|| outcome("dotnet-brianpos")),
            success,
            plain: outcome("java"),
        }
    }

    fn judge(&self, ours: &[Issue]) -> Verdict {
        let by = |difference: Option<String>| match difference {
            None => Verdict::Agrees,
            Some(difference) => Verdict::Differs(format!("{difference}\n{}", listed(ours))),
        };
        if let Some(coded) = &self.coded {
            return by(same_issues(coded, ours));
        }
        let refused = ours.iter().any(Issue::refuses);
        match (self.success, &self.plain) {
            (Some(success), _) if success == refused => by(Some(format!("    recorded: success {success}"))),
            // Where the other validator judges otherwise than the case's own words, the words hold.
            (Some(_), Some(plain)) if plain.iter().any(Line::refuses) != refused => Verdict::Agrees,
            (Some(_), None) => Verdict::Agrees,
            (_, Some(plain)) => by(plain_difference(plain, ours)),
            (None, None) => Verdict::Unscored(format!("no outcome of it is here\n{}", listed(ours))),
        }
    }
}

/// Issue by issue: severity, issue-type, machine code and place, in any order.
fn same_issues(recorded: &[Line], ours: &[Issue]) -> Option<String> {
    let mut theirs: Vec<Line> = recorded
        .iter()
        .filter(|line| line.severity != "information")
        .map(|line| Line { text: String::new(), ..line.clone() })
        .collect();
    let mut own: Vec<Line> =
        ours.iter().map(Line::ours).filter(|line| line.severity != "information").collect();
    theirs.sort();
    own.sort();
    (theirs != own).then(|| {
        let lines: Vec<String> =
            recorded.iter().map(|line| format!("    recorded: {}", line.show())).collect();
        if lines.is_empty() { "    recorded: nothing".to_owned() } else { lines.join("\n") }
    })
}

/// What the validator without machine codes says, and the machine codes of ours that say the same.
const SAYINGS: &[(&str, &[&str])] = &[
    ("could not be resolved, so no validation can be performed", &["questionnaireNotFound"]),
    ("refers to a resource that has the wrong type", &["questionnaireNotFound"]),
    ("must be of the type", &["invalidAnswerType"]),
    ("not found in questionnaire", &["invalidLinkId"]),
    ("No response answer found for required item", &["required"]),
    ("No sub-items found for required group", &["required"]),
    ("is not in the set of permitted values", &["invalidAnswerOption"]),
    // It cannot tell a code that is not in the set from a set that it does not have.
    ("is not in the options value set", &["invalidCoding", "tsError"]),
    ("is not in the list of allowed values", &["invalidCoding", "tsError"]),
    ("Wrong Display Name", &["invalidCoding"]),
    ("is less than the allowed minimum", &["minValue"]),
    ("is greater than the allowed maximum", &["maxValue"]),
    ("cannot be compared to the allowed minimum", &["minValueIncompatUnits"]),
    ("cannot be compared to the allowed maximum", &["maxValueIncompatUnits"]),
    ("too many decimal places", &["maxDecimalPlaces"]),
    ("Only one response answer item", &["repeats"]),
    ("Only one response item", &["repeats"]),
    ("maximum number of answers", &["maxCount"]),
    ("minimum number of answers", &["minCount"]),
    ("mime type", &["invalidAttachmentType"]),
    ("attachment is too large", &["maxAttachmentSize"]),
    ("Stated Attachment Size", &["attachmentSizeInconsistent"]),
    ("Items of type 'display' cannot have answers", &["displayAnswer"]),
    ("is not a valid reference", &["invalidRefValue"]),
    ("in the reference", &["invalidRefResourceType", "invalidRefResourceTypeRestriction"]),
    ("UUIDs must be valid", &["invalidUrlValue"]),
    ("even though it is not enabled", &["notEnabled"]),
    ("out of order", &["itemOrder"]),
    ("Constraint failed: que-", &["formRule"]),
    ("minimum required = ", &["formRule"]),
    ("enableWhen", &["formCondition"]),
];

/// Findings that the recorded validators weigh differently. The one with machine codes is followed: a response that
/// cannot be checked is not taken for a good one.
const WEIGHED_OTHERWISE: &[&str] = &["questionnaireNotFound"];

/// What it says of other things than a response and its form: those are a resource validator's.
fn is_ours_to_judge(line: &Line) -> bool {
    let place = line.place.as_str();
    let about = |start: &str| {
        place.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let item = about("QuestionnaireResponse.item") || about("Questionnaire.item");
    let head = [
        "QuestionnaireResponse",
        "QuestionnaireResponse.questionnaire",
        "QuestionnaireResponse.authored",
        "Questionnaire",
    ];
    (item && !place.contains(".extension")) || head.contains(&place)
}

/// Its errors must be ours, in the same place and meaning the same; and where it has none, we must have none.
fn plain_difference(plain: &[Line], ours: &[Issue]) -> Option<String> {
    let own: Vec<Line> = ours.iter().map(Line::ours).collect();
    let weighed = |line: &Line| line.code.as_deref().is_some_and(|code| WEIGHED_OTHERWISE.contains(&code));
    let meaning =
        |line: &Line| SAYINGS.iter().find(|(words, _)| line.text.contains(words)).map(|(_, codes)| *codes);
    let theirs: Vec<&Line> = plain.iter().filter(|line| is_ours_to_judge(line)).collect();
    let mut missing = Vec::new();
    for line in &theirs {
        let Some(codes) = meaning(line)
            .filter(|_| line.refuses())
            .or_else(|| {
                meaning(line).filter(|codes| codes.iter().any(|code| WEIGHED_OTHERWISE.contains(code)))
            })
            .or_else(|| line.refuses().then_some(&[][..]))
        else {
            continue;
        };
        let place = line.place.split(".value.ofType(").next().unwrap_or_default();
        let found = own.iter().any(|own| {
            let same_place = own.place.starts_with(place) || weighed(own);
            let same_meaning =
                codes.is_empty() || own.code.as_deref().is_some_and(|code| codes.contains(&code));
            same_place && same_meaning && own.refuses()
        });
        if !found {
            missing.push(*line);
        }
    }
    let theirs_refuse = theirs.iter().any(|line| line.refuses());
    let too_strict = !theirs_refuse && own.iter().any(|line| line.refuses() && !weighed(line));
    if missing.is_empty() && !too_strict {
        return None;
    }
    let lines: Vec<String> = plain.iter().map(|line| format!("    recorded: {}", line.show())).collect();
    Some(if lines.is_empty() { "    recorded: nothing".to_owned() } else { lines.join("\n") })
}

/// A table for people, ending in `N passed, N failed`; and whether none failed.
pub fn report(judged: &[Judged]) -> (String, bool) {
    let mut text = String::new();
    let (mut passed, mut failed) = (0, 0);
    for case in judged {
        match &case.verdict {
            Verdict::Agrees => passed += 1,
            Verdict::Unscored(why) => {
                let _ = writeln!(text, "{}: not scored: {why}", case.name);
            }
            Verdict::Differs(how) => {
                failed += 1;
                let _ = writeln!(text, "{}: differs\n{how}", case.name);
            }
        }
    }
    let _ = write!(text, "{passed} passed, {failed} failed");
    (text, failed == 0 && passed > 0)
}
