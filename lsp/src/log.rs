//! Standard error: standard output belongs to the protocol.

use std::io::Write;

/// Longer notes are cut.
const LIMIT: usize = 600;

/// Writes one line.
pub(crate) fn note(text: &str) {
    // Nobody is left to be told if this cannot be written.
    drop(writeln!(std::io::stderr(), "tm lsp: {}", tm_emit::inline(text, LIMIT)));
}
