//! The documentation: every sample is judged, every command is run, and what is said of the house is so.

mod catalogue;
mod ci;
mod completeness;
mod coverage;
mod editors;
mod errors;
mod house;
pub mod markdown;
mod packs;
mod samples;
mod schemas;
mod shell;

use std::fs;
use std::path::{Path, PathBuf};

use tm_tests::repository;

/// Every Markdown file that is written by hand, with `/`, from the root of the repository.
fn documents() -> Vec<String> {
    let mut found = Vec::new();
    collect(&repository(), &mut found);
    let mut names: Vec<String> = found.iter().map(|path| name(path)).collect();
    // Generated pages have a test of their own; literate tests are run elsewhere.
    names.retain(|name| {
        let is_test = name.starts_with("tests/") || name.contains("/tests/");
        !name.starts_with("docs/rules/") && name != "docs/vocabulary.md" && !is_test
    });
    names.sort();
    assert!(names.contains(&"README.md".to_owned()), "{names:?}");
    names
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the repository can be read") {
        let path = entry.expect("the repository can be read").path();
        let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !file_name.starts_with('.') && file_name != "target" && file_name != "node_modules" {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

fn name(path: &Path) -> String {
    let root = repository();
    let parts = path.strip_prefix(&root).unwrap_or(path).iter();
    parts.map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn read(name: &str) -> String {
    fs::read_to_string(repository().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}
