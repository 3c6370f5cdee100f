//! `FHIRPath` cases in the form of the official suite's, scored strictly.
//!
//! A case file is a list of `{ group, name, expr, input | resource, vars, outputs, invalid, predicate, mode }`; inputs
//! are `input/NAME.json` beside it.

use std::{
    collections::HashMap,
    fmt, fs,
    path::{Path, PathBuf},
};

use kangban_fhir::{DateTime, Decimal};
use kangban_fhirpath::{Clock, Expression, Quantity, Scope, Value};
use serde_json::Value as Json;

/// When every case happens.
const NOW: &str = "2026-11-25T10:30:00.250+08:00";

/// How many cases passed, and what is wrong with the others.
#[derive(Debug, Default)]
pub struct Tally {
    /// The cases that came out as they say.
    pub passed: usize,
    /// Those that did not.
    pub failures: Vec<Failure>,
}

/// A case that did not come out as it says.
#[derive(Debug)]
pub struct Failure {
    /// The case: its group and name.
    pub name: String,
    /// The expression.
    pub expression: String,
    /// What should have come out.
    pub expected: String,
    /// What came out.
    pub got: String,
    /// Whether its input could not be read, so that nothing was tried.
    pub is_unread: bool,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expression = self.expression.split_whitespace().collect::<Vec<_>>().join(" ");
        write!(f, "{}: {expression}\n    expected {}\n    got      {}", self.name, self.expected, self.got)
    }
}

/// Runs all cases of a file.
///
/// # Errors
/// Why the file cannot be read.
pub fn run(file: &Path) -> Result<Tally, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let cases: Json = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    let cases = cases.as_array().ok_or_else(|| format!("{}: this is no list of cases", file.display()))?;
    let inputs = Inputs { dir: file.parent().unwrap_or(Path::new(".")).join("input"), read: HashMap::new() };
    let inputs = inputs.read_all(cases);
    let mut tally = Tally::default();
    for case in cases {
        match check(case, &inputs) {
            Ok(()) => tally.passed += 1,
            Err((expected, got)) => tally.failures.push(Failure {
                name: format!("{}/{}", text_of(case, "group"), text_of(case, "name")),
                expression: text_of(case, "expr").to_owned(),
                expected,
                got,
                is_unread: inputs.of(case).is_err(),
            }),
        }
    }
    Ok(tally)
}

/// The resources that cases are about, each read once.
struct Inputs {
    dir: PathBuf,
    read: HashMap<String, Result<Json, String>>,
}

impl Inputs {
    fn read_all(mut self, cases: &[Json]) -> Self {
        for name in cases.iter().map(|case| text_of(case, "input")).filter(|name| !name.is_empty()) {
            if !self.read.contains_key(name) {
                let found = self.read_one(name);
                self.read.insert(name.to_owned(), found);
            }
        }
        self
    }

    fn read_one(&self, name: &str) -> Result<Json, String> {
        let name = Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or(name);
        let path = self.dir.join(format!("{name}.json"));
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// The context of a case: its own, a file's, or none.
    fn of<'a>(&'a self, case: &'a Json) -> Result<Option<&'a Json>, &'a str> {
        if let Some(own) = case.get("resource").filter(|own| !own.is_null()) {
            return Ok(Some(own));
        }
        match text_of(case, "input") {
            "" => Ok(None),
            name => match self.read.get(name) {
                Some(Ok(json)) => Ok(Some(json)),
                Some(Err(why)) => Err(why),
                None => Err("its input was not read"),
            },
        }
    }
}

fn text_of<'a>(case: &'a Json, name: &str) -> &'a str {
    case.get(name).and_then(Json::as_str).unwrap_or_default()
}

