//! Dates as people write and say them.

use chrono::{Datelike, Days, NaiveDate};

use super::{numeral::whole, unread::Unread, width::half};

/// The longest text that could be a date.
pub(crate) const MAX_TEXT: usize = 80;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Reads a date: `2026-11-22`, `2026/11/22`, `20261122`, `2026年11月22日`, `二〇二六年十一月`, `11月22号`, `昨天`, `三天前`,
/// `22 Nov 2026`, `Nov 22`, `2026`. Gives a FHIR date as exact as it was written.
///
/// A day without a year is the one nearest to `today`. Where day and month could be either (`3/4/2026`), both are told;
/// in Chinese the month comes first.
pub fn read_date(text: &str, today: NaiveDate, chinese: bool) -> Result<String, Unread> {
    if text.len() > MAX_TEXT * 4 {
        return Err(Unread::Date);
    }
    let text = half(text).to_lowercase();
    let text = without_weekday(&text);
    let text = text.trim().trim_end_matches(['.', ',']).trim_end();
    if text.is_empty() {
        return Err(Unread::Date);
    }
    if let Some(days) = relative(text) {
        return shifted(today, days).map(|day| day.to_string()).ok_or(Unread::Date);
    }
    if text.contains(['年', '月']) {
        return in_characters(text, today);
    }
    if text.contains(|c: char| c.is_ascii_alphabetic()) {
        return in_words(text, today);
    }
    in_digits(text, today, chinese)
}

/// Drops a weekday that stands beside the date: it says nothing new.
fn without_weekday(text: &str) -> String {
    let mut out = text.to_owned();
    for prefix in ["星期", "礼拜", "周"] {
        for day in ['一', '二', '三', '四', '五', '六', '日', '天', '末'] {
            let word = format!("{prefix}{day}");
            if out.contains(&word) && out.len() > word.len() && !out.contains("前") && !out.contains("后") {
                out = out.replace(&format!("({word})"), "").replace(&word, "");
            }
        }
    }
    for day in ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] {
        let short = day.get(..3).unwrap_or(day);
        let kept: Vec<&str> = out
            .split_whitespace()
            .filter(|word| {
                let word = word.trim_matches([',', '.', '(', ')']);
                word != day && word != short
            })
            .collect();
        if kept.len() < out.split_whitespace().count() && !kept.is_empty() {
            out = kept.join(" ");
        }
    }
    out
}

/// How many days from today a word or phrase is.
fn relative(text: &str) -> Option<i64> {
    let days = match text {
        "今天" | "今日" | "今早" | "今晚" | "today" => 0,
        "昨天" | "昨日" | "昨晚" | "yesterday" => -1,
        "前天" | "前日" | "day before yesterday" | "the day before yesterday" => -2,
        "大前天" => -3,
        "明天" | "明日" | "明早" | "tomorrow" => 1,
        "后天" | "day after tomorrow" | "the day after tomorrow" => 2,
        "大后天" => 3,
        _ => return counted(text),
    };
    Some(days)
}

/// 三天前, 两周后, 3 days ago, in 2 weeks.
fn counted(text: &str) -> Option<i64> {
    let (sign, body) = if let Some(body) = text.strip_suffix("以前").or_else(|| text.strip_suffix('前')) {
        (-1, body)
    } else if let Some(body) = text.strip_suffix("以后").or_else(|| text.strip_suffix('后')) {
        (1, body)
    } else if let Some(body) = text.strip_suffix(" ago") {
        (-1, body)
    } else if let Some(body) = text.strip_prefix("in ") {
        (1, body)
    } else {
        return None;
    };
    let (count, unit) = match body.strip_prefix("a ") {
        Some(unit) => (1, unit),
        None => count(body)?,
    };
    let days = match unit.trim() {
        "天" | "日" | "day" | "days" => 1,
        "周" | "个星期" | "星期" | "个礼拜" | "礼拜" | "week" | "weeks" => 7,
        _ => return None,
    };
    let count = i64::try_from(count).ok().filter(|count| *count <= 36_500)?;
    Some(sign * count * days)
}

fn shifted(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    let count = Days::new(days.unsigned_abs());
    if days < 0 { day.checked_sub_days(count) } else { day.checked_add_days(count) }
}

/// A whole number at the start, in digits or in numerals, and what follows.
pub(crate) fn count(text: &str) -> Option<(u64, &str)> {
    let text = text.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        let (number, rest) = text.split_at_checked(digits).filter(|(number, _)| number.len() <= 8)?;
        return Some((number.parse().ok()?, rest));
    }
    let (number, length) = whole(text)?;
    Some((number, text.get(length..)?))
}

