//! Locking by itself after a while in the background.

use crux_core::Command;

use super::{
    LockStep, Why,
    update::{lock_now, step},
};
use crate::{
    effects::{Cmd, after},
    event::{Clock, Tap},
    model::{Model, Stage},
};

/// How long the app may be in the background and still be open when it comes back.
pub(crate) const AWAY_MS: u64 = 5 * 60 * 1_000;

/// Since when the app is in the background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Away {
    wall_ms: i64,
    mono_ms: u64,
}

impl Away {
    fn since(clock: &Clock) -> Self {
        Self { wall_ms: clock.wall_ms, mono_ms: clock.mono_ms }
    }

    /// Whether it was too long, by either clock: one that is never set may stand still while the device sleeps, and the
    /// other may have been set back.
    fn is_over(self, clock: &Clock) -> bool {
        let by_wall = u64::try_from(clock.wall_ms.saturating_sub(self.wall_ms)).unwrap_or_default();
        clock.mono_ms.saturating_sub(self.mono_ms).max(by_wall) >= AWAY_MS
    }
}

/// Comes before whatever was tapped: a vault that was left for too long is closed first, so that nothing of it is
/// shown or done.
pub(crate) fn before(model: &mut Model, tap: &Tap) -> Cmd {
    match tap {
        Tap::Hidden => {
            if model.away.is_none() {
                let away = Away::since(&model.clock);
                model.away = Some(away);
                return wake(away);
            }
        }
        // None of these is the person.
        Tap::Network(_) | Tap::Woken => {}
        _ => {
            let over = model.away.is_some_and(|away| away.is_over(&model.clock));
            if over && matches!(model.stage, Stage::Open(_)) {
                return lock_by_itself(model);
            }
            // A button of a notice is pressed without coming back.
            if !matches!(tap, Tap::Notice(_)) {
                model.away = None;
            }
        }
    }
    Command::done()
}

fn wake(away: Away) -> Cmd {
    after(0, AWAY_MS, move || step(LockStep::AwayOver(away)))
}

/// The while is over, and the app still in the background. What waits for the hospital may go on being sent, since that
/// needs the vault; whoever comes back meets the lock all the same.
pub(super) fn over(model: &mut Model, away: Away) -> Cmd {
    match &model.stage {
        Stage::Open(open) if model.away == Some(away) => {
            if open.data.waiting > 0 {
                wake(away)
            } else {
                lock_by_itself(model)
            }
        }
        _ => Command::done(),
    }
}

