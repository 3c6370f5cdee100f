//! Formatted text that is safe to draw: blocks of spans, and nothing else.

use serde_json::Value;

use crate::{
    items::Label,
    show::{markdown, xhtml},
    translate,
};

/// HL7's extension for a text in Markdown.
pub const MARKDOWN: &str = "http://hl7.org/fhir/StructureDefinition/rendering-markdown";
/// HL7's extension for a text in XHTML.
pub const XHTML: &str = "http://hl7.org/fhir/StructureDefinition/rendering-xhtml";

/// The longest text that is read as formatted, in bytes. Authors put whole pictures into XHTML.
const MAX_SOURCE: usize = 2_000_000;
/// The most pieces of text in different styles; what follows is all in one.
const MAX_SPANS: usize = 5_000;
/// The longest link that is followed.
const MAX_HREF: usize = 2_000;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum BlockKind {
    /// A paragraph.
    #[default]
    P,
    /// An item of a list.
    Item,
    /// A heading inside a text.
    Title,
}

/// A piece of text in one style. A line break inside it is `\n`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// The words.
    pub text: String,
    /// Whether they are important.
    pub strong: bool,
    /// Whether they are stressed.
    pub em: bool,
    /// Where they lead: always `http:`, `https:` or `tel:`.
    pub href: Option<String>,
}

/// A paragraph, an item of a list or a heading.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The number of an item in a numbered list.
    pub number: Option<u32>,
    /// Its text.
    pub spans: Vec<Span>,
}

/// Formatted text made safe: no scripts, styles, pictures or hidden parts, and links only to the web and to a telephone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Rich {
    /// Its blocks in order.
    pub blocks: Vec<Block>,
}

impl Rich {
    /// Plain text: an empty line begins a new paragraph.
    pub fn plain(text: &str) -> Self {
        let mut page = Page::default();
        for line in text.lines() {
            if line.trim().is_empty() {
                page.end_block();
            } else {
                if !page.is_blank() {
                    page.push("\n", Style::default());
                }
                page.push(line.trim(), Style::default());
            }
        }
        page.finish()
    }

    /// Text in Markdown; as it stands when it is too long for a form.
    pub fn markdown(text: &str) -> Self {
        if text.len() > MAX_SOURCE { Self::plain(text) } else { markdown::read(text) }
    }

    /// Text in XHTML, or something like it; nothing when it is too long for a form.
    pub fn xhtml(text: &str) -> Self {
        if text.len() > MAX_SOURCE { Self::default() } else { xhtml::read(text) }
    }

    /// Element `name` of `object` in `language`, formatted where the form says how.
    ///
    /// A formatted text in another language than the reader's gives way to a plain one in the reader's.
    pub fn of(object: &Value, name: &str, language: &str) -> Self {
        Label::of(object, name).map(|label| Self::of_label(&label, language)).unwrap_or_default()
    }

    /// The same of a text of the definition.
    pub fn of_label(label: &Label, language: &str) -> Self {
        let plain = translate::label(label, language);
        let element = label.element.as_ref();
        let in_language = element.is_some_and(|element| translate::nearest(element, language).is_some());
        let formatted = |url: &str| {
            element.and_then(|element| translate::extension(element, url)).and_then(|extension| {
                let value =
                    if extension.get("valueMarkdown").is_some() { "valueMarkdown" } else { "valueString" };
                let own = translate::translation(extension, value, language);
                let fallback = if in_language { None } else { translate::text(extension, value, language) };
                own.or(fallback)
            })
        };
        if let Some(text) = formatted(XHTML) {
            let rich = Self::xhtml(text);
            if !rich.is_empty() {
                return rich;
            }
        }
        if let Some(text) = formatted(MARKDOWN) {
            let rich = Self::markdown(text);
            if !rich.is_empty() {
                return rich;
            }
        }
        plain.map(Self::plain).unwrap_or_default()
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The words alone, a line a block.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        for block in &self.blocks {
            if !out.is_empty() {
                out.push('\n');
            }
            for span in &block.spans {
                out.push_str(&span.text);
            }
        }
        out
    }

    /// Adds the blocks of `other`.
    pub fn append(&mut self, other: Self) {
        self.blocks.extend(other.blocks);
    }
}

/// A link that may be followed, or nothing.
pub(crate) fn safe_href(href: &str) -> Option<String> {
    let href = href.trim();
    let hidden = |c: char| {
        c.is_control()
            || c.is_whitespace()
            || matches!(c, '<' | '>' | '"' | '\'' | '`' | '\\' | '{' | '}' | '|' | '^')
            // Marks that turn the direction or have no width could make a link look like another one.
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    if href.len() > MAX_HREF || href.contains(hidden) {
        return None;
    }
    let (scheme, rest) = href.split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        scheme @ ("http" | "https") => {
            let host = rest.strip_prefix("//")?;
            // A name before @ is how one address is made to look like another.
            let authority = host.split(['/', '?', '#']).next().unwrap_or_default();
            (!authority.is_empty() && !authority.contains('@')).then(|| format!("{scheme}:{rest}"))
        }
        "tel" => {
            let number = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | '(' | ')');
            (rest.chars().all(number) && rest.contains(|c: char| c.is_ascii_digit()))
                .then(|| format!("tel:{rest}"))
        }
        _ => None,
    }
}

