//! What can be mended without asking: names that are misspelt, names that rules had, the format, statements that repeat.
//!
//! Nothing that is stated of a system is changed. A misspelt value or attribute stays, although it may be known what was meant: the
//! compiler says what can be stated, and people say what is. So do misspelt names in decisions, assumptions and safeguards, since what they
//! silence would be silent from then on.

mod gathering;
mod manifest;
mod spelling;
#[cfg(test)]
mod tests;

use tm_analysis::report::Problem;
use tm_analysis::{Database, Origin, Project, ProjectInput, ReportOptions, SourceFile, report, retired_rules};

use gathering::gather;
use spelling::Speller;

/// What is to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fix {
    /// In the order of the project.
    pub files: Vec<FixedFile>,
    pub left: Vec<Left>,
    /// Why statements that repeat were left, if they were.
    pub not_gathered: Option<String>,
    /// Errors that are still there, in all of the project.
    pub errors: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedFile {
    pub path: String,
    pub before: String,
    pub after: String,
    /// Names that are spelt otherwise.
    pub names: usize,
    /// Names that rules had, and that are the present ones now.
    pub retired: usize,
    /// Statements that an `each` makes now.
    pub gathered: usize,
}

/// What has a suggestion that nobody but the author should follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    pub path: String,
    /// Bytes of the text as it is then.
    pub offset: u32,
    pub text: String,
    pub message: String,
    pub help: String,
    pub why: Why,
}

/// Why a suggestion is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is what is stated of the system.
    Value,
    /// What stands there silences something.
    Decides,
    /// What should stand in its place stands there already.
    Taken,
    /// Its file has syntax errors, so that the tree is a guess.
    Broken,
    /// Something else could be meant, or the change would make another mistake.
    Unsure,
}

/// One file on its way.
struct Work {
    file: SourceFile,
    before: String,
    names: usize,
    retired: usize,
    gathered: usize,
}

/// Mends the files of a project for whose paths `is_meant` holds; `options` know what its `tm.toml` names.
#[must_use]
pub fn fix(input: ProjectInput, options: &ReportOptions, is_meant: &dyn Fn(&str) -> bool) -> Fix {
    let mut db = Database::default();
    let project = db.add_project(input);
    let own = project.files(&db).iter().copied();
    let own = own.filter(|file| *file.origin(&db) == Origin::Project && is_meant(file.path(&db)));
    let work = |file: SourceFile| Work { file, before: file.text(&db).to_string(), names: 0, retired: 0, gathered: 0 };
    let mut work: Vec<Work> = own.map(work).collect();
    Speller::new(&mut db, project, &mut work).correct();
    for work in &work {
        let formatted = tm_syntax::format(work.file.text(&db)).text;
        set_text(&mut db, work.file, &formatted);
    }
    let not_gathered = gather(&mut db, project, &mut work);
    // What is wrong with decisions is found while the project is judged.
    let report = report(&db, project, &ReportOptions::default());
    let left = report.errors.iter().chain(&report.notices).filter_map(|problem| {
        let location = problem.location.as_ref()?;
        let file = file_of(&db, project, problem)?;
        let why = spelling::why_left(&db, project, file, problem)?;
        let path = file.path(&db).to_string();
        is_meant(&path).then(|| Left {
            path,
            offset: location.range.start,
            text: file.text(&db).to_string(),
            message: problem.message.clone(),
            help: problem.help.clone().unwrap_or_default(),
            why,
        })
    });
    let mut left: Vec<Left> = left.collect();
    let (manifests, of_manifests) = manifest::brought_up_to_date(options, retired_rules(&db, project));
    left.extend(of_manifests.into_iter().filter(|left| is_meant(&left.path)));
    let manifests = manifests.into_iter().filter(|file| is_meant(&file.path));
    let fixed = work.into_iter().filter(|work| **work.file.text(&db) != *work.before).map(|work| FixedFile {
        path: work.file.path(&db).to_string(),
        after: work.file.text(&db).to_string(),
        before: work.before,
        names: work.names,
        retired: work.retired,
        gathered: work.gathered,
    });
    Fix { files: fixed.chain(manifests).collect(), left, not_gathered, errors: report.errors.len() }
}

fn set_text(db: &mut Database, file: SourceFile, text: &str) {
    if **file.text(db) != *text {
        db.set_text(file, text);
    }
}

/// The file that a problem is located in.
fn file_of(db: &Database, project: Project, problem: &Problem) -> Option<SourceFile> {
    let location = problem.location.as_ref()?;
    project.files(db).get(location.file as usize).copied()
}
