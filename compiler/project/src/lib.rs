//! Finds and reads a project: `tm.toml`, its sources, the packages it names. Plain data out.
//!
//! This is the one door to the disk below the binaries. Whatever is wrong with a project becomes a [`Problem`] beside
//! everything that could still be read; only a path that leads nowhere is a [`LoadError`]. The same folder gives the
//! same [`Project`] on every machine: neither the user's git configuration nor the order of the file system enters.

#![allow(clippy::disallowed_methods, reason = "this crate is the door to the disk")]

mod ahead;
mod baseline;
mod config;
mod decode;
mod given;
mod ignored;
mod load;
mod manifest;
mod name;
mod nested;
mod open;
mod packages;
mod place;
mod read;
mod revision;
mod suggest;
mod walk;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

pub use baseline::{BASELINE_VERSION, Baseline, BaselineEntry, BaselineError, read_baseline};
pub use config::{Colour, Config, Format, FormatTo, Level, Located, Profile, RuleLevel, Scheme};
pub use given::{STANDARD_INPUT, load_given};
pub use ignored::is_ignored;
pub use load::{from_text, load, root_of};
pub use name::{is_identifier, is_identifier_path};
pub use nested::roots_below;
pub use revision::{Base, RevisionError, Then, load_at};

/// The name of the file that makes a folder a project.
pub const MANIFEST: &str = "tm.toml";

/// What the caller decides, since nothing in a project can be trusted to.
#[derive(Clone, Debug)]
pub struct LoadOptions {
    /// Folders outside the repository that packages may come from.
    pub allow_outside: Vec<PathBuf>,
    /// Larger sources are reported and skipped.
    pub max_file_bytes: u64,
    /// Whether to read the baseline that the project names.
    pub baseline: bool,
    /// Sources and manifests that are open in an editor, by real path, and their texts: these count, whatever is on the disk.
    pub open: BTreeMap<PathBuf, Arc<str>>,
}

impl Default for LoadOptions {
    fn default() -> Self {
        LoadOptions {
            allow_outside: Vec::new(),
            max_file_bytes: 8 * 1024 * 1024,
            baseline: true,
            open: BTreeMap::new(),
        }
    }
}

/// A project as it stands on the disk.
#[derive(Clone, Debug)]
pub struct Project {
    /// Absolute, symbolic links resolved. For a single file without a project, the folder that it is in; empty for
    /// [`from_text`].
    pub root: PathBuf,
    /// Where the root lies in its repository, with `/`; empty where it is the repository, or in none.
    pub folder: String,
    /// `[project] name`, or made from the name of the folder or file. Always an identifier path.
    pub name: String,
    pub config: Config,
    /// What `[check] baseline` names.
    pub baseline: Option<Baseline>,
    /// Sorted by path; the project's own first, then those of the packages in order of [`SourceText::package`].
    pub files: Vec<SourceText>,
    pub manifest: Option<ManifestText>,
    /// The `tm.toml` of each package, for locating problems in them; in order of path.
    pub package_manifests: Vec<ManifestText>,
    /// Further names of packages: a folder that several manifests name is loaded once, under its first name. Key and
    /// value are package names as in [`SourceText::package`].
    pub package_aliases: BTreeMap<String, String>,
    /// Packages that are named and could not be read, as in [`SourceText::package`].
    pub unread_packages: Vec<String>,
    /// In order of path and position.
    pub problems: Vec<Problem>,
    /// The file given by the caller, when it stands in a project: one of the paths in `files`, or `tm.toml`.
    pub focus: Option<String>,
}

/// One source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    /// Relative to the project's root, with `/`; unique. Of a package, a path such as `../platform/x.tm`.
    pub path: String,
    /// The package's name in `[packages]`; a package of the package `a` is called `a.inner`.
    pub package: Option<String>,
    /// The name that this package gives itself, which its `module` lines begin with.
    pub package_name: Option<String>,
    /// Symbolic links resolved; `None` for [`from_text`].
    pub real: Option<PathBuf>,
    pub text: String,
}

/// The text of a `tm.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestText {
    /// Relative to the project's root, with `/`.
    pub path: String,
    pub text: String,
}

/// Something wrong with a project, apart from what its sources say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Kebab-case.
    pub name: &'static str,
    /// Relative to the root, with `/`.
    pub path: String,
    /// In bytes of that file.
    pub range: Option<Range<u32>>,
    pub message: String,
    pub help: Option<String>,
    pub is_warning: bool,
}

impl Problem {
    pub(crate) fn error(name: &'static str, path: impl Into<String>, message: impl Into<String>) -> Problem {
        Problem { name, path: path.into(), range: None, message: message.into(), help: None, is_warning: false }
    }

    pub(crate) fn warning(name: &'static str, path: impl Into<String>, message: impl Into<String>) -> Problem {
        Problem { is_warning: true, ..Problem::error(name, path, message) }
    }

    pub(crate) fn at(self, range: Range<u32>) -> Problem {
        Problem { range: Some(range), ..self }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Problem {
        Problem { help: Some(help.into()), ..self }
    }
}

/// Nothing can be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    NotFound {
        path: PathBuf,
    },
    Unreadable {
        path: PathBuf,
        reason: String,
    },
    /// A file that is neither a source nor a manifest.
    NoSource {
        path: PathBuf,
    },
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::NotFound { path } => {
                write!(f, "there is no file or folder `{}`", path.display())
            }
            LoadError::Unreadable { path, reason } => {
                write!(f, "cannot read `{}`: {reason}", path.display())
            }
            LoadError::NoSource { path } => {
                write!(f, "`{}` is not a `.tm` file: sources end in `.tm`", path.display())
            }
        }
    }
}

impl std::error::Error for LoadError {}
