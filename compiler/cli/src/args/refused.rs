//! What is said of an option that other commands have.

use std::ffi::OsString;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::Arguments;

/// The error to print for a command line that was refused. Where the project is an argument, `--project` is told so: an
/// option that only looks like it would not help.
pub fn refused(error: Error, line: impl IntoIterator<Item = OsString>) -> Error {
    let is_project = matches!(error.get(ContextKind::InvalidArg), Some(ContextValue::String(it)) if it == "--project");
    if error.kind() != ErrorKind::UnknownArgument || !is_project {
        return error;
    }
    let mut root = Arguments::command();
    // Only then does a command know what it is called in its usage.
    root.build();
    let name = line.into_iter().skip(1).find(|word| root.find_subcommand(word).is_some());
    let Some(command) = name.and_then(|name| root.find_subcommand_mut(name)) else { return error };
    if !command.get_positionals().any(|argument| matches!(argument.get_id().as_str(), "path" | "paths")) {
        return error;
    }
    let name = command.get_bin_name().unwrap_or("tm").to_owned();
    let message =
        format!("unexpected argument '--project' found\n\n  tip: the project stands by itself: '{name} PATH'");
    command.error(ErrorKind::UnknownArgument, message)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use clap::Parser;

    use super::*;

    fn told(line: &[&str]) -> String {
        let error = Arguments::try_parse_from(line).err().unwrap();
        refused(error, line.iter().map(OsString::from)).to_string()
    }

    #[test]
    fn the_project_is_an_argument_where_it_is_one() {
        for command in ["check", "test", "fmt", "fix", "watch"] {
            for option in [&["--project", "x"][..], &["--project=x"]] {
                let told = told(&[&["tm", command], option].concat());
                assert!(told.contains(&format!("the project stands by itself: 'tm {command} PATH'")), "{told}");
                assert!(told.contains(&format!("Usage: tm {command} ")), "{told}");
            }
        }
    }

    #[test]
    fn other_errors_are_left_alone() {
        assert!(!told(&["tm", "man", "--project", "x"]).contains("stands by itself"));
        assert!(told(&["tm", "check", "--projekt", "x"]).contains("--projekt"));
        assert!(told(&["tm", "--project", "x"]).contains("--project"));
    }
}
