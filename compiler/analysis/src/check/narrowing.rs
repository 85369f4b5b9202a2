//! What `x is K` tells about `x` and paths from it, and how far.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use tm_model::KindId;

/// A variable, or a path from one such as `b.parent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place(usize);

/// The kinds that places are narrowed to at one point of the text. Every change is logged, so that leaving a scope costs
/// what entering it did.
#[derive(Default)]
pub(super) struct Narrowing {
    kinds: Vec<Option<KindId>>,
    paths: FxHashMap<(Place, SmolStr), Place>,
    changes: Vec<(Place, Option<KindId>)>,
}

impl Narrowing {
    pub(super) fn root(&mut self) -> Place {
        self.kinds.push(None);
        Place(self.kinds.len() - 1)
    }

    pub(super) fn child(&mut self, place: Place, name: &SmolStr) -> Place {
        if let Some(child) = self.paths.get(&(place, name.clone())) {
            return *child;
        }
        let child = self.root();
        self.paths.insert((place, name.clone()), child);
        child
    }

    pub(super) fn kind(&self, place: Place) -> Option<KindId> {
        self.kinds.get(place.0).copied().flatten()
    }

    pub(super) fn narrow(&mut self, place: Place, kind: KindId) {
        if let Some(current) = self.kinds.get_mut(place.0) {
            self.changes.push((place, current.replace(kind)));
        }
    }

    pub(super) fn mark(&self) -> usize {
        self.changes.len()
    }

    /// Forgets what was narrowed since the mark, and says what that was.
    pub(super) fn rollback(&mut self, mark: usize) -> Vec<(Place, KindId)> {
        let mut undone = Vec::new();
        while self.changes.len() > mark {
            let Some((place, previous)) = self.changes.pop() else { break };
            if let Some(current) = self.kinds.get_mut(place.0) {
                undone.extend(current.map(|kind| (place, kind)));
                *current = previous;
            }
        }
        undone.reverse();
        undone
    }
}
