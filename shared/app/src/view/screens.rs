//! What each screen shows.

use facet::Facet;
use serde::{Deserialize, Serialize};

use super::{
    forms::FormGroup,
    parts::{
        AdviceCard, Bubble, Button, ChoiceRow, Field, PinPad, QuickItem, Scale, SwitchRow, SyncLine,
        TimelineRow, TrailStep, TrendChart,
    },
};

views! {
    /// [`crate::Screen::Failed`]
    FailedView {
        /// An icon's name.
        icon: String,
        /// What is wrong.
        title: String,
        /// Whether the records are safe, and what to do.
        text: String,
        /// The one thing to do, or empty.
        action: String,
    }

    /// [`crate::Screen::Invitation`]
    InvitationView {
        /// What this is about.
        intro: String,
        /// The code.
        code: Field,
        /// The solid button.
        submit: String,
        /// Whether the hospital is being asked.
        busy: bool,
        /// The other language's own name; pressing it changes the language.
        other_language: String,
    }

    /// [`crate::Screen::ChoosePin`]
    ChoosePinView {
        /// What this PIN is for.
        intro: String,
        /// The keys.
        pad: PinPad,
        /// Whether the vault is being made.
        busy: bool,
        /// What is said while it is.
        busy_text: String,
    }

    /// [`crate::Screen::Lock`]
    LockView {
        /// Whose records, without saying much.
        greeting: String,
        /// The keys.
        pad: PinPad,
        /// When it waits: how long, and that the records are safe; else empty.
        wait: String,
        /// The button that opens with a finger or a face; none where that is not set up.
        quick: Option<Button>,
        /// What happened to opening with a finger or a face, and what to do; or empty.
        quick_text: String,
        /// Whether the vault is being opened.
        busy: bool,
        /// What to do when the PIN is forgotten.
        forgot: String,
        /// What is said then; empty until it was asked for.
        forgot_text: String,
    }

    /// [`crate::Screen::Today`]
    TodayView {
        /// "Sun 22 Nov · day 3 after surgery"
        date: String,
        /// "Good morning, Ms Li"
        greeting: String,
        /// Where the entries are.
        sync: SyncLine,
        /// What comes next.
        next: NextCard,
        /// The heading of the tiles.
        quick_title: String,
        /// What can be recorded with one tap.
        quick: Vec<QuickItem>,
        /// The heading of today's entries.
        entries_title: String,
        /// Today's entries, newest first.
        entries: Vec<TimelineRow>,
    }

    /// The one thing to do next.
    NextCard {
        /// When, as in "next · 11:00".
        when: String,
        /// An icon's name.
        icon: String,
        /// What.
        title: String,
        /// Why, or how.
        detail: String,
        /// The solid button; `id` says what comes back. None when there is nothing to do.
        action: Option<ChoiceRow>,
    }

    /// [`crate::Screen::Diary`]
    DiaryView {
        /// Record, history, trends, forms; one is chosen.
        sections: Vec<ChoiceRow>,
        /// What can be recorded (section `record`).
        items: Vec<ChoiceRow>,
        /// The window of entries (section `history`), newest first.
        entries: Vec<TimelineRow>,
        /// The label of the button that shows older ones, or empty.
        older: String,
        /// The label of the button that goes back to newer ones, or empty.
        newer: String,
        /// What is said when there is nothing.
        empty: String,
        /// The charts (section `trends`).
        charts: Vec<TrendChart>,
        /// The labels of the switch between chart and table.
        chart_label: String,
        /// See `chart_label`.
        table_label: String,
        /// The labels of the day stepper: earlier, later.
        stepper: Vec<String>,
        /// The forms (section `forms`): due now, coming, answered. A row's id comes back in
        /// [`crate::FormsEvent::Opened`]; one that cannot be opened yet has no id.
        form_groups: Vec<FormGroup>,
    }

    /// [`crate::Screen::LogSymptom`]
    LogSymptomView {
        /// Whether an entry is being corrected.
        correcting: bool,
        /// In elders' mode there are two steps; 0 when everything is on one.
        step: u8,
        /// The question above the symptoms.
        symptoms_title: String,
        /// The symptoms, one chosen.
        symptoms: Vec<ChoiceRow>,
        /// The scale.
        scale: Scale,
        /// When it was.
        when: WhenRow,
        /// The place of the body.
        site: DetailRow,
        /// The photo.
        photo: PhotoRow,
        /// The note.
        note: Field,
        /// Whether the note is open.
        note_open: bool,
        /// The note's row.
        note_row: DetailRow,
        /// What is missing or wrong, or empty.
        error: String,
        /// The solid button; it repeats the answer.
        save: String,
        /// The line below it.
        save_detail: String,
        /// Whether it is being saved.
        busy: bool,
    }

    /// A row that leads to a detail.
    DetailRow {
        /// An icon's name.
        icon: String,
        /// What.
        label: String,
        /// What it says now.
        value: String,
    }

    /// When something was, and the control that changes it.
    WhenRow {
        /// The row.
        row: DetailRow,
        /// What the control holds, in local time: `2026-11-22T16:05`.
        input: String,
        /// The latest that can be chosen, in the same form.
        latest: String,
        /// What is wrong, or empty.
        error: String,
    }

    /// The photo of an entry.
    PhotoRow {
        /// The row.
        row: DetailRow,
        /// How large a file the shell may hand over, in bytes.
        max_bytes: u32,
        /// How long the longer edge may be after the shell has made it smaller, in pixels.
        max_edge: u32,
        /// Whether there is one.
        chosen: bool,
        /// The label of the button that takes it away.
        remove: String,
        /// What is wrong with the one that was chosen, or empty.
        error: String,
    }

    /// [`crate::Screen::BodySite`]
    BodySiteView {
        /// The sides: front and back; one is chosen.
        sides: Vec<ChoiceRow>,
        /// The places of that side.
        places: Vec<ChoiceRow>,
        /// The button that takes the place away.
        none: String,
    }

    /// [`crate::Screen::Measure`]
    MeasureView {
        /// Whether an entry is being corrected.
        correcting: bool,
        /// The measurements, one chosen.
        kinds: Vec<ChoiceRow>,
        /// The heading above them.
        kinds_title: String,
        /// The fields of the chosen one.
        fields: Vec<Field>,
        /// When it was measured.
        when: WhenRow,
        /// What is wrong, or empty.
        error: String,
        /// A question before an unusual value is saved, or empty.
        confirm: String,
        /// The solid button; it repeats the answer.
        save: String,
        /// The line below it.
        save_detail: String,
        /// Whether it is being saved.
        busy: bool,
    }

    /// [`crate::Screen::Advice`]
    AdviceView {
        /// The cards, worst first.
        cards: Vec<AdviceCard>,
        /// The heading of the trail.
        trail_title: String,
        /// Where the record is.
        trail: Vec<TrailStep>,
        /// That this does not take a doctor's place.
        disclaimer: String,
        /// In elders' mode: the label of the button that shows what else to do; empty when it is shown.
        more: String,
    }

    /// [`crate::Screen::Entry`]
    EntryView {
        /// The entry's id, which comes back with its buttons.
        id: String,
        /// What and when, as rows.
        rows: Vec<DetailRow>,
        /// The note, or empty.
        note: String,
        /// The photo's id for [`crate::DiaryEvent::PhotoWanted`], or empty.
        photo: String,
        /// The photo, when the shell asked for it.
        photo_bytes: Vec<u8>,
        /// Its media type.
        photo_mime: String,
        /// The text that stands for the photo.
        photo_a11y: String,
        /// The label of the button that shows it.
        photo_show: String,
        /// Where the record is.
        trail_title: String,
        /// Its steps.
        trail: Vec<TrailStep>,
        /// The advice that was given, by title; empty when none.
        advice: String,
        /// Correct it.
        correct: String,
        /// Take it back.
        withdraw: String,
        /// A question before it is taken back, or empty.
        confirm: String,
        /// The answer that takes it back.
        confirm_yes: String,
        /// The answer that leaves it.
        confirm_no: String,
    }

    /// [`crate::Screen::Messages`]
    MessagesView {
        /// When the team answers, and 120.
        rule: String,
        /// The label of the button that shows older ones, or empty.
        older: String,
        /// The label of the button that goes back to newer ones, or empty.
        newer: String,
        /// The thread, oldest first.
        bubbles: Vec<Bubble>,
        /// What is said when there is nothing.
        empty: String,
        /// The text being written.
        draft: Field,
        /// The label of the send button.
        send: String,
        /// The sheet before the first message of a day.
        urgent: Option<UrgentCheck>,
    }

    /// A question that stops an emergency from waiting in a thread.
    UrgentCheck {
        /// The question.
        title: String,
        /// The signs.
        signs: Vec<String>,
        /// "Yes": call.
        yes: String,
        /// "No": send.
        no: String,
        /// The heading once the answer is yes; empty before.
        call_title: String,
    }

    /// [`crate::Screen::Sync`]
    SyncView {
        /// Where the entries are.
        line: SyncLine,
        /// What the hospital last confirmed, and when.
        last: String,
        /// The label of the button that tries now, or empty.
        retry: String,
        /// The heading of the refused ones.
        refused_title: String,
        /// What was refused.
        refused: Vec<RefusedRow>,
        /// The heading of the waiting ones.
        waiting_title: String,
        /// What waits, oldest first.
        waiting: Vec<TimelineRow>,
    }

    /// An entry that the hospital does not take as it is.
    RefusedRow {
        /// The entry's id.
        id: String,
        /// What it is.
        title: String,
        /// Why, in plain words; that it is safe; what to do.
        reason: String,
        /// Correct it, or empty where it cannot be corrected.
        correct: String,
        /// Try again.
        retry: String,
        /// Keep a copy outside.
        export_copy: String,
    }

    /// [`crate::Screen::Settings`]
    SettingsView {
        /// Whose records.
        name: String,
        /// The hospital and the ward.
        hospital: String,
        /// Where the entries are.
        sync: SyncLine,
        /// The heading of the languages.
        language_title: String,
        /// The languages.
        languages: Vec<ChoiceRow>,
        /// The heading of the appearance.
        theme_title: String,
        /// Light, dark, as the system.
        themes: Vec<ChoiceRow>,
        /// Elders' mode.
        elders: ChoiceRow,
        /// The heading of the switches; empty when there are none.
        device_title: String,
        /// What this device can do, on or off.
        switches: Vec<SwitchRow>,
        /// Lock now.
        lock: String,
        /// Change the PIN.
        change_pin: String,
        /// What this app is and is not.
        about: String,
    }
}
