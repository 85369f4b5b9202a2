//! GitLab's code quality report: findings, and what is wrong with the model.

use std::io::{self, Write};

use serde_json::{Value, json};
use tm_analysis::Level;
use tm_analysis::report::{Certainty, Finding, Location, Problem, Report, Severity};

use crate::fingerprint::Fingerprints;
use crate::json::writer::Writer;
use crate::lines::Places;
use crate::paths;
use crate::run::Run;
use crate::sanitize::{self, NAME, SENTENCE};

/// Writes an array with an entry on each line.
pub fn gitlab(report: &Report, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut quality = Quality {
        report,
        run,
        places: Places::new(report),
        fingerprints: Fingerprints::default(),
        writer: Writer::new(out),
    };
    quality.writer.raw("[");
    for (at, problem) in report.errors.iter().enumerate() {
        let entry = quality.problem(problem);
        quality.entry(at == 0, &entry)?;
    }
    for (at, finding) in report.findings.iter().enumerate() {
        let entry = quality.finding(finding);
        quality.entry(at == 0 && report.errors.is_empty(), &entry)?;
    }
    let is_empty = report.errors.is_empty() && report.findings.is_empty();
    quality.writer.raw(if is_empty { "]\n" } else { "\n]\n" });
    quality.writer.finish()
}

struct Quality<'a, 'w> {
    report: &'a Report,
    run: &'a Run<'a>,
    places: Places<'a>,
    fingerprints: Fingerprints,
    writer: Writer<'w>,
}

impl Quality<'_, '_> {
    fn entry(&mut self, is_first: bool, entry: &Value) -> io::Result<()> {
        self.writer.raw(if is_first { "\n" } else { ",\n" }).value(entry);
        self.writer.flush_if_full()
    }

    fn finding(&mut self, finding: &Finding) -> Value {
        let message = sanitize::inline(finding.message.lines().next().unwrap_or_default(), SENTENCE);
        let description = match finding.certainty {
            Certainty::Definite => message.into_owned(),
            Certainty::Possible => format!("possible: {message}"),
        };
        let severity = match finding.severity {
            Severity::Critical => "blocker",
            Severity::High => "critical",
            Severity::Medium => "major",
            Severity::Low => "minor",
            Severity::Info => "info",
        };
        let fingerprint = self.fingerprints.of(finding, self.report);
        self.issue(&finding.rule, description, severity, fingerprint, Some(&finding.location))
    }

    /// An error keeps something from being judged: nothing is worse.
    fn problem(&mut self, problem: &Problem) -> Value {
        let severity = match problem.level {
            Level::Error => "blocker",
            Level::Warning => "minor",
            Level::Note => "info",
        };
        let fingerprint = self.fingerprints.next(&format!("{}: {}", problem.name, problem.message));
        let message = sanitize::inline(problem.message.lines().next().unwrap_or_default(), SENTENCE).into_owned();
        self.issue(&problem.name, message, severity, fingerprint, problem.location.as_ref())
    }

    /// Each must have a place: what has none is shown at the beginning of the project.
    fn issue(
        &mut self,
        name: &str,
        description: String,
        severity: &str,
        fingerprint: String,
        location: Option<&Location>,
    ) -> Value {
        let place = location.and_then(|location| self.places.place(location));
        let (file, begin, end) =
            place.map_or(("tm.toml", 1, 1), |place| (place.file, place.start.line, place.end.line));
        json!({
            "description": description,
            "check_name": sanitize::inline(name, NAME),
            "fingerprint": fingerprint,
            "severity": severity,
            "location": {
                "path": paths::in_repository(self.run.folder, file),
                "lines": { "begin": begin, "end": end },
            },
        })
    }
}
