//! The allocator, and how soon it gives memory back.

#![allow(unsafe_code, reason = "options of the allocator are set through its C interface")]

/// A check is mostly small allocations: this halves what they cost.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// `mi_option_purge_delay`: the crate names no options. <https://microsoft.github.io/mimalloc/group__options.html>
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;

/// What it is unless the environment (`MIMALLOC_PURGE_DELAY`) says otherwise.
const USUAL: std::ffi::c_long = 1_000;

/// A command ends soon, and what is given back is asked for again before: a page that the system has to clear once more
/// takes longer than all else that is done with it. A large model is checked in a twentieth less time, and in a twentieth more
/// memory.
const NEVER: std::ffi::c_long = -1;

/// Who waits for an edit does not need what a report took.
const SOON: std::ffi::c_long = 10;

/// Keeps all memory until the end. Before there is a second thread: setting an option is not for several at once.
pub(crate) fn keep() {
    set(USUAL, NEVER);
}

/// Gives memory back, from a command that does not end by itself; before it starts any thread.
pub(crate) fn give_back_soon() {
    set(NEVER, SOON);
}

/// What the environment says stays as it is.
fn set(from: std::ffi::c_long, to: std::ffi::c_long) {
    // SAFETY: reads and writes a number in a table of options; any number of an option is allowed, and that of another one
    // would have another value by now.
    unsafe {
        if libmimalloc_sys::mi_option_get(PURGE_DELAY) == from {
            libmimalloc_sys::mi_option_set(PURGE_DELAY, to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_is_where_it_was() {
        if std::env::var_os("MIMALLOC_PURGE_DELAY").is_none() {
            // SAFETY: as above.
            let option = || unsafe { libmimalloc_sys::mi_option_get(PURGE_DELAY) };
            assert_eq!(option(), USUAL);
            keep();
            assert_eq!(option(), NEVER);
            give_back_soon();
            assert_eq!(option(), SOON);
        }
    }
}
