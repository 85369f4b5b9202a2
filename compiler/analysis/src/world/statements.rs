//! What is stated, typed: on elements, in `each`, in `extend`, in assumptions and decisions.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use tm_model::{AttrId, Class, ElementId, Fact, KindId, Origin, Schema, Site, Type, Value};

use super::declare::{Declared, unknown_kind};
use super::references::{References, Structure};
use super::slots::Space;
use crate::check::{Checker, Resolved};
use crate::diagnostic::Diagnostic;
use crate::hir::{self, ElementForm, Owner};
use crate::modules::Imports;
use crate::scope::VocabularyScope;
use crate::spans::Place;
use crate::vocabulary::{Scope, VocabularyIndex, cannot_be_stated, unknown_attribute};

pub(crate) type Facts = Vec<(AttrId, Fact)>;

/// What one unit states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Statements {
    /// By slot, sorted by attribute.
    pub own: FxHashMap<u32, Facts>,
    pub near: Arc<Near>,
    pub scoped: Arc<Scoped>,
    pub diagnostics: Vec<Diagnostic>,
}

/// What the elements of a unit say of those that they hold, by slot: felt by whoever stands in them, and asked for there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Near {
    /// More general kinds first.
    pub eaches: FxHashMap<u32, Vec<(KindId, Facts)>>,
    /// Statements on boundaries and components of attributes that what they hold may inherit.
    pub inheritable: FxHashMap<u32, Vec<Facts>>,
}

/// What a unit says of elements wherever they are: little, as a rule. Everybody looks at it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scoped {
    pub module: SmolStr,
    /// Of the module, and of elements of other units.
    pub eaches: Vec<EachFacts>,
    /// `extend element { … }`
    pub extensions: Vec<(ElementId, Facts)>,
    /// As in [`Near`], said of elements of other units.
    pub inheritable: Vec<(ElementId, Facts)>,
    pub assumptions: Vec<Assumption>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EachFacts {
    /// `None`: the module.
    pub owner: Option<ElementId>,
    pub kind: KindId,
    pub facts: Facts,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Assumption {
    pub id: ElementId,
    pub name: SmolStr,
    pub about: Vec<ElementId>,
    /// Of an assumption that does not say what it is about.
    pub is_about_module: bool,
    pub expires: Option<tm_model::Date>,
    pub eaches: Vec<(KindId, Facts)>,
}

pub(crate) struct Input<'a> {
    pub declared: &'a Declared,
    pub world: &'a hir::World,
    pub references: &'a References,
    pub imports: &'a Imports,
    pub vocabulary: &'a VocabularyIndex,
    /// Kinds of elements of other units.
    pub kind_of: &'a dyn Fn(ElementId) -> Option<KindId>,
}

pub(crate) fn state(input: &Input<'_>) -> Statements {
    let scope = Scope { index: input.vocabulary, imports: input.imports };
    let mut stating = Stating {
        input,
        scope: &scope,
        checker: Checker::new(&scope, input.declared.unit),
        out: Statements::default(),
        near: Near::default(),
        scoped: Scoped { module: input.declared.module.clone(), ..Scoped::default() },
    };
    stating.elements();
    stating.eaches();
    stating.extensions();
    stating.decisions();
    let Stating { mut out, mut near, scoped, .. } = stating;
    near.eaches.values_mut().for_each(|eaches| sort_eaches(eaches));
    out.near = Arc::new(near);
    out.scoped = Arc::new(scoped);
    out
}

struct Stating<'a> {
    input: &'a Input<'a>,
    scope: &'a Scope<'a>,
    checker: Checker<'a>,
    out: Statements,
    near: Near,
    scoped: Scoped,
}

