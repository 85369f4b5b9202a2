//! Reading while somebody may write.

use std::panic::AssertUnwindSafe;

use super::inputs::Database;

/// An input was changed while something was computed from it, or nobody wants to know any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed;

/// Runs something that reads a handle of a database. Whoever writes to another handle of it waits for all the others to be
/// dropped: reading ends at the next query, and all that is left to do is to drop the handle.
pub fn unless_changed<T>(read: impl FnOnce() -> T) -> Result<T, Changed> {
    salsa::Cancelled::catch(AssertUnwindSafe(read)).map_err(|_| Changed)
}

/// Ends what one handle of a database is asked by [`Database::until_stopped`], from another thread.
#[derive(Clone)]
pub struct Stop(salsa::CancellationToken);

impl Stop {
    /// It ends at its next query. What others compute goes on.
    pub fn stop(&self) {
        self.0.cancel();
    }
}

impl Database {
    /// What ends the work of this handle.
    pub fn stop(&self) -> Stop {
        Stop(salsa::Database::cancellation_token(self))
    }

    /// Runs something that reads this handle, unless an input is changed or somebody says [`Stop::stop`]. Between two
    /// queries a handle would forget that it was told to stop; being attached all the time, it does not.
    pub fn until_stopped<T>(&self, read: impl FnOnce() -> T) -> Result<T, Changed> {
        unless_changed(|| salsa::attach(self, read))
    }

    /// Asks this database in the midst of what reads another one.
    pub fn meanwhile<T>(&self, read: impl FnOnce() -> T) -> T {
        salsa::attach_allow_change(self, read)
    }

    /// For long work without queries: ends it, to where [`unless_changed`] began, if somebody waits to write.
    pub fn unwind_if_changed(&self) {
        salsa::Database::unwind_if_revision_cancelled(self);
    }
}
