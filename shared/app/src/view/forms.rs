//! What the screens of forms show. A form's tree is a flat list in order; `level` says how deep a control lies.

use facet::Facet;
use serde::{Deserialize, Serialize};

use super::parts::{
    AdviceCard, Button, CallButton, ChoiceRow, DeliveryMark, Field, Role, Scale, TimelineRow, TrailStep,
    TrendChart,
};
use super::screens::{DetailRow, PhotoRow};

/// How a control is drawn.
#[derive(Facet, Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[repr(C)]
pub enum FormControlKind {
    /// The title of a group: text only.
    Heading,
    /// Text only.
    #[default]
    Display,
    /// Help for what stands around it: text only.
    Help,
    /// One of `options`: radios.
    Radio,
    /// Any of `options`: checkboxes.
    Checks,
    /// One of `options`, in a list that opens.
    DropDown,
    /// One of `options`, which are those that match `filter`.
    Autocomplete,
    /// A number from `low` to `high` in steps of `step`.
    Slider,
    /// `scale`: a whole number from 0 to 10.
    Scale,
    /// A line of text.
    ShortText,
    /// Several lines of text.
    LongText,
    /// A whole number, as text that the core reads.
    Integer,
    /// A number, as text that the core reads.
    Decimal,
    /// A number with one of `units`.
    Quantity,
    /// `2026-11-22`; `2026-11` and `2026` are taken too.
    Date,
    /// `2026-11-22T16:05`, local.
    DateTime,
    /// `16:05`.
    Time,
    /// An address.
    Url,
    /// `photo`: a picture.
    Attachment,
    /// One of `options`, or text that names something.
    Reference,
    /// `calls`: numbers to call now.
    Calls,
    /// Only the button `add`: one more of a group.
    AddInstance,
}

/// What a block of text is.
#[derive(Facet, Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[repr(C)]
pub enum RichKind {
    /// A paragraph.
    #[default]
    Paragraph,
    /// An item of a list.
    Item,
    /// A title.
    Title,
}

