//! `linkIdPrefix`: what goes before the linkIds of a part, so that it can be used twice.

use kangban_fhir::DateTime;
use kangban_fhirpath::{Clock, Expression, Scope, Value as Item};
use serde_json::Value;

use crate::extract::json::{list, text};

/// The variable's name.
pub(super) const NAME: &str = "linkIdPrefix";

/// Evaluates the prefix; it may build on the prefix further out.
pub(super) fn evaluate(said: &str, outer: Option<&str>) -> Result<String, String> {
    let parsed = Expression::parse(said).map_err(|error| error.to_string())?;
    // A prefix depends on nothing but the prefix further out, the time least of all.
    let now = DateTime::parse("1970-01-01T00:00:00Z").map_err(|error| error.to_string())?;
    let mut scope = Scope::new(Clock { now });
    if let Some(outer) = outer {
        scope = scope.variable(NAME, vec![Item::from(outer)]);
    }
    let found = parsed.evaluate(&scope).map_err(|error| error.to_string())?;
    match found.as_slice() {
        [one] => one.as_str().map(str::to_owned).ok_or_else(|| one.type_name().to_string()),
        several => Err(format!("{} results", several.len())),
    }
}

/// Puts the prefix before all linkIds of a form, before the questions its conditions name, and before the ids of
/// what it contains.
pub(super) fn apply(form: &mut Value, prefix: &str) {
    let ids: Vec<String> =
        list(form, "contained").iter().filter_map(|one| text(one, "id")).map(|id| format!("#{id}")).collect();
    references(form, &ids, prefix);
    for contained in form.get_mut("contained").and_then(Value::as_array_mut).into_iter().flatten() {
        prepend(contained, "id", prefix);
    }
    items(form, prefix);
}

fn items(element: &mut Value, prefix: &str) {
    for item in element.get_mut("item").and_then(Value::as_array_mut).into_iter().flatten() {
        prepend(item, "linkId", prefix);
        for condition in item.get_mut("enableWhen").and_then(Value::as_array_mut).into_iter().flatten() {
            prepend(condition, "question", prefix);
        }
        items(item, prefix);
    }
}

fn prepend(object: &mut Value, name: &str, prefix: &str) {
    if let Some(Value::String(text)) = object.get_mut(name) {
        text.insert_str(0, prefix);
    }
}

/// References to what is contained follow its new ids.
fn references(json: &mut Value, ids: &[String], prefix: &str) {
    match json {
        Value::String(text) if ids.contains(text) => text.insert_str(1, prefix),
        Value::Array(all) => all.iter_mut().for_each(|one| references(one, ids, prefix)),
        Value::Object(object) => object.values_mut().for_each(|one| references(one, ids, prefix)),
        _ => {}
    }
}
