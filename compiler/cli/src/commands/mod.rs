//! One file for each command.

pub mod check;
mod edits;
pub mod explain;
pub mod fix;
pub mod fmt;
pub mod init;
pub mod ledgers;
pub mod lsp;
pub mod move_element;
pub mod new_rule;
pub mod paths;
mod place;
pub mod query;
pub mod rename;
pub mod rules;
pub mod shell;
pub mod test;
pub mod watch;
pub mod why;
