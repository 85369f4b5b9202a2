//! Reading a baseline: the findings that a project had when it began to be checked, by their ids.
//!
//! The file is JSON with an entry on each line, so that its history can be read; `tm-emit` writes it.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;

use crate::decode::offset;
use crate::read::{self, ReadError};
use crate::suggest::quoted;
use crate::{Level, Located, Problem};

/// The only one that is known.
pub const BASELINE_VERSION: u64 = 1;

/// A larger one is refused: it would be for hundreds of thousands of findings.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// What a baseline says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// As it is shown: relative to the project where it lies in it.
    pub path: String,
    pub text: String,
    /// By the id of the finding.
    pub entries: BTreeMap<String, BaselineEntry>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BaselineEntry {
    /// What it was then: a finding that has become worse is new.
    pub severity: Level,
}

/// Why a baseline cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaselineError {
    pub message: String,
    pub help: String,
}

impl fmt::Display for BaselineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for BaselineError {}

impl Baseline {
    /// Where each entry stands, for those that have a line of their own.
    pub fn lines(&self) -> BTreeMap<String, Range<u32>> {
        let mut lines = BTreeMap::new();
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            let trimmed = line.trim().trim_end_matches(',');
            if let Ok(entry) = serde_json::from_str::<Entry>(trimmed) {
                let begin = start + (line.len() - line.trim_start().len());
                lines.insert(entry.id, offset(begin)..offset(begin + trimmed.len()));
            }
            start += line.len();
        }
        lines
    }
}

/// Reads the baseline at `path`, which is shown as `shown_as`.
pub fn read_baseline(path: &Path, shown_as: &str) -> Result<Baseline, BaselineError> {
    let error = |message: String, help: &str| BaselineError { message, help: help.to_owned() };
    let bytes = read::read(path, MAX_BYTES).map_err(|problem| match problem {
        ReadError::Unreadable(reason) => error(
            format!("cannot read the baseline {}: {reason}", quoted(shown_as)),
            "write one with `--write-baseline`",
        ),
        ReadError::TooLarge { limit } => error(
            format!("the baseline {} is larger than {}", quoted(shown_as), read::size(limit)),
            "check parts of the system as projects of their own",
        ),
    })?;
    let text = String::from_utf8(bytes).map_err(|_| {
        error(format!("the baseline {} is not UTF-8", quoted(shown_as)), "write it anew with `--write-baseline`")
    })?;
    let entries =
        parse(&text).map_err(|(what, help)| error(format!("the baseline {} {what}", quoted(shown_as)), help))?;
    Ok(Baseline { path: shown_as.to_owned(), text, entries })
}

#[derive(Deserialize)]
struct Head {
    version: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(rename = "version")]
    _version: u64,
    findings: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    severity: String,
}

/// The entries of a text, or what is wrong with it and what to do.
fn parse(text: &str) -> Result<BTreeMap<String, BaselineEntry>, (String, &'static str)> {
    const ANEW: &str = "mend it, or write it anew with `--write-baseline`";
    let broken = |error: &serde_json::Error| {
        let at = format!("line {}, column {}", error.line(), error.column());
        let message = error.to_string();
        let what = message.split(" at line ").next().unwrap_or_default();
        (format!("cannot be read: {what} ({at})"), ANEW)
    };
    let Head { version } = serde_json::from_str(text).map_err(|error| broken(&error))?;
    if version != BASELINE_VERSION {
        let what = format!("is of version {version}, and this `tm` knows version {BASELINE_VERSION}");
        return Err((what, "write it anew with `--write-baseline`, or use the `tm` that wrote it"));
    }
    let written: Written = serde_json::from_str(text).map_err(|error| broken(&error))?;
    let mut entries: BTreeMap<String, BaselineEntry> = BTreeMap::new();
    for Entry { id, severity } in written.findings {
        let Some(level) = Level::ALL.into_iter().find(|level| level.name() == severity) else {
            return Err((format!("has no severity {} for {}", quoted(&severity), quoted(&id)), ANEW));
        };
        // Two branches may each have added it.
        let entry = entries.entry(id).or_insert(BaselineEntry { severity: level });
        entry.severity = entry.severity.max(level);
    }
    Ok(entries)
}

/// The baseline that `tm.toml` names, in the folder `root`.
pub(crate) fn of_project(root: &Path, named: &Located<String>, problems: &mut Vec<Problem>) -> Option<Baseline> {
    let failed = |message: &str, help: &str| {
        Problem::error("invalid-baseline", crate::MANIFEST, message).at(named.range.clone()).help(help)
    };
    let path = root.join(&named.value);
    // A link must not lead where the path itself may not.
    if path.canonicalize().is_ok_and(|real| !real.starts_with(root)) {
        let message = format!("the baseline {} is a symbolic link that leaves the project", quoted(&named.value));
        problems.push(failed(&message, "put the file itself in its place"));
        return None;
    }
    match read_baseline(&path, &named.value) {
        Ok(baseline) => Some(baseline),
        Err(BaselineError { message, help }) => {
            problems.push(failed(&message, &help));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

    use super::*;

    const GOOD: &str = r#"{
"version":1,
"findings":[
{"id":"a(b)","severity":"high"},
{"id":"c \"d\"","severity":"low"}
]
}
"#;

    #[test]
    fn entries_and_their_lines_are_read() {
        let entries = parse(GOOD).unwrap();
        assert_eq!(entries["a(b)"].severity, Level::High);
        assert_eq!(entries.len(), 2);
        let baseline = Baseline { path: "x".to_owned(), text: GOOD.to_owned(), entries };
        let lines = baseline.lines();
        let range = &lines["c \"d\""];
        assert_eq!(&GOOD[range.start as usize..range.end as usize], r#"{"id":"c \"d\"","severity":"low"}"#);
    }

    #[test]
    fn the_graver_of_two_entries_counts() {
        let text = r#"{"version":1,"findings":[{"id":"a","severity":"high"},{"id":"a","severity":"low"}]}"#;
        assert_eq!(parse(text).unwrap()["a"].severity, Level::High);
    }

    #[test]
    fn what_is_no_baseline_is_refused_with_a_reason() {
        for (text, reason) in [
            ("", "cannot be read: EOF while parsing a value (line 1, column 0)"),
            ("[]", "cannot be read"),
            ("{}", "cannot be read: missing field `version`"),
            (r#"{"version":2,"whatever":[]}"#, "is of version 2, and this `tm` knows version 1"),
            (r#"{"version":"1","findings":[]}"#, "cannot be read: invalid type"),
            (r#"{"version":1}"#, "cannot be read: missing field `findings`"),
            (r#"{"version":1,"findings":[],"more":1}"#, "cannot be read: unknown field `more`"),
            (r#"{"version":1,"findings":[{"id":"a","severity":"grave"}]}"#, "has no severity `grave` for `a`"),
            ("{\"version\":1,\"findings\":[\n<<<<<<< HEAD\n]}", "cannot be read: expected value (line 2, column 1)"),
        ] {
            let (what, _) = parse(text).unwrap_err();
            assert!(what.starts_with(reason), "{text}: {what}");
        }
        assert!(parse(&"[".repeat(100_000)).is_err(), "depth does no harm");
    }
}
