use crate::{
    Consent, NoticeChosen, NotifyOut, Screen, SettingsEvent, Skill, SystemPage, Tab, Tap,
    forms::tests::phone_with_questions,
    support::{PIN, Phone, millis},
};

const ID: &str = "notices";

/// A phone with a form that opens on 26 November, whose owner says this when asked.
fn phone(owner_says: Consent) -> Phone {
    let mut phone = phone_with_questions();
    phone.skills = vec![Skill::Notices];
    phone.notify.owner_says = owner_says;
    phone.notify.stand.exact = true;
    phone.restart();
    phone.pin(&PIN);
    phone.settle();
    phone
}

fn last(phone: &Phone) -> Vec<i64> {
    phone
        .notify
        .plans
        .last()
        .map(|plan| plan.notices.iter().map(|one| one.at_ms).collect())
        .unwrap_or_default()
}

fn press(phone: &mut Phone, action: &str) {
    let notice = phone.notify.plans.last().unwrap().notices[0].id.clone();
    let at_ms = phone.clock.wall_ms;
    phone.tap(Tap::Notice(NoticeChosen { notice, action: action.to_owned(), at_ms }));
}

#[test]
fn nothing_is_asked_or_planned_until_the_switch_is_turned_on() {
    let mut phone = phone(Consent::Granted);
    phone.tap(Tap::Tick);
    assert_eq!((phone.notify.asked, phone.notify.plans.len()), (0, 0));
    assert!(!phone.switch(ID).unwrap().on);
    phone.toggle(ID);
    assert_eq!(phone.notify.asked, 1);
    let (opens, closes) = (millis("2026-11-26T08:00:00+08:00"), millis("2026-11-27T17:00:00+08:00"));
    assert_eq!(last(&phone), [opens, closes]);
    let row = phone.switch(ID).unwrap();
    assert!(row.on && row.problem.is_empty() && row.fix.is_empty());
}

#[test]
fn turning_it_off_takes_everything_back_and_the_choice_outlives_a_restart() {
    let mut phone = phone(Consent::Granted);
    phone.toggle(ID);
    phone.restart();
    assert_eq!(phone.notify.plans.len(), 1, "while locked nothing is planned and nothing is taken back");
    phone.pin(&PIN);
    assert_eq!((phone.notify.plans.len(), last(&phone).len()), (2, 2));
    phone.toggle(ID);
    assert!(last(&phone).is_empty());
    let told = phone.notify.plans.len();
    phone.restart();
    phone.pin(&PIN);
    phone.settle();
    assert_eq!(phone.notify.plans.len(), told);
    assert!(!phone.switch(ID).unwrap().on);
}

#[test]
fn the_same_plan_is_not_told_twice_and_an_answered_form_leaves_it() {
    let mut phone = phone(Consent::Granted);
    phone.toggle(ID);
    for _ in 0..3 {
        phone.tap(Tap::Tick);
        phone.tap(Tap::Woken);
    }
    assert_eq!(phone.notify.plans.len(), 1);
    let mut task = phone.hospital.store["Task/day-7"].clone();
    task["status"] = "completed".into();
    phone.hospital.put(task, true);
    phone.settle();
    assert!(last(&phone).is_empty(), "the hospital does not wait for it any more");
}

#[test]
fn a_new_language_and_a_new_zone_make_the_plan_anew() {
    let mut phone = phone(Consent::Granted);
    phone.toggle(ID);
    let ids = |phone: &Phone| -> Vec<String> {
        phone.notify.plans.last().unwrap().notices.iter().map(|one| one.id.clone()).collect()
    };
    let before = ids(&phone);
    let mut phone = phone.in_english();
    let plan = phone.notify.plans.last().unwrap();
    assert_eq!(plan.notices[0].text, "One thing is waiting for you today");
    assert_eq!(ids(&phone), before);
    phone.clock.zone = "Europe/Berlin".to_owned();
    phone.tap(Tap::Tick);
    assert_eq!(last(&phone)[0], millis("2026-11-26T08:00:00+01:00"), "one in the morning is night");
    assert_eq!(ids(&phone), before);
}

#[test]
fn refused_notices_are_explained_and_coming_back_with_permission_plans_them() {
    let mut phone = phone(Consent::Refused);
    phone.toggle(ID);
    let row = phone.switch(ID).unwrap();
    assert!(
        row.on && row.problem.contains("不会提醒您") && row.problem.contains("手机设置"),
        "{}",
        row.problem
    );
    assert!(phone.notify.plans.is_empty());
    phone.tap(Tap::Settings(SettingsEvent::FixPressed(ID.to_owned())));
    assert_eq!(phone.opened, [SystemPage::Notices]);
    phone.notify.stand = NotifyOut { consent: Consent::Granted, exact: true };
    phone.tap(Tap::Tick);
    assert!(phone.switch(ID).unwrap().problem.is_empty());
    assert_eq!(last(&phone).len(), 2);
}

