//! What a format for other programs has to know beside the report.

use tm_analysis::report::Severity;

/// The caller's side of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run<'a> {
    /// Of the compiler.
    pub version: &'a str,
    /// The address of the compiler's repository.
    pub home: Option<&'a str>,
    /// Where the project lies in its repository, with `/`; empty where it is the repository. Forges count paths from there.
    pub folder: &'a str,
    /// Findings below this fail nothing.
    pub fail_on: Severity,
    /// The address of a line of a file of the repository, with `{path}` and `{line}` in it.
    pub source_url: Option<&'a str>,
}
