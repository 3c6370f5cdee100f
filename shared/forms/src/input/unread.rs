//! Why a text could not be taken as an answer.

use serde_json::{Value, json};

/// Why a text could not be taken as an answer. The text itself is kept by whoever asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unread {
    /// It is no number.
    #[error("not a number")]
    Number,
    /// It is a number, but not a whole one.
    #[error("not a whole number")]
    Whole,
    /// It is a number too large to be meant.
    #[error("too large a number")]
    TooLarge,
    /// It can be read in two ways.
    #[error("either of two")]
    Either {
        /// One way to read it.
        one: String,
        /// The other way.
        other: String,
    },
    /// It is no date.
    #[error("not a date")]
    Date,
    /// It is a date that no calendar has.
    #[error("no such day")]
    NoSuchDay,
    /// It is no time of day.
    #[error("not a time")]
    Time,
    /// It is no date with a time.
    #[error("not a date and time")]
    DateTime,
    /// It is neither yes nor no.
    #[error("neither yes nor no")]
    YesNo,
    /// It is in a unit that was not asked for and cannot be converted.
    #[error("another unit")]
    Unit {
        /// The units asked for, as people write them.
        wanted: String,
    },
    /// It is none of the choices.
    #[error("none of the choices")]
    Choice,
    /// It is no web address.
    #[error("not a web address")]
    Url,
    /// This question is not answered in this way, or cannot be answered now.
    #[error("not answered in this way")]
    Kind,
}

/// A text that could not be read, as it stands in its field, and why.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Typed {
    /// As it was typed.
    pub text: String,
    /// Why it could not be read.
    pub unread: Unread,
}

impl Typed {
    /// Why it could not be read, in words for whoever typed it.
    pub fn problem(&self, language: &str) -> String {
        crate::texts::unread_text(&self.unread, language)
    }

    /// As it is kept in a draft.
    pub fn to_json(&self) -> Value {
        let (why, more) = self.unread.parts();
        json!({"text": self.text, "why": why, "more": more})
    }

    /// Reads what [`Typed::to_json`] wrote; `None` when it is something else.
    pub fn from_json(json: &Value) -> Option<Self> {
        let text = json.get("text")?.as_str()?.to_owned();
        let more = |at: usize| {
            json.get("more")
                .and_then(|more| more.get(at))
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let unread = match json.get("why")?.as_str()? {
            "number" => Unread::Number,
            "whole" => Unread::Whole,
            "too-large" => Unread::TooLarge,
            "either" => Unread::Either { one: more(0), other: more(1) },
            "date" => Unread::Date,
            "no-such-day" => Unread::NoSuchDay,
            "time" => Unread::Time,
            "date-time" => Unread::DateTime,
            "yes-no" => Unread::YesNo,
            "unit" => Unread::Unit { wanted: more(0) },
            "choice" => Unread::Choice,
            "url" => Unread::Url,
            _ => Unread::Kind,
        };
        Some(Self { text, unread })
    }
}

impl Unread {
    /// Its name, and what it says beyond that.
    fn parts(&self) -> (&'static str, Vec<&str>) {
        match self {
            Self::Number => ("number", vec![]),
            Self::Whole => ("whole", vec![]),
            Self::TooLarge => ("too-large", vec![]),
            Self::Either { one, other } => ("either", vec![one, other]),
            Self::Date => ("date", vec![]),
            Self::NoSuchDay => ("no-such-day", vec![]),
            Self::Time => ("time", vec![]),
            Self::DateTime => ("date-time", vec![]),
            Self::YesNo => ("yes-no", vec![]),
            Self::Unit { wanted } => ("unit", vec![wanted]),
            Self::Choice => ("choice", vec![]),
            Self::Url => ("url", vec![]),
            Self::Kind => ("kind", vec![]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_read_survives_a_draft_with_its_reason() {
        let all = [
            Unread::Number,
            Unread::Whole,
            Unread::TooLarge,
            Unread::Either { one: "1200".to_owned(), other: "1.200".to_owned() },
            Unread::Date,
            Unread::NoSuchDay,
            Unread::Time,
            Unread::DateTime,
            Unread::YesNo,
            Unread::Unit { wanted: "°C".to_owned() },
            Unread::Choice,
            Unread::Url,
            Unread::Kind,
        ];
        for unread in all {
            let typed = Typed { text: " 三十八点 ".to_owned(), unread };
            assert_eq!(Typed::from_json(&typed.to_json()), Some(typed));
        }
        assert_eq!(Typed::from_json(&json!({"text": 3})), None);
    }
}
