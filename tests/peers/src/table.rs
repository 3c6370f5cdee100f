//! What a benchmark says: one row, and the table of them.

use serde_json::{Value, json};

/// Whether small figures or large ones are good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Better {
    /// Times and sizes.
    Lower,
    /// Rates.
    Higher,
}

/// What a figure is held to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Bar {
    /// `ours / theirs` for times and sizes, `theirs / ours` for rates: at most this.
    Ratio(f64),
    /// Our figure itself: at most this for times and sizes, at least this for rates.
    Figure(f64),
    /// Told for the record.
    None,
}

/// One measured thing.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) ours: f64,
    pub(crate) unit: &'static str,
    pub(crate) better: Better,
    /// What it stands beside, and that one's figure in the same run.
    pub(crate) against: Option<(&'static str, f64)>,
    pub(crate) bar: Bar,
}

impl Row {
    /// How many times as costly ours is.
    pub(crate) fn ratio(&self) -> Option<f64> {
        let (_, theirs) = self.against?;
        let ratio = match self.better {
            Better::Lower => self.ours / theirs,
            Better::Higher => theirs / self.ours,
        };
        ratio.is_finite().then_some(ratio)
    }

    /// Whether the bar is met; a row without a bar holds.
    pub(crate) fn holds(&self) -> bool {
        match (self.bar, self.better) {
            (Bar::None, _) => true,
            (Bar::Ratio(bar), _) => self.ratio().is_some_and(|ratio| ratio <= bar),
            (Bar::Figure(bar), Better::Lower) => self.ours <= bar,
            (Bar::Figure(bar), Better::Higher) => self.ours >= bar,
        }
    }

    fn bar_text(&self) -> String {
        match (self.bar, self.better) {
            (Bar::None, _) => "–".to_owned(),
            (Bar::Ratio(bar), _) => format!("≤ {bar}×"),
            (Bar::Figure(bar), Better::Lower) => format!("≤ {bar} {}", self.unit),
            (Bar::Figure(bar), Better::Higher) => format!("≥ {bar} {}", self.unit),
        }
    }

    /// The row as `--json` writes it.
    pub(crate) fn json(&self) -> Value {
        json!({
            "name": self.name,
            "ours": rounded(self.ours),
            "unit": self.unit,
            "against": self.against.map(|(name, _)| name),
            "theirs": self.against.map(|(_, theirs)| rounded(theirs)),
            "ratio": self.ratio().map(rounded),
            "bar": match self.bar { Bar::None => Value::Null, _ => Value::from(self.bar_text()) },
            "holds": self.holds(),
        })
    }
}

/// The rows as a table in Markdown.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut text = String::from(
        "| what | ours | beside | theirs | ratio | bar | holds |\n| --- | ---: | --- | ---: | ---: | --- | --- |\n",
    );
    for row in rows {
        let (against, theirs) = row.against.map_or(("–", "–".to_owned()), |(name, figure)| {
            (name, format!("{} {}", rounded(figure), row.unit))
        });
        let ratio = row.ratio().map_or("–".to_owned(), |ratio| format!("{ratio:.2}×"));
        let holds = if row.holds() { "yes" } else { "NO" };
        let (ours, bar) = (rounded(row.ours), row.bar_text());
        let line = [row.name, &format!("{ours} {}", row.unit), against, &theirs, &ratio, &bar, holds];
        text.push_str(&format_line(&line));
    }
    text
}

fn format_line(cells: &[&str]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// Three significant digits: more would be noise.
fn rounded(figure: f64) -> f64 {
    if figure == 0.0 || !figure.is_finite() {
        return 0.0;
    }
    let scale = 10_f64.powf(2.0 - figure.abs().log10().floor());
    (figure * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(ours: f64, theirs: f64, better: Better, bar: Bar) -> Row {
        Row { name: "x", ours, unit: "ms", better, against: Some(("y", theirs)), bar }
    }

    #[test]
    fn a_ratio_says_how_many_times_as_costly_ours_is() {
        assert_eq!(row(3.0, 2.0, Better::Lower, Bar::None).ratio(), Some(1.5));
        assert_eq!(row(100.0, 150.0, Better::Higher, Bar::None).ratio(), Some(1.5));
    }

    #[test]
    fn a_bar_that_is_missed_is_said() {
        assert!(row(3.0, 2.0, Better::Lower, Bar::Ratio(1.5)).holds());
        assert!(!row(3.1, 2.0, Better::Lower, Bar::Ratio(1.5)).holds());
        assert!(!row(101.0, 1.0, Better::Lower, Bar::Figure(100.0)).holds());
        assert!(row(101.0, 1.0, Better::Higher, Bar::Figure(100.0)).holds());
        assert!(!row(1.0, 0.0, Better::Lower, Bar::Ratio(2.0)).holds(), "nothing to compare with is no pass");
    }

    #[test]
    fn a_row_is_written_with_every_field_of_its_fixed_form() {
        let json = row(3.0, 2.0, Better::Lower, Bar::Ratio(1.5)).json();
        for field in ["name", "ours", "unit", "against", "theirs", "ratio", "bar", "holds"] {
            assert!(json.get(field).is_some(), "{field}");
        }
    }

    #[test]
    fn figures_keep_three_significant_digits() {
        assert_eq!(rounded(1234.6).to_string(), "1230");
        assert_eq!(rounded(0.012_345).to_string(), "0.0123");
    }
}
