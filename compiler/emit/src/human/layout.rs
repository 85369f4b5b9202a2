//! Makes ariadne's drawing fit the terminal: arrows as short as they can be, texts wrapped, long lines scrolled to what
//! is underlined, notes within the frame.
//!
//! Source and texts are sanitized before, so every escape sequence in the drawing is ariadne's.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::style::{Style, repaint};
use super::wrap::wrap;

/// Stands before the text of each label. It is hostile by [`crate::sanitize`], so no other text contains it.
pub(super) const MARK: char = '\u{fdd0}';

/// A label's text beside its arrow is at least so wide, if it can be had.
const BESIDE: usize = 28;

#[derive(Clone, Copy, Debug)]
struct Cell<'a> {
    char: char,
    /// The escape sequence that it is drawn with, or nothing.
    paint: &'a str,
}

impl Cell<'_> {
    fn width(self) -> usize {
        self.char.width().unwrap_or(0)
    }

    fn is_blank(self) -> bool {
        self.char == ' '
    }
}

const BLANK: Cell = Cell { char: ' ', paint: "" };

/// `notes` makes the lines below the source, given the width of the margin.
pub(super) fn layout(drawn: &str, width: usize, style: Style, notes: impl FnOnce(usize) -> Vec<String>) -> String {
    let mut out = String::with_capacity(drawn.len());
    let mut notes = Some(notes);
    let mut previous = None;
    // The first line is the header, which is not ariadne's.
    let mut lines = drawn.lines().skip(1).map(cells).peekable();
    while let Some(line) = lines.next() {
        let first = line.iter().find(|cell| !cell.is_blank()).map(|cell| cell.char);
        match first {
            Some(first) if first.is_ascii_digit() => {
                let mut rows = Vec::new();
                while let Some(row) =
                    lines.next_if(|row| row.iter().find(|cell| !cell.is_blank()).is_some_and(|cell| cell.char == '│'))
                {
                    rows.push(row);
                }
                let number = number(&line);
                if previous.is_some_and(|previous| number > previous + 1) {
                    let margin = line.iter().position(|cell| cell.char == '│').unwrap_or(0);
                    out.push_str(&format!("{:margin$}{}\n", "", style.dim("┆")));
                }
                previous = Some(number);
                block(&mut out, line, rows, width);
            }
            Some('─') => {
                let margin = line.len();
                let notes = notes.take().map_or_else(Vec::new, |notes| notes(margin + 2));
                let bar = style.dim("│");
                if !notes.is_empty() {
                    out.push_str(&format!("{:1$}{bar}\n", "", margin.saturating_sub(1)));
                }
                for note in notes {
                    out.push_str(&format!("{:1$}{bar} {note}\n", "", margin.saturating_sub(1)));
                }
                write(&mut out, &line);
            }
            _ => {
                if first == Some('├') {
                    let margin = line.iter().take_while(|cell| cell.is_blank()).count();
                    out.push_str(&format!("{:margin$}{}\n", "", style.dim("│")));
                    previous = None;
                }
                write(&mut out, &cut(&line, width, '…'));
            }
        }
    }
    out
}

/// The line number in the margin.
fn number(line: &[Cell]) -> u32 {
    let digits = line.iter().skip_while(|cell| cell.is_blank()).map_while(|cell| cell.char.to_digit(10));
    digits.fold(0, |number, digit| number.saturating_mul(10).saturating_add(digit))
}

fn cells(line: &str) -> Vec<Cell<'_>> {
    let mut cells = Vec::new();
    let mut paint = "";
    let mut rest = line;
    while let Some(char) = rest.chars().next() {
        if char == '\u{1b}' {
            let end = rest.find('m').map_or(rest.len(), |at| at + 1);
            let (sequence, tail) = rest.split_at(end);
            paint = repaint(sequence);
            rest = tail;
        } else {
            cells.push(Cell { char, paint });
            rest = rest.get(char.len_utf8()..).unwrap_or_default();
        }
    }
    cells
}

fn write(out: &mut String, cells: &[Cell]) {
    let end = cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |at| at + 1);
    let mut paint = "";
    for cell in cells.iter().take(end) {
        let wanted = if cell.is_blank() { "" } else { cell.paint };
        if wanted != paint {
            if !paint.is_empty() {
                out.push_str("\u{1b}[0m");
            }
            out.push_str(wanted);
            paint = wanted;
        }
        out.push(cell.char);
    }
    if !paint.is_empty() {
        out.push_str("\u{1b}[0m");
    }
    out.push('\n');
}

