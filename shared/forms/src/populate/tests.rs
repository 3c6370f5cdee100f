// Test data is written in place, so helpers take it by value.
#![allow(clippy::needless_pass_by_value)]

use kangban_fhir::DateTime;
use kangban_fhirpath::Clock;

use super::*;

const SDC: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-";

fn launch() -> Launch {
    let now = DateTime::parse("2026-11-25T08:00:00+08:00").unwrap();
    let mut launch = Launch::new(Clock { now }, "en", "r1");
    launch.patient = Some(json!({
        "resourceType": "Patient", "id": "p", "birthDate": "1958-05-01", "gender": "female",
        "name": [{"family": "Li", "given": ["Hua", "M"]}, {"family": "Wang"}]
    }));
    launch
}

fn run(items: Value, extension: Value, launch: &Launch) -> Populated {
    let form = json!({"resourceType": "Questionnaire", "url": "http://q", "version": "1", "status": "active",
        "extension": extension, "item": items});
    populate(&Form::load(&form, &()).unwrap(), launch)
}

fn spoken(url: &str, name: Option<&str>, language: &str, expression: &str) -> Value {
    let mut value = json!({"language": language, "expression": expression});
    if let Some(name) = name {
        value["name"] = json!(name);
    }
    json!({"url": url, "valueExpression": value})
}

fn initial(expression: &str) -> Value {
    json!([spoken(&format!("{SDC}initialExpression"), None, "text/fhirpath", expression)])
}

/// The answers by linkId, without the marks.
fn answers(response: &Value) -> Vec<(String, Vec<Value>)> {
    fn walk(items: &[Value], found: &mut Vec<(String, Vec<Value>)>) {
        for item in items {
            let values = list(item, "answer")
                .iter()
                .map(|answer| choice(answer).unwrap().1.clone())
                .collect::<Vec<_>>();
            if !values.is_empty() {
                found.push((item["linkId"].as_str().unwrap().to_owned(), values));
            }
            walk(list(item, "item"), found);
            for answer in list(item, "answer") {
                walk(list(answer, "item"), found);
            }
        }
    }
    let mut found = Vec::new();
    walk(list(response, "item"), &mut found);
    found
}

fn pair(link_id: &str, values: &[Value]) -> (String, Vec<Value>) {
    (link_id.to_owned(), values.to_vec())
}

#[test]
fn answers_come_from_the_patient_by_expressions_and_say_that_they_were_known() {
    let made = run(
        json!([
            {"linkId": "born", "type": "date", "extension": initial("%patient.birthDate")},
            {"linkId": "given", "type": "string", "repeats": true, "extension": initial("%patient.name.first().given")},
            {"linkId": "age", "type": "integer", "extension": initial("2026 - %patient.birthDate.toString().substring(0, 4).toInteger()")},
            {"linkId": "sex", "type": "choice", "extension": initial("%patient.gender"),
             "answerOption": [{"valueCoding": {"system": "s", "code": "female", "display": "Female"}}]},
            {"linkId": "none", "type": "string", "extension": initial("%patient.photo.url")},
            {"linkId": "fixed", "type": "integer", "initial": [{"valueInteger": 3}]},
            {"linkId": "read", "type": "display", "text": "a"}
        ]),
        json!([]),
        &launch(),
    );
    assert_eq!(made.problems, []);
    let response = &made.response;
    assert_eq!(
        answers(response),
        [
            pair("born", &[json!("1958-05-01")]),
            pair("given", &[json!("Hua"), json!("M")]),
            pair("age", &[json!(68)]),
            pair("sex", &[json!({"system": "s", "code": "female", "display": "Female"})]),
            pair("fixed", &[json!(3)])
        ]
    );
    assert_eq!(response["item"][0]["answer"][0]["extension"][0]["valueCode"], "known");
    assert_eq!(
        response["item"][4]["answer"][0].get("extension"),
        None,
        "what the form starts with was not known"
    );
    assert_eq!(
        (&response["status"], &response["questionnaire"], &response["subject"]["reference"]),
        (&json!("in-progress"), &json!("http://q|1"), &json!("Patient/p"))
    );
}

