//! What is wrong with the text of a file.

use std::ops::Range;

/// A mistake in the text of one file. Ranges are byte offsets.
///
/// Messages are lower case without a final stop; user text stands in backticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Kebab-case and stable, such as `missing-brace`.
    pub name: &'static str,
    pub range: Range<u32>,
    /// What is wrong; enough by itself for a one-line format.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Other places that explain it, such as the brace that was never closed.
    pub labels: Vec<ErrorLabel>,
    /// A warning (such as `dangling-doc`) does not make the file wrong.
    pub is_warning: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorLabel {
    pub range: Range<u32>,
    pub message: String,
}
