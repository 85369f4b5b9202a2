//! What each format makes of a report.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod changes;
mod concise;
mod contrast;
mod forges;
mod hostile;
mod human;
mod json;
mod random;
mod sarif;
mod schema;
mod support;
