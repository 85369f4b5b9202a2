//! Expressions: long ones break in front of `and` and `or`, behind `=`, and behind the `:` of a quantifier.

use crate::ast::{Expr, ExprKind, HopCondition, Leads, Quantifier};
use crate::token::Tok;

use super::document::{Builder, line};
use super::entries::{Entry, ListItem};

/// Where an expression stands, which decides how far the lines that continue it are indented.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It begins a line if it is broken: its lines are aligned.
    Line,
    /// Something stands in front of it.
    Inline,
}

impl Builder<'_> {
    pub fn expr(&mut self, expr: &Expr) {
        self.expr_at(expr, Place::Inline);
    }

    /// What follows `=`.
    pub fn assigned(&mut self, expr: &Expr) {
        if matches!(expr.kind, ExprKind::List(_) | ExprKind::Literal(_)) || self.ends_in_lines(expr) {
            self.expr(expr);
        } else {
            self.up_to(expr.range.lo);
            self.on_next_line(expr);
        }
    }

    /// What follows the `:` of an entry of a rule.
    pub fn entry_value(&mut self, expr: &Expr) {
        if matches!(expr.kind, ExprKind::Name(_) | ExprKind::Field { .. }) {
            self.expr(expr);
        } else {
            self.assigned(expr);
        }
    }

    /// On this line if it fits there as a whole, otherwise on lines of its own.
    fn on_next_line(&mut self, expr: &Expr) {
        self.open();
        self.indent();
        self.gap(line(1));
        self.expr_at(expr, Place::Line);
        self.dedent();
        self.close();
    }

    /// Whether its conditions on hops were written on several lines, so that it needs no line of its own.
    fn ends_in_lines(&self, expr: &Expr) -> bool {
        let ExprKind::Leads(leads) = &expr.kind else { return false };
        let (Some(first), Some(last)) = (leads.hops.first(), expr.range.hi.checked_sub(1)) else { return false };
        !self.on_one_line(self.index(first.range.lo).saturating_sub(1), self.index(last))
    }

    fn expr_at(&mut self, expr: &Expr, place: Place) {
        self.up_to(expr.range.lo);
        match &expr.kind {
            ExprKind::Literal(_) | ExprKind::Name(_) | ExprKind::Missing => {}
            ExprKind::Field { base, .. } => self.expr(base),
            ExprKind::List(items) => {
                let items: Vec<ListItem<'_>> = items.iter().map(ListItem::Expr).collect();
                self.list(self.index(expr.range.lo), self.index(expr.range.hi).saturating_sub(1), &items);
            }
            ExprKind::Paren(inner) | ExprKind::Not(inner) => self.expr(inner),
            ExprKind::And(operands) | ExprKind::Or(operands) => self.chain(operands, place),
            ExprKind::If { .. } => self.conditional(expr, place),
            ExprKind::Compare { lhs, rhs, .. } => {
                self.expr(lhs);
                self.expr(rhs);
            }
            ExprKind::In { item, list, .. } => {
                self.expr(item);
                self.expr(list);
            }
            ExprKind::Is { subject, .. } => self.expr(subject),
            ExprKind::Leads(leads) => self.leads(leads, expr.range.hi),
            ExprKind::Quantifier(found) => self.quantifier(found),
        }
        self.up_to(expr.range.hi);
    }

    /// `a and b and c`: one operand a line, or all on one.
    fn chain(&mut self, operands: &[Expr], place: Place) {
        let mut rest = operands.iter();
        self.open();
        if place == Place::Inline {
            self.indent();
        }
        rest.next().into_iter().for_each(|first| self.expr(first));
        for operand in rest {
            self.to(self.index(operand.range.lo).saturating_sub(1));
            self.gap(line(1));
            self.expr(operand);
        }
        if place == Place::Inline {
            self.dedent();
        }
        self.close();
    }

    /// `if a then b` and each `else` on a line, or all on one.
    fn conditional(&mut self, expr: &Expr, place: Place) {
        self.open();
        if place == Place::Inline {
            self.indent();
        }
        let mut branch = expr;
        while let ExprKind::If { condition, then, otherwise } = &branch.kind {
            self.open();
            self.expr(condition);
            self.indent();
            self.gap(line(1));
            self.expr(then);
            self.dedent();
            self.close();
            self.gap(line(1));
            self.up_to(otherwise.range.lo);
            branch = otherwise;
        }
        self.expr(branch);
        if place == Place::Inline {
            self.dedent();
        }
        self.close();
    }

    /// `any x in list if condition: body`: the body has a line of its own if the rest would be too long.
    fn quantifier(&mut self, found: &Quantifier) {
        self.open();
        for generator in &found.generators {
            self.expr(&generator.list);
        }
        if let Some(condition) = &found.condition {
            self.indent();
            self.to(self.index(condition.range.lo).saturating_sub(1));
            self.gap(line(1));
            self.expr(condition);
            self.dedent();
        }
        if let Some(body) = &found.body {
            self.up_to(body.range.lo);
            self.close();
            self.on_next_line(body);
        } else {
            self.close();
        }
    }

    /// `a ~> b along relation { … }`, which ends in front of significant token `end`.
    pub fn leads(&mut self, leads: &Leads, end: u32) {
        self.expr(&leads.from);
        self.expr(&leads.to);
        let relation = leads.relation.as_ref().map(|relation| self.index(relation.range.hi));
        if let Some(brace) = relation.filter(|&brace| self.kind(brace) == Some(Tok::LBrace) && brace < self.index(end))
        {
            let entries: Vec<Entry<'_>> = leads.hops.iter().map(Entry::Hop).collect();
            self.block(brace, self.index(end).saturating_sub(1), &entries, 2);
        }
    }

    pub fn hop(&mut self, hop: &HopCondition) {
        self.expr(&hop.condition);
    }
}
