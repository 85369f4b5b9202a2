//! `tm completions` and `tm man`.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

#[derive(Args)]
#[command(after_help = COMPLETIONS)]
pub struct CompletionsArguments {
    /// For which shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

#[derive(Args)]
pub struct ManArguments {
    /// Write a page for each command to this folder [default: the page of `tm` to standard output]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

const COMPLETIONS: &str = "\
Put what it prints where your shell looks for it:
  bash  tm completions bash > ~/.local/share/bash-completion/completions/tm
  zsh   tm completions zsh > a folder of $fpath, as _tm
  fish  tm completions fish > ~/.config/fish/completions/tm.fish";
