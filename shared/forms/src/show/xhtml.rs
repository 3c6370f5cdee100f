//! Reads rendering-xhtml: what it says is kept, what it would do is not.
//!
//! A small reader of our own on purpose: it knows a dozen tags, looks at each character once, keeps no tree, and so
//! has no depth that could run out. Whatever is no known tag is skipped and its text kept, except where the text is
//! not for reading (script, style and the like).

use super::{
    entities::entities,
    rich::{BlockKind, Page, Rich, Style, safe_href},
};

/// Deeper than this, tags still end and begin but change nothing more.
const MAX_DEPTH: usize = 100;

pub(crate) fn read(source: &str) -> Rich {
    let mut reader = Reader::default();
    // Where no > follows there is no tag either: so that nothing is searched for one over and over.
    let (mut rest, tail) = source.split_at(source.rfind('>').map_or(0, |last| last + 1));
    while let Some(at) = rest.find('<') {
        let (text, from_tag) = rest.split_at(at);
        reader.text(text);
        let Some((markup, after)) = Markup::read(from_tag) else {
            // A lone < is a word like any other.
            reader.text("<");
            rest = from_tag.get(1..).unwrap_or_default();
            continue;
        };
        reader.markup(&markup);
        rest = after;
        if let Markup::Open { name, closed: false, .. } = markup
            && is_silent(name)
        {
            let Some(after) = skip_to_end(rest, name) else { return reader.page.finish() };
            rest = after;
        }
    }
    reader.text(rest);
    reader.text(tail);
    reader.page.finish()
}

/// Elements whose text is not for reading.
fn is_silent(name: &str) -> bool {
    const SILENT: [&str; 14] = [
        "script", "style", "head", "title", "template", "iframe", "object", "embed", "svg", "math",
        "noscript", "textarea", "select", "xmp",
    ];
    SILENT.iter().any(|silent| name.eq_ignore_ascii_case(silent))
}

/// What follows the end tag of a silent element; nothing when it never ends.
fn skip_to_end<'a>(source: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = source;
    while let Some(at) = rest.find("</") {
        let (_, from_tag) = rest.split_at(at);
        let after_slash = from_tag.get(2..).unwrap_or_default();
        if after_slash.get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name)) {
            return after_slash.find('>').and_then(|end| after_slash.get(end + 1..));
        }
        rest = after_slash;
    }
    None
}

/// One piece of markup.
pub(crate) enum Markup<'a> {
    /// A start tag, `closed` when it ends with `/>`.
    Open { name: &'a str, attributes: &'a str, closed: bool },
    /// An end tag.
    Close { name: &'a str },
    /// A comment, a declaration or a processing instruction.
    Other,
}

impl<'a> Markup<'a> {
    /// Reads what begins with `<`; gives it and what follows, or nothing when it is no markup.
    pub(crate) fn read(source: &'a str) -> Option<(Self, &'a str)> {
        let inside = source.strip_prefix('<')?;
        if let Some(comment) = inside.strip_prefix("!--") {
            let after = comment.find("-->").and_then(|end| comment.get(end + 3..)).unwrap_or_default();
            return Some((Self::Other, after));
        }
        if inside.starts_with(['!', '?']) {
            let after = inside.find('>').and_then(|end| inside.get(end + 1..)).unwrap_or_default();
            return Some((Self::Other, after));
        }
        let (closes, named) = match inside.strip_prefix('/') {
            Some(named) => (true, named),
            None => (false, inside),
        };
        if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let name_end = named
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, ':' | '-' | '_'))
            .unwrap_or(named.len());
        let (name, rest) = named.split_at(name_end);
        let end = tag_end(rest)?;
        let (attributes, after) = rest.split_at(end);
        let after = after.get(1..).unwrap_or_default();
        let name = name.rsplit(':').next().unwrap_or(name);
        if closes {
            return Some((Self::Close { name }, after));
        }
        let empty = attributes.trim_end().ends_with('/');
        Some((Self::Open { name, attributes, closed: empty }, after))
    }
}

/// Where a tag's `>` is, outside quotes.
fn tag_end(source: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in source.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    // A quote that never ends: the first > has to do.
    quote.and_then(|_| source.find('>'))
}

/// The value of one attribute, entities resolved.
pub(crate) fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() && after.is_empty() {
            return None;
        }
        let after = after.trim_start();
        let (value, after) = match after.strip_prefix('=').map(str::trim_start) {
            None => ("", after),
            Some(quoted) if quoted.starts_with(['"', '\'']) => {
                let (quote, inner) = quoted.split_at(1);
                let end = inner.find(quote).unwrap_or(inner.len());
                (inner.get(..end).unwrap_or_default(), inner.get(end + 1..).unwrap_or_default())
            }
            Some(bare) => {
                let end = bare.find(char::is_whitespace).unwrap_or(bare.len());
                bare.split_at(end)
            }
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(entities(value));
        }
        rest = after;
    }
}

