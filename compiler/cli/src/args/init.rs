//! `tm init` and `tm watch`.

use std::path::PathBuf;

use clap::Args;
use tm_analysis::Date;
use tm_project::Profile;

use super::Outside;
use super::values::{date, profile};

#[derive(Args)]
pub struct InitArguments {
    /// The folder to make a project in [default: the current one]
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

#[derive(Args)]
pub struct WatchArguments {
    /// Project folder or file [default: the project around the current folder]
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,

    /// The date to judge by, such as 2026-12-31 [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<Date>,

    /// How open questions are treated [default: that of tm.toml, else default]
    #[arg(long, value_parser = profile(), ignore_case = true)]
    pub profile: Option<Profile>,

    #[command(flatten)]
    pub outside: Outside,
}
