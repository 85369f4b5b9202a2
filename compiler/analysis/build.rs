//! Lists the files of the standard library and the pages of diagnostics, for `src/stdlib.rs` and `src/errors.rs` to include.

#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]
#![allow(clippy::disallowed_methods, reason = "a build script reads what is embedded and writes the list of it")]

use std::error::Error;
use std::ffi::OsStr;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    embed("../../stdlib", "tm", "stdlib.rs")?;
    embed("../../docs/errors", "md", "errors.rs")
}

/// Writes a list of all files with an extension below a folder: their paths in it, and their texts.
fn embed(folder: &str, extension: &str, list: &str) -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join(folder);
    let root = root.canonicalize().map_err(|error| format!("`{}`: {error}", root.display()))?;
    println!("cargo::rerun-if-changed={}", root.display());

    let mut files = Vec::new();
    collect(&root, &root, extension, &mut files)?;
    files.sort();
    let mut text = String::from("&[\n");
    for (name, path) in &files {
        let path = path.to_str().ok_or("the path of the repository is not UTF-8")?;
        writeln!(text, "    ({name:?}, include_str!({path:?})),")?;
    }
    text.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join(list), text)?;
    Ok(())
}

/// The path relative to `root`, with `/`, and the path, of every file with the extension in `folder`.
fn collect(
    root: &Path,
    folder: &Path,
    extension: &str,
    files: &mut Vec<(String, PathBuf)>,
) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, extension, files)?;
        } else if path.extension() == Some(OsStr::new(extension)) {
            let parts: Option<Vec<&str>> = path.strip_prefix(root)?.iter().map(OsStr::to_str).collect();
            let name = parts.ok_or("a name of an embedded file is not UTF-8")?.join("/");
            files.push((name, path));
        }
    }
    Ok(())
}
