//! What expressions can tell of an attribute's value: a field of it, how it compares, what it holds.

use tm_model::{AttrId, EnumId, Value};

use super::walk::children;
use crate::ir::{CompareOp, Expr, ExprKind};

/// One way in which an expression looks at an attribute.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Look<'x> {
    Field {
        of: EnumId,
        field: u32,
    },
    /// It stands on the left.
    Compare {
        op: CompareOp,
        with: &'x Value,
    },
    /// `attribute in [a, b]`: constants all.
    Among(&'x [Expr]),
    /// `a in attribute`
    Holds(&'x Value),
    /// In any other way: no two values are alike.
    Whole,
}

/// All the ways in which an expression looks at an attribute, whosever it is. Whether it is set or known counts for none: it
/// is, whatever its value.
pub(crate) fn looks<'x>(expr: &'x Expr, attribute: AttrId, out: &mut Vec<Look<'x>>) {
    match &expr.kind {
        ExprKind::EnumField { base, of, field } if is(base, attribute) => {
            out.push(Look::Field { of: *of, field: *field })
        }
        ExprKind::Compare { op, lhs, rhs } if is(lhs, attribute) && constant(rhs).is_some() => {
            out.extend(constant(rhs).map(|with| Look::Compare { op: *op, with }));
        }
        ExprKind::In { item, list } if is(list, attribute) && constant(item).is_some() => {
            out.extend(constant(item).map(Look::Holds));
        }
        ExprKind::In { item, list } if is(item, attribute) && constants(list).is_some() => {
            out.extend(constants(list).map(Look::Among));
        }
        ExprKind::IsSet(inner) | ExprKind::IsKnown(inner) if is(inner, attribute) => {}
        ExprKind::Attr { attribute: read, .. } if *read == attribute => out.push(Look::Whole),
        _ => {
            children(expr, &mut |part| looks(part, attribute, out));
            return;
        }
    }
    // What has been looked at is done; whose attribute it is may be told in any way.
    children(expr, &mut |part| match &part.kind {
        ExprKind::Attr { base, attribute: read } if *read == attribute => looks(base, attribute, out),
        _ => looks(part, attribute, out),
    });
}

fn is(expr: &Expr, attribute: AttrId) -> bool {
    matches!(&expr.kind, ExprKind::Attr { attribute: read, .. } if *read == attribute)
}

pub(crate) fn constant(expr: &Expr) -> Option<&Value> {
    match &expr.kind {
        ExprKind::Const(value) => Some(value),
        _ => None,
    }
}

fn constants(list: &Expr) -> Option<&[Expr]> {
    match &list.kind {
        ExprKind::List(parts) if parts.iter().all(|part| constant(part).is_some()) => Some(parts),
        _ => None,
    }
}
