//! The extension for Zed: its manifest and settings hold what Zed reads and nothing else, its queries fit the grammar.
//!
//! What Zed knows is written down here, after <https://zed.dev/docs/extensions/languages>: it passes over what it does not know.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use tm_tests::repository;
use toml::{Table, Value};
use tree_sitter::{Query, QueryCursor, StreamingIterator};

use super::tree_sitter::{language, tree};

const MANIFEST: [&str; 9] =
    ["id", "name", "version", "schema_version", "authors", "description", "repository", "language_servers", "grammars"];
const SERVER: [&str; 4] = ["name", "languages", "language_ids", "code_action_kinds"];
const GRAMMAR: [&str; 3] = ["repository", "rev", "path"];
const CONFIG: [&str; 11] = [
    "name",
    "grammar",
    "path_suffixes",
    "first_line_pattern",
    "line_comments",
    "tab_size",
    "hard_tabs",
    "autoclose_before",
    "brackets",
    "word_characters",
    "overrides",
];
const BRACKET: [&str; 6] = ["start", "end", "close", "surround", "newline", "not_in"];

/// Queries, and their captures: those that must be there, and those that may. Of colours, the first parts of a name count.
const QUERIES: [(&str, &[&str], &[&str]); 6] = [
    ("brackets", &["open", "close"], &[]),
    ("highlights", &["keyword"], &COLOURS),
    ("indents", &["indent"], &["start", "end", "outdent"]),
    ("injections", &["injection.content"], &["injection.language"]),
    ("outline", &["item", "name"], &["context", "context.extra", "open", "close", "annotation"]),
    ("overrides", &["string", "comment.inclusive"], &[]),
];

const COLOURS: [&str; 19] = [
    "boolean",
    "comment",
    "comment.doc",
    "constant",
    "function",
    "keyword",
    "label",
    "namespace",
    "number",
    "operator",
    "property",
    "punctuation",
    "punctuation.bracket",
    "punctuation.delimiter",
    "string",
    "string.escape",
    "string.special",
    "type",
    "variable",
];

const EXAMPLE: &str = r#"//! A shop.
module shop

/// Takes *orders*.
service cart {
  tags: ["a"]
  // later
  -> orders {
    encryption: none
  }
}

kind line is queue {
  derive far: bool = self.late
}
rule slow {
  for f: flow
  message: "{f} is slow"
}
"#;

fn folder() -> PathBuf {
    repository().join("editors/zed")
}

