//! What can be reached from each node, weighed: for all nodes at once, without listing it for any.
//!
//! Cycles become one node; sets of nodes are rows of bits, joined from the ends backwards, some columns at a time, so that
//! memory stays linear in the graph.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::ix;

/// Words of a row at a time.
const WORDS: usize = 16;
const BITS: usize = u64::BITS as usize;

/// What a node counts for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight {
    pub weight: u64,
    /// Up to eight marks, counted apart.
    pub marks: u8,
}

/// What can be reached from a node, the node itself included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    pub weight: u64,
    /// By mark, how many nodes have it.
    pub marks: [u32; 8],
}

/// For each node, the total of all nodes that can be reached from it.
#[must_use]
pub fn closure(weights: &[Weight], edges: &[(u32, u32)]) -> Vec<Total> {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(weights.len(), edges.len());
    for _ in weights {
        graph.add_node(());
    }
    let is_node = |node: u32| (node as usize) < weights.len();
    for &(from, to) in edges.iter().filter(|(from, to)| is_node(*from) && is_node(*to)) {
        graph.add_edge(NodeIndex::new(from as usize), NodeIndex::new(to as usize), ());
    }
    // In this order what an edge leads to stands before what it leads from.
    let cycles = kosaraju_scc(&graph);
    let mut cycle_of = vec![0; weights.len()];
    for (number, nodes) in cycles.iter().enumerate() {
        for node in nodes {
            if let Some(place) = cycle_of.get_mut(node.index()) {
                *place = ix(number);
            }
        }
    }
    let next = next(&graph, &cycles, &cycle_of);
    let mut totals = vec![Total::default(); cycles.len()];
    for columns in columns(weights, &cycle_of).chunks(WORDS) {
        add(&next, columns, &mut totals);
    }
    cycle_of.iter().map(|cycle| totals.get(*cycle as usize).copied().unwrap_or_default()).collect()
}

/// By cycle, the other cycles that edges lead to.
fn next(graph: &DiGraph<(), ()>, cycles: &[Vec<NodeIndex>], cycle_of: &[u32]) -> Vec<Vec<u32>> {
    let list = |(number, nodes): (usize, &Vec<NodeIndex>)| {
        let targets = nodes.iter().flat_map(|node| graph.neighbors(*node));
        let targets = targets.filter_map(|node| cycle_of.get(node.index()).copied());
        let mut next: Vec<u32> = targets.filter(|target| *target as usize != number).collect();
        next.sort_unstable();
        next.dedup();
        next
    };
    cycles.iter().enumerate().map(list).collect()
}

/// Up to as many nodes as a word has bits, all of one weight, each by its cycle.
struct Column {
    weight: Weight,
    cycles: Vec<u32>,
}

fn columns(weights: &[Weight], cycle_of: &[u32]) -> Vec<Column> {
    let mut nodes: Vec<(Weight, u32)> = weights.iter().copied().zip(cycle_of.iter().copied()).collect();
    nodes.retain(|(weight, _)| *weight != Weight::default());
    nodes.sort_unstable();
    let alike = nodes.chunk_by(|(a, _), (b, _)| a == b);
    let words = alike.flat_map(|nodes| nodes.chunks(BITS));
    words
        .filter_map(|nodes| {
            let (weight, _) = *nodes.first()?;
            Some(Column { weight, cycles: nodes.iter().map(|(_, cycle)| *cycle).collect() })
        })
        .collect()
}

fn add(next: &[Vec<u32>], columns: &[Column], totals: &mut [Total]) {
    let mut rows = vec![[0_u64; WORDS]; totals.len()];
    for (word, column) in columns.iter().enumerate() {
        for (bit, cycle) in column.cycles.iter().enumerate() {
            if let Some(place) = rows.get_mut(*cycle as usize).and_then(|row| row.get_mut(word)) {
                *place |= 1 << bit;
            }
        }
    }
    for (number, next) in next.iter().enumerate() {
        let Some((before, rest)) = rows.split_at_mut_checked(number) else { continue };
        let Some(row) = rest.first_mut() else { continue };
        for other in next.iter().filter_map(|cycle| before.get(*cycle as usize)) {
            for (word, more) in row.iter_mut().zip(other) {
                *word |= more;
            }
        }
        let Some(total) = totals.get_mut(number) else { continue };
        for (word, column) in row.iter().zip(columns) {
            let count = word.count_ones();
            total.weight += u64::from(count) * column.weight.weight;
            for (mark, counted) in total.marks.iter_mut().enumerate() {
                if column.weight.marks >> mark & 1 == 1 {
                    *counted += count;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use proptest::prelude::*;

    use super::*;

    fn naive(weights: &[Weight], edges: &[(u32, u32)]) -> Vec<Total> {
        let from = |start: u32| {
            let mut reached = vec![start];
            let mut at = 0;
            while at < reached.len() {
                let next = edges.iter().filter(|(from, _)| *from == reached[at]).map(|(_, to)| *to);
                let next: Vec<u32> = next.filter(|to| !reached.contains(to)).collect();
                for to in next {
                    if !reached.contains(&to) {
                        reached.push(to);
                    }
                }
                at += 1;
            }
            reached.iter().fold(Total::default(), |mut total, node| {
                let weight = weights[*node as usize];
                total.weight += weight.weight;
                for mark in 0..8 {
                    total.marks[mark] += u32::from(weight.marks >> mark & 1);
                }
                total
            })
        };
        (0..weights.len()).map(|start| from(u32::try_from(start).unwrap_or(0))).collect()
    }

    #[test]
    fn a_chain_a_cycle_and_what_stands_alone() {
        let weights: Vec<Weight> = (1..=5).map(|weight| Weight { weight, marks: u8::from(weight == 3) }).collect();
        let totals = closure(&weights, &[(0, 1), (1, 2), (2, 1), (2, 3)]);
        assert_eq!(totals.iter().map(|total| total.weight).collect::<Vec<_>>(), [10, 9, 9, 4, 5]);
        assert_eq!(totals.iter().map(|total| total.marks[0]).collect::<Vec<_>>(), [1, 1, 1, 0, 0]);
    }

    #[test]
    fn long_chains_do_not_recurse_and_columns_come_together() {
        const LENGTH: u32 = 20_000;
        let weights = vec![Weight { weight: 2, marks: 1 }; LENGTH as usize];
        let edges: Vec<(u32, u32)> = (1..LENGTH).map(|node| (node - 1, node)).collect();
        let totals = closure(&weights, &edges);
        assert_eq!(totals.first().map(|total| total.weight), Some(u64::from(LENGTH) * 2));
        assert_eq!(totals.get(19_000).map(|total| total.marks[0]), Some(1_000));
    }

    proptest! {
        #[test]
        fn it_is_what_a_walk_from_every_node_finds(
            weights in prop::collection::vec((0_u64..4, 0_u8..4), 1..90),
            edges in prop::collection::vec((0_u32..90, 0_u32..90), 0..160),
        ) {
            let weights: Vec<Weight> = weights.iter().map(|(weight, marks)| Weight { weight: *weight, marks: *marks }).collect();
            let count = u32::try_from(weights.len()).unwrap_or(0);
            let edges: Vec<(u32, u32)> = edges.iter().map(|(from, to)| (from % count, to % count)).collect();
            prop_assert_eq!(closure(&weights, &edges), naive(&weights, &edges));
        }
    }
}
