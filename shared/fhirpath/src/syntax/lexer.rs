//! From text to words.

use std::{iter::Peekable, str::CharIndices};

use bigdecimal::BigDecimal;

use crate::{ParseError, ast::Literal, temporal};

/// One word of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A name or a keyword.
    Name(String),
    /// A name between backticks, which is never a keyword.
    Delimited(String),
    /// `%name`
    Variable(String),
    /// `$this`, `$index`, `$total`, without the `$`.
    Special(String),
    /// A number, a date, a time.
    Literal(Literal),
    /// A text between quotes.
    Text(String),
    /// An operator or a bracket.
    Sign(&'static str),
}

/// A word and where it begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub(super) token: Token,
    pub(super) at: u32,
}

const SIGNS: [&str; 21] = [
    "!=", "!~", "<=", ">=", "(", ")", "[", "]", "{", "}", ".", ",", "*", "/", "+", "-", "&", "|", "<", ">",
    "=",
];

struct Lexer<'t> {
    text: &'t str,
    chars: Peekable<CharIndices<'t>>,
}

/// All words of `text`, comments and white space left out.
pub(super) fn tokens(text: &str) -> Result<Vec<Word>, ParseError> {
    let mut lexer = Lexer { text, chars: text.char_indices().peekable() };
    let mut words = Vec::new();
    loop {
        lexer.skip_blank()?;
        let Some(&(at, first)) = lexer.chars.peek() else { return Ok(words) };
        let token = lexer.word(at, first)?;
        words.push(Word { token, at: u32::try_from(at).unwrap_or(u32::MAX) });
    }
}

impl<'t> Lexer<'t> {
    fn error(&self, at: usize, what: impl Into<String>) -> ParseError {
        ParseError::new(self.text, at, what)
    }

