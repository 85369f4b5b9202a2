//! A large relation is searched whole.

use tm_model::Truth::{False, True, Unknown};
use tm_model::{ElementId, Truth};

use super::{graph, hop, node, open_hop, silent};
use crate::graph::{Conditions, EdgeInput, Start, search};
use crate::outcome::Hop;

const NODES: u32 = 15_000;
const EDGES: u32 = 70_000;

/// Layers of 100: an element calls into the next layers, never back; every seventh edge is open.
fn layered() -> Vec<EdgeInput> {
    let mut state = 0x2545_F491_u32;
    let mut random = move |below: u32| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state % below
    };
    let edge = |number: u32| {
        let from = number % NODES;
        let to = (from / 100 + 1 + random(3)) * 100 + random(100);
        match number % 7 {
            0 => open_hop(from, to, NODES + number, Unknown, &[from]),
            1 => silent(from, to),
            _ => hop(from, to, NODES + number),
        }
    };
    (0..EDGES).map(edge).filter(|edge| edge.to.slot < NODES).collect()
}

#[test]
fn fifteen_thousand_elements() {
    let graph = graph(layered());
    let starts: Vec<Start> =
        (0..10_000).map(|slot| Start { node: node(slot), truth: True, class: u32::from(slot > 99) }).collect();
    let avoid = |element: ElementId| Truth::from(element.slot % 100 == 7);
    let even = |hop: &Hop| Truth::from(hop.via.is_some_and(|via| via.slot % 2 == 0));
    let conditions = Conditions { avoiding: vec![&avoid], some: vec![&even], ..Conditions::default() };
    let reach = search(&graph, &starts, &conditions);

    let mut counts = [0; 2];
    for slot in 0..NODES {
        let arrival = reach.arrival(node(slot), &[]);
        match arrival.truth() {
            True => counts[0] += 1,
            Unknown => counts[1] += 1,
            _ => assert_eq!(arrival.truth(), False),
        }
        if slot % 500 == 399 {
            let Some(witness) = arrival.witness() else { continue };
            let mut at = witness.start;
            for edge in &witness.edges {
                let edge = graph.edge(*edge).unwrap();
                assert_eq!(edge.from, at);
                assert!(at == witness.start || avoid(at) == False);
                at = edge.to;
            }
            assert_eq!(at, node(slot));
            assert!(witness.hops.iter().any(|hop| even(hop) == True));
            assert_eq!(arrival.sources(1).first().map(|source| source.start), Some(witness.start));
        }
    }
    assert_eq!(reach.truth(node(5)), False, "nothing leads into the first layer");
    assert!(counts[0] > 14_000, "{counts:?}");
}
