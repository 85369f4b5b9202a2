//! What the caller says and what `tm.toml` says, put together: the caller wins.

use std::path::{Path, PathBuf};

use tm_analysis::report::Severity;
use tm_project::{Config, Project};

use super::outputs::Outputs;
use crate::args::{CheckArguments, FormatTo};
use crate::error::{CommandError, Result};
use crate::terminal::Terminal;

/// How to tell what was found.
pub struct Settings {
    pub outputs: Outputs,
    /// Findings below this fail nothing.
    pub fail_on: Severity,
    pub source_url: Option<String>,
    pub all: bool,
    pub hide_silenced: bool,
    pub terminal: Terminal,
}

impl Settings {
    /// `telling` is what `[check]` says about telling, which may be that of another revision.
    pub fn new(
        arguments: &CheckArguments,
        project: &Project,
        telling: &Config,
        terminal: &Terminal,
    ) -> Result<Settings> {
        let config = telling;
        let in_project = |file: &String| in_project(&project.root, file);
        // One way of writing says where all of it goes.
        let is_own = !arguments.format.is_empty();
        let formats: Vec<FormatTo> = if is_own {
            arguments.format.clone()
        } else {
            let to = |to: &tm_project::FormatTo| {
                Ok(FormatTo { format: to.format, file: to.file.as_ref().map(in_project).transpose()? })
            };
            config.formats.iter().map(to).collect::<Result<_>>()?
        };
        let output = match (&arguments.output, &config.output) {
            (Some(file), _) => Some(file.clone()),
            (None, Some(file)) if !is_own => Some(in_project(file)?),
            (None, _) => None,
        };
        Ok(Settings {
            outputs: Outputs::new(&formats, output.as_deref())?,
            fail_on: arguments.fail_on.or(project.config.fail_on).map_or(Severity::Low, tm_input::severity),
            source_url: arguments.source_url.clone().or_else(|| config.source_url.clone()),
            all: arguments.all || config.all,
            hide_silenced: arguments.hide_silenced || config.hide_silenced,
            terminal: terminal.prefer(config),
        })
    }
}

/// A file to write that the caller did not name: no link in the project may lead it elsewhere.
pub fn in_project(root: &Path, path: &str) -> Result<PathBuf> {
    let file = root.join(path);
    let folder = file.parent().unwrap_or(root);
    let leaves = |path: &Path| path.canonicalize().is_ok_and(|real| !real.starts_with(root));
    if leaves(&file) || leaves(folder) {
        let message = format!("cannot write `{path}`: a symbolic link leads out of the project");
        return Err(CommandError::new(message).help("remove the link, or name the file on the command line"));
    }
    Ok(file)
}
