//! JSON for programs. Stable: every member is always present, `null` or an empty array when there is nothing; no times.
//!
//! One entry per line, so that two outputs can be compared line by line.

mod lanes;
pub(crate) mod writer;

use std::io::{self, Write};

use tm_analysis::report::{
    Certainty, Changes, Decides, Decision, Finding, GoneFinding, Hop, Location, Problem, ProblemLabel, Question,
    Rating, Reason, Report, Severity, SilencingChange, Subject,
};

use crate::lines::{Place, Places};
use crate::summary;
use writer::Writer;

/// The JSON Schema (2020-12) of what [`json`] writes.
pub const SCHEMA: &str = include_str!("../../../../docs/schemas/tm-check.schema.json");

/// Writes everything that the report holds, with so many threads: the same bytes with any number.
pub fn json(report: &Report, threads: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut json = Json { report, writer: Writer::new(out), places: Places::new(report), threads };
    json.writer.raw("{\n\"findings\":");
    json.entries(&report.findings, Json::finding)?;
    json.writer.raw(",\n\"silenced\":");
    json.entries(&report.silenced, Json::finding)?;
    json.writer.raw(",\n\"questions\":");
    json.entries(&report.questions, Json::question)?;
    json.writer.raw(",\n\"errors\":");
    json.entries(&report.errors, Json::problem)?;
    json.writer.raw(",\n\"notices\":");
    json.entries(&report.notices, Json::problem)?;
    json.writer.raw(",\n\"summary\":");
    json.summary(report);
    json.writer.raw(",\n\"changes\":");
    json.changes(report.changes.as_ref())?;
    json.writer.raw("\n}\n");
    json.writer.finish()
}

struct Json<'a, 'w> {
    report: &'a Report,
    writer: Writer<'w>,
    places: Places<'a>,
    threads: usize,
}