/// 2026年11月22日, 去年3月, 十一月二十二号.
fn in_characters(text: &str, today: NaiveDate) -> Result<String, Unread> {
    let mut rest = text;
    let mut year = None;
    for (word, back) in [("今年", 0), ("去年", 1), ("前年", 2), ("明年", -1)] {
        if let Some(after) = rest.strip_prefix(word) {
            (year, rest) = (Some(today.year() - back), after);
        }
    }
    let read = |rest: &mut &str, marks: &[char]| -> Option<u64> {
        let (number, after) = count(rest)?;
        let after = after.trim_start().strip_prefix(marks)?;
        *rest = after.trim_start();
        Some(number)
    };
    if year.is_none()
        && let Some(number) = read(&mut rest, &['年'])
    {
        year = Some(full_year(number, today).ok_or(Unread::Date)?);
    }
    let month = read(&mut rest, &['月']);
    rest = rest.strip_prefix('份').unwrap_or(rest);
    let day = read(&mut rest, &['日', '号']);
    if !rest.trim().is_empty() {
        return Err(Unread::Date);
    }
    let small = |number: u64| u32::try_from(number).map_err(|_| Unread::Date);
    match (year, month, day) {
        (Some(year), None, None) => Ok(format!("{year:04}")),
        (Some(year), Some(month), None) => month_of(year, small(month)?),
        (Some(year), Some(month), Some(day)) => day_of(year, small(month)?, small(day)?),
        (None, Some(month), Some(day)) => nearest(small(month)?, small(day)?, today),
        _ => Err(Unread::Date),
    }
}

/// 22 Nov 2026, November 22nd, Nov 2026.
fn in_words(text: &str, today: NaiveDate) -> Result<String, Unread> {
    let (mut year, mut month, mut day) = (None, None, None);
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '-' | '/')) {
        if word.is_empty() || word == "of" || word == "the" {
            continue;
        }
        let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let suffix = word.get(number.len()..).unwrap_or_default();
        if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
            let value: u32 = number.parse().map_err(|_| Unread::Date)?;
            let slot = match (number.len(), suffix) {
                (4, "") => &mut year,
                (1 | 2, "" | "st" | "nd" | "rd" | "th") => &mut day,
                _ => return Err(Unread::Date),
            };
            if slot.replace(value).is_some() {
                return Err(Unread::Date);
            }
        } else {
            let place = MONTHS.iter().position(|name| {
                word.len() >= 3 && name.starts_with(word) || word == "sept" && *name == "september"
            });
            let place = place.and_then(|place| u32::try_from(place + 1).ok()).ok_or(Unread::Date)?;
            if month.replace(place).is_some() {
                return Err(Unread::Date);
            }
        }
    }
    let year = year.map(|year| i32::try_from(year).unwrap_or(0));
    match (year, month, day) {
        (Some(year), Some(month), None) => month_of(year, month),
        (Some(year), Some(month), Some(day)) => day_of(year, month, day),
        (None, Some(month), Some(day)) => nearest(month, day, today),
        _ => Err(Unread::Date),
    }
}

/// 2026-11-22, 22/11/2026, 11-22, 20261122.
fn in_digits(text: &str, today: NaiveDate, chinese: bool) -> Result<String, Unread> {
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    if !parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()) && part.len() <= 8) {
        return match count(text) {
            // 二〇二六
            Some((year, "")) if text.chars().count() == 4 => {
                full_year(year, today).map(|year| format!("{year:04}")).ok_or(Unread::Date)
            }
            _ => Err(Unread::Date),
        };
    }
    let number = |part: &str| part.parse::<u32>().map_err(|_| Unread::Date);
    let year = |part: &str| number(part).and_then(|year| i32::try_from(year).map_err(|_| Unread::Date));
    match parts.as_slice() {
        [one] if one.len() == 4 => {
            full_year(u64::from(number(one)?), today).map(|year| format!("{year:04}")).ok_or(Unread::Date)
        }
        [one] if one.len() == 8 => {
            let (y, rest) = one.split_at(4);
            let (m, d) = rest.split_at(2);
            day_of(year(y)?, number(m)?, number(d)?)
        }
        [y, m] if y.len() == 4 => month_of(year(y)?, number(m)?),
        [m, y] if y.len() == 4 => month_of(year(y)?, number(m)?),
        [one, two] if one.len() <= 2 && two.len() <= 2 => {
            let (one, two) = (number(one)?, number(two)?);
            if chinese || two > 12 {
                nearest(one, two, today)
            } else if one > 12 || one == two {
                nearest(two, one, today)
            } else {
                either(nearest(one, two, today), nearest(two, one, today))
            }
        }
        [y, m, d] if y.len() == 4 => day_of(year(y)?, number(m)?, number(d)?),
        [one, two, y] if y.len() == 4 => {
            let (one, two, year) = (number(one)?, number(two)?, year(y)?);
            if one > 12 || one == two {
                day_of(year, two, one)
            } else if two > 12 {
                day_of(year, one, two)
            } else {
                either(day_of(year, one, two), day_of(year, two, one))
            }
        }
        _ => Err(Unread::Date),
    }
}

fn either(one: Result<String, Unread>, other: Result<String, Unread>) -> Result<String, Unread> {
    match (one, other) {
        (Ok(one), Ok(other)) => Err(Unread::Either { one, other }),
        (one, Err(_)) => one,
        (Err(_), other) => other,
    }
}

