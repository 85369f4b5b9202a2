//! `tm why`.

use clap::Args;

use super::{EXIT, Question};

#[derive(Args)]
#[command(after_help = EXIT)]
pub struct WhyArguments {
    /// The name of a rule
    #[arg(value_name = "RULE")]
    pub rule: String,

    /// What the rule is to speak about: one element for each variable of its `for`, or the first of them; none for a rule
    /// about the project
    #[arg(value_name = "ELEMENT")]
    pub elements: Vec<String>,

    #[command(flatten)]
    pub question: Question,
}
