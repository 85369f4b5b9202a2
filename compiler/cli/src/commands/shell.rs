//! `tm completions` and `tm man`: what a shell and `man` know of the command.

use std::fs;
use std::io;
use std::path::Path;

use clap::CommandFactory;
use clap_mangen::Man;

use crate::args::{Arguments, CompletionsArguments, ManArguments};
use crate::error::{CommandError, Result};
use crate::exit::Exit;
use crate::files::Draft;
use crate::terminal::Terminal;

pub fn completions(arguments: &CompletionsArguments, terminal: &Terminal) -> Result<Exit> {
    // Into memory first: the generator takes a reader that goes away for a mistake.
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "tm", &mut text);
    let mut output = terminal.output();
    output.write(|to| to.write_all(&text))?;
    output.finish()?;
    Ok(Exit::Clean)
}

pub fn man(arguments: &ManArguments, terminal: &Terminal) -> Result<Exit> {
    let mut output = terminal.output();
    let mut command = Arguments::command();
    // Each page has the options that go with every command, and the command as it is called.
    command.build();
    match &arguments.out {
        None => output.write(|to| Man::new(command).render(&mut { to }))?,
        Some(folder) => {
            let cannot =
                |error: io::Error| CommandError::new(format!("cannot write to `{}`: {error}", folder.display()));
            fs::create_dir_all(folder).map_err(cannot)?;
            let count = pages(&command, folder)?;
            output.news(&format!("wrote {count} pages to {}", tm_emit::inline(&folder.display().to_string(), 600)))?;
        }
    }
    output.finish()?;
    Ok(Exit::Clean)
}

/// `tm.1`, `tm-check.1`, …
fn pages(command: &clap::Command, folder: &Path) -> Result<usize> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name());
    let mut draft = Draft::new(&folder.join(format!("{name}.1")))?;
    draft.write(|to| Man::new(command.clone()).render(&mut { to }))?;
    draft.publish()?;
    let inner = command.get_subcommands().filter(|inner| !inner.is_hide_set());
    inner.map(|inner| pages(inner, folder)).sum::<Result<usize>>().map(|count| count + 1)
}
