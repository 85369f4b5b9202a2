//! What the chores of this repository share with its tests.

#![allow(clippy::disallowed_methods, reason = "chores read and write files")]

pub mod docs;
pub mod gen_model;
pub mod grammar;
pub mod paint;
