//! The compact form of an expression that is evaluated: chains and rows of operators are flat, literals are read,
//! names are looked up.

use std::sync::Arc;

use crate::{
    ErrorKind, Quantity, Value,
    ast::{Kind, Literal, Node, Operator, TypeSpecifier},
    function::Function,
    model::NameId,
    pattern::Pattern,
    types::TypeTest,
};

/// A part that can be evaluated by itself.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) at: u32,
    pub(crate) op: Op,
}

#[derive(Debug)]
pub(crate) enum Op {
    Empty,
    Constant(Constant),
    /// `'a' | 'b' | …`, each text once.
    Texts(Box<[String]>),
    Variable(Name),
    This,
    Index,
    Total,
    /// `start.link.link…`; without a start it begins at `$this`.
    Chain {
        start: Option<Box<Step>>,
        links: Box<[Link]>,
    },
    Negative(Box<Step>),
    Positive(Box<Step>),
    /// `first operator step operator step …`, from left to right.
    Row {
        first: Box<Step>,
        rest: Box<[(Operator, Step)]>,
    },
    /// A key of `sort`.
    Sorted {
        of: Box<Step>,
        descending: bool,
    },
}

/// A value written in the text; texts are lent to the result.
#[derive(Debug)]
pub(crate) enum Constant {
    Text(String),
    Value(Value<'static>),
}

/// What `%name` means.
#[derive(Debug)]
pub(crate) enum Name {
    Context,
    Resource,
    RootResource,
    /// A fixed text: `%sct`, `%loinc`, `%ucum`, `` %`vs-…` ``, `` %`ext-…` ``.
    Fixed(String),
    Host(Arc<str>),
}

/// One step along a chain.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) at: u32,
    pub(crate) kind: LinkKind,
}

#[derive(Debug)]
pub(crate) enum LinkKind {
    /// The first name of a chain, which may also be the type of what it starts at.
    Root(Member),
    Member(Member),
    Item(Step),
    Is(TypeTest),
    As(TypeTest),
    OfType(TypeTest),
    Call(Function, Box<[Step]>),
    /// `where(name = 'text')`, the commonest criterion.
    WhereText {
        member: Member,
        text: String,
        whole: Box<Step>,
    },
    /// A function whose pattern is written out, compiled once.
    Match {
        function: Function,
        pattern: Box<Pattern>,
        arguments: Box<[Step]>,
    },
    Broken(ErrorKind),
}

/// The name of an element, and of the object beside it that carries a primitive's id and extensions.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) name: Box<str>,
    pub(crate) id: Option<NameId>,
    pub(crate) beside: Box<str>,
    pub(crate) is_type: bool,
    /// Where what is known of it is remembered while evaluating.
    pub(crate) slot: u8,
}

impl Member {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            id: NameId::of(name),
            beside: format!("_{name}").into(),
            slot: name.bytes().fold(0, |slot: u8, byte| slot.wrapping_mul(31).wrapping_add(byte)),
            is_type: name.starts_with(|c: char| c.is_ascii_uppercase()),
        }
    }
}

/// Compiles a tree. What is wrong in it becomes an error where it is evaluated, so that an expression fails for
/// the branch that is taken and not for the other.
pub(crate) fn compile(node: &Node) -> Step {
    let op = match &node.kind {
        Kind::Empty => Op::Empty,
        Kind::Literal(literal) => Op::Constant(constant(literal)),
        Kind::Variable(name) => Op::Variable(variable(name)),
        Kind::This => Op::This,
        Kind::Index => Op::Index,
        Kind::Total => Op::Total,
        Kind::Negative(of) => Op::Negative(Box::new(compile(of))),
        Kind::Positive(of) => Op::Positive(Box::new(compile(of))),
        Kind::Sorted { of, descending } => Op::Sorted { of: Box::new(compile(of)), descending: *descending },
        Kind::Binary { .. } => row(node),
        Kind::Member { .. } | Kind::Call { .. } | Kind::Item { .. } | Kind::Is { .. } | Kind::As { .. } => {
            chain(node)
        }
    };
    Step { at: node.at, op }
}

