//! Paths, literals, values, types.

use chumsky::prelude::*;

use super::base::*;
use super::foreign::{generic_type, has_arguments};
use crate::ast::{Literal, Name, Path, TokRange, Type, Value, ValueKind};
use crate::stream::{error, show};
use crate::token::Tok;

/// Segments that one path may have.
const MAX_SEGMENTS: usize = 256;

/// `a.b.c`, where the caller has seen the first name.
pub(super) fn take_path(inp: &mut Ref<'_, '_>) -> Path {
    let lo = at(inp);
    let mut segments = vec![take_name(inp)];
    while take(inp, Tok::Dot) {
        match field_name(inp) {
            Some(name) if segments.len() < MAX_SEGMENTS => segments.push(name),
            Some(_) => {
                let at = at(inp) - 1;
                too_long(inp, at, "this path has more than 256 parts");
            }
            None => break,
        }
    }
    Path { segments, range: range_from(inp, lo) }
}

/// The name after a dot.
pub(super) fn field_name(inp: &mut Ref<'_, '_>) -> Option<Name> {
    let ahead = look(inp);
    if ahead.name(0) && !ahead.begins_line() {
        return Some(take_name(inp));
    }
    missing(inp, "missing-name", "a name", "name the attribute to read, or remove the `.`");
    None
}

pub(super) fn too_long(inp: &mut Ref<'_, '_>, at: usize, message: &str) {
    let stream = inp.state();
    let range = stream.source.range(stream.sig(at));
    let help = "split it up: give parts of it a name with `let` or `derive`";
    stream.report(at, error("expression-too-long", range, message.to_owned(), help));
}

/// A path, reported if it is not there.
pub(super) fn path_or_missing<'t>(what: &'static str, help: &'static str) -> P<'t, Option<Path>> {
    rule(move |inp| {
        let ahead = look(inp);
        if ahead.name(0) && !ahead.begins_line() {
            return Ok(Some(take_path(inp)));
        }
        missing(inp, "missing-name", what, help);
        Ok(None)
    })
}

/// The literal that token 0 is; `true.x` is a path.
pub(super) fn literal(ahead: &Ahead<'_, '_>, sig: u32) -> Option<Literal> {
    let literal = match ahead.tok(0)? {
        Tok::Str => Literal::Str(sig),
        Tok::Int => Literal::Int(sig),
        Tok::Date => Literal::Date(sig),
        Tok::KwTrue => Literal::True,
        Tok::KwFalse => Literal::False,
        Tok::KwUnknown => Literal::Unknown,
        _ => return None,
    };
    (!ahead.is(1, Tok::Dot)).then_some(literal)
}

pub(super) fn value_starts(ahead: &Ahead<'_, '_>) -> bool {
    match ahead.tok(0) {
        Some(Tok::LBracket | Tok::Skipped) => true,
        Some(tok) if tok.is_name() => !ahead.is(1, Tok::Colon) && !ahead.begins_line() && !flow_on_new_line(ahead),
        _ => ahead.literal(0),
    }
}

/// `a.b -> c` on a line of its own, after an attribute without a value.
fn flow_on_new_line(ahead: &Ahead<'_, '_>) -> bool {
    ahead.newline(0) && ahead.is(1, Tok::Dot) && ahead.name(2) && ahead.is(3, Tok::Arrow)
}

