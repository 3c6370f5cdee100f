//! Reads rendering-markdown: the part of `CommonMark` that a form's text needs.
//!
//! A small reader of our own on purpose: one pass over the lines, one over each block, no recursion. It is kinder to
//! Chinese than `CommonMark`, where `**注意：**请` is no emphasis because no space follows it.

use super::{
    entities::entities,
    rich::{BlockKind, Page, Rich, Style, safe_href},
    xhtml::{Markup, attribute},
};

pub(crate) fn read(source: &str) -> Rich {
    let mut page = Page::default();
    let mut block = String::new();
    let mut fenced = false;
    let end = |page: &mut Page, block: &mut String| {
        inline(page, block);
        block.clear();
        page.end_block();
    };
    for line in source.lines() {
        let bare = line.trim_start().trim_start_matches("> ").trim_start_matches('>').trim_start();
        if bare.starts_with("```") || bare.starts_with("~~~") {
            end(&mut page, &mut block);
            fenced = !fenced;
        } else if fenced {
            page.push(line, Style::default());
            page.end_block();
        } else if bare.trim_end().is_empty() {
            end(&mut page, &mut block);
        } else if is_rule(bare) {
            // Under a paragraph it makes a heading of it; elsewhere it is a line.
            let title = !block.is_empty() && page.kind() == BlockKind::P && bare.starts_with(['=', '-']);
            if title {
                page.begin(BlockKind::Title, None);
            }
            end(&mut page, &mut block);
        } else if let Some(title) = heading(bare) {
            end(&mut page, &mut block);
            page.begin(BlockKind::Title, None);
            block.push_str(title);
            end(&mut page, &mut block);
        } else if let Some((number, item)) = list_item(bare) {
            end(&mut page, &mut block);
            page.begin(BlockKind::Item, number);
            block.push_str(item);
            hard_break(line, &mut block);
        } else {
            if !block.is_empty() && !block.ends_with('\n') {
                block.push('\r');
            }
            block.push_str(bare.trim_end().trim_end_matches('\\'));
            hard_break(line, &mut block);
        }
    }
    end(&mut page, &mut block);
    page.finish()
}

/// A line that ends in two spaces or a backslash ends there when shown, too.
fn hard_break(line: &str, block: &mut String) {
    if line.ends_with("  ") || line.ends_with('\\') {
        let end = block.trim_end_matches([' ', '\\']).len();
        block.truncate(end);
        block.push('\n');
    }
}

fn is_rule(line: &str) -> bool {
    let line = line.trim_end();
    let Some(mark) = line.chars().next().filter(|c| "-*_=".contains(*c)) else { return false };
    let marks = line.chars().filter(|c| *c == mark).count();
    marks >= 3 && line.chars().all(|c| c == mark || c == ' ')
}

fn heading(line: &str) -> Option<&str> {
    let title = line.trim_start_matches('#');
    let level = line.len() - title.len();
    if !(1..=6).contains(&level) || !(title.is_empty() || title.starts_with([' ', '\t'])) {
        return None;
    }
    Some(title.trim().trim_end_matches('#').trim_end())
}

fn list_item(line: &str) -> Option<(Option<u32>, &str)> {
    if let Some(item) = line.strip_prefix(['-', '*', '+', '•']) {
        return item.starts_with([' ', '\t']).then(|| (None, item.trim()));
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) =
        line.split_at_checked(digits).filter(|(number, _)| (1..=9).contains(&number.len()))?;
    let item = rest.strip_prefix(['.', ')']).filter(|item| item.starts_with([' ', '\t']))?;
    Some((number.parse().ok(), item.trim()))
}

/// A piece of a block.
enum Piece<'a> {
    Text(&'a str),
    Owned(String),
    /// A run of marks that could open or close emphasis.
    Mark {
        marks: &'a str,
        opens: bool,
        closes: bool,
    },
    Address {
        text: &'a str,
        href: String,
    },
    LinkOpen {
        picture: bool,
    },
    LinkClose {
        href: Option<String>,
    },
}

