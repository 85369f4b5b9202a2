//! Work on several threads, each with a handle on the database of its own if it takes one.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::db::Database;

/// Threads need room for the deepest tree that the parser lets through.
const STACK: usize = 16 << 20;

/// Numbers of pieces that nobody has taken yet.
pub(crate) struct Pieces<'a> {
    next: &'a AtomicUsize,
    count: usize,
}

impl Iterator for Pieces<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        Some(self.next.fetch_add(1, Ordering::Relaxed)).filter(|number| *number < self.count)
    }
}

/// Does something for each item, on several threads.
pub(crate) fn each<T: Sync>(database: &Database, threads: usize, items: &[T], work: impl Fn(&Database, &T) + Sync) {
    share(database, threads, items.len(), |database, pieces| {
        pieces.filter_map(|number| items.get(number)).for_each(|item| work(database, item));
    });
}

/// Shares so many pieces of work among several threads. All are done, and all further handles gone, when this returns.
pub(crate) fn share(database: &Database, threads: usize, count: usize, work: impl Fn(&Database, Pieces<'_>) + Sync) {
    let next = AtomicUsize::new(0);
    let run = |database: &Database| work(database, Pieces { next: &next, count });
    std::thread::scope(|scope| {
        let mut others = Vec::new();
        for _ in 1..threads.min(count) {
            let handle = database.clone();
            let run = &run;
            let spawned = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || run(&handle));
            // Fewer threads do the same work.
            let Ok(spawned) = spawned else { break };
            others.push(spawned);
        }
        run(database);
        // What ended one of them ends this in the same way: it may be an edit, which is no mistake.
        for other in others {
            if let Err(reason) = other.join() {
                std::panic::resume_unwind(reason);
            }
        }
    });
}

/// Does two things, side by side if there may be two threads.
pub(crate) fn both(threads: usize, one: impl FnOnce(), other: impl FnOnce() + Send) {
    let other = Mutex::new(Some(other));
    // Whoever comes first: there may be no further thread to have.
    let run = || {
        let other = other.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(other) = other {
            other();
        }
    };
    std::thread::scope(|scope| {
        if threads > 1 {
            drop(std::thread::Builder::new().spawn_scoped(scope, run));
        }
        one();
        run();
    });
}
