//! Answers that a question takes, at random.

use bigdecimal::{BigDecimal, RoundingMode, ToPrimitive};
use chrono::{Days, NaiveDate};
use kangban_fhir::DateTime;
use kangban_forms::{
    AnswerOption, Item, ItemKind,
    validate::{Issue, IssueCode},
};
use serde_json::{Number, Value, json};

use super::{dice::Dice, matching::matching};

/// Words for texts, some of them long and some not Latin.
const WORDS: [&str; 8] =
    ["ok", "a little better", "好多了", "nothing else", "since Monday", "右侧", "no", "as before"];

/// What is known about an answer that was not right.
#[derive(Debug, Default, Clone)]
pub(super) struct Hint {
    /// The least that is allowed, with its unit.
    pub(super) least: Option<(String, Option<String>)>,
    /// The most that is allowed.
    pub(super) most: Option<(String, Option<String>)>,
    /// How many answers at least.
    pub(super) count: usize,
}

impl Hint {
    /// Learns from an issue.
    pub(super) fn learn(&mut self, issue: &Issue) {
        let limit = issue.detail.limit.clone().map(|limit| (limit, issue.detail.limit_unit.clone()));
        match issue.code {
            IssueCode::MinValue | IssueCode::MinValueIncompatUnits => self.least = limit,
            IssueCode::MaxValue | IssueCode::MaxValueIncompatUnits => self.most = limit,
            IssueCode::MinCount => self.count = limit.and_then(|(limit, _)| limit.parse().ok()).unwrap_or(0),
            _ => {}
        }
    }
}

/// Answers for a question; or why there can be none.
pub(super) fn answers(
    item: &Item,
    options: &[AnswerOption],
    hint: &Hint,
    dice: &mut Dice,
) -> Result<Vec<Value>, String> {
    let open = item.kind == ItemKind::OpenChoice || item.options.open;
    let chosen: Vec<&AnswerOption> = options.iter().filter(|option| option.enabled).collect();
    let asks_options = item.kind.is_choice() || !options.is_empty();
    if asks_options && chosen.is_empty() && !open {
        let from = item.options.value_set.as_deref().map(|set| format!(" from {set}")).unwrap_or_default();
        return Err(format!("{} has no options{from}", item.link_id));
    }
    let most = if item.repeats {
        item.max_occurs.and_then(|most| usize::try_from(most).ok()).unwrap_or(3)
    } else {
        1
    };
    let least =
        item.min_occurs.and_then(|least| usize::try_from(least).ok()).unwrap_or(1).max(hint.count).max(1);
    let want = dice.between(
        i64::try_from(least).unwrap_or(1),
        i64::try_from(most.max(least).min(least + 2)).unwrap_or(1),
    );
    let want = usize::try_from(want).unwrap_or(1);
    let mut found: Vec<Value> = Vec::new();
    if asks_options && !chosen.is_empty() && !(open && dice.chance(20)) {
        let mut left = chosen;
        if want > 1 && left.iter().filter(|option| !option.exclusive).count() >= want {
            left.retain(|option| !option.exclusive);
        }
        while found.len() < want && !left.is_empty() {
            let option = left.swap_remove(dice.below(left.len()));
            if option.exclusive && (least > 1 || !found.is_empty()) {
                continue;
            }
            found.push(option.value.clone());
            if option.exclusive {
                break;
            }
        }
        return if found.is_empty() {
            Err(format!("{} has only options that stand alone", item.link_id))
        } else {
            Ok(found)
        };
    }
    for _ in 0..want {
        let value = value(item, hint, dice)?;
        if !found.contains(&value) {
            found.push(value);
        }
    }
    Ok(found)
}

