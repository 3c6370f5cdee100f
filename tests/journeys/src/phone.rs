//! The patient's phone: the real core, driven as a shell drives it.

use std::{
    fmt::Write as _,
    path::Path,
    sync::{Arc, Condvar, Mutex},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use kangban_app::{
    AdviceView, Clock, Delivery, DiaryEvent, EntryView, Envelope, Event, ExportFile, LockEvent,
    MeasuresEvent, PickedFile, Screen, Started, Tab, Tap, TimelineRow, TypedField, ViewModel,
};
use kangban_core::native::{Core, Told};

use crate::{Outcome, Trouble};

const PATIENCE: Duration = Duration::from_secs(30);
const ZONE: &str = "Asia/Shanghai";

/// A phone with the app open.
pub struct Phone {
    core: Core,
    news: Arc<News>,
    began: Instant,
    patience: Duration,
}

/// What the core told the shell.
#[derive(Default)]
struct News {
    drawn: Mutex<u64>,
    more: Condvar,
    exports: Mutex<Vec<ExportFile>>,
}

/// A symptom as a patient enters it.
#[derive(Debug, Clone, Default)]
pub struct Pain<'a> {
    /// 0 to 10.
    pub score: u8,
    /// Whether a place of the body is chosen (the first that is offered).
    pub site: bool,
    /// In their own words.
    pub note: &'a str,
    /// A photo: media type and bytes.
    pub photo: Option<(&'a str, &'a [u8])>,
}

impl Phone {
    /// Opens the app with its storage in `folder`, for the hospital at `base`.
    ///
    /// # Errors
    /// When the core does not start.
    pub fn open(folder: &Path, base: &str) -> Outcome<Self> {
        let news = Arc::new(News::default());
        let shell = Arc::clone(&news);
        let core = Core::open(folder, move |told| shell.take(told))?;
        let phone = Self { core, news, began: Instant::now(), patience: PATIENCE };
        let mut seed = vec![0; 32];
        getrandom::fill(&mut seed).map_err(|error| Trouble::new(error.to_string()))?;
        phone.tap(Tap::Started(Started {
            seed,
            languages: vec!["zh-CN".to_owned()],
            base_url: base.to_owned(),
            online: true,
            skills: Vec::new(),
        }));
        Ok(phone)
    }

    /// Tells the core what the person did, with the device's clock.
    pub fn tap(&self, tap: Tap) {
        let wall_ms = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
        self.tap_at(i64::try_from(wall_ms).unwrap_or(i64::MAX), tap);
    }

    /// The same, with a clock that is set to `wall_ms`.
    pub fn tap_at(&self, wall_ms: i64, tap: Tap) {
        let mono_ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let clock = Clock { wall_ms, mono_ms, zone: ZONE.to_owned() };
        // A core that has stopped shows nothing any more: whoever waits for a screen says so.
        let _ = self.core.update(Event::Shell(Envelope { clock, tap }));
    }

    /// What is on the screen.
    ///
    /// # Errors
    /// When the core has stopped.
    pub fn view(&self) -> Outcome<ViewModel> {
        Ok(self.core.view()?)
    }

    /// Waits this long for a screen from now on.
    pub fn be_patient_for(&mut self, patience: Duration) {
        self.patience = patience;
    }

    /// Files that the core gave to the person.
    pub fn exports(&self) -> Vec<ExportFile> {
        self.news.exports.lock().map(|files| files.clone()).unwrap_or_default()
    }

    /// Looks at each new screen until `find` finds something.
    ///
    /// # Errors
    /// When it never does; with what is on the screen instead.
    pub fn see<T>(&self, what: &str, mut find: impl FnMut(&ViewModel) -> Option<T>) -> Outcome<T> {
        let end = Instant::now() + self.patience;
        loop {
            let drawn = self.news.count();
            let view = self.view()?;
            if let Some(found) = find(&view) {
                return Ok(found);
            }
            if Instant::now() > end {
                let screen: String = format!("{:?}", view.screen).chars().take(1_500).collect();
                return Err(Trouble::new(format!("the phone never showed {what}; it shows {screen}")));
            }
            self.news.wait(drawn);
        }
    }

