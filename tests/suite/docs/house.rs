//! What `docs/architecture.md` says of folders, crates and invariants is so.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use tm_tests::repository;

use super::markdown::{anchor, code, links, prose, rows};
use super::{documents, read};

const ARCHITECTURE: &str = "docs/architecture.md";

/// Folders of the workspace's members.
fn members() -> Vec<String> {
    let manifest: toml::Table = read("Cargo.toml").parse().expect("it is TOML");
    let members = manifest["workspace"]["members"].as_array().expect("a list");
    members.iter().map(|member| member.as_str().expect("a path").to_owned()).collect()
}

/// The name of a crate, and what it depends on, tests and build scripts apart.
fn manifest(folder: &str) -> (String, BTreeSet<String>) {
    let manifest: toml::Table = read(&format!("{folder}/Cargo.toml")).parse().expect("it is TOML");
    let name = manifest["package"]["name"].as_str().expect("a name").to_owned();
    let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
    (name, dependencies.into_iter().flat_map(|table| table.keys().cloned()).collect())
}

/// Sources of a crate without its tests: path and text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).expect("it can be read") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                if path.file_name().is_some_and(|name| name != "tests") {
                    collect(&path, found);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("it can be read");
                let code = text.split_once("\n#[cfg(test)]\nmod tests {").map_or(text.as_str(), |(code, _)| code);
                found.push((path.clone(), code.to_owned()));
            }
        }
    }
    let mut found = Vec::new();
    collect(&repository().join(folder).join("src"), &mut found);
    assert!(!found.is_empty(), "{folder} has no sources");
    found
}

#[test]
fn every_folder_and_crate_is_on_the_map() {
    let text = read(ARCHITECTURE);
    let rows = rows(&text, "## Rooms");
    let mut crates = BTreeMap::new();
    let mut folders = BTreeSet::new();
    for row in &rows {
        let folder = code(row[0])[0].trim_end_matches('/').to_owned();
        assert!(repository().join(&folder).is_dir(), "there is no folder `{folder}`");
        if let Some(name) = code(row[1]).first() {
            crates.insert(folder.clone(), (*name).to_owned());
        }
        folders.insert(folder);
    }
    let members: BTreeMap<String, String> =
        members().into_iter().map(|folder| (folder.clone(), manifest(&folder).0)).collect();
    assert_eq!(crates, members, "crates on the map, and crates of the workspace");
    for entry in fs::read_dir(repository()).expect("it can be read") {
        let entry = entry.expect("it can be read");
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_on_map = folders.iter().any(|folder| folder.split('/').next() == Some(&name));
        let is_shown = !name.starts_with('.') && name != "target" && entry.path().is_dir();
        assert!(!is_shown || is_on_map, "`{name}` is not on the map");
    }
}

#[test]
fn crates_depend_on_what_is_said_and_never_on_what_they_must_not_know() {
    let text = read(ARCHITECTURE);
    let direct: BTreeMap<String, BTreeSet<String>> = members().iter().map(|folder| manifest(folder)).collect();
    let mut told = BTreeSet::new();
    for row in rows(&text, "## Who may know whom") {
        let name = code(row[0])[0];
        told.insert(name.to_owned());
        let dependencies = direct.get(name).unwrap_or_else(|| panic!("there is no crate `{name}`"));
        let own: BTreeSet<&str> =
            dependencies.iter().map(String::as_str).filter(|name| direct.contains_key(*name)).collect();
        let said: BTreeSet<&str> = code(row[1]).into_iter().collect();
        assert_eq!(own, said, "crates of the workspace that `{name}` depends on");

        let mut reached = BTreeSet::new();
        let mut next: Vec<&str> = dependencies.iter().map(String::as_str).collect();
        while let Some(at) = next.pop() {
            if reached.insert(at) {
                next.extend(direct.get(at).into_iter().flatten().map(String::as_str));
            }
        }
        for forbidden in code(row[2]) {
            assert!(!reached.contains(forbidden), "`{name}` must not know `{forbidden}`");
        }
    }
    assert_eq!(told, direct.keys().cloned().collect(), "crates in the table, and crates of the workspace");
}

