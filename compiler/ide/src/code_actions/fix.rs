//! Mending mistakes: spelling, `use`, elements that do not exist yet, flows that need a name.

use std::ops::Range;

use tm_analysis::occurrences::{Symbol, links, syntax};
use tm_analysis::report::{Name, Problem, Suggestion};
use tm_model::KindId;
use tm_syntax::Tok;

use super::{Asking, CodeActionKind};
use crate::body::body_at;
use crate::completion::{Wanted, wanted_at};
use crate::place::slice;
use crate::rename::FileEdits;
use crate::target::targets;
use crate::text_edit::{TextEdit, import_edit, use_edit, written, written_path};

/// Of these kinds the end of a flow mostly is.
const ENDS: [&str; 5] = ["service", "database", "queue", "gateway", "third-party"];
/// So many kinds are offered for what does not exist.
const KINDS: usize = 5;

impl Asking<'_> {
    pub(super) fn fixes(&mut self) {
        let problems = self.report.errors.iter().chain(&self.report.notices);
        let here: Vec<&Problem> =
            problems.filter(|problem| problem.location.as_ref().is_some_and(|place| self.touches(place))).collect();
        for problem in here {
            let before = self.found.len();
            self.suggested(problem);
            self.create(problem);
            if problem.name == "ambiguous-flow" {
                self.name_flow(problem);
            }
            for action in self.found.iter_mut().skip(before) {
                action.mends = Some(problem.name.clone());
            }
        }
    }

    /// What the diagnostic says that was probably meant.
    fn suggested(&mut self, problem: &Problem) {
        let Some(location) = &problem.location else { return };
        for suggestion in &problem.suggestions {
            match suggestion {
                Suggestion::Rename { path, .. } => self.rename(&(location.range.start..location.range.end), path),
                Suggestion::Use { module } => {
                    let edit = use_edit(self.parsed, self.source, module);
                    self.change(&format!("add `use {module}`"), CodeActionKind::QuickFix, edit);
                }
                Suggestion::Import { module, name } => {
                    let name = written(name);
                    let edit = import_edit(self.parsed, self.source, module, &name);
                    self.change(&format!("use `{module}.{{{name}}}`"), CodeActionKind::QuickFix, edit);
                }
            }
        }
    }

    fn rename(&mut self, range: &Range<u32>, path: &[Name]) {
        let text = written_path(path);
        if slice(self.source, range) == text {
            return;
        }
        let title = format!("change to `{}`", path.join("."));
        self.change(&title, CodeActionKind::QuickFix, TextEdit { range: range.clone(), text });
        if let Some(action) = self.found.last_mut() {
            action.is_preferred = true;
        }
    }

    fn create(&mut self, problem: &Problem) {
        let Some(location) = problem.location.as_ref().filter(|_| problem.name == "unresolved-name") else { return };
        let range = location.range.start..location.range.end;
        let text = slice(self.source, &range).trim_matches('`').to_owned();
        let token = self.parsed.significant_at(range.start);
        let is_behind_dot =
            token.and_then(|token| token.checked_sub(1)).and_then(|token| self.parsed.kind(token)) == Some(Tok::Dot);
        let is_one_name = token.is_some_and(|token| self.parsed.token_range(token) == range);
        if !is_one_name {
            return;
        }
        if is_behind_dot {
            return self.create_endpoint(&text, token.unwrap_or_default());
        }
        let Some(wanted) = wanted_at(self.parsed, self.source, &self.scope, range.start) else { return };
        for kind in self.kinds_for(wanted) {
            let title = format!("create `{kind} {text}`");
            if let Some(edit) = self.at_top(range.start, &format!("{} {}", written(&kind), written(&text))) {
                self.change(&title, CodeActionKind::QuickFix, edit);
            }
        }
    }

    fn kinds_for(&self, wanted: Wanted) -> Vec<Name> {
        let schema = self.scope.schema();
        let roots = schema.roots;
        let name = |id: KindId| schema.kind(id).map(|kind| kind.name.clone()).unwrap_or_default();
        match wanted {
            Wanted::FlowEnd => {
                let known = ENDS.iter().filter(|kind| self.scope.kind(&[Name::new_static(kind)]).is_some());
                known.map(|kind| Name::new_static(kind)).collect()
            }
            // What could be anything is better said than guessed.
            Wanted::Kind(kind) if kind == roots.element || schema.is_a(kind, roots.endpoint) => Vec::new(),
            Wanted::Kind(kind) => {
                let all = schema.kinds.iter().zip((0..).map(KindId));
                let fits = all.filter(|(declared, id)| {
                    schema.is_a(*id, kind)
                        && !declared.is_abstract
                        && ![roots.flow, roots.assumption, roots.decision, roots.project].contains(id)
                        && self.scope.kind(std::slice::from_ref(&declared.name)) == Some(*id)
                });
                fits.map(|(_, id)| name(id)).take(KINDS).collect()
            }
        }
    }

    /// Behind the item that a place lies in.
    fn at_top(&self, offset: u32, text: &str) -> Option<TextEdit> {
        let items = self.parsed.file.items.iter().map(|item| self.parsed.text_range(item.range));
        let end = items.filter(|range| range.start <= offset && offset <= range.end).map(|range| range.end).max()?;
        Some(TextEdit { range: end..end, text: format!("\n\n{text}") })
    }

    /// In the component that the path begins with, which may stand in another file.
    fn create_endpoint(&mut self, name: &str, mut token: u32) {
        let mut holder = Vec::new();
        while let Some(before) = token.checked_sub(2).filter(|_| self.parsed.kind(token - 1) == Some(Tok::Dot)) {
            holder.insert(0, Name::new(self.parsed.token_text(self.source, before).trim_matches('`')));
            token = before;
        }
        let Some((id, kind)) = self.scope.element(&holder) else { return };
        let schema = self.scope.schema();
        if schema.root_of(kind) != schema.roots.component {
            return;
        }
        let symbol = Symbol::Element(id);
        let Some(target) = targets(self.db, self.project, &symbol).into_iter().next() else { return };
        let (source, parsed) = (target.file.text(self.db), syntax(self.db, target.file));
        let Some(body) = body_at(parsed, &target.focus) else { return };
        let edit = body.add(parsed, source, &[format!("endpoint {}", written(name))]);
        let edits = vec![FileEdits { file: target.file, edits: vec![edit] }];
        self.changes(&format!("create `endpoint {name}` in `{}`", target.name), CodeActionKind::QuickFix, edits);
    }

    /// Of two flows between the same ends.
    fn name_flow(&mut self, problem: &Problem) {
        let places = problem.location.iter().chain(problem.labels.iter().map(|label| &label.location));
        for place in places.cloned().collect::<Vec<_>>() {
            if crate::report_place::file_of(self.db, self.project, self.report, &place) != Some(self.file) {
                continue;
            }
            let header = place.range.start..place.range.end;
            let Some((from, to)) = slice(self.source, &header).split_once("->") else { continue };
            let (from, to) = (from.trim(), to.trim());
            let stated = Some(from.to_owned()).filter(|from| !from.is_empty());
            let Some(source) = stated.or_else(|| self.source_of(&header)) else { continue };
            let name = self.free_name(&format!("{}-to-{}", last(&source), last(to)));
            let text = format!("flow {}: {source} -> {to}", written(&name));
            let line = slice(self.source, &(0..header.start)).matches('\n').count() + 1;
            let title = format!("name the flow in line {line} `{name}`");
            self.change(&title, CodeActionKind::QuickFix, TextEdit { range: header, text });
        }
    }

    /// Where a flow that says only its target begins.
    fn source_of(&self, header: &Range<u32>) -> Option<String> {
        let flow = self.declared_at(header)?;
        let from = links(self.db, self.project, flow)?.from?;
        let (path, _) = self.scope.subject(from)?;
        Some(path.iter().map(|name| written(name)).collect::<Vec<_>>().join("."))
    }

    fn free_name(&self, name: &str) -> String {
        let is_taken = |name: &str| self.scope.element(&[Name::new(name)]).is_some();
        let mut names = std::iter::once(name.to_owned()).chain((2..).map(|number| format!("{name}-{number}")));
        names.find(|name| !is_taken(name)).unwrap_or_default()
    }
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path).trim_matches('`')
}

#[cfg(test)]
mod tests {
    use super::last;

    #[test]
    fn the_last_name_of_a_path() {
        assert_eq!(last("zones.`a b`"), "a b");
    }
}
