//! `tm move`.

use std::path::PathBuf;

use clap::Args;

use super::ChangeArguments;

#[derive(Args)]
#[command(after_help = MOVE_EXIT)]
pub struct MoveArguments {
    /// What to move: an element or assumption; with its sort in front where several things are called so, "data orders"
    #[arg(value_name = "ELEMENT")]
    pub element: String,

    /// Where to; a file that does not exist is made, for the module that the element is in
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    #[command(flatten)]
    pub change: ChangeArguments,
}

const MOVE_EXIT: &str = "\
Exit code:
  0  moved
  3  wrong usage, refused since something would change its meaning, or something could not be read or written";