    fn rest(&mut self) -> &'t str {
        let at = self.chars.peek().map_or(self.text.len(), |&(at, _)| at);
        self.text.get(at..).unwrap_or_default()
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.chars.next();
        }
    }

    fn skip_blank(&mut self) -> Result<(), ParseError> {
        loop {
            let rest = self.rest();
            if rest.starts_with("//") {
                while self.chars.next_if(|&(_, c)| c != '\n' && c != '\r').is_some() {}
            } else if rest.starts_with("/*") {
                let at = self.text.len() - rest.len();
                let Some(end) = rest.get(2..).and_then(|inner| inner.find("*/")) else {
                    return Err(self.error(at, "the comment is not closed"));
                };
                let stop = at + 2 + end + 2;
                while self.chars.next_if(|&(here, _)| here < stop).is_some() {}
            } else if self.chars.next_if(|&(_, c)| c.is_whitespace() || c == '\u{feff}').is_none() {
                return Ok(());
            }
        }
    }

    fn word(&mut self, at: usize, first: char) -> Result<Token, ParseError> {
        match first {
            '\'' => Ok(Token::Text(self.quoted('\'')?)),
            '`' => Ok(Token::Delimited(self.quoted('`')?)),
            '%' => {
                self.skip(1);
                match self.chars.peek() {
                    Some(&(_, quote @ ('`' | '\''))) => Ok(Token::Variable(self.quoted(quote)?)),
                    Some(&(_, c)) if starts_name(c) => Ok(Token::Variable(self.name())),
                    _ => Err(self.error(at, "a name must follow %")),
                }
            }
            '$' => {
                self.skip(1);
                let name = self.name();
                match name.as_str() {
                    "this" | "index" | "total" => Ok(Token::Special(name)),
                    _ => Err(self.error(at, format!("${name} means nothing"))),
                }
            }
            '@' => self.moment(at),
            '~' => {
                self.skip(1);
                Ok(Token::Sign("~"))
            }
            c if c.is_ascii_digit() => self.number(at),
            c if starts_name(c) => Ok(Token::Name(self.name())),
            _ => {
                let rest = self.rest();
                let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) else {
                    return Err(self.error(at, format!("unexpected character {first:?}")));
                };
                self.skip(sign.len());
                Ok(Token::Sign(sign))
            }
        }
    }

    fn name(&mut self) -> String {
        let mut name = String::new();
        while let Some((_, c)) = self.chars.next_if(|&(_, c)| starts_name(c) || c.is_ascii_digit()) {
            name.push(c);
        }
        name
    }

    /// A text between two `quote`s. A backslash before what is no escape is left out (N1 § String).
    fn quoted(&mut self, quote: char) -> Result<String, ParseError> {
        let start = self.chars.next().map_or(0, |(at, _)| at);
        let mut text = String::new();
        loop {
            let Some((at, c)) = self.chars.next() else {
                return Err(self.error(start, "the text is not closed"));
            };
            if c == quote {
                return Ok(text);
            }
            if c != '\\' {
                text.push(c);
                continue;
            }
            match self.chars.next() {
                Some((_, 'n')) => text.push('\n'),
                Some((_, 'r')) => text.push('\r'),
                Some((_, 't')) => text.push('\t'),
                Some((_, 'f')) => text.push('\u{c}'),
                Some((_, 'u')) => text.push(self.unicode(at)?),
                Some((_, other)) => text.push(other),
                None => return Err(self.error(start, "the text is not closed")),
            }
        }
    }

    /// What follows `\u`: four hexadecimal digits; two such in a row for a character beyond the first plane.
    fn unicode(&mut self, at: usize) -> Result<char, ParseError> {
        let broken = "\\u needs four hexadecimal digits of a character";
        let first = self.hex().ok_or_else(|| self.error(at, broken))?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first).ok_or_else(|| self.error(at, broken));
        }
        if !self.rest().starts_with("\\u") {
            return Err(self.error(at, broken));
        }
        self.skip(2);
        let second = self.hex().filter(|low| (0xdc00..0xe000).contains(low));
        let second = second.ok_or_else(|| self.error(at, broken))?;
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))
            .ok_or_else(|| self.error(at, broken))
    }

    fn hex(&mut self) -> Option<u32> {
        let mut value = 0;
        for _ in 0..4 {
            let (_, digit) = self.chars.next_if(|&(_, c)| c.is_ascii_hexdigit())?;
            value = value * 16 + digit.to_digit(16)?;
        }
        Some(value)
    }

    fn number(&mut self, at: usize) -> Result<Token, ParseError> {
        let rest = self.rest();
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let whole = digits(rest);
        let fraction = match rest.get(whole..).and_then(|tail| tail.strip_prefix('.')) {
            Some(tail) => digits(tail),
            None => 0,
        };
        let length = if fraction > 0 { whole + 1 + fraction } else { whole };
        let text = rest.get(..length).unwrap_or_default().to_owned();
        self.skip(length);
        if length > kangban_fhir::Decimal::MAX_TEXT {
            return Err(self.error(at, "the number is too long"));
        }
        if fraction == 0
            && let Ok(number) = text.parse::<i32>()
        {
            return Ok(Token::Literal(Literal::Integer(number.into())));
        }
        match text.parse::<BigDecimal>() {
            Ok(number) => Ok(Token::Literal(Literal::Decimal(number))),
            Err(_) => Err(self.error(at, "this is no number")),
        }
    }

    /// What follows `@`: as far as the grammar goes, so that `@2015.is(Date)` ends before the dot.
    fn moment(&mut self, at: usize) -> Result<Token, ParseError> {
        self.skip(1);
        let rest = self.rest();
        let time_only = rest.starts_with('T');
        let date = if time_only { 0 } else { pieces(rest, &[("", 4), ("-", 2), ("-", 2)]) };
        let mut length = date;
        if rest.get(date..).is_some_and(|tail| tail.starts_with('T')) {
            length += 1;
            let clock = rest.get(length..).unwrap_or_default();
            length += clock_length(clock);
            if !time_only && length > date + 1 {
                length += zone_length(rest.get(length..).unwrap_or_default());
            }
        }
        let text = rest.get(..length).unwrap_or_default().to_owned();
        self.skip(length);
        let literal = if let Some(clock) = text.strip_prefix('T') {
            temporal::Time::parse(clock).map(Literal::Time)
        } else if text.contains('T') {
            temporal::DateTime::parse(&text).map(Literal::DateTime)
        } else {
            temporal::Date::parse(&text).map(Literal::Date)
        };
        literal.map(Token::Literal).ok_or_else(|| self.error(at, "this is no date or time"))
    }
}

fn starts_name(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

/// How many bytes of `text` follow the pattern: each piece is a prefix and a number of digits.
fn pieces(text: &str, pattern: &[(&str, usize)]) -> usize {
    let mut length = 0;
    for (prefix, digits) in pattern {
        let Some(tail) = text.get(length..).and_then(|tail| tail.strip_prefix(prefix)) else { break };
        if tail.bytes().take_while(u8::is_ascii_digit).take(*digits).count() < *digits {
            break;
        }
        length += prefix.len() + digits;
    }
    length
}

fn clock_length(text: &str) -> usize {
    let length = pieces(text, &[("", 2), (":", 2), (":", 2)]);
    let fraction = match text.get(length..).and_then(|tail| tail.strip_prefix('.')) {
        Some(tail) if length == 8 => tail.bytes().take_while(u8::is_ascii_digit).count(),
        _ => 0,
    };
    if fraction > 0 { length + 1 + fraction } else { length }
}

fn zone_length(text: &str) -> usize {
    match text.bytes().next() {
        Some(b'Z') => 1,
        Some(b'+' | b'-') if pieces(text.get(1..).unwrap_or_default(), &[("", 2), (":", 2)]) == 5 => 6,
        _ => 0,
    }
}
