//! The other revisions that a check looks at, and how they enter the judgement.

use std::collections::BTreeSet;

use tm_analysis::inspect::silencers;
use tm_analysis::report::{Changes, Report, Severity};
use tm_analysis::{Database, Project, ProjectInput, ReportOptions, RetiredRules, retired_rules};
use tm_project::{Base, Config, LoadOptions, Then, load_at};

use super::asked::Asked;
use super::earlier::{Comparison, Said, State, leave_new};
use super::trusted::Trusted;
use crate::args::CheckArguments;
use crate::error::{CommandError, Result};
use crate::verbose;

/// As they were read.
pub struct Others {
    changed_since: Option<(String, Then)>,
    decisions_from: Option<(String, Then)>,
    left_out: Vec<String>,
    /// The caller named them, and not the `tm.toml` that is judged.
    are_asked_for: bool,
}

/// What they make of the report.
pub struct Compared {
    /// What is to be judged.
    pub project: Project,
    pub fail_on: Option<Severity>,
    earlier: Option<Earlier>,
    trusted: Option<Trusted>,
    is_whole: bool,
}

/// Sources that were read at the other revision and are not read now, although they are there.
fn left_out(now: &tm_project::Project, then: &Then) -> Vec<String> {
    let read: BTreeSet<&str> = now.files.iter().map(|file| file.path.as_str()).collect();
    let before = then.project.iter().flat_map(|project| &project.files).map(|file| file.path.as_str());
    let is_there = |path: &&str| !read.contains(path) && now.root.join(path).is_file();
    before.filter(is_there).map(str::to_owned).collect()
}

struct Earlier {
    state: State,
    changes: Changes,
}

impl Others {
    pub fn load(arguments: &CheckArguments, now: &tm_project::Project, options: &LoadOptions) -> Result<Others> {
        let are_asked_for = arguments.changed_since.is_some() || arguments.decisions_from.is_some();
        let (changed_since, decisions_from) = match &now.config {
            _ if are_asked_for => (&arguments.changed_since, &arguments.decisions_from),
            _ if arguments.no_revisions || arguments.write_baseline.is_some() => (&None, &None),
            config => (&config.changed_since, &config.decisions_from),
        };
        let load = |revision: &Option<String>, base: Base| -> Result<Option<(String, Then)>> {
            let Some(revision) = revision else { return Ok(None) };
            if now.root.as_os_str().is_empty() {
                let error = CommandError::new("standard input alone has no history to compare with");
                return Err(error.help("name the file that it stands for: `--stdin-filename FILE`"));
            }
            let then = load_at(now, revision, base, options).map_err(|error| {
                let error = CommandError::from(error);
                if are_asked_for {
                    error
                } else {
                    error.help("`tm.toml` names it below `[check]`; `--no-revisions` judges without")
                }
            });
            Ok(Some((revision.clone(), then?)))
        };
        let changed_since = load(changed_since, Base::Parted)?;
        Ok(Others {
            left_out: changed_since.as_ref().map(|(_, then)| left_out(now, then)).unwrap_or_default(),
            changed_since,
            decisions_from: load(decisions_from, Base::Itself)?,
            are_asked_for,
        })
    }

    pub fn are_any(&self) -> bool {
        self.changed_since.is_some() || self.decisions_from.is_some()
    }

    /// For `--verbose`.
    pub fn tell(&self) {
        for (option, other) in [("changed since", &self.changed_since), ("decisions from", &self.decisions_from)] {
            if let Some((revision, _)) = other {
                verbose::tell(&format!("{option} {revision}"));
            }
        }
    }

    /// What `[check]` says about telling. Where the caller looks at a branch from outside, the branch has no say in it.
    pub fn telling(&self, now: &Config) -> Config {
        let then = self.decisions_from.as_ref().or(self.changed_since.as_ref());
        match then.filter(|_| self.are_asked_for) {
            Some((_, then)) => then.project.as_ref().map(|project| project.config.clone()).unwrap_or_default(),
            None => now.clone(),
        }
    }

