//! `tm rules` and `tm new-rule`.

use std::path::PathBuf;

use clap::Args;

use super::{EXIT, Question};

#[derive(Args)]
#[command(after_help = EXIT)]
pub struct RulesArguments {
    /// Only these rules or families of rules
    #[arg(value_name = "RULE")]
    pub only: Vec<String>,

    /// Tell what each rule looks at
    #[arg(long, conflicts_with = "framework")]
    pub cost: bool,

    /// Show what the rules cover of a framework, and what no rule is about: stride, linddun, owasp-api, owasp-llm, asvs,
    /// nist, cwe, attack, capec
    #[arg(long, value_name = "FRAMEWORK", conflicts_with = "only")]
    pub framework: Option<String>,

    #[command(flatten)]
    pub question: Question,
}

#[derive(Args)]
pub struct NewRuleArguments {
    /// Family and name of the rule, such as exposure/debug-port-open
    #[arg(value_name = "FAMILY/NAME")]
    pub rule: String,

    /// The folder of rules to write it to [default: `rules` in the folder of the project]
    #[arg(long, value_name = "DIR")]
    pub folder: Option<PathBuf>,
}
