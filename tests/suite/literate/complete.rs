//! Every diagnostic that the sources name is shown by some literate test.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use tm_tests::repository;

use super::documents;

/// What no test can produce, and why.
const NOT_SHOWN: [(&str, &str); 7] = [
    ("non-utf-8-path", "no file of a document can be called so"),
    ("project-too-large", "takes more text than a test should write"),
    ("rule-not-finished", "takes more steps than a test should run"),
    ("relation-too-large", "takes more elements than a document should show"),
    ("too-many-files", "takes more files than a test should write"),
    ("too-many-packages", "takes more folders than a test should write"),
    ("unreadable-folder", "whoever runs the tests may be allowed to read everything"),
];

/// What stands before the name of a diagnostic, white space left out.
const BEFORE: [&str; 9] =
    ["error(", "warning(", "note(", "missing(inp,", "report_missing(at,", "=>(", "Some((", "name:", "letname="];

/// The diagnostics that the sources name, and where.
pub fn named() -> BTreeMap<String, String> {
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    for room in ["syntax", "project", "analysis"] {
        scan(&repository().join("compiler").join(room).join("src"), &mut named);
    }
    assert!(named.len() > 80, "{named:#?}");
    named
}

#[test]
fn every_diagnostic_is_shown() {
    let named = named();
    let mut shown = BTreeSet::new();
    for expected in documents().iter().flat_map(|document| &document.cases).flat_map(super::document::Case::expected) {
        shown.extend(expected.text.match_indices('[').filter_map(|(at, _)| name_in(&expected.text[at + 1..], ']')));
    }
    let allowed: BTreeSet<&str> = NOT_SHOWN.iter().map(|(name, _)| *name).collect();
    let missing: Vec<_> =
        named.iter().filter(|(name, _)| !shown.contains(*name) && !allowed.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "no literate test shows {missing:#?}");
    let needless: Vec<_> =
        allowed.iter().filter(|name| shown.contains(**name) || !named.contains_key(**name)).collect();
    assert!(needless.is_empty(), "shown after all, or gone: {needless:?}");
}

fn scan(folder: &Path, named: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("sources").flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("tests") {
            scan(&path, named);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("a source");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let dense: String = code.chars().filter(|c| !c.is_whitespace()).collect();
            for (at, _) in dense.match_indices('"') {
                let after = BEFORE.iter().any(|before| dense[..at].ends_with(before)) || is_branch(&dense[..at]);
                if let Some(name) = name_in(&dense[at + 1..], '"').filter(|_| after) {
                    named.entry(name).or_insert_with(|| path.display().to_string());
                }
            }
        }
    }
}

/// `let name = if … { "one" } else { "other" }`
fn is_branch(before: &str) -> bool {
    let statement = before.rsplit(';').next().unwrap_or_default();
    statement.contains("letname=if") && before.ends_with('{')
}

/// The kebab-case name that a text begins with, up to `end`.
fn name_in(text: &str, end: char) -> Option<String> {
    let name = text.split(end).next()?;
    let is_name = name.contains('-') && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    is_name.then(|| name.to_owned())
}
