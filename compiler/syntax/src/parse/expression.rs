//! Expressions, from the loosest operator to the tightest.

use chumsky::prelude::*;

use super::base::*;
use super::foreign::{choice, is_call, pass_call};
use super::path_test::{LeadsTail, leads_tail};
use super::quantifier::{open_end, quantifier, quantifier_starts, say_parentheses};
use super::value::{close_paren, dotted_word, field_name, is_dotted_word, literal, take_path, too_long};
use crate::ast::{CompareOp, Expr, ExprKind, HopCondition, IsTest, TokRange};
use crate::token::Tok;

/// Parentheses, `not`, `if` and quantifiers that may stand around one another.
const MAX_DEPTH: u32 = 256;
/// Fields read one through the other: `a.b.c`.
const MAX_FIELDS: usize = 256;
/// The same after a bracket; small, since brackets nest.
const MAX_FIELDS_OF_BRACKET: usize = 8;
/// Operands of one list of `and` or `or`.
const MAX_OPERANDS: usize = 4096;

/// The productions that others build on.
#[derive(Clone)]
pub(super) struct Expressions<'t> {
    pub expr: P<'t, Expr>,
    pub postfix: P<'t, Expr>,
    /// `{ hop conditions }`
    pub hops: P<'t, Vec<HopCondition>>,
}

pub(super) fn expressions<'t>() -> Expressions<'t> {
    let expr = recursive(|expr| guarded(levels(expr.boxed()).0)).boxed();
    let (_, postfix, hops) = levels(expr.clone());
    Expressions { expr, postfix, hops }
}

/// Counts how deep expressions stand in one another, and stops before a tree becomes too deep to walk.
fn guarded<'t>(expr: P<'t, Expr>) -> P<'t, Expr> {
    rule(move |inp| {
        if inp.state().depth >= MAX_DEPTH {
            return Ok(give_up(inp, "this expression nests more than 256 levels deep"));
        }
        inp.state().depth += 1;
        let found = inp.parse(&expr);
        inp.state().depth -= 1;
        found
    })
}

fn give_up(inp: &mut Ref<'_, '_>, message: &str) -> Expr {
    let lo = at(inp);
    too_long(inp, lo, message);
    skip_expression(inp);
    Expr { range: range_from(inp, lo), kind: ExprKind::Missing }
}

/// Skips to what cannot belong to the expression any more.
fn skip_expression(inp: &mut Ref<'_, '_>) {
    loop {
        let ahead = look(inp);
        match ahead.tok(0) {
            None | Some(Tok::RParen | Tok::RBracket | Tok::RBrace | Tok::Comma | Tok::Doc) => {
                return;
            }
            Some(tok) if tok.is_name() && ahead.newline(0) && !is_infix(tok) => return,
            _ => skip_group(inp),
        }
    }
}

/// The levels of one expression: the loosest, `postfix`, and the conditions on hops.
fn levels<'t>(expr: P<'t, Expr>) -> (P<'t, Expr>, P<'t, Expr>, P<'t, Vec<HopCondition>>) {
    let postfix = postfix(atom(expr.clone()));
    let hops = super::path_test::hops(expr.clone());
    let tail = comparison_tail(postfix.clone(), hops.clone());
    let comparison = comparison(postfix.clone(), tail.clone());
    let unary = unary(comparison, tail, quantifier(expr.clone(), postfix.clone()));
    let and = chain(unary, Tok::KwAnd, (Tok::AndAnd, "&&"), "and", ExprKind::And);
    let or = chain(and, Tok::KwOr, (Tok::OrOr, "||"), "or", ExprKind::Or);
    (conditional(expr, or), postfix, hops)
}

// ---- atoms --------------------------------------------------------------------------------------------------------

/// Whether an operand stands here, and not the next clause or member.
pub(super) fn operand_starts(ahead: &Ahead<'_, '_>) -> bool {
    match ahead.tok(0) {
        Some(Tok::LBracket | Tok::LParen | Tok::Skipped) => true,
        Some(tok) if tok.is_name() => {
            let opens = matches!(ahead.tok(1), Some(Tok::LParen | Tok::LBracket)) || ahead.literal(1);
            let operand = opens || ahead.tok(1).is_some_and(|next| next.is_name() && !is_infix(next));
            let connects = matches!(tok, Tok::KwAnd | Tok::KwOr | Tok::KwThen | Tok::KwElse) && operand;
            let next_clause = tok == Tok::KwWhere && opens && ahead.newline(0);
            let prefix = quantifier_starts(ahead) || matches!(tok, Tok::KwNot | Tok::KwIf);
            !connects && !next_clause && (prefix || !ahead.begins_line())
        }
        _ => ahead.literal(0),
    }
}

