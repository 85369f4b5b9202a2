//! Every text of the language in this repository: `.tm` files, fences in documents, and the corpus of tree-sitter.

use std::fs;
use std::path::Path;

use tm_tests::repository;

use crate::docs::markdown::fences;

/// Where it stands, and what it says.
pub struct Source {
    pub place: String,
    pub text: String,
}

pub fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    collect(&repository(), &mut found);
    found.sort_by(|a: &Source, b| a.place.cmp(&b.place));
    let files = found.iter().filter(|source| source.place.ends_with(".tm")).count();
    assert!(files > 70 && found.len() > 200, "{files} files, {} in all", found.len());
    found
}

fn collect(folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("the repository can be read") {
        let path = entry.expect("the repository can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let place = path.strip_prefix(repository()).unwrap_or(&path).to_string_lossy().into_owned();
        if path.is_dir() {
            if !name.starts_with('.') && name != "target" && name != "node_modules" {
                collect(&path, found);
            }
        } else if name.ends_with(".tm") {
            found.push(Source { place, text: fs::read_to_string(&path).expect("a file can be read") });
        } else if name.ends_with(".md") {
            let text = fs::read_to_string(&path).expect("a document can be read");
            let fences = fences(&text).into_iter().filter(|fence| fence.language == "tm");
            found.extend(fences.map(|fence| Source { place: format!("{place}:{}", fence.line), text: fence.text }));
        } else if place.contains("test/corpus") {
            let text = fs::read_to_string(&path).expect("a corpus can be read");
            let texts = corpus(&text).into_iter();
            found.extend(texts.map(|(text, _)| Source { place: place.clone(), text: text.to_owned() }));
        }
    }
}

/// The texts of a file of tests of tree-sitter, each with the tree that it should have.
pub fn corpus(text: &str) -> Vec<(&str, &str)> {
    let title = "=".repeat(40);
    let tree = "-".repeat(40);
    text.split(&title).skip(2).step_by(2).filter_map(|body| body.split_once(&tree)).collect()
}
