//! A synthetic microservice system of any size, as a project.

mod pytm;
mod system;
mod variants;
mod write;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use system::System;
pub use variants::{Variant, files as variant_files};
pub use write::files;

/// What a variant may write, and what may be left of another.
const OWN: [&str; 6] = ["boundaries.tm", "controls.tm", "data-tier.tm", "data.tm", "edge.tm", "system.tm"];

/// Writes the system of `services` services into the folder `out`, and says how large it is.
///
/// # Errors
///
/// If a file cannot be written or removed.
pub fn run(services: u32, out: &Path) -> io::Result<String> {
    let system = System::of(services);
    put(out, files(&system))?;
    Ok(system.summary())
}

/// As [`run`], described otherwise.
///
/// # Errors
///
/// If a file cannot be written or removed.
pub fn run_variant(services: u32, out: &Path, variant: Variant) -> io::Result<String> {
    let system = System::of(services);
    put(out, variant_files(&system, variant))?;
    Ok(system.summary())
}

fn put(out: &Path, files: Vec<(String, String)>) -> io::Result<()> {
    fs::create_dir_all(out)?;
    // What a larger system left there would become a part of this one, or be taken for it.
    for entry in fs::read_dir(out)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_ours = OWN.iter().any(|own| name == *own) || name == pytm::FILE;
        if is_ours || write::is_namespace_file(&name.to_string_lossy()) {
            fs::remove_file(entry.path())?;
        }
    }
    for (name, text) in files {
        fs::write(out.join(name), text)?;
    }
    Ok(())
}

/// Writes the same system beside it as a model of pytm, and says where.
///
/// # Errors
///
/// If the file cannot be written.
pub fn run_pytm(services: u32, out: &Path) -> io::Result<PathBuf> {
    let path = out.join(pytm::FILE);
    fs::write(&path, pytm::script(&System::of(services)))?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_smaller_system_replaces_a_larger_one() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("new/model");
        run(25, &out).unwrap();
        assert_eq!(
            names(&out),
            ["boundaries.tm", "data-tier.tm", "data.tm", "edge.tm", "ns-0.tm", "ns-1.tm", "ns-2.tm", "tm.toml"]
        );
        fs::write(out.join("mine.tm"), "").unwrap();
        let summary = run(10, &out).unwrap();
        assert_eq!(summary, "N=10: nodes=16 flows=33 boundaries=6");
        assert_eq!(
            names(&out),
            ["boundaries.tm", "data-tier.tm", "data.tm", "edge.tm", "mine.tm", "ns-0.tm", "tm.toml"]
        );
    }

    #[test]
    fn the_model_of_another_tool_stands_beside_and_does_not_outlive_its_system() {
        let folder = tempfile::tempdir().unwrap();
        run(10, folder.path()).unwrap();
        let path = run_pytm(10, folder.path()).unwrap();
        assert_eq!(path, folder.path().join("pytm-model.py"));
        assert!(fs::read_to_string(&path).unwrap().contains("TM(\"synthetic-10\""));
        assert!(names(folder.path()).contains(&"ns-0.tm".to_owned()));
        run(20, folder.path()).unwrap();
        assert!(!path.exists());
    }
}
