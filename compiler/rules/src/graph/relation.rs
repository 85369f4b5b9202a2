//! A relation's edges in compressed rows, forward and backward.
//!
//! Nodes are numbered by rank (name order) and edges by (from, to, via), so comparing numbers compares names.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tm_model::{ElementId, Truth};

use super::{NONE, ix};
use crate::outcome::{Control, Hop};

/// An edge of one graph; in name order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EdgeIx(pub u32);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdgeInput {
    pub from: ElementId,
    pub to: ElementId,
    /// `None`: a silent step.
    pub via: Option<ElementId>,
    /// An edge that is false is dropped.
    pub truth: Truth,
    /// The unstated controls that its truth hangs on.
    pub unknown: Vec<Control>,
    /// What values of them make of it, if that is known.
    pub effects: Option<Arc<Effects>>,
}

/// What becomes of an edge if one of the controls that it hangs on gets a value: by control, in the order of
/// [`EdgeInput::unknown`], then by the place of the value among those of its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effects(pub Vec<Box<[Truth]>>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    pub from: ElementId,
    pub to: ElementId,
    pub via: Option<ElementId>,
    pub truth: Truth,
}

/// All edges of one relation that are not false.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelationGraph {
    /// Something that was stated of a control has been read for it: with all controls unknown it may be another.
    pub(crate) is_told: bool,
    /// No edge was left out because there were too many.
    pub(crate) is_complete: bool,
    nodes: Vec<ElementId>,
    index: FxHashMap<ElementId, u32>,
    edges: Vec<Row>,
    /// `outgoing[n]..outgoing[n + 1]` are the edges that leave node `n`.
    outgoing: Vec<u32>,
    incoming: Lists<u32>,
    controls: Vec<Control>,
    control_index: FxHashMap<Control, u32>,
    /// By edge, in the order given.
    controls_of: Lists<u32>,
    /// By control, in edge order.
    asking: Lists<EdgeIx>,
    /// By edge.
    effects: Vec<Option<Arc<Effects>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub from: u32,
    pub to: u32,
    pub via: Option<ElementId>,
    pub truth: Truth,
}

/// What elements are called, as far as it orders them.
pub trait Names {
    fn compare(&self, a: ElementId, b: ElementId) -> Ordering;

    /// Stable.
    fn sort(&self, ids: &mut Vec<ElementId>) {
        ids.sort_by(|a, b| self.compare(*a, *b));
    }
}

impl<F: Fn(ElementId, ElementId) -> Ordering> Names for F {
    fn compare(&self, a: ElementId, b: ElementId) -> Ordering {
        self(a, b)
    }
}

/// Lists of lists in two arrays.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Lists<T> {
    offsets: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { offsets: Vec::new(), items: Vec::new() }
    }
}

impl<T: Copy> Lists<T> {
    /// Groups `(list, item)` pairs; within a list the order of the pairs is kept.
    fn new(lists: usize, pairs: &[(u32, T)]) -> Self {
        let mut order: Vec<&(u32, T)> = pairs.iter().collect();
        order.sort_by_key(|(list, _)| *list);
        Self {
            offsets: offsets(lists, order.iter().map(|(list, _)| *list)),
            items: order.iter().map(|(_, item)| *item).collect(),
        }
    }

    fn get(&self, list: u32) -> &[T] {
        self.items.get(range(&self.offsets, list)).unwrap_or(&[])
    }
}

/// Where each list begins, from the sorted list numbers of the items.
fn offsets(lists: usize, sorted: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut offsets = Vec::with_capacity(lists + 1);
    let mut count = 0;
    for list in sorted {
        while offsets.len() <= list as usize {
            offsets.push(count);
        }
        count += 1;
    }
    offsets.resize(lists + 1, count);
    offsets
}

fn range(offsets: &[u32], list: u32) -> Range<usize> {
    let list = list as usize;
    match (offsets.get(list), offsets.get(list + 1)) {
        (Some(&start), Some(&end)) => start as usize..end as usize,
        _ => 0..0,
    }
}

impl RelationGraph {
    /// Whether all edges are in it: a relation with too many is cut short, and no path along it proves anything.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// `names` orders by qualified name. Edges with the same ends and `via` become one: true if one of them is, else open on
    /// the controls of all.
    #[must_use]
    pub fn new(edges: Vec<EdgeInput>, names: &dyn Names) -> Self {
        let kept: Vec<EdgeInput> = edges.into_iter().filter(|edge| edge.truth != Truth::False).collect();
        let mut nodes: Vec<ElementId> = kept.iter().flat_map(|edge| [edge.from, edge.to]).collect();
        nodes.sort_unstable();
        nodes.dedup();
        names.sort(&mut nodes);
        let index: FxHashMap<ElementId, u32> = nodes.iter().zip(0..).map(|(id, rank)| (*id, rank)).collect();

        let of = |id: &ElementId| index.get(id).copied().unwrap_or(NONE);
        let mut order: Vec<(u32, u32, &EdgeInput)> = kept.iter().map(|e| (of(&e.from), of(&e.to), e)).collect();
        order.sort_by(|(from_a, to_a, a), (from_b, to_b, b)| {
            (from_a, to_a).cmp(&(from_b, to_b)).then_with(|| match (&a.via, &b.via) {
                (Some(a), Some(b)) => names.compare(*a, *b).then_with(|| a.cmp(b)),
                (a, b) => a.cmp(b),
            })
        });

        let mut graph = Self { nodes, index, is_complete: true, ..Self::default() };
        let mut asks: Vec<(u32, u32)> = Vec::new();
        for (from, to, edge) in order {
            graph.add(Row { from, to, via: edge.via, truth: edge.truth }, edge, &mut asks);
        }
        graph.outgoing = offsets(graph.nodes.len(), graph.edges.iter().map(|row| row.from));
        let into: Vec<(u32, u32)> = graph.edges.iter().zip(0..).map(|(row, edge)| (row.to, edge)).collect();
        graph.incoming = Lists::new(graph.nodes.len(), &into);
        graph.controls_of = Lists::new(graph.edges.len(), &asks);
        let asking: Vec<(u32, EdgeIx)> = asks.iter().map(|(edge, control)| (*control, EdgeIx(*edge))).collect();
        graph.asking = Lists::new(graph.controls.len(), &asking);
        graph
    }