    /// From the invitation to the open app: code, PIN, PIN again.
    ///
    /// # Errors
    /// When a screen does not come.
    pub fn activate(&self, code: &str, pin: &str) -> Outcome {
        self.see("the invitation", |view| matches!(view.screen, Screen::Invitation(_)).then_some(()))?;
        self.tap(Tap::Lock(LockEvent::CodeTyped(code.to_owned())));
        self.tap(Tap::Lock(LockEvent::CodeSubmitted));
        for _ in 0..2 {
            self.see("the PIN pad", |view| match &view.screen {
                Screen::ChoosePin(choose) => (choose.pad.ready && choose.pad.filled == 0).then_some(()),
                _ => None,
            })?;
            self.type_pin(pin);
        }
        self.see("Today", today).map(drop)
    }

    /// Opens the locked app.
    ///
    /// # Errors
    /// When it does not open.
    pub fn unlock(&self, pin: &str) -> Outcome {
        self.see("the lock screen", |view| match &view.screen {
            Screen::Lock(lock) => (lock.pad.ready && lock.pad.filled == 0).then_some(()),
            _ => None,
        })?;
        self.type_pin(pin);
        self.see("Today", today).map(drop)
    }

    /// Presses the digits.
    pub fn type_pin(&self, pin: &str) {
        for digit in pin.bytes() {
            self.tap(Tap::Lock(LockEvent::Digit(digit.wrapping_sub(b'0'))));
        }
    }

    /// Logs pain; says the entry's id and the advice that showed.
    ///
    /// # Errors
    /// When a screen does not come, or something is refused.
    pub fn log_pain(&self, pain: &Pain<'_>) -> Outcome<(String, AdviceView)> {
        self.fill_pain(pain)?;
        self.tap(Tap::Diary(DiaryEvent::SavePressed));
        self.advice()
    }

    /// Fills the symptom's screen and leaves it unsaved.
    ///
    /// # Errors
    /// When a screen does not come.
    pub fn fill_pain(&self, pain: &Pain<'_>) -> Outcome {
        self.choose("pain")?;
        self.see("the symptom's screen", |view| matches!(view.screen, Screen::LogSymptom(_)).then_some(()))?;
        self.tap(Tap::Diary(DiaryEvent::SymptomChosen("pain".to_owned())));
        self.tap(Tap::Diary(DiaryEvent::ScoreChosen(pain.score)));
        if pain.site {
            self.tap(Tap::Diary(DiaryEvent::SitePressed));
            let site = self.see("the places of the body", |view| match &view.screen {
                Screen::BodySite(sites) => sites.places.first().map(|place| place.id.clone()),
                _ => None,
            })?;
            self.tap(Tap::Diary(DiaryEvent::SiteChosen(site)));
            self.see("the symptom's screen again", |view| match &view.screen {
                Screen::LogSymptom(log) => (!log.site.value.is_empty()).then_some(()),
                _ => None,
            })?;
        }
        if !pain.note.is_empty() {
            self.tap(Tap::Diary(DiaryEvent::NotePressed));
            self.tap(Tap::Diary(DiaryEvent::NoteTyped(pain.note.to_owned())));
        }
        if let Some((mime, bytes)) = pain.photo {
            self.tap(Tap::Diary(DiaryEvent::PhotoChosen(PickedFile {
                mime: mime.to_owned(),
                bytes: bytes.to_vec(),
                original_bytes: u32::try_from(bytes.len())?,
            })));
        }
        Ok(())
    }

    /// Records a temperature in °C; says the entry's id and the advice that showed.
    ///
    /// # Errors
    /// When a screen does not come, or something is refused.
    pub fn log_temperature(&self, value: &str) -> Outcome<(String, AdviceView)> {
        self.choose("temperature")?;
        self.see("the measurement's screen", |view| matches!(view.screen, Screen::Measure(_)).then_some(()))?;
        self.tap(Tap::Measures(MeasuresEvent::KindChosen("temperature".to_owned())));
        self.tap(Tap::Measures(MeasuresEvent::FieldTyped(TypedField {
            id: "temperature".to_owned(),
            text: value.to_owned(),
        })));
        self.tap(Tap::Measures(MeasuresEvent::SavePressed));
        self.advice()
    }

