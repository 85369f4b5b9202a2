//! `tm fmt`: rewrites sources in the canonical format.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tm_emit::inline;
use tm_project::{LoadOptions, MANIFEST, Project, STANDARD_INPUT, roots_below};

use crate::args::FmtArguments;
use crate::commands::place;
use crate::error::{CommandError, Result, complain};
use crate::exit::Exit;
use crate::files::Draft;
use crate::load;
use crate::terminal::{Output, Terminal, Verbosity, verbosity};
use crate::verbose;

/// Longer paths are cut.
const PATH: usize = 600;

pub fn run(arguments: &FmtArguments, terminal: &Terminal) -> Result<Exit> {
    let stands_for = arguments.stdin_filename.as_deref();
    if let [only] = arguments.paths.as_slice()
        && load::is_standard_input(Some(only), stands_for)?
    {
        return standard_input(arguments.check, stands_for, terminal);
    }
    load::is_standard_input(None, stands_for)?;
    let here = [PathBuf::from(".")];
    let paths = if arguments.paths.is_empty() { &here } else { arguments.paths.as_slice() };
    let mut run = Run { check: arguments.check, output: terminal.output(), done: BTreeSet::new(), exit: Exit::Clean };
    for path in paths {
        run.path(path)?;
    }
    run.output.finish()?;
    Ok(run.exit)
}

/// Formats it to standard output; what has syntax errors comes out as it is, so that an editor loses nothing.
fn standard_input(check: bool, stands_for: Option<&Path>, terminal: &Terminal) -> Result<Exit> {
    let limit = LoadOptions::default().max_file_bytes;
    let bytes = load::standard_input(limit)?;
    let shown = stands_for.map_or_else(|| STANDARD_INPUT.to_owned(), |path| path.display().to_string());
    if bytes.len() as u64 > limit {
        return Err(CommandError::new(format!("`{shown}` is too large to be formatted")));
    }
    let Ok(text) = String::from_utf8(bytes) else {
        complain("error", &format!("{shown}: it is not UTF-8"));
        return Ok(Exit::Errors);
    };
    let formatted = tm_syntax::format(&text);
    let exit = told(&shown, &text, formatted.is_partial);
    let mut output = terminal.output();
    if !check {
        output.write(|to| to.write_all(formatted.text.as_bytes()))?;
    } else if formatted.text != text {
        output.line(&format!("would format {}", inline(&shown, PATH)))?;
    }
    output.finish()?;
    Ok(if check && formatted.text != text { exit.max(Exit::Findings) } else { exit })
}

/// Tells the syntax errors.
fn told(shown: &str, text: &str, is_partial: bool) -> Exit {
    let parsed = tm_syntax::parse(text);
    if !parsed.has_errors() {
        return Exit::Clean;
    }
    for error in parsed.errors.iter().filter(|error| !error.is_warning) {
        let at = place::of(shown, text, error.range.start);
        complain("error", &format!("{at}: {}", error.message));
    }
    if is_partial {
        complain("warning", &format!("{}: what has syntax errors is left as it is", inline(shown, PATH)));
    }
    Exit::Errors
}

struct Run {
    check: bool,
    output: Output,
    /// The real files already seen: paths that are given may overlap.
    done: BTreeSet<PathBuf>,
    exit: Exit,
}

/// A source file.
struct Source {
    /// Where it is.
    real: PathBuf,
    /// As the user would name it.
    shown: String,
    text: String,
}

impl Run {
    /// Of a folder, everything in it is meant: the projects below as well, each by its own ignore rules.
    fn path(&mut self, given: &Path) -> Result<()> {
        let around = tm_project::load(given, &LoadOptions::default())?;
        let (root, within) = (around.root.clone(), given.canonicalize().unwrap_or_else(|_| given.to_path_buf()));
        let mut is_there = self.project(around, given)?;
        for folder in roots_below(&within).into_iter().filter(|folder| *folder != root) {
            is_there |= self.project(tm_project::load(&folder, &LoadOptions::default())?, given)?;
        }
        if !is_there {
            complain("warning", &format!("there is nothing to format in `{}`", given.display()));
        }
        Ok(())
    }

