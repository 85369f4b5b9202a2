//! `tm list`, `tm query` and `tm model`.

use std::path::PathBuf;

use clap::Args;

use super::{EXIT, ModelArguments, Question};

#[derive(Args)]
#[command(after_help = EXIT)]
pub struct ListArguments {
    /// Only elements of this kind [default: all but decisions]
    #[arg(value_name = "KIND")]
    pub kind: Option<String>,

    /// Only elements of which this holds, or may hold: an expression of the language about `self`, such as
    /// 'self.exposure == internet'
    #[arg(long = "where", value_name = "EXPR")]
    pub condition: Option<String>,

    #[command(flatten)]
    pub model: ModelArguments,

    /// Write JSON, for programs
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
#[command(after_help = EXIT)]
pub struct QueryArguments {
    /// An expression of the language, such as 'collect f in flow if f.encryption == none: f'
    #[arg(value_name = "EXPR")]
    pub expression: String,

    /// The element that is `self` in the expression
    #[arg(long, value_name = "ELEMENT")]
    pub on: Option<String>,

    #[command(flatten)]
    pub question: Question,
}

#[derive(Args)]
#[command(after_help = EXIT)]
pub struct DumpArguments {
    /// The project, as `--project` names it
    #[arg(value_name = "PATH", conflicts_with = "project")]
    pub path: Option<PathBuf>,

    #[command(flatten)]
    pub model: ModelArguments,
}
