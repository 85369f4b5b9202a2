//! The questions about one target.

use rustc_hash::{FxHashMap, FxHashSet};
use tm_model::{ElementId, Truth};

use super::NONE;
use super::explore::{Direction, End, Label, Plan, Seed, Tree, UNBOUNDED, explore, explore_all};
use super::judge::{HopTest, Item, Judge, Layer, Recall, Seen, all};
use super::last_hops::LastHops;
use super::reach::{Reach, forward, layered, seeds};
use super::relation::EdgeIx;
use crate::outcome::Hop;

/// "Does a path lead to this target?", with the conditions on the last hop that depend on the target answered.
#[derive(Clone, Debug)]
pub struct Arrival<'r> {
    pub(super) reach: &'r Reach,
    /// `None`: no edge touches it.
    pub(super) target: Option<u32>,
    /// By edge; `None`: there are no such conditions.
    pub(super) last_at: Option<FxHashMap<u32, Truth>>,
    /// These stand for all conditions on the last hop.
    has_all_last: bool,
    seen: Seen,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    pub start: ElementId,
    /// As [`Arrival::truth`] answers, for this start.
    pub truth: Truth,
    /// Without silent steps; at least one.
    pub hops: Vec<Hop>,
    /// With silent steps, from the start to the target.
    pub edges: Vec<EdgeIx>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    pub start: ElementId,
    /// The start's own truth included.
    pub truth: Truth,
}

/// A best path as a search left it.
pub(super) struct Found {
    label: u32,
    /// The hop after the label, where the last hop has conditions of its own.
    last: Option<u32>,
}

