//! The server as `tm lsp` starts it, with a clock that shows what stands in a file.

#![allow(clippy::disallowed_methods, reason = "this is a binary")]

use std::path::PathBuf;
use std::time::Duration;

use tm_analysis::Date;
use tm_lsp::{Clock, Options};

struct FileClock(PathBuf);

impl Clock for FileClock {
    fn today(&self) -> Option<Date> {
        Date::parse(std::fs::read_to_string(&self.0).ok()?.trim())
    }

    fn look_again(&self) -> Duration {
        Duration::from_millis(10)
    }
}

fn main() {
    let embedded = tm_analysis::stdlib::embedded().iter();
    let options = Options {
        std: embedded.map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect(),
        std_folder: None,
        allow_outside: Vec::new(),
        version: "0.0.0".to_owned(),
        clock: Box::new(FileClock(std::env::var_os("TM_CLOCK").map(PathBuf::from).unwrap_or_default())),
    };
    // A session on the stack of a main thread: what is deep runs elsewhere.
    std::process::exit(tm_lsp::run(options).unwrap_or(3));
}
