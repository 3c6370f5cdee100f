//! What holds for every text, every expression and every value.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::LazyLock;

use bigdecimal::BigDecimal;
use kangban_fhirpath::{
    Clock, Expression, Limits, Scope, Value,
    temporal::{Date, DateTime, Time},
    ucum,
};
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::Value as Json;

const PATIENT: &str = include_str!("cases/input/patient.json");
const RESPONSE: &str = include_str!("cases/input/response.json");
const CASES: &str = include_str!("cases/cases.json");

fn clock() -> Clock {
    Clock { now: kangban_fhir::DateTime::parse("2026-11-25T10:30:00.250+08:00").unwrap() }
}

/// Evaluates within small limits; an error is an answer too.
fn evaluated(text: &str, context: &Json) -> Option<Vec<String>> {
    let expression = Expression::parse(text).ok()?;
    let limits = Limits { steps: 20_000, depth: 64 };
    let scope = Scope::new(clock()).resource(context).focus(Value::of(context)).limits(limits);
    let found = expression.evaluate(&scope).map_err(|error| {
        assert!(error.offset <= text.len() && error.line >= 1 && error.column >= 1, "{error:?}");
    });
    Some(found.ok()?.iter().map(|value| value.to_json().to_string()).collect())
}

/// The expressions of our own cases.
static EXPRESSIONS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let cases: Vec<Json> = serde_json::from_str(CASES).unwrap();
    cases
        .iter()
        .map(|case| case["expr"].as_str().unwrap().to_owned())
        .filter(|text| text.len() < 200)
        .collect()
});

/// One change of a text: what is at a place is left out, doubled, or replaced by something of the language.
fn mutated(text: &str, changes: &[(prop::sample::Index, u8, &str)]) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for (place, kind, piece) in changes {
        let at = place.index(characters.len() + 1);
        match kind % 4 {
            0 if at < characters.len() => {
                characters.remove(at);
            }
            1 => characters.truncate(at),
            2 => {
                let tail: Vec<char> = characters.iter().skip(at).take(12).copied().collect();
                characters.splice(at..at, tail);
            }
            _ => {
                characters.splice(at..at, piece.chars());
            }
        }
    }
    characters.into_iter().collect()
}

const PIECES: [&str; 46] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ".",
    ",",
    "'",
    "`",
    "\"",
    "\\",
    "@",
    "@T",
    "%",
    "$this",
    "$index",
    "$total",
    "+",
    "-",
    "*",
    "/",
    "//",
    "/*",
    "*/",
    "&",
    "|",
    "=",
    "!=",
    "~",
    "<",
    ">=",
    " is ",
    " as ",
    " in ",
    " and ",
    " implies ",
    " div ",
    "0",
    "1.5",
    "2015-02",
    "'mg'",
    " days",
    "é",
    "康",
    "\u{0}",
];

