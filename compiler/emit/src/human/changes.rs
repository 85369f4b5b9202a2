//! What is different from another revision, after the findings that are new.

use std::io::{self, Write};

use tm_analysis::report::{Changes, Report, SilencingChange};

use super::style::Style;
use super::wrap::wrap;
use super::{HumanOptions, SHOWN, more};
use crate::changes;
use crate::lines::Places;
use crate::sanitize::{self, NAME, SENTENCE};

/// What a line is about, and what is said of it.
type Line = (String, Vec<String>);

pub(super) fn write(out: &mut impl Write, report: &Report, options: &HumanOptions, style: Style) -> io::Result<()> {
    let Some(changed) = &report.changes else { return Ok(()) };
    let mut lines = silences(report, changed);
    for gone in &changed.gone {
        let head = format!("gone: {}: {}", sanitize::inline(&gone.rule, NAME), changes::message(gone));
        lines.push((head, vec![changes::why(gone)]));
    }
    writeln!(out, "{}", style.bold(&changes::headline(report, changed)))?;
    let notes = changed.notes.iter().map(|note| (format!("note: {}", sanitize::inline(note, SENTENCE)), Vec::new()));
    lines.splice(0..0, notes);
    listed(out, &lines, options, style)
}

/// Only what silences: nobody silences a finding unseen.
pub(super) fn silencing(out: &mut impl Write, report: &Report, options: &HumanOptions, style: Style) -> io::Result<()> {
    match report.changes.as_ref().map(|changed| silences(report, changed)) {
        Some(lines) if !lines.is_empty() => listed(out, &lines, options, style),
        _ => Ok(()),
    }
}

fn silences(report: &Report, changed: &Changes) -> Vec<Line> {
    let places = Places::new(report);
    let line = |change: &SilencingChange| {
        let place = change.location.as_ref().and_then(|location| places.place(location));
        let place = place.map(|at| format!(", {}:{}", sanitize::inline(at.file, SENTENCE), at.start.line));
        let head = format!("{}: {}{}", changes::kind(change), changes::title(change), place.unwrap_or_default());
        (head, changes::effects(change))
    };
    changed.silencing.iter().map(line).collect()
}

fn listed(out: &mut impl Write, lines: &[Line], options: &HumanOptions, style: Style) -> io::Result<()> {
    let width = options.width.clamp(40, super::entry::READABLE);
    let shown = if options.all { lines.len() } else { lines.len().min(SHOWN) };
    for (head, rest) in lines.iter().take(shown) {
        for (at, line) in wrap(head, width - 4).into_iter().enumerate() {
            writeln!(out, "{}{line}", if at == 0 { "  " } else { "    " })?;
        }
        for line in rest.iter().flat_map(|line| wrap(line, width - 6)) {
            writeln!(out, "      {line}")?;
        }
    }
    if let Some(more) = more(lines.len() - shown, "change") {
        writeln!(out, "  {}", style.dim(&format!("… and {more}: `tm check --all` shows all")))?;
    }
    writeln!(out)
}
