//! What a file declares, by name: enough for an index, without reading any expression.

use std::ops::Range;

use smol_str::SmolStr;
use tm_model::{ElementId, EnumValueId};

use super::Symbol;
use crate::db::{self, Db, Project, SourceFile};
use crate::hir::{self, Owner};
use crate::locate::bytes;
use crate::scope::VocabularyScope;
use crate::vocabulary::Scope;

/// A declaration, tests apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredName {
    pub name: SmolStr,
    /// Bytes of the name.
    pub range: Range<u32>,
    pub symbol: Symbol,
    /// What it stands in: a declaration, or the module.
    pub container: SmolStr,
}

/// What a file declares, tests apart, in the order of its text. Things without a name are left out.
pub fn declared_names(db: &dyn Db, project: Project, file: SourceFile) -> &[DeclaredName] {
    of_file(db, project, file)
}

#[salsa::tracked(returns(ref))]
fn of_file(db: &dyn Db, project: Project, file: SourceFile) -> Box<[DeclaredName]> {
    let module = db::imports(db, project, file).module.clone();
    let mut names = Names { db, file, module, found: Vec::new() };
    names.vocabulary(project);
    for rule in &db::rule_items(db, file).items {
        names.add(&rule.name, Symbol::Rule(rule.name.text.clone()), None);
    }
    names.elements(project);
    let mut found = names.found;
    found.sort_by_key(|declared| declared.range.start);
    found.into_boxed_slice()
}

struct Names<'a> {
    db: &'a dyn Db,
    file: SourceFile,
    module: SmolStr,
    found: Vec<DeclaredName>,
}

impl Names<'_> {
    fn add(&mut self, name: &hir::Name, symbol: Symbol, container: Option<&SmolStr>) {
        let range = bytes(&db::lowered(self.db, self.file).spans, name.node);
        let Some(range) = range.filter(|_| !name.text.is_empty()) else { return };
        let container = container.unwrap_or(&self.module).clone();
        self.found.push(DeclaredName { name: name.text.clone(), range, symbol, container });
    }

    fn vocabulary(&mut self, project: Project) {
        let index = db::vocabulary(self.db, project);
        let scope = Scope { index, imports: db::imports(self.db, project, self.file) };
        let items = &db::item_tree(self.db, self.file).vocabulary;
        let own = index.modules.get(&self.module);
        let extended = items.enum_extensions.iter().map(|item| (None, item.path.segments.as_slice(), &item.values));
        let declared = items.enums.iter();
        let declared = declared.map(|item| (Some(&item.name), std::slice::from_ref(&item.name.text), &item.values));
        for (name, path, values) in declared.chain(extended) {
            let Some(of) = scope.enumeration(path) else { continue };
            if let Some(name) = name {
                self.add(name, Symbol::Enum(of), None);
            }
            let Some(item) = index.schema.enumeration(of) else { continue };
            for value in values {
                let found = (0..).zip(&item.values).find(|(_, known)| known.name == value.name.text);
                if let Some((index, _)) = found {
                    self.add(&value.name, Symbol::EnumValue(EnumValueId { of, index }), Some(&item.name));
                }
            }
        }
        let extended = items.extensions.iter().map(|item| (None, item.path.segments.as_slice(), &item.declarations));
        let declared = items.kinds.iter();
        let declared =
            declared.map(|item| (Some(&item.name), std::slice::from_ref(&item.name.text), &item.declarations));
        for (name, path, declarations) in declared.chain(extended) {
            let Some(kind) = scope.kind(path) else { continue };
            if let Some(name) = name {
                self.add(name, Symbol::Kind(kind), None);
            }
            let container = index.schema.kind(kind).map(|kind| &kind.name);
            for declaration in declarations {
                if let Some(id) = index.schema.find_attribute(kind, &declaration.name.text) {
                    self.add(&declaration.name, Symbol::Attribute(id), container);
                }
            }
        }
        for item in &items.relations {
            if let Some(id) = own.and_then(|own| own.relations.get(&item.name.text)) {
                self.add(&item.name, Symbol::Relation(*id), None);
            }
        }
    }

    fn elements(&mut self, project: Project) {
        let (world, declared) = (db::world_items(self.db, self.file), db::declared(self.db, project, self.file));
        for (element, declared) in world.elements.iter().zip(&declared.elements) {
            let (Some(name), Some(declared)) = (&element.name, declared) else { continue };
            let container = match element.owner {
                Owner::Module => None,
                Owner::Element(owner) => {
                    world.elements.get(owner as usize).and_then(|owner| Some(&owner.name.as_ref()?.text))
                }
                Owner::Extension(owner) => {
                    world.extensions.get(owner as usize).and_then(|owner| owner.path.segments.last())
                }
            };
            let id = ElementId { unit: self.file.unit(self.db), slot: declared.slot };
            self.add(name, Symbol::Element(id), container);
        }
    }
}
