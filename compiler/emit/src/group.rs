//! Findings that share one cause are one thing to read and one thing to mend.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tm_analysis::report::{Certainty, Finding, Location, Severity};

/// At least one finding; all of one rule, one severity, one certainty and, if more than one, one cause.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    pub(crate) first: &'a Finding,
    pub(crate) rest: Vec<&'a Finding>,
}

impl<'a> Group<'a> {
    pub(crate) fn findings(&self) -> impl Iterator<Item = &'a Finding> {
        std::iter::once(self.first).chain(self.rest.iter().copied())
    }
}

/// Worst first, then by the most urgent finding of each, else in the order of the findings.
pub(crate) fn groups(findings: &[Finding]) -> Vec<Group<'_>> {
    type Key<'a> = (&'a str, Severity, Certainty, &'a Location);
    let mut known: BTreeMap<Key, usize> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for finding in findings {
        let Some(cause) = &finding.cause else {
            groups.push(Group { first: finding, rest: Vec::new() });
            continue;
        };
        let key = (finding.rule.as_str(), finding.severity, finding.certainty, cause);
        match known.get(&key).and_then(|at| groups.get_mut(*at)) {
            Some(group) => group.rest.push(finding),
            None => {
                known.insert(key, groups.len());
                groups.push(Group { first: finding, rest: Vec::new() });
            }
        }
    }
    groups.sort_by_key(|group| worst(group.first));
    groups
}

/// The least is the worst.
pub(crate) fn worst(finding: &Finding) -> (Reverse<Severity>, Reverse<u8>) {
    (Reverse(finding.severity), Reverse(finding.priority.score))
}
