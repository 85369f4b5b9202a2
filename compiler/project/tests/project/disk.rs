//! A folder that goes away with the test.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use tm_project::{LoadOptions, Problem, Project, load};

pub struct Disk(TempDir);

impl Disk {
    pub fn new() -> Disk {
        Disk(TempDir::new().unwrap())
    }

    /// With the project `shop` at its top.
    pub fn project() -> Disk {
        Disk::new().file("tm.toml", "[project]\nname = \"shop\"\n")
    }

    pub fn file(self, path: &str, text: impl AsRef<[u8]>) -> Disk {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub fn folder(self, path: &str) -> Disk {
        fs::create_dir_all(self.path(path)).unwrap();
        self
    }

    #[cfg(unix)]
    pub fn link(self, path: &str, target: impl AsRef<Path>) -> Disk {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, path).unwrap();
        self
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub fn load(&self, path: &str) -> Project {
        load(&self.path(path), &LoadOptions::default()).unwrap()
    }
}

pub fn paths(project: &Project) -> Vec<&str> {
    project.files.iter().map(|file| file.path.as_str()).collect()
}

/// `name path:text` of each problem, the text being what its range covers in a manifest.
pub fn problems(project: &Project) -> Vec<String> {
    project.problems.iter().map(|problem| describe(project, problem)).collect()
}

fn describe(project: &Project, problem: &Problem) -> String {
    let manifests = project.manifest.iter().chain(&project.package_manifests);
    let texts = manifests.map(|m| (&m.path, &m.text)).chain(project.files.iter().map(|f| (&f.path, &f.text)));
    let text = texts.into_iter().find(|(path, _)| **path == problem.path).map(|(_, text)| text);
    match (&problem.range, text) {
        (Some(range), Some(text)) => {
            format!("{} {}:{}", problem.name, problem.path, &text[range.start as usize..range.end as usize])
        }
        (Some(range), None) => panic!("{range:?} in a file that was not handed out: {problem:?}"),
        (None, _) => format!("{} {}", problem.name, problem.path),
    }
}
