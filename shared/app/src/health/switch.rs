//! The switch in Settings, and what it says when readings do not come.

use crux_core::Command;

use super::{
    HealthStep,
    update::{forget, read_now},
};
use crate::{
    effects::{Cmd, Consent, HealthOp, HealthOut, Skill, SystemPage},
    event::Step,
    model::{Model, Open},
    settings::{Switch, switches},
    text::t,
    view::SwitchRow,
};

const ID: &str = "health";

/// See [`Switch`].
pub(crate) const SWITCHES: &[Switch] = &[Switch { id: ID, row, toggled, fix }];

/// Whether the person has turned it on.
pub(super) fn is_wanted(model: &Model) -> bool {
    model.can(Skill::Health) && model.chosen(ID).unwrap_or(false)
}

fn row(model: &Model, _: &Open) -> Option<SwitchRow> {
    if !model.can(Skill::Health) {
        return None;
    }
    let lang = model.look.lang;
    let on = is_wanted(model);
    let turned_down = model.health.turned_down.len();
    let (problem, fix) = match model.health.consent {
        _ if !on => (String::new(), String::new()),
        Consent::Refused => (t!(lang, "health-refused"), t!(lang, "open-system-settings")),
        Consent::NotAsked => (t!(lang, "health-refused"), t!(lang, "health-ask")),
        Consent::Unavailable => (t!(lang, "health-unavailable"), String::new()),
        Consent::Granted if turned_down > 0 => {
            (t!(lang, "health-turned-down", count = turned_down.to_string()), String::new())
        }
        Consent::Granted => (String::new(), String::new()),
    };
    Some(SwitchRow {
        id: ID.to_owned(),
        label: t!(lang, "health-switch"),
        detail: t!(lang, "health-switch-detail"),
        icon: "chart".to_owned(),
        on,
        problem,
        fix,
    })
}

fn toggled(model: &mut Model) -> Cmd {
    let on = !is_wanted(model);
    let keep = switches::choose(model, ID, on);
    keep.and(if on { ask_owner() } else { forget(model) })
}

/// Asks where nobody has asked yet; else sends the person to where it can be changed. Coming back is a tick, and a tick
/// reads.
fn fix(model: &mut Model) -> Cmd {
    match model.health.consent {
        Consent::NotAsked => ask_owner(),
        _ => Command::notify_shell(SystemPage::Health).into(),
    }
}

fn ask_owner() -> Cmd {
    Command::request_from_shell(HealthOp::Ask).then_send(|out| Step::Health(HealthStep::Asked(out)).into())
}

/// The owner was asked.
pub(super) fn asked(model: &mut Model, out: &HealthOut) -> Cmd {
    model.health.consent = out.consent;
    read_now(model)
}
