use std::fmt;

/// What an item is: R4's item types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemKind {
    /// Holds other items.
    Group,
    /// Text only.
    Display,
    /// Yes or no.
    Boolean,
    /// A number with decimals.
    Decimal,
    /// A whole number.
    Integer,
    /// A day, month or year.
    Date,
    /// A date with a time.
    DateTime,
    /// A time of day.
    Time,
    /// A short text.
    String,
    /// A long text.
    Text,
    /// An address on the web.
    Url,
    /// One of the options.
    Choice,
    /// One of the options, or a free text.
    OpenChoice,
    /// A file.
    Attachment,
    /// Another resource.
    Reference,
    /// A number with a unit.
    Quantity,
    /// A type that R4 does not know: shown, not asked.
    Unknown,
}

impl ItemKind {
    /// Reads `Questionnaire.item.type`; R5's `coding` counts as a choice, `question` is unknown.
    pub fn read(code: &str) -> Self {
        match code {
            "group" => Self::Group,
            "display" => Self::Display,
            "boolean" => Self::Boolean,
            "decimal" => Self::Decimal,
            "integer" => Self::Integer,
            "date" => Self::Date,
            "dateTime" => Self::DateTime,
            "time" => Self::Time,
            "string" => Self::String,
            "text" => Self::Text,
            "url" => Self::Url,
            "choice" | "coding" => Self::Choice,
            "open-choice" => Self::OpenChoice,
            "attachment" => Self::Attachment,
            "reference" => Self::Reference,
            "quantity" => Self::Quantity,
            _ => Self::Unknown,
        }
    }

    /// The code in FHIR.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Display => "display",
            Self::Boolean => "boolean",
            Self::Decimal => "decimal",
            Self::Integer => "integer",
            Self::Date => "date",
            Self::DateTime => "dateTime",
            Self::Time => "time",
            Self::String => "string",
            Self::Text => "text",
            Self::Url => "url",
            Self::Choice => "choice",
            Self::OpenChoice => "open-choice",
            Self::Attachment => "attachment",
            Self::Reference => "reference",
            Self::Quantity => "quantity",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it asks for answers.
    pub fn is_question(self) -> bool {
        !matches!(self, Self::Group | Self::Display | Self::Unknown)
    }

    /// Whether options are offered.
    pub fn is_choice(self) -> bool {
        matches!(self, Self::Choice | Self::OpenChoice)
    }

    /// The element that holds an answer (`valueCoding`); of a choice the usual one. `None` where nothing is asked.
    pub fn value_name(self) -> Option<&'static str> {
        Some(match self {
            Self::Group | Self::Display | Self::Unknown => return None,
            Self::Boolean => "valueBoolean",
            Self::Decimal => "valueDecimal",
            Self::Integer => "valueInteger",
            Self::Date => "valueDate",
            Self::DateTime => "valueDateTime",
            Self::Time => "valueTime",
            Self::String | Self::Text => "valueString",
            Self::Url => "valueUri",
            Self::Choice | Self::OpenChoice => "valueCoding",
            Self::Attachment => "valueAttachment",
            Self::Reference => "valueReference",
            Self::Quantity => "valueQuantity",
        })
    }
}

impl fmt::Display for ItemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! controls {
    ($($(#[doc = $doc:literal])* $name:ident = $($code:literal)|+,)*) => {
        /// How an item is drawn (`questionnaire-itemControl`).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub enum Control {
            /// Nothing said.
            #[default]
            Unset,
            $($(#[doc = $doc])* $name,)*
        }

        impl Control {
            /// Reads a code of the control; `None` when it is not known.
            pub fn read(code: &str) -> Option<Self> {
                Some(match code {
                    $($($code)|+ => Self::$name,)*
                    _ => return None,
                })
            }

            /// The code in FHIR; empty when nothing is said.
            pub fn as_str(self) -> &'static str {
                match self {
                    Self::Unset => "",
                    $(Self::$name => [$($code),+][0],)*
                }
            }
        }
    };
}

controls! {
    /// All options in sight, one chosen.
    Radio = "radio-button",
    /// All options in sight, several chosen.
    CheckBox = "check-box",
    /// A list that opens.
    DropDown = "drop-down",
    /// A search among many.
    Autocomplete = "autocomplete",
    /// A search elsewhere.
    Lookup = "lookup",
    /// A line to drag along.
    Slider = "slider",
    /// A number stepped up and down.
    Spinner = "spinner",
    /// One line of text.
    TextBox = "text-box",
    /// Several lines of text.
    TextArea = "text-area",
    /// A group on a page of its own.
    Page = "page",
    /// Each group within is a tab.
    TabContainer = "tab-container",
    /// Shown at the top of every page.
    Header = "header",
    /// Shown at the bottom of every page.
    Footer = "footer",
    /// Help for the item above it.
    Help = "help",
    /// A unit after the field of the item above it.
    Unit = "unit",
    /// A text before the field of the item above it.
    Prompt = "prompt",
    /// Shown with the item above it.
    Inline = "inline",
    /// Shown when the item above it is pointed at.
    Flyover = "flyover",
    /// A text of law or consent.
    Legal = "legal",
    /// The end of a slider at its least.
    Lower = "lower",
    /// The end of a slider at its greatest.
    Upper = "upper",
    /// Items below each other.
    List = "list",
    /// Questions as rows of one table.
    Table = "table",
    /// Instances as columns.
    HTable = "htable",
    /// Instances as rows.
    GTable = "gtable",
    /// Questions as rows, options as columns.
    ATable = "atable",
    /// Groups as rows, questions as columns.
    Grid = "grid",
    /// Whether a person would find it hard to answer.
    Security = "security",
    /// A picture to answer with.
    Media = "media",
}

/// Options beside or below each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// Beside each other.
    Horizontal,
    /// Below each other.
    Vertical,
}