/// Lays out the text of one block.
fn inline(page: &mut Page, source: &str) {
    if source.is_empty() {
        return;
    }
    let pieces = pieces(source);
    let styles = emphasis(&pieces);
    // Which link a piece is in: brackets are matched once, from the inside, and links do not nest.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut links: Vec<(usize, usize, Option<String>)> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::LinkOpen { picture } => open.push((at, *picture)),
            Piece::LinkClose { href } => {
                if let Some((from, picture)) = open.pop() {
                    // Of a picture its description is shown: loading it would tell its host who reads this.
                    links.push((from, at, href.clone().filter(|_| !picture)));
                    open.clear();
                }
            }
            _ => {}
        }
    }
    let mut link = links.into_iter().peekable();
    let mut href: Option<String> = None;
    for ((at, piece), (strong, em, literal)) in pieces.iter().enumerate().zip(styles) {
        let style = Style { strong, em, href: href.clone() };
        match piece {
            Piece::Text(text) => page.push(&soft_breaks(text), style),
            Piece::Owned(text) => page.push(text, style),
            Piece::Mark { marks, .. } => page.push(marks.get(..literal).unwrap_or_default(), style),
            Piece::Address { text, href } => page.push(text, Style { href: Some(href.clone()), ..style }),
            Piece::LinkOpen { picture } => match link.peek() {
                Some((from, _, target)) if *from == at => href.clone_from(target),
                _ => page.push(if *picture { "![" } else { "[" }, style),
            },
            Piece::LinkClose { .. } => match link.peek() {
                Some((_, to, _)) if *to == at => {
                    href = None;
                    link.next();
                }
                _ => page.push("]", style),
            },
        }
    }
}

/// A line's end inside a paragraph is a space, and nothing between two Chinese characters.
fn soft_breaks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\r' {
            out.push(c);
            continue;
        }
        let wide = |c: char| c >= '\u{2e80}';
        let joined = out.chars().next_back().is_some_and(wide) && chars.peek().copied().is_some_and(wide);
        if !joined {
            out.push(' ');
        }
    }
    out
}

fn pieces(source: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let before = source.get(..at).and_then(|before| before.chars().next_back());
        let Some((piece, length)) = special(rest, before) else {
            // Nothing begins here: on to the next character that could.
            let step = rest.chars().next().map_or(1, char::len_utf8);
            let next =
                rest.get(step..).and_then(|rest| rest.find(['\\', '`', '*', '_', '[', ']', '!', '<', '&']));
            at = next.map_or(source.len(), |next| at + step + next);
            continue;
        };
        if let Some(text) = source.get(from..at).filter(|text| !text.is_empty()) {
            out.push(Piece::Text(text));
        }
        if let Some(piece) = piece {
            out.push(piece);
        }
        at += length;
        from = at;
    }
    if let Some(text) = source.get(from..).filter(|text| !text.is_empty()) {
        out.push(Piece::Text(text));
    }
    out
}