/// A value; `None` and an error if it is not there.
pub(super) fn value<'t>() -> P<'t, Option<Value>> {
    recursive(|value| {
        let items = list(value.boxed(), value_starts, "a value or `]`");
        rule(move |inp| {
            let ahead = look(inp);
            let lo = ahead.at;
            if !value_starts(&ahead) {
                let in_brackets = matches!(ahead.tok(0), Some(Tok::LBrace | Tok::LParen)) && !ahead.newline(0);
                let help = match in_brackets {
                    true => "a list is written `[a, b]`; a value has no parts of its own",
                    false => "a value is a name, a literal, a list `[…]` or `not-applicable(\"reason\")`",
                };
                missing(inp, "missing-value", "a value", help);
                if in_brackets {
                    skip_group(inp);
                }
                return Ok(None);
            }
            let sig = ahead.sig(0);
            let found = literal(&ahead, sig);
            let kind = match ahead.tok(0) {
                // What is no value says so by itself.
                Some(Tok::Skipped | Tok::BadNumber) => {
                    inp.skip();
                    return Ok(None);
                }
                Some(Tok::BadIdent) if !ahead.is(1, Tok::Dot) => {
                    inp.skip();
                    return Ok(None);
                }
                _ if is_dotted_word(&ahead) => {
                    dotted_word(inp);
                    return Ok(None);
                }
                Some(Tok::LBracket) => ValueKind::List(inp.parse(&items)?),
                Some(Tok::KwNotApplicable) if ahead.is(1, Tok::LParen) => ValueKind::NotApplicable(reason(inp)),
                // In `"a".b` the dot is what does not belong.
                _ if found.is_some() || ahead.literal(0) => {
                    inp.skip();
                    ValueKind::Literal(found.unwrap_or(Literal::Str(sig)))
                }
                _ => ValueKind::Path(take_path(inp)),
            };
            Ok(Some(Value { range: range_from(inp, lo), kind, lacks_brackets: false }))
        })
    })
    .boxed()
}

/// `tls1.3`, where names hold no dots.
pub(super) fn is_dotted_word(ahead: &Ahead<'_, '_>) -> bool {
    ahead.name(0) && ahead.is(1, Tok::Dot) && matches!(ahead.tok(2), Some(Tok::Int | Tok::BadNumber))
}

/// Takes it, with one error for all of it.
pub(super) fn dotted_word(inp: &mut Ref<'_, '_>) {
    let ahead = look(inp);
    let (at, first) = (ahead.at, ahead.sig(0));
    let stream = inp.state();
    let range = stream.source.range(first).start..stream.source.range(first + 2).end;
    let text = stream.source.text.get(range.start as usize..range.end as usize).unwrap_or_default();
    let word: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let message = format!("{} is not a name: names hold no dots before digits", show(&word));
    let help = format!("write {}; a text stands between `\"`", show(&word.replace(['.', '/'], "-").to_lowercase()));
    stream.report(at, error("invalid-name", range, message, &help));
    (0..3).for_each(|_| inp.skip());
}

/// `not-applicable("…")`
fn reason(inp: &mut Ref<'_, '_>) -> Option<u32> {
    inp.skip();
    inp.skip();
    let at = at(inp);
    let reason = take(inp, Tok::Str).then(|| inp.state().sig(at));
    if reason.is_none() {
        missing(inp, "missing-value", "the reason as a text", "write `not-applicable(\"why\")`");
    }
    close_paren(inp, "`)` after the reason");
    reason
}

/// Skips to the `)` that closes what is open; it is always there.
pub(super) fn close_paren(inp: &mut Ref<'_, '_>, what: &str) {
    if !matches!(inp.peek(), Some(Tok::RParen) | None) {
        missing(inp, "unexpected-token", what, "");
        while !matches!(inp.peek(), Some(Tok::RParen) | None) {
            skip_group(inp);
        }
    }
    take(inp, Tok::RParen);
}

/// A type; `None` and an error if it is not there.
pub(super) fn ty<'t>() -> P<'t, Option<Type>> {
    recursive(|ty| {
        let inner: P<'t, Option<Type>> = ty.boxed();
        rule(move |inp| {
            let ahead = look(inp);
            let lo = ahead.at;
            if ahead.name(0) && !ahead.begins_line() {
                let path = take_path(inp);
                return Ok(match has_arguments(&look(inp)) {
                    true => generic_type(inp, lo, path),
                    false => Some(Type::Path(path)),
                });
            }
            if take(inp, Tok::LBracket) {
                let of = inp.parse(&inner)?;
                if !matches!(inp.peek(), Some(Tok::RBracket) | None) {
                    missing(inp, "unexpected-token", "`]`", "");
                    while !matches!(inp.peek(), Some(Tok::RBracket) | None) {
                        skip_group(inp);
                    }
                }
                take(inp, Tok::RBracket);
                let range: TokRange = range_from(inp, lo);
                return Ok(of.map(|of| Type::List(Box::new(of), range)));
            }
            if !take(inp, Tok::Skipped) {
                missing(
                    inp,
                    "missing-type",
                    "a type",
                    "a type is `bool`, `int`, `text`, `date`, an enum, a kind, or a list `[…]` of one",
                );
            }
            Ok(None)
        })
    })
    .boxed()
}