/// How the text that follows looks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Style {
    pub(crate) strong: bool,
    pub(crate) em: bool,
    pub(crate) href: Option<String>,
}

/// Text being laid out.
#[derive(Debug, Default)]
pub(crate) struct Page {
    done: Vec<Block>,
    now: Block,
    spans: usize,
}

impl Page {
    /// Adds text to the present block.
    pub(crate) fn push(&mut self, text: &str, style: Style) {
        if text.is_empty() {
            return;
        }
        let style = if self.spans < MAX_SPANS { style } else { Style::default() };
        if let Some(last) = self.now.spans.last_mut()
            && last.strong == style.strong
            && last.em == style.em
            && last.href == style.href
        {
            last.text.push_str(text);
            return;
        }
        self.spans += 1;
        let Style { strong, em, href } = style;
        self.now.spans.push(Span { text: text.to_owned(), strong, em, href });
    }

    /// Whether the present block has no text yet.
    pub(crate) fn is_blank(&self) -> bool {
        self.now.spans.iter().all(|span| span.text.trim().is_empty())
    }

    /// The last character written in this block.
    pub(crate) fn last(&self) -> Option<char> {
        self.now.spans.last().and_then(|span| span.text.chars().next_back())
    }

    /// Ends the present block; the next is a paragraph.
    pub(crate) fn end_block(&mut self) {
        let mut block = std::mem::take(&mut self.now);
        trim(&mut block.spans);
        if !block.spans.is_empty() {
            self.done.push(block);
        }
    }

    /// Ends the present block and begins one of `kind`.
    pub(crate) fn begin(&mut self, kind: BlockKind, number: Option<u32>) {
        self.end_block();
        self.now.kind = kind;
        self.now.number = number;
    }

    /// The kind of the present block.
    pub(crate) fn kind(&self) -> BlockKind {
        self.now.kind
    }

    /// All of it.
    pub(crate) fn finish(mut self) -> Rich {
        self.end_block();
        Rich { blocks: self.done }
    }
}

/// Takes the space off both ends of a block, and what is empty then.
fn trim(spans: &mut Vec<Span>) {
    while let Some(last) = spans.last_mut() {
        last.text.truncate(last.text.trim_end().len());
        if !last.text.is_empty() {
            break;
        }
        spans.pop();
    }
    let mut blank = 0;
    for span in spans.iter_mut() {
        let text = span.text.trim_start();
        if text.is_empty() {
            blank += 1;
            continue;
        }
        span.text = text.to_owned();
        break;
    }
    spans.drain(..blank);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_the_web_and_the_telephone_can_be_linked() {
        for (href, safe) in [
            ("https://example.org/a?b=c#d", Some("https://example.org/a?b=c#d")),
            ("HTTP://example.org", Some("http://example.org")),
            (" tel:+86-571-12356 ", Some("tel:+86-571-12356")),
            ("javascript:alert(1)", None),
            ("JaVaScRiPt:alert(1)", None),
            ("java\nscript:alert(1)", None),
            ("data:text/html,x", None),
            ("//example.org", None),
            ("/path", None),
            ("http:example.org", None),
            ("https://", None),
            ("https://hospital.example@evil.example/", None),
            ("https://evil.example/\u{202e}gpj", None),
            ("tel:", None),
            ("tel:*#06#", None),
            ("file:///etc/passwd", None),
            ("", None),
        ] {
            assert_eq!(safe_href(href).as_deref(), safe, "{href}");
        }
    }

    #[test]
    fn plain_text_keeps_its_lines_and_paragraphs() {
        let rich = Rich::plain("one\ntwo\n\n <b>three</b> ");
        assert_eq!(rich.blocks.len(), 2);
        assert_eq!(rich.to_text(), "one\ntwo\n<b>three</b>");
    }

    #[test]
    fn a_plain_text_in_the_readers_language_is_better_than_a_formatted_one_in_another() {
        let item = json!({"text": "多疼？", "_text": {"extension": [
            {"url": MARKDOWN, "valueMarkdown": "**多疼**？"},
            {"url": kangban_fhir::terms::TRANSLATION, "extension": [
                {"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": "How much pain?"}]}]}});
        assert_eq!(Rich::of(&item, "text", "en"), Rich::plain("How much pain?"));
        assert_eq!(Rich::of(&item, "text", "zh-CN"), Rich::markdown("**多疼**？"));
        assert!(Rich::of(&item, "text", "zh-CN").blocks[0].spans[0].strong);
        assert!(Rich::of(&json!({}), "text", "en").is_empty());
    }

    #[test]
    fn a_formatted_text_with_nothing_in_it_gives_way_to_the_plain_one() {
        let item = json!({"text": "Look", "_text": {"extension": [
            {"url": XHTML, "valueString": "<script>alert(1)</script>"}]}});
        assert_eq!(Rich::of(&item, "text", "en"), Rich::plain("Look"));
    }
}
