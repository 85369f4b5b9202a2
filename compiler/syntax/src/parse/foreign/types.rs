//! Types as languages with generic types write them.

use super::super::base::*;
use super::super::value::take_path;
use super::{say, shown_range};
use crate::ast::{Path, Type};
use crate::token::Tok;

const LIST: &str = "a list of a type is written `[T]`";

/// `list<text>`, `list[text]`, `list(text)`, `text[]`, `list of text`: what follows the first name of a type on its line.
pub(in crate::parse) fn has_arguments(ahead: &Ahead<'_, '_>) -> bool {
    match ahead.tok(0) {
        Some(Tok::Lt | Tok::LBracket | Tok::LParen) => !ahead.newline(0),
        Some(Tok::Ident) => ahead.text(0) == "of" && ahead.name(1) && !ahead.newline(0) && !ahead.newline(1),
        _ => false,
    }
}

/// Takes them, with one error, where `word` has been taken at `lo`.
pub(in crate::parse) fn generic_type(inp: &mut Ref<'_, '_>, lo: usize, word: Path) -> Option<Type> {
    let name = inp.state().text(lo).to_lowercase();
    let ahead = look(inp);
    let opener = ahead.tok(0);
    if opener == Some(Tok::LBracket) && ahead.is(1, Tok::RBracket) {
        while look(inp).is(0, Tok::LBracket) && look(inp).is(1, Tok::RBracket) {
            skip_group(inp);
        }
        return list_of(inp, lo, word);
    }
    inp.skip();
    let argument = look(inp).name(0).then(|| take_path(inp));
    let is_whole = opener == Some(Tok::Ident) || skip_arguments(inp, opener);
    let is_list =
        matches!(name.as_str(), "list" | "set" | "array" | "vec" | "vector" | "seq" | "sequence" | "collection");
    let is_optional = matches!(name.as_str(), "option" | "optional" | "maybe" | "nullable");
    match argument.filter(|_| is_whole) {
        Some(of) if is_list => list_of(inp, lo, of),
        Some(of) if is_optional => {
            let help = format!("write `{}`: a value need not be stated", shown_range(inp.state(), of.range));
            tell(inp, lo, "no type says that a value may be missing", &help);
            Some(Type::Path(of))
        }
        _ if is_list => {
            tell(inp, lo, LIST, "write the one type of its items between brackets, such as `[text]`");
            None
        }
        _ => {
            tell(inp, lo, "no type is made of others, but for lists", "a list is written `[T]`");
            None
        }
    }
}

fn list_of(inp: &mut Ref<'_, '_>, lo: usize, of: Path) -> Option<Type> {
    let help = format!("write `[{}]`", shown_range(inp.state(), of.range));
    tell(inp, lo, LIST, &help);
    let range = range_from(inp, lo);
    Some(Type::List(Box::new(Type::Path(of)), range))
}

fn tell(inp: &mut Ref<'_, '_>, lo: usize, message: &str, help: &str) {
    let range = range_from(inp, lo);
    say(inp, lo, range, "unexpected-token", message, help);
}

/// Takes what is left behind the first argument, and the closer. Whether that was all.
fn skip_arguments(inp: &mut Ref<'_, '_>, opener: Option<Tok>) -> bool {
    let closer = match opener {
        Some(Tok::LBracket) => Tok::RBracket,
        Some(Tok::LParen) => Tok::RParen,
        _ => Tok::Gt,
    };
    let is_whole = inp.peek() == Some(closer);
    let mut depth = 1_u32;
    while depth > 0 {
        let ahead = look(inp);
        match ahead.tok(0) {
            None | Some(Tok::RBrace | Tok::LBrace | Tok::Doc | Tok::Skipped | Tok::Assign) => break,
            // Angles may never be closed; brackets always are.
            _ if closer == Tok::Gt && ahead.newline(0) => break,
            Some(tok) if tok == closer => depth -= 1,
            Some(Tok::Lt) if closer == Tok::Gt => depth += 1,
            Some(Tok::LBracket | Tok::LParen) => {
                skip_group(inp);
                continue;
            }
            _ => {}
        }
        inp.skip();
    }
    is_whole
}
