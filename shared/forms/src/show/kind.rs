//! Which control an item is drawn with.

use kangban_fhir::{Decimal, terms};
use serde_json::Value;

use crate::items::{Bound, Control, Item, ItemKind, read};

/// Up to so many options are all in sight.
const IN_SIGHT: usize = 12;
/// More than so many are searched.
const SEARCHED: usize = 50;

/// The controls that a screen has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Kind {
    /// The title of a group, or of one instance of it.
    Heading,
    /// Text only.
    #[default]
    Display,
    /// Help: text only.
    Help,
    /// One of the options, all in sight.
    Radio,
    /// Any of the options.
    Checks,
    /// One of the options, in a list that opens.
    DropDown,
    /// One of the options, searched.
    Autocomplete,
    /// A number on a line.
    Slider,
    /// A whole number from 0 to 10.
    Scale,
    /// A line of text.
    ShortText,
    /// Several lines of text.
    LongText,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// A number with a unit.
    Quantity,
    /// A day, a month or a year.
    Date,
    /// A day with a time.
    DateTime,
    /// A time of day.
    Time,
    /// An address on the web.
    Url,
    /// A file.
    Attachment,
    /// Another resource.
    Reference,
    /// Numbers to call now.
    Calls,
    /// The button for one more instance of a group.
    AddInstance,
}

impl Kind {
    /// Whether it takes an answer.
    pub fn is_question(self) -> bool {
        !matches!(self, Self::Heading | Self::Display | Self::Help | Self::Calls | Self::AddInstance)
    }

    /// Whether it is answered by choosing among options.
    pub fn has_options(self) -> bool {
        matches!(self, Self::Radio | Self::Checks | Self::DropDown | Self::Autocomplete)
    }
}

/// The control of an item with so many options.
pub(crate) fn kind(item: &Item, json: &Value, options: usize) -> Kind {
    match item.kind {
        ItemKind::Group => Kind::Heading,
        ItemKind::Display | ItemKind::Unknown => display(item, json),
        ItemKind::Boolean if item.control == Control::CheckBox => Kind::Checks,
        ItemKind::Boolean => Kind::Radio,
        _ if options > 0 => choice(item, options),
        ItemKind::Choice => choice(item, options),
        ItemKind::Integer => integer(item),
        ItemKind::Decimal | ItemKind::Quantity if is_slider(item) => Kind::Slider,
        ItemKind::Decimal => Kind::Decimal,
        ItemKind::Quantity => Kind::Quantity,
        ItemKind::String if item.control == Control::TextArea => Kind::LongText,
        ItemKind::Text if item.control != Control::TextBox => Kind::LongText,
        ItemKind::OpenChoice | ItemKind::String | ItemKind::Text => Kind::ShortText,
        ItemKind::Date => Kind::Date,
        ItemKind::DateTime => Kind::DateTime,
        ItemKind::Time => Kind::Time,
        ItemKind::Url => Kind::Url,
        ItemKind::Attachment => Kind::Attachment,
        ItemKind::Reference => Kind::Reference,
    }
}

/// Whether a display item belongs to the question it is in, and is drawn as a part of it.
pub(crate) fn is_part_of_question(item: &Item) -> bool {
    item.kind == ItemKind::Display
        && (matches!(
            item.control,
            Control::Help
                | Control::Flyover
                | Control::Unit
                | Control::Prompt
                | Control::Lower
                | Control::Upper
        ) || item.display_category.as_deref() == Some("help"))
}

fn display(item: &Item, json: &Value) -> Kind {
    if read::extension(json, terms::HELP_LINE).is_some() {
        Kind::Calls
    } else if matches!(item.control, Control::Help | Control::Flyover)
        || item.display_category.as_deref() == Some("help")
    {
        Kind::Help
    } else {
        Kind::Display
    }
}

fn choice(item: &Item, options: usize) -> Kind {
    if item.repeats {
        return Kind::Checks;
    }
    match item.control {
        Control::DropDown => Kind::DropDown,
        Control::Autocomplete | Control::Lookup => Kind::Autocomplete,
        // Beyond this a list in sight helps nobody, whatever the form's author wished.
        _ if options > SEARCHED => Kind::Autocomplete,
        Control::Radio | Control::CheckBox | Control::List | Control::Table | Control::ATable => Kind::Radio,
        _ if options > IN_SIGHT => Kind::DropDown,
        _ => Kind::Radio,
    }
}

fn integer(item: &Item) -> Kind {
    if !is_slider(item) {
        return Kind::Integer;
    }
    let is =
        |bound: Option<&Bound>, value: i64| number(bound).is_some_and(|bound| bound == Decimal::from(value));
    let by_one = item.slider_step.as_ref().is_none_or(|step| *step == Decimal::from(1));
    if is(item.min_value.as_ref(), 0) && is(item.max_value.as_ref(), 10) && by_one {
        Kind::Scale
    } else {
        Kind::Slider
    }
}

/// A slider needs both its ends.
fn is_slider(item: &Item) -> bool {
    item.control == Control::Slider
        && number(item.min_value.as_ref())
            .zip(number(item.max_value.as_ref()))
            .is_some_and(|(low, high)| low < high)
}

/// The number of a bound that is written out.
pub(crate) fn number(bound: Option<&Bound>) -> Option<Decimal> {
    let value = bound?.value.as_ref()?;
    Decimal::parse(value.get("value").unwrap_or(value).as_number()?.as_str()).ok()
}
