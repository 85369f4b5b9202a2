//! Projects on a disk, and what is made of them.

#![allow(clippy::disallowed_methods, reason = "tests write projects to the disk")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod disk;
mod files;
mod given;
mod manifest;
mod open;
mod options;
mod packages;
mod roots;
#[cfg(unix)]
mod symlinks;
