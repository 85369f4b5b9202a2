//! `cargo xtask docs`: the pages of rules and vocabulary, from the standard library.

mod markdown;
mod rules;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

use tm_analysis::catalogue::{Catalogue, catalogue};
use tm_analysis::{Database, Date, ProjectInput, Settings};

/// The first line of every page, so that nobody edits it.
pub const MARK: &str = "<!-- written by `cargo xtask docs`; edit the standard library instead -->";

/// Folders below `docs/` in which every page is generated.
const FOLDERS: [&str; 1] = ["rules"];

/// Everything that the standard library in `stdlib/` declares.
///
/// # Errors
///
/// If the folder cannot be read.
pub fn standard_library(repository: &Path) -> Result<Catalogue, String> {
    let root = repository.join("stdlib");
    let mut paths = Vec::new();
    files(&root, "tm", &mut paths).map_err(|error| format!("`{}`: {error}", root.display()))?;
    let mut texts = Vec::with_capacity(paths.len());
    for path in paths {
        let text = fs::read_to_string(&path).map_err(|error| format!("`{}`: {error}", path.display()))?;
        texts.push((relative(&root, &path), text));
    }
    texts.sort();
    let mut db = Database::default();
    let project = db.add_project(ProjectInput {
        name: "project".to_owned(),
        std: texts,
        files: Vec::new(),
        settings: Settings::default(),
        today: Date::FIRST,
    });
    Ok(catalogue(&db, project))
}

/// Path below `docs/`, with `/`, and text of every generated page.
#[must_use]
pub fn pages(catalogue: &Catalogue) -> BTreeMap<String, String> {
    let mut pages = rules::pages(catalogue);
    pages.insert("vocabulary.md".to_owned(), vocabulary::page(catalogue));
    pages
}

/// Writes the pages, or with `check` only says which of them are not as they should be.
///
/// # Errors
///
/// If a file cannot be read or written, or with `check` if a page is stale.
pub fn run(repository: &Path, check: bool) -> Result<String, String> {
    let docs = repository.join("docs");
    let pages = pages(&standard_library(repository)?);
    let mut stale = Vec::new();
    for (path, text) in &pages {
        if fs::read_to_string(docs.join(path)).ok().as_deref() != Some(text) {
            stale.push(path.clone());
        }
    }
    let superfluous = superfluous(&docs, &pages)?;
    if check {
        if stale.is_empty() && superfluous.is_empty() {
            return Ok(format!("{} pages are up to date", pages.len()));
        }
        let names: Vec<&str> = stale.iter().chain(&superfluous).map(String::as_str).collect();
        return Err(format!("run `cargo xtask docs`: these pages in `docs/` are stale: {}", names.join(", ")));
    }
    for path in &superfluous {
        fs::remove_file(docs.join(path)).map_err(|error| format!("`{path}`: {error}"))?;
    }
    for path in &stale {
        let to = docs.join(path);
        let write = || {
            fs::create_dir_all(to.parent().unwrap_or(&docs))?;
            fs::write(&to, pages.get(path).map(String::as_str).unwrap_or_default())
        };
        write().map_err(|error| format!("`{path}`: {error}"))?;
    }
    Ok(format!("{} pages, {} written, {} removed", pages.len(), stale.len(), superfluous.len()))
}

/// Pages of what does not exist any more.
fn superfluous(docs: &Path, pages: &BTreeMap<String, String>) -> Result<BTreeSet<String>, String> {
    let mut found = Vec::new();
    for folder in FOLDERS {
        let folder = docs.join(folder);
        if folder.is_dir() {
            files(&folder, "md", &mut found).map_err(|error| format!("`{}`: {error}", folder.display()))?;
        }
    }
    let found = found.iter().map(|path| relative(docs, path));
    Ok(found.filter(|path| !pages.contains_key(path)).collect())
}

fn files(folder: &Path, extension: &str, found: &mut Vec<std::path::PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files(&path, extension, found)?;
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    Ok(())
}

/// With `/`, wherever this runs.
fn relative(root: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(root).unwrap_or(path).iter();
    parts.map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::{MARK, run};
    use std::fs;

    const RULE: &str = "module std\n\n/// A title.\n///\n/// ## Why it matters\n///\n/// Because.\nrule some-rule {\n  for c: component\n  where c.name == \"x\"\n  severity: low\n  message: \"{c}\"\n}\n\ntest \"x | y\" {\n  expect no some-rule\n}\n";

    #[test]
    fn pages_are_written_found_stale_and_removed() {
        let folder = tempfile::tempdir().expect("there is room");
        let root = folder.path();
        let vocabulary = fs::read_to_string("../stdlib/vocabulary/severity.tm").expect("it is there");
        fs::create_dir_all(root.join("stdlib/rules/family")).expect("it can be made");
        fs::create_dir_all(root.join("docs")).expect("it can be made");
        fs::write(root.join("stdlib/severity.tm"), vocabulary).expect("it can be written");
        fs::write(root.join("stdlib/rules/family/some-rule.tm"), RULE).expect("it can be written");

        assert!(run(root, true).is_err_and(|error| error.contains("rules/family/some-rule.md")));
        assert!(run(root, false).is_ok_and(|done| done.starts_with("3 pages, 3 written")));
        assert!(run(root, true).is_ok());
        let page = fs::read_to_string(root.join("docs/rules/family/some-rule.md")).expect("it was written");
        assert!(page.starts_with(MARK) && page.contains("Because.") && page.contains("- x \\| y"), "{page}");

        fs::remove_file(root.join("stdlib/rules/family/some-rule.tm")).expect("it can be removed");
        assert!(run(root, true).is_err_and(|error| error.contains("some-rule.md")));
        assert!(run(root, false).is_ok_and(|done| done.ends_with("1 removed")));
        assert!(!root.join("docs/rules/family/some-rule.md").exists());
    }
}
