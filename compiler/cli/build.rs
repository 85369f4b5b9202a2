//! Puts the commit into the version, where there is one to know. No path and no name of a machine gets into the binary.

#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]
#![allow(clippy::disallowed_methods, reason = "a build script asks git and the environment")]

use std::env;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=TM_COMMIT");
    let given = env::var("TM_COMMIT").ok().filter(|commit| !commit.is_empty());
    let commit = given.or_else(|| {
        // What changes with a commit; without these the version would stay that of an earlier one.
        for path in ["HEAD", "logs/HEAD"] {
            if let Some(path) = git(&["rev-parse", "--git-path", path]) {
                println!("cargo::rerun-if-changed={path}");
            }
        }
        git(&["rev-parse", "--short=9", "HEAD"])
    });
    let is_commit = |text: &String| text.len() <= 40 && text.chars().all(|char| char.is_ascii_alphanumeric());
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let version = match commit.filter(is_commit) {
        Some(commit) => format!("{version} ({commit})"),
        None => version,
    };
    println!("cargo::rustc-env=TM_VERSION={version}");
}

/// What git says in one line; nothing where there is no git, or no repository.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}
