//! `tm init`: a small project to begin with.

use std::env;
use std::fs;
use std::path::Path;

use tm_project::MANIFEST;

use super::new_rule::write_new;
use crate::args::InitArguments;
use crate::error::{CommandError, Result};
use crate::exit::Exit;
use crate::terminal::Terminal;

const FILES: [(&str, &str); 2] = [
    (MANIFEST, include_str!("../../scaffold/project/tm.toml")),
    ("system.tm", include_str!("../../scaffold/project/system.tm")),
];

/// Where the name of the folder cannot be one.
const NAME: &str = "system";

pub fn run(arguments: &InitArguments, terminal: &Terminal) -> Result<Exit> {
    let folder = arguments.folder.as_deref().unwrap_or(Path::new("."));
    let has_sources = fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| {
        let name = entry.file_name();
        name == MANIFEST || Path::new(&name).extension().is_some_and(|extension| extension == "tm")
    });
    if has_sources {
        let error = CommandError::new(format!("there is a model in `{}` already", folder.display()));
        return Err(error.help("nothing is overwritten: name another folder, `tm init DIR`, or run `tm check` here"));
    }
    let name = name(folder);
    for (file, text) in FILES {
        write_new(&folder.join(file), &text.replace("{name}", &name))?;
    }
    let mut output = terminal.output();
    for (file, _) in FILES {
        let shown = folder.join(file).display().to_string();
        output.news(&format!("wrote {}", tm_emit::inline(shown.trim_start_matches("./"), 600)))?;
    }
    let place = if folder == Path::new(".") { String::new() } else { format!(" {}", folder.display()) };
    output.news(&format!("Next: tm check{}", tm_emit::inline(&place, 600)))?;
    output.finish()?;
    Ok(Exit::Clean)
}

/// That of the folder, as far as it can be the name of a module.
fn name(folder: &Path) -> String {
    let full = fs::canonicalize(folder).ok().or_else(|| Some(env::current_dir().ok()?.join(folder)));
    let last = full.as_deref().and_then(Path::file_name).unwrap_or_default().to_string_lossy().to_lowercase();
    let words: Vec<&str> = last.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name = words.join("-");
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) && name != "std" { name } else { NAME.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::name;

    #[test]
    fn the_project_is_called_like_its_folder() {
        assert_eq!(name(Path::new("/nowhere/My Web_Shop (new)")), "my-web-shop-new");
        assert_eq!(name(Path::new("/nowhere/3scale")), "system");
        assert_eq!(name(Path::new("/nowhere/std")), "system");
        assert_eq!(name(Path::new("/nowhere/漢")), "system");
    }
}
