//! `--verbose`: what was read, what it is judged by, and how long each part took; on standard error.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use tm_analysis::Date;
use tm_emit::inline;
use tm_project::{MANIFEST, Project};

use crate::stdlib;
use crate::terminal::{Verbosity, verbosity};

/// Longer lines are cut.
const LINE: usize = 600;

/// One line.
pub fn tell(text: &str) {
    // Nobody is left to be told if this cannot be written.
    drop(writeln!(io::stderr(), "verbose: {}", inline(text, LINE)));
}

/// The project, its files and packages, and the date, if the caller wants to know.
pub fn read_if_asked(project: &Project, today: Date) {
    if verbosity() == Verbosity::Verbose {
        read(project, today);
    }
}

/// The project, its files and packages, and the date.
pub fn read(project: &Project, today: Date) {
    let place = project.root.display();
    let manifest = if project.manifest.is_some() { format!(", with its {MANIFEST}") } else { String::new() };
    tell(&format!("project {} in {place}{manifest}", project.name));
    for file in &project.files {
        match &file.package {
            Some(package) => tell(&format!("read {}, of the package {package}", file.path)),
            None => tell(&format!("read {}", file.path)),
        }
    }
    if let Some(baseline) = &project.baseline {
        tell(&format!("read {}, the baseline, with {} entries", baseline.path, baseline.entries.len()));
    }
    match stdlib::folder() {
        Some(folder) => tell(&format!("standard library of {}", folder.display())),
        None => tell("standard library: the one built in"),
    }
    tell(&format!("judged by {today}"));
}

/// How long the parts of a run took.
pub struct Phases {
    last: Instant,
    done: Vec<(&'static str, Duration)>,
}

impl Phases {
    pub fn since(started: Instant) -> Phases {
        Phases { last: started, done: Vec::new() }
    }

    /// What was done since the end of the phase before.
    pub fn end(&mut self, name: &'static str) {
        let now = Instant::now();
        self.done.push((name, now.duration_since(self.last)));
        self.last = now;
    }

    pub fn tell(&self) {
        for (name, took) in &self.done {
            tell(&format!("{name} took {} ms", took.as_millis()));
        }
    }
}
