//! What can be named in a file: kinds, enums, relations, rules, modules and elements, with what it takes to name them there.

use tm_model::{AttrId, ElementId, EnumId, EnumValueId, KindId, RelationId, Schema, Site};

use crate::catalogue::built_in;
use crate::check::{METADATA, STRIDE};
use crate::db::{self, Database, Db, Project, SourceFile};
use crate::explain::documentation;
use crate::hir;
use crate::locate::bytes;
use crate::modules::Imports;
use crate::report::Name;
use crate::scope::VocabularyScope;
use crate::testing::TestNames;
use crate::vocabulary::{Scope, VocabularyIndex};
use crate::world::names::name_entries;
use crate::world::references::space_of;
use crate::world::slots::Space;

/// A declared name as it is written in the file that asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nameable<T> {
    /// `cart.add-item`, or `zones.cart` where another name is in the way.
    pub path: Vec<Name>,
    pub id: T,
    /// The module that declares it.
    pub module: Name,
    /// It can only be written after `use module`.
    pub needs_use: bool,
}

/// An element that can be named, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameableElement {
    pub name: Nameable<ElementId>,
    pub kind: KindId,
}

/// A rule, as far as one chooses by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameableRule {
    pub name: Name,
    /// Empty for a rule that does not compile.
    pub title: Name,
    /// Empty for a rule in no folder below `rules/`.
    pub family: Name,
}

/// The entries of a rule that file it under the ids of other catalogues.
#[must_use]
pub fn metadata_entries() -> &'static [&'static str] {
    &METADATA
}

/// What `stride` may list.
#[must_use]
pub fn stride() -> &'static [&'static str] {
    &STRIDE
}

/// One file's view of a project.
pub struct InScope<'db> {
    db: &'db dyn Db,
    project: Project,
    file: SourceFile,
    vocabulary: &'db VocabularyIndex,
    imports: &'db Imports,
}

impl<'db> InScope<'db> {
    #[must_use]
    pub fn new(db: &'db Database, project: Project, file: SourceFile) -> Self {
        let db: &'db dyn Db = db;
        let (vocabulary, imports) = (db::vocabulary(db, project), db::imports(db, project, file));
        Self { db, project, file, vocabulary, imports }
    }

