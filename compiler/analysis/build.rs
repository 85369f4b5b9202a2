//! Lists the files of the standard library, for `src/stdlib.rs` to include.

#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]
#![allow(clippy::disallowed_methods, reason = "a build script reads the standard library and writes the list of it")]

use std::error::Error;
use std::ffi::OsStr;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../stdlib");
    let root = root.canonicalize().map_err(|error| format!("`{}`: {error}", root.display()))?;
    println!("cargo::rerun-if-changed={}", root.display());
    println!("cargo::rerun-if-changed=build.rs");

    let mut files = Vec::new();
    collect(&root, &root, &mut files)?;
    files.sort();
    let mut list = String::from("&[\n");
    for (name, path) in &files {
        let path = path.to_str().ok_or("the path of the repository is not UTF-8")?;
        writeln!(list, "    ({name:?}, include_str!({path:?})),")?;
    }
    list.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("stdlib.rs"), list)?;
    Ok(())
}

/// The path relative to `root`, with `/`, and the path, of every source in `folder`.
fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension() == Some(OsStr::new("tm")) {
            let parts: Option<Vec<&str>> = path.strip_prefix(root)?.iter().map(OsStr::to_str).collect();
            let name = parts.ok_or("a name in the standard library is not UTF-8")?.join("/");
            files.push((name, path));
        }
    }
    Ok(())
}
