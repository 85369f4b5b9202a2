//! I8: the reports of the files of a project are its report.

use std::collections::BTreeSet;

use tm_analysis::report::{Finding, Location, Problem, Question, Report, Severity};
use tm_analysis::{
    Baseline, BaselineEntry, Database, InputProblem, NamedPlace, NamedSort, Origin, Profile, Project, ReportOptions,
    file_report, outside_report, own_report, report,
};

use super::support::{Live, Model, example, own_vocabulary};

/// Of files of the standard library in which nothing is located, so many are looked at.
const SILENT: usize = 2;

/// What the reports of single files say otherwise than the report of the whole; `None`: nothing.
pub fn difference(db: &Database, project: Project, options: &ReportOptions) -> Option<String> {
    let whole = report(db, project, options);
    let extra = options.extra_files.len();
    let all = all_places(&whole);
    let located: BTreeSet<usize> = all.iter().map(|place| place.file as usize).collect();
    let mut silent = 0;
    for (index, file) in project.files(db).iter().enumerate() {
        let index = index + extra;
        if *file.origin(db) == Origin::Std && !located.contains(&index) {
            silent += 1;
            if silent > SILENT {
                continue;
            }
        }
        let part = file_report(db, project, *file, options);
        let expected = part_of(&whole, &|place| place.is_some_and(|place| place.file as usize == index));
        let difference = unlike(&part, &expected).or_else(|| beyond(&own_report(db, project, *file, options), &part));
        if let Some(difference) = difference {
            return Some(format!("{}: {difference}", file.path(db)));
        }
    }
    let outside = outside_report(db, project, options);
    let expected = part_of(&whole, &|place| place.is_none_or(|place| (place.file as usize) < extra));
    unlike(&outside, &expected).map(|difference| format!("outside: {difference}"))
}

/// What a file says of itself and is not in its report. Several rules may ask the same question, so it may be longer there.
fn beyond(own: &Report, part: &Report) -> Option<String> {
    let finding = own.findings.iter().find(|finding| !part.findings.contains(finding));
    let problem = own.errors.iter().find(|error| !part.errors.contains(error));
    let notice = own.notices.iter().find(|notice| !part.notices.contains(notice));
    let is_asked = |question: &Question| {
        part.questions.iter().any(|it| (&it.element, &it.attribute) == (&question.element, &question.attribute))
    };
    let question = own.questions.iter().find(|question| !is_asked(question));
    let told = finding.map(|it| format!("{it:#?}")).or(problem.or(notice).map(|it| format!("{it:#?}")));
    told.or(question.map(|it| format!("{it:#?}"))).map(|told| format!("said of itself, and not in its report: {told}"))
}

fn all_places(report: &Report) -> Vec<&Location> {
    let findings = report.findings.iter().chain(&report.silenced).map(|finding| &finding.location);
    let questions = report.questions.iter().map(|question| &question.location);
    let problems = report.errors.iter().chain(&report.notices).filter_map(|problem| problem.location.as_ref());
    findings.chain(questions).chain(problems).collect()
}

/// What of a report is located where `is_there` says.
fn part_of(whole: &Report, is_there: &dyn Fn(Option<&Location>) -> bool) -> Report {
    let findings = |all: &[Finding]| -> Vec<Finding> {
        all.iter().filter(|finding| is_there(Some(&finding.location))).cloned().collect()
    };
    let problems = |all: &[Problem]| -> Vec<Problem> {
        all.iter().filter(|problem| is_there(problem.location.as_ref())).cloned().collect()
    };
    let questions = |all: &[Question]| -> Vec<Question> {
        all.iter().filter(|question| is_there(Some(&question.location))).cloned().collect()
    };
    let (findings, silenced) = (findings(&whole.findings), findings(&whole.silenced));
    let names: BTreeSet<&str> = findings.iter().chain(&silenced).map(|finding| finding.rule.as_str()).collect();
    Report {
        files: whole.files.clone(),
        rules: whole.rules.iter().filter(|rule| names.contains(rule.name.as_str())).cloned().collect(),
        questions: questions(&whole.questions),
        errors: problems(&whole.errors),
        notices: problems(&whole.notices),
        summary: whole.summary.clone(),
        findings,
        silenced,
        changes: None,
    }
}

fn unlike(part: &Report, expected: &Report) -> Option<String> {
    fn list<T: PartialEq + std::fmt::Debug>(what: &str, part: &[T], expected: &[T]) -> Option<String> {
        let at = (0..part.len().max(expected.len())).find(|at| part.get(*at) != expected.get(*at))?;
        Some(format!("{what} {at}: {:#?}\nin the report of the project: {:#?}", part.get(at), expected.get(at)))
    }
    list("finding", &part.findings, &expected.findings)
        .or_else(|| list("silenced finding", &part.silenced, &expected.silenced))
        .or_else(|| list("question", &part.questions, &expected.questions))
        .or_else(|| list("error", &part.errors, &expected.errors))
        .or_else(|| list("notice", &part.notices, &expected.notices))
        .or_else(|| list("rule", &part.rules, &expected.rules))
        .or_else(|| list("file", &part.files, &expected.files))
}

