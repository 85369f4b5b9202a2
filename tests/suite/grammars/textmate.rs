//! The TextMate grammar sees the same words, texts, numbers and comments as tree-sitter does.

use giallo::{HighlightOptions, Registry, ThemeVariant};
use tm_syntax::parse;
use tm_tests::repository;
use xtask::paint::paint;

use super::sources::sources;

/// Letters of `xtask::paint`, the scopes that they stand for, and a colour for each.
const CLASSES: [(char, &[&str], &str); 5] = [
    ('c', &["comment"], "#000001"),
    ('s', &["string"], "#000002"),
    ('n', &["constant.numeric"], "#000003"),
    ('w', &["keyword", "storage", "constant.language"], "#000004"),
    ('.', &["keyword.operator.arrow", "keyword.operator.comparison", "keyword.operator.assignment"], "#000005"),
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
            "colors": { "editor.foreground": "#000005", "editor.background": "#ffffff" },
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

    /// A letter for each character, as `xtask::paint` has it.
    fn paint(&self, text: &str) -> String {
        let options = HighlightOptions::new("tm", ThemeVariant::Single("classes"));
        let code = self.registry.highlight(text, &options).expect("it can be painted");
        let mut painted = String::with_capacity(text.len());
        for line in code.tokens {
            for token in line {
                let ThemeVariant::Single(style) = token.style else { unreachable!("there is one theme") };
                let colour = style.foreground.as_hex().to_lowercase();
                let class = CLASSES.iter().find(|(_, _, found)| colour.starts_with(found)).expect("a colour of ours").0;
                painted.extend(token.text.chars().map(|c| if c.is_whitespace() { c } else { class }));
            }
            painted.push('\n');
        }
        painted
    }
}

#[test]
fn it_paints_what_tree_sitter_paints() {
    let textmate = TextMate::new();
    let mut wrong = Vec::new();
    let mut count = 0;
    for source in sources().into_iter().filter(|source| !parse(&source.text).has_errors()) {
        let expected = paint(&source.text).expect("tree-sitter parses what the compiler parses");
        let painted = textmate.paint(&source.text);
        let lines = source.text.lines().zip(painted.lines().zip(expected.lines())).enumerate();
        for (number, (line, (painted, expected))) in lines {
            count += 1;
            if painted != expected {
                wrong.push(format!("{}:{}\n{line}\n{painted}\n{expected}", source.place, number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "TextMate, then tree-sitter:\n{}", wrong.join("\n"));
    assert!(count > 5_000, "{count}");
}