impl<'r> Arrival<'r> {
    pub(super) fn new(reach: &'r Reach, target: ElementId, last_at: &[HopTest<'_>]) -> Self {
        let mut arrival = Self {
            reach,
            target: reach.graph.node(target),
            last_at: None,
            has_all_last: false,
            seen: reach.judgements.seen,
        };
        if let (Some(target), false) = (arrival.target, last_at.is_empty()) {
            let tree = reach.tree(Layer::POSSIBLE);
            let hops = LastHops::new(&reach.graph, &mut reach.recall(None), Layer::POSSIBLE, target);
            let mut answers = FxHashMap::default();
            for edge in hops.edges {
                let from_reached = reach.graph.row(edge).is_some_and(|row| tree.touches(row.from));
                let Some(hop) = reach.graph.hop(edge).filter(|_| from_reached) else { continue };
                let answer = all(last_at.iter().map(|test| test(&hop)));
                arrival.seen.note(answer);
                answers.insert(edge, answer);
            }
            arrival.last_at = Some(answers);
        }
        arrival
    }

    /// The same with no other condition on the last hop than those that it was given.
    pub(super) fn with_all_last(self) -> Self {
        Self { has_all_last: true, ..self }
    }

    /// True: a true path leads here. Unknown: one could, if unknowns are read in its favour. `NotApplicable`: the same, but
    /// no answer to an unknown changes that. False: none.
    #[must_use]
    pub fn truth(&self) -> Truth {
        layered(self.seen, |layer| self.best(self.reach.tree(layer), layer)).0
    }

    /// The best path: definite before possible, lowest class, fewest hops, names (start, then hop by hop: from, to, via).
    #[must_use]
    pub fn witness(&self) -> Option<Witness> {
        let (truth, found) = layered(self.seen, |layer| Some((layer, self.best(self.reach.tree(layer), layer)?)));
        let (layer, found) = found?;
        self.tell(self.reach.tree(layer), layer, &found, truth)
    }

    /// The best path from one of the starts.
    #[must_use]
    pub fn witness_from(&self, start: ElementId) -> Option<Witness> {
        let node = self.reach.graph.node(start)?;
        let entries: Vec<_> =
            self.reach.entries_at(node).filter_map(|at| self.reach.entries.get(at as usize).copied()).collect();
        let (truth, found) = layered(self.seen, |layer| {
            let plan = forward(&self.reach.judgements, layer);
            let seeds = seeds(&entries, layer);
            let mut judge = self.recall();
            let tree = explore_all(&self.reach.graph, &mut judge, plan, seeds);
            let found = self.best(&tree, layer)?;
            Some((tree, layer, found))
        });
        let (tree, layer, found) = found?;
        self.tell(&tree, layer, &found, truth)
    }

    /// The starts that lead here, best first in the order of [`Self::witness`].
    #[must_use]
    pub fn sources(&self, limit: usize) -> Vec<Source> {
        let mut sources: Vec<Source> = Vec::new();
        let mut listed = FxHashSet::default();
        // Never answers, so that all layers are looked at, in order.
        layered(self.seen, |layer| {
            if sources.len() >= limit {
                return None::<()>;
            }
            let mut judge = self.recall();
            let (tree, _) = self.backward(&mut judge, layer, &mut { UNBOUNDED }, |_, _| false)?;
            let full = tree.plan.full();
            let mut found: Vec<(u32, u32, u32)> = Vec::new();
            for entry in &self.reach.entries {
                let is_new = layer.admits(entry.truth) && Some(entry.node) != self.target;
                let label = tree.best(entry.node, full, NONE).filter(|_| is_new).and_then(|label| tree.label(label));
                if let Some(label) = label.filter(|_| listed.insert(entry.node)) {
                    found.push((entry.class, label.hops, entry.node));
                }
            }
            found.sort_unstable();
            let truth = self.truth_of(layer);
            let starts = found.into_iter().filter_map(|(_, _, node)| self.reach.graph.element(node));
            sources.extend(starts.map(|start| Source { start, truth }));
            None
        });
        sources.truncate(limit);
        sources
    }

    /// The truth if these edges had these truths instead; conditions stay as they are, and edges that are false in the
    /// relation stay so. `steps`: how many edges may be looked at, and then how many are left; `None`: too few.
    #[must_use]
    pub fn truth_if(&self, changed: &[(EdgeIx, Truth)], steps: &mut usize) -> Option<Truth> {
        let mut seen = self.seen;
        for (_, truth) in changed {
            seen.note(*truth);
        }
        let changed = changed.iter().map(|(edge, truth)| (edge.0, *truth)).collect();
        let mut judge = Changed { recall: self.recall(), edges: changed };
        // Mostly what is left is nothing or far from being definite, so the widest reading comes first.
        if !self.leads(&mut judge, Layer::POSSIBLE, steps)? {
            return Some(Truth::False);
        }
        let mut is_spent = false;
        let (truth, _) = layered(seen, |layer| match self.leads(&mut judge, layer, steps) {
            Some(leads) => leads.then_some(()),
            None => {
                is_spent = true;
                Some(())
            }
        });
        (!is_spent).then_some(truth)
    }

    pub(super) fn recall(&self) -> Recall<'_> {
        Recall { has_all_last: self.has_all_last, ..self.reach.recall(self.last_at.as_ref()) }
    }

    /// What a path found in a layer, and in none before it, says.
    fn truth_of(&self, layer: Layer) -> Truth {
        match layer {
            Layer::DEFINITE => Truth::True,
            Layer::NOT_APPLICABLE => Truth::NotApplicable,
            Layer::POSSIBLE if !self.seen.unknown => Truth::NotApplicable,
            _ => Truth::Unknown,
        }
    }

    /// The best path that a forward search found.
    pub(super) fn best(&self, tree: &Tree, layer: Layer) -> Option<Found> {
        let target = self.target?;
        let full = tree.plan.full();
        if self.last_at.is_none() {
            return tree.best(target, full, target).map(|label| Found { label, last: None });
        }
        let mut judge = self.recall();
        let plan = Plan { layer, ..tree.plan };
        let mut best: Option<(u32, u32, u32)> = None;
        for last in LastHops::new(&self.reach.graph, &mut judge, layer, target).edges {
            if !plan.admits(&mut judge, Item::LastAt(last)) {
                continue;
            }
            let Some(from) = self.reach.graph.row(last).map(|row| row.from) else { continue };
            let can_pass = plan.admits(&mut judge, Item::Pass(from));
            let labels = (0..=full)
                .filter(|_| can_pass)
                .filter_map(|bits| Some((bits, tree.best(from, bits, target)?)))
                .chain(tree.seed_label(from).filter(|_| from != target).map(|label| (0, label)));
            for (bits, label) in labels {
                let Some(found) = tree.label(label) else { continue };
                if plan.step(&self.reach.graph, &mut judge, bits, last) == Some(full)
                    && best.is_none_or(|(group, edge, _)| (found.group, last) < (group, edge))
                {
                    best = Some((found.group, last, label));
                }
            }
        }
        best.map(|(_, last, label)| Found { label, last: Some(last) })
    }

    fn tell(&self, tree: &Tree, layer: Layer, found: &Found, truth: Truth) -> Option<Witness> {
        let graph = &self.reach.graph;
        let mut edges = tree.edges_to(found.label);
        if let Some(last) = found.last {
            edges.push(last);
            edges.extend(LastHops::new(graph, &mut self.recall(), layer, self.target?).silent_after(graph, last));
        }
        let start = graph.element(tree.seed_node(tree.label(found.label)?))?;
        let hops = edges.iter().filter_map(|edge| graph.hop(*edge)).filter(|hop| hop.via.is_some()).collect();
        Some(Witness { start, truth, hops, edges: edges.into_iter().map(EdgeIx).collect() })
    }

    fn plan_backward(&self, layer: Layer) -> Plan {
        let judgements = &self.reach.judgements;
        let (some, has_final) = (judgements.some_count(), judgements.has_first());
        Plan { direction: Direction::Backward, layer, some, has_final }
    }

    /// Searches against the edges from the target. `None`: it has none.
    pub(super) fn backward<J: Judge>(
        &self,
        judge: &mut J,
        layer: Layer,
        steps: &mut usize,
        visit: impl FnMut(&mut J, &Label) -> bool,
    ) -> Option<(Tree, End)> {
        let plan = self.plan_backward(layer);
        let seeds = vec![Seed { node: self.target?, class: 0 }];
        Some(explore(&self.reach.graph, judge, plan, seeds, steps, visit))
    }

    /// Whether a path leads here, as `judge` sees it; `None`: not known after so many steps.
    pub(super) fn leads(&self, judge: &mut impl Judge, layer: Layer, steps: &mut usize) -> Option<bool> {
        let Some(target) = self.target else { return Some(false) };
        if *steps == 0 {
            return None;
        }
        let full = self.plan_backward(layer).full();
        let is_path = |judge: &mut _, label: &Label| {
            label.bits == full && label.node != target && self.reach.begins_at(label.node, judge, layer)
        };
        match self.backward(judge, layer, steps, is_path)?.1 {
            End::Stopped => Some(true),
            End::Exhausted => Some(false),
            End::Spent => None,
        }
    }
}

/// Some edges with other truths.
struct Changed<'a> {
    recall: Recall<'a>,
    edges: FxHashMap<u32, Truth>,
}

impl Judge for Changed<'_> {
    fn judge(&mut self, item: Item) -> Truth {
        match item {
            Item::Edge(edge) => self.edges.get(&edge).copied().unwrap_or_else(|| self.recall.truth(item)),
            _ => self.recall.truth(item),
        }
    }
}
