//! The cheapest set of places to close so that no path is left: a minimum cut, with a price on nodes and on edges.

use std::collections::VecDeque;

use petgraph::algo::maximum_flow::dinics;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

/// A network of paths; nodes are numbers from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// By node, what it costs to close it; `None`: it cannot be.
    pub nodes: Vec<Option<u32>>,
    /// From, to, and what it costs to close.
    pub edges: Vec<(u32, u32, Option<u32>)>,
    pub starts: Vec<u32>,
    pub ends: Vec<u32>,
}

/// What to close.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Closed {
    Node(u32),
    /// Position in [`Network::edges`].
    Edge(u32),
}

/// More than any price.
const FREE: u64 = 1 << 40;

/// What costs least to close, in order, and what that is together; of several such sets the one that is nearest to the ends.
/// `None`: something that cannot be closed leads from a start to an end, or nothing leads there at all.
#[must_use]
pub fn cheapest_cut(network: &Network) -> Option<(u64, Vec<Closed>)> {
    let mut graph: DiGraph<(), u64> = DiGraph::new();
    let mut closes: Vec<Option<Closed>> = Vec::new();
    let (from, to) = (graph.add_node(()), graph.add_node(()));
    let mut link = |graph: &mut DiGraph<(), u64>, a: NodeIndex, b: NodeIndex, price: Option<u32>, what: Closed| {
        graph.add_edge(a, b, price.map_or(FREE, u64::from));
        closes.push(price.map(|_| what));
    };
    let doors: Vec<(NodeIndex, NodeIndex)> =
        network.nodes.iter().map(|_| (graph.add_node(()), graph.add_node(()))).collect();
    for (number, price) in (0..).zip(&network.nodes) {
        let Some((inward, outward)) = doors.get(number as usize) else { continue };
        link(&mut graph, *inward, *outward, *price, Closed::Node(number));
    }
    for (number, (a, b, price)) in (0..).zip(&network.edges) {
        let (Some((_, a)), Some((b, _))) = (doors.get(*a as usize), doors.get(*b as usize)) else { continue };
        link(&mut graph, *a, *b, *price, Closed::Edge(number));
    }
    for start in network.starts.iter().filter_map(|start| doors.get(*start as usize)) {
        link(&mut graph, from, start.0, None, Closed::Node(0));
    }
    for end in network.ends.iter().filter_map(|end| doors.get(*end as usize)) {
        link(&mut graph, end.1, to, None, Closed::Node(0));
    }
    let (price, flows) = dinics(&graph, from, to);
    if price == 0 || price >= FREE {
        return None;
    }
    let left = |edge: EdgeIndex| {
        let flow = flows.get(edge.index()).copied().unwrap_or_default();
        graph.edge_weight(edge).copied().unwrap_or_default().saturating_sub(flow)
    };
    // What the end can still be reached from, against the direction of what flows.
    let mut behind = vec![false; graph.node_count()];
    let mut open = VecDeque::from([to]);
    while let Some(node) = open.pop_front() {
        let Some(seen) = behind.get_mut(node.index()).filter(|seen| !**seen) else { continue };
        *seen = true;
        let into = graph.edges_directed(node, petgraph::Direction::Incoming).filter(|edge| left(edge.id()) > 0);
        open.extend(into.map(|edge| edge.source()));
        let back = graph.edges(node).filter(|edge| flows.get(edge.id().index()).is_some_and(|flow| *flow > 0));
        open.extend(back.map(|edge| edge.target()));
    }
    let is_behind = |node: NodeIndex| behind.get(node.index()).copied().unwrap_or(false);
    let crosses = graph.edge_references().filter(|edge| !is_behind(edge.source()) && is_behind(edge.target()));
    let mut closed: Vec<Closed> = crosses.filter_map(|edge| *closes.get(edge.id().index())?).collect();
    closed.sort_unstable();
    Some((price, closed))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether a path is left once these are closed.
    fn leads(network: &Network, closed: &[Closed]) -> bool {
        let is_open = |node: u32| !closed.contains(&Closed::Node(node));
        let mut reached: Vec<u32> = network.starts.iter().copied().filter(|start| is_open(*start)).collect();
        let mut at = 0;
        while let Some(node) = reached.get(at).copied() {
            for (number, (from, to, _)) in (0..).zip(&network.edges) {
                let open = !closed.contains(&Closed::Edge(number)) && is_open(*to);
                if *from == node && open && !reached.contains(to) {
                    reached.push(*to);
                }
            }
            at += 1;
        }
        reached.iter().any(|node| network.ends.contains(node))
    }

    #[test]
    fn one_place_that_all_pass_is_cheaper_than_each_end() {
        let nodes = vec![None, None, Some(2), Some(1), Some(1), Some(1)];
        let edges = vec![(0, 2, None), (1, 2, None), (2, 3, Some(3)), (2, 4, Some(3)), (2, 5, Some(3))];
        let network = Network { nodes, edges, starts: vec![0, 1], ends: vec![3, 4, 5] };
        assert_eq!(cheapest_cut(&network), Some((2, vec![Closed::Node(2)])));
        let single = Network { ends: vec![4], ..network.clone() };
        assert_eq!(cheapest_cut(&single), Some((1, vec![Closed::Node(4)])));
        let fixed = Network { nodes: vec![None; 6], edges: vec![(0, 3, None)], ..network };
        assert_eq!(cheapest_cut(&fixed), None);
    }

    proptest! {
        #[test]
        fn it_cuts_and_nothing_cheaper_does(
            nodes in prop::collection::vec(prop::option::of(1_u32..4), 2..6),
            edges in prop::collection::vec((0_u32..6, 0_u32..6, prop::option::of(1_u32..4)), 0..6),
        ) {
            let count = u32::try_from(nodes.len()).unwrap_or(1);
            let edges: Vec<_> = edges.into_iter().map(|(from, to, price)| (from % count, to % count, price)).collect();
            let network = Network { nodes, edges, starts: vec![0], ends: vec![count - 1] };
            let priced = (0..).zip(&network.nodes).filter_map(|(at, price)| Some((Closed::Node(at), (*price)?)));
            let edges = (0..).zip(&network.edges).filter_map(|(at, (_, _, price))| Some((Closed::Edge(at), (*price)?)));
            let all: Vec<(Closed, u32)> = priced.chain(edges).collect();
            let sets = (0..1_u32 << all.len()).map(|bits| all.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, it)| *it).collect::<Vec<_>>());
            let cuts = |set: &Vec<(Closed, u32)>| !leads(&network, &set.iter().map(|(what, _)| *what).collect::<Vec<_>>());
            let best = sets.filter(cuts).map(|set| set.iter().map(|(_, price)| u64::from(*price)).sum::<u64>()).min();
            match cheapest_cut(&network) {
                Some((price, closed)) => {
                    prop_assert_eq!(Some(price), best);
                    prop_assert!(!leads(&network, &closed));
                }
                None => prop_assert!(best.is_none_or(|best| best == 0)),
            }
        }
    }
}
