//! The structure of a whole world: who stands in what, which flow goes where. No attribute values.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use tm_model::{ElementId, KindId, Links, Schema};

use super::declare::Declared;
use super::references::{Structure, SubjectTie};
use crate::diagnostic::Diagnostic;
use crate::spans::Place;

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
    pub by_kind: Vec<Vec<ElementId>>,
    /// Flows by their ends (the endpoint where there is one).
    pub flows: FxHashMap<(ElementId, ElementId), Vec<ElementId>>,
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
}

/// One unit's part.
#[derive(Clone, Copy)]
pub(crate) struct UnitInput<'a> {
    pub declared: &'a Declared,
    pub structure: &'a Structure,
}

/// Units in source order.
pub(crate) fn build(units: &[UnitInput<'_>], schema: &Schema) -> Topology {
    let mut building =
        Building { schema, units: FxHashMap::default(), members: FxHashMap::default(), order: Vec::new() };
    for unit in units {
        building.place(unit);
    }
    building.boundaries(units);
    building.flows(units);
    building.finish(units)
}

struct Building<'a> {
    schema: &'a Schema,
    units: FxHashMap<u32, UnitPlaces>,
    members: FxHashMap<u32, Members>,
    /// All elements, in source order.
    order: Vec<ElementId>,
}

