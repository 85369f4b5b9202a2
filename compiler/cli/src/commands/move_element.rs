//! `tm move`: an element, into another file of its project.

use std::path::Path;

use tm_analysis::inspect::Space;
use tm_emit::inline;
use tm_ide::{MovedFile, move_element};
use tm_project::{MANIFEST, is_ignored};

use crate::args::MoveArguments;
use crate::commands::edits::{self, Edited, PATH};
use crate::error::{CommandError, Result};
use crate::exit::Exit;
use crate::open;
use crate::terminal::Terminal;
use crate::{clock, load, names, stdlib};

/// Longer names are cut.
const NAME: usize = 120;

pub fn run(arguments: &MoveArguments, terminal: &Terminal) -> Result<Exit> {
    let project = load::project(arguments.change.project.as_deref(), &arguments.change.outside.allow_outside)?;
    let root = project.root.clone();
    let path = in_project(&arguments.file, &root)?;
    let (input, options) = tm_input::from_project(project, stdlib::texts()?, clock::today()?, Vec::new());
    let is_source = input.files.iter().any(|file| file.path == path);
    if !is_source && root.join(&path).exists() {
        let error = CommandError::new(format!("`{}` is no source of the project", inline(&path, PATH)));
        return Err(error.help("`.gitignore` names it, or it cannot be read"));
    }
    if !is_source && is_ignored(&root, &path) {
        let error = CommandError::new(format!("cannot move to `{}`: `.gitignore` leaves it out", inline(&path, PATH)));
        return Err(
            error.help("nothing that stands there would be checked: choose another name, or change `.gitignore`")
        );
    }
    let model = open::put(input, options);
    let element = names::element(&model, &arguments.element, Space::All)?;
    let files = move_element(&model.db, model.project, element.id, &path)
        .map_err(|refusal| CommandError::new(inline(&refusal.0, PATH).into_owned()))?;
    let edited = |MovedFile { path, before, after }| Edited { path, before, after };
    let files: Vec<Edited> = files.into_iter().map(edited).collect();
    let mut output = terminal.output();
    if arguments.change.diff {
        files.iter().try_for_each(|file| edits::diff(file, &mut output))?;
    } else {
        edits::write(&root, &files)?;
        let (kind, name) = (&element.kind, inline(&element.name, NAME));
        output.line(&format!("moved {kind} {name} to {}", inline(&path, PATH)))?;
        for other in files.iter().filter(|file| file.path != path) {
            output.line(&format!("changed {}", inline(&other.path, PATH)))?;
        }
    }
    output.finish()?;
    Ok(Exit::Clean)
}

/// The path of a file within the project, with `/`.
fn in_project(file: &Path, root: &Path) -> Result<String> {
    let shown = file.display().to_string();
    let refuse = |why: &str, help: &str| {
        Err(CommandError::new(format!("cannot move to `{}`: {why}", inline(&shown, PATH))).help(help))
    };
    if file.extension().is_none_or(|extension| extension != "tm") {
        return refuse("it is no source", "sources end in `.tm`");
    }
    let folder = match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let Ok(folder) = folder.canonicalize() else { return refuse("there is no such folder", "make it first") };
    let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    let Ok(inside) = folder.strip_prefix(&root) else {
        return refuse("it is outside of the project", "elements move within one project");
    };
    let mut below = root;
    for part in inside {
        below.push(part);
        if below.join(MANIFEST).is_file() {
            return refuse("it belongs to another project", "elements move within one project");
        }
    }
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let path = inside.join(name);
    let parts: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if parts.iter().any(|part| part.starts_with('.')) {
        return refuse("hidden files are no sources", "choose another name");
    }
    Ok(parts.join("/"))
}
