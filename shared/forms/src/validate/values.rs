//! The value of one answer against what its question asks for.

use std::cmp::Ordering;

use base64::{Engine, engine::general_purpose::STANDARD};
use bigdecimal::ToPrimitive;
use kangban_fhir::{Date, DateTime, Time};
use serde_json::Value;

use super::{
    Checker,
    address::{self, Target},
    choices::shown,
    codes::{Code, Member},
    issue::{Detail, IssueCode},
};
use crate::compare::{self, Choice};
use crate::items::{
    read::{choice, extension, extension_value, extensions, list, text, whole},
    urls,
};

/// One answer in its place.
pub(super) struct Answer<'c, 'a> {
    pub(super) checker: &'c mut Checker<'a>,
    /// The placed item.
    pub(super) at: usize,
    /// Which of its answers.
    pub(super) index: usize,
    /// The Questionnaire's item.
    pub(super) item: &'a Value,
    /// The item's type.
    pub(super) kind: &'a str,
}

impl<'a> Answer<'_, 'a> {
    pub(super) fn say(&mut self, code: IssueCode, detail: Detail) {
        self.checker.say(self.at, Some(self.index), code, detail);
    }

    pub(super) fn check(&mut self, answer: &'a Value) {
        let Some((kind, value)) = choice(answer, "value") else {
            let explained =
                answer.as_object().is_some_and(|all| all.keys().any(|key| key.starts_with("_value")));
            if !explained {
                self.say(IssueCode::NoValue, Detail::default());
            }
            return;
        };
        if !self.takes(kind) {
            let detail = Detail {
                found: Some(kind.to_owned()),
                limit: Some(self.kind.to_owned()),
                ..Detail::default()
            };
            return self.say(IssueCode::InvalidAnswerType, detail);
        }
        if !is_sound(kind, value) {
            return self
                .say(IssueCode::InvalidValue, Detail { limit: Some(kind.to_owned()), ..Detail::default() });
        }
        match kind {
            "String" => self.text(value.as_str().unwrap_or_default()),
            "Uri" => self.uri(value.as_str().unwrap_or_default()),
            "Decimal" => self.decimal(value),
            "Attachment" => self.attachment(value),
            "Reference" => self.reference(value),
            "Quantity" => {
                self.decimal(value.get("value").unwrap_or(&Value::Null));
                self.quantity(value);
            }
            _ => {}
        }
        self.limits((kind, value));
        if !self.is_offered((kind, value)) {
            return self.say(
                IssueCode::InvalidAnswerOption,
                Detail { found: shown((kind, value)), ..Detail::default() },
            );
        }
        self.option((kind, value));
        self.value_set((kind, value));
    }

    /// Whether the question takes answers of this type. The options of a choice may be of other types than Coding.
    fn takes(&self, kind: &str) -> bool {
        let usual: &[&str] = match self.kind {
            "boolean" => &["Boolean"],
            "decimal" => &["Decimal"],
            "integer" => &["Integer"],
            "date" => &["Date"],
            "dateTime" => &["DateTime"],
            "time" => &["Time"],
            "string" | "text" => &["String"],
            "url" => &["Uri"],
            "choice" | "coding" => &["Coding"],
            "open-choice" => &["Coding", "String"],
            "attachment" => &["Attachment"],
            "reference" => &["Reference"],
            "quantity" => &["Quantity"],
            _ => return false,
        };
        if usual.contains(&kind) {
            return true;
        }
        let computed = extension(self.item, urls::ANSWER_EXPRESSION).is_some();
        match self.kind {
            "choice" | "open-choice" if computed => true,
            "choice" | "open-choice" => list(self.item, "answerOption")
                .iter()
                .any(|option| choice(option, "value").is_some_and(|(own, _)| own == kind)),
            "coding" => kind == "String" && text(self.item, "answerConstraint") == Some("optionsOrString"),
            _ => false,
        }
    }

    /// Whether anything but the options may be answered.
    pub(super) fn is_open(&self, kind: &str) -> bool {
        match text(self.item, "answerConstraint") {
            Some("optionsOrString") => kind == "String",
            Some("optionsOrType") => true,
            Some(_) => false,
            None => self.kind == "open-choice" && kind == "String",
        }
    }

    fn text(&mut self, value: &str) {
        if self.kind != "text" && value.contains(['\r', '\n']) {
            self.say(IssueCode::InvalidNewLine, Detail::default());
        }
        let length = value.chars().count();
        let counted = |limit: usize| Detail {
            limit: Some(limit.to_string()),
            found: Some(length.to_string()),
            ..Detail::default()
        };
        if let Some(least) = self.count(urls::MIN_LENGTH).filter(|least| length < *least) {
            self.say(IssueCode::MinLength, counted(least));
        }
        let most = self.item.get("maxLength").and_then(whole).and_then(|most| usize::try_from(most).ok());
        if let Some(most) = most.filter(|most| length > *most) {
            self.say(IssueCode::MaxLength, counted(most));
        }
        self.pattern(value);
    }

    fn pattern(&mut self, value: &str) {
        let Some(pattern) = extension_value(self.item, urls::REGEX).and_then(Value::as_str) else { return };
        let detail = Detail {
            rule: Some(pattern.to_owned()),
            format: extension_value(self.item, urls::ENTRY_FORMAT).and_then(Value::as_str).map(str::to_owned),
            ..Detail::default()
        };
        match super::pattern::matches(self.checker.clock, pattern, value) {
            Some(true) => {}
            Some(false) => self.say(IssueCode::Regex, detail),
            None => self.say(IssueCode::RegexTimeout, detail),
        }
    }

    fn uri(&mut self, value: &str) {
        if !address::is_uri(value) {
            self.say(IssueCode::InvalidUrlValue, Detail::default());
        }
        let length = value.chars().count();
        let most = self.item.get("maxLength").and_then(whole).and_then(|most| usize::try_from(most).ok());
        if let Some(most) = most.filter(|most| length > *most) {
            let detail = Detail {
                limit: Some(most.to_string()),
                found: Some(length.to_string()),
                ..Detail::default()
            };
            self.say(IssueCode::MaxLength, detail);
        }
        self.pattern(value);
    }

    fn decimal(&mut self, value: &Value) {
        let Some(most) = self.count(urls::MAX_DECIMAL_PLACES) else { return };
        let places = decimal_places(value);
        if places > most {
            let detail = Detail {
                limit: Some(most.to_string()),
                found: Some(places.to_string()),
                ..Detail::default()
            };
            self.say(IssueCode::MaxDecimalPlaces, detail);
        }
    }

    /// A count given by an extension.
    fn count(&self, url: &str) -> Option<usize> {
        compare::number(extension_value(self.item, url)?)?.to_usize()
    }

    fn attachment(&mut self, value: &Value) {
        let data = text(value, "data").map(|data| {
            let bare: String = data.chars().filter(|one| !one.is_ascii_whitespace()).collect();
            STANDARD.decode(bare)
        });
        let data = match data {
            Some(Err(_)) => return self.say(IssueCode::AttachmentUnreadable, Detail::default()),
            Some(Ok(data)) => Some(data),
            None => None,
        };
        let stated = value.get("size").and_then(whole);
        let actual = data.as_ref().and_then(|data| i64::try_from(data.len()).ok());
        if let (Some(stated), Some(actual)) = (stated, actual)
            && stated != actual
        {
            let detail = Detail {
                limit: Some(stated.to_string()),
                found: Some(actual.to_string()),
                ..Detail::default()
            };
            self.say(IssueCode::AttachmentSizeInconsistent, detail);
        }
        if let (Some(data), Some(stated)) = (&data, text(value, "hash")) {
            let hash = sha1_smol::Sha1::from(data).digest().bytes();
            if STANDARD.decode(stated).ok().as_deref() != Some(&hash[..]) {
                self.say(IssueCode::AttachmentHashInconsistent, Detail::default());
            }
        }
        let most = extension_value(self.item, urls::MAX_SIZE)
            .and_then(compare::number)
            .and_then(|most| most.to_i64());
        if let (Some(most), Some(size)) = (most, actual.or(stated))
            && size > most
        {
            let detail =
                Detail { limit: Some(most.to_string()), found: Some(size.to_string()), ..Detail::default() };
            self.say(IssueCode::MaxAttachmentSize, detail);
        }
        let types: Vec<String> = extensions(self.item, urls::MIME_TYPE)
            .filter_map(|extension| choice(extension, "value")?.1.as_str())
            .flat_map(|types| types.split(','))
            .map(|one| one.trim().to_owned())
            .collect();
        let own = text(value, "contentType").unwrap_or_default();
        if !types.is_empty() && !types.iter().any(|wanted| is_of_type(own, wanted)) {
            let detail = Detail { found: Some(own.to_owned()), allowed: types, ..Detail::default() };
            self.say(IssueCode::InvalidAttachmentType, detail);
        }
    }

    fn reference(&mut self, value: &Value) {
        let wanted: Vec<String> = extensions(self.item, urls::REFERENCE_RESOURCE)
            .filter_map(|extension| choice(extension, "value")?.1.as_str())
            .map(str::to_owned)
            .collect();
        let literal = text(value, "reference");
        let found = Some(literal.or_else(|| text(value, "type")).unwrap_or_default().to_owned());
        let kind = match literal.map(address::target) {
            Some(Target::Malformed) => {
                return self.say(IssueCode::InvalidRefValue, Detail { found, ..Detail::default() });
            }
            Some(Target::Contained(id)) => match self.checker.contained(id) {
                Some(resource) => text(resource, "resourceType"),
                None => return self.say(IssueCode::InvalidRefValue, Detail { found, ..Detail::default() }),
            },
            Some(Target::Typed(kind)) => Some(kind),
            Some(Target::Untyped) | None => text(value, "type"),
        };
        let Some(kind) = kind else { return };
        if !address::is_resource_type(kind) {
            return self.say(IssueCode::InvalidRefResourceType, Detail { found, ..Detail::default() });
        }
        if !wanted.is_empty() && !wanted.iter().any(|one| one == kind) {
            let detail = Detail { found, allowed: wanted, ..Detail::default() };
            self.say(IssueCode::InvalidRefResourceTypeRestriction, detail);
        }
    }

    fn quantity(&mut self, value: &'a Value) {
        self.unit(value);
        for (url, below) in [(urls::MIN_QUANTITY, true), (urls::MAX_QUANTITY, false)] {
            let Some(limit) = self.limit(url) else { continue };
            self.against(("Quantity", value), (limit.0.as_str(), &limit.1), below);
        }
    }

    fn unit(&mut self, value: &'a Value) {
        let options: Vec<&Value> = extensions(self.item, urls::UNIT_OPTION)
            .filter_map(|extension| extension.get("valueCoding"))
            .collect();
        let own = (text(value, "system"), text(value, "code"));
        let allowed = options.iter().any(|option| {
            let fits = |wanted: Option<&str>, own: Option<&str>| wanted.is_none() || wanted == own;
            let by_name = text(option, "code").is_none() && text(option, "display") != text(value, "unit");
            fits(text(option, "system"), own.0) && fits(text(option, "code"), own.1) && !by_name
        });
        let unit_detail = |allowed: Vec<String>| Detail {
            found: compare::number(value.get("value").unwrap_or(&Value::Null)).map(|one| one.to_string()),
            found_unit: text(value, "unit").or(own.1).map(str::to_owned),
            allowed,
            ..Detail::default()
        };
        let in_set = extension_value(self.item, urls::UNIT_VALUE_SET).and_then(Value::as_str);
        // `unitOpen` lets other units be written beside the list: as a text, or also as a code.
        let open = match extension_value(self.item, urls::UNIT_OPEN).and_then(Value::as_str) {
            Some("optionsOrType") => true,
            Some("optionsOrString") => own.1.is_none() && text(value, "unit").is_some(),
            _ => false,
        };
        if open {
            return;
        }
        if !options.is_empty() && !allowed {
            let names = options.iter().filter_map(|one| text(one, "display").or_else(|| text(one, "code")));
            let detail = unit_detail(names.map(str::to_owned).collect());
            self.say(IssueCode::InvalidUnit, detail);
        }
        let Some(canonical) = in_set else { return };
        let detail = Detail { rule: Some(canonical.to_owned()), ..unit_detail(Vec::new()) };
        let (Some(system), Some(code)) = own else { return self.say(IssueCode::InvalidUnitValueSet, detail) };
        match self.checker.codes.member(canonical, Code { system: Some(system), code }) {
            Member::Yes(_) => {}
            Member::No => self.say(IssueCode::InvalidUnitValueSet, detail),
            Member::Unknown => self.say(IssueCode::TsError, detail),
        }
    }

    /// minValue and maxValue, on whatever has an order.
    fn limits(&mut self, value: Choice<'a>) {
        for (url, below) in [(urls::MIN_VALUE, true), (urls::MAX_VALUE, false)] {
            let Some(limit) = self.limit(url) else { continue };
            self.against(value, (limit.0.as_str(), &limit.1), below);
        }
    }

    /// The value of a limiting extension: as it stands, or as its expression gives it.
    fn limit(&self, url: &'a str) -> Option<(String, Value)> {
        let extension = extensions(self.item, url).next()?;
        let rule = extension
            .as_object()?
            .iter()
            .filter(|(key, _)| key.starts_with("_value"))
            .map(|(_, element)| element)
            .chain(choice(extension, "value").map(|(_, value)| value))
            .chain(std::iter::once(extension))
            .flat_map(|element| list(element, "extension"))
            .find(|inner| {
                text(inner, "url")
                    .is_some_and(|url| url == urls::CQF_EXPRESSION || url == urls::CQF_CALCULATED_VALUE)
            })
            .and_then(|inner| inner.get("valueExpression"))
            .or_else(|| extension.get("valueExpression"))
            .and_then(|expression| text(expression, "expression"));
        if let Some(rule) = rule {
            let computed = self.checker.evaluate(self.at, rule, |values| {
                values
                    .first()
                    .and_then(kangban_fhirpath::Value::to_choice)
                    .map(|(kind, value)| (kind.to_owned(), value))
            });
            if let Ok(Some(computed)) = computed {
                return Some(computed);
            }
        }
        choice(extension, "value")
            .filter(|(kind, _)| *kind != "Expression")
            .map(|(kind, value)| (kind.to_owned(), value.clone()))
    }

    fn against(&mut self, value: Choice<'_>, limit: Choice<'_>, below: bool) {
        let both = value.0 == "Quantity" && limit.0 == "Quantity";
        let order = compare::order(value, limit);
        let ((limit, limit_unit), (found, found_unit)) = (amount(limit), amount(value));
        let detail = Detail { limit, limit_unit, found, found_unit, ..Detail::default() };
        match order {
            Some(Ordering::Less) if below => self.say(IssueCode::MinValue, detail),
            Some(Ordering::Greater) if !below => self.say(IssueCode::MaxValue, detail),
            None if both && below => self.say(IssueCode::MinValueIncompatUnits, detail),
            None if both => self.say(IssueCode::MaxValueIncompatUnits, detail),
            _ => {}
        }
    }
}

