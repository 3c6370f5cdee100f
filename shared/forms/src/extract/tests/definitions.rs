use serde_json::{Value, json};

use super::*;

const SDC: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-";
const PATIENT: &str = "http://hl7.org/fhir/StructureDefinition/Patient";

fn begins(canonical: &str) -> Value {
    json!({"url": format!("{SDC}definitionExtract"), "extension": [{"url": "definition", "valueCanonical": canonical}]})
}

fn value(definition: &str, fixed: Value) -> Value {
    let mut said = json!({"url": "fixed-value"});
    said.as_object_mut().unwrap().extend(fixed.as_object().unwrap().clone());
    json!({"url": format!("{SDC}definitionExtractValue"),
           "extension": [{"url": "definition", "valueUri": definition}, said]})
}

fn computed(definition: &str, expression: &str) -> Value {
    json!({"url": format!("{SDC}definitionExtractValue"), "extension": [
        {"url": "definition", "valueUri": definition},
        {"url": "expression", "valueExpression": {"language": "text/fhirpath", "expression": expression}}]})
}

fn of(path: &str) -> String {
    format!("{PATIENT}#Patient.{path}")
}

fn question(link_id: &str, kind: &str, path: &str) -> Value {
    json!({"linkId": link_id, "type": kind, "definition": of(path)})
}

fn answer(link_id: &str, answer: Value) -> Value {
    json!({"linkId": link_id, "answer": [answer]})
}

fn patient(items: Value) -> Value {
    let mut form = form(items);
    form["extension"] = json!([begins(PATIENT)]);
    form
}

fn texts(values: &[&str]) -> Vec<Value> {
    values.iter().map(|text| json!({"valueString": text})).collect()
}

#[test]
fn flat_items_share_an_entry_and_never_overwrite_each_other() {
    let mut phone = question("phone", "string", "telecom.value");
    phone["extension"] = json!([value(&of("telecom.system"), json!({"valueCode": "phone"}))]);
    let mut mail = question("mail", "string", "telecom.value");
    mail["extension"] = json!([value(&of("telecom.system"), json!({"valueCode": "email"}))]);
    let form = patient(json!([
        question("family", "string", "name.family"),
        question("given", "string", "name.given"),
        phone,
        mail
    ]));
    let extracted = run(
        &form,
        &response(json!([
            answer("family", json!({"valueString": "F"})),
            {"linkId": "given", "answer": texts(&["A", "B"])},
            {"linkId": "phone", "answer": texts(&["1", "2"])},
            answer("mail", json!({"valueString": "a@b"}))
        ])),
    );
    assert_eq!(extracted.problems, []);
    let found = &resources(&extracted)[0];
    assert_eq!(found["name"], json!([{"family": "F", "given": ["A", "B"]}]));
    assert_eq!(
        found["telecom"],
        json!([{"system": "phone", "value": "1"}, {"system": "phone", "value": "2"}, {"system": "email", "value": "a@b"}])
    );
}

#[test]
fn groups_are_entries_of_their_own_and_repeat_without_sharing() {
    let form = patient(json!([
        {"linkId": "name", "type": "group", "repeats": true, "definition": of("name"), "item": [
            question("given", "string", "name.given"), question("use", "choice", "name.use")],
         "extension": [computed(&of("name.text"), "item.where(linkId='given').answer.value.join(' ')")]},
        {"linkId": "contact", "type": "group", "repeats": true, "item": [
            question("who", "string", "contact.name.text"), question("number", "string", "contact.telecom.value")]}
    ]));
    let name = |given: &[&str], with: &str| {
        json!({"linkId": "name", "item": [
            {"linkId": "given", "answer": texts(given)}, answer("use", json!({"valueCoding": {"code": with}}))]})
    };
    let contact = |who: &str, number: Option<&str>| {
        let mut items = vec![answer("who", json!({"valueString": who}))];
        items.extend(number.map(|number| answer("number", json!({"valueString": number}))));
        json!({"linkId": "contact", "item": items})
    };
    let extracted = run(
        &form,
        &response(json!([
            name(&["A", "B"], "official"),
            name(&["C"], "old"),
            contact("X", None),
            contact("Y", Some("7"))
        ])),
    );
    assert_eq!(extracted.problems, []);
    let found = &resources(&extracted)[0];
    assert_eq!(
        found["name"],
        json!([
            {"given": ["A", "B"], "use": "official", "text": "A B"},
            {"given": ["C"], "use": "old", "text": "C"}
        ])
    );
    assert_eq!(
        found["contact"],
        json!([{"name": {"text": "X"}}, {"name": {"text": "Y"}, "telecom": [{"value": "7"}]}])
    );
}

