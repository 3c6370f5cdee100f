use bigdecimal::RoundingMode;

use super::*;

fn converted(value: &str, from: &str, to: &str) -> Option<String> {
    convert(&value.parse().unwrap(), from, to)
        .map(|value| value.with_scale_round(8, RoundingMode::HalfUp).normalized().to_plain_string())
}

#[test]
fn every_unit_of_the_table_can_be_read_and_converts_to_itself() {
    for (code, ..) in table::ATOMS {
        // 10* and 10^ read as numbers with a power.
        let unit = Unit::parse(code).unwrap_or_else(|| panic!("{code}"));
        assert_eq!(unit.special.is_some(), Special::of(code).is_some(), "{code}");
        let canonical = unit.to_canonical(&1.into()).unwrap_or_else(|| panic!("{code}"));
        let back = unit.of_canonical(&canonical).unwrap().with_scale_round(10, RoundingMode::HalfUp);
        assert_eq!(back, BigDecimal::from(1), "{code}");
    }
}

#[test]
fn temperatures_convert_exactly() {
    assert_eq!(converted("100", "[degF]", "Cel").as_deref(), Some("37.77777778"));
    assert_eq!(converted("38.6", "Cel", "[degF]").as_deref(), Some("101.48"));
    assert_eq!(converted("98.6", "[degF]", "Cel").as_deref(), Some("37"));
    assert_eq!(converted("0", "K", "Cel").as_deref(), Some("-273.15"));
    assert_eq!(converted("80", "[degRe]", "Cel").as_deref(), Some("100"));
    assert_eq!(converted("1", "mCel", "K").as_deref(), Some("273.151"));
    assert_eq!(compare((&"98.6".parse().unwrap(), "[degF]"), (&37.into(), "Cel")), Some(Ordering::Equal));
    assert_eq!(compare((&"38.6".parse().unwrap(), "Cel"), (&100.into(), "[degF]")), Some(Ordering::Greater));
}

#[test]
fn clinical_units_convert() {
    for (value, from, to, wanted) in [
        ("4", "g", "mg", "4000"),
        ("1", "[lb_av]", "kg", "0.45359237"),
        ("185", "[lb_av]", "kg", "83.91458845"),
        ("1", "[in_i]", "cm", "2.54"),
        ("5", "[ft_i]", "m", "1.524"),
        ("120", "mm[Hg]", "kPa", "15.99864"),
        ("1", "kPa", "Pa", "1000"),
        ("5.5", "mmol/L", "umol/mL", "5.5"),
        ("5.5", "mmol/L", "mol/m3", "5.5"),
        ("4.5", "10*9/L", "10^3/uL", "4.5"),
        ("1", "wk", "d", "7"),
        ("1", "a", "d", "365.25"),
        ("1", "mo", "d", "30.4375"),
        ("2", "h", "min", "120"),
        ("60", "/min", "Hz", "1"),
        ("72", "{beats}/min", "/min", "72"),
        ("1", "%", "1", "0.01"),
        ("1", "[IU]/mL", "k[IU]/L", "1"),
        ("90", "ml/min/{1.73_m2}", "mL/min", "90"),
        ("1", "kcal_th", "J", "4184"),
        ("1", "cal", "J", "4.184"),
        ("1", "[mi_i]/h", "m/s", "0.44704"),
        ("1", "kg/m2", "g/cm2", "0.1"),
        ("1", "N.m", "J", "1"),
        ("1", "m/s2", "m.s-2", "1"),
        ("7", "[pH]", "mol/L", "0.0000001"),
        ("20", "dB[SPL]", "Pa", "0.0002"),
        ("100", "%[slope]", "deg", "45"),
        ("1", "(m/s)/s", "m/s2", "1"),
        ("1", "4.[pi].10*-7.N/A2", "H/m", "0.00000126"),
        ("1", "Mibit", "Kibit", "1024"),
    ] {
        assert_eq!(converted(value, from, to).as_deref(), Some(wanted), "{value} {from} in {to}");
    }
}

#[test]
fn different_things_do_not_compare() {
    for (a, b) in [
        ("Cel", "kg"),
        ("mg/dL", "mmol/L"),
        ("[IU]", "[arb'U]"),
        ("[IU]", "1"),
        ("m", "m2"),
        ("m", "furlong"),
        ("cm", "[s]"),
    ] {
        assert!(!comparable(a, b), "{a} {b}");
        assert_eq!(converted("1", a, b), None);
    }
    assert!(comparable("[iU]", "[IU]"));
    assert_eq!(converted("1", "furlong", "furlong").as_deref(), Some("1"));
}

#[test]
fn what_is_no_unit_is_refused_and_never_panics() {
    let deep = "(".repeat(150) + "m" + &")".repeat(30);
    for code in [
        "",
        " ",
        "m ",
        "mg dl",
        "kkg",
        "mmin",
        "Cel2",
        "Cel/h",
        "h/Cel",
        "m//s",
        "m.",
        "m-",
        "m+",
        "(m",
        "m)",
        "{a",
        "a}",
        "[",
        "]",
        "[[H2O]",
        "m2s",
        "10*999",
        "m999",
        "MLB",
        "K.Cel",
        "公斤",
        "k公斤",
        "((",
        "10*99.10*99.10*99.10*99.10*99.10*99.10*99",
        &deep,
        &"m.".repeat(300),
    ] {
        assert!(!is_valid(code), "{code}");
    }
    for code in [
        "m",
        "/min",
        "{score}",
        "kg{wet'tissue}",
        "10*-3",
        "1",
        "mm[Hg]",
        "(m)",
        "[in_i'H2O]",
        "m[H2O]",
        "2.Cel",
    ] {
        assert!(is_valid(code), "{code}");
    }
}

#[test]
fn a_chain_of_units_defined_by_units_ends() {
    for _ in 0..3 {
        assert!(is_valid("[in_i'H2O]"));
    }
    assert_eq!(converted("1", "m[H2O]", "kPa").as_deref(), Some("9.80665"));
}
