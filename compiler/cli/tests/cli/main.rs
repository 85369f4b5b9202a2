//! The real binary, from outside: exit codes, what is written where, and what the environment changes.

#![allow(clippy::disallowed_methods, reason = "tests run the command and write projects")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod bad_input;
mod baseline;
mod check;
mod explain;
mod files;
mod fmt;
mod lsp;
mod output;
mod shell;
mod since;
mod stdin;
mod stdlib;
mod support;
#[cfg(unix)]
mod terminal;
mod test;
mod usage;
mod verbosity;
mod watch;
mod why;
