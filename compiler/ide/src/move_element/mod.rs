//! An element, into another file of its project, with what belongs to it: its documentation, its block, and of what stands beside
//! it in the file its flows, its `extend`s and the decisions about it.
//!
//! A move is made on a copy. It is refused if the copy has mistakes that were not there, or if anything that the project says of
//! the system is different, but for the module in front of the names that have moved.

mod place;
mod scope;
#[cfg(test)]
mod tests;

use std::ops::Range;

use tm_analysis::occurrences::{Symbol, module_of, name, occurrences, syntax};
use tm_analysis::report::Name;
use tm_analysis::{Database, ElementId, Origin, Project, SourceFile};

use crate::copy::{copied, new_mistake};
use crate::meaning::Meaning;
use crate::rename::Refusal;
use crate::target::targets;
use crate::text_edit::{TextEdit, apply};

/// A file as it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedFile {
    pub path: String,
    /// `None`: it is new.
    pub before: Option<String>,
    pub after: String,
}

/// What moves where.
struct Move<'a> {
    db: &'a Database,
    project: Project,
    element: ElementId,
    source: SourceFile,
    /// Bytes of what moves, in order and apart; the element first.
    parts: Vec<place::Part>,
    /// `None`: the file is new.
    target: Option<SourceFile>,
    /// The modules that it leaves and comes to.
    from: Name,
    to: Name,
}

/// The files that change if an element moves into a file, which need not exist: then it belongs to the module that the element
/// is in.
///
/// # Errors
///
/// Why that would change what something means, or cannot be done.
pub fn move_element(
    db: &Database,
    project: Project,
    element: ElementId,
    path: &str,
) -> Result<Vec<MovedFile>, Refusal> {
    let symbol = Symbol::Element(element);
    let name = name(db, project, &symbol);
    let called = if name.is_empty() { "this flow".to_owned() } else { format!("`{name}`") };
    let refuse = |reason: String| Err(Refusal(reason));
    let Some(declared) = targets(db, project, &symbol).into_iter().next() else {
        return refuse(format!("{called} is declared nowhere"));
    };
    let source = declared.file;
    if *source.origin(db) != Origin::Project {
        return refuse(format!("{called} is declared in `{}`, which is no file of this project", source.path(db)));
    }
    let target =
        project.files(db).iter().copied().find(|file| &**file.path(db) == path && *file.origin(db) != Origin::Std);
    if target == Some(source) {
        return refuse(format!("{called} stands in `{path}` already"));
    }
    if target.is_some_and(|target| *target.origin(db) != Origin::Project) {
        return refuse(format!("`{path}` belongs to a package"));
    }
    for file in target.into_iter().chain([source]) {
        if syntax(db, file).has_errors() {
            return refuse(format!("`{}` has syntax errors: mend them first", file.path(db)));
        }
    }
    let from = module_of(db, project, source);
    let to = target.map_or_else(|| from.clone(), |target| module_of(db, project, target));
    let mut moving = Move { db, project, element, source, parts: Vec::new(), target, from, to };
    let Some(parts) = moving.parts(&declared.focus) else {
        return refuse(format!("{called} cannot stand by itself: move what it stands in"));
    };
    moving.parts = parts;
    let files = moving.files(path);
    moving.check(&called, path, &files)?;
    Ok(files.into_iter().filter(|file| file.before.as_deref() != Some(&*file.after)).collect())
}

impl Move<'_> {
    fn text(&self) -> &str {
        self.source.text(self.db)
    }

    fn is_inside(&self, range: &Range<u32>) -> bool {
        self.parts.iter().any(|part| part.range.start <= range.start && range.end <= part.range.end)
    }

    /// What is declared by the parts that move.
    fn moved(&self) -> Vec<ElementId> {
        let all = occurrences(self.db, self.project, self.source).iter();
        let inside = all.filter(|it| it.is_declaration && self.is_inside(&it.range));
        let elements = inside.filter_map(|it| match it.symbol {
            Symbol::Element(id) => Some(id),
            _ => None,
        });
        elements.collect()
    }

    fn files(&self, path: &str) -> Vec<MovedFile> {
        let mut files = Vec::new();
        let scopes = self.scopes();
        let own = self.project.files(self.db).iter().copied().filter(|file| *file.origin(self.db) == Origin::Project);
        for file in own {
            let mut edits = scopes.iter().filter(|(of, _)| *of == Some(file)).map(|(_, edit)| edit.clone()).collect();
            if file == self.source {
                self.take_out(&mut edits);
            } else if Some(file) == self.target {
                edits.extend(self.put_in(file));
            }
            let before = file.text(self.db).to_string();
            let after = apply(&before, &edits);
            files.push(MovedFile { path: file.path(self.db).to_string(), before: Some(before), after });
        }
        if self.target.is_none() {
            let edits: Vec<TextEdit> =
                scopes.into_iter().filter(|(of, _)| of.is_none()).map(|(_, edit)| edit).collect();
            files.push(MovedFile { path: path.to_owned(), before: None, after: apply(&self.new_file(), &edits) });
        }
        files
    }

    fn check(&self, called: &str, path: &str, files: &[MovedFile]) -> Result<(), Refusal> {
        let text_of = |file: SourceFile| {
            let own = *file.origin(self.db) == Origin::Project;
            let found = files.iter().filter(|_| own).find(|it| it.path == **file.path(self.db));
            found.map_or_else(|| file.text(self.db).to_string(), |file| file.after.clone())
        };
        let new = files.iter().find(|file| file.before.is_none()).map(|file| (file.path.as_str(), file.after.as_str()));
        let mut copy = Database::default();
        let input = copied(self.db, self.project, &text_of, new);
        let copied = copy.add_project(input);
        if let Some(mistake) = new_mistake(self.db, self.project, &copy, copied) {
            return Err(Refusal(format!("{called} cannot move to `{path}`: {}", mistake.message)));
        }
        let moved = self.moved().into_iter().map(|id| name(self.db, self.project, &Symbol::Element(id)));
        let moved: Vec<Name> = moved.filter(|name| !name.is_empty()).collect();
        let before = Meaning::of(self.db, self.project, &|name| self.called_then(name, &moved));
        let after = copy.meanwhile(|| Meaning::of(&copy, copied, &str::to_owned));
        match before.difference(&after) {
            None => Ok(()),
            Some(what) => Err(Refusal(format!("{called} cannot move to `{path}`: {what} would change"))),
        }
    }

    /// The full name of something after the move, which takes along what is called so.
    fn called_then(&self, full: &str, moved: &[Name]) -> String {
        let rest = full.strip_prefix(self.from.as_str()).and_then(|rest| rest.strip_prefix('.'));
        let is_moved = rest.is_some_and(|rest| {
            moved.iter().any(|name| {
                let behind = rest.strip_prefix(name.as_str());
                behind.is_some_and(|behind| behind.is_empty() || behind.starts_with('.'))
            })
        });
        match rest.filter(|_| is_moved) {
            Some(rest) => format!("{}.{rest}", self.to),
            None => full.to_owned(),
        }
    }
}
