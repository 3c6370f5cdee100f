//! The plan: from what is due to what is shown, and when. Pure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveTime, TimeDelta, Timelike};
use uuid::Uuid;

use crate::{
    effects::{Notice, NoticeAction, NoticeChannel, NoticePlan},
    event::Clock,
    format,
    text::{Lang, t},
    zones::Zone,
};

/// How many a device holds: iOS keeps 64.
const MOST: usize = 60;
const MOST_A_DAY: usize = 3;
/// Nobody is woken from here …
const QUIET_FROM: u32 = 22;
/// … to here.
const QUIET_TO: u32 = 7;
/// What would come in the night comes then, …
const MORNING: u32 = 8;
/// … and what would be too late in the morning comes the evening before.
const EVENING: u32 = 20;
const HOUR_MS: i64 = 60 * 60 * 1_000;
/// How long before it closes a form is mentioned again, and how long at least after the first time.
const BEFORE_CLOSING_MS: i64 = 3 * HOUR_MS;
const BETWEEN_MS: i64 = HOUR_MS;
/// How long it is remembered what was pressed on a notice.
const KEPT_MS: i64 = 48 * HOUR_MS;

/// The channel of what the hospital calls urgent.
const CARE: &str = "care";
/// The channel of everything else.
const REMINDERS: &str = "reminders";
/// The buttons.
pub(super) const OPEN: &str = "open";
pub(super) const LATER: &str = "later";
pub(super) const NOT_TODAY: &str = "not-today";

/// Something that waits for the patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Due {
    /// The Task that asks for it.
    pub(crate) task: String,
    /// From when on it can be done, if not at any time.
    pub(crate) opens_ms: Option<i64>,
    /// Until when.
    pub(crate) closes_ms: Option<i64>,
    /// Whether the hospital calls it urgent.
    pub(crate) urgent: bool,
}

/// What was pressed on notices, by the notice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Answers {
    /// To be shown again, at that moment.
    pub(crate) again: BTreeMap<String, i64>,
    /// Not again on the day of that moment.
    pub(crate) not_today: BTreeMap<String, i64>,
}

impl Answers {
    /// Notes what was pressed on a notice, and when.
    pub(super) fn press(&mut self, notice: &str, action: &str, at_ms: i64) {
        let over = at_ms.saturating_sub(KEPT_MS);
        self.again.retain(|_, at| *at > over);
        self.not_today.retain(|_, at| *at > over);
        self.again.remove(notice);
        match action {
            LATER => {
                self.again.insert(notice.to_owned(), at_ms.saturating_add(HOUR_MS));
            }
            NOT_TODAY => {
                self.not_today.insert(notice.to_owned(), at_ms);
            }
            _ => {}
        }
    }
}

/// A moment at which one thing is mentioned.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mention {
    at_ms: i64,
    id: String,
    urgent: bool,
    closing: bool,
    /// Whether the patient asked to be told again.
    again: bool,
}

/// All that is to be shown after now. The same inputs give the same plan, and the same notice has the same id in each.
pub(crate) fn plan(due: &[Due], answers: &Answers, clock: &Clock, lang: Lang) -> NoticePlan {
    let mut moments: BTreeMap<i64, Vec<Mention>> = BTreeMap::new();
    for mention in due.iter().flat_map(|one| mentions(one, answers, clock)) {
        moments.entry(mention.at_ms).or_default().push(mention);
    }
    let mut days: BTreeMap<NaiveDate, Vec<Vec<Mention>>> = BTreeMap::new();
    for (at_ms, mut together) in moments {
        together.sort_by(|one, other| (!one.urgent, &one.id).cmp(&(!other.urgent, &other.id)));
        days.entry(format::local(clock, at_ms).date_naive()).or_default().push(together);
    }
    let mut kept: Vec<Vec<Mention>> = days.into_values().flat_map(few).collect();
    // What is over counts for its day, so that a plan made in the afternoon keeps what the morning's had.
    kept.retain(|together| together.first().is_some_and(|first| first.at_ms > clock.wall_ms));
    kept.sort_by_key(|together| together.first().map(|first| first.at_ms));
    kept.truncate(MOST);
    NoticePlan {
        channels: channels(lang),
        notices: kept.iter().filter_map(|together| notice(together, clock, lang)).collect(),
    }
}

/// The most urgent of a day, what the patient asked for again before the rest, the earlier before the later.
fn few(mut day: Vec<Vec<Mention>>) -> Vec<Vec<Mention>> {
    let any = |together: &[Mention], is: fn(&Mention) -> bool| together.iter().any(is);
    day.sort_by_key(|together| {
        (
            !any(together, |one| one.urgent),
            !any(together, |one| one.again),
            together.first().map(|one| one.at_ms),
        )
    });
    day.truncate(MOST_A_DAY);
    day
}