/// What begins here when it is more than text, and how long it is.
fn special(rest: &str, before: Option<char>) -> Option<(Option<Piece<'_>>, usize)> {
    let first = rest.chars().next()?;
    match first {
        '\\' => {
            let escaped = rest.get(1..2).filter(|c| c.starts_with(|c: char| c.is_ascii_punctuation()))?;
            Some((Some(Piece::Text(escaped)), 2))
        }
        '`' => {
            let fence = rest.len() - rest.trim_start_matches('`').len();
            let (marks, after) = rest.split_at(fence);
            // Code does not span far in a form, and a lone ` must not make us look through everything.
            let window = after.char_indices().take(300).last().map_or(0, |(at, c)| at + c.len_utf8());
            let end = after.get(..window)?.find(marks)?;
            Some((after.get(..end).map(Piece::Text), fence * 2 + end))
        }
        '*' | '_' => {
            let length = rest.len() - rest.trim_start_matches(first).len();
            let (marks, after) = rest.split_at(length);
            let next = after.chars().next();
            let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
            let inside_word = |c: Option<char>| first == '_' && c.is_some_and(|c| c.is_ascii_alphanumeric());
            let opens = !space(next) && !inside_word(before);
            let closes = !space(before) && !inside_word(next);
            Some((Some(Piece::Mark { marks, opens, closes }), length))
        }
        '!' => rest.starts_with("![").then_some((Some(Piece::LinkOpen { picture: true }), 2)),
        '[' => Some((Some(Piece::LinkOpen { picture: false }), 1)),
        ']' => match rest.strip_prefix("](").and_then(target) {
            Some((href, length)) => Some((Some(Piece::LinkClose { href }), length + 2)),
            None => Some((Some(Piece::Text("]")), 1)),
        },
        '<' => {
            // A tag ends before another begins: so that each character is looked at once.
            let inside = rest.get(1..)?;
            let end = inside
                .find(['<', '>'])
                .filter(|end| inside.get(*end..).is_some_and(|end| end.starts_with('>')))?
                + 1;
            let short = rest.get(..=end)?;
            let address = short.get(1..end)?;
            if let Some(href) = safe_href(address) {
                let text = address.strip_prefix("tel:").unwrap_or(address);
                return Some((Some(Piece::Address { text, href }), short.len()));
            }
            match Markup::read(short)?.0 {
                Markup::Open { name, .. } if name.eq_ignore_ascii_case("br") => {
                    Some((Some(Piece::Owned("\n".to_owned())), short.len()))
                }
                Markup::Open { name, attributes, .. } if name.eq_ignore_ascii_case("img") => {
                    Some((attribute(attributes, "alt").map(Piece::Owned), short.len()))
                }
                _ => Some((None, short.len())),
            }
        }
        '&' => {
            let end = rest.bytes().take(12).position(|byte| byte == b';')?;
            let reference = rest.get(..=end)?;
            let decoded = entities(reference);
            (decoded != reference).then_some((Some(Piece::Owned(decoded)), reference.len()))
        }
        _ => None,
    }
}

/// Reads `url "title")`; gives the link when it is safe, and the length read.
fn target(source: &str) -> Option<(Option<String>, usize)> {
    let mut depth = 0usize;
    let mut end = None;
    // It never runs over another bracket, so that reading all of them looks at each character twice at most.
    for (at, c) in source.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => {
                end = Some(at);
                break;
            }
            ')' => depth -= 1,
            '[' | ']' | '\n' => return None,
            _ => {}
        }
    }
    let end = end?;
    let inside = source.get(..end)?.trim();
    let url = inside.split([' ', '\t', '\r']).next().unwrap_or_default();
    let url = url.strip_prefix('<').and_then(|url| url.strip_suffix('>')).unwrap_or(url);
    Some((safe_href(&entities(url)), end + 1))
}

