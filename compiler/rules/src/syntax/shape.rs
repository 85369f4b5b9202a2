//! A text that two expressions share exactly if they mean the same: places in the source are left out, variables are
//! numbered as they appear. Rules that ask for the same search find each other by it.

use std::fmt::Write;

use super::walk::children;
use crate::ir::{Expr, ExprKind, GeneratorSource, Slot};

/// Appends the shape of `expr`; `slots` collects the variables in the order of their appearance.
pub(crate) fn shape(expr: &Expr, slots: &mut Vec<Slot>, out: &mut String) {
    let written = match &expr.kind {
        ExprKind::Const(value) => write!(out, "{value:?}"),
        ExprKind::Today => write!(out, "today"),
        ExprKind::Var(slot) => write!(out, "${}", number(*slot, slots)),
        ExprKind::Attr { attribute, .. } => write!(out, ".{}", attribute.0),
        ExprKind::EnumField { of, field, .. } => write!(out, ".{}:{field}", of.0),
        ExprKind::All(kind) => write!(out, "all{}", kind.0),
        ExprKind::List(_) => write!(out, "list"),
        ExprKind::Not(_) => write!(out, "not"),
        ExprKind::And(_) => write!(out, "and"),
        ExprKind::Or(_) => write!(out, "or"),
        ExprKind::If { .. } => write!(out, "if"),
        ExprKind::Compare { op, .. } => write!(out, "{op:?}"),
        ExprKind::In { .. } => write!(out, "in"),
        ExprKind::IsSet(_) => write!(out, "set"),
        ExprKind::IsKnown(_) => write!(out, "known"),
        ExprKind::IsKind { kind, .. } => write!(out, "is{}", kind.0),
        ExprKind::PathLength(path) => write!(out, "length{path}"),
        ExprKind::Quantifier(quantifier) => {
            let mut written = write!(out, "{:?}", quantifier.mode);
            for generator in &quantifier.generators {
                let from = match generator.source {
                    GeneratorSource::List(_) => "in",
                    GeneratorSource::Hops(_) => "hops",
                };
                written = written.and(write!(out, " ${}{from}", number(generator.slot, slots)));
            }
            written.and(write!(out, " {} {}", quantifier.condition.is_some(), quantifier.body.is_some()))
        }
        ExprKind::Leads(leads) => {
            let mut written = write!(out, "leads{}", leads.relation.0);
            for hop in &leads.hops {
                for slot in [hop.slot, hop.slot.saturating_add(1), hop.slot.saturating_add(2)] {
                    written = written.and(write!(out, " {:?} ${}", hop.mode, number(slot, slots)));
                }
            }
            written
        }
    };
    // Writing to a string cannot fail.
    debug_assert!(written.is_ok());
    out.push('(');
    children(expr, &mut |part| {
        shape(part, slots, out);
        out.push(',');
    });
    out.push(')');
}

fn number(slot: Slot, slots: &mut Vec<Slot>) -> usize {
    slots.iter().position(|&known| known == slot).unwrap_or_else(|| {
        slots.push(slot);
        slots.len() - 1
    })
}
