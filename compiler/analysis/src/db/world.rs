//! The project as one world, a unit at a time.
//!
//! Firewalls, from below: `declared` (elements without places), `structure` (ties without places), `places` (one unit's
//! part of the topology), `scoped` and `unit_scopes` (what a unit's surroundings say), `unit` (its values). An edit of an
//! attribute stops at the unit and those that look at it, and short of rules over the whole model unless they read it
//! ([`super::shared`]); a new element re-runs the names and the topology, and no rule of a unit whose part of them is equal
//! (`members` stands apart, since every new element changes those of what it stands in).

use std::cell::{Cell, OnceCell, RefCell};
use std::cmp::Ordering;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tm_model::{AttrId, Date, Element, ElementId, Facts, KindId, Links, RelationId, Schema, Stored, Unit, Value};
use tm_rules::graph::RelationGraph;
use tm_rules::{Graphs, View};

use super::inputs::{Db, Project, ProjectFile, ProjectFiles, SourceFile};
use super::judging::{ColumnPart, column_part, graph};
use super::kept::{Noted, kept};
use super::shared::{Shared, shared_attributes, shared_unit};
use super::sources::{imports, vocabulary, world_items};
use crate::diagnostic::Diagnostic;
use crate::vocabulary::VocabularyIndex;
use crate::world::declare::{Declared, declare};
use crate::world::names::{NameEntry, NameIndex, name_entries};
use crate::world::references::{References, Structure, Wanted, resolve, wanted as wanted_paths};
use crate::world::rows;
use crate::world::scopes::{self, Scopes};
use crate::world::statements::{Input as StatementsInput, Near, Scoped, Statements, state};
use crate::world::topology::{Members, Placed, Topology, UnitInput, UnitPlaces, build as build_topology};

#[salsa::tracked(returns(ref))]
pub(crate) fn declared_with_diagnostics(
    db: &dyn Db,
    project: Project,
    file: SourceFile,
) -> (Arc<Declared>, Vec<Diagnostic>) {
    let imports = imports(db, project, file);
    let (declared, diagnostics) =
        declare(file.unit(db), imports, world_items(db, file), vocabulary(db, project), db.slots());
    (Arc::new(declared), diagnostics)
}

#[salsa::tracked(returns(ref))]
pub(crate) fn declared(db: &dyn Db, project: Project, file: SourceFile) -> Arc<Declared> {
    declared_with_diagnostics(db, project, file).0.clone()
}

/// Kinds by slot: what others look at most, in the least room.
#[salsa::tracked(returns(ref))]
fn kinds(db: &dyn Db, of: ProjectFile) -> Box<[Option<KindId>]> {
    let declared = declared(db, of.project(db), of.file(db));
    let elements = || declared.elements.iter().flatten().chain(&declared.decisions);
    let slots = elements().map(|element| element.slot as usize + 1).max().unwrap_or_default();
    let mut kinds = vec![None; slots];
    for element in elements() {
        if let Some(place) = kinds.get_mut(element.slot as usize) {
            *place = Some(element.kind);
        }
    }
    kinds.into()
}

#[salsa::tracked(returns(ref))]
pub(crate) fn names(db: &dyn Db, project: Project) -> Arc<NameIndex> {
    let schema = &vocabulary(db, project).schema;
    let all: Vec<_> = project
        .files(db)
        .iter()
        .map(|file| (&**declared(db, project, *file), &**imports(db, project, *file)))
        .collect();
    Arc::new(NameIndex::build(all.iter().copied(), schema.roots, &|kind, above| schema.is_a(kind, above)))
}

/// The names of one unit, sorted, for those who look for the beginning of one.
#[salsa::tracked(returns(ref))]
pub(crate) fn element_names(db: &dyn Db, project: Project, file: SourceFile) -> Vec<NameEntry> {
    name_entries(declared(db, project, file))
}

#[salsa::tracked(returns(ref))]
fn wanted(db: &dyn Db, project: Project, file: SourceFile) -> Vec<Wanted> {
    wanted_paths(
        declared(db, project, file),
        world_items(db, file),
        imports(db, project, file),
        vocabulary(db, project),
    )
}

