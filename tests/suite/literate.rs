//! Literate tests: every `tests/literate/**/*.md` shows sources and what the compiler says of them, side by side.
//!
//! A heading names a test. Its fences are the files of a project (`tm`, `toml`, `bytes`, `link`, each with a path that may
//! be left out for `model.tm`), and what is expected of it:
//!
//! - ```` ```output ````: errors, warnings and notes, as people read them;
//! - ```` ```output findings ````, `questions`, `all`, `concise`: these as well;
//! - ```` ```output test ````: what running the tests in the sources says.
//!
//! Settings follow in the same line: `select=rule,rule`, `without=assumption`, `today=2026-07-01`,
//! `only=name,name` of diagnostics. Without an `output`
//! fence there must be nothing to say. A line `generate: "text" * 1000` in a source stands for what it says; `{n}` counts.
//!
//! `TM_BLESS=1` writes what the compiler says into the files; `TM_ONLY=words` runs the tests whose names have these words.

pub mod complete;
mod difference;
mod disk;
mod document;
mod run;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tm_tests::repository;

use document::Document;
use run::Runner;

const NO_FENCE: &str = "there is no `output` fence, so nothing should be said\n";

/// The Markdown files, in order of path.
fn documents() -> Vec<Document> {
    fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder of literate tests").flatten() {
            let path = entry.path();
            if path.is_dir() {
                collect(&path, paths);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                paths.push(path);
            }
        }
    }
    let root = repository().join("tests/literate");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    paths.into_iter().map(|path| Document::read(&root, path)).collect()
}

/// What went wrong in a document, by heading, and its text with what was said.
fn check(document: &Document, runner: &mut Runner, only: Option<&str>) -> (Vec<String>, String) {
    let mut failures = Vec::new();
    let mut blessed = document.text.clone();
    // From the end, so that places before it stay right.
    for case in document.cases.iter().rev() {
        let name = format!("{}: {}", document.name, case.name);
        if only.is_some_and(|only| !name.contains(only)) {
            continue;
        }
        let mut wrong = Vec::new();
        for expected in case.expected().iter().rev() {
            let said = runner.say(case, &expected.mode);
            if said == expected.text {
                continue;
            }
            match &expected.range {
                Some(range) => blessed.replace_range(range.clone(), &said),
                None => wrong.push(NO_FENCE.to_owned()),
            }
            wrong.push(difference::show(&expected.text, &said));
        }
        wrong.reverse();
        if !wrong.is_empty() {
            failures.push(format!("--- {name} ({}:{})\n{}", document.name, case.line, wrong.join("\n")));
        }
    }
    failures.reverse();
    (failures, blessed)
}

#[test]
fn the_compiler_says_what_the_documents_show() {
    let documents = documents();
    assert!(!documents.is_empty(), "there are literate tests");
    let only = std::env::var("TM_ONLY").ok();
    let bless = std::env::var_os("TM_BLESS").is_some();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut runner = Runner::default();
        let mut results = Vec::new();
        while let Some(document) = documents.get(next.fetch_add(1, Ordering::Relaxed)) {
            results.push((document, check(document, &mut runner, only.as_deref())));
        }
        results
    };
    let mut results: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("no test panics")).collect()
    });
    results.sort_by_key(|(document, _)| &document.name);
    let mut report = String::new();
    let mut count = 0;
    for (document, (failures, blessed)) in results {
        if bless && blessed != document.text {
            fs::write(&document.path, blessed).expect("a literate test can be written");
        }
        for failure in failures.iter().filter(|failure| !bless || failure.contains(NO_FENCE)) {
            count += 1;
            writeln!(report, "{failure}").expect("a text takes all");
        }
    }
    assert!(count == 0, "{count} literate tests failed; `TM_BLESS=1` takes over what is said now\n{report}");
}
