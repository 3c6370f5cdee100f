//! Functions that pick from collections and put them together, and walk the tree.

use super::{Context, Machine, Outcome, Wanted, integer, single, truth, unique::Unique};
use crate::{ErrorKind, Node, Value, compare, function::Function, items::Items, program::Step, types::Kinds};

impl<'a> Machine<'_, 'a> {
    pub(super) fn collected(
        &mut self,
        function: Function,
        arguments: &'a [Step],
        input: &[Value<'a>],
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        use Function as F;
        let argument = match arguments.first() {
            Some(step) => self.eval(step, context)?,
            None => Items::None,
        };
        let other = argument.as_slice();
        self.spend_items(input.len())?;
        Ok(match function {
            F::Single => single(input, "single")?.cloned().into(),
            F::First => input.first().cloned().into(),
            F::Last => input.last().cloned().into(),
            F::Tail => input.get(1..).unwrap_or_default().into(),
            F::Skip => {
                let count = integer(other, "skip")?.unwrap_or(0);
                input.get(usize::try_from(count).unwrap_or(0)..).unwrap_or_default().into()
            }
            F::Take => {
                let count = integer(other, "take")?.unwrap_or(0);
                let count = usize::try_from(count).unwrap_or(0).min(input.len());
                input.get(..count).unwrap_or_default().into()
            }
            F::Intersect => {
                let mut there = self.set(other)?;
                let mut found = Unique::default();
                for value in input {
                    if there.has(value, self)? {
                        found.add(value.clone(), self)?;
                    }
                }
                found.into_items()
            }
            F::Exclude => {
                let mut there = self.set(other)?;
                let mut left = Items::None;
                for value in input {
                    if !there.has(value, self)? {
                        left.push(value.clone());
                    }
                }
                left
            }
            F::Union => {
                let mut all = self.set(input)?;
                for value in other {
                    all.add(value.clone(), self)?;
                }
                all.into_items()
            }
            F::Combine => {
                self.spend_items(other.len())?;
                if let Some(keep_order) = arguments.get(1) {
                    let keep_order = self.eval(keep_order, context)?;
                    truth(keep_order.as_slice(), "combine")?;
                }
                let mut all: Items<'a> = input.into();
                all.append(other.into());
                all
            }
            F::SubsetOf => self.is_subset(input, other)?.into(),
            F::SupersetOf => self.is_subset(other, input)?.into(),
            F::Distinct => self.set(input)?.into_items(),
            F::IsDistinct => (self.set(input)?.len() == input.len()).into(),
            F::Children => {
                let mut found = Items::None;
                for value in input {
                    if let Value::Node(node) = value {
                        node.children(&mut self.kinds, &mut found);
                    }
                }
                self.spend_items(found.len())?;
                found
            }
            _ => self.descendants(input, None, context)?,
        })
    }

    fn set(&mut self, values: &[Value<'a>]) -> Result<Unique<'a>, ErrorKind> {
        let mut unique = Unique::default();
        for value in values {
            unique.add(value.clone(), self)?;
        }
        Ok(unique)
    }

    fn is_subset(&mut self, part: &[Value<'a>], whole: &[Value<'a>]) -> Result<bool, ErrorKind> {
        let mut there = self.set(whole)?;
        for value in part {
            if !there.has(value, self)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Everything within, each before what it holds; only what is wanted, when that is said.
    pub(super) fn descendants(
        &mut self,
        input: &[Value<'a>],
        wanted: Option<&Wanted<'a>>,
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        let mut found = Items::None;
        let mut waiting = Vec::new();
        let mut texts = None;
        let mut within = Items::Many(Vec::new());
        let mut open = |node: &Node<'a>, waiting: &mut Vec<Value<'a>>, kinds: &mut Kinds<'a>| {
            node.children(kinds, &mut within);
            let Items::Many(values) = &mut within else { return };
            waiting.extend(values.drain(..).rev());
        };
        for value in input {
            let Value::Node(node) = value else { continue };
            self.spend(1)?;
            open(node, &mut waiting, &mut self.kinds);
            while let Some(value) = waiting.pop() {
                self.spend(2)?;
                let Value::Node(node) = &value else { continue };
                open(node, &mut waiting, &mut self.kinds);
                let fits = match wanted {
                    None => true,
                    Some(Wanted { member, text, whole }) => match node.has_text(member, text, &mut texts) {
                        Some(fits) => fits,
                        None => self.holds(whole, &value, 0, context)?,
                    },
                };
                if fits {
                    found.push(value);
                }
            }
        }
        Ok(found)
    }

    /// `repeat(projection)`: what it finds, and what that finds in turn, each once; `repeatAll` keeps repeats.
    pub(super) fn repeat(
        &mut self,
        projection: &'a Step,
        input: &[Value<'a>],
        context: Context<'_, 'a>,
        once: bool,
    ) -> Outcome<Items<'a>> {
        let mut unique = Unique::default();
        let mut all = Vec::new();
        let mut level: Vec<Value<'a>> = input.to_vec();
        while !level.is_empty() {
            let mut next = Vec::new();
            for (value, index) in level.iter().zip(0..) {
                let found = self.on_item(projection, value, index, context)?;
                self.spend_items(found.len())?;
                for value in found.into_vec() {
                    if !once {
                        all.push(value.clone());
                        next.push(value);
                    } else if unique.add(value.clone(), self)? {
                        next.push(value);
                    }
                }
            }
            level = next;
        }
        Ok(if once { unique.into_items() } else { all.into() })
    }

    /// Which of two is smaller (`min`) or larger (`max`).
    pub(super) fn extreme(
        &mut self,
        input: &[Value<'a>],
        max: bool,
        what: &'static str,
    ) -> Result<Items<'a>, ErrorKind> {
        self.spend_items(input.len())?;
        let Some((first, rest)) = input.split_first() else { return Ok(Items::None) };
        let mut best = first;
        // A lone item must be of a kind that has an order too.
        compare::order(best, best, what)?;
        for value in rest {
            match compare::order(value, best, what)? {
                Some(order) if order.is_gt() == max && order.is_ne() => best = value,
                Some(_) => {}
                None => return Ok(Items::None),
            }
        }
        Ok(best.clone().into())
    }
}
