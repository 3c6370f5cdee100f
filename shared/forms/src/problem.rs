use std::fmt;

/// What is wrong with a form. None of them stops it from being shown: each says what cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormProblem {
    /// What kind it is.
    pub code: ProblemCode,
    /// The item it is about; the form when there is none.
    pub link_id: Option<String>,
    /// The expression it is about.
    pub expression: Option<String>,
    /// More for the form's author: a canonical, a type's name, the items of a cycle. Never an answer.
    pub detail: String,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $code:literal, $blocks:literal;)*) => {
        /// The kinds of problems of a form.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ProblemCode {
            $($(#[doc = $doc])* $name,)*
        }

        impl ProblemCode {
            /// Every kind, for those who write a text for each.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its name, the key of its text.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            /// Whether something of the form cannot be used as its author meant it (an error, not a warning).
            pub fn is_error(self) -> bool {
                match self {
                    $(Self::$name => $blocks,)*
                }
            }
        }
    };
}

codes! {
    /// The JSON is no Questionnaire.
    NotAQuestionnaire = "not-a-questionnaire", true;
    /// An item without a linkId.
    MissingLinkId = "missing-link-id", true;
    /// Two items with the same linkId.
    DuplicateLinkId = "duplicate-link-id", true;
    /// A type that R4 does not know, or none.
    UnknownType = "unknown-type", true;
    /// Items nested deeper than is read.
    TooDeep = "too-deep", true;
    /// A display item with items within, or the like.
    WrongStructure = "wrong-structure", false;
    /// An element of the wrong type or value.
    WrongElement = "wrong-element", false;
    /// A value set that is not at hand or cannot be listed.
    MissingValueSet = "missing-value-set", true;
    /// A question with options that has none.
    NoOptions = "no-options", false;
    /// enableWhen names an item that is not there.
    UnknownQuestion = "unknown-question", true;
    /// enableWhen has an operator that is not known, or compares what cannot be compared.
    WrongEnableWhen = "wrong-enable-when", true;
    /// An expression does not parse.
    BadExpression = "bad-expression", true;
    /// An expression in a language that is not evaluated here.
    UnsupportedLanguage = "unsupported-language", true;
    /// An expression reads a variable that nobody defines.
    UnknownVariable = "unknown-variable", true;
    /// Items that depend on themselves.
    Cycle = "cycle", true;
    /// A query that cannot be answered here.
    UnanswerableQuery = "unanswerable-query", false;
    /// A part of a modular form that is not at hand.
    MissingSubQuestionnaire = "missing-sub-questionnaire", true;
    /// A control that is not known.
    UnknownControl = "unknown-control", false;
    /// An expression failed when it was evaluated.
    FailedExpression = "failed-expression", true;
    /// Values did not settle, though no cycle is written down.
    Unsettled = "unsettled", true;
    /// An expression gave more values, or others, than its item can hold.
    WrongValue = "wrong-value", true;
}

impl FormProblem {
    /// A problem of the form as a whole.
    pub fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self { code, link_id: None, expression: None, detail: detail.into() }
    }

    /// The same, of an item.
    #[must_use]
    pub fn on(mut self, link_id: impl Into<String>) -> Self {
        self.link_id = Some(link_id.into());
        self
    }

    /// The same, of an expression.
    #[must_use]
    pub fn about(mut self, expression: impl Into<String>) -> Self {
        self.expression = Some(expression.into());
        self
    }
}

impl fmt::Display for FormProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())?;
        if let Some(link_id) = &self.link_id {
            write!(f, " at {link_id}")?;
        }
        if !self.detail.is_empty() {
            write!(f, ": {}", self.detail)?;
        }
        if let Some(expression) = &self.expression {
            write!(f, " in \"{expression}\"")?;
        }
        Ok(())
    }
}

impl std::error::Error for FormProblem {}