/// What was expected and what came, when these differ.
fn check(case: &Json, inputs: &Inputs) -> Result<(), (String, String)> {
    let expected = describe_expected(case);
    let context = inputs.of(case).map_err(|why| (expected.clone(), why.to_owned()))?;
    let expression = match Expression::parse(text_of(case, "expr")) {
        Ok(expression) => expression,
        Err(_) if is_invalid(case) => return Ok(()),
        Err(error) => return Err((expected, format!("no expression: {error}"))),
    };
    let clock = Clock { now: DateTime::parse(NOW).map_err(|error| (expected.clone(), error.to_string()))? };
    let mut scope = Scope::new(clock).strict(text_of(case, "mode") == "strict");
    if let Some(context) = context {
        scope = scope.resource(context).focus(Value::of(context));
    }
    for (name, value) in case.get("vars").and_then(Json::as_object).into_iter().flatten() {
        scope = scope.variable(name.trim_start_matches('%'), variable(value));
    }
    let found = match expression.evaluate(&scope) {
        Ok(found) => found,
        Err(_) if is_invalid(case) => return Ok(()),
        Err(error) => return Err((expected, format!("error: {error}"))),
    };
    let got = found.iter().map(describe).collect::<Vec<_>>().join(", ");
    if is_invalid(case) {
        return Err((expected, format!("[{got}]")));
    }
    let outputs = case.get("outputs").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    if case.get("predicate").and_then(Json::as_bool) == Some(true) {
        let answer = Value::Boolean(as_predicate(&found));
        let matched = matches!(outputs, [output] if is_output(&answer, output));
        return settled(matched, expected, describe(&answer));
    }
    let matched = found.len() == outputs.len()
        && found.iter().zip(outputs).all(|(value, output)| is_output(value, output));
    settled(matched, expected, format!("[{got}]"))
}

fn settled(passed: bool, expected: String, got: String) -> Result<(), (String, String)> {
    if passed { Ok(()) } else { Err((expected, got)) }
}

fn is_invalid(case: &Json) -> bool {
    match case.get("invalid") {
        None | Some(Json::Null | Json::Bool(false)) => false,
        Some(Json::String(kind)) => !kind.is_empty() && kind != "false",
        Some(_) => true,
    }
}

/// A variable's value: one, or a list of them.
fn variable(value: &Json) -> Vec<Value<'_>> {
    match value {
        Json::Null => Vec::new(),
        Json::Array(items) => items.iter().map(Value::of).collect(),
        Json::String(text) => vec![Value::text(text.as_str())],
        other => vec![Value::of(other)],
    }
}

