//! Elements, flows, `each`, `extend`, decisions, and the worlds of tests.

use std::ops::Range;

use tm_model::{ElementId, KindId};

use super::{Collector, Symbol};
use crate::db::{self, pack};
use crate::hir::{self, ElementForm};
use crate::scope::VocabularyScope;
use crate::testing::TestNames;
use crate::world::decisions::find_subject;
use crate::world::declare::Declared;
use crate::world::names::NameIndex;
use crate::world::references::References;
use crate::world::slots::Space;

/// The elements of a file, or of one of its tests.
struct World<'a> {
    /// The number of the test.
    test: Option<u32>,
    items: &'a hir::World,
    declared: &'a Declared,
    names: &'a NameIndex,
    references: &'a References,
}

impl World<'_> {
    fn symbol(&self, id: ElementId) -> Symbol {
        match self.test {
            None => Symbol::Element(id),
            Some(test) => Symbol::TestElement { test, element: id },
        }
    }
}

impl Collector<'_> {
    pub(super) fn world(&mut self) {
        let (db, project, file) = (self.db, self.project, self.file);
        let world = World {
            test: None,
            items: db::world_items(db, file),
            declared: db::declared(db, project, file),
            names: db::names(db, project),
            references: db::references(db, project, file),
        };
        self.elements(&world);
        for decision in &world.items.decisions {
            self.subjects(&world, decision.rule.as_ref(), &decision.subjects);
        }
    }

    pub(super) fn tests(&mut self) {
        for (number, test) in (0..).zip(db::test_items(self.db, self.file).iter()) {
            self.declaration(&test.title, Symbol::Test(self.site(test.title.node)));
            let (names, _) = TestNames::resolve(self.unit, self.imports, &test.world, self.index);
            let world = World {
                test: Some(number),
                items: &test.world,
                declared: &names.declared,
                names: &names.names,
                references: &names.references,
            };
            self.elements(&world);
            for decision in &world.items.decisions {
                self.subjects(&world, decision.rule.as_ref(), &decision.subjects);
            }
            for expectation in &test.expectations {
                self.subjects(&world, expectation.rule.as_ref(), &expectation.subjects);
            }
        }
    }

    fn elements(&mut self, world: &World<'_>) {
        let roots = self.index.schema.roots;
        for (element, declared) in world.items.elements.iter().zip(&world.declared.elements) {
            if let ElementForm::Declared(word) = &element.form
                && let Some(kind) = self.scope().kind(std::slice::from_ref(&word.text))
            {
                self.reference(word.node, Symbol::Kind(kind));
            }
            if let ElementForm::Flow { from, to } = &element.form {
                for end in [from, to].into_iter().flatten() {
                    self.element_path(world, end, Space::Element);
                }
            }
            let Some(declared) = declared else { continue };
            let id = ElementId { unit: self.unit, slot: declared.slot };
            match &element.name {
                Some(name) => self.declaration(name, world.symbol(id)),
                None => self.add(self.arrow(element), world.symbol(id), true),
            }
            self.statements(world, Some(declared.kind), &element.statements);
        }
        for each in &world.items.eaches {
            let kind = self.kind_path(&each.kind);
            self.statements(world, kind, &each.statements);
        }
        for (extension, target) in world.items.extensions.iter().zip(&world.references.structure.extensions) {
            let Some(target) = *target else { continue };
            let space = [Space::Element, Space::Flow, Space::Data]
                .into_iter()
                .find(|space| world.names.resolve(&extension.path.segments, *space, self.imports) == Some(target));
            if let Some(space) = space {
                self.element_path(world, &extension.path, space);
            }
            self.statements(world, world.names.kind_of(target), &extension.statements);
        }
        for decision in &world.items.decisions {
            self.statements(world, Some(roots.decision), &decision.statements);
        }
    }

    /// The arrow of a flow that has no name.
    fn arrow(&self, element: &hir::Element) -> Option<Range<u32>> {
        let ElementForm::Flow { from, .. } = &element.form else { return None };
        let whole = self.bytes(element.node)?;
        let start = from.as_ref().and_then(|from| self.bytes(from.node)).map_or(whole.start, |from| from.end);
        self.arrow_in(start..whole.end)
    }

    fn arrow_in(&self, range: Range<u32>) -> Option<Range<u32>> {
        let at = range.start + u32::try_from(self.source(&range).find("->")?).ok()?;
        Some(at..at + 2)
    }

    fn statements(&mut self, world: &World<'_>, kind: Option<KindId>, statements: &[hir::Statement]) {
        let Some(kind) = kind else { return };
        let schema = &self.index.schema;
        for statement in statements {
            let Some(id) = schema.find_attribute(kind, &statement.name.text) else { continue };
            self.reference(statement.name.node, Symbol::Attribute(id));
            let Some((value, attribute)) = statement.value.as_ref().zip(schema.attribute(id)) else { continue };
            if attribute.kind == schema.roots.safeguard && attribute.name == "against" {
                self.rule_names(value);
            } else if !self.elements_in(world, value) {
                self.value(&attribute.ty, value);
            }
        }
    }

    /// `against: [rule-name]`
    fn rule_names(&mut self, value: &hir::Value) {
        let hir::ValueKind::List(items) = &value.kind else { return };
        for item in items {
            match &item.kind {
                hir::ValueKind::Path(path) if path.segments.len() == 1 => {
                    let symbol = path.segments.first().and_then(|name| self.rule(name));
                    symbol.into_iter().for_each(|symbol| self.reference(path.node, symbol));
                }
                hir::ValueKind::Literal(hir::Literal::Text(name)) => {
                    let whole = self.bytes(item.node).unwrap_or_default();
                    let inside = whole.start + 1..whole.end.saturating_sub(1);
                    // With an escape in it, it is not written as it is called.
                    let symbol = self.rule(name).filter(|_| self.source(&inside) == name);
                    symbol.into_iter().for_each(|symbol| self.add(Some(inside.clone()), symbol, false));
                }
                _ => {}
            }
        }
    }

    /// The rule that has a name, or had it.
    fn rule(&self, name: &str) -> Option<Symbol> {
        let pack = pack(self.db, self.project);
        pack.is_known(name).then(|| Symbol::Rule(pack.retired.present(name).into()))
    }

    /// Whether a value names elements.
    fn elements_in(&mut self, world: &World<'_>, value: &hir::Value) -> bool {
        match &value.kind {
            hir::ValueKind::List(items) => {
                let mut is_any = false;
                for item in items {
                    is_any |= self.elements_in(world, item);
                }
                is_any
            }
            hir::ValueKind::Path(path) => match world.references.values.get(&path.node) {
                Some(id) => {
                    self.element_names(world, path, *id);
                    true
                }
                None => false,
            },
            _ => false,
        }
    }

    fn element_path(&mut self, world: &World<'_>, path: &hir::Path, space: Space) -> Option<ElementId> {
        let others = [space, Space::Element, Space::Flow, Space::Data];
        let id = others.iter().find_map(|space| world.names.resolve(&path.segments, *space, self.imports))?;
        self.element_names(world, path, id);
        Some(id)
    }

    /// The names of a path that means an element: of itself, of the component that it stands in, of the module.
    fn element_names(&mut self, world: &World<'_>, path: &hir::Path, id: ElementId) {
        let count = path.segments.len();
        let number = |index: usize| u32::try_from(index).unwrap_or(0);
        self.reference(path.node + number(count), world.symbol(id));
        let mut before = count.saturating_sub(1);
        let holder = path.segments.get(..before).and_then(|holder| self.holder(world, holder, id));
        if let Some(holder) = holder {
            self.reference(path.node + number(before), world.symbol(holder));
            before -= 1;
        }
        if before > 0 {
            let module = match world.test {
                Some(_) => Some(self.imports.module.clone()),
                None => self.db.file(id.unit).map(|file| db::imports(self.db, self.project, file).module.clone()),
            };
            if let Some(module) = module {
                self.modules(path, number(before), &module);
            }
        }
    }

    /// The component in front of an endpoint or identity.
    fn holder(&self, world: &World<'_>, path: &[smol_str::SmolStr], id: ElementId) -> Option<ElementId> {
        let holder = world.names.resolve(path, Space::Element, self.imports)?;
        world.names.holds(holder, id).then_some(holder)
    }

    fn subjects(&mut self, world: &World<'_>, rule: Option<&hir::Name>, subjects: &[hir::Subject]) {
        let pack = pack(self.db, self.project);
        if let Some((rule, symbol)) = rule.and_then(|rule| Some((rule, self.rule(&rule.text)?))) {
            self.reference(rule.node, symbol);
        }
        let compiled = rule.and_then(|rule| pack.find(&rule.text)).cloned();
        for subject in subjects {
            match subject {
                hir::Subject::Project(_) => {}
                hir::Subject::Path(path) => {
                    let found = find_subject(
                        &path.segments,
                        compiled.as_deref(),
                        &self.index.schema,
                        world.names,
                        self.imports,
                    );
                    if let Some(id) = found {
                        self.element_names(world, path, id);
                    }
                }
                hir::Subject::Ends(from, to) => {
                    let ends =
                        (self.element_path(world, from, Space::Element), self.element_path(world, to, Space::Element));
                    if let (Some(first), Some(second)) = ends
                        && let Some(flow) = self.flow_between(world, first, second)
                        && let Some((from, to)) = self.bytes(from.node).zip(self.bytes(to.node))
                        && from.end <= to.start
                    {
                        self.add(self.arrow_in(from.end..to.start), world.symbol(flow), false);
                    }
                }
            }
        }
    }

    /// The flow without a name from one to the other.
    fn flow_between(&self, world: &World<'_>, from: ElementId, to: ElementId) -> Option<ElementId> {
        if world.test.is_none() {
            let topology = db::topology(self.db, self.project);
            let outgoing = &topology.get(from)?.links.outgoing;
            let is_it = |id: &ElementId| {
                let links = topology.get(*id).map(|flow| &flow.links);
                let target = links.and_then(|links| links.endpoint.or(links.to));
                target == Some(to) && !self.has_name(*id)
            };
            return outgoing.iter().copied().find(is_it);
        }
        let flows = world.items.elements.iter().zip(&world.declared.elements).zip(&world.references.structure.elements);
        let mut flows =
            flows.filter(|((element, _), tie)| element.name.is_none() && tie.from == Some(from) && tie.to == Some(to));
        let ((_, declared), _) = flows.next()?;
        Some(ElementId { unit: self.unit, slot: declared.as_ref()?.slot })
    }

    fn has_name(&self, id: ElementId) -> bool {
        let Some(file) = self.db.file(id.unit) else { return false };
        let declared = db::declared(self.db, self.project, file);
        declared.elements.iter().flatten().any(|element| element.slot == id.slot && !element.name.is_empty())
    }
}
