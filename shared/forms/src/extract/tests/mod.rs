// Test data is written in place, so helpers take it by value.
#![allow(clippy::needless_pass_by_value)]

use kangban_fhir::DateTime;
use serde_json::{Value, json};

use super::*;

mod corpus;
mod definitions;
mod properties;
mod templates;

const EXTRACT: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observationExtract";
const CATEGORY: &str =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observation-extract-category";
const UNIT: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit";

fn clock() -> Clock {
    Clock { now: DateTime::parse("2026-11-25T08:00:00+08:00").unwrap() }
}

/// Extracts with ids that count.
fn run_with(form: &Value, response: &Value, known: &[(String, Value)], library: &dyn Library) -> Extracted {
    let mut count = 0;
    let mut ids = || {
        count += 1;
        format!("00000000-0000-4000-8000-{count:012}")
    };
    let input = ExtractInput { known, library: Some(library), ..ExtractInput::new(&mut ids, clock()) };
    extract_from(form, response, input)
}

fn run(form: &Value, response: &Value) -> Extracted {
    run_with(form, response, &[], &())
}

fn resources(extracted: &Extracted) -> Vec<Value> {
    json::list(&extracted.bundle, "entry").iter().map(|entry| entry["resource"].clone()).collect()
}

fn yes() -> Value {
    json!({"url": EXTRACT, "valueBoolean": true})
}

fn related(how: &str) -> Value {
    json!({"url": EXTRACT, "valueCode": how})
}

fn code(code: &str) -> Value {
    json!([{"system": "http://loinc.org", "code": code}])
}

fn form(items: Value) -> Value {
    json!({"resourceType": "Questionnaire", "url": "http://q", "item": items})
}

fn response(items: Value) -> Value {
    json!({
        "resourceType": "QuestionnaireResponse", "id": "r1", "status": "completed",
        "subject": {"reference": "Patient/p"}, "author": {"reference": "Patient/p"},
        "authored": "2026-11-25T07:30:00+08:00", "item": items
    })
}

#[test]
fn an_answer_becomes_a_whole_observation() {
    let form = form(json!([{
        "linkId": "w", "text": "Weight", "type": "decimal", "code": code("29463-7"),
        "extension": [yes(), {"url": UNIT, "valueCoding": {"system": "http://unitsofmeasure.org", "code": "kg", "display": "kg"}},
            {"url": CATEGORY, "valueCodeableConcept": {"coding": [{"code": "vital-signs"}]}}]
    }]));
    let extracted = run(&form, &response(json!([{"linkId": "w", "answer": [{"valueDecimal": 61.50}]}])));
    assert_eq!(extracted.problems, []);
    let found = &resources(&extracted)[0];
    assert_eq!(
        *found,
        json!({
            "resourceType": "Observation", "id": "00000000-0000-4000-8000-000000000001", "status": "final",
            "category": [{"coding": [{"code": "vital-signs"}]}],
            "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}], "text": "Weight"},
            "subject": {"reference": "Patient/p"},
            "effectiveDateTime": "2026-11-25T07:30:00+08:00", "issued": "2026-11-25T07:30:00+08:00",
            "performer": [{"reference": "Patient/p"}],
            "derivedFrom": [{"reference": "QuestionnaireResponse/r1"}],
            "valueQuantity": {"value": 61.50, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}
        })
    );
    let request = &extracted.bundle["entry"][0]["request"];
    assert_eq!(
        *request,
        json!({"method": "PUT", "url": "Observation/00000000-0000-4000-8000-000000000001", "ifNoneMatch": "*"})
    );
    assert_eq!(extracted.bundle["type"], "transaction");
}

