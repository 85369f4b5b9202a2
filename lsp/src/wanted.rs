//! Whether anybody still waits for an answer: a client may take a request back while it is worked on.

use std::sync::{Arc, Mutex, PoisonError};

use tm_analysis::Stop;

enum State {
    Waiting,
    Running(Stop),
    /// Answered, or taken back.
    Over,
}

/// With who waits: once it is dropped, nobody does any more.
pub(crate) struct Wanted(Arc<Mutex<State>>);

/// With who works.
pub(crate) struct Work(Arc<Mutex<State>>);

pub(crate) fn wanted() -> (Wanted, Work) {
    let state = Arc::new(Mutex::new(State::Waiting));
    (Wanted(state.clone()), Work(state))
}

impl Work {
    /// Whether there is a reason to begin; from now on, the work can be stopped.
    pub fn begin(&self, stop: Stop) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_wanted = !matches!(*state, State::Over);
        if is_wanted {
            *state = State::Running(stop);
        }
        is_wanted
    }
}

impl Drop for Wanted {
    fn drop(&mut self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let State::Running(stop) = std::mem::replace(&mut *state, State::Over) {
            stop.stop();
        }
    }
}

#[cfg(test)]
mod tests {
    use tm_analysis::{Database, Origin};

    use super::*;
    use crate::door;

    #[test]
    fn work_that_nobody_wants_any_more_ends_early() {
        let mut db = Database::default();
        let file = db.add_file("a.tm", "service a", Origin::Project);
        let reader = db.clone();
        let (wanted, work) = wanted();
        let (ready, go) = std::sync::mpsc::channel();
        let reading = std::thread::spawn(move || {
            assert!(work.begin(reader.stop()));
            door::answer(&reader, || -> tower_lsp::jsonrpc::Result<()> {
                _ = ready.send(());
                loop {
                    // As a handler does: queries, and what is between them.
                    _ = file.text(&reader);
                    reader.unwind_if_changed();
                    std::thread::yield_now();
                }
            })
        });
        assert!(go.recv().is_ok());
        drop(wanted);
        assert!(reading.join().is_ok_and(|answer| answer.is_err()));
        // Others go on, and so does what comes later.
        assert_eq!(door::answer(&db, || Ok(file.text(&db).to_string())), Ok("service a".to_owned()));
    }

    #[test]
    fn work_that_nobody_wants_does_not_begin() {
        let (nobody, work) = wanted();
        drop(nobody);
        assert!(!work.begin(Database::default().stop()));
    }
}
