//! Searches that have been made, by what they ask. Rules that ask the same share one.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tm_model::{ElementId, RelationId, Value};

use crate::engine::View;
use crate::graph::{Reach, RelationGraph};

/// What a search depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    /// Of the shape of the question.
    pub(super) shape: u32,
    pub(super) view: View,
    /// The only start, where the question leaves it open.
    pub(super) start: Option<ElementId>,
    /// Values of the variables that the conditions on hops mention.
    pub(super) captured: Vec<Value>,
}

/// The searches of one engine.
#[derive(Default)]
pub(crate) struct Searches {
    shapes: RefCell<FxHashMap<String, u32>>,
    graphs: RefCell<FxHashMap<(RelationId, View), Arc<RelationGraph>>>,
    shared: RefCell<FxHashMap<Key, Rc<Reach>>>,
    /// Searches for one subject: as many as there are subjects, so only the last ones are kept.
    passing: RefCell<FxHashMap<Key, Rc<Reach>>>,
}

/// A search takes memory in proportion to the model.
const PASSING: usize = 32;

impl Searches {
    pub(super) fn shape(&self, text: String) -> u32 {
        let mut shapes = self.shapes.borrow_mut();
        let next = shapes.len() as u32;
        *shapes.entry(text).or_insert(next)
    }

    pub(super) fn graph(
        &self,
        relation: RelationId,
        view: View,
        load: impl FnOnce() -> Arc<RelationGraph>,
    ) -> Arc<RelationGraph> {
        if let Some(known) = self.graphs.borrow().get(&(relation, view)) {
            return known.clone();
        }
        let graph = load();
        self.graphs.borrow_mut().insert((relation, view), graph.clone());
        graph
    }

    pub(super) fn find(&self, key: &Key) -> Option<Rc<Reach>> {
        self.shared.borrow().get(key).or(self.passing.borrow().get(key)).cloned()
    }

    pub(super) fn keep(&self, key: Key, reach: Rc<Reach>) {
        if key.start.is_none() && key.captured.is_empty() {
            self.shared.borrow_mut().insert(key, reach);
            return;
        }
        let mut passing = self.passing.borrow_mut();
        if passing.len() >= PASSING {
            passing.clear();
        }
        passing.insert(key, reach);
    }
}
