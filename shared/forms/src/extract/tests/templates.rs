use serde_json::{Value, json};

use super::*;

const SDC: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-";

fn context(expression: &str) -> Value {
    json!({"url": format!("{SDC}templateExtractContext"), "valueString": expression})
}

fn value(expression: &str) -> Value {
    json!({"url": format!("{SDC}templateExtractValue"), "valueString": expression})
}

fn template(id: &str, more: Value) -> Value {
    let mut parts = vec![json!({"url": "template", "valueReference": {"reference": id}})];
    parts.extend(more.as_array().unwrap().iter().cloned());
    json!({"url": format!("{SDC}templateExtract"), "extension": parts})
}

fn form_of(contained: Value, extension: Value, items: Value) -> Value {
    let mut form = form(items);
    form["contained"] = contained;
    form["extension"] = extension;
    form
}

#[test]
fn expressions_fill_a_template_and_what_has_no_value_goes() {
    let form = form_of(
        json!([{
            "resourceType": "Patient", "id": "pat",
            "name": [{"extension": [context("item.where(linkId='name')")], "use": "official",
                "_given": [{"extension": [value("item.where(linkId='given').answer.value")]}],
                "_family": {"extension": [value("item.where(linkId='family').answer.value")]}}],
            "gender": "unknown", "_gender": {"extension": [value("item.where(linkId='gender').answer.value.code")]},
            "birthDate": "1900-01-01", "_birthDate": {"extension": [value("item.where(linkId='born').answer.value")]},
            "managingOrganization": {"extension": [value("'Organization/1'")]},
            "telecom": [{"extension": [context("item.where(linkId='tel').answer.value")], "system": "phone",
                "_value": {"extension": [value("$this")]}}]
        }]),
        json!([]),
        json!([{"linkId": "p", "type": "group", "extension": [template("#pat", json!([]))], "item": [
            {"linkId": "name", "type": "group", "repeats": true, "item": [
                {"linkId": "given", "type": "string", "repeats": true}, {"linkId": "family", "type": "string"}]},
            {"linkId": "gender", "type": "choice"}, {"linkId": "born", "type": "date"},
            {"linkId": "tel", "type": "string", "repeats": true}]}]),
    );
    let answers = json!([{"linkId": "p", "item": [
        {"linkId": "name", "item": [
            {"linkId": "given", "answer": [{"valueString": "A"}, {"valueString": "B"}]},
            {"linkId": "family", "answer": [{"valueString": "F"}]}]},
        {"linkId": "name", "item": [{"linkId": "given", "answer": [{"valueString": "C"}]}]},
        {"linkId": "gender", "answer": [{"valueCoding": {"code": "other"}}]},
        {"linkId": "tel", "answer": [{"valueString": "1"}, {"valueString": "2"}]}]}]);
    let extracted = run(&form, &response(answers));
    assert_eq!(extracted.problems, []);
    assert_eq!(
        resources(&extracted)[0],
        json!({
            "resourceType": "Patient", "id": "00000000-0000-4000-8000-000000000001",
            "name": [{"use": "official", "given": ["A", "B"], "family": "F"}, {"use": "official", "given": ["C"]}],
            "gender": "other",
            "managingOrganization": {"reference": "Organization/1"},
            "telecom": [{"system": "phone", "value": "1"}, {"system": "phone", "value": "2"}]
        })
    );
    assert_eq!(
        resources(&run(&form, &response(json!([{"linkId": "p"}])))).len(),
        0,
        "nothing answered, nothing made"
    );
}

#[test]
fn a_value_of_an_element_lies_between_what_is_fixed_and_what_is_asked() {
    let form = form_of(
        json!([{"resourceType": "Observation", "id": "o", "status": "final",
            "code": {"extension": [value("answer.value")], "text": "old", "_text": {"extension": [value("'said'")]},
                     "coding": [{"code": "fixed"}]}}]),
        json!([]),
        json!([{"linkId": "a", "type": "choice", "extension": [template("#o", json!([]))]}]),
    );
    let answers = json!([{"linkId": "a", "answer": [{"valueCoding": {"code": "c"}}]}]);
    let extracted = run(&form, &response(answers));
    assert_eq!(extracted.problems, []);
    assert_eq!(resources(&extracted)[0]["code"], json!({"coding": [{"code": "c"}], "text": "said"}));
}

