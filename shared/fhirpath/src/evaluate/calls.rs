//! From a function to what does it.

use std::{borrow::Cow, cmp::Ordering};

use bigdecimal::{RoundingMode, Signed};

use super::{Context, Machine, Outcome, convert, integer, single, text, truth, wrong_type};
use crate::{
    ErrorKind, Value, compare,
    function::Function,
    items::Items,
    number,
    program::{Step, is_fixed_variable},
    temporal,
};

impl<'a> Machine<'_, 'a> {
    pub(super) fn call(
        &mut self,
        function: Function,
        arguments: &'a [Step],
        input: &[Value<'a>],
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        use Function as F;
        match function {
            F::Empty | F::Count | F::Not | F::AllTrue | F::AnyTrue | F::AllFalse | F::AnyFalse => {
                Ok(existence(function, input)?)
            }
            F::Exists
            | F::All
            | F::Where
            | F::Select
            | F::Repeat
            | F::RepeatAll
            | F::Sort
            | F::Coalesce
            | F::Iif
            | F::Trace
            | F::DefineVariable => self.with_criteria(function, arguments, input, context),
            F::Aggregate | F::Sum | F::Min | F::Max | F::Avg => {
                self.aggregated(function, arguments, input, context)
            }
            F::Single
            | F::First
            | F::Last
            | F::Tail
            | F::Skip
            | F::Take
            | F::Intersect
            | F::Exclude
            | F::Union
            | F::Combine
            | F::SubsetOf
            | F::SupersetOf
            | F::Distinct
            | F::IsDistinct
            | F::Children
            | F::Descendants => self.collected(function, arguments, input, context),
            F::Extension
            | F::HasValue
            | F::GetValue
            | F::Resolve
            | F::MemberOf
            | F::Subsumes
            | F::SubsumedBy
            | F::HtmlChecks
            | F::ConformsTo
            | F::Ordinal
            | F::Weight => self.of_fhir(function, arguments, input, context),
            F::IndexOf
            | F::LastIndexOf
            | F::Substring
            | F::StartsWith
            | F::EndsWith
            | F::Contains
            | F::Upper
            | F::Lower
            | F::Replace
            | F::Matches
            | F::MatchesFull
            | F::ReplaceMatches
            | F::Length
            | F::ToChars
            | F::Trim
            | F::Split
            | F::Join
            | F::Encode
            | F::Decode
            | F::Escape
            | F::Unescape => self.of_text(function, arguments, input, context),
            F::Now | F::Today | F::TimeOfDay => self.clock(function),
            F::Type => {
                self.spend_items(input.len())?;
                Ok(input.iter().map(|value| Value::Type(value.type_name())).collect::<Vec<_>>().into())
            }
            // A type is an argument of these; the compiler has taken them.
            F::Is | F::As | F::OfType => {
                Err(ErrorKind::Invalid(format!("{}() needs a type", function.name())).into())
            }
            _ => self.of_one(function, arguments, input, context),
        }
    }

    /// Functions of a single value of the language.
    fn of_one(
        &mut self,
        function: Function,
        arguments: &'a [Step],
        input: &[Value<'a>],
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        let Some(value) = single(input, function.name())? else { return Ok(Items::None) };
        let argument = match arguments.first() {
            Some(step) => Some(self.eval(step, context)?),
            None => None,
        };
        let given = argument.as_ref().map(Items::as_slice);
        if let Some((conversion, asked)) = convert::conversion(function) {
            let unit = match given {
                Some(items) => text(items, function.name())?,
                None => None,
            };
            let converted = convert::convert(conversion, value, unit);
            return Ok(if asked { converted.is_some().into() } else { converted.into() });
        }
        let value = value.system();
        let value = &*value;
        if matches!(function, Function::LowBoundary | Function::HighBoundary) {
            let places = match given {
                Some(items) => integer(items, function.name())?,
                None => None,
            };
            return Ok(boundary(value, places, function == Function::HighBoundary)?.into());
        }
        if let Some(part) = component(function, value) {
            return Ok(part?.into());
        }
        match function {
            Function::Precision => Ok(precision(value)?.into()),
            Function::Comparable => {
                let other = given.map_or(Ok(None), |items| single(items, "comparable"))?;
                match (value.as_quantity(), other.map(Value::as_quantity)) {
                    (Some(a), Some(Some(b))) => Ok(a.comparable(&b).into()),
                    (_, None) => Ok(Items::None),
                    _ => Err(wrong_type("comparable()", value).into()),
                }
            }
            _ => {
                // An argument that is there but empty leaves the answer open.
                let operand = match given {
                    Some(items) => match single(items, function.name())? {
                        Some(operand) => Some(operand),
                        None => return Ok(Items::None),
                    },
                    None => None,
                };
                Ok(math(function, value, operand)?.into())
            }
        }
    }

    fn clock(&mut self, function: Function) -> Outcome<Items<'a>> {
        let now = temporal::DateTime::of_fhir(&self.scope.clock.now)
            .ok_or(ErrorKind::Unsupported("the clock of this moment"))?;
        Ok(match function {
            Function::Now => Value::DateTime(now).into(),
            Function::Today => Value::Date(now.date_of()).into(),
            _ => now.time_of().map(Value::Time).into(),
        })
    }

    fn with_criteria(
        &mut self,
        function: Function,
        arguments: &'a [Step],
        input: &[Value<'a>],
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        match (function, arguments) {
            (Function::Exists, []) => Ok((!input.is_empty()).into()),
            (Function::Exists, [criterion, ..]) => {
                for (value, index) in input.iter().zip(0..) {
                    if self.holds(criterion, value, index, context)? {
                        return Ok(true.into());
                    }
                }
                Ok(false.into())
            }
            (Function::All, [criterion, ..]) => {
                for (value, index) in input.iter().zip(0..) {
                    if !self.holds(criterion, value, index, context)? {
                        return Ok(false.into());
                    }
                }
                Ok(true.into())
            }
            (Function::Where, [criterion, ..]) => {
                let mut found = Items::None;
                for (value, index) in input.iter().zip(0..) {
                    if self.holds(criterion, value, index, context)? {
                        found.push(value.clone());
                    }
                }
                Ok(found)
            }
            (Function::Select, [projection, ..]) => {
                let mut found = Items::None;
                for (value, index) in input.iter().zip(0..) {
                    let more = self.on_item(projection, value, index, context)?;
                    self.spend_items(more.len())?;
                    found.append(more);
                }
                Ok(found)
            }
            (Function::Repeat, [projection, ..]) => self.repeat(projection, input, context, true),
            (Function::RepeatAll, [projection, ..]) => self.repeat(projection, input, context, false),
            (Function::Sort, keys) => self.sort(keys, input, context),
            (Function::Coalesce, choices) => {
                for choice in choices {
                    let found = self.eval(choice, context)?;
                    if found.len() > 0 {
                        return Ok(found);
                    }
                }
                Ok(Items::None)
            }
            (Function::Iif, [criterion, then, rest @ ..]) => {
                self.iif(criterion, then, rest.first(), input, context)
            }
            (Function::Trace, [name, rest @ ..]) => self.trace(name, rest.first(), input, context),
            (_, [name, rest @ ..]) => self.define(name, rest.first(), input, context),
            (_, []) => Ok(Items::None),
        }
    }

    fn iif(
        &mut self,
        criterion: &'a Step,
        then: &'a Step,
        otherwise: Option<&'a Step>,
        input: &[Value<'a>],
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        single(input, "iif")?;
        let here = Context { this: input, ..context };
        let decision = self.eval(criterion, here)?;
        let decision = match single(decision.as_slice(), "iif")? {
            None => false,
            Some(value) => value.as_bool().ok_or_else(|| wrong_type("the criterion of iif()", value))?,
        };
        match (decision, otherwise) {
            (true, _) => self.eval(then, here),
            (false, Some(otherwise)) => self.eval(otherwise, here),
            (false, None) => Ok(Items::None),
        }
    }

    fn trace(
        &mut self,
        name: &'a Step,
        projection: Option<&'a Step>,
        input: &[Value<'a>],
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        let name = self.eval(name, context)?;
        let name = text(name.as_slice(), "trace")?.unwrap_or_default();
        if let Some(projection) = projection {
            let mut seen = Items::None;
            for (value, index) in input.iter().zip(0..) {
                seen.append(self.on_item(projection, value, index, context)?);
            }
            if let Some(trace) = self.scope.trace {
                trace(name, seen.as_slice());
            }
        } else if let Some(trace) = self.scope.trace {
            trace(name, input);
        }
        self.spend_items(input.len())?;
        Ok(input.into())
    }

    fn define(
        &mut self,
        name: &'a Step,
        value: Option<&'a Step>,
        input: &[Value<'a>],
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        let name = self.eval(name, context)?;
        let name = text(name.as_slice(), "defineVariable")?
            .ok_or_else(|| ErrorKind::Invalid("defineVariable() needs a name".to_owned()))?
            .to_owned();
        let taken = is_fixed_variable(&name)
            || self.defined.iter().any(|(known, _)| *known == name)
            || self.scope.find(&name).is_some();
        if taken {
            return Err(ErrorKind::VariableDefined(name).into());
        }
        let value = match value {
            Some(step) => self.eval(step, Context { this: input, ..context })?,
            None => input.into(),
        };
        self.spend_items(input.len() + value.len())?;
        self.defined.push((name, value.into()));
        Ok(input.into())
    }
}

/// Functions that ask whether there is anything, and what.
fn existence<'a>(function: Function, input: &[Value<'a>]) -> Result<Items<'a>, ErrorKind> {
    let count = i64::try_from(input.len()).unwrap_or(i64::MAX);
    let every = |wanted: bool| {
        let mut all = true;
        for value in input {
            match value.as_bool() {
                Some(value) => all &= value == wanted,
                None => return Err(wrong_type(format!("{}()", function.name()), value)),
            }
        }
        Ok::<bool, ErrorKind>(all)
    };
    Ok(match function {
        Function::Empty => input.is_empty().into(),
        Function::Count => Value::Integer(count).into(),
        Function::Not => truth(input, "not")?.map(|value| !value).into(),
        Function::AllTrue => every(true)?.into(),
        Function::AllFalse => every(false)?.into(),
        Function::AnyTrue => (!every(false)?).into(),
        _ => (!every(true)?).into(),
    })
}

fn math<'a>(
    function: Function,
    value: &Value<'a>,
    operand: Option<&Value<'a>>,
) -> Result<Option<Value<'a>>, ErrorKind> {
    use Function as F;
    if let Value::Quantity(quantity) = value {
        let changed = match function {
            F::Abs => number::abs(quantity.value()),
            F::Round => number::round(quantity.value(), places(operand)?),
            _ => return Err(wrong_type(format!("{}()", function.name()), value)),
        };
        return Ok(Some(Value::Quantity(Box::new(quantity.with_value(changed)))));
    }
    let (Value::Integer(_) | Value::Decimal(_)) = value else {
        return Err(wrong_type(format!("{}()", function.name()), value));
    };
    let Some(x) = value.as_decimal() else { return Ok(None) };
    let whole = |mode| match number::whole(&x, mode) {
        Some(whole) if i32::try_from(whole).is_ok() => Some(Value::Integer(whole)),
        _ => None,
    };
    let by = || match operand.map(|operand| (operand, operand.system().as_decimal())) {
        Some((_, Some(y))) => Ok(y),
        Some((operand, None)) => Err(wrong_type(format!("{}()", function.name()), operand)),
        None => Err(ErrorKind::Arguments(function.name(), "one")),
    };
    Ok(match function {
        F::Abs => match value {
            Value::Integer(number) => number.checked_abs().map(Value::Integer),
            _ => Some(Value::Decimal(number::abs(&x))),
        },
        F::Ceiling => whole(RoundingMode::Ceiling),
        F::Floor => whole(RoundingMode::Floor),
        F::Truncate => whole(RoundingMode::Down),
        F::Round => Some(Value::Decimal(number::round(&x, places(operand)?))),
        F::Exp => number::inexact(&x, f64::exp).map(Value::Decimal),
        F::Ln => number::inexact(&x, f64::ln).map(Value::Decimal),
        F::Sqrt => number::inexact(&x, f64::sqrt).map(Value::Decimal),
        F::Log => {
            let base = by()?;
            number::logarithm(&x, &base).map(Value::Decimal)
        }
        F::Power => {
            let exponent = by()?;
            let result = number::power(&x, &exponent);
            let both_whole = matches!(value, Value::Integer(_))
                && operand.is_some_and(|operand| matches!(&*operand.system(), Value::Integer(_)));
            match result.as_ref().and_then(|result| number::whole(result, RoundingMode::Down)) {
                Some(power) if both_whole && !exponent.is_negative() => {
                    i32::try_from(power).is_ok().then_some(Value::Integer(power))
                }
                _ => result.map(Value::Decimal),
            }
        }
        _ => return Err(ErrorKind::UnknownFunction(function.name().to_owned())),
    })
}

