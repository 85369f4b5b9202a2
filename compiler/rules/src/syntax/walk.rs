//! The parts of an expression.

use tm_model::Value;

use crate::ir::{Expr, ExprKind, GeneratorSource, Quantifier};

/// Calls `f` for every direct part.
pub(crate) fn children<'r>(expr: &'r Expr, f: &mut dyn FnMut(&'r Expr)) {
    match &expr.kind {
        ExprKind::Const(_) | ExprKind::Today | ExprKind::Var(_) | ExprKind::All(_) | ExprKind::PathLength(_) => {}
        ExprKind::Attr { base, .. } | ExprKind::EnumField { base, .. } => f(base),
        ExprKind::List(parts) | ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().for_each(f),
        ExprKind::Not(inner) | ExprKind::IsSet(inner) | ExprKind::IsKnown(inner) => f(inner),
        ExprKind::IsKind { subject, .. } => f(subject),
        ExprKind::If { condition, then, otherwise } => {
            f(condition);
            f(then);
            f(otherwise);
        }
        ExprKind::Compare { lhs, rhs, .. } => {
            f(lhs);
            f(rhs);
        }
        ExprKind::In { item, list } => {
            f(item);
            f(list);
        }
        ExprKind::Quantifier(quantifier) => quantifier_children(quantifier, f),
        ExprKind::Leads(leads) => {
            f(&leads.from);
            f(&leads.to);
            leads.hops.iter().for_each(|hop| f(&hop.condition));
        }
    }
}

pub(crate) fn quantifier_children<'r>(quantifier: &'r Quantifier, f: &mut dyn FnMut(&'r Expr)) {
    for generator in &quantifier.generators {
        if let GeneratorSource::List(list) = &generator.source {
            f(list);
        }
    }
    quantifier.condition.iter().chain(&quantifier.body).for_each(f);
}

/// Whether `test` holds of the expression or of a part at any depth.
pub(crate) fn contains(expr: &Expr, test: &dyn Fn(&Expr) -> bool) -> bool {
    let mut found = test(expr);
    if !found {
        children(expr, &mut |part| found = found || contains(part, test));
    }
    found
}

/// The operands of nested conjunctions, in source order.
pub(crate) fn conjuncts<'r>(expr: &'r Expr, out: &mut Vec<&'r Expr>) {
    match &expr.kind {
        ExprKind::And(parts) => parts.iter().for_each(|part| conjuncts(part, out)),
        _ => out.push(expr),
    }
}

/// All constants at any depth.
pub(crate) fn constants<'r>(expr: &'r Expr, out: &mut Vec<&'r Value>) {
    expr.walk(&mut |part| {
        if let ExprKind::Const(value) = &part.kind {
            out.push(value);
        }
    });
}
