//! What can be written on the command line: one file for each command.

mod change;
mod check;
mod explain;
mod fix;
mod fmt;
mod format;
mod init;
mod ledgers;
mod lsp;
mod model;
mod move_element;
mod paths;
mod query;
mod refused;
mod rename;
mod rules;
mod shell;
mod test;
mod values;
mod why;

use std::path::PathBuf;

use clap::builder::Styles;
use clap::builder::styling::{Ansi256Color, Color, Style};
use clap::{Args, Parser, Subcommand};
use tm_emit::palette;
use tm_project::Colour;

pub use change::ChangeArguments;
pub use check::CheckArguments;
pub use explain::ExplainArguments;
pub use fix::FixArguments;
pub use fmt::FmtArguments;
pub use format::FormatTo;
pub use init::{InitArguments, WatchArguments};
pub use ledgers::{LedgerArguments, StrideArguments};
pub use lsp::LspArguments;
pub use model::{ModelArguments, Question};
pub use move_element::MoveArguments;
pub use paths::{PathsArguments, WhoReachesArguments};
pub use query::{DumpArguments, ListArguments, QueryArguments};
pub use refused::refused;
pub use rename::RenameArguments;
pub use rules::{NewRuleArguments, RulesArguments};
pub use shell::{CompletionsArguments, ManArguments};
pub use test::TestArguments;
pub use why::WhyArguments;

use values::colour;

/// A compiler for threat models: checks what a system says about itself against rules that name threats.
#[derive(Parser)]
#[command(name = "tm", version = env!("TM_VERSION"), disable_help_subcommand = true, styles = STYLES, after_help = ENVIRONMENT)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,

    /// When to use colour [default: auto]
    #[arg(long, global = true, value_parser = colour(), value_name = "WHEN")]
    pub color: Option<Colour>,

    /// Tell errors and findings, and what is asked for; nothing else
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,

    /// Tell on standard error what is read, what it is judged by, and how long each part takes
    #[arg(long, short, global = true)]
    pub verbose: bool,
}

#[derive(Subcommand)]
pub enum Command {
    /// Judge a model: findings, open questions, errors
    Check(CheckArguments),
    /// Check a model again whenever it changes
    Watch(WatchArguments),
    /// Make a small project to begin with
    Init(InitArguments),
    /// Rewrite sources in the one canonical format
    Fmt(FmtArguments),
    /// Mend what can be mended without asking: misspelt names, the format, statements that repeat
    Fix(FixArguments),
    /// Run the tests of rules
    Test(TestArguments),
    /// Explain a name: a rule, a diagnostic, vocabulary, or an element with all its values
    Explain(ExplainArguments),
    /// Say why a rule fires on an element, or why it does not
    Why(WhyArguments),
    /// List elements, all or those of a kind of which something holds
    List(ListArguments),
    /// Evaluate an expression of the language over the model
    Query(QueryArguments),
    /// Write the checked model as JSON
    Model(DumpArguments),
    /// Give something another name, wherever the project names it
    Rename(RenameArguments),
    /// Move an element into another file of its project
    Move(MoveArguments),
    /// List the rules, and how often each fires here
    Rules(RulesArguments),
    /// Begin a rule: documentation, rule, tests
    NewRule(NewRuleArguments),
    /// Show the shortest way from one element to another
    Paths(PathsArguments),
    /// List who reaches an element
    WhoReaches(WhoReachesArguments),
    /// Tell what to mend first: changes of the model, each tried, by what they remove
    FixFirst(LedgerArguments),
    /// Show each element by the letters of STRIDE: found, open, decided, not applicable
    Stride(StrideArguments),
    /// Count the controls that are stated, of those that rules ask for
    Coverage(LedgerArguments),
    /// List what is assumed, and what would be found without it
    Assumptions(LedgerArguments),
    /// List decisions and safeguards, what each silences, and which are overdue or stale
    Decisions(LedgerArguments),
    /// Serve an editor: the language server
    Lsp(LspArguments),
    /// Print what a shell needs to complete commands and options
    Completions(CompletionsArguments),
    /// Write manual pages
    Man(ManArguments),
}

impl Command {
    /// Commands about a whole model take its path by itself, as `tm check` does.
    pub fn with_project(mut self) -> Command {
        let (path, model) = match &mut self {
            Command::FixFirst(it) | Command::Coverage(it) | Command::Assumptions(it) | Command::Decisions(it) => {
                (it.path.take(), &mut it.question.model)
            }
            Command::Model(it) => (it.path.take(), &mut it.model),
            _ => return self,
        };
        model.project = model.project.take().or(path);
        self
    }
}

#[derive(Args, Default)]
pub struct Outside {
    /// Let packages come from this folder, although it is outside the repository; repeatable
    #[arg(long, value_name = "DIR")]
    pub allow_outside: Vec<PathBuf>,
}

/// Those of the library are made for dark terminals.
const STYLES: Styles =
    Styles::styled().error(coloured(palette::HIGH)).valid(coloured(palette::INFO)).invalid(coloured(palette::MEDIUM));

const fn coloured(number: u8) -> Style {
    Style::new().bold().fg_color(Some(Color::Ansi256(Ansi256Color(number))))
}

const ENVIRONMENT: &str = "\
Environment:
  TM_STDLIB=DIR            use the standard library in this folder instead of the one built in
  NO_COLOR, CLICOLOR_FORCE no colour, or colour even if the output is no terminal";

/// Of the commands that answer questions.
const EXIT: &str = "\
Exit code:
  0  an answer was given
  2  an answer was given, but the model has errors, so that it may not be whole
  3  wrong usage, or something could not be read or written";

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
