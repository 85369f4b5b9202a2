//! What editors ask: offsets in bytes go in, plain data comes out. Nothing here knows a protocol, a path on disk or a
//! terminal.
//!
//! One question, one file. All of them stand on [`symbol_at`], and that on `tm_analysis::occurrences`, where names are resolved
//! as the report resolves them. Texts may be half-written, and offsets may lie anywhere: they are brought into the text, and
//! onto the border of a character.

mod body;
mod call_hierarchy;
mod code_actions;
mod code_lens;
mod command;
mod completion;
mod copy;
mod document_highlight;
mod document_links;
mod document_symbols;
mod find_symbol;
mod fix;
#[cfg(test)]
mod fixture;
mod folding_ranges;
mod formatting;
mod goto_definition;
mod goto_implementation;
mod goto_type_definition;
mod hover;
mod inlay_hints;
mod manifest_links;
mod markdown;
mod meaning;
mod move_element;
mod place;
mod references;
mod rename;
mod report_place;
mod selection_ranges;
mod semantic_tokens;
mod symbol_at;
mod symbol_kind;
mod target;
mod text_edit;
mod tree;
mod workspace_symbols;

pub use call_hierarchy::{Call, CallItem, incoming_calls, outgoing_calls, prepare_call_hierarchy};
pub use code_actions::{CodeAction, CodeActionKind, code_actions};
pub use code_lens::{CodeLens, code_lens};
pub use command::Command;
pub use completion::{Completion, CompletionKind, Completions, completion};
pub use document_highlight::{Highlight, document_highlight};
pub use document_links::{DocumentLink, LinkTarget, document_links};
pub use document_symbols::{DocumentSymbol, document_symbols};
pub use find_symbol::{NamedSymbol, find_symbol};
pub use fix::{Fix, FixedFile, Left, Why, fix};
pub use folding_ranges::{FoldingKind, FoldingRange, folding_ranges};
pub use formatting::{formatting, on_type_formatting, range_formatting};
pub use goto_definition::goto_definition;
pub use goto_implementation::goto_implementation;
pub use goto_type_definition::goto_type_definition;
pub use hover::{Hover, hover};
pub use inlay_hints::{InlayHint, InlayHintKind, InlayHintOptions, inlay_hints};
pub use manifest_links::{ManifestLink, ManifestTarget, manifest_links};
pub use move_element::{MovedFile, move_element};
pub use place::{FilePosition, FileRange};
pub use references::{Reference, references, references_of};
pub use rename::{FileEdits, Refusal, RenameAt, prepare_rename, rename, rename_symbol};
pub use selection_ranges::selection_ranges;
pub use semantic_tokens::{SemanticToken, TokenKind, semantic_tokens};
pub use symbol_at::{SymbolAt, symbol_at, symbols_at};
pub use symbol_kind::{SymbolKind, symbol_kind};
pub use target::{Target, targets};
pub use text_edit::{TextEdit, apply};
pub use tm_analysis::occurrences::Symbol;
pub use workspace_symbols::{MOST_SYMBOLS, WorkspaceSymbol, workspace_symbols};
