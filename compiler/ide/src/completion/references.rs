//! Elements and rules that can be named, with the `use` that it takes where they stand in another module.

use tm_analysis::in_scope::NameableElement;
use tm_analysis::report::Name;
use tm_model::KindId;

use super::CompletionKind;
use super::block::Block;
use super::items::{Draft, Items, path_text};
use super::place::Found;
use crate::symbol_kind::{SymbolKind, of_kind};
use crate::text_edit::written;

/// So many elements are offered; more come when more is written.
const MOST: usize = 200;

impl Items<'_, '_> {
    pub fn flow_ends(&mut self, is_target: bool, found: &Found) {
        let schema = self.scope.schema();
        let roots = schema.roots;
        let accepts = |kind: KindId| {
            let root = schema.root_of(kind);
            root == roots.component || (is_target && root == roots.endpoint)
        };
        self.elements(&accepts, found);
    }

    /// Elements of a kind or of one below it.
    pub fn elements_of(&mut self, kind: KindId, found: &Found) {
        let schema = self.scope.schema();
        self.elements(&|of| schema.is_a(of, kind), found);
    }

    /// What a decision or an expectation can be about.
    pub fn subjects(&mut self, found: &Found) {
        self.words(&["project"], 70);
        let roots = self.scope.schema().roots;
        self.elements(&|kind| kind != roots.decision, found);
        if self.cursor.qualifier().is_none() && !is_in_test(found) {
            for (from, to) in self.scope.unnamed_flows(MOST) {
                let label = format!("{}->{}", path_text(&from), path_text(&to));
                self.add(Draft::new(CompletionKind::Symbol(SymbolKind::Flow), label, 20));
            }
        }
    }

    pub fn any_elements(&mut self, accepts: &dyn Fn(KindId) -> bool) {
        self.of_project(accepts);
    }

    fn elements(&mut self, accepts: &dyn Fn(KindId) -> bool, found: &Found) {
        if !is_in_test(found) {
            return self.of_project(accepts);
        }
        // A test is a world of its own.
        let qualifier = self.cursor.qualifier().map(|(_, path)| path).unwrap_or_default();
        for (path, kind) in self.scope.elements_of_test(self.cursor.word.start) {
            if accepts(kind) {
                self.element(&path, &qualifier, kind, Draft::new(CompletionKind::Keyword, "", 0));
            }
        }
    }

    fn of_project(&mut self, accepts: &dyn Fn(KindId) -> bool) {
        let qualifier = self.cursor.qualifier().map(|(_, path)| path).unwrap_or_default();
        let (mut found, is_whole) = self.scope.elements("", accepts, MOST);
        if !is_whole {
            let before: String = qualifier.iter().map(|name| format!("{name}.")).collect();
            found = self.scope.elements(&format!("{before}{}", self.cursor.prefix), accepts, MOST).0;
            self.is_incomplete = true;
        }
        for NameableElement { name, kind } in found {
            let draft = Draft::named(SymbolKind::Component, &name, 2);
            self.element(&name.path, &qualifier, kind, draft);
        }
        if qualifier.is_empty() {
            self.used_modules();
        } else {
            self.of_module(&qualifier, accepts);
        }
        if let [_, .., holder] = qualifier.as_slice() {
            self.of_holder(&qualifier, holder, accepts);
        }
    }

    /// An element, if it can go on from what is written of its path.
    fn element(&mut self, path: &[Name], qualifier: &[Name], kind: KindId, draft: Draft) {
        let Some(rest) = path.strip_prefix(qualifier).filter(|rest| !rest.is_empty()) else { return };
        let schema = self.scope.schema();
        let detail = schema.kind(kind).map(|kind| kind.name.to_string()).unwrap_or_default();
        let detail = if draft.detail.is_empty() { detail } else { format!("{detail}, {}", draft.detail) };
        let text = path_text(rest);
        self.add(Draft {
            kind: CompletionKind::Symbol(of_kind(schema, kind)),
            label: text.clone(),
            text,
            detail,
            ..draft
        });
    }

    /// Elements of a module whose name, or the end of it, is written in front.
    fn of_module(&mut self, qualifier: &[Name], accepts: &dyn Fn(KindId) -> bool) {
        let written_path = qualifier.iter().map(Name::as_str).collect::<Vec<_>>().join(".");
        let is_meant = |module: &Name| {
            module.strip_suffix(written_path.as_str()).is_some_and(|before| before.is_empty() || before.ends_with('.'))
        };
        let modules: Vec<Name> = self.scope.modules().into_iter().filter(is_meant).collect();
        let names = modules.iter().flat_map(|module| self.scope.declared_in(module)).take(MOST);
        for name in names.collect::<Vec<_>>() {
            let path: Vec<Name> = qualifier.iter().chain([&name]).cloned().collect();
            if let Some((_, kind)) = self.scope.element(&path).filter(|(_, kind)| accepts(*kind)) {
                self.element(&path, qualifier, kind, Draft::new(CompletionKind::Keyword, written(&name), 1));
            }
        }
    }

    /// What stands in an element that is written with its module: `zones.edge.`.
    fn of_holder(&mut self, qualifier: &[Name], holder: &Name, accepts: &dyn Fn(KindId) -> bool) {
        for NameableElement { name, kind } in self.scope.elements(&format!("{holder}."), accepts, MOST).0 {
            let path: Vec<Name> = qualifier.iter().chain(name.path.last()).cloned().collect();
            if self.scope.element(&path).is_some_and(|(id, _)| id == name.id) {
                self.element(&path, qualifier, kind, Draft::new(CompletionKind::Keyword, "", 1));
            }
        }
    }

    pub fn rules(&mut self) {
        for rule in self.scope.rules() {
            let draft = Draft::new(CompletionKind::Symbol(SymbolKind::Rule), written(&rule.name), 10);
            self.add(Draft { detail: rule.family.to_string(), docs: rule.title.to_string(), ..draft });
        }
    }
}

fn is_in_test(found: &Found) -> bool {
    found.blocks.iter().any(|(_, block)| *block == Block::Test)
}
