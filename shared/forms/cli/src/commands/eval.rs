use std::path::Path;

use kangban_fhirpath::{Clock, Expression, Scope, Value as Item};
use serde_json::Value;

use crate::{Done, Failure, files};

/// Prints the results of an expression, each with its type; nothing when there is none.
pub(crate) fn run(expression: &str, path: &Path, clock: Clock) -> Result<Done, Failure> {
    let resource = files::read(path)?;
    let parsed =
        Expression::parse(expression).map_err(|error| Failure(format!("not an expression: {error}")))?;
    let scope = Scope::new(clock).focus(Item::of(&resource)).resource(&resource);
    let found = parsed.evaluate(&scope)?;
    let lines: Vec<String> = found
        .iter()
        .map(|item| {
            let value = match item.to_json() {
                Value::String(text) => text,
                other => other.to_string(),
            };
            format!("{}\t{value}", item.type_name())
        })
        .collect();
    Ok(Done::text(lines.join("\n")))
}
