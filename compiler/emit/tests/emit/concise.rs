//! One line per diagnostic.

use crate::support::*;

#[test]
fn a_bit_of_everything() {
    insta::assert_snapshot!(concise(&cloudcart()));
}

#[test]
fn every_diagnostic_has_a_line() {
    let report = cloudcart();
    let lines = report.errors.len() + report.findings.len() + report.notices.len() + report.questions.len() + 1;
    assert_eq!(concise(&report).lines().count(), lines);
}