/// A year as it was written; of two digits the one that is not in the future.
fn full_year(year: u64, today: NaiveDate) -> Option<i32> {
    let year = i32::try_from(year).ok()?;
    let full = match year {
        0..=99 if year + 2000 <= today.year() + 1 => year + 2000,
        0..=99 => year + 1900,
        _ => year,
    };
    (1800..=2200).contains(&full).then_some(full)
}

fn month_of(year: i32, month: u32) -> Result<String, Unread> {
    if !(1800..=2200).contains(&year) {
        return Err(Unread::Date);
    }
    if (1..=12).contains(&month) { Ok(format!("{year:04}-{month:02}")) } else { Err(Unread::NoSuchDay) }
}

fn day_of(year: i32, month: u32, day: u32) -> Result<String, Unread> {
    if !(1800..=2200).contains(&year) {
        return Err(Unread::Date);
    }
    NaiveDate::from_ymd_opt(year, month, day).map(|day| day.to_string()).ok_or(Unread::NoSuchDay)
}

/// The day of that name nearest to today.
fn nearest(month: u32, day: u32, today: NaiveDate) -> Result<String, Unread> {
    // 29 February may be four years away, and eight around a century.
    let years = (today.year() - 8)..=(today.year() + 8);
    years
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .min_by_key(|date| date.signed_duration_since(today).num_days().abs())
        .map(|date| date.to_string())
        .ok_or(Unread::NoSuchDay)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<String, Unread> {
        read_date(text, NaiveDate::from_ymd_opt(2026, 11, 25).unwrap(), true)
    }

    #[test]
    fn dates_are_read_as_people_write_and_say_them() {
        for (text, date) in [
            ("2026-11-22", "2026-11-22"),
            ("2026/11/2", "2026-11-02"),
            ("2026.11.22", "2026-11-22"),
            ("２０２６－１１－２２", "2026-11-22"),
            ("20261122", "2026-11-22"),
            ("2026年11月22日", "2026-11-22"),
            ("2026 年 11 月 22 日", "2026-11-22"),
            ("二〇二六年十一月二十二日", "2026-11-22"),
            ("2026年11月", "2026-11"),
            ("2026年", "2026"),
            ("2026", "2026"),
            ("2026-11", "2026-11"),
            ("26年11月22号", "2026-11-22"),
            ("58年3月5日", "1958-03-05"),
            ("11月22日", "2026-11-22"),
            ("11月22日 周日", "2026-11-22"),
            ("十一月二十二号（星期日）", "2026-11-22"),
            ("1月3日", "2027-01-03"),
            ("去年3月", "2025-03"),
            ("11-22", "2026-11-22"),
            ("今天", "2026-11-25"),
            ("昨天", "2026-11-24"),
            ("大前天", "2026-11-22"),
            ("三天前", "2026-11-22"),
            ("两周后", "2026-12-09"),
            ("yesterday", "2026-11-24"),
            ("3 days ago", "2026-11-22"),
            ("22 Nov 2026", "2026-11-22"),
            ("Sun 22 Nov", "2026-11-22"),
            ("November 22nd, 2026", "2026-11-22"),
            ("Sept 2026", "2026-09"),
            ("22/11/2026", "2026-11-22"),
            ("11/22/2026", "2026-11-22"),
            ("11/11/2026", "2026-11-11"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(date), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_or_no_day_is_not_read() {
        for text in [
            "",
            "soon",
            "11",
            "22号",
            "261122",
            "2026-11-22-3",
            "农历三月三",
            "99999999",
            "in 999999999 days",
            "周三",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        for text in ["2026-02-30", "2月30日", "2026-13", "31 Nov 2026"] {
            assert_eq!(read(text), Err(Unread::NoSuchDay), "{text}");
        }
    }

    #[test]
    fn day_and_month_that_could_be_either_are_asked_about() {
        let both = Unread::Either { one: "2026-03-04".to_owned(), other: "2026-04-03".to_owned() };
        assert_eq!(read("3/4/2026"), Err(both));
        assert_eq!(read("12/4").as_deref(), Ok("2026-12-04"));
        let today = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        assert!(matches!(read_date("12/4", today, false), Err(Unread::Either { .. })));
    }

    proptest! {
        #[test]
        fn a_date_written_in_any_spelling_is_the_same_date(y in 1900..2100i32, m in 1..=12u32, d in 1..=28u32) {
            let iso = format!("{y:04}-{m:02}-{d:02}");
            for text in [format!("{y}年{m}月{d}日"), format!("{y}/{m}/{d}"), format!("{d} {} {y}", MONTHS[m as usize - 1])] {
                prop_assert_eq!(read(&text), Ok(iso.clone()));
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "([0-9/. -]|[年月日号前后天周星期二十百]|nov|ago|in |\\PC){0,20}") {
            if let Ok(date) = read(&text) {
                prop_assert!(kangban_fhir::Date::parse(&date).is_ok(), "{}", date);
            }
        }
    }
}