#[test]
fn every_invariant_names_tests_that_exist() {
    let text = read(ARCHITECTURE);
    let rows = rows(&text, "## Invariants");
    let names: Vec<&str> = rows.iter().map(|row| row[0].trim_matches('*')).collect();
    assert_eq!(names, ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9"]);
    for row in rows {
        let tests: Vec<&str> = code(row[2]).into_iter().filter(|code| code.contains("::")).collect();
        assert!(!tests.is_empty(), "{} is not kept by any test", row[0]);
        for test in tests {
            let (path, function) = test.split_once("::").expect("path::name");
            let text = read(path);
            assert!(text.contains(&format!("fn {function}(")), "there is no test `{function}` in `{path}`");
        }
    }
}

/// What the lint bans stands in `clippy.toml`; who may do it all the same says so at the top of the crate.
#[test]
fn only_the_doors_allow_disk_clock_and_environment() {
    for folder in members() {
        let may = ["compiler/project", "compiler/cli", "lsp", "tests", "xtask"].contains(&folder.as_str());
        for (path, text) in sources(&folder) {
            let allows = text.contains("disallowed_methods");
            assert!(may || !allows, "{} must not touch disk, clock and environment", path.display());
            let is_top = path.ends_with("src/lib.rs") || path.ends_with("src/main.rs");
            assert!(
                !allows || is_top && text.contains("reason ="),
                "{}: allow it at the top, with a reason",
                path.display()
            );
        }
    }
    let clippy: toml::Table = read("clippy.toml").parse().expect("it is TOML");
    let banned = clippy["disallowed-methods"].as_array().expect("a list");
    let banned: BTreeSet<&str> = banned.iter().filter_map(|method| method["path"].as_str()).collect();
    for method in [
        "std::fs::read_to_string",
        "std::fs::write",
        "std::fs::File::open",
        "std::path::Path::exists",
        "std::env::var",
        "std::env::current_dir",
        "std::process::Command::new",
        "std::time::Instant::now",
        "std::time::SystemTime::now",
    ] {
        assert!(banned.contains(method), "`{method}` is not in `clippy.toml`");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let generated = ["docs/vocabulary.md".to_owned(), "docs/rules/README.md".to_owned()];
    for document in documents().into_iter().chain(generated) {
        let folder = Path::new(&document).parent().unwrap_or(Path::new("")).to_owned();
        for link in links(&read(&document)) {
            if link.starts_with("http://") || link.starts_with("https://") {
                continue;
            }
            let (path, fragment) = link.split_once('#').unwrap_or((&link, ""));
            let target = if path.is_empty() { PathBuf::from(&document) } else { folder.join(path) };
            let found = repository().join(&target);
            assert!(found.exists(), "{document}: `{link}` leads nowhere");
            if !fragment.is_empty() {
                let text = fs::read_to_string(&found).expect("a document");
                let text = prose(&text);
                let headings = text.lines().filter(|line| line.starts_with('#'));
                let mut anchors = headings.map(|line| anchor(line.trim_start_matches('#')));
                assert!(anchors.any(|anchor| anchor == fragment), "{document}: there is no heading for `{link}`");
            }
        }
    }
}

#[test]
fn decisions_are_listed() {
    let index = read("docs/decisions/README.md");
    let listed: BTreeSet<String> = links(&index).into_iter().filter(|link| !link.contains('/')).collect();
    let entries = fs::read_dir(repository().join("docs/decisions")).expect("it can be read");
    let names = entries.map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned());
    let there: BTreeSet<String> = names.filter(|name| name != "README.md").collect();
    assert_eq!(listed, there);
}

#[test]
fn every_member_of_the_json_is_explained() {
    fn members(schema: &serde_json::Value, found: &mut BTreeSet<String>) {
        if let Some(properties) = schema.get("properties").and_then(|properties| properties.as_object()) {
            found.extend(properties.keys().cloned());
        }
        let children = schema.as_object().into_iter().flat_map(|object| object.values());
        for child in children.chain(schema.as_array().into_iter().flatten()) {
            members(child, found);
        }
    }
    let schema = serde_json::from_str(tm_emit::SCHEMA).expect("it is JSON");
    let mut names = BTreeSet::new();
    members(&schema, &mut names);
    assert!(names.len() > 30, "{names:?}");
    let text = read("docs/output.md");
    for name in names.iter().filter(|name| !["critical", "high", "medium", "low", "info"].contains(&name.as_str())) {
        assert!(text.contains(&format!("`{name}`")), "`{name}` is not explained");
    }
}
