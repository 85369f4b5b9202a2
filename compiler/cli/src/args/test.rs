//! `tm test`.

use std::path::PathBuf;

use clap::Args;

use super::Outside;

#[derive(Args)]
#[command(after_help = TEST_EXIT)]
pub struct TestArguments {
    /// Project folder or file; of a folder, the projects below it as well [default: the project around the current folder,
    /// and those below]
    #[arg(value_name = "PATH", conflicts_with = "std")]
    pub path: Option<PathBuf>,

    /// Run the tests of the standard library instead
    #[arg(long)]
    pub std: bool,

    #[command(flatten)]
    pub outside: Outside,
}

const TEST_EXIT: &str = "\
Exit code:
  0  all tests pass
  1  tests fail
  2  the sources have errors
  3  wrong usage, or something could not be read or written";
