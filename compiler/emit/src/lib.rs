//! Output formats: each takes the same [`tm_analysis::report::Report`] and writes it to any [`std::io::Write`].
//!
//! Nothing here reads the clock, the environment or the terminal; what depends on them comes in [`HumanOptions`].

pub mod answers;
mod concise;
mod human;
mod json;
mod lines;
mod sanitize;
mod summary;

pub use concise::concise;
pub use human::{HumanOptions, human};
pub use json::{SCHEMA, json};
pub use sanitize::inline;
