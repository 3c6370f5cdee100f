//! What screens are made of: words ready to show, roles, icon names. Never a colour, a size or a place.

use facet::Facet;
use serde::{Deserialize, Serialize};

macro_rules! parts {
    ($( $(#[$doc:meta])* $kind:ident $name:ident { $($body:tt)* } )*) => {$(
        parts!(@ $kind $(#[$doc])* $name { $($body)* });
    )*};
    (@ part $(#[$doc:meta])* $name:ident { $($body:tt)* }) => {
        $(#[$doc])*
        #[derive(Facet, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name { $($body)* }
    };
    (@ choice $(#[$doc:meta])* $name:ident { $($body:tt)* }) => {
        $(#[$doc])*
        #[derive(Facet, Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[repr(C)]
        pub enum $name { $($body)* }
    };
}

parts! {
    /// What a thing means; the shell chooses how that looks.
    choice Role {
        /// Call 120, or what cannot be undone.
        Urgent,
        /// Call the ward.
        Caution,
        /// Good to know.
        Info,
        /// All is well.
        Good,
        /// Nothing to stress.
        #[default]
        Neutral,
    }

    /// How far an entry or a message has come. Four facts, four words.
    choice Delivery {
        /// Nothing to say.
        #[default]
        None,
        /// On this phone's disk.
        Saved,
        /// The hospital confirmed that it has it.
        Received,
        /// Somebody of the care team opened it.
        Seen,
        /// The hospital does not take it as it is.
        Refused,
    }

    /// Where the entries are, all together.
    choice SyncState {
        /// All that was entered is on this phone, and there is nothing to send.
        #[default]
        Saved,
        /// Some wait for the hospital.
        Waiting,
        /// The hospital confirmed all.
        Received,
        /// Some were refused and need the patient.
        Attention,
    }

    /// The words of a delivery under an entry or a message.
    part DeliveryMark {
        /// How far.
        pub state: Delivery,
        /// In words, with the time.
        pub text: String,
    }

    /// A button that does what `action` says when it comes back as an event.
    part Button {
        /// What it says.
        pub label: String,
        /// A second, smaller line.
        pub detail: String,
        /// An icon's name, or empty.
        pub icon: String,
    }

    /// A way to a person. Works without a network and without a PIN.
    part CallButton {
        /// Whom.
        pub label: String,
        /// When it is answered.
        pub detail: String,
        /// The number as one dials it.
        pub number: String,
        /// What a screen reader says.
        pub a11y: String,
        /// Whether this is 120.
        pub emergency: bool,
    }

    /// The line that says where the entries are.
    part SyncLine {
        /// Its meaning.
        pub state: SyncState,
        /// The sentence.
        pub text: String,
        /// An icon's name.
        pub icon: String,
    }

    /// A tile of the quick row.
    part QuickItem {
        /// An icon's name.
        pub icon: String,
        /// What it says.
        pub label: String,
        /// What a screen reader says.
        pub a11y: String,
        /// What comes back when it is pressed.
        pub id: String,
    }

    /// One row of a day, of a history.
    part TimelineRow {
        /// The entry's id.
        pub id: String,
        /// The time of day, or the day.
        pub time: String,
        /// An icon's name.
        pub icon: String,
        /// What.
        pub title: String,
        /// More about it.
        pub detail: String,
        /// What it means.
        pub role: Role,
        /// How far it has come.
        pub mark: DeliveryMark,
        /// The row in one breath.
        pub a11y: String,
    }

    /// What a person can choose from: an option of a list.
    part ChoiceRow {
        /// What comes back when it is chosen.
        pub id: String,
        /// What it says.
        pub label: String,
        /// A second, smaller line.
        pub detail: String,
        /// An icon's name, or empty.
        pub icon: String,
        /// Whether it is the one.
        pub chosen: bool,
    }

    /// Something that is on or off.
    part SwitchRow {
        /// What comes back when it is toggled.
        pub id: String,
        /// What it says.
        pub label: String,
        /// A second, smaller line.
        pub detail: String,
        /// An icon's name.
        pub icon: String,
        /// Whether it is on.
        pub on: bool,
        /// Why it does not work as it should, what that means and what to do; or empty.
        pub problem: String,
        /// The label of the button that helps, or empty.
        pub fix: String,
    }

    /// One band of the scale from 0 to 10.
    part Band {
        /// A face's icon name.
        pub icon: String,
        /// The word.
        pub word: String,
        /// What it means in a day.
        pub detail: String,
        /// Its first number.
        pub from: u8,
        /// Its last number.
        pub to: u8,
    }

    /// The scale from 0 to 10 as eleven radios in five bands.
    part Scale {
        /// The question.
        pub question: String,
        /// What was chosen.
        pub value: Option<u8>,
        /// The bands, in order.
        pub bands: Vec<Band>,
        /// The label of each number from 0 to 10 for a screen reader.
        pub a11y: Vec<String>,
    }

    /// A field of text or of a number.
    part Field {
        /// What comes back with its text.
        pub id: String,
        /// Its label.
        pub label: String,
        /// What stands in it.
        pub value: String,
        /// The unit behind it, or empty.
        pub unit: String,
        /// A line of help below it.
        pub help: String,
        /// What is wrong with it, or empty.
        pub error: String,
        /// Whether a keyboard for numbers serves.
        pub numeric: bool,
        /// Whether it is of several lines.
        pub multiline: bool,
    }

    /// Where the record of an entry has got to.
    part TrailStep {
        /// In words.
        pub text: String,
        /// A second, smaller line.
        pub detail: String,
        /// An icon's name.
        pub icon: String,
        /// Whether it has happened.
        pub done: bool,
    }

    /// What to do and whom to call, because a rule fired.
    part AdviceCard {
        /// The id of the entry it is about.
        pub id: String,
        /// How grave.
        pub role: Role,
        /// An icon's name.
        pub icon: String,
        /// What it is, as in "temperature high".
        pub tag: String,
        /// The reading, as in "38.9 °C".
        pub value: String,
        /// When, as in "today 16:05".
        pub when: String,
        /// What to do, in one sentence.
        pub title: String,
        /// Why, in one sentence.
        pub why: String,
        /// The heading of the steps.
        pub steps_title: String,
        /// What else to do, in order.
        pub steps: Vec<String>,
        /// When to call 120, heading and text.
        pub emergency_title: String,
        /// The signs.
        pub emergency: String,
        /// The rule's source.
        pub source: String,
    }

    /// A message of the thread.
    part Bubble {
        /// The message's id.
        pub id: String,
        /// Who wrote it.
        pub author: String,
        /// Whether it was the patient.
        pub own: bool,
        /// What.
        pub text: String,
        /// When.
        pub when: String,
        /// How far it has come, for the patient's own.
        pub mark: Option<DeliveryMark>,
    }

    /// One point of a chart.
    part Point {
        /// When, in seconds since 1970.
        pub at: u32,
        /// The value in thousandths, so that both ends draw the same.
        pub value_milli: i32,
        /// Whether it is at or beyond the limit.
        pub beyond: bool,
        /// The value in words.
        pub label: String,
        /// The time in words.
        pub when: String,
    }

    /// A limit's dashed line.
    part LimitLine {
        /// The value in thousandths.
        pub value_milli: i32,
        /// Its words.
        pub label: String,
    }

    /// A chart with its sentence, and the same as a table.
    part TrendChart {
        /// What it shows.
        pub title: String,
        /// The unit.
        pub unit: String,
        /// What the days show, in one sentence.
        pub sentence: String,
        /// Oldest first.
        pub points: Vec<Point>,
        /// The limits of the rules in force.
        pub limits: Vec<LimitLine>,
        /// The lowest value drawn, in thousandths.
        pub low_milli: i32,
        /// The highest value drawn, in thousandths.
        pub high_milli: i32,
        /// The table's rows, newest first: when, value, remark.
        pub rows: Vec<TableRow>,
        /// The table's headings: when, value, remark.
        pub headings: Vec<String>,
    }

    /// A row of a table.
    part TableRow {
        /// Its cells, in the order of the headings.
        pub cells: Vec<String>,
    }

    /// A short notice after an action.
    part Toast {
        /// What happened.
        pub text: String,
        /// What it was about.
        pub detail: String,
        /// The label of the one thing one can do, or empty.
        pub action: String,
    }

    /// The keys of a PIN.
    part PinPad {
        /// How many digits are in.
        pub filled: u8,
        /// How many there will be.
        pub length: u8,
        /// "3 digits entered".
        pub progress: String,
        /// What is wrong, or empty.
        pub error: String,
        /// Whether it takes digits now.
        pub ready: bool,
        /// The label of the backspace key.
        pub backspace: String,
    }
}
