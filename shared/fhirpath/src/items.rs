//! A collection that costs no allocation while it holds one item or none.

use crate::Value;

#[derive(Debug, Clone, Default)]
pub(crate) enum Items<'a> {
    #[default]
    None,
    One(Value<'a>),
    Many(Vec<Value<'a>>),
}

impl<'a> Items<'a> {
    pub(crate) fn as_slice(&self) -> &[Value<'a>] {
        match self {
            Self::None => &[],
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.as_slice().len()
    }

    #[inline]
    pub(crate) fn push(&mut self, value: Value<'a>) {
        match self {
            Self::Many(values) => values.push(value),
            _ => self.push_second(value),
        }
    }

    fn push_second(&mut self, value: Value<'a>) {
        match std::mem::take(self) {
            Self::None => *self = Self::One(value),
            Self::One(first) => {
                let mut values = Vec::with_capacity(4);
                values.push(first);
                values.push(value);
                *self = Self::Many(values);
            }
            Self::Many(mut values) => {
                values.push(value);
                *self = Self::Many(values);
            }
        }
    }

    pub(crate) fn append(&mut self, more: Self) {
        match more {
            Self::None => {}
            Self::One(value) => self.push(value),
            Self::Many(mut values) => match self {
                Self::None => *self = Self::Many(values),
                Self::One(_) => values.into_iter().for_each(|value| self.push(value)),
                Self::Many(mine) => mine.append(&mut values),
            },
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Value<'a>> {
        match self {
            Self::None => Vec::new(),
            Self::One(value) => vec![value],
            Self::Many(values) => values,
        }
    }
}

impl<'a> From<Value<'a>> for Items<'a> {
    fn from(value: Value<'a>) -> Self {
        Self::One(value)
    }
}

impl<'a> From<Option<Value<'a>>> for Items<'a> {
    fn from(value: Option<Value<'a>>) -> Self {
        value.map_or(Self::None, Self::One)
    }
}

impl<'a> From<Vec<Value<'a>>> for Items<'a> {
    fn from(values: Vec<Value<'a>>) -> Self {
        Self::Many(values)
    }
}

impl<'a> From<&[Value<'a>]> for Items<'a> {
    fn from(values: &[Value<'a>]) -> Self {
        match values {
            [] => Self::None,
            [one] => Self::One(one.clone()),
            many => Self::Many(many.to_vec()),
        }
    }
}

impl From<bool> for Items<'_> {
    fn from(value: bool) -> Self {
        Self::One(Value::Boolean(value))
    }
}

impl From<Option<bool>> for Items<'_> {
    fn from(value: Option<bool>) -> Self {
        value.map_or(Self::None, Self::from)
    }
}
