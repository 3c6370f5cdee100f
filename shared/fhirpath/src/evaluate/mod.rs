//! Evaluating a compiled expression.

mod aggregate;
mod arithmetic;
mod calls;
mod collection;
mod convert;
mod fhir;
mod html;
mod math;
mod operators;
mod sort;
mod strings;
#[cfg(test)]
mod tests;
mod unique;

use std::rc::Rc;

use crate::{
    ErrorKind, Scope, Value,
    error::Fault,
    function::Function,
    items::Items,
    program::{Constant, Link, LinkKind, Member, Name, Op, Step},
    types::{Kinds, TypeTest},
};

/// A result, or what went wrong; the place is filled in by the part that was being evaluated.
pub(crate) type Outcome<T> = Result<T, Box<Fault>>;

/// What is in force while a part is evaluated.
#[derive(Clone, Copy)]
pub(crate) struct Context<'x, 'a> {
    pub(crate) this: &'x [Value<'a>],
    pub(crate) index: Option<i64>,
    pub(crate) total: Option<&'x Items<'a>>,
}

/// One evaluation.
pub(crate) struct Machine<'s, 'a> {
    scope: &'s Scope<'a>,
    steps: u64,
    depth: u32,
    defined: Vec<(String, Rc<Items<'a>>)>,
    kinds: Box<Kinds<'a>>,
}

/// `where(member = 'text')`
struct Wanted<'a> {
    member: &'a Member,
    text: &'a str,
    whole: &'a Step,
}

/// What a chain is at: lent or made.
enum Place<'x, 'a> {
    Lent(&'x [Value<'a>]),
    Shared(Rc<Items<'a>>),
    Made(Items<'a>),
}

impl<'a> Place<'_, 'a> {
    fn as_slice(&self) -> &[Value<'a>] {
        match self {
            Self::Lent(values) => values,
            Self::Shared(items) => items.as_slice(),
            Self::Made(items) => items.as_slice(),
        }
    }
}

impl<'s, 'a> Machine<'s, 'a> {
    pub(crate) fn new(scope: &'s Scope<'a>) -> Self {
        Self {
            scope,
            steps: scope.limits.steps,
            depth: 0,
            defined: Vec::new(),
            kinds: Box::new(Kinds::new()),
        }
    }

