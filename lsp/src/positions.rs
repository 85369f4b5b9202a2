//! Offsets in bytes, and positions as the protocol counts them.

use std::ops::Range as Span;
use std::sync::Arc;

use tm_analysis::report::Range32;

use crate::types::{Position, Range};

/// What columns count; agreed on with the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    #[default]
    Utf16,
}

impl Encoding {
    fn length(self, char: char) -> usize {
        match self {
            Encoding::Utf8 => char.len_utf8(),
            Encoding::Utf16 => char.len_utf16(),
        }
    }
}

/// A text with the starts of its lines.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    text: Arc<str>,
    /// Never empty: the first line starts at 0.
    starts: Vec<usize>,
    encoding: Encoding,
}

impl Lines {
    pub fn new(text: Arc<str>, encoding: Encoding) -> Lines {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            // Half of a `\r\n` ends no line.
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        Lines { text, starts, encoding }
    }

    /// Where a line begins and its text, without what ends it. A line beyond the last is empty, at the end.
    fn line(&self, number: usize) -> (usize, &str) {
        let Some(start) = self.starts.get(number).copied() else { return (self.text.len(), "") };
        let end = self.starts.get(number + 1).copied().unwrap_or(self.text.len());
        let line = self.text.get(start..end).unwrap_or_default();
        (start, line.trim_end_matches(['\n', '\r']))
    }

    /// An offset within a character counts as its start, one beyond the text as its end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let number = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let (start, line) = self.line(number);
        let before = line.get(..offset.saturating_sub(start)).unwrap_or(line);
        let column = before.chars().map(|char| self.encoding.length(char)).sum();
        Position { line: narrow(number), character: narrow(column) }
    }

    /// A column beyond the line counts as its end, one within a character as the start of that.
    pub fn offset(&self, position: Position) -> usize {
        let (start, line) = self.line(position.line as usize);
        let mut left = position.character as usize;
        let mut offset = start;
        for char in line.chars() {
            let length = self.encoding.length(char);
            if length > left {
                break;
            }
            left -= length;
            offset += char.len_utf8();
        }
        offset
    }

    pub fn range(&self, range: Range32) -> Range {
        Range { start: self.position(range.start as usize), end: self.position(range.end as usize) }
    }

    /// In order, whatever the client sent.
    pub fn span(&self, range: Range) -> Span<usize> {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        start.min(end)..end.max(start)
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    fn lines(text: &str, encoding: Encoding) -> Lines {
        Lines::new(Arc::from(text), encoding)
    }

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_count_what_was_agreed_on() {
        let text = "é😀漢x\nb";
        let utf16 = lines(text, Encoding::Utf16);
        assert_eq!(utf16.position(9), at(0, 4));
        assert_eq!(utf16.offset(at(0, 4)), 9);
        let utf8 = lines(text, Encoding::Utf8);
        assert_eq!(utf8.position(9), at(0, 9));
        assert_eq!(utf8.offset(at(0, 9)), 9);
        // Within the surrogate pair, and within its bytes.
        assert_eq!(utf16.offset(at(0, 2)), 2);
        assert_eq!(utf8.offset(at(0, 4)), 2);
        assert_eq!(utf16.position(4), at(0, 1));
    }

    #[test]
    fn every_offset_comes_back() {
        for text in ["", "\n", "a\r\nb\rc\n\nd", "\u{feff}é😀\n漢\r\n", "no end"] {
            for encoding in [Encoding::Utf8, Encoding::Utf16] {
                let lines = lines(text, encoding);
                for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
                    let is_inside_end = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
                    if !is_inside_end {
                        assert_eq!(lines.offset(lines.position(offset)), offset, "{text:?} at {offset}");
                    }
                }
            }
        }
    }

    #[test]
    fn each_way_to_end_a_line_counts() {
        let lines = lines("a\r\nb\rc\n", Encoding::Utf16);
        assert_eq!(lines.position(3), at(1, 0));
        assert_eq!(lines.position(5), at(2, 0));
        assert_eq!(lines.position(7), at(3, 0));
    }

    #[test]
    fn what_is_outside_is_brought_inside() {
        let lines = lines("ab\ncd", Encoding::Utf16);
        assert_eq!(lines.offset(at(0, 99)), 2);
        assert_eq!(lines.offset(at(99, 0)), 5);
        assert_eq!(lines.offset(at(u32::MAX, u32::MAX)), 5);
        assert_eq!(lines.position(99), at(1, 2));
        assert_eq!(lines.span(Range { start: at(1, 1), end: at(0, 1) }), 1..4);
    }
}
