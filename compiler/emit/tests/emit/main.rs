//! What each format makes of a report.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod concise;
mod hostile;
mod human;
mod json;
mod random;
mod schema;
mod support;
