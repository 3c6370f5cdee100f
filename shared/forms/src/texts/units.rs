//! What units are called: to show them, and to know them when people write them.

use crate::translate::Lang;

/// A unit: UCUM code, its name in Chinese and English, and other ways to write it.
type Unit = (&'static str, &'static str, &'static str, &'static [&'static str]);

/// The units that patients meet, from UCUM (<https://ucum.org>). Names are what a patient reads on a device or package.
const UNITS: &[Unit] = &[
    ("Cel", "°C", "°C", &["℃", "度", "摄氏度", "c", "celsius", "degc", "degree celsius", "degrees celsius"]),
    ("[degF]", "°F", "°F", &["℉", "华氏度", "f", "fahrenheit", "degf", "degrees fahrenheit"]),
    ("kg", "公斤", "kg", &["千克", "kgs", "kilo", "kilos", "kilogram", "kilograms"]),
    ("g", "克", "g", &["gram", "grams"]),
    ("mg", "毫克", "mg", &["milligram", "milligrams"]),
    ("ug", "微克", "µg", &["mcg", "μg", "microgram", "micrograms"]),
    ("[lb_av]", "磅", "lb", &["lbs", "pound", "pounds"]),
    ("m", "米", "m", &["metre", "metres", "meter", "meters"]),
    ("cm", "厘米", "cm", &["公分", "centimetre", "centimetres", "centimeter", "centimeters"]),
    ("mm", "毫米", "mm", &["millimetre", "millimetres"]),
    ("[in_i]", "英寸", "in", &["inch", "inches"]),
    ("[ft_i]", "英尺", "ft", &["foot", "feet"]),
    ("mm[Hg]", "mmHg", "mmHg", &["毫米汞柱", "毫米水银柱", "mm hg"]),
    ("kPa", "kPa", "kPa", &["千帕"]),
    ("mmol/L", "mmol/L", "mmol/L", &["毫摩尔每升", "毫摩尔/升", "mmol"]),
    ("mg/dL", "mg/dL", "mg/dL", &["毫克每分升", "毫克/分升"]),
    ("g/L", "g/L", "g/L", &["克每升", "克/升"]),
    (
        "/min",
        "次/分",
        "/min",
        &["次/分钟", "次每分", "次每分钟", "bpm", "beats/min", "per minute", "beats per minute"],
    ),
    ("%", "%", "%", &["percent", "per cent"]),
    ("mL", "毫升", "mL", &["cc", "millilitre", "millilitres", "milliliter", "milliliters"]),
    ("L", "升", "L", &["litre", "litres", "liter", "liters"]),
    ("s", "秒", "seconds", &["sec", "second"]),
    ("min", "分钟", "minutes", &["分", "minute", "mins"]),
    ("h", "小时", "hours", &["钟头", "个小时", "hour", "hr", "hrs"]),
    ("d", "天", "days", &["日", "day"]),
    ("wk", "周", "weeks", &["星期", "个星期", "礼拜", "个礼拜", "week"]),
    ("mo", "个月", "months", &["月", "month"]),
    ("a", "年", "years", &["岁", "周岁", "year", "yrs", "years old"]),
    ("[IU]", "IU", "IU", &["国际单位"]),
    ("kg/m2", "kg/m²", "kg/m²", &["kg/m^2"]),
    ("{score}", "分", "points", &["point"]),
    ("1", "", "", &[]),
];

/// Codes that UCUM counts as the same as one above.
const SAME: &[(&str, &str)] = &[
    ("{beats}/min", "/min"),
    ("{breaths}/min", "/min"),
    ("1/min", "/min"),
    ("/min{beats}", "/min"),
    ("[iU]", "[IU]"),
];

/// Words that count without measuring: 3个, 2次, 5 times.
const COUNTERS: &[&str] = &["个", "次", "分", "度", "times", "x"];

/// What the unit with this UCUM code is called; nothing for a code that is not in the table.
pub fn name(code: &str, lang: Lang) -> Option<&'static str> {
    let (_, zh, en, _) = known(code)?;
    Some(match lang {
        Lang::Zh => zh,
        Lang::En => en,
    })
}

/// Whether `written` is a way to write the unit with this UCUM code.
pub(crate) fn means(written: &str, code: &str) -> bool {
    let written = written.trim();
    if written == code {
        return true;
    }
    let lower = written.to_lowercase();
    known(code).is_some_and(|(code, zh, en, others)| {
        [code, zh, en].iter().any(|name| name.to_lowercase() == lower) || others.contains(&lower.as_str())
    })
}

/// The UCUM code of a unit as people write it; the table's order decides where a word has several meanings.
pub(crate) fn code_of(written: &str) -> Option<&'static str> {
    UNITS.iter().find(|(code, ..)| means(written, code)).map(|(code, ..)| *code)
}

/// Whether a word only counts and measures nothing.
pub(crate) fn is_counter(written: &str) -> bool {
    written.is_empty() || COUNTERS.contains(&written.to_lowercase().as_str())
}

fn known(code: &str) -> Option<&'static Unit> {
    let code = SAME.iter().find(|(same, _)| *same == code).map_or(code, |(_, code)| *code);
    UNITS.iter().find(|(known, ..)| *known == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_known_by_code_name_and_nickname() {
        for (written, code) in
            [("℃", "Cel"), ("度", "Cel"), ("mmHg", "mm[Hg]"), ("千克", "kg"), ("BPM", "{beats}/min")]
        {
            assert!(means(written, code), "{written}");
        }
        assert!(!means("mg", "g"));
        assert!(!means("", "kg"));
        assert_eq!(code_of("公斤"), Some("kg"));
        assert_eq!(code_of("stone"), None);
        assert_eq!(name("/min", Lang::Zh), Some("次/分"));
    }

    #[test]
    fn no_unit_is_in_the_table_twice() {
        let codes: std::collections::BTreeSet<&str> = UNITS.iter().map(|(code, ..)| *code).collect();
        assert_eq!(codes.len(), UNITS.len());
    }
}
