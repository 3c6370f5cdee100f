use kangban_fhir::DateTime;
use kangban_fhirpath::Clock;
use serde_json::{Value, json};

use super::{
    Checks, Issue, IssueCode, Severity, check_form, codes, contained_form, form_not_found, validate_json,
};
use crate::{Library, Shelf, items::read::text};

fn clock() -> Clock {
    Clock { now: DateTime::parse("2026-03-02T12:00:00+08:00").unwrap() }
}

/// The issues in short: `severity code place`.
fn checked(questionnaire: &Value, response: &Value) -> Vec<String> {
    checked_with(questionnaire, response, &Shelf::new())
}

fn checked_with(questionnaire: &Value, response: &Value, library: &dyn Library) -> Vec<String> {
    short(&validate_json(questionnaire, response, &Checks::new(library, clock())))
}

fn short(issues: &[Issue]) -> Vec<String> {
    issues
        .iter()
        .map(|issue| {
            let place = issue.expression.trim_start_matches("QuestionnaireResponse").trim_start_matches('.');
            format!("{} {} {place}", issue.severity.code(), issue.code.code()).trim_end().to_owned()
        })
        .collect()
}

fn form(items: &Value) -> Value {
    json!({ "resourceType": "Questionnaire", "url": "http://f", "status": "active", "item": items })
}

fn response(items: &Value) -> Value {
    json!({ "resourceType": "QuestionnaireResponse", "questionnaire": "http://f", "status": "completed", "item": items })
}

#[test]
fn the_answers_of_a_disabled_item_are_neither_asked_for_nor_counted() {
    let form = form(&json!([
        {"linkId": "smokes", "type": "boolean"},
        {"linkId": "much", "type": "integer", "required": true,
         "enableWhen": [{"question": "smokes", "operator": "=", "answerBoolean": true}]},
        {"linkId": "why", "type": "string", "required": true,
         "enableWhen": [{"question": "much", "operator": ">", "answerInteger": 10}]},
    ]));
    let smokes = |yes: bool| json!({"linkId": "smokes", "answer": [{"valueBoolean": yes}]});
    let much = json!({"linkId": "much", "answer": [{"valueInteger": 20}]});
    assert!(checked(&form, &response(&json!([smokes(false)]))).is_empty());
    assert_eq!(checked(&form, &response(&json!([smokes(true)]))), ["error required"]);
    assert_eq!(checked(&form, &response(&json!([smokes(true), much.clone()]))), ["error required"]);
    // "why" is not asked: the answer it hangs on is itself not enabled.
    assert_eq!(checked(&form, &response(&json!([smokes(false), much]))), ["error notEnabled item[1]"]);
}

#[test]
fn each_instance_of_a_group_looks_at_its_own_answers() {
    let form = form(&json!([{"linkId": "g", "type": "group", "repeats": true, "item": [
        {"linkId": "a", "type": "boolean"},
        {"linkId": "b", "type": "string", "required": true,
         "enableWhen": [{"question": "a", "operator": "=", "answerBoolean": true}]},
    ]}]));
    let instance =
        |yes: bool| json!({"linkId": "g", "item": [{"linkId": "a", "answer": [{"valueBoolean": yes}]}]});
    let answers = response(&json!([instance(false), instance(true)]));
    assert_eq!(checked(&form, &answers), ["error required item[1]"]);
    let issues = validate_json(&form, &answers, &Checks::new(&(), clock()));
    assert_eq!(issues[0].path.to_string(), "g:1/b");
}

#[test]
fn conditions_that_hang_on_each_other_come_to_an_end() {
    let on = |asked: &str| json!([{"question": asked, "operator": "exists", "answerBoolean": false}]);
    let form = form(&json!([
        {"linkId": "a", "type": "string", "enableWhen": on("b")},
        {"linkId": "b", "type": "string", "enableWhen": on("a")},
    ]));
    let both = json!([
        {"linkId": "a", "answer": [{"valueString": "x"}]},
        {"linkId": "b", "answer": [{"valueString": "y"}]},
    ]);
    let _ = checked(&form, &response(&both));
}

#[test]
fn what_an_optional_group_requires_is_asked_for_even_when_the_group_is_missing() {
    let inner = json!([{"linkId": "a", "type": "string", "required": true}]);
    let once = form(&json!([{"linkId": "g", "type": "group", "item": inner}]));
    assert_eq!(checked(&once, &response(&json!([]))), ["error required"]);
    let often = form(&json!([{"linkId": "g", "type": "group", "repeats": true, "item": inner}]));
    assert!(checked(&often, &response(&json!([]))).is_empty());
}

