//! URLs and references: whether they are well formed, and what they lead to.

use kangban_fhirpath::model::TypeId;

/// Whether R4 has a resource type of this name.
pub(crate) fn is_resource_type(name: &str) -> bool {
    let abstract_one = matches!(name, "Resource" | "DomainResource");
    !name.contains('.') && !abstract_one && TypeId::named(name).is_some_and(TypeId::is_resource)
}

/// Whether the text is a URI, absolute or relative, by RFC 3986 (letters beyond ASCII are let through, as in an IRI).
pub(crate) fn is_uri(text: &str) -> bool {
    if text.is_empty() {
        return false;
    }
    let bytes = text.as_bytes();
    let sound = text.char_indices().all(|(at, one)| match one {
        '%' => bytes.get(at + 1..at + 3).is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit)),
        ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => false,
        other => !other.is_control() && !other.is_whitespace(),
    });
    if !sound {
        return false;
    }
    let (scheme, rest) = match scheme(text) {
        Some(scheme) => (scheme.to_ascii_lowercase(), text.get(scheme.len() + 1..).unwrap_or_default()),
        // A relative one may not begin with what only looks like a scheme.
        None => return !text.split(['/', '?', '#']).next().unwrap_or_default().contains(':'),
    };
    match scheme.as_str() {
        "http" | "https" | "ftp" => {
            let Some(rest) = rest.strip_prefix("//") else { return false };
            let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
            let host = authority.rsplit('@').next().unwrap_or_default();
            !host.is_empty() && !host.starts_with(':')
        }
        "urn" => is_urn(rest),
        // One letter before a colon is a drive, not a scheme.
        other => other.len() > 1 && !rest.is_empty(),
    }
}

/// The scheme of an absolute URI.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let mut letters = scheme.chars();
    let first = letters.next().is_some_and(|first| first.is_ascii_alphabetic());
    (first && letters.all(|one| one.is_ascii_alphanumeric() || matches!(one, '+' | '-' | '.')))
        .then_some(scheme)
}

/// What follows `urn:`. The two kinds that FHIR itself uses are looked at closely.
fn is_urn(rest: &str) -> bool {
    let Some((space, name)) = rest.split_once(':') else { return false };
    match space.to_ascii_lowercase().as_str() {
        "uuid" => is_uuid(name),
        "oid" => {
            name.split('.').all(|part| {
                !part.is_empty()
                    && part.bytes().all(|byte| byte.is_ascii_digit())
                    && (part == "0" || !part.starts_with('0'))
            }) && name.starts_with(['0', '1', '2'])
                && name.contains('.')
        }
        _ => !space.is_empty() && !name.is_empty(),
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Where a literal reference leads.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// To a resource of this type (which may be none of R4's).
    Typed(&'a str),
    /// To a contained resource.
    Contained(&'a str),
    /// To a resource whose type the reference does not say (`urn:uuid:`, `urn:oid:`, a versionless URL of another server).
    Untyped,
    /// Nowhere: it is no reference.
    Malformed,
}

/// Reads a literal reference.
pub(crate) fn target(reference: &str) -> Target<'_> {
    if let Some(id) = reference.strip_prefix('#') {
        return Target::Contained(id);
    }
    if !is_uri(reference) {
        return Target::Malformed;
    }
    match scheme(reference).map(str::to_ascii_lowercase).as_deref() {
        Some("urn") => return Target::Untyped,
        Some("http" | "https") | None => {}
        Some(_) => return Target::Malformed,
    }
    let path = reference.split(['?', '#']).next().unwrap_or_default();
    let path = path.split("/_history/").next().unwrap_or_default();
    let mut steps = path.rsplit('/');
    let (id, kind) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
    if id.is_empty() || kind.is_empty() { Target::Typed("") } else { Target::Typed(kind) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_told_from_texts() {
        for good in [
            "Patient/1",
            "https://example.org/Patient/1",
            "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
            "urn:oid:1.2.3",
            "urn:hl7ii:2.16.840.1:9W",
            "mailto:ward@example.org",
            "https://example.org/%E5%BA%B7?a=b#c",
            "https://例子.测试/页",
        ] {
            assert!(is_uri(good), "{good}");
        }
        for bad in [
            "",
            "c:\\temp\\example.txt",
            "c:/temp",
            "urn:uuid:c757873d-ec9a-4326-a141-556f43239520asdf",
            "urn:oid:9.1",
            "ht sdtps://example.org/x",
            "http:///x",
            "https:example.org",
            "50%",
            "a\nb",
        ] {
            assert!(!is_uri(bad), "{bad}");
        }
    }

    #[test]
    fn references_say_what_they_lead_to() {
        assert_eq!(target("Patient/1"), Target::Typed("Patient"));
        assert_eq!(target("https://example.org/fhir/Patient/1/_history/2"), Target::Typed("Patient"));
        assert_eq!(target("https://example.org/Chicken/1"), Target::Typed("Chicken"));
        assert_eq!(target("#p"), Target::Contained("p"));
        assert_eq!(target("urn:uuid:c757873d-ec9a-4326-a141-556f43239520"), Target::Untyped);
        assert_eq!(target("ftp://example.org/Patient/1"), Target::Malformed);
        assert_eq!(target("no reference"), Target::Malformed);
        assert!(
            is_resource_type("QuestionnaireResponse")
                && !is_resource_type("Chicken")
                && !is_resource_type("")
        );
    }
}