impl<'a> Json<'a, '_> {
    /// One whose text somebody takes.
    fn detached(report: &'a Report, places: Places<'a>) -> Self {
        Self { report, writer: Writer::detached(), places, threads: 1 }
    }

    /// An array with a line for each item.
    fn entries<T: Sync>(&mut self, items: &[T], entry: fn(&mut Self, &T)) -> io::Result<()> {
        self.writer.raw("[");
        lanes::entries(self, items, entry)?;
        self.writer.raw(if items.is_empty() { "]" } else { "\n]" });
        Ok(())
    }

    /// One of them, after those before it.
    fn entry<T>(&mut self, at: usize, item: &T, entry: fn(&mut Self, &T)) {
        self.writer.raw(if at == 0 { "\n" } else { ",\n" });
        entry(self, item);
    }

    fn list<T>(&mut self, items: &[T], entry: impl Fn(&mut Self, &T)) {
        self.writer.raw("[");
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.writer.raw(",");
            }
            entry(self, item);
        }
        self.writer.raw("]");
    }

    fn finding(&mut self, finding: &Finding) {
        let Finding { rule, title: _, severity, certainty, on, message, help, location, cause: _, .. } = finding;
        let Finding { priority, rating, because, path, stride, cwe, id, decision, .. } = finding;
        self.writer.raw("{\"rule\":").string(rule);
        self.writer.raw(",\"severity\":").string(severity.name());
        self.writer.raw(match certainty {
            Certainty::Definite => ",\"certainty\":\"definite\"",
            Certainty::Possible => ",\"certainty\":\"possible\"",
        });
        self.writer.raw(",\"priority\":{\"score\":").number(u64::from(priority.score));
        self.writer.raw(",\"band\":").string(priority.band().name());
        self.writer.raw(",\"exploitability\":").number(u64::from(priority.exploitability));
        self.writer.raw(",\"impact\":").number(u64::from(priority.impact)).raw("},\"rating\":");
        self.rating(rating.as_deref());
        self.writer.raw(",\"on\":");
        self.list(on, |json, Subject { name, kind }| {
            json.writer.raw("{\"name\":").string(name).raw(",\"kind\":").string(kind).raw("}");
        });
        self.writer.raw(",\"message\":").string(message).raw(",\"location\":");
        self.location(Some(location));
        self.writer.raw(",\"because\":");
        self.list(because, Self::reason);
        self.writer.raw(",\"path\":");
        self.list(path, Self::hop);
        let page = self.report.rule(rule).and_then(|rule| rule.page.as_deref());
        self.writer.raw(",\"help\":").optional(help.as_deref()).raw(",\"page\":").optional(page);
        self.writer.raw(",\"stride\":");
        self.list(stride, |json, name| {
            json.writer.string(name);
        });
        self.writer.raw(",\"cwe\":");
        self.list(cwe, |json, number| {
            json.writer.number(u64::from(*number));
        });
        self.writer.raw(",\"id\":").string(id).raw(",\"decision\":");
        self.decision(decision.as_deref());
        self.writer.raw("}");
    }

    fn decision(&mut self, decision: Option<&Decision>) {
        match decision {
            None => {
                self.writer.raw("null");
            }
            Some(Decision { mode, name, owner, date, reason, location }) => {
                self.writer.raw("{\"mode\":").string(mode.name()).raw(",\"name\":").optional(name.as_deref());
                self.writer.raw(",\"owner\":").optional(owner.as_deref());
                self.writer.raw(",\"date\":").optional(date.as_deref());
                self.writer.raw(",\"reason\":").optional(reason.as_deref()).raw(",\"location\":");
                self.location(location.as_ref());
                self.writer.raw("}");
            }
        }
    }

    fn rating(&mut self, rating: Option<&Rating>) {
        let Some(Rating { scheme, score, level, vector, factors }) = rating else {
            self.writer.raw("null");
            return;
        };
        self.writer.raw("{\"scheme\":").string(scheme.name()).raw(",\"score\":");
        match score {
            Some(score) => self.writer.raw(&format!("{score:.1}")),
            None => self.writer.raw("null"),
        };
        self.writer.raw(",\"level\":").string(level).raw(",\"vector\":").optional(vector.as_deref());
        self.writer.raw(",\"factors\":{");
        for (at, (name, value)) in factors.iter().enumerate() {
            self.writer.raw(if at == 0 { "" } else { "," }).string(name).raw(":").raw(&format!("{value:.1}"));
        }
        self.writer.raw("}}");
    }

    fn changes(&mut self, changes: Option<&Changes>) -> io::Result<()> {
        let Some(Changes { since, notes, known, gone, silencing }) = changes else {
            self.writer.raw("null");
            return Ok(());
        };
        self.writer.raw("{\"since\":").string(since).raw(",\"notes\":");
        self.list(notes, |json, note| {
            json.writer.string(note);
        });
        self.writer.raw(",\"known\":").count(*known).raw(",\n\"gone\":");
        self.entries(gone, Self::gone)?;
        self.writer.raw(",\n\"silencing\":");
        self.entries(silencing, Self::silencing)?;
        self.writer.raw("}");
        Ok(())
    }

    fn gone(&mut self, GoneFinding { rule, severity, message, id, decision }: &GoneFinding) {
        self.writer.raw("{\"rule\":").string(rule).raw(",\"severity\":").string(severity.name());
        self.writer.raw(",\"message\":").string(message).raw(",\"id\":").string(id).raw(",\"decision\":");
        self.decision(decision.as_ref());
        self.writer.raw("}");
    }

    fn silencing(&mut self, change: &SilencingChange) {
        let SilencingChange { sort, change, title, was, location, silences, is_judged } = change;
        self.writer.raw("{\"sort\":").string(sort).raw(",\"change\":").string(change.name());
        self.writer.raw(",\"title\":").string(title).raw(",\"was\":").optional(was.as_deref());
        self.writer.raw(",\"silences\":");
        self.list(silences, |json, id| {
            json.writer.string(id);
        });
        self.writer.raw(if *is_judged { ",\"isJudged\":true" } else { ",\"isJudged\":false" }).raw(",\"location\":");
        self.location(location.as_ref());
        self.writer.raw("}");
    }

    fn reason(&mut self, Reason { element, attribute, value, provenance, location, .. }: &Reason) {
        self.writer.raw("{\"element\":").string(element).raw(",\"attribute\":").string(attribute);
        self.writer.raw(",\"value\":").string(value).raw(",\"provenance\":").string(provenance.name());
        self.writer.raw(",\"location\":");
        self.location(location.as_ref());
        self.writer.raw("}");
    }

    fn hop(&mut self, Hop { from, to, via, location }: &Hop) {
        self.writer.raw("{\"from\":").string(from).raw(",\"to\":").string(to);
        self.writer.raw(",\"via\":").optional(via.as_deref()).raw(",\"location\":");
        self.location(location.as_ref());
        self.writer.raw("}");
    }

    fn question(&mut self, Question { element, attribute, decides, location }: &Question) {
        self.writer.raw("{\"element\":").string(element).raw(",\"attribute\":").string(attribute).raw(",\"decides\":");
        self.list(decides, |json, Decides { rule, on }| {
            json.writer.raw("{\"rule\":").string(rule).raw(",\"on\":");
            json.list(on, |json, name| {
                json.writer.string(name);
            });
            json.writer.raw("}");
        });
        self.writer.raw(",\"location\":");
        self.location(Some(location));
        self.writer.raw("}");
    }

    fn problem(&mut self, Problem { name, level, message, location, labels, help, suggestions: _ }: &Problem) {
        self.writer.raw("{\"name\":").string(name).raw(",\"severity\":").string(summary::level(*level));
        self.writer.raw(",\"message\":").string(message).raw(",\"location\":");
        self.location(location.as_ref());
        self.writer.raw(",\"labels\":");
        self.list(labels, |json, ProblemLabel { location, message }| {
            json.writer.raw("{\"message\":").string(message).raw(",\"location\":");
            json.location(Some(location));
            json.writer.raw("}");
        });
        self.writer.raw(",\"help\":").optional(help.as_deref()).raw("}");
    }

    fn location(&mut self, location: Option<&Location>) {
        let Some(Place { file, start, end }) = location.and_then(|location| self.places.place(location)) else {
            self.writer.raw("null");
            return;
        };
        self.writer.raw("{\"file\":").string(file);
        self.writer.raw(",\"line\":").count(start.line).raw(",\"column\":").count(start.column);
        self.writer.raw(",\"endLine\":").count(end.line).raw(",\"endColumn\":").count(end.column).raw("}");
    }

    fn summary(&mut self, report: &Report) {
        let summary = &report.summary;
        self.writer.raw("{\"findings\":{");
        for (at, (severity, count)) in Severity::ALL.iter().zip(summary.findings).rev().enumerate() {
            self.writer.raw(if at == 0 { "" } else { "," }).string(severity.name()).raw(":").count(count);
        }
        self.writer.raw("},\"possible\":").count(summary.possible).raw(",\"silenced\":").count(summary.silenced);
        self.writer.raw(",\"questions\":").count(summary.questions);
        self.writer.raw(",\"coverage\":{\"stated\":").count(summary.coverage.stated);
        self.writer.raw(",\"asked\":").count(summary.coverage.asked);
        self.writer.raw("},\"files\":").count(summary.files).raw(",\"elements\":").count(summary.elements).raw("}");
    }
}
