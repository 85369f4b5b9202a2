//! The canonical format as edits: of a file, of a part of it, of what was just finished.
//!
//! The formatter keeps the tokens and their order, so what changes are the gaps between them. Each gap is an edit of its own:
//! any choice of them leaves the tokens as they are, and the cursor stays where it was.

use std::ops::Range;

use tm_analysis::{Database, SourceFile};
use tm_syntax::{Parsed, Tok};

use crate::place::{FilePosition, clamp, slice};
use crate::text_edit::TextEdit;
use crate::tree::{Part, walk};

/// Two spaces for each bracket that is open.
const INDENT: &str = "  ";

/// What formats a file, in the order of its text; nothing where it is formatted. What has syntax errors is left as it is.
#[must_use]
pub fn formatting(db: &Database, file: SourceFile) -> Vec<TextEdit> {
    let source = file.text(db);
    let formatted = tm_syntax::format(source).text;
    if formatted == **source {
        return Vec::new();
    }
    gaps(source, &formatted).unwrap_or_else(|| trimmed(source, &(0..length(source)), &formatted).into_iter().collect())
}

/// As [`formatting`], in the lines that a range touches.
#[must_use]
pub fn range_formatting(db: &Database, file: SourceFile, range: &Range<u32>) -> Vec<TextEdit> {
    let source = file.text(db);
    let (start, end) = (clamp(source, range.start), clamp(source, range.end));
    let start = slice(source, &(0..start)).rfind('\n').map_or(0, |at| at + 1);
    let rest = source.get(end as usize..).unwrap_or_default();
    let end = end as usize + rest.find('\n').unwrap_or(rest.len());
    let mut edits = formatting(db, file);
    edits.retain(|edit| start <= edit.range.start as usize && edit.range.end as usize <= end);
    edits
}

