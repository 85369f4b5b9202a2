//! Findings of several rules that one change may end: what they share is told once, and each is named.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use tm_analysis::report::{Finding, Location, Reason};

use crate::group::{Group, groups, worst};

/// At least one group; if more than one, all findings of all of them rest on the same fact.
#[derive(Debug)]
pub(crate) struct Cause<'a> {
    pub(crate) fact: Option<&'a Reason>,
    /// The worst.
    pub(crate) first: Group<'a>,
    pub(crate) rest: Vec<Group<'a>>,
}

impl Cause<'_> {
    /// The findings of the other groups.
    pub(crate) fn more(&self) -> usize {
        self.rest.iter().map(|group| group.rest.len() + 1).sum()
    }
}

/// What says a fact: a place in the sources, which may say it of many elements, else (a default of the standard library) the
/// attribute of an element. In the order of the sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Origin<'a> {
    Place(&'a Location),
    Attribute(&'a str, &'a str),
}

impl<'a> Origin<'a> {
    fn of(reason: &'a Reason) -> Self {
        match &reason.location {
            Some(location) => Self::Place(location),
            None => Self::Attribute(&reason.element, &reason.attribute),
        }
    }
}

/// The groups that rest on one fact and have not been gathered.
#[derive(Default)]
struct Open<'a> {
    fact: Option<&'a Reason>,
    groups: Vec<usize>,
    count: usize,
    findings: usize,
}

/// Gathers by the fact that most findings rest on, then by that of most of what is left, and so on; of two the one that stands
/// first. Worst first, by the worst of each.
pub(crate) fn causes(findings: &[Finding]) -> Vec<Cause<'_>> {
    let groups = groups(findings);
    let shared: Vec<Vec<(Origin, &Reason)>> = groups.iter().map(shared).collect();
    let sizes: Vec<usize> = groups.iter().map(|group| group.rest.len() + 1).collect();
    let mut open: BTreeMap<Origin, Open> = BTreeMap::new();
    for (at, (origins, size)) in shared.iter().zip(&sizes).enumerate() {
        for (origin, fact) in origins {
            let open = open.entry(*origin).or_default();
            open.fact.get_or_insert(fact);
            open.groups.push(at);
            open.count += 1;
            open.findings += size;
        }
    }
    let mut home: Vec<Option<usize>> = vec![None; groups.len()];
    let mut facts: Vec<&Reason> = Vec::new();
    let mut queue: BinaryHeap<(usize, Reverse<Origin>)> = open
        .iter()
        .filter(|(_, open)| open.count > 1)
        .map(|(origin, open)| (open.findings, Reverse(*origin)))
        .collect();
    while let Some((findings, Reverse(origin))) = queue.pop() {
        let Some(known) = open.get(&origin).filter(|open| open.count > 1) else { continue };
        // Others have been gathered since.
        if known.findings < findings {
            queue.push((known.findings, Reverse(origin)));
            continue;
        }
        let Some(fact) = known.fact else { continue };
        let members: Vec<usize> = known.groups.iter().copied().filter(|at| home.get(*at) == Some(&None)).collect();
        for at in members {
            let (Some(place), Some(origins), Some(size)) = (home.get_mut(at), shared.get(at), sizes.get(at)) else {
                continue;
            };
            *place = Some(facts.len());
            for (origin, _) in origins {
                if let Some(open) = open.get_mut(origin) {
                    open.count -= 1;
                    open.findings -= size;
                }
            }
        }
        facts.push(fact);
    }
    gathered(groups, &home, &facts)
}

/// `home`: by group, the fact that it is gathered by.
fn gathered<'a>(groups: Vec<Group<'a>>, home: &[Option<usize>], facts: &[&'a Reason]) -> Vec<Cause<'a>> {
    let mut causes: Vec<Cause> = Vec::new();
    let mut places: Vec<Option<usize>> = vec![None; facts.len()];
    // They come worst first, so that the first of each cause is its worst.
    for (group, home) in groups.into_iter().zip(home) {
        let place = home.and_then(|home| places.get_mut(home));
        match place.as_ref().and_then(|place| causes.get_mut((**place)?)) {
            Some(cause) => cause.rest.push(group),
            None => {
                if let Some(place) = place {
                    *place = Some(causes.len());
                }
                let fact = home.and_then(|home| facts.get(home).copied());
                causes.push(Cause { fact, first: group, rest: Vec::new() });
            }
        }
    }
    let key = |cause: &Cause| {
        let scores = std::iter::once(&cause.first).chain(&cause.rest).map(|group| worst(group.first).1);
        (worst(cause.first.first).0, scores.min())
    };
    causes.sort_by_key(key);
    causes
}

/// What all findings of a group rest on, each once.
fn shared<'a>(group: &Group<'a>) -> Vec<(Origin<'a>, &'a Reason)> {
    let mut shared: Vec<(Origin, &Reason)> = Vec::new();
    for reason in group.first.because.iter().filter(|reason| reason.is_cause) {
        let origin = Origin::of(reason);
        if shared.iter().all(|(known, _)| *known != origin) {
            shared.push((origin, reason));
        }
    }
    for finding in &group.rest {
        shared.retain(|(origin, _)| {
            finding.because.iter().any(|reason| reason.is_cause && Origin::of(reason) == *origin)
        });
    }
    shared
}
