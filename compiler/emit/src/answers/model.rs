//! The checked model as JSON, an element at a time: a large one would take a lot of room at once.

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};
use tm_analysis::inspect::{ModelElement, ValueLine, each_element, edges, relations};
use tm_analysis::report::Name;
use tm_analysis::{Database, Project, Value};

use super::AnswerOptions;
use super::document::{Parts, provenance, put};
use super::value::is_empty;
use crate::json::writer::Writer;

/// The JSON Schema (2020-12) of what [`model_json`] writes.
pub const MODEL_SCHEMA: &str = include_str!("../../../../docs/schemas/tm-model.schema.json");

pub fn model_json(db: &Database, project: Project, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer::new(out);
    let mut parts = Parts::new(options.files);
    writer.raw("{\n\"project\":").string(options.project).raw(",\n\"elements\":[");
    let mut is_first = true;
    let mut done = Ok(());
    each_element(db, project, &mut |element| {
        if done.is_ok() {
            writer.raw(if is_first { "\n" } else { ",\n" });
            is_first = false;
            put(&mut writer, &entry(&mut parts, &element));
            done = writer.flush_if_full();
        }
    });
    done?;
    writer.raw(if is_first { "],\n\"relations\":[" } else { "\n],\n\"relations\":[" });
    for (at, relation) in relations(db, project).iter().enumerate() {
        writer.raw(if at == 0 { "\n" } else { ",\n" }).raw("{\"name\":").string(relation).raw(",\"edges\":[");
        let edges = edges(db, project, relation).unwrap_or_default();
        for (at, edge) in edges.iter().enumerate() {
            writer.raw(if at == 0 { "\n" } else { ",\n" });
            let certainty = if edge.is_definite { "definite" } else { "possible" };
            let edge =
                json!({ "from": &*edge.from, "to": &*edge.to, "via": edge.via.as_deref(), "certainty": certainty });
            put(&mut writer, &edge);
            writer.flush_if_full()?;
        }
        writer.raw(if edges.is_empty() { "]}" } else { "\n]}" });
    }
    writer.raw("\n]\n}\n");
    writer.finish()
}

fn entry(parts: &mut Parts<'_>, element: &ModelElement) -> Json {
    let mut values = Map::new();
    let mut unstated = Vec::new();
    for line in &element.values {
        if line.class == "control" && line.is_unstated {
            unstated.push(Json::from(&*line.attribute));
        } else if !is_empty(&line.value) {
            values.insert(line.attribute.to_string(), value(parts, line));
        }
    }
    json!({
        "name": &*element.element.name,
        "kind": &*element.element.kind,
        "kinds": element.kinds.iter().map(|kind| &**kind).collect::<Vec<_>>(),
        "module": &*element.module,
        "parent": element.parent.as_deref(),
        "from": element.from.as_deref(),
        "to": element.to.as_deref(),
        "endpoint": element.endpoint.as_deref(),
        "rule": element.rule.as_deref(),
        "location": parts.location(element.element.location.as_ref()),
        "values": values,
        "unstated": unstated,
    })
}

fn value(parts: &mut Parts<'_>, line: &ValueLine) -> Json {
    let state = match &line.value {
        Value::Unset => "unset",
        Value::Unknown => "unknown",
        Value::NotApplicable(_) => "not-applicable",
        _ => "known",
    };
    let (value, possible) = plain(line);
    json!({
        "type": &*line.ty,
        "value": value,
        "state": state,
        "possible": possible,
        "provenance": provenance(line.provenance, line.is_unstated),
        "source": line.source.as_ref().map(|source| source.name.to_string()),
        "location": parts.location(line.location.as_ref()),
    })
}

/// A value, and the members of a list that are only possible.
fn plain(line: &ValueLine) -> (Json, Vec<Json>) {
    match &line.value {
        Value::Unset | Value::Unknown => (Json::Null, Vec::new()),
        Value::NotApplicable(reason) => (Json::from(&**reason), Vec::new()),
        Value::Set(set) => (Json::Array(members(&set.members, &line.members)), members(&set.possible, &line.possible)),
        value => (one(value, &line.shown), Vec::new()),
    }
}

fn members(values: &[Value], shown: &[Name]) -> Vec<Json> {
    values.iter().zip(shown).map(|(value, shown)| one(value, shown)).collect()
}

/// Truth values, numbers and texts as they are, all else by name.
fn one(value: &Value, shown: &str) -> Json {
    match value {
        Value::Bool(value) => Json::from(*value),
        Value::Int(value) => Json::from(*value),
        Value::Text(text) => Json::from(&**text),
        Value::Unset | Value::Unknown | Value::NotApplicable(_) => Json::Null,
        _ => Json::from(shown),
    }
}
