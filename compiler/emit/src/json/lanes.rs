//! Long arrays, rendered in pieces on several threads and written in order.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::Json;

/// Entries in one piece: one or two hundred kilobytes, which a processor keeps at hand until they are written.
const PIECE: usize = 128;

/// Pieces of a thread that may wait to be written: a slow disk must not fill the memory.
const AHEAD: usize = 4;

/// Writes a line for each item, without what stands around them. This thread writes, and renders while there is nothing to
/// write.
pub(super) fn entries<'a, 'w, T: Sync>(
    json: &mut Json<'a, 'w>,
    items: &[T],
    entry: fn(&mut Json<'a, 'w>, &T),
) -> io::Result<()> {
    let lanes = json.threads.min(items.len() / PIECE);
    if lanes < 2 {
        for (at, item) in items.iter().enumerate() {
            json.entry(at, item, entry);
            json.writer.flush_if_full()?;
        }
        return Ok(());
    }
    let (report, places) = (json.report, json.places.clone());
    let detached = || Json::detached(report, places.clone());
    let render = |json: &mut Json<'a, 'w>, piece: usize| {
        let items = items.iter().enumerate().skip(piece * PIECE).take(PIECE);
        items.for_each(|(at, item)| json.entry(at, item, entry));
        json.writer.take()
    };
    let queue = Queue::new(items.len().div_ceil(PIECE), AHEAD * lanes);
    thread::scope(|scope| {
        for _ in 1..lanes {
            let helper = Helper::of(&queue);
            let work = move || {
                let mut json = detached();
                while let Some(piece) = helper.queue().take() {
                    helper.queue().put(piece, render(&mut json, piece));
                }
            };
            // Fewer threads do the same work.
            if thread::Builder::new().spawn_scoped(scope, work).is_err() {
                break;
            }
        }
        let _end = End(&queue);
        let mut own = detached();
        loop {
            if let Some(text) = queue.due() {
                json.writer.append(&text)?;
            } else if let Some(piece) = queue.take() {
                let text = render(&mut own, piece);
                queue.state().waiting.insert(piece, text);
            } else if !queue.is_awaited() {
                return Ok(());
            }
        }
    })
}

/// Pieces on their way from those who render them to the one who writes.
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
    pieces: usize,
    /// Pieces that may wait.
    room: usize,
}

#[derive(Default)]
struct State {
    /// The next piece that nobody has taken.
    next: usize,
    /// The next piece that is written.
    due: usize,
    waiting: BTreeMap<usize, Vec<u8>>,
    helpers: usize,
    is_closed: bool,
}

impl Queue {
    fn new(pieces: usize, room: usize) -> Self {
        Self { state: Mutex::default(), changed: Condvar::new(), pieces, room }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state());
        self.changed.notify_all();
    }

    /// A piece to render; `None`: there is none left.
    fn take(&self) -> Option<usize> {
        let mut state = self.state();
        let piece = state.next;
        state.next += 1;
        (piece < self.pieces && !state.is_closed).then_some(piece)
    }

    /// Leaves a piece to be written. Waits while there is no room, unless it is the one that is waited for.
    fn put(&self, piece: usize, text: Vec<u8>) {
        let has_no_room = |state: &mut State| state.waiting.len() >= self.room && state.due < piece && !state.is_closed;
        let state = self.changed.wait_while(self.state(), has_no_room);
        state.unwrap_or_else(PoisonError::into_inner).waiting.insert(piece, text);
        self.changed.notify_all();
    }

    /// The piece that is to be written now, if it is there.
    fn due(&self) -> Option<Vec<u8>> {
        let mut state = self.state();
        let due = state.due;
        let text = state.waiting.remove(&due)?;
        state.due += 1;
        drop(state);
        self.changed.notify_all();
        Some(text)
    }

    /// Waits for the piece that is to be written now; `false`: all are written, or nobody will bring it.
    fn is_awaited(&self) -> bool {
        let is_missing = |state: &mut State| {
            state.due < self.pieces && state.helpers > 0 && !state.is_closed && !state.waiting.contains_key(&state.due)
        };
        let state = self.changed.wait_while(self.state(), is_missing).unwrap_or_else(PoisonError::into_inner);
        state.waiting.contains_key(&state.due)
    }
}

/// That of writing, in whatever way: nobody need go on, or wait for room.
struct End<'q>(&'q Queue);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.change(|state| state.is_closed = true);
    }
}

/// A thread that renders. Nobody waits for one that is gone, in whatever way.
struct Helper<'q>(&'q Queue);

impl<'q> Helper<'q> {
    fn of(queue: &'q Queue) -> Self {
        queue.state().helpers += 1;
        Self(queue)
    }

    fn queue(&self) -> &'q Queue {
        self.0
    }
}

impl Drop for Helper<'_> {
    fn drop(&mut self) {
        self.0.change(|state| {
            state.helpers -= 1;
            // What it was about to bring, the others wait for.
            state.is_closed |= thread::panicking();
        });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]

    use std::panic::{AssertUnwindSafe, catch_unwind};

    use tm_analysis::report::Report;

    use super::super::writer::Writer;
    use super::*;
    use crate::lines::Places;

    /// A mistake of ours on any thread must be seen, and not waited for.
    #[test]
    fn what_goes_wrong_on_one_thread_ends_all() {
        let report = Report::default();
        for bad in [0, PIECE, 2 * PIECE + 1, 63 * PIECE] {
            let items: Vec<bool> = (0..64 * PIECE).map(|at| at == bad).collect();
            let mut out = Vec::new();
            let mut json =
                Json { report: &report, writer: Writer::new(&mut out), places: Places::new(&report), threads: 3 };
            let written = catch_unwind(AssertUnwindSafe(|| {
                entries(&mut json, &items, |json, is_bad| {
                    assert!(!is_bad);
                    json.writer.raw("1");
                })
            }));
            assert!(written.is_err());
        }
    }
}
