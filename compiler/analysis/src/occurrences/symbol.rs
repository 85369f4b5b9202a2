//! What can have a name, where it is declared, and what is known of it by name alone.

use std::ops::Range;

use smol_str::SmolStr;
use tm_model::{AttrId, ElementId, EnumId, EnumValueId, KindId, RelationId, Schema, Site, Type};

use super::{Held, held_at, occurrences};
use crate::db::{self, Db, Project, SourceFile, pack, units, vocabulary};
use crate::explain::documentation as docs_at;
use crate::hir::{self, NodeId};
use crate::locate::bytes;
use crate::modules::{Origin, STD};
use crate::testing::TestNames;

/// What a name means. Ids are those of the project as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Symbol {
    /// By its full name.
    Module(SmolStr),
    Kind(KindId),
    Attribute(AttrId),
    Enum(EnumId),
    EnumValue(EnumValueId),
    /// By its index in the enum.
    EnumField(EnumId, u32),
    Relation(RelationId),
    /// Names of rules are unique.
    Rule(SmolStr),
    /// An element of the model: flows, endpoints, data, assumptions and safeguards among them.
    Element(ElementId),
    /// An element of a test, by the number of the test in its file.
    TestElement {
        test: u32,
        element: ElementId,
    },
    /// A variable of a rule, relation or computation, by where it is declared.
    Variable(Site),
    /// A test, by where its title stands.
    Test(Site),
}

/// Where something is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    pub file: SourceFile,
    pub range: Range<u32>,
}

/// Where a symbol is declared, in the order of files; several places for a module, and for a derived attribute that kinds below
/// declare again. Nowhere: it is built in.
pub fn declarations(db: &dyn Db, project: Project, symbol: &Symbol) -> Vec<Declared> {
    let files: Vec<SourceFile> = match symbol {
        Symbol::Module(_) => project.files(db).to_vec(),
        // Kinds below may declare it again, in any file.
        Symbol::Attribute(id) => {
            let schema = &vocabulary(db, project).schema;
            let Some(attribute) = schema.attribute(*id).filter(|attribute| attribute.site.is_some()) else {
                return Vec::new();
            };
            let mentions = |file: &&SourceFile| file.text(db).contains(attribute.name.as_str());
            match attribute.class {
                tm_model::Class::Derived => project.files(db).iter().filter(mentions).copied().collect(),
                _ => unit_of(db, project, symbol).and_then(|unit| file(db, project, unit)).into_iter().collect(),
            }
        }
        _ => unit_of(db, project, symbol).and_then(|unit| file(db, project, unit)).into_iter().collect(),
    };
    let mut found = Vec::new();
    for file in files {
        let all = occurrences(db, project, file).iter();
        let declared = all.filter(|occurrence| occurrence.is_declaration && occurrence.symbol == *symbol);
        found.extend(declared.map(|occurrence| Declared { file, range: occurrence.range.clone() }));
    }
    found
}

fn file(db: &dyn Db, project: Project, unit: u32) -> Option<SourceFile> {
    units(db, project).get(&unit).copied()
}

/// The unit that declares a symbol.
fn unit_of(db: &dyn Db, project: Project, symbol: &Symbol) -> Option<u32> {
    match symbol {
        Symbol::Element(element) | Symbol::TestElement { element, .. } => Some(element.unit),
        _ => site(db, project, symbol).map(|site| site.unit),
    }
}

/// Where the name of something that is no element is declared.
fn site(db: &dyn Db, project: Project, symbol: &Symbol) -> Option<Site> {
    let vocabulary = vocabulary(db, project);
    let schema = &vocabulary.schema;
    match symbol {
        Symbol::Module(_) | Symbol::Element(_) | Symbol::TestElement { .. } => None,
        Symbol::Kind(id) => schema.kind(*id)?.site,
        Symbol::Attribute(id) => schema.attribute(*id)?.site,
        Symbol::Enum(id) | Symbol::EnumField(id, _) => schema.enumeration(*id)?.site,
        Symbol::EnumValue(id) => schema.enum_value(*id)?.site,
        Symbol::Relation(id) => Some(vocabulary.program.relations.get(id.index())?.site),
        Symbol::Rule(name) => {
            let pack = pack(db, project);
            let broken = || pack.broken.iter().find(|(broken, _)| broken == name).map(|(_, site)| *site);
            pack.find(name).map(|rule| rule.site).or_else(broken)
        }
        Symbol::Variable(site) | Symbol::Test(site) => Some(*site),
    }
}

/// What a symbol is called; empty for a flow without a name.
pub fn name(db: &dyn Db, project: Project, symbol: &Symbol) -> SmolStr {
    let vocabulary = vocabulary(db, project);
    let schema = &vocabulary.schema;
    let found = match symbol {
        Symbol::Module(name) | Symbol::Rule(name) => Some(name.clone()),
        Symbol::Kind(id) => schema.kind(*id).map(|kind| kind.name.clone()),
        Symbol::Attribute(id) => schema.attribute(*id).map(|attribute| attribute.name.clone()),
        Symbol::Enum(id) => schema.enumeration(*id).map(|item| item.name.clone()),
        Symbol::EnumValue(id) => schema.enum_value(*id).map(|value| value.name.clone()),
        Symbol::EnumField(id, index) => field_of(schema, *id, *index).map(|field| field.name.clone()),
        Symbol::Relation(id) => vocabulary.program.relations.get(id.index()).map(|relation| relation.name.clone()),
        Symbol::Element(id) => with_element(db, project, *id, |element| element.name.clone()),
        Symbol::TestElement { .. } | Symbol::Variable(_) | Symbol::Test(_) => written(db, project, symbol),
    };
    found.unwrap_or_default()
}

