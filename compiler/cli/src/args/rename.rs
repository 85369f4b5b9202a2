//! `tm rename`.

use std::path::PathBuf;

use clap::Args;

use super::Outside;

#[derive(Args)]
#[command(after_help = RENAME_EXIT)]
pub struct RenameArguments {
    /// What to rename: an element, flow, assumption, rule, kind, enum, relation or, with what it stands in, `service.exposure`;
    /// with its sort in front where several things are called so, "data orders"
    #[arg(value_name = "OLD")]
    pub old: String,

    /// Its new name
    #[arg(value_name = "NEW")]
    pub new: String,

    /// Change nothing, and show what would change as a unified diff
    #[arg(long)]
    pub diff: bool,

    /// Project folder or file [default: the project around the current folder]
    #[arg(long, value_name = "PATH")]
    pub project: Option<PathBuf>,

    #[command(flatten)]
    pub outside: Outside,
}

const RENAME_EXIT: &str = "\
Exit code:
  0  renamed
  3  wrong usage, refused since a name would change its meaning, or something could not be read or written";
