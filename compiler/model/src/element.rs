//! Elements of one source unit: where they sit, what is said of them, and who said it.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::id::{AttrId, ElementId, KindId, Site};
use crate::schema::{Default, Kind};
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
    own: Box<[(AttrId, Fact)]>,
    /// A bit for each of them, by the last digits of its number: most of what is asked for is not stated, and need not be
    /// looked for.
    present: u64,
    template: Arc<Template>,
}

impl Row {
    /// `own`: statements of the element, sorted by attribute.
    #[must_use]
    pub fn new(own: Box<[(AttrId, Fact)]>, template: Arc<Template>) -> Self {
        let present = own.iter().fold(0, |bits, (attribute, _)| bits | bit(*attribute));
        Self { own, present, template }
    }

    /// Own statements, sorted by attribute.
    #[must_use]
    pub fn own(&self) -> &[(AttrId, Fact)] {
        &self.own
    }

    #[must_use]
    pub fn template(&self) -> &Arc<Template> {
        &self.template
    }

    /// What the element itself states.
    #[must_use]
    pub fn stated(&self, attribute: AttrId) -> Option<&Fact> {
        if self.present & bit(attribute) == 0 {
            return None;
        }
        // Rows are short: a scan beats a binary search.
        self.own.iter().find(|(id, _)| *id == attribute).map(|(_, fact)| fact)
    }
}

fn bit(attribute: AttrId) -> u64 {
    1 << (attribute.0 % u64::BITS)
}

/// What every element of one kind in one scope has unless it states otherwise; in slot order of the kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    pub slots: Vec<Slot>,
}

/// What is asked for stands together: reading it looks nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub attribute: AttrId,
    pub given: Given,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    Fact(Fact),
    /// A computed default, a derived attribute or structure, which nobody states.
    Computed(Default),
}

impl Template {
    /// Where nothing is said around the element.
    #[must_use]
    pub fn of_kind(kind: &Kind) -> Self {
        let slots = kind.layout.iter().zip(&kind.defaults).map(|(attribute, default)| Slot {
            attribute: *attribute,
            given: match default {
                Default::Value(value, site) => {
                    Given::Fact(Fact { value: value.clone(), origin: Origin::Default(*site) })
                }
                computed => Given::Computed(computed.clone()),
            },
        });
        Self { slots: slots.collect() }
    }

    /// `None`: elements of the kind have no such attribute. `slot`: that of the attribute.
    #[must_use]
    pub fn given(&self, slot: usize, attribute: AttrId) -> Option<&Given> {
        self.slots.get(slot).filter(|slot| slot.attribute == attribute).map(|slot| &slot.given)
    }

    /// What is there without being computed.
    #[must_use]
    pub fn fact(&self, slot: usize) -> Option<&Fact> {
        match &self.slots.get(slot)?.given {
            Given::Fact(fact) => Some(fact),
            Given::Computed(_) => None,
        }
    }
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
