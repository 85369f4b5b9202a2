//! The allocator, and how soon it gives memory back.

#![allow(unsafe_code, reason = "options of the allocator are set through its C interface")]

/// A check is mostly small allocations: this halves what they cost.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// `mi_option_purge_delay`: the crate names no options. <https://microsoft.github.io/mimalloc/group__options.html>
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;

/// What it is unless the environment (`MIMALLOC_PURGE_DELAY`) says otherwise.
const USUAL: std::ffi::c_long = 1_000;

/// What is judged first is not needed when the report is written a second later: given back by then, it is a twelfth less
/// at the peak, and costs no time that can be measured.
const MILLISECONDS: std::ffi::c_long = 10;

/// Gives memory back sooner than the allocator does by itself. Before there is a second thread: setting an option is not for
/// several at once.
pub(crate) fn give_back_soon() {
    // SAFETY: reads and writes a number in a table of options; any number of an option is allowed, and that of another one
    // would have another value by now.
    unsafe {
        if libmimalloc_sys::mi_option_get(PURGE_DELAY) == USUAL {
            libmimalloc_sys::mi_option_set(PURGE_DELAY, MILLISECONDS);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_is_where_it_was() {
        if std::env::var_os("MIMALLOC_PURGE_DELAY").is_none() {
            give_back_soon();
            // SAFETY: as above.
            assert_eq!(unsafe { libmimalloc_sys::mi_option_get(PURGE_DELAY) }, MILLISECONDS);
        }
    }
}
