//! `a ~> b along R { … }`

use tm_model::Value;
use tm_rules::ir::{self, HopMode as IrMode};

use super::text::joined;
use super::variables::Meaning;
use super::{Checker, Noted, Ty};
use crate::hir::{Expr, HopMode, Leads, Path};
use crate::scope::Declaration;
use tm_model::RelationId;

/// The search keeps one bit per `any` condition in every state.
const ANY_CONDITIONS: usize = 4;

impl Checker<'_> {
    /// With the type of what its hops go via.
    pub(super) fn leads(&mut self, leads: &Leads) -> (ir::Leads, Ty) {
        let from = self.node_of_graph(&leads.from);
        let to = self.node_of_graph(&leads.to);
        let relation = match &leads.relation {
            Some(path) => self.relation_named(path),
            None => {
                self.mistakes += 1;
                None
            }
        };
        let via = relation.map_or(Ty::Error, |relation| Ty::Element(self.scope.via_kind(relation)));
        let mut some = 0;
        let mut hops = Vec::with_capacity(leads.hops.len());
        for hop in &leads.hops {
            let scope = self.variables.mark();
            let node = hop.variable.node;
            let (mode, count) = match hop.mode {
                HopMode::All => (IrMode::All, 3),
                HopMode::Any => (IrMode::Any, 3),
                HopMode::No => (IrMode::No, 3),
                HopMode::First => (IrMode::First, 3),
                HopMode::Last => (IrMode::Last, 3),
                HopMode::Avoiding => (IrMode::Avoiding, 1),
            };
            if mode == IrMode::Any {
                some += 1;
                if some == ANY_CONDITIONS + 1 {
                    let message = format!("more than {ANY_CONDITIONS} `any` conditions on one path");
                    let error = self.error("too-many-conditions", hop.node, message);
                    self.report(error.help("join some of them with `or`, or ask for several paths"));
                }
            }
            let slot = self.slots(count, node);
            let meaning = match hop.mode {
                HopMode::Avoiding => Meaning::Value { slot, ty: Ty::Element(self.schema().roots.element) },
                _ => Meaning::Hop { slot, via: via.clone() },
            };
            self.declare(&hop.variable, meaning, scope);
            let condition = self.condition(&hop.condition);
            self.variables.leave(scope);
            hops.push(ir::HopCondition { mode, slot, condition });
        }
        // An unresolved relation is a mistake: the result is never used.
        (ir::Leads { from, to, relation: relation.unwrap_or(RelationId(0)), hops }, via)
    }

    /// An end of a path or of an edge.
    pub(super) fn node_of_graph(&mut self, expr: &Expr) -> ir::Expr {
        let wanted = Ty::Element(self.schema().roots.element);
        let typed = self.expr(expr, &Ty::Any);
        // `unknown` and what has no value are no nodes.
        if matches!(&typed.expr.kind, ir::ExprKind::Const(Value::Unknown)) && typed.ty == Ty::Nothing {
            let error = self.error("type-mismatch", expr.node, "`unknown` is no element");
            self.report(error.help("name a variable, or read an element from one"));
            return typed.expr;
        }
        self.require(typed, &wanted, expr)
    }

    fn relation_named(&mut self, path: &Path) -> Option<RelationId> {
        let found = self.scope.relation(&path.segments);
        if found.is_none() {
            let written = joined(&path.segments.iter().collect::<Vec<_>>());
            let names = if self.guessed_enough() { Vec::new() } else { self.scope.relation_names() };
            let help = self.brought_in(Declaration::Relation, &path.segments).unwrap_or_else(|| {
                let otherwise = format!("declare `relation {written} {{ edge … }}`");
                self.suggest(&written, names.iter().map(smol_str::SmolStr::as_str), &otherwise)
            });
            let error = self.error("unresolved-name", path.node, format!("there is no relation `{written}`"));
            self.report(error.help(help));
        }
        if let Some(relation) = found {
            self.note_path(path, Noted::Relation(relation));
        }
        found
    }
}