    fn scope(&self) -> Scope<'db> {
        Scope { index: self.vocabulary, imports: self.imports }
    }

    #[must_use]
    pub fn schema(&self) -> &'db Schema {
        &self.vocabulary.schema
    }

    /// The module that the file belongs to.
    #[must_use]
    pub fn module(&self) -> &'db Name {
        &self.imports.module
    }

    #[must_use]
    pub fn kind(&self, path: &[Name]) -> Option<KindId> {
        self.scope().kind(path)
    }

    #[must_use]
    pub fn enumeration(&self, path: &[Name]) -> Option<EnumId> {
        self.scope().enumeration(path)
    }

    #[must_use]
    pub fn relation(&self, path: &[Name]) -> Option<RelationId> {
        self.scope().relation(path)
    }

    /// The common kind of what the relation's edges go `via`.
    #[must_use]
    pub fn via_kind(&self, relation: RelationId) -> KindId {
        self.scope().via_kind(relation)
    }

    /// The element that a path means where any kind of element may stand, and its kind.
    #[must_use]
    pub fn element(&self, path: &[Name]) -> Option<(ElementId, KindId)> {
        let names = db::names(self.db, self.project);
        let found = [Space::Element, Space::Flow, Space::Data]
            .iter()
            .find_map(|space| names.resolve(path, *space, self.imports))?;
        Some((found, names.kind_of(found)?))
    }

    /// All kinds, in the order of their hierarchy.
    #[must_use]
    pub fn kinds(&self) -> Vec<Nameable<KindId>> {
        let kinds = (0..).map(KindId).zip(&self.schema().kinds);
        kinds
            .map(|(id, kind)| self.nameable(vec![kind.name.clone()], &kind.module, id, |path| self.kind(path)))
            .collect()
    }

    /// All enums and scales, in the order of their declaration.
    #[must_use]
    pub fn enums(&self) -> Vec<Nameable<EnumId>> {
        let enums = (0..).map(EnumId).zip(&self.schema().enums);
        enums
            .map(|(id, of)| self.nameable(vec![of.name.clone()], &of.module, id, |path| self.enumeration(path)))
            .collect()
    }

    /// All relations, by name.
    #[must_use]
    pub fn relations(&self) -> Vec<Nameable<RelationId>> {
        let modules = &self.vocabulary.modules;
        let declared = modules
            .iter()
            .flat_map(|(module, names)| names.relations.iter().map(move |(name, id)| (name, module, *id)));
        let mut all: Vec<_> = declared
            .map(|(name, module, id)| self.nameable(vec![name.clone()], module, id, |path| self.relation(path)))
            .collect();
        all.sort_by(|a, b| (&a.path, a.id).cmp(&(&b.path, b.id)));
        all
    }

    /// All modules, by name; the file's own is one of them.
    #[must_use]
    pub fn modules(&self) -> Vec<Name> {
        let mut modules: Vec<Name> = db::modules(self.db, self.project).names.iter().cloned().collect();
        modules.sort();
        modules
    }

    /// The modules that the file brings in whole: the last part of their name can stand in front of theirs.
    #[must_use]
    pub fn used_modules(&self) -> &'db [Name] {
        &self.imports.modules
    }

    /// All rules, in the order of their files; then those that have errors.
    #[must_use]
    pub fn rules(&self) -> Vec<NameableRule> {
        let pack = db::pack(self.db, self.project);
        let broken = pack.broken.iter().map(|(name, _)| NameableRule {
            name: name.clone(),
            title: Name::default(),
            family: Name::default(),
        });
        let rule = |rule: &std::sync::Arc<tm_rules::ir::Rule>| NameableRule {
            name: rule.name.clone(),
            title: rule.title.clone(),
            family: rule.family.clone(),
        };
        pack.rules.iter().map(rule).chain(broken).collect()
    }

    /// What a module declares that `use module.{…}` can bring in, by name.
    #[must_use]
    pub fn declared_in(&self, module: &str) -> Vec<Name> {
        let words = self.vocabulary.modules.get(module).into_iter().flat_map(|names| {
            names.kinds.keys().chain(names.enums.keys()).chain(names.relations.keys()).cloned().collect::<Vec<_>>()
        });
        let files = self.project.files(self.db).iter();
        let files = files.filter(|file| db::imports(self.db, self.project, **file).module == module);
        let elements = files.flat_map(|file| db::element_names(self.db, self.project, *file).iter());
        let elements = elements.filter(|entry| entry.holder.is_none()).map(|entry| entry.name.clone());
        let mut names: Vec<Name> = words.chain(elements).collect();
        names.sort();
        names.dedup();
        names
    }

    /// At most `limit` elements whose name, or the last part of it, begins with `prefix`, and whether these are all. Of this
    /// file first, then of its module, then of others; by name in each.
    #[must_use]
    pub fn elements(
        &self,
        prefix: &str,
        accepts: &dyn Fn(KindId) -> bool,
        limit: usize,
    ) -> (Vec<NameableElement>, bool) {
        let mut files: Vec<SourceFile> = self.project.files(self.db).to_vec();
        let module = |file: SourceFile| &db::imports(self.db, self.project, file).module;
        files.sort_by_cached_key(|file| (*file != self.file, module(*file) != self.module()));
        let mut found: Vec<NameableElement> = Vec::new();
        for file in files {
            let entries = db::element_names(self.db, self.project, file);
            let begin = entries.partition_point(|entry| entry.key.as_str() < prefix);
            let matching = entries.iter().skip(begin).take_while(|entry| entry.key.starts_with(prefix));
            let before = found.len();
            for entry in matching.filter(|entry| accepts(entry.kind)) {
                let id = ElementId { unit: file.unit(self.db), slot: entry.slot };
                // An endpoint stands under its own name and under that of its component.
                if found.iter().skip(before).any(|known| known.name.id == id) {
                    continue;
                }
                if found.len() == limit {
                    return (found, false);
                }
                let path = entry.holder.iter().chain([&entry.name]).cloned().collect();
                let name = self.element_name(path, module(file), id, entry.kind);
                found.push(NameableElement { name, kind: entry.kind });
            }
        }
        (found, true)
    }

    /// The elements of the test around a place, in its order: a test sees no others.
    #[must_use]
    pub fn elements_of_test(&self, offset: u32) -> Vec<(Vec<Name>, KindId)> {
        let spans = &db::lowered(self.db, self.file).spans;
        let around = |test: &&hir::Test| {
            bytes(spans, test.node).is_some_and(|range| range.start <= offset && offset <= range.end)
        };
        let Some(test) = db::test_items(self.db, self.file).iter().find(around) else { return Vec::new() };
        let (names, _) = TestNames::resolve(self.file.unit(self.db), self.imports, &test.world, self.vocabulary);
        let entries = name_entries(&names.declared).into_iter();
        // An endpoint has a second entry, under its own name.
        let own = entries.filter(|entry| entry.holder.is_none() || entry.key != entry.name);
        own.map(|entry| (entry.holder.into_iter().chain([entry.name]).collect(), entry.kind)).collect()
    }

    /// The ends of flows of this file that have no name, in its order.
    #[must_use]
    pub fn unnamed_flows(&self, limit: usize) -> Vec<(Vec<Name>, Vec<Name>)> {
        let world = db::world_items(self.db, self.file);
        let ends = |element: &hir::Element| {
            let hir::ElementForm::Flow { from, to } = &element.form else { return None };
            let owner = match element.owner {
                hir::Owner::Element(index) => world.elements.get(index as usize).and_then(|owner| owner.name.as_ref()),
                _ => None,
            };
            let own = || owner.map(|name| vec![name.text.clone()]);
            let from = from.as_ref().map(|path| path.segments.clone()).or_else(own)?;
            Some((from, to.as_ref()?.segments.clone())).filter(|_| element.name.is_none())
        };
        world.elements.iter().filter_map(ends).take(limit).collect()
    }

    /// How an element is called where a decision names it, whatever is in scope: by its path, or, of a flow without a name,
    /// by those of its ends. `None`: it cannot be called.
    #[must_use]
    pub fn subject(&self, id: ElementId) -> Option<(Vec<Name>, Option<Vec<Name>>)> {
        if let Some(path) = self.path_of(id) {
            return Some((path, None));
        }
        let links = &db::topology(self.db, self.project).get(id)?.links;
        let end = links.endpoint.or(links.to)?;
        Some((self.path_of(links.from?)?, Some(self.path_of(end)?)))
    }

    fn path_of(&self, id: ElementId) -> Option<Vec<Name>> {
        let file = self.db.file(id.unit)?;
        let entries = db::element_names(self.db, self.project, file).iter();
        let entry = entries.filter(|entry| entry.slot == id.slot).max_by_key(|entry| entry.key.len())?;
        let path: Vec<Name> = entry.holder.iter().chain([&entry.name]).cloned().collect();
        let module = &db::imports(self.db, self.project, file).module;
        let name = self.element_name(path.clone(), module, id, entry.kind);
        if name.needs_use {
            return Some(module.split('.').map(Name::new).chain(path).collect());
        }
        Some(name.path)
    }

    fn element_name(&self, path: Vec<Name>, module: &Name, id: ElementId, kind: KindId) -> Nameable<ElementId> {
        let names = db::names(self.db, self.project);
        let space = space_of(self.schema(), kind);
        let resolve = |path: &[Name]| names.resolve(path, space, self.imports);
        self.nameable(path, module, id, resolve)
    }

    /// How something is written here, given what paths mean here.
    fn nameable<T: Copy + PartialEq>(
        &self,
        path: Vec<Name>,
        module: &Name,
        id: T,
        resolve: impl Fn(&[Name]) -> Option<T>,
    ) -> Nameable<T> {
        let made = |path: Vec<Name>, needs_use| Nameable { path, id, module: module.clone(), needs_use };
        let meaning = resolve(&path);
        if meaning == Some(id) {
            return made(path, false);
        }
        if let Some((first, rest)) = path.split_first() {
            let imported = self.imports.names.iter().filter(|(_, (of, name))| of == module && name == first);
            if let Some(alias) = imported.map(|(alias, _)| alias).min() {
                return made([alias].into_iter().chain(rest).cloned().collect(), false);
            }
        }
        if meaning.is_none() {
            return made(path, true);
        }
        // Another name is in the way: the last part of the module tells them apart.
        let last = Name::new(module.rsplit('.').next().unwrap_or(module));
        let qualified: Vec<Name> = [last].into_iter().chain(path).collect();
        let needs_use = resolve(&qualified) != Some(id);
        made(qualified, needs_use)
    }

    /// Markdown.
    #[must_use]
    pub fn kind_docs(&self, id: KindId) -> String {
        let kind = self.schema().kind(id);
        kind.map(|kind| kind.site.map_or_else(|| built_in::kind(&kind.name).to_owned(), |site| self.docs(site)))
            .unwrap_or_default()
    }

    /// Markdown.
    #[must_use]
    pub fn attribute_docs(&self, id: AttrId) -> String {
        let Some(attribute) = self.schema().attribute(id) else { return String::new() };
        let of = self.schema().kind(attribute.kind).map(|kind| kind.name.as_str()).unwrap_or_default();
        attribute.site.map_or_else(|| built_in::attribute(of, attribute).to_owned(), |site| self.docs(site))
    }

    /// Markdown.
    #[must_use]
    pub fn enum_docs(&self, id: EnumId) -> String {
        self.schema().enumeration(id).and_then(|of| of.site).map(|site| self.docs(site)).unwrap_or_default()
    }

    /// Markdown.
    #[must_use]
    pub fn value_docs(&self, id: EnumValueId) -> String {
        self.schema().enum_value(id).and_then(|value| value.site).map(|site| self.docs(site)).unwrap_or_default()
    }

    /// Markdown.
    #[must_use]
    pub fn relation_docs(&self, id: RelationId) -> String {
        let relation = self.vocabulary.program.relations.get(id.index());
        relation.map(|relation| self.docs(relation.site)).unwrap_or_default()
    }

    fn docs(&self, site: Site) -> String {
        let file = db::units(self.db, self.project).get(&site.unit);
        file.map(|file| documentation(self.db, *file, site.node)).unwrap_or_default()
    }
}
