//! `cargo xtask paint`: what tree-sitter takes each character for, so that tests can compare what editors paint.

use std::fs;
use std::path::Path;

use tree_sitter::{Parser, Query, QueryCursor, StreamingIterator};

/// A letter for each character: `c` of a comment, `s` of a text, `n` of a number or date, `w` of a word of the language, `.` of
/// anything else; white space stays.
///
/// # Errors
///
/// If the grammar has an error in it, or cannot make sense of the text.
pub fn paint(text: &str) -> Result<String, String> {
    let language = tree_sitter_tm::LANGUAGE.into();
    let mut parser = Parser::new();
    parser.set_language(&language).map_err(|error| error.to_string())?;
    let tree = parser.parse(text, None).ok_or("it was not parsed")?;
    if tree.root_node().has_error() {
        return Err("it has errors".to_owned());
    }
    let query = Query::new(&language, tree_sitter_tm::HIGHLIGHTS_QUERY).map_err(|error| error.to_string())?;
    let mut captures = Vec::new();
    let mut cursor = QueryCursor::new();
    let mut matches = cursor.matches(&query, tree.root_node(), text.as_bytes());
    while let Some(found) = matches.next() {
        for capture in found.captures() {
            let name = query.capture_names().get(capture.index as usize).copied().unwrap_or_default();
            captures.push((capture.node.byte_range(), letter(name)));
        }
    }
    // What stands inside of another comes after it.
    captures.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut letters = vec!['.'; text.len()];
    for (range, letter) in captures {
        letters.get_mut(range).into_iter().flatten().for_each(|painted| *painted = letter);
    }
    let painted = text.char_indices().map(|(at, c)| match c.is_whitespace() {
        true => c,
        false => letters.get(at).copied().unwrap_or('.'),
    });
    Ok(painted.collect())
}

fn letter(capture: &str) -> char {
    match capture.split('.').next() {
        Some("comment") => 'c',
        Some("string") => 's',
        Some("number") => 'n',
        Some("keyword" | "boolean") => 'w',
        Some("constant") if capture == "constant.builtin" => 'w',
        _ => '.',
    }
}

/// The painted text of each file, into a folder, by the same path.
///
/// # Errors
///
/// If a file cannot be read or written.
pub fn run(files: &[std::path::PathBuf], out: &Path) -> Result<String, String> {
    for path in files {
        let failed = |error: &dyn std::fmt::Display| format!("`{}`: {error}", path.display());
        let text = fs::read_to_string(path).map_err(|error| failed(&error))?;
        let to = out.join(path);
        fs::create_dir_all(to.parent().unwrap_or(out)).map_err(|error| failed(&error))?;
        fs::write(&to, paint(&text).map_err(|error| failed(&error))?).map_err(|error| failed(&error))?;
    }
    Ok(format!("{} files", files.len()))
}

#[cfg(test)]
mod tests {
    use super::paint;

    #[test]
    fn every_character_has_its_letter() {
        let text = "/// Ä `x`.\nrule path { // c\n  for: \"é {a}\"\n  at: 1 in true\n}\n";
        let painted = "ccc c cccc\nwwww .... . cc c\n  .... ss ssss\n  ... n ww wwww\n.\n";
        assert_eq!(paint(text).as_deref(), Ok(painted));
        assert!(paint("rule {").is_err());
    }
}
