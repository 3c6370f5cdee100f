//! What a shell draws: one [`ViewModel`], with the one [`Screen`] in front.
//!
//! All text in it is translated and formatted. Lists are windows, so that a view stays small whatever the history.

macro_rules! views {
    ($( $(#[$doc:meta])* $name:ident { $( $(#[$field_doc:meta])* $field:ident : $kind:ty ),* $(,)? } )*) => {$(
        $(#[$doc])*
        #[derive(Facet, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name { $( $(#[$field_doc])* pub $field: $kind, )* }
    )*};
}

mod forms;
mod parts;
mod screens;

use facet::Facet;
use serde::{Deserialize, Serialize};

pub use forms::*;
pub use parts::*;
pub use screens::*;

/// What a shell draws.
#[derive(Facet, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewModel {
    /// What is the same on every screen.
    pub chrome: Chrome,
    /// The screen in front.
    pub screen: Screen,
}

/// What is around the screen.
#[derive(Facet, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chrome {
    /// BCP 47, for `lang` and for the screen reader's voice: `zh-CN` or `en`.
    pub language: String,
    /// The app's name.
    pub app_name: String,
    /// Elders' mode.
    pub elders: bool,
    /// `light`, `dark` or `system`.
    pub theme: String,
    /// The screen's title: announced on arrival, and the heading.
    pub title: String,
    /// The four tabs; none on a task or before the vault is open.
    pub tabs: Vec<TabItem>,
    /// The name of the tabs for a screen reader.
    pub tabs_label: String,
    /// The label of the button that leaves a task and keeps what was entered; empty where there is nothing to leave.
    pub back: String,
    /// A notice after an action.
    pub toast: Option<Toast>,
    /// The label of the button that dismisses the notice.
    pub dismiss: String,
    /// Whom one can call from here; empty only while nobody is known.
    pub calls: Vec<CallButton>,
    /// A sentence for a screen reader to say politely; it changes when there is news.
    pub announcement: String,
    /// The label of the button that reads the screen aloud; empty outside elders' mode.
    pub read_aloud: String,
    /// The label of the button beside a field of several lines that takes dictation; empty where there is none.
    pub dictate: String,
    /// The label of the button that takes a photo with the camera; empty where there is none.
    pub take_photo: String,
    /// The label of the button that picks a photo that is there.
    pub pick_photo: String,
    /// What a picker of a date or a time says to take what was picked.
    pub confirm: String,
    /// What it says to leave everything as it was.
    pub cancel: String,
    /// Whether the screen is kept out of screenshots and of the list of recent apps.
    pub covered: bool,
}

/// One tab.
#[derive(Facet, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TabItem {
    /// Which.
    pub tab: Tab,
    /// What it says.
    pub label: String,
    /// An icon's name.
    pub icon: String,
    /// Whether it is in front.
    pub current: bool,
    /// How many are unread, 0 for none.
    pub unread: u32,
    /// What a screen reader says.
    pub a11y: String,
}

/// The four tabs, always in this order.
#[derive(Facet, Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[repr(C)]
pub enum Tab {
    /// What now, then what later.
    #[default]
    Today,
    /// Record, history, trends.
    Diary,
    /// The care team.
    Messages,
    /// Settings and more.
    Me,
}

/// One variant a screen.
#[derive(Facet, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[repr(C)]
#[allow(clippy::large_enum_variant)] // There is one at a time.
pub enum Screen {
    /// Nothing is known yet: the vault is being looked at.
    #[default]
    Starting,
    /// The device cannot be used as it is: what is wrong and what to do.
    Failed(FailedView),
    /// The invitation code.
    Invitation(InvitationView),
    /// Choosing a PIN, or changing it.
    ChoosePin(ChoosePinView),
    /// Locked.
    Lock(LockView),
    /// Today.
    Today(TodayView),
    /// The diary.
    Diary(DiaryView),
    /// Logging a symptom.
    LogSymptom(LogSymptomView),
    /// Choosing a place of the body.
    BodySite(BodySiteView),
    /// Recording a measurement.
    Measure(MeasureView),
    /// What to do and whom to call.
    Advice(AdviceView),
    /// One entry.
    Entry(EntryView),
    /// Messages.
    Messages(MessagesView),
    /// Where the entries are.
    Sync(SyncView),
    /// Me.
    Settings(SettingsView),
    /// One page of a form.
    Form(FormView),
    /// What was answered, before the form is finished.
    FormReview(FormReviewView),
    /// A finished form: its scores, what next, where it is.
    FormResult(FormResultView),
}

#[cfg(test)]
mod tests;
