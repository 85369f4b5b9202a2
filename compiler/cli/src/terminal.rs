//! Standard output: colour, width, and what to do when nobody reads.

use std::io::{self, BufWriter, StdoutLock, Write};
use std::sync::OnceLock;

use anstream::{AutoStream, ColorChoice, stream::RawStream};
use tm_project::{Colour, Config};

use crate::error::{CommandError, Result};

/// Where there is no terminal to ask.
const WIDTH: usize = 100;

/// Errors are printed from places that know nothing of the arguments.
static ON_STDERR: OnceLock<bool> = OnceLock::new();
static ASKED: OnceLock<Verbosity> = OnceLock::new();

/// How much is told beside what was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    Quiet,
    #[default]
    Normal,
    Verbose,
}

pub struct Terminal {
    pub colour: bool,
    pub verbosity: Verbosity,
    /// By the caller.
    is_asked: bool,
    pub width: usize,
}

impl Terminal {
    pub fn new(asked: Option<Colour>, verbosity: Verbosity) -> Terminal {
        let when = asked.unwrap_or_default();
        ON_STDERR.get_or_init(|| colour(when, &io::stderr()));
        ASKED.get_or_init(|| verbosity);
        Terminal {
            colour: colour(when, &io::stdout()),
            verbosity,
            is_asked: asked.is_some(),
            width: terminal_size::terminal_size_of(io::stdout())
                .map_or(WIDTH, |(terminal_size::Width(width), _)| width.into()),
        }
    }

    /// What `tm.toml` says about telling holds unless the caller said something.
    pub fn prefer(&self, config: &Config) -> Terminal {
        let colour = match config.colour {
            Some(when) if !self.is_asked => colour(when, &io::stdout()),
            _ => self.colour,
        };
        let verbosity = match self.verbosity {
            Verbosity::Normal if config.quiet => Verbosity::Quiet,
            Verbosity::Normal if config.verbose => Verbosity::Verbose,
            asked => asked,
        };
        Terminal { colour, verbosity, ..*self }
    }

    pub fn is_quiet(&self) -> bool {
        self.verbosity == Verbosity::Quiet
    }

    /// Writes to standard error; `write` is told whether there is colour.
    pub fn complain(&self, write: impl FnOnce(&mut dyn Write, bool) -> io::Result<()>) {
        let mut text = Vec::new();
        // Nobody is left to be told if this cannot be written.
        drop(write(&mut text, colour_on_stderr()).and_then(|()| io::stderr().write_all(&text)));
    }

    pub fn output(&self) -> Output {
        Output {
            to: BufWriter::with_capacity(1 << 16, io::stdout().lock()),
            colour: self.colour,
            is_quiet: self.is_quiet(),
        }
    }
}

/// What the caller asked for.
pub fn verbosity() -> Verbosity {
    ASKED.get().copied().unwrap_or_default()
}

pub fn colour_on_stderr() -> bool {
    *ON_STDERR.get_or_init(|| colour(Colour::Auto, &io::stderr()))
}

/// `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE` and `TERM` are read by the library that also prints the help.
fn colour(when: Colour, stream: &impl RawStream) -> bool {
    match when {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => AutoStream::choice(stream) != ColorChoice::Never,
    }
}

/// Standard output. When its reader has gone (`tm check | head`), the rest is dropped in silence and the verdict stays.
pub struct Output {
    to: BufWriter<StdoutLock<'static>>,
    colour: bool,
    is_quiet: bool,
}

impl Output {
    pub fn write(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        written(write(&mut self.to))
    }

    pub fn line(&mut self, text: &str) -> Result<()> {
        written(writeln!(self.to, "{text}"))
    }

    /// A line that nobody needs who asks for quiet.
    pub fn news(&mut self, text: &str) -> Result<()> {
        if self.is_quiet { Ok(()) } else { self.line(text) }
    }

    /// `text` in an SGR style such as `1` (bold), if there is colour.
    pub fn styled(&self, style: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    pub fn finish(mut self) -> Result<()> {
        written(self.to.flush())
    }
}

fn written(result: io::Result<()>) -> Result<()> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(CommandError::new(format!("cannot write the output: {error}")))
        }
        _ => Ok(()),
    }
}
