//! The order of everything in a report.

use std::cell::Cell;
use std::cmp::{Ordering, Reverse};

use super::Files;
use crate::report::{Finding, Location, Problem, Question, Report};
use crate::threads::both;

/// `threads`: two of them share the long lists. `pulse`: looks whether somebody waits for this to end, and ends it then.
pub(super) fn sort(report: &mut Report, files: &Files<'_>, threads: usize, pulse: &dyn Fn()) {
    // Files are compared by the rank of their paths: an integer, where there may be a hundred thousand places.
    let ranks = files.ranks();
    let place = |location: &Location| (ranks.get(location.file as usize).copied().unwrap_or(u32::MAX), location.range);
    // Elements of one name, which is an error, stay in the order of the source.
    let finding = |finding: &Finding| {
        let (worst, first) = (Reverse(finding.severity), Reverse(finding.priority.score));
        (worst, first, finding.certainty, place(&finding.location))
    };
    let question = |question: &Question| (Reverse(question.decides.len()), place(&question.location));
    let Report { findings, silenced, questions, .. } = &mut *report;
    // It may be on another thread, which has nothing to look with; and it is the shorter part.
    let found = || {
        arrange(findings, finding, |a, b| a.id.cmp(&b.id), &|| {});
        arrange(silenced, finding, |a, b| a.id.cmp(&b.id), &|| {});
    };
    let asked = || {
        arrange(questions, question, |a, b| (&a.element, &a.attribute).cmp(&(&b.element, &b.attribute)), pulse);
        pulse();
    };
    both(threads, asked, found);
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

/// Items that are compared or moved between two pulses: much less than a millisecond.
const BEAT: usize = 8_192;

/// A stable sort by keys, and by more where those are equal. Entries are large: each is moved once, and keys stand beside each
/// other while they are compared.
fn arrange<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K, further: impl Fn(&T, &T) -> Ordering, pulse: &dyn Fn()) {
    let done = Cell::new(0_usize);
    let step = || {
        done.set(done.get() + 1);
        if done.get().is_multiple_of(BEAT) {
            pulse();
        }
    };
    // Much of it has been put together in order.
    let stands = items.is_sorted_by(|a, b| {
        step();
        key(a).cmp(&key(b)).then_with(|| further(a, b)).is_le()
    });
    if stands {
        return;
    }
    let mut order: Vec<(K, usize)> = items.iter().enumerate().map(|(at, item)| (key(item), at)).collect();
    // Stable, since that is fast where much stands in order already.
    order.sort_by(|a, b| {
        step();
        let further = || match (items.get(a.1), items.get(b.1)) {
            (Some(one), Some(other)) => further(one, other),
            _ => Ordering::Equal,
        };
        a.0.cmp(&b.0).then_with(further)
    });
    let mut from: Vec<usize> = order.into_iter().map(|(_, at)| at).collect();
    for to in 0..from.len() {
        step();
        // What stood at a place that has been filled is where that place's entry came from.
        let mut at = from.get(to).copied().unwrap_or(to);
        while at < to {
            at = from.get(at).copied().unwrap_or(to);
        }
        if let Some(known) = from.get_mut(to) {
            *known = at;
        }
        items.swap(to, at);
    }
}
