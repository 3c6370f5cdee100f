//! What a criterion says of linkIds.

use kangban_fhirpath::ast::{Kind, Literal, Node, Operator};

/// Whether a criterion holds for no node without a linkId that it names.
pub(super) fn names_link_id(criterion: &Node) -> bool {
    match &criterion.kind {
        Kind::Binary { operator: Operator::And, left, right } => names_link_id(left) || names_link_id(right),
        Kind::Binary { operator: Operator::Or, left, right } => names_link_id(left) && names_link_id(right),
        Kind::Binary { operator: Operator::Equal | Operator::In, left, right } => {
            (is_link_id(left) && !texts(right).is_empty()) || (is_link_id(right) && !texts(left).is_empty())
        }
        Kind::Call { on: Some(on), name, arguments } => {
            is_link_id(on)
                && matches!(name.as_str(), "startsWith" | "endsWith" | "contains")
                && arguments.first().is_some_and(|argument| !texts(argument).is_empty())
        }
        _ => false,
    }
}

/// Whether an item with this linkId may fulfil a criterion: `Some(false)` when surely not.
pub(super) fn admits(criterion: &Node, link_id: &str) -> Option<bool> {
    match &criterion.kind {
        Kind::Binary { operator: Operator::And, left, right } => {
            match (admits(left, link_id), admits(right, link_id)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            }
        }
        Kind::Binary { operator: Operator::Or, left, right } => {
            match (admits(left, link_id), admits(right, link_id)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            }
        }
        Kind::Binary { operator: Operator::Equal | Operator::In, left, right } => {
            let named = if is_link_id(left) {
                texts(right)
            } else if is_link_id(right) {
                texts(left)
            } else {
                return None;
            };
            (!named.is_empty()).then(|| named.contains(&link_id))
        }
        Kind::Call { on: Some(on), name, arguments } if is_link_id(on) => {
            let [text] = texts(arguments.first()?)[..] else { return None };
            match name.as_str() {
                "startsWith" => Some(link_id.starts_with(text)),
                "endsWith" => Some(link_id.ends_with(text)),
                "contains" => Some(link_id.contains(text)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_link_id(node: &Node) -> bool {
    match &node.kind {
        Kind::Member { on, name } => {
            name == "linkId" && on.as_ref().is_none_or(|on| matches!(on.kind, Kind::This))
        }
        _ => false,
    }
}

/// The texts of `'a'` or `'a' | 'b'`; empty when it is anything else.
fn texts(node: &Node) -> Vec<&str> {
    match &node.kind {
        Kind::Literal(Literal::String(text)) => vec![text],
        Kind::Binary { operator: Operator::Union, left, right } => {
            let (mut left, right) = (texts(left), texts(right));
            if left.is_empty() || right.is_empty() {
                return Vec::new();
            }
            left.extend(right);
            left
        }
        _ => Vec::new(),
    }
}

/// Whether it gives nothing where it is given nothing: names and filters after each other.
pub(super) fn is_path(node: &Node) -> bool {
    match &node.kind {
        Kind::This => true,
        Kind::Member { on, .. } => on.as_ref().is_none_or(|on| is_path(on)),
        Kind::Call { on, name, .. } => {
            matches!(
                name.as_str(),
                "where" | "first" | "last" | "tail" | "ofType" | "as" | "select" | "ordinal" | "weight"
            ) && on.as_ref().is_some_and(|on| is_path(on))
        }
        Kind::Item { of, .. } | Kind::As { of, .. } => is_path(of),
        _ => false,
    }
}
