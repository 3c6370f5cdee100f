//! Strict evaluation: what R4 does not know is an error before anything is evaluated.

use crate::{
    ErrorKind, Scope, Value,
    ast::{Kind as Part, Node, Operator},
    error::Fault,
    evaluate::Outcome,
    function::Function,
    model::TypeId,
    program::specifier,
};

/// What is known of a collection before it is there.
#[derive(Debug, Clone, Default)]
struct Known {
    /// The FHIR types its items may have; `None` when that is open.
    types: Option<Vec<TypeId>>,
    /// Whether its items have no order.
    unordered: bool,
}

impl Known {
    fn open() -> Self {
        Self::default()
    }

    fn of(types: Vec<TypeId>) -> Self {
        Self { types: Some(types), unordered: false }
    }

    /// Values of the language, which have no elements that are checked.
    fn system() -> Self {
        Self::open()
    }

    fn or(self, other: Self) -> Self {
        let types = match (self.types, other.types) {
            (Some(mut types), Some(more)) => {
                types.extend(more);
                types.sort_unstable();
                types.dedup();
                Some(types)
            }
            _ => None,
        };
        Self { types, unordered: self.unordered || other.unordered }
    }
}

struct Checker<'s, 'a> {
    scope: &'s Scope<'a>,
}

/// Checks a whole expression on the scope's focus.
pub(crate) fn check(node: &Node, scope: &Scope<'_>) -> Outcome<()> {
    let focus = known(&scope.focus);
    Checker { scope }.part(node, &focus).map(|_| ())
}

