//! What the names in expressions and values stand for, kept as the checker finds it out: editors ask for it.

use smol_str::SmolStr;
use tm_model::{AttrId, EnumId, EnumValueId, KindId, RelationId, Type};

use super::{Checker, Meaning, Ty};
use crate::hir::{NodeId, Path};

/// What one name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noted {
    Attribute(AttrId),
    Enum(EnumId),
    /// A field of an enum, by its index.
    Field(EnumId, u32),
    Kind(KindId),
    Relation(RelationId),
    Value(EnumValueId),
    /// The variable whose declaration has this node.
    Variable(NodeId),
}

/// What a variable holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Held {
    Value(Type),
    /// A hop of a path, and the kind of what it goes via.
    Hop(KindId),
    /// A path that a clause names, and the kind of what its hops go via.
    Path(KindId),
}

impl Checker<'_> {
    /// From here on it is kept what names stand for.
    pub(crate) fn noting(mut self) -> Self {
        self.noted = Some(Vec::new());
        self
    }

    /// What was met, in the order in which it was checked. The names of one placeholder share its node, in their order.
    pub(crate) fn take_noted(&mut self) -> Vec<(NodeId, Noted)> {
        self.noted.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// What the variables that were met hold, where that is known.
    pub(crate) fn take_held(&mut self) -> Vec<(NodeId, Held)> {
        std::mem::take(&mut self.held)
    }

    pub(super) fn note_held(&mut self, node: NodeId, meaning: &Meaning) {
        if self.noted.is_none() {
            return;
        }
        let kind = |ty: &Ty| match self.settled(ty) {
            Ty::Element(kind) => Some(kind),
            _ => None,
        };
        let held = match meaning {
            Meaning::Value { ty, .. } => self.type_of(ty).map(Held::Value),
            Meaning::Hop { via, .. } => kind(via).map(Held::Hop),
            Meaning::Path { via, .. } => kind(via).map(Held::Path),
        };
        self.held.extend(held.map(|held| (node, held)));
    }

    /// As vocabulary writes it; `None` for what no attribute could have.
    fn type_of(&self, ty: &Ty) -> Option<Type> {
        Some(match self.settled(ty) {
            Ty::Bool => Type::Bool,
            Ty::Int => Type::Int,
            Ty::Text => Type::Text,
            Ty::Date => Type::Date,
            Ty::Enum(id) => Type::Enum(id),
            Ty::Element(kind) => Type::Element(kind),
            Ty::List(of) => Type::List(Box::new(self.type_of(&of)?)),
            Ty::Any | Ty::Error | Ty::Nothing | Ty::Inferred(_) => return None,
        })
    }

    pub(super) fn note(&mut self, node: NodeId, noted: Noted) {
        if let Some(all) = &mut self.noted {
            all.push((node, noted));
        }
    }

    /// Of a path, the last name.
    pub(super) fn note_path(&mut self, path: &Path, noted: Noted) {
        let last = u32::try_from(path.segments.len()).unwrap_or(0);
        self.note(path.node + last, noted);
    }

    pub(super) fn note_variable(&mut self, node: NodeId, name: &SmolStr) {
        // Nothing declares `self`.
        if self.noted.is_none() || name == "self" {
            return;
        }
        let declared = self.variables.find(name).map(|variable| variable.name.node);
        if let Some(declared) = declared {
            self.note(node, Noted::Variable(declared));
        }
    }
}
