//! The switch in Settings, and what it says when the device does not play along.

use crux_core::Command;

use super::update::{is_wanted, tell};
use crate::{
    effects::{Cmd, Consent, NoticePlan, NotifyOp, NotifyOut, Skill, SystemPage},
    model::{Model, Open},
    settings::{Switch, switches},
    text::t,
    view::SwitchRow,
};

pub(super) const ID: &str = "notices";

/// See [`Switch`].
pub(crate) const SWITCHES: &[Switch] = &[Switch { id: ID, row, toggled, fix }];

fn row(model: &Model, _: &Open) -> Option<SwitchRow> {
    if !model.can(Skill::Notices) {
        return None;
    }
    let lang = model.look.lang;
    let on = is_wanted(model);
    let (problem, fix) = match model.notices.standing {
        _ if !on => (String::new(), String::new()),
        NotifyOut { consent: Consent::Refused, .. } => {
            (t!(lang, "notices-refused"), t!(lang, "open-system-settings"))
        }
        NotifyOut { consent: Consent::Unavailable, .. } => (t!(lang, "notices-unavailable"), String::new()),
        NotifyOut { consent: Consent::Granted, exact: false } => {
            (t!(lang, "notices-inexact"), t!(lang, "open-system-settings"))
        }
        NotifyOut { consent: Consent::Granted | Consent::NotAsked, .. } => (String::new(), String::new()),
    };
    Some(SwitchRow {
        id: ID.to_owned(),
        label: t!(lang, "notices-switch"),
        detail: t!(lang, "notices-switch-detail"),
        icon: "clock".to_owned(),
        on,
        problem,
        fix,
    })
}

fn toggled(model: &mut Model) -> Cmd {
    let on = !is_wanted(model);
    model.notices.planned = None;
    let op = if on { NotifyOp::Ask } else { NotifyOp::Plan(NoticePlan::default()) };
    switches::choose(model, ID, on).and(tell(op))
}

/// Sends the person to where the device's word can be changed. Coming back is a tick, and a tick looks again.
fn fix(model: &mut Model) -> Cmd {
    let page = match model.notices.standing.consent {
        Consent::Granted => SystemPage::ExactNotices,
        _ => SystemPage::Notices,
    };
    Command::notify_shell(page).into()
}