/// A source line and what is drawn below it.
fn block<'a>(out: &mut String, mut line: Vec<Cell<'a>>, mut rows: Vec<Vec<Cell<'a>>>, width: usize) {
    let margin = line.iter().position(|cell| cell.char == '│').map_or(0, |at| at + 2);
    let wide: usize = line.iter().map(|cell| cell.width()).sum();
    if wide > width {
        // The rows below are drawn one cell to a column.
        let first = rows.first().and_then(|row| row.iter().skip(margin).position(|cell| !cell.is_blank())).unwrap_or(0);
        let room = width.saturating_sub(margin).max(1);
        if first > room * 2 / 3 {
            let gone = first - room / 3;
            scroll(&mut line, margin, gone, '…');
            for row in &mut rows {
                scroll(row, margin, gone, ' ');
            }
        }
        line = cut(&line, width, '…');
    }
    unlabelled(&mut rows);
    write(out, &line);
    for (at, row) in rows.iter().enumerate() {
        match row.iter().position(|cell| cell.char == MARK) {
            Some(mark) => {
                let (arrow, text) = row.split_at(mark);
                let text: String = text.iter().skip(1).map(|cell| cell.char).collect();
                label(out, arrow, &text, margin, width);
            }
            // Below the underline, the bars alone only take room.
            None if at == 0 => write(out, &cut(row, width, '─')),
            None => {}
        }
    }
}

/// Takes away `gone` columns after the margin.
fn scroll(line: &mut Vec<Cell>, margin: usize, gone: usize, sign: char) {
    let (kept, rest) = line.split_at(margin.min(line.len()));
    let mut shown = kept.to_vec();
    let mut column = 0;
    for cell in rest {
        let end = column + cell.width();
        if column > gone || (column == gone && sign == ' ') {
            shown.push(*cell);
        } else if end > gone {
            shown.push(Cell { char: sign, paint: "" });
            shown.extend(std::iter::repeat_n(BLANK, end - gone - 1));
        }
        column = end;
    }
    *line = shown;
}

/// `sign` stands where something is missing.
fn cut<'a>(line: &[Cell<'a>], width: usize, sign: char) -> Vec<Cell<'a>> {
    if line.iter().map(|cell| cell.width()).sum::<usize>() <= width {
        return line.to_vec();
    }
    let mut used = 1;
    let mut shown: Vec<_> = line
        .iter()
        .take_while(|cell| {
            used += cell.width();
            used <= width
        })
        .copied()
        .collect();
    shown.push(Cell { char: sign, paint: shown.last().map_or("", |cell| cell.paint) });
    shown
}

/// An underline without a text needs no arrow.
fn unlabelled(rows: &mut Vec<Vec<Cell>>) {
    let elbows: Vec<usize> = rows
        .iter()
        .filter(|row| row.last().is_some_and(|cell| cell.char == MARK))
        .filter_map(|row| row.iter().rposition(|cell| cell.char == '╰'))
        .collect();
    rows.retain(|row| row.last().is_none_or(|cell| cell.char != MARK));
    for row in rows {
        for elbow in &elbows {
            match row.get_mut(*elbow) {
                Some(cell) if cell.char == '┬' => cell.char = '─',
                Some(cell) if cell.char == '│' => cell.char = ' ',
                _ => {}
            }
        }
    }
}

/// The text of a label beside its arrow: to the right, or to the left where there is more room.
fn label(out: &mut String, arrow: &[Cell], text: &str, margin: usize, width: usize) {
    let elbow = arrow.iter().rposition(|cell| cell.char == '╰').unwrap_or_else(|| {
        // Below a char without width ariadne draws none.
        arrow.iter().rposition(|cell| !matches!(cell.char, '─' | ' ')).map_or(margin, |at| at + 1)
    });
    let before: Vec<Cell> = arrow.iter().take(elbow).copied().collect();
    let paint = arrow.get(elbow).map_or("", |cell| cell.paint);
    let right = width.saturating_sub(elbow + 3);
    let room = |free: usize| elbow.min(width.saturating_sub(1)).saturating_sub(free + 3);
    let left = before.iter().rposition(|cell| !cell.is_blank()).map_or(0, |at| room((at + 2).max(margin)));
    // Where bars leave no room on either side, the text hides them.
    let left = if left.max(right) < BESIDE / 2 { room(margin) } else { left };
    let plain = |text: &str| text.chars().map(|char| Cell { char, paint: "" }).collect::<Vec<_>>();
    if right >= BESIDE.min(text.width()) || right >= left {
        for (at, line) in wrap(text, right).iter().enumerate() {
            let mut row = before.clone();
            if at == 0 {
                row.extend([Cell { char: '╰', paint }, Cell { char: '─', paint }, BLANK]);
            } else {
                row.extend([BLANK; 3]);
            }
            row.extend(plain(line));
            write(out, &row);
        }
        return;
    }
    let lines = wrap(text, left);
    let widest = lines.iter().map(|line| line.width()).max().unwrap_or(0);
    let elbow = elbow.min(width.saturating_sub(1));
    let start = elbow.saturating_sub(widest + 2);
    for (at, line) in lines.iter().enumerate() {
        let mut row: Vec<Cell> = before.iter().take(start).copied().collect();
        row.extend(plain(line));
        if at == 0 {
            row.extend(std::iter::repeat_n(BLANK, widest - line.width() + 1));
            row.extend([Cell { char: '─', paint }, Cell { char: '╯', paint }]);
        }
        write(out, &row);
    }
}
