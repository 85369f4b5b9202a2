//! The part of every unit that rules over the whole model look at.
//!
//! A firewall: relations, columns and rules over many units read units through it, so an edit of any other attribute does
//! not reach them. Local rules use it too for what they see of other units.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tm_model::{AttrId, Class, Element, Fact, Origin, Row, Schema, Template, Unit, Value};

use super::inputs::{Db, Project, SourceFile};
use super::judging::{closures, is_local, is_off, pack};
use super::sources::vocabulary;
use super::world::unit;

/// By attribute: whether it stands in [`shared_unit`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shared {
    is_shared: Vec<bool>,
}

impl Shared {
    pub fn has(&self, attribute: AttrId) -> bool {
        self.is_shared.get(attribute.index()).copied().unwrap_or(false)
    }
}

/// What relations, columns and rules that are not local may read. What cannot be stated takes no room in units, so it
/// counts as shared.
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

/// A unit without the values of attributes that are not shared.
#[salsa::tracked(returns(ref))]
pub(crate) fn shared_unit(db: &dyn Db, project: Project, file: SourceFile) -> Arc<Unit> {
    let whole = unit(db, project, file);
    let schema = &vocabulary(db, project).schema;
    let mut restriction =
        Restriction { shared: shared_attributes(db, project), schema, templates: FxHashMap::default() };
    Arc::new(Unit {
        elements: whole.elements.iter().map(|element| Some(restriction.element(element.as_ref()?))).collect(),
    })
}

struct Restriction<'a> {
    shared: &'a Shared,
    schema: &'a Schema,
    /// By address: elements that share a template still do afterwards.
    templates: FxHashMap<*const Template, Arc<Template>>,
}

impl Restriction<'_> {
    fn element(&mut self, element: &Element) -> Element {
        let Element { kind, name, qualified, is_unnamed, row } = element;
        let own = row.own().iter().filter(|(attribute, _)| self.shared.has(*attribute)).cloned().collect();
        Element {
            kind: *kind,
            name: name.clone(),
            qualified: qualified.clone(),
            is_unnamed: *is_unnamed,
            row: Row::new(own, self.template(element)),
        }
    }

    fn template(&mut self, element: &Element) -> Arc<Template> {
        let whole = element.row.template();
        if let Some(known) = self.templates.get(&Arc::as_ptr(whole)) {
            return known.clone();
        }
        let layout = self.schema.kind(element.kind).map(|kind| kind.layout.as_slice()).unwrap_or_default();
        let shared = layout.iter().zip(&whole.facts).map(|(attribute, fact)| {
            if self.shared.has(*attribute) {
                fact.clone()
            } else {
                Fact { value: Value::Unset, origin: Origin::Computed }
            }
        });
        let template = Arc::new(Template { facts: shared.collect() });
        self.templates.insert(Arc::as_ptr(whole), template.clone());
        template
    }
}

/// The shared parts of all units, by number, in the order of the files.
pub(crate) type SharedUnits = Arc<[(u32, Arc<Unit>)]>;

#[salsa::tracked(returns(ref), no_eq)]
pub(crate) fn shared_units(db: &dyn Db, project: Project) -> SharedUnits {
    project.files(db).iter().map(|file| (file.unit(db), shared_unit(db, project, *file).clone())).collect()
}
