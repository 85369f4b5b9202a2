//! Tests of the graph: by example, against a naive reference, and at size.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod examples;
mod naive;
mod properties;
mod size;

use std::cmp::Ordering;
use std::sync::Arc;

use tm_model::{AttrId, ElementId, Truth};

use super::{EdgeInput, RelationGraph};
use crate::outcome::{Control, Hop};

fn node(slot: u32) -> ElementId {
    ElementId { unit: 0, slot }
}

fn control(number: u32) -> Control {
    Control { element: node(1_000_000 + number), attribute: AttrId(0) }
}

/// Names run against the ids, so that an order by id shows.
fn by_name(a: ElementId, b: ElementId) -> Ordering {
    b.slot.cmp(&a.slot)
}

fn hop(from: u32, to: u32, via: u32) -> EdgeInput {
    open_hop(from, to, via, Truth::True, &[])
}

fn open_hop(from: u32, to: u32, via: u32, truth: Truth, controls: &[u32]) -> EdgeInput {
    let unknown = controls.iter().map(|number| control(*number)).collect();
    EdgeInput { from: node(from), to: node(to), via: Some(node(via)), truth, unknown, effects: None }
}

fn silent(from: u32, to: u32) -> EdgeInput {
    EdgeInput { from: node(from), to: node(to), via: None, truth: Truth::True, unknown: Vec::new(), effects: None }
}

fn graph(edges: Vec<EdgeInput>) -> Arc<RelationGraph> {
    Arc::new(RelationGraph::new(edges, &by_name))
}

/// `from`, `to`, `via` of each hop.
fn slots(hops: &[Hop]) -> Vec<(u32, u32, u32)> {
    hops.iter().map(|hop| (hop.from.slot, hop.to.slot, hop.via.map_or(u32::MAX, |via| via.slot))).collect()
}