#[test]
fn a_choice_has_the_type_that_its_slice_or_its_answer_says() {
    let observation = "http://hl7.org/fhir/StructureDefinition/Observation";
    let item = |path: &str, kind: &str| {
        json!({"linkId": "a", "type": kind, "definition": format!("{observation}#Observation.{path}"),
               "extension": [begins(observation)]})
    };
    let coding = json!({"system": "s", "code": "c"});
    for (path, kind, said, name, expected) in [
        ("value[x]", "boolean", json!({"valueBoolean": true}), "valueBoolean", json!(true)),
        (
            "value[x]",
            "choice",
            json!({"valueCoding": coding}),
            "valueCodeableConcept",
            json!({"coding": [coding]}),
        ),
        ("value[x]", "decimal", json!({"valueDecimal": 1.50}), "valueQuantity", json!({"value": 1.50})),
        (
            "value[x]:valueQuantity.value",
            "decimal",
            json!({"valueDecimal": 2}),
            "valueQuantity",
            json!({"value": 2}),
        ),
        ("valueString", "string", json!({"valueString": "x"}), "valueString", json!("x")),
        ("effective", "date", json!({"valueDate": "2026-11-01"}), "effectiveDateTime", json!("2026-11-01")),
        (
            "effectivePeriod.start",
            "date",
            json!({"valueDate": "2026"}),
            "effectivePeriod",
            json!({"start": "2026"}),
        ),
    ] {
        let extracted = run(&form(json!([item(path, kind)])), &response(json!([answer("a", said)])));
        assert_eq!(extracted.problems, [], "{path}");
        assert_eq!(resources(&extracted)[0][name], expected, "{path}");
    }
}

#[test]
fn each_repetition_begins_a_resource_and_allocated_ids_tie_them() {
    let allocate = |name: &str| json!({"url": format!("{SDC}extractAllocateId"), "valueString": name});
    let related = "http://hl7.org/fhir/StructureDefinition/RelatedPerson";
    let mut form = patient(json!([
        question("born", "date", "birthDate"),
        {"linkId": "kin", "type": "group", "repeats": true,
         "extension": [begins(related), computed(&format!("{related}#RelatedPerson.patient.reference"), "%me")],
         "item": [{"linkId": "n", "type": "string", "definition": format!("{related}#RelatedPerson.name.text")}]}
    ]));
    form["extension"] = json!([allocate("me"), {"url": format!("{SDC}definitionExtract"), "extension": [
        {"url": "definition", "valueCanonical": PATIENT}, {"url": "fullUrl", "valueString": "%me"}]}]);
    let kin = |name: &str| json!({"linkId": "kin", "item": [answer("n", json!({"valueString": name}))]});
    let extracted = run(
        &form,
        &response(
            json!([answer("born", json!({"valueDate": "1958-05-01"})), kin("A"), kin("B"), {"linkId": "kin"}]),
        ),
    );
    assert_eq!(extracted.problems, []);
    let found = resources(&extracted);
    assert_eq!(found.len(), 3, "a repetition without an answer is none");
    let me = format!("Patient/{}", found[0]["id"].as_str().unwrap());
    assert!(found[1..].iter().all(|kin| kin["patient"]["reference"] == me.as_str()));
    assert_eq!(found[2]["name"], json!([{"text": "B"}]));
}

#[test]
fn a_resource_that_is_known_is_changed_and_keeps_the_rest() {
    let mut form = form(json!([
        question("id", "string", "id"),
        question("family", "string", "name.family"),
        question("gender", "choice", "gender")
    ]));
    form["extension"] = json!([{"url": format!("{SDC}itemExtractionContext"), "valueExpression": {
        "name": "patient", "language": "application/x-fhir-query", "expression": "Patient?_id={{%patient.id}}"}}]);
    let known = json!({"resourceType": "Patient", "id": "p", "active": true, "gender": "male", "name": [{"family": "Old"}]});
    let extracted = run_with(
        &form,
        &response(json!([
            answer("id", json!({"valueString": "p"})),
            answer("family", json!({"valueString": "New"})),
            answer("gender", json!({"valueCoding": {"code": "female"}}))
        ])),
        &[("patient".to_owned(), known)],
        &(),
    );
    assert_eq!(extracted.problems, []);
    assert_eq!(
        resources(&extracted)[0],
        json!({"resourceType": "Patient", "id": "p", "active": true, "gender": "female", "name": [{"family": "New"}]})
    );
    assert_eq!(extracted.bundle["entry"][0]["request"], json!({"method": "PUT", "url": "Patient/p"}));
}

