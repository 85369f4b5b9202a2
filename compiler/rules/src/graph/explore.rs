//! Breadth-first search over (node, what the hops so far have shown), from many seeds at once.
//!
//! Every state keeps the two best labels of distinct seeds: whatever the target, one of them begins elsewhere, so "the ends
//! differ" costs nothing. Labels are settled in the order of (class, hops, seed, hop by hop): classes one after the other,
//! levels of hops within, first come first served within a level, edges in name order. So the label settled first is the best
//! one by name too, and [`Label::group`] compares labels.

use rustc_hash::FxHashMap;

use super::judge::{Item, Judge, Layer};
use super::relation::RelationGraph;
use super::{NONE, ix};

/// At least one hop was made.
pub(super) const HOP: u8 = 1;
/// The hop made last satisfies the conditions on that end of the path.
const FINAL: u8 = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
    /// From a target against the edges: the conditions on the last hop come first.
    Backward,
}

/// What a search is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub direction: Direction,
    pub layer: Layer,
    pub some: u8,
    /// There are conditions on the hop at the far end.
    pub has_final: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Seed {
    pub node: u32,
    pub class: u32,
}

/// A best way to a state.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label {
    pub node: u32,
    pub bits: u8,
    /// The seed's place in [`Tree::seeds`].
    pub seed: u32,
    pub hops: u32,
    /// The edge taken last; none: the seed itself.
    pub edge: u32,
    pub parent: u32,
    /// Labels of one group were reached by the same hops; a smaller group is a better one.
    pub group: u32,
}

/// All states reached.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    pub plan: Plan,
    /// By (class, node), each node once.
    pub seeds: Vec<Seed>,
    labels: Vec<Label>,
    settled: Settled,
    /// `(node, label)` of the seeds themselves, sorted.
    at_seed: Vec<(u32, u32)>,
}

/// Up to two labels per state, of distinct seeds, the better one first. Most searches reach little of a large relation:
/// they must not take time in proportion to it.
#[derive(Clone, Debug)]
struct Settled {
    states: usize,
    few: FxHashMap<usize, [u32; 2]>,
    /// By state; empty as long as there are few.
    many: Vec<[u32; 2]>,
}

impl Settled {
    fn get(&self, state: usize) -> [u32; 2] {
        let found = if self.many.is_empty() { self.few.get(&state) } else { self.many.get(state) };
        found.copied().unwrap_or([NONE; 2])
    }

    fn set(&mut self, state: usize, labels: [u32; 2]) {
        if self.many.is_empty() && self.few.len() < self.states / 32 {
            self.few.insert(state, labels);
            return;
        }
        if self.many.is_empty() {
            self.many = vec![[NONE; 2]; self.states];
            for (state, labels) in std::mem::take(&mut self.few) {
                if let Some(place) = self.many.get_mut(state) {
                    *place = labels;
                }
            }
        }
        if let Some(place) = self.many.get_mut(state) {
            *place = labels;
        }
    }
}

/// How a search came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The visitor had seen enough.
    Stopped,
    /// Everything was reached.
    Exhausted,
    /// It took more steps than it was given.
    Spent,
}

impl Plan {
    pub fn width(self) -> u8 {
        1 + u8::from(self.has_final) + self.some
    }

    /// The bits of a state that a path may end in.
    pub fn full(self) -> u8 {
        u8::MAX >> (8 - self.width())
    }

    fn state(self, node: u32, bits: u8) -> usize {
        ((node as usize) << self.width()) | bits as usize
    }

    pub fn admits(self, judge: &mut impl Judge, item: Item) -> bool {
        self.layer.admits(judge.judge(item))
    }

