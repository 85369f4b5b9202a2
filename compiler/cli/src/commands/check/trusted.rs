//! `--decisions-from`: the sources of now, judged with the decisions of another revision.

use std::collections::BTreeMap;
use std::ops::Range;

use tm_analysis::inspect::{Silencer, SilencerSort};
use tm_analysis::report::{Problem, Range32, Report};
use tm_analysis::{FileInput, Level, ProjectInput, ReportOptions, Settings};
use tm_syntax::ast::ItemKind;

/// What another revision says.
pub struct Trusted {
    pub revision: String,
    pub input: ProjectInput,
    pub options: ReportOptions,
    pub silencers: Vec<Silencer>,
}

impl Trusted {
    /// Decisions, assumptions and safeguards of now give way to those of then; so do `[rules]` and what `[check]` says of the
    /// judgement.
    pub fn take_over(&self, now: ProjectInput, silencers: &[Silencer], options: &mut ReportOptions) -> ProjectInput {
        let theirs = declared(&self.silencers);
        let ours = declared(silencers);
        let mut files: Vec<FileInput> = now.files;
        for file in &mut files {
            if let Some(ranges) = ours.get(file.path.as_str()) {
                file.text = blank(&file.text, ranges, false);
            }
        }
        let taken = self.input.files.iter().filter_map(|file| {
            let mut ranges = theirs.get(file.path.as_str())?.clone();
            ranges.extend(header(&file.text));
            Some(FileInput { path: self.path(&file.path), text: blank(&file.text, &ranges, true), ..file.clone() })
        });
        files.extend(taken);
        options.profile = self.options.profile;
        options.select.clone_from(&self.options.select);
        options.ignore.clone_from(&self.options.ignore);
        options.baseline.clone_from(&self.options.baseline);
        if let Some(baseline) = &mut options.baseline {
            // It is not the file that lies there now.
            baseline.path = self.path(&baseline.path);
        }
        let theirs = &self.input.settings;
        let settings = Settings { without: theirs.without.clone(), rules: theirs.rules.clone(), ..now.settings };
        ProjectInput { files, settings, ..now }
    }

    /// What another revision decided may be about what is not there any more: that is no mistake of this one.
    pub fn forgive(&self, report: &mut Report) {
        let end = self.path("");
        let files = &report.files;
        let is_theirs = |problem: &Problem| {
            let file = problem.location.as_ref().and_then(|at| files.get(usize::try_from(at.file).ok()?));
            file.is_some_and(|file| file.path.ends_with(&end))
        };
        let (theirs, ours): (Vec<Problem>, Vec<Problem>) =
            std::mem::take(&mut report.errors).into_iter().partition(is_theirs);
        report.errors = ours;
        report.notices.extend(theirs.into_iter().map(|problem| Problem { level: Level::Warning, ..problem }));
    }

    fn path(&self, path: &str) -> String {
        format!("{path} at {}", self.revision)
    }
}

/// By path, where decisions, assumptions and safeguards stand.
fn declared(silencers: &[Silencer]) -> BTreeMap<&str, Vec<Range<usize>>> {
    let mut declared: BTreeMap<&str, Vec<Range<usize>>> = BTreeMap::new();
    for silencer in silencers.iter().filter(|silencer| silencer.sort != SilencerSort::Rule) {
        declared.entry(&silencer.path).or_default().push(bytes(silencer.range));
    }
    declared
}

fn bytes(range: Range32) -> Range<usize> {
    usize::try_from(range.start).unwrap_or(usize::MAX)..usize::try_from(range.end).unwrap_or(usize::MAX)
}

/// Of which module a file is, and what it brings into scope.
fn header(text: &str) -> Vec<Range<usize>> {
    let parsed = tm_syntax::parse(text);
    let uses = parsed.file.items.iter().filter(|item| matches!(item.kind, ItemKind::Use(_))).map(|item| item.range);
    let module = parsed.file.module.as_ref().map(|path| {
        let mut range = path.range;
        range.lo = range.lo.saturating_sub(1);
        range
    });
    module.into_iter().chain(uses).map(|range| bytes(parsed.text_range(range).into())).collect()
}

/// Spaces in place of these stretches, or of everything else; lines stay where they are.
fn blank(text: &str, ranges: &[Range<usize>], others: bool) -> String {
    let mut blanked = String::with_capacity(text.len());
    for (at, char) in text.char_indices() {
        let is_in = ranges.iter().any(|range| range.contains(&at));
        if char == '\n' || is_in == others {
            blanked.push(char);
        } else {
            (0..char.len_utf8()).for_each(|_| blanked.push(' '));
        }
    }
    blanked
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;

    #[test]
    fn what_is_blanked_keeps_the_places_of_the_rest() {
        let text = "a é\nbc";
        assert_eq!(blank(text, from_ref(&(2..5)), false), "a  \u{20}\nbc");
        assert_eq!(blank(text, from_ref(&(2..4)), true), "  é\n  ");
    }

    #[test]
    fn the_header_is_the_module_and_what_is_used() {
        let text = "//! Docs.\nmodule a.b\nuse c.d\nservice x\nuse e.{f as g}\n";
        let kept: Vec<&str> = header(text).into_iter().filter_map(|range| text.get(range)).collect();
        assert_eq!(kept, ["module a.b", "use c.d", "use e.{f as g}"]);
    }
}