#[salsa::tracked(returns(ref))]
pub(crate) fn references(db: &dyn Db, project: Project, file: SourceFile) -> Arc<References> {
    Arc::new(resolve(
        declared(db, project, file),
        world_items(db, file),
        wanted(db, project, file),
        imports(db, project, file),
        vocabulary(db, project),
        names(db, project),
    ))
}

#[salsa::tracked(returns(ref))]
fn structure(db: &dyn Db, project: Project, file: SourceFile) -> Arc<Structure> {
    references(db, project, file).structure.clone()
}

#[salsa::tracked(returns(ref))]
pub(crate) fn topology(db: &dyn Db, project: Project) -> Arc<Topology> {
    let units: Vec<UnitInput<'_>> = project
        .files(db)
        .iter()
        .map(|file| UnitInput { declared: declared(db, project, *file), structure: structure(db, project, *file) })
        .collect();
    let pulse = || db.unwind_if_revision_cancelled();
    kept(db, project).structure(build_topology(&units, &vocabulary(db, project).schema, &pulse), &pulse)
}

#[salsa::tracked(returns(ref))]
pub(crate) fn places(db: &dyn Db, of: ProjectFile) -> Arc<UnitPlaces> {
    topology(db, of.project(db)).units.get(&of.file(db).unit(db)).cloned().unwrap_or_default()
}

/// What the boundaries of a unit hold.
#[salsa::tracked(returns(ref))]
fn members(db: &dyn Db, project: Project, file: SourceFile) -> Arc<Members> {
    topology(db, project).members.get(&file.unit(db)).cloned().unwrap_or_default()
}

#[salsa::tracked(returns(ref))]
pub(crate) fn statements(db: &dyn Db, project: Project, file: SourceFile) -> Statements {
    let world = Structural::new(db, project);
    state(&StatementsInput {
        declared: declared(db, project, file),
        world: world_items(db, file),
        references: references(db, project, file),
        imports: imports(db, project, file),
        vocabulary: vocabulary(db, project),
        kind_of: &|id| world.kind(id),
    })
}

#[salsa::tracked(returns(ref))]
pub(crate) fn scoped(db: &dyn Db, project: Project, file: SourceFile) -> Arc<Scoped> {
    statements(db, project, file).scoped.clone()
}

#[salsa::tracked(returns(ref))]
fn near(db: &dyn Db, project: Project, file: SourceFile) -> Arc<Near> {
    statements(db, project, file).near.clone()
}

/// What units say of elements wherever they are.
#[salsa::tracked(returns(ref))]
fn all_scopes(db: &dyn Db, project: Project) -> Scopes {
    let units = project.files(db).iter().map(|file| &**scoped(db, project, *file));
    scopes::collect(units, project.today(db), &project.settings(db).without)
}

#[salsa::tracked(returns(ref))]
fn unit_scopes(db: &dyn Db, of: ProjectFile) -> Scopes {
    let (project, file) = (of.project(db), of.file(db));
    let world = Structural::new(db, project);
    let surroundings = rows::surroundings(file.unit(db), places(db, of), &|id| world.placed(id));
    // Many of them stand in the same units.
    let known: RefCell<FxHashMap<u32, Option<&Near>>> = RefCell::default();
    let find = |unit| Some(&**near(db, project, db.file(unit)?));
    let near = |unit| *known.borrow_mut().entry(unit).or_insert_with(|| find(unit));
    all_scopes(db, project).restrict(&surroundings, &near)
}

#[salsa::tracked(returns(ref))]
pub(crate) fn rows_with_diagnostics(db: &dyn Db, of: ProjectFile) -> (Arc<Unit>, Vec<Diagnostic>) {
    let (project, file) = (of.project(db), of.file(db));
    let world = Structural::new(db, project);
    let (unit, diagnostics) = rows::rows(&rows::Input {
        unit: file.unit(db),
        places: places(db, of),
        statements: statements(db, project, file),
        scopes: unit_scopes(db, of),
        vocabulary: vocabulary(db, project),
        placed: &|id| world.placed(id),
    });
    (Arc::new(unit), diagnostics)
}

#[salsa::tracked(returns(ref))]
pub(crate) fn unit(db: &dyn Db, of: ProjectFile) -> Arc<Unit> {
    rows_with_diagnostics(db, of).0.clone()
}