/// Whether the JSON is a value of its datatype.
fn is_sound(kind: &str, value: &Value) -> bool {
    match kind {
        "Boolean" => value.is_boolean(),
        "Integer" => whole(value).is_some_and(|whole| i32::try_from(whole).is_ok()),
        "Decimal" => compare::number(value).is_some(),
        "Date" => value.as_str().is_some_and(|text| Date::parse(text).is_ok()),
        "DateTime" => value.as_str().is_some_and(|text| DateTime::parse(text).is_ok()),
        "Time" => value.as_str().is_some_and(|text| Time::parse(text).is_ok()),
        "String" | "Uri" => value.as_str().is_some_and(|text| !text.is_empty()),
        "Coding" | "Attachment" | "Reference" => value.is_object(),
        "Quantity" => {
            value.is_object()
                && value.get("value").is_none_or(|value| compare::number(value).is_some())
                && value.get("value").is_some()
        }
        _ => true,
    }
}

/// Digits behind the point, as they were written.
fn decimal_places(value: &Value) -> usize {
    let Value::Number(number) = value else { return 0 };
    let (digits, exponent) = match number.as_str().split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i64>().unwrap_or(0)),
        None => (number.as_str(), 0),
    };
    let places = digits.split_once('.').map_or(0, |(_, places)| places.len());
    i64::try_from(places)
        .ok()
        .and_then(|places| usize::try_from(places.saturating_sub(exponent)).ok())
        .unwrap_or(0)
}

fn is_of_type(own: &str, wanted: &str) -> bool {
    let own = own.split(';').next().unwrap_or_default().trim();
    if own.is_empty() {
        return false;
    }
    match wanted.strip_suffix("/*") {
        Some("*") => true,
        Some(family) => own.split('/').next().is_some_and(|one| one.eq_ignore_ascii_case(family)),
        None => own.eq_ignore_ascii_case(wanted),
    }
}

/// A value's amount and unit as they are written.
fn amount(value: Choice<'_>) -> (Option<String>, Option<String>) {
    match value.1 {
        Value::Object(quantity) => (
            quantity.get("value").map(ToString::to_string),
            text(value.1, "unit").or_else(|| text(value.1, "code")).map(str::to_owned),
        ),
        Value::String(text) => (Some(text.clone()), None),
        other => (Some(other.to_string()), None),
    }
}
