//! The database: what is put in, and what is kept of the way to a report.

mod changed;
mod inputs;
mod judging;
mod kept;
mod shared;
mod sources;
mod telling;
mod workspace;
mod world;

pub use changed::{Changed, Stop, unless_changed};
pub use inputs::{Database, Db, Project, RuleLevel, Settings, SourceFile};
pub(crate) use judging::{Pack, closures, global_outcome, graph, is_local, is_off, levels, local_outcomes, pack};
pub use sources::schema;
pub(crate) use sources::{
    header, imports, item_tree, lowered, modules, parsed, rule_items, test_items, units, vocabulary, world_items,
};
pub(crate) use telling::{global_parts, global_possible, local_possible, speakers};
pub use workspace::{FileInput, ProjectInput};
pub(crate) use world::{
    IncrementalWorld, declared, declared_with_diagnostics, element_names, names, places, references,
    rows_with_diagnostics, scoped, statements, topology, unit,
};
