//! The project that a command is about.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use tm_project::{LoadOptions, MANIFEST, Project};

use crate::error::{CommandError, Result};

/// The project that `path` belongs to; without one, that around the current folder.
pub fn project(path: Option<&Path>, allow_outside: &[PathBuf]) -> Result<Project> {
    project_with(path, LoadOptions { allow_outside: allow_outside.to_vec(), ..LoadOptions::default() })
}

pub fn project_with(path: Option<&Path>, options: LoadOptions) -> Result<Project> {
    for folder in &options.allow_outside {
        if !folder.is_dir() {
            let message = format!("there is no folder `{}`", folder.display());
            return Err(CommandError::new(message).help("`--allow-outside` names a folder that packages may come from"));
        }
    }
    Ok(tm_project::load(path.unwrap_or(Path::new(".")), &options)?)
}

/// The project around the current folder, if it is one on purpose: not the whole of a home folder.
pub fn project_here() -> Result<Option<Project>> {
    let Ok(here) = env::current_dir() else {
        return Ok(None);
    };
    let has_manifest = here.ancestors().any(|folder| folder.join(MANIFEST).is_file());
    let has_sources = || {
        let entries = fs::read_dir(&here).into_iter().flatten().flatten();
        let mut names = entries.map(|entry| PathBuf::from(entry.file_name()));
        names.any(|name| name.extension() == Some(OsStr::new("tm")))
    };
    if has_manifest || has_sources() { project(None, &[]).map(Some) } else { Ok(None) }
}
