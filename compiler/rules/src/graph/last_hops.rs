//! The hops that a path to a target may end with: those into the target, or into a node from which silent steps lead there.

use rustc_hash::FxHashMap;

use super::judge::{Item, Judge, Layer};
use super::relation::RelationGraph;

#[derive(Debug, Default)]
pub(super) struct LastHops {
    /// In edge order; their own conditions are not looked at.
    pub edges: Vec<u32>,
    /// The silent step to take from each node towards the target.
    onward: FxHashMap<u32, u32>,
}

impl LastHops {
    pub fn new(graph: &RelationGraph, judge: &mut impl Judge, layer: Layer, target: u32) -> Self {
        let mut found = Self::default();
        let mut open = vec![target];
        while let Some(node) = open.pop() {
            for &edge in graph.entering(node) {
                let Some(row) = graph.row(edge) else { continue };
                if !layer.admits(judge.judge(Item::Edge(edge))) {
                    continue;
                }
                if row.via.is_some() {
                    found.edges.push(edge);
                } else if row.from != target
                    && !found.onward.contains_key(&row.from)
                    && layer.admits(judge.judge(Item::Pass(row.from)))
                {
                    found.onward.insert(row.from, edge);
                    open.push(row.from);
                }
            }
        }
        found.edges.sort_unstable();
        found
    }

    /// The silent steps after a last hop.
    pub fn silent_after(&self, graph: &RelationGraph, last: u32) -> Vec<u32> {
        let mut steps = Vec::new();
        let mut at = graph.row(last).map(|row| row.to);
        while let Some(&edge) = at.and_then(|node| self.onward.get(&node)) {
            steps.push(edge);
            at = graph.row(edge).map(|row| row.to);
        }
        steps
    }
}
