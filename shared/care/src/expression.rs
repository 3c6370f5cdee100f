//! The part of `FHIRPath` that rules are written in.
//!
//! Paths from `%variables` over FHIR JSON (`value` finds `valueQuantity` and its like), `where`, `exists`, `all`,
//! `empty`, `not`, `first`, `count`, `min`, `max`, `avg`, `startsWith`, the operators `= != < <= > >= + - | and or`,
//! numbers, strings, booleans and parentheses. The meaning is that of `FHIRPath` N1: an empty operand makes a
//! comparison empty, and an empty condition is not met. Anything else is an error when the rule is read, never a
//! rule that silently does not fire.

use std::{cmp::Ordering, collections::BTreeMap, fmt, str::FromStr};

use bigdecimal::BigDecimal;
use serde_json::Value;

use crate::units::convert;

/// The deepest nesting of an expression.
const MAX_DEPTH: usize = 40;

/// An expression that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression(Node);

/// Why an expression cannot be read, and where (a byte of its text).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionError {
    /// What is wrong.
    pub what: String,
    /// Where.
    pub at: usize,
}

impl fmt::Display for ExpressionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.what, self.at)
    }
}

impl std::error::Error for ExpressionError {}

/// What an evaluation could not do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvalError {
    /// Two amounts whose units cannot be compared.
    #[error("the units '{0}' and '{1}' cannot be compared")]
    Units(String, String),
    /// A variable that was not given.
    #[error("there is no variable %{0}")]
    Variable(String),
    /// A value of a kind that the operator or function does not take.
    #[error("'{0}' does not take this kind of value")]
    Kind(&'static str),
}

/// A value while evaluating.
#[derive(Debug, Clone, PartialEq)]
pub enum Item<'a> {
    /// A place in a resource.
    Json(&'a Value),
    /// A number.
    Number(BigDecimal),
    /// An amount with its UCUM code.
    Quantity(BigDecimal, String),
    /// A text.
    Text(String),
    /// A truth value.
    Boolean(bool),
}

/// The variables that an expression may name.
pub type Variables<'a> = BTreeMap<&'a str, Vec<Item<'a>>>;

#[derive(Debug, Clone, PartialEq)]
enum Node {
    Variable(String),
    This,
    Literal(Literal),
    Member(Box<Node>, String),
    Call(Box<Node>, Function, Option<Box<Node>>),
    Binary(Operator, Box<Node>, Box<Node>),
}

#[derive(Debug, Clone, PartialEq)]
enum Literal {
    Number(BigDecimal),
    Text(String),
    Boolean(bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    Union,
    Plus,
    Minus,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Function {
    Where,
    Exists,
    All,
    Empty,
    Not,
    First,
    Count,
    Min,
    Max,
    Avg,
    StartsWith,
}

impl Function {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "where" => Self::Where,
            "exists" => Self::Exists,
            "all" => Self::All,
            "empty" => Self::Empty,
            "not" => Self::Not,
            "first" => Self::First,
            "count" => Self::Count,
            "min" => Self::Min,
            "max" => Self::Max,
            "avg" => Self::Avg,
            "startsWith" => Self::StartsWith,
            _ => return None,
        })
    }

    /// Whether it takes an argument: must, may, must not.
    fn argument(self) -> Option<bool> {
        match self {
            Self::Where | Self::All | Self::StartsWith => Some(true),
            Self::Exists => None,
            _ => Some(false),
        }
    }
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        let tokens = tokens(text)?;
        let mut parser = Parser { tokens, next: 0, end: text.len() };
        let node = parser.binary(0, 0)?;
        match parser.peek() {
            None => Ok(Self(node)),
            Some(_) => Err(parser.error("unexpected text")),
        }
    }

    /// The variables it names.
    pub fn variables(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.0.variables(&mut found);
        found
    }

    /// Whether the condition is met: exactly one value, and that is true. Empty is not met.
    ///
    /// # Errors
    /// [`EvalError`]
    pub fn is_met(&self, variables: &Variables<'_>) -> Result<bool, EvalError> {
        let out = self.0.eval(variables, None)?;
        Ok(matches!(truth(&out)?, Some(true)))
    }
}

