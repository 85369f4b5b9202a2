//! Answers as JSON: one entry of a list on a line, every member always present, nothing a terminal could obey.

use std::io::{self, Write};

use serde_json::{Value, json};
use tm_analysis::report::{Decides, Finding, Hop, Location, Provenance, Question, ReportFile};

use crate::json::writer::Writer;
use crate::lines::Places;
use crate::summary;

/// Writes an object; the lists in it have a line for each entry.
pub(super) fn write(members: &[(&str, Value)], out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer::new(out);
    writer.raw("{");
    for (at, (name, value)) in members.iter().enumerate() {
        writer.raw(if at == 0 { "\n" } else { ",\n" }).string(name).raw(":");
        match value {
            Value::Array(items) if !items.is_empty() => {
                for (at, item) in items.iter().enumerate() {
                    writer.raw(if at == 0 { "[\n" } else { ",\n" });
                    put(&mut writer, item);
                    writer.flush_if_full()?;
                }
                writer.raw("\n]");
            }
            value => put(&mut writer, value),
        }
    }
    writer.raw("\n}\n");
    writer.finish()
}

pub(super) fn put(writer: &mut Writer<'_>, value: &Value) {
    match value {
        Value::String(text) => {
            writer.string(text);
        }
        Value::Array(items) => {
            writer.raw("[");
            for (at, item) in items.iter().enumerate() {
                writer.raw(if at == 0 { "" } else { "," });
                put(writer, item);
            }
            writer.raw("]");
        }
        Value::Object(members) => {
            writer.raw("{");
            for (at, (name, value)) in members.iter().enumerate() {
                writer.raw(if at == 0 { "" } else { "," }).string(name).raw(":");
                put(writer, value);
            }
            writer.raw("}");
        }
        other => {
            writer.raw(&other.to_string());
        }
    }
}

/// Parts that several answers have.
pub(super) struct Parts<'a> {
    places: Places<'a>,
}

impl<'a> Parts<'a> {
    pub(super) fn new(files: &'a [ReportFile]) -> Self {
        Self { places: Places::of(files) }
    }

    pub(super) fn location(&mut self, location: Option<&Location>) -> Value {
        let Some(place) = location.and_then(|location| self.places.place(location)) else { return Value::Null };
        json!({
            "file": place.file,
            "line": place.start.line,
            "column": place.start.column,
            "endLine": place.end.line,
            "endColumn": place.end.column,
        })
    }

    pub(super) fn named(&mut self, named: &tm_analysis::inspect::Named) -> Value {
        json!({ "name": &*named.name, "kind": &*named.kind, "location": self.location(named.location.as_ref()) })
    }

    pub(super) fn hop(&mut self, Hop { from, to, via, location }: &Hop) -> Value {
        json!({ "from": &**from, "to": &**to, "via": via.as_deref(), "location": self.location(location.as_ref()) })
    }

    /// What is worth knowing of a finding beside the question; `tm check` tells all.
    pub(super) fn finding(&mut self, finding: &Finding) -> Value {
        json!({
            "rule": &*finding.rule,
            "severity": finding.severity.name(),
            "certainty": certainty(finding.certainty),
            "message": finding.message,
            "location": self.location(Some(&finding.location)),
            "id": finding.id,
        })
    }

    pub(super) fn question(&mut self, question: &Question) -> Value {
        let decides = |Decides { rule, on }: &Decides| json!({ "rule": &**rule, "on": on.iter().map(|name| &**name).collect::<Vec<_>>() });
        json!({
            "element": &*question.element,
            "attribute": &*question.attribute,
            "decides": question.decides.iter().map(decides).collect::<Vec<_>>(),
            "location": self.location(Some(&question.location)),
        })
    }
}

pub(super) fn certainty(certainty: tm_analysis::report::Certainty) -> &'static str {
    match certainty {
        tm_analysis::report::Certainty::Definite => "definite",
        tm_analysis::report::Certainty::Possible => "possible",
    }
}

/// The words of `tm check` for where a value comes from, and `unstated`.
pub(super) fn provenance(provenance: Provenance, is_unstated: bool) -> &'static str {
    if is_unstated { "unstated" } else { provenance.name() }
}

/// `high`, `possible high`
pub(super) fn severity(finding: &Finding) -> String {
    summary::severity(finding.severity, finding.certainty)
}
