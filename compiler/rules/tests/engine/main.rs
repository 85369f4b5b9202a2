//! Judging rules over small worlds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod build;
mod questions;
mod random;
mod rules;
mod scale;
mod situations;
mod truth;
mod world;
