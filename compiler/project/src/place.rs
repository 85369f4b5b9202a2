//! Where things stand: the root of a project, the repository around it, paths as they are shown.

use std::path::{Component, Path, PathBuf};

use crate::{LoadOptions, MANIFEST};

/// The nearest folder with a `tm.toml`, from `folder` upwards.
pub(crate) fn project_root(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| has_manifest(folder))
}

pub(crate) fn has_manifest(folder: &Path) -> bool {
    folder.join(MANIFEST).is_file()
}

/// Whether the real path `path` belongs to a project of its own below `root`.
pub(crate) fn in_nested_project(path: &Path, root: &Path) -> bool {
    path.ancestors().take_while(|folder| *folder != root).any(has_manifest)
}

/// The folders that a project may read from. All are real paths.
#[derive(Debug)]
pub(crate) struct Territory {
    folders: Vec<PathBuf>,
}

/// The repository that the folder `root` lies in.
pub(crate) fn repository(root: &Path) -> Option<&Path> {
    root.ancestors().find(|folder| folder.join(".git").exists())
}

impl Territory {
    /// The repository of the project at `root` (without one, the project itself), and what the caller allows. An allowed
    /// folder that does not exist allows nothing.
    pub fn around(root: &Path, options: &LoadOptions) -> Territory {
        let mut folders = vec![repository(root).unwrap_or(root).to_path_buf()];
        folders.extend(options.allow_outside.iter().filter_map(|folder| folder.canonicalize().ok()));
        Territory { folders }
    }

    pub fn holds(&self, real: &Path) -> bool {
        self.folders.iter().any(|folder| real.starts_with(folder))
    }
}

/// `path` without `.` and `..`, by its text alone: for what does not exist.
pub(crate) fn normalized(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

/// The way from the folder `from` to `to`, both real paths.
pub(crate) fn relative(from: &Path, to: &Path) -> PathBuf {
    let common = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return to.to_path_buf();
    }
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    up.chain(to.components().skip(common)).collect()
}

/// With `/` on every system; what is not UTF-8 is replaced.
pub(crate) fn shown(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_between_folders() {
        let way = |from, to| shown(&relative(Path::new(from), Path::new(to)));
        assert_eq!(way("/r/app", "/r/app/x.tm"), "x.tm");
        assert_eq!(way("/r/app", "/r/platform/x.tm"), "../platform/x.tm");
        assert_eq!(way("/r/app/deep", "/r"), "../..");
        assert_eq!(way("/r", "/r"), "");
    }

    #[test]
    fn a_path_that_climbs_is_normalized() {
        assert_eq!(normalized(Path::new("/r/app/../../etc/./x")), Path::new("/etc/x"));
        assert_eq!(normalized(Path::new("/../..")), Path::new("/"));
    }
}
