//! A folder on the disk that goes away with the test, and what a fresh check says of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_types::{Diagnostic, NumberOrString, Position, Range};
use tempfile::TempDir;
use tm_analysis::report::{Location, Report};
use tm_analysis::{Database, Date, ReportOptions, report};
use tm_project::LoadOptions;

/// A service that talks to another one in the clear.
pub const SHOP: &str = "\
module shop

cluster prod {
  service cart
  service prices
}

flow cart -> prices { protocol: http, encryption: none }
";

/// The day that the clock shows at first.
pub const TODAY: &str = "2026-07-01";

pub struct Folder(TempDir);

impl Folder {
    pub fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(TempDir::new().expect("a folder"));
        folder.turn_clock(TODAY);
        files.iter().for_each(|(path, text)| folder.write(path, text));
        folder
    }

    /// With the project `shop`.
    pub fn project(files: &[(&str, &str)]) -> Folder {
        let folder = Folder::new(files);
        folder.write("tm.toml", "[project]\nname = \"shop\"\n");
        folder
    }

    pub fn example(name: &str) -> Folder {
        let files = example(name);
        Folder::new(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
    }

    /// Writes so many files of the module `shop` more.
    pub fn fill(&self, many: usize) {
        for number in 0..many {
            self.write(&format!("other-{number}.tm"), &format!("module shop\nservice other-{number}\n"));
        }
    }

    /// The folder of the session; the clock stands beside it.
    pub fn root(&self) -> PathBuf {
        let root = self.0.path().join("w");
        fs::create_dir_all(&root).expect("it can be made");
        root.canonicalize().expect("it is there")
    }

    pub fn clock(&self) -> PathBuf {
        self.0.path().join("clock")
    }

    pub fn turn_clock(&self, day: &str) {
        // In one step: the server may look at any time.
        let new = self.0.path().join("clock.new");
        fs::write(&new, day).and_then(|()| fs::rename(&new, self.clock())).expect("it can be written");
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).expect("it can be removed");
    }

    pub fn uri(&self, path: &str) -> String {
        uri(&self.root().join(path))
    }

    /// What a fresh check of the folder, or of one file, finds in one of its files.
    pub fn check(&self, given: &str, path: &str, today: &str) -> Vec<Line> {
        let project = tm_project::load(&self.root().join(given), &LoadOptions::default());
        fresh(project.expect("it can be read"), path, today)
    }

    /// What a fresh check of the folder finds in its files, by path, when those that are open say something else than the
    /// disk.
    pub fn check_with(&self, open: &BTreeMap<String, String>) -> BTreeMap<String, Vec<Line>> {
        let open = open.iter().map(|(path, text)| (self.root().join(path), Arc::from(text.as_str()))).collect();
        let project = tm_project::load(&self.root(), &LoadOptions { open, ..LoadOptions::default() });
        let report = report_of(project.expect("it can be read"), TODAY);
        let own = report.files.iter().filter(|file| self.root().join(&file.path).exists());
        own.map(|file| (file.path.clone(), of_report(&report, &file.path))).collect()
    }
}

/// All sources of an example of the repository.
pub fn example(name: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(name);
    let project = tm_project::load(&folder, &LoadOptions::default()).expect("it can be read");
    let mut files: Vec<_> = project.files.into_iter().map(|file| (file.path, file.text)).collect();
    files.extend(project.manifest.map(|manifest| (manifest.path, manifest.text)));
    files
}

/// As clients write the addresses of files.
pub fn uri(path: &Path) -> String {
    let mut uri = "file://".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(*byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.trim_end_matches('/').to_owned()
}

/// A diagnostic without what only one side knows: its place, its name, and the first line of its message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line(u32, u32, u32, u32, pub String, String);

/// What a report of a project says of a file.
pub fn fresh(project: tm_project::Project, path: &str, today: &str) -> Vec<Line> {
    of_report(&report_of(project, today), path)
}

fn report_of(project: tm_project::Project, today: &str) -> Report {
    let std = tm_analysis::stdlib::embedded().iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let today = Date::parse(today).expect("a date");
    let (input, options): (_, ReportOptions) = tm_input::from_project(project, std.collect(), today, Vec::new());
    let mut db = Database::default();
    let project = db.add_project(input);
    report(&db, project, &options)
}

fn of_report(report: &Report, path: &str) -> Vec<Line> {
    let file = report.files.iter().position(|file| file.path == path).expect("it is in the report");
    let text = &*report.files[file].text;
    let line = |location: &Location, name: &str, message: &str| {
        let (start, end) = (at(text, location.range.start as usize), at(text, location.range.end as usize));
        Line(start.line, start.character, end.line, end.character, name.to_owned(), first(message))
    };
    let is_here = |location: &Location| location.file as usize == file;
    let mut lines = Vec::new();
    for problem in report.errors.iter().chain(&report.notices) {
        if let Some(location) = problem.location.as_ref().filter(|it| is_here(it)) {
            lines.push(line(location, &problem.name, &problem.message));
        }
    }
    for finding in report.findings.iter().filter(|finding| is_here(&finding.location)) {
        lines.push(line(&finding.location, &finding.rule, &finding.message));
    }
    let mut asked: BTreeMap<(&Location, &str), Vec<&str>> = BTreeMap::new();
    for question in report.questions.iter().filter(|question| is_here(&question.location)) {
        asked.entry((&question.location, &question.element)).or_default().push(&question.attribute);
    }
    for ((location, element), attributes) in asked {
        lines.push(line(location, "question", &named(element, attributes.len(), attributes)));
    }
    lines.sort();
    lines
}

/// In UTF-16, counted one by one.
fn at(text: &str, offset: usize) -> Position {
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count();
    Position { line: u32::try_from(line).expect("small"), character: u32::try_from(column).expect("small") }
}

fn first(message: &str) -> String {
    message.lines().next().unwrap_or_default().trim().to_owned()
}

pub fn lines(diagnostics: &[Diagnostic]) -> Vec<Line> {
    let line = |it: &Diagnostic| {
        let Range { start, end } = it.range;
        let Some(NumberOrString::String(name)) = &it.code else { panic!("{it:?} has no name") };
        let message = match name.as_str() {
            "question" => asked(&it.message),
            _ => first(&it.message),
        };
        Line(start.line, start.character, end.line, end.character, name.clone(), message)
    };
    let mut lines: Vec<Line> = diagnostics.iter().map(line).collect();
    lines.sort();
    lines
}

/// What is asked about an element: how many controls, and the first of them.
fn named(element: &str, count: usize, attributes: Vec<&str>) -> String {
    let mut first: Vec<&str> = attributes.into_iter().take(10).collect();
    first.sort_unstable();
    format!("{count} of {element}: {}", first.join(" "))
}

/// The same of a message.
fn asked(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let mut next = || quoted.next().expect("a name");
    if !message.contains('\n') {
        let (attribute, element) = (next(), next());
        return named(element, 1, vec![attribute]);
    }
    let count = message.split_whitespace().find_map(|word| word.parse().ok()).expect("a number");
    let element = next();
    let attributes = message.lines().skip(1).filter_map(|line| line.strip_prefix('`')?.split('`').next());
    named(element, count, attributes.collect())
}
