//! Opening with a finger or a face. The device's secure hardware keeps a key that opens the vault beside the PIN; the
//! PIN always works, and losing that key loses nothing else.

use crux_core::Command;

use super::{
    LockStep, Locked, PinTyped,
    update::{fail, load, step, wait},
};
use crate::{
    effects::{
        Cmd, SecretKey, SecretOp, SecretOut, SecretPrompt, Skill, SystemPage, VaultOp, VaultOut,
        vault::{Pin, VaultFault, ask},
    },
    format,
    model::{Model, Open, Place, Stage, Toasting},
    settings::Switch,
    text::{Lang, t},
    view::{Button, SwitchRow},
};

const ID: &str = "quick";
/// The key's name in the secure hardware.
const KEY: &str = "kangban.quick";

/// See [`Switch`].
pub(crate) const SWITCHES: &[Switch] = &[Switch { id: ID, row, toggled, fix }];

/// How opening with a finger or a face stands.
#[derive(Debug, Default)]
pub(crate) struct Quick {
    /// Whether the hardware's key opens the vault of this device.
    pub(crate) is_set_up: bool,
    /// What went wrong last.
    trouble: Option<QuickTrouble>,
}

/// See [`Quick`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QuickTrouble {
    /// Fingers or faces were added or removed.
    Changed,
    /// The key is gone.
    Lost,
    /// No finger or face is set up, or the hardware does not answer.
    Unavailable,
    /// It could not be turned on or off.
    NotDone,
}

/// Turning it on: the PIN that is typed, then the prompt.
#[derive(Debug, Default)]
pub(crate) struct QuickSetup {
    pub(crate) typed: PinTyped,
    /// The PIN, while the prompt is in front.
    pin: Option<PinTyped>,
    pub(crate) error: String,
    pub(crate) busy: bool,
}

impl Quick {
    /// As it is found for an account.
    pub(super) fn found(is_set_up: bool) -> Self {
        Self { is_set_up, trouble: None }
    }
}

fn row(model: &Model, _: &Open) -> Option<SwitchRow> {
    let lang = model.look.lang;
    let problem = match model.quick.trouble {
        None => String::new(),
        Some(QuickTrouble::Changed) => t!(lang, "quick-changed-off"),
        Some(QuickTrouble::Lost) => t!(lang, "quick-lost-off"),
        Some(QuickTrouble::Unavailable) => t!(lang, "quick-unavailable"),
        Some(QuickTrouble::NotDone) => t!(lang, "quick-not-done"),
    };
    let fixable = model.quick.trouble == Some(QuickTrouble::Unavailable);
    model.can(Skill::Biometrics).then(|| SwitchRow {
        id: ID.to_owned(),
        label: t!(lang, "quick-label"),
        detail: t!(lang, "quick-detail"),
        icon: "fingerprint".to_owned(),
        on: model.quick.is_set_up,
        problem,
        fix: if fixable { t!(lang, "open-system-settings") } else { String::new() },
    })
}

fn toggled(model: &mut Model) -> Cmd {
    let Stage::Open(open) = &mut model.stage else { return Command::done() };
    model.quick.trouble = None;
    if model.quick.is_set_up {
        return ask(VaultOp::RemoveDeviceKey(open.patient.clone()))
            .then_send(|out| step(LockStep::QuickRemoved(out)));
    }
    open.quick = Some(QuickSetup::default());
    open.go(Place::QuickUnlock);
    Command::done()
}

fn fix(model: &mut Model) -> Cmd {
    // Whether it helped is seen the next time.
    model.quick.trouble = None;
    Command::notify_shell(SystemPage::Biometrics).into()
}

/// The button on the lock, where it is set up and no pause runs.
pub(super) fn button(model: &Model, ready: bool) -> Option<Button> {
    let offered = model.can(Skill::Biometrics) && model.quick.is_set_up && ready;
    offered.then(|| Button {
        label: t!(model.look.lang, "quick-open"),
        icon: "fingerprint".to_owned(),
        ..Button::default()
    })
}

