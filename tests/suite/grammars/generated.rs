//! What is generated is fresh, and builds the trees that its own tests show.

use std::fs;

use tm_tests::repository;

use super::sources::corpus;
use super::tree_sitter::tree;

#[test]
fn parser_and_copies_of_queries_are_fresh() {
    let stale = xtask::grammar::stale(&repository()).expect("the grammar can be read");
    assert!(stale.is_empty(), "run `cargo xtask grammar`: {stale:?}");
}

#[test]
fn the_corpus_has_its_trees() {
    let mut count = 0;
    for entry in fs::read_dir(repository().join("grammar/tree-sitter-tm/test/corpus")).expect("there is a corpus") {
        let path = entry.expect("it can be read").path();
        let text = fs::read_to_string(&path).expect("it can be read");
        for (text, expected) in corpus(&text) {
            let expected =
                expected.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "(").replace(" )", ")");
            assert_eq!(tree(text).root_node().to_sexp(), expected, "{}\n{text}", path.display());
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}
