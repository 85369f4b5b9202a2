//! Source text made fit to show, and places in it.

use std::fmt;
use std::ops::Range;

use ariadne::{Cache, Source};
use tm_analysis::report::{Location, Report, ReportFile};

use crate::lines::{BYTE_ORDER_MARK, Places};
use crate::sanitize::{self, SENTENCE};

/// Chars of one line that are shown at most; the layout shows only so many of them as fit.
const LINE: usize = 2000;

/// Where a label goes: within one line, in chars of the shown text, as ariadne counts by default.
///
/// With byte offsets ariadne 0.6 mistakes the char offset of a label in a second file for a byte offset, and can panic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) file: u32,
    /// 0-based.
    pub(super) line: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Spot {
    pub(super) fn span(self) -> (u32, Range<usize>) {
        (self.file, self.start..self.end)
    }
}

/// The files of a report, each prepared at its first use, once per run.
#[derive(Debug)]
pub(super) struct Sources<'a> {
    report: &'a Report,
    places: Places<'a>,
    shown: Vec<Option<Shown>>,
}

#[derive(Debug)]
struct Shown {
    source: Source<String>,
    /// For each line the char offset of its beginning and its length.
    lines: Vec<(usize, usize)>,
}

impl<'a> Sources<'a> {
    pub(super) fn new(report: &'a Report) -> Self {
        Self { report, places: Places::new(report), shown: report.files.iter().map(|_| None).collect() }
    }

    /// The part of a location that lies on its first line. `None` when the report has no such file.
    pub(super) fn spot(&mut self, location: &Location) -> Option<Spot> {
        let (from, to) = (usize::try_from(location.range.start).ok()?, usize::try_from(location.range.end).ok()?);
        let index = self.places.index(location.file)?;
        let start = index.position(from);
        let line_end = index.line_end(from);
        let end = index.position(to.clamp(from, line_end.max(from)));
        let line = start.line.checked_sub(1)?;
        let (offset, length) = *self.shown(location.file)?.lines.get(line)?;
        let at = |column: usize| offset + column.saturating_sub(1).min(length);
        Some(Spot { file: location.file, line, start: at(start.column), end: at(end.column) })
    }

    /// Whether a location begins so far to the right that the text there is not shown.
    pub(super) fn is_cut(&mut self, location: &Location) -> bool {
        let Some(start) = self.places.place(location).map(|place| place.start) else { return false };
        let line = start.line.checked_sub(1);
        let shown = self.shown(location.file).and_then(|shown| shown.lines.get(line?).copied());
        shown.is_some_and(|(_, length)| length >= LINE && start.column > length)
    }

    /// `path:line:column`, for where there is no room to show the line.
    pub(super) fn reference(&mut self, location: &Location) -> Option<String> {
        let place = self.places.place(location)?;
        Some(format!("{}:{}:{}", sanitize::inline(place.file, SENTENCE), place.start.line, place.start.column))
    }

    /// Whether the file has no text: it is empty, or could not be read.
    pub(super) fn is_empty(&self, location: &Location) -> bool {
        self.at(location).is_some_and(|file| file.text.is_empty())
    }

    pub(super) fn file(&self, location: &Location) -> Option<String> {
        Some(sanitize::inline(&self.at(location)?.path, SENTENCE).into_owned())
    }

    fn at(&self, location: &Location) -> Option<&ReportFile> {
        self.report.files.get(usize::try_from(location.file).ok()?)
    }

    fn shown(&mut self, file: u32) -> Option<&Shown> {
        let file = usize::try_from(file).ok()?;
        let text = &self.report.files.get(file)?.text;
        Some(self.shown.get_mut(file)?.get_or_insert_with(|| Shown::new(text)))
    }
}

impl Shown {
    fn new(text: &str) -> Self {
        let mut shown = String::with_capacity(text.len() + 1);
        let mut lines = Vec::new();
        let mut offset = 0;
        for line in text.trim_start_matches(BYTE_ORDER_MARK).split('\n') {
            if !lines.is_empty() {
                shown.push('\n');
                offset += 1;
            }
            let line = line.strip_suffix('\r').unwrap_or(line);
            let length = if line.len() <= LINE && line.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t')) {
                shown.push_str(line);
                line.len()
            } else {
                let before = shown.len();
                shown.extend(line.chars().take(LINE).map(sanitize::source_char));
                shown.get(before..).map_or(0, |line| line.chars().count())
            };
            lines.push((offset, length));
            offset += length;
        }
        // Without it ariadne counts a last line that is empty to the line before.
        shown.push(' ');
        Self { source: Source::from(shown), lines }
    }
}

/// What ariadne says of a file that is not there; spots are only made of files that are.
#[derive(Debug)]
pub(super) struct Missing;

impl Cache<u32> for Sources<'_> {
    type Storage = String;

    fn fetch(&mut self, file: &u32) -> Result<&Source<String>, impl fmt::Debug> {
        self.shown(*file).map(|shown| &shown.source).ok_or(Missing)
    }

    fn display<'b>(&self, file: &'b u32) -> Option<impl fmt::Display + 'b> {
        let path = &self.report.files.get(usize::try_from(*file).ok()?)?.path;
        Some(sanitize::inline(path, SENTENCE).into_owned())
    }
}
