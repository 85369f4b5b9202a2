//! What is true of elements without being written at them: for hints in the margin of what is.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use tm_model::{ElementId, Facts, KindId, Origin, RelationId, Truth, Value};
use tm_rules::graph::EdgeIx;
use tm_rules::{Control, Engine, View};

use super::{Inspection, Named, ValueLine, inspect};
use crate::db::{self, Database, Db, IncrementalWorld, Project, SourceFile};
use crate::report::{Coverage, Name, Provenance};

/// Who reaches an element first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachedFrom {
    pub name: Name,
    pub hops: usize,
}

/// The relation along which requests travel, the kind that starts them, and the attribute that says whether it is to be feared.
/// All three are declared by the standard library; where they are not, nobody is exposed to anybody.
const RELATION: &str = "request";
const SOURCE: &str = "actor";
const FEARED: &str = "untrusted";

/// Elements as people call them.
#[must_use]
pub fn names_of(db: &Database, project: Project, elements: impl Iterator<Item = ElementId>) -> Vec<Named> {
    inspect(db, project, |inspection| elements.map(|id| inspection.named(id)).collect())
}

/// Values that elements have from an `each`, from what they stand in, or by an assumption.
#[must_use]
pub fn given_values(db: &Database, project: Project, elements: &[ElementId]) -> Vec<Vec<ValueLine>> {
    inspect(db, project, |inspection| elements.iter().map(|id| inspection.given(*id)).collect())
}

/// The untrusted actor that reaches each of some elements in the fewest hops, where every hop is known to be there.
#[must_use]
pub fn reached_from(db: &Database, project: Project, elements: &[ElementId]) -> Vec<Option<ReachedFrom>> {
    let reached = exposure(db, project);
    inspect(db, project, |inspection| {
        let show = |(actor, hops): &(ElementId, u32)| ReachedFrom {
            name: inspection.world.element(*actor).map(|actor| actor.name.clone()).unwrap_or_default(),
            hops: *hops as usize,
        };
        elements.iter().map(|id| reached.get(id).map(show)).collect()
    })
}

/// How many controls of the elements of a file are stated, of those that some rule asks for.
#[must_use]
pub fn coverage_of(db: &Database, project: Project, file: SourceFile) -> Vec<(ElementId, Coverage)> {
    let pack = db::pack(db, project);
    let mut asked: FxHashMap<Control, ()> = FxHashMap::default();
    let unit = file.unit(db);
    let mut take = |outcome: &tm_rules::Outcome| {
        asked.extend(outcome.asked.iter().filter(|it| it.element.unit == unit).map(|control| (*control, ())));
    };
    for file in project.files(db).iter() {
        db::local_outcomes(db, project, *file).iter().for_each(|(_, outcome)| take(outcome));
    }
    for (index, _) in pack.rules.iter().enumerate().filter(|(_, rule)| !db::is_local(rule)) {
        take(db::global_outcome(db, project, index));
    }
    inspect(db, project, |inspection| {
        let mut by_element: FxHashMap<ElementId, Coverage> = FxHashMap::default();
        for control in asked.keys() {
            let (value, origin) = inspection.engine.value(control.element, control.attribute);
            let is_stated =
                value != Value::Unknown && matches!(origin, Origin::Stated(_) | Origin::Each(_) | Origin::Inherited(_));
            let coverage = by_element.entry(control.element).or_default();
            coverage.asked += 1;
            coverage.stated += usize::from(is_stated);
        }
        let mut all: Vec<(ElementId, Coverage)> = by_element.into_iter().collect();
        all.sort_by_key(|(id, _)| *id);
        all
    })
}

impl Inspection<'_> {
    fn given(&self, id: ElementId) -> Vec<ValueLine> {
        let schema = self.world.schema();
        let kind = self.world.element(id).and_then(|element| schema.kind(element.kind));
        let attributes = kind.into_iter().flat_map(|kind| &kind.layout);
        // What is computed is given by nobody, and dear.
        let statable = attributes.filter(|id| {
            let class = schema.attribute(**id).map(|attribute| attribute.class);
            matches!(class, Some(tm_model::Class::Fact | tm_model::Class::Control))
        });
        let lines = statable.filter_map(|attribute| self.value_line(id, *attribute));
        let given = |line: &ValueLine| {
            matches!(line.provenance, Provenance::Each | Provenance::Inherited | Provenance::Assumed)
        };
        lines.filter(given).collect()
    }
}

/// By element, the untrusted actor that is nearest, and the number of hops.
#[salsa::tracked(returns(ref))]
fn exposure(db: &dyn Db, project: Project) -> FxHashMap<ElementId, (ElementId, u32)> {
    let vocabulary = db::vocabulary(db, project);
    let schema = &vocabulary.schema;
    let relation = vocabulary.program.relations.iter().zip((0..).map(RelationId));
    let relation = relation.filter(|(relation, _)| relation.name == RELATION).map(|(_, id)| id).next();
    let kind = schema.kinds.iter().zip((0..).map(KindId)).find(|(kind, _)| kind.name == SOURCE).map(|(_, id)| id);
    let feared = kind.and_then(|kind| schema.find_attribute(kind, FEARED));
    let (Some(relation), Some(kind), Some(feared)) = (relation, kind, feared) else { return FxHashMap::default() };
    let world = IncrementalWorld::new(db, project);
    let engine = Engine::new(&vocabulary.program, &world);
    let actors = world.all(kind).iter().copied();
    let actors: Vec<ElementId> = actors.filter(|id| engine.value(*id, feared).0 == Value::Bool(true)).collect();
    let graph = db::graph(db, project, relation.0, View::Actual);
    let mut leaving: FxHashMap<ElementId, Vec<EdgeIx>> = FxHashMap::default();
    for index in (0..graph.edge_count()).filter_map(|index| u32::try_from(index).ok()).map(EdgeIx) {
        if let Some(edge) = graph.edge(index).filter(|edge| edge.truth == Truth::True) {
            leaving.entry(edge.from).or_default().push(index);
        }
    }
    // From all of them at once; silent steps take no hop.
    let mut reached: FxHashMap<ElementId, (ElementId, u32)> = FxHashMap::default();
    let mut open: VecDeque<(ElementId, (ElementId, u32))> = actors.iter().map(|actor| (*actor, (*actor, 0))).collect();
    while let Some((node, (actor, hops))) = open.pop_front() {
        if reached.contains_key(&node) {
            continue;
        }
        reached.insert(node, (actor, hops));
        for edge in leaving.get(&node).into_iter().flatten().filter_map(|index| graph.edge(*index)) {
            match edge.via {
                Some(_) => open.push_back((edge.to, (actor, hops + 1))),
                None => open.push_front((edge.to, (actor, hops))),
            }
        }
    }
    reached.retain(|_, (_, hops)| *hops > 0);
    reached
}
