//! The TextMate grammar sees the same words, texts, numbers and comments as tree-sitter does.

use std::collections::BTreeSet;

use giallo::{HighlightOptions, Registry, ThemeVariant};
use tm_syntax::parse;
use tm_tests::repository;
use tree_sitter::Query;

use super::queries::{capture, captures};
use super::sources::sources;
use super::tree_sitter::{language, nodes, tree};
use super::words::words;

/// What a token is, its scopes, and the colour that stands for it.
const CLASSES: [(&str, &[&str], &str); 6] = [
    ("comment", &["comment"], "#000001"),
    ("documentation", &["comment.line.documentation"], "#000002"),
    ("text", &["string"], "#000003"),
    ("number", &["constant.numeric"], "#000004"),
    ("word", &["keyword", "storage", "constant.language"], "#000005"),
    ("other", &["keyword.operator.arrow", "keyword.operator.comparison", "keyword.operator.assignment"], "#000006"),
];

struct TextMate {
    registry: Registry,
}

impl TextMate {
    /// The grammar, and a theme that has a colour for each class.
    fn new() -> Self {
        let rules: Vec<_> = CLASSES
            .iter()
            .map(|(_, scopes, colour)| serde_json::json!({ "scope": scopes, "settings": { "foreground": colour } }))
            .collect();
        let theme = serde_json::json!({
            "name": "classes",
            "type": "dark",
            "colors": { "editor.foreground": "#000006", "editor.background": "#ffffff" },
            "tokenColors": rules,
        });
        let folder = tempfile::tempdir().expect("there is room");
        let path = folder.path().join("classes.json");
        std::fs::write(&path, theme.to_string()).expect("it can be written");
        let mut registry = Registry::default();
        registry.add_theme_from_path(&path).expect("it is a theme");
        let grammar = repository().join("grammar/textmate/tm.tmLanguage.json");
        registry.add_grammar_from_path(grammar).expect("it is a grammar");
        registry.link_grammars();
        TextMate { registry }
    }

    /// The class of every byte.
    fn classes(&self, text: &str) -> Vec<&'static str> {
        let options = HighlightOptions::new("tm", ThemeVariant::Single("classes"));
        let code = self.registry.highlight(text, &options).expect("it can be painted");
        let mut classes = Vec::with_capacity(text.len());
        for line in code.tokens {
            for token in line {
                let ThemeVariant::Single(style) = token.style else { unreachable!("there is one theme") };
                let colour = style.foreground.as_hex().to_lowercase();
                let class = CLASSES.iter().find(|(_, _, found)| colour.starts_with(found)).expect("a colour of ours").0;
                classes.extend(std::iter::repeat_n(class, token.text.len()));
            }
            classes.push("other");
        }
        classes
    }
}

/// The class of what tree-sitter calls by this capture.
fn class(capture: &str) -> &'static str {
    match capture {
        "comment" => "comment",
        "comment.documentation" => "documentation",
        "number" => "number",
        _ if capture.starts_with("string") => "text",
        _ if ["keyword", "boolean", "constant.builtin"].iter().any(|name| capture.starts_with(name)) => "word",
        _ => "other",
    }
}

#[test]
fn it_paints_what_tree_sitter_paints() {
    let textmate = TextMate::new();
    let query = Query::new(&language(), tree_sitter_tm::HIGHLIGHTS_QUERY).expect("the query fits");
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut wrong = Vec::new();
    for source in sources() {
        let (place, text) = (source.place, source.text);
        if parse(&text).has_errors() {
            continue;
        }
        let tree = tree(&text);
        let classes = textmate.classes(&text);
        let captures = captures(&query, &tree, &text);
        for node in nodes(&tree).into_iter().filter(|node| node.child_count() == 0) {
            let expected = class(capture(&captures, node));
            let range = node.byte_range();
            let written = &text[range.clone()];
            let painted: BTreeSet<&str> =
                range.filter(|at| !text.as_bytes()[*at].is_ascii_whitespace()).map(|at| classes[at]).collect();
            let line = node.start_position().row + 1;
            if painted.iter().any(|class| *class != expected) {
                wrong.push(format!(
                    "{place}, line {line}: `{written}` in `{}` is painted as {painted:?}, not as {expected}",
                    text.lines().nth(line - 1).unwrap_or_default()
                ));
            }
            if expected == "word" {
                seen.insert(written.to_owned());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(seen.iter().map(String::as_str).collect::<BTreeSet<_>>(), words());
}