#[test]
fn a_group_is_filled_once_for_each_row_and_inner_groups_too() {
    let context = |name: &str, expression: &str| {
        json!([spoken(&format!("{SDC}itemPopulationContext"), Some(name), "text/fhirpath", expression)])
    };
    let made = run(
        json!([{"linkId": "name", "type": "group", "repeats": true, "extension": context("n", "%patient.name"), "item": [
            {"linkId": "family", "type": "string", "extension": initial("%n.family")},
            {"linkId": "each", "type": "group", "repeats": true, "extension": context("g", "%n.given"), "item": [
                {"linkId": "given", "type": "string", "extension": initial("%g")}]}]}]),
        json!([]),
        &launch(),
    );
    assert_eq!(made.problems, []);
    assert_eq!(list(&made.response, "item").len(), 2);
    assert_eq!(
        answers(&made.response),
        [
            pair("family", &[json!("Li")]),
            pair("given", &[json!("Hua")]),
            pair("given", &[json!("M")]),
            pair("family", &[json!("Wang")])
        ]
    );
}

#[test]
fn queries_are_answered_from_what_is_at_hand() {
    let mut launch = launch();
    let observation = |id: &str, at: &str, value: i32| {
        json!({"resourceType": "Observation", "id": id, "status": "final", "subject": {"reference": "Patient/p"},
            "code": {"coding": [{"system": "http://loinc.org", "code": "8302-2"}]},
            "effectiveDateTime": at, "valueQuantity": {"value": value, "code": "cm"}})
    };
    launch.resources = vec![
        observation("a", "2025-01-01", 160),
        observation("b", "2026-01-01", 162),
        json!({"resourceType": "RelatedPerson", "id": "k", "patient": {"reference": "Patient/p"}, "name": [{"text": "Mum"}]}),
    ];
    let query = "application/x-fhir-query";
    let variable = "http://hl7.org/fhir/StructureDefinition/variable";
    let made = run(
        json!([
            {"linkId": "height", "type": "decimal", "extension": initial("%heights.entry[0].resource.value.value")},
            {"linkId": "kin", "type": "group", "repeats": true,
             "extension": [spoken(&format!("{SDC}itemPopulationContext"), Some("k"), query, "RelatedPerson?patient={{%patient.id}}")],
             "item": [{"linkId": "kin-name", "type": "string", "extension": initial("%k.name.text")}]},
            {"linkId": "who", "type": "reference",
             "extension": [spoken(&format!("{SDC}initialExpression"), None, query, "RelatedPerson?patient={{%patient.id}}")]},
            {"linkId": "lost", "type": "string", "extension": initial("%gone.entry.resource.id")}
        ]),
        json!([
            spoken(
                variable,
                Some("heights"),
                query,
                "Observation?code=8302-2&_sort=-date&patient={{%patient.id}}"
            ),
            spoken(variable, Some("gone"), query, "https://x.example/CodeSystem/$lookup?code=1")
        ]),
        &launch,
    );
    assert_eq!(
        answers(&made.response),
        [
            pair("height", &[json!(162)]),
            pair("kin-name", &[json!("Mum")]),
            pair("who", &[json!({"reference": "RelatedPerson/k"})])
        ]
    );
    assert_eq!(made.problems.len(), 1);
    assert!(made.problems[0].to_string().contains("only a server could answer"), "{}", made.problems[0]);
}

