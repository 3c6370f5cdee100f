use std::collections::{BTreeMap, BTreeSet};

use chrono::Timelike;
use proptest::prelude::*;

use crate::{
    effects::{Notice, NoticePlan},
    event::Clock,
    format,
    notices::plan::{Answers, Due, LATER, NOT_TODAY, OPEN, plan},
    support::millis,
    text::Lang,
};

const HOUR_MS: i64 = 3_600_000;

fn clock(now: &str, zone: &str) -> Clock {
    Clock { wall_ms: millis(now), mono_ms: 0, zone: zone.to_owned() }
}

fn shanghai(now: &str) -> Clock {
    clock(now, "Asia/Shanghai")
}

fn due(task: &str, opens: &str, closes: &str) -> Due {
    let at = |text: &str| (!text.is_empty()).then(|| millis(text));
    Due { task: task.to_owned(), opens_ms: at(opens), closes_ms: at(closes), urgent: false }
}

fn planned(due: &[Due], clock: &Clock) -> Vec<Notice> {
    plan(due, &Answers::default(), clock, Lang::Zh).notices
}

/// When each notice comes, as a person there would write it.
fn times(notices: &[Notice], clock: &Clock) -> Vec<String> {
    notices.iter().map(|one| format::local(clock, one.at_ms).format("%m-%d %H:%M").to_string()).collect()
}

#[test]
fn a_form_is_mentioned_when_it_opens_and_three_hours_before_it_closes() {
    let clock = shanghai("2026-11-22T16:05:00+08:00");
    let day = due("day-7", "2026-11-26T08:00:00+08:00", "2026-11-27T20:00:00+08:00");
    let notices = planned(&[day], &clock);
    assert_eq!(times(&notices, &clock), ["11-26 08:00", "11-27 17:00"]);
    assert_eq!(notices[0].text, "今天有一件事等您");
    assert_eq!(notices[1].text, "有一件事快到时间了，方便时看看");
}

#[test]
fn a_form_without_an_end_is_mentioned_once_and_one_that_was_always_open_only_before_it_closes() {
    let clock = shanghai("2026-11-22T16:05:00+08:00");
    let opens = due("a", "2026-11-24T09:30:00+08:00", "");
    let closes = due("b", "", "2026-11-25T18:00:00+08:00");
    assert_eq!(times(&planned(&[opens, closes], &clock), &clock), ["11-24 09:30", "11-25 15:00"]);
    assert!(planned(&[due("c", "", "")], &clock).is_empty());
}

#[test]
fn what_would_come_at_night_comes_in_the_morning_and_what_closes_at_night_the_evening_before() {
    let clock = shanghai("2026-11-22T16:05:00+08:00");
    for (opens, closes, at) in [
        ("2026-11-24T00:00:00+08:00", "", vec!["11-24 08:00"]),
        ("2026-11-24T06:59:00+08:00", "", vec!["11-24 08:00"]),
        ("2026-11-24T07:00:00+08:00", "", vec!["11-24 07:00"]),
        ("2026-11-24T21:59:00+08:00", "", vec!["11-24 21:59"]),
        ("2026-11-24T22:00:00+08:00", "", vec!["11-25 08:00"]),
        ("2026-11-24T00:00:00+08:00", "2026-11-25T00:00:00+08:00", vec!["11-24 08:00", "11-24 21:00"]),
        ("2026-11-24T08:00:00+08:00", "2026-11-26T09:00:00+08:00", vec!["11-24 08:00", "11-25 20:00"]),
        // Open only while people sleep: there is no good moment.
        ("2026-11-24T23:00:00+08:00", "2026-11-25T06:00:00+08:00", vec![]),
    ] {
        assert_eq!(times(&planned(&[due("a", opens, closes)], &clock), &clock), at, "{opens} {closes}");
    }
}

#[test]
fn nothing_of_a_record_is_in_a_notice() {
    let clock = shanghai("2026-11-22T16:05:00+08:00");
    let asked = due("phq-9-suicide-check", "2026-11-24T09:00:00+08:00", "2026-11-25T18:00:00+08:00");
    for lang in [Lang::Zh, Lang::En] {
        let plan = plan(std::slice::from_ref(&asked), &Answers::default(), &clock, lang);
        let all = format!("{plan:?}").to_lowercase();
        for word in ["phq", "suicide", "问卷", "questionnaire", "术后", "surgery"] {
            assert!(!all.contains(word), "{word}");
        }
    }
}

#[test]
fn several_things_at_the_same_moment_are_one_notice_that_counts_them() {
    let clock = shanghai("2026-11-22T16:05:00+08:00");
    let all: Vec<Due> = ["a", "b", "c"].map(|task| due(task, "2026-11-24T09:00:00+08:00", "")).to_vec();
    let notices = planned(&all, &clock);
    assert_eq!((notices.len(), notices[0].text.as_str()), (1, "今天有 3 件事等您"));
}

