//! `tm new-rule`: begins a rule with documentation and tests, which parse and pass from the start.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use tm_analysis::{retired_rules, rule_names};

use crate::args::NewRuleArguments;
use crate::error::{CommandError, Result};
use crate::exit::Exit;
use crate::files::Draft;
use crate::load;
use crate::open::model_or_std;
use crate::terminal::Terminal;

const TEMPLATE: &str = include_str!("../../scaffold/rule.template");

pub fn run(arguments: &NewRuleArguments, terminal: &Terminal) -> Result<Exit> {
    let (family, name) = parts(&arguments.rule)?;
    let model = model_or_std(&crate::args::ModelArguments::default())?;
    if rule_names(&model.db, model.project).iter().any(|(known, _)| known == name) {
        let error = CommandError::new(format!("there is a rule `{name}` already"));
        return Err(error.help(format!("names of rules are unique: `tm explain rule {name}` shows it")));
    }
    if let Some(present) = retired_rules(&model.db, model.project).successor(name) {
        let error = CommandError::new(format!("the rule `{present}` was called `{name}`"));
        return Err(error.help("choose another name: what is said of the old one is said of that rule"));
    }
    let folder = match &arguments.folder {
        Some(folder) => folder.clone(),
        None => rules_folder()?,
    };
    let path = folder.join(family).join(format!("{name}.tm"));
    let text = TEMPLATE.replace("{module}", &module(&folder)).replace("{name}", name).replace("{title}", &title(name));
    write_new(&path, &text)?;
    let here = env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf));
    let shown = here.unwrap_or(path).display().to_string();
    let mut output = terminal.output();
    output.news(&format!("wrote {}", tm_emit::inline(&shown, 600)))?;
    output.news("It works as it is. Write what it is about, its condition and its tests, then run `tm test`.")?;
    output.finish()?;
    Ok(Exit::Clean)
}

/// `exposure/debug-port-open`
fn parts(rule: &str) -> Result<(&str, &str)> {
    let is_name = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && !part.ends_with('-')
            && !part.contains("--")
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    match rule.split_once('/') {
        Some((family, name)) if is_name(family) && is_name(name) => Ok((family, name)),
        _ => {
            let error = CommandError::new(format!("`{rule}` is no FAMILY/NAME"));
            Err(error.help("both are words of lower-case letters with hyphens, such as exposure/debug-port-open"))
        }
    }
}

fn rules_folder() -> Result<PathBuf> {
    match load::project_here()? {
        Some(project) => Ok(project.root.join("rules")),
        None => {
            let error = CommandError::new("there is no project around this folder");
            Err(error.help("`tm init` makes one; or name the folder of rules: `--folder DIR`"))
        }
    }
}

/// The `module` line of the rules that stand beside it, if they have one.
fn module(folder: &Path) -> String {
    let families = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = families.flat_map(|family| fs::read_dir(family.path()).into_iter().flatten().flatten());
    let mut paths: Vec<PathBuf> = files.map(|file| file.path()).filter(|path| is_source(path)).collect();
    paths.sort();
    let text = paths.first().and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
    match text.lines().next().filter(|line| line.starts_with("module ")) {
        Some(line) => format!("{line}\n\n"),
        None => String::new(),
    }
}

fn is_source(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "tm")
}

/// `debug-port-open` as a sentence without its stop.
fn title(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut chars = words.chars();
    chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
}

/// Writes a file that must not be there yet.
pub(super) fn write_new(path: &Path, text: &str) -> Result<()> {
    let cannot = |error: std::io::Error| CommandError::new(format!("cannot write `{}`: {error}", path.display()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(cannot)?;
    }
    let mut draft = Draft::new(path)?;
    draft.write(|to| to.write_all(text.as_bytes()))?;
    draft.publish_new()
}

#[cfg(test)]
mod tests {
    use super::{parts, title};

    #[test]
    fn families_and_names_are_plain_words() {
        assert_eq!(parts("exposure/debug-port-open").ok(), Some(("exposure", "debug-port-open")));
        for wrong in ["", "exposure", "/x", "x/", "Exposure/x", "a/b/c", "a/../b", "a/b-", "a/b--c", "a/1b", "a/b c"] {
            assert!(parts(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_title_is_a_sentence() {
        assert_eq!(title("debug-port-open"), "Debug port open");
    }
}
