//! Functions of texts.

use std::borrow::Cow;

use super::{Context, Machine, Outcome, convert, integer, text};
use crate::{
    ErrorKind, Value, function::Function, items::Items, pattern::Pattern, program::Step, text as texts,
};

impl<'a> Machine<'_, 'a> {
    pub(super) fn of_text(
        &mut self,
        function: Function,
        arguments: &'a [Step],
        input: &[Value<'a>],
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        use Function as F;
        let name = function.name();
        if function == F::Join {
            return self.join(arguments, input, context);
        }
        let Some(value) = text(input, name)? else { return Ok(Items::None) };
        self.spend_text(value.len())?;
        let (first, second) = (arguments.first(), arguments.get(1));
        let first = self.argument(first, context)?;
        let second = self.argument(second, context)?;
        if matches!(function, F::Substring) {
            let Some(start) = integer(items(first.as_ref()), name)? else { return Ok(Items::None) };
            let length = integer(items(second.as_ref()), name)?;
            return match texts::substring(value, start, length) {
                Some(part) => Ok(self.made_text(part.to_owned())?),
                None => Ok(Items::None),
            };
        }
        match (function, first) {
            (F::Upper, _) => Ok(self.made_text(value.to_uppercase())?),
            (F::Lower, _) => Ok(self.made_text(value.to_lowercase())?),
            (F::Trim, _) => Ok(self.made_text(value.trim().to_owned())?),
            (F::Length, _) => {
                Ok(Value::Integer(i64::try_from(value.chars().count()).unwrap_or(i64::MAX)).into())
            }
            (F::ToChars, _) => {
                let chars: Vec<_> = value.chars().map(|c| Value::text(c.to_string())).collect();
                self.spend_items(chars.len())?;
                Ok(chars.into())
            }
            (_, Some(first)) => {
                let Some(first) = text(first.as_slice(), name)? else { return Ok(Items::None) };
                self.with_text(function, value, first, second.as_ref())
            }
            (_, None) => Err(ErrorKind::Arguments(name, "one").into()),
        }
    }

    fn argument(&mut self, step: Option<&'a Step>, context: Context<'_, 'a>) -> Outcome<Option<Items<'a>>> {
        step.map(|step| self.eval(step, context)).transpose()
    }

    fn with_text(
        &mut self,
        function: Function,
        value: &str,
        first: &str,
        second: Option<&Items<'a>>,
    ) -> Outcome<Items<'a>> {
        use Function as F;
        let name = function.name();
        Ok(match function {
            F::IndexOf => Value::Integer(texts::index_of(value, first, false)).into(),
            F::LastIndexOf => Value::Integer(texts::index_of(value, first, true)).into(),
            F::StartsWith => value.starts_with(first).into(),
            F::EndsWith => value.ends_with(first).into(),
            F::Contains => value.contains(first).into(),
            F::Encode => self.made_text(texts::encode(value, first)?)?,
            F::Decode => self.made_text(texts::decode(value, first)?)?,
            F::Escape => self.made_text(texts::escape(value, first)?)?,
            F::Unescape => self.made_text(texts::unescape(value, first)?)?,
            F::Split => {
                let parts: Vec<_> = if first.is_empty() {
                    value.chars().map(|c| Value::text(c.to_string())).collect()
                } else {
                    value.split(first).map(|part| Value::text(part.to_owned())).collect()
                };
                self.spend_items(parts.len())?;
                parts.into()
            }
            F::Replace => match second.map(|second| text(second.as_slice(), name)).transpose()?.flatten() {
                Some(by) => {
                    // What is made is bounded before it is made.
                    let most = (value.len() + 1).saturating_mul(by.len() + 1);
                    let count = if first.is_empty() { value.len() + 1 } else { value.matches(first).count() };
                    self.spend_text(most.min(value.len() + count.saturating_mul(by.len())))?;
                    self.made_text(value.replace(first, by))?
                }
                None => Items::None,
            },
            F::Matches | F::MatchesFull => {
                let flags = match second {
                    Some(second) => text(second.as_slice(), name)?.unwrap_or_default(),
                    None => "",
                };
                let pattern = Pattern::new(first, flags, function == F::MatchesFull)?;
                self.spend(pattern.cost(value) + first.len() as u64)?;
                pattern.is_match(value).into()
            }
            F::ReplaceMatches => {
                match second.map(|second| text(second.as_slice(), name)).transpose()?.flatten() {
                    Some(by) if !first.is_empty() => {
                        let pattern = Pattern::new(first, "", false)?;
                        self.replace_matches(&pattern, value, by)?
                    }
                    // Nothing is found by an empty pattern.
                    Some(_) => self.made_text(value.to_owned())?,
                    None => Items::None,
                }
            }
            _ => return Err(ErrorKind::UnknownFunction(name.to_owned()).into()),
        })
    }

    fn replace_matches(&mut self, pattern: &Pattern, value: &str, by: &str) -> Result<Items<'a>, ErrorKind> {
        self.spend(pattern.cost(value).saturating_mul(2))?;
        // Each match, of which there may be one at every place, brings `by` and at most all of the text for each
        // group named in it.
        let groups = by.matches('$').count();
        let each = by.len().saturating_add(groups.saturating_mul(value.len()));
        self.spend_text((value.len() + 1).saturating_mul(each))?;
        self.made_text(pattern.replace(value, by))
    }

    /// `matches`, `matchesFull` and `replaceMatches` with a pattern that was compiled with the expression.
    pub(super) fn matched(
        &mut self,
        function: Function,
        pattern: &Pattern,
        arguments: &'a [Step],
        input: &[Value<'a>],
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        let Some(value) = text(input, function.name())? else { return Ok(Items::None) };
        if function != Function::ReplaceMatches {
            self.spend(pattern.cost(value))?;
            return Ok(pattern.is_match(value).into());
        }
        let by = self.argument(arguments.get(1), context)?;
        match text(items(by.as_ref()), function.name())? {
            Some(by) if pattern.is_empty() => {
                let _ = by;
                Ok(self.made_text(value.to_owned())?)
            }
            Some(by) => Ok(self.replace_matches(pattern, value, by)?),
            None => Ok(Items::None),
        }
    }

    fn join(
        &mut self,
        arguments: &'a [Step],
        input: &[Value<'a>],
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        let separator = self.argument(arguments.first(), context)?;
        let separator = text(items(separator.as_ref()), "join")?.unwrap_or_default();
        if input.is_empty() {
            return Ok(Items::None);
        }
        let mut joined = String::new();
        for (index, value) in input.iter().enumerate() {
            if index > 0 {
                joined.push_str(separator);
            }
            match value.as_str() {
                Some(text) => joined.push_str(text),
                // Elements without a value have no text; other values are written as they are.
                None => joined.push_str(&convert::to_text(value).unwrap_or_default()),
            }
            self.spend_text(joined.len() / (index + 1) + separator.len() + 8)?;
        }
        self.spend_text(joined.len())?;
        Ok(Value::String(Cow::Owned(joined)).into())
    }
}

fn items<'x, 'a>(items: Option<&'x Items<'a>>) -> &'x [Value<'a>] {
    items.map(Items::as_slice).unwrap_or_default()
}
