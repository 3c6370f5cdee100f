//! From text to an expression.

use std::str::FromStr;

use bigdecimal::BigDecimal;

use super::{ExpressionError, Function, Literal, Node, Operator};

/// The deepest nesting of an expression.
const MAX_DEPTH: usize = 40;

pub(super) fn read(text: &str) -> Result<Node, ExpressionError> {
    let mut parser = Parser { tokens: tokens(text)?, next: 0, end: text.len() };
    let node = parser.binary(0, 0)?;
    match parser.peek() {
        None => Ok(node),
        Some(_) => Err(parser.error("unexpected text")),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Name(String),
    Variable(String),
    Number(BigDecimal),
    Text(String),
    Sign(&'static str),
}

const SIGNS: [&str; 12] = ["<=", ">=", "!=", "(", ")", ".", "<", ">", "=", "+", "-", "|"];

fn tokens(text: &str) -> Result<Vec<(Token, usize)>, ExpressionError> {
    let error = |what: &str, at: usize| ExpressionError { what: what.to_owned(), at };
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next() else { break };
        let word = |text: &str| {
            text.len() - text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').len()
        };
        if first.is_whitespace() {
            at += first.len_utf8();
        } else if first.is_ascii_digit() {
            let length = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let fraction = rest[length..].strip_prefix('.').map_or(0, |more| {
                let digits = more.len() - more.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                if digits == 0 { 0 } else { digits + 1 }
            });
            let number = &rest[..length + fraction];
            let value = BigDecimal::from_str(number).map_err(|_| error("no number", at))?;
            out.push((Token::Number(value), at));
            at += number.len();
        } else if first == '\'' {
            let end = rest[1..].find('\'').ok_or_else(|| error("a text that does not end", at))?;
            let inside = &rest[1..=end];
            if inside.contains('\\') {
                return Err(error("escapes are not known here", at));
            }
            out.push((Token::Text(inside.to_owned()), at));
            at += end + 2;
        } else if first == '%' {
            let length = word(&rest[1..]);
            if length == 0 {
                return Err(error("a variable without a name", at));
            }
            out.push((Token::Variable(rest[1..=length].to_owned()), at));
            at += length + 1;
        } else if first.is_ascii_alphabetic() {
            let length = word(rest);
            out.push((Token::Name(rest[..length].to_owned()), at));
            at += length;
        } else if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
            out.push((Token::Sign(sign), at));
            at += sign.len();
        } else {
            return Err(error("an unknown sign", at));
        }
    }
    Ok(out)
}

struct Parser {
    tokens: Vec<(Token, usize)>,
    next: usize,
    end: usize,
}

/// From the loosest to the tightest (FHIRPath N1, § 6.8).
const LEVELS: [&[(&str, Operator)]; 6] = [
    &[("or", Operator::Or)],
    &[("and", Operator::And)],
    &[("=", Operator::Equal), ("!=", Operator::Unequal)],
    &[("<=", Operator::AtMost), (">=", Operator::AtLeast), ("<", Operator::Less), (">", Operator::More)],
    &[("|", Operator::Union)],
    &[("+", Operator::Plus), ("-", Operator::Minus)],
];

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(token, _)| token)
    }

    fn error(&self, what: &str) -> ExpressionError {
        let at = self.tokens.get(self.next).map_or(self.end, |(_, at)| *at);
        ExpressionError { what: what.to_owned(), at }
    }

    fn take(&mut self, sign: &str) -> bool {
        let there = match self.peek() {
            Some(Token::Sign(found)) => *found == sign,
            Some(Token::Name(found)) => found == sign,
            _ => false,
        };
        self.next += usize::from(there);
        there
    }

    fn binary(&mut self, level: usize, depth: usize) -> Result<Node, ExpressionError> {
        if depth > MAX_DEPTH {
            return Err(self.error("nested too deeply"));
        }
        let Some(operators) = LEVELS.get(level) else { return self.path(depth) };
        let mut left = self.binary(level + 1, depth)?;
        while let Some((_, operator)) = operators.iter().find(|(sign, _)| self.take(sign)) {
            let right = self.binary(level + 1, depth)?;
            left = Node::Binary(*operator, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn path(&mut self, depth: usize) -> Result<Node, ExpressionError> {
        let mut node = self.term(depth)?;
        while self.take(".") {
            node = self.step(node, depth)?;
        }
        Ok(node)
    }

    fn term(&mut self, depth: usize) -> Result<Node, ExpressionError> {
        if self.take("(") {
            let inner = self.binary(0, depth + 1)?;
            return if self.take(")") { Ok(inner) } else { Err(self.error("')' is missing")) };
        }
        match self.peek().cloned() {
            Some(Token::Variable(name)) => {
                self.next += 1;
                Ok(Node::Variable(name))
            }
            Some(Token::Number(number)) => {
                self.next += 1;
                Ok(Node::Literal(Literal::Number(number)))
            }
            Some(Token::Text(text)) => {
                self.next += 1;
                Ok(Node::Literal(Literal::Text(text)))
            }
            Some(Token::Name(name)) if name == "true" || name == "false" => {
                self.next += 1;
                Ok(Node::Literal(Literal::Boolean(name == "true")))
            }
            Some(Token::Name(_)) => self.step(Node::This, depth),
            _ => Err(self.error("a value is missing")),
        }
    }

    fn step(&mut self, base: Node, depth: usize) -> Result<Node, ExpressionError> {
        let Some(Token::Name(name)) = self.peek().cloned() else {
            return Err(self.error("a name is missing"));
        };
        self.next += 1;
        if !self.take("(") {
            return Ok(Node::Member(Box::new(base), name));
        }
        let Some(function) = Function::named(&name) else {
            return Err(self.error(&format!("the function {name} is not known here")));
        };
        let argument = if self.take(")") {
            None
        } else {
            let argument = self.binary(0, depth + 1)?;
            if !self.take(")") {
                return Err(self.error("')' is missing"));
            }
            Some(Box::new(argument))
        };
        if function.argument().is_some_and(|must| must != argument.is_some()) {
            return Err(self.error(&format!("{name} has the wrong number of arguments")));
        }
        Ok(Node::Call(Box::new(base), function, argument))
    }
}