/// What the lock says of it.
pub(super) fn lock_text(lang: Lang, locked: &Locked) -> String {
    match locked.trouble {
        Some(QuickTrouble::Changed) => t!(lang, "quick-changed"),
        Some(QuickTrouble::Lost) => t!(lang, "quick-lost"),
        Some(QuickTrouble::Unavailable) => t!(lang, "quick-unavailable"),
        Some(QuickTrouble::NotDone) | None => String::new(),
    }
}

/// The button on the lock was pressed.
pub(super) fn pressed(model: &mut Model) -> Cmd {
    let lang = model.look.lang;
    let offered = model.can(Skill::Biometrics) && model.quick.is_set_up;
    let Stage::Locked(locked) = &mut model.stage else { return Command::done() };
    if !offered || locked.asking || locked.busy || locked.until_mono_ms.is_some() {
        return Command::done();
    }
    locked.asking = true;
    locked.error.clear();
    locked.trouble = None;
    model.quick.trouble = None;
    let prompt = SecretPrompt {
        name: KEY.to_owned(),
        title: t!(lang, "quick-prompt"),
        detail: t!(lang, "quick-prompt-detail"),
        cancel: t!(lang, "quick-prompt-cancel"),
    };
    Command::request_from_shell(SecretOp::Read(prompt)).then_send(|out| step(LockStep::QuickKey(out)))
}

/// The prompt on the lock was answered. Meanwhile the PIN may have opened the vault: then the key is of no use.
pub(super) fn key_came(model: &mut Model, out: SecretOut) -> Cmd {
    let now_ms = model.clock.wall_ms;
    let Stage::Locked(locked) = &mut model.stage else { return Command::done() };
    locked.asking = false;
    if locked.busy {
        return Command::done();
    }
    match out {
        SecretOut::Key(key) => {
            locked.busy = true;
            locked.typed.clear();
            let account = locked.account.clone();
            ask(VaultOp::UnlockWithDevice { account, key, now_ms })
                .then_send(|out| step(LockStep::QuickUnlocked(out)))
        }
        SecretOut::Cancelled => Command::done(),
        SecretOut::Changed => gone(model, QuickTrouble::Changed),
        SecretOut::Lost | SecretOut::Removed => gone(model, QuickTrouble::Lost),
        SecretOut::Unavailable => {
            locked.trouble = Some(QuickTrouble::Unavailable);
            model.quick.trouble = Some(QuickTrouble::Unavailable);
            Command::done()
        }
    }
}

/// The vault was to be opened with the hardware's key.
pub(super) fn unlocked(model: &mut Model, out: VaultOut) -> Cmd {
    let Stage::Locked(locked) = &mut model.stage else { return Command::done() };
    match out {
        VaultOut::Done => {
            let account = locked.account.clone();
            load(&account)
        }
        VaultOut::Failed(VaultFault::DeviceKey) => {
            locked.busy = false;
            gone(model, QuickTrouble::Lost)
        }
        VaultOut::Failed(VaultFault::Wait { wait_ms }) => {
            locked.busy = false;
            wait(model, wait_ms)
        }
        VaultOut::Failed(fault) => fail(model, &fault),
        VaultOut::Accounts(_) | VaultOut::Answers(_) => fail(model, &VaultFault::Damaged),
    }
}

/// The key will never open the vault again: takes both of its ends away. The PIN's is untouched.
fn gone(model: &mut Model, trouble: QuickTrouble) -> Cmd {
    model.quick = Quick { is_set_up: false, trouble: Some(trouble) };
    let Stage::Locked(locked) = &mut model.stage else { return Command::done() };
    locked.trouble = Some(trouble);
    // Should it not go, the next start finds it, and says the same again.
    ask(VaultOp::RemoveDeviceKey(locked.account.clone())).then_send(|out| step(LockStep::QuickRemoved(out)))
}

