use serde_json::{Value, json};

use super::{EvalError, Expression, Item, Variables};

fn met(text: &str, new: &Value) -> Result<bool, EvalError> {
    let recent = json!([{"valueInteger": 3}, {"valueInteger": 5}]);
    let limit = json!({"value": 38.5, "code": "Cel"});
    let mut variables = Variables::new();
    variables.insert("new", vec![Item::Json(new)]);
    variables.insert("recent", recent.as_array().unwrap().iter().map(Item::Json).collect());
    variables.insert("limit", vec![Item::Json(&limit)]);
    variables.insert("nothing", Vec::new());
    Expression::parse(text).unwrap().is_met(&variables)
}

#[test]
fn conditions_have_the_meaning_of_fhirpath() {
    let new = json!({"valueInteger": 8, "code": {"coding": [{"code": "a"}, {"code": "b"}]}});
    for (text, wanted) in [
        ("%new.value >= 4", true),
        ("%new.value < 4", false),
        ("%new.value - %recent.value.min() >= 5", true),
        ("%recent.value.avg() = 4", true),
        ("%recent.count() + 1 >= 3 and %recent.all(value < 6)", true),
        ("%recent.where(value > 4).exists()", true),
        ("%new.code.coding.exists(code = 'b')", true),
        ("%new.code.coding.where(code.startsWith('c')).empty()", true),
        ("%nothing.value >= 1", false),
        ("%nothing.value >= 1 or true", true),
        ("(%nothing.value >= 1).not()", false),
        ("(%recent | %new).value.max() = 8", true),
        ("%recent.first().value = 3", true),
    ] {
        assert_eq!(met(text, &new), Ok(wanted), "{text}");
    }
}

#[test]
fn amounts_compare_across_units_and_refuse_what_cannot_be_compared() {
    let fahrenheit = json!({"valueQuantity": {"value": 101.3, "code": "[degF]"}});
    assert_eq!(met("%new.value >= %limit", &fahrenheit), Ok(true));
    let below = json!({"valueQuantity": {"value": 101.2, "code": "[degF]"}});
    assert_eq!(met("%new.value >= %limit", &below), Ok(false));
    let kilo = json!({"valueQuantity": {"value": 60, "code": "kg"}});
    assert!(matches!(met("%new.value >= %limit", &kilo), Err(EvalError::Units(..))));
}

#[test]
fn what_is_not_known_is_an_error_with_its_place() {
    for (text, at) in [
        ("%new.value >=", 13),
        ("%new.value.ofType(Quantity)", 18),
        ("%new.value.where()", 18),
        ("'open", 0),
        ("%", 0),
        ("a ~ b", 2),
        ("(a", 2),
    ] {
        assert_eq!(Expression::parse(text).unwrap_err().at, at, "{text}");
    }
    assert!(Expression::parse(&"(".repeat(10_000)).is_err());
    assert!(matches!(
        Expression::parse("%other").unwrap().is_met(&Variables::new()),
        Err(EvalError::Variable(_))
    ));
}
