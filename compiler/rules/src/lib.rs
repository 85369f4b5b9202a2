//! Judging a model: compiled rules, three-valued evaluation, relations and paths.
//!
//! A pure function of a program and a world; no span, path, database or clock (invariant I2).

pub mod graph;
pub mod ir;

mod class;
mod cost;
mod engine;
mod eval;
mod evaluate;
mod footprint;
mod judge;
mod outcome;
mod relation;
mod rulebook;
mod situations;
mod syntax;

pub use class::{Vocabulary, classify, computation_is_global, is_quadratic};
pub use cost::{Cost, Tie, cost};
pub use engine::{Engine, Graphs, View, World};
pub use evaluate::Evaluated;
pub use footprint::footprint;
pub use judge::{Answers, Choices, Fails, Group, Missing, Part, Place, Verdict};
pub use outcome::{At, Control, Finding, Hop, Outcome, Question, Reason, Skipped};
pub use rulebook::Rulebook;
pub use syntax::Closures;
