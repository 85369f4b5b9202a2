//! `tm explain`.

use clap::Args;

use super::{EXIT, Question};

#[derive(Args)]
#[command(after_help = EXIT)]
pub struct ExplainArguments {
    /// The name of a rule, diagnostic, kind, attribute, enum, value or relation, or of an element of the model; with a
    /// word in front where it means several things: kind orders, "data orders", "flow cart->orders"
    #[arg(value_name = "NAME", required = true, num_args = 1..)]
    pub name: Vec<String>,

    #[command(flatten)]
    pub question: Question,
}
