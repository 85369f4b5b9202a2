//! The variables in force at one point of the text, and their slots.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use tm_rules::ir::Slot;

use super::narrowing::Place;
use super::{Checker, Ty, text::quoted};
use crate::diagnostic::Diagnostic;
use crate::hir::{Name, NodeId};

#[derive(Clone, Debug)]
pub(super) enum Meaning {
    Value {
        slot: Slot,
        ty: Ty,
    },
    /// Three slots from `slot` on: from, to, via.
    Hop {
        slot: Slot,
        via: Ty,
    },
    /// A `path` clause, by its index in the rule.
    Path {
        index: u16,
        via: Ty,
    },
}

#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) name: Name,
    pub(super) meaning: Meaning,
    pub(super) place: Place,
    used: bool,
}

#[derive(Default)]
pub(super) struct Variables {
    visible: Vec<Variable>,
    /// Innermost last.
    by_name: FxHashMap<SmolStr, Vec<usize>>,
    next: u32,
}

impl Variables {
    pub(super) fn declare(&mut self, name: Name, meaning: Meaning, place: Place) {
        self.by_name.entry(name.text.clone()).or_default().push(self.visible.len());
        self.visible.push(Variable { name, meaning, place, used: false });
    }

    /// The innermost one of that name; it counts as used.
    pub(super) fn read(&mut self, name: &str) -> Option<&Variable> {
        let index = *self.by_name.get(name)?.last()?;
        let variable = self.visible.get_mut(index)?;
        variable.used = true;
        Some(variable)
    }

    pub(super) fn find(&self, name: &str) -> Option<&Variable> {
        let index = *self.by_name.get(name)?.last()?;
        self.visible.get(index)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.visible.iter().map(|variable| variable.name.text.as_str())
    }

    pub(super) fn mark(&self) -> usize {
        self.visible.len()
    }

    /// Ends the scope that began at the mark.
    pub(super) fn leave(&mut self, mark: usize) {
        while self.visible.len() > mark {
            let Some(variable) = self.visible.pop() else { break };
            if let Some(indices) = self.by_name.get_mut(&variable.name.text) {
                indices.pop();
            }
        }
    }

    /// Declared since the mark in the same scope.
    fn since(&self, mark: usize, name: &str) -> Option<&Variable> {
        let index = *self.by_name.get(name)?.last()?;
        self.visible.get(index).filter(|_| index >= mark)
    }

    /// Number of slots given out.
    pub(super) fn frame(&self) -> Slot {
        Slot::try_from(self.next).unwrap_or(Slot::MAX)
    }
}

impl Checker<'_> {
    /// Slots for a new variable. They are never reused within one rule, edge or computation.
    pub(super) fn slots(&mut self, count: u32, node: NodeId) -> Slot {
        let first = Slot::try_from(self.variables.next);
        let within = u32::from(Slot::MAX);
        match first {
            Ok(first) if self.variables.next + count <= within => {
                self.variables.next += count;
                first
            }
            _ => {
                // The frame is full from here on: said once.
                if self.variables.next <= within {
                    self.variables.next = within + 1;
                    let error = self.error("too-many-variables", node, "too many variables");
                    self.report(error.help("split it into several rules or derived attributes"));
                } else {
                    self.mistakes += 1;
                }
                0
            }
        }
    }

    /// Declares a variable in the scope that began at `scope`; one name, one variable there.
    pub(super) fn declare(&mut self, name: &Name, meaning: Meaning, scope: usize) {
        if matches!(name.text.as_str(), "self" | "today") {
            let error = self.error("duplicate-variable", name.node, format!("{} is built in", quoted(&name.text)));
            self.report(error.help("give the variable another name"));
        } else if let Some(first) = self.variables.since(scope, &name.text).map(|variable| variable.name.node) {
            let message = format!("there is a variable {} already", quoted(&name.text));
            let error = self.error("duplicate-variable", name.node, message);
            let error = error.label(self.site(first), "the first one").help("give one of them another name");
            self.report(error);
            // The first one keeps the name: what is written about it stays right.
            return;
        }
        self.note_held(name.node, &meaning);
        let place = self.narrowing.root();
        self.variables.declare(name.clone(), meaning, place);
    }

    /// Warns of variables that are bound and never read, where nothing else is wrong. A path need not be read: that it exists is
    /// a condition.
    pub(super) fn warn_of_unused(&mut self, mistakes_before: usize) {
        if self.mistakes != mistakes_before {
            return;
        }
        let unused: Vec<Name> = (self.variables.visible.iter())
            .filter(|variable| !variable.used && !matches!(variable.meaning, Meaning::Path { .. }))
            .filter(|variable| !variable.name.text.starts_with('_'))
            .map(|variable| variable.name.clone())
            .collect();
        for name in unused {
            let message = format!("the variable {} is never read", quoted(&name.text));
            let warning = Diagnostic::warning("unused-variable", self.site(name.node), message);
            self.report(warning.help("remove it, or begin its name with `_`"));
        }
    }
}
