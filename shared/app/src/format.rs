//! Times, dates and numbers as people read them (look/README.md, § 5).

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc};

use crate::{
    event::Clock,
    text::{Lang, t},
    zones::Zone,
};

/// A moment in the device's zone; in UTC when the zone's name is unknown.
pub(crate) fn local(clock: &Clock, ms: i64) -> DateTime<FixedOffset> {
    let utc = Utc.timestamp_millis_opt(ms).single().unwrap_or_default();
    utc.with_timezone(&Zone::named(&clock.zone).offset_at(ms))
}

/// Now, in the device's zone.
pub(crate) fn now(clock: &Clock) -> DateTime<FixedOffset> {
    local(clock, clock.wall_ms)
}

/// `08:00`
pub(crate) fn time(clock: &Clock, ms: i64) -> String {
    local(clock, ms).format("%H:%M").to_string()
}

/// `11月22日 周日`, `Sun 22 Nov`; with the year when it is not this year.
pub(crate) fn date(lang: Lang, clock: &Clock, ms: i64) -> String {
    day(lang, local(clock, ms).date_naive(), now(clock).year())
}

fn day(lang: Lang, date: NaiveDate, this_year: i32) -> String {
    const ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    let weekday = date.weekday().num_days_from_monday() as usize;
    match lang {
        Lang::Zh => {
            let year = if date.year() == this_year { String::new() } else { format!("{}年", date.year()) };
            format!("{year}{}月{}日 {}", date.month(), date.day(), ZH[weekday])
        }
        Lang::En => {
            let year = if date.year() == this_year { String::new() } else { format!(" {}", date.year()) };
            format!("{} {} {}{year}", date.format("%a"), date.day(), date.format("%b"))
        }
    }
}

/// `今天 16:05`, `昨天 21:14`, `11月22日 周日 16:05`.
pub(crate) fn moment(lang: Lang, clock: &Clock, ms: i64) -> String {
    let at = local(clock, ms);
    let clock_time = at.format("%H:%M").to_string();
    match (now(clock).date_naive() - at.date_naive()).num_days() {
        0 => t!(lang, "when-today", time = clock_time),
        1 => t!(lang, "when-yesterday", time = clock_time),
        _ => {
            let date = date(lang, clock, ms);
            if lang == Lang::Zh { format!("{date} {clock_time}") } else { format!("{date}, {clock_time}") }
        }
    }
}

/// The moment with its day, or the time of day alone.
pub(crate) fn moment_or_time(lang: Lang, clock: &Clock, ms: i64, with_day: bool) -> String {
    if with_day { moment(lang, clock, ms) } else { time(clock, ms) }
}

/// The same for a FHIR instant; empty when it cannot be read.
pub(crate) fn instant(lang: Lang, clock: &Clock, text: &str) -> String {
    kangban_fhir::Instant::parse(text).map(|at| moment(lang, clock, at.millis())).unwrap_or_default()
}

/// Which part of the day it is: morning, afternoon, evening.
pub(crate) fn greeting(lang: Lang, clock: &Clock, name: &str) -> String {
    if name.is_empty() {
        return t!(lang, "greeting-nameless");
    }
    match now(clock).hour() {
        5..=11 => t!(lang, "greeting-morning", name = name),
        12..=17 => t!(lang, "greeting-afternoon", name = name),
        _ => t!(lang, "greeting-evening", name = name),
    }
}

/// A whole number of seconds or minutes, as one waits.
pub(crate) fn wait(lang: Lang, ms: u64) -> String {
    let seconds = ms.div_ceil(1_000);
    if seconds < 60 {
        t!(lang, "wait-seconds", count = seconds)
    } else {
        t!(lang, "wait-minutes", count = seconds.div_ceil(60))
    }
}

/// The same moment in FHIR, to the second, with the zone's offset at that moment.
pub(crate) fn fhir_moment(clock: &Clock, ms: i64) -> kangban_fhir::DateTime {
    let at = local(clock, ms - ms.rem_euclid(1_000));
    kangban_fhir::DateTime::from_moment(at)
}

/// Reads what a date-and-time control gives (`2026-11-22T16:05`, local time) as milliseconds since 1970.
pub(crate) fn read_local(clock: &Clock, text: &str) -> Option<i64> {
    let naive = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok()?;
    // In the hour that a clock change skips there is no such time; the next one that exists is meant.
    let zone = Zone::named(&clock.zone);
    zone.moment(naive).or_else(|| zone.moment(naive + chrono::TimeDelta::hours(1)))
}

/// A moment as a date-and-time control holds it, in local time.
pub(crate) fn write_local(clock: &Clock, ms: i64) -> String {
    local(clock, ms).format("%Y-%m-%dT%H:%M").to_string()
}

/// Whether two moments are on the same day here.
pub(crate) fn same_day(clock: &Clock, one_ms: i64, other_ms: i64) -> bool {
    local(clock, one_ms).date_naive() == local(clock, other_ms).date_naive()
}