impl Stating<'_> {
    fn unit(&self) -> u32 {
        self.input.declared.unit
    }

    fn schema(&self) -> &Schema {
        &self.input.vocabulary.schema
    }

    fn structure(&self) -> &Structure {
        &self.input.references.structure
    }

    fn id(&self, index: usize) -> Option<ElementId> {
        let element = self.input.declared.elements.get(index)?.as_ref()?;
        Some(ElementId { unit: self.unit(), slot: element.slot })
    }

    /// Types the statements about an element of a kind. `place` tells where the fact from statement `n` is.
    fn facts(&mut self, kind: KindId, statements: &[hir::Statement], origin: impl Fn(u32) -> Origin) -> Facts {
        let schema = &self.input.vocabulary.schema;
        let mut facts: Facts = Vec::with_capacity(statements.len());
        let mut nodes: Vec<(AttrId, hir::NodeId)> = Vec::new();
        for (number, statement) in statements.iter().enumerate() {
            let site = Site { unit: self.unit(), node: statement.name.node };
            let Some(id) = schema.find_attribute(kind, &statement.name.text) else {
                let made = &self.out.diagnostics;
                let diagnostic = unknown_attribute(self.input.vocabulary, kind, statement, site, made);
                self.out.diagnostics.extend(diagnostic);
                continue;
            };
            let Some(attribute) = schema.attribute(id) else { continue };
            if matches!(attribute.class, Class::Derived | Class::Builtin(_)) {
                self.out.diagnostics.push(cannot_be_stated(&statement.name.text, attribute.class, site));
                continue;
            }
            let Some(value) = &statement.value else { continue };
            let value = if attribute.kind == schema.roots.safeguard && attribute.name == "against" {
                self.rule_names(value)
            } else {
                self.value(&attribute.ty, value)
            };
            let Some(value) = value else { continue };
            if let Some((_, fact)) = facts.iter().find(|(other, _)| *other == id) {
                if fact.value != value {
                    let first = nodes.iter().find(|(other, _)| *other == id).map_or(0, |(_, node)| *node);
                    let here = Site { unit: self.unit(), node: statement.node };
                    let there = Site { unit: self.unit(), node: first };
                    self.out.diagnostics.push(contradiction(&attribute.name, here, there));
                }
                continue;
            }
            nodes.push((id, statement.node));
            facts.push((id, Fact { value, origin: origin(u32::try_from(number).unwrap_or(u32::MAX)) }));
        }
        facts.sort_by_key(|(id, _)| *id);
        facts
    }

    /// `against: [rule-name]`: names of rules are texts here; whether they exist is checked where rules are known.
    fn rule_names(&mut self, value: &hir::Value) -> Option<Value> {
        let hir::ValueKind::List(items) = &value.kind else {
            self.no_rule(value.node, "`against` is a list of rules");
            return None;
        };
        let mut names = Vec::new();
        for item in items {
            match &item.kind {
                hir::ValueKind::Path(path) => names.push(Value::Text(SmolStr::new(path.segments.join(".")))),
                hir::ValueKind::Literal(hir::Literal::Text(text)) => names.push(Value::Text(text.clone())),
                _ => self.no_rule(item.node, "this is not the name of a rule"),
            }
        }
        Some(Value::set(names))
    }

    fn no_rule(&mut self, node: hir::NodeId, message: &str) {
        let site = Site { unit: self.unit(), node };
        let error = Diagnostic::error("type-mismatch", site, message);
        self.out.diagnostics.push(error.help("write `against: [rule-name]`"));
    }

    fn value(&mut self, ty: &Type, value: &hir::Value) -> Option<Value> {
        let references = &self.input.references.values;
        let kind_of = self.input.kind_of;
        let schema = &self.input.vocabulary.schema;
        let misfits = std::cell::RefCell::new(Vec::new());
        let unit = self.unit();
        let resolve = |path: &hir::Path, expected: KindId| match references.get(&path.node) {
            Some(id) => {
                if kind_of(*id).is_some_and(|kind| schema.is_a(kind, expected)) {
                    return Resolved::Element(*id);
                }
                let word = |kind: KindId| schema.kind(kind).map(|kind| kind.name.clone()).unwrap_or_default();
                let found = kind_of(*id).map(word).unwrap_or_default();
                let text = path.segments.join(".");
                misfits.borrow_mut().push(
                    Diagnostic::error(
                        "type-mismatch",
                        Site { unit, node: path.node },
                        format!("`{text}` is of kind `{found}`, and kind `{}` is wanted here", word(expected)),
                    )
                    .help(format!("name an element of kind `{}`", word(expected))),
                );
                Resolved::Error
            }
            // Reported where references are resolved.
            None => Resolved::Error,
        };
        let value = self.checker.value(ty, value, &resolve);
        self.out.diagnostics.append(&mut self.checker.take_diagnostics());
        self.out.diagnostics.append(&mut misfits.into_inner());
        value
    }

    fn elements(&mut self) {
        let world = self.input.world;
        let declared = self.input.declared;
        let roots = self.schema().roots;
        for (index, (element, declared)) in world.elements.iter().zip(&declared.elements).enumerate() {
            let Some(declared) = declared else { continue };
            let unit = self.unit();
            let own = |statement| Place::Own { index: declared.slot, statement }.at(unit);
            let facts = self.facts(declared.kind, &element.statements, |statement| Origin::Stated(own(statement)));
            if facts.is_empty() && element.form != ElementForm::Assume {
                continue;
            }
            let root = self.schema().root_of(declared.kind);
            if root == roots.boundary || root == roots.component {
                let inheritable = self.inheritable(&facts);
                if !inheritable.is_empty() {
                    let id = ElementId { unit: self.unit(), slot: declared.slot };
                    self.pass_on(id, inheritable);
                }
            }
            if element.form == ElementForm::Assume {
                self.assumption(index, declared.slot, &declared.name, &facts);
            }
            self.out.own.insert(declared.slot, facts);
        }
    }

    fn inheritable(&self, facts: &Facts) -> Facts {
        let inheritance = &self.input.vocabulary.inheritance;
        facts.iter().filter(|(id, _)| inheritance.is_passed_on(*id)).cloned().collect()
    }

    fn pass_on(&mut self, id: ElementId, inheritable: Facts) {
        if id.unit == self.unit() {
            self.near.inheritable.entry(id.slot).or_default().push(inheritable);
        } else {
            self.scoped.inheritable.push((id, inheritable));
        }
    }

    fn assumption(&mut self, index: usize, slot: u32, name: &SmolStr, facts: &Facts) {
        let roots = self.schema().roots;
        let named = |name: &str| self.schema().find_attribute(roots.assumption, name);
        let fact = |id: Option<AttrId>| facts.iter().find(|(other, _)| Some(*other) == id).map(|(_, fact)| &fact.value);
        let about = match fact(named("about")) {
            Some(Value::Set(set)) => set
                .members
                .iter()
                .filter_map(|member| match member {
                    Value::Element(id) => Some(*id),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        let expires = match fact(named("expires")) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        };
        let id = ElementId { unit: self.unit(), slot };
        let mut eaches = Vec::new();
        let owner = Owner::Element(u32::try_from(index).unwrap_or(u32::MAX));
        let world = self.input.world;
        for (number, each) in world.eaches.iter().enumerate().filter(|(_, each)| each.owner == owner) {
            let Some((kind, facts)) = self.each(number, each, |site| Origin::Assumed(id, site)) else { continue };
            for (attribute, _) in &facts {
                if self.schema().attribute(*attribute).is_some_and(|attribute| attribute.class != Class::Control) {
                    let statement = each
                        .statements
                        .iter()
                        .find(|s| self.schema().find_attribute(kind, &s.name.text) == Some(*attribute));
                    let node = statement.map_or(each.node, |statement| statement.name.node);
                    let name = statement.map(|statement| statement.name.text.clone()).unwrap_or_default();
                    let site = Site { unit: self.unit(), node };
                    self.out.diagnostics.push(
                        Diagnostic::error(
                            "assumed-fact",
                            site,
                            format!("`{name}` is a fact, and facts cannot be assumed"),
                        )
                        .help(
                            "an assumption fills in controls that nobody has stated; state the fact where it is true",
                        ),
                    );
                }
            }
            let controls = facts
                .into_iter()
                .filter(|(id, _)| {
                    self.schema().attribute(*id).is_some_and(|attribute| attribute.class == Class::Control)
                })
                .collect();
            eaches.push((kind, controls));
        }
        // An `about` with a mistake in it, or that is empty, is about nothing rather than about everything.
        let is_about_module =
            world.elements.get(index).is_some_and(|element| element.statements.iter().all(|s| s.name.text != "about"));
        self.scoped.assumptions.push(Assumption { id, name: name.clone(), about, is_about_module, expires, eaches });
    }

    fn each(&mut self, number: usize, each: &hir::Each, origin: impl Fn(Site) -> Origin) -> Option<(KindId, Facts)> {
        let site = Site { unit: self.unit(), node: each.kind.node };
        let text = each.kind.segments.join(".");
        let Some(kind) = self.scope.kind(&each.kind.segments) else {
            let error = unknown_kind(self.scope, &each.kind.segments, site, &[], &self.out.diagnostics);
            self.out.diagnostics.push(error);
            return None;
        };
        if let Some(modules) = self.scope.ambiguous_kind(&each.kind.segments) {
            self.out.diagnostics.push(crate::modules::ambiguous_name(&text, modules, site));
        }
        let unit = self.unit();
        let index = u32::try_from(number).unwrap_or(u32::MAX);
        let facts = self.facts(kind, &each.statements, |statement| origin(Place::Each { index, statement }.at(unit)));
        Some((kind, facts))
    }

    fn eaches(&mut self) {
        let world = self.input.world;
        for (number, each) in world.eaches.iter().enumerate() {
            let owner = match each.owner {
                Owner::Module => None,
                Owner::Element(index) => {
                    if world.elements.get(index as usize).is_some_and(|element| element.form == ElementForm::Assume) {
                        continue;
                    }
                    // An owner that is wrong itself was reported; its `each` is still typed.
                    match self.id(index as usize) {
                        Some(id) => Some(id),
                        None => {
                            self.each(number, each, Origin::Each);
                            continue;
                        }
                    }
                }
                Owner::Extension(index) => match self.structure().extensions.get(index as usize).copied().flatten() {
                    Some(id) => Some(id),
                    None => {
                        self.each(number, each, Origin::Each);
                        continue;
                    }
                },
            };
            if let Some((kind, facts)) = self.each(number, each, Origin::Each) {
                match owner.filter(|owner| owner.unit == self.unit()) {
                    Some(owner) => self.near.eaches.entry(owner.slot).or_default().push((kind, facts)),
                    None => self.scoped.eaches.push(EachFacts { owner, kind, facts }),
                }
            }
        }
    }

    fn extensions(&mut self) {
        let world = self.input.world;
        for (number, extension) in world.extensions.iter().enumerate() {
            let Some(target) = self.structure().extensions.get(number).copied().flatten() else { continue };
            let Some(kind) = (self.input.kind_of)(target) else { continue };
            let unit = self.unit();
            let index = u32::try_from(number).unwrap_or(u32::MAX);
            let facts = self.facts(kind, &extension.statements, |statement| {
                Origin::Stated(Place::Extension { index, statement }.at(unit))
            });
            if !facts.is_empty() {
                let inheritable = self.inheritable(&facts);
                if !inheritable.is_empty() {
                    self.pass_on(target, inheritable);
                }
                self.scoped.extensions.push((target, facts));
            }
        }
    }

    fn decisions(&mut self) {
        let world = self.input.world;
        let kind = self.schema().roots.decision;
        for (decision, declared) in world.decisions.iter().zip(&self.input.declared.decisions) {
            let unit = self.unit();
            let own = |statement| Place::Own { index: declared.slot, statement }.at(unit);
            let facts = self.facts(kind, &decision.statements, |statement| Origin::Stated(own(statement)));
            self.out.own.insert(declared.slot, facts);
        }
    }
}

/// Kinds are numbered in preorder: a kind stands before those below it, so the most specific comes last and wins.
pub(crate) fn sort_eaches(eaches: &mut [(KindId, Facts)]) {
    eaches.sort_by_key(|(kind, _)| *kind);
}

pub(crate) fn contradiction(attribute: &str, here: Site, there: Site) -> Diagnostic {
    Diagnostic::error("contradicting-statements", here, format!("`{attribute}` is stated twice, with different values"))
        .label(there, "stated differently here")
        .help("keep the one that is true")
}

/// The space that a reference of the rule's subject kind is looked up in.
pub(crate) fn subject_space(schema: &Schema, kind: Option<KindId>) -> Space {
    kind.map_or(Space::Element, |kind| super::references::space_of(schema, kind))
}
