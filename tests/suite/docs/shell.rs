//! Commands in documents.
//!
//! A fence `sh` holds commands. A fence `console` holds commands behind `$ ` with what they print; a line `…` there stands for
//! any lines. They run in the root of the repository, or with `in=` in a folder of the project that the fences with `file=` of
//! the document make up. They end well, or with a finding; with `exit=` as it says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use tm_tests::repository;

use super::markdown::{Fence, fences};
use super::{documents, read};

/// What is not run here, since it builds or tests what runs these tests, or measures.
const OTHERS: [&str; 8] = [
    "cargo test",
    "cargo build",
    "cargo clippy",
    "cargo fmt",
    "cargo install",
    "cargo xtask gen-model",
    ".ci/run",
    "docker",
];

#[test]
fn every_command_does_what_is_shown() {
    let mut count = 0;
    for document in documents() {
        let fences = fences(&read(&document));
        let folder = project(&fences);
        for fence in &fences {
            let place = format!("{document}:{}", fence.line);
            let inside = match fence.attribute("in") {
                Some(name) => folder.path().join(name),
                None => repository(),
            };
            let exit = fence.attribute("exit").map(|code| code.parse::<i32>().expect("a number"));
            for (command, expected) in commands(fence) {
                count += 1;
                let Some(output) = run(&place, &command, &inside) else { continue };
                let code = output.status.code();
                let errors = String::from_utf8_lossy(&output.stderr);
                match exit {
                    Some(_) => assert_eq!(code, exit, "{place}: `{command}`\n{errors}"),
                    None => assert!(matches!(code, Some(0 | 1)), "{place}: `{command}` ended with {code:?}\n{errors}"),
                }
                if let Some(expected) = expected {
                    let printed = format!("{}{errors}", String::from_utf8_lossy(&output.stdout));
                    assert!(shows(&printed, &expected), "{place}: `{command}` prints\n{printed}\nexpected\n{expected}");
                }
            }
        }
    }
    assert!(count > 20, "only {count} commands were found");
}

/// The files that a document shows.
fn project(fences: &[Fence]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("there is room");
    for fence in fences {
        if let Some(file) = fence.attribute("file") {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
            fs::write(path, &fence.text).expect("it can be written");
        }
    }
    // The folder stands for a repository, so that packages beside each other may be used.
    fs::create_dir(folder.path().join(".git")).expect("it can be made");
    folder
}

/// Each command, and what it prints where that is shown.
fn commands(fence: &Fence) -> Vec<(String, Option<String>)> {
    match fence.language.as_str() {
        "sh" => fence
            .text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| (line.to_owned(), None))
            .collect(),
        "console" => {
            let mut found: Vec<(String, Option<String>)> = Vec::new();
            for line in fence.text.lines() {
                match (line.strip_prefix("$ "), found.last_mut()) {
                    (Some(command), _) => found.push((command.to_owned(), None)),
                    (None, Some((_, output))) => {
                        let output = output.get_or_insert_default();
                        output.push_str(line);
                        output.push('\n');
                    }
                    (None, None) => panic!("line {}: output without a command", fence.line),
                }
            }
            found
        }
        _ => Vec::new(),
    }
}

fn run(place: &str, command: &str, folder: &Path) -> Option<Output> {
    if OTHERS.iter().any(|other| command == *other || command.starts_with(&format!("{other} "))) {
        return None;
    }
    if command.starts_with("cargo xtask docs") {
        let done = xtask::docs::run(&repository(), true);
        assert!(done.is_ok(), "{place}: {done:?}");
        return None;
    }
    let arguments =
        ["tm ", "cargo run --release -- ", "cargo run -q -- "].iter().find_map(|start| command.strip_prefix(start));
    let arguments = arguments.unwrap_or_else(|| panic!("{place}: do not know how to run `{command}`"));
    let mut tm = Command::new(tm());
    for variable in ["TM_STDLIB", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        tm.env_remove(variable);
    }
    let output = tm.args(words(arguments)).current_dir(folder).output();
    Some(output.unwrap_or_else(|error| panic!("{place}: `{command}`: {error}")))
}

