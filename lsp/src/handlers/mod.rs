//! The requests of the protocol: one file each, called like the part of `tm-ide` that answers.

pub(crate) mod call_hierarchy;
pub(crate) mod code_actions;
pub(crate) mod code_lens;
pub(crate) mod completion;
pub(crate) mod diagnostics;
pub(crate) mod document_highlight;
pub(crate) mod document_links;
pub(crate) mod document_symbols;
pub(crate) mod execute_command;
pub(crate) mod folding_ranges;
pub(crate) mod formatting;
pub(crate) mod goto;
pub(crate) mod hover;
pub(crate) mod inlay_hints;
pub(crate) mod references;
pub(crate) mod rename;
pub(crate) mod selection_ranges;
pub(crate) mod semantic_tokens;
pub(crate) mod std_document;
pub(crate) mod workspace_symbols;
