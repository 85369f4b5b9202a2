//! One diagnostic as people see it: header, source with labels, notes.
//!
//! Only this file, the sources and the layout know ariadne.

use std::io::{self, Write};

use ariadne::{Config, Label, LabelAttach, Report as Snippet, ReportKind};
use tm_analysis::report::{Location, Report};
use unicode_width::UnicodeWidthStr;

use super::HumanOptions;
use super::layout::{self, MARK};
use super::source::{Sources, Spot};
use super::style::{SECONDARY, Style, Tint};
use super::wrap::wrap;
use crate::sanitize::{self, NAME};

/// Lines of text wider than this tire the reader, however wide the terminal.
pub(super) const READABLE: usize = 110;

/// Texts are already sanitized.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    /// `high`, `error`
    pub(super) kind: String,
    /// The rule, or the name of the error.
    pub(super) code: &'a str,
    pub(super) title: String,
    pub(super) tint: Tint,
    pub(super) location: Option<&'a Location>,
    /// What is said at the location; empty for a mere underline.
    pub(super) message: String,
    pub(super) labels: Vec<(&'a Location, String)>,
    pub(super) notes: Vec<Note>,
}

/// `word: text`, each line of the text wrapped.
#[derive(Debug)]
pub(super) struct Note {
    pub(super) word: &'static str,
    pub(super) text: String,
}

/// Keeps what is costly to prepare for the whole run.
#[derive(Debug)]
pub(super) struct Printer<'a> {
    sources: Sources<'a>,
    width: usize,
    pub(super) style: Style,
}

impl<'a> Printer<'a> {
    pub(super) fn new(report: &'a Report, options: &HumanOptions) -> Self {
        Self { sources: Sources::new(report), width: options.width.max(40), style: Style { colour: options.colour } }
    }

    pub(super) fn text_width(&self) -> usize {
        self.width.min(READABLE)
    }

    pub(super) fn write(&mut self, out: &mut impl Write, entry: &Entry) -> io::Result<()> {
        self.header(out, entry)?;
        let Some((location, spot)) = entry.location.and_then(|at| self.sources.spot(at).map(|spot| (at, spot))) else {
            return self.plain(out, entry, None);
        };
        if self.sources.is_empty(location) {
            let file = self.sources.file(location);
            return self.plain(out, entry, file);
        }
        let is_cut = self.sources.is_cut(location);
        let texts = self.merged(entry, spot);
        if is_cut || texts.iter().any(|(spot, _)| spot.end < spot.start) {
            let reference = self.sources.reference(location);
            return self.plain(out, entry, reference);
        }
        let labels = texts.iter().enumerate().map(|(order, (at, text))| {
            let color = if *at == spot { entry.tint.label() } else { SECONDARY };
            Label::new(at.span())
                .with_message(format!("{MARK}{text}"))
                .with_color(color)
                .with_order(i32::try_from(order).unwrap_or(i32::MAX))
        });
        let config = Config::new().with_color(self.style.colour).with_label_attach(LabelAttach::Start);
        let mut drawn = Vec::new();
        Snippet::build(ReportKind::Error, spot.span())
            .with_config(config)
            .with_labels(labels)
            .finish()
            .write(&mut self.sources, &mut drawn)?;
        let drawn = String::from_utf8_lossy(&drawn);
        let (style, width) = (self.style, self.text_width());
        let notes = |margin: usize| {
            entry.notes.iter().flat_map(|note| note.lines(style, width.saturating_sub(margin))).collect::<Vec<_>>()
        };
        out.write_all(layout::layout(&drawn, self.width, style, notes).as_bytes())
    }

    fn header(&self, out: &mut impl Write, entry: &Entry) -> io::Result<()> {
        let head = format!("{}[{}]:", entry.kind, sanitize::inline(entry.code, NAME));
        let mut lines = wrap(&format!("{head} {}", entry.title), self.text_width()).into_iter();
        let first = lines.next().unwrap_or_default();
        match first.strip_prefix(&head) {
            Some(title) => writeln!(out, "{}{}", self.style.tint(entry.tint, &head), self.style.bold(title))?,
            None => writeln!(out, "{}", self.style.tint(entry.tint, &first))?,
        }
        for line in lines {
            writeln!(out, "{}", self.style.bold(&line))?;
        }
        Ok(())
    }

    /// Without source.
    fn plain(&self, out: &mut impl Write, entry: &Entry, reference: Option<String>) -> io::Result<()> {
        let message = Some(&entry.message).filter(|message| !message.is_empty());
        for text in reference.iter().chain(message) {
            for line in wrap(text, self.text_width().saturating_sub(2)) {
                writeln!(out, "  {line}")?;
            }
        }
        for line in entry.notes.iter().flat_map(|note| note.lines(self.style, self.text_width().saturating_sub(2))) {
            writeln!(out, "  {line}")?;
        }
        Ok(())
    }

    /// The labels in the order of their files (the main one first) and lines, and from right to left within a line,
    /// so that no arrow crosses another. Labels that begin at one place become one.
    fn merged(&mut self, entry: &Entry, main: Spot) -> Vec<(Spot, String)> {
        // Where something is missing there is nothing to underline.
        let is_gap = main.start == main.end && entry.message.is_empty();
        let mut labels = vec![(main, if is_gap { "here".to_owned() } else { entry.message.clone() })];
        for (location, text) in &entry.labels {
            let Some(spot) = self.sources.spot(location) else { continue };
            match labels.iter_mut().find(|(known, _)| (known.file, known.start) == (spot.file, spot.start)) {
                Some((_, known)) if known.is_empty() => known.clone_from(text),
                Some((_, known)) if known == text => {}
                Some((_, known)) => {
                    known.push_str("; ");
                    known.push_str(text);
                }
                None => labels.push((spot, text.clone())),
            }
        }
        labels.sort_by_key(|(spot, _)| (spot.file != main.file, spot.file, spot.line, std::cmp::Reverse(spot.start)));
        labels
    }
}

impl Note {
    fn lines(&self, style: Style, width: usize) -> Vec<String> {
        let indent = self.word.width() + 2;
        let text = self.text.lines().flat_map(|line| wrap(line, width.saturating_sub(indent)));
        let line = |(at, line): (usize, String)| match at {
            0 => format!("{} {line}", style.word(&format!("{}:", self.word))),
            _ => format!("{:indent$}{line}", ""),
        };
        text.enumerate().map(line).collect()
    }
}