/// The digits after the point that `round` keeps.
fn places(operand: Option<&Value<'_>>) -> Result<i64, ErrorKind> {
    let Some(operand) = operand else { return Ok(0) };
    match operand.as_integer() {
        Some(places @ 0..=100) => Ok(places),
        Some(_) => Err(ErrorKind::Invalid("round() keeps 0 to 100 digits".to_owned())),
        None => Err(wrong_type("round()", operand)),
    }
}

fn boundary<'a>(value: &Value<'a>, digits: Option<i64>, high: bool) -> Result<Option<Value<'a>>, ErrorKind> {
    let name = if high { "highBoundary()" } else { "lowBoundary()" };
    Ok(match value {
        Value::Integer(_) | Value::Decimal(_) => {
            value.as_decimal().and_then(|x| number::boundary(&x, digits, high)).map(Value::Decimal)
        }
        Value::Quantity(quantity) => number::boundary(quantity.value(), digits, high)
            .map(|edge| Value::Quantity(Box::new(quantity.with_value(edge)))),
        Value::Date(date) => {
            (if high { date.high_boundary(digits) } else { date.low_boundary(digits) }).map(Value::Date)
        }
        Value::DateTime(date) => {
            (if high { date.high_boundary(digits) } else { date.low_boundary(digits) }).map(Value::DateTime)
        }
        Value::Time(time) => {
            (if high { time.high_boundary(digits) } else { time.low_boundary(digits) }).map(Value::Time)
        }
        other => return Err(wrong_type(name, other)),
    })
}

