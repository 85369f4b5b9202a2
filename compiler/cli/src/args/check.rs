//! `tm check`.

use std::path::PathBuf;

use clap::Args;
use tm_analysis::Date;
use tm_project::{Level, Profile, Scheme};

use super::Outside;
use super::format::{FormatParser, FormatTo};
use super::values::{date, level, profile, scheme, source_url};

#[derive(Args)]
#[command(after_help = CHECK_EXIT)]
pub struct CheckArguments {
    /// Project folder or file; of a file, only what is located in it is told; `-` for standard input [default: the project
    /// around the current folder]
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,

    /// The file that standard input stands for, which need not be on the disk: it is judged in the project around it
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,

    /// How to write what was found, and the file to write it to; repeatable [default: human]
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = FormatParser)]
    pub format: Vec<FormatTo>,

    /// Write to this file instead of standard output; it is written whole or not at all
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// The address of a line in the forge, with `{path}` and `{line}` in it, for links in Markdown
    #[arg(long, value_name = "URL", value_parser = source_url)]
    pub source_url: Option<String>,

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

    /// Findings that this file lists do not count, unless they have become worse; what it lists and is not found is told
    /// [default: that of tm.toml]
    #[arg(long, value_name = "FILE", conflicts_with = "write_baseline")]
    pub baseline: Option<PathBuf>,

    /// Every finding counts, also those that the baseline of tm.toml lists
    #[arg(long, conflicts_with_all = ["baseline", "write_baseline"])]
    pub no_baseline: bool,

    /// Write what is found now to a baseline, in place of telling it [default: that of tm.toml, else tm-baseline.json]
    #[arg(long, value_name = "FILE", num_args = 0..=1, conflicts_with_all = ["select", "ignore", "format", "output"])]
    pub write_baseline: Option<Option<PathBuf>>,

    /// Tell and count only the findings that are new since this revision of git, what is gone, and what silences now
    #[arg(long, value_name = "REV", conflicts_with = "write_baseline")]
    pub changed_since: Option<String>,

    /// Judge with the decisions, assumptions, safeguards, rule levels, profile and baseline of this revision of git
    #[arg(long, value_name = "REV", conflicts_with = "write_baseline")]
    pub decisions_from: Option<String>,

    /// Judge as it stands here: `changed-since` and `decisions-from` of tm.toml do not count
    #[arg(long, conflicts_with_all = ["changed_since", "decisions_from"])]
    pub no_revisions: bool,

    /// Only these rules or families of rules; repeatable, or with commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,

    /// All but these rules or families of rules; repeatable, or with commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,

    /// Rate findings by this scheme, too, for people and as JSON
    #[arg(long, value_name = "SCHEME", value_parser = scheme(), ignore_case = true)]
    pub score: Option<Scheme>,

    /// Show everything, however much it is
    #[arg(long)]
    pub all: bool,

    /// Leave out what decisions, safeguards and the baseline silence, also where a format has a word for it
    #[arg(long)]
    pub hide_silenced: bool,

    #[command(flatten)]
    pub outside: Outside,
}

const CHECK_EXIT: &str = "\
Exit code:
  0  no finding of the severity of --fail-on or above (open questions never count)
  1  findings
  2  the model has errors, so that not everything could be judged
  3  wrong usage, or something could not be read or written";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use clap::Parser;

    use super::*;
    use crate::args::{Arguments, Command};

    fn check(arguments: &[&str]) -> CheckArguments {
        let all = ["tm", "check"].iter().chain(arguments);
        match Arguments::try_parse_from(all).unwrap().command {
            Command::Check(arguments) => arguments,
            _ => panic!("not `check`"),
        }
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