    /// The bits after an edge; `None` if it may not be taken.
    pub fn step(self, graph: &RelationGraph, judge: &mut impl Judge, bits: u8, edge: u32) -> Option<u8> {
        if !self.admits(judge, Item::Edge(edge)) {
            return None;
        }
        if graph.row(edge)?.via.is_none() {
            return Some(bits);
        }
        if !self.admits(judge, Item::Every(edge)) {
            return None;
        }
        let (near, far): (&[Item], Item) = match self.direction {
            Direction::Forward => (&[Item::First(edge)], Item::Last(edge)),
            Direction::Backward => (&[Item::Last(edge), Item::LastAt(edge)], Item::First(edge)),
        };
        if bits & HOP == 0 && !near.iter().all(|item| self.admits(judge, *item)) {
            return None;
        }
        let mut after = bits | HOP;
        let mut bit = FINAL;
        if self.has_final {
            after &= !FINAL;
            after |= if self.admits(judge, far) { FINAL } else { 0 };
            bit <<= 1;
        }
        for which in 0..self.some {
            // Asked even where the bit is set already: a backward search needs the answer.
            after |= if self.admits(judge, Item::Some(which, edge)) { bit } else { 0 };
            bit <<= 1;
        }
        Some(after)
    }
}

impl Tree {
    pub fn label(&self, label: u32) -> Option<&Label> {
        self.labels.get(label as usize)
    }

    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    fn settled_at(&self, node: u32, bits: u8) -> [u32; 2] {
        self.settled.get(self.plan.state(node, bits))
    }

    pub fn seed_node(&self, label: &Label) -> u32 {
        self.seeds.get(label.seed as usize).map_or(NONE, |seed| seed.node)
    }

    /// The best label of a state that does not begin at `not_from`.
    pub fn best(&self, node: u32, bits: u8, not_from: u32) -> Option<u32> {
        let begins_elsewhere = |label: &u32| self.label(*label).is_some_and(|l| self.seed_node(l) != not_from);
        self.settled_at(node, bits).into_iter().find(begins_elsewhere)
    }

    /// The label of a seed itself, before any edge.
    pub fn seed_label(&self, node: u32) -> Option<u32> {
        let at = self.at_seed.binary_search_by_key(&node, |(node, _)| *node).ok()?;
        self.at_seed.get(at).map(|(_, label)| *label)
    }

    /// Whether some label stands at the node, or it is a seed.
    pub fn touches(&self, node: u32) -> bool {
        self.seed_label(node).is_some() || (0..=self.plan.full()).any(|bits| self.settled_at(node, bits) != [NONE; 2])
    }

    /// The edges from the seed to a label, in the order taken.
    pub fn edges_to(&self, mut label: u32) -> Vec<u32> {
        let mut edges = Vec::new();
        while let Some(found) = self.label(label).filter(|found| found.edge != NONE) {
            edges.push(found.edge);
            label = found.parent;
        }
        edges.reverse();
        edges
    }

    /// Takes a label unless two better ones or one of the same seed stand there.
    fn settle(&mut self, label: Label) -> Option<u32> {
        let next = ix(self.labels.len());
        let [first, second] = self.settled_at(label.node, label.bits);
        let is_same = self.label(first).is_some_and(|other| other.seed == label.seed);
        let labels = match (first, second) {
            (NONE, _) => [next, NONE],
            (_, NONE) if !is_same => [first, next],
            _ => return None,
        };
        self.settled.set(self.plan.state(label.node, label.bits), labels);
        self.labels.push(label);
        Some(next)
    }

    /// Whether [`Self::settle`] could still take a label of that seed.
    fn has_room(&self, node: u32, bits: u8, seed: u32) -> bool {
        match self.settled_at(node, bits) {
            [NONE, _] => true,
            [first, NONE] => self.label(first).is_some_and(|other| other.seed != seed),
            _ => false,
        }
    }
}

/// More steps than any search takes.
pub(super) const UNBOUNDED: usize = usize::MAX;

/// Searches from `seeds` until everything is reached.
pub(super) fn explore_all(graph: &RelationGraph, judge: &mut impl Judge, plan: Plan, seeds: Vec<Seed>) -> Tree {
    explore(graph, judge, plan, seeds, &mut { UNBOUNDED }, |_, _| false).0
}

/// Searches from `seeds` (sorted by class and node, each node once) until `visit` says stop or `steps` edges were looked at.
pub(super) fn explore<J: Judge>(
    graph: &RelationGraph,
    judge: &mut J,
    plan: Plan,
    seeds: Vec<Seed>,
    steps: &mut usize,
    visit: impl FnMut(&mut J, &Label) -> bool,
) -> (Tree, End) {
    let states = graph.node_count() << plan.width();
    let settled = Settled { states, few: FxHashMap::default(), many: Vec::new() };
    let tree = Tree { plan, seeds, labels: Vec::new(), settled, at_seed: Vec::new() };
    let mut explorer =
        Explorer { graph, judge, steps, visit, tree, open: Vec::new(), hops: Vec::new(), next: Vec::new() };
    let end = explorer.run();
    let mut tree = explorer.tree;
    tree.at_seed.sort_unstable();
    (tree, end)
}

