//! The words and signs of the language are the same in the lexer and in all grammars, and so are the names of productions.

use std::collections::BTreeSet;

use super::notation::{Expression, Grammar};
use super::tree_sitter::language;

const EBNF: &str = include_str!("../../../grammar/tm.ebnf");
const LEXER: &str = include_str!("../../../compiler/syntax/src/token.rs");
const RULES: &str = include_str!("../../../grammar/tree-sitter-tm/src/grammar.json");

/// Every keyword of the lexer.
pub fn words() -> BTreeSet<&'static str> {
    let lines = LEXER.lines().map(str::trim);
    let spellings = lines.filter_map(|line| line.strip_prefix("#[token(\"")?.strip_suffix("\")]"));
    let words: BTreeSet<&str> = spellings.filter(|spelling| spelling.starts_with(char::is_alphabetic)).collect();
    assert!(words.len() > 50, "{words:?}");
    words
}

/// Words and signs of the reference grammar.
fn quoted(grammar: &Grammar) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for (_, body) in &grammar.productions {
        body.visit(&mut |part| {
            if let Expression::Quoted(text) = part {
                found.insert(text.as_str());
            }
        });
    }
    found
}

#[test]
fn words_and_signs_are_those_of_the_reference_grammar() {
    let grammar = Grammar::read(EBNF);
    let quoted = quoted(&grammar);
    assert!(words().is_subset(&quoted));
    let language = language();
    let kinds = (0..language.node_kind_count()).filter_map(|id| {
        let id = u16::try_from(id).ok()?;
        (language.node_kind_is_visible(id) && !language.node_kind_is_named(id))
            .then(|| language.node_kind_for_id(id))?
    });
    // Marks of texts and documentation are parts of a token there.
    let marks = ["\"", "\"\"\"", "///", "//!"];
    let theirs: BTreeSet<&str> = kinds.filter(|kind| !marks.contains(kind)).collect();
    assert_eq!(theirs, quoted);
}

#[test]
fn productions_are_called_the_same() {
    let rules: serde_json::Value = serde_json::from_str(RULES).expect("it is JSON");
    let rules: BTreeSet<&str> =
        rules["rules"].as_object().expect("rules").keys().map(|name| name.trim_start_matches('_')).collect();
    for (name, _) in &Grammar::read(EBNF).productions {
        let called = match name.as_str() {
            "IDENT" => "identifier",
            "INT" => "integer",
            "DATE" => "date",
            "STRING" => "string",
            "DOC" => "doc",
            "FILEDOC" => "file_doc",
            // A field of a quantifier, and its first word.
            "condition" | "QUANT" => continue,
            name => name,
        };
        assert!(rules.contains(called.replace('-', "_").as_str()), "`{name}` is not a rule of grammar.js");
    }
}