fn known(values: &[Value<'_>]) -> Known {
    let mut types = Vec::new();
    for value in values {
        match value {
            Value::Node(node) => match node.kind.id() {
                Some(id) => types.push(id),
                None => return Known::open(),
            },
            _ => return Known::system(),
        }
    }
    if types.is_empty() { Known::open() } else { Known::of(types) }
}

#[allow(clippy::unnecessary_box_returns, reason = "every Outcome holds it boxed")]
fn fault(kind: ErrorKind, at: u32) -> Box<Fault> {
    Box::<Fault>::from(kind).or_at(at)
}

impl Checker<'_, '_> {
    fn part(&self, node: &Node, focus: &Known) -> Outcome<Known> {
        Ok(match &node.kind {
            Part::Empty | Part::Index | Part::Total => Known::open(),
            Part::Literal(_) => Known::system(),
            Part::This => focus.clone(),
            Part::Variable(name) => self.variable(name),
            Part::Member { on, name } => match on {
                Some(on) => {
                    let on = self.part(on, focus)?;
                    member(&on, name, node.at)?
                }
                None => start(focus, name, node.at)?,
            },
            Part::Item { of, index } => {
                let known = self.part(of, focus)?;
                self.part(index, focus)?;
                ordered(&known, "[]", node.at)?;
                known
            }
            Part::Negative(of) | Part::Positive(of) | Part::Sorted { of, .. } => self.part(of, focus)?,
            Part::Is { of, .. } => {
                self.part(of, focus)?;
                Known::system()
            }
            Part::As { of, name } => {
                let known = self.part(of, focus)?;
                narrowed(&known, TypeId::named(&name.name))
            }
            Part::Binary { operator, left, right } => {
                let (left, right) = (self.part(left, focus)?, self.part(right, focus)?);
                if *operator == Operator::Union { left.or(right) } else { Known::system() }
            }
            Part::Call { on, name, arguments } => {
                let input = match on {
                    Some(on) => self.part(on, focus)?,
                    None => focus.clone(),
                };
                self.call(name, arguments, &input, focus, node.at)?
            }
        })
    }

    fn variable(&self, name: &str) -> Known {
        let scope = self.scope;
        let of_json = |json| known(&[Value::of(json)]);
        match name {
            "context" => known(scope.context.as_deref().unwrap_or(&scope.focus)),
            "resource" => scope.resource.map_or_else(|| known(&scope.focus), of_json),
            "rootResource" => scope.root.or(scope.resource).map_or_else(|| known(&scope.focus), of_json),
            _ => scope.find(name).map_or_else(Known::open, known),
        }
    }

    fn call(&self, name: &str, arguments: &[Node], input: &Known, focus: &Known, at: u32) -> Outcome<Known> {
        use Function as F;
        let Some(function) = Function::named(name) else { return Ok(Known::open()) };
        if matches!(function, F::First | F::Last | F::Tail | F::Skip | F::Take) {
            ordered(input, function.name(), at)?;
        }
        if matches!(function, F::Is | F::As | F::OfType) {
            let of = arguments.first().and_then(specifier).and_then(|name| TypeId::named(&name.name));
            return Ok(if function == F::Is { Known::system() } else { narrowed(input, of) });
        }
        // Within these, `$this` is an item of the input; within others, what it was.
        let on_items = matches!(
            function,
            F::Where
                | F::Select
                | F::Repeat
                | F::RepeatAll
                | F::All
                | F::Exists
                | F::Sort
                | F::Trace
                | F::Aggregate
                | F::Sum
                | F::Min
                | F::Max
                | F::Avg
                | F::Iif
                | F::DefineVariable
        );
        let inner = if on_items { input } else { focus };
        let inner = Known { types: inner.types.clone(), unordered: false };
        if matches!(function, F::Repeat | F::RepeatAll) {
            return self.repeated(arguments, &inner);
        }
        let mut results = Vec::with_capacity(arguments.len());
        for argument in arguments {
            results.push(self.part(argument, &inner)?);
        }
        Ok(match function {
            F::Where
            | F::Single
            | F::First
            | F::Last
            | F::Tail
            | F::Skip
            | F::Take
            | F::Distinct
            | F::Intersect
            | F::Exclude
            | F::Trace
            | F::DefineVariable => input.clone(),
            F::Sort => Known { types: input.types.clone(), unordered: false },
            F::Select => results.into_iter().next().unwrap_or_default(),
            F::Union | F::Combine => results.into_iter().fold(input.clone(), Known::or),
            F::Iif => results.into_iter().skip(1).reduce(Known::or).unwrap_or_default(),
            F::Coalesce => results.into_iter().reduce(Known::or).unwrap_or_default(),
            F::Extension => Known::of(vec![TypeId::EXTENSION]),
            F::Children | F::Descendants => Known { types: None, unordered: true },
            _ => Known::open(),
        })
    }

    /// What a projection finds is projected in turn, until nothing new is found.
    fn repeated(&self, arguments: &[Node], input: &Known) -> Outcome<Known> {
        let Some(projection) = arguments.first() else { return Ok(Known::open()) };
        let mut all = self.part(projection, input)?;
        for _ in 0..8 {
            let more = self.part(projection, &all)?;
            let next = all.clone().or(more);
            if next.types == all.types {
                break;
            }
            all = next;
        }
        Ok(all)
    }
}

fn ordered(known: &Known, what: &'static str, at: u32) -> Outcome<()> {
    if known.unordered { Err(fault(ErrorKind::NoOrder(what), at)) } else { Ok(()) }
}

fn narrowed(known: &Known, to: Option<TypeId>) -> Known {
    Known { types: to.map(|to| vec![to]), unordered: known.unordered }
}

/// The first name: the type of what is in focus, or an element of it.
fn start(focus: &Known, name: &str, at: u32) -> Outcome<Known> {
    if let (Some(types), Some(named)) = (&focus.types, TypeId::named(name)) {
        let kept: Vec<_> = types.iter().copied().filter(|id| id.is_a(named)).collect();
        if !kept.is_empty() {
            return Ok(Known { types: Some(kept), unordered: focus.unordered });
        }
    }
    member(focus, name, at)
}

fn member(on: &Known, name: &str, at: u32) -> Outcome<Known> {
    let Some(types) = &on.types else { return Ok(Known { types: None, unordered: on.unordered }) };
    let mut found = Vec::new();
    let mut any = types.is_empty();
    for id in types {
        // What an abstract type holds is not known before it is there.
        if matches!(*id, TypeId::RESOURCE | TypeId::DOMAIN_RESOURCE | TypeId::ELEMENT) {
            return Ok(Known { types: None, unordered: on.unordered });
        }
        if let Some(element) = id.element(name) {
            any = true;
            found.extend(element.types());
        }
    }
    if !any {
        let of: Vec<String> = types.iter().map(|id| id.path()).collect();
        return Err(fault(ErrorKind::UnknownElement(of.join(" or "), name.to_owned()), at));
    }
    Ok(Known { types: Some(found), unordered: on.unordered })
}