#[test]
fn every_type_of_answer_has_its_value() {
    let coding = json!({"system": "s", "code": "c", "display": "C"});
    for (kind, answer, name, value) in [
        ("boolean", json!({"valueBoolean": false}), "valueBoolean", json!(false)),
        ("integer", json!({"valueInteger": 3}), "valueInteger", json!(3)),
        ("decimal", json!({"valueDecimal": 3.5}), "valueQuantity", json!({"value": 3.5})),
        ("date", json!({"valueDate": "2026-11"}), "valueDateTime", json!("2026-11")),
        ("time", json!({"valueTime": "08:00:00"}), "valueTime", json!("08:00:00")),
        ("text", json!({"valueString": "a"}), "valueString", json!("a")),
        ("url", json!({"valueUri": "http://a"}), "valueString", json!("http://a")),
        (
            "choice",
            json!({"valueCoding": coding}),
            "valueCodeableConcept",
            json!({"coding": [coding], "text": "C"}),
        ),
        ("open-choice", json!({"valueString": "other"}), "valueCodeableConcept", json!({"text": "other"})),
        (
            "quantity",
            json!({"valueQuantity": {"value": 1, "code": "g"}}),
            "valueQuantity",
            json!({"value": 1, "code": "g"}),
        ),
    ] {
        let form = form(json!([{"linkId": "a", "type": kind, "code": code("1"), "extension": [yes()]}]));
        let extracted = run(&form, &response(json!([{"linkId": "a", "answer": [answer]}])));
        assert_eq!(resources(&extracted)[0][name], value, "{kind}");
    }
    let form = form(json!([
        {"linkId": "a", "type": "attachment", "code": code("1"), "extension": [yes()]},
        {"linkId": "b", "type": "boolean", "code": code("2"), "extension": [yes()]}
    ]));
    let answers = json!([
        {"linkId": "a", "answer": [{"valueAttachment": {"url": "http://a"}}]},
        {"linkId": "b", "answer": [{"valueBoolean": true}]}
    ]);
    let extracted = run(&form, &response(answers));
    assert_eq!(resources(&extracted).len(), 1, "the bad one does not block the other");
    assert_eq!(extracted.problems[0].kind, ExtractProblemKind::ObservationValue("Attachment".into()));
    assert_eq!(extracted.problems[0].link_id.as_deref(), Some("a"));
}