fn value(item: &Item, hint: &Hint, dice: &mut Dice) -> Result<Value, String> {
    Ok(match item.kind {
        ItemKind::Boolean => json!({ "valueBoolean": dice.chance(50) }),
        ItemKind::Integer => {
            let (low, high) = range(item, hint);
            let low = low.with_scale_round(0, RoundingMode::Ceiling).to_i64().unwrap_or(0);
            let high = high.with_scale_round(0, RoundingMode::Floor).to_i64().unwrap_or(low);
            json!({ "valueInteger": dice.between(low, high.max(low)) })
        }
        ItemKind::Decimal => json!({ "valueDecimal": decimal(item, hint, dice) }),
        ItemKind::Date => json!({ "valueDate": day(item, hint, dice).to_string() }),
        ItemKind::DateTime => {
            let day = day(item, hint, dice);
            json!({ "valueDateTime": format!("{day}T{:02}:{:02}:00+08:00", dice.below(24), dice.below(60)) })
        }
        ItemKind::Time => json!({ "valueTime": format!("{:02}:{:02}:00", dice.below(24), dice.below(60)) }),
        ItemKind::String | ItemKind::Text | ItemKind::OpenChoice | ItemKind::Choice => {
            json!({ "valueString": text(item, dice)? })
        }
        ItemKind::Url => json!({ "valueUri": format!("https://example.org/{}", dice.below(1000)) }),
        ItemKind::Attachment => attachment(item, dice),
        ItemKind::Reference => {
            let kind = dice.pick(&item.reference_types).cloned().unwrap_or_else(|| "Patient".to_owned());
            json!({ "valueReference": { "reference": format!("{kind}/{}", dice.below(1000)) } })
        }
        ItemKind::Quantity => quantity(item, hint, dice),
        ItemKind::Group | ItemKind::Display | ItemKind::Unknown => {
            return Err(format!("{} asks for nothing", item.link_id));
        }
    })
}

/// The limits of a number: the form's, else a range around what is given.
fn range(item: &Item, hint: &Hint) -> (BigDecimal, BigDecimal) {
    let bound = |bound: Option<&kangban_forms::Bound>| {
        let value = bound?.value.as_ref()?;
        number(value.get("value").unwrap_or(value))
    };
    let learnt =
        |limit: &Option<(String, Option<String>)>| limit.as_ref().and_then(|(limit, _)| limit.parse().ok());
    let low: Option<BigDecimal> = learnt(&hint.least).or_else(|| bound(item.min_value.as_ref()));
    let high: Option<BigDecimal> = learnt(&hint.most).or_else(|| bound(item.max_value.as_ref()));
    let hundred = BigDecimal::from(100);
    match (low, high) {
        (Some(low), Some(high)) => (low, high),
        (Some(low), None) => (low.clone(), low + hundred),
        (None, Some(high)) => (&high - &hundred, high),
        (None, None) => (BigDecimal::from(0), hundred),
    }
}

/// Whether no value is both at least `low` and at most `high`. Of quantities only those in one unit are compared.
pub(super) fn contradict(low: &Value, high: &Value) -> bool {
    let unit = |value: &Value| value.get("code").or_else(|| value.get("unit")).cloned();
    let amount = |value: &Value| number(value.get("value").unwrap_or(value));
    match (amount(low), amount(high)) {
        (Some(least), Some(most)) => unit(low) == unit(high) && least > most,
        _ => match (low.as_str(), high.as_str()) {
            (Some(low), Some(high)) => low > high,
            _ => false,
        },
    }
}

fn number(value: &Value) -> Option<BigDecimal> {
    match value {
        Value::Number(number) => number.as_str().parse().ok(),
        _ => None,
    }
}

fn decimal(item: &Item, hint: &Hint, dice: &mut Dice) -> Value {
    let (low, high) = range(item, hint);
    let places = i64::try_from(item.max_decimal_places.unwrap_or(2).min(4)).unwrap_or(2);
    let part = BigDecimal::from(dice.between(0, 1000)) / BigDecimal::from(1000);
    let between = (&low + (&high - &low) * part).with_scale_round(places, RoundingMode::HalfUp);
    let between = if between < low {
        low.with_scale_round(places, RoundingMode::Ceiling)
    } else if between > high {
        high.with_scale_round(places, RoundingMode::Floor)
    } else {
        between
    };
    let text = if places <= 0 { between.with_scale(0).to_string() } else { between.to_plain_string() };
    text.parse::<Number>().map_or(Value::Null, Value::Number)
}

