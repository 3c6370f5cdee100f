//! The engine's own few sentences, in Chinese and English, as data. The app's catalogue has the rest.

mod sentences;
pub mod units;
mod when;

pub use when::{day, moment, time_of_day};

use crate::{
    AnswerProblem,
    input::Unread,
    problem::ProblemCode,
    show,
    translate::Lang,
    validate::{Issue, IssueCode},
};
pub(crate) use sentences::{Sentence, say};

/// What is wrong with an answer, in words for whoever answers.
pub fn issue_text(issue: &Issue, language: &str) -> String {
    let lang = Lang::of(language);
    let detail = &issue.detail;
    let limit = amount(detail.limit.as_deref(), detail.limit_unit.as_deref(), lang);
    let dated = detail.limit.as_deref().is_some_and(when::is_date);
    let sentence = match issue.code {
        IssueCode::Required if detail.group => Sentence::RequiredGroup,
        IssueCode::Required => Sentence::Required,
        IssueCode::Repeats => Sentence::OneOnly,
        IssueCode::MinCount => Sentence::MinCount,
        IssueCode::MaxCount => Sentence::MaxCount,
        IssueCode::MinValue if dated => Sentence::TooEarly,
        IssueCode::MinValue => Sentence::TooSmall,
        IssueCode::MaxValue if dated => Sentence::TooLate,
        IssueCode::MaxValue => Sentence::TooGreat,
        IssueCode::MaxDecimalPlaces if detail.limit.as_deref() == Some("0") => Sentence::Whole,
        IssueCode::MaxDecimalPlaces => Sentence::DecimalPlaces,
        IssueCode::MinLength => Sentence::TooShort,
        IssueCode::MaxLength => Sentence::TooLong,
        IssueCode::InvalidNewLine => Sentence::OneLine,
        IssueCode::Regex if detail.format.is_some() => Sentence::Format,
        IssueCode::Regex => Sentence::FormatUnknown,
        IssueCode::InvalidAnswerOption | IssueCode::InvalidCoding if !detail.allowed.is_empty() => {
            Sentence::NoOptionOf
        }
        IssueCode::InvalidAnswerOption | IssueCode::InvalidCoding => Sentence::NoOption,
        IssueCode::ExclusiveAnswerOption => Sentence::Exclusive,
        IssueCode::InvalidUnit | IssueCode::InvalidUnitValueSet if !detail.allowed.is_empty() => {
            Sentence::UnitOf
        }
        IssueCode::InvalidUnit
        | IssueCode::InvalidUnitValueSet
        | IssueCode::MinValueIncompatUnits
        | IssueCode::MaxValueIncompatUnits => Sentence::Unit,
        IssueCode::MaxAttachmentSize => Sentence::FileTooLarge,
        IssueCode::InvalidAttachmentType => Sentence::FileType,
        IssueCode::AttachmentSizeInconsistent
        | IssueCode::AttachmentHashInconsistent
        | IssueCode::AttachmentUnreadable => Sentence::FileBroken,
        IssueCode::InvalidUrlValue => Sentence::Url,
        IssueCode::NoValue | IssueCode::InvalidValue | IssueCode::InvalidAnswerType => Sentence::Unreadable,
        IssueCode::Invariant => match &detail.human {
            // The form's author said it best.
            Some(human) => match show::Rich::of_label(human, language).to_text() {
                text if text.is_empty() => Sentence::Rule,
                text => return text,
            },
            None => Sentence::Rule,
        },
        IssueCode::InvariantExecution
        | IssueCode::RegexTimeout
        | IssueCode::TsError
        | IssueCode::CodeWithoutSystem => Sentence::NotChecked,
        IssueCode::NotEnabled => Sentence::NotAsked,
        IssueCode::InvalidRefValue
        | IssueCode::InvalidRefResourceType
        | IssueCode::InvalidRefResourceTypeRestriction => Sentence::Reference,
        IssueCode::QuestionnaireNotFound
        | IssueCode::QuestionnaireMismatch
        | IssueCode::QuestionnaireInactive
        | IssueCode::QuestionnaireDraft
        | IssueCode::QuestionnaireRetired => Sentence::OtherForm,
        IssueCode::InvalidLinkId
        | IssueCode::InvalidType
        | IssueCode::ItemOrder
        | IssueCode::DisplayAnswer
        | IssueCode::GroupShouldNotHaveAnswers => Sentence::Structure,
        IssueCode::FormRule | IssueCode::FormCondition => Sentence::FormFault,
    };
    let size = detail.limit.as_deref().map(file_size).unwrap_or_default();
    let limit = if matches!(sentence, Sentence::FileTooLarge) { size } else { limit };
    let allowed = detail.allowed.join(if lang == Lang::Zh { "、" } else { ", " });
    let format = detail.format.as_deref().unwrap_or_default();
    say(lang, sentence, &[("limit", &limit), ("allowed", &allowed), ("format", format)])
}

