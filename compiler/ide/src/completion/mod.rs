//! What can be written at a place.
//!
//! One types in broken text, so the place is told from the tokens in front of the cursor (`cursor`, `block`, `place`), and only
//! what names mean is asked of the database. Nothing here walks over the whole model.

mod block;
mod cursor;
mod declarations;
mod expressions;
mod items;
mod place;
mod references;
mod template;
#[cfg(test)]
mod tests;
mod typing;
mod values;

use std::ops::Range;

use tm_analysis::in_scope::InScope;
use tm_analysis::occurrences::syntax;
use tm_analysis::{Database, Project};
use tm_model::{KindId, Type};
use tm_syntax::Parsed;

use crate::place::FilePosition;
use crate::symbol_kind::SymbolKind;
use crate::text_edit::TextEdit;
use cursor::{Surroundings, surroundings};
use items::Items;
use place::Place;

/// What can be written at a place, and whether that is all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// Best first.
    pub items: Vec<Completion>,
    /// There is more: ask again when more is written.
    pub is_incomplete: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What people choose by.
    pub label: String,
    pub kind: CompletionKind,
    /// Its type, or the module that has it; one line of plain text.
    pub detail: String,
    /// Markdown.
    pub documentation: String,
    /// What is replaced: a word on one line, with the cursor in it or behind it.
    pub replace: Range<u32>,
    pub text: String,
    /// `text` holds places to fill in, `$1` or `${1:name}`, in the order of their numbers, and `$0` where the cursor ends.
    pub is_snippet: bool,
    /// Items are ordered by this, smallest first.
    pub sort: String,
    /// What else has to be written in the file, such as a `use`.
    pub additional_edits: Vec<TextEdit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    Symbol(SymbolKind),
    /// A built-in type.
    Type,
    Keyword,
    /// `true`, `unknown`, an id of another catalogue.
    Literal,
}

/// What an element has to be that is named at a place.
pub(crate) enum Wanted {
    FlowEnd,
    /// Of this kind or of one below it.
    Kind(KindId),
}

/// What is wanted where a name begins; `None` where no element is.
pub(crate) fn wanted_at(parsed: &Parsed, source: &str, scope: &InScope<'_>, offset: u32) -> Option<Wanted> {
    let Surroundings::Code(cursor) = surroundings(parsed, source, offset) else { return None };
    let found = place::find(&cursor);
    let schema = scope.schema();
    match &found.place {
        Place::FlowEnd { .. } => Some(Wanted::FlowEnd),
        Place::Value { attribute, .. } => {
            let kind = Items::new(&cursor, scope, parsed, source).subject_kind(&found)?;
            let mut ty = &schema.attribute(schema.find_attribute(kind, attribute)?)?.ty;
            while let Type::List(of) = ty {
                ty = of;
            }
            if let Type::Element(kind) = ty { Some(Wanted::Kind(*kind)) } else { None }
        }
        _ => None,
    }
}

/// What can be written at a place.
#[must_use]
pub fn completion(db: &Database, project: Project, position: FilePosition) -> Completions {
    let position = position.in_text(db);
    let file = position.file;
    let (source, parsed) = (file.text(db), syntax(db, file));
    let scope = InScope::new(db, project, file);
    match surroundings(parsed, source, position.offset) {
        Surroundings::Nothing => Completions::default(),
        Surroundings::Text { token, offset } => match template::cursor(parsed, source, token, offset) {
            Some(cursor) => {
                let mut items = Items::new(&cursor, &scope, parsed, source);
                items.template();
                items.finish()
            }
            None => Completions::default(),
        },
        Surroundings::Code(cursor) => {
            let mut items = Items::new(&cursor, &scope, parsed, source);
            items.at(&place::find(&cursor));
            items.finish()
        }
    }
}
