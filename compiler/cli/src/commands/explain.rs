//! `tm explain`: the documentation of a name.

use std::mem::ManuallyDrop;

use tm_analysis::{Database, explain, suggestions};
use tm_emit::inline;

use crate::args::ExplainArguments;
use crate::error::{CommandError, Result};
use crate::exit::Exit;
use crate::terminal::{Output, Terminal};
use crate::{clock, load, stdlib};

/// Longer lines are cut.
const LINE: usize = 10_000;

pub fn run(arguments: &ExplainArguments, terminal: &Terminal) -> Result<Exit> {
    let (std, today) = (stdlib::texts()?, clock::today()?);
    let input = match load::project_here()? {
        Some(project) => tm_input::from_project(project, std, today, Vec::new()).0,
        None => tm_input::only_std(std, today),
    };
    let mut db = ManuallyDrop::new(Database::default());
    let project = db.add_project(input);
    let name = arguments.name.trim();
    let found = explain(&db, project, name);
    if found.is_empty() {
        return Err(unknown(name, &suggestions(&db, project, name)));
    }
    let mut output = terminal.output();
    for (at, explanation) in found.iter().enumerate() {
        if at > 0 {
            output.line("")?;
        }
        let title = format!("{} {}", explanation.kind, explanation.name);
        output.line(&output.styled("1", &inline(&title, LINE)))?;
        if !explanation.text.trim().is_empty() {
            output.line("")?;
            markdown(&mut output, explanation.text.trim_end())?;
        }
    }
    output.finish()?;
    Ok(Exit::Clean)
}

/// As it is written, headings apart.
fn markdown(output: &mut Output, text: &str) -> Result<()> {
    let mut in_code = false;
    for line in text.lines() {
        let shown = inline(line, LINE);
        in_code ^= line.trim_start().starts_with("```");
        if line.starts_with('#') && !in_code {
            output.line(&output.styled("1", &shown))?;
        } else {
            output.line(&shown)?;
        }
    }
    Ok(())
}

fn unknown(name: &str, suggestions: &[String]) -> CommandError {
    let names: Vec<String> = suggestions.iter().map(|name| format!("`{name}`")).collect();
    let help = match names.split_last() {
        None => "give the name of a rule, kind, attribute, enum or relation".to_owned(),
        Some((only, [])) => format!("did you mean {only}?"),
        Some((last, rest)) => format!("did you mean {} or {last}?", rest.join(", ")),
    };
    CommandError::new(format!("there is nothing called `{name}`")).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_read_as_a_sentence() {
        let help = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            format!("{:?}", unknown("x", &names))
        };
        assert!(help(&["a"]).contains("did you mean `a`?"));
        assert!(help(&["a", "b", "c"]).contains("did you mean `a`, `b` or `c`?"));
        assert!(help(&[]).contains("give the name of"));
    }
}
