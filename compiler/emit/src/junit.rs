//! JUnit XML: a suite for each rule that found something, a case for each finding, and a suite for the model itself.
//!
//! A case fails where the run fails: a finding below the severity that matters passes, and what is silenced is skipped.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report as Suites, TestCase, TestCaseStatus, TestSuite};
use tm_analysis::report::{Finding, Location, Problem, Report};

use crate::decided;
use crate::lines::Places;
use crate::paths;
use crate::run::Run;
use crate::sanitize::{self, NAME, PARAGRAPH, SENTENCE};
use crate::summary;

/// Writes every finding, and every error of the model.
pub fn junit(report: &Report, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut places = Places::new(report);
    let mut suites = Suites::new("tm");
    suites.add_test_suite(model(report, &mut places, run));
    let mut rules: Vec<&str> =
        report.findings.iter().chain(&report.silenced).map(|finding| finding.rule.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    let mut all: Vec<TestSuite> = rules.iter().map(|rule| TestSuite::new(sanitize::inline(rule, NAME))).collect();
    let findings = report.findings.iter().map(|finding| (finding, false));
    for (finding, silenced) in findings.chain(report.silenced.iter().map(|finding| (finding, true))) {
        let case = case(finding, silenced, &mut places, run);
        if let Some(suite) = rules.binary_search(&finding.rule.as_str()).ok().and_then(|index| all.get_mut(index)) {
            suite.add_test_case(case);
        }
    }
    suites.add_test_suites(all);
    suites.serialize(&mut *out).map_err(io::Error::other)?;
    out.flush()
}

/// It passes if there are no errors; so no report is without a case.
fn model(report: &Report, places: &mut Places<'_>, run: &Run<'_>) -> TestSuite {
    let mut suite = TestSuite::new("model");
    if report.errors.is_empty() {
        let mut case = TestCase::new("the model has no errors", TestCaseStatus::success());
        case.set_classname("model");
        suite.add_test_case(case);
    }
    for Problem { name, message, help, location, .. } in &report.errors {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_type("error").set_message(sanitize::inline(message.lines().next().unwrap_or_default(), SENTENCE));
        status.set_description(details(message, help.as_deref(), location.as_ref(), places, run));
        let mut case = TestCase::new(sanitize::inline(name, NAME), status);
        case.set_classname("model");
        place(&mut case, location.as_ref(), places, run);
        suite.add_test_case(case);
    }
    suite
}

fn case(finding: &Finding, silenced: bool, places: &mut Places<'_>, run: &Run<'_>) -> TestCase {
    let severity = summary::severity(finding.severity, finding.certainty);
    let message = format!("{severity}: {}", sanitize::inline(&finding.message, SENTENCE));
    let location = Some(&finding.location);
    let mut status = match () {
        () if silenced => TestCaseStatus::skipped(),
        () if finding.severity < run.fail_on => TestCaseStatus::success(),
        () => TestCaseStatus::non_success(NonSuccessKind::Failure),
    };
    let mut output = None;
    match &mut status {
        TestCaseStatus::Success { .. } => output = Some(message),
        TestCaseStatus::Skipped { .. } => {
            let decision = finding.decision.as_ref();
            let words = decision.map(|decision| {
                let reason = decision.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
                sanitize::inline(&(decided::words(decision) + &reason), PARAGRAPH).into_owned()
            });
            status.set_message(words.unwrap_or_default());
            output = Some(message);
        }
        TestCaseStatus::NonSuccess { .. } => {
            status.set_type(severity).set_message(message);
            status.set_description(details(&finding.message, finding.help.as_deref(), location, places, run));
        }
    }
    let names: Vec<_> = finding.on.iter().map(|subject| sanitize::inline(&subject.name, NAME)).collect();
    let mut case = TestCase::new(if names.is_empty() { "project".to_owned() } else { names.join(", ") }, status);
    case.set_classname(sanitize::inline(&finding.rule, NAME));
    if let Some(output) = output {
        case.set_system_out(output);
    }
    place(&mut case, location, places, run);
    case
}

/// Where viewers look for it.
fn place(case: &mut TestCase, location: Option<&Location>, places: &mut Places<'_>, run: &Run<'_>) {
    if let Some(place) = location.and_then(|location| places.place(location)) {
        let path = paths::in_repository(run.folder, place.file);
        case.extra.insert("file".into(), sanitize::inline(&path, SENTENCE).into_owned().into());
        case.extra.insert("line".into(), place.start.line.to_string().into());
    }
}

fn details(
    message: &str,
    help: Option<&str>,
    location: Option<&Location>,
    places: &mut Places<'_>,
    run: &Run<'_>,
) -> String {
    let mut lines = Vec::new();
    if let Some(place) = location.and_then(|location| places.place(location)) {
        let path = paths::in_repository(run.folder, place.file);
        lines.push(format!("{}:{}:{}", sanitize::inline(&path, SENTENCE), place.start.line, place.start.column));
    }
    lines.extend(sanitize::lines(message, SENTENCE).map(Cow::into_owned));
    lines.extend(help.map(|help| format!("help: {}", sanitize::inline(help, PARAGRAPH))));
    lines.join("\n")
}
