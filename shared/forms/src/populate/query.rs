//! Queries of a form, answered from the resources at hand.

use kangban_fhirpath::Value as Item;
use serde_json::Value;

use crate::{
    expr::query::{self, Query, Unanswered},
    extract::{
        json::{list, text},
        world::{Unusable, Variables, World},
    },
};

/// Answers a query with the resources given and those the host launched with. A query that only a server could
/// answer, or that has a piece without a value, finds nothing.
///
/// # Errors
/// When the query cannot be read or answered here.
pub(crate) fn ask(
    world: &World<'_>,
    said: &str,
    resources: &[Value],
    variables: &Variables,
) -> Result<Vec<Value>, Unusable> {
    let unusable = |why: String| Unusable { text: said.to_owned(), why };
    let parsed = Query::parse(said).map_err(unusable)?;
    let filled = parsed.fill(|piece| {
        let found = world.evaluate(piece, vec![Item::of(world.response)], variables).ok()?;
        let one = found.first()?.to_json();
        Some(one.as_str().map_or_else(|| one.to_string(), str::to_owned))
    });
    let Some(filled) = filled else { return Ok(Vec::new()) };
    let known = world.known.iter().map(|(_, resource)| resource);
    match query::answer(&filled, resources.iter().chain(known)) {
        Ok(bundle) if text(&bundle, "resourceType") == Some("Bundle") && !filled.starts_with("Bundle/") => {
            Ok(list(&bundle, "entry").iter().filter_map(|entry| entry.get("resource").cloned()).collect())
        }
        Ok(resource) => Ok(vec![resource]),
        Err(Unanswered::Open) => Ok(Vec::new()),
        Err(Unanswered::Beyond(what)) => Err(unusable(format!("only a server could answer {what}"))),
    }
}