/// Whether the device's date cannot be right: before this app was made, long after it, or more than a day before the
/// hospital's own clock was seen.
pub(crate) fn clock_is_wrong(clock: &Clock, hospital: Option<&str>) -> bool {
    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
    let year = now(clock).year();
    let hospital = hospital.and_then(|at| kangban_fhir::Instant::parse(at).ok());
    !(2025..2060).contains(&year) || hospital.is_some_and(|at| clock.wall_ms < at.millis() - DAY_MS)
}

/// Whole days from one moment's day to another's.
pub(crate) fn days_between(clock: &Clock, from_ms: i64, to_ms: i64) -> i64 {
    (local(clock, to_ms).date_naive() - local(clock, from_ms).date_naive()).num_days()
}

/// Reads a number as people type it: full-width digits, a comma or 。 for the point, Chinese numerals.
/// Gives plain digits with at most one point, or nothing.
pub(crate) fn read_number(text: &str) -> Option<String> {
    let mut out = String::new();
    for c in text.trim().chars() {
        match c {
            '0'..='9' => out.push(c),
            '０'..='９' => out.push(char::from_digit(u32::from(c) - u32::from('０'), 10)?),
            '.' | ',' | '。' | '，' | '．' | '、' | '·' | '点' => out.push('.'),
            ' ' | '\u{3000}' => {}
            _ => return chinese_number(text.trim()),
        }
    }
    if out.contains('.') && text.contains(|c| "零〇一二三四五六七八九十百".contains(c)) {
        return chinese_number(text.trim());
    }
    plain(&out)
}

fn plain(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits =
        |part: &str| !part.is_empty() && part.len() <= 6 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(match text.split_once('.') {
        Some(_) => format!("{whole}.{fraction}"),
        None => whole.to_owned(),
    })
}

/// 三十八点九, 三八点五, 一百二十: up to 999 and digits after 点.
fn chinese_number(text: &str) -> Option<String> {
    let digit = |c: char| {
        "零一二三四五六七八九"
            .chars()
            .position(|d| d == c)
            .or((c == '〇').then_some(0))
            .or((c == '两').then_some(2))
    };
    let (whole, fraction) =
        text.split_once('点').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let total = if whole.contains(['十', '百']) {
        let (mut total, mut last) = (0, None);
        for c in whole.chars() {
            match c {
                '百' => total += last.take()? * 100,
                '十' => total += last.take().unwrap_or(1) * 10,
                c => last = Some(digit(c)?),
            }
        }
        total + last.unwrap_or(0)
    } else {
        let digits: Option<Vec<usize>> = whole.chars().map(digit).collect();
        digits.filter(|digits| (1..=3).contains(&digits.len()))?.into_iter().fold(0, |sum, d| sum * 10 + d)
    };
    match fraction {
        None => Some(total.to_string()),
        Some(fraction) => {
            let digits: Option<String> = fraction.chars().map(|c| digit(c).map(|d| d.to_string())).collect();
            digits.filter(|digits| (1..=2).contains(&digits.len())).map(|digits| format!("{total}.{digits}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(text: &str) -> Clock {
        let ms = DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis();
        Clock { wall_ms: ms, mono_ms: 0, zone: "Asia/Shanghai".to_owned() }
    }

    fn ms(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
    }

    #[test]
    fn moments_are_written_as_people_say_them() {
        let clock = clock("2026-11-22T16:30:00+08:00");
        for (at, zh, en) in [
            ("2026-11-22T16:05:00+08:00", "今天 16:05", "today 16:05"),
            ("2026-11-21T23:59:00+08:00", "昨天 23:59", "yesterday 23:59"),
            ("2026-11-19T09:00:00+08:00", "11月19日 周四 09:00", "Thu 19 Nov, 09:00"),
            ("2025-01-02T09:00:00+08:00", "2025年1月2日 周四 09:00", "Thu 2 Jan 2025, 09:00"),
        ] {
            assert_eq!(moment(Lang::Zh, &clock, ms(at)), zh);
            assert_eq!(moment(Lang::En, &clock, ms(at)), en);
        }
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (typed, read) in [
            ("38.9", Some("38.9")),
            ("38，9", Some("38.9")),
            ("３８。９", Some("38.9")),
            (" 38 ", Some("38")),
            ("038.50", Some("38.50")),
            ("三十八点九", Some("38.9")),
            ("三八点五", Some("38.5")),
            ("一百二十", Some("120")),
            ("十", Some("10")),
            ("38点9", Some("38.9")),
            ("", None),
            ("abc", None),
            ("-3", None),
            ("1.2.3", None),
            ("38.", None),
            ("99999999", None),
            ("😀", None),
        ] {
            assert_eq!(read_number(typed).as_deref(), read, "{typed}");
        }
    }

    #[test]
    fn a_local_time_that_a_clock_change_skips_is_still_read() {
        let clock = Clock { zone: "Europe/Berlin".to_owned(), ..Clock::default() };
        assert!(read_local(&clock, "2026-03-29T02:30").is_some());
        assert_eq!(read_local(&clock, "soon"), None);
    }

    #[test]
    fn a_moment_in_fhir_keeps_the_zones_offset() {
        let clock = clock("2026-11-22T16:30:00.123+08:00");
        assert_eq!(fhir_moment(&clock, clock.wall_ms).as_str(), "2026-11-22T16:30:00+08:00");
    }
}
