//! Where an instance is.

use std::{fmt, str::FromStr};

use thiserror::Error;

/// Where an instance is: linkIds from the root joined by `/`; `:n` after a linkId is the n-th instance of a repeating
/// group, or the n-th answer whose children are meant (from 0, which is left out). `/`, `:` and `%` within a
/// linkId are percent-encoded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct ItemPath {
    steps: Vec<Step>,
}

/// One step of an [`ItemPath`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Step {
    /// The item's linkId.
    pub link_id: String,
    /// Which instance, or which answer.
    pub index: usize,
}

/// A text that is no path.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not a path of items")]
pub struct PathError;

impl ItemPath {
    /// The root: the response itself.
    pub fn root() -> Self {
        Self::default()
    }

    /// Whether it is the root.
    pub fn is_root(&self) -> bool {
        self.steps.is_empty()
    }

    /// The steps from the root.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The linkId of the item it names; `None` at the root.
    pub fn link_id(&self) -> Option<&str> {
        self.steps.last().map(|step| step.link_id.as_str())
    }

    /// Which instance (or answer) its last step names.
    pub fn index(&self) -> usize {
        self.steps.last().map_or(0, |step| step.index)
    }

    /// One step further.
    #[must_use]
    pub fn child(&self, link_id: impl Into<String>, index: usize) -> Self {
        let mut steps = Vec::with_capacity(self.steps.len() + 1);
        steps.extend_from_slice(&self.steps);
        steps.push(Step { link_id: link_id.into(), index });
        Self { steps }
    }

    /// One step back; `None` at the root.
    pub fn parent(&self) -> Option<Self> {
        let (_, before) = self.steps.split_last()?;
        Some(Self { steps: before.to_vec() })
    }

    /// The same place with another index in its last step.
    #[must_use]
    pub fn at(mut self, index: usize) -> Self {
        if let Some(last) = self.steps.last_mut() {
            last.index = index;
        }
        self
    }

    pub(crate) fn from_steps(steps: Vec<Step>) -> Self {
        Self { steps }
    }
}

impl fmt::Display for ItemPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.steps.iter().enumerate() {
            if at > 0 {
                f.write_str("/")?;
            }
            for part in step.link_id.chars() {
                match part {
                    '/' => f.write_str("%2F")?,
                    ':' => f.write_str("%3A")?,
                    '%' => f.write_str("%25")?,
                    other => write!(f, "{other}")?,
                }
            }
            if step.index > 0 {
                write!(f, ":{}", step.index)?;
            }
        }
        Ok(())
    }
}

impl FromStr for ItemPath {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        if text.is_empty() {
            return Ok(Self::root());
        }
        let steps = text.split('/').map(|step| {
            let (link_id, index) = match step.split_once(':') {
                Some((link_id, index)) => (link_id, index.parse().map_err(|_| PathError)?),
                None => (step, 0),
            };
            if link_id.is_empty() {
                return Err(PathError);
            }
            Ok(Step { link_id: decode(link_id)?, index })
        });
        Ok(Self { steps: steps.collect::<Result<_, _>>()? })
    }
}

fn decode(text: &str) -> Result<String, PathError> {
    let mut parts = text.split('%');
    let mut decoded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_at_checked(2).ok_or(PathError)?;
        decoded.push(match code {
            "2F" | "2f" => '/',
            "3A" | "3a" => ':',
            "25" => '%',
            _ => return Err(PathError),
        });
        decoded.push_str(rest);
    }
    Ok(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_as_it_is_written() {
        for text in ["", "1", "1/2:1/3", "a%2Fb:4/%25", "/".replace('/', "%2F").as_str()] {
            assert_eq!(text.parse::<ItemPath>().unwrap().to_string(), text);
        }
        let path: ItemPath = "g:2/%2F44251-7".parse().unwrap();
        assert_eq!(path.link_id(), Some("/44251-7"));
        assert_eq!(path.parent().unwrap().index(), 2);
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in ["/", "a//b", "a:x", "a:-1", "%2", "%zz", ":1", "a:99999999999999999999999"] {
            assert!(text.parse::<ItemPath>().is_err(), "{text}");
        }
    }
}