#[test]
fn a_day_has_three_notices_and_the_urgent_ones_come_first() {
    let clock = shanghai("2026-11-22T16:05:00+08:00");
    let mut all: Vec<Due> = (8..13)
        .map(|hour| due(&hour.to_string(), &format!("2026-11-24T{hour:02}:00:00+08:00"), ""))
        .collect();
    all[4].urgent = true;
    let notices = planned(&all, &clock);
    assert_eq!(times(&notices, &clock), ["11-24 08:00", "11-24 09:00", "11-24 12:00"]);
    let channels: Vec<&str> = notices.iter().map(|one| one.channel.as_str()).collect();
    assert_eq!(channels, ["reminders", "reminders", "care"]);
}

#[test]
fn a_plan_made_later_on_the_day_keeps_what_the_mornings_plan_had() {
    let morning = shanghai("2026-11-24T06:00:00+08:00");
    let all: Vec<Due> = (8..14)
        .map(|hour| due(&hour.to_string(), &format!("2026-11-24T{hour:02}:00:00+08:00"), ""))
        .collect();
    let first = planned(&all, &morning);
    let later = planned(&all, &shanghai("2026-11-24T09:30:00+08:00"));
    assert_eq!(later, first[2..], "the day's three are used up");
}

#[test]
fn in_an_hour_means_in_an_hour_also_when_the_plan_is_made_anew_and_not_today_means_today() {
    let now = shanghai("2026-11-24T08:10:00+08:00");
    let asked = due("a", "2026-11-24T08:00:00+08:00", "2026-11-24T18:00:00+08:00");
    let before = planned(std::slice::from_ref(&asked), &shanghai("2026-11-24T07:00:00+08:00"));
    assert_eq!(times(&before, &now), ["11-24 08:00", "11-24 15:00"]);
    let mut answers = Answers::default();
    answers.press(&before[0].id, LATER, now.wall_ms);
    let again = plan(std::slice::from_ref(&asked), &answers, &now, Lang::Zh).notices;
    assert_eq!(times(&again, &now), ["11-24 09:10", "11-24 15:00"]);
    assert_eq!(again[0].id, before[0].id);
    answers.press(&before[0].id, NOT_TODAY, now.wall_ms);
    assert!(plan(std::slice::from_ref(&asked), &answers, &now, Lang::Zh).notices.is_empty());
    let two_days = due("a", "2026-11-24T08:00:00+08:00", "2026-11-25T18:00:00+08:00");
    let left = plan(&[two_days], &answers, &now, Lang::Zh).notices;
    assert_eq!(times(&left, &now), ["11-25 15:00"], "tomorrow is another day");
}

#[test]
fn in_an_hour_is_not_offered_when_that_is_night() {
    let clock = shanghai("2026-11-22T16:05:00+08:00");
    let offered = |opens: &str| {
        let notices = planned(&[due("a", opens, "")], &clock);
        let ids: Vec<String> = notices[0].actions.iter().map(|one| one.id.clone()).collect();
        (ids, notices[0].actions.iter().map(|one| (one.again_after_ms, one.opens)).collect::<Vec<_>>())
    };
    let (ids, what) = offered("2026-11-24T20:59:00+08:00");
    assert_eq!(ids, [OPEN, LATER, NOT_TODAY]);
    assert_eq!(what, [(0, true), (3_600_000, false), (0, false)]);
    assert_eq!(offered("2026-11-24T21:00:00+08:00").0, [OPEN, NOT_TODAY]);
}

#[test]
fn mornings_stay_mornings_when_the_clocks_change_in_berlin() {
    for (now, opens, wanted) in [
        // Set forward in the night of 29 March, back in the night of 25 October.
        ("2026-03-28T12:00:00+01:00", "2026-03-29T01:30:00+01:00", "2026-03-29T08:00:00+02:00"),
        ("2026-10-24T12:00:00+02:00", "2026-10-25T02:30:00+02:00", "2026-10-25T08:00:00+01:00"),
        ("2026-10-24T12:00:00+02:00", "2026-10-24T22:15:00+02:00", "2026-10-25T08:00:00+01:00"),
    ] {
        let notices = planned(&[due("a", opens, "")], &clock(now, "Europe/Berlin"));
        assert_eq!(notices[0].at_ms, millis(wanted), "{opens}");
    }
}

#[test]
fn a_traveller_is_not_woken_in_the_new_zone() {
    let asked = due("a", "2026-11-24T08:00:00+08:00", "");
    let at_home = planned(std::slice::from_ref(&asked), &shanghai("2026-11-22T16:05:00+08:00"));
    let away = clock("2026-11-22T16:05:00+08:00", "Europe/Berlin");
    let notices = planned(&[asked], &away);
    assert_eq!(times(&notices, &away), ["11-24 08:00"], "01:00 in Berlin is night");
    assert_eq!(notices[0].id, at_home[0].id, "the same notice");
}

