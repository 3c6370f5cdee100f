use crux_core::Command;

use super::{
    NoticesStep,
    plan::{self, Due, OPEN},
    switch::ID,
};
use crate::{
    effects::{Cmd, Consent, NoticeChosen, NoticePlan, NotifyOp, Skill},
    event::Step,
    model::{Model, Open, Stage},
};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

pub(super) fn tell(op: NotifyOp) -> Cmd {
    Command::request_from_shell(op).then_send(|out| Step::Notices(NoticesStep::Told(out)).into())
}

/// Whether the person has turned notices on.
pub(super) fn is_wanted(model: &Model) -> bool {
    model.can(Skill::Notices) && model.chosen(ID).unwrap_or(false)
}

/// The vault has been opened: what was told in an earlier session may be another account's.
pub(crate) fn opened(model: &mut Model) -> Cmd {
    model.notices.planned = None;
    look(model)
}

/// There is no account on this device: whatever was planned for one is taken back.
pub(crate) fn nobody(model: &Model) -> Cmd {
    if model.can(Skill::Notices) { tell(NotifyOp::Plan(NoticePlan::default())) } else { Command::done() }
}

/// Asks the device how notices stand: its owner may have changed that, the clock or the zone may have moved. What
/// comes back makes the plan anew.
pub(crate) fn look(model: &Model) -> Cmd {
    if is_wanted(model) && matches!(model.stage, Stage::Open(_)) {
        tell(NotifyOp::Look)
    } else {
        Command::done()
    }
}

/// Tells the device what to show, when that is not what it was told before. Nothing is planned while the vault is
/// closed: what was planned until then stays.
pub(crate) fn follow(model: &mut Model) -> Cmd {
    if !is_wanted(model) || model.notices.standing.consent != Consent::Granted {
        return Command::done();
    }
    let Model { notices, clock, look, stage: Stage::Open(open), .. } = model else { return Command::done() };
    let plan = plan::plan(&due(open, clock.wall_ms), &notices.answers, clock, look.lang);
    if notices.planned.as_ref() == Some(&plan) {
        return Command::done();
    }
    notices.planned = Some(plan.clone());
    tell(NotifyOp::Plan(plan))
}

/// What waits for the patient, now or later.
fn due(open: &Open, now_ms: i64) -> Vec<Due> {
    let waiting = open.data.forms.asked.iter().filter(|one| one.is_due(now_ms) || one.is_coming(now_ms));
    let due = waiting.map(|one| Due {
        task: one.task.clone(),
        opens_ms: one.opens_ms,
        closes_ms: one.closes_ms,
        urgent: one.urgent,
    });
    due.collect()
}

/// Something was pressed on a notice. Gives whether Today is to come to the front.
pub(crate) fn chosen(model: &mut Model, chosen: &NoticeChosen) -> bool {
    let now = model.clock.wall_ms;
    // Told days later it is over; told by a clock that was set since, it means nothing.
    if (chosen.at_ms - now).abs() < DAY_MS {
        model.notices.answers.press(&chosen.notice, &chosen.action, chosen.at_ms);
    }
    chosen.action.is_empty() || chosen.action == OPEN
}

pub(crate) fn came(model: &mut Model, came: NoticesStep) -> Cmd {
    let NoticesStep::Told(standing) = came;
    if standing.consent != Consent::Granted {
        // The system may have let go of what was planned.
        model.notices.planned = None;
    }
    model.notices.standing = standing;
    follow(model)
}
