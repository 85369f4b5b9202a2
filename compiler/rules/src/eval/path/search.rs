//! The searches behind path expressions: made where no other has made them, and remembered.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use tm_model::{ElementId, KindId, Truth};

use super::{Query, Starts};
use crate::eval::Eval;
use crate::eval::searches::Key;
use crate::eval::val::{Frame, Val};
use crate::graph::{Conditions, EdgeIx, Reach, RelationGraph, Start, search};
use crate::ir::{Expr, HopCondition, HopMode, Leads, Slot};
use crate::syntax::free;

/// What a search takes, in steps: it asks each condition of each edge, once for every set of `any` that may hold.
fn cost(graph: &RelationGraph, leads: &Leads) -> u64 {
    let any = leads.hops.iter().filter(|hop| hop.mode == HopMode::Any).count().min(8);
    let states = 1_u64 << any;
    (graph.edge_count() as u64 / 4).saturating_mul(leads.hops.len() as u64 + 1).saturating_mul(states)
}

impl<'r, 'w: 'r> Eval<'_, 'r, 'w> {
    /// The search that answers a query, made if need be.
    pub(crate) fn reach(&self, query: &Query<'r>, frame: &mut Frame<'w>, one: Option<ElementId>) -> Rc<Reach> {
        let is_flipped = self.lens.flip.as_ref().is_some_and(|flip| query.reads.has(flip.control.attribute));
        let view = self.view(query);
        if !is_flipped {
            let place = query.made.get(view as usize).filter(|_| one.is_none() && query.captures.is_empty());
            if let Some(known) = place.and_then(OnceCell::get) {
                return known.clone();
            }
            let eval = self.unflipped();
            let key = Key { shape: query.shape, view, start: one, captured: eval.captured(query, frame) };
            let searches = &self.session.engine.searches;
            let known = searches.find(&key);
            let reach = known.clone().unwrap_or_else(|| Rc::new(eval.search(query, frame, one)));
            if !self.session.budget.is_spent() {
                if known.is_none() {
                    searches.keep(key, reach.clone());
                }
                place.map(|place| place.set(reach.clone()));
            }
            return reach;
        }
        let key = Key { shape: query.shape, view, start: one, captured: self.captured(query, frame) };
        if let Some(known) = self.lens.searched.borrow().get(&key) {
            return known.clone();
        }
        let edges = self.graph(query.leads.relation).edge_count() as u64;
        // Every condition is evaluated anew.
        if !self.session.budget.flip(4 * edges) {
            return self.unflipped().reach(query, &mut self.unflipped_frame(frame), one);
        }
        let reach = Rc::new(self.search(query, frame, one));
        self.lens.searched.borrow_mut().insert(key, reach.clone());
        reach
    }

    fn search(&self, query: &Query<'r>, frame: &Frame<'w>, one: Option<ElementId>) -> Reach {
        let graph = self.graph(query.leads.relation);
        if !matches!(query.starts, Starts::One) && !self.asked_ahead(query, &graph, frame) {
            return search(&graph, &[], &Conditions::default());
        }
        let starts = match &query.starts {
            Starts::One => one.map(whole).into_iter().collect(),
            Starts::Every => departures(&graph),
            Starts::Kind { kind, slot, only, prefer } => self.starts(*kind, *slot, only, prefer, frame.len()),
        };
        let inner = RefCell::new(frame.clone());
        let of = |mode: HopMode| -> Vec<_> {
            let hops = query.leads.hops.iter().filter(move |hop| hop.mode == mode);
            let here = hops.filter(|hop| {
                query.target.is_none_or(|target| mode != HopMode::Last || !free(&hop.condition).has(target))
            });
            here.map(|hop| self.hop_test(hop, &inner)).collect()
        };
        let every: Vec<_> = of(HopMode::All).into_iter().chain(of(HopMode::No)).collect();
        let (some, first, last) = (of(HopMode::Any), of(HopMode::First), of(HopMode::Last));
        let avoiding = query.leads.hops.iter().filter(|hop| hop.mode == HopMode::Avoiding);
        let avoiding: Vec<_> = avoiding
            .map(|hop| {
                let inner = &inner;
                move |node: ElementId| {
                    let mut frame = inner.borrow_mut();
                    frame.set(hop.slot, Val::Element(node));
                    self.truth(&hop.condition, &mut frame)
                }
            })
            .collect();
        let conditions = Conditions {
            every: every.iter().map(|test| &**test as _).collect(),
            some: some.iter().map(|test| &**test as _).collect(),
            first: first.iter().map(|test| &**test as _).collect(),
            last: last.iter().map(|test| &**test as _).collect(),
            avoiding: avoiding.iter().map(|test| test as _).collect(),
        };
        self.session.budget.charge(cost(&graph, query.leads));
        search(&graph, &starts, &conditions)
    }

    /// Asks the conditions of all hops at once; false: one of them needs a hop that is not there, so that no path has them all.
    fn asked_ahead(&self, query: &Query<'r>, graph: &RelationGraph, frame: &Frame<'w>) -> bool {
        let is_needed = |hop: &&HopCondition| matches!(hop.mode, HopMode::Any | HopMode::First | HopMode::Last);
        let (needed, others): (Vec<_>, Vec<_>) = query.leads.hops.iter().partition(is_needed);
        for hop in needed {
            self.ask_ahead(hop, graph, frame);
            if self.is_false_throughout(hop, graph) {
                return false;
            }
        }
        others.into_iter().for_each(|hop| self.ask_ahead(hop, graph, frame));
        true
    }

    /// Starts with the truth of the conditions on them, and how little they are preferred.
    fn starts(&self, kind: KindId, slot: Slot, only: &[&'r Expr], prefer: &[&'r Expr], frame: Slot) -> Vec<Start> {
        let list = self.filtered(kind, slot, only, frame);
        let mut frame = self.frame(frame);
        list.iter()
            .map(|&(node, unflipped)| {
                self.forget_lets(&mut frame);
                frame.set(slot, Val::Element(node));
                let truth = match &self.lens.flip {
                    Some(_) => self.truth_of(only, &mut frame),
                    None => unflipped,
                };
                let class = prefer
                    .iter()
                    .fold(0, |class, expr| class << 1 | u32::from(self.truth(expr, &mut frame) != Truth::True));
                Start { node, truth, class }
            })
            .collect()
    }
}

/// Every element that an edge leaves.
fn departures(graph: &RelationGraph) -> Vec<Start> {
    let edges = (0..graph.edge_count()).filter_map(|at| graph.edge(EdgeIx(u32::try_from(at).ok()?)));
    let mut nodes: Vec<ElementId> = edges.map(|edge| edge.from).collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes.into_iter().map(whole).collect()
}

fn whole(node: ElementId) -> Start {
    Start { node, truth: Truth::True, class: 0 }
}