#[test]
fn items_under_answers_belong_to_their_answer() {
    let form = form(&json!([{"linkId": "q", "type": "string", "repeats": true,
        "item": [{"linkId": "since", "type": "date", "required": true}]}]));
    let since = json!([{"linkId": "since", "answer": [{"valueDate": "2026-03-01"}]}]);
    let answers = response(&json!([{"linkId": "q", "answer": [
        {"valueString": "pain", "item": since},
        {"valueString": "itch"},
    ]}]));
    assert_eq!(checked(&form, &answers), ["error required item[0].answer[1]"]);
    let issues = validate_json(&form, &answers, &Checks::new(&(), clock()));
    assert_eq!(issues[0].path.to_string(), "q:1/since");
    let misplaced = response(&json!([{"linkId": "q", "answer": [{"valueString": "pain"}], "item": since}]));
    assert_eq!(checked(&form, &misplaced), ["fatal invalidType item[0]", "error required item[0].answer[0]"]);
}

#[test]
fn items_out_of_the_forms_order_are_said_to_be() {
    let form = form(&json!([{"linkId": "a", "type": "boolean"}, {"linkId": "b", "type": "boolean"}]));
    let item = |link_id: &str| json!({"linkId": link_id, "answer": [{"valueBoolean": true}]});
    assert_eq!(checked(&form, &response(&json!([item("b"), item("a")]))), ["error itemOrder item[1]"]);
    assert_eq!(
        checked(&form, &response(&json!([item("a"), item("c"), item("b")]))),
        ["fatal invalidLinkId item[1]"]
    );
}

#[test]
fn limits_may_be_expressions_on_the_other_answers() {
    let form = form(&json!([
        {"linkId": "low", "type": "integer"},
        {"linkId": "high", "type": "integer", "extension": [{
            "url": "http://hl7.org/fhir/StructureDefinition/minValue",
            "_valueInteger": {"extension": [{
                "url": "http://hl7.org/fhir/StructureDefinition/cqf-expression",
                "valueExpression": {"language": "text/fhirpath",
                    "expression": "%resource.item.where(linkId = 'low').answer.value"}}]}}]},
    ]));
    let answers = |low: i64, high: i64| {
        response(&json!([
            {"linkId": "low", "answer": [{"valueInteger": low}]},
            {"linkId": "high", "answer": [{"valueInteger": high}]},
        ]))
    };
    assert!(checked(&form, &answers(3, 5)).is_empty());
    assert_eq!(checked(&form, &answers(7, 5)), ["error minValue item[1].answer[0]"]);
}

#[test]
fn limits_are_compared_across_units() {
    let bound = |url: &str, value: &str, code: &str| {
        let value: Value = serde_json::from_str(value).unwrap();
        json!({"url": format!("http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-{url}"),
               "valueQuantity": {"value": value, "unit": code, "system": "http://unitsofmeasure.org", "code": code}})
    };
    let form = form(&json!([{"linkId": "t", "type": "quantity",
        "extension": [bound("minQuantity", "34", "Cel"), bound("maxQuantity", "42.5", "Cel")]}]));
    let answer = |value: i64, code: &str| {
        response(&json!([{"linkId": "t", "answer": [{"valueQuantity":
            {"value": value, "unit": code, "system": "http://unitsofmeasure.org", "code": code}}]}]))
    };
    assert!(checked(&form, &answer(98, "[degF]")).is_empty());
    assert_eq!(checked(&form, &answer(110, "[degF]")), ["error maxValue item[0].answer[0]"]);
    assert_eq!(
        checked(&form, &answer(40, "kg")),
        ["error minValueIncompatUnits item[0].answer[0]", "error maxValueIncompatUnits item[0].answer[0]"]
    );
}

#[test]
fn constraints_see_variables_and_their_own_item() {
    let rule = |expression: &str, severity: &str| {
        json!({"url": "http://hl7.org/fhir/StructureDefinition/targetConstraint", "extension": [
            {"url": "key", "valueId": "k"}, {"url": "severity", "valueCode": severity},
            {"url": "expression", "valueExpression": {"language": "text/fhirpath", "expression": expression}},
            {"url": "human", "valueString": "no"}]})
    };
    let mut form = form(&json!([
        {"linkId": "a", "type": "integer", "extension": [rule("answer.value < %most", "error")]},
        {"linkId": "b", "type": "integer", "extension": [rule("%qitem.linkId = 'x'", "warning")]},
    ]));
    form["extension"] = json!([
        {"url": "http://hl7.org/fhir/StructureDefinition/variable",
         "valueExpression": {"name": "most", "language": "text/fhirpath", "expression": "10"}},
        rule("item.answer.value.sum() < 12", "error"),
        rule("%nobody = 1", "error"),
    ]);
    let answers = |one: i64| {
        response(&json!([
            {"linkId": "a", "answer": [{"valueInteger": one}]},
            {"linkId": "b", "answer": [{"valueInteger": 1}]},
        ]))
    };
    assert_eq!(checked(&form, &answers(3)), ["warning invariant item[1]", "warning invariantExecution"]);
    assert_eq!(
        checked(&form, &answers(11)),
        [
            "error invariant item[0]",
            "warning invariant item[1]",
            "error invariant",
            "warning invariantExecution"
        ]
    );
}