#[test]
fn the_words_follow_the_language_and_the_notices_stay_the_same() {
    let clock = shanghai("2026-11-22T16:05:00+08:00");
    let all = [due("a", "2026-11-24T09:00:00+08:00", "2026-11-25T18:00:00+08:00")];
    let english = plan(&all, &Answers::default(), &clock, Lang::En);
    assert_eq!(english.notices[0].text, "One thing is waiting for you today");
    assert_eq!(english.channels[1].name, "Everyday reminders");
    let ids = |plan: &NoticePlan| plan.notices.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&english), ids(&plan(&all, &Answers::default(), &clock, Lang::Zh)));
}

prop_compose! {
    /// Anything that a hospital may ask for, within four years around a moment.
    fn any_due(now_minute: i64)(
        task in 0_u8..40,
        opens in prop::option::weighted(0.9, -100_000_i64..1_000_000),
        long in prop::option::weighted(0.9, -1_000_i64..20_000),
        urgent in prop::bool::weighted(0.2),
    ) -> Due {
        let opens_ms = opens.map(|minutes| (now_minute + minutes) * 60_000);
        let closes_ms = long.map(|minutes| opens_ms.unwrap_or(now_minute * 60_000) + minutes * 60_000);
        Due { task: format!("task-{task}"), opens_ms, closes_ms, urgent }
    }
}

prop_compose! {
    fn anything()(minute in 24_000_000_i64..35_000_000, zone in prop::sample::select(vec![
        "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo", "Nowhere",
    ]))(
        due in prop::collection::vec(any_due(minute), 0..120),
        pressed in prop::collection::vec((0_usize..60, prop::bool::ANY, -600_i64..60), 0..6),
        minute in Just(minute), zone in Just(zone),
    ) -> (Vec<Due>, Vec<(usize, bool, i64)>, Clock) {
        let mut tasks = BTreeSet::new();
        let due = due.into_iter().filter(|one| tasks.insert(one.task.clone())).collect();
        (due, pressed, Clock { wall_ms: minute * 60_000, mono_ms: 0, zone: zone.to_owned() })
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_plan_is_short_sorted_awake_and_the_same_again((due, pressed, clock) in anything()) {
        let mut answers = Answers::default();
        let first = plan(&due, &answers, &clock, Lang::Zh);
        for (index, later, minutes) in pressed {
            if let Some(notice) = first.notices.get(index) {
                let action = if later { LATER } else { NOT_TODAY };
                answers.press(&notice.id, action, clock.wall_ms + minutes * 60_000);
            }
        }
        let made = plan(&due, &answers, &clock, Lang::Zh);
        let mut shuffled = due.clone();
        shuffled.reverse();
        prop_assert_eq!(&made, &plan(&shuffled, &answers, &clock, Lang::Zh));

        prop_assert!(made.notices.len() <= 60);
        prop_assert!(made.notices.is_sorted_by_key(|one| one.at_ms));
        let mut days: BTreeMap<_, u32> = BTreeMap::new();
        let mut ids = BTreeSet::new();
        for notice in &made.notices {
            let local = format::local(&clock, notice.at_ms);
            prop_assert!((7..22).contains(&local.hour()), "{local}");
            prop_assert!(notice.at_ms > clock.wall_ms);
            prop_assert!(ids.insert(notice.id.clone()), "twice");
            prop_assert!(made.channels.iter().any(|one| one.id == notice.channel));
            *days.entry(local.date_naive()).or_default() += 1;
        }
        prop_assert!(days.values().all(|count| *count <= 3));
    }

    #[test]
    fn as_time_passes_a_plan_only_loses_what_is_over((due, _, clock) in anything(), hours in 0_i64..200) {
        let before = plan(&due, &Answers::default(), &clock, Lang::Zh);
        // The 60 that a device holds leave room for more as the first are over.
        prop_assume!(before.notices.len() < 60);
        let later = Clock { wall_ms: clock.wall_ms + hours * HOUR_MS, ..clock };
        let left: Vec<Notice> = before.notices.into_iter().filter(|one| one.at_ms > later.wall_ms).collect();
        prop_assert_eq!(left, plan(&due, &Answers::default(), &later, Lang::Zh).notices);
    }

    #[test]
    fn nothing_is_mentioned_once_it_is_closed((due, _, clock) in anything()) {
        for one in &due {
            for notice in plan(std::slice::from_ref(one), &Answers::default(), &clock, Lang::En).notices {
                prop_assert!(one.closes_ms.is_none_or(|closes| notice.at_ms < closes));
                prop_assert!(one.opens_ms.is_none_or(|opens| notice.at_ms >= opens));
            }
        }
    }
}
