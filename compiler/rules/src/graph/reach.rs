//! One search, kept: what it reached in every reading of the unknown.

use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};
use tm_model::{ElementId, Truth};

use super::arrival::Arrival;
use super::dominators::Dominators;
use super::explore::{Direction, Plan, Seed, Tree, explore_all};
use super::judge::{Asking, Conditions, HopTest, Item, Judge, Judgements, Layer, Recall, Seen};
use super::relation::RelationGraph;

/// Where paths may begin. Several for one element: the best one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    pub node: ElementId,
    /// Of the condition on the start alone.
    pub truth: Truth,
    /// Preference: lower is better.
    pub class: u32,
}

/// A start that has edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub class: u32,
    pub node: u32,
    pub truth: Truth,
}

/// The result of a search. Owned, so that it can be kept; answers for every target.
#[derive(Clone, Debug)]
pub struct Reach {
    pub(super) graph: Arc<RelationGraph>,
    pub(super) judgements: Judgements,
    /// By class, then node.
    pub(super) entries: Vec<Entry>,
    /// `(node, place in entries)`, sorted.
    entries_by_node: Vec<(u32, u32)>,
    possible: Tree,
    /// `None` where nothing is open: then all layers are one.
    definite: Option<Tree>,
    /// Unknown without not-applicable, and the reverse; only where there are both.
    mixed: Option<Box<(Tree, Tree)>>,
    dominators: OnceLock<Dominators>,
}

/// Searches a relation from all starts at once, under conditions that no end of the path takes part in.
#[must_use]
pub fn search(graph: &Arc<RelationGraph>, starts: &[Start], conditions: &Conditions<'_>) -> Reach {
    let mut judgements = Judgements::new(graph, conditions);
    let mut entries: Vec<Entry> = starts
        .iter()
        .filter(|start| start.truth != Truth::False)
        .filter_map(|start| Some(Entry { class: start.class, node: graph.node(start.node)?, truth: start.truth }))
        .collect();
    entries.sort_by_key(|entry| (entry.class, entry.node));
    let mut entries_by_node: Vec<(u32, u32)> =
        entries.iter().zip(0..).map(|(entry, place)| (entry.node, place)).collect();
    entries_by_node.sort_unstable();
    for entry in &entries {
        judgements.seen.note(entry.truth);
    }

    let plan = forward(&judgements, Layer::POSSIBLE);
    let seeds = seeds(&entries, Layer::POSSIBLE);
    let mut asking = Asking { graph, conditions, judgements: &mut judgements };
    let possible = explore_all(graph, &mut asking, plan, seeds);

    let again = |layer: Layer| {
        let mut recall =
            Recall { graph, judgements: &judgements, starts: &entries, last_at: None, has_all_last: false };
        explore_all(graph, &mut recall, forward(&judgements, layer), self::seeds(&entries, layer))
    };
    let Seen { unknown, not_applicable } = judgements.seen;
    let definite = (unknown || not_applicable).then(|| again(Layer::DEFINITE));
    let mixed = (unknown && not_applicable).then(|| Box::new((again(Layer::UNKNOWN), again(Layer::NOT_APPLICABLE))));
    let graph = Arc::clone(graph);
    Reach { graph, judgements, entries, entries_by_node, possible, definite, mixed, dominators: OnceLock::new() }
}

pub(super) fn forward(judgements: &Judgements, layer: Layer) -> Plan {
    let (some, has_final) = (judgements.some_count(), judgements.has_last());
    Plan { direction: Direction::Forward, layer, some, has_final }
}

/// The starts that a layer admits, each node once, at its best.
pub(super) fn seeds(entries: &[Entry], layer: Layer) -> Vec<Seed> {
    let mut seen = FxHashSet::default();
    let admitted = entries.iter().filter(|entry| layer.admits(entry.truth) && seen.insert(entry.node));
    admitted.map(|entry| Seed { node: entry.node, class: entry.class }).collect()
}

/// The first reading of the unknown in which there is an answer, and the truth that this makes.
pub(super) fn layered<T>(seen: Seen, mut look: impl FnMut(Layer) -> Option<T>) -> (Truth, Option<T>) {
    let layers: &[(Layer, Truth)] = match (seen.unknown, seen.not_applicable) {
        (false, false) => &[],
        (true, false) => &[(Layer::POSSIBLE, Truth::Unknown)],
        (false, true) => &[(Layer::POSSIBLE, Truth::NotApplicable)],
        (true, true) => &[
            (Layer::UNKNOWN, Truth::Unknown),
            // Where not-applicable alone lets a path through, no answer to an unknown changes the verdict.
            (Layer::NOT_APPLICABLE, Truth::NotApplicable),
            (Layer::POSSIBLE, Truth::Unknown),
        ],
    };
    for (layer, truth) in [(Layer::DEFINITE, Truth::True)].iter().chain(layers) {
        if let Some(found) = look(*layer) {
            return (*truth, Some(found));
        }
    }
    (Truth::False, None)
}

impl Reach {
    #[must_use]
    pub fn graph(&self) -> &RelationGraph {
        &self.graph
    }

    /// Whether a path leads to the target; see [`Arrival::truth`].
    #[must_use]
    pub fn truth(&self, target: ElementId) -> Truth {
        self.arrival(target, &[]).truth()
    }

    /// `last_at`: conditions on the last hop that depend on this target. They are asked here, at most once per hop.
    #[must_use]
    pub fn arrival(&self, target: ElementId, last_at: &[HopTest<'_>]) -> Arrival<'_> {
        Arrival::new(self, target, last_at)
    }

    /// Whether a path leads to the target if `last` were all the conditions on its last hop; and how many last hops were asked.
    #[must_use]
    pub fn truth_if_last(&self, target: ElementId, last: &[HopTest<'_>]) -> (Truth, usize) {
        let arrival = Arrival::new(self, target, last).with_all_last();
        (arrival.truth(), arrival.last_at.as_ref().map_or(0, FxHashMap::len))
    }

    pub(super) fn recall<'a>(&'a self, last_at: Option<&'a FxHashMap<u32, Truth>>) -> Recall<'a> {
        let (graph, judgements, starts) = (&*self.graph, &self.judgements, self.entries.as_slice());
        Recall { graph, judgements, starts, last_at, has_all_last: false }
    }

    /// What was reached in a layer.
    pub(super) fn tree(&self, layer: Layer) -> &Tree {
        let seen = self.judgements.seen;
        let unknown = layer.unknown && seen.unknown;
        let not_applicable = layer.not_applicable && seen.not_applicable;
        let definite = self.definite.as_ref().unwrap_or(&self.possible);
        match &self.mixed {
            _ if (unknown, not_applicable) == (seen.unknown, seen.not_applicable) => &self.possible,
            Some(mixed) if unknown => &mixed.0,
            Some(mixed) if not_applicable => &mixed.1,
            _ => definite,
        }
    }

    /// Places in [`Self::entries`], best class first.
    pub(super) fn entries_at(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        let first = self.entries_by_node.partition_point(|(other, _)| *other < node);
        self.entries_by_node.iter().skip(first).take_while(move |(other, _)| *other == node).map(|(_, place)| *place)
    }

    /// Whether a path may begin at a node.
    pub(super) fn begins_at(&self, node: u32, judge: &mut impl Judge, layer: Layer) -> bool {
        self.entries_at(node).any(|place| layer.admits(judge.judge(Item::Start(place))))
    }

    pub(super) fn dominators(&self) -> &Dominators {
        self.dominators.get_or_init(|| Dominators::new(self))
    }
}