impl Node {
    fn variables<'n>(&'n self, found: &mut Vec<&'n str>) {
        match self {
            Self::Variable(name) => found.push(name),
            Self::This | Self::Literal(_) => {}
            Self::Member(base, _) => base.variables(found),
            Self::Call(base, _, argument) => {
                base.variables(found);
                if let Some(argument) = argument {
                    argument.variables(found);
                }
            }
            Self::Binary(_, left, right) => {
                left.variables(found);
                right.variables(found);
            }
        }
    }

    fn eval<'a>(&self, vars: &Variables<'a>, this: Option<&Item<'a>>) -> Result<Vec<Item<'a>>, EvalError> {
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

fn truth(items: &[Item<'_>]) -> Result<Option<bool>, EvalError> {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn met(text: &str, new: &Value) -> Result<bool, EvalError> {
        let recent = json!([{"valueInteger": 3}, {"valueInteger": 5}]);
        let limit = json!({"value": 38.5, "code": "Cel"});
        let mut variables = Variables::new();
        variables.insert("new", vec![Item::Json(new)]);
        variables.insert("recent", recent.as_array().unwrap().iter().map(Item::Json).collect());
        variables.insert("limit", vec![Item::Json(&limit)]);
        variables.insert("nothing", Vec::new());
        Expression::parse(text).unwrap().is_met(&variables)
    }

    #[test]
    fn conditions_have_the_meaning_of_fhirpath() {
        let new = json!({"valueInteger": 8, "code": {"coding": [{"code": "a"}, {"code": "b"}]}});
        for (text, wanted) in [
            ("%new.value >= 4", true),
            ("%new.value < 4", false),
            ("%new.value - %recent.value.min() >= 5", true),
            ("%recent.value.avg() = 4", true),
            ("%recent.count() + 1 >= 3 and %recent.all(value < 6)", true),
            ("%recent.where(value > 4).exists()", true),
            ("%new.code.coding.exists(code = 'b')", true),
            ("%new.code.coding.where(code.startsWith('c')).empty()", true),
            ("%nothing.value >= 1", false),
            ("%nothing.value >= 1 or true", true),
            ("(%nothing.value >= 1).not()", false),
            ("(%recent | %new).value.max() = 8", true),
            ("%recent.first().value = 3", true),
        ] {
            assert_eq!(met(text, &new), Ok(wanted), "{text}");
        }
    }

    #[test]
    fn amounts_compare_across_units_and_refuse_what_cannot_be_compared() {
        let fahrenheit = json!({"valueQuantity": {"value": 101.3, "code": "[degF]"}});
        assert_eq!(met("%new.value >= %limit", &fahrenheit), Ok(true));
        let below = json!({"valueQuantity": {"value": 101.2, "code": "[degF]"}});
        assert_eq!(met("%new.value >= %limit", &below), Ok(false));
        let kilo = json!({"valueQuantity": {"value": 60, "code": "kg"}});
        assert!(matches!(met("%new.value >= %limit", &kilo), Err(EvalError::Units(..))));
    }

    #[test]
    fn what_is_not_known_is_an_error_with_its_place() {
        for (text, at) in [
            ("%new.value >=", 13),
            ("%new.value.ofType(Quantity)", 18),
            ("%new.value.where()", 18),
            ("'open", 0),
            ("%", 0),
            ("a ~ b", 2),
            ("(a", 2),
        ] {
            assert_eq!(Expression::parse(text).unwrap_err().at, at, "{text}");
        }
        assert!(Expression::parse(&"(".repeat(10_000)).is_err());
        assert!(matches!(
            Expression::parse("%other").unwrap().is_met(&Variables::new()),
            Err(EvalError::Variable(_))
        ));
    }
}
