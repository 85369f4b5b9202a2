//! The meaning of paths, written down as plainly as can be: all walks up to a length, judged as a whole.

use tm_model::{ElementId, Truth};

use super::{by_name, control, node};
use crate::graph::{Conditions, EdgeInput, RelationGraph, Start};
use crate::outcome::{Control, Hop};

/// Edges in a walk at most.
pub const LONGEST: usize = 8;

/// An edge and what conditions say of it.
#[derive(Clone, Debug)]
pub struct NaiveEdge {
    pub from: u32,
    pub to: u32,
    pub via: Option<u32>,
    pub truth: Truth,
    pub every: Truth,
    pub some: [Truth; 2],
    pub first: Truth,
    pub last: Truth,
    pub last_at: Truth,
    /// What all of it hangs on, where it is unknown.
    pub controls: Vec<u32>,
}

#[derive(Clone, Debug)]
pub struct NaiveStart {
    pub node: u32,
    pub truth: Truth,
    pub class: u32,
    pub controls: Vec<u32>,
}

#[derive(Clone, Debug)]
pub struct World {
    pub edges: Vec<NaiveEdge>,
    pub starts: Vec<NaiveStart>,
    /// By node: whether to avoid it, and what that hangs on.
    pub avoid: Vec<(Truth, Vec<u32>)>,
    pub some: usize,
    pub has_first: bool,
    pub has_last: bool,
    pub has_avoiding: bool,
    pub has_last_at: bool,
}

/// A walk: its start and edges, by place in the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    pub start: usize,
    pub edges: Vec<usize>,
}

/// What walks are compared by: class, hops, start, each hop. Names run against ids.
pub type Key = (u32, usize, i64, Vec<(i64, i64, i64)>);

impl World {
    /// Edges of the same ends and `via` are merged by the graph; here the first one stands.
    pub fn tidy(mut self) -> Self {
        let mut kept: Vec<NaiveEdge> = Vec::new();
        for edge in self.edges {
            if !kept.iter().any(|other| (other.from, other.to, other.via) == (edge.from, edge.to, edge.via)) {
                kept.push(edge);
            }
        }
        self.edges = kept;
        let mut starts: Vec<NaiveStart> = Vec::new();
        for start in self.starts {
            if !starts.iter().any(|other| other.node == start.node) {
                starts.push(start);
            }
        }
        self.starts = starts;
        self
    }

    /// The same world where all that is unknown and hangs on a control has one truth.
    pub fn supposing(&self, number: u32, truth: Truth) -> Self {
        let mut world = self.clone();
        let set = |at: &mut Truth, controls: &[u32]| {
            if *at == Truth::Unknown && controls.contains(&number) {
                *at = truth;
            }
        };
        for edge in &mut world.edges {
            let NaiveEdge { truth, every, some, first, last, last_at, controls, .. } = edge;
            let [some_0, some_1] = some;
            for at in [truth, every, some_0, some_1, first, last, last_at] {
                set(at, controls);
            }
        }
        for start in &mut world.starts {
            set(&mut start.truth, &start.controls);
        }
        for (avoid, controls) in &mut world.avoid {
            if *avoid == Truth::Unknown && controls.contains(&number) {
                *avoid = truth.negate();
            }
        }
        world
    }

    /// Every walk to the target up to [`LONGEST`].
    pub fn walks(&self, target: u32) -> Vec<Walk> {
        let mut found = Vec::new();
        for (start, at) in self.starts.iter().enumerate() {
            self.extend(&mut Walk { start, edges: Vec::new() }, at.node, target, &mut found);
        }
        found
    }

    fn extend(&self, walk: &mut Walk, at: u32, target: u32, found: &mut Vec<Walk>) {
        if at == target {
            found.push(walk.clone());
        }
        if walk.edges.len() == LONGEST {
            return;
        }
        for (place, edge) in self.edges.iter().enumerate() {
            // Three times the same edge shows nothing new.
            let times = walk.edges.iter().filter(|other| **other == place).count();
            if edge.from == at && edge.truth != Truth::False && times < 3 {
                walk.edges.push(place);
                self.extend(walk, edge.to, target, found);
                walk.edges.pop();
            }
        }
    }

