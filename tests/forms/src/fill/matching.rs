//! Texts that match a pattern.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::dice::Dice;

/// A text that matches the pattern, when the pattern can be read. Word boundaries and the like are hoped for.
pub fn matching(pattern: &str, dice: &mut Dice) -> Option<String> {
    let inner = pattern.strip_prefix("matches('").and_then(|rest| rest.strip_suffix("')")).unwrap_or(pattern);
    let hir = regex_syntax::Parser::new().parse(inner).ok()?;
    let mut text = String::new();
    write(&hir, dice, &mut text);
    Some(text)
}

fn write(hir: &Hir, dice: &mut Dice, text: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => text.extend(one_of(class, dice)),
        HirKind::Repetition(repetition) => {
            let most = repetition
                .max
                .unwrap_or(repetition.min.saturating_add(4))
                .min(repetition.min.saturating_add(4));
            let least = if repetition.min == 0 && most > 0 { 1 } else { repetition.min };
            for _ in 0..dice.between(least.into(), most.max(least).into()) {
                write(&repetition.sub, dice, text);
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, dice, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, dice, text)),
        HirKind::Alternation(parts) => {
            if let Some(part) = dice.pick(parts) {
                write(part, dice, text);
            }
        }
    }
}

/// A character of the class: a letter or digit when there is one.
fn one_of(class: &Class, dice: &mut Dice) -> Option<char> {
    let ranges: Vec<(u32, u32)> = match class {
        Class::Unicode(class) => {
            class.ranges().iter().map(|range| (range.start() as u32, range.end() as u32)).collect()
        }
        Class::Bytes(class) => {
            class.ranges().iter().map(|range| (range.start().into(), range.end().into())).collect()
        }
    };
    for nice in [('0', '9'), ('a', 'z'), ('A', 'Z'), (' ', '~')] {
        let all: Vec<char> = (nice.0..=nice.1)
            .filter(|one| ranges.iter().any(|(low, high)| (*low..=*high).contains(&(*one as u32))))
            .collect();
        if !all.is_empty() && (nice.0 == ' ' || dice.chance(60)) {
            return dice.pick(&all).copied();
        }
    }
    let (low, high) = *dice.pick(&ranges)?;
    let offset =
        u32::try_from(dice.below(usize::try_from(high.saturating_sub(low)).ok()?.saturating_add(1))).ok()?;
    char::from_u32(low + offset).or_else(|| char::from_u32(low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_for_a_pattern_has_its_form() {
        let mut dice = Dice::new(7);
        for _ in 0..50 {
            let year = matching("^[0-9]{4}$", &mut dice).unwrap();
            assert!(year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()), "{year}");
            let long = matching(r"^\d{10,16}$", &mut dice).unwrap();
            assert!((10..=16).contains(&long.len()), "{long}");
            let either = matching("(ab|cd)+e?", &mut dice).unwrap();
            assert!(either.starts_with("ab") || either.starts_with("cd"), "{either}");
        }
        assert_eq!(matching("(", &mut dice), None);
    }
}
