use crux_core::Command;
use kangban_sync::Input;

use super::{
    Activating, Grant, LockEvent, LockStep, Locked, PinChange, PinTyped, away, hint,
    invitation::{granted, submit},
    quick::{self, Quick},
};
use crate::{
    drafts,
    effects::{
        Cmd, VaultOp, VaultOut, after,
        vault::{Account, Batch, Pin, VaultFault, ask},
    },
    event::{Event, Started, Step},
    format, health,
    ids::Ids,
    loading::values,
    model::{Failure, Model, Place, Stage},
    notices, sync,
    text::{Lang, t},
    trouble,
};

pub(super) fn step(step: LockStep) -> Event {
    Step::Lock(step).into()
}

/// The shell has started: looks for accounts on this device.
pub(crate) fn start(model: &mut Model, started: Started) -> Cmd {
    model.ids = Ids::new(started.seed);
    started.base_url.trim_end_matches('/').clone_into(&mut model.base_url);
    model.online = started.online;
    model.skills = started.skills;
    let known = started.languages.iter().find_map(|tag| Lang::from_tag(tag));
    model.look.lang = known.unwrap_or_default();
    look_for_accounts(model)
}

fn look_for_accounts(model: &mut Model) -> Cmd {
    model.stage = Stage::Starting;
    ask(VaultOp::Accounts { now_ms: model.clock.wall_ms }).then_send(|out| step(LockStep::Accounts(out)))
}

/// Time has passed: a pause may be over.
pub(crate) fn tick(model: &mut Model) {
    let now = model.clock.mono_ms;
    if let Stage::Locked(locked) = &mut model.stage
        && locked.until_mono_ms.is_some_and(|until| until <= now)
    {
        locked.until_mono_ms = None;
        locked.error.clear();
    }
}

pub(crate) fn update(model: &mut Model, event: LockEvent) -> Cmd {
    let lang = model.look.lang;
    match event {
        LockEvent::CodeTyped(code) => {
            if let Some(activating) = activating(&mut model.stage) {
                activating.code = code.chars().take(64).collect();
                activating.error.clear();
            }
            Command::done()
        }
        LockEvent::CodeSubmitted => match activating(&mut model.stage) {
            Some(activating) if activating.grant.is_none() => submit(activating, &model.base_url, lang),
            _ => Command::done(),
        },
        LockEvent::LanguageSwitched => {
            model.look.lang = lang.other();
            if let Some(activating) = activating(&mut model.stage) {
                activating.error.clear();
            }
            Command::done()
        }
        LockEvent::Digit(digit) => digit_typed(model, digit),
        LockEvent::Erased => {
            if let Some(typed) = typed(model) {
                typed.pop();
            }
            Command::done()
        }
        LockEvent::QuickPressed => {
            tick(model);
            quick::pressed(model)
        }
        LockEvent::ForgotPressed => {
            if let Stage::Locked(locked) = &mut model.stage {
                locked.forgot = true;
            }
            Command::done()
        }
        LockEvent::RetryPressed => {
            if matches!(model.stage, Stage::Failed(_)) {
                look_for_accounts(model)
            } else {
                Command::done()
            }
        }
    }
}

/// The invitation in front: of a new device, or of signing in again.
fn activating(stage: &mut Stage) -> Option<&mut Activating> {
    match stage {
        Stage::Activating(activating) => Some(activating),
        Stage::Open(open) => open.sync.activating.as_deref_mut(),
        _ => None,
    }
}

/// The digits in front, when they can be typed now.
fn typed(model: &mut Model) -> Option<&mut PinTyped> {
    match &mut model.stage {
        Stage::Activating(activating) if activating.grant.is_some() && !activating.busy => {
            activating.error.clear();
            Some(&mut activating.typed)
        }
        Stage::Locked(locked) if locked.until_mono_ms.is_none() && !locked.busy => {
            locked.error.clear();
            Some(&mut locked.typed)
        }
        Stage::Open(open) => match (&mut open.quick, &mut open.pin) {
            (Some(setup), _) if !setup.busy => {
                setup.error.clear();
                Some(&mut setup.typed)
            }
            (None, Some(change)) if !change.busy => {
                change.error.clear();
                Some(&mut change.typed)
            }
            _ => None,
        },
        _ => None,
    }
}

