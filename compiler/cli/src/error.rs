//! What keeps the command itself from doing its work. What is wrong with a model is no such thing.

use std::io::{self, Write};

use tm_emit::{inline, palette};

use crate::exit::Exit;
use crate::terminal::{Verbosity, colour_on_stderr, verbosity};

/// Longer messages are cut.
const LIMIT: usize = 600;

pub type Result<T> = std::result::Result<T, CommandError>;

#[derive(Debug)]
pub struct CommandError {
    message: String,
    help: Option<String>,
}

impl CommandError {
    pub fn new(message: impl Into<String>) -> CommandError {
        CommandError { message: message.into(), help: None }
    }

    pub fn help(self, help: impl Into<String>) -> CommandError {
        CommandError { help: Some(help.into()), ..self }
    }

    /// As it would be written, without colour.
    pub fn text(&self) -> String {
        let help = self.help.as_ref().map(|help| format!("  help: {}\n", inline(help, LIMIT))).unwrap_or_default();
        format!("error: {}\n{help}", inline(&self.message, LIMIT))
    }

    /// Writes it to standard error; the exit code that goes with it.
    pub fn print(&self) -> Exit {
        complain("error", &self.message);
        if let Some(help) = &self.help {
            line(&format!("  help: {}", inline(help, LIMIT)));
        }
        Exit::Failure
    }
}

impl From<tm_project::LoadError> for CommandError {
    fn from(error: tm_project::LoadError) -> CommandError {
        CommandError::new(error.to_string())
    }
}

impl From<tm_project::RevisionError> for CommandError {
    fn from(error: tm_project::RevisionError) -> CommandError {
        CommandError { message: error.message, help: error.help }
    }
}

/// `error: …`, or `warning: …` unless the caller wants quiet, on standard error.
pub fn complain(level: &str, message: &str) {
    if level != "error" && verbosity() == Verbosity::Quiet {
        return;
    }
    let message = inline(message, LIMIT);
    if colour_on_stderr() {
        let colour = palette::bold(if level == "error" { palette::HIGH } else { palette::MEDIUM });
        line(&format!("\u{1b}[{colour}m{level}\u{1b}[0m: {message}"));
    } else {
        line(&format!("{level}: {message}"));
    }
}

fn line(text: &str) {
    // Nobody is left to be told if this cannot be written.
    drop(writeln!(io::stderr(), "{text}"));
}