/// What is open while reading.
#[derive(Default)]
struct Reader {
    page: Page,
    depth: usize,
    strong: usize,
    em: usize,
    hrefs: Vec<Option<String>>,
    /// For each open list, the number of its last item, `None` when it is not numbered.
    lists: Vec<Option<u32>>,
}

impl Reader {
    fn style(&self) -> Style {
        Style { strong: self.strong > 0, em: self.em > 0, href: self.hrefs.last().cloned().flatten() }
    }

    fn text(&mut self, source: &str) {
        if source.is_empty() {
            return;
        }
        let decoded = entities(source);
        let mut out = String::with_capacity(decoded.len());
        let mut last = self.page.last();
        for c in decoded.chars() {
            // Editors fill whole sentences with no-break spaces, and a phone cannot break them then; after a digit one
            // keeps a number and its unit together.
            let kept = c == '\u{a0}' && last.is_some_and(|last| last.is_ascii_digit());
            // White space is one space, and none at the start of a line.
            if c.is_whitespace() && !kept {
                if last.is_some_and(|last| !last.is_whitespace()) {
                    out.push(' ');
                    last = Some(' ');
                }
            } else if !c.is_control() {
                out.push(c);
                last = Some(c);
            }
        }
        let style = self.style();
        self.page.push(&out, style);
    }

    fn markup(&mut self, markup: &Markup<'_>) {
        match markup {
            Markup::Open { name, attributes, closed } => {
                self.open(&name.to_ascii_lowercase(), attributes, *closed);
            }
            Markup::Close { name } => self.close(&name.to_ascii_lowercase()),
            Markup::Other => {}
        }
    }