#[test]
fn an_observation_answers_an_item_with_its_code_within_its_period() {
    let mut launch = launch();
    let observation = |code: &str, at: &str, more: Value| {
        let mut one = json!({"resourceType": "Observation", "id": at, "status": "final", "subject": {"reference": "Patient/p"},
            "code": {"coding": [{"system": "http://loinc.org", "code": code}]}, "effectiveDateTime": at});
        one.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        one
    };
    let kg = |value: i32| json!({"valueQuantity": {"value": value, "unit": "kg", "code": "kg"}});
    let mut other = observation("w", "2026-11-24", kg(1));
    other["subject"]["reference"] = json!("Patient/q");
    let mut wrong = observation("w", "2026-11-24", kg(2));
    wrong["status"] = json!("entered-in-error");
    let mut focus = observation("w", "2026-11-24", kg(3));
    focus["focus"] = json!([{"reference": "Patient/foetus"}]);
    launch.resources = vec![
        observation("w", "2026-10-01", kg(70)),
        observation("w", "2026-11-20", kg(68)),
        other,
        wrong,
        focus,
        observation("old", "2026-08-24", kg(5)),
        observation(
            "bp",
            "2026-11-20",
            json!({"component": [
            {"code": {"coding": [{"code": "sys"}]}, "valueQuantity": {"value": 120, "code": "mm[Hg]"}}]}),
        ),
    ];
    let period = |code: &str| json!({"url": format!("{SDC}observationLinkPeriod"), "valueDuration": {"value": 3, "code": code}});
    let unit = |code: &str| json!({"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unit", "valueCoding": {"code": code}});
    let coded = |code: &str| json!([{"system": "http://loinc.org", "code": code}]);
    let made = run(
        json!([
            {"linkId": "kg", "type": "decimal", "code": coded("w"), "extension": [period("mo"), unit("kg")]},
            {"linkId": "g", "type": "decimal", "code": coded("w"), "extension": [period("mo"), unit("g")]},
            {"linkId": "q", "type": "quantity", "code": coded("w"), "extension": [period("mo")]},
            {"linkId": "old", "type": "decimal", "code": coded("old"), "extension": [period("mo"), unit("kg")]},
            {"linkId": "day", "type": "decimal", "code": coded("w"), "extension": [period("d"), unit("kg")]},
            {"linkId": "unlinked", "type": "decimal", "code": coded("w")},
            {"linkId": "bp", "type": "group", "code": coded("bp"), "extension": [period("wk")], "item": [
                {"linkId": "sys", "type": "integer", "code": [{"code": "sys"}]}]}
        ]),
        json!([]),
        &launch,
    );
    assert_eq!(made.problems, []);
    assert_eq!(
        answers(&made.response),
        [
            pair("kg", &[json!(68)]),
            pair("g", &[json!(68000)]),
            pair("q", &[json!({"value": 68, "unit": "kg", "code": "kg"})]),
            pair("sys", &[json!(120)])
        ]
    );
    let mark = &made.response["item"][0]["answer"][0]["extension"][0];
    let part = |name: &str| part(mark, name).and_then(choice).unwrap().1.clone();
    assert_eq!(
        (part("code"), part("what"), part("when")),
        (json!("known"), json!("Observation/2026-11-20"), json!("2026-11-20"))
    );
}

#[test]
fn a_bad_expression_costs_only_its_own_item_and_a_wrong_value_is_said() {
    let made = run(
        json!([
            {"linkId": "bad", "type": "string", "extension": initial("%patient.name.where(")},
            {"linkId": "wrong", "type": "date", "extension": initial("'soon'")},
            {"linkId": "cql", "type": "string", "extension": [spoken(&format!("{SDC}initialExpression"), None, "text/cql-identifier", "A")]},
            {"linkId": "good", "type": "boolean", "extension": initial("true")},
            {"linkId": "two", "type": "string", "extension": initial("'a' | 'b'")}
        ]),
        json!([]),
        &launch(),
    );
    assert_eq!(answers(&made.response), [pair("good", &[json!(true)]), pair("two", &[json!("a")])]);
    let links: Vec<_> = made.problems.iter().filter_map(|one| one.link_id.as_deref()).collect();
    assert_eq!(links, ["bad", "wrong", "cql", "two"]);
}

#[test]
fn an_expression_may_build_on_an_answer_that_was_filled_in() {
    let made = run(
        json!([
            {"linkId": "b", "type": "integer", "extension": initial("%resource.item.where(linkId = 'a').answer.value + 1")},
            {"linkId": "a", "type": "integer", "extension": initial("41")}
        ]),
        json!([]),
        &launch(),
    );
    assert_eq!(answers(&made.response), [pair("b", &[json!(42)]), pair("a", &[json!(41)])]);
}

#[test]
fn a_context_that_was_promised_and_not_given_is_empty_and_no_error() {
    let context = json!([{"url": format!("{SDC}launchContext"), "extension": [
        {"url": "name", "valueCoding": {"code": "study"}}, {"url": "type", "valueCode": "ResearchStudy"}]}]);
    let items = json!([{"linkId": "s", "type": "string", "extension": initial("%study.title")}]);
    let without = run(items.clone(), context.clone(), &launch());
    assert_eq!((answers(&without.response), without.problems), (vec![], vec![]));
    let mut launch = launch();
    launch.resources = vec![json!({"resourceType": "ResearchStudy", "title": "T"})];
    assert_eq!(answers(&run(items, context, &launch).response), [pair("s", &[json!("T")])]);
    // The patient may be called anything.
    let client = json!([{"url": format!("{SDC}launchContext"), "extension": [
        {"url": "name", "valueCoding": {"code": "client"}}, {"url": "type", "valueCode": "Patient"}]}]);
    let items = json!([{"linkId": "b", "type": "date", "extension": initial("%client.birthDate")}]);
    assert_eq!(answers(&run(items, client, &launch).response), [pair("b", &[json!("1958-05-01")])]);
}
