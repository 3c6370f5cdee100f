//! From words to the tree, by precedence (N1 § Operator precedence).

use super::{
    MAX_DEPTH, MAX_NESTING,
    lexer::{Token, Word},
};
use crate::{
    ParseError, Quantity,
    ast::{Kind, Literal, Node, Operator, TypeSpecifier},
};

pub(super) struct Parser<'t> {
    text: &'t str,
    words: &'t [Word],
    next: usize,
    nesting: u32,
}

/// How tightly a word binds to its left: (strength, what it makes).
enum Infix {
    Operator(Operator),
    Is,
    As,
}

const UNARY: u8 = 11;

fn infix(token: &Token) -> Option<(u8, Infix)> {
    use Operator as O;
    let (strength, operator) = match token {
        Token::Sign(sign) => match *sign {
            "*" => (10, O::Multiply),
            "/" => (10, O::Divide),
            "+" => (9, O::Add),
            "-" => (9, O::Subtract),
            "&" => (9, O::Concatenate),
            "|" => (7, O::Union),
            "<" => (6, O::Less),
            "<=" => (6, O::LessOrEqual),
            ">" => (6, O::Greater),
            ">=" => (6, O::GreaterOrEqual),
            "=" => (5, O::Equal),
            "!=" => (5, O::NotEqual),
            "~" => (5, O::Equivalent),
            "!~" => (5, O::NotEquivalent),
            _ => return None,
        },
        Token::Name(name) => match name.as_str() {
            "div" => (10, O::WholeDivide),
            "mod" => (10, O::Modulo),
            "is" => return Some((8, Infix::Is)),
            "as" => return Some((8, Infix::As)),
            "in" => (4, O::In),
            "contains" => (4, O::Contains),
            "and" => (3, O::And),
            "or" => (2, O::Or),
            "xor" => (2, O::Xor),
            "implies" => (1, O::Implies),
            _ => return None,
        },
        _ => return None,
    };
    Some((strength, Infix::Operator(operator)))
}

/// Words that cannot be a name without backticks.
fn is_reserved(name: &str) -> bool {
    matches!(name, "div" | "mod" | "and" | "or" | "xor" | "implies" | "true" | "false")
}

