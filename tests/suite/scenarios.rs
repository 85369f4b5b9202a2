//! The worked scenarios give exactly the findings of their tables, subject by subject, with the witnesses named there.

use std::collections::BTreeSet;
use std::fs;

use tm_analysis::report::{Certainty, Finding};
use tm_tests::{judge, load, repository};

/// `severity rule subject[, subject]`, or `project` where it is about the whole.
fn line(finding: &Finding) -> String {
    let on: Vec<&str> = finding.on.iter().map(|subject| subject.name.as_str()).collect();
    let on = if on.is_empty() { "project".to_owned() } else { on.join(", ") };
    format!("{} {} {on}", finding.severity.name(), finding.rule)
}

/// The components that a witness passes, by their last names.
fn witness(finding: &Finding) -> Vec<String> {
    let short = |name: &str| name.rsplit('.').next().unwrap_or(name).to_owned();
    let mut passed = Vec::new();
    let first = finding.path.first().map(|hop| short(&hop.from));
    for name in first.into_iter().chain(finding.path.iter().map(|hop| short(&hop.to))) {
        if passed.last() != Some(&name) {
            passed.push(name);
        }
    }
    passed
}

/// Whether the named components stand in a witness in this order; what is between them (boundaries, endpoints) is not told.
fn passes(finding: &Finding, named: &[&str]) -> bool {
    let names: Vec<&str> = finding.path.iter().flat_map(|hop| [hop.from.as_str(), hop.to.as_str()]).collect();
    let mut at = 0;
    for wanted in named {
        let segment = |name: &&str| name.split('.').any(|part| part == *wanted);
        match names.iter().skip(at).position(segment) {
            Some(found) => at += found,
            None => return false,
        }
    }
    true
}

fn check(folder: &str, table: &str, count: usize) {
    let report = judge(load(folder));
    assert!(report.errors.is_empty(), "{:#?}", report.errors);
    let definite: Vec<&Finding> = report.findings.iter().filter(|f| f.certainty == Certainty::Definite).collect();
    let table = fs::read_to_string(repository().join("tests/scenarios").join(table)).expect("the table can be read");
    let mut expected = BTreeSet::new();
    let mut witnesses = Vec::new();
    for row in table.lines() {
        let (finding, path) = row.split_once(" via ").map_or((row, None), |(finding, path)| (finding, Some(path)));
        expected.insert(finding.to_owned());
        witnesses.extend(path.map(|path| (finding.to_owned(), path.to_owned())));
    }
    let found: BTreeSet<String> = definite.iter().map(|finding| line(finding)).collect();
    let missing: Vec<&String> = expected.difference(&found).collect();
    let extra: Vec<&String> = found.difference(&expected).collect();
    assert!(missing.is_empty() && extra.is_empty(), "missing: {missing:#?}\nextra: {extra:#?}");
    assert_eq!(definite.len(), count);
    for (row, path) in witnesses {
        let finding = definite.iter().find(|finding| line(finding) == row).expect("it was found");
        let named: Vec<&str> = path.split(" -> ").collect();
        assert!(passes(finding, &named), "{row}: expected {path}, found {:?}", witness(finding));
    }
}

#[test]
fn cloudcart_before() {
    check("examples/cloudcart/before", "cloudcart-before.txt", 40);
}

#[test]
fn cloudcart_published() {
    check("examples/cloudcart/published", "cloudcart-published.txt", 8);
}

#[test]
fn cloudcart_hardened() {
    check("examples/cloudcart/hardened", "cloudcart-hardened.txt", 0);
}

#[test]
fn organisation_pack_service() {
    check("examples/organisation-pack/service", "organisation-pack-service.txt", 2);
}

#[test]
fn header_before() {
    check("examples/header-propagation/before", "header-before.txt", 52);
}

#[test]
fn header_after() {
    check("examples/header-propagation/after", "header-after.txt", 0);
}

#[test]
fn order_events_before() {
    check("examples/order-events/before", "order-events-before.txt", 33);
}

#[test]
fn order_events_after() {
    check("examples/order-events/after", "order-events-after.txt", 0);
}

#[test]
fn support_agent_before() {
    check("examples/support-agent/before", "support-agent-before.txt", 27);
}

#[test]
fn support_agent_after() {
    check("examples/support-agent/after", "support-agent-after.txt", 0);
}

#[test]
fn monorepo() {
    check("examples/monorepo", "monorepo.txt", 7);
}
