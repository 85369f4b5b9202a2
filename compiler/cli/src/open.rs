//! A project in a database: what questions are asked of.

use std::mem::ManuallyDrop;

use tm_analysis::report::{Report, ReportFile};
use tm_analysis::{Database, Project, ReportOptions, assumption_names, error_count, inspect, prepare, report_on};
use tm_emit::answers::AnswerOptions;

use crate::args::ModelArguments;
use crate::error::{Result, complain};
use crate::exit::Exit;
use crate::terminal::Terminal;
use crate::{clock, load, names, stdlib, verbose};

pub struct Model {
    /// The process ends after the answer: taking large structures apart would only cost time.
    pub db: ManuallyDrop<Database>,
    pub project: Project,
    /// The root module.
    pub name: String,
    pub options: ReportOptions,
    /// The texts that locations in answers count in.
    pub sources: ManuallyDrop<Vec<ReportFile>>,
}

/// The project that the arguments name; without one, that around the current folder.
pub fn model(arguments: &ModelArguments) -> Result<Model> {
    let project = load::project(arguments.project.as_deref(), &arguments.outside.allow_outside)?;
    let today = arguments.today.map_or_else(clock::today, Ok)?;
    verbose::read_if_asked(&project, today);
    let (input, options) = tm_input::from_project(project, stdlib::texts()?, today, arguments.without.clone());
    let model = put(input, options);
    for name in &arguments.without {
        names::assumed(name, &assumption_names(&model.db, model.project))?;
    }
    Ok(model)
}

/// The project around the current folder, if there is one; else only the standard library.
pub fn model_or_std(arguments: &ModelArguments) -> Result<Model> {
    if arguments.project.is_some() || load::project_here()?.is_some() {
        return model(arguments);
    }
    let today = arguments.today.map_or_else(clock::today, Ok)?;
    Ok(put(tm_input::only_std(stdlib::texts()?, today), ReportOptions::default()))
}

/// What was read, in a database.
pub fn put(input: tm_analysis::ProjectInput, options: ReportOptions) -> Model {
    let mut db = ManuallyDrop::new(Database::default());
    let name = input.name.clone();
    let project = db.add_project(input);
    let sources = ManuallyDrop::new(inspect::sources(&db, project));
    Model { db, project, name, options, sources }
}

/// How many threads may compute.
pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

impl Model {
    /// Computes on all processors what a report will ask for.
    pub fn prepare(&self) {
        prepare(&self.db, self.project, threads());
    }

    pub fn report(&self) -> ManuallyDrop<Report> {
        self.prepare();
        ManuallyDrop::new(report_on(&self.db, self.project, &self.options, threads()))
    }

    /// How answers are written.
    pub fn answer<'m>(&'m self, terminal: &Terminal, all: bool) -> AnswerOptions<'m> {
        AnswerOptions { colour: terminal.colour, width: terminal.width, all, project: &self.name, files: &self.sources }
    }

    /// The exit code of an answer: it rests on what could be read, which is said if that is not all.
    pub fn verdict(&self) -> Exit {
        let errors = error_count(&self.db, self.project, &self.options);
        if errors == 0 {
            return Exit::Clean;
        }
        let errors = if errors == 1 { "an error".to_owned() } else { format!("{errors} errors") };
        complain("warning", &format!("the model has {errors}, which `tm check` shows: this answer may not be whole"));
        Exit::Errors
    }
}
