//! What a hospital starts with: the clinical rules, the forms and the pathways.

use kangban_fhir::{PlanDefinition, Resource, terms};

use crate::{
    auth::Caller,
    jobs::definitions,
    store::{Method, Reader, SqliteStore, StoreError, Writer},
};

/// Puts the default rules, forms and pathways into a store, each once: what was ever there, changed or deleted by the
/// hospital, stays as the hospital has it, so that an upgrade brings only what is new. A hospital that came with rules
/// of its own, and none of ours, gets no rules for measurements. Gives how many were put there.
pub fn stock(store: &SqliteStore) -> Result<usize, StoreError> {
    store.write_now(|writer| {
        let rules = kangban_care::library();
        let own_rules =
            definitions(&*writer)?.iter().any(is_rule) && unknown(&*writer, &rules)? == rules.len();
        let rules = rules.into_iter().filter(|rule| !own_rules || looks_at_answers(rule));
        let mut count = 0;
        for resource in kangban_care::forms().into_iter().chain(kangban_care::pathways()).chain(rules) {
            if is_unknown(&*writer, &resource)? {
                put(writer, resource)?;
                count += 1;
            }
        }
        Ok(count)
    })
}

fn put(writer: &mut dyn Writer, resource: Resource) -> Result<(), StoreError> {
    writer.put(&Caller::system(), resource, Method::Put).map(drop)
}

fn is_unknown(reader: &dyn Reader, resource: &Resource) -> Result<bool, StoreError> {
    let id = resource.id().ok_or(StoreError::NoId)?;
    // A deletion is an answer too.
    Ok(reader.get(resource.resource_type(), id)?.is_none())
}

fn unknown(reader: &dyn Reader, resources: &[Resource]) -> Result<usize, StoreError> {
    let mut count = 0;
    for resource in resources {
        count += usize::from(is_unknown(reader, resource)?);
    }
    Ok(count)
}

fn is_rule(definition: &Resource) -> bool {
    let kind = PlanDefinition::try_from(definition.clone()).ok().and_then(|plan| plan.kind().ok().flatten());
    kind.is_some_and(|kind| kind.is(terms::PLAN_DEFINITION_TYPE, "eca-rule"))
}

/// Whether a rule goes with a form.
fn looks_at_answers(rule: &Resource) -> bool {
    let (rules, _) = kangban_care::RuleSet::from_plan_definitions(std::slice::from_ref(rule));
    rules.rules().iter().any(|rule| rule.forms().is_some())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{access::Reach, clock::Clock, store::Query};

    fn open(directory: &tempfile::TempDir) -> SqliteStore {
        SqliteStore::open(directory.path(), Clock::system()).expect("a store")
    }

    fn count(store: &SqliteStore, resource_type: &str) -> usize {
        let query = Query::all(resource_type, Reach::Hospital, 1000);
        store.read_now(|reader| reader.search(&query)).expect("found").found.len()
    }

    fn write(store: &SqliteStore, json: serde_json::Value) {
        let resource = Resource::from_value(json).expect("a resource");
        store.write_now(|writer| put(writer, resource)).expect("written");
    }

    fn own_rule() -> serde_json::Value {
        json!({"resourceType": "PlanDefinition", "id": "our-own", "status": "active", "type": {"coding": [
            {"system": terms::PLAN_DEFINITION_TYPE, "code": "eca-rule"}]}})
    }

    #[test]
    fn an_empty_hospital_gets_everything_once() {
        let directory = tempfile::tempdir().expect("a directory");
        let store = open(&directory);
        let all =
            kangban_care::library().len() + kangban_care::forms().len() + kangban_care::pathways().len();
        assert_eq!(stock(&store).expect("stocked"), all);
        assert_eq!(stock(&store).expect("stocked"), 0);
        assert_eq!(count(&store, "Questionnaire"), kangban_care::forms().len());
    }

    #[test]
    fn an_upgrade_brings_what_is_new_and_nothing_that_the_hospital_changed_or_deleted() {
        let directory = tempfile::tempdir().expect("a directory");
        let store = open(&directory);
        // An older version's rules, one of them changed.
        let mut old =
            kangban_care::library().into_iter().find(|one| one.id() == Some("low-oxygen")).expect("a rule");
        old.json_mut().insert("version".to_owned(), json!("9"));
        write(&store, old.into_value());
        stock(&store).expect("stocked");
        let kept = store
            .read_now(|reader| reader.get("PlanDefinition", "low-oxygen"))
            .expect("read")
            .expect("there");
        assert_eq!(kept.version, 1);
        store.write_now(|writer| writer.delete("Questionnaire", "gad-7")).expect("deleted");
        assert_eq!(stock(&store).expect("stocked"), 0);
        assert!(
            store
                .read_now(|reader| reader.get("Questionnaire", "gad-7"))
                .expect("read")
                .expect("there")
                .is_deleted()
        );
    }

    #[test]
    fn a_hospital_with_its_own_rules_gets_the_forms_and_only_the_rules_that_go_with_them() {
        let directory = tempfile::tempdir().expect("a directory");
        let store = open(&directory);
        write(&store, own_rule());
        stock(&store).expect("stocked");
        let there =
            |id: &str| store.read_now(|reader| reader.get("PlanDefinition", id)).expect("read").is_some();
        assert!(there("surgery-pathway") && there("our-own"));
        assert!(!there("low-oxygen"));
        for rule in kangban_care::library().iter().filter(|one| looks_at_answers(one)) {
            assert!(there(rule.id().expect("an id")), "{:?}", rule.id());
        }
    }
}
