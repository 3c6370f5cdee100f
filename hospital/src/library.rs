//! The clinical rules that a hospital starts with.

use kangban_fhir::{PlanDefinition, Resource, terms};

use crate::{
    auth::Caller,
    jobs::definitions,
    store::{Method, SqliteStore, StoreError},
};

/// Puts the default rules into a store that has no rule yet. Gives how many were put there.
pub fn stock(store: &SqliteStore) -> Result<usize, StoreError> {
    store.write_now(|writer| {
        if definitions(&*writer)?.iter().any(is_rule) {
            return Ok(0);
        }
        let rules = kangban_care::library();
        let count = rules.len();
        for rule in rules {
            writer.put(&Caller::system(), rule, Method::Put)?;
        }
        Ok(count)
    })
}

fn is_rule(definition: &Resource) -> bool {
    let kind = PlanDefinition::try_from(definition.clone()).ok().and_then(|plan| plan.kind().ok().flatten());
    kind.is_some_and(|kind| kind.is(terms::PLAN_DEFINITION_TYPE, "eca-rule"))
}
