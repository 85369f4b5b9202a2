//! The grammars in `grammar/` agree with the parser, on every text in this repository and on every word.

mod generated;
mod outline;
mod queries;
mod sources;
mod textmate;
mod tree_sitter;
mod words;
mod zed;

#[path = "../../../compiler/syntax/tests/ebnf/notation.rs"]
mod notation;
#[path = "../../../compiler/syntax/tests/ebnf/sentences.rs"]
mod sentences;
