//! `tm test`: runs the tests of rules.

use std::mem::ManuallyDrop;

use tm_analysis::report::{Location, Problem, ReportFile};
use tm_analysis::{Database, InputProblem, Level, ReportOptions, TestOutcome, Tests, run_tests};
use tm_emit::{inline, palette};

use crate::args::TestArguments;
use crate::commands::place;
use crate::error::Result;
use crate::exit::Exit;
use crate::terminal::{Output, Terminal};
use crate::{clock, load, stdlib};

/// Longer lines are cut.
const LINE: usize = 600;

pub fn run(arguments: &TestArguments, terminal: &Terminal) -> Result<Exit> {
    let (std, today) = (stdlib::texts()?, clock::today()?);
    let (input, which, loading) = if arguments.std {
        (tm_input::only_std(std, today), Tests::Std, ReportOptions::default())
    } else {
        let project = load::project(arguments.path.as_deref(), &arguments.outside.allow_outside)?;
        let (input, options) = tm_input::from_project(project, std, today, Vec::new());
        (input, Tests::Project, options)
    };
    let mut db = ManuallyDrop::new(Database::default());
    let project = db.add_project(input);
    let run = ManuallyDrop::new(run_tests(&db, project, which));
    let mut output = terminal.output();
    for problem in &loading.problems {
        let level = if problem.is_warning { "warning" } else { "error" };
        let place = read_at(&loading, &run.files, problem);
        let line = format!("{place}: {level}[{}] {}", problem.name, problem.message);
        output.line(&inline(&line, LINE))?;
    }
    for problem in &run.problems {
        describe(&mut output, &run.files, problem)?;
    }
    let failed: Vec<&TestOutcome> = run.tests.iter().filter(|test| !test.failures.is_empty()).collect();
    for test in &failed {
        failure(&mut output, &run.files, test)?;
    }
    let tests = if run.tests.len() == 1 { "test" } else { "tests" };
    output.news(&format!("{} {tests}, {} failed", run.tests.len(), failed.len()))?;
    output.finish()?;
    let has_errors = loading.problems.iter().any(|problem| !problem.is_warning)
        || run.problems.iter().any(|problem| problem.level == Level::Error);
    Ok(match (has_errors, failed.is_empty()) {
        (true, _) => Exit::Errors,
        (false, false) => Exit::Findings,
        (false, true) => Exit::Clean,
    })
}

fn failure(output: &mut Output, files: &[ReportFile], test: &TestOutcome) -> Result<()> {
    let title = format!("{}:{} {}", test.file, test.line, test.title);
    output.line(&format!("{} {}", output.styled(&palette::bold(palette::HIGH), "FAILED"), inline(&title, LINE)))?;
    for failure in &test.failures {
        let place = located(files, Some(&failure.location));
        for (at, line) in failure.message.lines().enumerate() {
            let line = if at == 0 { format!("{place}{line}") } else { format!("  {line}") };
            output.line(&format!("  {}", inline(&line, LINE)))?;
        }
    }
    Ok(())
}

fn describe(output: &mut Output, files: &[ReportFile], problem: &Problem) -> Result<()> {
    let level = match problem.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    let place = located(files, problem.location.as_ref());
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
fn located(files: &[ReportFile], location: Option<&Location>) -> String {
    let file = |at: &Location| files.get(usize::try_from(at.file).ok()?);
    match location.and_then(|at| Some((file(at)?, at))) {
        Some((file, at)) => format!("{}: ", place::of(&file.path, &file.text, at.range.start)),
        None => String::new(),
    }
}
