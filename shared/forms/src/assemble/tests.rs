// Test data is written in place, so helpers take it by value.
#![allow(clippy::needless_pass_by_value)]

use serde_json::{Value, json};

use super::*;
use crate::Shelf;

const SDC: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-";

fn sub(canonical: &str) -> Value {
    json!({"linkId": format!("sub-{canonical}"), "type": "display", "text": "not available",
           "extension": [{"url": format!("{SDC}subQuestionnaire"), "valueCanonical": canonical}]})
}

fn variable(name: &str, expression: &str) -> Value {
    json!({"url": VARIABLE, "valueExpression": {"name": name, "language": "text/fhirpath", "expression": expression}})
}

fn form(url: &str, extension: Value, items: Value) -> Value {
    json!({"resourceType": "Questionnaire", "url": url, "version": "1", "status": "draft",
           "extension": extension, "item": items})
}

fn whole(root: &Value, parts: Vec<Value>) -> Result<Assembled, Vec<AssembleProblem>> {
    assemble(root, &parts.into_iter().collect::<Shelf>())
}

fn link_ids(element: &Value) -> Vec<String> {
    list(element, "item")
        .iter()
        .flat_map(|item| [vec![item["linkId"].as_str().unwrap().to_owned()], link_ids(item)].concat())
        .collect()
}

fn kinds(errors: Vec<AssembleProblem>) -> Vec<AssembleProblemKind> {
    errors.into_iter().map(|one| one.kind).collect()
}

#[test]
fn a_part_takes_the_place_of_the_item_that_names_it() {
    let part = form(
        "http://part",
        json!([{"url": "http://other", "valueString": "a"}]),
        json!([
        {"linkId": "p1", "type": "string"}, {"linkId": "p2", "type": "group", "item": [{"linkId": "p3", "type": "string"}]}]),
    );
    let root = form(
        "http://root",
        json!([]),
        json!([{"linkId": "a", "type": "string"}, sub("http://part|1"), {"linkId": "z", "type": "string"}]),
    );
    assert!(is_modular(&root) && !is_modular(&part));
    let made = whole(&root, vec![part]).unwrap();
    assert_eq!(link_ids(&made.questionnaire), ["a", "p1", "p2", "p3", "z"]);
    assert_eq!(
        made.questionnaire["extension"],
        json!([{"url": format!("{SDC}assembledFrom"), "valueCanonical": "http://part|1"}]),
        "what was about the part alone stays there"
    );
    assert_eq!(made.questionnaire["url"], "http://root");
    assert_eq!(made.warnings, []);
}

#[test]
fn prefixes_tell_two_uses_of_a_part_apart_and_reach_into_parts_of_parts() {
    let name = form(
        "http://name",
        json!([
        {"url": format!("{SDC}assembleContext"), "valueString": "linkIdPrefix"},
        {"url": format!("{SDC}assembleContext"), "valueString": "person"},
        variable("name", "%person.name.first()")]),
        json!([
        {"linkId": "1", "type": "string", "answerValueSet": "#titles"},
        {"linkId": "2", "type": "string", "enableWhen": [{"question": "1", "operator": "exists", "answerBoolean": true}]}]),
    );
    let mut name = name;
    name["contained"] = json!([{"resourceType": "ValueSet", "id": "titles"}]);
    let contact = form(
        "http://contact",
        json!([{"url": format!("{SDC}assembleContext"), "valueString": "linkIdPrefix"}]),
        json!([
        {"linkId": "1", "type": "group", "extension": [variable("linkIdPrefix", "%linkIdPrefix + 'name.'")], "item": [sub("http://name")]},
        {"linkId": "2", "type": "string"}]),
    );
    let group = |link_id: &str, prefix: &str, part: &str| json!({"linkId": link_id, "type": "group", "extension": [variable("linkIdPrefix", prefix)], "item": [sub(part)]});
    let root = form(
        "http://root",
        json!([variable("person", "%patient")]),
        json!([group("p", "'patient.'", "http://name"), group("c", "'contact.'", "http://contact")]),
    );
    let made = whole(&root, vec![name, contact]).unwrap().questionnaire;
    assert_eq!(
        link_ids(&made),
        ["p", "patient.1", "patient.2", "c", "contact.1", "contact.name.1", "contact.name.2", "contact.2"]
    );
    let second = &made["item"][0]["item"][1];
    assert_eq!(second["enableWhen"][0]["question"], "patient.1");
    assert_eq!(made["item"][0]["item"][0]["answerValueSet"], "#patient.titles");
    let ids: Vec<_> = list(&made, "contained").iter().map(|one| one["id"].clone()).collect();
    assert_eq!(ids, ["patient.titles", "contact.name.titles"]);
    let adopted: Vec<_> =
        extensions(&made["item"][0], VARIABLE).filter_map(expression).filter_map(|one| one.name).collect();
    assert_eq!(adopted, ["linkIdPrefix", "name"], "the part's variable goes to the group it is in");
}

