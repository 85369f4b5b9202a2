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

/// Something large that is put together from what a database says. If an edit ends that, whoever writes the edit waits until
/// everybody has let go of the database, and need not wait until this is taken apart as well.
#[derive(Default)]
pub(crate) struct Unfinished<T: Default + Send + 'static>(T);

impl<T: Default + Send + 'static> Unfinished<T> {
    pub fn new(begun: T) -> Self {
        Self(begun)
    }

    pub fn finish(mut self) -> T {
        std::mem::take(&mut self.0)
    }
}

impl<T: Default + Send + 'static> std::ops::Deref for Unfinished<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Default + Send + 'static> std::ops::DerefMut for Unfinished<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Default + Send + 'static> Drop for Unfinished<T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let left = std::mem::take(&mut self.0);
            // Without another thread it is done here.
            drop(std::thread::Builder::new().spawn(move || drop(left)));
        }
    }
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

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Sender, channel};
    use std::thread::{ThreadId, current};

    use super::*;

    /// Tells which thread takes it apart.
    #[derive(Default)]
    struct Large(Option<Sender<ThreadId>>);

    impl Drop for Large {
        fn drop(&mut self) {
            self.0.iter().for_each(|told| told.send(current().id()).unwrap_or_default());
        }
    }

    #[test]
    fn who_is_interrupted_does_not_take_apart_what_is_unfinished() {
        let (told, threads) = channel();
        drop(Unfinished::new(Large(Some(told.clone()))).finish());
        assert_eq!(threads.recv(), Ok(current().id()));
        let interrupted = std::panic::catch_unwind(|| {
            let _unfinished = Unfinished::new(Large(Some(told)));
            std::panic::resume_unwind(Box::new("an edit"));
        });
        assert!(interrupted.is_err());
        assert_ne!(threads.recv(), Ok(current().id()));
    }
}
