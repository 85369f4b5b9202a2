//! Projects for tests, with a cursor.
//!
//! `$0` is the cursor. `//- path.tm` begins a file, `//- path.tm package:alias=name` one of a package; without such a line
//! the text is `a.tm`. A comment `//  ^^^^ note` marks what stands above it. The vocabulary and the relations of
//! the standard library are in scope, its rules are not.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, reason = "a test may fail")]

use std::ops::Range;

use tm_analysis::{Database, Date, FileInput, Origin, Project, ProjectInput, Settings, SourceFile, stdlib};

use crate::place::{FilePosition, slice};

pub(crate) struct Fixture {
    pub db: Database,
    pub project: Project,
    /// The end of the first file where none stands in the text.
    pub cursor: FilePosition,
    /// In order: what is marked, and the note.
    pub marks: Vec<(SourceFile, Range<u32>, String)>,
}

const CURSOR: &str = "$0";

impl Fixture {
    pub fn new(text: &str) -> Self {
        let mut inputs = Vec::new();
        let mut cursors = Vec::new();
        for (path, origin, text) in files(text) {
            let mut plain = String::new();
            for (number, part) in text.split(CURSOR).enumerate() {
                if number > 0 {
                    cursors.push((inputs.len(), offset(plain.len())));
                }
                plain.push_str(part);
            }
            inputs.push(FileInput { path, text: plain, origin });
        }
        let mut db = Database::default();
        let std = stdlib::embedded().iter().filter(|(path, _)| !path.starts_with("rules/"));
        let std = std.map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        let date = Date::parse("2026-07-01").expect("it is a date");
        let input =
            ProjectInput { name: "shop".to_owned(), std, files: inputs, settings: Settings::default(), today: date };
        let project = db.add_project(input);
        let files: Vec<SourceFile> =
            project.files(&db).iter().copied().filter(|file| *file.origin(&db) != Origin::Std).collect();
        let (number, at) = cursors.first().copied().unwrap_or((0, u32::MAX));
        let cursor = FilePosition { file: files[number], offset: at }.in_text(&db);
        let marks = files.iter().flat_map(|file| marks(*file, file.text(&db))).collect();
        Self { db, project, cursor, marks }
    }

    /// A place as `path:line:column text`, counted from one.
    pub fn show(&self, file: SourceFile, range: &Range<u32>) -> String {
        let text = file.text(&self.db);
        let before = slice(text, &(0..range.start));
        let line = before.matches('\n').count() + 1;
        let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1;
        let std = if *file.origin(&self.db) == Origin::Std { "std:" } else { "" };
        format!("{std}{}:{line}:{column} {}", file.path(&self.db), slice(text, range))
    }

    /// What is marked, as [`Self::show`] shows it.
    pub fn marked(&self) -> Vec<String> {
        self.marks.iter().map(|(file, range, _)| self.show(*file, range)).collect()
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).expect("fixtures are small")
}

fn files(text: &str) -> Vec<(String, Origin, String)> {
    if !text.starts_with("//- ") {
        return vec![("a.tm".to_owned(), Origin::Project, text.to_owned())];
    }
    let mut files: Vec<(String, Origin, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("//- ") {
            Some(header) => {
                let mut words = header.split_whitespace();
                let path = words.next().expect("a path").to_owned();
                let package = words.find_map(|word| word.strip_prefix("package:")?.split_once('='));
                let origin = match package {
                    Some((alias, name)) => Origin::Package { alias: alias.into(), name: name.into() },
                    None => Origin::Project,
                };
                files.push((path, origin, String::new()));
            }
            None => files.last_mut().expect("a file").2.push_str(line),
        }
    }
    files
}

/// `//  ^^^^ note` under what it marks.
fn marks(file: SourceFile, text: &str) -> Vec<(SourceFile, Range<u32>, String)> {
    let mut found = Vec::new();
    let (mut above, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        let mark = line.find('^').filter(|_| line.starts_with("//"));
        match mark {
            Some(start) => {
                let count = line[start..].chars().take_while(|char| *char == '^').count();
                let note = line[start + count..].trim().to_owned();
                found.push((file, offset(above + start)..offset(above + start + count), note));
            }
            None => above = at,
        }
        at += line.len();
    }
    found
}
