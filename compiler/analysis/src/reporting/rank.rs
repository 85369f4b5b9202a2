//! The order of everything in a report.

use super::Files;
use crate::report::{Finding, Location, Problem, Report};

pub(super) fn sort(report: &mut Report, files: &Files<'_>) {
    // Files are compared by the rank of their paths: an integer, where there may be a hundred thousand places.
    let ranks = files.ranks();
    let place = |location: &Location| (ranks.get(location.file as usize).copied().unwrap_or(u32::MAX), location.range);
    // Stable: elements of one name, which is an error, stay in the order of the source.
    let finding = |a: &Finding, b: &Finding| {
        let key = |finding: &Finding| {
            let (worst, first) = (std::cmp::Reverse(finding.severity), std::cmp::Reverse(finding.priority.score));
            (worst, first, finding.certainty, place(&finding.location))
        };
        key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
    };
    report.findings.sort_by(finding);
    report.silenced.sort_by(finding);
    report.questions.sort_unstable_by(|a, b| {
        let key =
            |question: &crate::report::Question| (std::cmp::Reverse(question.decides.len()), place(&question.location));
        key(a).cmp(&key(b)).then_with(|| (&a.element, &a.attribute).cmp(&(&b.element, &b.attribute)))
    });
    let problem = |a: &Problem, b: &Problem| {
        let key = |problem: &Problem| (problem.location.as_ref().map(place), problem.level);
        let labels =
            |problem: &Problem| -> Vec<_> { problem.labels.iter().map(|label| place(&label.location)).collect() };
        key(a)
            .cmp(&key(b))
            .then_with(|| (&a.name, &a.message).cmp(&(&b.name, &b.message)))
            .then_with(|| labels(a).cmp(&labels(b)))
    };
    report.errors.sort_by(problem);
    report.notices.sort_by(problem);
    report.errors.dedup();
    report.notices.dedup();
}