/// The declaration as it is written; nothing for a flow without a name.
fn written(db: &dyn Db, project: Project, symbol: &Symbol) -> Option<SmolStr> {
    let declared = declarations(db, project, symbol).into_iter().next()?;
    let text = declared.file.text(db).get(declared.range.start as usize..declared.range.end as usize)?;
    match symbol {
        Symbol::TestElement { .. } if text == "->" => None,
        _ => Some(SmolStr::new(text.trim_matches(['`', '"']))),
    }
}

fn field_of(schema: &Schema, id: EnumId, index: u32) -> Option<&tm_model::EnumField> {
    schema.enumeration(id)?.fields.get(index as usize)
}

fn with_element<T>(
    db: &dyn Db,
    project: Project,
    id: ElementId,
    read: impl FnOnce(&crate::world::declare::DeclaredElement) -> T,
) -> Option<T> {
    let file = file(db, project, id.unit)?;
    let declared = db::declared(db, project, file);
    declared.elements.iter().flatten().find(|element| element.slot == id.slot).map(read)
}

/// The kind of an element of the model.
pub fn kind_of(db: &dyn Db, project: Project, id: ElementId) -> Option<KindId> {
    with_element(db, project, id, |element| element.kind)
}

/// Whether the standard library declares it, or the compiler itself.
pub fn is_standard(db: &dyn Db, project: Project, symbol: &Symbol) -> bool {
    match (symbol, unit_of(db, project, symbol)) {
        (Symbol::Module(name), _) => name.split('.').next() == Some(STD),
        (_, Some(unit)) => file(db, project, unit).is_some_and(|file| *file.origin(db) == Origin::Std),
        (_, None) => true,
    }
}

/// The kind of an element of a test.
pub fn test_kind_of(db: &dyn Db, project: Project, test: u32, id: ElementId) -> Option<KindId> {
    let file = file(db, project, id.unit)?;
    let test = db::test_items(db, file).get(test as usize)?;
    let imports = db::imports(db, project, file);
    let (names, _) = TestNames::resolve(id.unit, imports, &test.world, vocabulary(db, project));
    names.names.kind_of(id)
}

/// The module that a file belongs to.
pub fn module_of(db: &dyn Db, project: Project, file: SourceFile) -> SmolStr {
    db::imports(db, project, file).module.clone()
}

/// What values a symbol has: of an attribute or field its type, of an element its kind, of an enum's value the enum.
pub fn type_of(db: &dyn Db, project: Project, symbol: &Symbol) -> Option<Type> {
    let schema = &vocabulary(db, project).schema;
    match symbol {
        Symbol::Attribute(id) => schema.attribute(*id).map(|attribute| attribute.ty.clone()),
        Symbol::EnumField(id, index) => field_of(schema, *id, *index).map(|field| field.ty.clone()),
        Symbol::EnumValue(id) => Some(Type::Enum(id.of)),
        Symbol::Element(id) => kind_of(db, project, *id).map(Type::Element),
        Symbol::TestElement { test, element } => test_kind_of(db, project, *test, *element).map(Type::Element),
        Symbol::Variable(_) => match held_by(db, project, symbol)? {
            Held::Value(ty) => Some(ty),
            Held::Hop(_) | Held::Path(_) => None,
        },
        _ => None,
    }
}

/// What a variable holds, where its rule tells.
pub fn held_by(db: &dyn Db, project: Project, symbol: &Symbol) -> Option<Held> {
    let Symbol::Variable(site) = symbol else { return None };
    held_at(db, project, file(db, project, site.unit)?, site.node).cloned()
}

/// The documentation of a declaration, in Markdown; empty if it has none.
pub fn documentation(db: &dyn Db, project: Project, symbol: &Symbol) -> String {
    let Some(declared) = declarations(db, project, symbol).into_iter().next() else { return String::new() };
    let spans = &db::lowered(db, declared.file).spans;
    let at_name = |node: &NodeId| bytes(spans, *node) == Some(declared.range.clone());
    let of_flow = |node: &NodeId| is_unnamed_flow(db, declared.file, *node, &declared.range);
    let node = spans.docs.keys().copied().find(|node| at_name(node) || of_flow(node));
    node.map(|node| docs_at(db, declared.file, node)).unwrap_or_default()
}

/// What a file says of itself at its top, in Markdown.
pub fn file_documentation(db: &dyn Db, file: SourceFile) -> String {
    db::parsed(db, file).docs(file.text(db), db::lowered(db, file).spans.file_docs)
}

/// Whether a node is that of the flow whose arrow stands at a place.
fn is_unnamed_flow(db: &dyn Db, file: SourceFile, node: NodeId, arrow: &Range<u32>) -> bool {
    let lowered = db::lowered(db, file);
    let worlds = std::iter::once(&*lowered.tree.world).chain(lowered.tree.tests.iter().map(|test| &test.world));
    let mut elements = worlds.flat_map(|world| &world.elements);
    elements.any(|element| {
        let is_flow = element.name.is_none() && matches!(element.form, hir::ElementForm::Flow { .. });
        let whole = bytes(&lowered.spans, element.node);
        element.node == node && is_flow && whole.is_some_and(|it| it.start <= arrow.start && arrow.end <= it.end)
    })
}
