//! One file for each command.

pub mod check;
pub mod explain;
pub mod fmt;
pub mod paths;
mod place;
pub mod query;
pub mod test;
pub mod why;
