use serde_json::{Value as Json, json};

use crate::{Clock, ErrorKind, Expression, Limits, Scope, Value};

fn clock() -> Clock {
    Clock { now: kangban_fhir::DateTime::parse("2026-11-22T16:05:00+08:00").unwrap() }
}

fn results(text: &str, resource: &Json) -> Result<Vec<String>, ErrorKind> {
    let expression = Expression::parse(text).unwrap();
    let scope = Scope::new(clock()).focus(Value::of(resource)).resource(resource);
    let values = expression.evaluate(&scope).map_err(|error| error.kind)?;
    Ok(values.iter().map(|value| value.to_json().to_string()).collect())
}

fn response() -> Json {
    json!({
        "resourceType": "QuestionnaireResponse",
        "item": [
            { "linkId": "a", "answer": [{ "valueDecimal": 1 }, { "valueInteger": 2 }] },
            { "linkId": "b", "item": [
                { "linkId": "a", "answer": [{ "valueCoding": { "code": "x",
                    "extension": [{ "url": "http://hl7.org/fhir/StructureDefinition/ordinalValue",
                                    "valueDecimal": 3 }] } }] },
                { "linkId": "a", "answer": [{ "valueCoding": { "code": "x",
                    "extension": [{ "url": "http://hl7.org/fhir/StructureDefinition/ordinalValue",
                                    "valueDecimal": 3 }] } }] },
            ] },
        ],
        "_status": { "extension": [{ "url": "http://example.org/why", "valueCode": "masked" }] },
    })
}

#[test]
fn looking_for_a_text_below_finds_what_walking_finds() {
    let resource = response();
    let quick = results("descendants().where(linkId = 'a').count()", &resource).unwrap();
    let slow = results("descendants().where($this.linkId = 'a').count()", &resource).unwrap();
    assert_eq!((quick, slow), (vec!["3".to_owned()], vec!["3".to_owned()]));
}

#[test]
fn repeat_leaves_equal_items_out_and_repeat_all_keeps_them() {
    let resource = response();
    assert_eq!(results("repeat(item).count()", &resource).unwrap(), ["3"]);
    assert_eq!(results("repeatAll(item).count()", &resource).unwrap(), ["4"]);
    assert_eq!(results("repeatAll(item).answer.value.ordinal().sum()", &resource).unwrap(), ["6"]);
}

#[test]
fn a_primitive_with_only_extensions_is_there_without_a_value() {
    let resource = response();
    assert_eq!(results("status.exists() and status.hasValue().not()", &resource).unwrap(), ["true"]);
    assert_eq!(
        results("status.extension('http://example.org/why').value", &resource).unwrap(),
        ["\"masked\""]
    );
}

#[test]
fn the_sum_of_whole_numbers_is_whole_and_of_decimals_decimal() {
    let resource = response();
    assert_eq!(results("(1 | 2).sum().type().name", &resource).unwrap(), ["\"Integer\""]);
    assert_eq!(
        results("item.answer.value.ofType(decimal).sum().type().name", &resource).unwrap(),
        ["\"Decimal\""]
    );
    assert_eq!(results("(2147483647 | 1).sum()", &resource).unwrap(), Vec::<String>::new());
    assert_eq!(results("{}.sum()", &resource).unwrap(), Vec::<String>::new());
    assert_eq!(results("(1.10 | 2.205).sum()", &resource).unwrap(), ["3.305"]);
}

#[test]
fn a_variable_ends_with_the_part_it_is_defined_in() {
    let resource = response();
    assert_eq!(results("defineVariable('v', 1).select(%v)", &resource).unwrap(), ["1"]);
    let outside = results("defineVariable('v', 1).item | item.select(%v)", &resource);
    assert_eq!(outside, Err(ErrorKind::UnknownVariable("v".to_owned())));
    let taken = results("defineVariable('resource')", &resource);
    assert_eq!(taken, Err(ErrorKind::VariableDefined("resource".to_owned())));
}

#[test]
fn sorting_turns_at_a_minus_and_puts_what_has_no_key_first() {
    let resource = json!({ "resourceType": "Patient", "name": [
        { "use": "official", "family": "A" }, { "use": "usual" }, { "use": "maiden", "family": "B" },
    ] });
    let sorted = |key: &str| results(&format!("name.sort({key}).use"), &resource).unwrap().join(" ");
    assert_eq!(sorted("family"), r#""usual" "official" "maiden""#);
    assert_eq!(sorted("-family"), r#""usual" "maiden" "official""#);
    assert_eq!(sorted("family desc"), r#""maiden" "official" "usual""#);
    assert!(results("(1 | 'a').sort()", &resource).is_err());
}

#[test]
fn an_error_says_where_it_happened() {
    let resource = response();
    let expression = Expression::parse("1 = 1 and\n  item.answer.single().exists()").unwrap();
    let scope = Scope::new(clock()).focus(Value::of(&resource));
    let error = expression.evaluate(&scope).unwrap_err();
    assert_eq!((error.line, error.column), (2, 15));
    assert_eq!(error.kind, ErrorKind::NotSingle("single", 2));
}

#[test]
fn strict_evaluation_refuses_what_r4_does_not_know() {
    let patient = json!({ "resourceType": "Patient", "name": [{ "given": ["Li"] }] });
    let strict = |text: &str| {
        let expression = Expression::parse(text).unwrap();
        let scope = Scope::new(clock()).focus(Value::of(&patient)).strict(true);
        expression.evaluate(&scope).map(|values| values.len()).map_err(|error| error.kind)
    };
    assert_eq!(strict("Patient.name.given"), Ok(1));
    assert_eq!(strict("name.where(given.exists()).select(given)"), Ok(1));
    let unknown = |of: &str, name: &str| Err(ErrorKind::UnknownElement(of.to_owned(), name.to_owned()));
    assert_eq!(strict("name.given1"), unknown("HumanName", "given1"));
    assert_eq!(strict("Encounter.name"), unknown("Patient", "Encounter"));
    assert_eq!(strict("Patient.deceasedBoolean"), unknown("Patient", "deceasedBoolean"));
    assert_eq!(strict("Patient.children().skip(1)"), Err(ErrorKind::NoOrder("skip")));
}

#[test]
fn a_limit_that_is_reached_is_an_error() {
    let expression = Expression::parse("repeatAll($this)").unwrap();
    let resource = response();
    let limits = Limits { steps: 10_000, ..Limits::default() };
    let scope = Scope::new(clock()).focus(Value::of(&resource)).limits(limits);
    assert_eq!(expression.evaluate(&scope).unwrap_err().kind, ErrorKind::TooMuch);
}
