//! From the parameters of a search to a query of the store.

use super::{Refusal, ask::Pairs, search::read_token, types};
use crate::{
    access::Reach,
    store::{DateTest, Filter, Key, ParameterKind, Query, Sort, TokenTest, parameter, range},
};

/// How many a page holds when nobody says.
pub(super) const DEFAULT_COUNT: usize = 100;
/// How many it holds at most.
const MOST: usize = 1000;

/// Whether the number of all matches is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Total {
    /// Only when it is known anyway.
    Unless,
    /// Counted.
    Counted,
}

/// A search as it was asked.
#[derive(Debug)]
pub(super) struct Search {
    pub(super) query: Query,
    pub(super) total: Total,
    /// `_summary=count`: the number alone.
    pub(super) only_count: bool,
    /// Parameters whose targets come along: `_include`.
    pub(super) include: Vec<String>,
}

/// Reads the parameters of a search in a type. `lenient` leaves out what is not known (`Prefer: handling=lenient`);
/// else it is refused, because a filter that is not applied shows more than was asked for.
pub(super) fn search(
    resource_type: &str,
    reach: Reach,
    pairs: &Pairs,
    base: &str,
    lenient: bool,
) -> Result<Search, Refusal> {
    let mut query = Query::all(resource_type, reach, DEFAULT_COUNT);
    let (mut total, mut only_count, mut include) = (Total::Unless, false, Vec::new());
    for (name, value) in pairs {
        match name.as_str() {
            "_count" => query.count = count(value)?,
            "_sort" => query.sort = sort(resource_type, value)?,
            "_page" => query.after = Some(read_token(value)?),
            "_total" => {
                total = match value.as_str() {
                    "none" => Total::Unless,
                    "accurate" | "estimate" => Total::Counted,
                    _ => return Err(refused(name, "it is none, estimate or accurate")),
                }
            }
            "_summary" => match value.as_str() {
                "count" => only_count = true,
                "false" => {}
                _ => return Err(refused(name, "only count and false are supported")),
            },
            "_include" => include.push(included(resource_type, value)?),
            "_id" => query.filters.push(Filter::Id(alternatives(value))),
            "_lastUpdated" => query.filters.push(Filter::Updated(date(name, value)?)),
            "_format" | "_pretty" => {}
            _ if value.is_empty() => {}
            _ => match filter(resource_type, name, value, base) {
                Ok(filter) => query.filters.push(filter),
                Err(_) if lenient => {}
                Err(refusal) => return Err(refusal),
            },
        }
    }
    if query.count == 0 {
        only_count = true;
    }
    Ok(Search { query, total, only_count, include })
}

/// The filters of a condition, as in `If-None-Exist`; one that filters nothing is refused.
pub(super) fn condition(
    resource_type: &str,
    reach: Reach,
    pairs: &Pairs,
    base: &str,
) -> Result<Query, Refusal> {
    let search = search(resource_type, reach, pairs, base, false)?;
    if search.query.filters.is_empty() {
        return Err(Refusal::invalid("a condition has to name at least one search parameter"));
    }
    // Two are enough to know that it is not one.
    Ok(Query { count: 2, after: None, ..search.query })
}

fn refused(name: &str, what: &str) -> Refusal {
    Refusal::invalid(format!("search parameter {}: {what}", printable(name)))
}

/// A parameter's name for a message. Names are not data, but what a stranger sends may be anything.
fn printable(name: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_:.".contains(letter);
    if name.len() <= 64 && name.chars().all(plain) { format!("'{name}'") } else { "(unreadable)".to_owned() }
}

/// `_count`.
pub(super) fn count(value: &str) -> Result<usize, Refusal> {
    let count: usize = value.parse().map_err(|_| refused("_count", "it is a number"))?;
    Ok(count.min(MOST))
}

fn sort(resource_type: &str, value: &str) -> Result<Sort, Refusal> {
    let (name, descending) = value.strip_prefix('-').map_or((value, false), |name| (name, true));
    if name == "_lastUpdated" {
        return Ok(Sort { key: Key::Updated, descending });
    }
    match parameter(resource_type, name) {
        Some(ParameterKind::Date) => Ok(Sort { key: Key::Date(name.to_owned()), descending }),
        _ => Err(refused(
            "_sort",
            "one of _lastUpdated or a date parameter of the type, with or without a minus",
        )),
    }
}

