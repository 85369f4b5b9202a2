//! Judging by situation: what is read decides what comes of it.
//!
//! What is computed of one element, and looks at nothing but that element and what it leads to, depends on the answers it
//! reads and on nothing else. So the reads of the first such element are recorded, in order, with elements called by the way
//! that leads to them; they become a path in a decision tree, and what came of them stands at its end. The next element is
//! taken down that tree: where it gives the same answers, the same comes of it, with its own elements put in.
//!
//! The evaluator knows nothing of this: it reads a [`Recorder`] as it reads any world. What reads anything else (a whole
//! kind, a graph, a name), or reads very much, is not learnt, and is evaluated each time.

mod answer;
mod recorder;
mod surface;
mod tree;

/// Situations that take more steps than this are rare, and are evaluated each time.
pub(crate) const STEPS: u64 = 20_000;

pub(crate) use recorder::Recorder;
pub(crate) use surface::Surface;
pub(crate) use tree::{Bound, Found, Situations, Way};