    fn open(&mut self, name: &str, attributes: &str, closed: bool) {
        match name {
            "br" => {
                // Two breaks are an empty line, and that is where a paragraph ends.
                if self.page.last() == Some('\n') && self.page.kind() == BlockKind::P {
                    self.page.end_block();
                } else if !self.page.is_blank() {
                    let style = self.style();
                    self.page.push("\n", style);
                }
                return;
            }
            "img" => {
                if let Some(alt) = attribute(attributes, "alt") {
                    self.text(&alt.replace('&', "&amp;"));
                }
                return;
            }
            "hr" | "input" | "meta" | "link" | "col" | "wbr" => return,
            _ => {}
        }
        if closed || self.depth >= MAX_DEPTH {
            self.depth = if closed { self.depth } else { self.depth.saturating_add(1) };
            return;
        }
        self.depth += 1;
        match name {
            "b" | "strong" | "th" => self.strong += 1,
            "i" | "em" | "cite" => self.em += 1,
            "a" => {
                let outer = self.hrefs.last().cloned().flatten();
                self.hrefs.push(attribute(attributes, "href").and_then(|href| safe_href(&href)).or(outer));
            }
            "ul" => self.lists.push(None),
            "ol" => {
                let start = attribute(attributes, "start").and_then(|start| start.trim().parse::<u32>().ok());
                self.lists.push(Some(start.map_or(0, |start| start.saturating_sub(1))));
            }
            "li" => {
                let number = self.lists.last_mut().and_then(Option::as_mut).map(|number| {
                    *number = number.saturating_add(1);
                    *number
                });
                self.page.begin(BlockKind::Item, number);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "caption" => self.page.begin(BlockKind::Title, None),
            _ => {}
        }
        match name {
            // A paragraph right inside an item is the item.
            "p" | "div" if self.page.kind() == BlockKind::Item && self.page.is_blank() => {}
            _ if is_block(name) => self.page.end_block(),
            "td" | "th" if !self.page.is_blank() => self.text(" · "),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.depth > MAX_DEPTH {
            self.depth -= 1;
            return;
        }
        self.depth = self.depth.saturating_sub(1);
        match name {
            "b" | "strong" | "th" => self.strong = self.strong.saturating_sub(1),
            "i" | "em" | "cite" => self.em = self.em.saturating_sub(1),
            "a" => {
                self.hrefs.pop();
            }
            "ul" | "ol" => {
                self.lists.pop();
            }
            _ => {}
        }
        if is_block(name) || matches!(name, "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "caption") {
            self.page.end_block();
        }
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "ul"
            | "ol"
            | "table"
            | "tr"
            | "blockquote"
            | "pre"
            | "section"
            | "article"
            | "dl"
            | "dt"
            | "dd"
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(source: &str) -> Vec<(BlockKind, String)> {
        read(source)
            .blocks
            .into_iter()
            .map(|block| (block.kind, block.spans.into_iter().map(|span| span.text).collect()))
            .collect()
    }

    #[test]
    fn paragraphs_lists_and_titles_are_kept() {
        assert_eq!(
            texts(
                "<div xmlns=\"http://www.w3.org/1999/xhtml\"><h2>Wound</h2><p>Look  at\n it.</p><ul><li>red</li><li><p>warm</p></li></ul>after</div>"
            ),
            [
                (BlockKind::Title, "Wound".to_owned()),
                (BlockKind::P, "Look at it.".to_owned()),
                (BlockKind::Item, "red".to_owned()),
                (BlockKind::Item, "warm".to_owned()),
                (BlockKind::P, "after".to_owned()),
            ]
        );
    }

    #[test]
    fn a_numbered_list_counts() {
        let rich = read("<ol start='3'><li>three</li><li>four</li></ol>");
        assert_eq!(rich.blocks.iter().map(|block| block.number).collect::<Vec<_>>(), [Some(3), Some(4)]);
    }

    #[test]
    fn two_breaks_are_a_new_paragraph_and_one_is_a_new_line() {
        assert_eq!(texts("a<br/>b<br /><br>c").len(), 2);
        assert_eq!(read("a<br/>b").to_text(), "a\nb");
    }

    #[test]
    fn emphasis_and_safe_links_are_kept_and_unsafe_ones_are_only_words() {
        let rich = read(
            "<p>Call <b>now</b>: <a href='tel:120'>120</a> or <a href=\"javascript:alert(1)\">here</a></p>",
        );
        let spans = &rich.blocks[0].spans;
        assert!(spans[1].strong);
        assert_eq!(spans[3].href.as_deref(), Some("tel:120"));
        assert_eq!(spans[4].text, " or here");
        assert_eq!(spans[4].href, None);
    }

    #[test]
    fn scripts_styles_and_frames_leave_nothing() {
        assert_eq!(
            read("<style>p{}</style>a<script>alert('<b>')</script >b<iframe src=x>c</iframe>").to_text(),
            "ab"
        );
        assert_eq!(read("<script>never ends").to_text(), "");
        assert_eq!(read("<img src=x onerror=alert(1) alt='a wound'>").to_text(), "a wound");
    }

    #[test]
    fn references_are_resolved_once() {
        assert_eq!(
            read("1 &lt; 2 &amp;lt; &#x4e2d;&#25991; &nope; & &#0;").to_text(),
            "1 < 2 &lt; 中文 &nope; & &#0;"
        );
    }

    #[test]
    fn a_link_hidden_in_references_is_judged_by_what_it_means() {
        assert_eq!(read("<a href='&#106;avascript:alert(1)'>x</a>").blocks[0].spans[0].href, None);
        assert_eq!(read("<a href='java&#10;script:alert(1)'>x</a>").blocks[0].spans[0].href, None);
    }

    #[test]
    fn a_sentence_of_no_break_spaces_can_break_and_a_number_keeps_its_unit() {
        assert_eq!(
            read("Select&#xa0;all&#xa0;that&#xa0;apply, 38.6&#xa0;°C").to_text(),
            "Select all that apply, 38.6\u{a0}°C"
        );
    }

    #[test]
    fn a_picture_inside_the_text_is_skipped_however_large() {
        let source = format!("<div><img src='data:image/png;base64,{}'/>Welcome</div>", "A".repeat(300_000));
        assert_eq!(read(&source).to_text(), "Welcome");
    }

    #[test]
    fn what_is_no_tag_is_text() {
        assert_eq!(read("BMI < 18 and 3 <5").to_text(), "BMI < 18 and 3 <5");
    }

    #[test]
    fn ten_thousand_tags_deep_is_no_deeper_than_one() {
        let source = format!("{}x{}y", "<b><div>".repeat(10_000), "</div></b>".repeat(10_000));
        assert_eq!(read(&source).to_text(), "x\ny");
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic_or_gives_an_unsafe_link(
            source in "(<|</|>|a |href=|'|\"|javascript:|https://x.y/|tel:1|&#106;|&|script|p|li|ol|br|/|-->|<!--|中|\\PC){0,60}"
        ) {
            for span in read(&source).blocks.into_iter().flat_map(|block| block.spans) {
                prop_assert!(!span.text.is_empty());
                if let Some(href) = span.href {
                    prop_assert!(["http://", "https://", "tel:"].iter().any(|scheme| href.starts_with(scheme)));
                    prop_assert!(!href.contains(char::is_whitespace));
                }
            }
        }
    }
}
