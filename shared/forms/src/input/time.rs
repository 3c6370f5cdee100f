//! Times of day, alone and with a date.

use chrono::{FixedOffset, NaiveDate, NaiveTime, Timelike};

use super::{
    date::{MAX_TEXT, count, read_date},
    unread::Unread,
    width::half,
};

/// Reads a time of day: `16:05`, `16：05`, `4:05 pm`, `下午四点`, `下午4点半`, `九点一刻`, `中午十二点`, `1605`, `noon`.
pub fn read_time(text: &str) -> Result<NaiveTime, Unread> {
    if text.len() > MAX_TEXT * 4 {
        return Err(Unread::Time);
    }
    let text = half(text).to_lowercase();
    let text = text.trim().trim_end_matches('.').trim_end();
    match text {
        "noon" | "midday" | "正午" | "中午" => return at(12, 0, 0),
        "midnight" | "午夜" => return at(0, 0, 0),
        _ => {}
    }
    let (part, clock) = Part::take(text);
    let (hour, minute, second, bare) = clock_of(clock)?;
    // "8" alone could be a number of anything; "下午8" is a time.
    if bare && part == Part::None {
        return Err(Unread::Time);
    }
    at(part.hour(hour)?, minute, second)
}

/// Reads a date with a time: `2026-11-22 16:05`, `2026-11-22T16:05`, `昨天下午三点`, `11月22日8点半`, `22 Nov, 4 pm`. A date alone
/// is read as a date. The offset is the one given, unless the text says another.
pub fn read_date_time(
    text: &str,
    today: NaiveDate,
    offset: FixedOffset,
    chinese: bool,
) -> Result<String, Unread> {
    if text.len() > MAX_TEXT * 4 {
        return Err(Unread::DateTime);
    }
    let trimmed = text.trim();
    if trimmed.contains('T')
        && let Ok(exact) = kangban_fhir::DateTime::parse(trimmed)
    {
        return Ok(exact.as_str().to_owned());
    }
    let text = half(text);
    let dated = read_date(&text, today, chinese);
    if dated.is_ok() {
        return dated;
    }
    let write = |date: &str, time: NaiveTime| {
        let seconds = offset.local_minus_utc();
        let (sign, seconds) = if seconds < 0 { ('-', -seconds) } else { ('+', seconds) };
        let clock = time.format("%H:%M:%S");
        format!("{date}T{clock}{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60)
    };
    // The longest beginning that is a day, followed by what is a time.
    let mut asked = None;
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).skip(1).collect();
    for start in starts.into_iter().rev() {
        let (day, clock) = text.split_at(start);
        let clock = clock.trim_start_matches(['T', 't', ',', ' ']);
        let clock = clock.strip_prefix("at ").unwrap_or(clock);
        let Ok(time) = read_time(clock) else { continue };
        match read_date(day.trim_end_matches(['T', 't']), today, chinese) {
            // 2026-11 with a time is no moment.
            Ok(date) if date.len() == 10 => return Ok(write(&date, time)),
            Err(Unread::Either { one, other }) if one.len() == 10 => {
                asked = Some(Unread::Either { one: write(&one, time), other: write(&other, time) });
            }
            Err(Unread::NoSuchDay) => asked = asked.or(Some(Unread::NoSuchDay)),
            _ => {}
        }
    }
    Err(asked.unwrap_or(match dated {
        Err(problem @ (Unread::Either { .. } | Unread::NoSuchDay)) => problem,
        _ => Unread::DateTime,
    }))
}

/// A FHIR time of day.
pub(crate) fn write_time(time: NaiveTime) -> String {
    time.format("%H:%M:%S").to_string()
}

fn at(hour: u32, minute: u32, second: u32) -> Result<NaiveTime, Unread> {
    NaiveTime::from_hms_opt(hour, minute, second)
        .map(|time| time.with_nanosecond(0).unwrap_or(time))
        .ok_or(Unread::Time)
}

/// Hour, minute and second, and whether there was an hour alone.
fn clock_of(text: &str) -> Result<(u32, u32, u32, bool), Unread> {
    let text = text.trim();
    let small = |number: u64| u32::try_from(number).map_err(|_| Unread::Time);
    if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let (hour, minute) = text.split_at(2);
        let number = |part: &str| part.parse::<u32>().map_err(|_| Unread::Time);
        return Ok((number(hour)?, number(minute)?, 0, false));
    }
    let (hour, rest) = count(text).ok_or(Unread::Time)?;
    let hour = small(hour)?;
    let rest = rest.trim_start();
    if rest.is_empty() {
        return Ok((hour, 0, 0, true));
    }
    if let Some(rest) = rest.strip_prefix([':', '.']) {
        let (minute, second) = rest.split_once([':', '.']).unwrap_or((rest, "00"));
        let two = |part: &str| {
            let part = part.trim();
            let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            if digits { part.parse::<u32>().map_err(|_| Unread::Time) } else { Err(Unread::Time) }
        };
        return Ok((hour, two(minute)?, two(second)?, false));
    }
    let rest = rest.strip_prefix(['点', '时']).ok_or(Unread::Time)?;
    let rest = rest.strip_prefix('钟').unwrap_or(rest).trim_start();
    let minute = match rest {
        "" | "整" => 0,
        "半" => 30,
        "一刻" | "1刻" => 15,
        "三刻" | "3刻" => 45,
        _ => {
            let rest = rest.strip_prefix(['过', '零']).unwrap_or(rest);
            let (minute, rest) = count(rest).ok_or(Unread::Time)?;
            let rest = rest.trim_start();
            let rest = rest.strip_prefix("分钟").or_else(|| rest.strip_prefix('分')).unwrap_or(rest);
            if !rest.trim().is_empty() {
                return Err(Unread::Time);
            }
            small(minute)?
        }
    };
    Ok((hour, minute, 0, false))
}

