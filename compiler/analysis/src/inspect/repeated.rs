//! Statements that an `each` could make for all, and those that one makes: what it takes to write them the other way.

use std::collections::{BTreeMap, BTreeSet};

use tm_model::{ElementId, Facts, KindId, Origin, Stored, Value};

use super::{Inspection, inspect};
use crate::db::{self, Database, Project, SourceFile};
use crate::hir::{self, Owner};
use crate::locate::bytes;
use crate::modules::Origin as FileOrigin;
use crate::report::Name;
use crate::spans::Place;

/// An `each`, and whose values it decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EachUse {
    /// Bytes of the whole `each`.
    pub range: std::ops::Range<u32>,
    pub kind: Name,
    /// The bytes of each statement, and the elements that have their value from it.
    pub statements: Vec<(std::ops::Range<u32>, Vec<ElementId>)>,
}

/// A statement that all elements of a kind make in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeated {
    pub kind: KindId,
    /// What they all stand in; `None`: the module.
    pub within: Option<ElementId>,
    pub attribute: Name,
    /// In source order, with the bytes of each statement.
    pub elements: Vec<(ElementId, std::ops::Range<u32>)>,
}

/// The `each` at a place of a file, if all whose values it decides are declared in that file.
#[must_use]
pub fn each_at(db: &Database, project: Project, file: SourceFile, offset: u32) -> Option<EachUse> {
    inspect(db, project, |inspection| inspection.each_at(file, offset))
}

/// The statement at a place of a file, if every element that an `each` would reach makes it too, and nothing else speaks of
/// the attribute there: then an `each` changes no value.
#[must_use]
pub fn repeated_at(db: &Database, project: Project, file: SourceFile, offset: u32) -> Option<Repeated> {
    inspect(db, project, |inspection| inspection.repeated_at(file, offset))
}

/// Every statement of a project that an `each` could make for all, once: for each file, in source order.
#[must_use]
pub fn all_repeated(db: &Database, project: Project) -> Vec<(SourceFile, Repeated)> {
    inspect(db, project, |inspection| inspection.all_repeated())
}

