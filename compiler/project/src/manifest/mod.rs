//! Reading `tm.toml`: every problem at its place, and whatever could be understood.

mod check;
mod values;

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use crate::decode::offset;
use crate::name::{is_identifier, is_identifier_path};
use crate::suggest::{closest, quoted};
use crate::{Config, Level, Located, Problem, RuleLevel};
use values::{Key, located, range};

/// A larger one is refused.
pub(crate) const MAX_BYTES: u64 = 1024 * 1024;

/// The first few mistakes are enough to work on.
const MAX_SYNTAX_ERRORS: usize = 10;

const TABLES: [&str; 5] = ["project", "check", "rules", "packages", "docs"];

/// What a `tm.toml` says.
#[derive(Debug, Default)]
pub(crate) struct Manifest {
    pub name: Option<String>,
    pub config: Config,
    /// Folder by alias, as written.
    pub packages: BTreeMap<String, Located<String>>,
}

/// Reads the manifest `text`; problems are located in `path`, in order of position.
pub(crate) fn parse(text: &str, path: &str) -> (Manifest, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { path, manifest: Manifest::default(), problems: Vec::new() };
    reader.manifest(table.get_ref());
    // A mistake in the syntax makes the rest look wrong in ways that go away with it.
    let mut problems = if errors.is_empty() { reader.problems } else { syntax_problems(text, path, errors) };
    problems.sort_by_key(|problem| problem.range.as_ref().map_or((0, 0), |range| (range.start, range.end)));
    (reader.manifest, problems)
}

/// The first mistake of each line, since one line can upset the parser many times over.
fn syntax_problems(text: &str, path: &str, errors: Vec<Error>) -> Vec<Problem> {
    let mut mistakes: Vec<(Range<usize>, Error)> =
        errors.into_iter().map(|error| (error.span().unwrap_or(0..0), error)).collect();
    mistakes.sort_by_key(|(span, _)| span.start);
    let mut problems = Vec::new();
    let mut line_end = None;
    for (span, error) in mistakes {
        let start = text.floor_char_boundary(span.start);
        if line_end.is_some_and(|end| start <= end) {
            continue;
        }
        if problems.len() == MAX_SYNTAX_ERRORS {
            break;
        }
        let rest = text.get(start..).unwrap_or_default();
        line_end = Some(start + rest.find('\n').unwrap_or(rest.len()));
        let end = text.ceil_char_boundary(span.end.max(start));
        let message = error.message().replace('\n', ", ");
        problems.push(Problem::error("invalid-toml", path, message).at(offset(start)..offset(end)));
    }
    problems
}

struct Reader<'a> {
    path: &'a str,
    manifest: Manifest,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn manifest(&mut self, table: &DeTable<'_>) {
        let mut project = None;
        // Whoever nearly gave it a name is told what is wrong with that.
        let mut is_misspelt = false;
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "project" => {
                    project = Some(range(key.span()));
                    self.table(key, value, Self::project);
                }
                "check" => self.table(key, value, Self::check),
                "rules" => self.table(key, value, Self::rule),
                "packages" => self.table(key, value, Self::package),
                "docs" => self.table(key, value, Self::docs),
                wrong if !table.contains_key("project") && closest(wrong, &TABLES) == Some("project") => {
                    is_misspelt = true;
                    self.unknown_key(key, None, &TABLES);
                    self.table(key, value, Self::project);
                }
                "name" if !table.contains_key("project") && value.get_ref().is_str() => {
                    is_misspelt = true;
                    let message = "`name` stands outside of `[project]`";
                    let problem = Problem::error("unknown-key", self.path, message).at(range(key.span()));
                    self.problems.push(problem.help("write `[project]` on a line of its own before it"));
                    self.project(key, value);
                }
                _ => self.unknown_key(key, None, &TABLES),
            }
        }
        let project_keys = table.get("project").and_then(|project| project.get_ref().as_table());
        is_misspelt |=
            project_keys.is_some_and(|keys| keys.keys().any(|key| closest(key.get_ref(), &["name"]).is_some()));
        let named = table.get("project").and_then(|project| project.get_ref().as_table()?.get("name")).is_some();
        let is_table = table.get("project").is_none_or(|project| project.get_ref().is_table());
        if !named && is_table && !is_misspelt {
            let problem = Problem::error("invalid-project-name", self.path, "the project has no name");
            let problem = Problem { range: project, ..problem };
            self.problems.push(problem.help("add `name = \"…\"` to `[project]`; it names the root module"));
        }
    }

    fn table(
        &mut self,
        key: &Key<'_>,
        value: &Spanned<DeValue<'_>>,
        each: fn(&mut Self, &Key<'_>, &Spanned<DeValue<'_>>),
    ) {
        match value.get_ref().as_table() {
            Some(table) => table.iter().for_each(|(key, value)| each(self, key, value)),
            None => {
                let name = key.get_ref();
                self.invalid_value(
                    value,
                    &format!("{} must be a table", quoted(name)),
                    &format!("write `[{name}]` on a line of its own"),
                );
            }
        }
    }

    fn project(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        if key.get_ref() != "name" {
            return self.unknown_key(key, Some("project"), &["name"]);
        }
        let Some(name) = self.text(key, value) else {
            return;
        };
        if name == "std" {
            let message = "`std` is the name of the standard library";
            let problem = Problem::error("invalid-project-name", self.path, message).at(range(value.span()));
            self.problems.push(problem.help("give the project another name"));
        } else if is_identifier_path(name) {
            self.manifest.name = Some(name.to_owned());
        } else {
            let message = format!("{} cannot be the name of a project", quoted(name));
            let problem = Problem::error("invalid-project-name", self.path, message).at(range(value.span()));
            self.problems.push(problem.help("a name is made of letters, digits, `_` and single `-`, with `.` between its parts, none beginning with a digit"));
        }
    }

    fn rule(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        let mut levels = vec![("off", RuleLevel::Off)];
        levels.extend(Level::ALL.map(|level| (level.name(), RuleLevel::Level(level))));
        if let Some(level) = self.one_of(key, value, &levels) {
            self.manifest.config.rules.insert(key.get_ref().to_string(), located(key, value, level));
        }
    }

    fn docs(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        if key.get_ref() != "url" {
            return self.unknown_key(key, Some("docs"), &["url"]);
        }
        self.manifest.config.pages = self.address(key, value, &[]);
    }

    fn package(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        let alias = key.get_ref().as_ref();
        let Some(folder) = self.text(key, value) else {
            return;
        };
        if !is_identifier(alias) || alias == "std" {
            let message = format!("{} cannot be the name of a package", quoted(alias));
            let problem = Problem::error("invalid-package-alias", self.path, message).at(range(key.span()));
            self.problems.push(problem.help(if alias == "std" {
                "`std` is the standard library; choose another name"
            } else {
                "a name is made of letters, digits, `_` and single `-`, and does not begin with a digit"
            }));
            return;
        }
        self.manifest.packages.insert(alias.to_owned(), located(key, value, folder.to_owned()));
    }
}