fn constant(literal: &Literal) -> Constant {
    Constant::Value(match literal {
        Literal::String(text) => return Constant::Text(text.clone()),
        Literal::Boolean(value) => Value::Boolean(*value),
        Literal::Integer(value) => Value::Integer(*value),
        Literal::Decimal(value) => Value::Decimal(value.clone()),
        Literal::Date(value) => Value::Date(*value),
        Literal::DateTime(value) => Value::DateTime(*value),
        Literal::Time(value) => Value::Time(*value),
        Literal::Quantity(value) => Value::Quantity(Box::new(Quantity::clone(value))),
    })
}

fn variable(name: &str) -> Name {
    match name {
        "context" => Name::Context,
        "resource" => Name::Resource,
        "rootResource" => Name::RootResource,
        "sct" => Name::Fixed("http://snomed.info/sct".to_owned()),
        "loinc" => Name::Fixed("http://loinc.org".to_owned()),
        "ucum" => Name::Fixed("http://unitsofmeasure.org".to_owned()),
        _ => {
            if let Some(set) = name.strip_prefix("vs-") {
                Name::Fixed(format!("http://hl7.org/fhir/ValueSet/{set}"))
            } else if let Some(extension) = name.strip_prefix("ext-") {
                Name::Fixed(format!("http://hl7.org/fhir/StructureDefinition/{extension}"))
            } else {
                Name::Host(name.into())
            }
        }
    }
}

/// Whether `defineVariable` must leave a name alone.
pub(crate) fn is_fixed_variable(name: &str) -> bool {
    !matches!(variable(name), Name::Host(_))
}

/// The operators down the left side become one row.
fn row(node: &Node) -> Op {
    if let Some(texts) = texts(node) {
        return Op::Texts(texts.into());
    }
    let mut rest = Vec::new();
    let mut at = node;
    while let Kind::Binary { operator, left, right } = &at.kind {
        let step = compile(right);
        rest.push((*operator, Step { at: at.at, op: step.op }));
        at = left;
    }
    rest.reverse();
    Op::Row { first: Box::new(compile(at)), rest: rest.into() }
}

/// The most texts that are looked through one by one.
const MAX_TEXTS: usize = 64;

/// The texts of a union of written ones, each once.
fn texts(node: &Node) -> Option<Vec<String>> {
    let mut texts: Vec<String> = Vec::new();
    let mut at = node;
    loop {
        let (text, left) = match &at.kind {
            Kind::Binary { operator: Operator::Union, left, right } => (&right.kind, Some(left)),
            last => (last, None),
        };
        let Kind::Literal(Literal::String(text)) = text else { return None };
        if texts.len() == MAX_TEXTS {
            return None;
        }
        texts.push(text.clone());
        let Some(left) = left else { break };
        at = left;
    }
    texts.reverse();
    let mut once: Vec<String> = Vec::with_capacity(texts.len());
    for text in texts {
        if !once.contains(&text) {
            once.push(text);
        }
    }
    Some(once)
}

/// The members and calls down the left side become one chain.
fn chain(node: &Node) -> Op {
    let mut links = Vec::new();
    let mut at = node;
    let start = loop {
        let (on, kind) = match &at.kind {
            Kind::Member { on, name } => match on {
                Some(on) => (Some(on), LinkKind::Member(Member::new(name))),
                None => (None, LinkKind::Root(Member::new(name))),
            },
            Kind::Call { on, name, arguments } => (on.as_ref(), call(name, arguments)),
            Kind::Item { of, index } => (Some(of), LinkKind::Item(compile(index))),
            Kind::Is { of, name } => (Some(of), tested(name, LinkKind::Is)),
            Kind::As { of, name } => (Some(of), tested(name, LinkKind::As)),
            _ => break Some(Box::new(compile(at))),
        };
        links.push(Link { at: at.at, kind });
        match on {
            Some(on) => at = on,
            None => break None,
        }
    };
    links.reverse();
    refuse_impossible_members(&mut links);
    Op::Chain { start, links: links.into() }
}

fn tested(name: &TypeSpecifier, make: fn(TypeTest) -> LinkKind) -> LinkKind {
    match TypeTest::of(name) {
        Ok(test) => make(test),
        Err(error) => LinkKind::Broken(error),
    }
}

