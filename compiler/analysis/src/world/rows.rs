//! The value of every attribute of every element of a unit, with who said it.
//!
//! A value is taken from the first of: the element's statement, the nearest `each`, an inherited value, a live assumption,
//! the default. What is the same for all elements of one kind in one scope stands in a shared template.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use tm_model::{
    AttrId, Class, Element, ElementId, Fact, Given, KindId, Origin, Row, Schema, Site, Template, Unit, Value,
};

use super::scopes::{Scopes, Surroundings};
use super::statements::{Facts, Statements, contradiction};
use super::topology::{Placed, UnitPlaces};
use crate::diagnostic::Diagnostic;
use crate::vocabulary::VocabularyIndex;

pub(crate) struct Input<'a> {
    pub unit: u32,
    pub places: &'a UnitPlaces,
    pub statements: &'a Statements,
    pub scopes: &'a Scopes,
    pub vocabulary: &'a VocabularyIndex,
    /// Elements of any unit.
    pub placed: &'a dyn Fn(ElementId) -> Option<&'a Placed>,
}

/// What the elements of a unit stand in, and the modules that matter to them.
pub(crate) fn surroundings<'a>(
    unit: u32,
    places: &'a UnitPlaces,
    placed: &dyn Fn(ElementId) -> Option<&'a Placed>,
) -> Surroundings {
    let mut found = Surroundings::default();
    let parent = |id: ElementId| placed(id).and_then(|element| element.links.parent);
    for (slot, element) in places.elements.iter().enumerate() {
        let Some(element) = element else { continue };
        found.modules.insert(element.module.clone());
        let id = ElementId { unit, slot: u32::try_from(slot).unwrap_or(u32::MAX) };
        let links = &element.links;
        let mut at = Some(id);
        while let Some(id) = at.filter(|id| found.above.insert(*id)) {
            at = parent(id);
        }
        for start in [links.parent, links.from, links.to].into_iter().flatten() {
            if let Some(element) = placed(start).filter(|_| !found.around.contains(&start)) {
                found.modules.insert(element.module.clone());
            }
            let mut at = Some(start);
            while let Some(id) = at.filter(|id| found.around.insert(*id)) {
                at = parent(id);
            }
        }
    }
    found.around.extend(&found.above);
    found
}

/// All elements of a unit with their values, and what contradicts itself.
pub(crate) fn rows(input: &Input<'_>) -> (Unit, Vec<Diagnostic>) {
    let mut filling = Filling {
        input,
        templates: FxHashMap::default(),
        chains: FxHashMap::default(),
        inheritance: FxHashMap::default(),
        own: Vec::new(),
        diagnostics: Vec::new(),
        reported: FxHashSet::default(),
    };
    let mut unit = Unit { elements: Vec::with_capacity(input.places.elements.len()) };
    for (slot, placed) in input.places.elements.iter().enumerate() {
        let id = ElementId { unit: input.unit, slot: u32::try_from(slot).unwrap_or(u32::MAX) };
        unit.elements.push(placed.as_ref().map(|placed| filling.element(id, placed)));
    }
    (unit, filling.diagnostics)
}

/// What decides the template of an element.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    kind: KindId,
    /// The innermost surrounding element that has anything to say.
    scope: Option<ElementId>,
    module: Option<SmolStr>,
    /// The element, if an assumption is about itself.
    itself: Option<ElementId>,
}

impl Key {
    /// Nothing is said around the element that could reach it.
    fn is_bare(&self) -> bool {
        self.scope.is_none() && self.module.is_none() && self.itself.is_none()
    }
}

struct Filling<'i, 'a> {
    input: &'i Input<'a>,
    templates: FxHashMap<Key, Arc<Template>>,
    /// An element and all that it stands in, from inside out.
    chains: FxHashMap<ElementId, Arc<[ElementId]>>,
    inheritance: FxHashMap<(ElementId, AttrId), Option<Fact>>,
    /// What the element at hand states; kept for its memory.
    own: Facts,
    diagnostics: Vec<Diagnostic>,
    reported: FxHashSet<(Site, Site)>,
}

