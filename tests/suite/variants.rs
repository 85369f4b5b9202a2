//! What the rules say of a system of which only the structure is known, and of one in which everything is in good order.

use std::collections::BTreeMap;

use tm_analysis::report::Report;
use tm_analysis::{FileInput, Origin, ProjectInput};
use tm_emit::HumanOptions;
use tm_tests::{input, judge};
use xtask::gen_model::{System, Variant, variant_files};

/// With 1,000, the same holds; in a debug build that takes minutes.
const SERVICES: u32 = 200;

fn judged(variant: Variant) -> Report {
    let files = variant_files(&System::of(SERVICES), variant);
    let files = files.into_iter().filter(|(path, _)| path.ends_with(".tm"));
    let files = files.map(|(path, text)| FileInput { path, text, origin: Origin::Project }).collect();
    let name = format!("synthetic-{SERVICES}");
    judge(ProjectInput { files, ..input(&name, &[]) })
}

#[test]
fn in_good_order_nothing_is_found_and_nothing_is_asked() {
    let report = judged(Variant::Good);
    assert!(report.errors.is_empty() && report.notices.is_empty(), "{:#?} {:#?}", report.errors, report.notices);
    let found: Vec<&str> = report.findings.iter().map(|finding| finding.id.as_str()).collect();
    assert!(found.is_empty(), "{found:#?}");
    let asked: Vec<_> = report.questions.iter().map(|it| (it.element.as_str(), it.attribute.as_str())).collect();
    assert!(asked.is_empty(), "{asked:#?}");
    assert!(report.summary.coverage.asked > 40 * SERVICES as usize, "{:?}", report.summary);
}

/// What rules find without reading a control or data: that nobody answers for the system.
const KNOWN: [(&str, usize); 1] = [("element-without-owner", 1)];

#[test]
fn a_bare_structure_is_full_of_questions_and_empty_of_findings() {
    let report = judged(Variant::Bare);
    assert!(report.errors.is_empty(), "{:#?}", report.errors);
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &report.findings {
        *found.entry(&finding.rule).or_default() += 1;
    }
    assert_eq!(found.into_iter().collect::<Vec<_>>(), KNOWN);
    assert!(report.questions.len() > 10 * SERVICES as usize, "{}", report.questions.len());
    // One line for each element, however much is asked of it.
    let mut page = Vec::new();
    tm_emit::human(&report, &HumanOptions { all: true, ..HumanOptions::default() }, &mut page).expect("it is written");
    let page = String::from_utf8(page).expect("it is text");
    let lines = page.lines().filter(|line| line.starts_with("? ")).count();
    assert!(lines <= report.summary.elements, "{lines} lines for {} elements", report.summary.elements);
    assert!(page.lines().all(|line| line.chars().count() <= 80));
}
