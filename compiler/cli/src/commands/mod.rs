//! One file for each command.

pub mod check;
pub mod explain;
pub mod fmt;
mod place;
pub mod test;
