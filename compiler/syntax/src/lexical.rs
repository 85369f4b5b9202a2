//! What is wrong with single tokens.

use crate::literal::bad_escapes;
use crate::stream::{Errors, Source, error, show};
use crate::token::Tok;

const QUOTES: &str = "a text is written between `\"`";

/// Errors of single tokens, in order.
pub(crate) fn lexical_errors(source: &Source<'_>) -> Errors {
    let mut errors = Errors::default();
    let mut after_garbage = false;
    for sig in 0..source.significant.len() as u32 {
        let Some(kind) = kind(source, sig) else { break };
        match kind {
            // One error for a run of them on a line.
            Tok::Error if after_garbage && !source.newline_before(sig) => {}
            Tok::Error => errors.push(invalid_character(source, sig)),
            Tok::BadIdent => errors.push(invalid_name(source, sig)),
            Tok::BadStr if source.slice(sig).starts_with('\'') => {
                let message = format!("{} is no text", show(source.slice(sig)));
                errors.push(error("invalid-character", source.range(sig), message, QUOTES));
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
    let help = match text.chars().next() {
        Some(';') => "nothing needs to stand between members; remove it",
        Some('\'' | '“' | '”' | '‘' | '’') => QUOTES,
        Some('`') => "a raw name is written between two backticks on one line",
        Some('#') => "a comment begins with `//`",
        Some('-' | '+' | '*' | '/') => "there is no arithmetic",
        Some(c) if c.is_alphanumeric() => "names are ASCII; write any other name between backticks, as a whole",
        _ => "remove it",
    };
    error("invalid-character", source.range(sig), message, help)
}

fn invalid_name(source: &Source<'_>, sig: u32) -> crate::SyntaxError {
    let shown = show(source.slice(sig));
    let message = format!("{shown} is not a name: names do not begin with a digit");
    let help = format!("write {shown} with the backticks; a date is written like `2026-12-31`");
    error("invalid-name", source.range(sig), message, &help)
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
