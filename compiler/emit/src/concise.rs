//! One line per diagnostic, for editors' problem matchers, `grep` and logs: `path:line:column: severity[rule] message`.

use std::fmt::Display;
use std::io::{self, BufWriter, Write};

use tm_analysis::report::{Location, Problem, Question, Report};

use crate::changes;
use crate::human::HumanOptions;
use crate::lines::Places;
use crate::sanitize::{self, NAME, SENTENCE};
use crate::summary;

/// Writes every diagnostic on one line, and the summary; nothing is grouped or left out.
pub fn concise(report: &Report, options: &HumanOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let mut places = Places::new(report);
    for error in &report.errors {
        problem(&mut out, &mut places, error)?;
    }
    for finding in &report.findings {
        let kind = summary::severity(finding.severity, finding.certainty);
        let code = format!("{kind}[{}]", sanitize::inline(&finding.rule, NAME));
        line(&mut out, &mut places, Some(&finding.location), code, &finding.message)?;
    }
    if options.quiet {
        silencing(&mut out, &mut places, report)?;
        return out.flush();
    }
    for notice in &report.notices {
        problem(&mut out, &mut places, notice)?;
    }
    if let Some(changed) = &report.changes {
        for note in &changed.notes {
            line(&mut out, &mut places, None, "note:", note)?;
        }
        silencing(&mut out, &mut places, report)?;
        for gone in &changed.gone {
            let code = format!("gone[{}]", sanitize::inline(&gone.rule, NAME));
            let message = format!("{} ({})", changes::message(gone), changes::why(gone));
            line(&mut out, &mut places, None, code, &message)?;
        }
        writeln!(out, "{}", changes::headline(report, changed))?;
    }
    for question in &report.questions {
        line(&mut out, &mut places, Some(&question.location), "question:", &decides(question))?;
    }
    writeln!(out, "{}", summary::line(report, options.elapsed))?;
    out.flush()
}

fn silencing(out: &mut impl Write, places: &mut Places, report: &Report) -> io::Result<()> {
    for change in report.changes.iter().flat_map(|changed| &changed.silencing) {
        let code = format!("{}:", changes::kind(change));
        let effects = changes::effects(change).join("; ");
        let effects = if effects.is_empty() { effects } else { format!(" ({effects})") };
        let message = format!("{}{effects}", changes::title(change));
        line(out, places, change.location.as_ref(), code, &message)?;
    }
    Ok(())
}

fn problem(out: &mut impl Write, places: &mut Places, problem: &Problem) -> io::Result<()> {
    let code = format!("{}[{}]", summary::level(problem.level), sanitize::inline(&problem.name, NAME));
    line(out, places, problem.location.as_ref(), code, &problem.message)
}

fn line(
    out: &mut impl Write,
    places: &mut Places,
    location: Option<&Location>,
    code: impl Display,
    message: &str,
) -> io::Result<()> {
    let message = sanitize::inline(message.lines().next().unwrap_or_default(), SENTENCE);
    match location.and_then(|location| places.place(location)) {
        Some(place) => {
            let file = sanitize::inline(place.file, SENTENCE);
            writeln!(out, "{file}:{}:{}: {code} {message}", place.start.line, place.start.column)
        }
        None => writeln!(out, "{code} {message}"),
    }
}

fn decides(question: &Question) -> String {
    let mut rules: Vec<&str> = question.decides.iter().map(|decides| decides.rule.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    let element = sanitize::inline(&question.element, NAME);
    let attribute = sanitize::inline(&question.attribute, NAME);
    format!("stating `{attribute}` on `{element}` decides {}", rules.join(", "))
}
