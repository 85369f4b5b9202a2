//! The grammar of `.tm` files for tree-sitter: what editors parse and paint with. The compiler has a parser of its own.

#![allow(unsafe_code, reason = "the parser is generated C")]

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_tm() -> *const ();
}

/// The parser.
// SAFETY: the generated function returns a pointer to a static table.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_tm) };

/// Every node and what it consists of.
pub const NODE_TYPES: &str = include_str!("node-types.json");

pub const HIGHLIGHTS_QUERY: &str = include_str!("../queries/highlights.scm");
pub const LOCALS_QUERY: &str = include_str!("../queries/locals.scm");
pub const FOLDS_QUERY: &str = include_str!("../queries/folds.scm");
pub const INDENTS_QUERY: &str = include_str!("../queries/indents.scm");
pub const INJECTIONS_QUERY: &str = include_str!("../queries/injections.scm");
