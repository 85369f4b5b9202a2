//! What a string literal stands for.

use std::ops::Range;

/// A part of a template: `message` and `help` of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplatePart {
    Text(String),
    /// `{path}`: the text between the braces, and where it is in the file.
    Hole {
        text: String,
        range: Range<u32>,
    },
    /// A `{` that no `}` follows.
    Open {
        range: Range<u32>,
    },
}

/// The text of a literal token (quotes included).
pub(crate) fn decode(token: &str) -> String {
    let mut out = String::with_capacity(token.len());
    for (index, line) in lines(token).into_iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let mut rest = line.text;
        while let Some((before, after)) = rest.split_once('\\') {
            out.push_str(before);
            let (escape, tail) = escape(after);
            push_escape(&mut out, escape, after, tail);
            rest = tail;
        }
        out.push_str(rest);
    }
    out
}

/// The parts of a template token that begins at byte `start` of its file.
pub(crate) fn decode_template(token: &str, start: u32) -> Vec<TemplatePart> {
    let mut parts = Vec::new();
    let mut text = String::new();
    for (index, line) in lines(token).into_iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        let mut rest = line.text;
        let position = |rest: &str| start + line.at + (line.text.len() - rest.len()) as u32;
        while let Some(at) = rest.find(['\\', '{']) {
            let (before, found) = rest.split_at(at);
            text.push_str(before);
            let mut chars = found.chars();
            if chars.next() == Some('\\') {
                let after = chars.as_str();
                let (escape, tail) = escape(after);
                push_escape(&mut text, escape, after, tail);
                rest = tail;
                continue;
            }
            let inside = chars.as_str();
            if !text.is_empty() {
                parts.push(TemplatePart::Text(std::mem::take(&mut text)));
            }
            let from = position(inside);
            match inside.split_once('}') {
                Some((hole, tail)) => {
                    parts.push(TemplatePart::Hole { text: hole.to_owned(), range: from..from + hole.len() as u32 });
                    rest = tail;
                }
                None => {
                    parts.push(TemplatePart::Open { range: from - 1..from });
                    rest = inside;
                }
            }
        }
        text.push_str(rest);
    }
    if !text.is_empty() {
        parts.push(TemplatePart::Text(text));
    }
    parts
}

/// Byte offsets and texts of the escapes in a literal token that mean nothing.
pub(crate) fn bad_escapes(token: &str, template: bool) -> Vec<(u32, &str)> {
    let mut bad = Vec::new();
    for line in lines(token) {
        let mut rest = line.text;
        while let Some((before, after)) = rest.split_once('\\') {
            let at = line.text.len() - rest.len() + before.len();
            let (escape, tail) = escape(after);
            if escape.is_none() || (escape == Some('{') && !template) {
                let len = 1 + (after.len() - tail.len()).max(after.chars().next().map_or(0, char::len_utf8));
                bad.extend(line.text.get(at..at + len).map(|text| (line.at + at as u32, text)));
            }
            rest = tail;
        }
    }
    bad
}

/// What the escape after a backslash stands for, and the text behind it.
fn escape(after: &str) -> (Option<char>, &str) {
    let mut chars = after.chars();
    let simple = match chars.next() {
        Some('"') => '"',
        Some('\\') => '\\',
        Some('n') => '\n',
        Some('t') => '\t',
        Some('{') => '{',
        Some('u') => return unicode(chars.as_str()),
        Some(_) => return (None, chars.as_str()),
        None => return (None, after),
    };
    (Some(simple), chars.as_str())
}

/// `{…}` after `\u`: one to six hexadecimal digits.
fn unicode(after: &str) -> (Option<char>, &str) {
    let Some(inside) = after.strip_prefix('{') else {
        return (None, after);
    };
    let Some((digits, tail)) = inside.split_once('}') else {
        return (None, after);
    };
    if !(1..=6).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return (None, after);
    }
    match u32::from_str_radix(digits, 16).ok().and_then(char::from_u32) {
        Some(c) => (Some(c), tail),
        None => (None, tail),
    }
}

/// An escape that means nothing stands for itself.
fn push_escape(out: &mut String, escape: Option<char>, after: &str, tail: &str) {
    match escape {
        Some(c) => out.push(c),
        None => {
            out.push('\\');
            out.push_str(after.get(..after.len() - tail.len()).unwrap_or_default());
        }
    }
}

