use super::*;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn moment(text: &str) -> DateTime {
    DateTime::parse(text).unwrap()
}

fn time(text: &str) -> Time {
    Time::parse(text).unwrap()
}

fn amount(text: &str) -> BigDecimal {
    text.parse().unwrap()
}

#[test]
fn what_is_written_comes_back_as_it_was() {
    for text in ["2015", "2015-02", "2015-02-04"] {
        assert_eq!(date(text).to_string(), text);
        assert_eq!(moment(text).to_string(), text);
    }
    for text in [
        "2015-02-04T14",
        "2015-02-04T14:34",
        "2015-02-04T14:34:28",
        "2015-02-04T14:34:28.1",
        "2015-02-04T14:34:28.123456Z",
        "2015-02-04T14:34:28+10:00",
        "2015-02-04T14:34:28.120-03:30",
        "2015-02-04T14:34-00:30",
    ] {
        assert_eq!(moment(text).to_string(), text);
    }
    assert_eq!(moment("2015T").to_string(), "2015");
    for text in ["14", "14:34", "14:34:28", "14:34:28.123"] {
        assert_eq!(time(text).to_string(), text);
    }
}

#[test]
fn what_is_no_date_or_time_is_refused() {
    for text in [
        "",
        "15",
        "20155",
        "2015-",
        "2015-13",
        "2015-02-30",
        "2015-2",
        "0000",
        "2015-02-04T10",
        "2015-02-04x",
        "²015",
    ] {
        assert!(Date::parse(text).is_none(), "{text}");
    }
    for text in [
        "2015-02T10",
        "2015-02-04T24",
        "2015-02-04T10:60",
        "2015-02-04T1:00",
        "2015-02-04T10:00:00.",
        "2015-02-04T10.5",
        "2015-02-04T10:00+1",
        "2015-02-04T10:00+15:00",
        "2015-02-04T10:00Zx",
        "2015-02-04TZ",
        "2015-02-04T10:00+é0:00",
    ] {
        assert!(DateTime::parse(text).is_none(), "{text}");
    }
    for text in ["", "24", "1", "10:0", "10:00:61", "T10", "10:00Z"] {
        assert!(Time::parse(text).is_none(), "{text}");
    }
}

#[test]
fn different_precisions_compare_only_where_they_differ_before() {
    assert_eq!(date("2018-03").compare(&date("2018-03-01")), None);
    assert_eq!(date("2018-03").compare(&date("2018-04-01")), Some(Ordering::Less));
    assert_eq!(date("2019").compare(&date("2018-04-01")), Some(Ordering::Greater));
    assert_eq!(date("2018").equal(&date("2018")), Some(true));
    assert_eq!(moment("2018-03-01T10:30").compare(&moment("2018-03-01T10:30:00")), None);
    assert_eq!(moment("2018-03-01T10:30:00").equal(&moment("2018-03-01T10:30:00.0")), Some(true));
    assert_eq!(moment("2018-03-01T10:30:00").equal(&moment("2018-03-01T10:30:00.1")), Some(false));
    assert_eq!(time("10:30").compare(&time("10:30:00")), None);
    assert_eq!(time("10:30").compare(&time("10:31:00")), Some(Ordering::Less));
    assert_eq!(time("10:30:00").compare(&time("10:30:00.0")), Some(Ordering::Equal));
    assert!(!moment("2018-03-01").equivalent(&moment("2018-03-01T10")));
    assert!(moment("2018-03-01T10:30:00").equivalent(&moment("2018-03-01T10:30:00.000")));
}

#[test]
fn zones_are_heeded_and_a_missing_one_leaves_the_order_open() {
    assert_eq!(
        moment("2017-11-05T01:30:00.0-04:00").equal(&moment("2017-11-05T00:30:00.0-05:00")),
        Some(true)
    );
    assert_eq!(moment("2012-04-15T15:00:00Z").compare(&moment("2012-04-15T10:00:00")), None);
    assert_eq!(moment("2012-04-15T15:00:00Z").compare(&moment("2012-04-17T10:00:00")), Some(Ordering::Less));
    assert_eq!(
        moment("2012-04-17T10:00:00").compare(&moment("2012-04-15T15:00:00Z")),
        Some(Ordering::Greater)
    );
    // A calendar day beside a moment is one where that moment is.
    let morning = moment("2026-11-25T07:00:00+08:00");
    assert_eq!(date("2026-11-24").to_date_time().compare(&morning), Some(Ordering::Less));
    assert_eq!(date("2026-11-25").to_date_time().compare(&morning), None);
    assert_eq!(morning.compare(&date("2026-11-26").to_date_time()), Some(Ordering::Less));
}

