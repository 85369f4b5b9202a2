//! Rules as SARIF describes them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use tm_analysis::report::{Report, RuleText, Severity};

use super::level;
use crate::sanitize::{self, SENTENCE};

/// Code scanning keeps so many.
const TAGS: usize = 10;

/// The rules that found something, by name, each with the gravest severity that it found.
pub(super) fn levels(report: &Report) -> BTreeMap<&str, Severity> {
    let mut levels: BTreeMap<&str, Severity> = BTreeMap::new();
    for finding in report.findings.iter().chain(&report.silenced) {
        let level = levels.entry(&finding.rule).or_insert(finding.severity);
        *level = finding.severity.max(*level);
    }
    levels
}

pub(super) fn descriptor(name: &str, severity: Severity, report: &Report) -> Value {
    let unknown = RuleText::default();
    let rule = report.rule(name).unwrap_or(&unknown);
    let title = sanitize::inline(if rule.title.is_empty() { name } else { &rule.title }, SENTENCE);
    let docs = sanitize::text(&rule.docs);
    let docs = if docs.is_empty() { title.clone().into_owned() } else { docs };
    let mut descriptor = Map::new();
    descriptor.insert("id".to_owned(), sanitize::inline(name, SENTENCE).into());
    if !rule.formerly.is_empty() {
        let former: Vec<_> = rule.formerly.iter().map(|name| sanitize::inline(name, SENTENCE)).collect();
        descriptor.insert("deprecatedIds".to_owned(), json!(former));
    }
    descriptor.insert("shortDescription".to_owned(), json!({ "text": title }));
    descriptor.insert("fullDescription".to_owned(), json!({ "text": what_it_does(&docs).unwrap_or(&title) }));
    descriptor.insert("help".to_owned(), json!({ "text": docs, "markdown": docs }));
    // The standard wants an absolute one.
    if let Some(page) = rule.page.as_deref().filter(|page| page.contains("://")) {
        descriptor.insert("helpUri".to_owned(), page.into());
    }
    descriptor.insert("defaultConfiguration".to_owned(), json!({ "level": level(severity) }));
    let properties = json!({ "tags": tags(rule), "security-severity": score(severity) });
    descriptor.insert("properties".to_owned(), properties);
    Value::Object(descriptor)
}

/// The first paragraph below `## What it does`.
fn what_it_does(docs: &str) -> Option<&str> {
    let (_, after) = docs.split_once("## What it does\n")?;
    let paragraph = after.trim_start().split("\n\n").next()?;
    (!paragraph.is_empty() && !paragraph.starts_with('#') && paragraph.chars().count() <= SENTENCE).then_some(paragraph)
}

/// `security` makes code scanning show the score; weaknesses are written as its queries write them.
fn tags(rule: &RuleText) -> Vec<String> {
    let mut tags = vec!["security".to_owned()];
    if !rule.family.is_empty() {
        tags.push(sanitize::inline(&rule.family, sanitize::NAME).into_owned());
    }
    tags.extend(rule.stride.iter().map(|stride| format!("stride/{}", sanitize::inline(stride, sanitize::NAME))));
    tags.extend(rule.cwe.iter().map(|cwe| format!("external/cwe/cwe-{cwe:03}")));
    let others = rule.other.iter().flat_map(|(key, ids)| ids.iter().map(move |id| format!("external/{key}/{id}")));
    tags.extend(others.map(|tag| sanitize::inline(&tag, sanitize::NAME).into_owned()));
    tags.dedup();
    tags.truncate(TAGS);
    tags
}

/// In the middle of what code scanning shows under the same name.
fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.0",
        Severity::Info => "0.0",
    }
}
