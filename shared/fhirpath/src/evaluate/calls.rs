//! From a function to what does it.

use std::borrow::Cow;

use super::{
    Context, Machine, Outcome, convert, integer,
    math::{boundary, component, math, precision},
    single, text, truth, wrong_type,
};
use crate::{
    ErrorKind, Value,
    function::Function,
    items::Items,
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

impl<'a> Machine<'_, 'a> {
    /// A text made by a function.
    pub(super) fn made_text(&mut self, made: String) -> Result<Items<'a>, ErrorKind> {
        self.spend_text(made.len())?;
        Ok(Value::String(Cow::Owned(made)).into())
    }
}
