//! Tables in Markdown, and how figures are written in them.

use std::fmt::{self, Display, Formatter};
use std::time::Duration;

/// What stands where something could not be measured.
const NOTHING: &str = "-";

pub struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new<T: Into<String>>(head: impl IntoIterator<Item = T>) -> Table {
        Table { head: head.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    pub fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }
}

/// The first column says what the row is about, the others hold figures.
impl Display for Table {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        writeln!(to, "| {} |", self.head.join(" | "))?;
        writeln!(to, "|---|{}", "---:|".repeat(self.head.len().saturating_sub(1)))?;
        for row in &self.rows {
            writeln!(to, "| {} |", row.join(" | "))?;
        }
        Ok(())
    }
}

/// `12,801`
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

pub fn seconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64())
}

pub fn milliseconds(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1e3)
}

/// `+7 %`
pub fn growth(ratio: f64) -> String {
    format!("{:+.0} %", (ratio - 1.0) * 100.0)
}

/// Decimal: 500 MB are 500,000,000 bytes.
pub fn megabytes(bytes: u64) -> String {
    format!("{:.0}", mega(bytes))
}

pub fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

pub fn or_nothing(cell: Option<String>) -> String {
    cell.unwrap_or_else(|| NOTHING.to_owned())
}

/// The middle one; of an even number the mean of the middle two.
pub fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let upper = sorted.get(sorted.len() / 2).copied().unwrap_or_default();
    let lower = sorted.get((sorted.len().max(1) - 1) / 2).copied().unwrap_or_default();
    (lower + upper) / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_markdown() {
        let mut table = Table::new(["edit", "1,000 services", "10,000 services"]);
        table.row(["a comment".to_owned(), milliseconds(Duration::from_micros(12_340)), or_nothing(None)]);
        assert_eq!(
            table.to_string(),
            "| edit | 1,000 services | 10,000 services |\n|---|---:|---:|\n| a comment | 12.3 | - |\n"
        );
    }

    #[test]
    fn figures_are_short() {
        assert_eq!([0, 7, 999, 1_000, 34_198, 1_234_567].map(count), ["0", "7", "999", "1,000", "34,198", "1,234,567"]);
        assert_eq!(seconds(Duration::from_micros(61_499)), "0.061");
        assert_eq!((growth(1.2), growth(0.966), growth(1.0)), ("+20 %".into(), "-3 %".into(), "+0 %".into()));
        assert_eq!(megabytes(499_600_000), "500");
    }

    #[test]
    fn the_median_is_in_the_middle() {
        let ms = Duration::from_millis;
        assert_eq!(median(&[ms(9), ms(1), ms(2)]), ms(2));
        assert_eq!(median(&[ms(4), ms(1), ms(9), ms(2)]), ms(3));
        assert_eq!(median(&[ms(4)]), ms(4));
        assert_eq!(median(&[]), ms(0));
    }
}
