//! Output for people: errors, findings in groups, notices, open questions, and a line that sums up.

mod changes;
mod entry;
mod facts;
mod finding;
mod layout;
mod problem;
mod questions;
mod source;
pub(crate) mod style;
pub(crate) mod wrap;

use std::io::{self, BufWriter, Write};
use std::time::Duration;

use tm_analysis::report::Report;

use crate::cause;
use crate::names::Names;
use crate::summary;
use entry::{Entry, Printer};

/// How many groups, and how many lines of questions, are shown unless all are asked for.
const SHOWN: usize = 50;

/// What the caller knows of the terminal and of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HumanOptions {
    pub colour: bool,
    /// Columns; below 40 counts as 40.
    pub width: usize,
    /// Show every group instead of the worst 50.
    pub all: bool,
    pub elapsed: Option<Duration>,
    /// Errors and findings, and what a branch silences; nothing else.
    pub quiet: bool,
}

impl Default for HumanOptions {
    fn default() -> Self {
        Self { colour: false, width: 80, all: false, elapsed: None, quiet: false }
    }
}

/// Writes what a person should read first first, and at most so much of it as can be read.
pub fn human(report: &Report, options: &HumanOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let names = Names::new(report);
    let mut printer = Printer::new(report, options);

    let errors = report.errors.iter().map(problem::entry);
    section(&mut out, &mut printer, options, errors, report.errors.len(), "error")?;

    let causes = cause::causes(&report.findings);
    let entries = causes.iter().map(|cause| finding::entry(cause, report, &names, options.all));
    section(&mut out, &mut printer, options, entries, causes.len(), "group of findings")?;

    if options.quiet {
        changes::silencing(&mut out, report, options, printer.style)?;
        return out.flush();
    }
    let notices = report.notices.iter().map(problem::entry);
    section(&mut out, &mut printer, options, notices, report.notices.len(), "notice")?;

    changes::write(&mut out, report, options, printer.style)?;
    questions::write(&mut out, report, &names, options)?;
    for line in wrap::pack(&summary::parts(report, options.elapsed), summary::BETWEEN, options.width.max(40)) {
        writeln!(out, "{}", printer.style.bold(&line))?;
    }
    out.flush()
}

/// The errors alone.
pub(crate) fn errors(report: &Report, options: &HumanOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let mut printer = Printer::new(report, options);
    let errors = report.errors.iter().map(problem::entry);
    section(&mut out, &mut printer, options, errors, report.errors.len(), "error")?;
    out.flush()
}

/// Up to [`SHOWN`] entries, and how many more there are.
fn section<'a>(
    out: &mut impl Write,
    printer: &mut Printer,
    options: &HumanOptions,
    entries: impl Iterator<Item = Entry<'a>>,
    count: usize,
    noun: &str,
) -> io::Result<()> {
    let shown = if options.all { count } else { count.min(SHOWN) };
    for entry in entries.take(shown) {
        printer.write(out, &entry)?;
        writeln!(out)?;
    }
    if let Some(more) = more(count - shown, noun) {
        writeln!(out, "{}\n", printer.style.dim(&format!("… and {more}: `tm check --all` shows all")))?;
    }
    Ok(())
}

fn more(count: usize, noun: &str) -> Option<String> {
    match (count, noun.split_once(' ')) {
        (0, _) => None,
        (1, _) => Some(format!("1 more {noun}")),
        (count, None) => Some(format!("{count} more {noun}s")),
        (count, Some((head, rest))) => Some(format!("{count} more {head}s {rest}")),
    }
}
