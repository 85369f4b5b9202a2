//! `tm explain`.

use clap::Args;

#[derive(Args)]
pub struct ExplainArguments {
    /// The name of a rule, kind, attribute, enum or relation, of the standard library or the project around the current
    /// folder
    #[arg(value_name = "NAME")]
    pub name: String,
}
