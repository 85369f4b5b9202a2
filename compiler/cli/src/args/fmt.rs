//! `tm fmt`.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
#[command(after_help = FMT_EXIT)]
pub struct FmtArguments {
    /// Folders and files; of a folder, the sources that lie in it; `-` formats standard input to standard output [default:
    /// the current folder]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// What standard input is called in messages
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,

    /// Change nothing, and say what would be changed
    #[arg(long)]
    pub check: bool,
}

const FMT_EXIT: &str = "\
Exit code:
  0  done, or nothing to do
  1  with --check: files would be changed
  2  there are syntax errors; what has them is left as it is
  3  wrong usage, or something could not be read or written";
