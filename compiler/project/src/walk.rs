//! The sources below a folder: `**/*.tm` without what is gitignored, hidden, or part of another project.
//!
//! The walk itself never follows a symbolic link, so it sees every real folder once and cannot run in circles. The links
//! that it met are resolved afterwards: what they lead to is read if it lies below the root and has not been seen yet
//! (in a hidden folder, say, as in a mounted Kubernetes config map). A file that both ways lead to keeps its real path.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};

use crate::Problem;
use crate::ignored::LeftOut;
use crate::place::{has_manifest, in_nested_project, shown};
use crate::read::{self, ReadError};

/// Bounds that no honest project comes near.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Of a project with its packages.
    pub files: usize,
    pub bytes: u64,
    /// Of folders below the root.
    pub depth: usize,
    pub packages: usize,
}

impl Limits {
    pub const STANDARD: Limits = Limits { files: 100_000, bytes: 1 << 30, depth: 64, packages: 256 };
}

/// A source file.
#[derive(Debug)]
pub(crate) struct Found {
    /// Symbolic links resolved.
    pub real: PathBuf,
    /// Relative to the root of the project that is loaded.
    pub shown: PathBuf,
}

/// What a walk comes back with.
pub(crate) struct Sources {
    /// In order of path.
    pub files: Vec<Found>,
    /// Sources that git ignores.
    pub left_out: Vec<Found>,
}

/// The sources below `root`, a real path that is shown as `prefix`. Stops after one more than `limits.files`, for the
/// caller to see that there are too many.
pub(crate) fn sources(root: &Path, prefix: &Path, limits: Limits, problems: &mut Vec<Problem>) -> Sources {
    let mut walk = Walk {
        root,
        limits,
        files: BTreeMap::new(),
        left_out: Vec::new(),
        folders: BTreeSet::new(),
        links: VecDeque::new(),
        problems,
    };
    walk.folder(root, prefix);
    while let Some(link) = walk.links.pop_front() {
        walk.link(&link);
    }
    let mut files: Vec<Found> = walk.files.into_iter().map(|(real, shown)| Found { real, shown }).collect();
    files.sort_by(|a, b| a.shown.cmp(&b.shown));
    Sources { files, left_out: walk.left_out }
}

struct Walk<'a> {
    root: &'a Path,
    limits: Limits,
    /// Where each real file is shown.
    files: BTreeMap<PathBuf, PathBuf>,
    left_out: Vec<Found>,
    /// The real folders already walked.
    folders: BTreeSet<PathBuf>,
    links: VecDeque<Link>,
    problems: &'a mut Vec<Problem>,
}

struct Link {
    at: PathBuf,
    shown: PathBuf,
}

impl Walk<'_> {
    fn is_full(&self) -> bool {
        self.files.len() > self.limits.files
    }

    /// Walks the real folder `from`, which is shown as `shown_as`.
    fn folder(&mut self, from: &Path, shown_as: &Path) {
        let left_out = Arc::new(Mutex::new(LeftOut::below(from)));
        let rules = Arc::clone(&left_out);
        let walk = WalkBuilder::new(from)
            .standard_filters(false)
            .hidden(true)
            .follow_links(false)
            .max_depth(Some(self.limits.depth))
            .sort_by_file_name(OsStr::cmp)
            .filter_entry(move |entry| {
                let mut rules = rules.lock().unwrap_or_else(PoisonError::into_inner);
                entry.depth() == 0 || is_wanted(entry, &mut rules)
            })
            .build();
        for entry in walk {
            match entry {
                Ok(entry) => self.entry(&entry, from, shown_as),
                Err(error) => self.unreadable_folder(&error, from, shown_as),
            }
            if self.is_full() {
                return;
            }
        }
        let left_out = Arc::try_unwrap(left_out).ok().and_then(|left_out| left_out.into_inner().ok());
        self.left_out.extend(left_out.into_iter().flat_map(|left_out| left_out.sources(shown_as)));
    }

    fn entry(&mut self, entry: &DirEntry, from: &Path, shown_as: &Path) {
        let shown_path = under(entry.path(), from, shown_as);
        let Some(kind) = entry.file_type() else {
            return;
        };
        if kind.is_dir() {
            if entry.depth() >= self.limits.depth {
                let message = format!("not read: it is more than {} folders deep", self.limits.depth);
                let problem = Problem::error("folder-too-deep", shown(&shown_path), message);
                let help = "move it up, or give a folder above it a `tm.toml`: then it is a project of its own";
                self.problems.push(problem.help(help));
            }
            self.folders.insert(entry.path().to_path_buf());
        } else if kind.is_symlink() {
            self.links.push_back(Link { at: entry.path().to_path_buf(), shown: shown_path });
        } else if is_source(entry.path()) {
            self.file(entry.path().to_path_buf(), shown_path);
        }
    }

    fn file(&mut self, real: PathBuf, shown_path: PathBuf) {
        self.files.entry(real).or_insert(shown_path);
    }

    fn link(&mut self, link: &Link) {
        if self.is_full() {
            return;
        }
        let target = match link.at.canonicalize() {
            Ok(target) => target,
            Err(error) if is_source(&link.at) => {
                let problem = if error.kind() == std::io::ErrorKind::NotFound {
                    let message = "cannot be read: this symbolic link leads nowhere";
                    Problem::error("unreadable-file", shown(&link.shown), message)
                        .help("restore what it leads to, or remove it")
                } else {
                    ReadError::from(error).problem(&shown(&link.shown))
                };
                return self.problems.push(problem);
            }
            Err(_) => return,
        };
        let is_folder = target.is_dir();
        if !is_folder && !is_source(&link.at) {
            return;
        }
        if !target.starts_with(self.root) {
            let message = "not read: this symbolic link leaves the project";
            let problem = Problem::warning("link-outside-project", shown(&link.shown), message);
            return self.problems.push(problem.help("make what it leads to a package, and name it in `[packages]`"));
        }
        let seen = self.folders.contains(&target) || self.files.contains_key(&target);
        if seen || in_nested_project(&target, self.root) {
            return;
        }
        if is_folder {
            self.folder(&target, &link.shown);
        } else {
            self.file(target, link.shown.clone());
        }
    }

    fn unreadable_folder(&mut self, error: &ignore::Error, from: &Path, shown_as: &Path) {
        let path = match shown(&under(path_of(error).unwrap_or(from), from, shown_as)) {
            path if path.is_empty() => ".".to_owned(),
            path => path,
        };
        let reason = error.io_error().map_or_else(|| "it is not a folder".to_owned(), read::reason);
        let problem = Problem::error("unreadable-folder", path, format!("cannot be read: {reason}"));
        self.problems.push(problem.help("make it readable, or name it in `.gitignore`"));
    }
}

/// Whether an entry may be a source, or have one below it.
fn is_wanted(entry: &DirEntry, rules: &mut LeftOut) -> bool {
    let path = entry.path();
    if is_folder(entry) {
        return !rules.has(path, true) && !has_manifest(path);
    }
    (entry.path_is_symlink() || is_source(path)) && !rules.has(path, false)
}

fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir())
}

pub(crate) fn is_source(path: &Path) -> bool {
    path.extension() == Some(OsStr::new("tm"))
}

pub(crate) fn under(path: &Path, from: &Path, shown_as: &Path) -> PathBuf {
    shown_as.join(path.strip_prefix(from).unwrap_or(path))
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}
