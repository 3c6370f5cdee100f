//! Functions of texts that need more than a line.

use std::fmt::Write;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE},
};

use crate::ErrorKind;

/// The text from character `start`, at most `length` of them; `None` when it begins beyond the end.
pub(crate) fn substring(text: &str, start: i64, length: Option<i64>) -> Option<&str> {
    let start = usize::try_from(start).ok()?;
    let from = text.char_indices().nth(start)?.0;
    let tail = text.get(from..)?;
    let Some(length) = length else { return Some(tail) };
    let length = usize::try_from(length).unwrap_or(0);
    match tail.char_indices().nth(length) {
        Some((end, _)) => tail.get(..end),
        None => Some(tail),
    }
}

/// Where `part` begins in `text`, in characters.
pub(crate) fn index_of(text: &str, part: &str, last: bool) -> i64 {
    let at = if last { text.rfind(part) } else { text.find(part) };
    match at.and_then(|at| text.get(..at)) {
        Some(before) => i64::try_from(before.chars().count()).unwrap_or(-1),
        None => -1,
    }
}

/// `encode(format)`
pub(crate) fn encode(text: &str, format: &str) -> Result<String, ErrorKind> {
    Ok(match format {
        "base64" => STANDARD.encode(text),
        "urlbase64" => URL_SAFE.encode(text),
        "hex" => text.bytes().fold(String::new(), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        }),
        _ => return Err(unknown(format)),
    })
}

/// `decode(format)`
pub(crate) fn decode(text: &str, format: &str) -> Result<String, ErrorKind> {
    let bytes = match format {
        "base64" => STANDARD.decode(text).ok(),
        "urlbase64" => URL_SAFE.decode(text).ok(),
        "hex" => unhex(text),
        _ => return Err(unknown(format)),
    };
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| ErrorKind::Invalid(format!("the text is not {format} of a text")))
}

fn unknown(format: &str) -> ErrorKind {
    ErrorKind::Invalid(format!("{format} is no format that is known"))
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    digits
        .chunks_exact(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(high * 16 + low).ok(),
            _ => None,
        })
        .collect()
}

/// `escape(target)`
pub(crate) fn escape(text: &str, target: &str) -> Result<String, ErrorKind> {
    match target {
        "html" => {
            let mut out = String::with_capacity(text.len());
            for c in text.chars() {
                match c {
                    '&' => out.push_str("&amp;"),
                    '<' => out.push_str("&lt;"),
                    '>' => out.push_str("&gt;"),
                    '"' => out.push_str("&quot;"),
                    '\'' => out.push_str("&#39;"),
                    _ => out.push(c),
                }
            }
            Ok(out)
        }
        "json" => {
            let quoted = serde_json::Value::String(text.to_owned()).to_string();
            Ok(quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_owned())
        }
        _ => Err(unknown(target)),
    }
}

/// `unescape(target)`
pub(crate) fn unescape(text: &str, target: &str) -> Result<String, ErrorKind> {
    match target {
        "html" => Ok(unescape_html(text)),
        "json" => serde_json::from_str::<String>(&format!("\"{text}\""))
            .map_err(|_| ErrorKind::Invalid("the text is not escaped JSON".to_owned())),
        _ => Err(unknown(target)),
    }
}

fn unescape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let known = tail.split_once(';').and_then(|(entity, after)| Some((character(entity)?, after)));
        if let Some((c, after)) = known {
            out.push(c);
            rest = after;
        } else {
            out.push('&');
            rest = tail.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

fn character(entity: &str) -> Option<char> {
    match entity {
        "&amp" => Some('&'),
        "&lt" => Some('<'),
        "&gt" => Some('>'),
        "&quot" => Some('"'),
        "&apos" => Some('\''),
        "&nbsp" => Some('\u{a0}'),
        _ => {
            let number = entity.strip_prefix("&#")?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// Lower case, each run of white space as one blank: what `~` compares.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        assert_eq!(substring("康伴app", 1, Some(2)), Some("伴a"));
        assert_eq!(substring("abc", 3, None), None);
        assert_eq!(substring("abc", -1, None), None);
        assert_eq!(substring("abc", 1, Some(-1)), Some(""));
        assert_eq!(index_of("康伴app", "a", false), 2);
        assert_eq!(index_of("abab", "ab", true), 2);
    }

    #[test]
    fn what_is_escaped_comes_back() {
        for text in ["\"1<2\" & 'x'", "", "康伴\n\t\\", "&amp;"] {
            for target in ["html", "json"] {
                assert_eq!(unescape(&escape(text, target).unwrap(), target).unwrap(), text);
            }
            for format in ["base64", "urlbase64", "hex"] {
                assert_eq!(decode(&encode(text, format).unwrap(), format).unwrap(), text);
            }
        }
        assert!(encode("a", "rot13").is_err());
        assert!(decode("abc", "hex").is_err());
        assert!(unescape("\"", "json").is_err());
        assert_eq!(unescape("&x; & &#x4e2d;", "html").unwrap(), "&x; & 中");
    }
}
