//! `tm rename`.

use clap::Args;

use super::ChangeArguments;

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

    #[command(flatten)]
    pub change: ChangeArguments,
}

const RENAME_EXIT: &str = "\
Exit code:
  0  renamed
  3  wrong usage, refused since a name would change its meaning, or something could not be read or written";
