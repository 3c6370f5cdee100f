//! SMART scopes, version 2 with version 1 understood: `patient/Observation.rs`, `user/*.cruds`, `patient/*.read`.

use std::fmt;

/// One letter of a SMART v2 scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Permission {
    /// Make a new resource.
    Create,
    /// Read one, its versions and its history.
    Read,
    /// Change one.
    Update,
    /// Delete one.
    Delete,
    /// Search and read feeds.
    Search,
}

impl Permission {
    const ALL: [(char, Self); 5] = [
        ('c', Self::Create),
        ('r', Self::Read),
        ('u', Self::Update),
        ('d', Self::Delete),
        ('s', Self::Search),
    ];
}

/// Whose data a clinical scope speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// One patient's compartment.
    Patient,
    /// Whatever the signed-in clinician may see.
    User,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Clinical {
    context: Context,
    /// `None` is `*`.
    resource_type: Option<String>,
    permissions: Vec<Permission>,
}

impl Clinical {
    fn parse(text: &str) -> Option<Self> {
        let (context, rest) = text.split_once('/')?;
        let context = match context {
            "patient" => Context::Patient,
            "user" => Context::User,
            _ => return None,
        };
        let (name, rights) = rest.split_once('.')?;
        let known =
            name == "*" || (!name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphabetic()));
        if !known {
            return None;
        }
        let permissions = match rights {
            "read" => vec![Permission::Read, Permission::Search],
            "write" => vec![Permission::Create, Permission::Update, Permission::Delete],
            "*" => Permission::ALL.map(|(_, permission)| permission).to_vec(),
            letters => {
                // v2 asks for the letters in this order; a search parameter after `?` narrows, and what we cannot
                // narrow we do not grant.
                let mut order = Permission::ALL.iter();
                let mut found = Vec::new();
                for letter in letters.chars() {
                    found.push(order.find(|(name, _)| *name == letter)?.1);
                }
                found
            }
        };
        (!permissions.is_empty()).then(|| Self {
            context,
            resource_type: (name != "*").then(|| name.to_owned()),
            permissions,
        })
    }
}

/// The scopes of one token, in the order in which they were asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scopes {
    words: Vec<String>,
    clinical: Vec<Clinical>,
    everything: bool,
}

impl Scopes {
    /// Reads a space-separated list. Words that we do not know are left out: what is granted is what is understood.
    pub fn parse(text: &str) -> Self {
        const PLAIN: [&str; 5] = ["openid", "fhirUser", "launch/patient", "offline_access", "online_access"];
        let mut scopes = Self::default();
        for word in text.split_ascii_whitespace() {
            if scopes.words.iter().any(|known| known == word) {
                continue;
            }
            if PLAIN.contains(&word) {
                scopes.words.push(word.to_owned());
            } else if let Some(clinical) = Clinical::parse(word) {
                scopes.words.push(word.to_owned());
                scopes.clinical.push(clinical);
            }
        }
        scopes
    }

    /// The scopes of the hospital itself.
    pub(crate) fn everything() -> Self {
        Self { words: Vec::new(), clinical: Vec::new(), everything: true }
    }

    /// Whether a word such as `offline_access` is among them.
    pub fn has(&self, word: &str) -> bool {
        self.words.iter().any(|known| known == word)
    }

    /// Whether nothing at all is granted.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && !self.everything
    }

    /// Whether `permission` on `resource_type` is granted in `context`.
    pub fn allow(&self, context: Context, resource_type: &str, permission: Permission) -> bool {
        self.everything
            || self.clinical.iter().any(|scope| {
                scope.context == context
                    && scope.resource_type.as_deref().is_none_or(|name| name == resource_type)
                    && scope.permissions.contains(&permission)
            })
    }

    /// Those that `keep` accepts; `keep` sees the word and, for a clinical scope, its context.
    #[must_use]
    pub fn filtered(&self, keep: impl Fn(&str, Option<Context>) -> bool) -> Self {
        let kept: Vec<&str> = self
            .words
            .iter()
            .filter(|word| keep(word, Clinical::parse(word).map(|scope| scope.context)))
            .map(String::as_str)
            .collect();
        Self::parse(&kept.join(" "))
    }

    /// Whether every word of this list is in `other`: a refresh may narrow, never widen.
    pub fn is_within(&self, other: &Self) -> bool {
        self.words.iter().all(|word| other.has(word))
    }

    /// Whether every word is itself in `allowed`, or is a clinical scope that a `*` scope of it covers.
    #[must_use]
    pub fn limited_to(&self, allowed: &Self) -> Self {
        self.filtered(|word, _| {
            allowed.has(word)
                || Clinical::parse(word).is_some_and(|wanted| {
                    wanted.permissions.iter().all(|permission| {
                        let name = wanted.resource_type.as_deref().unwrap_or("*");
                        allowed.allow(wanted.context, name, *permission)
                    })
                })
        })
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_v2_scope_grants_exactly_its_letters() {
        let scopes = Scopes::parse("patient/Observation.rs");
        assert!(scopes.allow(Context::Patient, "Observation", Permission::Read));
        assert!(scopes.allow(Context::Patient, "Observation", Permission::Search));
        assert!(!scopes.allow(Context::Patient, "Observation", Permission::Create));
        assert!(!scopes.allow(Context::Patient, "Condition", Permission::Read));
        assert!(!scopes.allow(Context::User, "Observation", Permission::Read));
    }

    #[test]
    fn v1_words_are_understood_and_unknown_words_are_not_granted() {
        let scopes = Scopes::parse(
            "patient/*.read launch/patient system/*.read patient/*.rx patient/Observation.rs?a=b profile",
        );
        assert_eq!(scopes.to_string(), "patient/*.read launch/patient");
        assert!(scopes.allow(Context::Patient, "Condition", Permission::Search));
    }

    #[test]
    fn letters_out_of_order_are_refused() {
        assert!(Scopes::parse("patient/*.sr").is_empty());
        assert!(Scopes::parse("patient/*.").is_empty());
    }

    #[test]
    fn a_client_gets_no_more_than_it_is_registered_for() {
        let allowed = Scopes::parse("openid launch/patient patient/*.rs");
        let asked = Scopes::parse(
            "openid launch/patient patient/Observation.rs patient/*.cruds user/*.rs offline_access",
        );
        assert_eq!(asked.limited_to(&allowed).to_string(), "openid launch/patient patient/Observation.rs");
    }
}
