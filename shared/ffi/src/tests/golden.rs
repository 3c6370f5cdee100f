//! `tests/shells/golden/effects.json`: every effect that reaches a shell, as bytes, with the answer that the shell's
//! test gives. `tests/shells/README.md` says what stands in it.

use std::{collections::BTreeSet, fs, path::PathBuf};

use base64::{Engine, engine::general_purpose::STANDARD};
use crux_core::{
    Command, EffectFFI, Request,
    bridge::{BincodeFfiFormat, EffectId, FfiFormat, Request as Told, Requests},
    capability::Operation,
    render::RenderOperation,
};
use facet::{Facet, Type, UserType};
use kangban_app::{
    Consent, Effect, Event, ExportFile, HealthKind, HealthOp, HealthOut, HealthReading, Notice, NoticeAction,
    NoticeChannel, NoticePlan, NotifyOp, NotifyOut, SecretKey, SecretOp, SecretOut, SecretPrompt, SystemPage,
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::ShellEffect;

/// With this set to 1 the file is written instead of compared.
const WRITE: &str = "KANGBAN_WRITE_GOLDEN";
/// The id of every request.
const ID: u32 = 7;
/// Sunday, 22 November 2026, 16:05 in Shanghai.
const NOW: i64 = 1_795_334_700_000;

/// An effect with its answer: the bytes, and the same to read.
struct Case {
    effect: ShellEffect,
    answer: Vec<u8>,
    given: Value,
}

fn bytes(value: &impl Serialize) -> Vec<u8> {
    let mut buffer = Vec::new();
    BincodeFfiFormat::serialize(&mut buffer, value).unwrap();
    buffer
}

/// The effect of this operation, as the app makes it.
fn effect<Op>(op: Op) -> ShellEffect
where
    Op: Operation,
    Effect: From<Request<Op>> + Send + 'static,
{
    let mut command: Command<Effect, Event> = Command::notify_shell(op).build();
    match command.effects().next().unwrap() {
        Effect::Render(request) => ShellEffect::Render(request),
        Effect::Export(request) => ShellEffect::Export(request),
        Effect::Secret(request) => ShellEffect::Secret(request),
        Effect::Notify(request) => ShellEffect::Notify(request),
        Effect::Health(request) => ShellEffect::Health(request),
        Effect::Open(request) => ShellEffect::Open(request),
        Effect::Vault(_) | Effect::Http(_) | Effect::Time(_) => panic!("that one reaches no shell"),
    }
}

/// An operation that is answered with this.
fn answered<Op>(op: Op, out: &Op::Output) -> Case
where
    Op: Operation<Output: Serialize>,
    Effect: From<Request<Op>>,
{
    Case { effect: effect(op), answer: bytes(out), given: serde_json::to_value(out).unwrap() }
}

/// An operation that nobody waits for.
fn told<Op>(op: Op) -> Case
where
    Op: Operation,
    Effect: From<Request<Op>>,
{
    Case { effect: effect(op), answer: Vec::new(), given: json!({}) }
}

/// The effect's and the operation's variant. A new one does not compile until it stands here, and is missed in the
/// file until a case of it does.
fn name(effect: &ShellEffect) -> &'static str {
    match effect {
        ShellEffect::Render(_) => "Render",
        ShellEffect::Export(_) => "Export",
        ShellEffect::Secret(request) => match request.operation {
            SecretOp::Create(_) => "Secret.Create",
            SecretOp::Read(_) => "Secret.Read",
            SecretOp::Remove(_) => "Secret.Remove",
        },
        ShellEffect::Notify(request) => match request.operation {
            NotifyOp::Ask => "Notify.Ask",
            NotifyOp::Look => "Notify.Look",
            NotifyOp::Plan(_) => "Notify.Plan",
        },
        ShellEffect::Health(request) => match request.operation {
            HealthOp::Ask => "Health.Ask",
            HealthOp::Read(_) => "Health.Read",
        },
        ShellEffect::Open(request) => match request.operation {
            SystemPage::Permissions => "Open.Permissions",
            SystemPage::Notices => "Open.Notices",
            SystemPage::ExactNotices => "Open.ExactNotices",
            SystemPage::Biometrics => "Open.Biometrics",
            SystemPage::Health => "Open.Health",
        },
    }
}

fn cases() -> Vec<Case> {
    let prompt = || SecretPrompt {
        name: "kangban-quick".to_owned(),
        title: "打开康伴".to_owned(),
        detail: "用指纹或面容打开您的记录".to_owned(),
        cancel: "用密码".to_owned(),
    };
    let key = SecretOut::Key(SecretKey { bytes: (0..32).collect() });
    let granted = NotifyOut { consent: Consent::Granted, exact: true };
    let mut cases = vec![
        told(RenderOperation),
        told(ExportFile {
            name: "kangban-record.json".to_owned(),
            mime: "application/fhir+json".to_owned(),
            bytes: br#"{"resourceType":"Observation"}"#.to_vec(),
        }),
        answered(SecretOp::Create(prompt()), &key),
        answered(SecretOp::Read(prompt()), &SecretOut::Changed),
        answered(SecretOp::Remove(prompt().name), &SecretOut::Removed),
        answered(NotifyOp::Ask, &granted),
        answered(NotifyOp::Look, &NotifyOut { consent: Consent::Refused, exact: false }),
        answered(NotifyOp::Plan(plan()), &NotifyOut { exact: false, ..granted.clone() }),
        answered(HealthOp::Ask, &HealthOut { consent: Consent::Granted, ..HealthOut::default() }),
        answered(HealthOp::Read(NOW - 86_400_000), &readings()),
    ];
    for page in [
        SystemPage::Permissions,
        SystemPage::Notices,
        SystemPage::ExactNotices,
        SystemPage::Biometrics,
        SystemPage::Health,
    ] {
        cases.push(told(page));
    }
    cases
}

