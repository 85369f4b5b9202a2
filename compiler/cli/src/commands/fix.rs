//! `tm fix`: mends what can be mended without asking.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tm_emit::inline;
use tm_ide::{Fix, FixedFile, Left, Why, fix};
use tm_project::Project;

use crate::args::FixArguments;
use crate::commands::edits::{self, Edited, PATH, counted};
use crate::commands::place;
use crate::error::{Result, complain};
use crate::exit::Exit;
use crate::terminal::Terminal;
use crate::{clock, load, stdlib};

/// So much of what is left is told.
const TOLD: usize = 50;

pub fn run(arguments: &FixArguments, terminal: &Terminal) -> Result<Exit> {
    let given = arguments.path.clone().unwrap_or_else(|| PathBuf::from("."));
    let project = load::project(Some(&given), &arguments.outside.allow_outside)?;
    let root = project.root.clone();
    let within = given.canonicalize().unwrap_or(given);
    let (broken, mut exit) = unreadable(&project);
    let (input, options) = tm_input::from_project(project, stdlib::texts()?, clock::today()?, Vec::new());
    let is_meant = |path: &str| {
        let real = root.join(path).canonicalize();
        !broken.contains(path) && real.is_ok_and(|real| real.starts_with(&within))
    };
    let fixed = fix(input, &options, &is_meant);
    let files: Vec<Edited> = fixed.files.iter().map(edited).collect();
    let mut output = terminal.output();
    if arguments.diff {
        files.iter().try_for_each(|file| edits::diff(file, &mut output))?;
    }
    if !arguments.diff && !arguments.check {
        edits::write(&root, &files)?;
    }
    if !arguments.diff {
        let would = if arguments.check { "would fix " } else { "fixed " };
        for file in &fixed.files {
            output.line(&format!("{would}{}: {}", inline(&file.path, PATH), told(file)))?;
        }
    }
    output.finish()?;
    if arguments.check && !files.is_empty() {
        exit = exit.max(Exit::Findings);
    }
    leave(&fixed);
    if fixed.errors > 0 {
        let errors = counted(fixed.errors, "error");
        complain("warning", &format!("the model has {errors}, which `tm check` shows"));
        exit = exit.max(Exit::Errors);
    }
    Ok(exit)
}

/// Files that could not be read as they are, which are left alone.
fn unreadable(project: &Project) -> (BTreeSet<String>, Exit) {
    let mut exit = Exit::Clean;
    let mut broken = BTreeSet::new();
    for problem in project.problems.iter().filter(|problem| !problem.is_warning) {
        complain("error", &format!("{}: {}", problem.path, problem.message));
        let is_text = problem.name != "invalid-utf-8" && Path::new(&problem.path).extension().is_some();
        exit = exit.max(if is_text { Exit::Failure } else { Exit::Errors });
        broken.insert(problem.path.clone());
    }
    (broken, exit)
}

fn edited(file: &FixedFile) -> Edited {
    Edited { path: file.path.clone(), before: Some(file.before.clone()), after: file.after.clone() }
}

/// What has become of a file.
fn told(file: &FixedFile) -> String {
    let mut done = Vec::new();
    if file.names > 0 {
        done.push(format!("{} spelt right", counted(file.names, "name")));
    }
    if file.retired > 0 {
        done.push(format!("{} replaced", counted(file.retired, "retired name")));
    }
    if file.gathered > 0 {
        done.push(format!("{} gathered in `each`", counted(file.gathered, "statement")));
    }
    if done.is_empty() {
        done.push("formatted".to_owned());
    }
    done.join(", ")
}

/// Tells what is left to people, and why.
fn leave(fixed: &Fix) {
    for left in fixed.left.iter().take(TOLD) {
        let Left { path, offset, text, message, help, why } = left;
        let why = match why {
            Why::Value => "what is stated is never changed",
            Why::Decides => "what silences or assumes something is never changed",
            Why::Taken => "its present name stands there, too",
            Why::Broken => "its file has syntax errors",
            Why::Unsure => "something else could be meant",
        };
        complain("warning", &format!("{}: {message}; {help} ({why})", place::of(path, text, *offset)));
    }
    if fixed.left.len() > TOLD {
        complain("warning", &format!("{} more are left, which `tm check` shows", fixed.left.len() - TOLD));
    }
    if let Some(why) = &fixed.not_gathered {
        complain("warning", &format!("statements that repeat are left as they are: {why}"));
    }
}