views! {
    /// A block of a form's text.
    RichBlock {
        /// What it is.
        kind: RichKind,
        /// Its pieces, in order.
        spans: Vec<RichSpan>,
    }

    /// A piece of text in one style.
    RichSpan {
        /// The text.
        text: String,
        /// Heavier.
        strong: bool,
        /// Stressed; in Chinese by weight, too.
        stressed: bool,
        /// Where it leads (`https:`, `tel:`, `mailto:` only), or empty.
        href: String,
    }

    /// How far one has come. It never goes backwards.
    ProgressBar {
        /// From 0 to 1000.
        permille: u16,
        /// "3 answered · at most 6 to go"
        text: String,
    }

    /// A link beside a question.
    FormLink {
        /// What it says.
        label: String,
        /// Where it leads.
        url: String,
    }

    /// A picture, a sound or a film that belongs to a question.
    FormMedia {
        /// Its media type, as in `image/png`.
        mime: String,
        /// Where it is; `data:` when it comes with the form.
        url: String,
        /// What it shows.
        alt: String,
    }

    /// One control of a form, or a text of it.
    FormControl {
        /// Comes back with every event of it.
        path: String,
        /// How it is drawn.
        kind: FormControlKind,
        /// How deep it lies, from 0.
        level: u8,
        /// Its label.
        label: Vec<RichBlock>,
        /// Its label without style, for assistive technology.
        plain: String,
        /// What stands before the label, as in "2.", or empty.
        prefix: String,
        /// The words that say it has to be answered, or empty.
        required: String,
        /// Help below the label.
        help: Vec<RichBlock>,
        /// What stands in the field, as it was typed or picked.
        value: String,
        /// The unit behind the field, or empty.
        unit: String,
        /// The units to choose from, one chosen; empty when there is one or none.
        units: Vec<ChoiceRow>,
        /// What there is to choose from: a window of it, chosen ones always in it.
        options: Vec<ChoiceRow>,
        /// Whether the options stand side by side where there is room.
        horizontal: bool,
        /// The field that narrows the options down ([`crate::FormsEvent::OptionFilterTyped`]); its `help` says how many
        /// are not shown. None when all options are shown.
        filter: Option<Field>,
        /// The field for an answer that is none of the options ([`crate::FormsEvent::OtherTyped`]).
        other: Option<Field>,
        /// What is shown in an empty field: an example, never a label.
        placeholder: String,
        /// Whether a keyboard for numbers serves.
        numeric: bool,
        /// The lowest value, as text; empty for none.
        low: String,
        /// The highest value, as text; empty for none.
        high: String,
        /// The step of a slider, as text; empty for any.
        step: String,
        /// What the lowest value means, or empty.
        low_label: String,
        /// What the highest value means, or empty.
        high_label: String,
        /// The scale from 0 to 10 (kind `Scale`). Its number comes back as text in [`crate::FormsEvent::Typed`].
        scale: Option<Scale>,
        /// Whom to call (kind `Calls`).
        calls: Vec<CallButton>,
        /// Where the value is from, when it was known already ("from your record, 21 Nov"), or empty.
        known: String,
        /// The same answer as last time.
        as_last: Option<Button>,
        /// Whether it cannot be changed here.
        read_only: bool,
        /// What is wrong, or empty.
        error: String,
        /// The label of the button that adds one more, or empty.
        add: String,
        /// The label of the button that takes this one away, or empty.
        remove: String,
        /// The label of the button that takes the answer away, or empty.
        clear: String,
        /// The photo (kind `Attachment`); none where a file cannot be given here, `error` or `help` then say so.
        photo: Option<PhotoRow>,
        /// A picture of the question.
        media: Option<FormMedia>,
        /// Where to read more.
        links: Vec<FormLink>,
    }

    /// Something that is wrong, in the summary.
    FormErrorRow {
        /// The control it is about.
        path: String,
        /// The page it is on, for [`crate::FormsEvent::PageChosen`].
        page: String,
        /// The question.
        label: String,
        /// What is wrong.
        text: String,
    }

    /// [`crate::Screen::Form`]
    FormView {
        /// The form's title.
        form_title: String,
        /// The page's title, or empty.
        page_title: String,
        /// What stands above the first page.
        intro: Vec<RichBlock>,
        /// How far one has come.
        progress: ProgressBar,
        /// Where the answers are ("Saved on this phone").
        mark: DeliveryMark,
        /// What a patient has to know about the form itself, as that a part of it cannot be shown; or empty.
        notice: String,
        /// Which page is in front: another key is another page, and the focus goes to its title.
        page: String,
        /// The controls of this page, in order.
        controls: Vec<FormControl>,
        /// The control that gets the focus when the page comes to the front, or empty.
        focus: String,
        /// The heading of `errors`, or empty.
        errors_title: String,
        /// What is wrong on this page.
        errors: Vec<FormErrorRow>,
        /// Back to the page before; none on the first.
        previous: Option<Button>,
        /// Forwards; it says what comes.
        next: Button,
        /// Keeps what was answered and leaves.
        later: Button,
        /// The other language's own name; pressing it changes the language.
        other_language: String,
        /// Whether something is being read or saved.
        busy: bool,
        /// What is wrong with the form as a whole, as that an answer could not be kept; or empty.
        error: String,
    }

    /// One answer in a list.
    FormAnswerRow {
        /// The control it is about.
        path: String,
        /// The page it is on, for [`crate::FormsEvent::PageChosen`]; empty where it cannot be changed.
        page: String,
        /// The question.
        label: String,
        /// The answer in words, or that there is none.
        value: String,
        /// Whether it is missing and has to be there.
        missing: bool,
        /// The label of the button that changes it, for assistive technology too.
        change: String,
    }

    /// [`crate::Screen::FormReview`]
    FormReviewView {
        /// The form's title.
        form_title: String,
        /// What this page is for.
        intro: String,
        /// How far one has come.
        progress: ProgressBar,
        /// See [`FormView`].
        mark: DeliveryMark,
        /// See [`FormView`].
        notice: String,
        /// The answers, a window.
        rows: Vec<FormAnswerRow>,
        /// The label of the button that shows the answers before these, or empty.
        earlier_rows: String,
        /// The label of the button that shows the answers after these, or empty.
        later_rows: String,
        /// The heading of `errors`, or empty.
        errors_title: String,
        /// What is wrong.
        errors: Vec<FormErrorRow>,
        /// Back to the last page.
        previous: Option<Button>,
        /// Saves and sends.
        finish: Button,
        /// Keeps what was answered and leaves.
        later: Button,
        /// The other language's own name; pressing it changes the language.
        other_language: String,
        /// Whether it is being saved.
        busy: bool,
        /// Why it was not saved, or empty.
        error: String,
    }

    /// One band of a score.
    ScoreBand {
        /// Its word.
        word: String,
        /// What it means.
        role: Role,
        /// Where it begins on the whole length, from 0 to 1000.
        from_permille: u16,
        /// Where it ends.
        to_permille: u16,
        /// Whether the score is in it.
        current: bool,
        /// "10 to 14: moderate", for assistive technology.
        a11y: String,
    }

    /// A score of a finished form.
    ScoreCard {
        /// What it is.
        title: String,
        /// The number.
        value: String,
        /// "/ 27", or empty.
        out_of: String,
        /// The band's word, or empty.
        word: String,
        /// What the band means.
        role: Role,
        /// An icon's name.
        icon: String,
        /// The bands, lowest first.
        bands: Vec<ScoreBand>,
        /// Where the score is on the whole length, from 0 to 1000.
        marker_permille: u16,
        /// What stands at the marker, as in "You 12".
        marker: String,
        /// Score, band and numbers in one breath.
        a11y: String,
        /// What it means, in a sentence.
        meaning: String,
        /// What to do next, or empty.
        next_step: String,
        /// How it moved ("4 lower than on 3 Nov"), or empty.
        moved: String,
        /// Earlier ones; none when this is the first.
        chart: Option<TrendChart>,
    }

    /// [`crate::Screen::FormResult`]
    FormResultView {
        /// The answered form's id.
        id: String,
        /// The form's title.
        form_title: String,
        /// That it is done, and when it was answered.
        done: String,
        /// What a patient has to do now, worst first; empty when no rule fired.
        cards: Vec<AdviceCard>,
        /// Numbers to call that the form itself names.
        calls: Vec<CallButton>,
        /// The scores.
        scores: Vec<ScoreCard>,
        /// The labels of the switch between chart and table.
        chart_label: String,
        /// See `chart_label`.
        table_label: String,
        /// The labels of the day stepper: earlier, later.
        stepper: Vec<String>,
        /// The heading of `next`.
        next_title: String,
        /// What comes next.
        next: Vec<DetailRow>,
        /// The heading of the trail.
        trail_title: String,
        /// Where the answers are.
        trail: Vec<TrailStep>,
        /// The label of the button that shows the answers; empty when they are shown or not at hand.
        answers_show: String,
        /// The heading of `answers`.
        answers_title: String,
        /// The answers, a window.
        answers: Vec<FormAnswerRow>,
        /// The label of the button that shows the answers before these, or empty.
        earlier_rows: String,
        /// The label of the button that shows the answers after these, or empty.
        later_rows: String,
        /// That this does not take a doctor's place.
        disclaimer: String,
        /// The solid button: leaves.
        close: Button,
    }

    /// Forms of one kind in the diary.
    FormGroup {
        /// Due now, coming, answered.
        title: String,
        /// The forms.
        rows: Vec<TimelineRow>,
        /// What is said when there is none, or empty.
        empty: String,
    }
}
