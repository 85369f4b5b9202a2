//! The canonical format of `.tm` files.
//!
//! The significant tokens are written in the order in which they stand; the tree decides only where lines break and how far
//! they are indented. So nothing can be lost or moved, except commas that change nothing. Whether a block stays on one line
//! is the author's choice as long as it fits; everything else follows from the text without its white space.

mod comments;
mod document;
mod entries;
mod expressions;
mod items;
mod part;
mod printer;
mod text_block;

use std::ops::Range;

use crate::parse::parse;
use crate::parsed::Parsed;

use document::{BETWEEN_ITEMS, Builder, END_OF_FILE};
use part::{Content, Part, parts};

/// White space that may be cut off at the end of a line: the lexer passes over it, and it is not part of a comment.
const WHITE_SPACE: [char; 6] = [' ', '\t', '\r', '\n', '\u{C}', '\u{FEFF}'];

/// A formatted file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formatted {
    pub text: String,
    /// Some of it is left as it was written, because it has syntax errors ([`crate::parse`] tells which).
    pub is_partial: bool,
}

/// Formats the text of a file. Items with syntax errors are left as they are.
pub fn format(source: &str) -> Formatted {
    let source = source.trim_start_matches('\u{FEFF}');
    let parsed = parse(source);
    if is_sound(&parsed) {
        return format_parsed(source, &parsed);
    }
    format_faulty(as_written(source))
}

/// How a faulty file is understood depends on its indentation, so formatting its sound items could change which are faulty.
/// Then all of it is left alone.
fn format_faulty(source: String) -> Formatted {
    let parsed = parse(&source);
    let once = format_parsed(&source, &parsed);
    let again = parse(&once.text);
    let names = |parsed: &Parsed| -> Vec<&'static str> { parsed.errors.iter().map(|error| error.name).collect() };
    let is_known = !names(&parsed).contains(&"too-many-errors");
    if is_known && names(&again) == names(&parsed) && format_parsed(&once.text, &again) == once {
        return once;
    }
    Formatted { text: source, is_partial: true }
}

fn is_sound(parsed: &Parsed) -> bool {
    parsed.errors.iter().all(|error| error.is_warning)
}

fn format_parsed(source: &str, parsed: &Parsed) -> Formatted {
    let parts = parts(source, parsed);
    let is_partial = parts.iter().any(|part| part.is_verbatim);
    let mut builder = Builder::new(source, parsed);
    let mut rest = parts.as_slice();
    while let Some((part, after)) = rest.split_first() {
        rest = after;
        if part.is_verbatim {
            let mut last = part;
            while let Some((next, after)) = rest.split_first()
                && next.is_verbatim
                && next.shares_line
            {
                last = next;
                rest = after;
            }
            let bytes = whole_lines(source, part.bytes.start..last.bytes.end);
            builder.verbatim(part.tokens.start, last.tokens.end, bytes);
        } else {
            sound_part(&mut builder, part);
        }
    }
    builder.gap(END_OF_FILE);
    Formatted { text: printer::print(&builder.finish()), is_partial }
}

fn sound_part(builder: &mut Builder<'_>, part: &Part<'_>) {
    builder.to(part.tokens.start);
    builder.gap(BETWEEN_ITEMS);
    if let Content::Item(item) = part.content {
        builder.item(item);
    }
    builder.end_of_entry(part.tokens.end);
}

/// The bytes of the lines that `bytes` touches, without their first indentation if something else stands there.
fn whole_lines(source: &str, bytes: Range<usize>) -> Range<usize> {
    let before = source.get(..bytes.start).unwrap_or_default();
    let indent = before.len() - before.trim_end_matches([' ', '\t', '\u{FEFF}']).len();
    let begins_line = before.len() == indent || before.as_bytes().get(before.len() - indent - 1) == Some(&b'\n');
    let start = if begins_line { bytes.start - indent } else { bytes.start };
    let after = source.get(bytes.end..).unwrap_or_default();
    let line = after.split('\n').next().unwrap_or_default();
    start..bytes.end + line.trim_end_matches(WHITE_SPACE).len()
}

/// The text with canonical ends of lines and of the file, but otherwise not formatted.
fn as_written(source: &str) -> String {
    let mut text = without_returns(source);
    text.truncate(text.trim_end_matches(WHITE_SPACE).len());
    text.push('\n');
    text
}

fn without_returns(text: &str) -> String {
    let mut lines = text.split('\n');
    let mut out = lines.next().unwrap_or_default().trim_end_matches('\r').to_owned();
    for line in lines {
        out.push('\n');
        out.push_str(line.trim_end_matches('\r'));
    }
    out
}
