//! What the app asks of the device itself: a kept secret, notices, readings of other apps, the system's own pages.
//! The shell carries these out; on a shell without the [`Skill`] none of them is ever asked.

use std::fmt;

use crux_core::capability::Operation;
use facet::Facet;
use serde::{Deserialize, Serialize};

/// What a shell can do on this device, said once at the start. What is not there is not offered.
#[derive(Facet, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(C)]
pub enum Skill {
    /// Keep a key that only the owner's finger or face gives back ([`SecretOp`]).
    Biometrics,
    /// Show notices at a time, with the app closed ([`NotifyOp`]).
    Notices,
    /// Read what other apps and devices measured ([`HealthOp`]).
    Health,
    /// Take a photo with the camera.
    Camera,
    /// Turn speech into text for a field.
    Dictation,
    /// Keep the screen out of screenshots and of the list of recent apps.
    ScreenCover,
}

/// Whether the owner lets the app do it.
#[derive(Facet, Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[repr(C)]
pub enum Consent {
    /// Nobody has asked yet.
    #[default]
    NotAsked,
    /// Yes.
    Granted,
    /// No, or no longer. Only the system's settings can change it.
    Refused,
    /// The device cannot, whatever its owner says.
    Unavailable,
}

/// A key kept by the device's secure hardware, given out only after a finger or a face.
#[derive(Facet, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(C)]
pub enum SecretOp {
    /// Make a fresh random key of 32 bytes, keep it under this name, and give it out. An earlier one is replaced.
    Create(SecretPrompt),
    /// Give it out.
    Read(SecretPrompt),
    /// Forget it; the name. Never prompts.
    Remove(String),
}

/// What the system's prompt says.
#[derive(Facet, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretPrompt {
    /// The name of the key: nothing of a person.
    pub name: String,
    /// What for.
    pub title: String,
    /// More about it, or empty.
    pub detail: String,
    /// The button that does not.
    pub cancel: String,
}

/// How it went.
#[derive(Facet, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(C)]
pub enum SecretOut {
    /// Of `Create` and `Read`.
    Key(SecretKey),
    /// Of `Remove`: it is not there, whether it was or not.
    Removed,
    /// The owner did not want to, or was not recognised.
    Cancelled,
    /// Fingers or faces were added or removed since: the system has let go of the key.
    Changed,
    /// There is none under this name, or it is damaged.
    Lost,
    /// No finger or face is set up, or the hardware does not answer.
    Unavailable,
}

/// The key. Never printed, wiped when dropped.
#[derive(Facet, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretKey {
    /// 32 bytes.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

impl Drop for SecretKey {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.bytes);
    }
}

/// Notices.
#[derive(Facet, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(C)]
pub enum NotifyOp {
    /// Ask the owner whether notices may be shown, where nobody has asked yet; then say how it stands.
    Ask,
    /// Say how it stands, asking nobody.
    Look,
    /// Show these, and nothing that was planned before and is not among them. They outlive the process and a restart of
    /// the device.
    Plan(NoticePlan),
}

/// All that is to be shown from now on: at most 60, soonest first.
#[derive(Facet, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticePlan {
    /// The kinds of notices, which the system's settings show by name.
    pub channels: Vec<NoticeChannel>,
    /// The notices.
    pub notices: Vec<Notice>,
}

/// A kind of notice.
#[derive(Facet, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeChannel {
    /// Which.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub detail: String,
    /// Whether it may make itself heard.
    pub urgent: bool,
}

/// One notice. Nothing of a record is in its words.
#[derive(Facet, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Which: the same in every plan.
    pub id: String,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Its channel.
    pub channel: String,
    /// What.
    pub title: String,
    /// More.
    pub text: String,
    /// Whether it has to come at the minute, where the system allows that.
    pub exact: bool,
    /// Its buttons.
    pub actions: Vec<NoticeAction>,
}

/// A button of a notice. It works with the app closed and locked.
#[derive(Facet, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeAction {
    /// Which.
    pub id: String,
    /// What it says.
    pub label: String,
    /// Show the same notice again after so many milliseconds; 0 for never.
    pub again_after_ms: u64,
    /// Whether it brings the app to the front.
    pub opens: bool,
}

/// A button of a notice, or the notice itself, was pressed; told when the app next runs, however late.
#[derive(Facet, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeChosen {
    /// Which notice.
    pub notice: String,
    /// Which button; empty for the notice itself.
    pub action: String,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
}

/// How notices stand.
#[derive(Facet, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotifyOut {
    /// Whether they may be shown.
    pub consent: Consent,
    /// Whether they may come at the minute.
    pub exact: bool,
}

/// What other apps and devices measured, from the platform's own store.
#[derive(Facet, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(C)]
pub enum HealthOp {
    /// Ask the owner, then say how it stands.
    Ask,
    /// Give the readings that the platform's store got at or after this moment (milliseconds since 1970), oldest first,
    /// at most 500. Asks nobody. When there are more, it is asked again since the beginning of the last one.
    Read(i64),
}

/// What is read, each with the unit of its values in thousandths.
#[derive(Facet, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(C)]
pub enum HealthKind {
    /// Two values: systolic and diastolic, mmHg.
    BloodPressure,
    /// mmol/L.
    Glucose,
    /// kg.
    Weight,
    /// Beats a minute.
    HeartRate,
    /// Percent.
    OxygenSaturation,
    /// °C.
    Temperature,
    /// Hours asleep, from the start to the end.
    Sleep,
}

/// One reading.
#[derive(Facet, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthReading {
    /// The platform's own id: the same reading always has the same.
    pub id: String,
    /// Of what.
    pub kind: HealthKind,
    /// When it was measured or began, in milliseconds since 1970.
    pub start_ms: i64,
    /// When it ended; the same for what takes no time.
    pub end_ms: i64,
    /// The values in thousandths of the kind's unit.
    pub values: Vec<i64>,
    /// The device, as in "OMRON HEM-7136", or empty.
    pub device: String,
    /// The app that wrote it, or empty.
    pub source: String,
    /// Whether a person typed it in there.
    pub typed: bool,
}

impl fmt::Debug for HealthReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HealthReading({:?})", self.kind)
    }
}

/// What came of it.
#[derive(Facet, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthOut {
    /// Whether at least one kind may be read. A system that does not say gives `Granted`.
    pub consent: Consent,
    /// Of `Read`.
    pub readings: Vec<HealthReading>,
    /// Whether there are more than were given.
    pub more: bool,
}

/// A page of the system's settings that the person is sent to. No answer is awaited: coming back is a tick.
#[derive(Facet, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(C)]
pub enum SystemPage {
    /// What this app may do.
    Permissions,
    /// This app's notices.
    Notices,
    /// Whether notices may come at the minute.
    ExactNotices,
    /// Fingers and faces.
    Biometrics,
    /// What this app may read of other apps' measurements.
    Health,
}

/// What went wrong in a shell, for the core to say it in the reader's words.
#[derive(Facet, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(C)]
pub enum Trouble {
    /// The camera may not be used.
    CameraRefused,
    /// The microphone may not be used.
    MicrophoneRefused,
    /// Speech is not understood or not spoken on this device.
    SpeechMissing,
    /// The system closed the app while a photo was being taken, and the photo is gone.
    PhotoLost,
    /// The device has no app that could do it (call, share).
    NoApp,
}

impl Operation for SecretOp {
    type Output = SecretOut;
}

impl Operation for NotifyOp {
    type Output = NotifyOut;
}

impl Operation for HealthOp {
    type Output = HealthOut;
}

impl Operation for SystemPage {
    type Output = ();
}
