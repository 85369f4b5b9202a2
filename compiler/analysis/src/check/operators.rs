//! Literals, lists, `not`, `and`, `or`, `if`: expressions by form.

use rustc_hash::FxHashSet;
use tm_model::Value;
use tm_rules::ir::{self, ExprKind as Ir};

use super::text::quoted;
use super::{Checker, Ty, Typed};
use crate::diagnostic::Diagnostic;
use crate::hir::{Expr, ExprKind, Literal, NodeId};

impl Checker<'_> {
    /// Any expression. `expected` says what bare names mean; whether the result has that type is for the caller to ask.
    pub(super) fn expr(&mut self, expr: &Expr, expected: &Ty) -> Typed {
        let mark = self.narrowing.mark();
        let node = expr.node;
        let typed = match &expr.kind {
            ExprKind::Literal(literal) => self.literal(node, literal),
            ExprKind::Name(text) => self.name(node, text, expected),
            ExprKind::Field { .. } => self.field(expr, expected),
            ExprKind::List(items) => self.list(node, items, expected),
            ExprKind::Not(operand) => {
                let operand = self.condition(operand);
                Typed::new(node, Ir::Not(Box::new(operand)), Ty::Bool)
            }
            ExprKind::And(_) | ExprKind::Is { .. } => {
                let expr = self.assume(expr);
                Typed { expr, ty: Ty::Bool, place: None }
            }
            ExprKind::Or(operands) => {
                let operands = operands.iter().map(|operand| self.condition(operand)).collect();
                Typed::new(node, Ir::Or(operands), Ty::Bool)
            }
            ExprKind::If { condition, then, otherwise } => self.choice(node, condition, then, otherwise, expected),
            ExprKind::Compare { op, lhs, rhs } => self.compare(node, *op, lhs, rhs),
            ExprKind::In { negated, item, list } => self.contains(node, *negated, item, list),
            ExprKind::Leads(leads) => {
                let (leads, _) = self.leads(leads);
                Typed::new(node, Ir::Leads(Box::new(leads)), Ty::Bool)
            }
            ExprKind::Quantifier(quantifier) => self.quantifier(node, quantifier, expected),
            ExprKind::Missing => self.missing(node),
        };
        self.narrowing.rollback(mark);
        typed
    }

    /// An expression that must be true or false.
    pub(super) fn condition(&mut self, expr: &Expr) -> ir::Expr {
        let mark = self.narrowing.mark();
        let checked = self.assume(expr);
        self.narrowing.rollback(mark);
        checked
    }

    /// A condition; what it narrows where it is true stays narrowed for the caller.
    pub(super) fn assume(&mut self, expr: &Expr) -> ir::Expr {
        match &expr.kind {
            ExprKind::And(operands) => {
                let operands = operands.iter().map(|operand| self.assume(operand)).collect();
                ir::Expr { node: expr.node, kind: Ir::And(operands) }
            }
            ExprKind::Is { negated, subject, test } => {
                let (kind, narrowed) = self.is(*negated, expr.node, subject, test);
                if let Some((place, kind)) = narrowed {
                    self.narrowing.narrow(place, kind);
                }
                ir::Expr { node: expr.node, kind }
            }
            _ => {
                let typed = self.expr(expr, &Ty::Bool);
                self.require(typed, &Ty::Bool, expr)
            }
        }
    }

    fn literal(&mut self, node: NodeId, literal: &Literal) -> Typed {
        match self.literal_value(node, literal) {
            Some((value, ty)) => Typed::new(node, Ir::Const(value), ty),
            None => Typed::error(node),
        }
    }

    /// `None` if it says nothing that exists, which is reported.
    pub(super) fn literal_value(&mut self, node: NodeId, literal: &Literal) -> Option<(Value, Ty)> {
        match literal {
            Literal::Text(text) => Some((Value::Text(text.clone()), Ty::Text)),
            Literal::Int(Some(number)) => Some((Value::Int(*number), Ty::Int)),
            Literal::Date(Ok(date)) => Some((Value::Date(*date), Ty::Date)),
            Literal::Bool(value) => Some((Value::Bool(*value), Ty::Bool)),
            Literal::Unknown => Some((Value::Unknown, Ty::Nothing)),
            Literal::Int(None) => {
                let error = self.error("number-too-large", node, "this number is too large");
                self.report(error.help(format!("numbers go up to {}", i64::MAX)));
                None
            }
            Literal::Date(Err(text)) => {
                let error = self.error("bad-date", node, format!("{} is no day of the calendar", quoted(text)));
                self.report(error.help("write year-month-day, such as `2026-12-31`"));
                None
            }
        }
    }

    fn list(&mut self, node: NodeId, items: &[Expr], expected: &Ty) -> Typed {
        let mut wanted = expected.element();
        let mut checked: Vec<Option<Typed>> = Vec::with_capacity(items.len());
        let mut common = Ty::Nothing;
        // Where nothing outside tells the type, items that are clear in themselves tell it for bare names.
        let by_items = wanted == Ty::Any;
        for item in items {
            let waits = by_items && self.needs_context(item) && !self.is_clear(item);
            checked.push((!waits).then(|| self.expr(item, &wanted)));
            if let Some(Some(typed)) = checked.last() {
                let ty = typed.ty.clone();
                common = self.common(&common, &ty, item);
            }
        }
        if by_items && common != Ty::Nothing {
            wanted = common.clone();
        }
        let mut result = Vec::with_capacity(items.len());
        for (typed, item) in checked.into_iter().zip(items) {
            let typed = match typed {
                Some(typed) => typed,
                None => {
                    let typed = self.expr(item, &wanted);
                    common = self.common(&common, &typed.ty, item);
                    // Whatever the first one is taken for, the others are measured by.
                    if by_items && wanted == Ty::Any {
                        wanted = common.clone();
                    }
                    typed
                }
            };
            result.push(typed.expr);
        }
        let kind = self.folded(result);
        Typed::new(node, kind, Ty::list(common))
    }

    fn common(&mut self, common: &Ty, ty: &Ty, item: &Expr) -> Ty {
        if let Some(common) = self.unify(common, ty) {
            return common;
        }
        let message = format!("a `{}` in a list of `{}`", self.type_name(ty), self.type_name(common));
        let error = self.error("type-mismatch", item.node, message);
        self.report(error.help("all elements of a list have one type"));
        Ty::Error
    }

    /// A list of constants is a constant.
    fn folded(&mut self, items: Vec<ir::Expr>) -> Ir {
        let constant = |item: &ir::Expr| matches!(&item.kind, Ir::Const(value) if value.is_definite());
        if !items.iter().all(constant) {
            return Ir::List(items);
        }
        let mut seen = FxHashSet::default();
        let mut members = Vec::with_capacity(items.len());
        for item in items {
            let Ir::Const(value) = item.kind else { continue };
            if seen.insert(value.clone()) {
                members.push(value);
            } else {
                let warning =
                    Diagnostic::warning("duplicate-value", self.site(item.node), "this value stands in the list twice");
                self.report(warning.help("remove one of them: lists are sets"));
            }
        }
        Ir::Const(Value::set(members))
    }

    fn choice(&mut self, node: NodeId, condition: &Expr, then: &Expr, otherwise: &Expr, expected: &Ty) -> Typed {
        let mark = self.narrowing.mark();
        let condition = self.assume(condition);
        let (first, second) = if *expected == Ty::Any && self.waits(then, otherwise) {
            let narrowed = self.narrowing.rollback(mark);
            let second = self.expr(otherwise, expected);
            for (place, kind) in narrowed {
                self.narrowing.narrow(place, kind);
            }
            let first = self.expr(then, &second.ty);
            self.narrowing.rollback(mark);
            (first, second)
        } else {
            let first = self.expr(then, expected);
            self.narrowing.rollback(mark);
            let expected = if *expected == Ty::Any { &first.ty } else { expected };
            let second = self.expr(otherwise, expected);
            (first, second)
        };
        let ty = self.unify(&first.ty, &second.ty).unwrap_or_else(|| {
            let message =
                format!("`then` is `{}`, but `else` is `{}`", self.type_name(&first.ty), self.type_name(&second.ty));
            let error = self.error("type-mismatch", otherwise.node, message);
            let error = error.label(self.site(then.node), format!("this is `{}`", self.type_name(&first.ty)));
            self.report(error.help("let both have one type"));
            Ty::Error
        });
        let kind =
            Ir::If { condition: Box::new(condition), then: Box::new(first.expr), otherwise: Box::new(second.expr) };
        Typed::new(node, kind, ty)
    }

    /// Whether of two operands that tell each other's type this one has to wait for the other.
    pub(super) fn waits(&self, this: &Expr, other: &Expr) -> bool {
        self.needs_context(this) && (!self.needs_context(other) || (self.is_clear(other) && !self.is_clear(this)))
    }

    /// Whether what it means may depend on the type that is expected.
    fn needs_context(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Name(_) | ExprKind::Literal(Literal::Unknown) => true,
            ExprKind::List(items) => items.iter().all(|item| self.needs_context(item)),
            ExprKind::If { then, otherwise, .. } => self.needs_context(then) && self.needs_context(otherwise),
            _ => false,
        }
    }

    /// Whether it has a type even if nothing is expected.
    fn is_clear(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Name(text) => self.is_known(text),
            ExprKind::Literal(literal) => *literal != Literal::Unknown,
            ExprKind::List(items) => items.iter().any(|item| self.is_clear(item)),
            ExprKind::If { then, otherwise, .. } => self.is_clear(then) || self.is_clear(otherwise),
            _ => true,
        }
    }
}
