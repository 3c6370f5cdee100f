//! What an expression is evaluated in.

use std::borrow::Cow;

use bigdecimal::BigDecimal;
use kangban_fhir::DateTime;

use crate::Value;

/// The moment evaluating happens at, for `now()`, `today()` and `timeOfDay()`. The core reads no clock: the host
/// says it.
#[derive(Debug, Clone)]
pub struct Clock {
    /// The moment with its offset.
    pub now: DateTime,
}

/// How much evaluating may cost. Reaching a limit is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many steps may be made: about one for each part evaluated and each item looked at or made.
    pub steps: u64,
    /// How deep evaluating may nest.
    pub depth: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { steps: 4_000_000, depth: 160 }
    }
}

/// Which codes are in which value sets, as far as the host knows.
pub trait Terminology {
    /// Whether `code` (of `system`, when it is known) is in `value_set`; `None` when that is not known.
    fn member_of(&self, value_set: &str, system: Option<&str>, code: &str) -> Option<bool>;
}

/// Where references lead.
pub trait Resolve {
    /// The resource behind `reference`, when it is at hand.
    fn resolve(&self, reference: &str) -> Option<&serde_json::Value>;
}

/// The weights of answers that do not carry one themselves.
pub trait ItemWeights {
    /// What `code` (of `system`, when it is known) counts.
    fn weight(&self, system: Option<&str>, code: &str) -> Option<BigDecimal>;
}

type Trace<'a> = &'a dyn Fn(&str, &[Value<'_>]);

/// What an expression is evaluated in: its focus, variables, clock, and what the host can answer.
#[derive(Clone)]
pub struct Scope<'a> {
    pub(crate) clock: Cow<'a, Clock>,
    pub(crate) focus: Vec<Value<'a>>,
    pub(crate) context: Option<Vec<Value<'a>>>,
    pub(crate) resource: Option<&'a serde_json::Value>,
    pub(crate) root: Option<&'a serde_json::Value>,
    pub(crate) variables: Vec<(Cow<'a, str>, Vec<Value<'a>>)>,
    pub(crate) terminology: Option<&'a dyn Terminology>,
    pub(crate) resolver: Option<&'a dyn Resolve>,
    pub(crate) items: Option<&'a dyn ItemWeights>,
    pub(crate) trace: Option<Trace<'a>>,
    pub(crate) limits: Limits,
    pub(crate) strict: bool,
}

impl<'a> Scope<'a> {
    /// A scope with nothing in focus.
    pub fn new(clock: Clock) -> Self {
        Self {
            clock: Cow::Owned(clock),
            focus: Vec::new(),
            context: None,
            resource: None,
            root: None,
            variables: Vec::new(),
            terminology: None,
            resolver: None,
            items: None,
            trace: None,
            limits: Limits::default(),
            strict: false,
        }
    }

    /// What the expression is about: `$this` at its start, and `%context` unless that is set as a variable.
    #[must_use]
    pub fn focus(self, node: Value<'a>) -> Self {
        self.focus_all(vec![node])
    }

    /// Like [`Scope::focus`], with any number of items.
    #[must_use]
    pub fn focus_all(mut self, nodes: Vec<Value<'a>>) -> Self {
        self.focus = nodes;
        self
    }

    /// `%resource`, and `%rootResource` unless that is set by [`Scope::root_resource`].
    #[must_use]
    pub fn resource(mut self, node: &'a serde_json::Value) -> Self {
        self.resource = Some(node);
        self
    }

    /// `%rootResource`: the resource that contains `%resource`.
    #[must_use]
    pub fn root_resource(mut self, node: &'a serde_json::Value) -> Self {
        self.root = Some(node);
        self
    }

    /// `%name`. A later value of the same name replaces an earlier one.
    #[must_use]
    pub fn variable(mut self, name: impl Into<Cow<'a, str>>, value: Vec<Value<'a>>) -> Self {
        let name = name.into();
        if name == "context" {
            self.context = Some(value);
            return self;
        }
        match self.variables.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.variables.push((name, value)),
        }
        self
    }

    /// Answers `memberOf`.
    #[must_use]
    pub fn terminology(mut self, terminology: &'a dyn Terminology) -> Self {
        self.terminology = Some(terminology);
        self
    }

    /// Answers `resolve()`; contained resources, and those in a Bundle that is `%rootResource`, are found without it.
    #[must_use]
    pub fn resolver(mut self, resolver: &'a dyn Resolve) -> Self {
        self.resolver = Some(resolver);
        self
    }

    /// Answers `weight()` and `ordinal()` for codings that carry no weight themselves.
    #[must_use]
    pub fn items(mut self, items: &'a dyn ItemWeights) -> Self {
        self.items = Some(items);
        self
    }

    /// How much evaluating may cost.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Whether unknown elements are errors.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Told what `trace()` sees.
    #[must_use]
    pub fn trace(mut self, trace: &'a dyn Fn(&str, &[Value<'_>])) -> Self {
        self.trace = Some(trace);
        self
    }

    /// A set variable by its name. `%context` and the fixed ones are not among them.
    pub(crate) fn find(&self, name: &str) -> Option<&[Value<'a>]> {
        self.variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_slice())
    }
}