    /// Judges the other states, and puts the project to be judged into the database.
    pub fn judge(
        self,
        db: &mut Database,
        asked: &Asked<'_>,
        input: ProjectInput,
        said: Said,
        options: &mut ReportOptions,
    ) -> Result<Compared> {
        let is_whole = options.focus.is_none();
        if self.changed_since.is_none() && self.decisions_from.is_none() {
            let project = db.add_project(input);
            return Ok(Compared { project, fail_on: None, earlier: None, trusted: None, is_whole });
        }
        let project = db.add_project(input.clone());
        let retired = retired_rules(db, project).clone();
        let mut earlier = match self.changed_since {
            Some((revision, then)) => Some(earlier(db, project, asked, revision, then, &retired)?),
            None => None,
        };
        let mut fail_on = None;
        let trusted = match self.decisions_from {
            Some((revision, then)) => {
                let config = then.project.as_ref().map(|project| project.config.fail_on);
                fail_on = Some(config.flatten().map_or(Severity::Low, tm_input::severity));
                Some(trusted(db, project, asked, revision, then, &input)?)
            }
            None => None,
        };
        db.update_project(project, input.clone());
        if let Some(earlier) = &mut earlier {
            let settings = input.settings.clone();
            let whole = ReportOptions { focus: None, ..options.clone() };
            let (now, told) = State::of(db, project, settings, whole, said, &retired);
            let (left_out, retired) = (&self.left_out, &retired);
            let then = &earlier.state;
            let comparison = Comparison { db, project, then, now: &now, report: &told, retired, left_out };
            let (silencing, together) = comparison.silencing();
            if !together.is_empty() {
                let message = format!("several of these changes together silence {}", together.join(", "));
                earlier.changes.notes.push(message);
            }
            earlier.changes.silencing = silencing;
        }
        if let Some(trusted) = &trusted {
            let own = silencers(db, project, &retired);
            db.update_project(project, trusted.take_over(input, &own, options));
        }
        Ok(Compared { project, fail_on, earlier, trusted, is_whole })
    }
}

fn earlier(
    db: &mut Database,
    project: Project,
    asked: &Asked<'_>,
    revision: String,
    then: Then,
    retired: &RetiredRules,
) -> Result<Earlier> {
    let mut notes = Vec::new();
    if let Some(folder) = &then.moved_from {
        let folder = if folder.is_empty() { "." } else { folder };
        notes.push(format!("at `{revision}` this project lay in `{folder}`"));
    }
    let state = match then.project {
        None => {
            notes.push(format!("at `{revision}` there was no such project: everything is new"));
            State::none()
        }
        Some(loaded) => {
            let (input, said, options) = asked.of(loaded)?;
            let settings = input.settings.clone();
            db.update_project(project, input);
            State::of(db, project, settings, options, said, retired).0
        }
    };
    if state.has_errors {
        notes.push(format!("at `{revision}` the model had errors: what is told as new may be old"));
    }
    Ok(Earlier { state, changes: Changes { since: revision, notes, ..Changes::default() } })
}

fn trusted(
    db: &mut Database,
    project: Project,
    asked: &Asked<'_>,
    revision: String,
    then: Then,
    now: &ProjectInput,
) -> Result<Trusted> {
    let Some(loaded) = then.project else {
        let input = ProjectInput { files: Vec::new(), settings: tm_analysis::Settings::default(), ..now.clone() };
        return Ok(Trusted { revision, input, options: ReportOptions::default(), silencers: Vec::new() });
    };
    let (input, _, options) = asked.of(loaded)?;
    db.update_project(project, input.clone());
    let silencers = silencers(db, project, retired_rules(db, project));
    Ok(Trusted { revision, input, options, silencers })
}

impl Compared {
    /// Leaves in the report what is new, and says what else is to be said.
    pub fn tell(self, report: &mut Report) {
        if let Some(trusted) = &self.trusted {
            trusted.forgive(report);
        }
        if let Some(Earlier { state, changes }) = self.earlier {
            leave_new(report, &state, changes, self.is_whole);
        }
    }
}
