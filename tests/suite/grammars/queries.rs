//! What the queries capture: every word, and no node twice.

use std::collections::{BTreeMap, BTreeSet};

use tree_sitter::{Node, Query, QueryCursor, StreamingIterator, Tree};

use super::notation::Grammar;
use super::sentences::Writer;
use super::sources::sources;
use super::tree_sitter::{language, nodes, tree};
use super::words::words;

const EBNF: &str = include_str!("../../../grammar/tm.ebnf");

/// What the query says of each node; a node that is captured twice is named.
fn captures(query: &Query, tree: &Tree, text: &str) -> BTreeMap<usize, String> {
    let mut found: BTreeMap<usize, String> = BTreeMap::new();
    let mut cursor = QueryCursor::new();
    let mut matches = cursor.matches(query, tree.root_node(), text.as_bytes());
    while let Some(found_match) = matches.next() {
        for capture in found_match.captures() {
            let name = query.capture_names()[capture.index as usize].to_owned();
            let before = found.insert(capture.node.id(), name.clone());
            assert_eq!(before, None, "`{}` is captured twice: {name}", &text[capture.node.byte_range()]);
        }
    }
    found
}

/// The capture of a node, or else of the nearest node around it.
fn capture<'c>(captures: &'c BTreeMap<usize, String>, node: Node<'_>) -> &'c str {
    let mut at = Some(node);
    while let Some(node) = at {
        if let Some(name) = captures.get(&node.id()) {
            return name;
        }
        at = node.parent();
    }
    ""
}

#[test]
fn every_query_fits_the_grammar() {
    let queries = [
        tree_sitter_tm::HIGHLIGHTS_QUERY,
        tree_sitter_tm::LOCALS_QUERY,
        tree_sitter_tm::FOLDS_QUERY,
        tree_sitter_tm::INDENTS_QUERY,
        tree_sitter_tm::INJECTIONS_QUERY,
    ];
    for query in queries {
        let query = Query::new(&language(), query).expect("the query fits");
        assert!(!query.capture_names().is_empty());
    }
}

#[test]
fn every_word_and_every_name_is_painted() {
    let query = Query::new(&language(), tree_sitter_tm::HIGHLIGHTS_QUERY).expect("the query fits");
    let grammar = Grammar::read(EBNF);
    let mut writer = Writer::new(&grammar);
    let sentences = (0..300).map(|_| ("a sentence".to_owned(), writer.sentence().on_lines()));
    let texts = sources().into_iter().map(|source| (source.place, source.text)).chain(sentences);
    let words = words();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (place, text) in texts {
        let tree = tree(&text);
        if tree.root_node().has_error() {
            continue;
        }
        let captures = captures(&query, &tree, &text);
        for node in nodes(&tree).into_iter().filter(|node| node.child_count() == 0 && !node.byte_range().is_empty()) {
            let capture = capture(&captures, node);
            let written = &text[node.byte_range()];
            if !node.is_named() && words.contains(node.kind()) {
                let is_word = ["keyword", "boolean", "constant.builtin"].iter().any(|name| capture.starts_with(name));
                assert!(is_word, "{place}: the word `{written}` is painted as `{capture}`");
                seen.insert(written.to_owned());
            } else {
                assert!(!capture.is_empty(), "{place}: `{written}` is not painted");
                assert!(!capture.starts_with("keyword"), "{place}: `{written}` is painted as `{capture}`");
            }
        }
    }
    assert_eq!(seen.iter().map(String::as_str).collect::<BTreeSet<_>>(), words);
}
