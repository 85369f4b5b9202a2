//! From expressions as written to typed, resolved ones, with what is wrong in them.
//!
//! One mistake gives one diagnostic: an expression with a mistake has the type [`Ty::Error`], which fits everywhere.

mod attributes;
mod comparison;
mod identifiers;
mod inference;
mod leads;
mod metadata;
mod mismatch;
mod narrowing;
mod noted;
mod operators;
mod quantifier;
mod relation;
mod rule;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod types;
mod value;
mod variables;

use std::cell::{OnceCell, RefCell};

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use tm_model::{ElementId, EnumId, KindId, Schema, Site, Type, Value};
use tm_rules::ir;

use crate::diagnostic::{Diagnostic, Level};
use crate::hir::{self, NodeId};
use crate::scope::VocabularyScope;

use inference::Inferred;
pub(crate) use metadata::{METADATA, STRIDE};
use narrowing::{Narrowing, Place};
pub use noted::Held;
pub(crate) use noted::Noted;
use types::Ty;
use variables::{Meaning, Variables};

/// Checks what one file declares against the vocabulary that its module sees.
pub(crate) struct Checker<'a> {
    scope: &'a dyn VocabularyScope,
    /// The file, for sites.
    unit: u32,
    diagnostics: Vec<Diagnostic>,
    /// Errors so far, those that the parser or a callback reported included: what holds one cannot run.
    mistakes: usize,
    variables: Variables,
    narrowing: Narrowing,
    inferred: Vec<Inferred>,
    /// Values of the larger enums by name.
    values: RefCell<FxHashMap<EnumId, FxHashMap<&'a str, u32>>>,
    /// The enums in scope, as they are called there, by what values they have.
    enums: OnceCell<FxHashMap<&'a str, Vec<(SmolStr, EnumId)>>>,
    /// Variables that clauses of the rule declare, wherever they stand.
    declared: Vec<hir::Name>,
    /// Inside severity, message, help, prefer or at: what is computed once a finding is there.
    in_entry: bool,
    /// What names stand for, if somebody asked.
    noted: Option<Vec<(NodeId, Noted)>>,
    /// What variables hold, by the node of their declaration, if somebody asked.
    held: Vec<(NodeId, Held)>,
}

/// What the name of an element in a value turns out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resolved {
    Element(ElementId),
    /// Reported by the callback already.
    Error,
}

/// A checked expression.
struct Typed {
    expr: ir::Expr,
    ty: Ty,
    /// What `is` narrows, if the expression is a variable or a path from one.
    place: Option<Place>,
}

impl Typed {
    fn new(node: NodeId, kind: ir::ExprKind, ty: Ty) -> Self {
        Self { expr: ir::Expr { node, kind }, ty, place: None }
    }

    /// Stands where a mistake has been reported; never evaluated.
    fn error(node: NodeId) -> Self {
        Self::new(node, ir::ExprKind::Const(Value::Unknown), Ty::Error)
    }
}

impl<'a> Checker<'a> {
    pub(crate) fn new(scope: &'a dyn VocabularyScope, unit: u32) -> Self {
        Self {
            scope,
            unit,
            diagnostics: Vec::new(),
            mistakes: 0,
            variables: Variables::default(),
            narrowing: Narrowing::default(),
            inferred: Vec::new(),
            values: RefCell::default(),
            enums: OnceCell::new(),
            declared: Vec::new(),
            in_entry: false,
            noted: None,
            held: Vec::new(),
        }
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// What was said since the last time.
    pub(crate) fn take_diagnostics(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.diagnostics)
    }

    /// A derived attribute or a computed default: `self` is slot 0, an element of kind `owner`. With the number of slots.
    /// `None` if it has a mistake.
    pub(crate) fn computation(&mut self, owner: KindId, ty: &Type, expr: &hir::Expr) -> Option<(ir::Expr, ir::Slot)> {
        let before = self.mistakes;
        self.start();
        self.declare_self(owner, expr.node);
        let wanted = Ty::from(ty);
        let typed = self.expr(expr, &wanted);
        let checked = self.require(typed, &wanted, expr);
        (self.mistakes == before).then(|| (checked, self.variables.frame()))
    }

    /// An expression by itself: `self` is slot 0, if there is one. With the number of slots. `None` if it has a mistake.
    pub(crate) fn alone(
        &mut self,
        owner: Option<KindId>,
        wanted: Option<&Type>,
        expr: &hir::Expr,
    ) -> Option<(ir::Expr, ir::Slot)> {
        if let (Some(owner), Some(wanted)) = (owner, wanted) {
            return self.computation(owner, wanted, expr);
        }
        let before = self.mistakes;
        self.start();
        if let Some(owner) = owner {
            self.declare_self(owner, expr.node);
        }
        let checked = match &expr.kind {
            // The name of a kind is the list of its elements.
            hir::ExprKind::Name(name) if self.scope.kind(std::slice::from_ref(name)).is_some() => self.list_of(expr).0,
            _ => {
                let typed = self.expr(expr, &Ty::Any);
                self.forced(&typed.ty);
                typed.expr
            }
        };
        (self.mistakes == before).then(|| (checked, self.variables.frame()))
    }

    fn declare_self(&mut self, owner: KindId, node: NodeId) {
        let slot = self.slots(1, node);
        self.variables.declare(
            hir::Name { node, text: SmolStr::new_static("self") },
            Meaning::Value { slot, ty: Ty::Element(owner) },
            self.narrowing.root(),
        );
    }

    /// Begins a rule, an edge or a computation: a frame of its own.
    fn start(&mut self) {
        self.variables = Variables::default();
        self.narrowing = Narrowing::default();
        self.inferred.clear();
        self.declared.clear();
        self.in_entry = false;
    }

    fn schema(&self) -> &'a Schema {
        let scope: &'a dyn VocabularyScope = self.scope;
        scope.schema()
    }

    fn site(&self, node: NodeId) -> Site {
        Site { unit: self.unit, node }
    }

    fn report(&mut self, mut diagnostic: Diagnostic) {
        if diagnostic.level == Level::Error {
            self.mistakes += 1;
        }
        text::bounded(&mut diagnostic.message);
        if let Some(help) = &mut diagnostic.help {
            text::bounded(help);
        }
        self.diagnostics.push(diagnostic);
    }

    fn error(&self, name: &'static str, node: NodeId, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(name, self.site(node), message)
    }

    /// Something that the parser has reported.
    fn missing(&mut self, node: NodeId) -> Typed {
        self.mistakes += 1;
        Typed::error(node)
    }
}