/// Why what was typed could not be taken, in words for whoever typed it.
pub fn unread_text(unread: &Unread, language: &str) -> String {
    let lang = Lang::of(language);
    match unread {
        Unread::Either { one, other } => {
            let (one, other) = (when::spoken(one, lang), when::spoken(other, lang));
            say(lang, Sentence::Either, &[("one", &one), ("other", &other)])
        }
        Unread::Unit { wanted } if wanted.is_empty() => say(lang, Sentence::NumberOnly, &[]),
        Unread::Unit { wanted } => say(lang, Sentence::UnitOf, &[("allowed", wanted)]),
        Unread::Number => say(lang, Sentence::Number, &[]),
        Unread::Whole => say(lang, Sentence::Whole, &[]),
        Unread::TooLarge => say(lang, Sentence::NumberTooLarge, &[]),
        Unread::Date => say(lang, Sentence::Date, &[]),
        Unread::NoSuchDay => say(lang, Sentence::NoSuchDay, &[]),
        Unread::Time => say(lang, Sentence::Time, &[]),
        Unread::DateTime => say(lang, Sentence::DateTime, &[]),
        Unread::YesNo => say(lang, Sentence::YesNo, &[]),
        Unread::Choice => say(lang, Sentence::NoOption, &[]),
        Unread::Url => say(lang, Sentence::Url, &[]),
        Unread::Kind => say(lang, Sentence::NotAsked, &[]),
    }
}

/// Why an answer was not taken, in words for whoever gave it.
pub fn refused_text(problem: &AnswerProblem, language: &str) -> String {
    let sentence = match problem {
        AnswerProblem::NoSuchItem | AnswerProblem::NotAsked | AnswerProblem::ReadOnly => Sentence::NotAsked,
        AnswerProblem::WrongType => Sentence::Unreadable,
        AnswerProblem::TooMany => Sentence::NoMore,
        AnswerProblem::TooFew => Sentence::NoFewer,
    };
    say(Lang::of(language), sentence, &[])
}

/// What a problem of a form means for whoever fills it in; the author is told more by its code and detail.
pub fn problem_text(code: ProblemCode, language: &str) -> String {
    let sentence = match code {
        ProblemCode::NotAQuestionnaire => Sentence::FormNone,
        ProblemCode::MissingValueSet | ProblemCode::NoOptions => Sentence::FormOptions,
        ProblemCode::UnknownType | ProblemCode::UnknownControl | ProblemCode::WrongStructure => {
            Sentence::FormShown
        }
        ProblemCode::MissingSubQuestionnaire | ProblemCode::TooDeep => Sentence::FormPart,
        ProblemCode::Cycle
        | ProblemCode::BadExpression
        | ProblemCode::UnsupportedLanguage
        | ProblemCode::UnknownVariable
        | ProblemCode::FailedExpression
        | ProblemCode::Unsettled
        | ProblemCode::WrongValue
        | ProblemCode::UnanswerableQuery => Sentence::FormReckoned,
        ProblemCode::UnknownQuestion | ProblemCode::WrongEnableWhen => Sentence::FormOrder,
        ProblemCode::MissingLinkId | ProblemCode::DuplicateLinkId | ProblemCode::WrongElement => {
            Sentence::FormFault
        }
    };
    say(Lang::of(language), sentence, &[])
}