fn digit_typed(model: &mut Model, digit: u8) -> Cmd {
    // A pause may have run out since the last look at the clock.
    tick(model);
    let Some(typed) = typed(model) else { return Command::done() };
    typed.push(digit);
    if !typed.complete() {
        return Command::done();
    }
    let (lang, now_ms) = (model.look.lang, model.clock.wall_ms);
    let hint = hint(model);
    match &mut model.stage {
        Stage::Activating(activating) => pin_chosen(activating, lang, hint),
        Stage::Locked(locked) => {
            locked.busy = true;
            let (account, pin) = (locked.account.clone(), Pin::new(locked.typed.take()));
            ask(VaultOp::Unlock { account, pin, now_ms }).then_send(|out| step(LockStep::Unlocked(out)))
        }
        Stage::Open(open) => match (&mut open.quick, &mut open.pin) {
            (Some(setup), _) => quick::pin_typed(setup, lang),
            (None, Some(change)) => pin_changed(change, lang, now_ms),
            (None, None) => Command::done(),
        },
        _ => Command::done(),
    }
}

/// The same PIN twice makes the vault.
fn pin_chosen(activating: &mut Activating, lang: Lang, hint: String) -> Cmd {
    let Some(grant) = activating.grant.clone() else { return Command::done() };
    match chosen(&mut activating.first, &mut activating.typed, lang) {
        Ok(None) => Command::done(),
        Ok(Some(pin)) => {
            activating.busy = true;
            ask(create(grant, pin, hint)).then_send(|out| step(LockStep::Created(out)))
        }
        Err(error) => {
            activating.error = error;
            Command::done()
        }
    }
}

/// Takes a PIN for the first or the second time; gives it once both are the same.
fn chosen(first: &mut Option<PinTyped>, typed: &mut PinTyped, lang: Lang) -> Result<Option<String>, String> {
    match first.take() {
        None if typed.too_simple() => {
            typed.clear();
            Err(t!(lang, "pin-too-simple"))
        }
        None => {
            *first = Some(std::mem::take(typed));
            Ok(None)
        }
        Some(before) if before.is(typed) => Ok(Some(typed.take())),
        Some(_) => {
            typed.clear();
            Err(t!(lang, "pin-differs"))
        }
    }
}

fn create(grant: Grant, pin: String, hint: String) -> VaultOp {
    let batch = Batch {
        values: vec![
            (values::ACCESS.to_owned(), Some(grant.access)),
            (values::REFRESH.to_owned(), Some(grant.refresh)),
        ],
        ..Batch::default()
    };
    VaultOp::Create { account: grant.patient, pin: Pin::new(pin), hint, batch }
}

fn pin_changed(change: &mut PinChange, lang: Lang, now_ms: i64) -> Cmd {
    if change.old.is_none() {
        change.old = Some(std::mem::take(&mut change.typed));
        return Command::done();
    }
    match chosen(&mut change.first, &mut change.typed, lang) {
        Ok(None) => Command::done(),
        Ok(Some(new)) => {
            change.busy = true;
            let old = change.old.take().map(|mut old| old.take()).unwrap_or_default();
            ask(VaultOp::ChangePin { old: Pin::new(old), new: Pin::new(new), now_ms })
                .then_send(|out| step(LockStep::PinChanged(out)))
        }
        Err(error) => {
            change.error = error;
            Command::done()
        }
    }
}

/// Closes the vault and forgets everything that was in it.
pub(crate) fn lock_now(model: &mut Model) -> Cmd {
    let Stage::Open(open) = &model.stage else { return Command::done() };
    let keep = drafts::keep(&model.stage);
    let close = ask(VaultOp::Lock).then_send(|out| step(LockStep::Closed(out)));
    model.stage = Stage::Locked(Locked { account: open.patient.clone(), ..Locked::default() });
    model.toast = None;
    model.announcement.clear();
    keep.then(close)
}

