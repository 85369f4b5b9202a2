//! The structure of a whole world: who stands in what, which flow goes where. No attribute values.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use tm_model::{ElementId, KindId, Links, Schema};

use super::declare::{Declared, DeclaredElement};
use super::references::{Structure, SubjectTie};
use crate::diagnostic::Diagnostic;
use crate::spans::Place;
use crate::threads::Unfinished;

/// An element with its ties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    pub kind: KindId,
    pub module: SmolStr,
    pub name: SmolStr,
    pub qualified: SmolStr,
    pub is_unnamed: bool,
    pub links: Links,
}

impl Placed {
    /// Whether rules may look at it. A flow with an end that does not resolve, which is reported, goes from nowhere to
    /// nowhere: what they would say of it is worth nothing.
    pub fn is_judged(&self, schema: &Schema) -> bool {
        self.kind != schema.roots.flow || (self.links.from.is_some() && self.links.to.is_some())
    }
}

/// By slot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct UnitPlaces {
    pub elements: Vec<Option<Placed>>,
}

impl UnitPlaces {
    pub fn get(&self, id: ElementId) -> Option<&Placed> {
        self.elements.get(id.slot as usize)?.as_ref()
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Topology {
    pub units: FxHashMap<u32, Arc<UnitPlaces>>,
    /// By unit and slot of a boundary: the components in it.
    pub members: FxHashMap<u32, Arc<Members>>,
    /// By kind: all elements of it and below, in source order.
    pub by_kind: Vec<Arc<[ElementId]>>,
    pub flows: Flows,
    pub diagnostics: Vec<Diagnostic>,
}

/// By slot of a boundary.
pub(crate) type Members = FxHashMap<u32, Vec<ElementId>>;

impl Topology {
    pub fn members_of(&self, boundary: ElementId) -> &[ElementId] {
        let members = self.members.get(&boundary.unit).and_then(|unit| unit.get(&boundary.slot));
        members.map(Vec::as_slice).unwrap_or_default()
    }

    pub fn get(&self, id: ElementId) -> Option<&Placed> {
        self.units.get(&id.unit)?.get(id)
    }

    /// The same, with those parts of another that are equal.
    pub fn sharing(self, other: &Self, pulse: &dyn Fn()) -> Self {
        let mut new = Unfinished::new(self);
        share(&mut new.units, &other.units, pulse);
        share(&mut new.members, &other.members, pulse);
        for (of_kind, other) in new.by_kind.iter_mut().zip(&other.by_kind) {
            if of_kind == other {
                *of_kind = other.clone();
            }
        }
        new.finish()
    }
}

fn share<T: PartialEq>(parts: &mut FxHashMap<u32, Arc<T>>, others: &FxHashMap<u32, Arc<T>>, pulse: &dyn Fn()) {
    for (unit, part) in parts {
        pulse();
        if let Some(other) = others.get(unit).filter(|other| *other == part) {
            *part = other.clone();
        }
    }
}

/// From what to what (the endpoint where there is one).
type Ends = (ElementId, ElementId);

/// Flows by their ends, those between the same ends in source order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flows {
    sorted: Vec<(Ends, ElementId)>,
}

impl Flows {
    fn new(mut flows: Vec<(Ends, ElementId)>) -> Self {
        flows.sort_by_key(|(ends, _)| *ends);
        Self { sorted: flows }
    }

    /// The first flow between two ends.
    pub fn first(&self, ends: Ends) -> Option<ElementId> {
        let at = self.sorted.partition_point(|(other, _)| *other < ends);
        self.sorted.get(at).filter(|(other, _)| *other == ends).map(|(_, flow)| *flow)
    }

    /// Those that share their ends.
    fn groups(&self) -> impl Iterator<Item = &[(Ends, ElementId)]> {
        self.sorted.chunk_by(|(a, _), (b, _)| a == b)
    }
}

/// One unit's part.
#[derive(Clone, Copy)]
pub(crate) struct UnitInput<'a> {
    pub declared: &'a Declared,
    pub structure: &'a Structure,
}

