//! Regular expressions, in linear time and of bounded size.

use regex_lite::{Regex, RegexBuilder};

use crate::ErrorKind;

/// The most memory a compiled pattern may take, in bytes.
const MAX_PROGRAM: usize = 256 * 1024;
/// The longest pattern, in bytes.
const MAX_PATTERN: usize = 8 * 1024;

/// A compiled regular expression.
#[derive(Debug)]
pub(crate) struct Pattern {
    regex: Regex,
    weight: u64,
    empty: bool,
}

impl Pattern {
    /// Compiles `text`. A dot matches every character, line ends too (N1 § matches: single line mode). `flags` may
    /// be `i` (letters alike) and `m` (`^` and `$` at each line). `full` matches only the whole text.
    pub(crate) fn new(text: &str, flags: &str, full: bool) -> Result<Self, ErrorKind> {
        if text.len() > MAX_PATTERN {
            return Err(ErrorKind::Pattern("it is too long".to_owned()));
        }
        if let Some(unknown) = flags.chars().find(|flag| !matches!(flag, 'i' | 'm')) {
            return Err(ErrorKind::Pattern(format!("{unknown} is no flag")));
        }
        let plain = spelled(text);
        let plain = if full { format!("^(?:{plain})$") } else { plain };
        let regex = RegexBuilder::new(&plain)
            .dot_matches_new_line(true)
            .case_insensitive(flags.contains('i'))
            .multi_line(flags.contains('m'))
            .size_limit(MAX_PROGRAM)
            .build()
            .map_err(|error| ErrorKind::Pattern(error.to_string()))?;
        Ok(Self { regex, weight: weight(&plain), empty: text.is_empty() })
    }

    /// About how many steps matching `text` takes.
    pub(crate) fn cost(&self, text: &str) -> u64 {
        1 + self.weight.saturating_mul(text.len() as u64) / 32
    }

    /// Whether nothing was written.
    pub(crate) fn is_empty(&self) -> bool {
        self.empty
    }

    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// Replaces every match; `$1` and `${name}` in `by` stand for what a group matched.
    pub(crate) fn replace(&self, text: &str, by: &str) -> String {
        self.regex.replace_all(text, by).into_owned()
    }
}

/// `\uXXXX`, which the engine does not know, spelled as `\x{XXXX}`.
fn spelled(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, tail) = rest.split_at(at);
        plain.push_str(before);
        let digits = tail.strip_prefix("\\u").and_then(|digits| digits.get(..4));
        if let Some(digits) = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            plain.push_str("\\x{");
            plain.push_str(digits);
            plain.push('}');
            rest = tail.get(6..).unwrap_or_default();
        } else {
            let length = 1 + tail.chars().nth(1).map_or(0, char::len_utf8);
            plain.push_str(tail.get(..length).unwrap_or_default());
            rest = tail.get(length..).unwrap_or_default();
        }
    }
    plain.push_str(rest);
    plain
}

/// How many states the pattern may have: its length times the counts written in it (`{3,8}`).
fn weight(text: &str) -> u64 {
    let mut weight = text.len() as u64;
    for part in text.split('{').skip(1) {
        let Some((count, _)) = part.split_once('}') else { continue };
        let most = count.split(',').filter_map(|number| number.trim().parse::<u64>().ok()).max();
        weight = weight.saturating_mul(most.unwrap_or(1).max(1));
    }
    weight.min(16 * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_found_anywhere_and_a_dot_is_any_character() {
        assert!(Pattern::new("A.*B", "", false).unwrap().is_match("xA\n\tBx"));
        assert!(!Pattern::new("A.*B", "", true).unwrap().is_match("xA\n\tBx"));
        assert!(Pattern::new("a|ab", "", true).unwrap().is_match("ab"));
        assert!(Pattern::new("^[\\u4e00-\\u9fa5]+$", "", false).unwrap().is_match("康伴"));
        assert!(Pattern::new("ABC", "i", false).unwrap().is_match("abc"));
    }

    #[test]
    fn a_pattern_that_would_be_huge_or_slow_is_refused_or_costs_much() {
        assert!(Pattern::new("((a{1000}){1000}){1000}", "", false).is_err());
        assert!(Pattern::new("(", "", false).is_err());
        assert!(Pattern::new("a", "x", false).is_err());
        let slow = Pattern::new("(a?){60}a{60}", "", false).unwrap();
        assert!(slow.cost(&"a".repeat(100_000)) > 4_000_000);
        assert!(Pattern::new("^[A-Z]{3}-[0-9]+$", "", false).unwrap().cost("ABC-123") < 20);
    }
}