fn included(resource_type: &str, value: &str) -> Result<String, Refusal> {
    let known = value.split_once(':').and_then(|(source, name)| {
        let name = name.split(':').next().unwrap_or(name);
        let is_reference = parameter(resource_type, name) == Some(ParameterKind::Reference);
        (source == resource_type && is_reference).then(|| name.to_owned())
    });
    known.ok_or_else(|| {
        refused("_include", "it is Type:parameter with a reference parameter of the searched type")
    })
}

/// Splits at commas that are not escaped, and takes the escapes off (R4, search, escaping).
fn alternatives(value: &str) -> Vec<String> {
    let (mut all, mut current, mut escaped) = (Vec::new(), String::new(), false);
    for letter in value.chars() {
        match letter {
            _ if escaped => {
                // A bar stays escaped: it is looked at later.
                if letter == '|' {
                    current.push('\\');
                }
                current.push(letter);
                escaped = false;
            }
            '\\' => escaped = true,
            ',' => all.push(std::mem::take(&mut current)),
            _ => current.push(letter),
        }
    }
    all.push(current);
    all.retain(|one| !one.is_empty());
    all
}

fn filter(resource_type: &str, name: &str, value: &str, base: &str) -> Result<Filter, Refusal> {
    let (plain, modifier) =
        name.split_once(':').map_or((name, None), |(plain, modifier)| (plain, Some(modifier)));
    let kind = parameter(resource_type, plain).ok_or_else(|| refused(name, "it is not supported here"))?;
    let unsupported = || refused(name, "this modifier is not supported here");
    let any = alternatives(value);
    let name = plain.to_owned();
    match (kind, modifier) {
        (ParameterKind::Token, None | Some("not")) => Ok(Filter::Token {
            name,
            any: any.iter().map(|one| token(one)).collect(),
            not: modifier.is_some(),
        }),
        (ParameterKind::Date, None) => Ok(Filter::Date { test: date(&name, value)?, name }),
        (ParameterKind::Text, None) => Ok(Filter::Text { name, any }),
        (ParameterKind::Reference, modifier) => {
            if modifier.is_some_and(|wanted| types::known(wanted).is_none()) {
                return Err(unsupported());
            }
            let any = any.iter().flat_map(|one| targets(&name, one, modifier, base)).collect();
            Ok(Filter::Reference { name, any })
        }
        _ => Err(unsupported()),
    }
}

fn token(value: &str) -> TokenTest {
    let bar = value.char_indices().find(|(at, letter)| *letter == '|' && !value[..*at].ends_with('\\'));
    let plain = |text: &str| text.replace("\\|", "|");
    let some = |text: &str| (!text.is_empty()).then(|| plain(text));
    match bar {
        None => TokenTest { system: None, code: Some(plain(value)) },
        Some((at, _)) => TokenTest { system: Some(plain(&value[..at])), code: some(&value[at + 1..]) },
    }
}

/// What a reference may be stored as: with its type, whichever it can be when only an id is given.
fn targets(name: &str, value: &str, modifier: Option<&str>, base: &str) -> Vec<String> {
    let relative = value.strip_prefix(base).map_or(value, |rest| rest.trim_start_matches('/'));
    if relative.contains('/') || relative.starts_with("urn:") {
        return vec![relative.split(['|']).next().unwrap_or(relative).to_owned()];
    }
    if let Some(resource_type) = modifier {
        return vec![format!("{resource_type}/{relative}")];
    }
    match name {
        "patient" => vec![format!("Patient/{relative}")],
        _ => types::all().map(|resource_type| format!("{resource_type}/{relative}")).collect(),
    }
}

fn date(name: &str, value: &str) -> Result<DateTest, Refusal> {
    let at = value
        .char_indices()
        .find(|(_, letter)| !letter.is_ascii_alphabetic())
        .map_or(value.len(), |(at, _)| at);
    let (prefix, text) = value.split_at(at);
    // A plus that was not encoded arrives as a blank.
    let text = text.replace(' ', "+");
    let (low, high) =
        range(&text).ok_or_else(|| refused(name, "it is a date or a moment, as in ge2026-11-25"))?;
    match prefix {
        "" | "eq" => Ok(DateTest::Within(low, high)),
        "ne" => Ok(DateTest::NotWithin(low, high)),
        "gt" => Ok(DateTest::After(high)),
        "lt" => Ok(DateTest::Before(low)),
        "ge" => Ok(DateTest::From(low)),
        "le" => Ok(DateTest::Until(high)),
        "sa" => Ok(DateTest::BeginsAfter(high)),
        "eb" => Ok(DateTest::EndsBefore(low)),
        _ => Err(refused(name, "this prefix is not supported")),
    }
}

