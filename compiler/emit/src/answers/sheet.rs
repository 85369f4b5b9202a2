//! A page for people: titles, headings, tables that fit the terminal.

use std::io::{self, BufWriter, Write};

use tm_analysis::report::Location;
use unicode_width::UnicodeWidthStr;

use super::AnswerOptions;
use crate::human::style::Style;
use crate::human::wrap::wrap;
use crate::lines::Places;
use crate::sanitize::{self, NAME, PARAGRAPH, SENTENCE};

/// Lines of text wider than this tire the reader, however wide the terminal.
const READABLE: usize = 110;
/// Between two columns of a table.
const GAP: usize = 2;

pub(super) struct Sheet<'a, 'w> {
    out: BufWriter<&'w mut dyn Write>,
    places: Places<'a>,
    pub(super) style: Style,
    pub(super) width: usize,
    /// With the dot.
    root: String,
    pub(super) all: bool,
}

/// How a column of a table looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Bold,
    Dim,
}

/// A column: how it looks, and how wide it may become. The last one takes the room that is left.
pub(super) type Column = (Look, usize);

impl<'a, 'w> Sheet<'a, 'w> {
    pub(super) fn new(options: &AnswerOptions<'a>, out: &'w mut dyn Write) -> Self {
        Self {
            out: BufWriter::new(out),
            places: Places::of(options.files),
            style: Style { colour: options.colour },
            width: options.width.clamp(40, READABLE),
            root: format!("{}.", options.project),
            all: options.all,
        }
    }

    /// A name without the root module.
    pub(super) fn name(&self, name: &str) -> String {
        sanitize::inline(name.strip_prefix(self.root.as_str()).unwrap_or(name), NAME).into_owned()
    }

    pub(super) fn names<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> String {
        names.into_iter().map(|name| self.name(name)).collect::<Vec<_>>().join(", ")
    }

    /// `path:line:column`; empty: there is no place.
    pub(super) fn place(&mut self, location: Option<&Location>) -> String {
        let place = location.and_then(|location| self.places.place(location));
        let shown = |place: crate::lines::Place<'_>| {
            format!("{}:{}:{}", sanitize::inline(place.file, SENTENCE), place.start.line, place.start.column)
        };
        place.map(shown).unwrap_or_default()
    }

    pub(super) fn title(&mut self, text: &str) -> io::Result<()> {
        for line in wrap(&sanitize::inline(text, SENTENCE), self.width) {
            writeln!(self.out, "{}", self.style.bold(&line))?;
        }
        Ok(())
    }

    /// After an empty line.
    pub(super) fn heading(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out)?;
        self.title(text)
    }

    pub(super) fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A paragraph, indented.
    pub(super) fn text(&mut self, indent: usize, text: &str, look: Look) -> io::Result<()> {
        for line in wrap(&sanitize::inline(text, SENTENCE), self.width.saturating_sub(indent)) {
            writeln!(self.out, "{}{}", " ".repeat(indent), self.painted(look, &line))?;
        }
        Ok(())
    }

    /// A paragraph behind a mark; further lines stand below its first word.
    pub(super) fn item(&mut self, indent: usize, mark: &str, text: &str, look: Look) -> io::Result<()> {
        let width = self.width.saturating_sub(indent + mark.width());
        for (at, line) in wrap(&sanitize::inline(text, PARAGRAPH), width).iter().enumerate() {
            let mark = if at == 0 { mark.to_owned() } else { " ".repeat(mark.width()) };
            writeln!(self.out, "{}{}", " ".repeat(indent), self.painted(look, &format!("{mark}{line}")))?;
        }
        Ok(())
    }

    /// A line as it is, made fit to show.
    pub(super) fn raw(&mut self, text: &str, look: Look) -> io::Result<()> {
        let line = self.painted(look, &sanitize::inline(text, 10_000));
        writeln!(self.out, "{line}")
    }

    /// Rows in columns; cells that are too long are wrapped within their column.
    pub(super) fn table<const N: usize>(
        &mut self,
        indent: usize,
        columns: [Column; N],
        rows: &[[String; N]],
    ) -> io::Result<()> {
        let widths = widths(&columns, rows, self.width.saturating_sub(indent));
        for row in rows {
            let cells: Vec<Vec<String>> =
                row.iter().zip(widths).map(|(cell, width)| wrap(&sanitize::inline(cell, SENTENCE), width)).collect();
            let height = cells.iter().map(Vec::len).max().unwrap_or(0);
            for line in 0..height {
                let mut shown = " ".repeat(indent);
                for ((cell, width), (look, _)) in cells.iter().zip(widths).zip(columns) {
                    let part = cell.get(line).map(String::as_str).unwrap_or_default();
                    let rest = (width + GAP).saturating_sub(part.width());
                    shown.push_str(&self.painted(look, part));
                    shown.push_str(&" ".repeat(rest));
                }
                writeln!(self.out, "{}", shown.trim_end())?;
            }
        }
        Ok(())
    }

    fn painted(&self, look: Look, text: &str) -> String {
        match look {
            Look::Plain => text.to_owned(),
            Look::Bold => self.style.bold(text),
            Look::Dim => self.style.dim(text),
        }
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Each column as wide as its widest cell, as far as it may; the last one gets at least a third of the room.
fn widths<const N: usize>(columns: &[Column; N], rows: &[[String; N]], room: usize) -> [usize; N] {
    let mut widths = [0; N];
    let mut left = room;
    let least = room / 3;
    for (at, (width, (_, most))) in widths.iter_mut().zip(columns).enumerate() {
        let widest = rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.width()).max().unwrap_or(0);
        let is_last = at + 1 == N;
        let most = if is_last { left } else { (*most).min(left.saturating_sub(least)) };
        *width = widest.min(most.max(2));
        left = left.saturating_sub(*width + GAP);
    }
    widths
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn shown(width: usize, rows: &[[String; 2]]) -> String {
        let mut out = Vec::new();
        let options = AnswerOptions { colour: false, width, all: false, project: "shop", files: &[] };
        let mut sheet = Sheet::new(&options, &mut out);
        sheet.table(2, [(Look::Bold, 10), (Look::Plain, 0)], rows).unwrap();
        sheet.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_cell_that_is_too_long_goes_on_below_itself() {
        let rows = [["name".to_owned(), "one two".to_owned()], ["a-very-long-name".to_owned(), "x".repeat(60)]];
        let text = shown(40, &rows);
        assert!(text.lines().all(|line| line.width() <= 40), "{text}");
        assert_eq!(text.lines().next(), Some("  name        one two"));
    }

    #[test]
    fn nothing_of_a_model_reaches_the_terminal_raw() {
        let text = shown(80, &[["\u{1b}[31m".to_owned(), "a\u{202e}b".to_owned()]]);
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
    }

    #[test]
    fn the_root_module_goes_without_saying() {
        let options = AnswerOptions { colour: false, width: 80, all: false, project: "shop", files: &[] };
        let mut out = Vec::new();
        let sheet = Sheet::new(&options, &mut out);
        assert_eq!(sheet.names(["shop.cart.add", "shopping.cart"]), "cart.add, shopping.cart");
    }
}
