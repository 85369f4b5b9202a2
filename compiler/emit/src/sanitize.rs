//! Text from a model on its way to a terminal: nothing in it may move the cursor, hide, reorder or flood.

use std::borrow::Cow;
use std::fmt::Write;

pub(crate) use tm_analysis::is_hostile;

/// A name, such as that of an element.
pub(crate) const NAME: usize = 120;
/// A sentence.
pub(crate) const SENTENCE: usize = 600;
/// Help, a note.
pub(crate) const PARAGRAPH: usize = 2000;

/// One line of text with hostile chars written as escapes (`\u{1b}`), cut to `limit` chars.
pub fn inline(text: &str, limit: usize) -> Cow<'_, str> {
    let short = text.len() <= limit || text.chars().nth(limit).is_none();
    if short && !text.chars().any(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len().min(limit.saturating_mul(2)));
    let mut left = limit;
    for char in text.chars() {
        if left == 0 {
            shown.push('…');
            break;
        }
        left -= 1;
        match char {
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push(' '),
            char if is_hostile(char) => drop(write!(shown, "\\u{{{:x}}}", u32::from(char))),
            char => shown.push(char),
        }
    }
    Cow::Owned(shown)
}

/// The lines of a text, each as by [`inline`]; blank ones are dropped.
pub(crate) fn lines(text: &str, limit: usize) -> impl Iterator<Item = Cow<'_, str>> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(move |line| inline(line, limit))
}

/// Several lines, each as by [`inline`] without a limit; white space at both ends is gone.
pub(crate) fn text(text: &str) -> String {
    let lines: Vec<_> = text.trim().lines().map(|line| inline(line.trim_end(), usize::MAX)).collect();
    lines.join("\n")
}

/// What stands for a char of a source line: always exactly one char, so that columns stay true.
pub(crate) fn source_char(char: char) -> char {
    match char {
        '\t' => '\t',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(char)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        char if is_hostile(char) => '\u{fffd}',
        char => char,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_shown() {
        assert_eq!(inline("a\u{1b}[31mb\u{202e}c\u{9b}\u{7}", 99), r"a\u{1b}[31mb\u{202e}c\u{9b}\u{7}");
        assert_eq!(inline("two\nlines\tand", 99), r"two\nlines and");
        assert!(matches!(inline("plain é 漢", 99), Cow::Borrowed(_)));
    }

    #[test]
    fn long_text_is_cut_at_chars() {
        assert_eq!(inline(&"é".repeat(10), 4), "éééé…");
        assert_eq!(inline("éééé", 4), "éééé");
        assert!(inline(&"\u{1b}".repeat(1_000_000), NAME).len() < 1000);
    }

    #[test]
    fn source_chars_keep_columns() {
        let shown: String = "a\u{1b}\u{202e}\u{7f}\t\r漢".chars().map(source_char).collect();
        assert_eq!(shown, "a␛\u{fffd}␡\t␍漢");
    }
}
