//! What the caller asks of a project, whichever state of it is judged.

use std::path::Path;

use tm_analysis::{Date, ProjectInput, ReportOptions};
use tm_project::{Config, FormatTo, Located, Project};

use super::baseline;
use super::earlier::Said;
use crate::args::CheckArguments;
use crate::error::Result;

pub struct Asked<'a> {
    pub arguments: &'a CheckArguments,
    pub root: &'a Path,
    pub std: Vec<(String, String)>,
    pub today: Date,
}

impl Asked<'_> {
    pub fn of(&self, loaded: Project) -> Result<(ProjectInput, Said, ReportOptions)> {
        let arguments = self.arguments;
        let said = said(&loaded.config);
        let without = arguments.without.clone();
        let (input, mut options) = tm_input::from_project(loaded, self.std.clone(), self.today, without);
        if let Some(profile) = arguments.profile {
            options.profile = tm_input::profile(profile);
        }
        if !arguments.select.is_empty() {
            options.select.clone_from(&arguments.select);
        }
        if !arguments.ignore.is_empty() {
            options.ignore.clone_from(&arguments.ignore);
        }
        options.scheme = arguments.score.map(tm_input::scheme).or(options.scheme);
        if let Some(path) = &arguments.baseline {
            baseline::read(path, self.root, &mut options)?;
        }
        Ok((input, said, options))
    }
}

/// What `[check]` says about the judgement, and about what is not told, in words; a baseline is compared entry by entry.
fn said(config: &Config) -> Said {
    let list = |items: &[Located<String>]| {
        let items: Vec<&str> = items.iter().map(|item| item.value.as_str()).collect();
        Some(items.join(", ")).filter(|items| !items.is_empty())
    };
    let formats = |formats: &[FormatTo]| {
        let words = formats.iter().map(|to| match &to.file {
            Some(file) => format!("{}={file}", to.format.name()),
            None => to.format.name().to_owned(),
        });
        Some(words.collect::<Vec<_>>().join(", ")).filter(|words| !words.is_empty())
    };
    let said = [
        ("profile", config.profile.map(|profile| profile.name().to_owned())),
        ("fail-on", config.fail_on.map(|level| level.name().to_owned())),
        ("select", list(&config.select)),
        ("ignore", list(&config.ignore)),
        ("without", list(&config.without)),
        ("changed-since", config.changed_since.clone()),
        ("decisions-from", config.decisions_from.clone()),
        ("format", formats(&config.formats)),
        ("output", config.output.clone()),
        ("hide-silenced", config.hide_silenced.then(|| "true".to_owned())),
        ("quiet", config.quiet.then(|| "true".to_owned())),
    ];
    said.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}
