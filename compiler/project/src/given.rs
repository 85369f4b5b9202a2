//! Standard input in the place of a source: what an editor has not saved, or what is about to be committed.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::decode::decode;
use crate::load::from_text;
use crate::place::normalized;
use crate::read::ReadError;
use crate::walk::is_source;
use crate::{LoadError, LoadOptions, MANIFEST, Project, load};

/// What standard input is called where it has no name.
pub const STANDARD_INPUT: &str = "<stdin>";

/// The project that the source or manifest `path` belongs to, with `bytes` in place of what stands in that file, which need not be on
/// the disk. Without a path, `bytes` are a project of their own.
pub fn load_given(bytes: Vec<u8>, path: Option<&Path>, options: &LoadOptions) -> Result<Project, LoadError> {
    let too_large = bytes.len() as u64 > options.max_file_bytes;
    let (text, problem) = decode(bytes, STANDARD_INPUT);
    let Some(path) = path else {
        let mut project = from_text(STANDARD_INPUT, text);
        project.problems.extend(problem);
        if too_large {
            project.files.clear();
            project.problems = vec![ReadError::TooLarge { limit: options.max_file_bytes }.problem(STANDARD_INPUT)];
        }
        return Ok(project);
    };
    let real = real(path).ok_or_else(|| LoadError::NotFound { path: path.to_path_buf() })?;
    // A manifest that is not there makes no project yet.
    let is_manifest = real.file_name().is_some_and(|name| name == MANIFEST) && real.is_file();
    if !is_source(path) && !is_manifest {
        return Err(LoadError::NoSource { path: path.to_path_buf() });
    }
    if real.is_dir() {
        let reason = "it is a folder".to_owned();
        return Err(LoadError::Unreadable { path: path.to_path_buf(), reason });
    }
    let mut options = options.clone();
    options.open.insert(real.clone(), Arc::from(text));
    let mut project = load(&real, &options)?;
    // A file that stands in no project is the only one of its own.
    let shown = project.focus.as_ref().or_else(|| Some(&project.files.first()?.path)).cloned();
    if let (Some(shown), Some(problem), false) = (shown, problem, too_large) {
        project.problems.push(crate::Problem { path: shown, ..problem });
    }
    Ok(project)
}

/// Where `path` is or would be: symbolic links resolved as far as there is something.
fn real(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    let (there, real) = path.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)))?;
    let rest = path.strip_prefix(there).ok()?;
    let rest = rest.components().filter(|part| *part != Component::CurDir).collect::<PathBuf>();
    Some(if rest.as_os_str().is_empty() { real } else { normalized(&real.join(rest)) })
}
