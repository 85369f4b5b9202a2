//! What to mend first: changes of the model, each tried on the model itself, by how much of the findings' score they remove.
//!
//! A change is an edit of the text, as a person would make it; its effect is what a report says of the edited model.

mod candidates;
mod cuts;
mod trial;

use std::collections::BTreeMap;

use super::ledgers::{Resting, resting};
use crate::db::{Database, Project};
use crate::report::{Finding, Location, Name, Report, Severity};
use crate::reporting::{ReportOptions, rendered, report_on};
use candidates::{Candidate, Candidates, collect};
use cuts::By;
use trial::{Edit, Trials};

/// A change of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A statement becomes another.
    State { element: Name, attribute: Name, from: Name, to: Name, location: Option<Location>, is_shared: bool },
    /// A flow is taken away.
    Remove { flow: Name, location: Option<Location> },
}

/// Changes that belong together, and what they were seen to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    pub changes: Vec<Change>,
    /// 1 for an attribute of one element, 2 for a boundary or many elements at once, 3 for a flow; together.
    pub effort: u32,
    /// What is found no more, worst first.
    pub removed: Vec<Resting>,
    /// What is found instead.
    pub added: Vec<Resting>,
    /// Of all findings, before and after.
    pub score_before: u64,
    pub score_after: u64,
}

impl Fix {
    /// Never less than nothing.
    #[must_use]
    pub fn score(&self) -> u64 {
        self.score_before.saturating_sub(self.score_after)
    }
}

/// The cheapest way to close all paths of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    pub rule: Name,
    /// Findings with a path.
    pub findings: usize,
    /// What the changes do by themselves.
    pub fix: Fix,
    /// How many of these findings they remove.
    pub closed: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FixList {
    pub findings: usize,
    pub score: u64,
    /// Each on top of those before it; the most score for the least effort first.
    pub fixes: Vec<Fix>,
    pub cuts: Vec<Cut>,
    /// Changes that could have been tried, and how often the model was judged.
    pub candidates: usize,
    pub trials: usize,
    /// Whether it ended because enough was tried, and not because nothing helped any more.
    pub is_cut_short: bool,
}

/// Steps of the list.
const STEPS: usize = 12;
/// Places that are tried in one step.
const PLACES: usize = 4;
/// Rules whose paths are cut.
const CUTS: usize = 8;

/// Tries changes, best first.
pub fn fixes(db: &mut Database, project: Project, options: &ReportOptions, threads: usize) -> FixList {
    let options = super::own_places(options);
    crate::prepare::prepare(db, project, threads);
    let before = report_on(db, project, &options, threads);
    let candidates = rendered(db, project, &options, |rendering| collect(db, project, rendering, &options));
    let mut list = FixList {
        findings: before.findings.len(),
        score: total(&before),
        candidates: candidates.all.iter().map(|candidate| candidate.values.len().max(1)).sum(),
        ..FixList::default()
    };
    let mut trials = Trials::new(project, &options, threads, &before);
    list.cuts = all_cuts(db, &mut trials, &candidates, &before);
    list.fixes = greedy(db, &mut trials, candidates, before);
    list.is_cut_short = trials.is_exhausted();
    list.trials = trials.count();
    trials.restore(db);
    list
}

fn total(report: &Report) -> u64 {
    report.findings.iter().map(|finding| u64::from(finding.priority.score)).sum()
}

fn effect(changes: Vec<Change>, effort: u32, before: &Report, after: &Report) -> Fix {
    let ids = |report: &Report| -> BTreeMap<String, Severity> {
        report.findings.iter().map(|finding| (finding.id.clone(), finding.severity)).collect()
    };
    let (old, new) = (ids(before), ids(after));
    let gone = |finding: &&Finding| !new.contains_key(&finding.id);
    let come = |finding: &&Finding| !old.contains_key(&finding.id);
    Fix {
        changes,
        effort,
        removed: before.findings.iter().filter(gone).map(resting).collect(),
        added: after.findings.iter().filter(come).map(resting).collect(),
        score_before: total(before),
        score_after: total(after),
    }
}

/// The value of a place that was best when it was tried.
#[derive(Clone, Copy)]
struct Tried {
    value: usize,
}

