//! The edges that the clauses of a relation give, as they are and with one control changed.

use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::Arc;

use tm_model::{ElementId, EnumValueId, RelationId, Truth, Type};

use crate::eval::{Eval, Flip, Frame, Hangs, Lens, Val};
use crate::graph::{EdgeInput, EdgeIx, Effects};
use crate::ir::{BindingSource, Edge, Expr, ExprKind, Slot};
use crate::outcome::Hop;
use crate::syntax::{Vars, conjuncts};

/// The elements that some variables stand for.
type Fixed = Vec<(Slot, ElementId)>;

/// What an edge takes, in steps: a relation of everything with everything has to end as well.
const EDGE: u64 = 16;
/// Controls of one edge whose values are tried in advance.
const CONTROLS: usize = 8;

impl<'r, 'w: 'r> Eval<'_, 'r, 'w> {
    /// The edges that one clause gives, with what they hang on. `fixed`: the elements that some variables stand for.
    pub(super) fn open_edges(&self, clause: &'r Edge, fixed: &[(Slot, ElementId)], edges: &mut Vec<EdgeInput>) {
        self.edges(clause, fixed, &mut |frame, input| {
            let mut hangs = Hangs::default();
            if let (true, Some(condition)) = (input.truth == Truth::Unknown, &clause.condition) {
                self.hangs(condition, frame, &mut hangs);
            }
            self.session.budget.charge(EDGE);
            edges.push(EdgeInput { unknown: hangs.controls, ..input });
        });
    }

