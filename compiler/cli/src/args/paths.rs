//! `tm paths` and `tm who-reaches`.

use clap::Args;

use super::{EXIT, Question};

#[derive(Args)]
#[command(after_help = EXIT)]
pub struct PathsArguments {
    /// An element, or a kind for all its elements
    #[arg(value_name = "FROM")]
    pub from: String,

    /// An element, or a kind for all its elements
    #[arg(value_name = "TO")]
    pub to: String,

    /// The relation to go along
    #[arg(long, value_name = "RELATION", default_value = "request")]
    pub along: String,

    #[command(flatten)]
    pub question: Question,
}

#[derive(Args)]
#[command(after_help = EXIT)]
pub struct WhoReachesArguments {
    /// An element
    #[arg(value_name = "ELEMENT")]
    pub element: String,

    /// The relation to go along
    #[arg(long, value_name = "RELATION", default_value = "request")]
    pub along: String,

    #[command(flatten)]
    pub question: Question,
}
