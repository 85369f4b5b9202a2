//! From a project as it was read to what the analysis is asked, for every binary in the same way.

use std::collections::BTreeSet;
use std::ops::Range;

use tm_analysis::report::{Scheme, Severity};
use tm_analysis::{
    Baseline, BaselineEntry, Date, FileInput, InputProblem, NamedPlace, NamedSort, Origin, Pages, Profile,
    ProjectInput, ReportOptions, RuleLevel, Settings,
};
use tm_project::{Config, Located, MANIFEST, Project, SourceText};

/// A project, and how to report on it as its `tm.toml` wants it.
///
/// `std` is the standard library, path and text; `without` names assumptions to judge without, in place of those that
/// `tm.toml` names.
#[must_use]
pub fn from_project(
    project: Project,
    std: Vec<(String, String)>,
    today: Date,
    without: Vec<String>,
) -> (ProjectInput, ReportOptions) {
    let manifests = project.manifest.into_iter().chain(project.package_manifests);
    let mut extra_files: Vec<_> = manifests.map(|file| (file.path, file.text)).collect();
    let baseline = project.baseline.map(|file| baseline(file, &mut extra_files));

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

    let config = project.config;
    let options = ReportOptions {
        profile: profile(config.profile.unwrap_or(tm_project::Profile::Default)),
        focus: project.focus,
        named: named(&config),
        select: values(config.select),
        ignore: values(config.ignore),
        scheme: config.score.map(scheme),
        is_unranked: false,
        extra_files,
        problems: project.problems.into_iter().map(problem).collect(),
        baseline,
        pages: Pages { standard: standard_pages(), own: config.pages },
    };
    let without = if without.is_empty() { values(config.without) } else { without };
    let rules = config.rules.into_iter().map(|(rule, at)| (rule, rule_level(at.value)));
    let package_aliases = project.package_aliases.into_iter().collect();
    let settings =
        Settings { without, package_aliases, unread_packages: project.unread_packages, rules: rules.collect() };
    let files = project.files.into_iter().map(file).collect();
    (ProjectInput { name: project.name, std, files, settings, today }, options)
}

fn values(list: Vec<Located<String>>) -> Vec<String> {
    list.into_iter().map(|item| item.value).collect()
}

/// The names in `tm.toml` that must be those of something.
fn named(config: &Config) -> Vec<NamedPlace> {
    let place = |sort: NamedSort, name: &str, range: &Range<u32>| NamedPlace {
        sort,
        name: name.to_owned(),
        path: MANIFEST.to_owned(),
        range: range.clone(),
    };
    let rules = config.rules.iter().map(|(rule, at)| place(NamedSort::Rule, rule, &at.key));
    let chosen = config.select.iter().chain(&config.ignore);
    let chosen = chosen.map(|item| place(NamedSort::RuleOrFamily, &item.value, &item.range));
    let without = config.without.iter().map(|item| place(NamedSort::Assumption, &item.value, &item.range));
    rules.chain(chosen).chain(without).collect()
}

/// A baseline as the report wants it; its text joins those that places are counted in.
#[must_use]
pub fn baseline(file: tm_project::Baseline, extra_files: &mut Vec<(String, String)>) -> Baseline {
    let lines = file.lines();
    let entry = |(id, entry): (String, tm_project::BaselineEntry)| {
        let range = lines.get(&id).cloned();
        (id, BaselineEntry { severity: severity(entry.severity), range })
    };
    let baseline = Baseline { entries: file.entries.into_iter().map(entry).collect(), path: file.path.clone() };
    extra_files.push((file.path, file.text));
    baseline
}

/// The folder with the pages of the standard library's rules: where this version is published, or a path in the repository
/// as long as that is nowhere.
fn standard_pages() -> String {
    match env!("CARGO_PKG_REPOSITORY") {
        "" => "docs/rules/".to_owned(),
        repository => format!("{repository}/blob/v{}/docs/rules/", env!("CARGO_PKG_VERSION")),
    }
}

/// No project: only the standard library.
#[must_use]
pub fn only_std(std: Vec<(String, String)>, today: Date) -> ProjectInput {
    ProjectInput { name: "project".to_owned(), std, files: Vec::new(), settings: Settings::default(), today }
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

/// What `tm.toml` and the command line call a profile.
#[must_use]
pub fn profile(profile: tm_project::Profile) -> Profile {
    match profile {
        tm_project::Profile::Draft => Profile::Draft,
        tm_project::Profile::Default => Profile::Default,
        tm_project::Profile::Strict => Profile::Strict,
        tm_project::Profile::Paranoid => Profile::Paranoid,
    }
}

/// What `tm.toml` and the command line call a severity.
#[must_use]
pub fn severity(level: tm_project::Level) -> Severity {
    match level {
        tm_project::Level::Info => Severity::Info,
        tm_project::Level::Low => Severity::Low,
        tm_project::Level::Medium => Severity::Medium,
        tm_project::Level::High => Severity::High,
        tm_project::Level::Critical => Severity::Critical,
    }
}

/// What `tm.toml` and the command line call a scheme.
#[must_use]
pub fn scheme(scheme: tm_project::Scheme) -> Scheme {
    match scheme {
        tm_project::Scheme::Cvss4 => Scheme::Cvss4,
        tm_project::Scheme::Cvss3 => Scheme::Cvss3,
        tm_project::Scheme::Dread => Scheme::Dread,
        tm_project::Scheme::Owasp => Scheme::Owasp,
    }
}

fn rule_level(level: tm_project::RuleLevel) -> RuleLevel {
    match level {
        tm_project::RuleLevel::Off => RuleLevel::Off,
        tm_project::RuleLevel::Level(level) => RuleLevel::Level(severity(level)),
    }
}
