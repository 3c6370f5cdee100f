//! What can be wrong with a response, and how it is said in codes.

use crate::items::{Label, path::ItemPath};

/// The code system of the machine codes that other form validators write too.
pub const ERRORS: &str = "http://fhir.forms-lab.com/CodeSystem/errors";
/// The code system of those of ours that have no code there.
pub const FORM_ERRORS: &str = "https://kangban.example/fhir/CodeSystem/form-errors";

/// How bad an issue is: FHIR's issue-severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing to do.
    Information,
    /// To be looked at; the response stands.
    Warning,
    /// The response cannot be taken as finished.
    Error,
    /// The response does not even have the form's shape.
    Fatal,
}

impl Severity {
    /// The FHIR code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Fatal => "fatal",
        }
    }

    /// Whether the response is refused for it.
    pub fn refuses(self) -> bool {
        self >= Self::Error
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $system:ident, $kind:literal, $severity:ident, $display:literal;)+) => {
        /// What is wrong: one machine code each, with its FHIR issue-type.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum IssueCode { $($(#[$doc])* $name,)+ }

        impl IssueCode {
            /// Every code there is.
            pub const ALL: &'static [IssueCode] = &[$(Self::$name,)+];

            /// The machine code.
            pub fn code(self) -> &'static str { match self { $(Self::$name => $code,)+ } }
            /// The system of the machine code.
            pub fn system(self) -> &'static str { match self { $(Self::$name => $system,)+ } }
            /// FHIR's issue-type.
            pub fn issue_type(self) -> &'static str { match self { $(Self::$name => $kind,)+ } }
            /// How bad it is in a finished response.
            pub fn severity(self) -> Severity { match self { $(Self::$name => Severity::$severity,)+ } }
            /// The words beside the machine code, in English.
            pub fn display(self) -> &'static str { match self { $(Self::$name => $display,)+ } }
        }
    };
}

