//! What is open in an editor, over what is on the disk.

use std::path::Path;

use crate::LoadOptions;
use crate::place::in_nested_project;
use crate::read::{self, ReadError};
use crate::walk::{Found, is_source, under};

/// The bytes of a source or a manifest, as the editor has them if it has.
pub(crate) fn read(real: &Path, limit: u64, options: &LoadOptions) -> Result<Vec<u8>, ReadError> {
    match options.open.get(real) {
        None => read::read(real, limit),
        Some(text) if text.len() as u64 > limit => Err(ReadError::TooLarge { limit }),
        Some(text) => Ok(text.as_bytes().to_vec()),
    }
}

/// What is open below the real folder `root` is part of its project, though it may not be on the disk yet, or be left out
/// by a walk, just as a file that the caller names.
pub(crate) fn add(files: &mut Vec<Found>, root: &Path, prefix: &Path, options: &LoadOptions) {
    let below = options.open.range(root.to_path_buf()..).take_while(|(real, _)| real.starts_with(root));
    let sources = below.filter(|(real, _)| is_source(real));
    let missing: Vec<Found> = sources
        .filter(|(real, _)| !files.iter().any(|found| found.real == **real))
        .filter(|(real, _)| !real.parent().is_some_and(|folder| in_nested_project(folder, root)))
        .map(|(real, _)| Found { real: real.clone(), shown: under(real, root, prefix) })
        .collect();
    files.extend(missing);
}