fn precision<'a>(value: &Value<'a>) -> Result<Option<Value<'a>>, ErrorKind> {
    Ok(Some(Value::Integer(match value {
        Value::Integer(_) => 0,
        Value::Decimal(number) => number::places(number),
        Value::Date(date) => date.digits(),
        Value::DateTime(date) => date.digits(),
        Value::Time(time) => time.digits(),
        other => return Err(wrong_type("precision()", other)),
    })))
}

/// A part of a date or time; `None` when the function is no such part.
#[allow(clippy::type_complexity, reason = "the outer Option says whether the function is one of these")]
fn component<'a>(function: Function, value: &Value<'a>) -> Option<Result<Option<Value<'a>>, ErrorKind>> {
    use Function as F;
    let known = matches!(
        function,
        F::YearOf
            | F::MonthOf
            | F::DayOf
            | F::HourOf
            | F::MinuteOf
            | F::SecondOf
            | F::MillisecondOf
            | F::TimezoneOffsetOf
            | F::DateOf
            | F::TimeOf
    );
    if !known {
        return None;
    }
    let (date, time, zone) = match value {
        Value::Date(date) => (Some(*date), None, None),
        Value::DateTime(moment) => (Some(moment.date_of()), moment.time_of(), moment.offset_of()),
        Value::Time(time) => (None, Some(*time), None),
        other => return Some(Err(wrong_type(format!("{}()", function.name()), other))),
    };
    Some(Ok(match function {
        F::YearOf => date.map(|date| Value::Integer(date.year_of())),
        F::MonthOf => date.and_then(|date| date.month_of()).map(Value::Integer),
        F::DayOf => date.and_then(|date| date.day_of()).map(Value::Integer),
        F::HourOf => time.map(|time| Value::Integer(time.hour_of())),
        F::MinuteOf => time.and_then(|time| time.minute_of()).map(Value::Integer),
        F::SecondOf => time.and_then(|time| time.second_of()).map(Value::Integer),
        F::MillisecondOf => time.and_then(|time| time.millisecond_of()).map(Value::Integer),
        F::TimezoneOffsetOf => zone.map(Value::Decimal),
        F::DateOf => date.map(Value::Date),
        _ => time.map(Value::Time),
    }))
}

