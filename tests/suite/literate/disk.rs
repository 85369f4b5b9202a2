//! Cases that need a disk: with a `tm.toml`, several folders, links, or bytes that are no text.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use tm_analysis::report::Severity;
use tm_analysis::{FileInput, InputProblem, Origin, Profile, ProjectInput, ReportOptions, RuleLevel, Settings};
use tm_project::{LoadOptions, MANIFEST};

use super::document::{Case, File, Sort};

/// The project of a case: that of its first `tm.toml`, else that of the folder around all of its files.
pub fn load(case: &Case) -> (ProjectInput, ReportOptions) {
    let folder = TempDir::new().expect("a temporary folder");
    let root = folder.path().join("repository");
    fs::create_dir_all(root.join(".git")).expect("a folder");
    case.files.iter().for_each(|file| write(&root, file));
    let manifests = case
        .files
        .iter()
        .map(|file| Path::new(&file.path))
        .filter(|path| path.ends_with(MANIFEST) && !path.starts_with(".."));
    let project = manifests.filter_map(Path::parent).next().unwrap_or(Path::new(""));
    let project = tm_project::load(&root.join(project), &LoadOptions::default()).expect("a project");
    prepare(project)
}

fn write(root: &Path, file: &File) {
    let path = root.join(&file.path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    match file.sort {
        Sort::Text => fs::write(path, &file.text),
        Sort::Bytes => fs::write(path, bytes(&file.text)),
        Sort::Link => std::os::unix::fs::symlink(file.text.trim(), path),
    }
    .expect("a file");
}

/// `\xff` is a byte.
fn bytes(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("a byte in two digits"));
        bytes.extend(&part.as_bytes()[2..]);
    }
    bytes
}

/// As the command does it.
fn prepare(project: tm_project::Project) -> (ProjectInput, ReportOptions) {
    let manifests = project.manifest.into_iter().chain(project.package_manifests);
    let mut extra_files: Vec<(String, String)> = manifests.map(|file| (file.path, file.text)).collect();
    for problem in &project.problems {
        let known = project.files.iter().any(|file| file.path == problem.path)
            || extra_files.iter().any(|(path, _)| *path == problem.path);
        if !known {
            extra_files.push((problem.path.clone(), String::new()));
        }
    }
    let rules = &project.config.rules;
    let rule_places = rules.iter().map(|(rule, at)| (rule.clone(), MANIFEST.to_owned(), at.key.clone()));
    let options = ReportOptions {
        profile: profile(project.config.profile),
        focus: project.focus,
        extra_files,
        rule_places: rule_places.collect(),
        problems: project.problems.into_iter().map(problem).collect(),
        ..ReportOptions::default()
    };
    let rules = rules.iter().map(|(rule, at)| (rule.clone(), level(at.value)));
    let package_aliases = project.package_aliases.clone().into_iter().collect();
    let settings = Settings { without: Vec::new(), package_aliases, rules: rules.collect() };
    let files = project.files.into_iter().map(|file| FileInput {
        path: file.path,
        text: file.text,
        origin: match (file.package, file.package_name) {
            (Some(alias), name) => {
                Origin::Package { name: name.unwrap_or_else(|| alias.clone()).into(), alias: alias.into() }
            }
            (None, _) => Origin::Project,
        },
    });
    let input = ProjectInput {
        name: project.name,
        std: Vec::new(),
        files: files.collect(),
        settings,
        today: tm_tests::today(),
    };
    (input, options)
}

fn problem(problem: tm_project::Problem) -> InputProblem {
    InputProblem {
        name: problem.name.to_owned(),
        path: problem.path,
        range: problem.range,
        message: problem.message,
        help: problem.help,
        is_warning: problem.is_warning,
    }
}

fn profile(profile: Option<tm_project::Profile>) -> Profile {
    match profile {
        Some(tm_project::Profile::Draft) => Profile::Draft,
        Some(tm_project::Profile::Strict) => Profile::Strict,
        Some(tm_project::Profile::Paranoid) => Profile::Paranoid,
        Some(tm_project::Profile::Default) | None => Profile::Default,
    }
}

fn level(level: tm_project::RuleLevel) -> RuleLevel {
    let tm_project::RuleLevel::Level(level) = level else { return RuleLevel::Off };
    let severity = Severity::ALL.into_iter().find(|severity| severity.name() == level.name());
    RuleLevel::Level(severity.expect("both name the same severities"))
}