/// A random expression with a context it may fit or not.
fn expression() -> impl Strategy<Value = String> {
    let leaf = select(vec![
        "1",
        "0",
        "2.5",
        "-3",
        "'a'",
        "'2015-02-04'",
        "true",
        "false",
        "{}",
        "@2015-02",
        "@2015-02-04T10:00Z",
        "@T10:30",
        "3 'mg'",
        "2 days",
        "38 'Cel'",
        "$this",
        "$index",
        "%resource",
        "name",
        "name.given",
        "birthDate",
        "gender",
        "item",
        "item.answer.value",
        "descendants()",
        "children()",
        "extension",
        "today()",
        "now()",
        "(1 | 2 | 3)",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(6, 40, 3, |inner| {
        let operators = [
            "+", "-", "*", "/", "div", "mod", "&", "|", "=", "!=", "~", "!~", "<", "<=", ">", ">=", "in",
            "contains", "and", "or", "xor", "implies",
        ];
        let bare = [
            "empty",
            "exists",
            "not",
            "count",
            "distinct",
            "isDistinct",
            "allTrue",
            "anyFalse",
            "first",
            "last",
            "tail",
            "single",
            "toString",
            "toInteger",
            "toDecimal",
            "toDate",
            "toDateTime",
            "toTime",
            "toQuantity",
            "toBoolean",
            "abs",
            "ceiling",
            "floor",
            "round",
            "sqrt",
            "ln",
            "exp",
            "truncate",
            "lowBoundary",
            "highBoundary",
            "precision",
            "upper",
            "length",
            "trim",
            "toChars",
            "sum",
            "min",
            "max",
            "avg",
            "sort",
            "type",
            "children",
            "descendants",
            "hasValue",
            "ordinal",
            "resolve",
            "yearOf",
            "dateOf",
        ];
        let taking = [
            "where",
            "select",
            "all",
            "exists",
            "repeat",
            "skip",
            "take",
            "union",
            "combine",
            "intersect",
            "exclude",
            "subsetOf",
            "indexOf",
            "substring",
            "startsWith",
            "contains",
            "matches",
            "split",
            "join",
            "power",
            "log",
            "round",
            "aggregate",
            "trace",
            "lowBoundary",
            "comparable",
            "toQuantity",
            "sort",
            "defineVariable",
            "extension",
            "encode",
        ];
        prop_oneof![
            (inner.clone(), select(operators.to_vec()), inner.clone())
                .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            (inner.clone(), select(bare.to_vec())).prop_map(|(a, name)| format!("{a}.{name}()")),
            (inner.clone(), select(taking.to_vec()), inner.clone())
                .prop_map(|(a, name, b)| format!("{a}.{name}({b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a}[{b}]")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("iif({a}, {b}, {c})")),
            (inner.clone(), select(vec!["Integer", "string", "Quantity", "HumanName", "date"]))
                .prop_map(|(a, name)| format!("({a} is {name})")),
            inner.prop_map(|a| format!("-({a})")),
        ]
    })
}

/// Literals of every kind that has an order.
fn literal() -> impl Strategy<Value = String> {
    let number =
        || (-2000i32..2000, 0u32..4).prop_map(|(value, places)| BigDecimal::new(value.into(), places.into()));
    prop_oneof![
        number().prop_map(|value| format!("({value})")),
        (
            number(),
            select(vec![
                "mg", "g", "kg", "Cel", "[degF]", "K", "mm[Hg]", "kPa", "d", "h", "a", "mo", "1", "%",
                "[IU]", "nounit"
            ])
        )
            .prop_map(|(value, unit)| format!("({value} '{unit}')")),
        (number(), select(vec!["years", "months", "weeks", "days", "hours", "seconds"]))
            .prop_map(|(value, word)| format!("({value} {word})")),
        (1990u32..1993, 1u32..13, 1u32..29, 0usize..4, 0u32..24, select(vec!["", "Z", "+08:00", "-05:00"]))
            .prop_map(|(year, month, day, parts, hour, zone)| match parts {
                0 => format!("@{year}"),
                1 => format!("@{year}-{month:02}"),
                2 => format!("@{year}-{month:02}-{day:02}"),
                _ => format!("@{year}-{month:02}-{day:02}T{hour:02}:30{zone}"),
            }),
        (0u32..24, 0u32..60, any::<bool>()).prop_map(|(hour, minute, seconds)| {
            format!("@T{hour:02}:{minute:02}{}", if seconds { ":30" } else { "" })
        }),
        "[a-cA-C ]{0,3}".prop_map(|text| format!("'{text}'")),
    ]
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,120}") {
        let _ = Expression::parse(&text);
    }

    #[test]
    fn any_row_of_pieces_is_read_or_refused(pieces in vec(select(PIECES.to_vec()), 0..60)) {
        let _ = evaluated(&pieces.concat(), &Json::Null);
    }

    #[test]
    fn a_damaged_expression_is_read_or_refused(
        which in any::<prop::sample::Index>(),
        changes in vec((any::<prop::sample::Index>(), any::<u8>(), select(PIECES.to_vec())), 1..5),
    ) {
        let chosen: &String = which.get(&EXPRESSIONS);
        let text = mutated(chosen, &changes);
        let patient: Json = serde_json::from_str(PATIENT).unwrap();
        let _ = evaluated(&text, &patient);
    }

    #[test]
    fn every_expression_ends_and_says_the_same_twice(text in expression()) {
        let context: Json = serde_json::from_str(if text.len() % 2 == 0 { PATIENT } else { RESPONSE }).unwrap();
        prop_assert!(Expression::parse(&text).is_ok(), "{text}");
        prop_assert_eq!(evaluated(&text, &context), evaluated(&text, &context));
    }

    #[test]
    fn comparing_turns_round_with_its_sides(a in literal(), b in literal()) {
        for (there, back) in [("<", ">"), ("<=", ">="), ("=", "="), ("!=", "!="), ("~", "~"), ("!~", "!~")] {
            let (x, y) = (format!("{a} {there} {b}"), format!("{b} {back} {a}"));
            prop_assert_eq!(evaluated(&x, &Json::Null), evaluated(&y, &Json::Null), "{} / {}", x, y);
        }
        let truth = |operator: &str| evaluated(&format!("{a} {operator} {b}"), &Json::Null);
        let yes = Some(vec!["true".to_owned()]);
        let both = [truth("<"), truth("="), truth(">")].into_iter().filter(|answer| *answer == yes).count();
        prop_assert!(both <= 1, "{a} and {b}");
        if truth("=") == yes {
            prop_assert_eq!(truth("~"), yes);
        }
    }

    #[test]
    fn every_literal_equals_itself(a in literal()) {
        prop_assert_eq!(evaluated(&format!("{a} = {a}"), &Json::Null), Some(vec!["true".to_owned()]));
        prop_assert_eq!(evaluated(&format!("{a} ~ {a}"), &Json::Null), Some(vec!["true".to_owned()]));
    }

    #[test]
    fn converting_there_and_back_changes_nothing(
        value in (-1_000_000i64..1_000_000, 0i64..6),
        units in select(vec![
            ("mg", "kg"), ("[degF]", "Cel"), ("K", "[degF]"), ("mm[Hg]", "kPa"), ("[lb_av]", "g"), ("[in_i]", "cm"), ("d", "s"), ("a", "d"),
            ("mmol/L", "umol/mL"), ("10*9/L", "/uL"), ("[IU]/mL", "k[IU]/L"), ("kcal_th", "J"), ("deg", "rad"), ("%", "1"),
        ]),
    ) {
        let value = BigDecimal::new(value.0.into(), value.1);
        let (from, to) = units;
        let there = ucum::convert(&value, from, to).unwrap();
        let back = ucum::convert(&there, to, from).unwrap();
        // A fraction without end is cut at 28 digits.
        let off = (&back - &value).abs();
        prop_assert!(off < "1e-18".parse::<BigDecimal>().unwrap(), "{value} {from} = {there} {to} = {back}");
        prop_assert!(ucum::comparable(from, to) && ucum::comparable(to, from));
    }

    #[test]
    fn any_text_is_a_unit_or_none(text in "[a-zA-Z0-9*/.^(){}\\[\\]'%+-]{0,24}") {
        if ucum::is_valid(&text) {
            prop_assert!(ucum::comparable(&text, &text));
        }
        let _ = ucum::convert(&BigDecimal::from(1), &text, "kg");
    }

    #[test]
    fn a_date_that_is_read_is_written_the_same(text in "[0-9]{4}(-[01][0-9](-[0-3][0-9](T[0-2][0-9](:[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?)?(Z|[+-]0[0-9]:[03]0)?)?)?)?") {
        if let Some(found) = DateTime::parse(&text) {
            prop_assert_eq!(found.to_string().replace("-00:00", "+00:00"), text.replace("-00:00", "+00:00"));
            prop_assert_eq!(found.equal(&found), Some(true));
            prop_assert!(found.low_boundary(None).unwrap().compare(&found).is_none_or(std::cmp::Ordering::is_le));
        }
    }

    #[test]
    fn any_text_is_a_date_or_none(text in "[0-9T:.Z+-]{0,30}") {
        let _ = (Date::parse(&text), DateTime::parse(&text), Time::parse(&text));
    }
}

