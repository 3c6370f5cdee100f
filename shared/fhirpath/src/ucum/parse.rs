//! Reading unit codes.

use std::{iter::Peekable, str::CharIndices};

use bigdecimal::BigDecimal;

use super::{
    Unit,
    ratio::Ratio,
    special::Special,
    table::{ATOMS, BASES, PREFIXES},
};

/// Longer codes are refused: none in use comes near.
const MAX_LENGTH: usize = 200;
/// How deep parentheses, or units defined by units, may nest.
const MAX_DEPTH: u8 = 24;
const MAX_EXPONENT: i16 = 99;

const METRIC: u8 = 1;
const ARBITRARY: u8 = 2;
const SPECIAL: u8 = 4;

impl Unit {
    /// Reads a code; `None` when it is no unit.
    pub(crate) fn parse(code: &str) -> Option<Self> {
        if code.is_empty() || code.len() > MAX_LENGTH {
            return None;
        }
        Self::read(code, 0)
    }

    fn read(code: &str, depth: u8) -> Option<Self> {
        let mut reader = Reader { text: code, at: code.char_indices().peekable() };
        let unit = reader.term(depth)?;
        reader.at.next().is_none().then_some(unit)
    }

    fn one() -> Self {
        Self { factor: Ratio::one(), dimension: [0; 7], arbitrary: Vec::new(), special: None }
    }

    fn scaled(factor: Ratio) -> Self {
        Self { factor, ..Self::one() }
    }

    fn of_base(index: usize) -> Self {
        let mut unit = Self::one();
        if let Some(power) = unit.dimension.get_mut(index) {
            *power = 1;
        }
        unit
    }

    /// This times (or over) the other. A special scale takes part in nothing but a factor before it.
    fn joined(self, other: Self, over: bool) -> Option<Self> {
        if self.special.is_some() || other.special.is_some() {
            return match (self.special, other.special) {
                (None, Some((special, scale)))
                    if !over && self.dimension == [0; 7] && self.arbitrary.is_empty() =>
                {
                    Some(Self { special: Some((special, scale.times(&self.factor)?)), ..other })
                }
                _ => None,
            };
        }
        let factor =
            if over { self.factor.over(&other.factor)? } else { self.factor.times(&other.factor)? };
        let sign = if over { -1 } else { 1 };
        let mut dimension = self.dimension;
        for (mine, theirs) in dimension.iter_mut().zip(other.dimension) {
            *mine = mine.checked_add(theirs.checked_mul(sign)?)?;
        }
        let mut arbitrary = self.arbitrary;
        for (unit, power) in other.arbitrary {
            let power = power.checked_mul(sign)?;
            match arbitrary.iter_mut().find(|(known, _)| *known == unit) {
                Some((_, mine)) => *mine = mine.checked_add(power)?,
                None => arbitrary.push((unit, power)),
            }
        }
        arbitrary.retain(|(_, power)| *power != 0);
        arbitrary.sort_unstable();
        Some(Self { factor, dimension, arbitrary, special: None })
    }

    fn power(self, exponent: i16) -> Option<Self> {
        if exponent == 1 {
            return Some(self);
        }
        if self.special.is_some() {
            return None;
        }
        let mut dimension = self.dimension;
        for power in &mut dimension {
            *power = power.checked_mul(exponent)?;
        }
        let mut arbitrary = self.arbitrary;
        for (_, power) in &mut arbitrary {
            *power = power.checked_mul(exponent)?;
        }
        arbitrary.retain(|(_, power)| *power != 0);
        Some(Self { factor: self.factor.power(exponent)?, dimension, arbitrary, special: None })
    }

    /// A unit without operators: an atom, with or without a prefix.
    fn simple(symbol: &str, depth: u8) -> Option<Self> {
        if let Some(unit) = Self::atom(symbol, false, depth) {
            return Some(unit);
        }
        PREFIXES.iter().find_map(|(prefix, factor)| {
            let unit = Self::atom(symbol.strip_prefix(prefix)?, true, depth)?;
            Self::scaled(Ratio::new(factor.parse().ok()?)?).joined(unit, false)
        })
    }

