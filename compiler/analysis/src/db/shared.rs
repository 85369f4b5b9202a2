//! The part of every unit that rules over the whole model look at.
//!
//! A firewall: relations, columns and rules over many units read units through it, so an edit of any other attribute does
//! not reach them. Local rules use it too for what they see of other units.

use std::sync::Arc;

use tm_model::{AttrId, Class, Element, Fact, Given, Row, Slot, Template, Unit};

use super::inputs::{Db, Project, ProjectFile};
use super::judging::{closures, is_local, is_off, pack};
use super::sources::vocabulary;
use super::world::unit;

/// By attribute: whether units with other values of it are told apart by [`shared_unit`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shared {
    is_shared: Vec<bool>,
}

impl Shared {
    pub fn has(&self, attribute: AttrId) -> bool {
        self.is_shared.get(attribute.index()).copied().unwrap_or(false)
    }
}

/// What relations, columns and rules that are not local may read. What cannot be stated counts as shared: no edit of a model
/// gives it another value in a unit.
#[salsa::tracked(returns(ref))]
pub(crate) fn shared_attributes(db: &dyn Db, project: Project) -> Arc<Shared> {
    let vocabulary = vocabulary(db, project);
    let schema = &vocabulary.schema;
    let rules = pack(db, project).rules.iter().map(|rule| &**rule);
    let global = rules.filter(|rule| !is_local(rule) && !is_off(db, project, &rule.name));
    let structural = |attribute: &tm_model::Attribute| matches!(attribute.class, Class::Derived | Class::Builtin(_));
    let mut shared = Shared { is_shared: schema.attributes.iter().map(structural).collect() };
    for attribute in tm_rules::footprint(global, &vocabulary.program, closures(db, project).clone()) {
        if let Some(is_shared) = shared.is_shared.get_mut(attribute.index()) {
            *is_shared = true;
        }
    }
    Arc::new(shared)
}

/// A unit, equal to another with the same values of shared attributes. What else it holds may be of an earlier edit: nobody
/// reads that through here.
#[derive(Clone, Debug)]
pub(crate) struct SharedUnit {
    pub whole: Arc<Unit>,
    shared: Arc<Shared>,
}

impl PartialEq for SharedUnit {
    fn eq(&self, other: &Self) -> bool {
        let is_read = |attribute| self.shared.has(attribute);
        self.shared == other.shared && is_same_unit(&self.whole, &other.whole, &is_read, &Fact::eq)
    }
}

impl Eq for SharedUnit {}

/// For those who read shared attributes alone.
#[salsa::tracked(returns(ref))]
pub(crate) fn shared_unit(db: &dyn Db, of: ProjectFile) -> SharedUnit {
    SharedUnit { whole: unit(db, of).clone(), shared: shared_attributes(db, of.project(db)).clone() }
}

/// All units for those who read shared attributes alone, by number, in the order of the files.
pub(crate) type SharedUnits = Arc<[(u32, Arc<Unit>)]>;

#[salsa::tracked(returns(ref), no_eq)]
pub(crate) fn shared_units(db: &dyn Db, project: Project) -> SharedUnits {
    let units = project.files(db).iter().map(|file| file.unit(db));
    let of_unit = |unit| Some((unit, shared_unit(db, db.project_file(project, unit)?).whole.clone()));
    units.filter_map(of_unit).collect()
}

/// Whether two units hold the same elements, with the same values of those attributes.
pub(super) fn is_same_unit(
    one: &Arc<Unit>,
    other: &Arc<Unit>,
    is_read: &dyn Fn(AttrId) -> bool,
    is_same: &dyn Fn(&Fact, &Fact) -> bool,
) -> bool {
    let is_same = |(one, other): (&Option<Element>, &Option<Element>)| match (one, other) {
        (Some(one), Some(other)) => is_same_element(one, other, is_read, is_same),
        (None, None) => true,
        _ => false,
    };
    Arc::ptr_eq(one, other)
        || one.elements.len() == other.elements.len() && one.elements.iter().zip(&other.elements).all(is_same)
}

fn is_same_element(
    one: &Element,
    other: &Element,
    is_read: &dyn Fn(AttrId) -> bool,
    is_same: &dyn Fn(&Fact, &Fact) -> bool,
) -> bool {
    if (one.kind, &one.name, &one.qualified, one.is_unnamed)
        != (other.kind, &other.name, &other.qualified, other.is_unnamed)
    {
        return false;
    }
    let own = |element| Row::own(element).iter().filter(|(attribute, _)| is_read(*attribute));
    let mut others = own(&other.row);
    let is_same_own = own(&one.row)
        .all(|(attribute, fact)| others.next().is_some_and(|(at, other)| at == attribute && is_same(fact, other)))
        && others.next().is_none();
    is_same_own && is_same_template(one.row.template(), other.row.template(), is_read, is_same)
}

fn is_same_template(
    one: &Arc<Template>,
    other: &Arc<Template>,
    is_read: &dyn Fn(AttrId) -> bool,
    is_same: &dyn Fn(&Fact, &Fact) -> bool,
) -> bool {
    let is_same_slot = |(one, other): (&Slot, &Slot)| {
        let is_same_given = || match (&one.given, &other.given) {
            (Given::Fact(one), Given::Fact(other)) => is_same(one, other),
            (one, other) => one == other,
        };
        one.attribute == other.attribute && (!is_read(one.attribute) || is_same_given())
    };
    Arc::ptr_eq(one, other)
        || one.slots.len() == other.slots.len() && one.slots.iter().zip(&other.slots).all(is_same_slot)
}
