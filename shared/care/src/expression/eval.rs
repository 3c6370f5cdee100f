//! What an expression comes to.

use std::cmp::Ordering;

use bigdecimal::BigDecimal;
use serde_json::Value;

use super::{EvalError, Function, Item, Literal, Node, Operator, Variables};
use crate::units::convert;

impl Node {
    pub(super) fn eval<'a>(
        &self,
        vars: &Variables<'a>,
        this: Option<&Item<'a>>,
    ) -> Result<Vec<Item<'a>>, EvalError> {
        match self {
            Self::Variable(name) => {
                vars.get(name.as_str()).cloned().ok_or_else(|| EvalError::Variable(name.clone()))
            }
            Self::This => Ok(this.cloned().into_iter().collect()),
            Self::Literal(literal) => Ok(vec![match literal {
                Literal::Number(number) => Item::Number(number.clone()),
                Literal::Text(text) => Item::Text(text.clone()),
                Literal::Boolean(value) => Item::Boolean(*value),
            }]),
            Self::Member(base, name) => {
                Ok(base.eval(vars, this)?.iter().flat_map(|item| member(item, name)).collect())
            }
            Self::Call(base, function, argument) => {
                call(base.eval(vars, this)?, *function, argument.as_deref(), vars, this)
            }
            Self::Binary(operator, left, right) => binary(*operator, left, right, vars, this),
        }
    }
}

fn member<'a>(item: &Item<'a>, name: &str) -> Vec<Item<'a>> {
    let Item::Json(Value::Object(object)) = item else { return Vec::new() };
    let found = object.get(name).or_else(|| {
        // A choice element has its type in its name.
        object.iter().find_map(|(key, value)| {
            let suffix = key.strip_prefix(name)?;
            suffix.starts_with(|c: char| c.is_ascii_uppercase()).then_some(value)
        })
    });
    match found {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(items)) => items.iter().map(Item::Json).collect(),
        Some(value) => vec![Item::Json(value)],
    }
}

/// A JSON place as a plain value, where it is one: number, text, truth value, Quantity.
fn plain<'a>(item: &Item<'a>) -> Item<'a> {
    let Item::Json(value) = item else { return item.clone() };
    match value {
        Value::Number(number) => kangban_fhir::Decimal::parse(number.as_str())
            .map_or_else(|_| item.clone(), |n| Item::Number(n.value().clone())),
        Value::String(text) => Item::Text(text.clone()),
        Value::Bool(value) => Item::Boolean(*value),
        Value::Object(object) => {
            let number = object.get("value").and_then(Value::as_number);
            let number = number.and_then(|number| kangban_fhir::Decimal::parse(number.as_str()).ok());
            let unit = object.get("code").or_else(|| object.get("unit")).and_then(Value::as_str);
            match number {
                Some(number) => Item::Quantity(number.value().clone(), unit.unwrap_or("1").to_owned()),
                None => item.clone(),
            }
        }
        _ => item.clone(),
    }
}

pub(super) fn truth(items: &[Item<'_>]) -> Result<Option<bool>, EvalError> {
    match items {
        [] => Ok(None),
        [one] => match plain(one) {
            Item::Boolean(value) => Ok(Some(value)),
            _ => Err(EvalError::Kind("condition")),
        },
        _ => Err(EvalError::Kind("condition")),
    }
}

fn call<'a>(
    base: Vec<Item<'a>>,
    function: Function,
    argument: Option<&Node>,
    vars: &Variables<'a>,
    this: Option<&Item<'a>>,
) -> Result<Vec<Item<'a>>, EvalError> {
    let holds = |item: &Item<'a>| -> Result<bool, EvalError> {
        let Some(argument) = argument else { return Ok(true) };
        Ok(truth(&argument.eval(vars, Some(item))?)? == Some(true))
    };
    let one = |item: Item<'a>| Ok(vec![item]);
    match function {
        Function::Where => {
            let mut kept = Vec::new();
            for item in base {
                if holds(&item)? {
                    kept.push(item);
                }
            }
            Ok(kept)
        }
        Function::Exists => {
            for item in &base {
                if holds(item)? {
                    return one(Item::Boolean(true));
                }
            }
            one(Item::Boolean(false))
        }
        Function::All => {
            for item in &base {
                if !holds(item)? {
                    return one(Item::Boolean(false));
                }
            }
            one(Item::Boolean(true))
        }
        Function::Empty => one(Item::Boolean(base.is_empty())),
        Function::Not => Ok(truth(&base)?.map(|value| Item::Boolean(!value)).into_iter().collect()),
        Function::First => Ok(base.into_iter().take(1).collect()),
        Function::Count => one(Item::Number(BigDecimal::from(base.len() as u64))),
        Function::Min | Function::Max => extreme(&base, function),
        Function::Avg => average(&base),
        Function::StartsWith => {
            let Some(argument) = argument else { return Err(EvalError::Kind("startsWith")) };
            let prefix = argument.eval(vars, this)?;
            match (base.first().map(plain), prefix.first().map(plain)) {
                (Some(Item::Text(text)), Some(Item::Text(prefix))) => {
                    one(Item::Boolean(text.starts_with(&prefix)))
                }
                (None, _) | (_, None) => Ok(Vec::new()),
                _ => Err(EvalError::Kind("startsWith")),
            }
        }
    }
}

