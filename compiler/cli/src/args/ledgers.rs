//! `tm assumptions`, `tm decisions`, `tm coverage`, `tm stride` and `tm fix-first`.

use std::path::PathBuf;

use clap::Args;

use super::{EXIT, Question};

#[derive(Args)]
#[command(after_help = EXIT)]
pub struct LedgerArguments {
    /// The project, as `--project` names it
    #[arg(value_name = "PATH", conflicts_with = "project")]
    pub path: Option<PathBuf>,

    #[command(flatten)]
    pub question: Question,
}

#[derive(Args)]
#[command(after_help = EXIT)]
pub struct StrideArguments {
    /// Only these elements, each with the rules behind every letter
    #[arg(value_name = "ELEMENT")]
    pub elements: Vec<String>,

    #[command(flatten)]
    pub question: Question,
}