struct Explorer<'a, J, V> {
    graph: &'a RelationGraph,
    judge: &'a mut J,
    steps: &'a mut usize,
    visit: V,
    tree: Tree,
    /// Labels of the current group whose edges have not been looked at.
    open: Vec<u32>,
    /// Hops out of the current group.
    hops: Vec<Label>,
    /// Labels one hop further; not settled yet, since a silent step may still get there by a better way.
    next: Vec<Label>,
}

impl<J: Judge, V: FnMut(&mut J, &Label) -> bool> Explorer<'_, J, V> {
    fn run(&mut self) -> End {
        let mut seed = 0;
        while let Some(first) = self.tree.seeds.get(seed).copied() {
            let of_class = self.tree.seeds.iter().skip(seed).take_while(|other| other.class == first.class);
            let level: Vec<Label> = (ix(seed)..)
                .zip(of_class)
                .map(|(seed, at)| Label { node: at.node, bits: 0, seed, hops: 0, edge: NONE, parent: NONE, group: 0 })
                .collect();
            seed += level.len();
            if let Some(end) = self.levels(level) {
                return end;
            }
        }
        End::Exhausted
    }

    fn levels(&mut self, mut level: Vec<Label>) -> Option<End> {
        while !level.is_empty() {
            for label in level.drain(..) {
                if let Some(end) = self.group(label) {
                    return Some(end);
                }
            }
            std::mem::swap(&mut level, &mut self.next);
        }
        None
    }

    /// Settles a label and all that silent steps reach from it, and gathers the hops out of these.
    fn group(&mut self, mut label: Label) -> Option<End> {
        let group = ix(self.tree.labels.len());
        label.group = group;
        if label.edge == NONE {
            // A seed's own label stands outside the states: unlike a node passed on the way, it need not be passable.
            self.tree.at_seed.push((label.node, group));
            self.tree.labels.push(label);
            self.open.push(group);
        } else if let Some(end) = self.take(label) {
            return Some(end);
        }
        let mut members = 0;
        while let Some(at) = self.open.pop() {
            members += 1;
            if let Some(end) = self.expand(at) {
                return Some(end);
            }
        }
        if members > 1 {
            self.hops.sort_by_key(|label| label.edge);
        }
        self.next.append(&mut self.hops);
        None
    }

    fn take(&mut self, label: Label) -> Option<End> {
        let settled = self.tree.settle(label)?;
        self.open.push(settled);
        (self.visit)(self.judge, &label).then_some(End::Stopped)
    }

    fn expand(&mut self, at: u32) -> Option<End> {
        let label = *self.tree.label(at)?;
        let graph = self.graph;
        let (leaving, entering) = match self.tree.plan.direction {
            Direction::Forward => (graph.leaving(label.node), [].as_slice()),
            Direction::Backward => (0..0, graph.entering(label.node)),
        };
        let count = leaving.len() + entering.len();
        if count == 0 || (label.edge != NONE && !self.tree.plan.admits(self.judge, Item::Pass(label.node))) {
            return None;
        }
        if *self.steps < count {
            *self.steps = 0;
            return Some(End::Spent);
        }
        *self.steps -= count;
        for edge in leaving.chain(entering.iter().copied()) {
            let Some(bits) = self.tree.plan.step(graph, self.judge, label.bits, edge) else { continue };
            let Some(row) = graph.row(edge) else { continue };
            let node = match self.tree.plan.direction {
                Direction::Forward => row.to,
                Direction::Backward => row.from,
            };
            let next = Label { node, bits, edge, parent: at, ..label };
            if row.via.is_some() {
                if self.tree.has_room(node, bits, label.seed) {
                    self.hops.push(Label { hops: label.hops + 1, ..next });
                }
            } else if let Some(end) = self.take(next) {
                return Some(end);
            }
        }
        None
    }
}
