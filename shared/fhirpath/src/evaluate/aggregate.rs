//! `aggregate`, and the sums of SDC.

use bigdecimal::BigDecimal;

use super::{Context, Machine, Outcome, arithmetic};
use crate::{
    Value, ast::Operator, function::Function, items::Items, number::Small, program::Step, types::Kind,
};

impl<'a> Machine<'_, 'a> {
    pub(super) fn aggregated(
        &mut self,
        function: Function,
        arguments: &'a [Step],
        input: &[Value<'a>],
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        if function == Function::Aggregate {
            return self.aggregate(arguments, input, context);
        }
        // `sum(answer.value)` sums what the projection finds in each item.
        let projected;
        let input = match arguments.first() {
            Some(projection) => {
                let mut found = Items::None;
                for (value, index) in input.iter().zip(0..) {
                    let more = self.on_item(projection, value, index, context)?;
                    self.spend_items(more.len())?;
                    found.append(more);
                }
                projected = found;
                projected.as_slice()
            }
            None => input,
        };
        match function {
            Function::Min => Ok(self.extreme(input, false, "min()")?),
            Function::Max => Ok(self.extreme(input, true, "max()")?),
            Function::Sum => Ok(self.sum(input)?.into()),
            _ => {
                let Some(sum) = self.sum(input)? else { return Ok(Items::None) };
                let count = Value::Decimal(BigDecimal::from(input.len() as u64));
                Ok(arithmetic::between(Operator::Divide, &sum, &count)?.into())
            }
        }
    }

    fn aggregate(
        &mut self,
        arguments: &'a [Step],
        input: &[Value<'a>],
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        let mut total = match arguments.get(1) {
            Some(initial) => self.eval(initial, context)?,
            None => Items::None,
        };
        let Some(aggregator) = arguments.first() else { return Ok(total) };
        for (value, index) in input.iter().zip(0..) {
            let next = self.eval(
                aggregator,
                Context { this: std::slice::from_ref(value), index: Some(index), total: Some(&total) },
            )?;
            self.spend_items(next.len())?;
            total = next;
        }
        Ok(total)
    }

    /// The sum of numbers, texts or quantities; of nothing, nothing.
    fn sum(&mut self, input: &[Value<'a>]) -> Outcome<Option<Value<'a>>> {
        self.spend_items(input.len())?;
        let Some((first, rest)) = input.split_first() else { return Ok(None) };
        if let Some(sum) = small_sum(input) {
            return Ok(Some(sum));
        }
        let mut sum = first.system().into_owned();
        // A lone item must be of a kind that can be added too.
        if rest.is_empty() {
            arithmetic::between(Operator::Add, &sum, &sum)?;
        }
        for value in rest {
            match arithmetic::between(Operator::Add, &sum, &value.system())? {
                Some(next) => sum = next,
                None => return Ok(None),
            }
            if let Value::String(text) = &sum {
                self.spend_text(text.len())?;
            }
        }
        Ok(Some(sum))
    }
}

/// The sum of numbers that fit a word, in one go; `None` where it takes more.
fn small_sum<'a>(input: &[Value<'a>]) -> Option<Value<'a>> {
    let mut sum = Small::of(&Value::Integer(0))?;
    let mut whole = true;
    for value in input {
        sum = sum.plus(Small::of(value)?)?;
        whole &= match value {
            Value::Integer(_) => true,
            Value::Node(node) => node.kind != Kind::DECIMAL,
            _ => false,
        };
        // A number of a FHIR type that is no decimal, with a fraction, is a decimal all the same.
        if whole && sum.integer().is_none() {
            return None;
        }
    }
    match sum.integer() {
        Some(sum) if whole => Some(Value::Integer(sum)),
        _ => Some(Value::Decimal(sum.decimal())),
    }
}
