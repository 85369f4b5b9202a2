//! Language errors, warnings and notes with places.

use std::ops::Range;

use tm_model::Site;
use tm_syntax::SyntaxError;

use super::{Files, InputProblem, NamedPlace, NamedSort, Only, ReportOptions, retired, unit_text};
use crate::db::{self, Db, Project, SourceFile};
use crate::diagnostic::{Diagnostic, Level};
use crate::explain::assumptions;
use crate::locate::{Locator, UnitText};
use crate::modules::Origin;
use crate::report::{Location, Problem, ProblemLabel, Report};
use crate::suggestion::{Help, did_you_mean};
use crate::testing::{Tests, checked};

/// What is to be looked at.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub tests: Tests,
    /// What is located in this file, and nothing else.
    pub only: Option<Only>,
}

pub(super) fn fill(
    db: &dyn Db,
    project: Project,
    files: &Files<'_>,
    options: &ReportOptions,
    diagnostics: Vec<Diagnostic>,
    Wanted { tests, only }: Wanted,
    report: &mut Report,
) {
    let mut problems: Vec<Problem> = Vec::new();
    let is_meant = |file: &&SourceFile| only.is_none_or(|only| only.file == **file);
    for file in project.files(db).iter().filter(is_meant) {
        let unit = file.unit(db);
        let place = |range| files.at(unit, range);
        problems.extend(db::lowered(db, *file).errors.iter().map(|error| syntax(error, &place)));
    }
    let place = |site| files.site(site);
    problems.extend(diagnostics.iter().map(|diagnostic| located(diagnostic, &place)));
    let has_tests = |file: &&SourceFile| (*file.origin(db) == Origin::Std) == (tests == Tests::Std);
    for file in project.files(db).iter().filter(is_meant).filter(has_tests) {
        in_tests(db, project, *file, files, &mut problems);
        problems.extend(retired::in_file(db, project, db::pack(db, project), *file, files));
    }
    problems.extend(of_options(db, project, files, options));
    if let Some(only) = only {
        problems.retain(|problem| problem.location.as_ref().is_some_and(|place| place.file == only.index));
    }
    put(problems, report);
}

/// What was wrong before the compiler was asked.
pub(super) fn of_options(db: &dyn Db, project: Project, files: &Files<'_>, options: &ReportOptions) -> Vec<Problem> {
    let problems = options.problems.iter().map(|problem| input(problem, files));
    problems.chain(names(db, project, files, options)).collect()
}

pub(super) fn put(problems: Vec<Problem>, report: &mut Report) {
    for problem in problems {
        let is_error = problem.level == Level::Error;
        let to = if is_error { &mut report.errors } else { &mut report.notices };
        to.push(problem);
    }
}

pub(crate) fn syntax(error: &SyntaxError, place: &dyn Fn(Range<u32>) -> Option<Location>) -> Problem {
    let labels = error.labels.iter().filter_map(|label| {
        Some(ProblemLabel { location: place(label.range.clone())?, message: label.message.clone() })
    });
    Problem {
        name: error.name.to_owned(),
        level: if error.is_warning { Level::Warning } else { Level::Error },
        message: error.message.clone(),
        location: place(error.range.clone()),
        labels: labels.collect(),
        help: error.help.clone(),
        suggestions: Vec::new(),
    }
}

/// What is wrong with the tests of a file, each a world of its own.
fn in_tests(db: &dyn Db, project: Project, file: SourceFile, files: &Files<'_>, problems: &mut Vec<Problem>) {
    for (index, test) in db::test_items(db, file).iter().enumerate() {
        let checked = checked(db, project, file, index);
        if checked.errors.is_empty() {
            continue;
        }
        let unit = file.unit(db);
        let text = UnitText { world: &test.world, declared: &checked.declared, ..unit_text(db, project, file) };
        let text = |number: u32| (number == unit).then_some(text);
        let locator = Locator::new(&text);
        // What it names of the vocabulary stands elsewhere.
        let place = |site: Site| match site.unit == unit {
            true => files.at(unit, locator.range(site)?),
            false => files.site(site),
        };
        problems.extend(checked.errors.iter().map(|error| located(error, &place)));
    }
}

pub(crate) fn located(diagnostic: &Diagnostic, place: &dyn Fn(Site) -> Option<Location>) -> Problem {
    let labels = diagnostic.labels.iter();
    let labels =
        labels.filter_map(|label| Some(ProblemLabel { location: place(label.site)?, message: label.message.clone() }));
    Problem {
        name: diagnostic.name.to_owned(),
        level: diagnostic.level,
        message: diagnostic.message.clone(),
        location: place(diagnostic.site),
        labels: labels.collect(),
        help: diagnostic.help.clone(),
        suggestions: diagnostic.suggestions.clone(),
    }
}

fn input(problem: &InputProblem, files: &Files<'_>) -> Problem {
    let location = files
        .index_of_path(&problem.path)
        .map(|file| Location { file, range: problem.range.clone().unwrap_or(0..0).into() });
    // A file that could not be read has no text to show: its name must be in the message.
    let message = match &location {
        None if !problem.message.contains(&problem.path) => format!("{} (`{}`)", problem.message, problem.path),
        _ => problem.message.clone(),
    };
    Problem {
        name: problem.name.clone(),
        level: if problem.is_warning { Level::Warning } else { Level::Error },
        message,
        location,
        labels: Vec::new(),
        help: problem.help.clone(),
        suggestions: Vec::new(),
    }
}

/// Rules and assumptions that `tm.toml` names and that do not exist, or are called otherwise now.
fn names(db: &dyn Db, project: Project, files: &Files<'_>, options: &ReportOptions) -> Vec<Problem> {
    if options.named.is_empty() {
        return Vec::new();
    }
    let pack = db::pack(db, project);
    let rules = || pack.rules.iter().map(|rule| rule.name.as_str());
    let families = || pack.rules.iter().map(|rule| rule.family.as_str()).filter(|family| !family.is_empty());
    let assumptions = assumptions(db, project);
    let plain = || assumptions.iter().filter_map(|full| full.rsplit('.').next());
    let problem = |place: &NamedPlace| {
        let NamedPlace { sort, name, path, range } = place;
        let location = || files.index_of_path(path).map(|file| Location { file, range: range.clone().into() });
        let packages = "remove it, or list the package that declares it in `[packages]`";
        let (kind, what, Help { text, suggestions }) = match sort {
            NamedSort::RuleOrFamily if families().any(|family| family == name) => return None,
            NamedSort::Rule | NamedSort::RuleOrFamily if pack.is_known(name) => {
                return retired::problem(pack, name, location());
            }
            NamedSort::Assumption if assumptions.contains(name) || plain().any(|plain| plain == name) => return None,
            NamedSort::Rule => ("unknown-rule", "rule", did_you_mean(name, rules(), packages)),
            NamedSort::RuleOrFamily => {
                ("unknown-rule", "rule or family of rules", did_you_mean(name, rules().chain(families()), packages))
            }
            NamedSort::Assumption => ("unresolved-name", "assumption", did_you_mean(name, plain(), "remove it")),
        };
        Some(Problem {
            name: kind.to_owned(),
            level: Level::Error,
            message: format!("there is no {what} `{name}`"),
            location: location(),
            labels: Vec::new(),
            help: Some(text),
            suggestions,
        })
    };
    options.named.iter().filter_map(problem).collect()
}