    /// Appends an edge, in name order, or merges it into the last one.
    fn add(&mut self, row: Row, input: &EdgeInput, asks: &mut Vec<(u32, u32)>) {
        match self.edges.last_mut() {
            Some(last) if (last.from, last.to, last.via) == (row.from, row.to, row.via) => {
                last.truth = last.truth.or(row.truth);
                // Each knows its own part only.
                if let Some(effects) = self.effects.last_mut() {
                    *effects = None;
                }
            }
            _ => {
                self.edges.push(row);
                self.effects.push(input.effects.clone());
            }
        }
        let edge = ix(self.edges.len()) - 1;
        let is_settled = self.edges.last().is_some_and(|last| last.truth == Truth::True);
        let first = asks.partition_point(|(other, _)| *other < edge);
        if is_settled {
            asks.truncate(first);
            return;
        }
        for control in &input.unknown {
            let next = ix(self.controls.len());
            let control = *self.control_index.entry(*control).or_insert_with(|| {
                self.controls.push(*control);
                next
            });
            if !asks.iter().skip(first).any(|(_, known)| *known == control) {
                asks.push((edge, control));
            }
        }
    }

    #[must_use]
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    #[must_use]
    pub fn edge_count(&self) -> usize {
        self.edges.len()
    }

    /// What its hops are made through, some of it more than once.
    pub(crate) fn through(&self) -> impl Iterator<Item = ElementId> {
        self.edges.iter().filter_map(|row| row.via)
    }

    #[must_use]
    pub fn edge(&self, edge: EdgeIx) -> Option<Edge> {
        let row = self.row(edge.0)?;
        Some(Edge { from: self.element(row.from)?, to: self.element(row.to)?, via: row.via, truth: row.truth })
    }

    /// The edges that lead to an element.
    pub(crate) fn edges_into(&self, element: ElementId) -> impl Iterator<Item = Edge> + '_ {
        let entering = self.node(element).map_or(&[][..], |node| self.entering(node));
        entering.iter().filter_map(|edge| self.edge(EdgeIx(*edge)))
    }

    /// The unstated controls that an edge's truth hangs on.
    pub fn controls(&self, edge: EdgeIx) -> impl Iterator<Item = Control> + '_ {
        self.controls_of.get(edge.0).iter().filter_map(|control| self.controls.get(*control as usize).copied())
    }

    /// What an edge becomes if a control that it hangs on gets the value at that place among those of its type; `None`: one
    /// has to look.
    pub(crate) fn effect(&self, edge: EdgeIx, control: Control, value: usize) -> Option<Truth> {
        let effects = self.effects.get(edge.0 as usize)?.as_ref()?;
        let at = self.controls(edge).position(|known| known == control)?;
        effects.0.get(at)?.get(value).copied()
    }

    /// The edges whose truth hangs on a control.
    #[must_use]
    pub fn edges_asking(&self, control: Control) -> &[EdgeIx] {
        self.control_index.get(&control).map_or(&[], |control| self.asking.get(*control))
    }

    /// The edge of a hop (or of a silent step).
    #[must_use]
    pub fn find(&self, from: ElementId, to: ElementId, via: Option<ElementId>) -> Option<EdgeIx> {
        let (from, to) = (self.node(from)?, self.node(to)?);
        let same = |edge: &u32| self.row(*edge).is_some_and(|row| row.to == to && row.via == via);
        self.leaving(from).find(same).map(EdgeIx)
    }

    pub(super) fn node(&self, element: ElementId) -> Option<u32> {
        self.index.get(&element).copied()
    }

    pub(super) fn element(&self, node: u32) -> Option<ElementId> {
        self.nodes.get(node as usize).copied()
    }

    pub(super) fn row(&self, edge: u32) -> Option<&Row> {
        self.edges.get(edge as usize)
    }

    pub(super) fn hop(&self, edge: u32) -> Option<Hop> {
        let Edge { from, to, via, .. } = self.edge(EdgeIx(edge))?;
        Some(Hop { from, to, via })
    }

    pub(super) fn leaving(&self, node: u32) -> Range<u32> {
        let edges = range(&self.outgoing, node);
        ix(edges.start)..ix(edges.end)
    }

    pub(super) fn entering(&self, node: u32) -> &[u32] {
        self.incoming.get(node)
    }
}
