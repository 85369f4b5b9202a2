//! A value with who says it.

use serde_json::{Value as Json, json};
use tm_analysis::Value;
use tm_analysis::inspect::ValueLine;

use super::document::{Parts, provenance};

/// Whether a value says that there is nothing.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Unset | Value::Bool(false) => true,
        Value::Set(set) => set.members.is_empty() && set.possible.is_empty(),
        _ => false,
    }
}

pub(super) fn line(parts: &mut Parts<'_>, line: &ValueLine) -> Json {
    let source = line.source.as_ref().map(|source| source.name.to_string());
    json!({
        "attribute": &*line.attribute,
        "class": line.class,
        "type": &*line.ty,
        "value": &*line.shown,
        "provenance": provenance(line.provenance, line.is_unstated),
        "source": source,
        "location": parts.location(line.location.as_ref()),
    })
}