fn extreme<'a>(base: &[Item<'a>], function: Function) -> Result<Vec<Item<'a>>, EvalError> {
    let wanted = if function == Function::Min { Ordering::Less } else { Ordering::Greater };
    let mut best: Option<Item<'a>> = None;
    for item in base.iter().map(plain) {
        let better = match &best {
            None => true,
            Some(best) => order(&item, best)? == Some(wanted),
        };
        if better {
            best = Some(item);
        }
    }
    Ok(best.into_iter().collect())
}

fn average<'a>(base: &[Item<'a>]) -> Result<Vec<Item<'a>>, EvalError> {
    let Some(first) = base.first().map(plain) else { return Ok(Vec::new()) };
    let mut sum = BigDecimal::from(0);
    for item in base.iter().map(plain) {
        sum += match (&first, item) {
            (Item::Number(_), Item::Number(number)) => number,
            (Item::Quantity(_, unit), Item::Quantity(value, of)) => {
                convert(&value, &of, unit).ok_or_else(|| EvalError::Units(of, unit.clone()))?
            }
            _ => return Err(EvalError::Kind("avg")),
        };
    }
    let mean = sum / BigDecimal::from(base.len() as u64);
    Ok(vec![match first {
        Item::Quantity(_, unit) => Item::Quantity(mean, unit),
        _ => Item::Number(mean),
    }])
}

/// The order of two values; `None` when one is of a kind without an order with the other.
fn order(left: &Item<'_>, right: &Item<'_>) -> Result<Option<Ordering>, EvalError> {
    match (left, right) {
        (Item::Number(left), Item::Number(right)) => Ok(Some(left.cmp(right))),
        (Item::Quantity(left, from), Item::Quantity(right, to)) => match convert(left, from, to) {
            Some(left) => Ok(Some(left.cmp(right))),
            None => Err(EvalError::Units(from.clone(), to.clone())),
        },
        (Item::Text(left), Item::Text(right)) => Ok(Some(left.cmp(right))),
        (Item::Number(_), Item::Quantity(_, unit)) | (Item::Quantity(_, unit), Item::Number(_)) => {
            Err(EvalError::Units("1".to_owned(), unit.clone()))
        }
        _ => Err(EvalError::Kind("comparison")),
    }
}

fn binary<'a>(
    operator: Operator,
    left: &Node,
    right: &Node,
    vars: &Variables<'a>,
    this: Option<&Item<'a>>,
) -> Result<Vec<Item<'a>>, EvalError> {
    let left = left.eval(vars, this)?;
    let boolean = |value: Option<bool>| Ok(value.map(Item::Boolean).into_iter().collect());
    match operator {
        // Three-valued, and lazy so that a guard protects what stands behind it.
        Operator::And => match truth(&left)? {
            Some(false) => boolean(Some(false)),
            first => match (first, truth(&right.eval(vars, this)?)?) {
                (_, Some(false)) => boolean(Some(false)),
                (Some(true), Some(true)) => boolean(Some(true)),
                _ => boolean(None),
            },
        },
        Operator::Or => match truth(&left)? {
            Some(true) => boolean(Some(true)),
            first => match (first, truth(&right.eval(vars, this)?)?) {
                (_, Some(true)) => boolean(Some(true)),
                (Some(false), Some(false)) => boolean(Some(false)),
                _ => boolean(None),
            },
        },
        Operator::Union => {
            let mut all = left;
            for item in right.eval(vars, this)? {
                if !all.contains(&item) {
                    all.push(item);
                }
            }
            Ok(all)
        }
        _ => {
            let right = right.eval(vars, this)?;
            let (left, right) = match (left.as_slice(), right.as_slice()) {
                ([left], [right]) => (plain(left), plain(right)),
                ([], _) | (_, []) => return Ok(Vec::new()),
                _ => return Err(EvalError::Kind("operator with a list")),
            };
            match operator {
                Operator::Plus | Operator::Minus => sum(operator, left, right),
                Operator::Equal => boolean(Some(
                    left == right || order(&left, &right).is_ok_and(|o| o == Some(Ordering::Equal)),
                )),
                Operator::Unequal => boolean(Some(
                    !(left == right || order(&left, &right).is_ok_and(|o| o == Some(Ordering::Equal))),
                )),
                _ => {
                    let Some(order) = order(&left, &right)? else { return Ok(Vec::new()) };
                    boolean(Some(match operator {
                        Operator::Less => order.is_lt(),
                        Operator::AtMost => order.is_le(),
                        Operator::More => order.is_gt(),
                        _ => order.is_ge(),
                    }))
                }
            }
        }
    }
}

fn sum<'a>(operator: Operator, left: Item<'a>, right: Item<'a>) -> Result<Vec<Item<'a>>, EvalError> {
    let combine = |a: BigDecimal, b: BigDecimal| if operator == Operator::Plus { a + b } else { a - b };
    Ok(vec![match (left, right) {
        (Item::Number(left), Item::Number(right)) => Item::Number(combine(left, right)),
        (Item::Quantity(left, unit), Item::Quantity(right, of)) => {
            let right = convert(&right, &of, &unit).ok_or_else(|| EvalError::Units(of, unit.clone()))?;
            Item::Quantity(combine(left, right), unit)
        }
        _ => return Err(EvalError::Kind("+ or -")),
    }])
}
