//! `cargo xtask grammar`: the parser of tree-sitter from its grammar, and the queries in the words of each editor.

mod queries;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tree_sitter_generate::{OptLevel, generate_parser_in_directory, load_grammar_file};

/// The folder of the grammar.
const GRAMMAR: &str = "grammar/tree-sitter-tm";
/// Neovim 0.10 and Helix 25 read nothing newer.
const ABI: usize = 14;

/// Path and text of every file that is generated from the grammar in its JSON form, and from the queries.
///
/// # Errors
///
/// If a file cannot be read, or the grammar is ambiguous.
pub fn files(repository: &Path, grammar: &str) -> Result<BTreeMap<String, String>, String> {
    let mut files = parser(grammar)?;
    files.insert(format!("{GRAMMAR}/src/grammar.json"), grammar.to_owned());
    files.extend(queries::copies(repository)?);
    Ok(files)
}

/// The generated files that are not as they should be, if `grammar.json` is.
///
/// # Errors
///
/// If a file cannot be read.
pub fn stale(repository: &Path) -> Result<Vec<String>, String> {
    let grammar = read(repository, &format!("{GRAMMAR}/src/grammar.json"))?;
    Ok(differing(repository, &files(repository, &grammar)?))
}

/// Writes the files, or with `check` only says which of them are not as they should be. Runs `grammar.js` with node.
///
/// # Errors
///
/// If there is no node, a file cannot be read or written, or with `check` if a file is stale.
pub fn run(repository: &Path, check: bool) -> Result<String, String> {
    let source = repository.join(GRAMMAR).join("grammar.js");
    let grammar = load_grammar_file(&source, Some("node")).map_err(|error| format!("`grammar.js`: {error}"))?;
    let files = files(repository, &grammar)?;
    let stale = differing(repository, &files);
    if check {
        return match stale.is_empty() {
            true => Ok(format!("{} files are up to date", files.len())),
            false => Err(format!("run `cargo xtask grammar`: these files are stale: {}", stale.join(", "))),
        };
    }
    for name in &stale {
        let path = repository.join(name);
        let write = || {
            fs::create_dir_all(path.parent().unwrap_or(repository))?;
            fs::write(&path, files.get(name).map(String::as_str).unwrap_or_default())
        };
        write().map_err(|error| format!("`{name}`: {error}"))?;
    }
    Ok(format!("{} files, {} written", files.len(), stale.len()))
}

fn differing(repository: &Path, files: &BTreeMap<String, String>) -> Vec<String> {
    let differs = |(name, text): &(&String, &String)| read(repository, name).ok().as_ref() != Some(*text);
    files.iter().filter(differs).map(|(name, _)| name.clone()).collect()
}

/// The parser in C, the header that it includes, and the list of its nodes.
fn parser(grammar: &str) -> Result<BTreeMap<String, String>, String> {
    let failed = |error: &dyn std::fmt::Display| format!("`grammar.json`: {error}");
    let folder = tempfile::tempdir().map_err(|error| failed(&error))?;
    let source = folder.path().join("grammar.json");
    fs::write(&source, grammar).map_err(|error| failed(&error))?;
    let out = folder.path().join("out");
    generate_parser_in_directory(
        folder.path(),
        Some(&out),
        Some(&source),
        ABI,
        None,
        None,
        true,
        OptLevel::default(),
        &mut Vec::new(),
    )
    .map_err(|error| failed(&error))?;
    let mut files = BTreeMap::new();
    for name in ["parser.c", "node-types.json", "tree_sitter/parser.h"] {
        let text = fs::read_to_string(out.join(name)).map_err(|error| failed(&error))?;
        files.insert(format!("{GRAMMAR}/src/{name}"), text);
    }
    Ok(files)
}

fn read(repository: &Path, name: &str) -> Result<String, String> {
    fs::read_to_string(repository.join(name)).map_err(|error| format!("`{name}`: {error}"))
}