fn atom<'t>(expr: P<'t, Expr>) -> P<'t, Expr> {
    let items = list(expr.clone().map(Some).boxed(), operand_or_prefix_starts, "an expression or `]`");
    rule(move |inp| {
        let ahead = look(inp);
        let lo = ahead.at;
        if !operand_starts(&ahead) {
            let in_braces = ahead.is(0, Tok::LBrace) && !ahead.newline(0);
            missing(
                inp,
                "missing-value",
                "an expression",
                "write a name, a literal, or a condition such as `f.encryption == none`",
            );
            if in_braces {
                skip_group(inp);
            }
            return Ok(Expr { range: range_from(inp, lo), kind: ExprKind::Missing });
        }
        if quantifier_starts(&ahead) || (ahead.is(0, Tok::KwIf) && operand_after_if(&ahead)) {
            let quantifies = quantifier_starts(&ahead);
            let found = inp.parse(&expr)?;
            say_parentheses(inp, found.range, if quantifies { "a quantifier" } else { "an `if`" });
            return Ok(found);
        }
        let found = literal(&ahead, ahead.sig(0));
        let is_faulty = matches!(ahead.tok(0), Some(Tok::BadNumber | Tok::BadIdent)) && !ahead.is(1, Tok::Dot);
        let kind = match ahead.tok(0) {
            _ if is_faulty => {
                inp.skip();
                ExprKind::Missing
            }
            _ if is_dotted_word(&ahead) => {
                dotted_word(inp);
                ExprKind::Missing
            }
            _ if found.is_some() || ahead.literal(0) => {
                let sig = ahead.sig(0);
                inp.skip();
                ExprKind::Literal(found.unwrap_or(crate::ast::Literal::Str(sig)))
            }
            Some(Tok::LBracket) => ExprKind::List(inp.parse(&items)?),
            Some(Tok::LParen) => {
                inp.skip();
                let inner = inp.parse(&expr)?;
                if inp.peek() == Some(Tok::Comma) {
                    missing(inp, "unexpected-token", "an operator or `)`", "a list is written `[a, b]`");
                    while !matches!(inp.peek(), Some(Tok::RParen) | None) {
                        skip_group(inp);
                    }
                    take(inp, Tok::RParen);
                    return Ok(Expr { range: range_from(inp, lo), kind: ExprKind::Missing });
                }
                close_paren(inp, "an operator or `)`");
                ExprKind::Paren(Box::new(inner))
            }
            Some(Tok::Skipped) => {
                inp.skip();
                ExprKind::Missing
            }
            _ => ExprKind::Name(take_name(inp)),
        };
        Ok(Expr { range: range_from(inp, lo), kind })
    })
}

fn operand_after_if(ahead: &Ahead<'_, '_>) -> bool {
    matches!(ahead.tok(1), Some(Tok::LParen)) || ahead.name(1)
}

pub(super) fn operand_or_prefix_starts(ahead: &Ahead<'_, '_>) -> bool {
    operand_starts(ahead) || matches!(ahead.tok(0), Some(Tok::Bang))
}

/// `atom.name.name`
fn postfix<'t>(atom: P<'t, Expr>) -> P<'t, Expr> {
    rule(move |inp| {
        let lo = at(inp);
        let mut base = inp.parse(&atom)?;
        if matches!(base.kind, ExprKind::Name(_)) && is_call(inp) {
            pass_call(inp);
            base = Expr { range: range_from(inp, lo), kind: ExprKind::Missing };
        }
        let most = if matches!(base.kind, ExprKind::Name(_)) { MAX_FIELDS } else { MAX_FIELDS_OF_BRACKET };
        let mut fields = 0;
        while take(inp, Tok::Dot) {
            fields += 1;
            let name = field_name(inp);
            if fields > most {
                let at = at(inp).saturating_sub(1);
                too_long(inp, at, "this expression reads too many fields one through the other");
                while take(inp, Tok::Dot) {
                    if look(inp).name(0) {
                        inp.skip();
                    }
                }
                break;
            }
            base = Expr { range: range_from(inp, lo), kind: ExprKind::Field { base: Box::new(base), name } };
            if name.is_some() && is_call(inp) {
                pass_call(inp);
                base = Expr { range: range_from(inp, lo), kind: ExprKind::Missing };
            }
        }
        Ok(base)
    })
}

// ---- comparisons --------------------------------------------------------------------------------------------------

#[derive(Clone, Copy)]
enum Operator {
    Compare(CompareOp),
    In { negated: bool },
    Is,
    Leads,
}

