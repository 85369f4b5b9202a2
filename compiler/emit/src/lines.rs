//! Byte offsets to lines and columns: lines end with `\n` alone, as in the language; columns count Unicode scalar values.

use std::sync::{Arc, OnceLock};

use tm_analysis::report::{Location, Report, ReportFile};

/// Chars are counted once per block, so that a file of one endless line costs no more per lookup than any other.
const BLOCK: usize = 512;

/// What some programs write in front of a text: editors show no column for it.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// 1-based.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Where each line of one text begins.
#[derive(Debug)]
pub(crate) struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// Chars before each block of [`BLOCK`] bytes; empty for ASCII, where bytes are chars.
    blocks: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mark = text.len() - text.trim_start_matches(BYTE_ORDER_MARK).len();
        let starts = std::iter::once(mark).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut blocks = Vec::new();
        if !text.is_ascii() {
            let mut before = 0;
            for block in text.as_bytes().chunks(BLOCK) {
                blocks.push(before);
                before += count_chars(block);
            }
        }
        Self { text, starts, blocks }
    }

    /// The place of a byte offset; one past the end is the end, one inside a char is its beginning.
    pub(crate) fn position(&self, offset: usize) -> Position {
        self.position_on(self.line(offset), offset)
    }

    /// The places of two byte offsets, which are on one line most often.
    fn positions(&self, start: usize, end: usize) -> (Position, Position) {
        let line = self.line(start);
        let is_later = self.starts.get(line + 1).is_some_and(|next| *next <= end);
        let last = if is_later { self.line(end) } else { line };
        (self.position_on(line, start), self.position_on(last, end))
    }

    fn position_on(&self, line: usize, offset: usize) -> Position {
        // The text itself is far from here: one of single bytes need not be looked at.
        let offset = match self.blocks.is_empty() {
            true => offset.min(self.text.len()),
            false => self.text.floor_char_boundary(offset),
        };
        let start = self.starts.get(line).copied().unwrap_or_default();
        Position { line: line + 1, column: self.chars_between(start, offset.max(start)) + 1 }
    }

    /// The byte offset at which the text of the line that holds `offset` ends, before `\n` or `\r\n`.
    pub(crate) fn line_end(&self, offset: usize) -> usize {
        let Some(next) = self.starts.get(self.line(offset) + 1) else { return self.text.len() };
        let end = next - 1;
        if self.text.as_bytes().get(end.wrapping_sub(1)) == Some(&b'\r') { end - 1 } else { end }
    }

    /// 0-based.
    fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    fn chars_between(&self, start: usize, offset: usize) -> usize {
        match self.text.as_bytes().get(start..offset) {
            Some(short) if short.len() <= BLOCK && !self.blocks.is_empty() => count_chars(short),
            _ => self.chars_before(offset) - self.chars_before(start),
        }
    }

    fn chars_before(&self, offset: usize) -> usize {
        if self.blocks.is_empty() {
            return offset;
        }
        let block = offset / BLOCK;
        // At the very end of a text that fills its last block there is no block of its own.
        let (block, before) = match self.blocks.get(block) {
            Some(before) => (block, *before),
            None => (block.saturating_sub(1), self.blocks.last().copied().unwrap_or_default()),
        };
        before + self.text.as_bytes().get(block * BLOCK..offset).map_or(0, count_chars)
    }
}

fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// A location as people and editors count it; the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place<'a> {
    pub(crate) file: &'a str,
    pub(crate) start: Position,
    pub(crate) end: Position,
}

/// The line indexes of some files, each built at its first use; clones share them.
#[derive(Clone, Debug)]
pub(crate) struct Places<'a> {
    files: &'a [ReportFile],
    indexes: Arc<[OnceLock<LineIndex<'a>>]>,
}

impl<'a> Places<'a> {
    pub(crate) fn new(report: &'a Report) -> Self {
        Self::of(&report.files)
    }

    pub(crate) fn of(files: &'a [ReportFile]) -> Self {
        Self { files, indexes: files.iter().map(|_| OnceLock::new()).collect() }
    }

    /// `None` when there is no such file.
    pub(crate) fn index(&self, file: u32) -> Option<&LineIndex<'a>> {
        let file = usize::try_from(file).ok()?;
        let source = self.files.get(file)?;
        let slot = self.indexes.get(file)?;
        Some(slot.get_or_init(|| LineIndex::new(&source.text)))
    }

    /// `None` when there is no such file.
    pub(crate) fn place(&self, location: &Location) -> Option<Place<'a>> {
        let file = &self.files.get(usize::try_from(location.file).ok()?)?.path;
        let index = self.index(location.file)?;
        let (start, end) = (location.range.start, location.range.end.max(location.range.start));
        let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
        let (start, end) = index.positions(start, end);
        Some(Place { file, start, end })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::string_slice)]

    use super::*;

    fn at(text: &str, offset: usize) -> (usize, usize) {
        let Position { line, column } = LineIndex::new(text).position(offset);
        (line, column)
    }

    #[test]
    fn columns_count_scalar_values() {
        let text = "é😀漢x\nab";
        assert_eq!(at(text, 9), (1, 4));
        assert_eq!(at(text, 11), (2, 1));
        assert_eq!(at(text, 99), (2, 3));
        assert_eq!(at(text, 3), (1, 2), "inside the emoji");
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let text = "\u{feff}ab\ncd";
        assert_eq!([0, 3, 4, 6, 7].map(|offset| at(text, offset)), [(1, 1), (1, 1), (1, 2), (2, 1), (2, 2)]);
    }

    #[test]
    fn empty_text_and_ends() {
        assert_eq!(at("", 0), (1, 1));
        assert_eq!(at("a\n", 2), (2, 1));
        let crlf = LineIndex::new("ab\r\ncd\r\n");
        assert_eq!((crlf.line_end(0), crlf.line_end(5), crlf.line_end(8)), (2, 6, 8));
        assert_eq!(LineIndex::new("\n").line_end(0), 0);
    }

    #[test]
    fn blocks_agree_with_counting() {
        for length in [BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK] {
            let text = format!("é\n{}", "漢x".repeat(length));
            let index = LineIndex::new(&text);
            for (offset, _) in text.char_indices().skip(2).chain([(text.len(), ' ')]) {
                assert_eq!(index.position(offset).column, text[3..offset].chars().count() + 1);
            }
        }
    }
}