fn lock_by_itself(model: &mut Model) -> Cmd {
    model.away = None;
    let lock = lock_now(model);
    if let Stage::Locked(locked) = &mut model.stage {
        locked.why = Why::Away;
    }
    lock
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        DiaryEvent, LockEvent, Screen, SettingsEvent, Skill, Tab,
        support::{PIN, Phone},
    };

    fn greeting(phone: &Phone) -> Option<String> {
        match phone.view().screen {
            Screen::Lock(view) => Some(view.greeting),
            _ => None,
        }
    }

    /// The device sleeps: time passes and no timer runs out.
    fn sleep(phone: &mut Phone, ms: u64) {
        phone.clock.mono_ms += ms;
        phone.clock.wall_ms += i64::try_from(ms).unwrap();
    }

    #[test]
    fn after_five_minutes_in_the_background_the_vault_is_closed_and_the_lock_says_why() {
        let mut phone = Phone::in_use();
        phone.tap(Tap::Hidden);
        phone.wait(AWAY_MS - 1);
        assert!(phone.vault.is_open);
        phone.wait(1);
        assert!(!phone.vault.is_open, "with nobody touching it");
        assert_eq!(greeting(&phone).unwrap(), "您离开了一会儿，已经锁上。请输入 6 位密码");
        phone.pin(&PIN);
        assert!(matches!(phone.view().screen, Screen::Today(_)));
    }

    #[test]
    fn coming_back_sooner_goes_on_where_it_was_and_starts_the_time_anew() {
        let mut phone = Phone::in_use();
        phone.tap(Tap::TabChosen(Tab::Diary));
        phone.tap(Tap::Hidden);
        phone.wait(AWAY_MS - 1_000);
        phone.tap(Tap::Tick);
        phone.wait(AWAY_MS);
        phone.tap(Tap::Tick);
        assert!(matches!(phone.view().screen, Screen::Diary(_)), "it was in front all the time");
        phone.tap(Tap::Hidden);
        phone.wait(AWAY_MS);
        assert!(greeting(&phone).is_some());
    }

    #[test]
    fn a_device_that_slept_locks_before_the_first_tap_does_anything() {
        for tap in [
            Tap::Tick,
            Tap::TabChosen(Tab::Messages),
            Tap::Diary(DiaryEvent::ItemPressed("pain".to_owned())),
            Tap::Back,
        ] {
            let mut phone = Phone::in_use();
            phone.tap(Tap::Hidden);
            sleep(&mut phone, AWAY_MS);
            phone.tap(tap);
            assert!(greeting(&phone).is_some() && !phone.vault.is_open);
        }
    }

    #[test]
    fn a_clock_that_was_set_neither_keeps_it_open_nor_breaks_anything() {
        // The wall clock was set back two days; the other one knows.
        let mut phone = Phone::in_use();
        phone.tap(Tap::Hidden);
        phone.clock.wall_ms -= 2 * 86_400_000;
        phone.clock.mono_ms += AWAY_MS;
        phone.tap(Tap::Tick);
        assert!(greeting(&phone).is_some());
        // The other one stood still while the device slept, or began anew.
        let mut phone = Phone::in_use();
        phone.tap(Tap::Hidden);
        phone.clock.wall_ms += i64::try_from(AWAY_MS).unwrap();
        phone.clock.mono_ms = 0;
        phone.tap(Tap::Tick);
        assert!(greeting(&phone).is_some());
        // Set back within the five minutes: nothing happens.
        let mut phone = Phone::in_use();
        phone.tap(Tap::Hidden);
        phone.clock.wall_ms = 0;
        phone.clock.mono_ms += 1_000;
        phone.tap(Tap::Tick);
        assert_eq!(greeting(&phone), None);
    }

    #[test]
    fn what_waits_for_the_hospital_is_still_sent_and_then_it_locks() {
        let mut phone = Phone::in_use();
        phone.cut_the_network();
        phone.log("pain", 2);
        phone.tap(Tap::Hidden);
        phone.wait(AWAY_MS);
        assert!(phone.vault.is_open);
        phone.online = true;
        phone.tap(Tap::Network(true));
        phone.tap(Tap::Woken);
        phone.settle();
        assert_eq!(phone.hospital.observations().len(), 1);
        phone.wait(AWAY_MS);
        assert!(!phone.vault.is_open);
    }

    #[test]
    fn whoever_comes_back_while_something_waits_meets_the_lock() {
        let mut phone = Phone::in_use();
        phone.cut_the_network();
        phone.log("pain", 2);
        phone.tap(Tap::Hidden);
        phone.wait(AWAY_MS);
        phone.tap(Tap::Woken);
        phone.tap(Tap::Tick);
        assert!(greeting(&phone).is_some() && !phone.vault.is_open);
    }

    #[test]
    fn what_was_being_entered_is_there_after_it_has_locked_and_a_finger_opens_it() {
        let mut phone = Phone::in_use_with(&[Skill::Biometrics]);
        phone.toggle("quick");
        phone.pin(&PIN);
        phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
        phone.diary(DiaryEvent::NoteTyped("走路时".to_owned()));
        phone.tap(Tap::Hidden);
        phone.wait(AWAY_MS);
        phone.tap(Tap::Tick);
        phone.tap(Tap::Lock(LockEvent::QuickPressed));
        phone.diary(DiaryEvent::ItemPressed("pain".to_owned()));
        assert_eq!(phone.log_view().note.value, "走路时");
    }

    #[test]
    fn a_vault_that_was_locked_by_hand_is_asked_for_as_always() {
        let mut phone = Phone::in_use();
        phone.tap(Tap::Settings(SettingsEvent::LockPressed));
        phone.tap(Tap::Hidden);
        phone.wait(AWAY_MS);
        phone.tap(Tap::Tick);
        assert_eq!(greeting(&phone).unwrap(), "请输入 6 位密码");
    }
}
