use zeroize::Zeroize;

use super::QuickTrouble;

/// Digits of a PIN.
pub(crate) const PIN_LENGTH: usize = 6;

/// Digits that were typed. Never printed, wiped when dropped.
#[derive(Default)]
pub(crate) struct PinTyped(String);

impl PinTyped {
    pub(crate) fn push(&mut self, digit: u8) {
        if digit <= 9 && self.0.len() < PIN_LENGTH {
            self.0.push(char::from(b'0' + digit));
        }
    }

    pub(crate) fn pop(&mut self) {
        self.0.pop();
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn complete(&self) -> bool {
        self.0.len() == PIN_LENGTH
    }

    pub(crate) fn take(&mut self) -> String {
        std::mem::take(&mut self.0)
    }

    pub(crate) fn clear(&mut self) {
        self.0.zeroize();
    }

    pub(crate) fn is(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    /// All the same, or a straight row: what somebody tries first.
    pub(crate) fn too_simple(&self) -> bool {
        let digits = self.0.as_bytes();
        let step = |by: i16| digits.windows(2).all(|pair| i16::from(pair[1]) - i16::from(pair[0]) == by);
        step(0) || step(1) || step(-1)
    }
}

impl std::fmt::Debug for PinTyped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PinTyped(…)")
    }
}

impl Drop for PinTyped {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// On the way to the first vault of this device.
#[derive(Debug, Default)]
pub(crate) struct Activating {
    pub(crate) code: String,
    pub(crate) error: String,
    pub(crate) busy: bool,
    /// The same for every try: the hospital gives the same device its grant again when the answer was lost.
    pub(crate) device: String,
    pub(crate) grant: Option<Grant>,
    pub(crate) first: Option<PinTyped>,
    pub(crate) typed: PinTyped,
}

/// What the hospital gave for the invitation.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) patient: String,
    pub(crate) access: String,
    pub(crate) refresh: String,
}

impl std::fmt::Debug for Grant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Grant(…)")
    }
}

/// Why the lock is in front.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Why {
    /// The app has just been started, or the person locked it.
    #[default]
    AsAlways,
    /// It was in the background for too long.
    Away,
}

/// In front of the lock.
#[derive(Debug, Default)]
pub(crate) struct Locked {
    pub(crate) account: String,
    pub(crate) typed: PinTyped,
    pub(crate) error: String,
    /// Until when, on the monotonic clock, no PIN is taken.
    pub(crate) until_mono_ms: Option<u64>,
    pub(crate) busy: bool,
    /// Whether the system's prompt for a finger or a face is in front.
    pub(crate) asking: bool,
    pub(crate) why: Why,
    /// Why a finger or a face did not open it.
    pub(crate) trouble: Option<QuickTrouble>,
    pub(crate) forgot: bool,
}

/// Changing the PIN of an open vault: the old one, then the new one twice.
#[derive(Debug, Default)]
pub(crate) struct PinChange {
    pub(crate) old: Option<PinTyped>,
    pub(crate) first: Option<PinTyped>,
    pub(crate) typed: PinTyped,
    pub(crate) error: String,
    pub(crate) busy: bool,
}

impl Activating {
    /// A fresh try; `device` names this device to the hospital.
    pub(crate) fn new(device: String) -> Self {
        Self { device, ..Self::default() }
    }

    /// From the second PIN back to the first.
    pub(crate) fn step_back(&mut self) {
        if !self.busy {
            self.first = None;
            self.typed.clear();
            self.error.clear();
        }
    }
}
