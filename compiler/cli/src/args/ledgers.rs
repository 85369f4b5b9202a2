//! `tm assumptions` and `tm decisions`.

use clap::Args;

use super::{Answer, EXIT, ModelArguments};

#[derive(Args)]
#[command(after_help = EXIT)]
pub struct LedgerArguments {
    #[command(flatten)]
    pub model: ModelArguments,

    #[command(flatten)]
    pub answer: Answer,
}