    /// What each value of each control that an edge hangs on makes of it; `None`: not all of them can be tried.
    pub(super) fn effects(
        &self,
        clause: &'r Edge,
        fixed: &[(Slot, ElementId)],
        edge: &EdgeInput,
    ) -> Option<Arc<Effects>> {
        if edge.unknown.is_empty() || edge.unknown.len() > CONTROLS {
            return None;
        }
        let schema = self.session.engine.schema;
        let mut by_control = Vec::new();
        for &control in &edge.unknown {
            let values: Vec<Val<'w>> = match schema.attribute(control.attribute)?.ty {
                Type::Bool => vec![Val::Bool(false), Val::Bool(true)],
                Type::Enum(of) => {
                    let count = schema.enumeration(of)?.values.len();
                    (0..).take(count).map(|index| Val::Enum(EnumValueId { of, index })).collect()
                }
                _ => return None,
            };
            let truths = values.into_iter().map(|value| {
                let lens = Lens::flipped(Flip { control, value });
                self.inside().through(&lens).truth_in(clause, fixed, edge.from, edge.to, edge.via)
            });
            by_control.push(truths.collect());
        }
        Some(Arc::new(Effects(by_control)))
    }

    /// The truth of one edge, as far as one clause gives it.
    fn truth_in(
        &self,
        clause: &'r Edge,
        fixed: &[(Slot, ElementId)],
        from: ElementId,
        to: ElementId,
        via: Option<ElementId>,
    ) -> Truth {
        let mut truth = Truth::False;
        self.edges(clause, fixed, &mut |_, edge| {
            if (edge.from, edge.to, edge.via) == (from, to, via) {
                truth = truth.or(edge.truth);
            }
        });
        truth
    }

    /// The edges that one clause gives, without what they hang on. An edge with an unset or unknown end does not exist.
    fn edges(&self, clause: &'r Edge, fixed: &[(Slot, ElementId)], visit: &mut dyn FnMut(&mut Frame<'w>, EdgeInput)) {
        let mut conditions = Vec::new();
        // The first variable is not narrowed down, so where there is one there is nothing to plan.
        if let (Some(condition), true) = (&clause.condition, clause.bindings.len() > 1) {
            conjuncts(condition, &mut conditions);
        }
        let plans = self.plan_bindings(&clause.bindings, &conditions, Vars::default());
        let mut frame = self.frame(clause.frame);
        let _ = self.each_binding(&plans, fixed, Truth::True, &mut frame, &mut |frame, member| {
            // Most elements fail the condition, and most ends are there.
            let truth = match &clause.condition {
                Some(condition) => member.and(self.truth(condition, frame)),
                None => member,
            };
            if truth == Truth::False {
                return ControlFlow::Continue(());
            }
            let ends = (self.element(&clause.from, frame), self.element(&clause.to, frame));
            if let (Ok(from), Ok(to)) = ends {
                let via = clause.via.and_then(|slot| frame.element(slot));
                visit(frame, EdgeInput { from, to, via, truth, unknown: Vec::new(), effects: None });
            }
            ControlFlow::Continue(())
        });
    }

    /// Whether the variables of a clause can stand for these elements: a look at their kinds, before anything dearer.
    fn can_be(&self, clause: &Edge, fixed: &[(Slot, ElementId)]) -> bool {
        fixed.iter().all(|&(slot, id)| {
            let is_one = fixed.iter().all(|&(other, of)| other != slot || of == id);
            let binding = clause.bindings.iter().find(|binding| binding.slot == slot);
            is_one
                && binding.is_none_or(|binding| match binding.source {
                    BindingSource::Kind(kind) => self.is_kind(id, kind),
                    BindingSource::List(_) => true,
                })
        })
    }

    /// The edges whose truth the flip changes, with what it becomes.
    pub(crate) fn changed_edges(&self, relation: RelationId) -> Rc<[(EdgeIx, Truth)]> {
        if let Some(known) = self.lens.changed.borrow().get(&relation) {
            return known.clone();
        }
        let graph = self.graph(relation);
        let changed: Rc<[(EdgeIx, Truth)]> = match &self.lens.flip {
            Some(flip) => {
                let inside = self.inside();
                let asking = graph.edges_asking(flip.control).iter();
                let changed = asking.filter_map(|&ix| {
                    let edge = graph.edge(ix)?;
                    let known = flip.value.position().and_then(|at| graph.effect(ix, flip.control, at));
                    let truth = known.unwrap_or_else(|| inside.edge_truth(relation, edge.from, edge.to, edge.via));
                    (truth != edge.truth).then_some((ix, truth))
                });
                changed.collect()
            }
            None => Rc::from([]),
        };
        self.lens.changed.borrow_mut().insert(relation, changed.clone());
        changed
    }

    /// The truth of one edge through this lens, over all clauses that give it.
    fn edge_truth(&self, relation: RelationId, from: ElementId, to: ElementId, via: Option<ElementId>) -> Truth {
        let giving = self.giving(relation, from, to, via);
        let truths = giving.iter().map(|(clause, fixed)| self.truth_in(clause, fixed, from, to, via));
        truths.fold(Truth::False, Truth::or)
    }

    /// The conditions that make a hop true, one for each way in which it is; `None`: it is there without any.
    pub(crate) fn conditions_of(
        &self,
        relation: RelationId,
        hop: Hop,
        visit: &mut dyn FnMut(Option<&'r Expr>, &mut Frame<'w>),
    ) {
        for (clause, fixed) in self.giving(relation, hop.from, hop.to, hop.via) {
            self.edges(clause, &fixed, &mut |frame, edge| {
                if (edge.from, edge.to, edge.via, edge.truth) == (hop.from, hop.to, hop.via, Truth::True) {
                    visit(clause.condition.as_ref(), frame);
                }
            });
        }
    }

    /// The clauses that may give an edge, with the variables that it fixes.
    fn giving(
        &self,
        relation: RelationId,
        from: ElementId,
        to: ElementId,
        via: Option<ElementId>,
    ) -> Vec<(&'r Edge, Fixed)> {
        let program = self.session.engine.program;
        let clauses: &'r [Edge] = program.relations.get(relation.index()).map_or(&[], |relation| &relation.edges);
        let named = |expr: &Expr, id: ElementId| match expr.kind {
            ExprKind::Var(slot) => Some((slot, id)),
            _ => None,
        };
        let fixed = clauses.iter().filter(|clause| clause.via.is_some() == via.is_some()).map(|clause| {
            let fixed = [clause.via.zip(via), named(&clause.from, from), named(&clause.to, to)];
            (clause, fixed.into_iter().flatten().collect::<Fixed>())
        });
        fixed.filter(|(clause, fixed)| self.can_be(clause, fixed)).collect()
    }
}