fn assert_parts(files: super::support::Texts) {
    let live = Live::new(Database::default(), Model::new(files));
    for profile in [Profile::Draft, Profile::Default, Profile::Strict, Profile::Paranoid] {
        let options = ReportOptions { profile, ..ReportOptions::default() };
        let difference = difference(&live.db, live.project, &options);
        assert_eq!(difference, None, "{profile:?}");
    }
}

#[test]
fn of_a_shop_in_every_profile() {
    assert_parts(example("cloudcart/before"));
    assert_parts(example("cloudcart/published"));
}

#[test]
fn without_priorities_the_same_is_said() {
    let live = Live::new(Database::default(), Model::new(example("cloudcart/before")));
    let said = |options: &ReportOptions| {
        let mut report = report(&live.db, live.project, options);
        report.findings.iter_mut().for_each(|finding| finding.priority = Default::default());
        report.findings.sort_by(|a, b| (&a.id, &a.location).cmp(&(&b.id, &b.location)));
        report
    };
    let unranked = ReportOptions { is_unranked: true, ..ReportOptions::default() };
    assert_eq!(said(&unranked), said(&ReportOptions::default()));
    assert_eq!(difference(&live.db, live.project, &unranked), None);
}

#[test]
fn of_an_own_vocabulary_in_every_profile() {
    assert_parts(own_vocabulary());
}

#[test]
fn what_is_wrong_outside_of_source_files_is_in_none() {
    let live = Live::new(Database::default(), Model::of(&[("a.tm", "module model\nservice a { wrong: 1 }\n")]));
    let problem = |path: &str| InputProblem {
        name: "unreadable".to_owned(),
        path: path.to_owned(),
        range: None,
        message: format!("`{path}` is not text"),
        help: None,
        is_warning: false,
    };
    let options = ReportOptions {
        extra_files: vec![("tm.toml".to_owned(), "no-such = 1\n".to_owned())],
        problems: vec![problem("tm.toml"), problem("gone.tm"), problem("a.tm")],
        named: vec![NamedPlace {
            sort: NamedSort::Rule,
            name: "no-such".to_owned(),
            path: "tm.toml".to_owned(),
            range: 0..7,
        }],
        ..ReportOptions::default()
    };
    assert_eq!(difference(&live.db, live.project, &options), None);
    let outside = outside_report(&live.db, live.project, &options);
    let names: Vec<&str> = outside.errors.iter().map(|error| error.name.as_str()).collect();
    assert_eq!(names, ["unreadable", "unreadable", "unknown-rule"]);
}

#[test]
fn of_a_file_that_left_the_project_nothing_is_said() {
    let mut live = Live::new(Database::default(), Model::new(example("cloudcart/before")));
    let file =
        *live.project.files(&live.db).iter().find(|file| *file.origin(&live.db) == Origin::Project).expect("one");
    let said = |live: &Live| file_report(&live.db, live.project, file, &ReportOptions::default());
    assert!(!said(&live).findings.is_empty() || !said(&live).questions.is_empty());
    let mut model = live.model().clone();
    model.files.remove(&**file.path(&live.db));
    live.follow(model);
    let part = said(&live);
    assert!(part.findings.is_empty() && part.questions.is_empty() && part.errors.is_empty());
    assert_eq!(difference(&live.db, live.project, &ReportOptions::default()), None);
}

#[test]
fn old_debt_is_silenced_in_its_file_and_stale_entries_are_told_outside() {
    let live = Live::new(Database::default(), Model::new(example("cloudcart/before")));
    let found = report(&live.db, live.project, &ReportOptions::default()).findings;
    assert!(found.len() > 2);
    let known = found.iter().step_by(2).map(|finding| (finding.id.clone(), finding.severity));
    let options = with_baseline(known.chain([gone()]));
    assert_eq!(difference(&live.db, live.project, &options), None);

    // Of a project with errors, nobody knows what is stale.
    let live = Live::new(Database::default(), Model::of(&[("a.tm", "module model\nservice a {}\n")]));
    let stale = outside_report(&live.db, live.project, &with_baseline([gone()])).notices;
    assert_eq!(stale.iter().map(|notice| notice.name.as_str()).collect::<Vec<_>>(), ["stale-baseline"]);
    assert_eq!(difference(&live.db, live.project, &with_baseline([gone()])), None);
}

fn gone() -> (String, Severity) {
    ("gateway-bypass(model.gone)".to_owned(), Severity::High)
}

fn with_baseline(entries: impl IntoIterator<Item = (String, Severity)>) -> ReportOptions {
    let entry = |(id, severity)| (id, BaselineEntry { severity, range: None });
    let baseline = Baseline { path: "baseline.json".to_owned(), entries: entries.into_iter().map(entry).collect() };
    ReportOptions { baseline: Some(baseline), ..ReportOptions::default() }
}
