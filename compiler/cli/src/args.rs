//! What can be written on the command line.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use tm_analysis::Date;
use tm_project::{Level, Profile};

/// A compiler for threat models: checks what a system says about itself against rules that name threats.
#[derive(Parser)]
#[command(name = "tm", version, disable_help_subcommand = true, after_help = ENVIRONMENT)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,

    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: When,
}

#[derive(Subcommand)]
pub enum Command {
    /// Judge a model: findings, open questions, errors
    Check(CheckArguments),
    /// Rewrite sources in the one canonical format
    Fmt(FmtArguments),
    /// Run the tests of rules
    Test(TestArguments),
    /// Explain a rule, kind, attribute, enum or relation
    Explain(ExplainArguments),
}

#[derive(Args)]
#[command(after_help = CHECK_EXIT)]
pub struct CheckArguments {
    /// Project folder or file; of a file, only what is located in it is told [default: the project around the current
    /// folder]
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,

    /// How to write what was found
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,

    /// The date to judge by, such as 2026-12-31 [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<Date>,

    /// How open questions are treated [default: that of tm.toml, else default]
    #[arg(long, value_parser = profile(), ignore_case = true)]
    pub profile: Option<Profile>,

    /// The lowest severity of a finding that makes the exit code 1 [default: that of tm.toml, else low]
    #[arg(long, value_name = "SEVERITY", value_parser = level(), ignore_case = true)]
    pub fail_on: Option<Level>,

    /// Judge as if this assumption were not made; repeatable
    #[arg(long, value_name = "ASSUMPTION")]
    pub without: Vec<String>,

    /// Only these rules or families of rules; repeatable, or with commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,

    /// All but these rules or families of rules; repeatable, or with commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,

    /// Show everything, however much it is
    #[arg(long)]
    pub all: bool,

    #[command(flatten)]
    pub outside: Outside,
}

#[derive(Args)]
#[command(after_help = FMT_EXIT)]
pub struct FmtArguments {
    /// Folders and files; of a folder, the sources of its project that lie in it [default: the current folder]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Change nothing, and say what would be changed
    #[arg(long)]
    pub check: bool,
}

#[derive(Args)]
#[command(after_help = TEST_EXIT)]
pub struct TestArguments {
    /// Project folder or file [default: the project around the current folder]
    #[arg(value_name = "PATH", conflicts_with = "std")]
    pub path: Option<PathBuf>,

    /// Run the tests of the standard library instead
    #[arg(long)]
    pub std: bool,

    #[command(flatten)]
    pub outside: Outside,
}

#[derive(Args)]
pub struct ExplainArguments {
    /// The name of a rule, kind, attribute, enum or relation, of the standard library or the project around the current
    /// folder
    #[arg(value_name = "NAME")]
    pub name: String,
}

#[derive(Args)]
pub struct Outside {
    /// Let packages come from this folder, although it is outside the repository; repeatable
    #[arg(long, value_name = "DIR")]
    pub allow_outside: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Human,
    /// One line for each
    Concise,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless the environment says otherwise
    #[default]
    Auto,
    Always,
    Never,
}

const ENVIRONMENT: &str = "\
Environment:
  TM_STDLIB=DIR            use the standard library in this folder instead of the one built in
  NO_COLOR, CLICOLOR_FORCE no colour, or colour even if the output is no terminal";

const CHECK_EXIT: &str = "\
Exit code:
  0  no finding of the severity of --fail-on or above (open questions never count)
  1  findings
  2  the model has errors, so that not everything could be judged
  3  wrong usage, or something could not be read or written";

const FMT_EXIT: &str = "\
Exit code:
  0  done, or nothing to do
  1  with --check: files would be changed
  2  there are syntax errors; what has them is left as it is
  3  wrong usage, or something could not be read or written";

const TEST_EXIT: &str = "\
Exit code:
  0  all tests pass
  1  tests fail
  2  the sources have errors
  3  wrong usage, or something could not be read or written";

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "not a date such as 2026-12-31".to_owned())
}

fn profile() -> impl TypedValueParser<Value = Profile> {
    let help = |profile| match profile {
        Profile::Draft => "hide open questions, and count them",
        Profile::Default => "tell open questions",
        Profile::Strict => "make those about heightened elements possible findings, one severity lower",
        Profile::Paranoid => "make all of them possible findings, one severity lower",
    };
    let values = Profile::ALL.map(|profile| PossibleValue::new(profile.name()).help(help(profile)));
    PossibleValuesParser::new(values).try_map(|text| named(&Profile::ALL, Profile::name, &text))
}

fn level() -> impl TypedValueParser<Value = Level> {
    PossibleValuesParser::new(Level::ALL.map(Level::name)).try_map(|text| named(&Level::ALL, Level::name, &text))
}

fn named<T: Copy>(all: &[T], name: fn(T) -> &'static str, text: &str) -> Result<T, String> {
    let found = all.iter().copied().find(|value| name(*value).eq_ignore_ascii_case(text));
    found.ok_or_else(|| format!("there is no `{text}`"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use clap::CommandFactory;

    use super::*;

    fn check(arguments: &[&str]) -> CheckArguments {
        let all = ["tm", "check"].iter().chain(arguments);
        match Arguments::try_parse_from(all).unwrap().command {
            Command::Check(arguments) => arguments,
            _ => panic!("not `check`"),
        }
    }

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn rules_are_separated_by_commas_or_repeated() {
        let arguments = check(&["--select", "a,b", "--select=c", "--ignore", "d"]);
        assert_eq!(arguments.select, ["a", "b", "c"]);
        assert_eq!(arguments.ignore, ["d"]);
    }

    #[test]
    fn profiles_and_severities_are_those_of_the_manifest() {
        for profile in Profile::ALL {
            assert_eq!(check(&["--profile", profile.name()]).profile, Some(profile));
        }
        for level in Level::ALL {
            assert_eq!(check(&["--fail-on", level.name()]).fail_on, Some(level));
        }
        assert_eq!(check(&["--fail-on", "HIGH"]).fail_on, Some(Level::High));
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        assert!(Arguments::try_parse_from(["tm", "check", "--today", "2026-02-30"]).is_err());
        assert_eq!(check(&["--today", "2026-02-28"]).today, Date::parse("2026-02-28"));
    }
}
