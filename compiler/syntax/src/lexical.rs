//! What is wrong with single tokens.

use crate::literal::bad_escapes;
use crate::stream::{Errors, Source, error, show};
use crate::token::{Tok, look_alike};

const QUOTES: &str = "a text is written between `\"`, a name without quotes";
const A_DATE: &str = "a date is written `2026-12-31`";
/// Names and dots of a path that a message repeats.
const MAX_SHOWN_PARTS: usize = 9;

/// Errors of single tokens, in order. What has no place where it stands, by `syntactic`, need not be spelt better.
pub(crate) fn lexical_errors(source: &Source<'_>, syntactic: &Errors) -> Errors {
    let mut errors = Errors::default();
    let mut misplaced: Vec<u32> = syntactic.list.iter().map(|error| error.range.start).collect();
    misplaced.sort_unstable();
    let is_misplaced = |sig: u32| misplaced.binary_search(&source.range(sig).start).is_ok();
    let mut after_garbage = false;
    let mut in_dashes = false;
    for sig in 0..source.significant.len() as u32 {
        let Some(kind) = kind(source, sig) else { break };
        let is_dash = source.is_dash(sig);
        match kind {
            // One error for lines in a row that begin so.
            Tok::Error if is_dash && in_dashes => {}
            // The parser has read it as another language's choice.
            Tok::Error if source.slice(sig) == "?" && is_misplaced(sig) => {}
            // One error for a run of them on a line.
            Tok::Error if after_garbage && !source.newline_before(sig) => {}
            Tok::Error => errors.push(invalid_character(source, sig)),
            // The parser has read it as a sign before a value.
            Tok::LookAlike if source.slice(sig) == "=>" && is_misplaced(sig) => {}
            Tok::LookAlike => errors.push(look_alike_sign(source, sig)),
            Tok::BackArrow => errors.push(back_arrow(source, sig)),
            Tok::BadIdent => errors.push(invalid_name(source, sig)),
            Tok::BadNumber if !is_misplaced(sig) => errors.push(invalid_number(source, sig)),
            Tok::BadStr if !source.slice(sig).starts_with('"') => {
                let message = format!("{} is no text", show(source.slice(sig)));
                let found = error("invalid-character", source.range(sig), message, QUOTES);
                errors.extend((!is_misplaced(sig)).then_some(found));
            }
            Tok::BadStr => errors.push(error(
                "unterminated-string",
                source.range(sig),
                "this text has no closing `\"` on its line".to_owned(),
                "close it with `\"`; a text of several lines is written between `\"\"\"`",
            )),
            Tok::BadTextBlock => {
                let start = source.range(sig).start;
                let message = "this text block has no closing `\"\"\"`".to_owned();
                errors.push(error("unterminated-text-block", start..start + 3, message, "close it with `\"\"\"`"));
            }
            Tok::Str | Tok::TextBlock => escapes(source, sig, &mut errors),
            _ => {}
        }
        after_garbage = kind == Tok::Error;
        in_dashes = is_dash || (in_dashes && !source.newline_before(sig));
    }
    errors
}

fn kind(source: &Source<'_>, sig: u32) -> Option<Tok> {
    let index = source.significant.get(sig as usize)?;
    source.tokens.get(*index as usize).map(|token| token.kind)
}

fn invalid_character(source: &Source<'_>, sig: u32) -> crate::SyntaxError {
    let text = source.slice(sig);
    let message = format!("{} means nothing here", show(&text.escape_debug().to_string().replace("\\'", "'")));
    if text.starts_with("/*") {
        // A comment may be long; it is shown where it begins.
        let range = source.range(sig);
        let end = range.start + text.lines().next().map_or(2, |line| line.len() as u32);
        let help = "a comment begins with `//`, on each of its lines";
        return error("invalid-character", range.start..end, "`/*` begins no comment".to_owned(), help);
    }
    let help = match text.chars().next() {
        Some('\u{A0}' | '\u{3000}' | '\u{2000}'..='\u{200B}' | '\u{202F}') => "write a plain space",
        Some('#' | '%' | ';' | '<' | '-') if text.len() > 2 => "a comment begins with `//`",
        Some('-') if source.newline_before(sig) => "nothing stands before a member; a list is written `[a, b]`",
        Some('*') if sig > 0 && kind(source, sig - 1) == Some(Tok::Dot) => "`use MODULE` brings in all its names",
        Some(';') => "nothing needs to stand between members; remove it",
        Some('\'' | '”' | '’' | '»') => QUOTES,
        Some('`') => "a raw name is written between two backticks on one line",
        Some('#') => "a comment begins with `//`",
        Some('*') if text.starts_with("*/") => "a comment begins with `//`, on each of its lines",
        Some('-' | '+' | '*' | '/') => "there is no arithmetic",
        Some(c) if c.is_alphanumeric() => "names are ASCII; write any other name between backticks, as a whole",
        _ => "remove it",
    };
    error("invalid-character", source.range(sig), message, help)
}