/// By unit, the place of its file among the others.
#[salsa::tracked(returns(ref))]
fn file_order(db: &dyn Db, project: Project) -> FxHashMap<u32, usize> {
    project.files(db).iter().enumerate().map(|(place, file)| (file.unit(db), place)).collect()
}

/// By slot, the place of an element among those of its unit.
#[salsa::tracked(returns(ref))]
fn source_order(db: &dyn Db, project: Project, file: SourceFile) -> FxHashMap<u32, usize> {
    let declared = declared(db, project, file);
    let slots = declared.elements.iter().flatten().chain(&declared.decisions).map(|element| element.slot);
    slots.enumerate().map(|(place, slot)| (slot, place)).collect()
}

/// Reads structure, a unit at a time, each unit at most once.
struct Structural<'db> {
    db: &'db dyn Db,
    project: Project,
    files: ProjectFiles,
    places: Vec<OnceCell<&'db UnitPlaces>>,
    kinds: Vec<OnceCell<&'db [Option<KindId>]>>,
}

impl<'db> Structural<'db> {
    fn new(db: &'db dyn Db, project: Project) -> Self {
        let files = db.project_files(project);
        let count = files.len();
        Self { db, project, files, places: vec![OnceCell::new(); count], kinds: vec![OnceCell::new(); count] }
    }

    fn file(&self, unit: u32) -> Option<ProjectFile> {
        self.files.get(unit as usize).copied().flatten()
    }

    fn kind(&self, id: ElementId) -> Option<KindId> {
        let cell = self.kinds.get(id.unit as usize)?;
        let of_unit = match cell.get() {
            Some(known) => known,
            None => {
                let file = self.file(id.unit)?;
                cell.get_or_init(|| kinds(self.db, file))
            }
        };
        of_unit.get(id.slot as usize).copied().flatten()
    }

    fn placed(&self, id: ElementId) -> Option<&'db Placed> {
        let cell = self.places.get(id.unit as usize)?;
        let unit: &'db UnitPlaces = match cell.get() {
            Some(known) => known,
            None => {
                let file = self.file(id.unit)?;
                cell.get_or_init(|| places(self.db, file))
            }
        };
        unit.get(id)
    }
}

/// The project as rules see it. What is read is recorded as a dependency, by unit.
pub(crate) struct IncrementalWorld<'db> {
    structural: Structural<'db>,
    vocabulary: &'db VocabularyIndex,
    shared: &'db Shared,
    units: Vec<UnitCells<'db>>,
    /// Parts of columns, as far as they have been looked at: by unit, attribute and view.
    columns: RefCell<FxHashMap<(u32, AttrId, View), &'db ColumnPart>>,
    /// For those who want to know what is read.
    noted: Option<Noted>,
    /// How often elements, values and ties were asked for.
    reads: Cell<u32>,
}

/// After so many reads it is looked whether somebody waits to write: what judges a large model asks no query for long.
const PATIENCE: u32 = 1024;

/// A unit, as far as it has been looked at.
#[derive(Clone, Default)]
struct UnitCells<'db> {
    shared: OnceCell<&'db Unit>,
    whole: OnceCell<&'db Unit>,
}

impl<'db> IncrementalWorld<'db> {
    pub fn new(db: &'db dyn Db, project: Project) -> Self {
        let structural = Structural::new(db, project);
        let units = vec![UnitCells::default(); structural.places.len()];
        let (vocabulary, shared) = (vocabulary(db, project), shared_attributes(db, project));
        Self { structural, vocabulary, shared, units, columns: RefCell::default(), noted: None, reads: Cell::new(0) }
    }

    /// One that writes down what is read of it.
    pub fn noting(db: &'db dyn Db, project: Project) -> Self {
        let world = Self::new(db, project);
        Self { noted: Some(Noted::new(&world.vocabulary.schema)), ..world }
    }

    pub(super) fn noted(&self) -> Option<&Noted> {
        self.noted.as_ref()
    }

    fn note(&self, note: impl FnOnce(&Noted)) {
        if let Some(noted) = &self.noted {
            note(noted);
        }
    }

    /// An edit ends the work here.
    fn read(&self) {
        let reads = self.reads.get().wrapping_add(1);
        self.reads.set(reads);
        if reads.is_multiple_of(PATIENCE) {
            self.structural.db.unwind_if_revision_cancelled();
        }
    }

