//! `any x in LIST if CONDITION: BODY` and its kin.

use super::base::*;
use super::expression::operand_or_prefix_starts;
use crate::ast::{Expr, ExprKind, Generator, Quantifier, QuantifierMode, TokRange};
use crate::stream::error;
use crate::token::Tok;

fn mode(tok: Option<Tok>) -> Option<QuantifierMode> {
    Some(match tok? {
        Tok::KwAny => QuantifierMode::Any,
        Tok::KwAll => QuantifierMode::All,
        Tok::KwNo => QuantifierMode::No,
        Tok::KwCount => QuantifierMode::Count,
        Tok::KwMax => QuantifierMode::Max,
        Tok::KwMin => QuantifierMode::Min,
        Tok::KwCollect => QuantifierMode::Collect,
        _ => return None,
    })
}

pub(super) fn quantifier_starts(ahead: &Ahead<'_, '_>) -> bool {
    mode(ahead.tok(0)).is_some() && ahead.name(1) && ahead.is(2, Tok::KwIn)
}

/// A quantifier; the caller has seen its first three tokens.
pub(super) fn quantifier<'t>(expr: P<'t, Expr>, postfix: P<'t, Expr>) -> P<'t, Expr> {
    rule(move |inp| {
        let ahead = look(inp);
        let lo = ahead.at;
        let mode = mode(ahead.tok(0)).unwrap_or(QuantifierMode::Any);
        inp.skip();
        let mut generators = Vec::new();
        loop {
            let variable = take_name(inp);
            take(inp, Tok::KwIn);
            generators.push(Generator { variable, list: inp.parse(&postfix)? });
            let ahead = look(inp);
            // In a list, `,` may also separate the quantifier from the next item.
            if !(ahead.is(0, Tok::Comma) && ahead.name(1) && ahead.is(2, Tok::KwIn)) {
                break;
            }
            inp.skip();
        }
        let mut condition = None;
        if take(inp, Tok::KwIf) {
            let found = inp.parse(&expr)?;
            if let Some(range) = open_end(&found) {
                say_parentheses(inp, range, "a quantifier");
            }
            condition = Some(found);
        }
        let ahead = look(inp);
        let body = match ahead.is(0, Tok::Colon) {
            true => {
                inp.skip();
                if !operand_or_prefix_starts(&look(inp)) {
                    missing(inp, "missing-value", "an expression", "leave `:` out to ask for the elements themselves");
                    None
                } else {
                    Some(inp.parse(&expr)?)
                }
            }
            false => None,
        };
        let kind = ExprKind::Quantifier(Box::new(Quantifier { mode, generators, condition, body }));
        Ok(Expr { range: range_from(inp, lo), kind })
    })
}

/// The quantifier that an expression ends in without parentheses around it.
pub(super) fn open_end(expr: &Expr) -> Option<TokRange> {
    match &expr.kind {
        ExprKind::Quantifier(_) => Some(expr.range),
        ExprKind::Not(inner) => open_end(inner),
        ExprKind::And(operands) | ExprKind::Or(operands) => operands.last().and_then(open_end),
        _ => None,
    }
}

pub(super) fn say_parentheses(inp: &mut Ref<'_, '_>, range: TokRange, what: &str) {
    let stream = inp.state();
    let bytes = stream.source.range(range.lo).start..stream.source.range(range.hi.saturating_sub(1)).end;
    let message = format!("{what} that something follows needs parentheses");
    let help = "it reaches as far right as it can; write `(…)` around it";
    let name = "quantifier-needs-parentheses";
    if stream.errors.list.last().is_none_or(|last| last.name != name || last.range != bytes) {
        stream.errors.push(error(name, bytes, message, help));
    }
}
