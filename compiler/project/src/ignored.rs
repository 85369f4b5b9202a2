//! What git's ignore rules leave out, and the sources among it.
//!
//! Git goes on tracking a file that its rules ignore, so a source that is left out may well be part of the model. Left out
//! in silence it would look safe.

use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use ignore::{IncrementalIgnore, WalkBuilder};

use crate::Problem;
use crate::place::{has_manifest, shown};
use crate::walk::{Found, is_source, under};

/// Entries looked at in folders that are left out: enough for any model, and little of a `node_modules`.
const ENTRIES: usize = 5_000;

/// Of them in one folder, so that a large one leaves some for the others.
const ENTRIES_PER_FOLDER: usize = 1_000;

/// The ignore rules of the repository for what lies below one folder, and what they have left out so far.
pub(crate) struct LeftOut {
    from: PathBuf,
    rules: Option<IncrementalIgnore>,
    files: Vec<PathBuf>,
    folders: VecDeque<PathBuf>,
}

impl LeftOut {
    /// For a walk from the real folder `from`.
    pub fn below(from: &Path) -> LeftOut {
        let rules = WalkBuilder::new(from)
            .hidden(false)
            .git_ignore(true)
            .parents(true)
            // Only what the repository itself says: the rest differs from machine to machine.
            .git_global(false)
            .git_exclude(false)
            .ignore(false)
            .build_matchers();
        LeftOut {
            from: from.to_path_buf(),
            rules: rules.into_iter().next(),
            files: Vec::new(),
            folders: VecDeque::new(),
        }
    }

    /// Whether git ignores `path`, which is met on the walk; remembers it if so.
    pub fn has(&mut self, path: &Path, is_folder: bool) -> bool {
        let Ok(relative) = path.strip_prefix(&self.from) else { return false };
        let ignores = self.rules.as_mut().is_some_and(|rules| rules.matched(relative, is_folder).is_ignore());
        if ignores && is_folder {
            self.folders.push_back(path.to_path_buf());
        } else if ignores && is_source(path) {
            self.files.push(path.to_path_buf());
        }
        ignores
    }

    /// The sources that were left out, `from` shown as `shown_as`. In folders that were left out it looks only so far.
    pub fn sources(mut self, shown_as: &Path) -> Vec<Found> {
        let mut left = ENTRIES;
        while let Some(folder) = self.folders.pop_front() {
            if has_manifest(&folder) {
                continue;
            }
            let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
            let mut paths = Vec::new();
            for entry in entries.take(ENTRIES_PER_FOLDER.min(left)) {
                left -= 1;
                if entry.file_name().to_string_lossy().starts_with('.') {
                    continue;
                }
                let Ok(kind) = entry.file_type() else { continue };
                if kind.is_dir() {
                    paths.push(entry.path());
                } else if kind.is_file() && is_source(&entry.path()) {
                    self.files.push(entry.path());
                }
            }
            paths.sort();
            self.folders.extend(paths);
        }
        let found = |real: PathBuf| Found { shown: under(&real, &self.from, shown_as), real };
        self.files.into_iter().map(found).collect()
    }
}

/// Whether git's ignore rules leave out a file below the real folder `root`, or a folder on the way to it. The file need not exist.
#[must_use]
pub fn is_ignored(root: &Path, file: &str) -> bool {
    let mut rules = LeftOut::below(root);
    let mut at = root.to_path_buf();
    let folders = file.matches('/').count();
    file.split('/').enumerate().any(|(number, part)| {
        at.push(part);
        rules.has(&at, number < folders)
    })
}

/// What to say of sources that are left out, unless they are read all the same.
pub(crate) fn problem(mut left_out: Vec<Found>, read: &[Found]) -> Option<Problem> {
    const NAMED: usize = 3;
    let read: BTreeSet<&Path> = read.iter().map(|found| found.real.as_path()).collect();
    left_out.retain(|found| !read.contains(found.real.as_path()));
    left_out.sort_by(|a, b| a.shown.cmp(&b.shown));
    let paths: Vec<String> = left_out.iter().map(|found| shown(&found.shown)).collect();
    let first = paths.first()?;
    let message = match paths.as_slice() {
        [one] => format!("a source is not read, because `.gitignore` leaves it out: `{one}`"),
        _ => {
            let names: Vec<String> = paths.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
            let more = paths.len().saturating_sub(NAMED);
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            let count = paths.len();
            let names = names.join(", ");
            format!("{count} sources are not read, because `.gitignore` leaves them out: {names}{more}")
        }
    };
    let help =
        "if they belong to the model, change `.gitignore` or move them; that git tracks them makes no difference";
    Some(Problem::warning("ignored-sources", first, message).help(help))
}