    /// Chooses what to record in the diary.
    fn choose(&self, what: &str) -> Outcome {
        self.home()?;
        self.tap(Tap::TabChosen(Tab::Diary));
        self.tap(Tap::Diary(DiaryEvent::SectionChosen("record".to_owned())));
        let id = self.see("the diary", |view| match &view.screen {
            Screen::Diary(diary) => {
                diary.items.iter().find(|item| item.id.ends_with(what)).map(|item| item.id.clone())
            }
            _ => None,
        })?;
        self.tap(Tap::Diary(DiaryEvent::ItemPressed(id)));
        Ok(())
    }

    /// Leaves tasks until a tab is in front.
    ///
    /// # Errors
    /// When a task cannot be left.
    pub fn home(&self) -> Outcome {
        loop {
            let before = self.view()?;
            if before.chrome.back.is_empty() {
                return Ok(());
            }
            self.tap(Tap::Back);
            self.see("the screen behind", |view| (view.screen != before.screen).then_some(()))?;
        }
    }

    /// The advice in front, with the id of its entry.
    fn advice(&self) -> Outcome<(String, AdviceView)> {
        self.see("advice", |view| match &view.screen {
            Screen::Advice(advice) => advice.cards.first().map(|card| (card.id.clone(), advice.clone())),
            _ => None,
        })
    }

    /// The rows of the diary's history.
    ///
    /// # Errors
    /// When the diary does not show.
    pub fn history(&self) -> Outcome<Vec<TimelineRow>> {
        self.home()?;
        self.tap(Tap::TabChosen(Tab::Diary));
        self.tap(Tap::Diary(DiaryEvent::SectionChosen("history".to_owned())));
        self.see("the history", |view| match &view.screen {
            Screen::Diary(diary) => {
                let chosen = diary.sections.iter().any(|section| section.chosen && section.id == "history");
                chosen.then(|| diary.entries.clone())
            }
            _ => None,
        })
    }

    /// Opens an entry.
    ///
    /// # Errors
    /// When it does not show.
    pub fn entry(&self, id: &str) -> Outcome<EntryView> {
        self.history()?;
        self.tap(Tap::Diary(DiaryEvent::EntryOpened(id.to_owned())));
        self.see("the entry", |view| match &view.screen {
            Screen::Entry(entry) => Some(entry.clone()),
            _ => None,
        })
    }

    /// Waits, without touching anything but the history, until an entry has come as far as `state`.
    ///
    /// # Errors
    /// When it does not.
    pub fn see_delivery(&self, id: &str, state: Delivery) -> Outcome<TimelineRow> {
        self.history()?;
        self.see(&format!("the entry as {state:?}"), |view| match &view.screen {
            Screen::Diary(diary) => {
                diary.entries.iter().find(|row| row.id == id && row.mark.state == state).cloned()
            }
            _ => None,
        })
    }
}

/// Today is in front.
fn today(view: &ViewModel) -> Option<()> {
    matches!(view.screen, Screen::Today(_)).then_some(())
}

/// What a card of advice says, in one line.
pub fn said(advice: &AdviceView) -> String {
    let mut words = String::new();
    for card in &advice.cards {
        // Writing to a String does not fail.
        let _ = write!(words, "{} {} {}（{}）", card.tag, card.value, card.title, card.source);
    }
    words
}

impl News {
    fn take(&self, told: Told) {
        if let Told::Export(file) = told
            && let Ok(mut exports) = self.exports.lock()
        {
            exports.push(file);
        }
        if let Ok(mut drawn) = self.drawn.lock() {
            *drawn += 1;
        }
        self.more.notify_all();
    }

    fn count(&self) -> u64 {
        self.drawn.lock().map_or(0, |drawn| *drawn)
    }

    /// Waits for a drawing after `seen`, or a moment.
    fn wait(&self, seen: u64) {
        if let Ok(drawn) = self.drawn.lock() {
            // Whether it was a drawing or the moment's end, the caller looks again.
            let _ = self.more.wait_timeout_while(drawn, Duration::from_millis(200), |drawn| *drawn == seen);
        }
    }
}
