//! From places of a report to files of the project.

use tm_analysis::report::{Location, Report};
use tm_analysis::{Database, Project, SourceFile};

/// The file that a place of a report lies in; `None` for a text that is no source, such as `tm.toml`.
pub(crate) fn file_of(db: &Database, project: Project, report: &Report, location: &Location) -> Option<SourceFile> {
    let files = project.files(db);
    // A report counts the texts first that are no sources.
    let others = report.files.len().checked_sub(files.len())?;
    files.get((location.file as usize).checked_sub(others)?).copied()
}
