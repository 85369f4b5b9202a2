//! The edges of a relation, from its clauses.

use std::ops::ControlFlow;
use std::rc::Rc;

use tm_model::{ElementId, RelationId, Truth};

use crate::engine::{Engine, View};
use crate::eval::{Eval, Frame, Hangs, Session, by_name};
use crate::graph::{EdgeInput, EdgeIx, RelationGraph};
use crate::ir::{BindingSource, Edge, Expr, ExprKind, Slot};
use crate::syntax::{Vars, conjuncts};

/// What an edge takes, in steps: a relation of everything with everything has to end as well.
const EDGE: u64 = 16;

pub(crate) fn build(engine: &Engine<'_>, relation: RelationId, view: View) -> RelationGraph {
    let session = Session::new(engine);
    session.budget.whole_rule();
    let eval = Eval::new(&session, engine.lens(view), &[]);
    let mut edges = Vec::new();
    let clauses = engine.program.relations.get(relation.index()).map_or(&[][..], |relation| &relation.edges);
    for clause in clauses {
        eval.edges(clause, &[], &mut |frame, input| {
            let mut hangs = Hangs::default();
            if let (true, Some(condition)) = (input.truth == Truth::Unknown, &clause.condition) {
                eval.hangs(condition, frame, &mut hangs);
            }
            session.budget.charge(EDGE);
            edges.push(EdgeInput { unknown: hangs.controls, ..input });
        });
    }
    let mut graph = RelationGraph::new(edges, &|a, b| by_name(engine.world, a, b));
    graph.is_told = session.told.get();
    graph.is_complete = !session.budget.is_spent();
    graph
}

impl<'r, 'w: 'r> Eval<'_, 'r, 'w> {
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
                visit(frame, EdgeInput { from, to, via, truth, unknown: Vec::new() });
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
        let asking = self.lens.flip.as_ref().map_or(&[][..], |flip| graph.edges_asking(flip.control));
        let inside = self.inside();
        let changed = asking.iter().filter_map(|&ix| {
            let edge = graph.edge(ix)?;
            let truth = inside.edge_truth(relation, edge.from, edge.to, edge.via);
            (truth != edge.truth).then_some((ix, truth))
        });
        let changed: Rc<[(EdgeIx, Truth)]> = changed.collect();
        self.lens.changed.borrow_mut().insert(relation, changed.clone());
        changed
    }

    /// The truth of one edge through this lens, over all clauses that give it.
    fn edge_truth(&self, relation: RelationId, from: ElementId, to: ElementId, via: Option<ElementId>) -> Truth {
        let program = self.session.engine.program;
        let clauses: &'r [Edge] = program.relations.get(relation.index()).map_or(&[], |relation| &relation.edges);
        let mut truth = Truth::False;
        for clause in clauses.iter().filter(|clause| clause.via.is_some() == via.is_some()) {
            let named = |expr: &Expr, id: ElementId| match expr.kind {
                ExprKind::Var(slot) => Some((slot, id)),
                _ => None,
            };
            let fixed = [clause.via.zip(via), named(&clause.from, from), named(&clause.to, to)];
            let fixed: Vec<(Slot, ElementId)> = fixed.into_iter().flatten().collect();
            if !self.can_be(clause, &fixed) {
                continue;
            }
            self.edges(clause, &fixed, &mut |_, edge| {
                if (edge.from, edge.to, edge.via) == (from, to, via) {
                    truth = truth.or(edge.truth);
                }
            });
        }
        truth
    }
}