#[test]
fn the_request_is_what_the_template_extension_says() {
    let said = |name: &str, expression: &str| json!({"url": name, "valueString": expression});
    let with = |more: Value| {
        let form = form_of(
            json!([{"resourceType": "Patient", "id": "t", "active": true}]),
            json!([template("#t", more)]),
            json!([{"linkId": "id", "type": "string"}]),
        );
        let answers = json!([{"linkId": "id", "answer": [{"valueString": "p7"}]}]);
        let extracted = run(&form, &response(answers));
        assert_eq!(extracted.problems, []);
        extracted.bundle["entry"][0].clone()
    };
    let id = said("resourceId", "item.where(linkId='id').answer.value");
    let update = with(json!([id, said("ifMatch", "'W/\"3\"'"), said("fullUrl", "'http://h/Patient/p7'")]));
    assert_eq!(update["request"], json!({"method": "PUT", "url": "Patient/p7", "ifMatch": "W/\"3\""}));
    assert_eq!(update["fullUrl"], "http://h/Patient/p7");
    assert_eq!(update["resource"]["id"], "p7");
    let conditional = with(json!([said("ifNoneExist", "'identifier=' + item.answer.value")]));
    assert_eq!(
        conditional["request"],
        json!({"method": "POST", "url": "Patient", "ifNoneExist": "identifier=p7"})
    );
}

#[test]
fn a_bundle_of_templates_keeps_its_references_and_gives_each_its_own_id() {
    let patient = "urn:uuid:6f6177d2-13ee-4d27-b0e8-3eaf663dd031";
    let form = form_of(
        json!([{"resourceType": "Bundle", "id": "b", "type": "transaction", "entry": [
            {"fullUrl": patient, "resource": {"resourceType": "Patient", "active": true},
             "request": {"method": "POST", "url": "Patient"}},
            {"extension": [context("item.where(linkId='kin')")],
             "fullUrl": "urn:uuid:6f6177d2-13ee-4d27-b0e8-3eaf663dd032",
             "resource": {"resourceType": "RelatedPerson", "patient": {"reference": patient},
                "name": [{"_text": {"extension": [value("item.answer.value")]}}]},
             "request": {"method": "POST", "url": "RelatedPerson"}}]}]),
        json!([{"url": format!("{SDC}templateExtractBundle"), "valueReference": {"reference": "#b"}}]),
        json!([{"linkId": "kin", "type": "group", "repeats": true, "item": [{"linkId": "n", "type": "string"}]}]),
    );
    let kin =
        |name: &str| json!({"linkId": "kin", "item": [{"linkId": "n", "answer": [{"valueString": name}]}]});
    let extracted = run(&form, &response(json!([kin("A"), kin("B")])));
    assert_eq!(extracted.problems, []);
    let found = resources(&extracted);
    assert_eq!(found.len(), 3);
    let place = format!("Patient/{}", found[0]["id"].as_str().unwrap());
    assert!(
        !patient.ends_with(found[0]["id"].as_str().unwrap()),
        "the form's own URN would be the same for everybody"
    );
    for (kin, name) in found[1..].iter().zip(["A", "B"]) {
        assert_eq!((&kin["patient"]["reference"], &kin["name"][0]["text"]), (&json!(place), &json!(name)));
    }
    assert_ne!(found[1]["id"], found[2]["id"]);
}

#[test]
fn a_wrong_expression_costs_its_element_and_a_missing_template_its_resource() {
    let form = form_of(
        json!([{"resourceType": "Patient", "id": "t", "active": true,
            "_birthDate": {"extension": [value("item.where(")]}, "_gender": {"extension": [value("%nobody")]}}]),
        json!([template("#t", json!([])), template("#gone", json!([]))]),
        json!([]),
    );
    let extracted = run(&form, &response(json!([])));
    let texts: Vec<_> = extracted.problems.iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert!(
        texts[0].contains("item.where(") && texts[1].contains("nobody") && texts[2].contains("#gone"),
        "{texts:?}"
    );
    assert_eq!(resources(&extracted)[0]["active"], true);
}
