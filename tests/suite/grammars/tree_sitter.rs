//! tree-sitter builds the tree that the compiler builds.

use std::collections::BTreeSet;

use tm_syntax::{Parsed, parse};
use tree_sitter::{Language, Node, Parser, Tree};

use super::notation::Grammar;
use super::outline::outline;
use super::sentences::Writer;
use super::sources::sources;
use super::words::words;

const EBNF: &str = include_str!("../../../grammar/tm.ebnf");

/// What has a plain meaning all the same, and is refused by the compiler alone: for its escapes, where lines end, or who
/// would misread it.
const UNNOTICED: [&str; 3] = ["invalid-escape", "missing-type", "quantifier-needs-parentheses"];

pub fn language() -> Language {
    tree_sitter_tm::LANGUAGE.into()
}

pub fn tree(text: &str) -> Tree {
    let mut parser = Parser::new();
    parser.set_language(&language()).expect("the parser is of a version that this library reads");
    parser.parse(text, None).expect("nothing stops it")
}

/// Every node of a tree.
pub fn nodes(tree: &Tree) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut waiting = vec![tree.root_node()];
    while let Some(node) = waiting.pop() {
        found.push(node);
        waiting.extend((0..node.child_count()).filter_map(|at| node.child(at)));
    }
    found
}

/// Nodes that the tree of the compiler has no place for: they only group others.
const GROUPS: [&str; 11] =
    ["file", "module", "import", "generator", "binding", "hops", "doc", "file_doc", "markdown", "comment", "escape"];

fn shape(tree: &Tree) -> BTreeSet<(&str, usize, usize)> {
    let named = nodes(tree).into_iter().filter(|node| node.is_named() && !GROUPS.contains(&node.kind()));
    named
        .filter_map(|node| {
            let parent = node.parent().map_or("", |parent| parent.kind());
            let name = match node.kind() {
                "raw_identifier" => "identifier",
                "hole" => return None,
                "attribute" if ["enum_value", "test"].contains(&parent) => return None,
                // The compiler keeps its parts.
                "leads" if parent == "path_clause" => return None,
                "for_clause" | "where_clause" if parent == "edge" => return None,
                kind => kind,
            };
            Some((name, node.start_byte(), node.end_byte()))
        })
        .collect()
}

fn agree(place: &str, text: &str, parsed: &Parsed) {
    let tree = tree(text);
    assert!(!tree.root_node().has_error(), "{place}\n{text}\n{}", tree.root_node().to_sexp());
    let (ours, theirs) = (outline(parsed), shape(&tree));
    let told = |set: &BTreeSet<(&str, usize, usize)>, other: &BTreeSet<(&str, usize, usize)>| {
        let missing = set.difference(other).take(5);
        missing.map(|(name, start, end)| format!("{name}: {}", &text[*start..*end])).collect::<Vec<_>>()
    };
    assert!(
        ours == theirs,
        "{place}\nonly the compiler: {:#?}\nonly tree-sitter: {:#?}",
        told(&ours, &theirs),
        told(&theirs, &ours)
    );
}

#[test]
fn every_text_that_the_compiler_parses_has_its_tree() {
    let mut count = 0;
    for source in sources() {
        let parsed = parse(&source.text);
        if !parsed.has_errors() {
            agree(&source.place, &source.text, &parsed);
            count += 1;
        }
    }
    assert!(count > 200, "{count}");
}

#[test]
fn every_sentence_of_the_reference_grammar_has_its_tree() {
    let grammar = Grammar::read(EBNF);
    let mut writer = Writer::new(&grammar);
    let mut count = 0;
    while count < 1_000 || !writer.unused().is_empty() {
        let sentence = writer.sentence();
        for text in [sentence.on_one_line(), sentence.on_lines()] {
            agree("a sentence", &text, &parse(&text));
        }
        count += 1;
    }
}

#[test]
fn what_the_compiler_refuses_has_an_error_node() {
    let (mut refused, mut noticed) = (0, 0);
    let mut unnoticed = BTreeSet::new();
    for source in sources() {
        let parsed = parse(&source.text);
        if parsed.has_errors() {
            refused += 1;
            if tree(&source.text).root_node().has_error() {
                noticed += 1;
                continue;
            }
            let names: BTreeSet<&str> = parsed.errors.iter().map(|error| error.name).collect();
            assert!(names.iter().all(|name| UNNOTICED.contains(name)), "{}: {names:?}", source.place);
            unnoticed.extend(names);
        }
    }
    assert!(refused > 50 && noticed > 45, "{noticed} of {refused}");
    assert_eq!(unnoticed, UNNOTICED.into());
}

/// Every word is a name too: what the compiler still parses with words for names, tree-sitter parses the same way.
#[test]
fn words_are_names_where_the_compiler_reads_them_as_names() {
    let grammar = Grammar::read(EBNF);
    let mut writer = Writer::new(&grammar);
    let words: Vec<&str> = words().into_iter().collect();
    let mut turn = 0;
    let mut accepted = 0;
    for _ in 0..2_000 {
        let mut sentence = writer.sentence();
        if sentence.tokens.len() > 120 {
            continue;
        }
        for token in sentence.tokens.iter_mut().filter(|token| ["alpha", "beta-2", "_gamma"].contains(&token.as_str()))
        {
            turn += 1;
            if turn % 3 == 0 {
                *token = words[turn / 3 % words.len()].to_owned();
            }
        }
        // A rule called `no` that is expected `on` something is beyond it.
        if sentence.tokens.windows(2).any(|pair| ["no", "question", "possible"].contains(&&*pair[0]) && pair[1] == "on")
        {
            continue;
        }
        let text = sentence.on_one_line();
        let parsed = parse(&text);
        if !parsed.has_errors() {
            agree("a sentence", &text, &parsed);
            accepted += 1;
        }
    }
    assert!(accepted > 500, "{accepted}");
}
