//! A phone for tests: the real app with a vault in memory and a small hospital.

mod device;
mod hospital;
mod vault;

use std::collections::VecDeque;

use crux_core::{Core, Request};
use crux_http::{
    HttpError,
    protocol::{HttpRequest, HttpResult},
};
use crux_time::{TimeRequest, TimeResponse};

pub(crate) use device::{FakeHealth, FakeNotify, FakeSecret};
pub(crate) use hospital::{Hospital, answer, fhir, html};
pub(crate) use vault::FakeVault;

use crate::{
    AdviceView, Clock, DiaryEvent, Effect, EntryView, Envelope, Event, ExportFile, FailedView, Kangban,
    LockEvent, LogSymptomView, MeasureView, MeasuresEvent, MessagesView, Screen, SecretOp, SettingsEvent,
    SettingsView, Skill, Started, SwitchRow, SyncView, SystemPage, Tap, TodayView, TypedField, ViewModel,
};

/// Sunday, 22 November 2026, 16:05 in Shanghai: the third day after the operation.
pub(crate) const NOW: &str = "2026-11-22T16:05:00+08:00";
pub(crate) const CODE: &str = "KANG-2026";
pub(crate) const PIN: [u8; 6] = [2, 5, 8, 0, 3, 6];

pub(crate) fn millis(text: &str) -> i64 {
    chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
}

/// A phone.
pub(crate) struct Phone {
    core: Core<Kangban>,
    pub(crate) vault: FakeVault,
    pub(crate) hospital: Hospital,
    /// Whether requests reach the hospital.
    pub(crate) online: bool,
    pub(crate) clock: Clock,
    pending: Vec<Request<HttpRequest>>,
    timers: Vec<(u64, Request<TimeRequest>)>,
    pub(crate) exports: Vec<ExportFile>,
    pub(crate) languages: Vec<String>,
    /// What the device can do.
    pub(crate) skills: Vec<Skill>,
    /// What the device's own services know and were asked.
    pub(crate) secret: FakeSecret,
    prompting: Option<Request<SecretOp>>,
    pub(crate) notify: FakeNotify,
    pub(crate) health: FakeHealth,
    /// The pages of the system's settings that the person was sent to.
    pub(crate) opened: Vec<SystemPage>,
    /// Every effect, in order, for tests that two runs do the same.
    pub(crate) trace: Vec<String>,
    pub(crate) seed: u8,
}

impl Phone {
    /// A phone whose app has just been started for the first time.
    pub(crate) fn new() -> Self {
        let mut phone = Self {
            core: Core::new(),
            vault: FakeVault::default(),
            hospital: Hospital::new(),
            online: true,
            clock: Clock { wall_ms: millis(NOW), mono_ms: 1_000, zone: "Asia/Shanghai".to_owned() },
            pending: Vec::new(),
            timers: Vec::new(),
            exports: Vec::new(),
            languages: vec!["zh-CN".to_owned()],
            skills: Vec::new(),
            secret: FakeSecret::default(),
            prompting: None,
            notify: FakeNotify::default(),
            health: FakeHealth::default(),
            opened: Vec::new(),
            trace: Vec::new(),
            seed: 7,
        };
        phone.start();
        phone
    }

    /// A phone in the middle of daily use: activated, with what the hospital has of the patient.
    pub(crate) fn in_use() -> Self {
        let mut phone = Self::new();
        phone.activate();
        phone.settle();
        assert!(matches!(phone.view().screen, Screen::Today(_)), "{:?}", phone.view().screen);
        phone
    }

    /// The same on a device that can do this.
    pub(crate) fn in_use_with(skills: &[Skill]) -> Self {
        let mut phone = Self::in_use();
        phone.skills = skills.to_vec();
        phone.restart();
        phone.pin(&PIN);
        phone.settle();
        phone
    }

    pub(crate) fn in_english(mut self) -> Self {
        self.tap(Tap::Settings(crate::SettingsEvent::LanguageChosen("en".to_owned())));
        self
    }

    pub(crate) fn for_elders(mut self) -> Self {
        self.tap(Tap::Settings(crate::SettingsEvent::EldersToggled));
        self
    }

    pub(crate) fn start(&mut self) {
        let (languages, online) = (self.languages.clone(), self.online);
        self.tap(Tap::Started(Started {
            seed: vec![self.seed; 32],
            languages,
            base_url: "https://h.example/fhir".to_owned(),
            online,
            skills: self.skills.clone(),
        }));
    }

