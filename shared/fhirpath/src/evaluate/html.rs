//! `htmlChecks()`: whether a narrative is XHTML of the kinds R4 allows.
//!
//! <http://hl7.org/fhir/R4/narrative.html#security>: basic formatting, lists, tables, links and images; no scripts,
//! forms, frames, head or body, no event attributes, and some text.

const ELEMENTS: [&str; 52] = [
    "a",
    "abbr",
    "acronym",
    "b",
    "big",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "ul",
    "var",
    "bdo",
    "kbd",
    "address",
    "strike",
];

/// Whether all elements and attributes are allowed, closed in order, within one `div`, with something to read.
pub(super) fn is_safe(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html.trim();
    let mut content = false;
    if !rest.starts_with("<div") {
        return false;
    }
    while !rest.is_empty() {
        let Some(after) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            let (text, tail) = rest.split_at(end);
            content |= !text.trim().is_empty();
            if open.is_empty() && !text.trim().is_empty() {
                return false;
            }
            rest = tail;
            continue;
        };
        if let Some(comment) = after.strip_prefix("!--") {
            let Some((_, tail)) = comment.split_once("-->") else { return false };
            rest = tail;
            continue;
        }
        let Some((tag, tail)) = split_tag(after) else { return false };
        rest = tail;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name.trim()) {
                return false;
            }
            if open.is_empty() && !rest.trim().is_empty() {
                return false;
            }
            continue;
        }
        let (tag, closed) = match tag.strip_suffix('/') {
            Some(tag) => (tag, true),
            None => (tag, false),
        };
        let name_end = tag.find(char::is_whitespace).unwrap_or(tag.len());
        let (name, attributes) = tag.split_at(name_end);
        if !ELEMENTS.contains(&name) || !attributes_are_safe(attributes) {
            return false;
        }
        content |= name == "img";
        if !closed {
            open.push(name);
        }
    }
    open.is_empty() && content
}

/// Up to the `>` that is not within quotes.
fn split_tag(text: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some((text.get(..at)?, text.get(at + 1..)?)),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

fn attributes_are_safe(text: &str) -> bool {
    let mut rest = text.trim();
    while !rest.is_empty() {
        let Some((name, tail)) = rest.split_once('=') else { return false };
        let name = name.trim().to_ascii_lowercase();
        let tail = tail.trim_start();
        let Some(quote) = tail.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return false };
        let Some((value, after)) = tail.get(1..).and_then(|tail| tail.split_once(quote)) else {
            return false;
        };
        let word =
            name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_'));
        let scheme = value.trim().to_ascii_lowercase();
        if !word
            || name.starts_with("on")
            || scheme.starts_with("javascript:")
            || scheme.starts_with("vbscript:")
        {
            return false;
        }
        rest = after.trim_start();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn plain_narratives_pass_and_scripts_do_not() {
        let ok =
            "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p title='a>b'>Hi <br/>there<!-- x --></p></div>";
        assert!(is_safe(ok));
        for bad in [
            "",
            "text",
            "<div></div>",
            "<p>not in a div</p>",
            "<div><script>x</script></div>",
            "<div onclick=\"x\">a</div>",
            "<div><a href=\" JavaScript:x\">a</a></div>",
            "<div><p>a</div></p>",
            "<div>a",
            "<div>a</div>b",
            "<div a>b</div>",
            "<div",
        ] {
            assert!(!is_safe(bad), "{bad}");
        }
    }
}
