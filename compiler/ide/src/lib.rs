//! What editors ask: offsets in bytes go in, plain data comes out. Nothing here knows a protocol, a path on disk or a
//! terminal.
//!
//! One question, one file. All of them stand on [`symbol_at`], and that on `tm_analysis::occurrences`, where names are resolved
//! as the report resolves them. Texts may be half-written, and offsets may lie anywhere: they are brought into the text, and
//! onto the border of a character.

mod completion;
mod document_symbols;
#[cfg(test)]
mod fixture;
mod goto_definition;
mod hover;
mod markdown;
mod place;
mod symbol_at;
mod symbol_kind;
mod target;
mod text_edit;
mod tree;

pub use completion::{Completion, CompletionKind, Completions, completion};
pub use document_symbols::{DocumentSymbol, document_symbols};
pub use goto_definition::goto_definition;
pub use hover::{Hover, hover};
pub use place::{FilePosition, FileRange};
pub use symbol_at::{SymbolAt, symbol_at, symbols_at};
pub use symbol_kind::{SymbolKind, symbol_kind};
pub use target::{Target, targets};
pub use text_edit::TextEdit;
pub use tm_analysis::occurrences::Symbol;
