//! The one place that turns ids into ranges of text (invariant I4).

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use tm_model::{ElementId, Site};
use tm_syntax::Parsed;
use tm_syntax::ast::TokRange;

use crate::hir;
use crate::spans::{Place, SpanMap};
use crate::world::declare::Declared;

/// What is needed to find places in one unit.
#[derive(Clone, Copy)]
pub(crate) struct UnitText<'a> {
    pub spans: &'a SpanMap,
    pub world: &'a hir::World,
    pub declared: &'a Declared,
}

/// Finds places in the units of one world.
pub(crate) struct Locator<'a> {
    text: &'a dyn Fn(u32) -> Option<UnitText<'a>>,
    units: RefCell<FxHashMap<u32, Option<Known<'a>>>>,
}

#[derive(Clone)]
struct Known<'a> {
    text: UnitText<'a>,
    by_slot: Rc<[Option<Declaration>]>,
}

impl Known<'_> {
    fn declaration(&self, slot: u32) -> Option<Declaration> {
        self.by_slot.get(slot as usize).copied().flatten()
    }
}

/// Index in [`hir::World`].
#[derive(Clone, Copy)]
enum Declaration {
    Element(usize),
    Decision(usize),
}

impl<'a> Locator<'a> {
    pub fn new(text: &'a dyn Fn(u32) -> Option<UnitText<'a>>) -> Self {
        Self { text, units: RefCell::default() }
    }

    /// Bytes of a place; `None` if the place is in no unit of this world.
    pub fn range(&self, site: Site) -> Option<Range<u32>> {
        let known = self.known(site.unit)?;
        let world = known.text.world;
        let statement = |statements: &[hir::Statement], number: u32| statements.get(number as usize).map(|s| s.node);
        let node = match Place::of(site) {
            Place::Node(node) => node,
            Place::Element(slot) => match known.declaration(slot)? {
                Declaration::Element(index) => {
                    let element = world.elements.get(index)?;
                    match (&element.name, &element.form) {
                        (Some(name), _) => name.node,
                        (None, hir::ElementForm::Flow { .. }) => return self.header(&known, element),
                        (None, _) => element.node,
                    }
                }
                Declaration::Decision(index) => {
                    let decision = world.decisions.get(index)?;
                    decision.rule.as_ref().map_or(decision.node, |rule| rule.node)
                }
            },
            Place::Own { index, statement: number } => match known.declaration(index)? {
                Declaration::Element(index) => statement(&world.elements.get(index)?.statements, number)?,
                Declaration::Decision(index) => statement(&world.decisions.get(index)?.statements, number)?,
            },
            Place::Each { index, statement: number } => {
                statement(&world.eaches.get(index as usize)?.statements, number)?
            }
            Place::Extension { index, statement: number } => {
                statement(&world.extensions.get(index as usize)?.statements, number)?
            }
        };
        bytes(known.text.spans, node)
    }

    /// The name of an element, or its declaration where it has none.
    pub fn element(&self, id: ElementId) -> Option<Range<u32>> {
        self.range(Place::element(id))
    }

    /// The whole declaration of an element.
    pub fn whole(&self, id: ElementId) -> Option<Range<u32>> {
        let known = self.known(id.unit)?;
        let Declaration::Element(index) = known.declaration(id.slot)? else { return None };
        bytes(known.text.spans, known.text.world.elements.get(index)?.node)
    }

    /// All of an element or a decision, from its first word to its last brace.
    pub fn declaration(&self, id: ElementId) -> Option<Range<u32>> {
        let known = self.known(id.unit)?;
        let node = match known.declaration(id.slot)? {
            Declaration::Element(index) => known.text.world.elements.get(index)?.node,
            Declaration::Decision(index) => known.text.world.decisions.get(index)?.node,
        };
        bytes(known.text.spans, node)
    }

    /// The ends of an unnamed flow, without its block.
    fn header(&self, known: &Known<'a>, element: &hir::Element) -> Option<Range<u32>> {
        let whole = bytes(known.text.spans, element.node)?;
        let hir::ElementForm::Flow { to: Some(to), .. } = &element.form else { return Some(whole) };
        Some(whole.start..bytes(known.text.spans, to.node)?.end)
    }

    fn known(&self, unit: u32) -> Option<Known<'a>> {
        if let Some(known) = self.units.borrow().get(&unit) {
            return known.clone();
        }
        let known = (self.text)(unit).map(|text| {
            let elements = text.declared.elements.iter().enumerate();
            let elements =
                elements.filter_map(|(index, element)| Some((element.as_ref()?.slot, Declaration::Element(index))));
            let decisions = text.declared.decisions.iter().enumerate();
            let decisions = decisions.map(|(index, decision)| (decision.slot, Declaration::Decision(index)));
            let mut by_slot = Vec::new();
            for (slot, declaration) in elements.chain(decisions) {
                let slot = slot as usize;
                if by_slot.len() <= slot {
                    by_slot.resize(slot + 1, None);
                }
                if let Some(place) = by_slot.get_mut(slot) {
                    *place = Some(declaration);
                }
            }
            Known { text, by_slot: by_slot.into() }
        });
        self.units.borrow_mut().insert(unit, known.clone());
        known
    }
}

/// Bytes of a node.
pub(crate) fn bytes(spans: &SpanMap, node: hir::NodeId) -> Option<Range<u32>> {
    spans.ranges.get(node as usize).cloned()
}

/// The token of the name that is declared at a node.
pub(crate) fn name_token(parsed: &Parsed, spans: &SpanMap, node: hir::NodeId) -> Option<u32> {
    parsed.significant_at(bytes(spans, node)?.start)
}

/// What is written in a part of a file.
pub(crate) fn text<'s>(parsed: &Parsed, source: &'s str, range: TokRange) -> &'s str {
    let range = parsed.text_range(range);
    source.get(range.start as usize..range.end as usize).unwrap_or_default()
}
