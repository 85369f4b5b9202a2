//! `--format FORMAT` and `--format FORMAT=FILE`.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};
use tm_project::Format;

/// A format, and the file that it goes to; without one, standard output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatTo {
    pub format: Format,
    pub file: Option<PathBuf>,
}

/// Knows the formats by name, for the help and for suggestions.
#[derive(Clone, Copy, Debug)]
pub struct FormatParser;

impl TypedValueParser for FormatParser {
    type Value = FormatTo;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<FormatTo, Error> {
        let text = value.to_str().ok_or_else(|| Error::new(ErrorKind::InvalidUtf8).with_cmd(command))?;
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(file)),
            None => (text, None),
        };
        let Some(format) = Format::ALL.into_iter().find(|format| format.name() == name) else {
            return Err(unknown(command, arg, name));
        };
        if file == Some("") {
            let message = format!("`{text}` names no file: write `{name}=FILE`, or `{name}` for standard output\n");
            return Err(Error::raw(ErrorKind::ValueValidation, message).with_cmd(command));
        }
        Ok(FormatTo { format, file: file.map(PathBuf::from) })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Format::ALL.into_iter().map(|format| PossibleValue::new(format.name()).help(help(format)))))
    }
}

fn help(format: Format) -> &'static str {
    match format {
        Format::Human => "for people",
        Format::Concise => "one line for each",
        Format::Json => "for programs; its schema is published",
        Format::Sarif => "SARIF 2.1.0, for code scanning",
        Format::Github => "annotations of GitHub's workflows",
        Format::Gitlab => "GitLab's code quality report",
        Format::Junit => "JUnit XML",
        Format::Markdown => "for a comment on a pull request",
    }
}

fn unknown(command: &Command, arg: Option<&Arg>, name: &str) -> Error {
    let mut error = Error::new(ErrorKind::InvalidValue).with_cmd(command);
    if let Some(arg) = arg {
        error.insert(ContextKind::InvalidArg, ContextValue::String(arg.to_string()));
    }
    error.insert(ContextKind::InvalidValue, ContextValue::String(name.to_owned()));
    let names = Format::ALL.map(|format| format.name().to_owned());
    if let Some(near) = tm_analysis::nearest(name, Format::ALL.into_iter().map(Format::name)) {
        error.insert(ContextKind::SuggestedValue, ContextValue::String(near.to_string()));
    }
    error.insert(ContextKind::ValidValue, ContextValue::Strings(names.to_vec()));
    error
}
