use serde_json::Value;

use super::{ItemIx, read};

/// A condition under which an item is enabled.
#[derive(Debug, Clone, PartialEq)]
pub struct EnableWhen {
    /// The linkId of the question it looks at.
    pub question: String,
    /// That question; `None` when it is not there: the condition is never met.
    pub question_ix: Option<ItemIx>,
    /// How the answers are compared.
    pub operator: Operator,
    /// The type of what they are compared with (`Coding` of `answerCoding`).
    pub suffix: String,
    /// What they are compared with.
    pub answer: Value,
}

/// How an answer is compared with the condition's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// There is an answer, or there is none.
    Exists,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `>`
    Greater,
    /// `<`
    Less,
    /// `>=`
    GreaterOrEqual,
    /// `<=`
    LessOrEqual,
}

/// Whether all conditions must be met, or one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EnableBehavior {
    /// All.
    All,
    /// One is enough; what R4's forms without `enableBehavior` (and R3's) mean.
    #[default]
    Any,
}

impl Operator {
    /// Reads `enableWhen.operator`.
    pub fn read(code: &str) -> Option<Self> {
        Some(match code {
            "exists" => Self::Exists,
            "=" => Self::Equal,
            "!=" => Self::NotEqual,
            ">" => Self::Greater,
            "<" => Self::Less,
            ">=" => Self::GreaterOrEqual,
            "<=" => Self::LessOrEqual,
            _ => return None,
        })
    }

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exists => "exists",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Greater => ">",
            Self::Less => "<",
            Self::GreaterOrEqual => ">=",
            Self::LessOrEqual => "<=",
        }
    }
}

impl EnableWhen {
    /// Reads one `enableWhen`; the error says what is wrong with it.
    pub(crate) fn read(json: &Value) -> Result<Self, String> {
        let question = read::text(json, "question").ok_or("no question")?;
        let (suffix, answer) = read::choice(json, "answer").ok_or("no answer[x]")?;
        // R3 had hasAnswer; a form that leaves the operator out means equality (the R3 meaning).
        let code = read::text(json, "operator").unwrap_or("=");
        let operator = Operator::read(code).ok_or_else(|| format!("operator {code}"))?;
        if operator == Operator::Exists && !answer.is_boolean() {
            return Err("exists without answerBoolean".into());
        }
        Ok(Self {
            question: question.to_owned(),
            question_ix: None,
            operator,
            suffix: suffix.to_owned(),
            answer: answer.clone(),
        })
    }
}