/// When one thing is mentioned: when it opens, and before it closes.
fn mentions(due: &Due, answers: &Answers, clock: &Clock) -> Vec<Mention> {
    let opening = id(&due.task, "opens");
    let closing = id(&due.task, "closes");
    let is_over = |at: i64| due.closes_ms.is_some_and(|closes| at >= closes);
    let first = due.opens_ms.map(|at| awake_after(clock, at)).filter(|at| !is_over(*at));
    let last = due
        .closes_ms
        .map(|closes| awake_before(clock, closes.saturating_sub(BEFORE_CLOSING_MS)))
        .filter(|at| !is_over(*at) && first.or(due.opens_ms).is_none_or(|first| at - first >= BETWEEN_MS));
    let put_off: BTreeSet<NaiveDate> = [&opening, &closing]
        .into_iter()
        .filter_map(|id| answers.not_today.get(id))
        .map(|at| format::local(clock, *at).date_naive())
        .collect();
    let mention = |id: &String, at: Option<i64>, closing: bool| {
        let again = answers.again.get(id).map(|at| awake_after(clock, *at)).filter(|at| !is_over(*at));
        let at_ms = again.or(at)?;
        let off = put_off.contains(&format::local(clock, at_ms).date_naive());
        // A zone whose clocks jump across the morning: rather not at all than at night.
        (!off && !is_quiet(clock, at_ms)).then(|| Mention {
            at_ms,
            id: id.clone(),
            urgent: due.urgent,
            closing,
            again: again.is_some(),
        })
    };
    [mention(&opening, first, false), mention(&closing, last, true)].into_iter().flatten().collect()
}

/// The id of a notice: the same in every plan, and nothing of the Task's own id can be read in it.
fn id(task: &str, what: &str) -> String {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("kangban-notice:{what}:{task}").as_bytes()).to_string()
}

fn is_quiet(clock: &Clock, ms: i64) -> bool {
    !(QUIET_TO..QUIET_FROM).contains(&format::local(clock, ms).hour())
}

/// That moment, or the next morning when it is at night.
fn awake_after(clock: &Clock, ms: i64) -> i64 {
    if !is_quiet(clock, ms) {
        return ms;
    }
    let local = format::local(clock, ms);
    let day = local.date_naive();
    let day = if local.hour() < QUIET_TO { Some(day) } else { day.succ_opt() };
    day.map_or(ms, |day| moment(clock, day, MORNING))
}

/// That moment, or the evening before when it is at night.
fn awake_before(clock: &Clock, ms: i64) -> i64 {
    if !is_quiet(clock, ms) {
        return ms;
    }
    let local = format::local(clock, ms);
    let day = local.date_naive();
    let day = if local.hour() < QUIET_TO { day.pred_opt() } else { Some(day) };
    day.map_or(ms, |day| moment(clock, day, EVENING))
}

/// That hour of a day in the device's zone; the next one where the clocks skip it.
fn moment(clock: &Clock, day: NaiveDate, hour: u32) -> i64 {
    let zone = Zone::named(&clock.zone);
    let local = day.and_time(NaiveTime::MIN) + TimeDelta::hours(i64::from(hour));
    zone.moment(local)
        .or_else(|| zone.moment(local + TimeDelta::hours(1)))
        .unwrap_or_else(|| local.and_utc().timestamp_millis())
}

fn channels(lang: Lang) -> Vec<NoticeChannel> {
    vec![
        NoticeChannel {
            id: CARE.to_owned(),
            name: t!(lang, "notices-care"),
            detail: t!(lang, "notices-care-detail"),
            urgent: true,
        },
        NoticeChannel {
            id: REMINDERS.to_owned(),
            name: t!(lang, "notices-reminders"),
            detail: t!(lang, "notices-reminders-detail"),
            urgent: false,
        },
    ]
}

/// The words say that something waits, never what: a lock screen is read by anybody.
fn notice(together: &[Mention], clock: &Clock, lang: Lang) -> Option<Notice> {
    let first = together.first()?;
    let urgent = together.iter().any(|one| one.urgent);
    let text = match together {
        [one] if one.closing => t!(lang, "notice-closing"),
        [_] => t!(lang, "notice-one"),
        more => t!(lang, "notice-many", count = more.len().to_string()),
    };
    let button = |id: &str, label: String, again_after_ms, opens| NoticeAction {
        id: id.to_owned(),
        label,
        again_after_ms,
        opens,
    };
    let mut actions = vec![button(OPEN, t!(lang, "notice-open"), 0, true)];
    // In an hour it would be night.
    if !is_quiet(clock, first.at_ms.saturating_add(HOUR_MS)) {
        actions.push(button(LATER, t!(lang, "notice-later"), HOUR_MS.unsigned_abs(), false));
    }
    actions.push(button(NOT_TODAY, t!(lang, "notice-not-today"), 0, false));
    Some(Notice {
        id: first.id.clone(),
        at_ms: first.at_ms,
        channel: if urgent { CARE } else { REMINDERS }.to_owned(),
        title: t!(lang, "app-name"),
        text,
        exact: true,
        actions,
    })
}