/// For each piece: strong, em, and how many of its marks are just text.
fn emphasis(pieces: &[Piece<'_>]) -> Vec<(bool, bool, usize)> {
    // For `*`/`_` and strong/em, the place of the mark that is open.
    let mut open: [[Option<usize>; 2]; 2] = [[None; 2]; 2];
    let mut used: Vec<usize> = vec![0; pieces.len()];
    let mut strong: Vec<i32> = vec![0; pieces.len() + 1];
    let mut em = strong.clone();
    for (at, piece) in pieces.iter().enumerate() {
        let Piece::Mark { marks, opens, closes } = piece else { continue };
        if marks.len() > 3 {
            continue;
        }
        let sort = usize::from(marks.starts_with('_'));
        let kinds: &[(usize, usize)] = match marks.len() {
            1 => &[(1, 1)],
            2 => &[(0, 2)],
            _ => &[(0, 2), (1, 1)],
        };
        for (kind, length) in kinds {
            let Some(slot) = open.get_mut(sort).and_then(|slots| slots.get_mut(*kind)) else { continue };
            let levels = if *kind == 0 { &mut strong } else { &mut em };
            let mut change = |place: usize, by: i32| {
                if let Some(level) = levels.get_mut(place) {
                    *level += by;
                }
            };
            match *slot {
                Some(from) if *closes => {
                    change(from + 1, 1);
                    change(at, -1);
                    for place in [from, at] {
                        if let Some(used) = used.get_mut(place) {
                            *used += length;
                        }
                    }
                    *slot = None;
                }
                None if *opens => *slot = Some(at),
                _ => {}
            }
        }
    }
    let (mut strong_now, mut em_now) = (0, 0);
    let mut out = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        strong_now += strong.get(at).copied().unwrap_or_default();
        em_now += em.get(at).copied().unwrap_or_default();
        let literal = match piece {
            Piece::Mark { marks, .. } => {
                marks.len().saturating_sub(used.get(at).copied().unwrap_or_default())
            }
            _ => 0,
        };
        out.push((strong_now > 0, em_now > 0, literal));
    }
    out
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use proptest::prelude::*;

    use super::*;

    fn shown(source: &str) -> String {
        let mut out = String::new();
        for block in read(source).blocks {
            out.push_str(match (block.kind, block.number) {
                (BlockKind::P, _) => "P ",
                (BlockKind::Title, _) => "T ",
                (BlockKind::Item, None) => "- ",
                (BlockKind::Item, Some(_)) => "1 ",
            });
            for span in block.spans {
                let open =
                    format!("{}{}", if span.strong { "{b}" } else { "" }, if span.em { "{i}" } else { "" });
                let link = span.href.map(|href| format!("({href})")).unwrap_or_default();
                let _ = write!(out, "{open}{}{link}|", span.text);
            }
            out.push('\n');
        }
        out
    }

    #[test]
    fn blocks_are_read() {
        assert_eq!(
            shown(
                "# Title #\nfirst\nsecond\n\n- one\n- **two**\n  more\n1. three\n\nUnder\n-----\n***\n> quoted"
            ),
            "T Title|\nP first second|\n- one|\n- {b}two| more|\n1 three|\nT Under|\nP quoted|\n"
        );
    }

    #[test]
    fn emphasis_works_between_chinese_characters_and_not_inside_words() {
        assert_eq!(shown("请**注意：**伤口"), "P 请|{b}注意：|伤口|\n");
        assert_eq!(
            shown("***both*** *one* __two__ a_b_c 2 * 3 * 4"),
            "P {b}{i}both| |{i}one| |{b}two| a_b_c 2 * 3 * 4|\n"
        );
        assert_eq!(shown("**open *and"), "P **open *and|\n");
        assert_eq!(shown("a\\*b\\* `*c*`"), "P a*b* *c*|\n");
    }

    #[test]
    fn a_line_inside_a_chinese_paragraph_ends_in_nothing() {
        assert_eq!(shown("伤口\n红了"), "P 伤口红了|\n");
        assert_eq!(shown("one  \ntwo\\\nthree"), "P one\ntwo\nthree|\n");
    }

    #[test]
    fn links_are_kept_when_safe_and_words_otherwise() {
        assert_eq!(
            shown("[call *now*](tel:120) or [x](javascript:alert(1)) ok"),
            "P call (tel:120)|{i}now(tel:120)| or x ok|\n"
        );
        assert_eq!(shown("[see](https://x.y/a_(b) \"t\")!"), "P see(https://x.y/a_(b))|!|\n");
        assert_eq!(shown("[not a link] and ![wound](https://x.y/p.png)"), "P [not a link] and wound|\n");
        assert_eq!(shown("<tel:120> <script>a</script> 1 < 2"), "P 120(tel:120)| a 1 < 2|\n");
    }

    #[test]
    fn hostile_brackets_and_marks_give_no_more_than_was_written() {
        for unit in ["[", "](", "[](", "*a ", "`", "**", "<", "&", "![", "_a_", "\\", "> "] {
            let source = unit.repeat(100_000);
            assert!(read(&source).to_text().len() <= source.len(), "{unit}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic_or_gives_an_unsafe_link(
            source in "(\\*|_|`|\\[|\\]|\\(|\\)|!|<|>|#| |\n|- |1\\. |javascript:|https://x.y/|tel:1|&#106;|\\\\|中|\\PC){0,60}"
        ) {
            for span in read(&source).blocks.into_iter().flat_map(|block| block.spans) {
                prop_assert!(!span.text.is_empty());
                if let Some(href) = span.href {
                    prop_assert!(["http://", "https://", "tel:"].iter().any(|scheme| href.starts_with(scheme)));
                }
            }
        }

        #[test]
        fn words_without_marks_stay_as_they_are(words in "[a-z中文，]{1,20}( [a-z中文，]{1,20}){0,5}") {
            prop_assert_eq!(read(&words).to_text(), words);
        }
    }
}
