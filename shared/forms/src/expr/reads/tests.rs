use serde_json::{Value, json};

use super::*;

fn load(variables: &[(&str, String)], calculated: &str) -> Form {
    let expression = |url: &str, name: &str, text: &str| json!({"url": url, "valueExpression": {"name": name, "language": "text/fhirpath", "expression": text}});
    let variables: Vec<Value> = variables
        .iter()
        .map(|(name, text)| expression("http://hl7.org/fhir/StructureDefinition/variable", name, text))
        .collect();
    let calculated = expression(
        "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression",
        "",
        calculated,
    );
    let questionnaire = json!({"resourceType": "Questionnaire", "extension": variables, "item": [
        {"linkId": "a", "type": "integer"},
        {"linkId": "g", "type": "group", "item": [
            {"linkId": "b", "type": "integer", "item": [{"linkId": "c", "type": "integer"}]}]},
        {"linkId": "sum", "type": "integer", "extension": [calculated]},
    ]});
    Form::load(&questionnaire, &()).unwrap()
}

/// The linkIds that the calculation names, and those it comes by.
fn reads(variables: &[(&str, String)], calculated: &str) -> (Vec<String>, Vec<String>) {
    let form = load(variables, calculated);
    let sum = form.item(form.with_link_id("sum").unwrap());
    let reads = Analyst::new(&form).taken(sum.expressions.calculated.unwrap());
    let names = |items: &BTreeSet<u32>| -> Vec<String> {
        items.iter().map(|ix| form.item(ItemIx(*ix)).link_id.clone()).collect()
    };
    (names(&reads.named), names(&reads.loose))
}

#[test]
fn only_what_a_path_names_is_read() {
    for (expression, named) in [
        ("%resource.item.where(linkId = 'a').answer.value", vec!["a"]),
        ("%resource.descendants().where(linkId in ('a' | 'c')).answer.value.sum()", vec!["a", "c"]),
        ("%resource.repeat(item|answer).where('b' = linkId and answer.exists()).answer.value", vec!["b"]),
        (
            "%resource.item.where(linkId = 'g').item.where(linkId = 'b').answer.item.where(linkId = 'c').answer.value",
            vec!["b", "c"],
        ),
        ("%resource.item.where(linkId = 'g').exists()", vec!["g", "b", "c"]),
        ("iif(%resource.item.where(linkId = 'a').answer.empty(), 0, 1)", vec!["a"]),
        ("%resource.descendants().where(linkId.startsWith('a')).answer.value", vec!["a"]),
        ("today().toString().length()", vec![]),
        ("%context.linkId.length()", vec![]),
        ("%questionnaire.item.count()", vec![]),
    ] {
        assert_eq!(
            reads(&[], expression),
            (named.into_iter().map(str::to_owned).collect(), vec![]),
            "{expression}"
        );
    }
}

#[test]
fn what_a_path_comes_by_is_read_too_and_makes_no_cycle() {
    let (named, loose) = reads(&[], "%resource.descendants().answer.value.ofType(integer).sum()");
    assert!(named.is_empty());
    assert_eq!(loose, ["a", "b", "c", "sum"]);
    let form = load(&[], "%resource.descendants().answer.value.ordinal().sum()");
    assert!(form.problems().is_empty(), "{:?}", form.problems());
    let form = load(&[], "%resource.item.where(linkId = 'sum').answer.value + 1");
    assert_eq!(form.problems()[0].code, crate::ProblemCode::Cycle);
}

#[test]
fn variables_that_only_point_are_followed_to_what_is_taken_of_them() {
    let all = [("all", "%resource.descendants()".to_owned()), ("again", "%all".to_owned())];
    assert_eq!(reads(&all, "%again.where(linkId = 'c').answer.value"), (vec!["c".to_owned()], vec![]));
}

#[test]
fn expressions_however_deep_and_variables_however_many_come_to_an_end() {
    let name = |n: usize| format!("v{n}");
    let mut chain: Vec<(String, String)> = vec![(name(0), "%resource.item".to_owned())];
    for n in 1..400 {
        let (one, two) = (name(n - 1), name(n.saturating_sub(2)));
        chain.push((name(n), format!("%{one} | %{two}")));
    }
    // Those used first are defined last, which is the longest way round.
    chain.reverse();
    let chain: Vec<(&str, String)> = chain.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let form = load(&chain, "%v399.answer.value.sum()");
    let launch = crate::Launch::new(
        kangban_fhirpath::Clock { now: kangban_fhir::DateTime::parse("2026-11-22T16:05:00+08:00").unwrap() },
        "en",
        "r",
    );
    let mut session = crate::Session::start(std::sync::Arc::new(form), launch);
    session.answer(&"a".parse().unwrap(), vec![json!({"valueInteger": 4})]).unwrap();
    let deep =
        format!("{}1{}", "(".repeat(100), " + %resource.item.where(linkId = 'a').answer.value)".repeat(100));
    load(&[], &deep);
    load(&[], &format!("1{}", " + 1".repeat(400)));
}
