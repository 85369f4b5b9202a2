//! I7: what could not be judged is reported.

use tm_analysis::report::{Problem, Report};
use tm_analysis::{InputProblem, NamedPlace, NamedSort, ReportOptions, Settings, Tests, report, run_tests};

use super::support::Model;

fn judge(model: &Model, options: &ReportOptions) -> Report {
    let (db, project) = tm_tests::open(model.input());
    report(&db, project, options)
}

fn names(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.name.as_str()).collect()
}

const RULE: &str = "rule own { for s: service where s.no-such-attribute severity: low message: \"{s}\" }\n";

#[test]
fn a_rule_with_errors_is_said_not_to_have_run() {
    let model = Model::of(&[("a.tm", RULE), ("b.tm", "service s {}\n")]);
    let report = judge(&model, &ReportOptions::default());
    assert!(!report.errors.is_empty());
    let note = report.notices.iter().find(|notice| notice.name == "rule-not-run").expect("it is said");
    assert!(note.message.contains("`own`") && note.location.is_some(), "{note:?}");
}

#[test]
fn what_a_test_expects_of_a_rule_with_errors_fails() {
    let test = "test \"nothing is found\" {\n  service s {}\n  expect no own\n}\ntest \"it is found\" {\n  service s {}\n  expect own on s\n}\n";
    let (db, project) = tm_tests::open(Model::of(&[("a.tm", &format!("{RULE}{test}"))]).input());
    let run = run_tests(&db, project, Tests::Project);
    assert_eq!(run.tests.len(), 2);
    for test in &run.tests {
        assert!(test.failures.iter().any(|failure| failure.message.contains("did not run")), "{test:?}");
    }
    assert!(!run.problems.is_empty());
}

#[test]
fn what_could_not_be_read_is_an_error() {
    let problem = InputProblem {
        name: "unreadable-file".to_owned(),
        path: "secret/model.tm".to_owned(),
        range: None,
        message: "cannot read it: permission denied".to_owned(),
        help: None,
        is_warning: false,
    };
    let options = ReportOptions { problems: vec![problem], ..ReportOptions::default() };
    let report = judge(&Model::of(&[("a.tm", "service s {}\n")]), &options);
    assert_eq!(names(&report.errors), ["unreadable-file"]);
    assert!(report.errors[0].message.contains("secret/model.tm"), "{:?}", report.errors);
    // Looking at one file does not hide it.
    let focused = ReportOptions { focus: Some("a.tm".to_owned()), ..options };
    assert_eq!(names(&judge(&Model::of(&[("a.tm", "service s {}\n")]), &focused).errors), ["unreadable-file"]);
}

#[test]
fn a_rule_that_takes_too_long_is_said_not_to_be_finished() {
    let rule = "rule own {\n  for a: actor\n  where any b in service, c in service, d in service: b.exposure != d.exposure\n  severity: low\n  message: \"{a}\"\n}\n";
    let services: String =
        (0..170).map(|at| format!("service s{at} {{}}\n")).chain(["actor a {}\n".to_owned()]).collect();
    let report = judge(&Model::of(&[("a.tm", rule), ("b.tm", &services)]), &ReportOptions::default());
    assert_eq!(names(&report.errors), <[&str; 0]>::default(), "{:?}", report.errors);
    assert!(names(&report.notices).contains(&"rule-not-finished"), "{:?}", names(&report.notices));
}

#[test]
fn levels_of_rules_that_do_not_exist_are_said() {
    let mut model = Model::of(&[("a.tm", "service s {}\n")]);
    let level = tm_analysis::RuleLevel::Off;
    model.settings = Settings { rules: vec![("no-such-rule".to_owned(), level)], ..Settings::default() };
    let manifest = "[rules]\nno-such-rule = \"off\"\n".to_owned();
    let options = ReportOptions {
        extra_files: vec![("tm.toml".to_owned(), manifest)],
        named: vec![NamedPlace {
            sort: NamedSort::Rule,
            name: "no-such-rule".to_owned(),
            path: "tm.toml".to_owned(),
            range: 8..20,
        }],
        ..ReportOptions::default()
    };
    let report = judge(&model, &options);
    assert_eq!(names(&report.errors), ["unknown-rule"]);
    assert!(report.errors[0].location.is_some());
}

#[test]
fn an_unknown_that_matters_is_a_question() {
    let text = "service a { -> b { protocol: http } }\nservice b {}\n";
    let report = judge(&Model::of(&[("a.tm", text)]), &ReportOptions::default());
    let asks = |attribute: &str| {
        report.questions.iter().any(|question| question.attribute == attribute && question.element == "model.a->b")
    };
    assert!(asks("encryption"), "{:?}", report.questions);
    // Draft hides questions, and counts them.
    let draft = ReportOptions { profile: tm_analysis::Profile::Draft, ..ReportOptions::default() };
    let hidden = judge(&Model::of(&[("a.tm", text)]), &draft);
    assert!(hidden.questions.is_empty());
    assert_eq!(hidden.summary.questions, report.questions.len());
}

#[test]
fn a_relation_of_everything_with_everything_is_said_to_be_too_large() {
    let relation = "relation everything {\n  edge a -> b via a for a: actor, b: actor\n}\n";
    let actors = |count: usize| (0..count).map(|at| format!("actor a{at}\n")).collect::<String>();
    let errors = |count: usize| {
        let report = judge(&Model::of(&[("a.tm", relation), ("b.tm", &actors(count))]), &ReportOptions::default());
        names(&report.errors).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(errors(50), [""; 0]);
    // Each of two and a half million edges takes sixteen steps.
    assert_eq!(errors(1_600), ["relation-too-large"]);
}

#[test]
fn a_default_that_comes_out_as_unknown_is_asked_about() {
    let words = "kind job is workload {\n  fact nightly: bool\n  control watched: bool = if self.nightly then unknown else true\n}\nrule unwatched {\n  for j: job\n  where j.watched == false\n  severity: low\n  message: \"{j}\"\n}\n";
    let asked = |jobs: &str| {
        let report = judge(&Model::of(&[("a.tm", words), ("b.tm", jobs)]), &ReportOptions::default());
        assert_eq!(names(&report.errors), [""; 0], "{:?}", report.errors);
        let about = report.questions.into_iter().filter(|question| question.attribute == "watched");
        about.map(|question| question.element.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(asked("job day\njob night { nightly: true }\n"), ["model.night"]);
    assert_eq!(asked("job night { nightly: true  watched: true }\n"), [""; 0]);
}
