//! The sources of the repository's examples.

use std::fs;
use std::path::{Path, PathBuf};

/// Every `.tm` below `examples/`, in order.
pub fn paths() -> Vec<PathBuf> {
    let mut found = Vec::new();
    below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples"), &mut found);
    assert!(found.len() > 5, "there are examples");
    found
}

fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("it can be read");
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "tm") {
            found.push(path);
        }
    }
}