    /// Evaluates a whole expression on the scope's focus.
    pub(crate) fn run(&mut self, step: &'a Step) -> Outcome<Items<'a>> {
        let context = Context { this: &self.scope.focus, index: None, total: None };
        self.eval(step, context)
    }

    /// Takes `steps` off the budget.
    fn spend(&mut self, steps: u64) -> Result<(), ErrorKind> {
        match self.steps.checked_sub(steps) {
            Some(left) => {
                self.steps = left;
                Ok(())
            }
            None => Err(ErrorKind::TooMuch),
        }
    }

    /// Takes the making of a text off the budget.
    fn spend_text(&mut self, length: usize) -> Result<(), ErrorKind> {
        self.spend(length as u64 / 8)
    }

    fn spend_items(&mut self, count: usize) -> Result<(), ErrorKind> {
        self.spend(count as u64)
    }

    /// Evaluates a part; variables defined within end with it.
    pub(crate) fn eval(&mut self, step: &'a Step, context: Context<'_, 'a>) -> Outcome<Items<'a>> {
        let defined = self.defined.len();
        self.depth += 1;
        let result = if self.depth > self.scope.limits.depth {
            Err(ErrorKind::TooMuch.into())
        } else {
            self.spend(1).map_err(Box::from).and_then(|()| self.op(step, context))
        };
        self.depth -= 1;
        self.defined.truncate(defined);
        result.map_err(|fault| fault.or_at(step.at))
    }

    fn op(&mut self, step: &'a Step, context: Context<'_, 'a>) -> Outcome<Items<'a>> {
        match &step.op {
            Op::Empty => Ok(Items::None),
            Op::Constant(Constant::Text(text)) => Ok(Value::from(text.as_str()).into()),
            Op::Constant(Constant::Value(value)) => Ok(value.clone().into()),
            Op::Texts(texts) => {
                self.spend_items(texts.len())?;
                Ok(texts.iter().map(|text| Value::from(text.as_str())).collect::<Vec<_>>().into())
            }
            Op::This => Ok(context.this.into()),
            Op::Index => Ok(context.index.map(Value::Integer).into()),
            Op::Total => Ok(context.total.cloned().unwrap_or_default()),
            Op::Variable(name) => {
                let place = self.variable(name)?;
                self.spend_items(place.as_slice().len())?;
                Ok(place.as_slice().into())
            }
            Op::Chain { start, links } => self.chain(start.as_deref(), links, context),
            Op::Row { first, rest } => self.row(first, rest, context),
            Op::Negative(of) => self.negative(of, context),
            Op::Positive(of) => self.positive(of, context),
            Op::Sorted { of, .. } => self.eval(of, context),
        }
    }

    fn variable(&self, name: &'a Name) -> Result<Place<'s, 'a>, ErrorKind> {
        let scope = self.scope;
        match name {
            Name::Context => Ok(Place::Lent(scope.context.as_deref().unwrap_or(&scope.focus))),
            Name::Resource => Ok(match scope.resource {
                Some(json) => Place::Made(Value::of(json).into()),
                None => Place::Lent(scope.context.as_deref().unwrap_or(&scope.focus)),
            }),
            Name::RootResource => Ok(match scope.root.or(scope.resource) {
                Some(json) => Place::Made(Value::of(json).into()),
                None => Place::Lent(scope.context.as_deref().unwrap_or(&scope.focus)),
            }),
            Name::Fixed(text) => Ok(Place::Made(Value::from(text.as_str()).into())),
            Name::Host(name) => {
                if let Some((_, items)) = self.defined.iter().rev().find(|(known, _)| **known == **name) {
                    return Ok(Place::Shared(Rc::clone(items)));
                }
                match scope.find(name) {
                    Some(values) => Ok(Place::Lent(values)),
                    None => Err(ErrorKind::UnknownVariable(name.to_string())),
                }
            }
        }
    }

    fn chain(
        &mut self,
        start: Option<&'a Step>,
        links: &'a [Link],
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        let mut place = match start {
            None | Some(Step { op: Op::This, .. }) => Place::Lent(context.this),
            Some(Step { op: Op::Variable(name), at }) => {
                self.variable(name).map_err(|error| Box::<Fault>::from(error).or_at(*at))?
            }
            Some(step) => Place::Made(self.eval(step, context)?),
        };
        let mut rest = links;
        while let Some((link, after)) = rest.split_first() {
            let (next, after) = match (&link.kind, after.split_first()) {
                // The commonest pair: what is not looked for is never collected.
                (
                    LinkKind::Call(Function::Descendants, _),
                    Some((Link { kind: LinkKind::WhereText { member, text, whole }, at }, after)),
                ) => {
                    let wanted = Wanted { member, text, whole };
                    let found = self.descendants(place.as_slice(), Some(&wanted), context);
                    (found.map_err(|fault| fault.or_at(*at))?, after)
                }
                _ => {
                    (self.link(link, place.as_slice(), context).map_err(|fault| fault.or_at(link.at))?, after)
                }
            };
            place = Place::Made(next);
            rest = after;
        }
        Ok(match place {
            Place::Made(items) => items,
            other => other.as_slice().into(),
        })
    }

    fn link(&mut self, link: &'a Link, input: &[Value<'a>], context: Context<'_, 'a>) -> Outcome<Items<'a>> {
        match &link.kind {
            LinkKind::Root(member) => self.root(member, input),
            LinkKind::Member(member) => self.member(member, input),
            LinkKind::Item(index) => self.item(index, input, context),
            LinkKind::Is(test) => Ok(single(input, "is")?.map(|value| test.matches(value)).into()),
            LinkKind::As(test) => {
                let value = single(input, "as")?;
                Ok(value.filter(|value| test.matches(value)).cloned().into())
            }
            LinkKind::OfType(test) => self.of_type(*test, input),
            LinkKind::Call(function, arguments) => self.call(*function, arguments, input, context),
            LinkKind::WhereText { member, text, whole } => {
                self.where_text(member, text, whole, input, context)
            }
            LinkKind::Match { function, pattern, arguments } => {
                self.matched(*function, pattern, arguments, input, context)
            }
            LinkKind::Broken(error) => Err(error.clone().into()),
        }
    }

    /// A name at the start: the type of what is in focus, or an element of it.
    fn root(&mut self, member: &'a Member, input: &[Value<'a>]) -> Outcome<Items<'a>> {
        if !member.is_type {
            return self.member(member, input);
        }
        let mut found = Items::None;
        for value in input {
            match value {
                Value::Node(node) if node.is_called(&member.name) => found.push(value.clone()),
                Value::Node(node) => node.members(member, !self.scope.strict, &mut self.kinds, &mut found),
                _ => {}
            }
        }
        self.spend_items(input.len())?;
        Ok(found)
    }

    fn member(&mut self, member: &'a Member, input: &[Value<'a>]) -> Outcome<Items<'a>> {
        let mut found = Items::None;
        for value in input {
            match value {
                Value::Node(node) => node.members(member, !self.scope.strict, &mut self.kinds, &mut found),
                Value::Type(name) => match &*member.name {
                    "namespace" => found.push(name.namespace.into()),
                    "name" => found.push(name.name.into()),
                    _ => {}
                },
                Value::Quantity(quantity) => match &*member.name {
                    "value" => found.push(Value::Decimal(quantity.value().clone())),
                    "unit" | "code" => found.push(Value::text(quantity.unit().to_owned())),
                    _ => {}
                },
                _ => {}
            }
        }
        self.spend_items(input.len().max(found.len()))?;
        Ok(found)
    }

    fn item(&mut self, index: &'a Step, input: &[Value<'a>], context: Context<'_, 'a>) -> Outcome<Items<'a>> {
        let index = self.eval(index, context)?;
        let Some(index) = integer(index.as_slice(), "[]")? else { return Ok(Items::None) };
        Ok(usize::try_from(index).ok().and_then(|index| input.get(index)).cloned().into())
    }

    fn of_type(&mut self, test: TypeTest, input: &[Value<'a>]) -> Outcome<Items<'a>> {
        self.spend_items(input.len())?;
        let mut found = Items::None;
        input.iter().filter(|value| test.matches(value)).for_each(|value| found.push(value.clone()));
        Ok(found)
    }

    /// `where(name = 'text')` without evaluating its parts one by one, where that is the same.
    fn where_text(
        &mut self,
        member: &'a Member,
        text: &str,
        whole: &'a Step,
        input: &[Value<'a>],
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        let mut found = Items::None;
        self.spend_items(input.len())?;
        let mut texts = None;
        for (value, index) in input.iter().zip(0..) {
            let quick = match value {
                Value::Node(node) => node.has_text(member, text, &mut texts),
                _ => None,
            };
            let fits = match quick {
                Some(fits) => fits,
                None => self.holds(whole, value, index, context)?,
            };
            if fits {
                found.push(value.clone());
            }
        }
        Ok(found)
    }

    /// Evaluates a criterion on one item.
    fn holds(
        &mut self,
        criterion: &'a Step,
        value: &Value<'a>,
        index: i64,
        context: Context<'_, 'a>,
    ) -> Outcome<bool> {
        let result = self.on_item(criterion, value, index, context)?;
        Ok(truth(result.as_slice(), "a criterion")? == Some(true))
    }

    /// Evaluates a part with `value` as `$this`.
    fn on_item(
        &mut self,
        step: &'a Step,
        value: &Value<'a>,
        index: i64,
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        self.eval(
            step,
            Context { this: std::slice::from_ref(value), index: Some(index), total: context.total },
        )
    }
}

/// The only item, or none.
fn single<'x, 'a>(items: &'x [Value<'a>], what: &'static str) -> Result<Option<&'x Value<'a>>, ErrorKind> {
    match items {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        more => Err(ErrorKind::NotSingle(what, more.len())),
    }
}

/// A collection where a boolean is needed: a single item that is no boolean counts as true (N1 § Singleton
/// evaluation of collections).
pub(crate) fn truth(items: &[Value<'_>], what: &'static str) -> Result<Option<bool>, ErrorKind> {
    Ok(single(items, what)?.map(|value| value.as_bool().unwrap_or(true)))
}

/// A whole number, or none.
fn integer(items: &[Value<'_>], what: &'static str) -> Result<Option<i64>, ErrorKind> {
    let Some(value) = single(items, what)? else { return Ok(None) };
    match value.as_integer() {
        Some(number) => Ok(Some(number)),
        None => Err(wrong_type(what, value)),
    }
}

/// A text, or none.
fn text<'x>(items: &'x [Value<'_>], what: &'static str) -> Result<Option<&'x str>, ErrorKind> {
    let Some(value) = single(items, what)? else { return Ok(None) };
    match value.as_str() {
        Some(text) => Ok(Some(text)),
        // A primitive that has only extensions has no text.
        None if matches!(value, Value::Node(node) if node.json.is_none()) => Ok(None),
        None => Err(wrong_type(what, value)),
    }
}

fn wrong_type(what: impl Into<String>, found: &Value<'_>) -> ErrorKind {
    ErrorKind::WrongType { what: what.into(), found: found.type_name().to_string() }
}
