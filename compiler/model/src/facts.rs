//! The door through which rules see a world.
//!
//! Implementations may record what is read (the incremental database does); the evaluator reads nothing but through here.

use std::cmp::Ordering;

use smol_str::SmolStr;

use crate::date::Date;
use crate::element::{Element, Fact, Given, Links};
use crate::id::{AttrId, ElementId, KindId};
use crate::schema::{Builtin, Default, Schema};
use crate::value::Value;

/// A world of elements. Every method is total: an id from elsewhere reads as an element without values.
pub trait Facts {
    fn schema(&self) -> &Schema;

    fn element(&self, id: ElementId) -> Option<&Element>;

    fn links(&self, id: ElementId) -> Option<&Links>;

    /// An element with all its values. Reading it ties the reader to all of them.
    fn whole(&self, id: ElementId) -> Option<&Element> {
        self.element(id)
    }

    /// What an element is: of [`Facts::element`], that alone.
    fn kind(&self, id: ElementId) -> Option<KindId> {
        self.element(id).map(|item| item.kind)
    }

    /// One tie of an element: of [`Facts::links`], that alone.
    fn link(&self, id: ElementId, which: Builtin) -> Link<'_> {
        self.links(id).map_or(Link::None, |links| links.get(which))
    }

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

/// The answer of [`Facts::link`].
#[derive(Clone, Copy, Debug)]
pub enum Link<'a> {
    None,
    One(ElementId),
    Many(&'a [ElementId]),
    /// The rule that a decision is about.
    Text(&'a SmolStr),
}

impl Links {
    /// One of them; none for what is computed from several, or stands elsewhere.
    #[must_use]
    pub fn get(&self, which: Builtin) -> Link<'_> {
        let one = |id: Option<ElementId>| id.map_or(Link::None, Link::One);
        match which {
            Builtin::Parent => one(self.parent),
            Builtin::Boundary => one(self.boundary),
            Builtin::Boundaries => Link::Many(&self.boundaries),
            Builtin::Endpoints => Link::Many(&self.endpoints),
            Builtin::Incoming => Link::Many(&self.incoming),
            Builtin::Outgoing => Link::Many(&self.outgoing),
            Builtin::Component => one(self.component),
            Builtin::From => one(self.from),
            Builtin::To => one(self.to),
            Builtin::Endpoint => one(self.endpoint),
            Builtin::Rule => self.rule.as_ref().map_or(Link::None, Link::Text),
            Builtin::Subjects => Link::Many(&self.subjects),
            Builtin::Name
            | Builtin::Kind
            | Builtin::Module
            | Builtin::Members
            | Builtin::Leaves
            | Builtin::Enters
            | Builtin::Crosses => Link::None,
        }
    }
}

impl Element {
    /// What is stored for an attribute; see [`Facts::stored`].
    #[must_use]
    pub fn stored<'a>(&'a self, schema: &'a Schema, attribute: AttrId) -> Stored<'a> {
        if let Some(fact) = self.row.stated(attribute) {
            return Stored::Fact(fact);
        }
        match self.row.template().given(schema.slot(attribute), attribute) {
            Some(Given::Fact(fact)) => Stored::Fact(fact),
            Some(Given::Computed(default)) => Stored::Computed(default),
            None => Stored::Absent,
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
