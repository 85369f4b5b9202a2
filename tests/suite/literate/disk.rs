//! Cases that need a disk: with a `tm.toml`, several folders, links, or bytes that are no text.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use tm_analysis::{ProjectInput, ReportOptions};
use tm_project::{LoadOptions, MANIFEST};

use super::document::{Case, File, Sort};

/// The project of a case: that of its first `tm.toml`, else that of the folder around all of its files.
pub fn load(case: &Case) -> (ProjectInput, ReportOptions) {
    let folder = TempDir::new().expect("a temporary folder");
    let root = folder.path().join("repository");
    fs::create_dir_all(root.join(".git")).expect("a folder");
    case.files.iter().for_each(|file| write(&root, file));
    let manifests = case
        .files
        .iter()
        .map(|file| Path::new(&file.path))
        .filter(|path| path.ends_with(MANIFEST) && !path.starts_with(".."));
    let project = manifests.filter_map(Path::parent).next().unwrap_or(Path::new(""));
    let project = tm_project::load(&root.join(project), &LoadOptions::default()).expect("a project");
    tm_input::from_project(project, Vec::new(), tm_tests::today(), Vec::new())
}

fn write(root: &Path, file: &File) {
    let path = root.join(&file.path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    match file.sort {
        Sort::Text => fs::write(path, &file.text),
        Sort::Bytes => fs::write(path, bytes(&file.text)),
        Sort::Link => std::os::unix::fs::symlink(file.text.trim(), path),
    }
    .expect("a file");
}

/// `\xff` is a byte.
fn bytes(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("a byte in two digits"));
        bytes.extend(&part.as_bytes()[2..]);
    }
    bytes
}
