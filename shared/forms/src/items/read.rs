//! Reading a definition's JSON leniently: what is not there or is of another type is not there.

use serde_json::Value;

/// The elements of an array; none when it is no array.
pub fn list<'a>(json: &'a Value, name: &str) -> &'a [Value] {
    json.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A text.
pub fn text<'a>(json: &'a Value, name: &str) -> Option<&'a str> {
    json.get(name).and_then(Value::as_str)
}

/// A yes or no; no when it is absent.
pub fn flag(json: &Value, name: &str) -> bool {
    json.get(name).and_then(Value::as_bool).unwrap_or(false)
}

/// Every extension with this URL.
pub fn extensions<'a>(json: &'a Value, url: &'a str) -> impl Iterator<Item = &'a Value> + 'a {
    list(json, "extension").iter().filter(move |extension| text(extension, "url") == Some(url))
}

/// The first extension with this URL.
pub fn extension<'a>(json: &'a Value, url: &str) -> Option<&'a Value> {
    list(json, "extension").iter().find(|extension| text(extension, "url") == Some(url))
}

/// What a choice element holds: `("Coding", …)` of `valueCoding`.
pub fn choice<'a>(json: &'a Value, name: &str) -> Option<(&'a str, &'a Value)> {
    json.as_object()?.iter().find_map(|(key, value)| {
        let suffix = key.strip_prefix(name)?;
        suffix.starts_with(|first: char| first.is_ascii_uppercase()).then_some((suffix, value))
    })
}

/// The value of the first extension with this URL, whatever its type.
pub fn extension_value<'a>(json: &'a Value, url: &str) -> Option<&'a Value> {
    choice(extension(json, url)?, "value").map(|(_, value)| value)
}

/// A number's digits as a whole number.
pub fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_str().parse().ok(),
        _ => None,
    }
}

/// Whether a canonical names what another names: equal, or equal but for the version that one leaves out.
pub fn same_canonical(asked: &str, known: &str) -> bool {
    let (asked_url, asked_version) = split_canonical(asked);
    let (known_url, known_version) = split_canonical(known);
    asked_url == known_url
        && match (asked_version, known_version) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        }
}

/// A canonical's URL and version.
pub fn split_canonical(canonical: &str) -> (&str, Option<&str>) {
    match canonical.split_once('|') {
        Some((url, version)) => (url, Some(version)),
        None => (canonical, None),
    }
}
