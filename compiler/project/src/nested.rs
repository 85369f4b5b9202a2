//! The projects below a folder, for who opens a folder with several.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::WalkBuilder;

use crate::ignored::LeftOut;
use crate::place::has_manifest;
use crate::walk::Limits;

/// Entries looked at. Somebody may open all of a disk.
const ENTRIES: usize = 500_000;

/// The folders below `folder` that have a `tm.toml`, itself among them, in order of path. Where a walk of sources would not
/// go, in hidden folders and where git ignores, none are looked for.
#[must_use]
pub fn roots_below(folder: &Path) -> Vec<PathBuf> {
    let rules = Arc::new(Mutex::new(LeftOut::below(folder)));
    let walk = WalkBuilder::new(folder)
        .standard_filters(false)
        .hidden(true)
        .follow_links(false)
        .max_depth(Some(Limits::STANDARD.depth))
        .filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            let mut rules = rules.lock().unwrap_or_else(PoisonError::into_inner);
            entry.depth() == 0 || is_folder && !rules.has(entry.path(), true)
        })
        .build();
    let folders = walk.take(ENTRIES).filter_map(Result::ok).map(|entry| entry.path().to_path_buf());
    let mut roots: Vec<PathBuf> = folders.filter(|folder| has_manifest(folder)).collect();
    roots.sort();
    roots
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs;

    use super::*;

    #[test]
    fn each_manifest_is_found_but_not_what_is_hidden_or_ignored() {
        let disk = tempfile::tempdir().unwrap();
        let root = disk.path().canonicalize().unwrap();
        for path in ["tm.toml", "b/tm.toml", "b/deep/c/tm.toml", ".hidden/tm.toml", "out/tm.toml", "a/x.tm", ".git/x"] {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), "").unwrap();
        }
        fs::write(root.join(".gitignore"), "out/\n").unwrap();
        assert_eq!(
            roots_below(&root),
            ["", "b", "b/deep/c"].map(|path| root.join(path).components().collect::<PathBuf>())
        );
        assert_eq!(roots_below(&root.join("b/deep")), [root.join("b/deep/c")]);
        assert!(roots_below(&root.join("nowhere")).is_empty());
    }
}
