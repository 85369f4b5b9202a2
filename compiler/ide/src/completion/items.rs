//! Collecting what fits what has been written so far.

use std::cell::OnceCell;

use tm_analysis::in_scope::{InScope, Nameable};
use tm_analysis::report::Name;
use tm_syntax::{Parsed, Tok};

use super::cursor::Cursor;
use super::place::{Found, Place};
use super::{Completion, CompletionKind, Completions};
use crate::markdown;
use crate::symbol_kind::SymbolKind;
use crate::text_edit::{TextEdit, UsePlace, written};

pub(super) struct Items<'a, 'db> {
    pub cursor: &'a Cursor<'a>,
    pub scope: &'a InScope<'db>,
    parsed: &'a Parsed,
    source: &'a str,
    list: Vec<Completion>,
    use_place: OnceCell<UsePlace>,
    pub is_incomplete: bool,
}

/// What is known of one thing to write.
pub(super) struct Draft {
    pub kind: CompletionKind,
    pub label: String,
    pub detail: String,
    pub docs: String,
    pub text: String,
    pub is_snippet: bool,
    /// What is likely to be meant comes first.
    pub rank: u32,
    /// The module that has to be brought into scope.
    pub bring_in: Option<Name>,
}

impl Draft {
    pub fn new(kind: CompletionKind, label: impl Into<String>, rank: u32) -> Self {
        let label = label.into();
        Self {
            kind,
            text: label.clone(),
            label,
            detail: String::new(),
            docs: String::new(),
            is_snippet: false,
            rank,
            bring_in: None,
        }
    }

    /// Something that is declared, as it is named here.
    pub fn named<T>(kind: SymbolKind, name: &Nameable<T>, rank: u32) -> Self {
        let draft = Self::new(CompletionKind::Symbol(kind), path_text(&name.path), rank + u32::from(name.needs_use));
        let detail = if name.needs_use { format!("use {}", name.module) } else { String::new() };
        Self { detail, bring_in: name.needs_use.then(|| name.module.clone()), ..draft }
    }

    pub fn snippet(self, text: String) -> Self {
        Self { text, is_snippet: true, ..self }
    }
}

/// A path as it is written, names that are no plain words in backticks.
pub(super) fn path_text(path: &[Name]) -> String {
    path.iter().map(|name| written(name)).collect::<Vec<_>>().join(".")
}

/// Text that stands for itself in a snippet.
pub(super) fn literal(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

impl<'a, 'db> Items<'a, 'db> {
    pub fn new(cursor: &'a Cursor<'a>, scope: &'a InScope<'db>, parsed: &'a Parsed, source: &'a str) -> Self {
        Self { cursor, scope, parsed, source, list: Vec::new(), use_place: OnceCell::new(), is_incomplete: false }
    }

    pub fn add(&mut self, draft: Draft) {
        let Some(nearness) = nearness(&draft.label, self.cursor.prefix) else { return };
        let edit = draft.bring_in.map(|module| self.use_place().bring_in(&module));
        self.list.push(Completion {
            sort: format!("{nearness}{:03} {}", draft.rank, draft.label),
            label: markdown::inline(&draft.label),
            kind: draft.kind,
            detail: markdown::inline(&draft.detail),
            documentation: markdown::docs(&draft.docs),
            replace: self.cursor.word.clone(),
            text: draft.text,
            is_snippet: draft.is_snippet,
            additional_edits: edit.into_iter().collect::<Vec<TextEdit>>(),
        });
    }

    fn use_place(&self) -> UsePlace {
        *self.use_place.get_or_init(|| UsePlace::find(self.parsed, self.source))
    }

    pub fn finish(mut self) -> Completions {
        self.list.sort_by(|a, b| (&a.sort, &a.detail, &a.text).cmp(&(&b.sort, &b.detail, &b.text)));
        self.list.dedup_by(|a, b| a.label == b.label && a.text == b.text && a.detail == b.detail);
        Completions { items: self.list, is_incomplete: self.is_incomplete }
    }

    /// How many there are so far.
    pub fn drafts(&self) -> usize {
        self.list.len()
    }

    /// Makes a list of one of each of what was added since.
    pub fn in_brackets(&mut self, from: usize) {
        for item in self.list.iter_mut().skip(from) {
            item.text = format!("[{}$0]", literal(&item.text));
            item.is_snippet = true;
        }
    }

    pub fn words(&mut self, words: &[&str], rank: u32) {
        for word in words {
            self.add(Draft::new(CompletionKind::Keyword, *word, rank));
        }
    }

    /// Whether a colon or a name follows the word, so that only the word itself is wanted.
    pub fn is_followed_by(&self, fits: impl Fn(Tok) -> bool) -> bool {
        let behind = self.cursor.first_behind();
        self.cursor.any(behind).is_some_and(fits) && !self.cursor.begins_line(behind)
    }

    pub fn at(&mut self, found: &Found) {
        match &found.place {
            Place::Nothing => {}
            Place::Member => self.members(found),
            Place::Value { attribute, in_list } => self.value(found, attribute, *in_list),
            Place::Default { ty, is_list } => self.default_value(ty, *is_list),
            Place::Kind => self.kinds(),
            Place::Type => self.types(),
            Place::Extended => {
                self.kinds();
                self.any_elements(&|_| true);
            }
            Place::FlowEnd { is_target } => self.flow_ends(*is_target, found),
            Place::Rule => self.rules(),
            Place::Expectation => {
                self.words(&["no", "question", "possible", "nothing"], 0);
                self.rules();
            }
            Place::Subject => self.subjects(found),
            Place::Module { path } => self.modules(path),
            Place::Import { module } => self.imports(module),
            Place::Enum => self.enums(),
            Place::Clause => self.clauses(found),
            Place::Expression { clause } => self.expression(found, *clause),
            Place::Words(words) => self.words(words, 0),
        }
    }
}

/// How near a label is to what has been written; `None`: not at all.
fn nearness(label: &str, prefix: &str) -> Option<u8> {
    let label = label.to_ascii_lowercase();
    let prefix = prefix.to_ascii_lowercase();
    if label.starts_with(&prefix) {
        return Some(0);
    }
    if label.split(['.', '-', '>']).any(|part| part.starts_with(&prefix)) {
        return Some(1);
    }
    let mut rest = label.chars();
    prefix.chars().all(|wanted| rest.any(|char| char == wanted)).then_some(2)
}

#[cfg(test)]
mod tests {
    use super::{literal, nearness};

    #[test]
    fn what_begins_alike_is_nearest() {
        assert_eq!(nearness("encryption", "enc"), Some(0));
        assert_eq!(nearness("cart.add-item", "add"), Some(1));
        assert_eq!(nearness("authentication", "atn"), Some(2));
        assert_eq!(nearness("authentication", "xyz"), None);
        assert_eq!(nearness("Exposure", "exp"), Some(0));
    }

    #[test]
    fn a_name_means_nothing_in_a_snippet() {
        assert_eq!(literal("`a$1}\\`"), "`a\\$1\\}\\\\`");
    }
}