fn read(path: &str) -> String {
    fs::read_to_string(folder().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn table(path: &str) -> Table {
    read(path).parse().unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn text<'t>(table: &'t Table, key: &str) -> &'t str {
    table.get(key).and_then(Value::as_str).unwrap_or_else(|| panic!("`{key}` is no text in {table}"))
}

fn texts(table: &Table, key: &str) -> Vec<String> {
    let values = table.get(key).and_then(Value::as_array).unwrap_or_else(|| panic!("`{key}` is no list in {table}"));
    values.iter().map(|value| value.as_str().expect("a text").to_owned()).collect()
}

/// All keys are known, and the first ones are there.
fn has_keys(table: &Table, known: &[&str], needed: usize) {
    for key in table.keys() {
        assert!(known.contains(&key.as_str()), "Zed knows no `{key}`");
    }
    for key in known.iter().take(needed) {
        assert!(table.contains_key(*key), "`{key}` is missing in {table}");
    }
}

fn query(name: &str) -> (Query, String) {
    let text = read(&format!("languages/tm/{name}.scm"));
    let query = Query::new(&language(), &text).unwrap_or_else(|error| panic!("{name}.scm: {error}"));
    (query, text)
}

/// What the query captures in the example, in order.
fn captured(name: &str) -> Vec<(String, String)> {
    let (query, _) = query(name);
    let tree = tree(EXAMPLE);
    assert!(!tree.root_node().has_error(), "{}", tree.root_node());
    let mut found = Vec::new();
    let mut cursor = QueryCursor::new();
    let mut captures = cursor.captures(&query, tree.root_node(), EXAMPLE.as_bytes());
    while let Some((found_match, at)) = captures.next() {
        let capture = found_match.captures()[*at];
        let name = query.capture_names()[capture.index as usize].to_owned();
        found.push((name, EXAMPLE[capture.node.byte_range()].to_owned()));
    }
    found
}

/// The texts of one capture.
fn of(name: &str, capture: &str) -> Vec<String> {
    captured(name).into_iter().filter(|(found, _)| found == capture).map(|(_, text)| text).collect()
}

#[test]
fn the_manifest_says_what_zed_reads() {
    let manifest = table("extension.toml");
    has_keys(&manifest, &MANIFEST, MANIFEST.len());
    assert_eq!(manifest["schema_version"].as_integer(), Some(1));
    let config = table("languages/tm/config.toml");
    for (name, server) in manifest["language_servers"].as_table().expect("servers") {
        let server = server.as_table().expect("a server");
        has_keys(server, &SERVER, 2);
        assert_eq!(texts(server, "languages"), [text(&config, "name")]);
        // As the messages of the extension call it, and its settings in the server.
        assert_eq!(name, "tm");
    }
    let grammars = manifest["grammars"].as_table().expect("grammars");
    assert_eq!(grammars.keys().collect::<Vec<_>>(), [text(&config, "grammar")]);
    for (name, grammar) in grammars {
        let grammar = grammar.as_table().expect("a grammar");
        has_keys(grammar, &GRAMMAR, GRAMMAR.len());
        // Zed compiles `src/parser.c` there, exports this function, and knows no external scanner but `scanner.c`.
        let parser = repository().join(text(grammar, "path")).join("src/parser.c");
        let parser = fs::read_to_string(&parser).unwrap_or_else(|error| panic!("{}: {error}", parser.display()));
        assert!(parser.contains(&format!("*tree_sitter_{name}(void)")), "the parser has another name");
        assert!(parser.contains("#define EXTERNAL_TOKEN_COUNT 0"));
    }
}

#[test]
fn the_crate_is_what_zed_compiles() {
    let manifest = table("extension.toml");
    let cargo = table("Cargo.toml");
    assert_eq!(cargo["lib"]["crate-type"].as_array().expect("a list"), &[Value::from("cdylib")]);
    assert_eq!(cargo["package"]["version"], manifest["version"]);
    assert!(cargo.contains_key("workspace"), "Zed compiles it outside of ours");
    let lock = table("Cargo.lock");
    let locked = lock["package"].as_array().expect("packages").iter();
    let api = locked.filter(|package| package["name"].as_str() == Some("zed_extension_api"));
    let versions: Vec<_> = api.map(|package| package["version"].clone()).collect();
    assert_eq!(versions, [cargo["dependencies"]["zed_extension_api"].clone()]);
    for file in ["Cargo.lock", "src/lib.rs", "prepare"] {
        assert!(folder().join(file).is_file(), "{file} is missing");
    }
}

#[test]
fn the_language_says_what_zed_reads() {
    let config = table("languages/tm/config.toml");
    has_keys(&config, &CONFIG, 3);
    assert_eq!(texts(&config, "path_suffixes"), ["tm"]);
    assert_eq!(texts(&config, "line_comments")[0], "// ", "the first one is for turning lines into comments");
    assert_eq!(config["tab_size"].as_integer(), Some(2));
    let (overrides, _) = query("overrides");
    let scopes: BTreeSet<_> =
        overrides.capture_names().iter().map(|name| name.trim_end_matches(".inclusive")).collect();
    for bracket in config["brackets"].as_array().expect("brackets") {
        let bracket = bracket.as_table().expect("a bracket");
        has_keys(bracket, &BRACKET, 3);
        for scope in bracket.get("not_in").map_or_else(Vec::new, |_| texts(bracket, "not_in")) {
            assert!(scopes.contains(scope.as_str()), "no query says what a `{scope}` is");
        }
    }
}

#[test]
fn every_query_captures_what_zed_looks_for() {
    let mut files: Vec<String> = fs::read_dir(folder().join("languages/tm"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name != "config.toml")
        .collect();
    files.sort();
    assert_eq!(files, QUERIES.map(|(name, ..)| format!("{name}.scm")));
    for (name, needed, allowed) in QUERIES {
        let (query, source) = query(name);
        let names = query.capture_names();
        for needed in needed {
            assert!(names.contains(needed), "{name}.scm: nothing is @{needed}");
        }
        for capture in names {
            let is_part = |known: &&str| capture == known || capture.starts_with(&format!("{known}."));
            let is_known = match name {
                "highlights" => allowed.iter().any(is_part),
                _ => needed.contains(capture) || allowed.contains(capture),
            };
            assert!(is_known, "{name}.scm: Zed knows no @{capture}");
        }
        assert!(!source.contains("(ERROR"), "{name}.scm looks at mistakes");
    }
}

#[test]
fn words_of_an_example_are_what_they_are() {
    let highlights = captured("highlights");
    for (word, colour) in [
        ("module", "keyword.import"),
        ("shop", "namespace"),
        ("service", "type"),
        ("cart", "variable"),
        ("tags", "property"),
        ("none", "constant"),
        ("->", "operator"),
        ("kind", "keyword.type"),
        ("slow", "function"),
        ("self", "variable.special"),
        ("// later", "comment"),
        ("{f}", "string.special"),
    ] {
        let found = highlights.iter().any(|(name, text)| name == colour && text == word);
        assert!(found, "`{word}` is no @{colour}: {highlights:?}");
    }
    assert!(of("highlights", "comment.doc").concat().contains("Takes *orders*."));
    assert_eq!(of("injections", "injection.content").concat().trim(), "A shop. Takes *orders*.");
}

#[test]
fn an_example_has_its_outline_its_brackets_and_its_indentation() {
    assert_eq!(of("outline", "name"), ["cart", "line", "slow"]);
    assert_eq!(of("outline", "context"), ["service", "kind", "rule"]);
    assert_eq!(of("brackets", "open"), ["{", "[", "{", "{", "{"]);
    let mut closed = of("brackets", "close");
    closed.sort();
    assert_eq!(closed, ["]", "}", "}", "}", "}"]);
    let mut indented: Vec<_> = of("indents", "indent").iter().map(|it| it.lines().next().unwrap().to_owned()).collect();
    indented.sort();
    assert_eq!(indented, ["[\"a\"]", "rule slow {", "{", "{", "{"]);
    assert_eq!(of("overrides", "string"), ["\"a\"", "\"{f} is slow\""]);
    assert!(of("overrides", "comment.inclusive").contains(&"// later".to_owned()));
}
