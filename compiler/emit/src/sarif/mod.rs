//! SARIF 2.1.0, within what GitHub's code scanning takes.
//!
//! Questions are no results: a viewer would show each as an alert. How many there are stands among the properties.

mod notification;
mod result;
mod rule;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};
use tm_analysis::report::{Certainty, Finding, Location, Report, Severity};

use crate::fingerprint::Fingerprints;
use crate::json::writer::Writer;
use crate::lines::Places;
use crate::paths;
use crate::run::Run;
use crate::sanitize;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What paths are relative to.
const ROOT: &str = "%SRCROOT%";

/// Of a run; code scanning refuses more.
const RESULTS: usize = 25_000;

/// Writes the findings, the silenced ones among them, and what is wrong with the model.
pub fn sarif(report: &Report, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rules = rule::levels(report);
    let index: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(index, name)| (*name, index)).collect();
    let mut sarif = Sarif { run, report, index, places: Places::new(report), fingerprints: Fingerprints::default() };
    let mut writer = Writer::new(out);
    writer.raw("{\"$schema\":").string(SCHEMA).raw(",\"version\":\"2.1.0\",\"runs\":[{\n\"tool\":{\"driver\":{");
    writer.raw("\"name\":\"tm\",\"version\":").string(run.version);
    if let Some(home) = run.home {
        writer.raw(",\"informationUri\":").string(home);
    }
    writer.raw(",\"rules\":");
    let rules = rules.iter().map(|(name, severity)| rule::descriptor(name, *severity, report));
    entries(&mut writer, rules)?;
    writer.raw("}},\n\"invocations\":[").value(&sarif.invocation()).raw("],\n");
    writer.raw("\"originalUriBaseIds\":").value(&json!({
        ROOT: { "description": { "text": "The root of the repository that the project lies in." } }
    }));
    writer.raw(",\n\"columnKind\":\"unicodeCodePoints\",\n\"results\":");
    let results = report.findings.iter().map(|finding| (finding, false));
    let results = results.chain(report.silenced.iter().map(|finding| (finding, true))).take(RESULTS);
    entries(&mut writer, results.map(|(finding, silenced)| sarif.result(finding, silenced)))?;
    writer.raw(",\n\"properties\":").value(&sarif.properties()).raw("\n}]}\n");
    writer.finish()
}

/// An array with a line for each value.
fn entries(writer: &mut Writer<'_>, values: impl Iterator<Item = Value>) -> io::Result<()> {
    writer.raw("[");
    let mut is_empty = true;
    for value in values {
        writer.raw(if is_empty { "\n" } else { ",\n" }).value(&value);
        writer.flush_if_full()?;
        is_empty = false;
    }
    writer.raw(if is_empty { "]" } else { "\n]" });
    Ok(())
}

struct Sarif<'a> {
    run: &'a Run<'a>,
    report: &'a Report,
    /// Of each rule in the list of rules.
    index: BTreeMap<&'a str, usize>,
    places: Places<'a>,
    fingerprints: Fingerprints,
}

impl Sarif<'_> {
    /// `None` where the report has no such file.
    fn physical(&mut self, location: &Location) -> Option<Value> {
        let place = self.places.place(location)?;
        let path = paths::in_repository(self.run.folder, place.file);
        Some(json!({
            "artifactLocation": { "uri": paths::uri(&path), "uriBaseId": ROOT },
            "region": {
                "startLine": place.start.line,
                "startColumn": place.start.column,
                "endLine": place.end.line,
                "endColumn": place.end.column,
            },
        }))
    }

    fn properties(&self) -> Value {
        let summary = &self.report.summary;
        json!({
            "openQuestions": summary.questions,
            "controlsStated": summary.coverage.stated,
            "controlsAsked": summary.coverage.asked,
        })
    }
}

/// `error`, `warning`, `note`
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// A sentence. What could be taken for a link is escaped, as the standard wants it.
fn text(text: &str, limit: usize) -> String {
    let shown = sanitize::inline(text, limit);
    if shown.contains("](") {
        shown.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
    } else {
        shown.into()
    }
}

/// What a finding says, with how sure it is.
fn said(finding: &Finding) -> String {
    let message = text(finding.message.lines().next().unwrap_or_default(), sanitize::SENTENCE);
    match finding.certainty {
        Certainty::Definite => message,
        Certainty::Possible => format!("possible: {message}"),
    }
}
