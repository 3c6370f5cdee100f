//! The extensions of R4 and SDC that the engine reads, each named once.

/// Makes one public constant of each name and URL.
macro_rules! urls {
    ($base:literal: $($(#[doc = $doc:literal])* $name:ident = $tail:literal,)*) => {
        $($(#[doc = $doc])* pub const $name: &str = concat!($base, $tail);)*
    };
}

urls! { "http://hl7.org/fhir/StructureDefinition/":
    /// How a question or group is drawn.
    ITEM_CONTROL = "questionnaire-itemControl",
    /// Options beside or below each other.
    CHOICE_ORIENTATION = "questionnaire-choiceOrientation",
    /// A unit of an integer, decimal or quantity.
    UNIT = "questionnaire-unit",
    /// One unit that may be chosen.
    UNIT_OPTION = "questionnaire-unitOption",
    /// A value set of units.
    UNIT_VALUE_SET = "questionnaire-unitValueSet",
    /// An option that stands alone.
    OPTION_EXCLUSIVE = "questionnaire-optionExclusive",
    /// A label before an option.
    OPTION_PREFIX = "questionnaire-optionPrefix",
    /// The step of a slider.
    SLIDER_STEP = "questionnaire-sliderStepValue",
    /// A group or question that is not shown.
    HIDDEN = "questionnaire-hidden",
    /// A rule that an answer must keep.
    CONSTRAINT = "questionnaire-constraint",
    /// The least number of answers or instances.
    MIN_OCCURS = "questionnaire-minOccurs",
    /// The greatest number of answers or instances.
    MAX_OCCURS = "questionnaire-maxOccurs",
    /// A reference's resource types.
    REFERENCE_RESOURCE = "questionnaire-referenceResource",
    /// A reference's profile.
    REFERENCE_PROFILE = "questionnaire-referenceProfile",
    /// Why something is shown: instructions, security, help.
    DISPLAY_CATEGORY = "questionnaire-displayCategory",
    /// A page with more about a question.
    SUPPORT_LINK = "questionnaire-supportLink",
    /// A score of an option (R4).
    ORDINAL_VALUE = "ordinalValue",
    /// A score of an option (R5 and SDC).
    ITEM_WEIGHT = "itemWeight",
    /// What an answer looks like.
    ENTRY_FORMAT = "entryFormat",
    /// A pattern that an answer matches.
    REGEX = "regex",
    /// The least length of a text.
    MIN_LENGTH = "minLength",
    /// The least value.
    MIN_VALUE = "minValue",
    /// The greatest value.
    MAX_VALUE = "maxValue",
    /// The most digits after the decimal point.
    MAX_DECIMAL_PLACES = "maxDecimalPlaces",
    /// The largest attachment, in bytes.
    MAX_SIZE = "maxSize",
    /// A kind of attachment that is taken.
    MIME_TYPE = "mimeType",
    /// A named expression.
    VARIABLE = "variable",
    /// A rule that a response must keep.
    TARGET_CONSTRAINT = "targetConstraint",
    /// An expression that gives a primitive its value.
    CQF_EXPRESSION = "cqf-expression",
    /// The same, older.
    CQF_CALCULATED_VALUE = "cqf-calculatedValue",
    /// A text in another language.
    TRANSLATION = "translation",
    /// A text with XHTML.
    RENDERING_XHTML = "rendering-xhtml",
    /// A text with Markdown.
    RENDERING_MARKDOWN = "rendering-markdown",
}

urls! { "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-":
    /// What a form is started with.
    LAUNCH_CONTEXT = "launchContext",
    /// A batch of queries that fill a form.
    SOURCE_QUERIES = "sourceQueries",
    /// The value an answer starts with.
    INITIAL_EXPRESSION = "initialExpression",
    /// The value an answer has.
    CALCULATED_EXPRESSION = "calculatedExpression",
    /// Whether an item is enabled.
    ENABLE_WHEN_EXPRESSION = "enableWhenExpression",
    /// The options of a question.
    ANSWER_EXPRESSION = "answerExpression",
    /// Values that may fit a question.
    CANDIDATE_EXPRESSION = "candidateExpression",
    /// What a group is filled from.
    ITEM_POPULATION_CONTEXT = "itemPopulationContext",
    /// Options that are offered only sometimes.
    OPTIONS_TOGGLE = "answerOptionsToggleExpression",
    /// A short text.
    SHORT_TEXT = "shortText",
    /// What the free answer of an open choice is called.
    OPEN_LABEL = "openLabel",
    /// A picture, film or sound of a question.
    ITEM_MEDIA = "itemMedia",
    /// A picture, film or sound of an option.
    ITEM_ANSWER_MEDIA = "itemAnswerMedia",
    /// One column of options shown as a table.
    CHOICE_COLUMN = "choiceColumn",
    /// The least quantity.
    MIN_QUANTITY = "minQuantity",
    /// The greatest quantity.
    MAX_QUANTITY = "maxQuantity",
    /// Units beyond the list are taken.
    UNIT_OPEN = "unitOpen",
    /// A part that is put in at its place (modular forms).
    SUB_QUESTIONNAIRE = "subQuestionnaire",
    /// Observations that are what is already known.
    OBSERVATION_LINK_PERIOD = "observationLinkPeriod",
}

/// `text/fhirpath`
pub const FHIRPATH: &str = "text/fhirpath";
/// `application/x-fhir-query`
pub const FHIR_QUERY: &str = "application/x-fhir-query";
