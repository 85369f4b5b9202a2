//! A world of one unit, built at once and kept in memory.

use std::cell::{Cell, OnceCell, RefCell};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tm_model::{AttrId, Date, Element, ElementId, Facts, KindId, Links, RelationId, Schema, Unit, Value};
use tm_rules::graph::RelationGraph;
use tm_rules::{Engine, Graphs, View};

use crate::diagnostic::Diagnostic;
use crate::hir;
use crate::modules::Imports;
use crate::vocabulary::VocabularyIndex;
use crate::world::declare::{Declared, declare};
use crate::world::names::NameIndex;
use crate::world::references::{References, resolve, wanted};
use crate::world::slots::{SlotKey, Slots};
use crate::world::statements::{Input as StatementsInput, state};
use crate::world::topology::{self, Topology, UnitInput, UnitPlaces};
use crate::world::{rows, scopes};

/// Slots in order of declaration: this world is built once.
#[derive(Default)]
struct InOrder(Cell<u32>);

impl Slots for InOrder {
    fn slot(&self, _: u32, _: SlotKey) -> u32 {
        let next = self.0.get();
        self.0.set(next.saturating_add(1));
        next
    }
}

/// What the names in a world of one unit mean.
pub(crate) struct TestNames {
    pub declared: Declared,
    pub names: NameIndex,
    pub references: References,
}

impl TestNames {
    /// With what is wrong with them.
    pub fn resolve(
        unit: u32,
        imports: &Imports,
        world: &hir::World,
        vocabulary: &VocabularyIndex,
    ) -> (Self, Vec<Diagnostic>) {
        let schema = &vocabulary.schema;
        let (declared, mut diagnostics) = declare(unit, imports, world, vocabulary, &InOrder::default());
        let names = NameIndex::build(std::iter::once((&declared, imports)), schema.roots, &|kind, above| {
            schema.is_a(kind, above)
        });
        let paths = wanted(&declared, world, imports, vocabulary);
        let references = resolve(&declared, world, &paths, imports, vocabulary, &names);
        diagnostics.extend(references.diagnostics.iter().cloned());
        (Self { declared, names, references }, diagnostics)
    }
}

pub(crate) struct PlainWorld<'a> {
    vocabulary: &'a VocabularyIndex,
    pub declared: Declared,
    pub names: NameIndex,
    pub references: References,
    pub topology: Topology,
    places: Arc<UnitPlaces>,
    unit: Unit,
    number: u32,
    today: Date,
    graphs: RefCell<FxHashMap<(RelationId, View), Arc<RelationGraph>>>,
    columns: RefCell<FxHashMap<AttrId, Arc<OnceCell<Column>>>>,
}

type Column = FxHashMap<ElementId, Value>;

impl<'a> PlainWorld<'a> {
    /// Builds the world of one unit, and says what is wrong with it.
    pub fn build(
        unit: u32,
        imports: &Imports,
        world: &hir::World,
        vocabulary: &'a VocabularyIndex,
        today: Date,
    ) -> (Self, Vec<Diagnostic>) {
        let schema = &vocabulary.schema;
        let (TestNames { declared, names, references }, mut diagnostics) =
            TestNames::resolve(unit, imports, world, vocabulary);
        let topology =
            topology::build(&[UnitInput { declared: &declared, structure: &references.structure }], schema, &|| {});
        diagnostics.extend(topology.diagnostics.iter().cloned());
        let name_of = |id| topology.get(id).map(|placed| placed.name.clone()).unwrap_or_default();
        diagnostics.extend(names.diagnostics(&name_of));
        let statements = state(&StatementsInput {
            declared: &declared,
            world,
            references: &references,
            imports,
            vocabulary,
            kind_of: &|id| topology.get(id).map(|placed| placed.kind),
        });
        diagnostics.extend(statements.diagnostics.iter().cloned());
        let places = topology.units.get(&unit).cloned().unwrap_or_default();
        let surroundings = rows::surroundings(unit, &places, &|id| topology.get(id));
        let scopes = scopes::collect(std::iter::once(&*statements.scoped), today, &[])
            .restrict(&surroundings, &|of| (of == unit).then_some(&*statements.near));
        let (rows, contradictions) = rows::rows(&rows::Input {
            unit,
            places: &places,
            statements: &statements,
            scopes: &scopes,
            vocabulary,
            placed: &|id| topology.get(id),
        });
        diagnostics.extend(contradictions);
        let world = Self {
            vocabulary,
            places,
            declared,
            names,
            references,
            topology,
            unit: rows,
            number: unit,
            today,
            graphs: RefCell::default(),
            columns: RefCell::default(),
        };
        (world, diagnostics)
    }

    pub fn engine(&self) -> Engine<'_> {
        Engine::new(&self.vocabulary.program, self)
    }
}

impl Facts for PlainWorld<'_> {
    fn schema(&self) -> &Schema {
        &self.vocabulary.schema
    }

    fn element(&self, id: ElementId) -> Option<&Element> {
        (id.unit == self.number).then(|| self.unit.elements.get(id.slot as usize))??.as_ref()
    }

    fn links(&self, id: ElementId) -> Option<&Links> {
        (id.unit == self.number).then(|| self.places.get(id))?.map(|placed| &placed.links)
    }

    fn members(&self, id: ElementId) -> &[ElementId] {
        self.topology.members_of(id)
    }

    fn all(&self, kind: KindId) -> &[ElementId] {
        self.topology.by_kind.get(kind.index()).map(|of_kind| &**of_kind).unwrap_or_default()
    }

    fn today(&self) -> Date {
        self.today
    }

    fn column(&self, element: ElementId, attribute: AttrId) -> Option<Value> {
        let cell = self.columns.borrow_mut().entry(attribute).or_default().clone();
        let column = cell.get_or_init(|| self.engine().column(attribute, View::Actual).into_iter().collect());
        column.get(&element).cloned()
    }
}

impl Graphs for PlainWorld<'_> {
    fn graph(&self, relation: RelationId, view: View) -> Arc<RelationGraph> {
        if let Some(known) = self.graphs.borrow().get(&(relation, view)) {
            return known.clone();
        }
        let graph = Arc::new(self.engine().build_graph(relation, view));
        self.graphs.borrow_mut().insert((relation, view), graph.clone());
        graph
    }
}
