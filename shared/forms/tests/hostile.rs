//! Forms that nobody wrote in earnest: whatever a Questionnaire holds, it is loaded, started and answered without a
//! panic, and step by step as from scratch.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use kangban_fhir::DateTime;
use kangban_fhirpath::Clock;
use kangban_forms::{Form, Launch, Session};
use proptest::{prelude::*, test_runner::RngSeed};
use serde_json::{Map, Value, json};

const SDC: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-";
const CORE: &str = "http://hl7.org/fhir/StructureDefinition/";

fn launch() -> Launch {
    let now = DateTime::parse("2026-11-22T16:05:00+08:00").unwrap();
    let mut launch = Launch::new(Clock { now }, "en", "r");
    launch.patient = Some(json!({"resourceType": "Patient", "id": "p", "birthDate": "1960-05-01"}));
    launch
}

/// Expressions over linkIds, variables, everything at once, and nonsense.
fn expression() -> impl Strategy<Value = String> {
    let link_id = prop_oneof![Just("a"), Just("b"), Just("c"), Just("d")];
    prop_oneof![
        link_id.clone().prop_map(|id| format!("%resource.descendants().where(linkId = '{id}').answer.value.first()")),
        link_id.clone().prop_map(|id| format!("item.where(linkId = '{id}').exists()")),
        link_id.clone().prop_map(|id| format!("%context.item.where(linkId = '{id}').answer.value.count() + 1")),
        (link_id.clone(), link_id).prop_map(|(one, two)| format!(
            "iif(%resource.repeat(item|answer.item).where(linkId in ('{one}' | '{two}')).answer.exists(), true, false)"
        )),
        Just("%resource.descendants().answer.value.ofType(integer).count()".to_owned()),
        Just("%resource.item[1].answer.value".to_owned()),
        Just("%resource.item.where(linkId = 'a').last().item.where(linkId = 'b').answer.value".to_owned()),
        Just("%resource.item.skip(1).first().item.answer.value.first()".to_owned()),
        Just("%resource.item.where(linkId != 'a').item.where(answer.value = true).count() > 0".to_owned()),
        Just("%resource.item.children().where(linkId = 'c').answer.children().first()".to_owned()),
        Just("%resource.item".to_owned()),
        Just("%v.item.where(linkId = 'b').answer.value".to_owned()),
        Just("%v.count() > %w".to_owned()),
        Just("%patient.birthDate + 1 year".to_owned()),
        Just("%nobody".to_owned()),
        Just("%resource.item.select(linkId)".to_owned()),
        Just("today() > %patient.birthDate".to_owned()),
        "[a-z%.()' =]{0,20}",
    ]
}

fn extensions() -> impl Strategy<Value = Value> {
    let kind = prop_oneof![
        Just(format!("{SDC}calculatedExpression")),
        Just(format!("{SDC}initialExpression")),
        Just(format!("{SDC}enableWhenExpression")),
        Just(format!("{SDC}answerExpression")),
        Just(format!("{CORE}variable")),
        Just(format!("{CORE}minOccurs")),
    ];
    let one = (kind, expression(), prop_oneof![Just("v"), Just("w")], 0..4_i64).prop_map(|(url, text, name, count)| {
        if url.ends_with("minOccurs") {
            return json!({"url": url, "valueInteger": count});
        }
        json!({"url": url, "valueExpression": {"language": "text/fhirpath", "name": name, "expression": text}})
    });
    proptest::collection::vec(one, 0..3).prop_map(Value::Array)
}

fn junk() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!(1.5)),
        Just(json!("x")),
        Just(json!([])),
        Just(json!({"item": [1]}))
    ]
}

