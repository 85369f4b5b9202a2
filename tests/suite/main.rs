//! Tests of the whole compiler, one binary.

#![allow(clippy::disallowed_methods, reason = "tests read the files of this repository, run commands and measure time")]

mod docs;
mod grammars;
mod inspect;
mod invariants;
mod literate;
mod monorepo;
mod priority;
mod proportion;
mod scenarios;
mod summaries;
mod variants;
