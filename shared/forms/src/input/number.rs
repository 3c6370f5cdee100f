//! Numbers as people write and say them, exactly.

use bigdecimal::BigDecimal;

use super::{
    numeral::{digit, whole},
    unread::Unread,
    width::half,
};

/// The most digits on either side of the point.
const MAX_DIGITS: usize = 15;

/// A number and what followed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Its digits as a JSON number has them: `38.60`, `-3`, `120`.
    pub digits: String,
    /// The unit or counting word written with it; empty when there was none.
    pub unit: String,
}

impl Number {
    /// Its exact value.
    pub fn value(&self) -> BigDecimal {
        // The digits were put together here, so they always are a number.
        self.digits.parse().unwrap_or_default()
    }
}

/// Reads a number: `38.6`, `３８。６`, `38,6`, `1,234.5`, `三十八点六`, `三十八度六`, `一米七五`, `一百二`, `半`, `两片半`,
/// `百分之九十八`, `½`. A single comma before three digits is 1 000s where whole numbers are asked for, and otherwise
/// could be either: then both are told.
pub fn read_number(text: &str, whole_asked: bool) -> Result<Number, Unread> {
    let text = half(text);
    let (minus, text) = match text.strip_prefix(['-', '负']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(&text).trim_start()),
    };
    // A full stop after a spoken number is no decimal point.
    let text = text.strip_suffix('.').unwrap_or(text);
    let (digits, unit) = unsigned(text, whole_asked)?;
    let unit = unit.trim();
    // "120/80" and "3 to 4" are two numbers.
    if unit.starts_with(['-', '~', '/', ',', '.', ':', '至', '到', '或'])
        || unit.starts_with(|c: char| c.is_ascii_digit())
    {
        return Err(Unread::Number);
    }
    let zero = digits.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let digits = if minus && !zero { format!("-{digits}") } else { digits };
    Ok(Number { digits, unit: unit.to_owned() })
}

fn unsigned(text: &str, whole_asked: bool) -> Result<(String, &str), Unread> {
    if let Some(rest) = text.strip_prefix("百分之") {
        let (digits, rest) = unsigned_plain(rest, whole_asked)?;
        return if rest.trim().is_empty() { Ok((digits, "%")) } else { Err(Unread::Number) };
    }
    if let Some(rest) = text.strip_prefix('半').or_else(|| text.strip_prefix("一半")) {
        return Ok(("0.5".to_owned(), rest));
    }
    if let Some((digits, rest)) = vulgar(text) {
        return Ok((digits.to_owned(), rest));
    }
    let (digits, rest) = unsigned_plain(text, whole_asked)?;
    let has_point = digits.contains('.');
    if let Some((fraction, rest)) = vulgar(rest).filter(|_| !has_point) {
        return Ok((format!("{digits}{}", fraction.trim_start_matches('0')), rest));
    }
    if let Some(part) = rest.strip_prefix("分之") {
        let (top, rest) = unsigned_plain(part, true)?;
        return fraction(&top, &digits).map(|value| (value, rest)).ok_or(Unread::Number);
    }
    if let Some(part) = rest.strip_prefix('/').filter(|_| digits.len() == 1) {
        let size = part.bytes().take_while(u8::is_ascii_digit).count();
        let (bottom, rest) = part.split_at(size);
        return fraction(&digits, bottom).map(|value| (value, rest)).ok_or(Unread::Number);
    }
    // 两片半, 一个半小时: the half stands after the counting word.
    if let Some(at) = rest.find('半').filter(|at| !has_point && (1..=9).contains(at)) {
        let (word, after) = rest.split_at(at);
        let after = after.strip_prefix('半').unwrap_or(after).trim();
        if word.chars().all(|c| c.is_alphabetic() && digit(c).is_none()) && word != "点" {
            let rest = if word == "个" && !after.is_empty() { after } else { word };
            return if after.is_empty() || word == "个" {
                Ok((format!("{digits}.5"), rest))
            } else {
                Err(Unread::Number)
            };
        }
    }
    Ok((digits, rest))
}

