//! The examples of SDC's own guide and of others, where the corpus is at hand.

use serde_json::{Value, json};

use super::*;

/// A file of the corpus, or nothing when there is no corpus.
fn corpus(name: &str) -> Option<Value> {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/questionnaires");
    let Ok(text) = std::fs::read_to_string(folder.join(name)) else {
        eprintln!("skipped: no corpus");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

fn answers() -> Value {
    let text = |link_id: &str, text: &str| json!({"linkId": link_id, "answer": [{"valueString": text}]});
    response(json!([
        {"linkId": "patient", "item": [
            {"linkId": "name", "item": [
                {"linkId": "given", "answer": [{"valueString": "A"}, {"valueString": "B"}]}, text("family", "F")]},
            {"linkId": "gender", "answer": [{"valueCoding": {"code": "female"}}]},
            text("ihi", "8003"), text("mobile-phone", "0400")]},
        {"linkId": "contacts", "item": [text("contact-name", "Mum"),
            {"linkId": "relationship", "answer": [{"valueCoding": {"code": "N"}}]}]},
        {"linkId": "contacts", "item": [text("contact-name", "Dad")]},
        {"linkId": "obs", "item": [{"linkId": "weight", "answer": [{"valueDecimal": 61}]}]}
    ]))
}

#[test]
fn the_three_ways_of_the_guides_complex_example_say_the_same() {
    for file in ["extract-complex-template", "extract-complex-template2", "extract-complex-defn3"] {
        let Some(form) = corpus(&format!("sdc-ig/input__resources__{file}.json")) else { return };
        let extracted = run(&form, &answers());
        assert_eq!(extracted.problems, [], "{file}");
        let found = resources(&extracted);
        let kinds: Vec<_> = found.iter().map(|one| one["resourceType"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["Patient", "RelatedPerson", "RelatedPerson", "Observation"], "{file}");
        let patient = &found[0];
        assert_eq!(patient["name"], json!([{"text": "A B F", "given": ["A", "B"], "family": "F"}]), "{file}");
        assert_eq!(patient["gender"], "female", "{file}");
        assert_eq!(
            patient["identifier"],
            json!([{"type": {"text": "National Identifier (IHI)"}, "system": "http://example.org/nhio", "value": "8003"}]),
            "{file}"
        );
        assert_eq!(patient["telecom"][0]["value"], "0400", "{file}");
        let me = json!(format!("Patient/{}", patient["id"].as_str().unwrap()));
        for (kin, name) in found[1..3].iter().zip(["Mum", "Dad"]) {
            assert_eq!(
                (&kin["name"], &kin["patient"]["reference"]),
                (&json!([{"text": name}]), &me),
                "{file}"
            );
        }
        let weight = &found[3];
        assert_eq!((&weight["subject"]["reference"], &weight["status"]), (&me, &json!("final")), "{file}");
        assert_eq!(
            (&weight["valueQuantity"]["value"], &weight["valueQuantity"]["unit"]),
            (&json!(61), &json!("kg")),
            "{file}"
        );
        assert_eq!(weight["derivedFrom"], json!([{"reference": "QuestionnaireResponse/r1"}]), "{file}");
    }
}

#[test]
fn the_walk_through_with_repeating_groups_and_items_gives_two_whole_names() {
    let name = "cqf-fhir-cr__src__test__resources__org__opencds__cqf__fhir__cr__shared__r4__input";
    let form = corpus(&format!(
        "cqf-clinical-reasoning/{name}__resources__Questionnaire-extract-defn-walkthrough-4.json"
    ));
    let answers = corpus(&format!(
        "cqf-clinical-reasoning/{name}__tests__QuestionnaireResponse-extract-defn-walkthrough-4.json"
    ));
    let (Some(form), Some(answers)) = (form, answers) else { return };
    let extracted = run(&form, &answers);
    assert_eq!(extracted.problems, []);
    let patient = &resources(&extracted)[0];
    assert_eq!(
        patient["name"],
        json!([
            {"family": "test-family", "given": ["test1", "test2"], "use": "official"},
            {"family": "test-family", "given": ["test3"], "use": "old"}
        ])
    );
    assert_eq!(patient["birthDate"], "1912-12-12");
}

#[test]
fn the_observations_of_a_form_about_several_children_are_about_each() {
    let form = corpus(
        "android-fhir/workflow-testing__src__main__resources__plan-definition__base-repo__resources__Questionnaire-questionnaire-sdc-profile-example-multi-subject.json",
    );
    let answers = corpus(
        "android-fhir/workflow-testing__src__main__resources__plan-definition__base-repo__tests__QuestionnaireResponse-sdc-profile-example-multi-subject.json",
    );
    let (Some(form), Some(answers)) = (form, answers) else { return };
    let extracted = run(&form, &answers);
    assert_eq!(extracted.problems, []);
    let found = resources(&extracted);
    assert_eq!(found.len(), 6);
    // The example gives both children the same record.
    let of = |id: &str| {
        found.iter().filter(|one| one["subject"]["reference"].as_str().unwrap().ends_with(id)).count()
    };
    assert_eq!((of("/12345"), of("/123456")), (2, 4), "the mother, and what is about the children");
    assert!(found.iter().all(|one| one["category"][0]["coding"][0]["code"] == "vital-signs"));
}