codes! {
    /// The Questionnaire that the response names is not at hand.
    QuestionnaireNotFound = "questionnaireNotFound", ERRORS, "not-found", Error, "questionnaire not found";
    /// The response names another Questionnaire, or another version of it.
    QuestionnaireMismatch = "questionnaireMismatch", FORM_ERRORS, "invalid", Error, "another questionnaire";
    /// Answered outside the period in which the Questionnaire is in force.
    QuestionnaireInactive = "questionnaireInactive", ERRORS, "business-rule", Warning, "questionnaire inactive";
    /// The Questionnaire is a draft.
    QuestionnaireDraft = "questionnaireDraft", ERRORS, "business-rule", Warning, "questionnaire inactive";
    /// The Questionnaire has been retired.
    QuestionnaireRetired = "questionnaireRetired", ERRORS, "business-rule", Warning, "questionnaire inactive";
    /// The Questionnaire has no item with this linkId in this place.
    InvalidLinkId = "invalidLinkId", ERRORS, "structure", Fatal, "invalid linkId";
    /// The item's type cannot be answered, or items stand where the type has none.
    InvalidType = "invalidType", ERRORS, "structure", Fatal, "invalid item type";
    /// The items do not stand in the Questionnaire's order.
    ItemOrder = "itemOrder", FORM_ERRORS, "structure", Error, "items out of order";
    /// The answer's datatype is not the one the question asks for.
    InvalidAnswerType = "invalidAnswerType", ERRORS, "structure", Fatal, "invalid value type";
    /// An answer without a value.
    NoValue = "noValue", FORM_ERRORS, "structure", Error, "answer without a value";
    /// A value that is none of its datatype, as a date of 30 February.
    InvalidValue = "invalidValue", FORM_ERRORS, "value", Error, "invalid value";
    /// A display has an answer.
    DisplayAnswer = "displayAnswer", ERRORS, "structure", Fatal, "display has answer";
    /// A group has answers of its own.
    GroupShouldNotHaveAnswers = "groupShouldNotHaveAnswers", ERRORS, "structure", Fatal, "group has answer";
    /// The item is not enabled, and yet it is answered.
    NotEnabled = "notEnabled", FORM_ERRORS, "invalid", Error, "not enabled";
    /// An answer is missing.
    Required = "required", ERRORS, "required", Error, "required";
    /// More than one answer, or instance, where one is allowed.
    Repeats = "repeats", ERRORS, "business-rule", Error, "multiple values";
    /// Too few answers.
    MinCount = "minCount", ERRORS, "business-rule", Error, "not enough";
    /// Too many answers.
    MaxCount = "maxCount", ERRORS, "business-rule", Error, "too many";
    /// The value is not one of the options.
    InvalidAnswerOption = "invalidAnswerOption", ERRORS, "business-rule", Error, "invalid value";
    /// An option that stands alone was chosen beside others.
    ExclusiveAnswerOption = "exclusiveAnswerOption", ERRORS, "business-rule", Error, "exclusive option";
    /// The code is not in the value set.
    InvalidCoding = "invalidCoding", ERRORS, "code-invalid", Error, "invalid code";
    /// The code is in the value set, but the answer does not say of which system it is.
    CodeWithoutSystem = "codeWithoutSystem", FORM_ERRORS, "code-invalid", Warning, "code without system";
    /// The value set cannot be had, or cannot be judged with what is at hand.
    TsError = "tsError", ERRORS, "exception", Error, "value set not available";
    /// No URL.
    InvalidUrlValue = "invalidUrlValue", ERRORS, "value", Error, "invalid value";
    /// A constraint of the form does not hold.
    Invariant = "invariant", ERRORS, "invariant", Error, "constraint";
    /// A constraint of the form cannot be evaluated.
    InvariantExecution = "invariantExecution", ERRORS, "invariant", Warning, "invalid validation expression";
    /// Too small, or too early.
    MinValue = "minValue", ERRORS, "business-rule", Error, "too small";
    /// Too great, or too late.
    MaxValue = "maxValue", ERRORS, "business-rule", Error, "too big";
    /// The unit cannot be converted to the minimum's.
    MinValueIncompatUnits = "minValueIncompatUnits", ERRORS, "value", Error, "incompatible units";
    /// The unit cannot be converted to the maximum's.
    MaxValueIncompatUnits = "maxValueIncompatUnits", ERRORS, "value", Error, "incompatible units";
    /// Too many digits behind the point.
    MaxDecimalPlaces = "maxDecimalPlaces", ERRORS, "business-rule", Error, "too precise";
    /// Too short.
    MinLength = "minLength", ERRORS, "business-rule", Error, "too short";
    /// Too long.
    MaxLength = "maxLength", ERRORS, "business-rule", Error, "too long";
    /// A line break in a text of one line.
    InvalidNewLine = "invalidNewLine", ERRORS, "business-rule", Fatal, "contains newline";
    /// The text does not have the form asked for.
    Regex = "regex", ERRORS, "invalid", Error, "invalid format";
    /// The form asked for cannot be checked.
    RegexTimeout = "regexTimeout", ERRORS, "exception", Warning, "can't verify format";
    /// The attachment is too large.
    MaxAttachmentSize = "maxAttachmentSize", ERRORS, "business-rule", Error, "attachment too large";
    /// The attachment's stated size is not the size of its data.
    AttachmentSizeInconsistent = "attachmentSizeInconsistent", ERRORS, "invalid", Fatal, "attachment size inconsistent";
    /// The attachment's stated hash is not the hash of its data.
    AttachmentHashInconsistent = "attachmentHashInconsistent", FORM_ERRORS, "invalid", Fatal, "attachment hash inconsistent";
    /// The attachment's data is no base64.
    AttachmentUnreadable = "attachmentUnreadable", FORM_ERRORS, "invalid", Fatal, "attachment unreadable";
    /// A kind of attachment that is not taken.
    InvalidAttachmentType = "invalidAttachmentType", ERRORS, "business-rule", Error, "unsupported attachment type";
    /// No reference.
    InvalidRefValue = "invalidRefValue", ERRORS, "invalid", Error, "invalid format";
    /// The reference names no FHIR resource type.
    InvalidRefResourceType = "invalidRefResourceType", ERRORS, "invalid", Error, "invalid FHIR resource type";
    /// The reference names a resource type that the question does not ask for.
    InvalidRefResourceTypeRestriction = "invalidRefResourceTypeRestriction", ERRORS, "value", Error, "incorrect resource type";
    /// The unit is not one of the question's.
    InvalidUnit = "invalidUnit", ERRORS, "value", Error, "invalid units";
    /// The unit is not in the question's value set.
    InvalidUnitValueSet = "invalidUnitValueSet", ERRORS, "code-invalid", Error, "invalid unit";
    /// The form itself breaks one of the rules for forms.
    FormRule = "formRule", FORM_ERRORS, "invariant", Error, "form rule";
    /// A condition of the form names a question that is not there, or that it cannot depend on.
    FormCondition = "formCondition", FORM_ERRORS, "business-rule", Error, "form condition";
}

/// The amounts and words of an issue, for texts in any language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// What the form allows: a number, a date, a size in bytes, a count.
    pub limit: Option<String>,
    /// The unit of the limit.
    pub limit_unit: Option<String>,
    /// What was found, in the same terms.
    pub found: Option<String>,
    /// The unit of what was found.
    pub found_unit: Option<String>,
    /// What would be allowed, where it is a short list: options, units, types.
    pub allowed: Vec<String>,
    /// A constraint's own words.
    pub human: Option<Label>,
    /// A constraint's key.
    pub key: Option<String>,
    /// The expression, pattern or URL behind the issue: for the form's author, not for a patient.
    pub rule: Option<String>,
    /// How the form describes the format (`entryFormat`).
    pub format: Option<String>,
    /// Whether the issue is about a group, not a question.
    pub group: bool,
    /// An error that became a warning because the response is not finished.
    pub lowered: bool,
}

/// One thing that is wrong with a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// How bad it is.
    pub severity: Severity,
    /// What it is.
    pub code: IssueCode,
    /// The instance it is about: for a missing answer, where the answer should be.
    pub path: ItemPath,
    /// `FHIRPath` of the place in the response.
    pub expression: String,
    /// The item's linkId; empty when the issue is about the whole response.
    pub link_id: String,
    /// What the item is called: its short text, its text, or nothing.
    pub label: Option<Label>,
    /// Amounts and words for texts.
    pub detail: Detail,
}

impl Issue {
    /// Whether the response is refused for it.
    pub fn refuses(&self) -> bool {
        self.severity.refuses()
    }
}
