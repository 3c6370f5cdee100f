//! Queries of a form, answered from the resources at hand.

use kangban_fhirpath::Value as Item;
use serde_json::{Value, json};

use crate::{
    expr::query::{self, Query, Unanswered},
    extract::{
        json::{list, text},
        world::{Unusable, Variables, World},
    },
};

/// The resources that a query finds among those given and those the host launched with. A query with a piece that
/// has no value finds nothing.
///
/// # Errors
/// When the query cannot be read, or only a server could answer it.
pub(crate) fn ask(
    world: &World<'_>,
    said: &str,
    resources: &[Value],
    variables: &Variables,
) -> Result<Vec<Value>, Unusable> {
    let found = bundle(world, said, resources, variables)?;
    // A read gives the resource itself, a search a Bundle of what it found.
    if text(&found, "type") != Some("searchset") {
        return Ok(vec![found]);
    }
    Ok(list(&found, "entry").iter().filter_map(|entry| entry.get("resource").cloned()).collect())
}

/// The same, as the Bundle (or, of a read, the resource) that a server would answer with.
///
/// # Errors
/// As of [`ask`].
pub(crate) fn bundle(
    world: &World<'_>,
    said: &str,
    resources: &[Value],
    variables: &Variables,
) -> Result<Value, Unusable> {
    let unusable = |why: String| Unusable { text: said.to_owned(), why };
    let nothing = || json!({ "resourceType": "Bundle", "type": "searchset", "total": 0 });
    let parsed = Query::parse(said).map_err(unusable)?;
    let filled = parsed.fill(|piece| {
        let found = world.evaluate(piece, vec![Item::of(world.response)], variables).ok()?;
        let one = found.first()?.to_json();
        Some(one.as_str().map_or_else(|| one.to_string(), str::to_owned))
    });
    let Some(filled) = filled else { return Ok(nothing()) };
    let known = world.known.iter().map(|(_, resource)| resource);
    match query::answer(&filled, resources.iter().chain(known)) {
        Ok(found) => Ok(found),
        Err(Unanswered::Open) => Ok(nothing()),
        Err(Unanswered::Beyond(what)) => Err(unusable(format!("only a server could answer {what}"))),
    }
}
