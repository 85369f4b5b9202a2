//! A bar on standard error while a long check runs, which leaves nothing on the screen.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::terminal::{Terminal, Verbosity};

/// Shorter checks show nothing.
const PATIENCE: Duration = Duration::from_millis(500);
/// Between two pictures.
const TICK: Duration = Duration::from_millis(100);
const LOOK: &str = "{spinner} [{bar:20}] {msg} ({elapsed})";

/// What shells say of a program that an interrupt has ended.
const INTERRUPTED: i32 = 130;

/// What a check does, in order.
const STEPS: [&str; 4] = ["reading", "comparing", "judging", "telling"];

/// Goes away when it is dropped.
pub struct Progress(Option<(Sender<Step>, JoinHandle<()>)>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Reading,
    Comparing,
    Judging,
    Telling,
}

impl Progress {
    /// Only for somebody who sits before a terminal, and for nobody who wants quiet or sees each step in words.
    pub fn new(terminal: &Terminal) -> Progress {
        let is_seen = io::stderr().is_terminal() && terminal.verbosity == Verbosity::Normal;
        if is_seen { Progress::on(ProgressDrawTarget::stderr, PATIENCE) } else { Progress(None) }
    }

    fn on(target: impl FnOnce() -> ProgressDrawTarget + Send + 'static, patience: Duration) -> Progress {
        let (send, steps) = mpsc::channel();
        let drawing = std::thread::Builder::new().spawn(move || draw(&steps, target, patience));
        // Without the thread there is no bar, and the check is the same.
        Progress(drawing.ok().map(|drawing| (send, drawing)))
    }

    pub fn step(&self, step: Step) {
        if let Some((steps, _)) = &self.0 {
            // If nobody draws any more, there is nothing to be said.
            steps.send(step).ok();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((steps, drawing)) = self.0.take() {
            drop(steps);
            // What went wrong there is no mistake of the check.
            drop(drawing.join());
        }
    }
}

fn draw(steps: &Receiver<Step>, target: impl FnOnce() -> ProgressDrawTarget, patience: Duration) {
    let began = Instant::now();
    let mut step = Step::Reading;
    loop {
        match steps.recv_timeout(patience.saturating_sub(began.elapsed())) {
            Ok(next) => step = next,
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
    let bar = ProgressBar::with_draw_target(Some(STEPS.len() as u64), target()).with_elapsed(began.elapsed());
    if let Ok(look) = ProgressStyle::with_template(LOOK) {
        bar.set_style(look.progress_chars("=> ").tick_chars("-\\|/ "));
    }
    let interrupted = bar.clone();
    // Before anything is to be seen: whoever interrupts finds the line empty. Where there is a handler already, the bar stays,
    // and nothing else is amiss.
    let end = move || {
        interrupted.finish_and_clear();
        std::process::exit(INTERRUPTED);
    };
    drop(ctrlc::set_handler(end));
    show(&bar, step);
    bar.enable_steady_tick(TICK);
    for step in steps {
        show(&bar, step);
    }
    bar.finish_and_clear();
}

fn show(bar: &ProgressBar, step: Step) {
    bar.set_message(STEPS.get(step as usize).copied().unwrap_or_default());
    bar.set_position(step as u64);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use indicatif::{InMemoryTerm, TermLike};

    use super::*;

    const NEVER: Duration = Duration::from_hours(1);

    fn on(term: &InMemoryTerm, patience: Duration) -> Progress {
        let term = term.clone();
        Progress::on(move || ProgressDrawTarget::term_like(Box::new(term)), patience)
    }

    #[test]
    fn a_long_run_shows_what_it_does_and_leaves_no_trace() {
        let term = InMemoryTerm::new(5, 80);
        let progress = on(&term, Duration::ZERO);
        progress.step(Step::Judging);
        while !term.contents().contains("judging") {
            std::thread::yield_now();
        }
        drop(progress);
        assert_eq!(term.contents(), "");
        // What is told next begins where the bar stood.
        term.write_str("x").unwrap();
        assert_eq!(term.contents(), "x");
    }

    /// What a person would see: the bytes that reach a real terminal.
    #[cfg(unix)]
    mod pseudo_terminal {
        use std::fs::{File, OpenOptions};
        use std::io::{Read, Write};

        use console::Term;
        use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

        use super::*;

        /// The screen, and a way to write to it.
        fn terminal() -> (File, File) {
            let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
            grantpt(&ours).unwrap();
            unlockpt(&ours).unwrap();
            let name = ptsname(&ours, Vec::new()).unwrap();
            let theirs = OpenOptions::new().read(true).write(true).open(name.to_str().unwrap()).unwrap();
            (File::from(ours), theirs)
        }

        fn on(terminal: &File, patience: Duration) -> Progress {
            let [read, write] = [terminal.try_clone().unwrap(), terminal.try_clone().unwrap()];
            Progress::on(move || ProgressDrawTarget::term(Term::read_write_pair(read, write), 20), patience)
        }

        fn until(screen: &mut File, mark: &str) -> String {
            let mut seen = Vec::new();
            while !String::from_utf8_lossy(&seen).contains(mark) {
                let mut some = [0; 256];
                let count = screen.read(&mut some).unwrap();
                seen.extend(some.iter().take(count));
            }
            String::from_utf8(seen).unwrap()
        }

        #[test]
        fn the_bar_of_a_long_run_is_there_while_it_runs() {
            let (mut screen, terminal) = terminal();
            let progress = on(&terminal, Duration::ZERO);
            progress.step(Step::Judging);
            assert!(until(&mut screen, "judging").contains("] "));
            drop(progress);
            (&terminal).write_all(b"told").unwrap();
            // The line is cleared last of all.
            let rest = until(&mut screen, "told");
            assert!(rest.ends_with("\r\u{1b}[2Ktold"), "{rest:?}");
        }

        #[test]
        fn a_short_run_writes_nothing() {
            let (mut screen, terminal) = terminal();
            let progress = on(&terminal, NEVER);
            progress.step(Step::Judging);
            drop(progress);
            (&terminal).write_all(b"told").unwrap();
            assert_eq!(until(&mut screen, "told"), "told");
        }
    }

    #[test]
    fn a_short_run_shows_nothing() {
        let term = InMemoryTerm::new(5, 80);
        let progress = on(&term, NEVER);
        [Step::Reading, Step::Judging, Step::Telling].into_iter().for_each(|step| progress.step(step));
        drop(progress);
        assert_eq!(term.moves_since_last_check(), "");
    }
}
