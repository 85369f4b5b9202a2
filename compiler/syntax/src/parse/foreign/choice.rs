//! `a ? b : c`, which is written `if a then b else c`.

use chumsky::error::EmptyErr;

use super::super::base::*;
use super::super::expression::operand_or_prefix_starts;
use super::shown_range;
use crate::ast::{Expr, ExprKind};
use crate::stream::error;
use crate::token::Tok;

/// The rest of a choice whose condition has been taken, if a `?` was left out here; else the condition.
pub(in crate::parse) fn choice<'t>(
    inp: &mut Ref<'t, '_>,
    lo: usize,
    condition: Expr,
    expr: &P<'t, Expr>,
) -> Result<Expr, EmptyErr> {
    let ahead = look(inp);
    let at = ahead.at;
    if !operand_or_prefix_starts(&ahead) || ahead.begins_line() {
        return Ok(condition);
    }
    let stream = inp.state();
    let Some(mark) = stream.sig(at).checked_sub(1).filter(|mark| stream.source.slice(*mark) == "?") else {
        return Ok(condition);
    };
    let then = inp.parse(expr)?;
    let otherwise = match take(inp, Tok::Colon) {
        true => Some(inp.parse(expr)?),
        false => None,
    };
    let stream = inp.state();
    let parts = [Some(&condition), Some(&then), otherwise.as_ref()];
    let written = parts.map(|part| part.map(|part| shown_range(stream, part.range)).unwrap_or_default());
    let help = match written {
        [condition, then, otherwise] if is_plain(&then) && is_plain(&otherwise) => {
            format!("write `if {condition} then {then} else {otherwise}`")
        }
        _ => "a choice is written `if CONDITION then VALUE else VALUE`".to_owned(),
    };
    let range = stream.source.range(mark);
    // Pushed, since a token that was left out keeps errors behind it quiet.
    stream.errors.push(error("wrong-operator", range, "a choice is written with `if`, not with `?`".to_owned(), &help));
    let end = range_from(inp, lo);
    let otherwise = otherwise.unwrap_or(Expr { range: end, kind: ExprKind::Missing });
    let (condition, then, otherwise) = (Box::new(condition), Box::new(then), Box::new(otherwise));
    Ok(Expr { range: end, kind: ExprKind::If { condition, then, otherwise } })
}

/// Whether it can be shown as it is: it is there, and holds no choice itself.
fn is_plain(part: &str) -> bool {
    !part.is_empty() && !part.contains('?')
}
