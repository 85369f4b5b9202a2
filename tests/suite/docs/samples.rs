//! Samples of the language in documents.
//!
//! A fence `tm` is a project of one file. It has no errors or warnings but those that it names in `error=`; without these,
//! its tests hold and it is in canonical format. `more` adds it to the one before as a further file. With `file=` it is no
//! sample of its own but part of a project for the commands of the document.

use std::collections::BTreeSet;

use tm_analysis::{Level, ReportOptions, Tests, report, run_tests};
use tm_tests::{input, open};

use super::markdown::{Fence, fences};
use super::{documents, read};

#[test]
fn every_sample_is_what_it_says() {
    let mut count = 0;
    for document in documents() {
        let mut files: Vec<(String, String)> = Vec::new();
        for fence in
            fences(&read(&document)).iter().filter(|fence| fence.language == "tm" && fence.attribute("file").is_none())
        {
            if fence.attribute("more").is_none() {
                files.clear();
            }
            files.push((format!("sample-{}.tm", files.len()), fence.text.clone()));
            check(&format!("{document}:{}", fence.line), fence, &files);
            count += 1;
        }
    }
    assert!(count > 20, "only {count} samples were found");
}

fn check(place: &str, fence: &Fence, files: &[(String, String)]) {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (db, project) = open(input("sample", &files));
    let report = report(&db, project, &ReportOptions::default());
    let warnings = report.notices.iter().filter(|notice| notice.level == Level::Warning);
    let said: BTreeSet<&str> = report.errors.iter().chain(warnings).map(|problem| problem.name.as_str()).collect();
    let expected: BTreeSet<&str> = fence.attribute("error").into_iter().flat_map(|names| names.split(',')).collect();
    assert_eq!(said, expected, "{place}\n{:#?}\n{:#?}", report.errors, report.notices);

    // The mistake may be in a test, and then that does not run.
    if fence.attribute("error").is_none() {
        let tests = run_tests(&db, project, Tests::Project).tests.into_iter();
        let failures: Vec<_> = tests.filter(|test| !test.failures.is_empty()).collect();
        assert!(failures.is_empty(), "{place}: {failures:#?}");
        assert_eq!(tm_syntax::format(&fence.text).text, fence.text, "{place} is not in canonical format");
    }
}
