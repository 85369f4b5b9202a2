//! The one door between readers and the protocol: what goes wrong behind it becomes an answer.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use tm_analysis::{Changed, Database};
use tower_lsp::jsonrpc::{Error, Result};

use crate::log;

/// What became of some reading.
pub(crate) enum Outcome<T> {
    Done(T),
    /// An edit came in between.
    Stale,
    /// A mistake of ours.
    Panicked,
}

/// Reads. An edit that waits for its end cuts it short; a mistake of ours ends it alone.
pub(crate) fn reading<T>(work: impl FnOnce() -> T) -> Outcome<T> {
    caught(|| tm_analysis::unless_changed(work))
}

/// The same as an answer to a request, which may be taken back as well.
pub(crate) fn answer<T>(db: &Database, work: impl FnOnce() -> Result<T>) -> Result<T> {
    match caught(|| db.until_stopped(work)) {
        Outcome::Done(answer) => answer,
        Outcome::Stale => Err(Error::content_modified()),
        Outcome::Panicked => Err(Error::internal_error()),
    }
}

fn caught<T>(work: impl FnOnce() -> std::result::Result<T, Changed>) -> Outcome<T> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(done)) => Outcome::Done(done),
        Ok(Err(_)) => Outcome::Stale,
        Err(panic) => {
            told(&*panic);
            Outcome::Panicked
        }
    }
}

/// Writes; a mistake of ours is told, and what is written next finds what this one left.
pub(crate) fn writing(work: impl FnOnce()) -> Outcome<()> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(()) => Outcome::Done(()),
        Err(panic) => {
            told(&*panic);
            Outcome::Panicked
        }
    }
}

fn told(panic: &(dyn Any + Send)) {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    log::note(&format!("this is a mistake in `tm` itself, not in the model: {}", text.unwrap_or("a panic")));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]

    use tower_lsp::jsonrpc::ErrorCode;

    use super::*;

    #[test]
    fn a_mistake_becomes_an_answer() {
        let answer: Result<()> = answer(&Database::default(), || panic!("on purpose"));
        assert_eq!(answer.map_err(|error| error.code), Err(ErrorCode::InternalError));
        assert!(matches!(writing(|| panic!("on purpose")), Outcome::Panicked));
    }

    #[test]
    fn an_edit_makes_an_answer_stale() {
        let mut db = Database::default();
        let file = db.add_file("a.tm", "", tm_analysis::Origin::Project);
        let reader = db.clone();
        let (ready, go) = std::sync::mpsc::channel();
        let reading = std::thread::spawn(move || {
            let answer = answer(&reader, || {
                _ = ready.send(());
                loop {
                    // Whatever asks the database.
                    reader.unwind_if_changed();
                    std::thread::yield_now();
                }
            });
            drop(reader);
            answer
        });
        assert!(go.recv().is_ok());
        db.set_text(file, "x");
        let answer: Result<()> = reading.join().unwrap_or(Ok(()));
        assert_eq!(answer.map_err(|error| error.code), Err(ErrorCode::ContentModified));
    }
}
