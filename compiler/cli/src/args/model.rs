//! What every question has: the model that it is about, and how its answer is written.

use std::path::PathBuf;

use clap::Args;
use tm_analysis::Date;

use super::Outside;
use super::values::date;

#[derive(Args)]
pub struct Question {
    #[command(flatten)]
    pub model: ModelArguments,

    #[command(flatten)]
    pub answer: Answer,
}

#[derive(Args, Default)]
pub struct ModelArguments {
    /// Project folder or file [default: the project around the current folder]
    #[arg(long, value_name = "PATH")]
    pub project: Option<PathBuf>,

    /// The date to judge by, such as 2026-12-31 [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<Date>,

    /// Answer as if this assumption were not made; repeatable
    #[arg(long, value_name = "ASSUMPTION")]
    pub without: Vec<String>,

    #[command(flatten)]
    pub outside: Outside,
}

/// How an answer is written.
#[derive(Args)]
pub struct Answer {
    /// Show everything, however much it is
    #[arg(long)]
    pub all: bool,

    /// Write JSON, for programs
    #[arg(long)]
    pub json: bool,
}
