//! Paths in the braces of a `message` or `help`.

use tm_analysis::report::Name;
use tm_syntax::{Parsed, Tok};

use super::cursor::Cursor;

/// A cursor in the open brace of a template, if that is where the offset is.
pub(super) fn cursor<'a>(parsed: &'a Parsed, source: &'a str, token: u32, offset: u32) -> Option<Cursor<'a>> {
    let entry = token.checked_sub(2).filter(|_| parsed.kind(token - 1) == Some(Tok::Colon))?;
    if !matches!(parsed.token_text(source, entry), "message" | "help") {
        return None;
    }
    let start = parsed.token_range(token).start;
    let text = source.get(start as usize..offset as usize)?;
    let open = text.rfind('{').filter(|at| !text.get(..*at).is_some_and(|before| before.ends_with('\\')))?;
    let inside = text.get(open + 1..)?;
    if !inside.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.')) {
        return None;
    }
    let written = inside.rsplit('.').next().unwrap_or_default();
    let from = offset - u32::try_from(written.len()).ok()?;
    Some(Cursor::in_text(parsed, source, from..offset, token))
}

/// What is dotted in front of the word.
pub(super) fn path_in_front(cursor: &Cursor<'_>) -> Option<Vec<Name>> {
    let before = cursor.text_before_word().strip_suffix('.')?;
    let path = before.rsplit('{').next()?;
    Some(path.split('.').map(Name::new).collect())
}
