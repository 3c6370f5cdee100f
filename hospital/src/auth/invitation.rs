//! Invitation codes: short enough to read aloud and type on a phone, and forgiving about how they are typed.

use super::{AuthError, secrets};

/// What a code is made of: no 0 and O, no 1, I and L, and no U, so that no words appear by chance.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 8;

/// A new random code in two groups, as in `K7RM-4WXQ`.
pub(crate) fn new_code() -> Result<String, AuthError> {
    let mut code = String::new();
    while code.len() < LENGTH {
        // 240 is the largest multiple of 30 in a byte: above it the draw would favour the first letters.
        for byte in secrets::random::<16>()?.into_iter().filter(|byte| *byte < 240) {
            if code.len() < LENGTH {
                code.push(char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]));
            }
        }
    }
    Ok(grouped(&code))
}

fn grouped(code: &str) -> String {
    let (left, right) = code.split_at(LENGTH / 2);
    format!("{left}-{right}")
}

/// What was typed, as it is compared: upper case, half width, without spaces and dashes, look-alikes made equal.
/// `None` when it cannot be a code.
pub(crate) fn normalise(typed: &str) -> Option<String> {
    let mut code = String::new();
    for letter in typed.chars() {
        let plain = half_width(letter);
        if plain.is_whitespace() || is_dash(plain) {
            continue;
        }
        let plain = match plain.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        if !plain.is_ascii_alphanumeric() || code.len() == LENGTH {
            return None;
        }
        code.push(plain);
    }
    (code.len() == LENGTH).then_some(code)
}

/// Full-width forms stand at a fixed distance from ASCII; the ideographic space is already white space.
fn half_width(letter: char) -> char {
    match u32::from(letter) {
        point @ 0xFF01..=0xFF5E => char::from_u32(point - 0xFEE0).unwrap_or(letter),
        _ => letter,
    }
}

fn is_dash(letter: char) -> bool {
    matches!(
        letter,
        '-' | '_' | '.' | '·' | '\u{2010}'
            ..='\u{2015}' | '\u{2212}' | '一' | 'ー' | '－' | '\u{200B}' | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_understood_however_it_is_typed() {
        for typed in [
            "KANG-2026",
            "kang-2026",
            " kang 2026 ",
            "KANG2026",
            "ＫＡＮＧ－２０２６",
            "ｋａｎｇ　２０２６",
            "KANG—2o26",
            "k a n g 2 0 2 6",
        ] {
            assert_eq!(normalise(typed).as_deref(), Some("KANG2026"), "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_a_code_is_not_one() {
        for typed in ["", "KANG", "KANG-20266", "KANG-202!", "康康康康康康康康", "😀😀😀😀😀😀😀😀"]
        {
            assert_eq!(normalise(typed), None, "{typed}");
        }
    }

    #[test]
    fn new_codes_have_no_look_alikes_and_differ() {
        let codes: std::collections::HashSet<String> =
            (0..200).map(|_| new_code().expect("randomness")).collect();
        assert_eq!(codes.len(), 200);
        for code in codes {
            assert_eq!(code.len(), 9);
            assert!(!code.contains(['0', 'O', '1', 'I', 'L', 'U']));
            assert_eq!(normalise(&code), Some(code.replace('-', "")));
        }
    }
}