/// Words are set apart by spaces, and what stands in single quotes is one; none of the documents needs more.
fn words(arguments: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for (number, part) in arguments.split('\'').enumerate() {
        if number % 2 == 1 {
            words.push(part);
        } else {
            assert!(!part.contains(['"', '\\', '|', '>', '$', '*']), "`{arguments}` needs a shell");
            words.extend(part.split_whitespace());
        }
    }
    words
}

/// The command, built by the tests of its crate; built now if they have not been.
pub fn tm() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let here = std::env::current_exe().expect("a test knows where it is");
        let profile = here.parent().and_then(Path::parent).expect("it is in `deps`");
        let tm = profile.join(format!("tm{}", std::env::consts::EXE_SUFFIX));
        if !tm.exists() {
            let mut build = Command::new(env!("CARGO"));
            build.args(["build", "--quiet", "--package", "tm"]).current_dir(repository());
            if profile.ends_with("release") {
                build.arg("--release");
            }
            assert!(build.status().is_ok_and(|status| status.success()), "`tm` cannot be built");
        }
        tm
    })
}

/// Whether the text is what is expected, line by line, however long it took. A line `…` stands for any lines, and `…` in a
/// line for any text.
fn shows(printed: &str, expected: &str) -> bool {
    let printed: Vec<&str> = printed.lines().filter_map(timeless).collect();
    let expected: Vec<&str> = expected.lines().filter_map(timeless).collect();
    let agrees = |at: usize, part: &[&str]| {
        let lines = printed.get(at..at + part.len());
        lines.is_some_and(|lines| lines.iter().zip(part).all(|(line, pattern)| is_like(line, pattern)))
    };
    let mut parts = expected.split(|line| *line == "…");
    let first = parts.next().unwrap_or_default();
    if !agrees(0, first) {
        return false;
    }
    let mut at = first.len();
    let parts: Vec<&[&str]> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return at == printed.len() };
    for part in between {
        match (at..=printed.len()).find(|at| agrees(*at, part)) {
            Some(found) => at = found + part.len(),
            None => return false,
        }
    }
    printed.len().checked_sub(last.len()).is_some_and(|end| end >= at && agrees(end, last))
}

fn is_like(line: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('…');
    let Some(mut rest) = parts.next().and_then(|first| line.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return rest.is_empty() };
    for part in between {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// A line without the time at its end; nothing if there is only that on it.
fn timeless(line: &str) -> Option<&str> {
    let is_time = |text: &str| text.ends_with(" ms") || text.ends_with(" s") && text.len() < 8;
    match line.rsplit_once(" - ") {
        Some((rest, time)) if is_time(time) => Some(rest),
        _ if is_time(line) => None,
        _ => Some(line.trim_end()),
    }
}

#[test]
fn an_ellipsis_stands_for_anything() {
    assert!(shows("a\nb\nc\n", "a\n…\nc\n"));
    assert!(shows("a\nb\nc\n", "…\nb\n…\n"));
    assert!(shows("a\nb\nc\n", "a\n…\n"));
    assert!(shows("a\nc\n", "a\n…\nc\n"));
    assert!(shows("1 high - 12 ms\n", "1 high - 3 ms\n"));
    assert!(shows("1 high\n12 ms\n", "1 high - 3 ms\n"));
    assert!(shows("{\"a\":1,\"b\":2}\n", "{\"a\":…}\n"));
    assert!(!shows("{\"a\":1,\"b\":2}\n", "{\"b\":…}\n"));
    assert!(!shows("a\nb\nc\n", "a\n…\nb\n"));
    assert!(!shows("a\nb\n", "a\n"));
    assert!(!shows("a\nb\n", "b\n…\n"));
}