#[test]
fn an_unfinished_response_may_still_lack_answers_but_not_hold_wrong_ones() {
    let form = form(&json!([
        {"linkId": "a", "type": "string", "required": true},
        {"linkId": "b", "type": "string", "maxLength": 3},
    ]));
    let mut answers = response(&json!([{"linkId": "b", "answer": [{"valueString": "long"}]}]));
    answers["status"] = json!("in-progress");
    assert_eq!(checked(&form, &answers), ["warning required", "error maxLength item[0].answer[0]"]);
    let mut checks = Checks::new(&(), clock());
    checks.complete = true;
    assert_eq!(
        short(&validate_json(&form, &answers, &checks)),
        ["error required", "error maxLength item[0].answer[0]"]
    );
}

#[test]
fn codes_are_looked_up_in_hierarchies_with_their_filters() {
    let shelf: Shelf = [
        json!({"resourceType": "CodeSystem", "url": "http://s", "content": "complete", "concept": [
            {"code": "a", "display": "A", "concept": [{"code": "a1", "display": "A one"}]}, {"code": "b", "display": "B"}]}),
        json!({"resourceType": "ValueSet", "url": "http://v", "compose": {"include": [
            {"system": "http://s", "filter": [{"property": "concept", "op": "is-a", "value": "a"}]}]}}),
        json!({"resourceType": "ValueSet", "url": "http://w", "compose": {"include": [{"valueSet": ["http://v"]}],
            "exclude": [{"system": "http://s", "concept": [{"code": "a"}]}]}}),
        json!({"resourceType": "ValueSet", "url": "http://loop", "compose": {"include": [{"valueSet": ["http://loop"]}]}}),
        json!({"resourceType": "ValueSet", "url": "http://snomed", "compose": {"include": [{"system": "http://snomed.info/sct"}]}}),
    ]
    .into_iter()
    .collect();
    let nothing = json!({});
    let codes = codes::Codes::new(&nothing, &shelf);
    let member = |set: &str, code: &str| codes.member(set, codes::Code { system: Some("http://s"), code });
    assert!(matches!(member("http://v", "a1"), codes::Member::Yes(_)));
    assert_eq!(member("http://v", "b"), codes::Member::No);
    assert_eq!(member("http://w", "a"), codes::Member::No);
    assert!(matches!(member("http://w", "a1"), codes::Member::Yes(_)));
    assert_eq!(member("http://loop", "a"), codes::Member::Unknown);
    assert_eq!(member("http://missing", "a"), codes::Member::Unknown);
    assert_eq!(
        codes.member("http://snomed", codes::Code { system: Some("http://snomed.info/sct"), code: "1" }),
        codes::Member::Unknown
    );
}

#[test]
fn an_option_that_is_not_offered_cannot_be_chosen() {
    let option = |code: &str| json!({"valueCoding": {"system": "http://s", "code": code}});
    let form = form(&json!([
        {"linkId": "child", "type": "boolean"},
        {"linkId": "drug", "type": "choice", "answerOption": [option("a"), option("b")], "extension": [{
            "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-answerOptionsToggleExpression",
            "extension": [
                {"url": "option", "valueCoding": {"system": "http://s", "code": "b"}},
                {"url": "expression", "valueExpression": {"language": "text/fhirpath",
                    "expression": "%resource.item.where(linkId = 'child').answer.value.not()"}}]}]},
    ]));
    let answers = |child: bool, code: &str| {
        response(&json!([
            {"linkId": "child", "answer": [{"valueBoolean": child}]},
            {"linkId": "drug", "answer": [option(code)]},
        ]))
    };
    assert!(checked(&form, &answers(false, "b")).is_empty());
    assert!(checked(&form, &answers(true, "a")).is_empty());
    assert_eq!(checked(&form, &answers(true, "b")), ["error invalidAnswerOption item[1].answer[0]"]);
}

#[test]
fn a_missing_value_set_is_as_bad_as_the_host_says() {
    let form = form(&json!([{"linkId": "a", "type": "choice", "answerValueSet": "http://missing"}]));
    let answers =
        response(&json!([{"linkId": "a", "answer": [{"valueCoding": {"system": "http://s", "code": "a"}}]}]));
    assert_eq!(checked(&form, &answers), ["error tsError item[0].answer[0]"]);
    let mut checks = Checks::new(&(), clock());
    checks.unknown_codes = Severity::Warning;
    assert_eq!(short(&validate_json(&form, &answers, &checks)), ["warning tsError item[0].answer[0]"]);
}

