//! Tables for people.

/// Rows as text, each column as wide as it needs to be.
pub(crate) fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let cell = |text: &str| text.replace(['\n', '\r', '\t'], " ");
    let mut all: Vec<Vec<String>> = vec![header.iter().map(|text| (*text).to_owned()).collect()];
    all.extend(rows.iter().map(|row| row.iter().map(|text| cell(text)).collect()));
    let columns = all.iter().map(Vec::len).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            all.iter().filter_map(|row| row.get(column)).map(|text| width(text)).max().unwrap_or_default()
        })
        .collect();
    let mut text = String::new();
    for row in &all {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(text, wide)| format!("{text}{}", " ".repeat(wide.saturating_sub(width(text)))))
            .collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// How many columns of a terminal a text takes: Chinese characters and full-width signs take two.
fn width(text: &str) -> usize {
    let wide = |c: char| matches!(u32::from(c), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD);
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_in_both_scripts() {
        let rows = [vec!["轻度".to_owned(), "1".to_owned()], vec!["mild".to_owned(), "2".to_owned()]];
        assert_eq!(table(&["word", "n"], &rows), "word  n\n轻度  1\nmild  2\n");
    }

    #[test]
    fn a_line_break_does_not_break_the_table() {
        assert_eq!(table(&["a"], &[vec!["x\ny".to_owned()]]), "a\nx y\n");
    }
}
