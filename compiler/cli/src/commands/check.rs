//! `tm check`: judges a model.

mod outputs;

use std::mem::ManuallyDrop;
use std::time::Instant;

use tm_analysis::report::{Report, Severity};
use tm_analysis::{Database, assumption_names, prepare, report, rule_names};
use tm_emit::Run;

use crate::args::CheckArguments;
use crate::error::Result;
use crate::exit::Exit;
use crate::terminal::Terminal;
use crate::{clock, load, names, stdlib};
use outputs::Outputs;

pub fn run(arguments: CheckArguments, terminal: &Terminal, started: Instant) -> Result<Exit> {
    let outputs = Outputs::new(&arguments.format, arguments.output.as_deref())?;
    let project = load::project(arguments.path.as_deref(), &arguments.outside.allow_outside)?;
    let folder = project.folder.clone();
    let today = arguments.today.map_or_else(clock::today, Ok)?;
    let fail_on = arguments.fail_on.or(project.config.fail_on);
    let fail_on = fail_on.map_or(Severity::Low, tm_input::severity);
    let (input, mut options) = tm_input::from_project(project, stdlib::texts()?, today, arguments.without.clone());
    if let Some(profile) = arguments.profile {
        options.profile = tm_input::profile(profile);
    }

    // The process ends next: taking large structures apart would only cost time.
    let mut db = ManuallyDrop::new(Database::default());
    let project = db.add_project(input);
    if !(arguments.select.is_empty() && arguments.ignore.is_empty()) {
        let rules = rule_names(&db, project);
        for name in arguments.select.iter().chain(&arguments.ignore) {
            names::known(name, &rules)?;
        }
    }
    for name in &arguments.without {
        names::assumed(name, &assumption_names(&db, project))?;
    }
    options.select = arguments.select;
    options.ignore = arguments.ignore;
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    prepare(&db, project, threads);
    let report = ManuallyDrop::new(report(&db, project, &options));

    let home = env!("CARGO_PKG_REPOSITORY");
    let run = Run {
        version: env!("CARGO_PKG_VERSION"),
        home: Some(home).filter(|home| !home.is_empty()),
        folder: &folder,
        fail_on,
        source_url: arguments.source_url.as_deref(),
    };
    outputs.write(&report, &run, arguments.all, terminal, started)?;
    Ok(verdict(&report, fail_on))
}

/// Errors come first: without them, there could be more findings.
fn verdict(report: &Report, fail_on: Severity) -> Exit {
    if !report.errors.is_empty() {
        Exit::Errors
    } else if report.findings.iter().any(|finding| finding.severity >= fail_on) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}