impl Inspection<'_> {
    fn each_at(&self, file: SourceFile, offset: u32) -> Option<EachUse> {
        let spans = &db::lowered(self.db, file).spans;
        let world = db::world_items(self.db, file);
        let range = |node| bytes(spans, node).filter(|range| range.start <= offset && offset <= range.end);
        let (index, each, range) =
            (0..).zip(&world.eaches).find_map(|(index, each)| Some((index, each, range(each.node)?)))?;
        if is_of_assumption(world, each.owner) {
            return None;
        }
        let scope = crate::vocabulary::Scope {
            index: db::vocabulary(self.db, self.project),
            imports: db::imports(self.db, self.project, file),
        };
        let kind = crate::scope::VocabularyScope::kind(&scope, &each.kind.segments)?;
        let mut statements = Vec::new();
        for (number, statement) in (0..).zip(&each.statements) {
            let site = Place::Each { index, statement: number }.at(file.unit(self.db));
            let mut elements = Vec::new();
            for id in self.world.all(kind) {
                let Some(attribute) = self.attribute(*id, &statement.name.text) else { continue };
                let Stored::Fact(fact) = self.world.stored(*id, attribute) else { continue };
                if fact.origin == Origin::Each(site) {
                    if id.unit != file.unit(self.db) {
                        return None;
                    }
                    elements.push(*id);
                }
            }
            statements.push((bytes(spans, statement.node)?, elements));
        }
        Some(EachUse { range, kind: self.world.schema().kind(kind)?.name.clone(), statements })
    }

    fn repeated_at(&self, file: SourceFile, offset: u32) -> Option<Repeated> {
        let spans = &db::lowered(self.db, file).spans;
        let world = db::world_items(self.db, file);
        let declared = db::declared(self.db, self.project, file);
        let unit = file.unit(self.db);
        let is_here = |statement: &hir::Statement| {
            bytes(spans, statement.node).is_some_and(|range| range.start <= offset && offset <= range.end)
        };
        let (element, statement) = world.elements.iter().zip(&declared.elements).find_map(|(element, declared)| {
            let statement = element.statements.iter().find(|statement| is_here(statement))?;
            Some((ElementId { unit, slot: declared.as_ref()?.slot }, statement))
        })?;
        let attribute = &statement.name.text;
        let kind = self.world.element(element)?.kind;
        let within = self.holder(element);
        let all = self.world.all(kind).iter().copied();
        let reached = all.filter(|id| self.is_reached(*id, within, element)).collect::<Vec<_>>();
        self.repeated(file, element, attribute, within, &reached)
    }

    fn all_repeated(&self) -> Vec<(SourceFile, Repeated)> {
        // What stands in what is looked up for every statement, and found once.
        let mut inside: BTreeMap<ElementId, Vec<ElementId>> = BTreeMap::new();
        for id in self.world.all(self.world.schema().roots.element) {
            for holder in self.around(*id) {
                inside.entry(holder).or_default().push(*id);
            }
        }
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let own = |file: &&SourceFile| *file.origin(self.db) == FileOrigin::Project;
        for file in self.project.files(self.db).iter().filter(own) {
            let world = db::world_items(self.db, *file);
            let declared = db::declared(self.db, self.project, *file);
            for (element, declared) in world.elements.iter().zip(&declared.elements) {
                let Some(declared) = declared else { continue };
                let id = ElementId { unit: file.unit(self.db), slot: declared.slot };
                let Some(kind) = self.world.element(id).map(|element| element.kind) else { continue };
                let within = self.holder(id);
                for statement in &element.statements {
                    let attribute = &statement.name.text;
                    if !seen.insert((file.unit(self.db), kind, within, attribute.clone())) {
                        continue;
                    }
                    let is_of_kind = |id: &ElementId| {
                        self.world.element(*id).is_some_and(|element| self.world.schema().is_a(element.kind, kind))
                    };
                    let reached: Vec<ElementId> = match within {
                        Some(holder) => inside.get(&holder).into_iter().flatten().copied().filter(is_of_kind).collect(),
                        None => {
                            let all = self.world.all(kind).iter().copied();
                            all.filter(|other| self.is_reached(*other, None, id)).collect()
                        }
                    };
                    found.extend(self.repeated(*file, id, attribute, within, &reached).map(|it| (*file, it)));
                }
            }
        }
        found
    }

    /// `reached`: the elements that an `each` beside `element` would speak of.
    fn repeated(
        &self,
        file: SourceFile,
        element: ElementId,
        attribute: &Name,
        within: Option<ElementId>,
        reached: &[ElementId],
    ) -> Option<Repeated> {
        let spans = &db::lowered(self.db, file).spans;
        let world = db::world_items(self.db, file);
        let declared = db::declared(self.db, self.project, file);
        let unit = file.unit(self.db);
        let kind = self.world.element(element)?.kind;
        let value = self.own(element, attribute)?.0;
        let module = &db::imports(self.db, self.project, file).module;
        // An `each` of this module reaches no flow into another one.
        if within.is_none() && self.modules(element).iter().any(|of| of.as_ref() != Some(module)) {
            return None;
        }
        let mut elements = Vec::new();
        for id in reached {
            let (other, number) = self.own(*id, attribute)?;
            if id.unit != unit || other != value {
                return None;
            }
            let index = declared.elements.iter().position(|it| it.as_ref().is_some_and(|it| it.slot == id.slot))?;
            let node = world.elements.get(index)?.statements.get(number as usize)?.node;
            elements.push((*id, bytes(spans, node)?));
        }
        if elements.len() < 2 || value == Value::Unknown || self.speaks_elsewhere(attribute, within, element) {
            return None;
        }
        Some(Repeated { kind, within, attribute: attribute.clone(), elements })
    }

    fn attribute(&self, id: ElementId, name: &str) -> Option<tm_model::AttrId> {
        let schema = self.world.schema();
        schema.find_attribute(self.world.element(id)?.kind, name)
    }

    /// What an element states itself, where it is declared: the value, and the number of the statement.
    fn own(&self, id: ElementId, attribute: &str) -> Option<(Value, u32)> {
        let Stored::Fact(fact) = self.world.stored(id, self.attribute(id, attribute)?) else { return None };
        let Origin::Stated(site) = fact.origin else { return None };
        match Place::of(site) {
            Place::Own { index, statement } if site.unit == id.unit && index == id.slot => {
                Some((fact.value.clone(), statement))
            }
            _ => None,
        }
    }

    /// What an element and all that is around it stand in, from inside out; of a flow, what holds both of its ends.
    fn around(&self, id: ElementId) -> Vec<ElementId> {
        let chain = |id: ElementId| self.within(id).into_iter().map(|named| named.id).collect::<Vec<_>>();
        let links = self.world.links(id);
        match links.and_then(|links| Some((links.from?, links.to?))) {
            Some((from, to)) => {
                let (from, to) = (chain(from), chain(to));
                from.into_iter().filter(|id| to.contains(id)).collect()
            }
            None => chain(id),
        }
    }

    fn holder(&self, id: ElementId) -> Option<ElementId> {
        self.around(id).first().copied()
    }

    fn module(&self, id: ElementId) -> Option<Name> {
        let topology = db::topology(self.db, self.project);
        topology.get(id).map(|placed| placed.module.clone())
    }

    /// Whether an `each` in the same place would speak of an element, too.
    fn is_reached(&self, id: ElementId, within: Option<ElementId>, like: ElementId) -> bool {
        match within {
            Some(holder) => self.around(id).contains(&holder),
            None => self.modules(id) == self.modules(like),
        }
    }

    /// The modules of an element, or of both ends of a flow.
    fn modules(&self, id: ElementId) -> Vec<Option<Name>> {
        let ends = self.world.links(id).and_then(|links| Some([links.from?, links.to?]));
        match ends {
            Some(ends) => ends.iter().map(|end| self.module(*end)).collect(),
            None => vec![self.module(id)],
        }
    }

    /// Whether an `each` states the attribute inside of a place: which of the two counts would have to be thought about.
    fn speaks_elsewhere(&self, attribute: &str, within: Option<ElementId>, like: ElementId) -> bool {
        let files = self.project.files(self.db).iter();
        files.into_iter().any(|file| {
            let world = db::world_items(self.db, *file);
            let eaches = world.eaches.iter().filter(|each| !is_of_assumption(world, each.owner));
            let mut speaking = eaches.filter(|each| each.statements.iter().any(|it| it.name.text == attribute));
            speaking.any(|each| match (within, self.owner_of(*file, each.owner)) {
                (Some(holder), Some(owner)) => owner == holder || self.around(owner).contains(&holder),
                // An `each` of the module gives way to a nearer one.
                (Some(_), None) => false,
                (None, Some(owner)) => self.modules(owner).first() == self.modules(like).first(),
                (None, None) => Some(&db::imports(self.db, self.project, *file).module) == self.module(like).as_ref(),
            })
        })
    }

    fn owner_of(&self, file: SourceFile, owner: Owner) -> Option<ElementId> {
        let unit = file.unit(self.db);
        match owner {
            Owner::Module => None,
            Owner::Element(index) => {
                let declared = db::declared(self.db, self.project, file);
                let slot = declared.elements.get(index as usize)?.as_ref()?.slot;
                Some(ElementId { unit, slot })
            }
            Owner::Extension(index) => {
                *db::references(self.db, self.project, file).structure.extensions.get(index as usize)?
            }
        }
    }
}

fn is_of_assumption(world: &hir::World, owner: Owner) -> bool {
    let Owner::Element(index) = owner else { return false };
    let owner = world.elements.get(index as usize);
    owner.is_some_and(|owner| matches!(owner.form, hir::ElementForm::Assume))
}
