//! `tm watch`: checks a model again whenever it changes.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecursiveMode, Watcher};
use tm_analysis::{Database, Project, ReportOptions, report};
use tm_emit::HumanOptions;

use crate::args::WatchArguments;
use crate::error::{CommandError, Result};
use crate::exit::Exit;
use crate::terminal::Terminal;
use crate::{clock, load, memory, stdlib, verbose};

/// Editors write a file in several steps: this much quiet ends a change.
const QUIET: Duration = Duration::from_millis(80);
/// Of changes that never end, such as a build, one is taken after this.
const LONGEST: Duration = Duration::from_secs(1);
/// Clears the screen and what has scrolled off it, and goes to its beginning.
const CLEAR: &str = "\u{1b}[2J\u{1b}[3J\u{1b}[H";

type Events = Receiver<notify::Result<Event>>;

pub fn run(arguments: &WatchArguments, terminal: &Terminal) -> Result<Exit> {
    memory::give_back_soon();
    let (send, events) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(send).map_err(|error| cannot_watch(&error))?;
    let mut checked = Checked::new(arguments)?;
    let mut watched = BTreeSet::new();
    loop {
        // What `tm.toml` names may be another folder each time.
        for folder in &checked.folders {
            if !watched.contains(folder) {
                watcher.watch(folder, RecursiveMode::Recursive).map_err(|error| cannot_watch(&error))?;
                watched.insert(folder.clone());
            }
        }
        let text = checked.report(arguments, terminal);
        if !show(&text)? {
            return Ok(Exit::Clean);
        }
        // Packages that have become known meanwhile are looked at from now on.
        if watched.is_superset(&checked.folders) && !changed(&events, checked.baseline.as_deref()) {
            return Ok(Exit::Clean);
        }
    }
}

/// The project, kept in the database so that only what changed is computed again.
struct Checked {
    db: Database,
    project: Option<Project>,
    /// What it is read from: its own folder, those of packages outside of it, and that of another standard library.
    folders: BTreeSet<PathBuf>,
    baseline: Option<PathBuf>,
}

impl Checked {
    fn new(arguments: &WatchArguments) -> Result<Checked> {
        let project = load::project(arguments.path.as_deref(), &arguments.outside.allow_outside)?;
        let mut checked = Checked { db: Database::default(), project: None, folders: BTreeSet::new(), baseline: None };
        checked.look(&project);
        Ok(checked)
    }

    /// Remembers where the project lies.
    fn look(&mut self, project: &tm_project::Project) {
        let packages = project.package_manifests.iter().filter_map(|manifest| {
            let folder = project.root.join(&manifest.path).parent()?.canonicalize().ok()?;
            (!folder.starts_with(&project.root)).then_some(folder)
        });
        self.folders = packages.chain(stdlib::folder()).collect();
        self.folders.insert(project.root.clone());
        self.baseline = project.config.baseline.as_ref().map(|baseline| project.root.join(&baseline.value));
    }

    /// What is to be shown; what went wrong with reading is shown as well.
    fn report(&mut self, arguments: &WatchArguments, terminal: &Terminal) -> Vec<u8> {
        let started = Instant::now();
        match self.load(arguments) {
            Ok((project, options)) => {
                let report = report(&self.db, project, &options);
                let mut text = Vec::new();
                let elapsed = Some(started.elapsed());
                let human = HumanOptions {
                    colour: terminal.colour,
                    width: terminal.width,
                    elapsed,
                    quiet: terminal.is_quiet(),
                    ..HumanOptions::default()
                };
                match tm_emit::human(&report, &human, &mut text) {
                    Ok(()) => text,
                    Err(error) => error.to_string().into_bytes(),
                }
            }
            Err(error) => error.text().into_bytes(),
        }
    }

    fn load(&mut self, arguments: &WatchArguments) -> Result<(Project, ReportOptions)> {
        let project = load::project(arguments.path.as_deref(), &arguments.outside.allow_outside)?;
        self.look(&project);
        let today = arguments.today.map_or_else(clock::today, Ok)?;
        verbose::read_if_asked(&project, today);
        let (input, mut options) = tm_input::from_project(project, stdlib::texts()?, today, Vec::new());
        if let Some(profile) = arguments.profile {
            options.profile = tm_input::profile(profile);
        }
        let project = match self.project {
            Some(project) => {
                self.db.update_project(project, input);
                project
            }
            None => self.db.add_project(input),
        };
        self.project = Some(project);
        Ok((project, options))
    }
}

/// Whether somebody is there to read it.
fn show(text: &[u8]) -> Result<bool> {
    let mut out = io::stdout().lock();
    let clear = if out.is_terminal() { CLEAR } else { "" };
    let written = out.write_all(clear.as_bytes()).and_then(|()| out.write_all(text)).and_then(|()| out.flush());
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(CommandError::new(format!("cannot write the output: {error}"))),
    }
}

/// Waits for a change that matters, and for the end of it. False: nobody watches any more.
fn changed(events: &Events, baseline: Option<&Path>) -> bool {
    loop {
        match events.recv() {
            Ok(event) if matters(&event, baseline) => break,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
    let began = Instant::now();
    while began.elapsed() < LONGEST {
        match events.recv_timeout(QUIET) {
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
    true
}

/// Whether it is about what a project is read from: sources, manifests, ignore rules, the baseline, and folders that come
/// and go.
fn matters(event: &notify::Result<Event>, baseline: Option<&Path>) -> bool {
    let Ok(event) = event else { return true };
    let is_ours = |path: &Path| {
        path.extension().is_some_and(|extension| extension == "tm" || extension == "toml")
            || path.file_name().is_some_and(|name| name == ".gitignore")
            || Some(path) == baseline
    };
    let is_folder = |path: &Path| path.extension().is_none();
    match event.kind {
        EventKind::Access(_) => false,
        EventKind::Create(_) | EventKind::Remove(_) => event.paths.iter().any(|path| is_ours(path) || is_folder(path)),
        EventKind::Any | EventKind::Modify(_) | EventKind::Other => {
            event.paths.iter().any(|path| is_ours(path))
                || matches!(event.kind, EventKind::Modify(notify::event::ModifyKind::Name(_)))
        }
    }
}

fn cannot_watch(error: &notify::Error) -> CommandError {
    CommandError::new(format!("cannot watch the project: {error}"))
        .help("`tm check` checks once; on Linux, `fs.inotify.max_user_watches` limits how much can be watched")
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, CreateKind, DataChange, ModifyKind};

    use super::*;

    #[test]
    fn only_what_a_project_is_read_from_matters() {
        let event = |kind, path: &str| Ok(Event::new(kind).add_path(path.into()));
        let modified = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let matters = |event: notify::Result<Event>| matters(&event, Some(Path::new("/p/known.json")));
        assert!(matters(event(modified, "/p/a.tm")) && matters(event(modified, "/p/tm.toml")));
        assert!(matters(event(modified, "/p/known.json")) && !matters(event(modified, "/p/other.json")));
        assert!(matters(event(EventKind::Create(CreateKind::Folder), "/p/new")));
        assert!(!matters(event(EventKind::Access(AccessKind::Any), "/p/a.tm")));
        assert!(!matters(event(modified, "/p/target/debug/x.o")));
    }
}
