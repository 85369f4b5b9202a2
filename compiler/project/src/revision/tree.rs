//! Files of a commit, put into a folder.
//!
//! A tree may be made by a stranger: its paths lead nowhere but into that folder. Symbolic links are made last, so that nothing
//! is written through one.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::RevisionError;
use super::git::{Contents, Entry, incomplete};
use crate::place::normalized;
use crate::walk::{Limits, is_source};
use crate::{LoadOptions, MANIFEST};

/// A longer target leads nowhere.
const TARGET: u64 = 4096;

pub(super) struct Tree<'a> {
    entries: BTreeMap<PathBuf, Entry>,
    contents: Contents,
    root: &'a Path,
    options: &'a LoadOptions,
    /// What is there already.
    done: BTreeSet<PathBuf>,
    bytes: u64,
}

impl<'a> Tree<'a> {
    pub fn new(entries: Vec<Entry>, contents: Contents, root: &'a Path, options: &'a LoadOptions) -> Tree<'a> {
        let entries = entries.into_iter().filter(|entry| leads_inside(&entry.path));
        let entries = entries.map(|entry| (entry.path.clone(), entry)).collect();
        Tree { entries, contents, root, options, done: BTreeSet::new(), bytes: 0 }
    }

    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.entries.keys().map(PathBuf::as_path)
    }

    /// Everything that a project could be read from.
    pub fn put_sources(&mut self) -> Result<(), RevisionError> {
        let is_read = |path: &Path| {
            is_source(path) || path.file_name().is_some_and(|name| name == MANIFEST || name == ".gitignore")
        };
        let files = self.entries.values().filter(|entry| !entry.is_link && is_read(&entry.path));
        let files: Vec<PathBuf> = files.map(|entry| entry.path.clone()).collect();
        for path in &files {
            self.put(path)?;
        }
        let links =
            self.entries.values().filter(|entry| entry.is_link && entry.size.is_some_and(|size| size <= TARGET));
        let links: Vec<PathBuf> = links.map(|entry| entry.path.clone()).collect();
        let mut targets = Vec::new();
        for path in links {
            let target = self.target(&path)?;
            // Of what a source leads to, the file may be called anything.
            let leads_to = normalized(&path.parent().unwrap_or(Path::new("")).join(&target));
            self.put(&leads_to)?;
            targets.push((path, target));
        }
        for (path, target) in targets {
            if is_real(self.root, &path) {
                link(&self.root.join(path), &target);
            }
        }
        Ok(())
    }

    fn target(&mut self, path: &Path) -> Result<PathBuf, RevisionError> {
        let Some(entry) = self.entries.get(path) else { return Ok(PathBuf::new()) };
        let bytes = self.contents.of(entry)?;
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            Ok(PathBuf::from(OsStr::from_bytes(&bytes)))
        }
        #[cfg(not(unix))]
        Ok(PathBuf::from(String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// One file, if there is such a one.
    pub fn put(&mut self, path: &Path) -> Result<(), RevisionError> {
        let path = normalized(path);
        let Some(entry) = self.entries.get(&path).filter(|entry| !entry.is_link) else { return Ok(()) };
        if !self.done.insert(path.clone()) {
            return Ok(());
        }
        let failed = |error: std::io::Error| {
            RevisionError::new(format!("cannot write to a temporary folder: {}", error.kind()), "")
        };
        let to = self.root.join(&path);
        if !is_real(self.root, &path) {
            return Ok(());
        }
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let size = entry.size.ok_or_else(incomplete)?;
        if size > self.options.max_file_bytes {
            // Whoever loads it sees that it is too large.
            return fs::File::create(&to).and_then(|file| file.set_len(size)).map_err(failed);
        }
        self.bytes = self.bytes.saturating_add(size);
        if self.bytes > Limits::STANDARD.bytes || self.done.len() > Limits::STANDARD.files {
            return Err(RevisionError::new("the repository has too many sources at that revision", "split it"));
        }
        let contents = self.contents.of(entry)?;
        fs::write(&to, contents).map_err(failed)
    }
}

/// No `..`, no root, and nothing below a folder that means something to git.
fn leads_inside(path: &Path) -> bool {
    let is_plain = |part: Component<'_>| match part {
        Component::Normal(name) => !name.eq_ignore_ascii_case(OsStr::new(".git")),
        _ => false,
    };
    path.components().next().is_some() && path.components().all(is_plain)
}

/// Whether no folder on the way to it is a symbolic link.
fn is_real(root: &Path, path: &Path) -> bool {
    path.ancestors().skip(1).all(|folder| !root.join(folder).is_symlink())
}

/// A link that cannot be made leads nowhere, as it would anywhere else.
fn link(at: &Path, target: &Path) {
    if let Some(folder) = at.parent()
        && fs::create_dir_all(folder).is_ok()
    {
        #[cfg(unix)]
        drop(std::os::unix::fs::symlink(target, at));
        #[cfg(not(unix))]
        drop((at, target));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_a_stranger_leads_nowhere_else() {
        for good in ["a.tm", "a/b/c.tm", ".hidden/x", "a..b"] {
            assert!(leads_inside(Path::new(good)), "{good}");
        }
        for bad in ["", "../a", "a/../../b", "/etc/passwd", ".git/config", "a/.GIT/hooks/x", ".."] {
            assert!(!leads_inside(Path::new(bad)), "{bad}");
        }
    }
}
