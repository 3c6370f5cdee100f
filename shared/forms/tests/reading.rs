//! Whatever an expression reads is known: after each answer, what was evaluated anew is what comes out from scratch.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use kangban_fhir::DateTime;
use kangban_fhirpath::Clock;
use kangban_forms::{Form, ItemKind, Launch, Session};
use proptest::{prelude::*, test_runner::RngSeed};
use serde_json::{Value, json};

fn launch() -> Launch {
    Launch::new(Clock { now: DateTime::parse("2026-11-22T16:05:00+08:00").unwrap() }, "en", "r")
}

fn expression(url: &str, name: &str, text: &str) -> Value {
    json!({"url": url, "valueExpression": {"name": name, "language": "text/fhirpath", "expression": text}})
}

/// What is answered: groups and questions within each other, some of them repeating, some enabled by others.
fn data() -> Value {
    let when = |link_id: &str| json!([{"question": link_id, "operator": "=", "answerBoolean": true}]);
    json!({"linkId": "data", "type": "group", "item": [
        {"linkId": "a", "type": "boolean"},
        {"linkId": "g", "type": "group", "repeats": true, "item": [
            {"linkId": "b", "type": "boolean"},
            {"linkId": "c", "type": "integer", "enableWhen": when("b"), "item": [{"linkId": "d", "type": "integer"}]}]},
        {"linkId": "h", "type": "group", "enableWhen": when("a"), "item": [
            {"linkId": "e", "type": "integer", "repeats": true, "item": [{"linkId": "f", "type": "boolean"}]},
            {"linkId": "i", "type": "group", "item": [{"linkId": "j", "type": "integer"}]}]},
    ]})
}

fn step() -> impl Strategy<Value = String> {
    let link_id = || "[abcdefghij]";
    prop_oneof![
        3 => Just(".item".to_owned()),
        4 => link_id().prop_map(|id| format!(".item.where(linkId = '{id}')")),
        2 => (link_id(), link_id()).prop_map(|(one, two)| format!(".descendants().where(linkId in ('{one}' | '{two}'))")),
        1 => Just(".descendants()".to_owned()),
        1 => Just(".repeat(item)".to_owned()),
        1 => Just(".repeat(item | answer.item)".to_owned()),
        1 => Just(".children()".to_owned()),
        1 => Just(".answer".to_owned()),
        1 => Just(".answer.item".to_owned()),
        1 => Just(".where(answer.value = true)".to_owned()),
        1 => Just(".where(item.exists())".to_owned()),
        1 => link_id().prop_map(|id| format!(".where(linkId != '{id}')")),
        1 => (0..3_u8).prop_map(|at| format!("[{at}]")),
        1 => prop_oneof![Just(".first()"), Just(".last()"), Just(".skip(1)"), Just(".tail()"), Just(".take(2)")].prop_map(str::to_owned),
    ]
}

fn end() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(".answer.value"),
        Just(".exists()"),
        Just(".count()"),
        Just(".empty()"),
        Just(".linkId"),
        Just(".answer.value.count()"),
        Just(".select(answer.value.count() + 1)"),
        Just(".select(item.where(linkId = 'b').answer.value)"),
        Just(".all(answer.exists())"),
        Just(".aggregate($total + $this.answer.count(), 0)"),
    ]
    .prop_map(str::to_owned)
}

fn steps() -> impl Strategy<Value = String> {
    proptest::collection::vec(step(), 0..4).prop_map(|steps| steps.concat())
}

/// A form with readers of its data, some through variables.
fn form() -> impl Strategy<Value = Value> {
    let reader =
        (prop_oneof![Just("%resource.item.where(linkId = 'data')"), Just("%v"), Just("%w")], steps(), end())
            .prop_map(|(from, steps, end)| format!("{from}{steps}{end}"));
    (steps(), steps(), proptest::collection::vec(reader, 1..6)).prop_map(|(v, w, readers)| {
        let variable = "http://hl7.org/fhir/StructureDefinition/variable";
        let calculated =
            "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression";
        let mut items = vec![data()];
        for (at, text) in readers.iter().enumerate() {
            items.push(
                json!({"linkId": format!("reader {at}"), "type": "text", "repeats": true, "readOnly": true,
                "extension": [expression(calculated, "", text)]}),
            );
        }
        json!({"resourceType": "Questionnaire", "url": "http://f", "item": items, "extension": [
            expression(variable, "v", &format!("%resource.item.where(linkId = 'data'){v}")),
            expression(variable, "w", &format!("%v{w}")),
        ]})
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, rng_seed: RngSeed::Fixed(4), ..ProptestConfig::default() })]

    #[test]
    fn what_reads_an_answer_is_evaluated_anew_when_it_changes(
        questionnaire in form(),
        acts in proptest::collection::vec((any::<u16>(), 0..9_u8, 0..4_i64), 1..14),
    ) {
        let form = Arc::new(Form::load(&questionnaire, &()).unwrap());
        let mut session = Session::start(form.clone(), launch());
        for (at, act, number) in acts {
            let places: Vec<_> = session
                .walk()
                .filter(|one| one.item.is_repeating_group() || (one.item.kind.is_question() && !one.item.read_only))
                .map(|one| (one.path, one.item.kind))
                .collect();
            let (path, kind) = &places[usize::from(at) % places.len()];
            // Adding and taking away may be refused: at the least number there may be.
            match (kind, act) {
                (ItemKind::Group, 0..4) => drop(session.remove(path)),
                (ItemKind::Group, _) => drop(session.add(path)),
                (_, 0) => drop(session.answer(path, Vec::new()).unwrap()),
                (ItemKind::Boolean, _) => drop(session.answer(path, vec![json!({"valueBoolean": number > 0})]).unwrap()),
                (_, _) => drop(session.answer(path, vec![json!({"valueInteger": number})]).unwrap()),
            }
            let scratch = Session::resume(form.clone(), launch(), &session.draft()).unwrap();
            prop_assert_eq!(scratch.response(), session.response());
        }
    }
}
