//! The standard library and the examples are in the canonical format.

#![allow(clippy::disallowed_methods, reason = "tests read the files of this repository")]
#![allow(clippy::unwrap_used)]

use std::path::Path;

use tm_syntax::format;

#[test]
fn standard_library_and_examples_are_canonical() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut folders = vec![root.join("stdlib"), root.join("examples")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "tm") {
                let text = std::fs::read_to_string(&path).unwrap();
                let found = format(&text);
                assert!(!found.is_partial, "{} has syntax errors", path.display());
                assert_eq!(found.text, text, "{} is not formatted", path.display());
                files += 1;
                for shown in shown(&text) {
                    let found = format(&shown);
                    assert!(!found.is_partial, "{}:\n{shown}", path.display());
                    assert_eq!(found.text, shown, "in the documentation of {}", path.display());
                }
            }
        }
    }
    assert!(files > 40, "{files}");
}

/// The models that documentation shows.
fn shown(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut inside = false;
    for line in text.lines().filter_map(|line| line.trim_start().strip_prefix("///")) {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match found.last_mut() {
            Some(shown) if inside && !line.starts_with("```") => {
                shown.push_str(line);
                shown.push('\n');
            }
            _ if line == "```tm" => {
                inside = true;
                found.push(String::new());
            }
            _ => inside = false,
        }
    }
    found
}
