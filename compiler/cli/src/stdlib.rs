//! The standard library to use: the one built in, or that of the folder in `TM_STDLIB`.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{CommandError, Result};

const VARIABLE: &str = "TM_STDLIB";

/// Of folders below that of the library.
const DEPTH: usize = 16;

/// Path (relative, with `/`) and text of each file, in order of path.
pub fn texts() -> Result<Vec<(String, String)>> {
    match env::var_os(VARIABLE) {
        Some(folder) if !folder.is_empty() => from_folder(Path::new(&folder)),
        _ => Ok(tm_analysis::stdlib::embedded()
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect()),
    }
}

/// The folder that it comes from, if it is not the one built in.
pub fn folder() -> Option<PathBuf> {
    let folder = env::var_os(VARIABLE).filter(|folder| !folder.is_empty())?;
    fs::canonicalize(folder).ok()
}

fn from_folder(root: &Path) -> Result<Vec<(String, String)>> {
    let mut paths = Vec::new();
    collect(root, DEPTH, &mut paths).map_err(|error| unreadable(root, &error))?;
    let mut texts = Vec::with_capacity(paths.len());
    for path in paths {
        let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
        let within = path.strip_prefix(root).unwrap_or(&path);
        let parts: Vec<_> = within.iter().map(OsStr::to_string_lossy).collect();
        texts.push((parts.join("/"), text));
    }
    if texts.is_empty() {
        let message = format!("there are no `.tm` files in `{}`", root.display());
        return Err(CommandError::new(message).help(help()));
    }
    texts.sort();
    Ok(texts)
}

/// Symbolic links to folders are not followed, so this cannot run in circles.
fn collect(folder: &Path, depth: usize, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if let Some(depth) = depth.checked_sub(1) {
                collect(&path, depth, paths)?;
            }
        } else if path.extension() == Some(OsStr::new("tm")) && path.is_file() {
            paths.push(path);
        }
    }
    Ok(())
}

fn unreadable(path: &Path, error: &io::Error) -> CommandError {
    let message = format!("cannot read the standard library: `{}`: {error}", path.display());
    CommandError::new(message).help(help())
}

fn help() -> String {
    format!("`{VARIABLE}` names a folder with a standard library; unset it to use the one built in")
}