/// The part of the day that was said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    None,
    Night,
    Morning,
    Noon,
    Afternoon,
    Evening,
    Am,
    Pm,
}

impl Part {
    fn take(text: &str) -> (Self, &str) {
        const WORDS: [(&str, Part); 14] = [
            ("凌晨", Part::Night),
            ("清晨", Part::Morning),
            ("早晨", Part::Morning),
            ("早上", Part::Morning),
            ("上午", Part::Morning),
            ("中午", Part::Noon),
            ("下午", Part::Afternoon),
            ("傍晚", Part::Evening),
            ("晚上", Part::Evening),
            ("夜里", Part::Evening),
            ("今早", Part::Morning),
            ("早", Part::Morning),
            ("晚", Part::Evening),
            ("夜", Part::Evening),
        ];
        for (word, part) in WORDS {
            if let Some(rest) = text.strip_prefix(word) {
                return (part, rest.trim_start());
            }
        }
        for (word, part) in [("a.m", Part::Am), ("p.m", Part::Pm), ("am", Part::Am), ("pm", Part::Pm)] {
            if let Some(rest) = text.strip_suffix(word) {
                return (part, rest.trim_end());
            }
        }
        (Self::None, text)
    }

    /// The hour on a clock of 24.
    fn hour(self, hour: u32) -> Result<u32, Unread> {
        let hour = match (self, hour) {
            (Self::Night | Self::Am | Self::Evening, 12) => 0,
            (Self::Noon, 1..=2) | (Self::Afternoon, 1..=7) | (Self::Evening, 5..=11) | (Self::Pm, 1..=11) => {
                hour + 12
            }
            // At night at three: today's or tomorrow's?
            (Self::Evening, 0..=4)
            | (Self::Am | Self::Pm, 0 | 13..)
            | (Self::Morning, 13..)
            | (Self::Night, 7..)
            | (Self::Afternoon, 0..=11)
            | (Self::Noon, 0..=10) => return Err(Unread::Time),
            (_, hour) => hour,
        };
        Ok(hour)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_are_read_as_people_write_and_say_them() {
        for (text, time) in [
            ("16:05", "16:05:00"),
            ("１６：０５", "16:05:00"),
            ("9:05:30", "09:05:30"),
            ("1605", "16:05:00"),
            ("4pm", "16:00:00"),
            ("4:05 p.m.", "16:05:00"),
            ("12 am", "00:00:00"),
            ("noon", "12:00:00"),
            ("下午四点", "16:00:00"),
            ("下午4点半", "16:30:00"),
            ("上午九点一刻", "09:15:00"),
            ("十六点零五分", "16:05:00"),
            ("16时5分", "16:05:00"),
            ("八点", "08:00:00"),
            ("晚上八点", "20:00:00"),
            ("晚上十二点", "00:00:00"),
            ("凌晨两点", "02:00:00"),
            ("中午十二点", "12:00:00"),
            ("中午一点", "13:00:00"),
            ("下午3:20", "15:20:00"),
        ] {
            assert_eq!(read_time(text).map(write_time).as_deref(), Ok(time), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_not_read() {
        for text in ["", "8", "25:00", "12:60", "13 pm", "晚上三点", "上午十五点", "16:5", "八点多", "later"]
        {
            assert_eq!(read_time(text), Err(Unread::Time), "{text}");
        }
    }

    fn read(text: &str) -> Result<String, Unread> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        read_date_time(text, today, FixedOffset::east_opt(8 * 3600).unwrap(), true)
    }

    #[test]
    fn a_day_and_a_time_make_a_moment() {
        for (text, moment) in [
            ("2026-11-22T16:05", "2026-11-22T16:05:00+08:00"),
            ("2026-11-22 16:05", "2026-11-22T16:05:00+08:00"),
            ("2026-11-22T16:05:00Z", "2026-11-22T16:05:00Z"),
            ("昨天下午三点", "2026-11-24T15:00:00+08:00"),
            ("11月22日8点半", "2026-11-22T08:30:00+08:00"),
            ("今天早上8:00", "2026-11-25T08:00:00+08:00"),
            ("22 Nov 2026, 4 pm", "2026-11-22T16:00:00+08:00"),
            ("yesterday at 16:00", "2026-11-24T16:00:00+08:00"),
            ("11月22日", "2026-11-22"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(moment), "{text}");
        }
        assert_eq!(read("2月30日 8:00"), Err(Unread::NoSuchDay));
        assert_eq!(read("sometime"), Err(Unread::DateTime));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "([0-9:/. T-]|[年月日点半刻上下午晚昨天零]|am|pm|\\PC){0,24}") {
            let _ = read_time(&text);
            if let Ok(moment) = read(&text) {
                prop_assert!(kangban_fhir::DateTime::parse(&moment).is_ok(), "{}", moment);
            }
        }
    }
}
