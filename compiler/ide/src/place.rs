//! Places in files, in bytes.

use std::ops::Range;

use tm_analysis::{Database, SourceFile};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilePosition {
    pub file: SourceFile,
    pub offset: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRange {
    pub file: SourceFile,
    pub range: Range<u32>,
}

impl FilePosition {
    /// The same place, or the nearest one before it that is in the text and on the border of a character.
    #[must_use]
    pub fn in_text(self, db: &Database) -> Self {
        Self { offset: clamp(self.file.text(db), self.offset), ..self }
    }
}

/// The nearest offset at or before this one that is on the border of a character.
pub(crate) fn clamp(text: &str, offset: u32) -> u32 {
    let mut at = text.len().min(offset as usize);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// What is written there.
pub(crate) fn slice<'t>(text: &'t str, range: &Range<u32>) -> &'t str {
    text.get(range.start as usize..range.end as usize).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{clamp, slice};

    #[test]
    fn offsets_are_brought_into_the_text() {
        assert_eq!((clamp("", 7), clamp("ab", 1), clamp("ab", 9)), (0, 1, 2));
        assert_eq!((clamp("aßb", 2), clamp("aßb", 3)), (1, 3));
        assert_eq!((slice("aßb", &(1..3)), slice("aßb", &(2..9))), ("ß", ""));
    }
}
