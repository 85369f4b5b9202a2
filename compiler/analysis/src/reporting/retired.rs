//! Names that rules had, in sources: in decisions, safeguards and tests.

use super::Files;
use crate::db::{Db, Pack, Project, SourceFile};
use crate::diagnostic::Level;
use crate::occurrences::{Symbol, occurrences};
use crate::report::{Location, Problem};
use crate::retired::warning;
use crate::suggestion::Help;

pub(super) fn in_file(db: &dyn Db, project: Project, pack: &Pack, file: SourceFile, files: &Files<'_>) -> Vec<Problem> {
    let text = file.text(db);
    if !pack.retired.may_stand_in(text) {
        return Vec::new();
    }
    let rules = occurrences(db, project, file).iter().filter(|it| matches!(it.symbol, Symbol::Rule(_)));
    let named = rules.filter_map(|it| {
        let name = text.get(it.range.start as usize..it.range.end as usize)?.trim_matches('`');
        problem(pack, name, files.at(file.unit(db), it.range.clone()))
    });
    named.collect()
}

/// `None`: it is no name that a rule had.
pub(super) fn problem(pack: &Pack, name: &str, location: Option<Location>) -> Option<Problem> {
    let (message, Help { text, suggestions }) = warning(name, pack.retired.successor(name)?);
    Some(Problem {
        name: "retired-rule".to_owned(),
        level: Level::Warning,
        message,
        location,
        labels: Vec::new(),
        help: Some(text),
        suggestions,
    })
}
