//! What is different from another revision, after the findings that are new.

use std::io::{self, Write};

use tm_analysis::report::Report;

use super::style::Style;
use super::wrap::wrap;
use super::{HumanOptions, SHOWN, more};
use crate::changes;
use crate::lines::Places;
use crate::sanitize::{self, NAME, SENTENCE};

pub(super) fn write(out: &mut impl Write, report: &Report, options: &HumanOptions, style: Style) -> io::Result<()> {
    let Some(changed) = &report.changes else { return Ok(()) };
    let mut places = Places::new(report);
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for change in &changed.silencing {
        let place = change.location.as_ref().and_then(|location| places.place(location));
        let place = place.map(|at| format!(", {}:{}", sanitize::inline(at.file, SENTENCE), at.start.line));
        let head = format!("{}: {}{}", changes::kind(change), changes::title(change), place.unwrap_or_default());
        lines.push((head, changes::effects(change)));
    }
    for gone in &changed.gone {
        let head = format!("gone: {}: {}", sanitize::inline(&gone.rule, NAME), changes::message(gone));
        lines.push((head, vec![changes::why(gone)]));
    }
    writeln!(out, "{}", style.bold(&changes::headline(report, changed)))?;
    let notes = changed.notes.iter().map(|note| (format!("note: {}", sanitize::inline(note, SENTENCE)), Vec::new()));
    lines.splice(0..0, notes);
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