#[test]
fn time_is_added_by_the_calendar() {
    for (from, by, unit, to) in [
        ("1973-12-25", "7", TimeUnit::Day, "1974-01-01"),
        ("1973-12-25", "7.7", TimeUnit::Day, "1974-01-01"),
        ("1973-12-25", "1", TimeUnit::Week, "1974-01-01"),
        ("1973-12-25", "25", TimeUnit::Hour, "1973-12-26"),
        ("2020-01-31", "1", TimeUnit::Month, "2020-02-29"),
        ("2020-02-29", "1", TimeUnit::Year, "2021-02-28"),
        ("2020-03-31", "-1", TimeUnit::Month, "2020-02-29"),
        ("2014", "24", TimeUnit::Month, "2016"),
        ("2014", "25", TimeUnit::Month, "2016"),
        ("2014", "-364", TimeUnit::Day, "2014"),
        ("2014", "-365", TimeUnit::Day, "2013"),
        ("2014-01", "31", TimeUnit::Day, "2014-02"),
        ("2014-01-01T10", "61", TimeUnit::Minute, "2014-01-01T11"),
        ("2014-01-01T10:30", "30", TimeUnit::Minute, "2014-01-01T11:00"),
        ("2014-01-01T10:30:00", "10", TimeUnit::Millisecond, "2014-01-01T10:30:00.010"),
        ("1973-12-25T00:00:00.000+10:00", "0.1", TimeUnit::Second, "1973-12-25T00:00:00.000+10:00"),
        ("1973-12-25T00:00:00.000+10:00", "1", TimeUnit::Second, "1973-12-25T00:00:01.000+10:00"),
        ("1973-12-25T00:00:00.000+10:00", "-1", TimeUnit::Minute, "1973-12-24T23:59:00.000+10:00"),
    ] {
        assert_eq!(moment(from).plus(&amount(by), unit).unwrap().to_string(), to, "{from} + {by} {unit:?}");
    }
    assert_eq!(time("23:00").plus(&amount("50"), TimeUnit::Hour).unwrap().to_string(), "01:00");
    assert_eq!(time("01:00:00").plus(&amount("-2"), TimeUnit::Hour).unwrap().to_string(), "23:00:00");
    assert_eq!(time("23:00").plus(&amount("1"), TimeUnit::Day), None);
}

#[test]
fn adding_beyond_the_calendar_gives_nothing() {
    for by in ["99999999999", "-99999999999", "1e40", "1e-900", "1e900", "9223372036854775807"] {
        for unit in
            [TimeUnit::Year, TimeUnit::Month, TimeUnit::Week, TimeUnit::Day, TimeUnit::Hour, TimeUnit::Second]
        {
            let found = moment("2014-01-01T10:30:00Z").plus(&amount(by), unit);
            assert!(
                found.is_none_or(|found| found.to_string().starts_with("2014") || unit >= TimeUnit::Hour),
                "{by}"
            );
        }
    }
    assert_eq!(date("9999-12-31").plus(&amount("1"), TimeUnit::Day), None);
    assert_eq!(date("0001-01-01").plus(&amount("-1"), TimeUnit::Day), None);
}

#[test]
fn boundaries_are_the_first_and_last_moment() {
    let low = |text: &str, digits| moment(text).low_boundary(digits).map(|found| found.to_string());
    let high = |text: &str, digits| moment(text).high_boundary(digits).map(|found| found.to_string());
    assert_eq!(low("2014-01-01T08", Some(17)).as_deref(), Some("2014-01-01T08:00:00.000+14:00"));
    assert_eq!(high("2014-01-01T08", Some(17)).as_deref(), Some("2014-01-01T08:00:59.999-12:00"));
    assert_eq!(low("2014-01-01T08:05+08:00", Some(17)).as_deref(), Some("2014-01-01T08:05:00.000+08:00"));
    assert_eq!(low("2014-01-01T08", Some(8)).as_deref(), Some("2014-01-01"));
    assert_eq!(high("2014-02", None).as_deref(), Some("2014-02-28T23:59:59.999-12:00"));
    assert_eq!(high("2014-01-01T08:05:06.7Z", None).as_deref(), Some("2014-01-01T08:05:06.799Z"));
    assert_eq!(high("2014", Some(5)), None);
    assert_eq!(date("2014").low_boundary(Some(6)).unwrap().to_string(), "2014-01");
    assert_eq!(date("2014").high_boundary(Some(6)).unwrap().to_string(), "2014-12");
    assert_eq!(date("2012-02").high_boundary(None).unwrap().to_string(), "2012-02-29");
    assert_eq!(date("2012-02-10").high_boundary(Some(4)).unwrap().to_string(), "2012");
    assert_eq!(date("2012").high_boundary(Some(10)), None);
    assert_eq!(time("10:30").low_boundary(Some(9)).unwrap().to_string(), "10:30:00.000");
    assert_eq!(time("10:30").high_boundary(None).unwrap().to_string(), "10:30:59.999");
    assert_eq!(time("10:30").high_boundary(Some(i64::MAX)), None);
    assert_eq!(date("9999").high_boundary(None).unwrap().to_string(), "9999-12-31");
}

#[test]
fn parts_are_given_only_where_they_were_written() {
    let at = moment("2014-01-05T10:30:00.250+05:30");
    assert_eq!(
        (at.date_of().year_of(), at.date_of().month_of(), at.date_of().day_of()),
        (2014, Some(1), Some(5))
    );
    let clock = at.time_of().unwrap();
    assert_eq!((clock.hour_of(), clock.minute_of(), clock.second_of()), (10, Some(30), Some(0)));
    assert_eq!(clock.millisecond_of(), Some(250));
    assert_eq!(at.offset_of().unwrap(), amount("5.5"));
    assert_eq!(moment("2014-01").time_of(), None);
    assert_eq!(date("2014").month_of(), None);
    assert_eq!(moment("2014-01-05T10").time_of().unwrap().minute_of(), None);
    assert_eq!((date("2014").digits(), at.digits(), time("10:30").digits()), (4, 17, 4));
    assert_eq!(time("10:30:00.000").digits(), 9);
}