#[test]
fn nesting_without_end_is_refused() {
    for (open, close) in [
        ("(", ")"),
        ("-", ""),
        ("iif(true, ", ")"),
        ("a.where(", ")"),
        ("a[", "]"),
        ("1 + (", ")"),
        ("{", "}"),
    ] {
        let text = open.repeat(50_000) + "1" + &close.repeat(50_000);
        assert!(Expression::parse(&text).is_err(), "{open}");
    }
    // Long, but not deep: a chain of operators or of steps.
    for text in ["1 + ".repeat(5000) + "1", "a.".repeat(5000) + "b", "a | ".repeat(3000) + "b"] {
        let _ = evaluated(&text, &Json::Null);
    }
}

#[test]
fn an_expression_that_grows_without_end_is_stopped() {
    let patient: Json = serde_json::from_str(PATIENT).unwrap();
    for text in [
        "(1|2).repeat($this + 1)",
        "descendants().select(%context.descendants()).select(%context.descendants())",
        "('a').select($this & $this).select($this & $this)",
        "name.repeat(%context.name)",
        "(1|2|3|4|5|6|7|8|9).aggregate($total & 'aaaaaaaaaaaaaaaaaaaaaaaaa' & $total, 'a')",
        "2.power(100000)",
        "(9.9).power(9999999)",
    ] {
        let _ = evaluated(text, &patient);
    }
    assert!(evaluated("(1|2).repeat($this + 1)", &patient).is_none());
}