/// The PIN for turning it on is complete: the device makes a key.
pub(super) fn pin_typed(setup: &mut QuickSetup, lang: Lang) -> Cmd {
    setup.busy = true;
    setup.pin = Some(std::mem::take(&mut setup.typed));
    let prompt = SecretPrompt {
        name: KEY.to_owned(),
        title: t!(lang, "quick-label"),
        detail: t!(lang, "quick-prompt-new-detail"),
        cancel: t!(lang, "quick-prompt-new-cancel"),
    };
    Command::request_from_shell(SecretOp::Create(prompt)).then_send(|out| step(LockStep::QuickMade(out)))
}

/// The prompt for turning it on was answered.
pub(super) fn made(model: &mut Model, out: SecretOut) -> Cmd {
    let now_ms = model.clock.wall_ms;
    let pin = match &mut model.stage {
        Stage::Open(open) => open.quick.as_mut().and_then(|setup| setup.pin.take()),
        _ => None,
    };
    match (out, pin) {
        (SecretOut::Key(key), Some(pin)) => add(pin, key, now_ms),
        // Whoever asked has left meanwhile.
        (SecretOut::Key(_), None) => forget(),
        (SecretOut::Cancelled, _) => leave(model, None),
        (SecretOut::Unavailable, _) => leave(model, Some(QuickTrouble::Unavailable)),
        (SecretOut::Changed | SecretOut::Lost | SecretOut::Removed, _) => {
            leave(model, Some(QuickTrouble::NotDone))
        }
    }
}

fn add(mut pin: PinTyped, key: SecretKey, now_ms: i64) -> Cmd {
    ask(VaultOp::AddDeviceKey { pin: Pin::new(pin.take()), key, now_ms })
        .then_send(|out| step(LockStep::QuickAdded(out)))
}

/// The key was to open the vault from now on.
pub(super) fn added(model: &mut Model, out: &VaultOut) -> Cmd {
    let lang = model.look.lang;
    if *out == VaultOut::Done {
        model.quick = Quick::found(true);
        model.toast =
            Some(Toasting { text: t!(lang, "quick-on"), detail: t!(lang, "quick-on-detail"), action: None });
        return leave(model, None);
    }
    let error = match out {
        VaultOut::Failed(VaultFault::WrongPin { wait_ms: 0 }) => t!(lang, "quick-pin-wrong"),
        VaultOut::Failed(VaultFault::WrongPin { wait_ms } | VaultFault::Wait { wait_ms }) => {
            t!(lang, "quick-pin-wait", wait = format::wait(lang, *wait_ms))
        }
        VaultOut::Failed(VaultFault::StorageFull) => t!(lang, "quick-storage-full"),
        _ => t!(lang, "quick-not-done"),
    };
    if let Stage::Open(open) = &mut model.stage
        && let Some(setup) = &mut open.quick
    {
        *setup = QuickSetup { error, ..QuickSetup::default() };
    }
    forget()
}

/// The key was to open the vault no longer.
pub(super) fn removed(model: &mut Model, out: &VaultOut) -> Cmd {
    if *out == VaultOut::Done {
        model.quick.is_set_up = false;
        return forget();
    }
    if matches!(model.stage, Stage::Open(_)) {
        model.quick.trouble = Some(QuickTrouble::NotDone);
    }
    Command::done()
}

/// Lets the hardware forget its key.
fn forget() -> Cmd {
    let remove = SecretOp::Remove(KEY.to_owned());
    Command::request_from_shell(remove).then_send(|out| step(LockStep::QuickForgotten(out)))
}

/// Back to Settings.
fn leave(model: &mut Model, trouble: Option<QuickTrouble>) -> Cmd {
    if let Stage::Open(open) = &mut model.stage {
        open.quick = None;
        open.places.retain(|place| *place != Place::QuickUnlock);
    }
    model.quick.trouble = trouble;
    Command::done()
}
