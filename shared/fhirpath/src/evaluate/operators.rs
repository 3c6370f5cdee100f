//! Operators between two parts.

use std::{borrow::Cow, cmp::Ordering};

use super::{Context, Machine, Outcome, arithmetic, convert, single, truth, unique::Unique, wrong_type};
use crate::{
    ErrorKind, Value,
    ast::Operator,
    compare,
    items::Items,
    program::{Op, Step},
};

impl<'a> Machine<'_, 'a> {
    pub(super) fn row(
        &mut self,
        first: &'a Step,
        rest: &'a [(Operator, Step)],
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        let mut left = self.eval(first, context)?;
        for (operator, right) in rest {
            left = self.binary(*operator, &left, right, context).map_err(|fault| fault.or_at(right.at))?;
        }
        Ok(left)
    }

    fn binary(
        &mut self,
        operator: Operator,
        left: &Items<'a>,
        right: &'a Step,
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        use Operator as O;
        if matches!(operator, O::And | O::Or | O::Xor | O::Implies) {
            return self.logic(operator, left, right, context);
        }
        if let (O::In, Op::Texts(texts)) = (operator, &right.op) {
            return self.is_text_among(left.as_slice(), texts);
        }
        let right = self.eval(right, context)?;
        let (a, b) = (left.as_slice(), right.as_slice());
        Ok(match operator {
            O::Union => {
                let mut unique = Unique::default();
                for value in a.iter().chain(b) {
                    unique.add(value.clone(), self)?;
                }
                unique.into_items()
            }
            O::Equal => self.equal(a, b)?.into(),
            O::NotEqual => self.equal(a, b)?.map(|same| !same).into(),
            O::Equivalent => self.equivalent(a, b)?.into(),
            O::NotEquivalent => (!self.equivalent(a, b)?).into(),
            O::Less => order(a, b, operator, Ordering::is_lt)?,
            O::LessOrEqual => order(a, b, operator, Ordering::is_le)?,
            O::Greater => order(a, b, operator, Ordering::is_gt)?,
            O::GreaterOrEqual => order(a, b, operator, Ordering::is_ge)?,
            O::In => match single(a, "in")? {
                Some(value) => self.is_among(value, b)?.into(),
                None => Items::None,
            },
            O::Contains => match single(b, "contains")? {
                Some(value) => self.is_among(value, a)?.into(),
                None => Items::None,
            },
            O::Concatenate => self.concatenate(a, b)?,
            _ => match (single(a, operator.as_str())?, single(b, operator.as_str())?) {
                (Some(a), Some(b)) => {
                    let result = arithmetic::between(operator, &a.system(), &b.system())?;
                    if let Some(Value::String(text)) = &result {
                        self.spend_text(text.len())?;
                    }
                    result.into()
                }
                _ => Items::None,
            },
        })
    }

    /// `a in ('b' | 'c' | …)` without making the collection.
    fn is_text_among(&mut self, left: &[Value<'a>], texts: &[String]) -> Outcome<Items<'a>> {
        self.spend_items(texts.len())?;
        Ok(match single(left, "in")? {
            Some(value) => {
                let value = value.system();
                matches!(&*value, Value::String(text) if texts.iter().any(|known| known == text)).into()
            }
            None => Items::None,
        })
    }

    /// Three-valued logic; the right side is not evaluated when the left decides.
    fn logic(
        &mut self,
        operator: Operator,
        left: &Items<'a>,
        right: &'a Step,
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        let what = operator.as_str();
        let left = truth(left.as_slice(), what)?;
        let decided = match (operator, left) {
            (Operator::And, Some(false)) => Some(false),
            (Operator::Or, Some(true)) | (Operator::Implies, Some(false)) => Some(true),
            _ => None,
        };
        if let Some(decided) = decided {
            return Ok(decided.into());
        }
        let right = self.eval(right, context)?;
        let right = truth(right.as_slice(), what)?;
        let result = match operator {
            Operator::And => match (left, right) {
                (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Operator::Or => match (left, right) {
                (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
            Operator::Xor => left.zip(right).map(|(left, right)| left != right),
            _ => match (left, right) {
                (_, Some(true)) => Some(true),
                (Some(true), right) => right,
                _ => None,
            },
        };
        Ok(result.into())
    }

    /// `a = b` of two collections: in order, item by item.
    pub(super) fn equal(&mut self, a: &[Value<'a>], b: &[Value<'a>]) -> Result<Option<bool>, ErrorKind> {
        if a.is_empty() || b.is_empty() {
            return Ok(None);
        }
        if a.len() != b.len() {
            return Ok(Some(false));
        }
        self.spend_items(a.len())?;
        let mut known = true;
        for (a, b) in a.iter().zip(b) {
            match compare::equal(a, b) {
                Some(false) => return Ok(Some(false)),
                Some(true) => {}
                None => known = false,
            }
        }
        Ok(known.then_some(true))
    }

    fn equivalent(&mut self, a: &[Value<'a>], b: &[Value<'a>]) -> Result<bool, ErrorKind> {
        if a.len() != b.len() {
            return Ok(false);
        }
        self.spend((a.len() as u64).saturating_mul(b.len() as u64))?;
        Ok(compare::pairs_up(a, b, compare::equivalent))
    }

    pub(super) fn is_among(&mut self, value: &Value<'a>, all: &[Value<'a>]) -> Result<bool, ErrorKind> {
        self.spend_items(all.len())?;
        Ok(all.iter().any(|other| compare::equal(value, other) == Some(true)))
    }

    /// `a & b`: as texts, an empty side counting as an empty text.
    fn concatenate(&mut self, a: &[Value<'a>], b: &[Value<'a>]) -> Result<Items<'a>, ErrorKind> {
        let side = |items: &[Value<'a>]| match single(items, "&")? {
            None => Ok(String::new()),
            Some(value) => convert::to_text(value).ok_or_else(|| wrong_type("&", value)),
        };
        let mut joined = side(a)?;
        joined.push_str(&side(b)?);
        self.spend_text(joined.len())?;
        Ok(Value::String(Cow::Owned(joined)).into())
    }

    pub(super) fn negative(&mut self, of: &'a Step, context: Context<'_, 'a>) -> Outcome<Items<'a>> {
        let items = self.eval(of, context)?;
        let Some(value) = single(items.as_slice(), "-")? else { return Ok(Items::None) };
        Ok(match &*value.system() {
            Value::Integer(number) => number.checked_neg().map(Value::Integer).into(),
            Value::Decimal(number) => Value::Decimal(-number).into(),
            Value::Quantity(quantity) => Value::Quantity(Box::new(quantity.negated())).into(),
            other => return Err(wrong_type("-", other).into()),
        })
    }

    pub(super) fn positive(&mut self, of: &'a Step, context: Context<'_, 'a>) -> Outcome<Items<'a>> {
        let items = self.eval(of, context)?;
        match single(items.as_slice(), "+")? {
            Some(value)
                if !matches!(*value.system(), Value::Integer(_) | Value::Decimal(_) | Value::Quantity(_)) =>
            {
                Err(wrong_type("+", value).into())
            }
            _ => Ok(items),
        }
    }
}

fn order<'a>(
    a: &[Value<'a>],
    b: &[Value<'a>],
    operator: Operator,
    fits: fn(Ordering) -> bool,
) -> Result<Items<'a>, ErrorKind> {
    let what = operator.as_str();
    match (single(a, what)?, single(b, what)?) {
        (Some(a), Some(b)) => Ok(compare::order(a, b, what)?.map(fits).into()),
        _ => Ok(Items::None),
    }
}