/// A number without halves and fractions.
fn unsigned_plain(text: &str, whole_asked: bool) -> Result<(String, &str), Unread> {
    let western = text.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let (digits, rest) = if western {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(text.len());
        let (token, rest) = text.split_at(end);
        let bare = token.trim_end_matches(['.', ',']);
        let rest = text.get(bare.len()..).unwrap_or(rest);
        (marks(bare, whole_asked)?, rest)
    } else {
        let (value, length) = whole(text).ok_or(Unread::Number)?;
        (value.to_string(), text.get(length..).unwrap_or_default())
    };
    if digits.contains('.') {
        return scaled(digits, rest);
    }
    for point in ['点', '度', '米'] {
        let Some(after) = rest.strip_prefix(point) else { continue };
        let fraction: String = after
            .chars()
            .map_while(|c| digit(c).map(|value| (c, value)))
            .map(|(_, value)| char::from_digit(u32::try_from(value).unwrap_or(0), 10).unwrap_or('0'))
            .collect();
        let taken: usize = after.chars().take(fraction.len()).map(char::len_utf8).sum();
        let tail = after.get(taken..).unwrap_or_default();
        if fraction.is_empty() {
            // 三十八度 is a number with its unit, 三十八点 is nothing yet.
            return if point == '点' { Err(Unread::Number) } else { Ok((digits, rest)) };
        }
        if fraction.len() > MAX_DIGITS {
            return Err(Unread::TooLarge);
        }
        let number = format!("{digits}.{fraction}");
        if point == '点' {
            return scaled(number, tail);
        }
        // 三十八度五, 一米七五: the unit is in the middle, and nothing else may follow.
        let unit = rest.get(..point.len_utf8()).unwrap_or_default();
        return if tail.trim().is_empty() { Ok((number, unit)) } else { Err(Unread::Number) };
    }
    scaled(digits, rest)
}