fn call(name: &str, arguments: &[Node]) -> LinkKind {
    let Some(function) = Function::named(name) else {
        return LinkKind::Broken(ErrorKind::UnknownFunction(name.to_owned()));
    };
    let (least, most) = function.arguments();
    if !(least..=most).contains(&arguments.len()) {
        return LinkKind::Broken(ErrorKind::Arguments(function.name(), count_words(least, most)));
    }
    let make: Option<fn(TypeTest) -> LinkKind> = match function {
        Function::Is => Some(LinkKind::Is),
        Function::As => Some(LinkKind::As),
        Function::OfType => Some(LinkKind::OfType),
        _ => None,
    };
    if let Some(make) = make {
        return match arguments.first().and_then(specifier) {
            Some(name) => tested(&name, make),
            None => LinkKind::Broken(ErrorKind::Invalid(format!("{name}() needs a type"))),
        };
    }
    let steps: Box<[Step]> = arguments.iter().map(compile).collect();
    match (function, arguments) {
        (Function::Where, [criterion]) => match text_criterion(criterion) {
            Some((member, text)) => {
                let whole = Box::new(compile(criterion));
                LinkKind::WhereText { member: Member::new(member), text: text.to_owned(), whole }
            }
            None => LinkKind::Call(function, steps),
        },
        (Function::Matches | Function::MatchesFull | Function::ReplaceMatches, [pattern, rest @ ..])
            if function == Function::ReplaceMatches && rest.len() == 1 || rest.is_empty() =>
        {
            let Kind::Literal(Literal::String(text)) = &pattern.kind else {
                return LinkKind::Call(function, steps);
            };
            match Pattern::new(text, "", function == Function::MatchesFull) {
                Ok(pattern) => LinkKind::Match { function, pattern: Box::new(pattern), arguments: steps },
                Err(error) => LinkKind::Broken(error),
            }
        }
        _ => LinkKind::Call(function, steps),
    }
}

fn count_words(least: usize, most: usize) -> &'static str {
    match (least, most) {
        (0, 0) => "no",
        (0, 1) => "no or one",
        (1, 1) => "one",
        (1, 2) => "one or two",
        (2, 2) => "two",
        (2, 3) => "two or three",
        (0, _) => "up to 16",
        _ => "one or more",
    }
}

/// `name = 'text'`, either way round.
fn text_criterion(node: &Node) -> Option<(&str, &str)> {
    let Kind::Binary { operator: Operator::Equal, left, right } = &node.kind else { return None };
    match (&left.kind, &right.kind) {
        (Kind::Member { on: None, name }, Kind::Literal(Literal::String(text)))
        | (Kind::Literal(Literal::String(text)), Kind::Member { on: None, name })
            if !name.starts_with(|c: char| c.is_ascii_uppercase()) =>
        {
            Some((name, text))
        }
        _ => None,
    }
}

/// A type written as an argument: `Quantity`, `FHIR.Quantity`.
pub(crate) fn specifier(node: &Node) -> Option<TypeSpecifier> {
    match &node.kind {
        // Some write the name as a text.
        Kind::Member { on: None, name } | Kind::Literal(Literal::String(name)) => {
            Some(TypeSpecifier { namespace: None, name: name.clone() })
        }
        Kind::Member { on: Some(on), name } => match &on.kind {
            Kind::Member { on: None, name: namespace } => {
                Some(TypeSpecifier { namespace: Some(namespace.clone()), name: name.clone() })
            }
            _ => None,
        },
        _ => None,
    }
}

/// `(value as Period).unit` can never be anything: the author named the type and an element it does not have.
fn refuse_impossible_members(links: &mut [Link]) {
    for index in 1..links.len() {
        let (before, after) = links.split_at_mut(index);
        let (Some(last), Some(next)) = (before.last(), after.first_mut()) else { continue };
        let (LinkKind::As(test) | LinkKind::OfType(test)) = &last.kind else { continue };
        let LinkKind::Member(member) = &next.kind else { continue };
        if let Some(kind) = test.fhir()
            && !kind.is_resource()
            && kind.element(&member.name).is_none()
            && kind.choice(&member.name).is_none()
        {
            next.kind =
                LinkKind::Broken(ErrorKind::UnknownElement(kind.name().to_owned(), member.name.to_string()));
        }
    }
}
