use std::fmt;

/// Something that could not be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PopulateProblem {
    /// The item it is about; the form when there is none.
    pub link_id: Option<String>,
    /// The expression it is about.
    pub expression: Option<String>,
    /// Why.
    pub why: String,
}

impl fmt::Display for PopulateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(link_id) = &self.link_id {
            write!(f, "{link_id}: ")?;
        }
        if let Some(expression) = &self.expression {
            write!(f, "`{expression}`: ")?;
        }
        f.write_str(&self.why)
    }
}

impl std::error::Error for PopulateProblem {}
