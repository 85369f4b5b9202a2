//! Another name for something, wherever it is named.
//!
//! A rename is made on a copy, and the copy is resolved anew: it is refused unless every name means there what it meant before.

mod check;
mod spelling;

use std::fmt;
use std::ops::Range;

use smol_str::SmolStr;
use tm_analysis::occurrences::{Symbol, declarations, name, occurrences, syntax};
use tm_analysis::{Database, Origin, Project, SourceFile, retired_rules};
use tm_syntax::Tok;

use crate::place::{FilePosition, slice};
use crate::references::{Reference, references_of};
use crate::symbol_at::{SymbolAt, symbols_at};
use crate::text_edit::TextEdit;

pub(crate) use check::moved;
use spelling::Spelling;

/// What would be renamed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenameAt {
    /// Of the name under the cursor, backticks included.
    pub range: Range<u32>,
    /// The name as it is now, without backticks.
    pub placeholder: SmolStr,
}

/// The edits of one file, in the order of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEdits {
    pub file: SourceFile,
    pub edits: Vec<TextEdit>,
}

/// Why something cannot be renamed, in one line for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn refuse<T>(reason: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal(reason.into()))
}

/// What the name at a position is called, if it can be called otherwise.
///
/// # Errors
///
/// Why it cannot: nothing is named there, or not in this project.
pub fn prepare_rename(db: &Database, project: Project, position: FilePosition) -> Result<RenameAt, Refusal> {
    let found = only_symbol(db, project, position)?;
    let (_, placeholder) = references_to_rename(db, project, position.file, &found)?;
    Ok(RenameAt { range: found.range, placeholder })
}

/// The edits that give what is named at a position another name, everywhere in the project.
///
/// # Errors
///
/// Why that would change what something means, or cannot be done.
pub fn rename(
    db: &Database,
    project: Project,
    position: FilePosition,
    new_name: &str,
) -> Result<Vec<FileEdits>, Refusal> {
    let found = only_symbol(db, project, position)?;
    let (references, old_name) = references_to_rename(db, project, position.file, &found)?;
    edits(db, project, &references, &old_name, new_name)
}

/// The same for a symbol.
///
/// # Errors
///
/// Why that would change what something means, or cannot be done.
pub fn rename_symbol(
    db: &Database,
    project: Project,
    symbol: &Symbol,
    new_name: &str,
) -> Result<Vec<FileEdits>, Refusal> {
    let old_name = name(db, project, symbol);
    let references = everywhere(db, project, symbol, &old_name)?;
    edits(db, project, &references, &old_name, new_name)
}

fn only_symbol(db: &Database, project: Project, position: FilePosition) -> Result<SymbolAt, Refusal> {
    let mut found = symbols_at(db, project, position.file, position.offset);
    let Some(first) = found.pop() else { return refuse("nothing that is named here can be renamed") };
    if found.is_empty() {
        return Ok(first);
    }
    let text = unquoted(slice(position.file.text(db), &first.range));
    refuse(format!("`{text}` means several things here: rename each of them where it is declared"))
}

/// What has to be edited, and what is written there now.
fn references_to_rename(
    db: &Database,
    project: Project,
    file: SourceFile,
    found: &SymbolAt,
) -> Result<(Vec<Reference>, SmolStr), Refusal> {
    let old_name = name(db, project, &found.symbol);
    let written = unquoted(slice(file.text(db), &found.range));
    if *file.origin(db) == Origin::Project && !old_name.is_empty() && written != old_name && is_plain(&found.symbol) {
        // `use a.{x as y}`: `y` is a name of this file alone.
        let all = occurrences(db, project, file).iter().filter(|it| it.symbol == found.symbol);
        let alias = all.filter(|it| unquoted(slice(file.text(db), &it.range)) == written);
        let alias = alias.map(|it| Reference { file, range: it.range.clone(), is_declaration: it.is_declaration });
        return Ok((alias.collect(), SmolStr::new(written)));
    }
    Ok((everywhere(db, project, &found.symbol, &old_name)?, old_name))
}