fn operator(ahead: &Ahead<'_, '_>) -> Option<Operator> {
    let keyword = !ahead.is(1, Tok::Colon);
    Some(match ahead.tok(0)? {
        Tok::Eq | Tok::Assign => Operator::Compare(CompareOp::Eq),
        Tok::Ne => Operator::Compare(CompareOp::Ne),
        Tok::Lt => Operator::Compare(CompareOp::Lt),
        Tok::Le => Operator::Compare(CompareOp::Le),
        Tok::Gt => Operator::Compare(CompareOp::Gt),
        Tok::Ge => Operator::Compare(CompareOp::Ge),
        Tok::KwIn if keyword => Operator::In { negated: false },
        Tok::KwNot if ahead.is(1, Tok::KwIn) => Operator::In { negated: true },
        Tok::KwIs if keyword => Operator::Is,
        Tok::Leads => Operator::Leads,
        _ => return None,
    })
}

/// `postfix [operator postfix]`
fn comparison<'t>(postfix: P<'t, Expr>, tail: P<'t, Tail>) -> P<'t, Expr> {
    rule(move |inp| {
        let lo = at(inp);
        let lhs = inp.parse(&postfix)?;
        compare(inp, lo, lhs, &tail)
    })
}

/// The operator of a comparison and what follows it.
enum Tail {
    Compare(CompareOp, Expr),
    In { negated: bool, list: Expr },
    Is { negated: bool, test: IsTest },
    Leads(LeadsTail),
    Nothing,
}

impl Tail {
    fn with_left(self, lhs: Expr) -> ExprKind {
        let left = |lhs| Box::new(lhs);
        match self {
            Tail::Compare(op, rhs) => ExprKind::Compare { op, lhs: left(lhs), rhs: Box::new(rhs) },
            Tail::In { negated, list } => ExprKind::In { negated, item: left(lhs), list: Box::new(list) },
            Tail::Is { negated, test } => ExprKind::Is { negated, subject: left(lhs), test },
            Tail::Leads(tail) => ExprKind::Leads(Box::new(tail.with_source(lhs))),
            Tail::Nothing => lhs.kind,
        }
    }
}

fn compare<'t>(
    inp: &mut Ref<'t, '_>,
    lo: usize,
    lhs: Expr,
    tail: &P<'t, Tail>,
) -> Result<Expr, chumsky::error::EmptyErr> {
    if operator(&look(inp)).is_none() {
        return Ok(lhs);
    }
    let right = inp.parse(tail)?;
    let found = Expr { range: range_from(inp, lo), kind: right.with_left(lhs) };
    while operator(&look(inp)).is_some() {
        let at = at(inp);
        let stream = inp.state();
        let range = stream.source.range(stream.sig(at));
        let message = "comparisons do not chain".to_owned();
        let help = "join two comparisons with `and`, or put one in parentheses";
        stream.report(at, crate::stream::error("comparison-chain", range, message, help));
        inp.parse(tail)?;
    }
    Ok(found)
}

fn comparison_tail<'t>(postfix: P<'t, Expr>, hops: P<'t, Vec<HopCondition>>) -> P<'t, Tail> {
    let leads = leads_tail(postfix.clone(), hops);
    rule(move |inp| {
        let found = operator(&look(inp));
        Ok(match found {
            Some(Operator::Compare(op)) => {
                if inp.peek() == Some(Tok::Assign) {
                    wrong_operator(inp, "a comparison is written `==`, not `=`", "==");
                }
                inp.skip();
                Tail::Compare(op, inp.parse(&postfix)?)
            }
            Some(Operator::In { negated }) => {
                take(inp, Tok::KwNot);
                inp.skip();
                Tail::In { negated, list: inp.parse(&postfix)? }
            }
            Some(Operator::Is) => {
                inp.skip();
                let negated = take(inp, Tok::KwNot);
                is_test(inp).map_or(Tail::Nothing, |test| Tail::Is { negated, test })
            }
            Some(Operator::Leads) => Tail::Leads(inp.parse(&leads)?),
            None => Tail::Nothing,
        })
    })
}

fn is_test(inp: &mut Ref<'_, '_>) -> Option<IsTest> {
    let ahead = look(inp);
    let qualified = ahead.is(1, Tok::Dot);
    let test = match ahead.tok(0) {
        Some(Tok::KwSet) if !qualified => IsTest::Set,
        Some(Tok::KwKnown) if !qualified => IsTest::Known,
        Some(Tok::KwUnknown) if !qualified => IsTest::Unknown,
        Some(tok) if tok.is_name() && !ahead.begins_line() => {
            return Some(IsTest::Kind(take_path(inp)));
        }
        _ => {
            missing(inp, "missing-name", "a kind, `set`, `known` or `unknown`", "write `is set`, or `is` and a kind");
            return None;
        }
    };
    inp.skip();
    Some(test)
}

// ---- not, and, or, if ---------------------------------------------------------------------------------------------

