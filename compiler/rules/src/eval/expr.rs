//! Truth of conditions and values of expressions.

use tm_model::{ElementId, EnumId, Schema, Truth};

use super::Eval;
use super::compare::{compare, contains};
use super::list::Collected;
use super::plan::Condition;
use super::val::{Frame, Val};
use crate::ir::{Expr, ExprKind, QuantifierMode, Slot};

impl<'r, 'w: 'r> Eval<'_, 'r, 'w> {
    /// Whether a condition holds.
    pub(crate) fn truth(&self, expr: &'r Expr, frame: &mut Frame<'w>) -> Truth {
        match &expr.kind {
            ExprKind::Not(inner) => self.truth(inner, frame).negate(),
            ExprKind::And(parts) => self.all_true(parts, frame),
            ExprKind::Or(parts) => self.any_true(parts, frame),
            ExprKind::Compare { op, lhs, rhs } => {
                let lhs = self.eval(lhs, frame);
                compare(*op, &lhs, &self.eval(rhs, frame))
            }
            ExprKind::In { item, list } => {
                let item = self.eval(item, frame);
                contains(&item, &self.eval(list, frame))
            }
            ExprKind::IsSet(inner) => match self.eval(inner, frame) {
                Val::Unset => Truth::False,
                value => value.open().unwrap_or(Truth::True),
            },
            ExprKind::IsKnown(inner) => Truth::from(self.is_known(&self.eval(inner, frame))),
            ExprKind::IsKind { subject, kind } => match self.eval(subject, frame) {
                Val::Element(id) => Truth::from(self.is_kind(id, *kind)),
                value => value.open().unwrap_or(Truth::False),
            },
            ExprKind::If { condition, then, otherwise } => match self.truth(condition, frame) {
                Truth::True => self.truth(then, frame),
                Truth::False => self.truth(otherwise, frame),
                open => {
                    let (then, otherwise) = (self.truth(then, frame), self.truth(otherwise, frame));
                    if then == otherwise && !then.is_open() { then } else { open.and(then).or(open.and(otherwise)) }
                }
            },
            ExprKind::Quantifier(quantifier) => match quantifier.mode {
                QuantifierMode::Any => self.any(quantifier, frame),
                QuantifierMode::No => self.any(quantifier, frame).negate(),
                QuantifierMode::All => self.every(quantifier, frame),
                _ => self.quantified(quantifier, frame).truth(),
            },
            ExprKind::Leads(leads) => self.leads(leads, frame),
            _ => self.eval(expr, frame).truth(),
        }
    }