    /// The truth of "this walk is a path", once every open truth has been read by `read`.
    pub fn truth(&self, walk: &Walk, target: u32, read: &dyn Fn(Truth) -> Truth) -> Truth {
        let start = &self.starts[walk.start];
        let edges: Vec<&NaiveEdge> = walk.edges.iter().map(|edge| &self.edges[*edge]).collect();
        let hops: Vec<&NaiveEdge> = edges.iter().copied().filter(|edge| edge.via.is_some()).collect();
        let (Some(first), Some(last)) = (hops.first(), hops.last()) else { return Truth::False };
        let mut at = start.node;
        let mut truth = read(start.truth).and((start.node != target).into());
        for (place, edge) in edges.iter().enumerate() {
            truth = truth.and((edge.from == at).into()).and(read(edge.truth));
            if place > 0 && self.has_avoiding {
                truth = truth.and(read(self.avoid[at as usize].0.negate()));
            }
            at = edge.to;
        }
        truth = truth.and((at == target).into());
        truth = hops.iter().fold(truth, |truth, hop| truth.and(read(hop.every)));
        for which in 0..self.some {
            truth = truth.and(hops.iter().fold(Truth::False, |any, hop| any.or(read(hop.some[which]))));
        }
        truth = if self.has_first { truth.and(read(first.first)) } else { truth };
        truth = if self.has_last { truth.and(read(last.last)) } else { truth };
        if self.has_last_at { truth.and(read(last.last_at)) } else { truth }
    }

    pub fn key(&self, walk: &Walk) -> Key {
        let name = |slot: u32| -i64::from(slot);
        let start = &self.starts[walk.start];
        let edges = walk.edges.iter().map(|edge| &self.edges[*edge]);
        let hops: Vec<_> = edges.filter_map(|edge| Some((name(edge.from), name(edge.to), name(edge.via?)))).collect();
        (start.class, hops.len(), name(start.node), hops)
    }

    pub fn graph(&self) -> RelationGraph {
        let input = |edge: &NaiveEdge| EdgeInput {
            from: node(edge.from),
            to: node(edge.to),
            via: edge.via.map(node),
            truth: edge.truth,
            unknown: controls(&edge.controls),
            effects: None,
        };
        RelationGraph::new(self.edges.iter().map(input).collect(), &by_name)
    }

    pub fn starts(&self) -> Vec<Start> {
        let start = |start: &NaiveStart| Start { node: node(start.node), truth: start.truth, class: start.class };
        self.starts.iter().map(start).collect()
    }

    pub fn edge(&self, from: ElementId, to: ElementId, via: Option<ElementId>) -> usize {
        let same = |edge: &NaiveEdge| (node(edge.from), node(edge.to), edge.via.map(node)) == (from, to, via);
        self.edges.iter().position(same).expect("an edge of the world")
    }

    pub fn hop(&self, hop: &Hop) -> &NaiveEdge {
        &self.edges[self.edge(hop.from, hop.to, hop.via)]
    }

    /// Runs `body` with the conditions of this world, and the one on the last hop.
    pub fn with_conditions<T>(&self, body: impl FnOnce(&Conditions<'_>, &[&dyn Fn(&Hop) -> Truth]) -> T) -> T {
        let every = |hop: &Hop| self.hop(hop).every;
        let some_0 = |hop: &Hop| self.hop(hop).some[0];
        let some_1 = |hop: &Hop| self.hop(hop).some[1];
        let first = |hop: &Hop| self.hop(hop).first;
        let last = |hop: &Hop| self.hop(hop).last;
        let last_at = |hop: &Hop| self.hop(hop).last_at;
        let avoiding = |element: ElementId| self.avoid[element.slot as usize].0;
        let mut conditions = Conditions { every: vec![&every], ..Conditions::default() };
        let some: [&dyn Fn(&Hop) -> Truth; 2] = [&some_0, &some_1];
        conditions.some = some.into_iter().take(self.some).collect();
        if self.has_first {
            conditions.first.push(&first);
        }
        if self.has_last {
            conditions.last.push(&last);
        }
        if self.has_avoiding {
            conditions.avoiding.push(&avoiding);
        }
        let tests: [&dyn Fn(&Hop) -> Truth; 1] = [&last_at];
        body(&conditions, if self.has_last_at { &tests } else { &[] })
    }
}

pub fn controls(numbers: &[u32]) -> Vec<Control> {
    numbers.iter().map(|number| control(*number)).collect()
}
