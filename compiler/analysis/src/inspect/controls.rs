//! Which controls rules ask for, and which of them somebody states: by element, by boundary, in all.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use tm_model::ElementId;
use tm_rules::Control;

use super::Named;
use crate::db::{self, Database, Project};
use crate::report::{Coverage, Name};
use crate::reporting::{Rendering, ReportOptions, is_stated, outcomes, rendered};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlSheet {
    pub all: Coverage,
    /// In source order, those that anything is asked in.
    pub boundaries: Vec<CoveredPart>,
    /// Those that are asked for anything: most unstated first, then in source order.
    pub elements: Vec<CoveredPart>,
}

/// An element with its own controls, or a boundary with all controls in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveredPart {
    pub element: Named,
    pub coverage: Coverage,
    /// Of an element: the controls that nobody states, by name.
    pub unstated: Vec<Name>,
}

/// The controls that the rules in force ask for.
#[must_use]
pub fn controls(db: &Database, project: Project, options: &ReportOptions) -> ControlSheet {
    let options = super::own_places(options);
    rendered(db, project, &options, |rendering| {
        let mut asked: FxHashSet<Control> = FxHashSet::default();
        for said in outcomes(db, project, db::pack(db, project), &options) {
            asked.extend(said.outcome.asked.iter().copied());
        }
        let mut by_element: FxHashMap<ElementId, (Coverage, Vec<Name>)> = FxHashMap::default();
        for control in &asked {
            let (coverage, unstated) = by_element.entry(control.element).or_default();
            coverage.asked += 1;
            if is_stated(rendering.world, *control) {
                coverage.stated += 1;
            } else {
                unstated.push(rendering.attribute(*control));
            }
        }
        sheet(rendering, by_element)
    })
}

fn sheet(rendering: &Rendering<'_, '_>, by_element: FxHashMap<ElementId, (Coverage, Vec<Name>)>) -> ControlSheet {
    let world = rendering.world;
    let mut all = Coverage::default();
    let mut boundaries: FxHashMap<ElementId, Coverage> = FxHashMap::default();
    let mut elements = BTreeMap::new();
    let order: FxHashMap<ElementId, usize> =
        world.all(world.schema().roots.element).iter().enumerate().map(|(place, id)| (*id, place)).collect();
    let place = |id: ElementId| order.get(&id).copied().unwrap_or(usize::MAX);
    for (id, (coverage, mut unstated)) in by_element {
        add(&mut all, coverage);
        for boundary in around(rendering, id) {
            add(boundaries.entry(boundary).or_default(), coverage);
        }
        unstated.sort();
        let open = std::cmp::Reverse(coverage.asked - coverage.stated);
        elements.insert((open, place(id)), CoveredPart { element: named(rendering, id), coverage, unstated });
    }
    let mut boundaries: Vec<(ElementId, Coverage)> = boundaries.into_iter().collect();
    boundaries.sort_by_key(|(id, _)| place(*id));
    let part = |(id, coverage)| CoveredPart { element: named(rendering, id), coverage, unstated: Vec::new() };
    ControlSheet {
        all,
        boundaries: boundaries.into_iter().map(part).collect(),
        elements: elements.into_values().collect(),
    }
}

fn add(to: &mut Coverage, more: Coverage) {
    to.stated += more.stated;
    to.asked += more.asked;
}

/// The boundaries that an element stands in, itself included; a flow stands in those that hold both of its ends.
fn around(rendering: &Rendering<'_, '_>, id: ElementId) -> Vec<ElementId> {
    let of = |id: ElementId| rendering.world.links(id).map(|links| &*links.boundaries).unwrap_or_default();
    let Some(links) = rendering.world.links(id) else { return Vec::new() };
    let mut around: Vec<ElementId> = match (links.from, links.to) {
        (Some(from), Some(to)) => of(from).iter().filter(|boundary| of(to).contains(boundary)).copied().collect(),
        _ => of(id).to_vec(),
    };
    let schema = rendering.world.schema();
    if rendering.world.element(id).is_some_and(|element| schema.is_a(element.kind, schema.roots.boundary)) {
        around.push(id);
    }
    around.sort_unstable();
    around.dedup();
    around
}

fn named(rendering: &Rendering<'_, '_>, id: ElementId) -> Named {
    let subject = rendering.subject(id);
    Named { id, name: subject.name, kind: subject.kind, location: rendering.files.element(id) }
}