/// 3万, 1.5亿: after western digits, or after 点.
fn scaled(digits: String, rest: &str) -> Result<(String, &str), Unread> {
    let (zeros, rest) = match (rest.strip_prefix('万'), rest.strip_prefix('亿')) {
        (Some(rest), _) => (4, rest),
        (_, Some(rest)) => (8, rest),
        _ => return Ok((digits, rest)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let moved = format!("{fraction:0<zeros$}");
    let (up, down) = moved.split_at_checked(zeros).unwrap_or((&moved, ""));
    Ok((tidy(&format!("{whole}{up}"), down.trim_end_matches('0'))?, rest))
}

/// Reads digits with points and commas among them.
fn marks(token: &str, whole_asked: bool) -> Result<String, Unread> {
    let points = token.matches('.').count();
    let commas = token.matches(',').count();
    let grouped = |text: &str, mark: char| {
        let mut parts = text.split(mark);
        let first = parts.next().unwrap_or_default();
        (1..=3).contains(&first.len()) && parts.all(|part| part.len() == 3)
    };
    let without = |text: &str, mark: char| text.replace(mark, "");
    match (points, commas) {
        (0, 0) => tidy(token, ""),
        (1, 0) => split(token, '.'),
        (0, 1) => {
            let (before, after) = token.split_once(',').unwrap_or((token, ""));
            if after.len() == 3 && grouped(token, ',') && !before.starts_with('0') {
                let (thousands, decimal) = (tidy(&without(token, ','), "")?, split(token, ',')?);
                if whole_asked {
                    Ok(thousands)
                } else {
                    Err(Unread::Either { one: thousands, other: decimal })
                }
            } else {
                split(token, ',')
            }
        }
        (0, _) if grouped(token, ',') => tidy(&without(token, ','), ""),
        (_, 0) if grouped(token, '.') => tidy(&without(token, '.'), ""),
        (1, _) | (_, 1) => {
            let (group, point) = if token.rfind('.') > token.rfind(',') { (',', '.') } else { ('.', ',') };
            let (before, _) = token.split_once(point).unwrap_or((token, ""));
            if token.matches(point).count() == 1 && grouped(before, group) {
                split(&without(token, group), point)
            } else {
                Err(Unread::Number)
            }
        }
        _ => Err(Unread::Number),
    }
}

fn split(token: &str, point: char) -> Result<String, Unread> {
    let (whole, fraction) = token.split_once(point).unwrap_or((token, ""));
    if fraction.is_empty() {
        return Err(Unread::Number);
    }
    tidy(if whole.is_empty() { "0" } else { whole }, fraction)
}

/// Puts a number together from its two sides; zeros in front go, zeros behind stay.
fn tidy(whole: &str, fraction: &str) -> Result<String, Unread> {
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return Err(Unread::Number);
    }
    let whole = whole.trim_start_matches('0');
    if whole.len() > MAX_DIGITS || fraction.len() > MAX_DIGITS {
        return Err(Unread::TooLarge);
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    Ok(if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") })
}

fn vulgar(text: &str) -> Option<(&'static str, &str)> {
    let mut chars = text.chars();
    let digits = match chars.next()? {
        '½' => "0.5",
        '¼' => "0.25",
        '¾' => "0.75",
        _ => return None,
    };
    Some((digits, chars.as_str()))
}

/// A fraction below one whose decimals end.
fn fraction(top: &str, bottom: &str) -> Option<String> {
    let (top, bottom): (u32, u32) = (top.parse().ok()?, bottom.parse().ok()?);
    if top == 0 || top >= bottom || ![2, 4, 5, 8, 10].contains(&bottom) {
        return None;
    }
    let thousandths = format!("{:03}", top * 1_000 / bottom);
    Some(format!("0.{}", thousandths.trim_end_matches('0')))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<(String, String), Unread> {
        read_number(text, false).map(|number| (number.digits, number.unit))
    }

    #[test]
    fn numbers_are_read_as_people_write_and_say_them() {
        for (text, digits, unit) in [
            ("38.6", "38.6", ""),
            ("38.60", "38.60", ""),
            ("３８．６", "38.6", ""),
            ("３８。６", "38.6", ""),
            ("38,6", "38.6", ""),
            ("38，6", "38.6", ""),
            ("0,500", "0.500", ""),
            (".5", "0.5", ""),
            ("1,234,567", "1234567", ""),
            ("1,234.5", "1234.5", ""),
            ("1.234,5", "1234.5", ""),
            ("007", "7", ""),
            ("-3", "-3", ""),
            ("－３", "-3", ""),
            ("负三点五", "-3.5", ""),
            ("-0", "0", ""),
            ("三十八点六", "38.6", ""),
            ("三八点六", "38.6", ""),
            ("38点6", "38.6", ""),
            ("三十八。", "38", ""),
            ("三十八度六", "38.6", "度"),
            ("38度5", "38.5", "度"),
            ("三十八度半", "38.5", "度"),
            ("三十八度", "38", "度"),
            ("一米七五", "1.75", "米"),
            ("1米75", "1.75", "米"),
            ("一百二十", "120", ""),
            ("120mmHg", "120", "mmHg"),
            ("38.6 °C", "38.6", "°C"),
            ("5.6 mmol/L", "5.6", "mmol/L"),
            ("3万", "30000", ""),
            ("1.25万", "12500", ""),
            ("一点五万", "15000", ""),
            ("半", "0.5", ""),
            ("半片", "0.5", "片"),
            ("两片半", "2.5", "片"),
            ("一个半小时", "1.5", "小时"),
            ("两个半", "2.5", "个"),
            ("百分之九十八", "98", "%"),
            ("98%", "98", "%"),
            ("½", "0.5", ""),
            ("1½", "1.5", ""),
            ("1/2", "0.5", ""),
            ("四分之三", "0.75", ""),
            ("三千克", "3", "千克"),
            ("12 000", "", ""),
        ] {
            if digits.is_empty() {
                assert_eq!(read(text), Err(Unread::Number), "{text}");
            } else {
                assert_eq!(read(text), Ok((digits.to_owned(), unit.to_owned())), "{text}");
            }
        }
    }

    #[test]
    fn what_is_not_one_number_is_not_read() {
        for text in [
            "",
            "abc",
            "120/80",
            "五六个",
            "两三片",
            "3-4",
            "3到4",
            "三或四",
            "1.2.3",
            "12,34,5",
            "三十八点",
            "三分之一",
            "4/3",
            "😀",
            "38 39",
        ] {
            assert_eq!(read(text), Err(Unread::Number), "{text}");
        }
        assert_eq!(read("1234567890123456"), Err(Unread::TooLarge));
    }

    #[test]
    fn a_comma_that_could_mean_two_things_is_asked_about() {
        let both = Unread::Either { one: "1200".to_owned(), other: "1.200".to_owned() };
        assert_eq!(read("1,200"), Err(both));
        assert_eq!(read_number("1,200", true).unwrap().digits, "1200");
    }

    proptest! {
        #[test]
        fn the_digits_of_a_plain_number_are_kept(whole in 0..1_000_000_000u64, fraction in "[0-9]{1,6}") {
            let text = format!("{whole}.{fraction}");
            prop_assert_eq!(read_number(&text, false).unwrap().digits, text.clone());
            let wide: String = text.chars().map(|c| if c == '.' { '．' } else {
                char::from_u32(u32::from(c) + 0xFEE0).unwrap() }).collect();
            prop_assert_eq!(read_number(&wide, false).unwrap().digits, text);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "([0-9.,/ -]|[一二两十百千万亿半点度米个片分之百½]|\\PC){0,20}") {
            if let Ok(number) = read_number(&text, false) {
                prop_assert!(kangban_fhir::Decimal::parse(&number.digits).is_ok(), "{}", number.digits);
            }
        }
    }
}