/// Which way a key sorts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
    /// `-key` turns the order of keys, of texts too; an empty key is still empty and comes first.
    Negative,
}

impl Direction {
    fn of(self, order: Ordering) -> Ordering {
        if self == Self::Up { order } else { order.reverse() }
    }
}

impl<'a> Machine<'_, 'a> {
    /// `sort(key, key desc, …)`, stable. Empty keys are the least.
    fn sort(
        &mut self,
        keys: &'a [Step],
        input: &[Value<'a>],
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        use crate::program::Op;
        let mut rows: Vec<(Vec<Option<Value<'a>>>, &Value<'a>)> = Vec::with_capacity(input.len());
        let mut down: Vec<Direction> = Vec::with_capacity(keys.len());
        let plain: Vec<&'a Step> = keys
            .iter()
            .map(|key| match &key.op {
                Op::Sorted { of, descending } => {
                    down.push(if *descending { Direction::Down } else { Direction::Up });
                    &**of
                }
                Op::Negative(of) => {
                    down.push(Direction::Negative);
                    &**of
                }
                _ => {
                    down.push(Direction::Up);
                    key
                }
            })
            .collect();
        for (value, index) in input.iter().zip(0..) {
            let mut row = Vec::with_capacity(plain.len().max(1));
            for key in &plain {
                let key = self.on_item(key, value, index, context)?;
                row.push(single(key.as_slice(), "sort")?.map(|key| key.system().into_owned()));
            }
            if plain.is_empty() {
                row.push(Some(value.system().into_owned()));
            }
            rows.push((row, value));
        }
        let length = rows.len() as u64;
        self.spend(length.saturating_mul(u64::from(length.checked_ilog2().unwrap_or(0)) + 1))?;
        let mut failed = None;
        rows.sort_by(|(a, _), (b, _)| {
            for (at, (a, b)) in a.iter().zip(b).enumerate() {
                let direction = down.get(at).copied().unwrap_or(Direction::Up);
                let order = match (a, b) {
                    (Some(a), Some(b)) => match compare::order(a, b, "sort()") {
                        Ok(order) => direction.of(order.unwrap_or(Ordering::Equal)),
                        Err(error) => {
                            failed.get_or_insert(error);
                            Ordering::Equal
                        }
                    },
                    _ if direction == Direction::Down => b.is_some().cmp(&a.is_some()),
                    _ => a.is_some().cmp(&b.is_some()),
                };
                if order.is_ne() {
                    return order;
                }
            }
            Ordering::Equal
        });
        match failed {
            Some(error) => Err(error.into()),
            None => Ok(rows.into_iter().map(|(_, value)| value.clone()).collect::<Vec<_>>().into()),
        }
    }

    /// A text made by a function.
    pub(super) fn made_text(&mut self, made: String) -> Result<Items<'a>, ErrorKind> {
        self.spend_text(made.len())?;
        Ok(Value::String(Cow::Owned(made)).into())
    }
}
