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

/// Runs tests. The caller's date and profile do not reach them.
#[must_use]
pub fn run_tests(db: &Database, project: Project, which: Tests) -> TestRun {
    let (files, problems) = problems(db, project, which);
    let db: &dyn Db = db;
    let wanted = |file: &SourceFile| match which {
        Tests::Std => *file.origin(db) == Origin::Std,
        Tests::Project => *file.origin(db) == Origin::Project,
    };
    let mut run = TestRun { files, tests: Vec::new(), problems };
    for (number, file) in project.files(db).iter().enumerate().filter(|(_, file)| wanted(file)) {
        for index in 0..db::test_items(db, *file).len() {
            let outcome = outcome(db, project, *file, index).clone();
            run.tests.extend(outcome.map(|outcome| outcome.in_file(u32::try_from(number).unwrap_or(u32::MAX))));
        }
    }
    run
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
