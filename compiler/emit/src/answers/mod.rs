//! Answers to questions about a model, for people and as JSON. A location counts in the files that come with the answer.

mod controls;
mod document;
mod element;
mod fixes;
mod ledgers;
mod list;
mod markdown;
mod model;
mod problems;
mod reach;
mod rules;
mod sheet;
mod stride;
mod value;
mod why;

pub use controls::{controls, controls_json};
pub use element::{element, element_json};
pub use fixes::{fixes, fixes_json};
pub use ledgers::{assumptions, assumptions_json, decisions, decisions_json};
pub use list::{list, list_json, query, query_json};
pub use markdown::{explanations, explanations_json};
pub use model::{MODEL_SCHEMA, model_json};
pub use problems::problems;
pub use reach::{paths, paths_json, reach, reach_json};
pub use rules::{coverage, coverage_json, rules, rules_json};
pub use stride::{stride, stride_json};
pub use why::{why, why_json};

use tm_analysis::report::ReportFile;

/// What the caller knows of the terminal and of the model.
#[derive(Clone, Copy, Debug)]
pub struct AnswerOptions<'a> {
    pub colour: bool,
    /// Columns; below 40 counts as 40.
    pub width: usize,
    /// Show everything, however much it is.
    pub all: bool,
    /// The root module, which people need not read in front of every name.
    pub project: &'a str,
    pub files: &'a [ReportFile],
}
