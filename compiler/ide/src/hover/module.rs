//! A module: its files, and what can be named of it.

use tm_analysis::in_scope::InScope;
use tm_analysis::occurrences::{file_documentation, module_of};
use tm_analysis::report::Name;
use tm_analysis::{Database, Project, SourceFile};

use crate::markdown::{code, docs};

/// In one line.
const NAMES: usize = 30;

pub(super) fn page(db: &Database, project: Project, module: &Name) -> String {
    let files = project.files(db).iter().copied();
    let files: Vec<SourceFile> = files.filter(|file| module_of(db, project, *file) == *module).collect();
    let mut parts = vec![format!("**module** {}", code(module))];
    let text = files.iter().map(|file| file_documentation(db, *file)).find(|text| !text.trim().is_empty());
    parts.extend(text.map(|text| docs(&text)));
    let paths: Vec<&str> = files.iter().map(|file| &**file.path(db)).collect();
    if !paths.is_empty() {
        parts.push(format!("in {}", list(&paths)));
    }
    if let Some(file) = files.first() {
        let names = InScope::new(db, project, *file).declared_in(module);
        if !names.is_empty() {
            parts.push(format!("declares {}", list(&names.iter().map(Name::as_str).collect::<Vec<_>>())));
        }
    }
    parts.join("\n\n")
}

fn list(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(NAMES).map(|name| code(name)).collect();
    match names.len().saturating_sub(NAMES) {
        0 => shown.join(", "),
        more => format!("{}, and {more} more", shown.join(", ")),
    }
}