/// Units in source order. `pulse`: looks whether somebody waits for this to end, and ends it then.
pub(crate) fn build(units: &[UnitInput<'_>], schema: &Schema, pulse: &dyn Fn()) -> Topology {
    let mut building = Building::new(units, schema, pulse);
    building.place();
    building.surround();
    let flows = Flows::new(building.connect());
    pulse();
    building.subjects(&flows);
    let diagnostics = building.ambiguous(&flows);
    let by_kind = building.by_kind();
    pulse();
    let Building { places, members, .. } = building;
    let places = places.finish();
    let numbers = || units.iter().map(|unit| unit.declared.unit);
    let members = numbers().zip(members).filter(|(_, members)| !members.is_empty());
    Topology {
        members: members.map(|(unit, members)| (unit, Arc::new(members))).collect(),
        units: numbers().zip(places).map(|(unit, places)| (unit, Arc::new(places))).collect(),
        by_kind,
        flows,
        diagnostics,
    }
}

/// After so many elements it is looked whether somebody waits.
const PATIENCE: usize = 512;

/// This runs over the whole model after every edit of its structure, so elements are found by position and not by hash.
struct Building<'a> {
    schema: &'a Schema,
    pulse: &'a dyn Fn(),
    /// By kind.
    roots: Vec<KindId>,
    units: &'a [UnitInput<'a>],
    /// Where each unit stands in `units`, by its number.
    ranks: Vec<Option<usize>>,
    /// In the order of `units`.
    places: Unfinished<Vec<UnitPlaces>>,
    members: Vec<Members>,
    /// All elements, in source order.
    order: Vec<ElementId>,
    /// Names are put together here.
    text: String,
}

