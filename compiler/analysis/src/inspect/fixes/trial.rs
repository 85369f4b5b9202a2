//! Judging the model as if its text were another.

use std::ops::Range;
use std::sync::Arc;

use crate::db::{Database, Project, SourceFile, units};
use crate::prepare::prepare;
use crate::report::Report;
use crate::reporting::{ReportOptions, report_on};

/// So many elements are judged again in all trials together: on large models fewer changes are tried.
const WORK: usize = 150_000;
/// And so many trials at most and at least.
const MOST: usize = 150;
const LEAST: usize = 12;

/// A stretch of one file, and what is to stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub unit: u32,
    pub range: Range<usize>,
    pub text: String,
}

pub(super) struct Trials<'o> {
    project: Project,
    options: &'o ReportOptions,
    threads: usize,
    errors: usize,
    left: usize,
    count: usize,
    /// Files that stand changed in the database, with their own text.
    changed: Vec<(SourceFile, Arc<str>)>,
}

impl<'o> Trials<'o> {
    pub fn new(project: Project, options: &'o ReportOptions, threads: usize, before: &Report) -> Self {
        let left = (WORK / before.summary.elements.max(1)).clamp(LEAST, MOST);
        Self { project, options, threads, errors: before.errors.len(), left, count: 0, changed: Vec::new() }
    }

    pub fn is_exhausted(&self) -> bool {
        self.left == 0
    }

    pub fn count(&self) -> usize {
        self.count
    }

    /// The report of the edited model. `None`: enough was tried, or the edits do not fit, or the model has more errors then, so
    /// that what is not found proves nothing.
    pub fn judge(&mut self, db: &mut Database, edits: &[Edit]) -> Option<Report> {
        self.left = self.left.checked_sub(1)?;
        self.restore(db);
        let mut edits: Vec<&Edit> = edits.iter().collect();
        edits.sort_by_key(|edit| (edit.unit, edit.range.start));
        for of_unit in edits.chunk_by(|a, b| a.unit == b.unit) {
            let file = *units(db, self.project).get(&of_unit.first()?.unit)?;
            let text = Arc::clone(file.text(db));
            let new = applied(&text, of_unit)?;
            self.changed.push((file, text));
            db.set_text(file, &new);
        }
        self.count += 1;
        prepare(db, self.project, self.threads);
        let after = report_on(db, self.project, self.options, self.threads);
        (after.errors.len() <= self.errors).then_some(after)
    }

    /// Makes the model what it was.
    pub fn restore(&mut self, db: &mut Database) {
        for (file, text) in self.changed.drain(..) {
            db.set_text(file, &text);
        }
    }
}

/// In the order of the text; `None` if they overlap or stand outside.
fn applied(text: &str, edits: &[&Edit]) -> Option<String> {
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        new.push_str(text.get(at..edit.range.start)?);
        text.get(edit.range.clone())?;
        new.push_str(&edit.text);
        at = edit.range.end;
    }
    new.push_str(text.get(at..)?);
    Some(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(range: Range<usize>, text: &str) -> Edit {
        Edit { unit: 0, range, text: text.to_owned() }
    }

    #[test]
    fn edits_are_applied_together_or_not_at_all() {
        let (first, second) = (edit(0..1, "xyz"), edit(3..4, ""));
        assert_eq!(applied("abcdef", &[&first, &second]).as_deref(), Some("xyzbcef"));
        assert_eq!(applied("abcdef", &[&edit(0..3, "x"), &edit(2..4, "y")]), None);
        assert_eq!(applied("abc", &[&edit(1..9, "x")]), None);
        assert_eq!(applied("äb", &[&edit(1..2, "x")]), None);
    }
}
