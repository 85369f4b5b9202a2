//! What the names in expressions and values stand for, kept as the checker finds it out: editors ask for it.

use smol_str::SmolStr;
use tm_model::{AttrId, EnumId, EnumValueId, KindId, RelationId};

use super::Checker;
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
