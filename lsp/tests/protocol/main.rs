//! The server as a process: what goes in and what comes out.

#![allow(clippy::disallowed_methods, reason = "tests start processes and write to the disk")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod ahead;
mod cancelled;
mod changes;
mod client;
mod diagnostics;
mod edits;
mod folder;
mod lifecycle;
mod positions;
mod projects;
mod pull;
mod requests;
mod settled;
mod storm;
