//! Output formats: each takes the same [`tm_analysis::report::Report`] and writes it to any [`std::io::Write`].
//!
//! Nothing here reads the clock, the environment or the terminal; what depends on them comes in [`HumanOptions`] and [`Run`].

pub mod answers;
mod baseline;
mod cause;
mod changes;
mod concise;
mod decided;
mod fingerprint;
mod github;
mod gitlab;
mod group;
mod human;
mod json;
mod junit;
mod lines;
mod markdown;
mod names;
pub mod palette;
mod paths;
mod run;
mod sanitize;
mod sarif;
mod summary;

pub use baseline::{BASELINE_SCHEMA, baseline};
pub use concise::concise;
pub use github::github;
pub use gitlab::gitlab;
pub use human::{HumanOptions, human};
pub use json::{SCHEMA, json};
pub use junit::junit;
pub use markdown::markdown;
pub use run::Run;
pub use sanitize::inline;
pub use sarif::sarif;
