//! In-language tests: each `test` block is a small closed world with the vocabulary and the rules in scope.

mod check;
mod expectations;
mod world;

use crate::db::{self, Database, Db, Project, SourceFile};
use crate::modules::Origin;
use crate::report::{Location, Problem, ReportFile};
use crate::reporting::problems;

pub(crate) use check::Checked;
pub(crate) use world::{PlainWorld, TestNames};

/// Which tests to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tests {
    /// Those of the project's own files.
    Project,
    /// Those of the standard library.
    Std,
}

/// What came of running tests, in the order of files and lines.
#[derive(Clone, Debug, Default)]
pub struct TestRun {
    /// Index is [`Location::file`].
    pub files: Vec<ReportFile>,
    pub tests: Vec<TestOutcome>,
    /// What is wrong with the project and its tests: tests with errors around them prove little, those with errors in them
    /// do not run.
    pub problems: Vec<Problem>,
}

#[derive(Clone, Debug)]
pub struct TestOutcome {
    pub file: String,
    /// 1-based.
    pub line: u32,
    pub title: String,
    /// Empty: it passed.
    pub failures: Vec<TestFailure>,
}

#[derive(Clone, Debug)]
pub struct TestFailure {
    pub message: String,
    pub location: Location,
}

impl Tests {
    fn are_in(self, db: &dyn Db, file: SourceFile) -> bool {
        match self {
            Tests::Std => *file.origin(db) == Origin::Std,
            Tests::Project => *file.origin(db) == Origin::Project,
        }
    }
}

/// Runs tests. The caller's date and profile do not reach them.
#[must_use]
pub fn run_tests(db: &Database, project: Project, which: Tests) -> TestRun {
    let (files, problems) = problems(db, project, which);
    let db: &dyn Db = db;
    let mut run = TestRun { files, tests: Vec::new(), problems };
    for (number, file) in project.files(db).iter().enumerate().filter(|(_, file)| which.are_in(db, **file)) {
        for index in 0..db::test_items(db, *file).len() {
            let outcome = outcome(db, project, *file, index).clone();
            run.tests.extend(outcome.map(|outcome| outcome.in_file(u32::try_from(number).unwrap_or(u32::MAX))));
        }
    }
    run
}

/// Runs one test, and no other; `None` if there is none of that title in that file. Its failures are located in the file.
#[must_use]
pub fn run_test(db: &Database, project: Project, which: Tests, path: &str, title: &str) -> Option<TestOutcome> {
    let db: &dyn Db = db;
    let mut files = project.files(db).iter().copied().filter(|file| which.are_in(db, *file));
    let file = files.find(|file| **file.path(db) == *path)?;
    let index = db::test_items(db, file).iter().position(|test| test.title.text == title)?;
    outcome(db, project, file, index).clone()
}

impl TestOutcome {
    /// Failures are located before it is known which file of the run they are in.
    fn in_file(mut self, file: u32) -> Self {
        for failure in &mut self.failures {
            failure.location.file = file;
        }
        self
    }
}

/// One test of a file; `None` if there is none of that index.
#[salsa::tracked(returns(ref), no_eq)]
fn outcome(db: &dyn Db, project: Project, file: SourceFile, index: usize) -> Option<TestOutcome> {
    expectations::run(db, project, file, index)
}

/// What is wrong with one test of a file.
#[salsa::tracked(returns(ref))]
pub(crate) fn checked(db: &dyn Db, project: Project, file: SourceFile, index: usize) -> Checked {
    db::test_items(db, file).get(index).map(|test| check::check(db, project, file, test)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::{Arc, Mutex};

    use tm_model::Date;

    use super::*;
    use crate::db::{FileInput, ProjectInput, Settings};

    const TESTS: &str = "\
rule r { for s: service  where s.exposure == internet  severity: low  message: \"{s}\" }
test \"it fires\" { service a { exposure: internet }  expect r on a }
test \"it is silent\" { service a { exposure: internet }  expect no r on a }
";

    #[test]
    fn one_test_runs_alone() {
        let log = Arc::new(Mutex::new(Vec::new()));
        let mut db = Database::with_log(log.clone());
        let std = crate::stdlib::embedded().iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        let project = db.add_project(ProjectInput {
            name: "p".to_owned(),
            std: std.collect(),
            files: vec![FileInput { path: "a.tm".to_owned(), text: TESTS.to_owned(), origin: Origin::Project }],
            settings: Settings::default(),
            today: Date::parse("2026-07-01").unwrap(),
        });
        let run = |which, path: &str, title: &str| run_test(&db, project, which, path, title);
        let ran = || log.lock().unwrap().iter().filter(|query| query.starts_with("outcome(")).count();
        assert_eq!(run(Tests::Project, "a.tm", "it fires").unwrap().failures.len(), 0);
        assert_eq!(ran(), 1);
        assert_eq!(run(Tests::Project, "a.tm", "it is silent").unwrap().failures.len(), 1);
        assert_eq!(ran(), 2);
        for (which, path, title) in
            [(Tests::Project, "a.tm", "it"), (Tests::Project, "b.tm", "it fires"), (Tests::Std, "a.tm", "it fires")]
        {
            assert!(run(which, path, title).is_none());
        }
        assert_eq!(ran(), 2, "nothing runs in search of one that is not there");
        // The same as all of them say.
        let all = run_tests(&db, project, Tests::Project).tests;
        assert_eq!(all.iter().map(|test| test.failures.len()).collect::<Vec<_>>(), [0, 1]);
        let of_std = project.files(&db).iter().find(|file| !db::test_items(&db, **file).is_empty()).unwrap();
        let title = db::test_items(&db, *of_std).first().unwrap().title.text.to_string();
        assert!(run(Tests::Std, of_std.path(&db), &title).unwrap().failures.is_empty());
    }
}
