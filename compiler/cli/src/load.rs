//! The project that a command is about.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use tm_project::{LoadOptions, MANIFEST, Project};

use crate::error::{CommandError, Result};

/// The project that `path` belongs to; without one, that around the current folder.
pub fn project(path: Option<&Path>, allow_outside: &[PathBuf]) -> Result<Project> {
    project_with(path, &LoadOptions { allow_outside: allow_outside.to_vec(), ..LoadOptions::default() })
}

pub fn project_with(path: Option<&Path>, options: &LoadOptions) -> Result<Project> {
    allowed(options)?;
    Ok(tm_project::load(path.unwrap_or(Path::new(".")), options)?)
}

/// As `project_with`, where `-` means standard input, which may stand for a file.
pub fn project_or_standard_input(
    path: Option<&Path>,
    stands_for: Option<&Path>,
    options: &LoadOptions,
) -> Result<Project> {
    if !is_standard_input(path, stands_for)? {
        return project_with(path, options);
    }
    allowed(options)?;
    Ok(tm_project::load_given(standard_input(options.max_file_bytes)?, stands_for, options)?)
}

/// Whether `path` is `-`, which alone can stand for a file.
pub fn is_standard_input(path: Option<&Path>, stands_for: Option<&Path>) -> Result<bool> {
    let is_given = path == Some(Path::new("-"));
    if stands_for.is_some() && !is_given {
        let error = CommandError::new("`--stdin-filename` is about standard input, which is not read");
        return Err(error.help("write `-` in place of the path"));
    }
    Ok(is_given)
}

/// All of it, or one byte more than `limit`.
pub fn standard_input(limit: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| CommandError::new(format!("cannot read standard input: {error}")))?;
    Ok(bytes)
}

fn allowed(options: &LoadOptions) -> Result<()> {
    match options.allow_outside.iter().find(|folder| !folder.is_dir()) {
        Some(folder) => {
            let error = CommandError::new(format!("there is no folder `{}`", folder.display()));
            Err(error.help("`--allow-outside` names a folder that packages may come from"))
        }
        None => Ok(()),
    }
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