pub(crate) fn came(model: &mut Model, came: LockStep) -> Cmd {
    match came {
        LockStep::Accounts(out) => accounts(model, out),
        LockStep::Granted(result) => {
            let lang = model.look.lang;
            let Some(activating) = activating(&mut model.stage) else { return Command::done() };
            activating.busy = false;
            match granted(result, lang) {
                Ok(grant) => grant_came(model, grant),
                Err(error) => {
                    activating.error = error;
                    Command::done()
                }
            }
        }
        LockStep::Created(out) => created(model, out),
        LockStep::Unlocked(out) => unlocked(model, out),
        LockStep::Loaded(out) => loaded(model, out),
        LockStep::WaitOver(until) => {
            if let Stage::Locked(locked) = &mut model.stage
                && locked.until_mono_ms == Some(until)
            {
                locked.until_mono_ms = None;
                locked.error.clear();
            }
            Command::done()
        }
        // A vault that does not close keeps its key in the lane; the next unlocking finds it open or says why not.
        LockStep::Closed(VaultOut::Failed(fault)) if fault != VaultFault::Locked => fail(model, &fault),
        // The hardware says the same whether there was a key or not.
        LockStep::Closed(_) | LockStep::QuickForgotten(_) => Command::done(),
        LockStep::PinChanged(out) => pin_change_came(model, out),
        LockStep::AwayOver(since) => away::over(model, since),
        LockStep::QuickKey(out) => quick::key_came(model, out),
        LockStep::QuickUnlocked(out) => quick::unlocked(model, out),
        LockStep::QuickMade(out) => quick::made(model, out),
        LockStep::QuickAdded(out) => quick::added(model, &out),
        LockStep::QuickRemoved(out) => quick::removed(model, &out),
    }
}

fn accounts(model: &mut Model, out: VaultOut) -> Cmd {
    match out {
        VaultOut::Accounts(accounts) => {
            if let Some(account) = accounts.into_iter().next() {
                return in_front_of(model, account);
            }
            let device = model.ids.next();
            model.stage = Stage::Activating(Box::new(Activating::new(device)));
            notices::nobody(model)
        }
        VaultOut::Failed(fault) => fail(model, &fault),
        VaultOut::Done | VaultOut::Answers(_) => fail(model, &VaultFault::Damaged),
    }
}

fn in_front_of(model: &mut Model, account: Account) -> Cmd {
    hint::apply(model, &account.hint);
    model.quick = Quick::found(account.device_key);
    model.stage = Stage::Locked(Locked { account: account.account, ..Locked::default() });
    wait(model, account.wait_ms)
}

/// No PIN is taken for so long.
pub(super) fn wait(model: &mut Model, wait_ms: u64) -> Cmd {
    let until = model.clock.mono_ms.saturating_add(wait_ms);
    let Stage::Locked(locked) = &mut model.stage else { return Command::done() };
    if wait_ms == 0 {
        locked.until_mono_ms = None;
        return Command::done();
    }
    locked.until_mono_ms = Some(until);
    after(0, wait_ms, move || step(LockStep::WaitOver(until)))
}

fn grant_came(model: &mut Model, grant: Grant) -> Cmd {
    let lang = model.look.lang;
    match &mut model.stage {
        Stage::Activating(activating) => {
            activating.grant = Some(grant);
            activating.code.clear();
            Command::done()
        }
        Stage::Open(open) if open.patient == grant.patient => {
            open.sync.activating = None;
            open.places.retain(|place| *place != Place::Invitation);
            sync::new_tokens(open, grant.access, grant.refresh)
        }
        Stage::Open(open) => {
            if let Some(activating) = open.sync.activating.as_mut() {
                activating.error = t!(lang, "code-other-patient");
            }
            Command::done()
        }
        _ => Command::done(),
    }
}

fn created(model: &mut Model, out: VaultOut) -> Cmd {
    let lang = model.look.lang;
    let Stage::Activating(activating) = &mut model.stage else { return Command::done() };
    match out {
        VaultOut::Done => {
            let patient = activating.grant.as_ref().map(|grant| grant.patient.clone()).unwrap_or_default();
            load(&patient)
        }
        // The account is here already: its own PIN opens it.
        VaultOut::Failed(VaultFault::AccountExists) => look_for_accounts(model),
        VaultOut::Failed(VaultFault::StorageFull) => {
            // The grant is kept: once there is room, the PIN is chosen again.
            activating.busy = false;
            activating.first = None;
            activating.error = t!(lang, "pin-storage-full");
            Command::done()
        }
        VaultOut::Failed(fault) => fail(model, &fault),
        VaultOut::Accounts(_) | VaultOut::Answers(_) => fail(model, &VaultFault::Damaged),
    }
}

