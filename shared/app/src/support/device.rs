//! The device's own services: they answer as a test has set them, and remember what they were asked.

use crate::{
    Consent, HealthOp, HealthOut, HealthReading, NoticePlan, NotifyOp, NotifyOut, SecretKey, SecretOp,
    SecretOut, SecretPrompt,
};

/// Keeps one key, as the secure hardware does.
#[derive(Default)]
pub(crate) struct FakeSecret {
    /// The key's name and bytes.
    pub(crate) kept: Option<(String, Vec<u8>)>,
    /// What the next prompt gives instead of the key; taken by it.
    pub(crate) next: Option<SecretOut>,
    /// Every prompt, in order.
    pub(crate) prompts: Vec<SecretPrompt>,
    /// Whether a prompt stays in front until the test answers it.
    pub(crate) slow: bool,
    made: u8,
}

impl FakeSecret {
    pub(super) fn answer(&mut self, op: &SecretOp) -> SecretOut {
        match op {
            SecretOp::Remove(name) => {
                self.kept.take_if(|(kept, _)| kept == name);
                SecretOut::Removed
            }
            SecretOp::Create(prompt) | SecretOp::Read(prompt) => {
                self.prompts.push(prompt.clone());
                if let Some(out) = self.next.take() {
                    return out;
                }
                if matches!(op, SecretOp::Create(_)) {
                    self.made += 1;
                    self.kept = Some((prompt.name.clone(), vec![self.made; 32]));
                }
                match &self.kept {
                    Some((name, bytes)) if *name == prompt.name => {
                        SecretOut::Key(SecretKey { bytes: bytes.clone() })
                    }
                    _ => SecretOut::Lost,
                }
            }
        }
    }
}

/// Shows notices.
#[derive(Default)]
pub(crate) struct FakeNotify {
    /// How notices stand.
    pub(crate) stand: NotifyOut,
    /// What the owner says when asked, where nobody has asked yet.
    pub(crate) owner_says: Consent,
    /// How often the owner was asked.
    pub(crate) asked: u32,
    /// All plans, in order; the last one holds.
    pub(crate) plans: Vec<NoticePlan>,
}

impl FakeNotify {
    pub(super) fn answer(&mut self, op: &NotifyOp) -> NotifyOut {
        match op {
            NotifyOp::Ask if self.stand.consent == Consent::NotAsked => {
                self.asked += 1;
                self.stand.consent = self.owner_says;
            }
            NotifyOp::Ask | NotifyOp::Look => {}
            NotifyOp::Plan(plan) => self.plans.push(plan.clone()),
        }
        self.stand.clone()
    }
}

/// What other apps measured.
#[derive(Default)]
pub(crate) struct FakeHealth {
    /// Whether it may be read.
    pub(crate) consent: Consent,
    /// What the owner says when asked, where nobody has asked yet.
    pub(crate) owner_says: Consent,
    /// How often the owner was asked.
    pub(crate) asked: u32,
    /// The readings, each with the moment at which the platform's store got it, oldest first.
    pub(crate) readings: Vec<(i64, HealthReading)>,
    /// Since when each read asked for them.
    pub(crate) reads: Vec<i64>,
    /// How many are given at once, when it is not as many as may be.
    pub(crate) page: Option<usize>,
}

/// How many readings are given at once.
const READINGS: usize = 500;

impl FakeHealth {
    pub(super) fn answer(&mut self, op: &HealthOp) -> HealthOut {
        match *op {
            HealthOp::Ask => {
                if self.consent == Consent::NotAsked {
                    self.asked += 1;
                    self.consent = self.owner_says;
                }
                HealthOut { consent: self.consent, ..HealthOut::default() }
            }
            HealthOp::Read(since) => {
                self.reads.push(since);
                if self.consent != Consent::Granted {
                    return HealthOut { consent: self.consent, ..HealthOut::default() };
                }
                let mut readings: Vec<HealthReading> =
                    self.readings.iter().filter(|(got, _)| *got >= since).map(|(_, it)| it.clone()).collect();
                let page = self.page.unwrap_or(READINGS);
                let more = readings.len() > page;
                readings.truncate(page);
                HealthOut { consent: self.consent, readings, more }
            }
        }
    }
}