fn quantity(item: &Item, hint: &Hint, dice: &mut Dice) -> Value {
    let mut quantity = json!({ "value": decimal(item, hint, dice) });
    let coding = dice.pick(&item.unit_options).cloned().or_else(|| item.unit.clone());
    let bound =
        [&item.min_value, &item.max_value].into_iter().flatten().find_map(|bound| bound.value.as_ref());
    let Some(fields) = quantity.as_object_mut() else { return quantity };
    if let Some(coding) = coding {
        for (name, of) in [("unit", "display"), ("system", "system"), ("code", "code")] {
            if let Some(value) = coding.get(of) {
                fields.insert(name.to_owned(), value.clone());
            }
        }
        if !fields.contains_key("unit")
            && let Some(code) = fields.get("code").cloned()
        {
            fields.insert("unit".to_owned(), code);
        }
    } else if let Some(limit) = bound.and_then(Value::as_object) {
        for name in ["unit", "system", "code"] {
            if let Some(value) = limit.get(name) {
                fields.insert(name.to_owned(), value.clone());
            }
        }
    } else if item.unit_value_set.is_some() {
        fields.extend([
            ("unit".to_owned(), json!("kg")),
            ("system".to_owned(), json!("http://unitsofmeasure.org")),
            ("code".to_owned(), json!("kg")),
        ]);
    }
    json!({ "valueQuantity": quantity })
}

fn day(item: &Item, hint: &Hint, dice: &mut Dice) -> NaiveDate {
    let read = |text: &str| DateTime::parse(text).ok().map(|date| date.day());
    let bound = |bound: Option<&kangban_forms::Bound>| read(bound?.value.as_ref()?.as_str()?);
    let learnt = |limit: &Option<(String, Option<String>)>| limit.as_ref().and_then(|(limit, _)| read(limit));
    let low = learnt(&hint.least).or_else(|| bound(item.min_value.as_ref()));
    let high = learnt(&hint.most).or_else(|| bound(item.max_value.as_ref()));
    let years = Days::new(3_000);
    let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap_or_default();
    let (low, high) = match (low, high) {
        (Some(low), Some(high)) => (low, high),
        (Some(low), None) => (low, low.checked_add_days(years).unwrap_or(low)),
        (None, Some(high)) => (high.checked_sub_days(years).unwrap_or(high), high),
        (None, None) => (today.checked_sub_days(years).unwrap_or(today), today),
    };
    let span = high.signed_duration_since(low).num_days().max(0);
    let step = u64::try_from(dice.between(0, span)).unwrap_or(0);
    low.checked_add_days(Days::new(step)).unwrap_or(low)
}

fn text(item: &Item, dice: &mut Dice) -> Result<String, String> {
    let least = item.min_length.and_then(|least| usize::try_from(least).ok()).unwrap_or(1);
    let most = item.max_length.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
    let fits = |text: &str| (least..=most).contains(&text.chars().count());
    if let Some(pattern) = &item.regex {
        for _ in 0..50 {
            match matching(pattern, dice) {
                Some(text) if fits(&text) && !text.is_empty() => return Ok(text),
                Some(_) => {}
                None => return Err(format!("{} has a pattern that cannot be read: {pattern}", item.link_id)),
            }
        }
        return Err(format!("{} has a pattern for which no text was found: {pattern}", item.link_id));
    }
    let mut text = dice.pick(&WORDS).copied().unwrap_or("ok").to_owned();
    while text.chars().count() < least {
        text.push_str(" 好");
    }
    let text: String = text.chars().take(most).collect();
    if fits(&text) { Ok(text) } else { Err(format!("{} takes no text of any length", item.link_id)) }
}

fn attachment(item: &Item, dice: &mut Dice) -> Value {
    let kind = dice.pick(&item.mime_types).map_or("image/png", String::as_str);
    let kind = kind.split(',').next().unwrap_or(kind).trim().replace("/*", "/png");
    // "hello", which is five bytes.
    json!({ "valueAttachment": { "contentType": kind, "data": "aGVsbG8=", "size": 5, "title": "hello" } })
}
