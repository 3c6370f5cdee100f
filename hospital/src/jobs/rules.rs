//! The rules in force, read once and kept until something of the hospital's own changes.

use std::sync::{Arc, Mutex, PoisonError};

use kangban_care::RuleSet;
use kangban_fhir::Resource;

use crate::{
    access::{Home, Reach},
    store::{Feed, Query, Reader, StoreError},
};

const PAGE: usize = 200;

/// The rules with the number of the hospital's feed at which they were read.
#[derive(Default)]
pub(super) struct Rules(Mutex<Option<(i64, Arc<RuleSet>)>>);

impl Rules {
    /// The rules in force in this view of the store.
    pub(super) fn in_force(&self, reader: &dyn Reader) -> Result<Arc<RuleSet>, StoreError> {
        let head = reader.feed_head(&Feed::Home(Home::Hospital))?;
        if let Some((read_at, rules)) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner)
            && *read_at == head
        {
            return Ok(Arc::clone(rules));
        }
        let (rules, problems) = RuleSet::from_plan_definitions(&definitions(reader)?);
        for problem in problems {
            tracing::error!(rule = problem.rule, what = problem.what, "a rule cannot be used");
        }
        let rules = Arc::new(rules);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((head, Arc::clone(&rules)));
        Ok(rules)
    }
}

/// Every `PlanDefinition` of the hospital.
pub(crate) fn definitions(reader: &dyn Reader) -> Result<Vec<Resource>, StoreError> {
    let mut query = Query::all("PlanDefinition", Reach::Hospital, PAGE);
    let mut all = Vec::new();
    loop {
        let page = reader.search(&query)?;
        for stored in page.found {
            all.extend(stored.resource()?);
        }
        match page.next {
            Some(next) => query.after = Some(next),
            None => return Ok(all),
        }
    }
}
