//! A document that a request is about, and ways between its places and those of the protocol.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range as Span;

use tm_analysis::report::Report;
use tm_analysis::{Database, Origin, Project, SourceFile};
use tm_ide::{FilePosition, FileRange, TextEdit as Edit};
use tower_lsp::jsonrpc::{Error, ErrorCode};

use crate::positions::Lines;
use crate::types::{Location, Position, Range, TextEdit, Uri};
use crate::uris;
use crate::view::{Loaded, Snapshot};

/// `RequestFailed`: nothing is wrong with the question, and there is no answer.
const REQUEST_FAILED: i64 = -32803;

/// A refusal in words for people.
pub(crate) fn refused(why: impl Into<String>) -> Error {
    let text = tm_emit::inline(&why.into(), 600).into_owned();
    Error { message: text.into(), ..Error::new(ErrorCode::ServerError(REQUEST_FAILED)) }
}

/// A project that something is asked of.
pub(crate) struct Asking<'a> {
    pub snapshot: &'a Snapshot,
    pub db: &'a Database,
    pub loaded: &'a Loaded,
    pub project: Project,
    /// By number of the file.
    lines: RefCell<BTreeMap<u32, Lines>>,
}

/// A file of a project that something is asked of.
pub(crate) struct Asked<'a> {
    pub asking: Asking<'a>,
    pub file: SourceFile,
}

impl Snapshot {
    /// The projects, each once.
    pub fn projects(&self) -> impl Iterator<Item = Asking<'_>> {
        self.view.projects.values().map(|loaded| self.asking(loaded))
    }

    fn asking<'a>(&'a self, loaded: &'a Loaded) -> Asking<'a> {
        Asking { snapshot: self, db: &self.db, loaded, project: loaded.project, lines: RefCell::default() }
    }

    /// A document, with the project that it is shown with: its own, or any one that reads it.
    pub fn asked(&self, uri: &Uri) -> Option<Asked<'_>> {
        if let Some(path) = uris::std_path(uri) {
            let is_it = |file: &SourceFile| *file.origin(&self.db) == Origin::Std && **file.path(&self.db) == *path;
            return self.view.projects.values().find_map(|loaded| {
                let file = loaded.project.files(&self.db).iter().copied().find(is_it)?;
                Some(Asked { asking: self.asking(loaded), file })
            });
        }
        let document = self.view.document(uri);
        let key = match document {
            Some(document) => document.key.clone(),
            None => uris::real(&uris::path(uri)?),
        };
        let own = document.and_then(|document| self.view.projects.get(&self.view.place(document)?));
        own.into_iter().chain(self.view.projects.values()).find_map(|loaded| {
            let file = loaded.files.get(&key).copied().or_else(|| self.std_file(loaded, &key))?;
            Some(Asked { asking: self.asking(loaded), file })
        })
    }

    /// A file of a standard library that is on the disk.
    fn std_file(&self, loaded: &Loaded, path: &std::path::Path) -> Option<SourceFile> {
        let within = path.strip_prefix(self.view.std_folder.as_ref()?).ok()?.to_str()?.replace('\\', "/");
        let mut files = loaded.project.files(&self.db).iter().copied();
        files.find(|file| *file.origin(&self.db) == Origin::Std && **file.path(&self.db) == *within)
    }
}

impl Asking<'_> {
    fn with_lines<T>(&self, file: SourceFile, ask: impl FnOnce(&Lines) -> T) -> T {
        let mut known = self.lines.borrow_mut();
        let unit = file.unit(self.db);
        let encoding = self.snapshot.view.encoding;
        ask(known.entry(unit).or_insert_with(|| Lines::new(file.text(self.db).clone(), encoding)))
    }

    pub fn range(&self, file: SourceFile, span: &Span<u32>) -> Range {
        self.with_lines(file, |lines| lines.range(span.clone().into()))
    }

    pub fn uri(&self, file: SourceFile) -> Option<Uri> {
        let path = file.path(self.db);
        match file.origin(self.db) {
            Origin::Std => self.snapshot.view.std_uri(path),
            _ => self.snapshot.view.uri(&self.loaded.key_of(path)),
        }
    }

    pub fn location(&self, at: &FileRange) -> Option<Location> {
        Some(Location { uri: self.uri(at.file)?, range: self.range(at.file, &at.range) })
    }

    pub fn edits(&self, file: SourceFile, edits: &[Edit]) -> Vec<TextEdit> {
        let edit = |edit: &Edit| TextEdit { range: self.range(file, &edit.range), new_text: edit.text.clone() };
        edits.iter().map(edit).collect()
    }
}

impl Asked<'_> {
    pub fn db(&self) -> &Database {
        self.asking.db
    }

    pub fn project(&self) -> Project {
        self.asking.project
    }

    /// What there is to say of the file now.
    pub fn report(&self) -> Report {
        tm_analysis::file_report(self.db(), self.project(), self.file, &self.asking.loaded.options)
    }

    pub fn position(&self, position: Position) -> FilePosition {
        let offset = self.asking.with_lines(self.file, |lines| lines.offset(position));
        FilePosition { file: self.file, offset: u32::try_from(offset).unwrap_or(u32::MAX) }
    }

    pub fn span(&self, range: Range) -> Span<u32> {
        let span = self.asking.with_lines(self.file, |lines| lines.span(range));
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        narrow(span.start)..narrow(span.end)
    }

    pub fn range(&self, span: &Span<u32>) -> Range {
        self.asking.range(self.file, span)
    }

    pub fn edits(&self, edits: &[Edit]) -> Vec<TextEdit> {
        self.asking.edits(self.file, edits)
    }
}
