//! `--baseline` and `--write-baseline`: findings that a project had when it began to be checked.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use tm_analysis::ReportOptions;
use tm_analysis::report::Report;
use tm_project::{BaselineError, MANIFEST, Project, read_baseline};

use super::settings::in_project;
use crate::args::CheckArguments;
use crate::error::{CommandError, Result};
use crate::exit::Exit;
use crate::files::Draft;
use crate::terminal::Terminal;

/// Where a baseline is written if nobody says where.
const FILE: &str = "tm-baseline.json";

/// Lets the baseline of the caller take the place of that of `tm.toml`.
pub fn read(path: &Path, root: &Path, options: &mut ReportOptions) -> Result<()> {
    let real = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let inside = real.strip_prefix(root).ok();
    let parts = inside.map(|inside| inside.iter().map(OsStr::to_string_lossy).collect::<Vec<_>>().join("/"));
    let shown = parts.clone().unwrap_or_else(|| path.display().to_string());
    let file =
        read_baseline(path, &shown).map_err(|BaselineError { message, help }| CommandError::new(message).help(help))?;
    // Places are told in files of the project.
    let mut outside = Vec::new();
    let files = if parts.is_some() { &mut options.extra_files } else { &mut outside };
    options.baseline = Some(tm_input::baseline(file, files));
    Ok(())
}

/// The file to write one to.
pub struct Target {
    path: PathBuf,
    /// As `tm.toml` would name it; `None` where it names one, or cannot.
    to_name: Option<String>,
}

impl Target {
    /// `None`: nothing is to be written.
    pub fn new(arguments: &CheckArguments, project: &Project) -> Result<Option<Target>> {
        let Some(given) = &arguments.write_baseline else { return Ok(None) };
        if let Some(file) = &project.focus {
            let message = format!("a baseline is about a project, not about `{file}` alone");
            return Err(CommandError::new(message).help("name the folder of the project"));
        }
        if project.root.as_os_str().is_empty() {
            let error = CommandError::new("a baseline is about a project, not about standard input");
            return Err(error.help("name the folder of the project"));
        }
        let named = project.config.baseline.as_ref();
        let path = match (given, named) {
            (Some(path), _) => path.clone(),
            (None, Some(named)) => in_project(&project.root, &named.value)?,
            (None, None) => in_project(&project.root, FILE)?,
        };
        let extension = path.extension().and_then(OsStr::to_str);
        if extension.is_some_and(|extension| matches!(extension, "tm" | "toml")) {
            let message = format!("`{}` is no file for a baseline", path.display());
            return Err(CommandError::new(message)
                .help("name a `.json` file; what to check stands before the option: tm check PATH --write-baseline"));
        }
        let to_name = named.is_none() && project.manifest.is_some() && given.is_none();
        Ok(Some(Target { path, to_name: to_name.then(|| FILE.to_owned()) }))
    }

    /// Writes what was found, and says where. What could not be judged would be new each time: errors come first.
    pub fn write(&self, report: &Report, terminal: &Terminal) -> Result<Exit> {
        if !report.errors.is_empty() {
            let message = "no baseline is written: the model has errors, so that not everything could be judged";
            CommandError::new(message).help("`tm check` shows the errors").print();
            return Ok(Exit::Errors);
        }
        let mut draft = Draft::new(&self.path)?;
        draft.write(|to| tm_emit::baseline(report, to))?;
        draft.publish()?;
        let here = env::current_dir().ok();
        let shown = here.and_then(|here| self.path.strip_prefix(here).ok()).unwrap_or(&self.path);
        let findings = if report.findings.len() == 1 { "finding" } else { "findings" };
        let mut output = terminal.output();
        output.news(&format!("wrote {}: {} {findings}", shown.display(), report.findings.len()))?;
        if let Some(file) = &self.to_name {
            output.news(&format!("Next: write `baseline = \"{file}\"` below `[check]` in {MANIFEST}"))?;
        }
        output.finish()?;
        Ok(Exit::Clean)
    }
}
