//! The `tm` command: reads the disk, the clock, the environment and the terminal, and asks the analysis.

#![allow(clippy::disallowed_methods, reason = "the binary knows the disk, the clock and the environment")]

mod args;
mod clock;
mod commands;
mod error;
mod exit;
mod files;
mod load;
mod memory;
mod names;
mod open;
mod progress;
mod stdlib;
mod terminal;
mod verbose;

use std::time::Instant;

use clap::Parser;

use args::{Arguments, Command};
use error::CommandError;
use exit::Exit;
use terminal::{Terminal, Verbosity};

/// Trees are walked by recursion, as deep as the limits of the parser allow: more than the 1 MiB that a main thread may
/// have.
const STACK: usize = 16 << 20;

fn main() {
    let started = Instant::now();
    memory::keep();
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || run(started));
    let exit = match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(exit)) => exit,
        // The panic has been printed.
        Ok(Err(_)) => CommandError::new("this is a mistake in `tm` itself, not in the model")
            .help("please report it, with the text above")
            .print(),
        Err(error) => CommandError::new(format!("cannot start: {error}")).print(),
    };
    std::process::exit(exit.code());
}

fn run(started: Instant) -> Exit {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let error = args::refused(error, std::env::args_os());
            // Nobody is left to be told if this cannot be written.
            drop(error.print());
            return if error.use_stderr() { Exit::Failure } else { Exit::Clean };
        }
    };
    let verbosity = match (arguments.quiet, arguments.verbose) {
        (true, _) => Verbosity::Quiet,
        (false, true) => Verbosity::Verbose,
        (false, false) => Verbosity::Normal,
    };
    let terminal = Terminal::new(arguments.color, verbosity);
    let done = match arguments.command.with_project() {
        // Its exit code is not for people.
        Command::Lsp(arguments) => match commands::lsp::run(&arguments) {
            Ok(code) => std::process::exit(code),
            Err(error) => Err(error),
        },
        Command::Check(arguments) => commands::check::run(arguments, &terminal, started),
        Command::Watch(arguments) => commands::watch::run(&arguments, &terminal),
        Command::Init(arguments) => commands::init::run(&arguments, &terminal),
        Command::Fmt(arguments) => commands::fmt::run(&arguments, &terminal),
        Command::Fix(arguments) => commands::fix::run(&arguments, &terminal),
        Command::Test(arguments) => commands::test::run(&arguments, &terminal),
        Command::Explain(arguments) => commands::explain::run(&arguments, &terminal),
        Command::Why(arguments) => commands::why::run(&arguments, &terminal),
        Command::List(arguments) => commands::query::list(&arguments, &terminal),
        Command::Query(arguments) => commands::query::run(&arguments, &terminal),
        Command::Model(arguments) => commands::query::model(&arguments, &terminal),
        Command::Rename(arguments) => commands::rename::run(&arguments, &terminal),
        Command::Move(arguments) => commands::move_element::run(&arguments, &terminal),
        Command::Rules(arguments) => commands::rules::run(&arguments, &terminal),
        Command::NewRule(arguments) => commands::new_rule::run(&arguments, &terminal),
        Command::Paths(arguments) => commands::paths::run(&arguments, &terminal),
        Command::FixFirst(arguments) => commands::ledgers::fix_first(&arguments, &terminal),
        Command::Stride(arguments) => commands::ledgers::stride(&arguments, &terminal),
        Command::Coverage(arguments) => commands::ledgers::coverage(&arguments, &terminal),
        Command::Assumptions(arguments) => commands::ledgers::assumptions(&arguments, &terminal),
        Command::Decisions(arguments) => commands::ledgers::decisions(&arguments, &terminal),
        Command::Completions(arguments) => commands::shell::completions(&arguments, &terminal),
        Command::Man(arguments) => commands::shell::man(&arguments, &terminal),
        Command::WhoReaches(arguments) => commands::paths::who_reaches(&arguments, &terminal),
    };
    done.unwrap_or_else(|error| error.print())
}
