//! The edges that one clause gives for one element, with ways instead of elements.

use std::sync::Arc;

use tm_model::{AttrId, Truth};

use crate::eval::Session;
use crate::graph::{EdgeInput, Effects};
use crate::situations::{Bound, STEPS, Way};

pub(super) struct Sketch {
    edges: Box<[Open]>,
    steps: u64,
    is_told: bool,
}

struct Open {
    from: Way,
    to: Way,
    via: Option<Way>,
    truth: Truth,
    unknown: Box<[(Way, AttrId)]>,
    effects: Option<Arc<Effects>>,
}

/// What has been found of one element.
pub(super) struct Found {
    pub(super) edges: Vec<EdgeInput>,
    pub(super) steps: u64,
    /// Something that was stated of a control has been read for it.
    pub(super) is_told: bool,
}

impl Found {
    pub(super) fn tell(&self, session: &Session<'_, '_>) {
        tell(session, self.steps, self.is_told);
    }
}

impl Sketch {
    /// `None`: it cannot be said in terms of ways, or should not be kept.
    pub(super) fn of(found: &Found, bound: &Bound) -> Option<Self> {
        if found.steps > STEPS {
            return None;
        }
        let open = |edge: &EdgeInput| {
            Some(Open {
                from: bound.way(edge.from)?,
                to: bound.way(edge.to)?,
                via: match edge.via {
                    Some(via) => Some(bound.way(via)?),
                    None => None,
                },
                truth: edge.truth,
                unknown: edge.unknown.iter().map(|control| bound.way_of(control)).collect::<Option<_>>()?,
                effects: edge.effects.clone(),
            })
        };
        let edges = found.edges.iter().map(open).collect::<Option<_>>()?;
        Some(Self { edges, steps: found.steps, is_told: found.is_told })
    }

    pub(super) fn repeat(&self, bound: &Bound, edges: &mut Vec<EdgeInput>) {
        let placed = |open: &Open| {
            Some(EdgeInput {
                from: bound.element(open.from)?,
                to: bound.element(open.to)?,
                via: open.via.and_then(|via| bound.element(via)),
                truth: open.truth,
                unknown: open.unknown.iter().filter_map(|control| bound.control(control)).collect(),
                effects: open.effects.clone(),
            })
        };
        edges.extend(self.edges.iter().filter_map(placed));
    }

    pub(super) fn tell(&self, session: &Session<'_, '_>) {
        tell(session, self.steps, self.is_told);
    }
}

fn tell(session: &Session<'_, '_>, steps: u64, is_told: bool) {
    session.budget.charge(steps);
    if is_told {
        session.told.set(true);
    }
}