    fn column_value(&self, element: ElementId, attribute: AttrId, view: View) -> Option<Value> {
        self.note(|noted| noted.column(attribute, view));
        let Structural { db, project, .. } = self.structural;
        let key = (element.unit, attribute, view);
        let known = self.columns.borrow().get(&key).copied();
        let part = match known {
            Some(part) => part,
            None => {
                let file = self.structural.file(element.unit)?.file(db);
                let part = column_part(db, project, file, attribute.0, view);
                self.columns.borrow_mut().insert(key, part);
                part
            }
        };
        let place = part.binary_search_by_key(&element.slot, |(slot, _)| *slot).ok()?;
        part.get(place).map(|(_, value)| value.clone())
    }

    /// An element, to read shared attributes of, or whatever it has: that decides which edits the reader feels.
    fn find(&self, id: ElementId, whole: bool) -> Option<&'db Element> {
        let db = self.structural.db;
        let cells = self.units.get(id.unit as usize)?;
        let cell = if whole { &cells.whole } else { &cells.shared };
        let found: &'db Unit = match cell.get() {
            Some(known) => known,
            None => {
                let file = self.structural.file(id.unit)?;
                cell.get_or_init(|| if whole { unit(db, file) } else { &shared_unit(db, file).whole })
            }
        };
        found.elements.get(id.slot as usize)?.as_ref()
    }
}

impl Facts for IncrementalWorld<'_> {
    fn schema(&self) -> &Schema {
        &self.vocabulary.schema
    }

    /// For its kind and names; values are read through [`Facts::stored`].
    fn element(&self, id: ElementId) -> Option<&Element> {
        self.read();
        self.find(id, false)
    }

    fn kind(&self, id: ElementId) -> Option<KindId> {
        self.read();
        self.structural.kind(id)
    }

    fn whole(&self, id: ElementId) -> Option<&Element> {
        self.note(Noted::lose);
        self.find(id, true)
    }

    fn stored(&self, element: ElementId, attribute: AttrId) -> Stored<'_> {
        self.read();
        let is_shared = self.shared.has(attribute);
        self.note(|noted| if is_shared { noted.attribute(attribute) } else { noted.lose() });
        let found = self.find(element, !is_shared);
        found.map_or(Stored::Absent, |element| element.stored(&self.vocabulary.schema, attribute))
    }

    fn links(&self, id: ElementId) -> Option<&Links> {
        self.read();
        self.structural.placed(id).map(|placed| &placed.links)
    }

    fn members(&self, id: ElementId) -> &[ElementId] {
        let Structural { db, project, .. } = self.structural;
        let unit = self.structural.file(id.unit).map(|of| members(db, project, of.file(db)));
        unit.and_then(|unit| unit.get(&id.slot)).map(Vec::as_slice).unwrap_or_default()
    }

    fn all(&self, kind: KindId) -> &[ElementId] {
        let topology = topology(self.structural.db, self.structural.project);
        topology.by_kind.get(kind.index()).map(|of_kind| &**of_kind).unwrap_or_default()
    }

    fn today(&self) -> Date {
        let today = self.structural.project.today(self.structural.db);
        self.note(|noted| noted.today(today));
        today
    }

    fn order(&self, a: ElementId, b: ElementId) -> Ordering {
        if a == b {
            return Ordering::Equal;
        }
        self.note(Noted::lose);
        let Structural { db, project, .. } = self.structural;
        let place = |id: ElementId| {
            let slot =
                self.structural.file(id.unit).and_then(|of| source_order(db, project, of.file(db)).get(&id.slot));
            (file_order(db, project).get(&id.unit), slot, id)
        };
        place(a).cmp(&place(b))
    }

    fn column(&self, element: ElementId, attribute: AttrId) -> Option<Value> {
        self.column_value(element, attribute, View::Actual)
    }
}

impl Graphs for IncrementalWorld<'_> {
    fn graph(&self, relation: RelationId, view: View) -> Arc<RelationGraph> {
        let graph = graph(self.structural.db, self.structural.project, relation.0, view);
        self.note(|noted| noted.graph(relation, view, graph));
        graph.clone()
    }

    fn hidden_column(&self, element: ElementId, attribute: AttrId) -> Option<Value> {
        self.column_value(element, attribute, View::ControlsUnknown)
    }
}
