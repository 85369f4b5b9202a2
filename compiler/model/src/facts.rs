//! The door through which rules see a world.
//!
//! Implementations may record what is read (the incremental database does); the evaluator reads nothing but through here.

use std::cmp::Ordering;

use crate::date::Date;
use crate::element::{Element, Fact, Links, Origin};
use crate::id::{AttrId, ElementId, KindId};
use crate::schema::{Default, Schema};
use crate::value::Value;

/// A world of elements. Every method is total: an id from elsewhere reads as an element without values.
pub trait Facts {
    fn schema(&self) -> &Schema;

    fn element(&self, id: ElementId) -> Option<&Element>;

    fn links(&self, id: ElementId) -> Option<&Links>;

    /// Of a boundary: the components in it, at any depth, in source order.
    fn members(&self, id: ElementId) -> &[ElementId];

    /// All elements of this kind or of a kind below it, in source order (files by path).
    ///
    /// Reading this ties the reader to the whole world: only rules over the whole model do.
    fn all(&self, kind: KindId) -> &[ElementId];

    fn today(&self) -> Date;

    /// Which of two elements stands first in the source: decides where their names do not (a name that is used twice).
    /// Ids themselves tell about the past of a database too, and must not reach output.
    fn order(&self, a: ElementId, b: ElementId) -> Ordering {
        a.cmp(&b)
    }

    /// A derived attribute that has been computed for the whole world already (one that reads a relation).
    fn column(&self, element: ElementId, attribute: AttrId) -> Option<Value>;

    /// What is stored for an attribute: everything but computed values and structure.
    fn stored(&self, element: ElementId, attribute: AttrId) -> Stored<'_> {
        self.element(element).map_or(Stored::Absent, |item| item.stored(self.schema(), attribute))
    }
}

impl Element {
    /// What is stored for an attribute; see [`Facts::stored`].
    #[must_use]
    pub fn stored<'a>(&'a self, schema: &'a Schema, attribute: AttrId) -> Stored<'a> {
        let own = &self.row.own;
        // Rows are short: a scan beats a binary search.
        if let Some((_, fact)) = own.iter().find(|(id, _)| *id == attribute) {
            return Stored::Fact(fact);
        }
        let Some(default) = schema.default_of(self.kind, attribute) else { return Stored::Absent };
        let slot = schema.attribute(attribute).map_or(usize::MAX, |a| a.slot as usize);
        match self.row.template.facts.get(slot) {
            Some(fact) if fact.origin != Origin::Computed => Stored::Fact(fact),
            _ => Stored::Computed(default),
        }
    }
}

/// The answer of [`Facts::stored`].
#[derive(Clone, Copy, Debug)]
pub enum Stored<'a> {
    Fact(&'a Fact),
    /// [`Default::Computed`] or [`Default::Builtin`]; nobody states the attribute.
    Computed(&'a Default),
    /// The element has no such attribute.
    Absent,
}