/// A URL with a query.
pub(super) fn url(address: &str, pairs: &Pairs) -> String {
    if pairs.is_empty() {
        return address.to_owned();
    }
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("{address}?{query}")
}

/// The same parameters for another page.
pub(super) fn with_page(pairs: &Pairs, token: &str) -> Pairs {
    let others = pairs.iter().filter(|(name, _)| name != "_page").cloned();
    others.chain([("_page".to_owned(), token.to_owned())]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(resource_type: &str, query: &str) -> Result<Search, Refusal> {
        let pairs: Pairs = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        search(resource_type, Reach::All, &pairs, "http://h/fhir", false)
    }

    fn one(query: &str) -> Filter {
        read("Observation", query).expect("it is read").query.filters.remove(0)
    }

    #[test]
    fn tokens_have_a_system_a_code_or_both() {
        let test = |system: Option<&str>, code: Option<&str>| TokenTest {
            system: system.map(str::to_owned),
            code: code.map(str::to_owned),
        };
        for (value, wanted) in [
            ("code=8310-5", test(None, Some("8310-5"))),
            ("code=http://loinc.org|8310-5", test(Some("http://loinc.org"), Some("8310-5"))),
            ("code=http://loinc.org|", test(Some("http://loinc.org"), None)),
            ("code=|x", test(Some(""), Some("x"))),
            ("code=a%5C|b", test(None, Some("a|b"))),
        ] {
            let Filter::Token { any, not: false, .. } = one(value) else { panic!("{value} is a token") };
            assert_eq!(any, [wanted], "{value}");
        }
        let Filter::Token { any, not: true, .. } = one("status:not=final,amended") else { panic!("a token") };
        assert_eq!(any.len(), 2);
    }

    #[test]
    fn references_are_found_by_id_by_type_and_by_url() {
        for value in
            ["patient=p", "patient=Patient/p", "patient=http://h/fhir/Patient/p", "patient:Patient=p"]
        {
            let Filter::Reference { any, .. } = one(value) else { panic!("{value} is a reference") };
            assert_eq!(any, ["Patient/p"], "{value}");
        }
        let Filter::Reference { any, .. } = one("subject=p") else { panic!("a reference") };
        assert!(any.contains(&"Patient/p".to_owned()) && any.contains(&"Device/p".to_owned()));
    }

    #[test]
    fn dates_have_prefixes_and_a_lost_plus_is_forgiven() {
        let (low, high) = range("2026-11-25").expect("a day");
        for (value, wanted) in [
            ("date=2026-11-25", DateTest::Within(low, high)),
            ("date=ge2026-11-25", DateTest::From(low)),
            ("date=gt2026-11-25", DateTest::After(high)),
            ("date=lt2026-11-25", DateTest::Before(low)),
            ("date=sa2026-11-25", DateTest::BeginsAfter(high)),
        ] {
            assert_eq!(one(value), Filter::Date { name: "date".to_owned(), test: wanted }, "{value}");
        }
        assert!(read("Observation", "date=ge2026-11-25T08:00:00+08:00").is_ok());
        assert!(read("Observation", "date=soon").is_err());
        assert!(read("Observation", "date=ap2026").is_err());
    }

    #[test]
    fn what_is_not_known_is_refused_unless_leniency_is_asked_for() {
        for query in
            ["colour=red", "patient.name=x", "_sort=code", "_count=many", "code:in=x", "_include=Patient:x"]
        {
            let refusal = read("Observation", query).expect_err(query);
            assert_eq!(refusal.status().as_u16(), 400, "{query}");
        }
        let pairs = vec![("colour".to_owned(), "red".to_owned())];
        assert!(
            search("Observation", Reach::All, &pairs, "", true).expect("lenient").query.filters.is_empty()
        );
    }

    #[test]
    fn a_condition_that_filters_nothing_is_refused() {
        assert!(condition("Patient", Reach::All, &Pairs::new(), "").is_err());
        let pairs = vec![("identifier".to_owned(), "s|1".to_owned())];
        assert_eq!(condition("Patient", Reach::All, &pairs, "").expect("a query").count, 2);
    }
}
