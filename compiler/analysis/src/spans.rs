//! Where the nodes of an item tree stand. Only renderers and the editor read this (invariants I3, I4).

use std::ops::Range;

use rustc_hash::FxHashMap;
use tm_model::{ElementId, Site};
use tm_syntax::ast::Docs;

use crate::hir::NodeId;

/// By node id, the bytes of a file; and the documentation of what is declared there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SpanMap {
    pub ranges: Box<[Range<u32>]>,
    /// By the node of the declared name (of the whole declaration where it has no name).
    pub docs: FxHashMap<NodeId, Docs>,
    pub file_docs: Docs,
}

/// What a [`tm_model::Site`] points at. Elements and statements are called by their position, so that a world without
/// places stays equal while text moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Node(NodeId),
    /// An element's name, by slot.
    Element(u32),
    /// A statement of an element, by its slot.
    Own {
        index: u32,
        statement: u32,
    },
    /// A statement of an `each`, by index in [`crate::hir::World::eaches`].
    Each {
        index: u32,
        statement: u32,
    },
    /// A statement of an `extend`, by index in [`crate::hir::World::extensions`].
    Extension {
        index: u32,
        statement: u32,
    },
}

const TAG: u32 = 29;
const PAYLOAD: u32 = (1 << TAG) - 1;
const STATEMENT: u32 = 8;
const STATEMENTS: u32 = (1 << STATEMENT) - 1;

impl Place {
    pub fn at(self, unit: u32) -> Site {
        let pair = |index: u32, statement: u32| ((index << STATEMENT) | statement.min(STATEMENTS)) & PAYLOAD;
        let node = match self {
            Self::Node(node) => node & PAYLOAD,
            Self::Element(slot) => (1 << TAG) | (slot & PAYLOAD),
            Self::Own { index, statement } => (2 << TAG) | pair(index, statement),
            Self::Each { index, statement } => (3 << TAG) | pair(index, statement),
            Self::Extension { index, statement } => (4 << TAG) | pair(index, statement),
        };
        Site { unit, node }
    }

    pub fn of(site: Site) -> Self {
        let payload = site.node & PAYLOAD;
        let (index, statement) = (payload >> STATEMENT, payload & STATEMENTS);
        match site.node >> TAG {
            0 => Self::Node(payload),
            1 => Self::Element(payload),
            2 => Self::Own { index, statement },
            3 => Self::Each { index, statement },
            _ => Self::Extension { index, statement },
        }
    }

    /// The place of an element's name.
    pub fn element(id: ElementId) -> Site {
        Self::Element(id.slot).at(id.unit)
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_place_survives_being_a_site() {
        for place in [
            Place::Node(7),
            Place::Element(70_000),
            Place::Own { index: 70_000, statement: 255 },
            Place::Each { index: 3, statement: 200 },
            Place::Extension { index: 90_000, statement: 0 },
        ] {
            assert_eq!(Place::of(place.at(5)), place);
        }
    }
}
