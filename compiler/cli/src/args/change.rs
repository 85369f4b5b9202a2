//! What commands take that change a project.

use std::path::PathBuf;

use clap::Args;

use super::Outside;

#[derive(Args)]
pub struct ChangeArguments {
    /// Change nothing, and show what would change as a unified diff
    #[arg(long)]
    pub diff: bool,

    /// Project folder or file [default: the project around the current folder]
    #[arg(long, value_name = "PATH")]
    pub project: Option<PathBuf>,

    #[command(flatten)]
    pub outside: Outside,
}