#[test]
fn a_type_alone_asks_for_a_new_resource_even_if_one_is_known() {
    let mut form = form(json!([{
        "linkId": "name", "type": "group", "definition": of("name"), "item": [
            // A part of a datatype belongs to the element that has that type.
            {"linkId": "family", "type": "string", "definition": "http://hl7.org/fhir/StructureDefinition/datatypes#HumanName.family"}]
    }]));
    form["extension"] = json!([{"url": format!("{SDC}itemExtractionContext"), "valueExpression": {
        "language": "application/x-fhir-query", "expression": "Patient"}}]);
    let answers = json!([{"linkId": "name", "item": [answer("family", json!({"valueString": "F"}))]}]);
    let known = json!({"resourceType": "Patient", "id": "p", "active": true});
    let extracted = run_with(&form, &response(answers), &[("patient".to_owned(), known)], &());
    assert_eq!(extracted.problems, []);
    let found = &resources(&extracted)[0];
    assert_eq!((&found["name"], found.get("active")), (&json!([{"family": "F"}]), None));
    assert_ne!(found["id"], "p");
}

#[test]
fn a_profile_says_what_makes_a_slice_and_what_is_fixed() {
    let profile = "http://p/StructureDefinition/NzPatient";
    let library: crate::Shelf = [json!({
        "resourceType": "StructureDefinition", "url": profile, "type": "Patient",
        "differential": {"element": [
            {"id": "Patient", "path": "Patient"},
            {"id": "Patient.active", "path": "Patient.active", "min": 1, "fixedBoolean": true},
            {"id": "Patient.identifier:NHI", "path": "Patient.identifier", "sliceName": "NHI"},
            {"id": "Patient.identifier:NHI.system", "path": "Patient.identifier.system", "fixedUri": "http://nhi"},
            {"id": "Patient.identifier:NHI.use", "path": "Patient.identifier.use", "fixedCode": "official"},
            {"id": "Patient.extension:dhb", "path": "Patient.extension", "sliceName": "dhb",
             "type": [{"code": "Extension", "profile": ["http://dhb"]}]}]}
    })]
    .into_iter()
    .collect();
    let item = |link_id: &str, path: &str| json!({"linkId": link_id, "type": "string", "definition": format!("{profile}#Patient.{path}")});
    let mut form = form(json!([
        item("nhi", "identifier:NHI.value"),
        item("other", "identifier.value"),
        item("dhb", "extension:dhb.valueCodeableConcept.text")
    ]));
    form["extension"] = json!([begins(profile)]);
    let answers = response(json!([
        answer("nhi", json!({"valueString": "1"})),
        answer("other", json!({"valueString": "2"})),
        answer("dhb", json!({"valueString": "North"}))
    ]));
    let extracted = run_with(&form, &answers, &[], &library);
    assert_eq!(extracted.problems, []);
    let found = &resources(&extracted)[0];
    assert_eq!(
        found["identifier"],
        json!([{"value": "1", "system": "http://nhi", "use": "official"}, {"value": "2"}])
    );
    assert_eq!(found["extension"], json!([{"valueCodeableConcept": {"text": "North"}, "url": "http://dhb"}]));
    assert_eq!(found["active"], true);
    assert_eq!(found["meta"]["profile"], json!([profile]));

    // Without the profile the rest is extracted, and an extension without URL is not written.
    let without = run(&form, &answers);
    assert_eq!(resources(&without)[0]["identifier"], json!([{"value": "1"}, {"value": "2"}]));
    assert_eq!(resources(&without)[0].get("extension"), None);
    assert_eq!(without.problems.len(), 2);
}

#[test]
fn what_does_not_fit_is_reported_and_costs_only_itself() {
    let form = patient(json!([
        question("born", "string", "birthDate"), question("colour", "string", "colour"),
        question("gender", "choice", "gender"), question("family", "string", "name.family"),
        {"linkId": "lost", "type": "string", "extension": [value("http://x#Group.name", json!({"valueString": "a"}))]}
    ]));
    let extracted = run(
        &form,
        &response(json!([
            answer("born", json!({"valueString": "long ago"})), answer("colour", json!({"valueString": "red"})),
            {"linkId": "gender", "answer": [{"valueCoding": {"code": "male"}}, {"valueCoding": {"code": "female"}}]},
            answer("family", json!({"valueString": "F"})), answer("lost", json!({"valueString": "a"}))
        ])),
    );
    let kinds: Vec<_> =
        extracted.problems.iter().map(|one| (one.link_id.clone().unwrap(), one.kind.clone())).collect();
    assert_eq!(
        kinds,
        [
            (
                "born".into(),
                ExtractProblemKind::Value { element: "birthDate".into(), found: "string".into() }
            ),
            ("colour".into(), ExtractProblemKind::Definition(of("colour"))),
            ("gender".into(), ExtractProblemKind::TooMany("gender".into())),
            ("lost".into(), ExtractProblemKind::Definition("http://x#Group.name".into()))
        ]
    );
    let found = &resources(&extracted)[0];
    assert_eq!((&found["gender"], &found["name"]), (&json!("male"), &json!([{"family": "F"}])));
}