/// After `}`: formats what it ends. After a line end: indents the new line. The position is behind what was typed.
#[must_use]
pub fn on_type_formatting(db: &Database, position: FilePosition, typed: char) -> Vec<TextEdit> {
    let position = position.in_text(db);
    match typed {
        '}' => ended(db, position),
        '\n' => indented(position.file.text(db), position.offset).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The declaration that ends at a position.
fn ended(db: &Database, position: FilePosition) -> Vec<TextEdit> {
    let is_brace = slice(position.file.text(db), &(0..position.offset)).ends_with('}');
    if !is_brace {
        return Vec::new();
    }
    let parsed = tm_analysis::occurrences::syntax(db, position.file);
    let mut whole: Option<Range<u32>> = None;
    walk(&parsed.file, &mut |part, range| {
        let bytes = parsed.text_range(range);
        if part == Part::Declaration && bytes.end == position.offset && whole.is_none() {
            whole = Some(bytes);
        }
    });
    whole.map(|range| range_formatting(db, position.file, &range)).unwrap_or_default()
}

/// The white space that a line begins with, by the brackets that are open above it.
fn indented(source: &str, offset: u32) -> Option<TextEdit> {
    let start = slice(source, &(0..offset)).rfind('\n')? + 1;
    let line = source.get(start..)?;
    let line = line.split('\n').next().unwrap_or_default();
    let rest = line.trim_start_matches([' ', '\t']);
    let parsed = tm_syntax::parse(slice(source, &(0..u32::try_from(start).ok()?)));
    // Inside of a text or a comment nothing is indented.
    if parsed.tokens.iter().any(|token| matches!(token.kind, Tok::BadTextBlock)) {
        return None;
    }
    let mut open: usize = 0;
    for token in parsed.tokens.iter() {
        match token.kind {
            Tok::LBrace | Tok::LBracket | Tok::LParen => open += 1,
            Tok::RBrace | Tok::RBracket | Tok::RParen => open = open.saturating_sub(1),
            _ => {}
        }
    }
    if rest.starts_with(['}', ']', ')']) {
        open = open.saturating_sub(1);
    }
    // Deeper than the parser goes, nothing is indented further.
    let indent = INDENT.repeat(open.min(100));
    let old = line.len() - rest.len();
    if line.get(..old) == Some(indent.as_str()) {
        return None;
    }
    let start = u32::try_from(start).ok()?;
    Some(TextEdit { range: start..start + u32::try_from(old).ok()?, text: indent })
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// Significant tokens, with what stands between them.
struct Tokens<'a> {
    source: &'a str,
    parsed: Parsed,
    at: u32,
}

impl<'a> Tokens<'a> {
    fn new(source: &'a str) -> Self {
        Self { source, parsed: tm_syntax::parse(source), at: 0 }
    }

    fn kind(&self) -> Option<Tok> {
        self.parsed.kind(self.at)
    }

    fn range(&self) -> Range<u32> {
        match self.kind() {
            Some(_) => self.parsed.token_range(self.at),
            None => length(self.source)..length(self.source),
        }
    }

    fn text(&self) -> &'a str {
        slice(self.source, &self.range())
    }
}

/// An edit for each gap and token that differs; `None` if the tokens are not the same.
fn gaps(source: &str, formatted: &str) -> Option<Vec<TextEdit>> {
    let (mut old, mut new) = (Tokens::new(source), Tokens::new(formatted));
    let (mut old_end, mut new_end) = (0, 0);
    let mut edits = Vec::new();
    loop {
        // Commas that change nothing come and go with the gaps.
        while old.kind() == Some(Tok::Comma) && new.kind() != Some(Tok::Comma) {
            old.at += 1;
        }
        while new.kind() == Some(Tok::Comma) && old.kind() != Some(Tok::Comma) {
            new.at += 1;
        }
        if old.kind() != new.kind() {
            return None;
        }
        let (before, after) = (old.range(), new.range());
        edits.extend(trimmed(source, &(old_end..before.start), slice(formatted, &(new_end..after.start))));
        old.kind()?;
        if old.text() != new.text() {
            let is_laid_out = matches!(old.kind(), Some(Tok::TextBlock | Tok::Doc | Tok::FileDoc));
            if !is_laid_out {
                return None;
            }
            edits.extend(trimmed(source, &before, new.text()));
        }
        (old_end, new_end) = (before.end, after.end);
        old.at += 1;
        new.at += 1;
        if old.kind().is_none() && new.kind().is_none() {
            let end = slice(formatted, &(new_end..length(formatted)));
            edits.extend(trimmed(source, &(old_end..length(source)), end));
            return Some(edits);
        }
    }
}

/// Without what stays the same at its ends.
fn trimmed(source: &str, range: &Range<u32>, text: &str) -> Option<TextEdit> {
    let old = slice(source, range);
    if old == text {
        return None;
    }
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let bytes =
        |chars: &mut dyn Iterator<Item = (char, char)>| -> usize { chars.map(|(char, _)| char.len_utf8()).sum() };
    let front = bytes(&mut old.chars().zip(text.chars()).take_while(same));
    let (rest, rest_of_text) = (old.get(front..)?, text.get(front..)?);
    let back = bytes(&mut rest.chars().rev().zip(rest_of_text.chars().rev()).take_while(same));
    let start = range.start + u32::try_from(front).ok()?;
    let end = range.end - u32::try_from(back).ok()?;
    Some(TextEdit { range: start..end, text: rest_of_text.get(..rest_of_text.len() - back)?.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::{formatting, on_type_formatting, range_formatting};
    use crate::fixture::Fixture;
    use crate::text_edit::{TextEdit, apply};

    fn formatted(text: &str) -> (String, Vec<TextEdit>) {
        let fixture = Fixture::new(text);
        let edits = formatting(&fixture.db, fixture.cursor.file);
        (apply(fixture.cursor.file.text(&fixture.db), &edits), edits)
    }

    #[test]
    fn edits_give_what_the_formatter_gives() {
        for text in [
            "",
            "service a{exposure:internet}",
            "service a {\r\n  exposure: internet,\r\n}\r\n",
            "// c  \nservice   a // d\n{ data: [ p,q , ] }\n\n\n\ndata p data q\n",
            "/// Doc  \nrule r { for s:service where s.name==\"ß\" severity:low message:\"\"\"\n      a\n   b\n  \"\"\" }",
            "\u{feff}service a",
            "service a {\n   broken !!\n}\nservice   b",
        ] {
            let (result, edits) = formatted(text);
            assert_eq!(result, tm_syntax::format(text).text, "{text:?}: {edits:?}");
        }
    }

    #[test]
    fn only_what_differs_is_edited() {
        let (_, edits) = formatted("service a {\n    exposure: internet\n}\n");
        assert_eq!(edits, [TextEdit { range: 14..16, text: String::new() }]);
        assert_eq!(formatted("service a\n").1, []);
    }

    #[test]
    fn ranges_touch_their_lines_only() {
        let fixture = Fixture::new("service   a\nservice   b\nservice   c\n");
        let file = fixture.cursor.file;
        let edits = range_formatting(&fixture.db, file, &(14..15));
        assert_eq!(apply(file.text(&fixture.db), &edits), "service   a\nservice b\nservice   c\n");
        assert_eq!(range_formatting(&fixture.db, file, &(u32::MAX..u32::MAX)), []);
    }

    fn typed(text: &str, char: char) -> String {
        let fixture = Fixture::new(text);
        let edits = on_type_formatting(&fixture.db, fixture.cursor, char);
        apply(fixture.cursor.file.text(&fixture.db), &edits)
    }

    #[test]
    fn what_a_brace_ends_is_formatted() {
        assert_eq!(
            typed("service   x\nservice a {\nexposure:internet\n}$0\n", '}'),
            "service   x\nservice a {\n  exposure: internet\n}\n"
        );
        assert_eq!(typed("service a { endpoint b {$0", '}'), "service a { endpoint b {");
    }

    #[test]
    fn a_new_line_is_indented() {
        assert_eq!(typed("service a {\n$0\n}\n", '\n'), "service a {\n  \n}\n");
        assert_eq!(typed("service a {\n  data: [\n$0]\n", '\n'), "service a {\n  data: [\n  ]\n");
        assert_eq!(typed("service a {\n      $0}\n", '\n'), "service a {\n}\n");
        assert_eq!(typed("rule r { message: \"\"\"\n$0", '\n'), "rule r { message: \"\"\"\n");
        assert_eq!(typed("$0", '\n'), "");
        assert_eq!(typed("service   a$0", 'x'), "service   a");
    }
}
