//! Old debt: findings that a baseline names do not count, and entries that nothing is found for are told.

use std::collections::BTreeSet;

use super::{Files, ReportOptions};
use crate::diagnostic::Level;
use crate::report::{Decision, DecisionMode, Finding, Location, Problem, Report};

/// Moves what the baseline names to what is silenced. `is_whole`: the report is that of a whole project. `not_looked_for` says of which rules nothing was looked for.
pub(super) fn apply(
    report: &mut Report,
    files: &Files<'_>,
    options: &ReportOptions,
    is_whole: bool,
    not_looked_for: &dyn Fn(&str) -> bool,
) {
    let Some(baseline) = &options.baseline else { return };
    let file = files.index_of_path(&baseline.path);
    let place = |range: &std::ops::Range<u32>| Some(Location { file: file?, range: range.clone().into() });
    let mut found: BTreeSet<String> = BTreeSet::new();
    let is_known =
        |finding: &Finding| baseline.entries.get(&finding.id).is_some_and(|entry| finding.severity <= entry.severity);
    found.extend(report.findings.iter().map(|finding| finding.id.clone()));
    let decided: BTreeSet<&str> = report.silenced.iter().map(|finding| finding.id.as_str()).collect();
    let told = is_whole && options.focus.is_none() && report.errors.is_empty();
    let gone = baseline.entries.iter().filter(|(id, _)| told && !found.contains(*id) && !not_looked_for(rule_of(id)));
    let notices: Vec<Problem> = gone
        .map(|(id, entry)| {
            let why = if decided.contains(id.as_str()) { "is decided about now" } else { "is not found any more" };
            Problem {
                name: "stale-baseline".to_owned(),
                level: Level::Note,
                message: format!("`{id}` of the baseline {why}"),
                location: entry.range.as_ref().and_then(place),
                labels: Vec::new(),
                help: Some("remove the entry, or write the baseline anew with `--write-baseline`".to_owned()),
                suggestions: Vec::new(),
            }
        })
        .collect();
    let (known, new): (Vec<Finding>, Vec<Finding>) =
        std::mem::take(&mut report.findings).into_iter().partition(is_known);
    report.findings = new;
    report.silenced.extend(known.into_iter().map(|finding| {
        let range = baseline.entries.get(&finding.id).and_then(|entry| entry.range.as_ref());
        let decision = Decision {
            mode: DecisionMode::Baseline,
            name: None,
            owner: None,
            date: None,
            reason: None,
            location: range.and_then(place),
        };
        Finding { decision: Some(Box::new(decision)), ..finding }
    }));
    report.notices.extend(notices);
}

/// An id begins with the rule.
fn rule_of(id: &str) -> &str {
    id.split('(').next().unwrap_or_default()
}