#[test]
fn components_members_and_derived_ones_are_tied_to_the_item_above() {
    let form = form(json!([
        {"linkId": "bp", "type": "group", "code": code("85354-9"), "extension": [yes()], "item": [
            {"linkId": "sys", "type": "integer", "code": code("8480-6"), "extension": [related("component")]},
            {"linkId": "dia", "type": "integer", "code": code("8462-4"), "extension": [related("component")]}]},
        {"linkId": "panel", "type": "group", "code": code("p"), "extension": [yes()], "item": [
            {"linkId": "m", "type": "integer", "code": code("m"), "extension": [related("member")], "item": [
                {"linkId": "d", "type": "decimal", "code": code("d"), "extension": [related("derived")]}]},
            {"linkId": "i", "type": "integer", "code": code("i")}]},
        {"linkId": "alone", "type": "group", "code": code("x"), "extension": [yes()], "item": [
            {"linkId": "y", "type": "integer", "code": code("y")}]}
    ]));
    let extracted = run(
        &form,
        &response(json!([
            {"linkId": "bp", "item": [
                {"linkId": "sys", "answer": [{"valueInteger": 120}]}, {"linkId": "dia", "answer": [{"valueInteger": 80}]}]},
            {"linkId": "panel", "item": [
                {"linkId": "m", "answer": [{"valueInteger": 1, "item": [{"linkId": "d", "answer": [{"valueDecimal": 2.0}]}]}]},
                {"linkId": "i", "answer": [{"valueInteger": 5}]}]},
            {"linkId": "alone", "item": [{"linkId": "y", "answer": [{"valueInteger": 9}]}]}
        ])),
    );
    assert_eq!(extracted.problems, []);
    let found = resources(&extracted);
    let of = |wanted: &str| found.iter().find(|one| one["code"]["coding"][0]["code"] == wanted).unwrap();
    assert_eq!(
        of("85354-9")["component"],
        json!([
            {"code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]}, "valueInteger": 120},
            {"code": {"coding": [{"system": "http://loinc.org", "code": "8462-4"}]}, "valueInteger": 80}
        ])
    );
    let place = |one: &Value| json!({"reference": format!("Observation/{}", one["id"].as_str().unwrap())});
    assert_eq!(of("p")["hasMember"], json!([place(of("m"))]));
    assert_eq!(of("d")["derivedFrom"][1], place(of("m")));
    assert_eq!(of("i").get("hasMember"), None);
    assert!(
        found.iter().all(|one| one["code"]["coding"][0]["code"] != "x"),
        "a group with nothing to say is none"
    );
    assert_eq!(found.len(), 6);
}

#[test]
fn a_form_says_it_for_all_its_coded_items_and_an_item_may_refuse() {
    let mut all = form(json!([
        {"linkId": "a", "type": "integer", "code": code("a")},
        {"linkId": "b", "type": "integer"},
        {"linkId": "c", "type": "group", "extension": [{"url": EXTRACT, "valueBoolean": false}], "item": [
            {"linkId": "d", "type": "integer", "code": code("d")}]},
        {"linkId": "e", "type": "integer", "code": [
            {"code": "e1"}, {"code": "e2", "extension": [{"url": EXTRACT, "valueBoolean": true}]}]}
    ]));
    all["extension"] = json!([yes()]);
    let one = |link_id: &str| json!({"linkId": link_id, "answer": [{"valueInteger": 1}]});
    let answers = json!([one("a"), one("b"), {"linkId": "c", "item": [one("d")]}, one("e")]);
    let extracted = run(&all, &response(answers));
    assert_eq!(extracted.problems, []);
    let codes: Vec<_> = resources(&extracted).iter().map(|one| one["code"]["coding"].clone()).collect();
    assert_eq!(codes, [code("a"), json!([{"code": "e2"}])]);
}

#[test]
fn several_answers_are_several_observations_and_none_is_none() {
    let form = form(
        json!([{"linkId": "a", "type": "string", "repeats": true, "code": code("a"), "extension": [yes()]}]),
    );
    let two = json!([{"linkId": "a", "answer": [{"valueString": "x"}, {"valueString": "y"}]}]);
    assert_eq!(resources(&run(&form, &response(two))).len(), 2);
    let none = run(&form, &response(json!([{"linkId": "a"}])));
    assert_eq!(none.bundle, json!({"resourceType": "Bundle", "type": "transaction"}));
}

#[test]
fn what_was_known_and_left_as_it_was_is_not_said_again() {
    let form = form(json!([{"linkId": "a", "type": "decimal", "code": code("a"), "extension": [yes(),
        {"url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observationLinkPeriod",
         "valueDuration": {"value": 1, "code": "mo"}}]}]));
    let origin = |code: &str| json!([{"url": kangban_fhir::terms::ORIGIN, "valueCode": code}]);
    let parts =
        json!([{"url": kangban_fhir::terms::ORIGIN, "extension": [{"url": "code", "valueCode": "known"}]}]);
    for (origin, count) in [(origin("known"), 0), (parts, 0), (origin("as-last"), 1)] {
        let answers = json!([{"linkId": "a", "answer": [{"valueDecimal": 1, "extension": origin}]}]);
        assert_eq!(resources(&run(&form, &response(answers))).len(), count);
    }
}

#[test]
fn the_subject_of_a_group_is_whom_its_answers_are_about() {
    let form = form(json!([
        {"linkId": "w", "type": "decimal", "code": code("w"), "extension": [yes()]},
        {"linkId": "child", "type": "group", "repeats": true, "item": [
            {"linkId": "who", "type": "reference", "extension": [{
                "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-isSubject", "valueBoolean": true}]},
            {"linkId": "h", "type": "decimal", "code": code("h"), "extension": [yes()]}]}
    ]));
    let child = |id: &str| {
        json!({"linkId": "child", "item": [
            {"linkId": "who", "answer": [{"valueReference": {"reference": format!("Patient/{id}")}}]},
            {"linkId": "h", "answer": [{"valueDecimal": 1}]}]})
    };
    let answers = json!([{"linkId": "w", "answer": [{"valueDecimal": 60}]}, child("1"), child("2")]);
    let subjects: Vec<_> = resources(&run(&form, &response(answers)))
        .iter()
        .map(|one| one["subject"]["reference"].clone())
        .collect();
    assert_eq!(subjects, ["Patient/p", "Patient/1", "Patient/2"]);
}

#[test]
fn a_disabled_answer_is_never_extracted_even_if_the_response_holds_it() {
    let form = form(json!([
        {"linkId": "q", "type": "boolean"},
        {"linkId": "a", "type": "string", "code": code("a"), "extension": [yes()],
         "enableWhen": [{"question": "q", "operator": "=", "answerBoolean": true}]},
        {"linkId": "b", "type": "string", "code": code("b"), "extension": [yes()],
         "enableWhen": [{"question": "a", "operator": "exists", "answerBoolean": false}]},
        {"linkId": "c", "type": "string", "code": code("c"), "extension": [yes(), {
            "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression",
            "valueExpression": {"language": "text/fhirpath", "expression": "%resource.item.where(linkId='a').exists()"}}]}
    ]));
    let codes = |q: bool| {
        let answers = json!([
            {"linkId": "q", "answer": [{"valueBoolean": q}]}, {"linkId": "a", "answer": [{"valueString": "x"}]},
            {"linkId": "b", "answer": [{"valueString": "y"}]}, {"linkId": "c", "answer": [{"valueString": "z"}]}]);
        let found = resources(&run(&form, &response(answers)));
        found
            .iter()
            .map(|one| one["code"]["coding"][0]["code"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(true), ["a", "c"]);
    assert_eq!(codes(false), ["b"]);
}

#[test]
fn a_repeating_group_is_enabled_instance_by_instance() {
    let form = form(json!([{"linkId": "g", "type": "group", "repeats": true, "item": [
        {"linkId": "q", "type": "integer"},
        {"linkId": "a", "type": "string", "code": code("a"), "extension": [yes()],
         "enableWhen": [{"question": "q", "operator": ">", "answerInteger": 5}]}]}]));
    let group = |q: i32, a: &str| {
        json!({"linkId": "g", "item": [
            {"linkId": "q", "answer": [{"valueInteger": q}]}, {"linkId": "a", "answer": [{"valueString": a}]}]})
    };
    let found = resources(&run(&form, &response(json!([group(1, "one"), group(9, "nine")]))));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["valueString"], "nine");
}

#[test]
fn an_unfinished_response_gives_preliminary_observations_and_a_withdrawn_one_none() {
    let form = form(json!([{"linkId": "a", "type": "integer", "code": code("a"), "extension": [yes()]}]));
    let with = |status: &str| {
        let mut response = response(json!([{"linkId": "a", "answer": [{"valueInteger": 1}]}]));
        response["status"] = json!(status);
        run(&form, &response)
    };
    for (status, expected) in [("completed", "final"), ("amended", "amended"), ("in-progress", "preliminary")]
    {
        assert_eq!(resources(&with(status))[0]["status"], expected);
    }
    let withdrawn = with("entered-in-error");
    assert_eq!(resources(&withdrawn).len(), 0);
    assert_eq!(withdrawn.problems[0].kind, ExtractProblemKind::Status("entered-in-error".into()));
}

#[test]
fn conditions_see_the_answer_they_lie_under_and_the_nearest_instance() {
    let form = form(json!([
        {"linkId": "q", "type": "integer", "repeats": true, "item": [
            {"linkId": "a", "type": "string", "code": code("a"), "extension": [yes()],
             "enableWhen": [{"question": "q", "operator": "=", "answerInteger": 2}]}]},
        {"linkId": "none", "type": "string"},
        {"linkId": "b", "type": "string", "code": code("b"), "extension": [yes()],
         "enableWhen": [{"question": "none", "operator": "!=", "answerString": "x"}]}
    ]));
    let under = |q: i32, text: &str| json!({"valueInteger": q, "item": [{"linkId": "a", "answer": [{"valueString": text}]}]});
    let answers = json!([
        {"linkId": "q", "answer": [under(1, "one"), under(2, "two")]}, {"linkId": "b", "answer": [{"valueString": "y"}]}]);
    let found = resources(&run(&form, &response(answers)));
    let values: Vec<_> = found.iter().map(|one| one["valueString"].clone()).collect();
    assert_eq!(values, ["two", "y"]);
}