fn is_calendar_unit(name: &str) -> bool {
    let singular = name.strip_suffix('s').unwrap_or(name);
    matches!(singular, "year" | "month" | "week" | "day" | "hour" | "minute" | "second" | "millisecond")
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str, words: &'t [Word]) -> Self {
        Self { text, words, next: 0, nesting: 0 }
    }

    pub(super) fn whole(mut self) -> Result<Node, ParseError> {
        let node = self.expression(0)?;
        match self.peek() {
            None => Ok(node),
            Some(_) => Err(self.unexpected("an operator or the end")),
        }
    }

    fn peek(&self) -> Option<&'t Token> {
        self.words.get(self.next).map(|word| &word.token)
    }

    fn at(&self) -> u32 {
        self.words
            .get(self.next)
            .map_or_else(|| u32::try_from(self.text.len()).unwrap_or(u32::MAX), |word| word.at)
    }

    fn error(&self, at: u32, what: impl Into<String>) -> ParseError {
        ParseError::new(self.text, at as usize, what)
    }

    fn unexpected(&self, wanted: &str) -> ParseError {
        let at = self.at();
        let end = self.words.get(self.next + 1).map_or(self.text.len(), |word| word.at as usize);
        let found = self.text.get(at as usize..end).unwrap_or_default().trim();
        if found.is_empty() {
            self.error(at, format!("expected {wanted}, found the end"))
        } else {
            let short: String = found.chars().take(30).collect();
            self.error(at, format!("expected {wanted}, found {short}"))
        }
    }

    fn takes(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.next += usize::from(found);
        found
    }

    fn wants(&mut self, sign: &str) -> Result<(), ParseError> {
        if self.takes(sign) { Ok(()) } else { Err(self.unexpected(sign)) }
    }

    fn made(&self, kind: Kind, at: u32) -> Result<Node, ParseError> {
        let node = Node::new(kind, at);
        if node.depth > MAX_DEPTH {
            return Err(self.error(at, "the expression is too deep"));
        }
        Ok(node)
    }

    fn expression(&mut self, weakest: u8) -> Result<Node, ParseError> {
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            return Err(self.error(self.at(), "the expression is nested too deeply"));
        }
        let mut left = self.unary()?;
        while let Some((strength, infix)) = self.peek().and_then(infix) {
            if strength <= weakest {
                break;
            }
            let at = self.at();
            self.next += 1;
            let kind = match infix {
                Infix::Is => Kind::Is { of: Box::new(left), name: self.type_specifier()? },
                Infix::As => Kind::As { of: Box::new(left), name: self.type_specifier()? },
                Infix::Operator(operator) => {
                    let right = self.expression(strength)?;
                    Kind::Binary { operator, left: Box::new(left), right: Box::new(right) }
                }
            };
            left = self.made(kind, at)?;
        }
        self.nesting -= 1;
        Ok(left)
    }

    fn unary(&mut self) -> Result<Node, ParseError> {
        let at = self.at();
        if self.takes("-") {
            let of = Box::new(self.expression(UNARY)?);
            self.made(Kind::Negative(of), at)
        } else if self.takes("+") {
            let of = Box::new(self.expression(UNARY)?);
            self.made(Kind::Positive(of), at)
        } else {
            self.chain()
        }
    }

    fn chain(&mut self) -> Result<Node, ParseError> {
        let mut node = self.term()?;
        loop {
            if self.takes(".") {
                node = self.invocation(Some(node))?;
            } else if matches!(self.peek(), Some(Token::Sign("["))) {
                let at = self.at();
                self.next += 1;
                let index = Box::new(self.expression(0)?);
                self.wants("]")?;
                node = self.made(Kind::Item { of: Box::new(node), index }, at)?;
            } else {
                return Ok(node);
            }
        }
    }

    fn term(&mut self) -> Result<Node, ParseError> {
        let at = self.at();
        let Some(token) = self.peek() else { return Err(self.unexpected("a value")) };
        let kind = match token {
            Token::Sign("(") => {
                self.next += 1;
                let inner = self.expression(0)?;
                self.wants(")")?;
                return Ok(inner);
            }
            Token::Sign("{") => {
                self.next += 1;
                self.wants("}")?;
                return self.made(Kind::Empty, at);
            }
            Token::Literal(literal) => {
                self.next += 1;
                Kind::Literal(self.with_unit(literal, at)?)
            }
            Token::Text(text) => {
                self.next += 1;
                Kind::Literal(Literal::String(text.clone()))
            }
            Token::Variable(name) => {
                self.next += 1;
                Kind::Variable(name.clone())
            }
            Token::Name(name) if name == "true" || name == "false" => {
                self.next += 1;
                Kind::Literal(Literal::Boolean(name == "true"))
            }
            _ => return self.invocation(None),
        };
        self.made(kind, at)
    }

    /// A number followed by a unit is a quantity.
    fn with_unit(&mut self, literal: &Literal, at: u32) -> Result<Literal, ParseError> {
        let number = match literal {
            Literal::Integer(number) => (*number).into(),
            Literal::Decimal(number) => number.clone(),
            _ => return Ok(literal.clone()),
        };
        let quantity = match self.peek() {
            Some(Token::Text(unit)) => Quantity::ucum(number, unit.as_str()),
            Some(Token::Name(unit)) if is_calendar_unit(unit) => {
                Quantity::calendar(number, unit).ok_or_else(|| self.error(at, "this is no duration"))?
            }
            _ => return Ok(literal.clone()),
        };
        self.next += 1;
        Ok(Literal::Quantity(quantity))
    }

    fn invocation(&mut self, on: Option<Node>) -> Result<Node, ParseError> {
        let at = self.at();
        let (name, delimited) = match self.peek() {
            Some(Token::Special(name)) => {
                if on.is_some() && name != "this" {
                    return Err(self.unexpected("a member or a function"));
                }
                self.next += 1;
                // `a.$this` is `a`: $this is a path of its own in the grammar, evaluated on what is before it.
                return match (name.as_str(), on) {
                    ("this", Some(on)) => Ok(on),
                    ("this", None) => self.made(Kind::This, at),
                    ("index", _) => self.made(Kind::Index, at),
                    _ => self.made(Kind::Total, at),
                };
            }
            Some(Token::Name(name)) if !is_reserved(name) => (name, false),
            Some(Token::Delimited(name)) => (name, true),
            _ => {
                return Err(self.unexpected(if on.is_some() { "a member or a function" } else { "a value" }));
            }
        };
        self.next += 1;
        let on = on.map(Box::new);
        if delimited || !self.takes("(") {
            return self.made(Kind::Member { on, name: name.clone() }, at);
        }
        let mut arguments = Vec::new();
        if !self.takes(")") {
            loop {
                arguments.push(self.argument(name)?);
                if self.takes(")") {
                    break;
                }
                self.wants(",")?;
            }
        }
        self.made(Kind::Call { on, name: name.clone(), arguments }, at)
    }

    fn argument(&mut self, function: &str) -> Result<Node, ParseError> {
        let of = self.expression(0)?;
        let at = self.at();
        let descending = match self.peek() {
            Some(Token::Name(word)) if function == "sort" && (word == "asc" || word == "desc") => {
                word == "desc"
            }
            _ => return Ok(of),
        };
        self.next += 1;
        self.made(Kind::Sorted { of: Box::new(of), descending }, at)
    }

    fn type_specifier(&mut self) -> Result<TypeSpecifier, ParseError> {
        let first = self.type_name()?;
        if !self.takes(".") {
            return Ok(TypeSpecifier { namespace: None, name: first });
        }
        Ok(TypeSpecifier { namespace: Some(first), name: self.type_name()? })
    }

    fn type_name(&mut self) -> Result<String, ParseError> {
        match self.peek() {
            Some(Token::Name(name) | Token::Delimited(name)) => {
                self.next += 1;
                Ok(name.clone())
            }
            _ => Err(self.unexpected("a type")),
        }
    }
}
