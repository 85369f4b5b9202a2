//! The edges of a relation, from its clauses: each element by the situation it is in, anew where that is not known.

mod clause;
mod sketch;

use std::cmp::Ordering;

use tm_model::{ElementId, KindId, RelationId};

use crate::engine::{Engine, View, World};
use crate::eval::{Eval, Session, by_name, sort_by_name};
use crate::graph::{EdgeInput, Names, RelationGraph};
use crate::ir::{BindingSource, Edge, Slot};
use crate::situations::{Found, Recorder, Situations, Surface};
use sketch::Sketch;

pub(crate) fn build(engine: &Engine<'_>, relation: RelationId, view: View) -> RelationGraph {
    let session = Session::new(engine);
    session.budget.whole_rule();
    let eval = Eval::new(&session, engine.lens(view), &[]);
    // What is computed has steps of its own.
    let computing = Session::new(engine);
    let actual = Eval::new(&computing, engine.lens(View::Actual), &[]);
    let hidden = Eval::new(&computing, engine.lens(View::ControlsUnknown), &[]);
    let clauses = engine.program.relations.get(relation.index()).map_or(&[][..], |relation| &relation.edges);
    let mut situations: Situations<Sketch> = Situations::new(clauses.len());
    let mut edges = Vec::new();
    for (tree, clause) in clauses.iter().enumerate() {
        let Some((slot, kind)) = by_element(clause) else {
            eval.open_edges(clause, &[], &mut edges);
            continue;
        };
        let all = engine.world.all(kind);
        edges.reserve(all.len());
        for &id in all {
            if !session.budget.step() {
                break;
            }
            situations.turn();
            let surface = Surface { subject: id, row: None, actual, hidden };
            let is_known = match situations.find(tree, &surface) {
                Found::Known(sketch, bound) => {
                    sketch.repeat(bound, &mut edges);
                    sketch.tell(&session);
                    true
                }
                Found::New => learn(view, (tree, clause), slot, &surface, &mut situations, &session, &mut edges),
                Found::Never => false,
            };
            if !is_known {
                eval.open_edges(clause, &[(slot, id)], &mut edges);
            }
        }
    }
    let mut graph = RelationGraph::new(edges, &OfWorld(engine.world));
    graph.is_told = session.told.get();
    graph.is_complete = !session.budget.is_spent();
    graph
}

struct OfWorld<'w>(&'w dyn World);

impl Names for OfWorld<'_> {
    fn compare(&self, a: ElementId, b: ElementId) -> Ordering {
        by_name(self.0, a, b)
    }

    fn sort(&self, ids: &mut Vec<ElementId>) {
        sort_by_name(self.0, ids, |id| *id);
    }
}

/// The variable of a clause whose elements can be looked at one by one: the others range over lists.
fn by_element(clause: &Edge) -> Option<(Slot, KindId)> {
    let (first, rest) = clause.bindings.split_first()?;
    let BindingSource::Kind(kind) = first.source else { return None };
    rest.iter().all(|binding| matches!(binding.source, BindingSource::List(_))).then_some((first.slot, kind))
}

/// Evaluates a clause for one element and remembers its situation; false: nothing can be said by situation.
fn learn(
    view: View,
    (tree, clause): (usize, &Edge),
    slot: Slot,
    surface: &Surface<'_, '_, '_>,
    situations: &mut Situations<Sketch>,
    session: &Session<'_, '_>,
    edges: &mut Vec<EdgeInput>,
) -> bool {
    let recorder = Recorder::new(*surface, situations);
    let fixed = (slot, surface.subject);
    let found = {
        let recorded = session.engine.looking_at(&recorder);
        let session = Session::new(&recorded);
        let eval = Eval::new(&session, recorded.lens(view), &[]);
        let mut edges = Vec::new();
        let before = session.budget.left();
        eval.open_edges(clause, &[fixed], &mut edges);
        let (steps, is_told) = (before - session.budget.left(), session.told.get());
        if view == View::Actual {
            for edge in &mut edges {
                edge.effects = eval.effects(clause, &[fixed], edge);
            }
        }
        sketch::Found { edges, steps, is_told }
    };
    let Some(found) = recorder.finish(tree, found, Sketch::of) else { return false };
    found.tell(session);
    edges.extend(found.edges);
    true
}