#[test]
fn a_name_in_another_script_is_no_wrong_name() {
    assert!(codes::names_it("澳大利亚", &["Australia"]));
    assert!(codes::names_it("australia", &["Australia"]));
    assert!(codes::names_it("Anything", &[]));
    assert!(!codes::names_it("Bangladesh", &["Australia", "澳大利亚"]));
    assert!(!codes::names_it("孟加拉国", &["Australia", "澳大利亚"]));
}

#[test]
fn a_form_is_held_to_the_rules_for_forms() {
    let faults = |json: &Value| -> Vec<String> {
        check_form(json)
            .iter()
            .map(|issue| {
                format!("{} {}", issue.detail.key.as_deref().unwrap_or(issue.code.code()), issue.expression)
            })
            .collect()
    };
    let form = form(&json!([
        {"linkId": "a", "type": "group"},
        {"linkId": "a", "type": "display", "required": false},
        {"linkId": "b", "type": "boolean", "enableWhen": [
            {"question": "c", "operator": "=", "answerBoolean": true},
            {"question": "nobody", "operator": "=", "answerBoolean": true}]},
        {"linkId": "c", "type": "boolean"},
    ]));
    assert_eq!(
        faults(&form),
        [
            "que-2 Questionnaire",
            "que-1 Questionnaire.item[0]",
            "que-6 Questionnaire.item[1]",
            "que-12 Questionnaire.item[2]",
            "formCondition Questionnaire.item[2]",
            "formCondition Questionnaire.item[2]",
        ]
    );
}

#[test]
fn the_form_of_a_response_may_be_within_it_or_nowhere() {
    let mut answers = response(&json!([]));
    answers["questionnaire"] = json!("#q");
    answers["contained"] = json!([{"resourceType": "Questionnaire", "id": "q"}]);
    assert_eq!(contained_form(&answers).and_then(|form| text(form, "id")), Some("q"));
    let issue = form_not_found(&answers);
    assert_eq!(
        (issue.code, issue.expression.as_str()),
        (IssueCode::QuestionnaireNotFound, "QuestionnaireResponse.questionnaire")
    );
    let other = json!({"resourceType": "QuestionnaireResponse", "questionnaire": "http://f|2", "status": "completed"});
    let mut form = form(&json!([]));
    form["version"] = json!("1");
    assert_eq!(checked(&form, &other), ["error questionnaireMismatch questionnaire"]);
}

#[test]
fn no_response_makes_it_panic() {
    let form = form(&json!([
        {"linkId": "g", "type": "group", "item": [{"linkId": "a", "type": "quantity"}]},
        {"linkId": "b", "type": "attachment"}, {"type": "choice"}, {"linkId": 5}, "x", null,
    ]));
    for odd in [
        json!(null),
        json!([]),
        json!({"item": "x"}),
        json!({"item": [null, 1, {"linkId": "g", "item": [{"linkId": "a", "answer": [null, {"valueQuantity": 1}, {}]}]}]}),
        json!({"item": [{"linkId": "b", "answer": [{"valueAttachment": {"data": "%%%", "size": "x", "hash": 1}}]}]}),
        json!({"item": [{"linkId": "", "answer": {"valueCoding": {}}}], "status": 1, "authored": [], "questionnaire": {}}),
    ] {
        let _ = checked(&form, &odd);
        let _ = check_form(&odd);
        let _ = checked(&odd, &odd);
    }
}

#[test]
fn many_instances_are_judged_without_each_looking_at_all() {
    let form = form(&json!([
        {"linkId": "g", "type": "group", "repeats": true, "item": [
            {"linkId": "a", "type": "boolean"},
            {"linkId": "in", "type": "group", "required": true, "item": [
                {"linkId": "b", "type": "string", "required": true,
                 "enableWhen": [{"question": "a", "operator": "=", "answerBoolean": true}]},
                {"linkId": "c", "type": "string", "enableWhen": [{"question": "none", "operator": "exists", "answerBoolean": true}]},
            ]},
        ]},
        {"linkId": "none", "type": "string"},
    ]));
    let instance = json!({"linkId": "g", "item": [
        {"linkId": "a", "answer": [{"valueBoolean": true}]},
        {"linkId": "in", "item": [{"linkId": "b", "answer": [{"valueString": "x"}]}]},
    ]});
    assert!(checked(&form, &response(&Value::Array(vec![instance; 4000]))).is_empty());
}
