//! One width for what keyboards give in two.

/// Full-width letters, digits and signs as their half-width twins, ideographic and no-break spaces as spaces,
/// the many dashes as one, and traditional numerals as simplified.
pub(crate) fn half(text: &str) -> String {
    text.trim().chars().map(narrow).collect::<String>().trim().to_owned()
}

fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        '−' | '–' | '—' | '‐' | '‑' => '-',
        '。' => '.',
        '點' => '点',
        '兩' => '两',
        '萬' => '万',
        '億' => '亿',
        '負' => '负',
        '時' => '时',
        '號' => '号',
        '後' => '后',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn full_width_becomes_half_width() {
        assert_eq!(super::half("　３８．６℃ "), "38.6℃");
        assert_eq!(super::half("－１２０／８０（Ａ）"), "-120/80(A)");
    }
}