    /// Whether there was anything to look at.
    fn project(&mut self, project: Project, given: &Path) -> Result<bool> {
        let within = given.canonicalize().unwrap_or_else(|_| given.to_path_buf());
        let place = Place { given, within, root: project.root.clone() };
        let broken = self.problems(&project, &place);
        let sources: Vec<Source> = project
            .files
            .into_iter()
            .filter(|file| file.package.is_none() && !broken.contains(&file.path))
            .filter_map(|file| {
                let real = place.root.join(&file.path).canonicalize().ok()?;
                Some(Source { shown: place.shown(&real)?, real, text: file.text })
            })
            .collect();
        let is_there = !(sources.is_empty() && broken.is_empty());
        for source in sources {
            if verbosity() == Verbosity::Verbose {
                verbose::tell(&format!("read {}", source.shown));
            }
            if self.done.insert(source.real.clone()) {
                self.source(&source)?;
            }
        }
        Ok(is_there)
    }

    /// Tells what could not be read as it is; those files are left alone.
    fn problems(&mut self, project: &Project, place: &Place) -> BTreeSet<String> {
        let mut broken = BTreeSet::new();
        for problem in project.problems.iter().filter(|problem| !problem.is_warning) {
            let of_package = project.files.iter().any(|file| file.path == problem.path && file.package.is_some());
            let path = place.root.join(&problem.path);
            let Some(shown) = place.shown(&path) else { continue };
            // That nothing was found is told of each path that is given.
            if of_package || problem.name == "no-sources" || path.file_name().is_some_and(|name| name == MANIFEST) {
                continue;
            }
            complain("error", &format!("{shown}: {}", problem.message));
            // What is no text is a mistake in the file; all else is one of reading it.
            let exit = if problem.name == "invalid-utf-8" { Exit::Errors } else { Exit::Failure };
            self.exit = self.exit.max(exit);
            broken.insert(problem.path.clone());
        }
        broken
    }

    fn source(&mut self, source: &Source) -> Result<()> {
        let formatted = tm_syntax::format(&source.text);
        let shown = inline(&source.shown, PATH);
        self.exit = self.exit.max(told(&source.shown, &source.text, formatted.is_partial));
        if formatted.text == source.text {
            return Ok(());
        }
        if self.check {
            self.exit = self.exit.max(Exit::Findings);
            return self.output.line(&format!("would format {shown}"));
        }
        let mut draft = Draft::new(&source.real)?;
        draft.write(|to| to.write_all(formatted.text.as_bytes()))?;
        draft.publish()?;
        self.output.news(&format!("formatted {shown}"))
    }
}

/// What the user gave, and the project that it is in.
struct Place<'a> {
    given: &'a Path,
    /// The same, symbolic links resolved.
    within: PathBuf,
    root: PathBuf,
}

impl Place<'_> {
    /// The file at `path` in the user's words; `None` if it is not what was given, nor below it.
    fn shown(&self, path: &Path) -> Option<String> {
        let rest = path.strip_prefix(&self.within).ok()?;
        let shown = match (self.given == Path::new("."), rest.as_os_str().is_empty()) {
            (_, true) => self.given.to_path_buf(),
            (true, false) => rest.to_path_buf(),
            (false, false) => self.given.join(rest),
        };
        Some(shown.display().to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_as_the_user_names_them() {
        let place = |given, path: &str| {
            let place = Place { given: Path::new(given), within: "/r/app".into(), root: "/r".into() };
            place.shown(Path::new(path))
        };
        assert_eq!(place(".", "/r/app/a/b.tm").as_deref(), Some("a/b.tm"));
        assert_eq!(place("../app", "/r/app/b.tm").as_deref(), Some("../app/b.tm"));
        assert_eq!(place("x.tm", "/r/app").as_deref(), Some("x.tm"));
        assert_eq!(place(".", "/r/other.tm"), None);
    }
}
