//! Bindings as other languages write them: `for service s`, `for each s in x`, `for s is service`.

use chumsky::error::EmptyErr;

use super::super::base::*;
use super::super::value::take_path;
use super::{say, shown_range};
use crate::ast::{Binding, BindingSource, Expr, Name, Path, TokRange};
use crate::stream::{Stream, error, show};
use crate::token::Tok;

/// Tokens behind a binding that are looked at to tell its variable from its kind.
const LOOK_AHEAD: usize = 256;

/// The rest of a binding whose first word has been taken at `lo` and that neither `:` nor `in` follows.
pub(in crate::parse) fn foreign_binding<'t>(
    inp: &mut Ref<'t, '_>,
    lo: usize,
    first: Name,
    list: &P<'t, Expr>,
) -> Result<Binding, EmptyErr> {
    let is_filler = matches!(inp.state().text(lo), "each" | "every" | "all" | "any" | "some" | "forall");
    if !is_filler || !is_word(&look(inp), 0) {
        return Ok(without_sign(inp, lo, lo, first));
    }
    let word = at(inp);
    let variable = take_name(inp);
    if !matches!(inp.peek(), Some(Tok::Colon | Tok::KwIn)) {
        return Ok(without_sign(inp, lo, word, variable));
    }
    let stream = inp.state();
    let sig = stream.sig(lo);
    let help = format!("remove the {}: a rule looks at all that there are", show(stream.source.slice(sig)));
    let message = "nothing stands before the variable of a binding".to_owned();
    stream.report(lo, error("unexpected-token", stream.source.range(sig), message, &help));
    Ok(Binding { variable, source: source(inp, list)? })
}

/// A word on the line of the binding that begins no clause.
fn is_word(ahead: &Ahead<'_, '_>, i: usize) -> bool {
    let is_name = ahead.tok(i).is_some_and(|tok| tok.is_name() && (!is_infix(tok) || tok == Tok::KwIs));
    let begins_clause = matches!(ahead.tok(i), Some(Tok::KwLet | Tok::KwExists));
    is_name && !begins_clause && !ahead.newline(i)
}

/// `: kind`, `in list`
fn source<'t>(inp: &mut Ref<'t, '_>, list: &P<'t, Expr>) -> Result<BindingSource, EmptyErr> {
    if take(inp, Tok::KwIn) {
        return Ok(BindingSource::List(inp.parse(list)?));
    }
    inp.skip();
    Ok(kind(inp).map_or(BindingSource::Missing, BindingSource::Kind))
}

fn kind(inp: &mut Ref<'_, '_>) -> Option<Path> {
    let ahead = look(inp);
    if ahead.name(0) && !ahead.begins_line() {
        return Some(take_path(inp));
    }
    missing(inp, "missing-name", "a kind", "a binding is written `x: kind` or `x in list`");
    None
}

/// `kind x`, `x kind`, `x is kind`, `x = kind`; or an error that the kind is missing. `first` stands at `lo`, behind what
/// is wrong from `from` on.
fn without_sign(inp: &mut Ref<'_, '_>, from: usize, lo: usize, first: Name) -> Binding {
    let ahead = look(inp);
    let is_sign = ahead.is(0, Tok::Assign) || (is_word(&ahead, 0) && matches!(ahead.text(0), "is" | "of" | "as"));
    if is_sign && is_word(&ahead, 1) {
        missing(inp, "unexpected-token", "`:` before the kind", "a binding is written `x: kind` or `x in list`");
        inp.skip();
        return Binding { variable: first, source: BindingSource::Kind(take_path(inp)) };
    }
    if !is_word(&ahead, 0) || ahead.is(1, Tok::Colon) {
        let what = "`:` and a kind, or `in` and a list";
        missing(inp, "missing-value", what, "a binding is written `x: kind` or `x in list`");
        return Binding { variable: first, source: BindingSource::Missing };
    }
    let second = ahead.at;
    let path = take_path(inp);
    let is_kind_first = path.segments.len() == 1 && (!is_read(inp, lo) || is_read(inp, second));
    let stream = inp.state();
    let (variable, kind) = match is_kind_first {
        true => (stream.name(second), Path { segments: vec![first], range: stream.range(lo, lo + 1) }),
        false => (first, path),
    };
    let help = format!("write `{}: {}`", word(stream, variable), shown_range(stream, kind.range));
    let range = range_from(inp, from);
    say(inp, from, range, "unexpected-token", "a binding is its variable, `:` and the kind", &help);
    Binding { variable, source: BindingSource::Kind(kind) }
}

fn word(stream: &Stream<'_>, name: Name) -> String {
    shown_range(stream, TokRange { lo: name.0, hi: name.0 + 1 })
}

/// Whether what follows reads an attribute of the word at `at`, as it does of variables.
fn is_read(inp: &mut Ref<'_, '_>, at: usize) -> bool {
    let word = inp.state().text(at).to_owned();
    let ahead = look(inp);
    (0..LOOK_AHEAD).any(|i| ahead.is(i + 1, Tok::Dot) && ahead.name(i) && ahead.text(i) == word)
}

/// `for (x: kind)`: passes over the parenthesis. Whether there was one.
pub(in crate::parse) fn pass_opener(inp: &mut Ref<'_, '_>) -> bool {
    let ahead = look(inp);
    if !ahead.is(0, Tok::LParen) || !ahead.name(1) {
        return false;
    }
    let at = ahead.at;
    let stream = inp.state();
    let range = stream.source.range(stream.sig(at));
    let message = "no parentheses stand around a binding".to_owned();
    stream.report(at, error("unexpected-token", range, message, "write `for x: kind`"));
    inp.skip();
    true
}