    fn atom(code: &str, prefixed: bool, depth: u8) -> Option<Self> {
        if let Some(index) = BASES.iter().position(|base| *base == code) {
            return Some(Self::of_base(index));
        }
        let index = ATOMS.binary_search_by_key(&code, |(code, ..)| code).ok()?;
        let (code, flags, value, unit) = *ATOMS.get(index)?;
        if prefixed && flags & METRIC == 0 {
            return None;
        }
        let value = Self::scaled(Ratio::new(value.parse().ok()?)?);
        let mut found = value.joined(Self::read(unit, depth.checked_add(1)?)?, false)?;
        if flags & ARBITRARY != 0 && found.arbitrary.is_empty() {
            found.arbitrary.push((index, 1));
        }
        if flags & SPECIAL != 0 {
            found.special = Some((Special::of(code)?, Ratio::one()));
        }
        Some(found)
    }
}

struct Reader<'a> {
    text: &'a str,
    at: Peekable<CharIndices<'a>>,
}

impl<'a> Reader<'a> {
    fn term(&mut self, depth: u8) -> Option<Unit> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mut unit = if self.takes('/') {
            Unit::one().joined(self.component(depth)?, true)?
        } else {
            self.component(depth)?
        };
        loop {
            let over = if self.takes('.') {
                false
            } else if self.takes('/') {
                true
            } else {
                return Some(unit);
            };
            unit = unit.joined(self.component(depth)?, over)?;
        }
    }

    fn component(&mut self, depth: u8) -> Option<Unit> {
        let (start, first) = *self.at.peek()?;
        let unit = match first {
            '{' => Unit::one(),
            '(' => {
                self.at.next();
                let unit = self.term(depth.checked_add(1)?)?;
                if !self.takes(')') {
                    return None;
                }
                return Some(unit);
            }
            '0'..='9' => self.number(start)?,
            _ => {
                let symbol = self.symbol(start)?;
                let unit = Unit::simple(symbol, depth)?;
                match self.exponent()? {
                    Some(exponent) => unit.power(exponent)?,
                    None => unit,
                }
            }
        };
        self.annotation()?;
        Some(unit)
    }

    /// A whole number, or ten to a power: `10*9`, `10^-3`.
    fn number(&mut self, start: usize) -> Option<Unit> {
        let digits = self.digits(start)?;
        if digits == "10" && (self.takes('*') || self.takes('^')) {
            let exponent = self.exponent()?.unwrap_or(1);
            return Some(Unit::scaled(Ratio::new(BigDecimal::new(1.into(), -i64::from(exponent)))?));
        }
        let value: BigDecimal = digits.parse().ok()?;
        Some(Unit::scaled(Ratio::new(value)?))
    }

    fn symbol(&mut self, start: usize) -> Option<&'a str> {
        let mut bracket = false;
        while let Some((_, next)) = self.at.peek() {
            match next {
                '[' if bracket => return None,
                '[' => bracket = true,
                ']' if !bracket => return None,
                ']' => bracket = false,
                _ if bracket => {}
                '.' | '/' | '(' | ')' | '{' | '}' | '+' | '-' | '0'..='9' => break,
                _ => {}
            }
            self.at.next();
        }
        let end = self.at.peek().map_or(self.text.len(), |(end, _)| *end);
        self.text.get(start..end).filter(|symbol| !bracket && !symbol.is_empty())
    }

    /// The outer `Option` is whether it can be read, the inner whether there is one.
    #[allow(clippy::option_option)]
    fn exponent(&mut self) -> Option<Option<i16>> {
        let negative = self.takes('-');
        let signed = negative || self.takes('+');
        let start = match self.at.peek() {
            Some((start, '0'..='9')) => *start,
            _ if signed => return None,
            _ => return Some(None),
        };
        let exponent: i16 = self.digits(start)?.parse().ok()?;
        if exponent > MAX_EXPONENT {
            return None;
        }
        Some(Some(if negative { -exponent } else { exponent }))
    }

    fn digits(&mut self, start: usize) -> Option<&'a str> {
        while self.at.next_if(|(_, next)| next.is_ascii_digit()).is_some() {}
        let end = self.at.peek().map_or(self.text.len(), |(end, _)| *end);
        self.text.get(start..end)
    }

    /// Says nothing about the unit: `{score}`.
    fn annotation(&mut self) -> Option<()> {
        while self.takes('{') {
            loop {
                match self.at.next()? {
                    (_, '}') => break,
                    (_, '{') => return None,
                    _ => {}
                }
            }
        }
        Some(())
    }

    fn takes(&mut self, wanted: char) -> bool {
        self.at.next_if(|(_, next)| *next == wanted).is_some()
    }
}
