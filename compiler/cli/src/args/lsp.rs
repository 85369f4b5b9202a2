//! `tm lsp`.

use clap::Args;

use super::Outside;

#[derive(Args)]
#[command(after_help = LSP_EXIT)]
pub struct LspArguments {
    /// The protocol goes over standard input and output: there is no other way
    #[arg(long)]
    pub stdio: bool,

    #[command(flatten)]
    pub outside: Outside,
}

const LSP_EXIT: &str = "\
Exit code:
  0  the editor ended the session
  1  the editor was gone before it did
  3  wrong usage, or the server could not start";
