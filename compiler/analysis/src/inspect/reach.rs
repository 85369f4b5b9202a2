//! Who reaches whom along a relation, by the shortest way: definite ways before possible ones.

use std::collections::VecDeque;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tm_model::{ElementId, Facts, RelationId, Truth};
use tm_rules::View;
use tm_rules::graph::{Edge, EdgeIx, RelationGraph};

use super::{Inspection, Named, inspect};
use crate::db::{self, Database, Project};
use crate::report::{Hop, Location, Name};

/// The ways between some elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    pub relation: Name,
    /// One for each pair that is connected, in the order of the question.
    pub paths: Vec<Path>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    pub from: Named,
    pub to: Named,
    /// Whether every hop is known to be there.
    pub is_definite: bool,
    /// At least one; silent steps are not counted.
    pub hops: Vec<Hop>,
    /// What its hops hang on, where that is not stated.
    pub open: Vec<Open>,
}

/// An unstated control that a hop hangs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    pub element: Name,
    pub attribute: Name,
    pub location: Option<Location>,
}

/// Who reaches an element and what it reaches, along one relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    pub relation: Name,
    /// Nearest first, then by name.
    pub reached_by: Vec<Reached>,
    pub reaches: Vec<Reached>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    pub element: Named,
    /// Of the shortest way.
    pub hops: usize,
    pub is_definite: bool,
    /// The elements on that way, both ends included, in its direction.
    pub way: Vec<Name>,
}

/// The names of all relations.
#[must_use]
pub fn relations(db: &Database, project: Project) -> Vec<Name> {
    let program = &db::vocabulary(db, project).program;
    program.relations.iter().map(|relation| relation.name.clone()).collect()
}

/// The shortest way from each of some elements to each of some others. `None`: there is no such relation.
#[must_use]
pub fn paths(db: &Database, project: Project, from: &[ElementId], to: &[ElementId], relation: &str) -> Option<Paths> {
    inspect(db, project, |inspection| {
        let ways = Ways::new(inspection, inspection.relation(relation)?);
        let mut paths = Vec::new();
        for start in from {
            let search = ways.search(*start, Direction::Forward);
            let ends = to.iter().filter(|end| *end != start);
            paths.extend(ends.filter_map(|end| ways.path(&search, *start, *end)));
        }
        Some(Paths { relation: Name::new(relation), paths })
    })
}

/// Who reaches an element and what it reaches. `None`: there is no such relation.
#[must_use]
pub fn reach(db: &Database, project: Project, element: ElementId, relation: &str) -> Option<Reach> {
    inspect(db, project, |inspection| {
        let id = inspection.relation(relation)?;
        Some(Ways::new(inspection, id).reach(Name::new(relation), element))
    })
}

/// Along all relations in which the element has a part.
pub(super) fn every_reach(inspection: &Inspection<'_>, element: ElementId) -> Vec<Reach> {
    let relations = &db::vocabulary(inspection.db, inspection.project).program.relations;
    let every = (0..)
        .zip(relations)
        .map(|(index, relation)| Ways::new(inspection, RelationId(index)).reach(relation.name.clone(), element));
    every.filter(|reach| !(reach.reached_by.is_empty() && reach.reaches.is_empty())).collect()
}

impl Inspection<'_> {
    fn relation(&self, name: &str) -> Option<RelationId> {
        let relations = &db::vocabulary(self.db, self.project).program.relations;
        let found = relations.iter().position(|relation| relation.name == name)?;
        u32::try_from(found).ok().map(RelationId)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Forward,
    Backward,
}

/// One relation, ready to be searched.
struct Ways<'i, 'a> {
    inspection: &'i Inspection<'a>,
    graph: Arc<RelationGraph>,
    /// The numbers of the edges by the node that they leave or enter, in the order of names.
    leaving: FxHashMap<ElementId, Vec<EdgeIx>>,
    entering: FxHashMap<ElementId, Vec<EdgeIx>>,
}

/// What a search found of one node.
#[derive(Clone, Copy)]
struct Step {
    hops: usize,
    /// The edge that leads towards the beginning of the search; `None` at the beginning itself.
    edge: Option<EdgeIx>,
}

/// Definite ways, and ways that may be open.
struct Search {
    definite: FxHashMap<ElementId, Step>,
    possible: FxHashMap<ElementId, Step>,
}

impl<'i, 'a> Ways<'i, 'a> {
    fn new(inspection: &'i Inspection<'a>, relation: RelationId) -> Self {
        let graph = db::graph(inspection.db, inspection.project, relation.0, View::Actual).clone();
        let mut leaving: FxHashMap<ElementId, Vec<EdgeIx>> = FxHashMap::default();
        let mut entering: FxHashMap<ElementId, Vec<EdgeIx>> = FxHashMap::default();
        for index in (0..graph.edge_count()).filter_map(|index| u32::try_from(index).ok()).map(EdgeIx) {
            if let Some(edge) = graph.edge(index) {
                leaving.entry(edge.from).or_default().push(index);
                entering.entry(edge.to).or_default().push(index);
            }
        }
        Self { inspection, graph, leaving, entering }
    }

