//! Slots: the part of an element's id that stays while its neighbours come and go.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// What an element is called within its unit. The order of units or elements plays no part.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SlotKey {
    pub space: Space,
    /// The component that it stands in, for an endpoint or identity; the ends, for an unnamed flow.
    pub within: SmolStr,
    pub name: SmolStr,
    /// Counts those that are called the same.
    pub occurrence: u32,
}

/// Names are unique in each space of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Space {
    Data,
    Flow,
    /// Every other element.
    Element,
    /// An endpoint or identity of a component.
    Child,
    /// Called by what they say: decisions.
    Unnamed,
}

/// Gives out slots.
pub(crate) trait Slots {
    fn slot(&self, unit: u32, key: SlotKey) -> u32;
}

/// Slots for the life of a database. Append-only, so the answer for a key never changes: reading it is no dependency.
#[derive(Debug, Default)]
pub struct SlotTable {
    units: Mutex<FxHashMap<u32, Arc<Mutex<OfUnit>>>>,
}

type OfUnit = FxHashMap<SlotKey, u32>;

impl Slots for SlotTable {
    fn slot(&self, unit: u32, key: SlotKey) -> u32 {
        // Maps are whole after every insertion, so a panic elsewhere while one was held does not matter. Several threads look for
        // slots at once, each in its unit: that of all units is held no longer than it takes to find one.
        let unit = self.units.lock().unwrap_or_else(PoisonError::into_inner).entry(unit).or_default().clone();
        let mut unit = unit.lock().unwrap_or_else(PoisonError::into_inner);
        let next = u32::try_from(unit.len()).unwrap_or(u32::MAX);
        *unit.entry(key).or_insert(next)
    }
}