fn look_alike_sign(source: &Source<'_>, sig: u32) -> crate::SyntaxError {
    let text = source.slice(sig);
    let right = look_alike(text).map_or("", |(_, right)| right);
    let help = match text.starts_with('=') && right == "->" {
        true => "write `->`, or `>=` to compare".to_owned(),
        false => format!("write `{right}`"),
    };
    let name = if text.is_ascii() { "wrong-operator" } else { "invalid-character" };
    error(name, source.range(sig), format!("{} is written `{right}`", show(text)), &help)
}

fn back_arrow(source: &Source<'_>, sig: u32) -> crate::SyntaxError {
    let names = |step: fn(u32, u32) -> Option<u32>| {
        let mut parts: Vec<&str> = Vec::new();
        let mut at = step(sig, 1);
        while let Some(found) = at.filter(|at| parts.len() < MAX_SHOWN_PARTS && is_part_of_path(source, *at, &parts)) {
            parts.push(source.slice(found));
            at = step(found, 1);
        }
        parts
    };
    let mut left = names(u32::checked_sub);
    left.reverse();
    let right = names(u32::checked_add);
    let (left, right) = match (left.is_empty(), right.is_empty()) {
        (false, false) => (left.concat(), right.concat()),
        _ => ("a".to_owned(), "b".to_owned()),
    };
    let text = source.slice(sig);
    let both = text.ends_with(['>', '↔']);
    let (message, help) = match both {
        true => {
            (format!("{} is two flows", show(text)), format!("write both: `{left} -> {right}` and `{right} -> {left}`"))
        }
        false => (format!("{} points the wrong way", show(text)), format!("write `{right} -> {left}`")),
    };
    error("wrong-operator", source.range(sig), message, &help)
}

/// Whether a name, or a dot between two, goes on at `sig`, behind or before the `parts`.
fn is_part_of_path(source: &Source<'_>, sig: u32, parts: &[&str]) -> bool {
    let Some(kind) = kind(source, sig) else { return false };
    if parts.len().is_multiple_of(2) { kind.is_name() } else { kind == Tok::Dot }
}

fn invalid_name(source: &Source<'_>, sig: u32) -> crate::SyntaxError {
    let text = source.slice(sig);
    let shown = show(text);
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_') {
        let help = format!("write {}", show(&text.replace('_', "")));
        return error(
            "invalid-number",
            source.range(sig),
            format!("{shown} is no number: a number is digits alone"),
            &help,
        );
    }
    let is_value = sig > 0 && matches!(kind(source, sig - 1), Some(Tok::Colon | Tok::Assign | Tok::LBracket));
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        return error("invalid-number", source.range(sig), format!("{shown} is no date"), A_DATE);
    }
    if is_value {
        let message = format!("{shown} is neither a number nor a name");
        let help = format!("a number is digits alone; write {shown} with the backticks for a name, in `\"` for a text");
        return error("invalid-name", source.range(sig), message, &help);
    }
    let message = format!("{shown} is not a name: names do not begin with a digit");
    let help = format!("write {shown} with the backticks; a date is written like `2026-12-31`");
    error("invalid-name", source.range(sig), message, &help)
}

fn invalid_number(source: &Source<'_>, sig: u32) -> crate::SyntaxError {
    let text = source.slice(sig);
    let shown = show(text);
    let parts: Vec<&str> = text.split(['.', '/']).collect();
    let (what, help) = match parts.as_slice() {
        _ if text.starts_with(['-', '+']) => ("number", "a number has no sign"),
        [first, _, last] if first.len() == 4 || last.len() == 4 => ("date", A_DATE),
        [_, _] if text.contains('.') => ("number", "a number has no fraction; a text stands between `\"`"),
        _ => ("value", "a text stands between `\"`"),
    };
    error("invalid-number", source.range(sig), format!("{shown} is no {what}"), help)
}

fn escapes(source: &Source<'_>, sig: u32, errors: &mut Errors) {
    let text = source.slice(sig);
    if !text.contains('\\') {
        return;
    }
    let template =
        sig >= 2 && kind(source, sig - 1) == Some(Tok::Colon) && matches!(source.slice(sig - 2), "message" | "help");
    for (at, escape) in bad_escapes(text, template) {
        let start = source.range(sig).start + at;
        let message = format!("{} is not an escape", show(escape));
        let help = "escapes are `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}`, in `message` and `help` also `\\{`";
        errors.push(error("invalid-escape", start..start + escape.len() as u32, message, help));
    }
}
