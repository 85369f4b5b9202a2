//! The invariants of `docs/architecture.md`, by number.

mod borders;
mod edits;
mod honesty;
mod hostile;
mod identity;
mod incremental;
mod order;
mod parts;
mod support;
mod vocabularies;
