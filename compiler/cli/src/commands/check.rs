//! `tm check`: judges a model.

mod asked;
mod baseline;
mod earlier;
mod others;
mod outputs;
mod settings;
mod trusted;

use std::mem::ManuallyDrop;
use std::time::Instant;

use tm_analysis::report::{Report, Severity};
use tm_analysis::{Database, assumption_names, prepare, report_on, retired_rules, rule_names};
use tm_emit::Run;
use tm_project::{LoadOptions, Profile};

use crate::args::CheckArguments;
use crate::error::Result;
use crate::exit::Exit;
use crate::progress::{Progress, Step};
use crate::terminal::{Terminal, Verbosity};
use crate::verbose::{self, Phases};
use crate::{clock, load, names, stdlib};
use asked::Asked;
use baseline::Target;
use others::Others;
use settings::Settings;

pub fn run(arguments: CheckArguments, terminal: &Terminal, started: Instant) -> Result<Exit> {
    let loading = LoadOptions {
        allow_outside: arguments.outside.allow_outside.clone(),
        baseline: arguments.baseline.is_none() && arguments.write_baseline.is_none() && !arguments.no_baseline,
        ..LoadOptions::default()
    };
    let progress = Progress::new(terminal);
    let mut phases = Phases::since(started);
    let (path, stands_for) = (arguments.path.as_deref(), arguments.stdin_filename.as_deref());
    let loaded = load::project_or_standard_input(path, stands_for, &loading)?;
    let target = Target::new(&arguments, &loaded)?;
    let (root, folder) = (loaded.root.clone(), loaded.folder.clone());
    let today = arguments.today.map_or_else(clock::today, Ok)?;
    let asked = Asked { arguments: &arguments, root: &root, std: stdlib::texts()?, today };
    phases.end("reading");
    progress.step(Step::Comparing);
    let others = Others::load(&arguments, &loaded, &loading)?;
    let mut settings = Settings::new(&arguments, &loaded, &others.telling(&loaded.config), terminal)?;
    let is_verbose = settings.terminal.verbosity == Verbosity::Verbose;
    if is_verbose {
        verbose::read(&loaded, today);
        others.tell();
    }
    let progress = Some(progress).filter(|_| settings.terminal.verbosity == Verbosity::Normal);
    let (input, said, mut options) = asked.of(loaded)?;

    // The process ends next: taking large structures apart would only cost time.
    let mut db = ManuallyDrop::new(Database::default());
    let others_were_read = others.are_any();
    let compared = others.judge(&mut db, &asked, input, said, &mut options)?;
    let project = compared.project;
    if !(arguments.select.is_empty() && arguments.ignore.is_empty()) {
        let rules = rule_names(&db, project);
        for name in arguments.select.iter().chain(&arguments.ignore) {
            names::known(name, &rules, retired_rules(&db, project))?;
        }
    }
    for name in &arguments.without {
        names::assumed(name, &assumption_names(&db, project))?;
    }
    if others_were_read {
        phases.end("comparing");
    }
    progress.iter().for_each(|progress| progress.step(Step::Judging));
    let threads = crate::open::threads();
    prepare(&db, project, threads);
    phases.end("judging");
    progress.iter().for_each(|progress| progress.step(Step::Telling));
    let mut report = ManuallyDrop::new(report_on(&db, project, &options, threads));
    drop(progress);
    phases.end("reporting");
    let fail_on = compared.fail_on;
    compared.tell(&mut report);
    if let Some(target) = target {
        return target.write(&report, &settings.terminal);
    }
    if let Some(fail_on) = fail_on.filter(|_| arguments.fail_on.is_none()) {
        settings.fail_on = fail_on;
    }
    if settings.hide_silenced {
        report.silenced.clear();
    }
    let home = env!("CARGO_PKG_REPOSITORY");
    let run = Run {
        version: env!("CARGO_PKG_VERSION"),
        home: Some(home).filter(|home| !home.is_empty()),
        folder: &folder,
        fail_on: settings.fail_on,
        source_url: settings.source_url.as_deref(),
    };
    if is_verbose {
        let named = Profile::ALL.into_iter().find(|profile| tm_input::profile(*profile) == options.profile);
        let profile = named.map(Profile::name).unwrap_or_default();
        verbose::tell(&format!("profile {profile}, fails on {}", settings.fail_on.name()));
    }
    settings.outputs.write(&report, &run, settings.all, &settings.terminal, started)?;
    phases.end("writing");
    if is_verbose {
        phases.tell();
    }
    Ok(verdict(&report, settings.fail_on))
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
