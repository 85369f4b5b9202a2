//! Relations as graphs: reachability under conditions, witnesses, and the open controls that a path hangs on.
//!
//! Knows neither rules nor facts: conditions come in as closures. Truth is three-valued throughout; a search runs once over
//! what is not false and once over what is true, and never enumerates paths.

mod arrival;
mod closure;
mod cut;
mod dominators;
mod explore;
mod judge;
mod last_hops;
mod open_controls;
mod reach;
mod relation;
mod spread;
#[cfg(test)]
mod tests;

pub use arrival::{Arrival, Source, Witness};
pub use closure::{Total, Weight, closure};
pub use cut::{Closed, Network, cheapest_cut};
pub use judge::{Conditions, HopTest, MAX_SOME, NodeTest};
pub use open_controls::{Open, OpenControl};
pub use reach::{Reach, Start, search};
pub use relation::{Edge, EdgeInput, EdgeIx, Effects, Names, RelationGraph};
pub use spread::{Spot, Spread, spread};

/// Stands for no node, edge or label in dense tables.
const NONE: u32 = u32::MAX;

/// The rank of a position in a dense table. Tables of more than four billion rows do not fit in memory.
fn ix(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(NONE)
}