/// Two notices: one at the minute with buttons, one without.
fn plan() -> NoticePlan {
    let channel = |id: &str, name: &str, detail: &str, urgent: bool| NoticeChannel {
        id: id.to_owned(),
        name: name.to_owned(),
        detail: detail.to_owned(),
        urgent,
    };
    let action = |id: &str, label: &str, again_after_ms: u64, opens: bool| NoticeAction {
        id: id.to_owned(),
        label: label.to_owned(),
        again_after_ms,
        opens,
    };
    let notice = |id: &str, at_ms: i64, channel: &str, exact: bool, actions: Vec<NoticeAction>| Notice {
        id: id.to_owned(),
        at_ms,
        channel: channel.to_owned(),
        title: "康伴".to_owned(),
        text: "到时间了".to_owned(),
        exact,
        actions,
    };
    let actions = vec![
        action("taken", "已做", 0, false),
        action("later", "等一会儿", 600_000, false),
        action("open", "打开", 0, true),
    ];
    NoticePlan {
        channels: vec![
            channel("timed", "到点提醒", "约好的时间", true),
            channel("quiet", "不急的", "可以以后看", false),
        ],
        notices: vec![
            notice("a", NOW + 60_000, "timed", true, actions),
            notice("b", NOW + 3_600_000, "quiet", false, Vec::new()),
        ],
    }
}

/// The next kind, so that none is left out.
fn after(kind: HealthKind) -> Option<HealthKind> {
    Some(match kind {
        HealthKind::BloodPressure => HealthKind::Glucose,
        HealthKind::Glucose => HealthKind::Weight,
        HealthKind::Weight => HealthKind::HeartRate,
        HealthKind::HeartRate => HealthKind::OxygenSaturation,
        HealthKind::OxygenSaturation => HealthKind::Temperature,
        HealthKind::Temperature => HealthKind::Sleep,
        HealthKind::Sleep => return None,
    })
}

/// A reading of each kind.
fn readings() -> HealthOut {
    let reading = |(n, kind): (usize, HealthKind)| {
        let start_ms = NOW - 3_600_000 * i64::try_from(n).unwrap();
        let values = match kind {
            HealthKind::BloodPressure => vec![128_000, 82_000],
            HealthKind::Glucose => vec![5_600],
            HealthKind::Weight => vec![61_500],
            HealthKind::HeartRate => vec![72_000],
            HealthKind::OxygenSaturation => vec![97_000],
            HealthKind::Temperature => vec![36_800],
            HealthKind::Sleep => vec![7_500],
        };
        let hours = if kind == HealthKind::Sleep { 27_000_000 } else { 0 };
        HealthReading {
            id: format!("reading-{n}"),
            kind,
            start_ms,
            end_ms: start_ms + hours,
            values,
            device: "OMRON HEM-7136".to_owned(),
            source: "com.example.cuff".to_owned(),
            typed: kind == HealthKind::Weight,
        }
    };
    let kinds = std::iter::successors(Some(HealthKind::BloodPressure), |kind| after(*kind));
    HealthOut { consent: Consent::Granted, readings: kinds.enumerate().map(reading).collect(), more: false }
}

/// The bytes that reach a shell.
fn request(effect: ShellEffect) -> Vec<u8> {
    let (effect, _) = effect.serialize::<BincodeFfiFormat>();
    bytes(&Requests(vec![Told { id: EffectId(ID), effect }]))
}

fn file() -> String {
    let line = |case: Case| {
        let name = name(&case.effect);
        let (request, answer) = (STANDARD.encode(request(case.effect)), STANDARD.encode(case.answer));
        json!({"name": name, "request": request, "answer": answer, "given": case.given}).to_string()
    };
    let lines: Vec<String> = cases().into_iter().map(line).collect();
    format!("{{\"effects\": [\n{}\n]}}\n", lines.join(",\n"))
}

/// How many variants an effect or an operation has.
fn variants<T: Facet<'static>>() -> usize {
    match T::SHAPE.ty {
        Type::User(UserType::Enum(kind)) => kind.variants.len(),
        other => panic!("{other:?} has no variants"),
    }
}

#[test]
fn the_golden_effects_are_what_a_shell_is_asked_now() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/shells/golden/effects.json");
    let content = file();
    if std::env::var(WRITE).is_ok_and(|set| set == "1") {
        fs::write(&path, content).unwrap();
        return;
    }
    assert!(
        fs::read_to_string(&path).unwrap_or_default() == content,
        "tests/shells/golden/effects.json is not what a shell is asked now: run {WRITE}=1 cargo test -p kangban-ffi \
         golden, read what changed, and have the shells follow"
    );
}

#[test]
fn every_variant_of_every_effect_has_one_case() {
    let cases = cases();
    let names: BTreeSet<&str> = cases.iter().map(|case| name(&case.effect)).collect();
    assert_eq!(names.len(), cases.len(), "none stands there twice");
    // Render and Export have no variants of their own.
    let all = 2
        + variants::<SecretOp>()
        + variants::<NotifyOp>()
        + variants::<HealthOp>()
        + variants::<SystemPage>();
    assert_eq!(names.len(), all, "{names:?}");
}