impl<'a> Filling<'_, 'a> {
    fn schema(&self) -> &'a Schema {
        &self.input.vocabulary.schema
    }

    fn element(&mut self, id: ElementId, placed: &Placed) -> Element {
        let template = self.template(id, placed);
        let mut own = std::mem::take(&mut self.own);
        self.state(id, placed, &template, &mut own);
        let row = Row::new(own.drain(..).collect(), template);
        self.own = own;
        Element {
            kind: placed.kind,
            name: placed.name.clone(),
            qualified: placed.qualified.clone(),
            is_unnamed: placed.is_unnamed,
            row,
        }
    }

    fn chain(&mut self, from: Option<ElementId>) -> Arc<[ElementId]> {
        let Some(start) = from else { return Arc::from([]) };
        if let Some(known) = self.chains.get(&start) {
            return known.clone();
        }
        let mut chain: Vec<ElementId> = Vec::new();
        let mut at = Some(start);
        while let Some(id) = at.filter(|id| !chain.contains(id)) {
            chain.push(id);
            at = (self.input.placed)(id).and_then(|placed| placed.links.parent);
        }
        let chain: Arc<[ElementId]> = chain.into();
        self.chains.insert(start, chain.clone());
        chain
    }

    /// What an element stands in, from inside out, and its module; a flow stands in what holds both of its ends.
    fn surroundings(&mut self, placed: &Placed) -> (Arc<[ElementId]>, Option<SmolStr>) {
        if placed.kind != self.schema().roots.flow {
            return (self.chain(placed.links.parent), Some(placed.module.clone()));
        }
        let parent = |id: Option<ElementId>| id.and_then(|id| (self.input.placed)(id));
        let (from, to) = (parent(placed.links.from), parent(placed.links.to));
        let module = from.zip(to).filter(|(from, to)| from.module == to.module).map(|(from, _)| from.module.clone());
        // A component is inside of itself: what it says of each flow holds for a flow to itself.
        let (from, to) = (placed.links.from, placed.links.to);
        let (from, to) = (self.chain(from), self.chain(to));
        let common =
            from.iter().position(|id| to.contains(id)).map_or(&[][..], |at| from.get(at..).unwrap_or_default());
        let chain = match common.first() {
            Some(first) => self.chain(Some(*first)),
            None => Arc::from([]),
        };
        (chain, module)
    }

    fn template(&mut self, id: ElementId, placed: &Placed) -> Arc<Template> {
        let (chain, module) = self.surroundings(placed);
        let scopes = self.input.scopes;
        let scope = chain.iter().copied().find(|id| scopes.is_relevant(*id));
        let module =
            module.filter(|module| scopes.by_module.contains_key(module) || scopes.about_module.contains_key(module));
        let itself = Some(id).filter(|id| scopes.about.contains_key(id));
        let key = Key { kind: placed.kind, scope, module, itself };
        let bare = self.input.vocabulary.templates.get(placed.kind.index()).cloned().unwrap_or_default();
        if key.is_bare() {
            return bare;
        }
        if let Some(known) = self.templates.get(&key) {
            return known.clone();
        }
        let template = Arc::new(self.build(&key, &chain, &bare));
        self.templates.insert(key, template.clone());
        template
    }

    fn build(&mut self, key: &Key, chain: &[ElementId], bare: &Template) -> Template {
        let schema = self.schema();
        let (kind, module) = (key.kind, key.module.as_deref());
        let mut template = bare.clone();
        self.assume(key, chain, &mut template);
        let scopes = self.input.scopes;
        let outermost = module.and_then(|module| scopes.by_module.get(module));
        let inner = chain.iter().rev().filter_map(|id| scopes.by_element.get(id));
        for entries in outermost.into_iter().chain(inner) {
            let mut here: Vec<(AttrId, KindId, &Fact)> = Vec::new();
            for (of, stated) in entries.iter().filter(|(of, _)| schema.is_a(kind, *of)) {
                for (attribute, fact) in stated {
                    if let Some((_, _, first)) = here.iter().find(|(other, kind, _)| other == attribute && kind == of)
                        && first.value != fact.value
                    {
                        self.contradict(*attribute, fact, first);
                        continue;
                    }
                    here.push((*attribute, *of, fact));
                    self.set(&mut template, *attribute, fact);
                }
            }
        }
        template
    }

    fn set(&mut self, template: &mut Template, attribute: AttrId, fact: &Fact) {
        let Some(place) = template.slots.get_mut(self.schema().slot(attribute)) else { return };
        if let Given::Fact(Fact { value, origin: Origin::Assumed(_, assumed) }) = &place.given {
            if fact.value == Value::Unknown {
                return;
            }
            if *value != fact.value {
                self.contradicted(attribute, &fact.origin, *assumed);
            }
        }
        place.given = Given::Fact(fact.clone());
    }

    fn assume(&mut self, key: &Key, chain: &[ElementId], template: &mut Template) {
        let (schema, scopes) = (self.schema(), self.input.scopes);
        let kind = key.kind;
        let inner = chain.iter().chain(&key.itself).filter_map(|id| scopes.about.get(id));
        let outer = key.module.as_deref().and_then(|module| scopes.about_module.get(module));
        let mut applying: Vec<usize> = inner.chain(outer).flatten().copied().collect();
        applying.sort_unstable();
        applying.dedup();
        let mut given: FxHashMap<AttrId, Fact> = FxHashMap::default();
        let mut conflicting: FxHashSet<AttrId> = FxHashSet::default();
        for assumption in applying.into_iter().filter_map(|index| scopes.assumptions.get(index)) {
            for (attribute, fact) in
                assumption.eaches.iter().filter(|(of, _)| schema.is_a(kind, *of)).flat_map(|(_, facts)| facts)
            {
                match given.get(attribute) {
                    Some(other) if other.value != fact.value => {
                        conflicting.insert(*attribute);
                        let other = other.origin;
                        self.conflict(*attribute, &fact.origin, &other);
                    }
                    _ => {
                        given.insert(*attribute, fact.clone());
                    }
                }
            }
        }
        for (attribute, fact) in given {
            if conflicting.contains(&attribute) {
                continue;
            }
            if let Some(Given::Fact(place)) =
                template.slots.get_mut(self.schema().slot(attribute)).map(|slot| &mut slot.given)
            {
                *place = fact;
            }
        }
    }

    /// Own statements and those of `extend`, then what is inherited.
    fn state(&mut self, id: ElementId, placed: &Placed, template: &Template, own: &mut Facts) {
        let schema = self.schema();
        let stated = self.input.statements.own.get(&id.slot).map(Vec::as_slice).unwrap_or_default();
        let extended = self.input.scopes.extensions.get(&id);
        for (attribute, fact) in stated.iter().chain(extended.into_iter().flatten().flatten()) {
            if let Some((_, first)) = own.iter().find(|(other, _)| other == attribute) {
                if first.value != fact.value {
                    let first = first.clone();
                    self.contradict(*attribute, fact, &first);
                }
                continue;
            }
            let slot = schema.slot(*attribute);
            if let Some(Fact { value, origin: Origin::Assumed(_, assumed) }) = template.fact(slot) {
                if fact.value == Value::Unknown
                    && schema.attribute(*attribute).is_some_and(|a| a.class == Class::Control)
                {
                    continue;
                }
                if *value != fact.value {
                    self.contradicted(*attribute, &fact.origin, *assumed);
                }
            }
            own.push((*attribute, fact.clone()));
        }
        for &(attribute, group) in self.input.vocabulary.inheritance.of_kind(placed.kind) {
            let slot = schema.slot(attribute);
            let by_each = matches!(template.fact(slot), Some(Fact { origin: Origin::Each(_), .. }));
            if by_each || own.iter().any(|(other, _)| *other == attribute) {
                continue;
            }
            let Some(fact) = placed.links.parent.and_then(|parent| self.inherit(parent, group)) else { continue };
            if let Some(Fact { value, origin: Origin::Assumed(_, assumed) }) = template.fact(slot) {
                // Not knowing is no statement: the assumption fills it in.
                if fact.value == Value::Unknown {
                    continue;
                }
                if *value != fact.value {
                    self.contradicted(attribute, &fact.origin, *assumed);
                }
            }
            own.push((attribute, fact));
        }
        own.sort_by_key(|(attribute, _)| *attribute);
    }

    /// What an element passes on: its statement of an attribute of that name and type, an `each` that reaches it, or what
    /// it inherits itself; never a default.
    fn inherit(&mut self, holder: ElementId, group: AttrId) -> Option<Fact> {
        if let Some(known) = self.inheritance.get(&(holder, group)) {
            return known.clone();
        }
        // A chain that closes on itself (reported elsewhere) passes nothing on.
        self.inheritance.insert((holder, group), None);
        let found = self.passed_on(holder, group);
        self.inheritance.insert((holder, group), found.clone());
        found
    }

    fn passed_on(&mut self, holder: ElementId, group: AttrId) -> Option<Fact> {
        let schema = self.schema();
        let wanted = schema.attribute(group)?;
        let placed = (self.input.placed)(holder)?;
        let attribute = schema
            .find_attribute(placed.kind, &wanted.name)
            .filter(|id| schema.attribute(*id).is_some_and(|a| a.ty == wanted.ty));
        if let Some(attribute) = attribute {
            let stated = self.input.scopes.inheritable.get(&holder).into_iter().flatten().flatten();
            if let Some((_, fact)) = stated.into_iter().find(|(id, _)| *id == attribute) {
                return Some(Fact { value: fact.value.clone(), origin: passed(fact.origin) });
            }
            let template = self.template(holder, placed);
            let slot = schema.slot(attribute);
            if let Some(Fact { value, origin: origin @ Origin::Each(_) }) = template.fact(slot) {
                return Some(Fact { value: value.clone(), origin: passed(*origin) });
            }
        }
        placed.links.parent.and_then(|parent| self.inherit(parent, group))
    }

    fn name(&self, attribute: AttrId) -> SmolStr {
        self.schema().attribute(attribute).map(|attribute| attribute.name.clone()).unwrap_or_default()
    }

    fn report(&mut self, here: Site, there: Site, make: impl FnOnce() -> Diagnostic) {
        if self.reported.insert((here, there)) {
            let diagnostic = make();
            self.diagnostics.push(diagnostic);
        }
    }

    fn contradict(&mut self, attribute: AttrId, fact: &Fact, first: &Fact) {
        let name = self.name(attribute);
        if let (Some(here), Some(there)) = (site_of(&fact.origin), site_of(&first.origin)) {
            self.report(here, there, || contradiction(&name, here, there));
        }
    }

    fn contradicted(&mut self, attribute: AttrId, stated: &Origin, assumed: Site) {
        let name = self.name(attribute);
        let Some(here) = site_of(stated) else { return };
        self.report(here, assumed, || {
            Diagnostic::error(
                "assumption-contradicted",
                here,
                format!("`{name}` is stated here, and an assumption says otherwise"),
            )
            .label(assumed, "assumed to be different here")
            .help("a statement always wins: correct the statement if it is wrong, else narrow or drop the assumption")
        });
    }

    fn conflict(&mut self, attribute: AttrId, one: &Origin, other: &Origin) {
        let name = self.name(attribute);
        let (Some(here), Some(there)) = (site_of(one), site_of(other)) else { return };
        self.report(here, there, || {
            Diagnostic::error(
                "conflicting-assumptions",
                here,
                format!("two assumptions disagree about `{name}`, so it stays unknown"),
            )
            .label(there, "assumed to be different here")
            .help("keep the assumption that holds, or let them be about different elements")
        });
    }
}

fn passed(origin: Origin) -> Origin {
    match origin {
        Origin::Stated(site) | Origin::Each(site) | Origin::Inherited(site) => Origin::Inherited(site),
        other => other,
    }
}

fn site_of(origin: &Origin) -> Option<Site> {
    match origin {
        Origin::Stated(site) | Origin::Each(site) | Origin::Inherited(site) | Origin::Assumed(_, site) => Some(*site),
        Origin::Default(site) => *site,
        Origin::Computed => None,
    }
}
