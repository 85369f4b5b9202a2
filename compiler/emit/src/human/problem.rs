//! A language error, a warning or a note as an entry.

use tm_analysis::report::Problem;

use super::entry::{Entry, Note};
use super::finding::help;
use crate::sanitize::{self, SENTENCE};
use crate::summary;

/// More labels than this hide what matters.
const LABELS: usize = 6;

pub(super) fn entry(problem: &Problem) -> Entry<'_> {
    let mut lines = sanitize::lines(&problem.message, SENTENCE);
    let title = lines.next().unwrap_or_default().into_owned();
    let rest: Vec<_> = lines.collect();
    let note = (!rest.is_empty()).then(|| Note { word: "note", text: rest.join("\n") });
    let more = problem.labels.len().saturating_sub(LABELS);
    let more =
        (more > 0).then(|| Note { word: "note", text: format!("and {more} more places: `tm check --format json`") });
    Entry {
        kind: summary::level(problem.level).to_owned(),
        code: &problem.name,
        title,
        tint: problem.level.into(),
        location: problem.location.as_ref(),
        message: String::new(),
        labels: problem
            .labels
            .iter()
            .take(LABELS)
            .map(|label| (&label.location, sanitize::inline(&label.message, SENTENCE).into_owned()))
            .collect(),
        notes: note.into_iter().chain(more).chain(help(problem.help.as_deref())).collect(),
    }
}
