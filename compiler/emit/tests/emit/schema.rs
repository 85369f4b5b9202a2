//! As much of JSON Schema as the published schema uses; a keyword that it does not know is a violation.

use serde_json::{Map, Value};

pub fn violations(value: &Value) -> Vec<String> {
    let root: Value = serde_json::from_str(tm_emit::SCHEMA).unwrap();
    let mut found = Vec::new();
    check(&root, &root, value, "$", &mut found);
    found
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    for (keyword, rule) in schema.as_object().unwrap() {
        match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "additionalProperties" => {}
            "$ref" => {
                let target = root.pointer(rule.as_str().unwrap().strip_prefix('#').unwrap()).unwrap();
                check(root, target, value, at, found);
            }
            "type" => {
                let types = rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()]);
                if !types.iter().any(|name| is(value, name.as_str().unwrap())) {
                    found.push(format!("{at}: not {rule}"));
                }
            }
            "enum" if rule.as_array().unwrap().contains(value) => {}
            "enum" => found.push(format!("{at}: {value} is none of {rule}")),
            "minimum" if value.as_i64().is_none_or(|number| number >= rule.as_i64().unwrap()) => {}
            "minimum" => found.push(format!("{at}: {value} is below {rule}")),
            "anyOf" => {
                let fits = |choice: &Value| {
                    let mut found = Vec::new();
                    check(root, choice, value, at, &mut found);
                    found.is_empty()
                };
                if !rule.as_array().unwrap().iter().any(fits) {
                    found.push(format!("{at}: fits none of {rule}"));
                }
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, item, &format!("{at}[{index}]"), found);
                }
            }
            "required" => {
                let missing = |name: &&Value| {
                    value.as_object().is_some_and(|object| !object.contains_key(name.as_str().unwrap()))
                };
                found.extend(
                    rule.as_array()
                        .unwrap()
                        .iter()
                        .filter(missing)
                        .map(|name| format!("{at}: no `{}`", name.as_str().unwrap())),
                );
            }
            "properties" => properties(root, schema, rule.as_object().unwrap(), value, at, found),
            other => found.push(format!("{at}: the schema uses `{other}`")),
        }
    }
}

fn properties(
    root: &Value,
    schema: &Value,
    known: &Map<String, Value>,
    value: &Value,
    at: &str,
    found: &mut Vec<String>,
) {
    for (name, member) in value.as_object().into_iter().flatten() {
        match known.get(name) {
            Some(schema) => check(root, schema, member, &format!("{at}.{name}"), found),
            None if schema["additionalProperties"] == false => found.push(format!("{at}: surplus `{name}`")),
            None => {}
        }
    }
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("type {other}"),
    }
}