/// Nothing is false; one boolean is what it says; anything else is there, and so true.
fn as_predicate(found: &[Value<'_>]) -> bool {
    match found {
        [] => false,
        [one] => one.as_bool().unwrap_or(true),
        _ => true,
    }
}

/// Whether a value is what a case says: its type, when one is named, and its text.
fn is_output(value: &Value<'_>, output: &Json) -> bool {
    let part = |index: usize| output.get(index).and_then(Json::as_str).unwrap_or_default();
    let (wanted_type, wanted) = (part(0), part(1));
    (wanted_type.is_empty() || is_type(value, wanted_type)) && is_text(value, wanted)
}

fn is_type(value: &Value<'_>, wanted: &str) -> bool {
    let name = value.type_name();
    if name.name == wanted {
        return true;
    }
    // The suite writes the language's own types as FHIR's: `integer` for `System.Integer`.
    let mut own = wanted.chars();
    let capital =
        own.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(own).collect::<String>();
    name.namespace == "System" && name.name == capital
}

fn is_text(value: &Value<'_>, wanted: &str) -> bool {
    let got = text(value);
    if got == wanted {
        return true;
    }
    let number = |text: &str| Decimal::parse(text).ok().map(|decimal| decimal.value().clone());
    match value {
        Value::Quantity(quantity) => Quantity::parse(wanted)
            .is_some_and(|wanted| wanted.value() == quantity.value() && wanted.unit() == quantity.unit()),
        _ if value.as_decimal().is_some() => {
            value.as_decimal().zip(number(wanted)).is_some_and(|(value, wanted)| value == wanted)
        }
        Value::Time(_) => wanted.strip_prefix("@T") == Some(&got),
        Value::Date(_) | Value::DateTime(_) => is_moment(&got, wanted),
        Value::Node(_) if got.starts_with(|c: char| c.is_ascii_digit()) => is_moment(&got, wanted),
        _ => false,
    }
}

/// A date's literal is its text behind `@`, with a `T` at its end when it is a dateTime without a time.
fn is_moment(got: &str, wanted: &str) -> bool {
    wanted.strip_prefix('@').is_some_and(|wanted| wanted.strip_suffix('T').unwrap_or(wanted) == got)
}

/// A value's text, as the suite writes it.
fn text(value: &Value<'_>) -> String {
    match value {
        Value::Quantity(quantity) => quantity.to_string(),
        other => match other.to_json() {
            Json::String(text) => text,
            json => json.to_string(),
        },
    }
}

fn describe(value: &Value<'_>) -> String {
    let mut text = text(value);
    if let Some((at, _)) = text.char_indices().nth(120) {
        text.truncate(at);
        text.push('…');
    }
    format!("{} {text}", value.type_name())
}

fn describe_expected(case: &Json) -> String {
    if is_invalid(case) {
        return format!("an error ({})", text_of(case, "invalid"));
    }
    let outputs = case.get("outputs").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let part =
        |output: &Json, index: usize| output.get(index).and_then(Json::as_str).unwrap_or_default().to_owned();
    let all: Vec<String> = outputs
        .iter()
        .map(|output| format!("{} {}", part(output, 0), part(output, 1)).trim_start().to_owned())
        .collect();
    format!("[{}]", all.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(case: &str) -> Result<(), (String, String)> {
        let case: Json = serde_json::from_str(case).unwrap();
        check(&case, &Inputs { dir: PathBuf::new(), read: HashMap::new() })
    }

    #[test]
    fn a_case_passes_only_with_the_type_and_the_text_it_names() {
        assert!(judged(r#"{"expr": "1 + 1", "outputs": [["integer", "2"]]}"#).is_ok());
        assert!(judged(r#"{"expr": "1 + 1", "outputs": [[null, "2"]]}"#).is_ok());
        assert!(judged(r#"{"expr": "1 + 1", "outputs": [["decimal", "2"]]}"#).is_err());
        assert!(judged(r#"{"expr": "1 + 1", "outputs": [["integer", "3"]]}"#).is_err());
        assert!(judged(r#"{"expr": "1 + 1", "outputs": []}"#).is_err());
        assert!(judged(r#"{"expr": "1.50 + 1", "outputs": [["decimal", "2.5"]]}"#).is_ok());
        assert!(judged(r#"{"expr": "@2014-01", "outputs": [["date", "@2014-01"]]}"#).is_ok());
        assert!(judged(r#"{"expr": "@T10:00", "outputs": [["time", "@T10:00"]]}"#).is_ok());
        assert!(judged(r#"{"expr": "4.0 'mg'", "outputs": [["Quantity", "4 'mg'"]]}"#).is_ok());
        assert!(judged(r#"{"expr": "4.0 'mg'", "outputs": [["Quantity", "4 'g'"]]}"#).is_err());
        assert!(judged(r#"{"expr": "1 | 2", "outputs": [["integer", "2"], ["integer", "1"]]}"#).is_err());
    }

    #[test]
    fn an_invalid_case_passes_only_with_an_error() {
        assert!(judged(r#"{"expr": "1 +", "invalid": "semantic", "outputs": []}"#).is_ok());
        assert!(judged(r#"{"expr": "(1 | 2).single()", "invalid": "execution", "outputs": []}"#).is_ok());
        assert!(judged(r#"{"expr": "1", "invalid": "execution", "outputs": [["integer", "1"]]}"#).is_err());
        assert!(judged(r#"{"expr": "(1 | 2).single()", "outputs": []}"#).is_err());
    }

    #[test]
    fn context_variables_and_predicates_are_heeded() {
        let patient = r#""resource": {"resourceType": "Patient", "active": true}"#;
        assert!(
            judged(&format!(r#"{{"expr": "active", {patient}, "outputs": [["boolean", "true"]]}}"#)).is_ok()
        );
        let name =
            format!(r#"{{"expr": "name", {patient}, "predicate": true, "outputs": [["boolean", "false"]]}}"#);
        assert!(judged(&name).is_ok());
        assert!(judged(r#"{"expr": "%a", "vars": {"a": "b"}, "outputs": [["string", "b"]]}"#).is_ok());
    }
}