fn greedy(db: &mut Database, trials: &mut Trials<'_>, candidates: Candidates, before: Report) -> Vec<Fix> {
    let mut fixes = Vec::new();
    let mut done: Vec<Edit> = Vec::new();
    let mut now = before;
    let mut open: Vec<(Candidate, Option<Tried>)> = candidates.all.into_iter().map(|it| (it, None)).collect();
    while fixes.len() < STEPS && !trials.is_exhausted() {
        let scores: BTreeMap<&str, u64> =
            now.findings.iter().map(|finding| (finding.id.as_str(), u64::from(finding.priority.score))).collect();
        let worth = |candidate: &Candidate| {
            let sum: u64 = candidate.findings.iter().filter_map(|id| scores.get(id.as_str())).sum();
            sum * 100 / u64::from(candidate.effort.max(1))
        };
        open.retain(|(candidate, _)| worth(candidate) > 0);
        // Stable: of equal ones the first in the text.
        open.sort_by_key(|(candidate, _)| std::cmp::Reverse(worth(candidate)));
        let mut best: Option<(u64, usize, usize, Report)> = None;
        for (place, (candidate, tried)) in open.iter_mut().enumerate().take(PLACES) {
            let values: Vec<usize> = match tried {
                Some(known) => vec![known.value],
                None => (0..candidate.values.len()).collect(),
            };
            let mut best_here: Option<(u64, usize)> = None;
            for value in values {
                let Some(edit) = candidate.values.get(value) else { continue };
                let Some(after) = trials.judge(db, &[done.as_slice(), std::slice::from_ref(&edit.edit)].concat())
                else {
                    continue;
                };
                let removed = total(&now).saturating_sub(total(&after));
                let gain = removed * 100 / u64::from(candidate.effort.max(1));
                if best_here.is_none_or(|(known, _)| gain > known) {
                    best_here = Some((gain, value));
                }
                if gain > 0 && best.as_ref().is_none_or(|(known, ..)| gain > *known) {
                    best = Some((gain, place, value, after));
                }
            }
            *tried = best_here.map(|(_, value)| Tried { value });
        }
        match best {
            Some((_, place, value, after)) => {
                let (candidate, _) = open.remove(place);
                if let Some(chosen) = candidate.values.get(value) {
                    done.push(chosen.edit.clone());
                    fixes.push(effect(vec![chosen.change.clone()], candidate.effort, &now, &after));
                }
                now = after;
            }
            None if open.is_empty() => break,
            // What does not help now makes room for the next.
            None => drop(open.drain(..open.len().min(PLACES))),
        }
    }
    fixes
}

fn all_cuts(db: &mut Database, trials: &mut Trials<'_>, candidates: &Candidates, before: &Report) -> Vec<Cut> {
    let mut groups: BTreeMap<&Name, (u64, Vec<&Finding>)> = BTreeMap::new();
    for finding in before.findings.iter().filter(|finding| !finding.path.is_empty()) {
        let (score, findings) = groups.entry(&finding.rule).or_default();
        *score += u64::from(finding.priority.score);
        findings.push(finding);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, (score, _))| std::cmp::Reverse(*score));
    let mut all = Vec::new();
    for (rule, (_, findings)) in groups.into_iter().take(CUTS) {
        let cut = close(db, trials, candidates, before, &findings, By::Anything);
        let cut = match cut {
            Some(cut) if cut.closed == cut.findings => Some(cut),
            cut => {
                let other = close(db, trials, candidates, before, &findings, By::Flows);
                [cut, other].into_iter().flatten().max_by_key(|cut| (cut.closed, std::cmp::Reverse(cut.fix.effort)))
            }
        };
        all.extend(cut.filter(|cut| cut.closed > 0).map(|cut| Cut { rule: rule.clone(), ..cut }));
    }
    all
}

/// The cheapest cut of some findings of one rule, member by member at its best, and what that does.
fn close(
    db: &mut Database,
    trials: &mut Trials<'_>,
    candidates: &Candidates,
    before: &Report,
    findings: &[&Finding],
    by: By,
) -> Option<Cut> {
    let rule = &findings.first()?.rule;
    let mut chosen: Vec<Edit> = Vec::new();
    let mut changes = Vec::new();
    let mut effort = 0;
    let mut last = None;
    for member in cuts::members(findings, candidates, by)? {
        let mut best: Option<((usize, u64), usize, Report)> = None;
        for (value, tried) in member.values.iter().enumerate() {
            let edits = [chosen.as_slice(), std::slice::from_ref(&tried.edit)].concat();
            let Some(after) = trials.judge(db, &edits) else { continue };
            let left = after.findings.iter().filter(|finding| finding.rule == *rule).count();
            let key = (left, total(&after));
            if best.as_ref().is_none_or(|(known, ..)| key < *known) {
                best = Some((key, value, after));
            }
        }
        let Some((_, value, after)) = best else { continue };
        if let Some(tried) = member.values.get(value) {
            chosen.push(tried.edit.clone());
            changes.push(tried.change.clone());
            effort += member.effort;
            last = Some(after);
        }
    }
    let fix = effect(changes, effort, before, &last?);
    let closed = fix.removed.iter().filter(|resting| resting.rule == *rule).count();
    Some(Cut { rule: rule.clone(), findings: findings.len(), fix, closed })
}
