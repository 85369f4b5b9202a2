//! A project as it stood at a revision of its git repository.
//!
//! What a project is read from is put into a temporary folder as it lies in the tree of the commit, and loaded there like any
//! other: the same limits, ignore rules and borders hold.

mod git;
mod tree;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::place::shown;
use crate::{LoadOptions, MANIFEST, Project, load, manifest};
use git::Repository;
use tree::Tree;

/// Why a revision cannot be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionError {
    pub message: String,
    pub help: Option<String>,
}

impl RevisionError {
    fn new(message: impl Into<String>, help: impl Into<String>) -> RevisionError {
        let help: String = help.into();
        RevisionError { message: message.into(), help: Some(help).filter(|help| !help.is_empty()) }
    }
}

impl fmt::Display for RevisionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for RevisionError {}

/// Which commit a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// That commit.
    Itself,
    /// Where its history and that of what is checked out parted: what has changed since then was changed here.
    Parted,
}

/// A project as it stood.
#[derive(Clone, Debug)]
pub struct Then {
    /// `None`: there was no such project yet.
    pub project: Option<Project>,
    /// Where it lay in the repository, with `/`, if that was elsewhere.
    pub moved_from: Option<String>,
}

/// The project `now` as it stood at `revision`.
pub fn load_at(now: &Project, revision: &str, base: Base, options: &LoadOptions) -> Result<Then, RevisionError> {
    let (repository, prefix) = Repository::around(&now.root)?;
    let named = repository.commit(revision)?;
    let commit = match base {
        Base::Itself => named,
        Base::Parted => repository.parted(revision, &named)?,
    };
    let failed =
        |error: std::io::Error| RevisionError::new(format!("cannot write to a temporary folder: {}", error.kind()), "");
    let place = tempfile::tempdir().map_err(failed)?;
    let root = place.path().join("tree");
    // It stands for the repository: packages may lie anywhere in it.
    fs::create_dir_all(root.join(".git")).map_err(failed)?;
    let objects = repository.objects(&place.path().join("git"), &commit)?;
    let mut tree = Tree::new(objects.tree(&commit)?, objects.reader()?, &root, options);
    tree.put_sources()?;

    let folder = match folder(now, &prefix, &tree, &root) {
        Some(folder) => folder,
        None => return Ok(Then { project: None, moved_from: None }),
    };
    if let Some(baseline) = read_manifest(&root.join(&folder)).and_then(|manifest| manifest.config.baseline) {
        tree.put(&folder.join(&baseline.value))?;
    }
    let path = match &now.manifest {
        Some(_) => root.join(&folder),
        // A file or a folder that is no project.
        None => now
            .files
            .first()
            .filter(|_| now.files.len() == 1)
            .map_or(root.join(&folder), |file| root.join(&folder).join(&file.path)),
    };
    let moved_from = (folder != prefix).then(|| shown(&folder));
    // A path that leads nowhere: it is new.
    let project = load(&path, options).ok().map(|project| Project { focus: None, ..project });
    Ok(Then { project, moved_from })
}

fn read_manifest(folder: &Path) -> Option<manifest::Manifest> {
    let text = fs::read_to_string(folder.join(MANIFEST)).ok()?;
    Some(manifest::parse(&text, MANIFEST).0)
}

/// Where the project lay: in the same folder, else in the only one with its name that is not there any more.
fn folder(now: &Project, prefix: &Path, tree: &Tree<'_>, root: &Path) -> Option<PathBuf> {
    if now.manifest.is_none() || root.join(prefix).join(MANIFEST).is_file() {
        return Some(prefix.to_path_buf());
    }
    let up = prefix.components().count();
    let repository = now.root.ancestors().nth(up)?;
    let is_it = |folder: &&Path| {
        let name = read_manifest(&root.join(folder)).and_then(|manifest| manifest.name);
        name.as_ref() == Some(&now.name) && !repository.join(folder).join(MANIFEST).exists()
    };
    let manifests = tree.paths().filter(|path| path.file_name().is_some_and(|name| name == MANIFEST));
    let mut found = manifests.filter_map(Path::parent).filter(is_it);
    match (found.next(), found.next()) {
        (Some(folder), None) => Some(folder.to_path_buf()),
        _ => None,
    }
}