#[test]
fn a_permission_taken_away_is_said_and_given_back_is_planned_again() {
    let mut phone = phone(Consent::Granted);
    phone.toggle(ID);
    phone.notify.stand.consent = Consent::Refused;
    phone.tap(Tap::Tick);
    assert!(!phone.switch(ID).unwrap().problem.is_empty());
    phone.notify.stand.consent = Consent::Granted;
    phone.tap(Tap::Tick);
    assert_eq!(phone.notify.plans.len(), 2, "the system may have forgotten the first");
}

#[test]
fn notices_that_may_come_late_say_so_and_lead_to_where_that_is_changed() {
    let mut phone = phone(Consent::Granted);
    phone.notify.stand.exact = false;
    phone.toggle(ID);
    let row = phone.switch(ID).unwrap();
    assert!(row.problem.contains("晚几分钟") && !row.fix.is_empty());
    assert_eq!(last(&phone).len(), 2, "they are planned all the same");
    phone.tap(Tap::Settings(SettingsEvent::FixPressed(ID.to_owned())));
    assert_eq!(phone.opened, [SystemPage::ExactNotices]);
}

#[test]
fn a_device_that_shows_none_says_so_and_one_without_the_skill_has_no_switch() {
    let mut cannot = phone(Consent::Unavailable);
    cannot.toggle(ID);
    let row = cannot.switch(ID).unwrap();
    assert!(row.problem.contains("显示不了") && row.fix.is_empty());
    let mut browser = Phone::in_use();
    assert!(browser.switch(ID).is_none());
    browser.toggle(ID);
    assert!(browser.notify.plans.is_empty());
}

#[test]
fn a_choice_that_cannot_be_kept_is_said() {
    let mut phone = phone(Consent::Granted);
    phone.vault.writes_fail = Some(crate::effects::vault::VaultFault::StorageFull);
    phone.toggle(ID);
    assert!(phone.view().chrome.toast.unwrap().text.contains("没能记住"));
}

#[test]
fn a_notice_brings_today_to_the_front_and_its_other_buttons_leave_the_screen_as_it_is() {
    let mut phone = phone(Consent::Granted);
    phone.toggle(ID);
    press(&mut phone, "later");
    assert!(matches!(phone.view().screen, Screen::Settings(_)));
    assert_eq!(last(&phone)[0], phone.clock.wall_ms + 3_600_000);
    press(&mut phone, "not-today");
    assert!(matches!(phone.view().screen, Screen::Settings(_)));
    press(&mut phone, "");
    assert!(matches!(phone.view().screen, Screen::Today(_)));
    phone.tap(Tap::TabChosen(Tab::Me));
    press(&mut phone, "open");
    assert!(matches!(phone.view().screen, Screen::Today(_)));
}

#[test]
fn what_was_pressed_while_locked_counts_after_unlocking_and_is_written_nowhere() {
    let mut phone = phone(Consent::Granted);
    phone.toggle(ID);
    let outbox = phone.vault.outbox.len();
    phone.restart();
    let plans = phone.notify.plans.len();
    press(&mut phone, "later");
    assert!(matches!(phone.view().screen, Screen::Lock(_)));
    phone.tap(Tap::Woken);
    assert_eq!(phone.notify.plans.len(), plans, "there is no key to plan with");
    phone.pin(&PIN);
    assert!(matches!(phone.view().screen, Screen::Today(_)));
    assert_eq!(last(&phone)[0], phone.clock.wall_ms + 3_600_000);
    assert_eq!(phone.vault.outbox.len(), outbox);
}

#[test]
fn without_an_account_nothing_stays_planned() {
    let mut phone = Phone::new();
    phone.skills = vec![Skill::Notices];
    phone.restart();
    assert_eq!(phone.notify.plans, [crate::NoticePlan::default()]);
}

#[test]
fn an_answer_after_locking_changes_nothing() {
    let mut phone = phone(Consent::Granted);
    phone.toggle(ID);
    phone.tap(Tap::Settings(SettingsEvent::LockPressed));
    let plans = phone.notify.plans.len();
    phone.tap(Tap::Tick);
    assert_eq!(phone.notify.plans.len(), plans);
}