#[test]
fn what_a_part_needs_of_the_whole_form_is_added_once() {
    let context = json!({"url": format!("{SDC}launchContext"), "extension": [
        {"url": "name", "valueCoding": {"code": "patient"}}, {"url": "type", "valueCode": "Patient"}]});
    let library = |version: &str| json!({"url": "http://hl7.org/fhir/StructureDefinition/cqf-library", "valueCanonical": format!("http://l{version}")});
    let part = |url: &str, link_id: &str, version: &str| {
        let mut form =
            form(url, json!([context, library(version)]), json!([{"linkId": link_id, "type": "string"}]));
        form["contained"] = json!([{"resourceType": "ValueSet", "id": "v"}]);
        form
    };
    let root = form("http://root", json!([context]), json!([sub("http://a"), sub("http://b")]));
    let made =
        whole(&root, vec![part("http://a", "1", "|1"), part("http://b", "2", "|2")]).unwrap().questionnaire;
    let urls: Vec<_> = list(&made, "extension")
        .iter()
        .map(|one| one["url"].as_str().unwrap().rsplit('/').next().unwrap())
        .collect();
    assert_eq!(
        urls,
        [
            "sdc-questionnaire-launchContext",
            "cqf-library",
            "sdc-questionnaire-assembledFrom",
            "sdc-questionnaire-assembledFrom"
        ]
    );
    assert_eq!(list(&made, "contained").len(), 1);
}

#[test]
fn forms_that_contain_each_other_are_an_error_and_not_a_loop() {
    let a = form("http://a", json!([]), json!([sub("http://b")]));
    let b = form("http://b", json!([]), json!([sub("http://a")]));
    let errors = kinds(whole(&a, vec![a.clone(), b]).unwrap_err());
    assert_eq!(errors, [AssembleProblemKind::Cycle("http://a|1 → http://b|1 → http://a|1".into())]);
}

#[test]
fn a_form_that_would_grow_without_end_is_an_error() {
    let parts: Vec<_> = (0..24)
        .map(|at| {
            form(
                &format!("http://{at}"),
                json!([]),
                json!([sub(&format!("http://{}", at + 1)), sub(&format!("http://{}", at + 1))]),
            )
        })
        .collect();
    let errors = kinds(whole(&parts[0], parts.clone()).unwrap_err());
    assert!(errors.contains(&AssembleProblemKind::TooLarge), "{errors:?}");
}

#[test]
fn each_thing_that_keeps_a_form_from_being_whole_is_named_with_its_item() {
    let mut other = form("http://language", json!([]), json!([{"linkId": "l", "type": "string"}]));
    other["language"] = json!("en");
    let mut rules = form("http://rules", json!([]), json!([]));
    rules["implicitRules"] = json!("http://r");
    let needs = form(
        "http://needs",
        json!([{"url": format!("{SDC}assembleContext"), "valueString": "person"}]),
        json!([]),
    );
    let twice = form("http://twice", json!([]), json!([{"linkId": "t", "type": "string"}]));
    let mut root = form(
        "http://root",
        json!([]),
        json!([
        sub("http://gone"), sub("http://language"), sub("http://rules"), sub("http://needs"), sub("http://twice"), sub("http://twice"),
        {"linkId": "none", "type": "display", "extension": [{"url": format!("{SDC}subQuestionnaire")}]},
        {"linkId": "g", "type": "group", "extension": [variable("linkIdPrefix", "1 + 1")]}]),
    );
    root["language"] = json!("zh-CN");
    let errors = whole(&root, vec![other, rules, needs, twice]).unwrap_err();
    assert_eq!(errors[0].to_string(), "sub-http://gone: the form http://gone is not at hand");
    assert_eq!(
        kinds(errors),
        [
            AssembleProblemKind::Missing("http://gone".into()),
            AssembleProblemKind::Language { form: "http://language|1".into(), language: "en".into() },
            AssembleProblemKind::Modified { form: "http://rules|1".into(), element: "implicitRules" },
            AssembleProblemKind::Context { form: "http://needs|1".into(), name: "person".into() },
            AssembleProblemKind::NoCanonical,
            AssembleProblemKind::Prefix { text: "1 + 1".into(), why: "System.Integer".into() },
            AssembleProblemKind::DuplicateLinkId("t".into())
        ]
    );
}

#[test]
fn variables_and_contexts_that_clash_are_errors_and_equal_ones_are_not() {
    let part = |url: &str, link_id: &str, expression: &str| {
        form(url, json!([variable("x", expression)]), json!([{"linkId": link_id, "type": "string"}]))
    };
    let root = |second: &str| {
        (
            form("http://root", json!([]), json!([sub("http://a"), sub("http://b")])),
            vec![part("http://a", "1", "1"), part("http://b", "2", second)],
        )
    };
    let (same, parts) = root("1");
    assert!(whole(&same, parts).is_ok());
    let (other, parts) = root("2");
    assert_eq!(
        kinds(whole(&other, parts).unwrap_err()),
        [AssembleProblemKind::DuplicateVariable("x".into())]
    );
}

#[test]
fn what_the_replaced_item_said_is_not_lost_in_silence() {
    let mut item = sub("http://a");
    item["enableWhen"] = json!([{"question": "q", "operator": "exists", "answerBoolean": true}]);
    let root = form("http://root", json!([]), json!([item]));
    let made =
        whole(&root, vec![form("http://a", json!([]), json!([{"linkId": "1", "type": "string"}]))]).unwrap();
    assert_eq!(kinds(made.warnings), [AssembleProblemKind::Lost("enableWhen")]);
}

#[test]
fn the_expectation_of_an_assembled_form_is_that_of_one_that_stands_alone() {
    for (before, after) in [
        ("assemble-root", None),
        ("assemble-root-or-child", Some("independent-root-or-child")),
        ("assemble-child", Some("independent-child")),
    ] {
        let root = form(
            "http://root",
            json!([{"url": format!("{SDC}assemble-expectation"), "valueCode": before}]),
            json!([]),
        );
        let made = whole(&root, vec![]).unwrap().questionnaire;
        assert_eq!(sdc(&made, "assemble-expectation").find_map(value_text), after, "{before}");
    }
}
