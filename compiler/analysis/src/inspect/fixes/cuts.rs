//! Where all paths of a rule can be closed at once: the cheapest cut of what its findings show.

use std::collections::{BTreeMap, BTreeSet};

use tm_rules::graph::{Closed, Network, cheapest_cut};

use super::candidates::{Candidate, Candidates};
use crate::report::{Finding, Name};

/// More members than this are no single thing to do.
const MEMBERS: usize = 6;

/// What may be changed to close a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Anything,
    /// Flows are taken away: where no control on the way decides.
    Flows,
}

/// What to change, place by place. `None`: no change closes these paths, or it takes too many.
pub(super) fn members(findings: &[&Finding], candidates: &Candidates, by: By) -> Option<Vec<Candidate>> {
    let mut paths = Paths {
        by,
        candidates,
        network: Network::default(),
        index: BTreeMap::new(),
        at_node: Vec::new(),
        at_edge: Vec::new(),
        edges: BTreeSet::new(),
    };
    for finding in findings {
        paths.add(finding);
    }
    let (_, closed) = cheapest_cut(&paths.network)?;
    if closed.len() > MEMBERS {
        return None;
    }
    let mut places: Vec<usize> = Vec::new();
    let mut members: Vec<Candidate> = Vec::new();
    for what in closed {
        match what {
            Closed::Node(node) => {
                let place = *paths.at_node.get(node as usize)?.as_ref()?;
                if !places.contains(&place) {
                    places.push(place);
                    members.push(candidates.all.get(place)?.clone());
                }
            }
            Closed::Edge(edge) => {
                members.push(candidates.flows.get(paths.at_edge.get(edge as usize)?.as_ref()?)?.clone())
            }
        }
    }
    Some(members)
}

/// The union of some witnesses. A hop through a named thing (a flow, a boundary) passes a node of its own.
struct Paths<'c> {
    by: By,
    candidates: &'c Candidates,
    network: Network,
    index: BTreeMap<Name, u32>,
    /// By node, the place in [`Candidates::all`] that closes it.
    at_node: Vec<Option<usize>>,
    /// By edge, the flow that can be taken away.
    at_edge: Vec<Option<Name>>,
    edges: BTreeSet<(u32, u32)>,
}

impl Paths<'_> {
    fn add(&mut self, finding: &Finding) {
        let mut before: Option<u32> = None;
        for hop in &finding.path {
            let from = self.node(&hop.from, finding);
            match before {
                // Silent steps lead from the end of one hop to the beginning of the next.
                Some(before) if before != from => self.edge(before, from, None),
                Some(_) => {}
                None if self.network.starts.contains(&from) => {}
                None => self.network.starts.push(from),
            }
            let to = self.node(&hop.to, finding);
            match &hop.via {
                // What has controls of its own is a place to close.
                Some(via) if *via != hop.from && *via != hop.to => {
                    let flow = self.candidates.flows.contains_key(via).then(|| via.clone());
                    let through = self.node(via, finding);
                    self.edge(from, through, flow);
                    self.edge(through, to, None);
                }
                _ => self.edge(from, to, None),
            }
            before = Some(to);
        }
        if let Some(end) = before.filter(|end| !self.network.ends.contains(end)) {
            self.network.ends.push(end);
        }
    }

    fn node(&mut self, name: &Name, finding: &Finding) -> u32 {
        let next = u32::try_from(self.network.nodes.len()).unwrap_or(u32::MAX);
        let node = *self.index.entry(name.clone()).or_insert(next);
        if node == next {
            self.network.nodes.push(None);
            self.at_node.push(None);
        }
        // The place that most of these findings rest on.
        let places = self.candidates.by_element.get(&(finding.id.clone(), name.clone()));
        let places = places.filter(|_| self.by == By::Anything);
        let best = places.into_iter().flatten().filter_map(|place| Some((*place, self.candidates.all.get(*place)?)));
        let best = best.max_by_key(|(place, candidate)| (candidate.findings.len(), std::cmp::Reverse(*place)));
        if let (Some((place, candidate)), Some(known), Some(price)) =
            (best, self.at_node.get_mut(node as usize), self.network.nodes.get_mut(node as usize))
            && known.is_none()
        {
            *known = Some(place);
            *price = Some(candidate.effort);
        }
        node
    }

    fn edge(&mut self, from: u32, to: u32, flow: Option<Name>) {
        if !self.edges.insert((from, to)) {
            return;
        }
        let price = flow.as_ref().and_then(|flow| self.candidates.flows.get(flow)).map(|candidate| candidate.effort);
        self.network.edges.push((from, to, price));
        self.at_edge.push(flow);
    }
}
