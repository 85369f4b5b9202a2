//! From a project on the disk to what the analysis is asked.

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use tm_analysis::report::Severity;
use tm_analysis::{Date, FileInput, InputProblem, Origin, Profile, ProjectInput, ReportOptions, RuleLevel, Settings};
use tm_project::{LoadOptions, MANIFEST, Project, SourceText};

use crate::error::{CommandError, Result};

/// The project that `path` belongs to; without one, that around the current folder.
pub fn project(path: Option<&Path>, allow_outside: &[PathBuf]) -> Result<Project> {
    for folder in allow_outside {
        if !folder.is_dir() {
            let message = format!("there is no folder `{}`", folder.display());
            return Err(CommandError::new(message).help("`--allow-outside` names a folder that packages may come from"));
        }
    }
    let options = LoadOptions { allow_outside: allow_outside.to_vec(), ..LoadOptions::default() };
    Ok(tm_project::load(path.unwrap_or(Path::new(".")), &options)?)
}

/// The project around the current folder, if it is one on purpose: not the whole of a home folder.
pub fn project_here() -> Result<Option<Project>> {
    let Ok(here) = env::current_dir() else {
        return Ok(None);
    };
    let has_manifest = here.ancestors().any(|folder| folder.join(MANIFEST).is_file());
    let has_sources = || {
        let entries = fs::read_dir(&here).into_iter().flatten().flatten();
        let mut names = entries.map(|entry| PathBuf::from(entry.file_name()));
        names.any(|name| name.extension() == Some(OsStr::new("tm")))
    };
    if has_manifest || has_sources() { project(None, &[]).map(Some) } else { Ok(None) }
}

/// Only the standard library.
pub fn no_project(std: Vec<(String, String)>, today: Date) -> ProjectInput {
    ProjectInput { name: "project".to_owned(), std, files: Vec::new(), settings: Settings::default(), today }
}

/// A project, and how to report on it as its `tm.toml` wants it.
pub fn prepare(
    project: Project,
    std: Vec<(String, String)>,
    today: Date,
    without: Vec<String>,
) -> (ProjectInput, ReportOptions) {
    let manifests = project.manifest.into_iter().chain(project.package_manifests);
    let mut extra_files: Vec<_> = manifests.map(|file| (file.path, file.text)).collect();

    // What could not be read has no text, and still a place.
    let known: BTreeSet<&str> = {
        let sources = project.files.iter().map(|file| file.path.as_str());
        sources.chain(extra_files.iter().map(|(path, _)| path.as_str())).collect()
    };
    let unread: BTreeSet<String> = {
        let paths = project.problems.iter().map(|problem| &problem.path);
        paths.filter(|path| !known.contains(path.as_str())).cloned().collect()
    };
    extra_files.extend(unread.into_iter().map(|path| (path, String::new())));

    let rules = project.config.rules;
    let rule_places = rules.iter().map(|(rule, at)| (rule.clone(), MANIFEST.to_owned(), at.key.clone()));
    let options = ReportOptions {
        profile: profile(project.config.profile.unwrap_or(tm_project::Profile::Default)),
        focus: project.focus,
        select: Vec::new(),
        ignore: Vec::new(),
        extra_files,
        problems: project.problems.into_iter().map(problem).collect(),
        rule_places: rule_places.collect(),
    };
    let rules = rules.into_iter().map(|(rule, at)| (rule, rule_level(at.value)));
    let package_aliases = project.package_aliases.into_iter().collect();
    let settings = Settings { without, package_aliases, rules: rules.collect() };
    let input =
        ProjectInput { name: project.name, std, files: project.files.into_iter().map(file).collect(), settings, today };
    (input, options)
}

fn file(source: SourceText) -> FileInput {
    let origin = match (source.package, source.package_name) {
        (Some(alias), name) => {
            Origin::Package { name: name.unwrap_or_else(|| alias.clone()).into(), alias: alias.into() }
        }
        (None, _) => Origin::Project,
    };
    FileInput { path: source.path, text: source.text, origin }
}

fn problem(problem: tm_project::Problem) -> InputProblem {
    InputProblem {
        name: problem.name.into(),
        path: problem.path,
        range: problem.range,
        message: problem.message,
        help: problem.help,
        is_warning: problem.is_warning,
    }
}

pub fn profile(profile: tm_project::Profile) -> Profile {
    match profile {
        tm_project::Profile::Draft => Profile::Draft,
        tm_project::Profile::Default => Profile::Default,
        tm_project::Profile::Strict => Profile::Strict,
        tm_project::Profile::Paranoid => Profile::Paranoid,
    }
}

pub fn severity(level: tm_project::Level) -> Severity {
    match level {
        tm_project::Level::Info => Severity::Info,
        tm_project::Level::Low => Severity::Low,
        tm_project::Level::Medium => Severity::Medium,
        tm_project::Level::High => Severity::High,
        tm_project::Level::Critical => Severity::Critical,
    }
}

fn rule_level(level: tm_project::RuleLevel) -> RuleLevel {
    match level {
        tm_project::RuleLevel::Off => RuleLevel::Off,
        tm_project::RuleLevel::Level(level) => RuleLevel::Level(severity(level)),
    }
}
