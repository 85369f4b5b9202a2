//! What the tests of the whole compiler share: projects on disk or in text, judged as the command judges them.

use std::path::{Path, PathBuf};

use tm_analysis::report::Report;
use tm_analysis::{Database, Date, FileInput, Origin, Project, ProjectInput, ReportOptions, Settings, report};

/// The folder of the repository.
#[must_use]
pub fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The embedded standard library as plain data.
#[must_use]
pub fn std_files() -> Vec<(String, String)> {
    let embedded = tm_analysis::stdlib::embedded().iter();
    embedded.map(|(path, text)| (format!("stdlib/{path}"), (*text).to_owned())).collect()
}

/// The day on which tests judge, unless they say otherwise.
#[must_use]
pub fn today() -> Date {
    Date::parse("2026-07-01").unwrap_or(Date::FIRST)
}

/// A project of files given as path and text.
#[must_use]
pub fn input(name: &str, files: &[(&str, &str)]) -> ProjectInput {
    ProjectInput {
        name: name.to_owned(),
        std: std_files(),
        files: files
            .iter()
            .map(|(path, text)| FileInput {
                path: (*path).to_owned(),
                text: (*text).to_owned(),
                origin: Origin::Project,
            })
            .collect(),
        settings: Settings::default(),
        today: today(),
    }
}

/// A folder of the repository, read as the command reads it.
///
/// # Panics
///
/// If the folder cannot be read.
#[must_use]
pub fn load(folder: &str) -> ProjectInput {
    let path = repository().join(folder);
    let project = match tm_project::load(&path, &tm_project::LoadOptions::default()) {
        Ok(project) => project,
        Err(error) => panic!("{folder}: {error:?}"),
    };
    assert!(project.problems.is_empty(), "{:?}", project.problems);
    tm_input::from_project(project, std_files(), today(), Vec::new()).0
}

/// Judges a project in a new database.
#[must_use]
pub fn judge(input: ProjectInput) -> Report {
    let (db, project) = open(input);
    report(&db, project, &ReportOptions::default())
}

/// Puts a project into a new database.
#[must_use]
pub fn open(input: ProjectInput) -> (Database, Project) {
    let mut db = Database::default();
    let project = db.add_project(input);
    (db, project)
}
