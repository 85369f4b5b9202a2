//! What every path to a state has to pass, for all states at once: the dominators in the graph of states from a root over
//! all starts.

use petgraph::algo::dominators::{self, simple_fast};
use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::{FxHashMap, FxHashSet};

use super::NONE;
use super::explore::{HOP, Tree};
use super::judge::{Item, Layer};
use super::reach::Reach;

/// Items looked at above one target.
const LIMIT: usize = 256;

#[derive(Clone, Debug)]
pub(super) struct Dominators {
    tree: dominators::Dominators<NodeIndex<u32>>,
    states: FxHashMap<(u32, u8), NodeIndex<u32>>,
    /// What has to be true to pass a node of the graph; only what is open.
    needs: FxHashMap<NodeIndex<u32>, Vec<Item>>,
}

#[derive(Default)]
struct Builder {
    graph: DiGraph<(), ()>,
    states: FxHashMap<(u32, u8), NodeIndex<u32>>,
    needs: FxHashMap<NodeIndex<u32>, Vec<Item>>,
}

impl Builder {
    fn state(&mut self, node: u32, bits: u8) -> NodeIndex<u32> {
        *self.states.entry((node, bits)).or_insert_with(|| self.graph.add_node(()))
    }

    /// An edge; through a node of its own if something is open on it.
    fn link(&mut self, from: NodeIndex<u32>, to: NodeIndex<u32>, needs: Vec<Item>) {
        let from = if needs.is_empty() {
            from
        } else {
            let between = self.graph.add_node(());
            self.graph.add_edge(from, between, ());
            self.needs.insert(between, needs);
            between
        };
        self.graph.add_edge(from, to, ());
    }
}

impl Dominators {
    pub fn new(reach: &Reach) -> Self {
        let tree = reach.tree(Layer::POSSIBLE);
        let mut recall = reach.recall(None);
        let mut builder = Builder::default();
        let root = builder.graph.add_node(());
        let mut entered = FxHashSet::default();
        for label in tree.labels() {
            let is_seed = label.edge == NONE;
            let state = if is_seed {
                let seed = builder.graph.add_node(());
                let starts: Vec<Item> = reach.entries_at(label.node).map(Item::Start).collect();
                // Two statements of one start are two ways in.
                let needs = if starts.len() == 1 { starts } else { Vec::new() };
                builder.link(root, seed, needs.into_iter().filter(|item| recall.truth(*item).is_open()).collect());
                seed
            } else if entered.insert((label.node, label.bits)) {
                builder.state(label.node, label.bits)
            } else {
                continue;
            };
            if !is_seed && !tree.plan.admits(&mut recall, Item::Pass(label.node)) {
                continue;
            }
            for edge in reach.graph.leaving(label.node) {
                let Some(bits) = tree.plan.step(&reach.graph, &mut recall, label.bits, edge) else { continue };
                let Some(row) = reach.graph.row(edge) else { continue };
                // Not the conditions `some` and `last`: without them a path goes on, in another state.
                let mut needs = vec![Item::Edge(edge)];
                if row.via.is_some() {
                    needs.push(Item::Every(edge));
                    needs.extend((label.bits & HOP == 0).then_some(Item::First(edge)));
                }
                needs.extend((!is_seed).then_some(Item::Pass(label.node)));
                needs.retain(|item| recall.truth(*item).is_open());
                let to = builder.state(row.to, bits);
                builder.link(state, to, needs);
            }
        }
        Self { tree: simple_fast(&builder.graph, root), states: builder.states, needs: builder.needs }
    }

    /// What is open on every path to a target.
    pub fn above(&self, tree: &Tree, target: u32) -> impl Iterator<Item = Item> + '_ {
        let state = self.states.get(&(target, tree.plan.full())).copied();
        let mut above = state;
        let chain = std::iter::from_fn(move || {
            above = self.tree.immediate_dominator(above?);
            above
        });
        chain.filter_map(|node| self.needs.get(&node)).flatten().copied().take(LIMIT)
    }
}