/// A line of a literal without its indentation, and where it begins in the token.
struct Line<'t> {
    at: u32,
    text: &'t str,
}

/// A token without its quotes, which may be those of another language.
pub(crate) fn unquoted(token: &str) -> &str {
    const OPENING: [char; 11] = ['"', '\'', '“', '”', '„', '‟', '«', '＂', '‘', '’', '‚'];
    const CLOSING: [char; 8] = ['"', '\'', '“', '”', '»', '＂', '’', '‘'];
    let inside = token.strip_prefix(OPENING).unwrap_or(token);
    if inside.len() == token.len() { token } else { inside.strip_suffix(CLOSING).unwrap_or(inside) }
}

/// The lines of a literal token without quotes; a text block loses the indentation that its lines share.
fn lines(token: &str) -> Vec<Line<'_>> {
    let Some(inside) = token.strip_prefix("\"\"\"").filter(|_| token.len() >= 6 || !token.ends_with("\"\"\"")) else {
        if !token.starts_with('"') {
            let inside = unquoted(token);
            let at = token.find(inside).unwrap_or_default() as u32;
            return vec![Line { at, text: inside }];
        }
        let inside = token.strip_prefix('"').unwrap_or(token);
        let inside = inside.strip_suffix('"').filter(|text| !ends_in_escape(text)).unwrap_or(inside);
        return vec![Line { at: 1, text: inside.trim_end_matches('\r') }];
    };
    let inside = inside.strip_suffix("\"\"\"").unwrap_or(inside);
    let mut found = Vec::new();
    let mut at = 3_u32;
    for line in inside.split('\n') {
        found.push(Line { at, text: line.strip_suffix('\r').unwrap_or(line) });
        at += line.len() as u32 + 1;
    }
    let blank = |line: &Line<'_>| line.text.trim().is_empty();
    if found.len() > 1 && found.first().is_some_and(blank) {
        found.remove(0);
    }
    if found.len() > 1 && found.last().is_some_and(blank) {
        found.pop();
    }
    let indent = |line: &Line<'_>| line.text.len() - line.text.trim_start_matches([' ', '\t']).len();
    let shared = found.iter().filter(|line| !blank(line)).map(indent).min().unwrap_or(0);
    for line in &mut found {
        let cut = shared.min(indent(line));
        line.text = line.text.get(cut..).unwrap_or_default();
        line.at += cut as u32;
    }
    found
}

/// Whether a quote after `text` is escaped.
fn ends_in_escape(text: &str) -> bool {
    text.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn escapes_are_decoded_and_unknown_ones_kept() {
        assert_eq!(decode(r#""a \"b\" \\ \n\t\u{e9} \q""#), "a \"b\" \\ \n\té \\q");
        assert_eq!(decode("\"open"), "open");
        assert_eq!(decode("\"\""), "");
        assert_eq!(decode("\"\"\"\"\"\""), "");
    }

    #[test]
    fn text_blocks_lose_shared_indentation_and_outer_lines() {
        assert_eq!(decode("\"\"\"\r\n    a\r\n\r\n      b\r\n    \"\"\""), "a\n\n  b");
        assert_eq!(decode("\"\"\"one\"\"\""), "one");
        assert_eq!(decode("\"\"\"\n  open"), "open");
    }

    #[test]
    fn unknown_escapes_are_located() {
        assert_eq!(bad_escapes(r#""a \q \u{zz} \u{110000} \{""#, false).len(), 4);
        assert_eq!(bad_escapes(r#""a \q""#, true), [(3, "\\q")]);
        assert_eq!(bad_escapes(r#""\{ \" \\ \u{1F600}""#, true), []);
        assert_eq!(bad_escapes("\"\"\"\n  x\n  \\é\"\"\"", true), [(10, "\\é")]);
    }

    #[test]
    fn templates_are_split_at_holes() {
        let parts = decode_template(r#""{a.b} \{x} {c""#, 100);
        let hole = TemplatePart::Hole { text: "a.b".to_owned(), range: 102..105 };
        let open = TemplatePart::Open { range: 112..113 };
        assert_eq!(parts, [hole, TemplatePart::Text(" {x} ".to_owned()), open, TemplatePart::Text("c".to_owned())]);
    }
}