    /// The truth of several conditions together; stops at the first that is false.
    pub(crate) fn truth_of(&self, exprs: &[&'r Expr], frame: &mut Frame<'w>) -> Truth {
        let mut truth = Truth::True;
        for expr in exprs {
            truth = truth.and(self.truth(expr, frame));
            if truth == Truth::False {
                break;
            }
        }
        truth
    }

    pub(crate) fn condition(&self, condition: Condition<'r>, frame: &mut Frame<'w>) -> Truth {
        match condition {
            Condition::Expr(expr) => self.truth(expr, frame),
            Condition::Path(leads) => self.leads(leads, frame),
        }
    }

    pub(crate) fn conditions(&self, conditions: &[Condition<'r>], frame: &mut Frame<'w>) -> Truth {
        let mut truth = Truth::True;
        for &condition in conditions {
            truth = truth.and(self.condition(condition, frame));
            if truth == Truth::False {
                break;
            }
        }
        truth
    }

    fn all_true(&self, parts: &'r [Expr], frame: &mut Frame<'w>) -> Truth {
        let mut truth = Truth::True;
        for part in parts {
            truth = truth.and(self.truth(part, frame));
            if truth == Truth::False {
                break;
            }
        }
        truth
    }

    fn any_true(&self, parts: &'r [Expr], frame: &mut Frame<'w>) -> Truth {
        let mut truth = Truth::False;
        for part in parts {
            truth = truth.or(self.truth(part, frame));
            if truth == Truth::True {
                break;
            }
        }
        truth
    }

    pub(crate) fn eval(&self, expr: &'r Expr, frame: &mut Frame<'w>) -> Val<'w> {
        match &expr.kind {
            ExprKind::Const(value) => Val::from(value),
            ExprKind::Today => Val::Date(self.session.engine.world.today()),
            ExprKind::Var(slot) => self.variable(*slot, frame),
            ExprKind::Attr { base, attribute } => {
                let element = match &base.kind {
                    // The hot path: no copy of the variable.
                    ExprKind::Var(slot) if let Some(id) = frame.element(*slot) => Ok(id),
                    _ => self.element(base, frame),
                };
                match element {
                    Ok(id) => self.read(id, *attribute),
                    Err(none) => none,
                }
            }
            ExprKind::EnumField { base, of, field } => {
                enum_field(self.session.engine.schema, self.eval(base, frame), *of, *field)
            }
            ExprKind::All(kind) => Val::Elements(self.session.engine.world.all(*kind)),
            ExprKind::List(parts) => {
                let mut collected = Collected::default();
                for part in parts {
                    collected.add(self.eval(part, frame), Truth::True);
                }
                collected.into_val()
            }
            ExprKind::If { condition, then, otherwise } => match self.truth(condition, frame) {
                Truth::True => self.eval(then, frame),
                Truth::False => self.eval(otherwise, frame),
                open => {
                    let (then, otherwise) = (self.eval(then, frame), self.eval(otherwise, frame));
                    let (one, other) = (then.clone().into_value(), otherwise.into_value());
                    if one == other { then } else { Val::from_truth(open) }
                }
            },
            ExprKind::PathLength(path) => {
                let hops = frame.paths.get(usize::from(*path)).map_or(0, |hops| hops.len());
                Val::Int(hops as i64)
            }
            ExprKind::Quantifier(quantifier) => self.quantified(quantifier, frame),
            ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Compare { .. }
            | ExprKind::In { .. }
            | ExprKind::IsSet(_)
            | ExprKind::IsKnown(_)
            | ExprKind::IsKind { .. }
            | ExprKind::Leads(_) => Val::from_truth(self.truth(expr, frame)),
        }
    }

    /// A variable; a `let` is computed when it is first read.
    pub(crate) fn variable(&self, slot: Slot, frame: &mut Frame<'w>) -> Val<'w> {
        let value = frame.get(slot).clone();
        let Val::Pending(index) = value else { return value };
        let Some(item) = self.lets.get(usize::from(index)) else { return Val::Unknown };
        // Should it read itself, it ends here.
        frame.set(slot, Val::Unknown);
        let value = self.eval(item.expr, frame);
        frame.set(slot, value.clone());
        value
    }

    /// The element that an expression names, or why there is none.
    pub(crate) fn element(&self, expr: &'r Expr, frame: &mut Frame<'w>) -> Result<ElementId, Val<'w>> {
        match self.eval(expr, frame) {
            Val::Element(id) => Ok(id),
            value @ (Val::Unknown | Val::NotApplicable) => Err(value),
            _ => Err(Val::Unset),
        }
    }

    fn is_known(&self, value: &Val<'w>) -> bool {
        !matches!(value, Val::Unknown)
    }
}

/// What an enum's value says of itself.
pub(crate) fn enum_field<'w>(schema: &Schema, value: Val<'w>, of: EnumId, field: u32) -> Val<'w> {
    match value {
        Val::Enum(id) if id.of == of => {
            let value = schema.enum_value(id).and_then(|v| v.fields.get(field as usize));
            value.map_or(Val::Unset, Val::from)
        }
        open @ (Val::Unknown | Val::NotApplicable) => open,
        _ => Val::Unset,
    }
}