    /// The process dies without warning and is started again: the vault and the clock are all that is left.
    pub(crate) fn restart(&mut self) {
        self.core = Core::new();
        self.pending.clear();
        self.timers.clear();
        self.vault.is_open = false;
        self.seed += 1;
        self.start();
    }

    pub(crate) fn activate(&mut self) {
        self.tap(Tap::Lock(LockEvent::CodeTyped(CODE.to_owned())));
        self.tap(Tap::Lock(LockEvent::CodeSubmitted));
        self.pin(&PIN);
        self.pin(&PIN);
    }

    pub(crate) fn pin(&mut self, digits: &[u8]) {
        for digit in digits {
            self.tap(Tap::Lock(LockEvent::Digit(*digit)));
        }
    }

    pub(crate) fn tap(&mut self, tap: Tap) {
        let event = Event::Shell(Envelope { clock: self.clock.clone(), tap });
        let effects = self.core.process_event(event);
        self.carry_out(effects);
    }

    pub(crate) fn diary(&mut self, event: DiaryEvent) {
        self.tap(Tap::Diary(event));
    }

    pub(crate) fn measure(&mut self, kind: &str, values: &[(&str, &str)]) {
        self.diary(DiaryEvent::ItemPressed(kind.to_owned()));
        for (id, text) in values {
            let field = TypedField { id: (*id).to_owned(), text: (*text).to_owned() };
            self.tap(Tap::Measures(MeasuresEvent::FieldTyped(field)));
        }
        self.tap(Tap::Measures(MeasuresEvent::SavePressed));
    }

