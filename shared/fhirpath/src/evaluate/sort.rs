//! `sort()`.

use std::cmp::Ordering;

use super::{Context, Machine, Outcome, single};
use crate::{
    Value, compare,
    items::Items,
    program::{Op, Step},
};

/// Which way a key sorts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
    /// `-key` turns the order of keys, of texts too; an empty key is still empty and comes first.
    Negative,
}

impl Direction {
    fn of(self, order: Ordering) -> Ordering {
        if self == Self::Up { order } else { order.reverse() }
    }
}

impl<'a> Machine<'_, 'a> {
    /// `sort(key, key desc, …)`, stable. Empty keys are the least.
    pub(super) fn sort(
        &mut self,
        keys: &'a [Step],
        input: &[Value<'a>],
        context: Context<'_, 'a>,
    ) -> Outcome<Items<'a>> {
        let mut rows: Vec<(Vec<Option<Value<'a>>>, &Value<'a>)> = Vec::with_capacity(input.len());
        let mut down: Vec<Direction> = Vec::with_capacity(keys.len());
        let plain: Vec<&'a Step> = keys
            .iter()
            .map(|key| match &key.op {
                Op::Sorted { of, descending } => {
                    down.push(if *descending { Direction::Down } else { Direction::Up });
                    &**of
                }
                Op::Negative(of) => {
                    down.push(Direction::Negative);
                    &**of
                }
                _ => {
                    down.push(Direction::Up);
                    key
                }
            })
            .collect();
        for (value, index) in input.iter().zip(0..) {
            let mut row = Vec::with_capacity(plain.len().max(1));
            for key in &plain {
                let key = self.on_item(key, value, index, context)?;
                row.push(single(key.as_slice(), "sort")?.map(|key| key.system().into_owned()));
            }
            if plain.is_empty() {
                row.push(Some(value.system().into_owned()));
            }
            rows.push((row, value));
        }
        let length = rows.len() as u64;
        self.spend(length.saturating_mul(u64::from(length.checked_ilog2().unwrap_or(0)) + 1))?;
        let mut failed = None;
        rows.sort_by(|(a, _), (b, _)| {
            for (at, (a, b)) in a.iter().zip(b).enumerate() {
                let direction = down.get(at).copied().unwrap_or(Direction::Up);
                let order = match (a, b) {
                    (Some(a), Some(b)) => match compare::order(a, b, "sort()") {
                        Ok(order) => direction.of(order.unwrap_or(Ordering::Equal)),
                        Err(error) => {
                            failed.get_or_insert(error);
                            Ordering::Equal
                        }
                    },
                    _ if direction == Direction::Down => b.is_some().cmp(&a.is_some()),
                    _ => a.is_some().cmp(&b.is_some()),
                };
                if order.is_ne() {
                    return order;
                }
            }
            Ordering::Equal
        });
        match failed {
            Some(error) => Err(error.into()),
            None => Ok(rows.into_iter().map(|(_, value)| value.clone()).collect::<Vec<_>>().into()),
        }
    }
}