fn negates(ahead: &Ahead<'_, '_>) -> bool {
    match ahead.tok(0) {
        Some(Tok::Bang) => true,
        Some(Tok::KwNot) => {
            ahead.name(1)
                || ahead.literal(1)
                || matches!(ahead.tok(1), Some(Tok::LParen | Tok::LBracket | Tok::Bang | Tok::Skipped))
        }
        _ => false,
    }
}

/// `not … comparison`; the operators are counted, not nested, so that a million of them need no stack.
fn unary<'t>(comparison: P<'t, Expr>, tail: P<'t, Tail>, quantifier: P<'t, Expr>) -> P<'t, Expr> {
    rule(move |inp| {
        let mut nots: Vec<usize> = Vec::new();
        while negates(&look(inp)) {
            let ahead = look(inp);
            let (lo, bang) = (ahead.at, ahead.is(0, Tok::Bang));
            if inp.state().depth + nots.len() as u32 >= MAX_DEPTH {
                return Ok(give_up(inp, "this expression has more than 256 `not` in a row"));
            }
            if bang {
                wrong_operator(inp, "negation is written `not`, not `!`", "not");
            }
            nots.push(lo);
            inp.skip();
        }
        let count = nots.len() as u32;
        inp.state().depth += count;
        let lo = at(inp);
        let found = if quantifier_starts(&look(inp)) { inp.parse(&quantifier) } else { inp.parse(&comparison) };
        inp.state().depth -= count;
        let mut found = found?;
        if matches!(found.kind, ExprKind::Quantifier(_)) && operator(&look(inp)).is_some() {
            say_parentheses(inp, found.range, "a quantifier");
            found = compare(inp, lo, found, &tail)?;
        }
        for lo in nots.into_iter().rev() {
            found = Expr { range: range_from(inp, lo), kind: ExprKind::Not(Box::new(found)) };
        }
        Ok(found)
    })
}

/// `operand {keyword operand}`, kept as one list.
fn chain<'t>(
    operand: P<'t, Expr>,
    keyword: Tok,
    (sign, foreign): (Tok, &'static str),
    spelling: &'static str,
    build: fn(Vec<Expr>) -> ExprKind,
) -> P<'t, Expr> {
    rule(move |inp| {
        let lo = at(inp);
        let first = inp.parse(&operand)?;
        let mut operands = Vec::new();
        loop {
            let ahead = look(inp);
            if ahead.is(0, sign) {
                wrong_operator(inp, &format!("`{foreign}` is written `{spelling}`"), spelling);
            } else if !ahead.is(0, keyword) || ahead.is(1, Tok::Colon) {
                break;
            }
            if operands.len() >= MAX_OPERANDS {
                give_up(inp, "this expression has more than 4096 operands");
                break;
            }
            inp.skip();
            operands.push(inp.parse(&operand)?);
        }
        if operands.is_empty() {
            return Ok(first);
        }
        operands.insert(0, first);
        let before_last = operands.len() - 1;
        let open: Vec<TokRange> = operands.iter().take(before_last).filter_map(open_end).collect();
        for range in open {
            say_parentheses(inp, range, "a quantifier");
        }
        Ok(Expr { range: range_from(inp, lo), kind: build(operands) })
    })
}

/// `if c then x else y`
fn conditional<'t>(expr: P<'t, Expr>, or: P<'t, Expr>) -> P<'t, Expr> {
    rule(move |inp| {
        let ahead = look(inp);
        let lo = ahead.at;
        let conditional = ahead.is(0, Tok::KwIf)
            && (ahead.name(1)
                || matches!(ahead.tok(1), Some(Tok::LParen | Tok::LBracket | Tok::Bang))
                || ahead.literal(1));
        if !conditional {
            let found = inp.parse(&or)?;
            // A file in which nothing was left out holds no `?`.
            return if inp.state().origin.is_none() { Ok(found) } else { choice(inp, lo, found, &expr) };
        }
        inp.skip();
        let condition = inp.parse(&expr)?;
        if let Some(range) = open_end(&condition) {
            say_parentheses(inp, range, "a quantifier");
        }
        let then = branch(inp, Tok::KwThen, "`then`", &expr)?;
        let otherwise = branch(inp, Tok::KwElse, "`else`", &expr)?;
        let kind =
            ExprKind::If { condition: Box::new(condition), then: Box::new(then), otherwise: Box::new(otherwise) };
        Ok(Expr { range: range_from(inp, lo), kind })
    })
}

fn branch<'t>(
    inp: &mut Ref<'t, '_>,
    keyword: Tok,
    what: &str,
    expr: &P<'t, Expr>,
) -> Result<Expr, chumsky::error::EmptyErr> {
    if take(inp, keyword) {
        return inp.parse(expr);
    }
    let lo = at(inp);
    missing(inp, "missing-value", what, "an `if` is written `if CONDITION then VALUE else VALUE`");
    Ok(Expr { range: range_from(inp, lo), kind: ExprKind::Missing })
}
