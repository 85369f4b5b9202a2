//! From text to tree: lexer, parser and formatter of the `.tm` language.
//!
//! Nothing here reads a file, knows a kind of element, or fails: every input, whatever its bytes, yields tokens that
//! concatenate to the source and a tree with the parts that could be understood.

pub mod ast;
mod brackets;
mod error;
pub mod format;
mod layout;
mod lex;
mod lexical;
mod limits;
mod literal;
mod parse;
mod parsed;
mod stream;
mod token;

pub use error::{ErrorLabel, SyntaxError};
pub use format::{Formatted, format};
pub use literal::TemplatePart;
pub use parse::{parse, parse_expression};
pub use parsed::{Parsed, Token};
pub use token::Tok;
