//! Elements of one source unit: where they sit, what is said of them, and who said it.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::id::{AttrId, ElementId, KindId, Site};
use crate::value::Value;

/// The elements that one file (or one test) declares, by slot; a slot whose element is gone is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    pub elements: Vec<Option<Element>>,
}

/// One element with its values. Structure stands in [`Links`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    pub kind: KindId,
    /// As it is written: `cart`, `add-item`; an unnamed flow is called `a->b`.
    pub name: SmolStr,
    /// As output calls it: `shop.cart.add-item`.
    pub qualified: SmolStr,
    /// Nobody gave it this name (an unnamed flow, a decision).
    pub is_unnamed: bool,
    pub row: Row,
}

/// The values of an element: what is stated of it, over what its kind and surroundings give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Own statements, sorted by attribute.
    pub own: Box<[(AttrId, Fact)]>,
    pub template: Arc<Template>,
}

/// What every element of one kind in one scope has unless it states otherwise; in slot order of the kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    pub facts: Vec<Fact>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub value: Value,
    pub origin: Origin,
}

/// Who said it. The places are those to point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    Stated(Site),
    /// A statement in an `each`.
    Each(Site),
    /// A statement (or `each`) on an enclosing element.
    Inherited(Site),
    /// A live assumption supplies it; the element and the statement.
    Assumed(ElementId, Site),
    /// The default of the kind, if a statement gives one.
    Default(Option<Site>),
    /// Computed default, derived attribute or structure: the evaluator computes it.
    Computed,
}

/// Where an element sits and what it is tied to. Lists are in source order. What a boundary holds is asked apart
/// ([`crate::Facts::members`]): it changes with every element inside, and few look at it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    pub parent: Option<ElementId>,
    pub boundary: Option<ElementId>,
    /// From inside out, then those of `also-in`.
    pub boundaries: Arc<[ElementId]>,
    /// Component.
    pub endpoints: Vec<ElementId>,
    /// Component: flows to it or to one of its endpoints. Endpoint: flows to it.
    pub incoming: Vec<ElementId>,
    /// Component.
    pub outgoing: Vec<ElementId>,
    /// Endpoint (and an identity inside a component): the component.
    pub component: Option<ElementId>,
    /// Flow.
    pub from: Option<ElementId>,
    pub to: Option<ElementId>,
    pub endpoint: Option<ElementId>,
    /// Decision.
    pub rule: Option<SmolStr>,
    pub subjects: Vec<ElementId>,
}
