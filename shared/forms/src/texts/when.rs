//! Days and times as people read them.

use chrono::{Datelike, FixedOffset, NaiveDate, TimeZone, Timelike};
use kangban_fhir::{DateTime, Precision, Time};

use crate::translate::Lang;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A FHIR date as it is said: `11月22日`, `22 Nov`; with its year when that is not `this_year`. `None` for what is no date.
pub fn day(date: &str, this_year: Option<i32>, lang: Lang) -> Option<String> {
    let read = DateTime::parse(date).ok()?;
    Some(write(read.day(), read.precision(), this_year, lang))
}

/// A FHIR dateTime as it is said, in the offset given: `11月22日 16:05`, `22 Nov, 16:05`.
pub fn moment(at: &str, offset: FixedOffset, this_year: Option<i32>, lang: Lang) -> Option<String> {
    let read = DateTime::parse(at).ok()?;
    let Some(moment) = read.moment() else { return day(at, this_year, lang) };
    let local = offset.from_utc_datetime(&moment.naive_utc());
    let date = write(local.date_naive(), Precision::Day, this_year, lang);
    let clock = format!("{:02}:{:02}", local.hour(), local.minute());
    Some(match lang {
        Lang::Zh => format!("{date} {clock}"),
        Lang::En => format!("{date}, {clock}"),
    })
}

/// A FHIR time as it is said: `16:05`.
pub fn time_of_day(time: &str) -> Option<String> {
    Time::parse(time).ok().map(|time| time.clock().format("%H:%M").to_string())
}

/// Whether a text is a date with at least a month, not just a number.
pub(crate) fn is_date(text: &str) -> bool {
    text.len() > 4 && !text.starts_with('-') && DateTime::parse(text).is_ok()
}

/// A date or dateTime with its year and in its own offset; anything else as it stands.
pub(crate) fn spoken(text: &str, lang: Lang) -> String {
    if !is_date(text) {
        return text.to_owned();
    }
    let offset = DateTime::parse(text).ok().and_then(|read| read.offset());
    let said = match offset {
        Some(offset) => moment(text, offset, None, lang),
        None => day(text, None, lang),
    };
    said.unwrap_or_else(|| text.to_owned())
}

fn write(date: NaiveDate, precision: Precision, this_year: Option<i32>, lang: Lang) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    let with_year = this_year != Some(year);
    let name =
        usize::try_from(date.month0()).ok().and_then(|place| MONTHS.get(place)).copied().unwrap_or_default();
    match (lang, precision) {
        (Lang::Zh, Precision::Year) => format!("{year}年"),
        (Lang::En, Precision::Year) => format!("{year}"),
        (Lang::Zh, Precision::Month) => format!("{year}年{month}月"),
        (Lang::En, Precision::Month) => format!("{name} {year}"),
        (Lang::Zh, _) if with_year => format!("{year}年{month}月{day}日"),
        (Lang::Zh, _) => format!("{month}月{day}日"),
        (Lang::En, _) if with_year => format!("{day} {name} {year}"),
        (Lang::En, _) => format!("{day} {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_said_with_the_year_only_when_it_is_another() {
        for (date, zh, en) in [
            ("2026-11-22", "11月22日", "22 Nov"),
            ("2025-01-02", "2025年1月2日", "2 Jan 2025"),
            ("2026-11", "2026年11月", "Nov 2026"),
            ("2026", "2026年", "2026"),
        ] {
            assert_eq!(day(date, Some(2026), Lang::Zh).as_deref(), Some(zh));
            assert_eq!(day(date, Some(2026), Lang::En).as_deref(), Some(en));
        }
        assert_eq!(day("soon", None, Lang::En), None);
    }

    #[test]
    fn a_moment_is_said_in_the_readers_zone() {
        let zone = FixedOffset::east_opt(8 * 3600).unwrap();
        let at = "2026-11-22T16:30:00Z";
        assert_eq!(moment(at, zone, Some(2026), Lang::Zh).as_deref(), Some("11月23日 00:30"));
        assert_eq!(moment(at, zone, Some(2026), Lang::En).as_deref(), Some("23 Nov, 00:30"));
        assert_eq!(time_of_day("07:05:00").as_deref(), Some("07:05"));
    }
}