fn item() -> impl Strategy<Value = Value> {
    let kind = prop_oneof![
        4 => Just("group"), 4 => Just("boolean"), 4 => Just("integer"), 2 => Just("string"), 2 => Just("choice"),
        1 => Just("display"), 1 => Just("quantity"), 1 => Just("date"), 1 => Just("reference"), 1 => Just("question"),
    ];
    let link_id = prop_oneof![Just("a"), Just("b"), Just("c"), Just("d")];
    let when = (link_id.clone(), prop_oneof![Just("="), Just("!="), Just("exists"), Just(">"), Just("?")])
        .prop_map(|(question, operator)| json!([{"question": question, "operator": operator, "answerBoolean": true}]));
    let leaf = (
        link_id,
        kind,
        extensions(),
        any::<bool>(),
        proptest::option::weighted(0.3, when),
        proptest::option::weighted(0.1, junk()),
    )
        .prop_map(|(link_id, kind, extension, repeats, when, junk)| {
            let mut item = Map::new();
            item.insert("linkId".into(), link_id.into());
            item.insert("type".into(), kind.into());
            item.insert("repeats".into(), repeats.into());
            item.insert("extension".into(), extension);
            if let Some(when) = when {
                item.insert("enableWhen".into(), when);
            }
            if let Some(junk) = junk {
                item.insert("answerOption".into(), junk.clone());
                item.insert("initial".into(), junk);
            }
            Value::Object(item)
        });
    leaf.prop_recursive(3, 14, 4, |inner| {
        (inner.clone(), proptest::collection::vec(inner, 0..4)).prop_map(|(mut item, within)| {
            item["item"] = Value::Array(within);
            item
        })
    })
}

fn form() -> impl Strategy<Value = Value> {
    (proptest::collection::vec(item(), 1..5), extensions(), any::<u8>()).prop_map(
        |(mut items, extension, twice)| {
            // Mostly each item has a linkId of its own; the first ones keep those that expressions name.
            if twice > 20 {
                rename(&mut items, &mut Vec::new());
            }
            json!({"resourceType": "Questionnaire", "url": "http://f", "item": items, "extension": extension})
        },
    )
}

fn rename(items: &mut [Value], seen: &mut Vec<String>) {
    for item in items {
        let link_id = item["linkId"].as_str().unwrap().to_owned();
        if seen.contains(&link_id) {
            item["linkId"] = format!("{link_id}{}", seen.len()).into();
        }
        seen.push(item["linkId"].as_str().unwrap().to_owned());
        if let Some(within) = item.get_mut("item").and_then(Value::as_array_mut) {
            rename(within, seen);
        }
    }
}

fn answers() -> impl Strategy<Value = Vec<Value>> {
    let one = prop_oneof![
        any::<bool>().prop_map(|yes| json!({"valueBoolean": yes})),
        (0..5_i64).prop_map(|n| json!({"valueInteger": n})),
        Just(json!({"valueString": "x"})),
        Just(json!({"valueDate": "2026-02-30"})),
        Just(json!({"valueReference": {"reference": "Patient/p"}})),
        junk(),
    ];
    proptest::collection::vec(one, 0..3)
}

fn enabled(session: &Session) -> Vec<(String, bool)> {
    session.walk().map(|instance| (instance.path.to_string(), instance.enabled)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, rng_seed: RngSeed::Fixed(4), ..ProptestConfig::default() })]

    #[test]
    fn no_form_makes_it_panic(questionnaire in form(), acts in proptest::collection::vec((any::<u16>(), answers(), 0..6_u8), 0..12)) {
        let form = Arc::new(Form::load(&questionnaire, &()).unwrap());
        let is_settled = |session: &Session| session.problems().iter().all(|problem| problem.code.as_str() != "unsettled");
        let mut session = Session::start(form.clone(), launch());
        for (at, answers, act) in acts {
            let paths: Vec<_> = session.walk().map(|instance| instance.path).collect();
            prop_assume!(!paths.is_empty());
            let path = &paths[usize::from(at) % paths.len()];
            match act {
                0 => drop(session.add(path)),
                1 => drop(session.remove(path)),
                _ => drop(session.answer(path, answers)),
            }
            let _ = (session.options(path), session.text_of(path), session.finish());
            let scratch = Session::resume(form.clone(), launch(), &session.draft()).unwrap();
            // What is come by in its own sum may chase itself; everything else comes out the same.
            if is_settled(&session) && is_settled(&scratch) && !reads_itself(&questionnaire) && has_own_link_ids(&form) {
                prop_assert_eq!(scratch.response(), session.response());
                prop_assert_eq!(enabled(&scratch), enabled(&session));
            }
        }
    }
}

/// Whether something looks at all there is, itself included: that may come to rest in more than one way.
fn reads_itself(questionnaire: &Value) -> bool {
    let text = questionnaire.to_string();
    ["descendants().answer", "%resource.item\"", "%v", "item.select"].iter().any(|part| text.contains(part))
}

/// Two items with one linkId side by side cannot be told apart in a draft.
fn has_own_link_ids(form: &Form) -> bool {
    form.problems().iter().all(|problem| problem.code.as_str() != "duplicate-link-id")
}
