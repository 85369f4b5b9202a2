//! `docs/writing-rules.md` shows the files of `examples/organisation-pack` as they are, and all of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tm_tests::repository;

use super::markdown::fences;
use super::read;

const GUIDE: &str = "docs/writing-rules.md";
const EXAMPLE: &str = "examples/organisation-pack";

/// Files below a folder, by their path in the example.
fn collect(folder: &Path, name: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("it can be read") {
        let path = entry.expect("it can be read").path();
        let name = format!("{name}/{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            collect(&path, &name, found);
        } else {
            found.insert(name, fs::read_to_string(&path).expect("it is text"));
        }
    }
}

#[test]
fn the_guide_shows_every_file_as_it_is() {
    let mut files = BTreeMap::new();
    for project in ["pack", "service"] {
        collect(&repository().join(EXAMPLE).join(project), project, &mut files);
    }
    let fences = fences(&read(GUIDE));
    let named = fences.into_iter().filter_map(|fence| Some((fence.attribute("file")?.to_owned(), fence.text)));
    let shown: BTreeMap<String, String> =
        named.filter(|(file, _)| file.starts_with("pack/") || file.starts_with("service/")).collect();
    assert_eq!(shown, files);
    assert!(files.keys().filter(|file| file.contains("/rules/")).count() >= 3, "{:?}", files.keys());
}
