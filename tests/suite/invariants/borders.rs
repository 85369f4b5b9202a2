//! I2, I4, I5, I8: what each room must not know, read from its manifest and its sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use tm_tests::repository;

/// The crates that a manifest asks for outside of tests.
fn dependencies(room: &str) -> BTreeSet<String> {
    let path = repository().join("compiler").join(room).join("Cargo.toml");
    let text = fs::read_to_string(&path).expect("the manifest can be read");
    let mut found = BTreeSet::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]") && !line.contains("dev-dependencies");
            let table = line.trim_matches(['[', ']']).split_once("dependencies.");
            found.extend(table.map(|(_, name)| name.to_owned()));
        } else if inside && let Some((name, _)) = line.split_once(['.', '=', ' ']) {
            found.insert(name.to_owned());
        }
    }
    found
}

struct Source {
    path: PathBuf,
    /// What is compiled into the product: without comments, and without the tests at the end.
    code: String,
}

/// The Rust sources of a room.
fn sources(room: &str) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![repository().join("compiler").join(room).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                if path.file_name().is_none_or(|name| name != "tests") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|it| it == "rs")
                && path.file_name().is_none_or(|name| name != "tests.rs")
            {
                let text = fs::read_to_string(&path).expect("the source can be read");
                let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
                let lines = code.lines().map(|line| line.split("//").next().unwrap_or_default());
                found.push(Source { path: path.clone(), code: lines.collect::<Vec<_>>().join("\n") });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "{room} has no sources");
    found
}

/// Whether a word stands in code by itself.
fn has_word(code: &str, word: &str) -> bool {
    let is_part = |it: char| it.is_alphanumeric() || it == '_';
    code.match_indices(word).any(|(at, _)| {
        let (before, after) = (&code[..at], &code[at + word.len()..]);
        !before.ends_with(is_part) && !after.starts_with(is_part)
    })
}

/// Fails where one of the words stands in a source of the rooms.
fn forbid(rooms: &[&str], words: &[&str], except: &dyn Fn(&Path) -> bool) {
    let mut broken = Vec::new();
    for source in rooms.iter().flat_map(|room| sources(room)).filter(|source| !except(&source.path)) {
        let found = words.iter().filter(|word| has_word(&source.code, word));
        broken.extend(found.map(|word| format!("{}: {word}", source.path.display())));
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_words_of_code_are_found() {
    assert!(has_word("use std::fs;", "std::fs"));
    assert!(has_word("x(Span)", "Span"));
    assert!(!has_word("SpanMap", "Span"));
}

#[test]
fn model_and_rules_know_no_text_no_database_and_no_disk() {
    let allowed = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    let model = dependencies("model");
    assert!(model.is_subset(&allowed(&["petgraph", "rustc-hash", "serde", "smol_str"])), "{model:?}");
    let rules = dependencies("rules");
    assert!(rules.is_subset(&allowed(&["petgraph", "rustc-hash", "smallvec", "smol_str", "tm-model"])), "{rules:?}");
    let words = [
        "Span",
        "SpanMap",
        "TokRange",
        "Range32",
        "salsa",
        "Database",
        "Db",
        "PathBuf",
        "Utf8Path",
        "tm_syntax",
        "tm_analysis",
        "std::path",
    ];
    forbid(&["model", "rules"], &words, &|_| false);
}

#[test]
fn each_room_depends_on_what_it_may() {
    let forbidden = [
        ("syntax", &["salsa", "tower-lsp", "tm-model", "tm-rules", "tm-project", "tm-analysis", "tm-emit"][..]),
        ("project", &["salsa", "tower-lsp", "ariadne", "tm-analysis", "tm-rules", "tm-emit"]),
        ("analysis", &["ignore", "ariadne", "tower-lsp", "tm-project", "tm-emit", "toml"]),
        ("emit", &["salsa", "tm-project", "tower-lsp"]),
    ];
    for (room, names) in forbidden {
        let found = dependencies(room);
        let broken: Vec<_> = names.iter().filter(|name| found.contains(**name)).collect();
        assert!(broken.is_empty(), "{room} depends on {broken:?}");
    }
}

#[test]
fn one_file_turns_ids_into_spans() {
    let mut readers = BTreeSet::new();
    for source in sources("analysis") {
        let fills = source.path.components().any(|part| part.as_os_str() == "lower");
        if !fills && (source.code.contains("spans.ranges") || has_word(&source.code, "ranges")) {
            readers.insert(source.path.file_name().expect("a name").to_string_lossy().into_owned());
        }
    }
    // `spans.rs` declares them.
    assert_eq!(readers, ["locate.rs".to_owned(), "spans.rs".to_owned()].into());
    let declaration =
        sources("analysis").into_iter().find(|source| source.path.ends_with("src/spans.rs")).expect("it is there");
    assert_eq!(declaration.code.matches("ranges").count(), 1, "`spans.rs` does more than declare the ranges");
}

#[test]
fn only_project_and_cli_touch_the_disk() {
    let words = ["std::fs", "std::net", "std::process", "File::open", "read_to_string", "read_dir", "canonicalize"];
    forbid(&["syntax", "model", "rules", "analysis", "ide", "emit"], &words, &|_| false);
}

#[test]
fn only_cli_knows_the_clock_and_the_environment() {
    let words = ["SystemTime", "Instant", "std::env", "env::var", "available_parallelism", "IsTerminal"];
    forbid(&["syntax", "model", "rules", "analysis", "ide", "emit", "project"], &words, &|_| false);
}

#[test]
fn maps_that_are_walked_differently_each_time_are_not_used() {
    let words = ["HashMap", "HashSet", "RandomState"];
    forbid(&["syntax", "model", "rules", "analysis", "ide", "emit"], &words, &|_| false);
}

#[test]
fn only_the_rooms_for_it_print() {
    forbid(
        &["syntax", "project", "model", "rules", "analysis", "emit"],
        &["println!", "eprintln!", "print!", "eprint!", "dbg!"],
        &|_| false,
    );
}

#[test]
fn the_command_asks_for_the_same_report_as_the_editor() {
    let check =
        sources("cli").into_iter().find(|source| source.path.ends_with("commands/check.rs")).expect("it is there");
    assert!(
        check.code.contains("report_on(&db, project, &options, threads)"),
        "`tm check` does not call `tm_analysis::report_on`"
    );
    // Nobody outside of the analysis judges.
    forbid(&["cli", "emit", "project"], &["tm_rules", "Engine", "salsa"], &|_| false);
}
