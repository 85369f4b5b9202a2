//! `tm fix`.

use std::path::PathBuf;

use clap::Args;

use super::Outside;

#[derive(Args)]
#[command(after_help = FIX_EXIT)]
pub struct FixArguments {
    /// Folder or file; of a folder, the sources of its project that lie in it [default: the current folder]
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,

    /// Change nothing, and show what would change as a unified diff
    #[arg(long)]
    pub diff: bool,

    /// Change nothing, and say which files would be changed
    #[arg(long)]
    pub check: bool,

    #[command(flatten)]
    pub outside: Outside,
}

const FIX_EXIT: &str = "\
Exit code:
  0  done, or nothing to do
  1  with --check: files would be changed
  2  the model has errors that are left, which `tm check` shows
  3  wrong usage, or something could not be read or written";