/// An amount with its unit, or a date as it is said.
fn amount(value: Option<&str>, unit: Option<&str>, lang: Lang) -> String {
    let Some(value) = value else { return String::new() };
    if when::is_date(value) {
        return when::spoken(value, lang);
    }
    match unit.map(|unit| units::name(unit, lang).unwrap_or(unit)).filter(|unit| !unit.is_empty()) {
        Some("%") => format!("{value}%"),
        // A no-break space, so that the unit does not stand alone on the next line.
        Some(unit) => format!("{value}\u{a0}{unit}"),
        None => value.to_owned(),
    }
}

/// A size in bytes as people read it.
fn file_size(bytes: &str) -> String {
    let Ok(decimal) = kangban_fhir::Decimal::parse(bytes) else { return bytes.to_owned() };
    let bytes = decimal.to_f64();
    if bytes >= 1_000_000.0 {
        format!("{:.1}\u{a0}MB", bytes / 1_000_000.0).replace(".0\u{a0}", "\u{a0}")
    } else if bytes >= 1_000.0 {
        format!("{:.0}\u{a0}kB", bytes / 1_000.0)
    } else {
        format!("{bytes:.0}\u{a0}B")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ItemPath, items::Label, validate::Detail};

    fn issue(code: IssueCode, detail: Detail) -> Issue {
        Issue {
            severity: code.severity(),
            code,
            path: ItemPath::root(),
            expression: String::new(),
            link_id: "a".to_owned(),
            label: None,
            detail,
        }
    }

    #[test]
    fn every_issue_has_words_in_both_languages() {
        for code in IssueCode::ALL {
            for language in ["zh-CN", "en"] {
                let text = issue_text(&issue(*code, Detail::default()), language);
                assert!(!text.is_empty() && !text.contains(['{', '}']), "{}: {text}", code.code());
            }
        }
        for code in ProblemCode::ALL {
            assert_ne!(problem_text(*code, "zh-CN"), problem_text(*code, "en"), "{}", code.as_str());
        }
    }

    #[test]
    fn amounts_are_written_as_people_read_them() {
        let temperature =
            Detail { limit: Some("45".to_owned()), limit_unit: Some("Cel".to_owned()), ..Detail::default() };
        let text = issue_text(&issue(IssueCode::MaxValue, temperature), "en");
        assert_eq!(text, "This can be 45\u{a0}°C at most. Please check it.");
        let day = Detail { limit: Some("2026-11-22".to_owned()), ..Detail::default() };
        assert_eq!(
            issue_text(&issue(IssueCode::MinValue, day), "zh-CN"),
            "这里最早是 2026年11月22日，请核对一下。"
        );
        let size = Detail { limit: Some("5000000".to_owned()), ..Detail::default() };
        assert!(issue_text(&issue(IssueCode::MaxAttachmentSize, size), "en").contains("5\u{a0}MB"));
    }

    #[test]
    fn a_rule_is_told_in_its_authors_words() {
        let told = Detail { human: Some(Label::plain("End must be after start.")), ..Detail::default() };
        assert_eq!(issue_text(&issue(IssueCode::Invariant, told), "en"), "End must be after start.");
    }

    #[test]
    fn two_readings_are_both_told() {
        let dates = Unread::Either { one: "2026-03-04".to_owned(), other: "2026-04-03".to_owned() };
        assert_eq!(unread_text(&dates, "en"), "Do you mean 4 Mar 2026 or 3 Apr 2026? Please write it out.");
        let numbers = Unread::Either { one: "1200".to_owned(), other: "1.200".to_owned() };
        assert_eq!(unread_text(&numbers, "zh-CN"), "您是说 1200 还是 1.200？请写得更清楚一些。");
    }
}
