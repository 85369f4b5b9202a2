//! Reading while somebody may write.

use std::panic::AssertUnwindSafe;

use super::inputs::Database;

/// An input was changed while something was computed from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed;

/// Runs something that reads a handle of a database. Whoever writes to another handle of it waits for all the others to be
/// dropped: reading ends at the next query, and all that is left to do is to drop the handle.
pub fn unless_changed<T>(read: impl FnOnce() -> T) -> Result<T, Changed> {
    salsa::Cancelled::catch(AssertUnwindSafe(read)).map_err(|_| Changed)
}

impl Database {
    /// For long work without queries: ends it, to where [`unless_changed`] began, if somebody waits to write.
    pub fn unwind_if_changed(&self) {
        salsa::Database::unwind_if_revision_cancelled(self);
    }
}