    pub(crate) fn log(&mut self, symptom: &str, score: u8) {
        self.diary(DiaryEvent::ItemPressed(symptom.to_owned()));
        self.diary(DiaryEvent::ScoreChosen(score));
        self.diary(DiaryEvent::SavePressed);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut queue: VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            match effect {
                Effect::Render(_) => {}
                Effect::Vault(mut request) => {
                    self.trace.push(format!("{:?}", request.operation));
                    let out = self.vault.handle(&request.operation);
                    queue.extend(self.core.resolve(&mut request, out).unwrap());
                }
                Effect::Http(request) => {
                    self.trace.push(format!("{} {}", request.operation.method, request.operation.url));
                    self.pending.push(request);
                    queue.extend(self.answer_what_can_be());
                }
                Effect::Time(request) => {
                    let TimeRequest::NotifyAfter { duration, .. } = request.operation else { panic!() };
                    let duration = std::time::Duration::from(duration);
                    let at = self.clock.mono_ms + u64::try_from(duration.as_millis()).unwrap();
                    self.timers.push((at, request));
                }
                Effect::Export(request) => self.exports.push(request.operation),
                Effect::Secret(mut request) => {
                    self.must_have(Skill::Biometrics);
                    self.trace.push(format!("{:?}", request.operation));
                    if self.secret.slow && !matches!(request.operation, SecretOp::Remove(_)) {
                        assert!(self.prompting.is_none(), "two prompts at once");
                        self.prompting = Some(request);
                        continue;
                    }
                    let out = self.secret.answer(&request.operation);
                    queue.extend(self.core.resolve(&mut request, out).unwrap());
                }
                Effect::Notify(mut request) => {
                    self.must_have(Skill::Notices);
                    self.trace.push(format!("{:?}", request.operation));
                    let out = self.notify.answer(&request.operation);
                    queue.extend(self.core.resolve(&mut request, out).unwrap());
                }
                Effect::Health(mut request) => {
                    self.must_have(Skill::Health);
                    self.trace.push(format!("{:?}", request.operation));
                    let out = self.health.answer(&request.operation);
                    queue.extend(self.core.resolve(&mut request, out).unwrap());
                }
                Effect::Open(request) => {
                    assert!(!self.skills.is_empty(), "a browser has no such page");
                    self.opened.push(request.operation);
                }
            }
        }
    }

    /// The prompt that is in front is answered.
    pub(crate) fn answer_the_prompt(&mut self) {
        let mut request = self.prompting.take().expect("a prompt in front");
        let out = self.secret.answer(&request.operation);
        let effects = self.core.resolve(&mut request, out).unwrap();
        self.carry_out(effects);
    }

    fn must_have(&self, skill: Skill) {
        assert!(self.skills.contains(&skill), "asked of a device that cannot");
    }

    /// Lets the hospital answer what it can: a held request waits for news.
    fn answer_what_can_be(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        for mut request in std::mem::take(&mut self.pending) {
            let result = if self.online {
                self.hospital.answer(&request.operation)
            } else {
                Some(HttpResult::Err(HttpError::Io("no route".to_owned())))
            };
            match result {
                Some(result) => effects.extend(self.core.resolve(&mut request, result).unwrap()),
                None => self.pending.push(request),
            }
        }
        effects
    }

    /// The hospital has news: held requests are answered.
    pub(crate) fn settle(&mut self) {
        for _ in 0..50 {
            let effects = self.answer_what_can_be();
            if effects.is_empty() {
                break;
            }
            self.carry_out(effects);
        }
    }

    /// Lets time pass, and timers run out.
    pub(crate) fn wait(&mut self, ms: u64) {
        self.clock.mono_ms += ms;
        self.clock.wall_ms += i64::try_from(ms).unwrap();
        let (due, later) =
            std::mem::take(&mut self.timers).into_iter().partition(|(at, _)| *at <= self.clock.mono_ms);
        self.timers = later;
        let due: Vec<(u64, Request<TimeRequest>)> = due;
        for (_, mut request) in due {
            let TimeRequest::NotifyAfter { id, .. } = request.operation else { panic!() };
            let effects = self.core.resolve(&mut request, TimeResponse::DurationElapsed { id }).unwrap();
            self.carry_out(effects);
        }
        self.settle();
    }

    /// When the next timer runs out, from now.
    pub(crate) fn next_timer(&self) -> Option<u64> {
        self.timers.iter().map(|(at, _)| at.saturating_sub(self.clock.mono_ms)).min()
    }

    pub(crate) fn cut_the_network(&mut self) {
        self.online = false;
        self.tap(Tap::Network(false));
        self.settle();
    }

    pub(crate) fn restore_the_network(&mut self) {
        self.online = true;
        self.tap(Tap::Network(true));
        self.settle();
    }

    pub(crate) fn view(&self) -> ViewModel {
        self.core.view()
    }

    pub(crate) fn today(&self) -> TodayView {
        match self.view().screen {
            Screen::Today(view) => view,
            other => panic!("{other:?}"),
        }
    }

    /// Settings, in front.
    pub(crate) fn settings(&mut self) -> SettingsView {
        self.tap(Tap::TabChosen(crate::Tab::Me));
        match self.view().screen {
            Screen::Settings(view) => view,
            other => panic!("{other:?}"),
        }
    }

    /// A switch of Settings; none where it is not offered.
    pub(crate) fn switch(&mut self, id: &str) -> Option<SwitchRow> {
        self.settings().switches.into_iter().find(|one| one.id == id)
    }

    pub(crate) fn toggle(&mut self, id: &str) {
        self.settings();
        self.tap(Tap::Settings(SettingsEvent::SwitchToggled(id.to_owned())));
    }

    /// The title of the next thing to do.
    pub(crate) fn today_next(&mut self) -> String {
        self.tap(Tap::TabChosen(crate::Tab::Today));
        self.today().next.title
    }

    pub(crate) fn forms(&mut self, event: crate::FormsEvent) {
        self.tap(Tap::Forms(event));
    }

    pub(crate) fn form(&self) -> crate::FormView {
        match self.view().screen {
            Screen::Form(view) => view,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn review(&self) -> crate::FormReviewView {
        match self.view().screen {
            Screen::FormReview(view) => view,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn form_result(&self) -> crate::FormResultView {
        match self.view().screen {
            Screen::FormResult(view) => view,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn advice(&self) -> AdviceView {
        match self.view().screen {
            Screen::Advice(view) => view,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn log_view(&self) -> LogSymptomView {
        match self.view().screen {
            Screen::LogSymptom(view) => view,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn measure_view(&self) -> MeasureView {
        match self.view().screen {
            Screen::Measure(view) => view,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn messages(&self) -> MessagesView {
        match self.view().screen {
            Screen::Messages(view) => view,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn entry(&self) -> EntryView {
        match self.view().screen {
            Screen::Entry(view) => view,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn sync(&self) -> SyncView {
        match self.view().screen {
            Screen::Sync(view) => view,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn failed(&self) -> FailedView {
        match self.view().screen {
            Screen::Failed(view) => view,
            other => panic!("{other:?}"),
        }
    }

    /// The id of the newest entry, as Today lists it.
    pub(crate) fn newest(&mut self) -> String {
        self.tap(Tap::TabChosen(crate::Tab::Today));
        self.today().entries.first().expect("an entry today").id.clone()
    }
}
