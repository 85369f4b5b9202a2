//! The types of the protocol: the one door to them, so that another source of them changes this file alone.

pub(crate) use tower_lsp::ls_types::*;
