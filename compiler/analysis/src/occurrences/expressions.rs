//! Rules, relations and computations: what the checker finds out about their names.

use rustc_hash::FxHashMap;
use tm_model::{KindId, Type};

use super::{Collector, Symbol};
use crate::check::{Checker, Noted};
use crate::db;
use crate::hir::{self, ClauseKind, NodeId, TemplatePart};

impl Collector<'_> {
    pub(super) fn rules(&mut self) {
        let rules = db::rule_items(self.db, self.file);
        if rules.items.is_empty() {
            return;
        }
        let scope = self.scope();
        let mut checker = Checker::new(&scope, self.unit).noting();
        for item in &rules.items {
            self.declaration(&item.name, Symbol::Rule(item.name.text.clone()));
            checker.rule(item, "", "", "");
            checker.take_diagnostics();
            let noted = checker.take_noted();
            self.held.extend(checker.take_held());
            let mut placeholders = FxHashMap::default();
            for clause in &item.clauses {
                self.clause(clause, &mut placeholders);
            }
            let (inside, outside): (Vec<_>, Vec<_>) =
                noted.into_iter().partition(|(node, _)| placeholders.contains_key(node));
            self.noted(&outside);
            self.in_placeholders(&inside, &placeholders);
        }
    }

    fn clause<'h>(&mut self, clause: &'h hir::Clause, placeholders: &mut FxHashMap<NodeId, &'h [smol_str::SmolStr]>) {
        match &clause.kind {
            ClauseKind::For(bindings) | ClauseKind::Exists(bindings) => self.bindings(bindings),
            ClauseKind::Let { name, value } => {
                self.variable(name);
                self.variables_in(value);
            }
            ClauseKind::Where(condition) => self.variables_in(condition),
            ClauseKind::Path { name, leads } => {
                self.variable(name);
                self.variables_of_path(leads);
            }
            ClauseKind::Template { template, .. } => {
                for part in &template.parts {
                    if let TemplatePart::Path { node, names } = part {
                        placeholders.insert(*node, names);
                    }
                }
            }
            ClauseKind::Entry { value, .. } => {
                if let Some(value) = value {
                    self.variables_in(value);
                }
            }
        }
    }

    pub(super) fn relation(&mut self, item: &hir::Relation) {
        let scope = self.scope();
        let mut checker = Checker::new(&scope, self.unit).noting();
        checker.relation(item);
        self.noted(&checker.take_noted());
        self.held.extend(checker.take_held());
        for edge in &item.edges {
            self.bindings(&edge.bindings);
            let parts = [Some(&edge.from), Some(&edge.to), edge.condition.as_ref(), edge.needs.as_ref()];
            for part in parts.into_iter().flatten() {
                self.variables_in(part);
            }
        }
    }

    pub(super) fn computation(&mut self, owner: KindId, ty: &Type, expr: &hir::Expr) {
        let scope = self.scope();
        let mut checker = Checker::new(&scope, self.unit).noting();
        checker.computation(owner, ty, expr);
        self.noted(&checker.take_noted());
        self.held.extend(checker.take_held());
        self.variables_in(expr);
    }

    /// Names with a place of their own. What was read several times means what it meant last.
    pub(super) fn noted(&mut self, noted: &[(NodeId, Noted)]) {
        let mut last: FxHashMap<NodeId, usize> = FxHashMap::default();
        for (index, (node, _)) in noted.iter().enumerate() {
            last.insert(*node, index);
        }
        for (index, (node, meaning)) in noted.iter().enumerate() {
            if last.get(node) == Some(&index) {
                let symbol = self.symbol(*meaning);
                self.reference(*node, symbol);
            }
        }
    }

    fn symbol(&self, noted: Noted) -> Symbol {
        match noted {
            Noted::Attribute(id) => Symbol::Attribute(id),
            Noted::Enum(id) => Symbol::Enum(id),
            Noted::Field(of, index) => Symbol::EnumField(of, index),
            Noted::Kind(id) => Symbol::Kind(id),
            Noted::Relation(id) => Symbol::Relation(id),
            Noted::Value(id) => Symbol::EnumValue(id),
            Noted::Variable(node) => Symbol::Variable(self.site(node)),
        }
    }

    /// `{a.b.c}`: the names share the node of the whole placeholder.
    fn in_placeholders(&mut self, noted: &[(NodeId, Noted)], placeholders: &FxHashMap<NodeId, &[smol_str::SmolStr]>) {
        let mut next: FxHashMap<NodeId, usize> = FxHashMap::default();
        for (node, meaning) in noted {
            let Some((whole, names)) = self.bytes(*node).zip(placeholders.get(node)) else { continue };
            let number = next.entry(*node).or_default();
            // `self` is noted nowhere, and cannot stand here.
            let written = self.source(&whole);
            let mut at = 0usize;
            for (index, part) in written.split('.').enumerate().take(names.len()) {
                if index == *number {
                    let from = at + (part.len() - part.trim_start().len());
                    let start = whole.start + u32::try_from(from).unwrap_or(0);
                    let end = start + u32::try_from(part.trim().len()).unwrap_or(0);
                    let symbol = self.symbol(*meaning);
                    self.add(Some(start..end), symbol, false);
                }
                at += part.len() + 1;
            }
            *number += 1;
        }
    }

    fn variable(&mut self, name: &hir::Name) {
        self.declaration(name, Symbol::Variable(self.site(name.node)));
    }

    fn bindings(&mut self, bindings: &[hir::Binding]) {
        for binding in bindings {
            self.variable(&binding.name);
            if let hir::BindingSource::List(list) = &binding.source {
                self.variables_in(list);
            }
        }
    }

    fn variables_of_path(&mut self, leads: &hir::Leads) {
        self.variables_in(&leads.from);
        self.variables_in(&leads.to);
        for hop in &leads.hops {
            self.variable(&hop.variable);
            self.variables_in(&hop.condition);
        }
    }

    /// The variables that an expression declares.
    fn variables_in(&mut self, expr: &hir::Expr) {
        use hir::ExprKind;
        match &expr.kind {
            ExprKind::Literal(_) | ExprKind::Name(_) | ExprKind::Missing => {}
            ExprKind::Field { .. } => {
                // A chain can be long.
                let mut at = expr;
                while let ExprKind::Field { base, .. } = &at.kind {
                    at = base;
                }
                self.variables_in(at);
            }
            ExprKind::List(items) | ExprKind::And(items) | ExprKind::Or(items) => {
                for item in items {
                    self.variables_in(item);
                }
            }
            ExprKind::Not(inner) => self.variables_in(inner),
            ExprKind::If { condition, then, otherwise } => {
                for part in [condition, then, otherwise] {
                    self.variables_in(part);
                }
            }
            ExprKind::Compare { lhs, rhs, .. } => {
                self.variables_in(lhs);
                self.variables_in(rhs);
            }
            ExprKind::In { item, list, .. } => {
                self.variables_in(item);
                self.variables_in(list);
            }
            ExprKind::Is { subject, .. } => self.variables_in(subject),
            ExprKind::Leads(leads) => self.variables_of_path(leads),
            ExprKind::Quantifier(quantifier) => {
                for generator in &quantifier.generators {
                    self.variable(&generator.variable);
                    self.variables_in(&generator.list);
                }
                for part in [&quantifier.condition, &quantifier.body].into_iter().flatten() {
                    self.variables_in(part);
                }
            }
        }
    }
}
