//! Old debt: findings that a baseline names do not count, and entries that nothing is found for are told.

use std::collections::{BTreeMap, BTreeSet};

use super::{Baseline, Files, ReportOptions};
use crate::db::Pack;
use crate::diagnostic::Level;
use crate::report::{Decision, DecisionMode, Finding, Location, Problem, Report};

/// Moves what the baseline names to what is silenced. `is_whole`: the report is that of a whole project. `not_looked_for` says of which rules nothing was looked for.
pub(super) fn apply(
    report: &mut Report,
    files: &Files<'_>,
    options: &ReportOptions,
    pack: &Pack,
    is_whole: bool,
    not_looked_for: &dyn Fn(&str) -> bool,
) {
    let Some(baseline) = &options.baseline else { return };
    let file = files.index_of_path(&baseline.path);
    let place = |range: &std::ops::Range<u32>| Some(Location { file: file?, range: range.clone().into() });
    let mut found: BTreeSet<String> = BTreeSet::new();
    let is_known = |finding: &Finding| baseline.entry(finding, pack).is_some();
    found.extend(report.findings.iter().map(|finding| finding.id.clone()));
    let decided: BTreeSet<&str> = report.silenced.iter().map(|finding| finding.id.as_str()).collect();
    let told = is_whole && options.focus.is_none() && report.errors.is_empty();
    let is_gone = |id: &str| !found.contains(id) && !not_looked_for(rule_of(id));
    let gone = baseline.entries.iter().filter(|(id, _)| told && is_gone(&pack.retired.present_id(id)));
    let notices: Vec<Problem> = gone
        .map(|(id, entry)| {
            let why = if decided.contains(&*pack.retired.present_id(id)) {
                "is decided about now"
            } else {
                "is not found any more"
            };
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
        let range = baseline.entry(&finding, pack).and_then(|entry| entry.range.as_ref());
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
    if told {
        report.notices.extend(retired(baseline, pack, &place));
    }
}

/// Names that rules had, each once.
fn retired(
    baseline: &Baseline,
    pack: &Pack,
    place: &dyn Fn(&std::ops::Range<u32>) -> Option<Location>,
) -> Vec<Problem> {
    let mut named: BTreeMap<&str, (usize, Option<Location>)> = BTreeMap::new();
    for (id, entry) in &baseline.entries {
        let name = rule_of(id);
        if pack.retired.successor(name).is_some() {
            let (count, first) = named.entry(name).or_default();
            *count += 1;
            *first = first.take().or_else(|| entry.range.as_ref().and_then(place));
        }
    }
    let told = named.into_iter().filter_map(|(name, (count, first))| {
        let problem = super::retired::problem(pack, name, first)?;
        let entries = if count == 1 {
            "1 entry of the baseline names".to_owned()
        } else {
            format!("{count} entries of the baseline name")
        };
        Some(Problem {
            message: format!("{}; {entries} it so", problem.message),
            help: Some("replace the name in the baseline; until then it holds back what it did".to_owned()),
            // Its place is a whole entry.
            suggestions: Vec::new(),
            ..problem
        })
    });
    told.collect()
}

/// An id begins with the rule.
fn rule_of(id: &str) -> &str {
    id.split('(').next().unwrap_or_default()
}
