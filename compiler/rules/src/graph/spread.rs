//! How far something gets from many starts, and how likely: the best product of factors to every node, by one search.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use tm_model::ElementId;

use super::relation::{Edge, EdgeIx, RelationGraph};
use super::{NONE, ix};

/// The best way to one node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    pub start: ElementId,
    /// Silent steps are not counted.
    pub hops: u32,
    /// Of the start and of every step on the way.
    pub factor: f64,
}

/// By node of a graph, the best way to it.
#[derive(Clone, Debug, Default)]
pub struct Spread {
    labels: Vec<Option<Label>>,
    starts: Vec<ElementId>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Label {
    factor: f64,
    hops: u32,
    /// Place among the starts.
    start: u32,
    /// The edge before; [`NONE`] at a start.
    edge: u32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Entry {
    label: Label,
    node: u32,
}

impl Eq for Entry {}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |entry: &Self| {
            let Label { hops, start, edge, .. } = entry.label;
            Reverse((hops, start, entry.node, edge))
        };
        self.label.factor.total_cmp(&other.label.factor).then_with(|| key(self).cmp(&key(other)))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Searches from all starts at once, best first. `step`: the factor of an edge behind so many hops, at most 1. Of two ways
/// that are equally likely the shorter one counts, then the earlier start.
#[must_use]
pub fn spread(graph: &RelationGraph, starts: &[(ElementId, f64)], step: &dyn Fn(&Edge, u32) -> f64) -> Spread {
    let mut labels: Vec<Option<Label>> = vec![None; graph.node_count()];
    let mut open = BinaryHeap::new();
    for (place, (element, factor)) in starts.iter().enumerate() {
        if let Some(node) = graph.node(*element) {
            open.push(Entry { label: Label { factor: *factor, hops: 0, start: ix(place), edge: NONE }, node });
        }
    }
    while let Some(Entry { label, node }) = open.pop() {
        let Some(known) = labels.get_mut(node as usize) else { continue };
        if known.is_some() {
            continue;
        }
        *known = Some(label);
        for number in graph.leaving(node) {
            let (Some(row), Some(edge)) = (graph.row(number), graph.edge(EdgeIx(number))) else { continue };
            if labels.get(row.to as usize).is_none_or(Option::is_some) {
                continue;
            }
            let factor = label.factor * step(&edge, label.hops).clamp(0.0, 1.0);
            let hops = label.hops + u32::from(row.via.is_some());
            open.push(Entry { label: Label { factor, hops, start: label.start, edge: number }, node: row.to });
        }
    }
    Spread { labels, starts: starts.iter().map(|(element, _)| *element).collect() }
}

impl Spread {
    /// The best way to an element; `None`: there is none. `graph`: the one that was searched.
    #[must_use]
    pub fn to(&self, graph: &RelationGraph, element: ElementId) -> Option<Spot> {
        let label = (*self.labels.get(graph.node(element)? as usize)?)?;
        let start = *self.starts.get(label.start as usize)?;
        Some(Spot { start, hops: label.hops, factor: label.factor })
    }

    /// The elements on that way, both ends included.
    #[must_use]
    pub fn way(&self, graph: &RelationGraph, element: ElementId) -> Vec<ElementId> {
        let mut way = Vec::new();
        let mut at = graph.node(element);
        while let Some((node, label)) = at.and_then(|node| Some((node, (*self.labels.get(node as usize)?)?))) {
            way.extend(graph.element(node));
            at = graph.row(label.edge).map(|row| row.from);
        }
        way.reverse();
        way
    }
}

#[cfg(test)]
mod tests {
    use tm_model::Truth;

    use super::*;
    use crate::graph::EdgeInput;

    fn node(slot: u32) -> ElementId {
        ElementId { unit: 0, slot }
    }

    fn graph(edges: &[(u32, u32, bool)]) -> RelationGraph {
        let edge = |&(from, to, hop): &(u32, u32, bool)| EdgeInput {
            from: node(from),
            to: node(to),
            via: hop.then(|| node(100 + from * 10 + to)),
            truth: Truth::True,
            unknown: Vec::new(),
            effects: None,
        };
        RelationGraph::new(edges.iter().map(edge).collect(), &|a: ElementId, b: ElementId| a.cmp(&b))
    }

    #[test]
    fn the_likeliest_way_wins_and_not_the_shortest() {
        let graph = graph(&[(0, 3, true), (1, 2, true), (2, 3, true)]);
        let found = spread(&graph, &[(node(0), 0.3), (node(1), 1.0)], &|_, hops| if hops == 0 { 1.0 } else { 0.5 });
        assert_eq!(found.to(&graph, node(3)), Some(Spot { start: node(1), hops: 2, factor: 0.5 }));
        assert_eq!(found.way(&graph, node(3)), [node(1), node(2), node(3)]);
    }

    #[test]
    fn what_one_passes_counts_and_what_one_walks_round_does_not() {
        let gate = |edge: &Edge, _: u32| if edge.to == node(1) { 0.1 } else { 1.0 };
        let only = graph(&[(0, 1, true), (1, 2, true)]);
        assert_eq!(spread(&only, &[(node(0), 1.0)], &gate).to(&only, node(2)).map(|spot| spot.factor), Some(0.1));
        let round = graph(&[(0, 1, true), (1, 2, true), (0, 3, true), (3, 2, true)]);
        assert_eq!(spread(&round, &[(node(0), 1.0)], &gate).to(&round, node(2)).map(|spot| spot.factor), Some(1.0));
    }

    #[test]
    fn silent_steps_are_no_hops_and_cycles_end() {
        let graph = graph(&[(0, 1, false), (1, 0, true), (1, 2, true)]);
        let found = spread(&graph, &[(node(0), 1.0)], &|_, _| 1.0);
        assert_eq!(found.to(&graph, node(2)).map(|spot| spot.hops), Some(1));
        assert_eq!(found.to(&graph, node(7)), None);
    }
}
