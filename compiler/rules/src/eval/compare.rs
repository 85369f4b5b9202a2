//! Comparison and membership, three-valued.

use std::cmp::Ordering;

use tm_model::Truth;

use super::list::{holds, is_empty};
use super::val::Val;
use crate::ir::CompareOp;

/// `lhs op rhs`. Unset compares as false (and `!=` is `not ==`).
pub(crate) fn compare(op: CompareOp, lhs: &Val<'_>, rhs: &Val<'_>) -> Truth {
    match op {
        CompareOp::Eq => equal(lhs, rhs),
        CompareOp::Ne => equal(lhs, rhs).negate(),
        _ => ordered(op, lhs, rhs),
    }
}

fn equal(lhs: &Val<'_>, rhs: &Val<'_>) -> Truth {
    match (lhs, rhs) {
        (Val::Enum(a), Val::Enum(b)) => Truth::from(a == b),
        (Val::Element(a), Val::Element(b)) => Truth::from(a == b),
        (Val::Bool(a), Val::Bool(b)) => Truth::from(a == b),
        (Val::Text(a), Val::Text(b)) => Truth::from(a == b),
        (Val::Date(a), Val::Date(b)) => Truth::from(a == b),
        (Val::Unset, _) | (_, Val::Unset) => Truth::False,
        _ => either_open(lhs, rhs).unwrap_or_else(|| match (interval(lhs), interval(rhs)) {
            (Some(a), Some(b)) => {
                if a.most == Some(a.least) && a == b {
                    Truth::True
                } else if below(a.most, b.least) || below(b.most, a.least) {
                    Truth::False
                } else {
                    Truth::Unknown
                }
            }
            _ => equal_sets(lhs, rhs),
        }),
    }
}

/// Whether the upper end `most` stays under `least`.
fn below(most: Option<i128>, least: i128) -> bool {
    most.is_some_and(|most| most < least)
}

fn equal_sets(lhs: &Val<'_>, rhs: &Val<'_>) -> Truth {
    let (tm_model::Value::Set(a), tm_model::Value::Set(b)) = (lhs.clone().into_value(), rhs.clone().into_value())
    else {
        return Truth::False;
    };
    let part = |of: &[tm_model::Value], whole: &tm_model::Set| {
        let whole = Val::Set(std::sync::Arc::new(whole.clone()));
        of.iter().map(|value| holds(&whole, value)).fold(Truth::True, Truth::and)
    };
    let known = part(&a.members, &b).and(part(&b.members, &a));
    let settled = a.possible.is_empty() && b.possible.is_empty();
    known.and(if settled { Truth::True } else { Truth::Unknown })
}

fn either_open(lhs: &Val<'_>, rhs: &Val<'_>) -> Option<Truth> {
    match (lhs.open(), rhs.open()) {
        (Some(Truth::Unknown), _) | (_, Some(Truth::Unknown)) => Some(Truth::Unknown),
        (None, None) => None,
        _ => Some(Truth::NotApplicable),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Interval {
    least: i128,
    most: Option<i128>,
}

fn interval(val: &Val<'_>) -> Option<Interval> {
    match val {
        Val::Int(n) => Some(Interval { least: i128::from(*n), most: Some(i128::from(*n)) }),
        Val::Count { least, most } => Some(Interval { least: i128::from(*least), most: most.map(i128::from) }),
        _ => None,
    }
}

fn ordered(op: CompareOp, lhs: &Val<'_>, rhs: &Val<'_>) -> Truth {
    let decide = |ordering: Ordering| {
        Truth::from(match op {
            CompareOp::Lt => ordering.is_lt(),
            CompareOp::Le => ordering.is_le(),
            CompareOp::Gt => ordering.is_gt(),
            CompareOp::Ge => ordering.is_ge(),
            CompareOp::Eq | CompareOp::Ne => false,
        })
    };
    match (lhs, rhs) {
        (Val::Enum(a), Val::Enum(b)) if a.of == b.of => decide(a.index.cmp(&b.index)),
        (Val::Date(a), Val::Date(b)) => decide(a.cmp(b)),
        (Val::Unset, _) | (_, Val::Unset) => Truth::False,
        _ => either_open(lhs, rhs).unwrap_or_else(|| {
            let (Some(a), Some(b)) = (interval(lhs), interval(rhs)) else { return Truth::False };
            match op {
                CompareOp::Lt => less(a, b),
                CompareOp::Le => less(b, a).negate(),
                CompareOp::Gt => less(b, a),
                _ => less(a, b).negate(),
            }
        }),
    }
}

/// `a < b`, if all their values agree.
fn less(a: Interval, b: Interval) -> Truth {
    if below(a.most, b.least) {
        Truth::True
    } else if b.most.is_some_and(|most| most <= a.least) {
        Truth::False
    } else {
        Truth::Unknown
    }
}

/// `item in list`
pub(crate) fn contains(item: &Val<'_>, list: &Val<'_>) -> Truth {
    if matches!(item, Val::Unset) || is_empty(list) {
        return Truth::False;
    }
    if let Some(open) = item.open() {
        return match list.open() {
            Some(Truth::Unknown) => Truth::Unknown,
            _ => open,
        };
    }
    match (item, list) {
        (Val::Element(id), Val::Elements(elements)) => Truth::from(elements.contains(id)),
        _ => holds(list, &item.clone().into_value()),
    }
}