fn unlocked(model: &mut Model, out: VaultOut) -> Cmd {
    let lang = model.look.lang;
    let Stage::Locked(locked) = &mut model.stage else { return Command::done() };
    match out {
        VaultOut::Done => {
            let account = locked.account.clone();
            load(&account)
        }
        VaultOut::Failed(VaultFault::WrongPin { wait_ms }) => {
            locked.busy = false;
            locked.error = t!(lang, "pin-wrong");
            wait(model, wait_ms)
        }
        VaultOut::Failed(VaultFault::Wait { wait_ms }) => {
            locked.busy = false;
            wait(model, wait_ms)
        }
        VaultOut::Failed(fault) => fail(model, &fault),
        VaultOut::Accounts(_) | VaultOut::Answers(_) => fail(model, &VaultFault::Damaged),
    }
}

/// Reads what is in the open vault.
pub(super) fn load(patient: &str) -> Cmd {
    ask(VaultOp::Read(sync::first_queries(patient))).then_send(|out| step(LockStep::Loaded(out)))
}

fn loaded(model: &mut Model, out: VaultOut) -> Cmd {
    let patient = match &model.stage {
        Stage::Locked(locked) => locked.account.clone(),
        Stage::Activating(activating) => {
            activating.grant.as_ref().map(|grant| grant.patient.clone()).unwrap_or_default()
        }
        _ => return Command::done(),
    };
    match out {
        VaultOut::Answers(answers) => {
            sync::open(model, patient, answers);
            trouble::opened(model);
            let online = model.online;
            sync::drive(model, Input::Start { online }).and(notices::opened(model)).and(health::opened(model))
        }
        VaultOut::Failed(fault) => fail(model, &fault),
        VaultOut::Done | VaultOut::Accounts(_) => fail(model, &VaultFault::Damaged),
    }
}

fn pin_change_came(model: &mut Model, out: VaultOut) -> Cmd {
    let lang = model.look.lang;
    let Stage::Open(open) = &mut model.stage else { return Command::done() };
    match out {
        VaultOut::Done => {
            open.pin = None;
            open.places.retain(|place| *place != Place::ChangePin);
            let text = t!(lang, "toast-pin-changed");
            model.toast = Some(crate::model::Toasting { text, detail: String::new(), action: None });
        }
        VaultOut::Failed(fault) => {
            let error = match fault {
                VaultFault::WrongPin { wait_ms: 0 } => t!(lang, "pin-old-wrong"),
                VaultFault::WrongPin { wait_ms } | VaultFault::Wait { wait_ms } => {
                    t!(lang, "pin-old-wait", wait = format::wait(lang, wait_ms))
                }
                VaultFault::StorageFull => t!(lang, "pin-change-storage-full"),
                _ => t!(lang, "pin-not-changed"),
            };
            open.pin = Some(PinChange { error, ..PinChange::default() });
        }
        VaultOut::Accounts(_) | VaultOut::Answers(_) => {
            open.pin = Some(PinChange { error: t!(lang, "pin-not-changed"), ..PinChange::default() });
        }
    }
    Command::done()
}

/// The device cannot be used as it is; nothing was changed.
pub(super) fn fail(model: &mut Model, fault: &VaultFault) -> Cmd {
    model.stage = Stage::Failed(match fault {
        VaultFault::StorageUnavailable => Failure::StorageUnavailable,
        VaultFault::HeldElsewhere => Failure::HeldElsewhere,
        VaultFault::NewerSchema => Failure::NewerSchema,
        VaultFault::StorageFull => Failure::StorageFull,
        VaultFault::NoAccount | VaultFault::Locked => return look_for_accounts(model),
        _ => Failure::Damaged,
    });
    Command::done()
}