impl<'a> Building<'a> {
    fn new(units: &'a [UnitInput<'a>], schema: &'a Schema, pulse: &'a dyn Fn()) -> Self {
        let mut ranks = Vec::new();
        for (rank, unit) in units.iter().enumerate() {
            let number = unit.declared.unit as usize;
            if ranks.len() <= number {
                ranks.resize(number + 1, None);
            }
            if let Some(place) = ranks.get_mut(number) {
                *place = Some(rank);
            }
        }
        Self {
            schema,
            pulse,
            roots: (0..).map(KindId).take(schema.kinds.len()).map(|kind| schema.root_of(kind)).collect(),
            units,
            ranks,
            places: Unfinished::new(Vec::with_capacity(units.len())),
            members: vec![Members::default(); units.len()],
            order: Vec::new(),
            text: String::new(),
        }
    }

    fn rank(&self, unit: u32) -> Option<usize> {
        self.ranks.get(unit as usize).copied().flatten()
    }

    fn get(&self, id: ElementId) -> Option<&Placed> {
        self.places.get(self.rank(id.unit)?)?.get(id)
    }

    fn get_mut(&mut self, id: ElementId) -> Option<&mut Placed> {
        let rank = self.rank(id.unit)?;
        self.places.get_mut(rank)?.elements.get_mut(id.slot as usize)?.as_mut()
    }

    fn links_mut(&mut self, id: ElementId) -> Option<&mut Links> {
        self.get_mut(id).map(|placed| &mut placed.links)
    }

    fn root(&self, id: ElementId) -> Option<KindId> {
        self.get(id).and_then(|placed| self.roots.get(placed.kind.index())).copied()
    }

    fn joined(&mut self, parts: &[&str]) -> SmolStr {
        self.text.clear();
        self.text.extend(parts.iter().copied());
        SmolStr::new(&self.text)
    }

    /// Kinds, names and what each element stands in.
    fn place(&mut self) {
        for UnitInput { declared, structure } in self.units {
            (self.pulse)();
            let named = declared.elements.iter().flatten().chain(&declared.decisions);
            let slots = named.map(|element| element.slot as usize + 1).max().unwrap_or_default();
            let mut elements = vec![None; slots];
            let mut put = |element: &DeclaredElement, is_unnamed: bool, links: Links| {
                let id = ElementId { unit: declared.unit, slot: element.slot };
                if let Some(place) = elements.get_mut(element.slot as usize) {
                    *place = Some(Placed {
                        kind: element.kind,
                        module: declared.module.clone(),
                        name: element.name.clone(),
                        qualified: SmolStr::default(),
                        is_unnamed,
                        links,
                    });
                    self.order.push(id);
                }
            };
            for (element, tie) in declared.elements.iter().zip(&structure.elements) {
                if let Some(element) = element {
                    put(element, element.name.is_empty(), Links { parent: tie.parent, ..Links::default() });
                }
            }
            for (decision, tie) in declared.decisions.iter().zip(&structure.decisions) {
                put(decision, true, Links { rule: tie.rule.clone(), ..Links::default() });
            }
            self.places.push(UnitPlaces { elements });
        }
    }

    /// What each element stands in: its chain of enclosing boundaries, then those of `also-in` and what encloses them; and
    /// the component of what stands in one.
    fn surround(&mut self) {
        let also = self.also_in();
        let roots = self.schema.roots;
        let mut chains = Chains::default();
        for at in 0..self.order.len() {
            if at.is_multiple_of(PATIENCE) {
                (self.pulse)();
            }
            let Some(&id) = self.order.get(at) else { break };
            let Some(placed) = self.get(id) else { continue };
            let (parent, root) = (placed.links.parent, self.root(id));
            let component = parent.filter(|parent| self.root(*parent) == Some(roots.component));
            let mut boundaries = self.chain(parent, &mut chains);
            let enclosing = boundaries.first().copied();
            if !also.is_empty() {
                // Whoever is in a component is in what the component is also in.
                let holders = [Some(id), component].into_iter().flatten().chain(boundaries.iter().copied());
                let extra: Vec<ElementId> =
                    holders.filter_map(|holder| also.get(&holder)).copied().flatten().copied().collect();
                if !extra.is_empty() {
                    let mut all = boundaries.to_vec();
                    for extra in extra {
                        for boundary in self.chain(Some(extra), &mut chains).iter() {
                            if !all.contains(boundary) && *boundary != id {
                                all.push(*boundary);
                            }
                        }
                    }
                    boundaries = all.into();
                }
            }
            if root == Some(roots.component) {
                self.join(id, &boundaries);
            }
            let is_child = root == Some(roots.endpoint) || root == Some(roots.identity);
            let component = component.filter(|_| is_child);
            let qualified = self.qualified(id, component);
            if let Some(placed) = self.get_mut(id) {
                placed.qualified = qualified;
                placed.links.boundary = enclosing;
                placed.links.boundaries = boundaries;
                placed.links.component = component;
            }
            if let Some(links) = component.filter(|_| root == Some(roots.endpoint)).and_then(|id| self.links_mut(id)) {
                links.endpoints.push(id);
            }
        }
    }

    fn also_in(&self) -> FxHashMap<ElementId, &'a [ElementId]> {
        let ties = self.units.iter().flat_map(|UnitInput { declared, structure }| {
            let id = |slot| ElementId { unit: declared.unit, slot };
            let elements = declared.elements.iter().zip(&structure.elements);
            elements.filter_map(move |(element, tie)| Some((id(element.as_ref()?.slot), tie.also_in.as_slice())))
        });
        ties.filter(|(_, also_in)| !also_in.is_empty()).collect()
    }

    /// The boundaries at and above an element, from inside out.
    fn chain(&self, from: Option<ElementId>, chains: &mut Chains) -> Arc<[ElementId]> {
        let Some(start) = from else { return chains.empty.clone() };
        if let Some(known) = chains.known.get(&start) {
            return known.clone();
        }
        let mut chain = Vec::new();
        let mut at = from;
        while let Some(id) = at {
            let Some(placed) = self.get(id) else { break };
            if self.root(id) == Some(self.schema.roots.boundary) {
                if chain.contains(&id) {
                    break;
                }
                chain.push(id);
            }
            at = placed.links.parent.filter(|parent| *parent != id);
            if chain.len() > self.order.len() {
                break;
            }
        }
        let chain: Arc<[ElementId]> = chain.into();
        chains.known.insert(start, chain.clone());
        chain
    }

    /// Makes a component a member of the boundaries.
    fn join(&mut self, component: ElementId, boundaries: &[ElementId]) {
        for &boundary in boundaries {
            let rank = self.rank(boundary.unit).filter(|_| self.get(boundary).is_some());
            if let Some(members) = rank.and_then(|rank| self.members.get_mut(rank)) {
                members.entry(boundary.slot).or_default().push(component);
            }
        }
    }

    /// Empty for an unnamed flow, which is called by its ends once they have their names.
    fn qualified(&mut self, id: ElementId, component: Option<ElementId>) -> SmolStr {
        let Some(placed) = self.get(id) else { return SmolStr::default() };
        let (module, name) = (placed.module.clone(), placed.name.clone());
        let holder = component.and_then(|component| self.get(component)).map(|holder| holder.name.clone());
        match holder {
            _ if name.is_empty() => SmolStr::default(),
            Some(holder) => self.joined(&[&module, ".", &holder, ".", &name]),
            None => self.joined(&[&module, ".", &name]),
        }
    }

    /// Ties flows to their ends, and names those that have no name. All flows with two ends.
    fn connect(&mut self) -> Vec<(Ends, ElementId)> {
        let roots = self.schema.roots;
        let mut flows = Vec::new();
        for UnitInput { declared, structure } in self.units {
            (self.pulse)();
            for (element, tie) in declared.elements.iter().zip(&structure.elements) {
                let Some(element) = element.as_ref().filter(|element| element.kind == roots.flow) else { continue };
                let id = ElementId { unit: declared.unit, slot: element.slot };
                let endpoint = tie.to.filter(|to| self.root(*to) == Some(roots.endpoint));
                let to = match endpoint {
                    Some(endpoint) => self.get(endpoint).and_then(|placed| placed.links.parent),
                    None => tie.to,
                };
                let end = endpoint.or(to);
                if let Some(links) = self.links_mut(id) {
                    (links.from, links.to, links.endpoint) = (tie.from, to, endpoint);
                }
                if let (Some(from), Some(end)) = (tie.from, end) {
                    flows.push(((from, end), id));
                }
                if let (Some(from), Some(to)) = (tie.from, to) {
                    if let Some(links) = self.links_mut(from) {
                        links.outgoing.push(id);
                    }
                    for end in [Some(to), endpoint].into_iter().flatten() {
                        if let Some(links) = self.links_mut(end) {
                            links.incoming.push(id);
                        }
                    }
                }
                if element.name.is_empty() {
                    self.call_by_ends(id, tie.from, end, &declared.module);
                }
            }
        }
        flows
    }

    fn call_by_ends(&mut self, id: ElementId, from: Option<ElementId>, to: Option<ElementId>, module: &str) {
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        text.push_str(module);
        text.push('.');
        let name = text.len();
        self.end_name(from, module, &mut text);
        text.push_str("->");
        self.end_name(to, module, &mut text);
        if let Some(placed) = self.get_mut(id) {
            placed.qualified = SmolStr::new(&text);
            placed.name = SmolStr::new(text.get(name..).unwrap_or_default());
        }
        self.text = text;
    }

    /// How an end is called in a flow's name: its own name, with its module where that differs.
    fn end_name(&self, end: Option<ElementId>, module: &str, text: &mut String) {
        let Some(placed) = end.and_then(|end| self.get(end)) else { return };
        let local = placed.qualified.strip_prefix(placed.module.as_str()).and_then(|rest| rest.strip_prefix('.'));
        if placed.module != module {
            text.push_str(&placed.module);
            text.push('.');
        }
        text.push_str(local.unwrap_or(&placed.qualified));
    }

    fn by_kind(&self) -> Vec<Arc<[ElementId]>> {
        let mut by_kind = vec![Vec::new(); self.schema.kinds.len()];
        for id in &self.order {
            let mut at = self.get(*id).filter(|placed| placed.is_judged(self.schema)).map(|placed| placed.kind);
            while let Some(kind) = at {
                if let Some(list) = by_kind.get_mut(kind.index()) {
                    list.push(*id);
                }
                at = self.schema.kind(kind).and_then(|kind| kind.parent);
            }
        }
        by_kind.into_iter().map(Arc::from).collect()
    }

    /// Subjects of decisions that are known without the rule: unnamed flows.
    fn subjects(&mut self, flows: &Flows) {
        for UnitInput { declared, structure } in self.units {
            for (decision, tie) in declared.decisions.iter().zip(&structure.decisions) {
                let subjects = tie.subjects.iter().filter_map(|subject| match subject {
                    SubjectTie::Ends(Some(from), Some(to)) => flows.first((*from, *to)),
                    _ => None,
                });
                let subjects: Vec<ElementId> = subjects.collect();
                if let Some(links) = self.links_mut(ElementId { unit: declared.unit, slot: decision.slot }) {
                    links.subjects = subjects;
                }
            }
        }
    }

    /// Two unnamed flows of one module between the same ends could not be told apart.
    fn ambiguous(&self, flows: &Flows) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for group in flows.groups().filter(|group| group.len() > 1) {
            let mut first: FxHashMap<&str, ElementId> = FxHashMap::default();
            for (_, id) in group {
                let Some(placed) = self.get(*id).filter(|placed| placed.is_unnamed) else { continue };
                let Some(first) = first.get(placed.module.as_str()) else {
                    first.insert(&placed.module, *id);
                    continue;
                };
                let message = format!("two flows without a name are both called `{}`", placed.name);
                diagnostics.push(
                    Diagnostic::error("ambiguous-flow", Place::element(*id), message)
                        .label(Place::element(*first), "the other one")
                        .help("give each of them a name: `flow name: from -> to`"),
                );
            }
        }
        diagnostics
    }
}

/// By element, the boundaries at and above it.
#[derive(Default)]
struct Chains {
    known: FxHashMap<ElementId, Arc<[ElementId]>>,
    empty: Arc<[ElementId]>,
}