impl Building<'_> {
    fn get(&self, id: ElementId) -> Option<&Placed> {
        self.units.get(&id.unit)?.get(id)
    }

    fn links_mut(&mut self, id: ElementId) -> Option<&mut Links> {
        let placed = self.units.get_mut(&id.unit)?.elements.get_mut(id.slot as usize)?.as_mut()?;
        Some(&mut placed.links)
    }

    fn root(&self, id: ElementId) -> Option<KindId> {
        self.get(id).map(|placed| self.schema.root_of(placed.kind))
    }

    fn put(&mut self, id: ElementId, placed: Placed) {
        let places = self.units.entry(id.unit).or_default();
        let slot = id.slot as usize;
        if places.elements.len() <= slot {
            places.elements.resize(slot + 1, None);
        }
        if let Some(place) = places.elements.get_mut(slot) {
            *place = Some(placed);
            self.order.push(id);
        }
    }

    fn place(&mut self, unit: &UnitInput<'_>) {
        let module = &unit.declared.module;
        self.units.entry(unit.declared.unit).or_default();
        for (element, tie) in unit.declared.elements.iter().zip(&unit.structure.elements) {
            let Some(element) = element else { continue };
            let id = ElementId { unit: unit.declared.unit, slot: element.slot };
            let links = Links { parent: tie.parent, ..Links::default() };
            self.put(
                id,
                Placed {
                    kind: element.kind,
                    module: module.clone(),
                    qualified: SmolStr::new(format!("{module}.{}", element.name)),
                    name: element.name.clone(),
                    is_unnamed: element.name.is_empty(),
                    links,
                },
            );
        }
        for (decision, tie) in unit.declared.decisions.iter().zip(&unit.structure.decisions) {
            let id = ElementId { unit: unit.declared.unit, slot: decision.slot };
            let links = Links { rule: tie.rule.clone(), ..Links::default() };
            self.put(
                id,
                Placed {
                    kind: decision.kind,
                    module: module.clone(),
                    qualified: SmolStr::new(format!("{module}.{}", decision.name)),
                    name: decision.name.clone(),
                    is_unnamed: true,
                    links,
                },
            );
        }
    }

    /// The chain of enclosing boundaries, then those of `also-in` and what encloses them.
    fn boundaries(&mut self, units: &[UnitInput<'_>]) {
        let also: FxHashMap<ElementId, &[ElementId]> = units
            .iter()
            .flat_map(|unit| {
                unit.declared.elements.iter().zip(&unit.structure.elements).filter_map(|(element, tie)| {
                    let slot = element.as_ref()?.slot;
                    (!tie.also_in.is_empty())
                        .then_some((ElementId { unit: unit.declared.unit, slot }, tie.also_in.as_slice()))
                })
            })
            .collect();
        let mut chains: FxHashMap<ElementId, Arc<[ElementId]>> = FxHashMap::default();
        for id in self.order.clone() {
            let parent = self.get(id).and_then(|placed| placed.links.parent);
            let mut boundaries = self.chain(parent, &mut chains).to_vec();
            let enclosing = boundaries.first().copied();
            // Whoever is in a component is in what the component is also in.
            let mut holders = vec![id];
            holders.extend(parent.filter(|parent| self.root(*parent) == Some(self.schema.roots.component)));
            holders.extend(boundaries.clone());
            for holder in holders {
                for &extra in also.get(&holder).into_iter().copied().flatten() {
                    let above = self.chain(Some(extra), &mut chains);
                    for boundary in above.iter() {
                        if !boundaries.contains(boundary) && *boundary != id {
                            boundaries.push(*boundary);
                        }
                    }
                }
            }
            if let Some(links) = self.links_mut(id) {
                links.boundary = enclosing;
                links.boundaries = boundaries;
            }
        }
        for id in self.order.clone() {
            if self.root(id) != Some(self.schema.roots.component) {
                continue;
            }
            let boundaries = self.get(id).map(|placed| placed.links.boundaries.clone()).unwrap_or_default();
            for boundary in boundaries {
                if self.get(boundary).is_some() {
                    self.members.entry(boundary.unit).or_default().entry(boundary.slot).or_default().push(id);
                }
            }
        }
    }

    /// The boundaries at and above an element, from inside out.
    fn chain(&self, from: Option<ElementId>, memo: &mut FxHashMap<ElementId, Arc<[ElementId]>>) -> Arc<[ElementId]> {
        let Some(start) = from else { return Arc::from([]) };
        if let Some(known) = memo.get(&start) {
            return known.clone();
        }
        let mut chain = Vec::new();
        let mut at = from;
        while let Some(id) = at {
            let Some(placed) = self.get(id) else { break };
            if self.schema.root_of(placed.kind) == self.schema.roots.boundary {
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
        memo.insert(start, chain.clone());
        chain
    }

    fn flows(&mut self, units: &[UnitInput<'_>]) {
        let roots = self.schema.roots;
        for unit in units {
            for (element, tie) in unit.declared.elements.iter().zip(&unit.structure.elements) {
                let Some(element) = element else { continue };
                let id = ElementId { unit: unit.declared.unit, slot: element.slot };
                let parent = tie.parent.filter(|parent| self.root(*parent) == Some(roots.component));
                if let Some(component) = parent {
                    let kind = self.root(id);
                    if kind == Some(roots.endpoint) || kind == Some(roots.identity) {
                        self.stand_in(id, component, kind == Some(roots.endpoint));
                    }
                }
                if element.kind == roots.flow {
                    self.flow(id, tie.from, tie.to);
                }
            }
        }
    }

    fn stand_in(&mut self, id: ElementId, component: ElementId, is_endpoint: bool) {
        let holder = self.get(component).map(|placed| placed.name.clone()).unwrap_or_default();
        if let Some(placed) = self
            .units
            .get_mut(&id.unit)
            .and_then(|unit| unit.elements.get_mut(id.slot as usize))
            .and_then(Option::as_mut)
        {
            placed.qualified = SmolStr::new(format!("{}.{holder}.{}", placed.module, placed.name));
            placed.links.component = Some(component);
        }
        if is_endpoint && let Some(links) = self.links_mut(component) {
            links.endpoints.push(id);
        }
    }

    fn flow(&mut self, id: ElementId, from: Option<ElementId>, to: Option<ElementId>) {
        let is_endpoint = to.and_then(|to| self.root(to)) == Some(self.schema.roots.endpoint);
        let endpoint = to.filter(|_| is_endpoint);
        // The endpoint's component may be declared later: its parent is already known.
        let component = match endpoint {
            Some(endpoint) => self.get(endpoint).and_then(|placed| placed.links.parent),
            None => to,
        };
        if let Some(links) = self.links_mut(id) {
            links.from = from;
            links.to = component;
            links.endpoint = endpoint;
        }
        if let (Some(from), Some(component)) = (from, component) {
            if let Some(links) = self.links_mut(from) {
                links.outgoing.push(id);
            }
            if let Some(links) = self.links_mut(component) {
                links.incoming.push(id);
            }
            if let Some(links) = endpoint.and_then(|endpoint| self.links_mut(endpoint)) {
                links.incoming.push(id);
            }
        }
    }

    /// How an end is called in a flow's name: its own name, with its module where that differs.
    fn end_name(&self, end: Option<ElementId>, module: &str) -> String {
        let Some(placed) = end.and_then(|end| self.get(end)) else { return String::new() };
        let local = placed.qualified.strip_prefix(placed.module.as_str()).and_then(|rest| rest.strip_prefix('.'));
        let local = local.unwrap_or(&placed.qualified);
        if placed.module == module { local.to_owned() } else { format!("{}.{local}", placed.module) }
    }

    fn finish(mut self, units: &[UnitInput<'_>]) -> Topology {
        let mut topology = Topology { by_kind: vec![Vec::new(); self.schema.kinds.len()], ..Topology::default() };
        for id in self.order.clone() {
            let Some(placed) = self.get(id) else { continue };
            let mut at = Some(placed.kind).filter(|_| placed.is_judged(self.schema));
            while let Some(kind) = at {
                if let Some(list) = topology.by_kind.get_mut(kind.index()) {
                    list.push(id);
                }
                at = self.schema.kind(kind).and_then(|kind| kind.parent);
            }
            let links = &placed.links;
            if placed.kind == self.schema.roots.flow {
                let to = links.endpoint.or(links.to);
                if let (Some(from), Some(to)) = (links.from, to) {
                    topology.flows.entry((from, to)).or_default().push(id);
                }
                if placed.is_unnamed {
                    let name =
                        format!("{}->{}", self.end_name(links.from, &placed.module), self.end_name(to, &placed.module));
                    let qualified = format!("{}.{name}", placed.module);
                    if let Some(placed) = self
                        .units
                        .get_mut(&id.unit)
                        .and_then(|unit| unit.elements.get_mut(id.slot as usize))
                        .and_then(Option::as_mut)
                    {
                        placed.name = SmolStr::new(name);
                        placed.qualified = SmolStr::new(qualified);
                    }
                }
            }
        }
        self.subjects(units, &topology.flows);
        self.ambiguous(&mut topology);
        topology.members = self.members.into_iter().map(|(unit, members)| (unit, Arc::new(members))).collect();
        topology.units = self.units.into_iter().map(|(unit, places)| (unit, Arc::new(places))).collect();
        topology
    }

    /// Subjects of decisions that are known without the rule: unnamed flows.
    fn subjects(&mut self, units: &[UnitInput<'_>], flows: &FxHashMap<(ElementId, ElementId), Vec<ElementId>>) {
        for unit in units {
            for (decision, tie) in unit.declared.decisions.iter().zip(&unit.structure.decisions) {
                let subjects = tie.subjects.iter().filter_map(|subject| match subject {
                    SubjectTie::Ends(Some(from), Some(to)) => flows.get(&(*from, *to))?.first().copied(),
                    _ => None,
                });
                let subjects: Vec<ElementId> = subjects.collect();
                if let Some(links) = self.links_mut(ElementId { unit: unit.declared.unit, slot: decision.slot }) {
                    links.subjects = subjects;
                }
            }
        }
    }

    /// Two unnamed flows of one module between the same ends could not be told apart.
    fn ambiguous(&self, topology: &mut Topology) {
        let mut groups: Vec<Vec<ElementId>> = Vec::new();
        for flows in topology.flows.values() {
            let mut by_module: FxHashMap<&str, Vec<ElementId>> = FxHashMap::default();
            for id in flows {
                if let Some(placed) = self.get(*id).filter(|placed| placed.is_unnamed) {
                    by_module.entry(placed.module.as_str()).or_default().push(*id);
                }
            }
            groups.extend(by_module.into_values().filter(|group| group.len() > 1));
        }
        groups.sort();
        for group in groups {
            let Some((first, rest)) = group.split_first() else { continue };
            for id in rest {
                let name = self.get(*id).map(|placed| placed.name.clone()).unwrap_or_default();
                topology.diagnostics.push(
                    Diagnostic::error(
                        "ambiguous-flow",
                        Place::element(*id),
                        format!("two flows without a name are both called `{name}`"),
                    )
                    .label(Place::element(*first), "the other one")
                    .help("give each of them a name: `flow name: from -> to`"),
                );
            }
        }
    }
}
