//! What can be done about what stands at a place: changes of text that one chooses by their title.
//!
//! Nothing here states that a protection exists unless the title says that very statement.

mod decide;
pub(crate) mod each;
mod fix;
mod state;
#[cfg(test)]
mod tests;

use std::ops::Range;

use tm_analysis::in_scope::InScope;
use tm_analysis::occurrences::{Symbol, occurrences, syntax};
use tm_analysis::report::{Location, Report};
use tm_analysis::{Database, ElementId, Project, SourceFile};
use tm_syntax::Parsed;

use crate::command::Command;
use crate::markdown::inline;
use crate::place::clamp;
use crate::rename::FileEdits;
use crate::report_place;
use crate::symbol_at::symbols_at;
use crate::text_edit::TextEdit;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeAction {
    /// Plain text.
    pub title: String,
    pub kind: CodeActionKind,
    /// Files in the order of the project; the edits of a file are in order and apart.
    pub edits: Vec<FileEdits>,
    pub command: Option<Command>,
    /// The name of the diagnostic that it mends.
    pub mends: Option<String>,
    /// It is most probably what is wanted.
    pub is_preferred: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeActionKind {
    QuickFix,
    Refactor,
    /// It changes nothing and shows something.
    Show,
}

/// What can be done about a part of a file. The report is one of the project as it is.
#[must_use]
pub fn code_actions(
    db: &Database,
    project: Project,
    report: &Report,
    file: SourceFile,
    range: &Range<u32>,
) -> Vec<CodeAction> {
    let source = file.text(db);
    let start = clamp(source, range.start);
    let range = start..clamp(source, range.end).max(start);
    let parsed = syntax(db, file);
    let scope = InScope::new(db, project, file);
    let mut asking = Asking { db, project, report, file, source, parsed, scope, range, found: Vec::new() };
    asking.fixes();
    asking.statements();
    asking.decisions();
    asking.eaches();
    asking.explanations();
    asking.found
}

struct Asking<'a> {
    db: &'a Database,
    project: Project,
    report: &'a Report,
    file: SourceFile,
    source: &'a str,
    parsed: &'a Parsed,
    scope: InScope<'a>,
    range: Range<u32>,
    found: Vec<CodeAction>,
}

impl Asking<'_> {
    /// A change of this file.
    fn change(&mut self, title: &str, kind: CodeActionKind, edit: TextEdit) -> &mut Self {
        self.changes(title, kind, vec![FileEdits { file: self.file, edits: vec![edit] }])
    }

    fn changes(&mut self, title: &str, kind: CodeActionKind, edits: Vec<FileEdits>) -> &mut Self {
        let action = CodeAction { title: inline(title), kind, edits, command: None, mends: None, is_preferred: false };
        if !self.found.iter().any(|known| known.title == action.title && known.edits == action.edits) {
            self.found.push(action);
        }
        self
    }

    /// Whether a place of the report touches what is asked about.
    fn touches(&self, location: &Location) -> bool {
        location.range.start <= self.range.end
            && self.range.start <= location.range.end
            && report_place::file_of(self.db, self.project, self.report, location) == Some(self.file)
    }

    /// The element that is declared at a place of this file.
    fn declared_at(&self, place: &Range<u32>) -> Option<ElementId> {
        let all = occurrences(self.db, self.project, self.file);
        let inside =
            all.iter().filter(|it| it.is_declaration && place.start <= it.range.start && it.range.end <= place.end);
        inside.into_iter().find_map(|it| match it.symbol {
            Symbol::Element(id) => Some(id),
            _ => None,
        })
    }

    /// Pages of rules that are named here, or whose findings are here.
    fn explanations(&mut self) {
        let here = symbols_at(self.db, self.project, self.file, self.range.start);
        let mut rules: Vec<String> = here
            .into_iter()
            .filter_map(|found| match found.symbol {
                Symbol::Rule(name) => Some(name.to_string()),
                _ => None,
            })
            .collect();
        let findings = self.report.findings.iter().filter(|finding| self.touches(&finding.location));
        rules.extend(findings.map(|finding| finding.rule.to_string()));
        rules.sort();
        rules.dedup();
        for rule in rules {
            let title = format!("explain `{}`", inline(&rule));
            let command = Some(Command::explain(title.clone(), &rule));
            let kind = CodeActionKind::Show;
            self.found.push(CodeAction { title, kind, edits: Vec::new(), command, mends: None, is_preferred: false });
        }
    }
}