/// Whether it is called by one word.
fn is_plain(symbol: &Symbol) -> bool {
    !matches!(symbol, Symbol::Module(_) | Symbol::Test(_) | Symbol::Rule(_))
}

/// Every place that calls a symbol by its name.
fn everywhere(db: &Database, project: Project, symbol: &Symbol, old_name: &SmolStr) -> Result<Vec<Reference>, Refusal> {
    match symbol {
        Symbol::Module(name) => {
            return refuse(format!("the module `{name}` is named by its files: change their `module` lines"));
        }
        Symbol::Test(_) => return refuse("the title of a test is a text: nothing refers to it"),
        _ if old_name.is_empty() => return refuse("this flow has no name: write `flow name: from -> to`"),
        _ => {}
    }
    let declared = declarations(db, project, symbol);
    if declared.is_empty() {
        return refuse(format!("`{old_name}` is built in"));
    }
    for place in &declared {
        match place.file.origin(db) {
            Origin::Project => {}
            Origin::Std => return refuse(format!("`{old_name}` is declared in the standard library")),
            Origin::Package { alias, .. } => {
                return refuse(format!("`{old_name}` is declared in the package `{alias}`: rename it there"));
            }
        }
    }
    let settings = project.settings(db);
    let is_set = match symbol {
        Symbol::Rule(rule) => {
            let retired = retired_rules(db, project);
            settings.rules.iter().any(|(name, _)| retired.present(name) == rule)
        }
        Symbol::Element(_) => settings.without.iter().any(|name| name.rsplit('.').next() == Some(old_name)),
        _ => false,
    };
    if is_set {
        return refuse(format!("`tm.toml` or the command line names `{old_name}`: remove it there first"));
    }
    let mut references = references_of(db, project, symbol);
    // Names that a rule had become its name, too.
    let is_rule = matches!(symbol, Symbol::Rule(_));
    references.retain(|it| is_rule || unquoted(slice(it.file.text(db), &it.range)) == old_name);
    if let Some(other) = references.iter().find(|reference| *reference.file.origin(db) != Origin::Project) {
        let path = other.file.path(db);
        return refuse(format!("`{old_name}` is named in `{path}`, which is no file of this project"));
    }
    Ok(references)
}

fn unquoted(text: &str) -> &str {
    text.trim_matches('`')
}

fn edits(
    db: &Database,
    project: Project,
    references: &[Reference],
    old_name: &str,
    new_name: &str,
) -> Result<Vec<FileEdits>, Refusal> {
    let spelling = Spelling::of(new_name)?;
    if spelling.name == old_name {
        return Ok(Vec::new());
    }
    let mut all: Vec<FileEdits> = Vec::new();
    for reference in references {
        let text = match is_in_text(db, reference) {
            true => spelling.in_text()?,
            false => spelling.written.clone(),
        };
        let edit = TextEdit { range: reference.range.clone(), text };
        match all.iter_mut().find(|edits| edits.file == reference.file) {
            Some(edits) => edits.edits.push(edit),
            None => all.push(FileEdits { file: reference.file, edits: vec![edit] }),
        }
    }
    for edits in &mut all {
        edits.edits.sort_by_key(|edit| edit.range.start);
        // A name that brings in several things is one name.
        edits.edits.dedup();
    }
    check::same_meaning(db, project, &all, old_name, spelling.name)?;
    Ok(all)
}

/// Whether a name stands in a placeholder: `"{s.name}"`.
fn is_in_text(db: &Database, reference: &Reference) -> bool {
    let parsed = syntax(db, reference.file);
    let token = parsed.token_at(reference.range.start).and_then(|token| parsed.tokens.get(token as usize));
    token.is_some_and(|token| matches!(token.kind, Tok::Str | Tok::TextBlock))
}

#[cfg(test)]
mod tests;
