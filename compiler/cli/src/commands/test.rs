//! `tm test`: runs the tests of rules.

use std::mem::ManuallyDrop;
use std::path::Path;

use tm_analysis::report::{Location, Problem, ReportFile};
use tm_analysis::{Database, InputProblem, Level, ProjectInput, ReportOptions, TestOutcome, Tests, run_tests};
use tm_emit::{inline, palette};
use tm_project::roots_below;

use crate::args::TestArguments;
use crate::commands::place;
use crate::error::Result;
use crate::exit::Exit;
use crate::terminal::{Output, Terminal};
use crate::{clock, load, stdlib, verbose};

/// Longer lines are cut.
const LINE: usize = 600;

pub fn run(arguments: &TestArguments, terminal: &Terminal) -> Result<Exit> {
    let (std, today) = (stdlib::texts()?, clock::today()?);
    let mut told = Told { output: terminal.output(), exit: Exit::Clean, tests: 0, failed: 0 };
    if arguments.std {
        told.of(tm_input::only_std(std, today), Tests::Std, &ReportOptions::default(), "")?;
        return told.sum("");
    }
    let given = arguments.path.as_deref().unwrap_or(Path::new("."));
    let mut projects = vec![load::project(Some(given), &arguments.outside.allow_outside)?];
    let within = given.canonicalize().unwrap_or_else(|_| given.to_path_buf());
    let root = projects.first().map(|project| project.root.clone());
    for folder in roots_below(&within).into_iter().filter(|folder| Some(folder) != root.as_ref()) {
        projects.push(load::project(Some(&folder), &arguments.outside.allow_outside)?);
    }
    // A folder that merely holds projects is none itself.
    if projects.len() > 1 {
        projects.retain(|project| project.manifest.is_some() || !project.files.is_empty());
    }
    let count = projects.len();
    let several = if count > 1 { format!(" in {count} projects") } else { String::new() };
    for project in projects {
        let folder = if count > 1 { shown(given, &within, &project.root) } else { String::new() };
        verbose::read_if_asked(&project, today);
        let (input, options) = tm_input::from_project(project, std.clone(), today, Vec::new());
        told.of(input, Tests::Project, &options, &folder)?;
    }
    told.sum(&several)
}

/// How the project in the folder `root` is called in front of its files, if it lies below what the user gave.
fn shown(given: &Path, within: &Path, root: &Path) -> String {
    let rest = root.strip_prefix(within).unwrap_or(Path::new(""));
    let folder = if given == Path::new(".") { rest.to_path_buf() } else { given.join(rest) };
    let folder = folder.display().to_string();
    if folder.is_empty() || folder.ends_with('/') { folder } else { folder + "/" }
}

/// What has been told so far.
struct Told {
    output: Output,
    exit: Exit,
    tests: usize,
    failed: usize,
}

impl Told {
    /// Runs the tests of one project, whose folder is told in front of its files.
    fn of(&mut self, input: ProjectInput, which: Tests, loading: &ReportOptions, folder: &str) -> Result<()> {
        let mut db = ManuallyDrop::new(Database::default());
        let project = db.add_project(input);
        let run = ManuallyDrop::new(run_tests(&db, project, which));
        let output = &mut self.output;
        for problem in &loading.problems {
            let level = if problem.is_warning { "warning" } else { "error" };
            let place = read_at(loading, &run.files, problem);
            let line = format!("{folder}{place}: {level}[{}] {}", problem.name, problem.message);
            output.line(&inline(&line, LINE))?;
        }
        for problem in &run.problems {
            describe(output, &run.files, problem, folder)?;
        }
        let failed: Vec<&TestOutcome> = run.tests.iter().filter(|test| !test.failures.is_empty()).collect();
        for test in &failed {
            failure(output, &run.files, test, folder)?;
        }
        self.tests += run.tests.len();
        self.failed += failed.len();
        let has_errors = loading.problems.iter().any(|problem| !problem.is_warning)
            || run.problems.iter().any(|problem| problem.level == Level::Error);
        self.exit = self.exit.max(match (has_errors, failed.is_empty()) {
            (true, _) => Exit::Errors,
            (false, false) => Exit::Findings,
            (false, true) => Exit::Clean,
        });
        Ok(())
    }

    fn sum(mut self, several: &str) -> Result<Exit> {
        let tests = if self.tests == 1 { "test" } else { "tests" };
        self.output.news(&format!("{} {tests}{several}, {} failed", self.tests, self.failed))?;
        self.output.finish()?;
        Ok(self.exit)
    }
}

fn failure(output: &mut Output, files: &[ReportFile], test: &TestOutcome, folder: &str) -> Result<()> {
    let title = format!("{folder}{}:{} {}", test.file, test.line, test.title);
    output.line(&format!("{} {}", output.styled(&palette::bold(palette::HIGH), "FAILED"), inline(&title, LINE)))?;
    for failure in &test.failures {
        let place = located(files, Some(&failure.location), folder);
        for (at, line) in failure.message.lines().enumerate() {
            let line = if at == 0 { format!("{place}{line}") } else { format!("  {line}") };
            output.line(&format!("  {}", inline(&line, LINE)))?;
        }
    }
    Ok(())
}

fn describe(output: &mut Output, files: &[ReportFile], problem: &Problem, folder: &str) -> Result<()> {
    let level = match problem.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    let place = located(files, problem.location.as_ref(), folder);
    output.line(&inline(&format!("{place}{level}[{}] {}", problem.name, problem.message), LINE))?;
    match &problem.help {
        Some(help) => output.line(&inline(&format!("  help: {help}"), LINE)),
        None => Ok(()),
    }
}

/// Where something was wrong with what was read, as exactly as is known.
fn read_at(loading: &ReportOptions, files: &[ReportFile], problem: &InputProblem) -> String {
    let extra = loading.extra_files.iter().map(|(path, text)| (path, text.as_str()));
    let mut texts = extra.chain(files.iter().map(|file| (&file.path, &*file.text)));
    let text = texts.find(|(path, _)| **path == problem.path).map(|(_, text)| text);
    match (text, &problem.range) {
        (Some(text), Some(range)) => place::of(&problem.path, text, range.start),
        _ => problem.path.clone(),
    }
}

/// `path:line:column: `, or nothing.
fn located(files: &[ReportFile], location: Option<&Location>, folder: &str) -> String {
    let file = |at: &Location| files.get(usize::try_from(at.file).ok()?);
    match location.and_then(|at| Some((file(at)?, at))) {
        Some((file, at)) => format!("{folder}{}: ", place::of(&file.path, &file.text, at.range.start)),
        None => String::new(),
    }
}
