//! Looking at expressions without evaluating them: which variables, attributes and constants stand in them.

mod looks;
mod reads;
mod shape;
mod vars;
mod walk;

pub(crate) use looks::{Look, constant, looks};
pub use reads::Closures;
pub(crate) use reads::{AttrSet, Reads};
pub(crate) use shape::shape;
pub(crate) use vars::{Vars, free, free_of_hops, free_of_leads, free_of_quantifier};
pub(crate) use walk::{children, conjuncts, constants, contains};
