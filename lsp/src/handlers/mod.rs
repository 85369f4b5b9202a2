//! The requests of the protocol: one file each, called like the part of the compiler that answers.

pub(crate) mod std_document;