    fn search(&self, start: ElementId, direction: Direction) -> Search {
        Search {
            definite: self.explore(start, direction, &|edge| edge.truth == Truth::True),
            possible: self.explore(start, direction, &|_| true),
        }
    }

    /// Breadth first; silent steps take no hop.
    fn explore(
        &self,
        start: ElementId,
        direction: Direction,
        admits: &dyn Fn(&Edge) -> bool,
    ) -> FxHashMap<ElementId, Step> {
        let lists = if direction == Direction::Forward { &self.leaving } else { &self.entering };
        let mut steps: FxHashMap<ElementId, Step> = FxHashMap::default();
        let mut open = VecDeque::from([(start, Step { hops: 0, edge: None })]);
        while let Some((node, step)) = open.pop_front() {
            if steps.contains_key(&node) {
                continue;
            }
            steps.insert(node, step);
            let edges = lists.get(&node).into_iter().flatten();
            let mut silent = Vec::new();
            for index in edges {
                let Some(edge) = self.graph.edge(*index).filter(admits) else { continue };
                let next = if direction == Direction::Forward { edge.to } else { edge.from };
                match edge.via {
                    Some(_) => open.push_back((next, Step { hops: step.hops + 1, edge: Some(*index) })),
                    None => silent.push((next, Step { hops: step.hops, edge: Some(*index) })),
                }
            }
            silent.into_iter().rev().for_each(|step| open.push_front(step));
        }
        steps
    }

    /// The edges between a node and the beginning of the search, from the node on.
    fn edges(&self, steps: &FxHashMap<ElementId, Step>, direction: Direction, node: ElementId) -> Vec<EdgeIx> {
        let mut edges = Vec::new();
        let mut at = node;
        while let Some(index) = steps.get(&at).and_then(|step| step.edge) {
            let Some(edge) = self.graph.edge(index) else { break };
            edges.push(index);
            at = if direction == Direction::Forward { edge.from } else { edge.to };
        }
        edges
    }

    fn path(&self, search: &Search, from: ElementId, to: ElementId) -> Option<Path> {
        let is_way = |steps: &FxHashMap<ElementId, Step>| steps.get(&to).is_some_and(|step| step.hops > 0);
        let is_definite = is_way(&search.definite);
        let steps = if is_definite { &search.definite } else { &search.possible };
        if !is_way(steps) {
            return None;
        }
        let mut edges = self.edges(steps, Direction::Forward, to);
        edges.reverse();
        let inspection = self.inspection;
        let mut open: Vec<Open> = Vec::new();
        for control in edges.iter().flat_map(|edge| self.graph.controls(*edge)) {
            let control = inspection.open(control);
            if !open.contains(&control) {
                open.push(control);
            }
        }
        let hops = edges.iter().filter_map(|edge| self.graph.edge(*edge)).filter(|edge| edge.via.is_some());
        Some(Path {
            from: inspection.named(from),
            to: inspection.named(to),
            is_definite,
            hops: hops.map(|edge| inspection.plain_hop(&hop(&edge))).collect(),
            open,
        })
    }

    fn reach(&self, relation: Name, element: ElementId) -> Reach {
        Reach {
            relation,
            reached_by: self.ends(element, Direction::Backward),
            reaches: self.ends(element, Direction::Forward),
        }
    }

    fn ends(&self, element: ElementId, direction: Direction) -> Vec<Reached> {
        let search = self.search(element, direction);
        let mut ends: Vec<Reached> = Vec::new();
        for (id, step) in &search.possible {
            let is_definite = search.definite.contains_key(id);
            let steps = if is_definite { &search.definite } else { &search.possible };
            let hops = steps.get(id).map_or(step.hops, |step| step.hops);
            if hops == 0 || !self.is_told(*id) {
                continue;
            }
            let edges = self.edges(steps, direction, *id).into_iter().filter_map(|edge| self.graph.edge(edge));
            let mut edges: Vec<Edge> = edges.filter(|edge| edge.via.is_some()).collect();
            let mut both = (*id, element);
            if direction == Direction::Forward {
                edges.reverse();
                both = (element, *id);
            }
            let between = edges.iter().take(edges.len().saturating_sub(1)).map(|edge| edge.to);
            let way = std::iter::once(both.0).chain(between).chain([both.1]).map(|id| self.inspection.name(id));
            let way = way.collect();
            ends.push(Reached { element: self.inspection.named(*id), hops, is_definite, way });
        }
        ends.sort_by(|a, b| (a.hops, &a.element.name, a.element.id).cmp(&(b.hops, &b.element.name, b.element.id)));
        ends
    }

    /// Boundaries and endpoints are stops on the way to components.
    fn is_told(&self, id: ElementId) -> bool {
        let schema = self.inspection.world.schema();
        let root = self.inspection.world.element(id).map(|element| schema.root_of(element.kind));
        root.is_some_and(|root| root != schema.roots.endpoint && root != schema.roots.boundary)
    }
}

fn hop(edge: &Edge) -> tm_rules::Hop {
    tm_rules::Hop { from: edge.from, to: edge.to, via: edge.via }
}
