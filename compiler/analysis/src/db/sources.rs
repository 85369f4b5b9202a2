//! From text to what each file says, and the vocabulary of all.
//!
//! `item_tree` is the first firewall: it has no places, so edits of white space and comments end there. Its parts are
//! queries of their own, so that an edit of elements does not touch vocabulary or rules.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use tm_syntax::{Parsed, SyntaxError};

use super::inputs::{Db, Project, SourceFile};
use crate::hir;
use crate::lower::lower;
use crate::modules::{Imports, Modules, module_of};
use crate::spans::SpanMap;
use crate::vocabulary::{Source, VocabularyIndex, build};

/// The syntax tree, for those who show what is written. The way to a report does not keep it: it is the largest thing that
/// is known of a file.
#[salsa::tracked(returns(ref), no_eq)]
pub(crate) fn parsed(db: &dyn Db, file: SourceFile) -> Parsed {
    tm_syntax::parse(file.text(db))
}

/// The item tree with the places of its nodes.
#[derive(Debug)]
pub(crate) struct Lowered {
    pub tree: ItemTree,
    pub spans: SpanMap,
    pub errors: Box<[SyntaxError]>,
}

/// [`hir::ItemTree`] in shared parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ItemTree {
    pub header: Arc<Header>,
    pub vocabulary: Arc<hir::Vocabulary>,
    pub rules: Arc<Rules>,
    pub world: Arc<hir::World>,
    pub tests: Arc<Vec<hir::Test>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub module: Option<hir::Path>,
    pub uses: Vec<hir::Use>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rules {
    pub items: Vec<hir::Rule>,
    /// What each is called in output.
    pub titles: Vec<SmolStr>,
}

#[salsa::tracked(returns(ref), no_eq)]
pub(crate) fn lowered(db: &dyn Db, file: SourceFile) -> Lowered {
    let source = file.text(db);
    let parsed = tm_syntax::parse(source);
    let (tree, spans) = lower(source, &parsed);
    let title = |rule: &hir::Rule| {
        let docs = spans.docs.get(&rule.name.node).map(|docs| parsed.docs(source, *docs)).unwrap_or_default();
        crate::docs::title(&docs).unwrap_or_else(|| rule.name.text.clone())
    };
    let titles = tree.rules.iter().map(title).collect();
    let tree = ItemTree {
        header: Arc::new(Header { module: tree.module, uses: tree.uses }),
        vocabulary: Arc::new(tree.vocabulary),
        rules: Arc::new(Rules { items: tree.rules, titles }),
        world: Arc::new(tree.world),
        tests: Arc::new(tree.tests),
    };
    Lowered { tree, spans, errors: parsed.errors.into_boxed_slice() }
}

#[salsa::tracked(returns(ref))]
pub(crate) fn item_tree(db: &dyn Db, file: SourceFile) -> ItemTree {
    lowered(db, file).tree.clone()
}

#[salsa::tracked(returns(ref))]
pub(crate) fn header(db: &dyn Db, file: SourceFile) -> Arc<Header> {
    item_tree(db, file).header.clone()
}

#[salsa::tracked(returns(ref))]
fn vocabulary_items(db: &dyn Db, file: SourceFile) -> Arc<hir::Vocabulary> {
    item_tree(db, file).vocabulary.clone()
}

#[salsa::tracked(returns(ref))]
pub(crate) fn rule_items(db: &dyn Db, file: SourceFile) -> Arc<Rules> {
    item_tree(db, file).rules.clone()
}

#[salsa::tracked(returns(ref))]
pub(crate) fn world_items(db: &dyn Db, file: SourceFile) -> Arc<hir::World> {
    item_tree(db, file).world.clone()
}

#[salsa::tracked(returns(ref))]
pub(crate) fn test_items(db: &dyn Db, file: SourceFile) -> Arc<Vec<hir::Test>> {
    item_tree(db, file).tests.clone()
}

/// Files by their number.
#[salsa::tracked(returns(ref))]
pub(crate) fn units(db: &dyn Db, project: Project) -> FxHashMap<u32, SourceFile> {
    project.files(db).iter().map(|file| (file.unit(db), *file)).collect()
}

#[salsa::tracked(returns(ref))]
pub(crate) fn modules(db: &dyn Db, project: Project) -> Arc<Modules> {
    let names = project.files(db).iter().map(|file| module(db, project, *file)).collect();
    let aliases = project.settings(db).package_aliases.iter();
    let aliases = aliases.map(|(from, to)| (SmolStr::new(from), SmolStr::new(to))).collect();
    let unread = project.settings(db).unread_packages.iter().map(SmolStr::new).collect();
    Arc::new(Modules { names, aliases, unread })
}

fn module(db: &dyn Db, project: Project, file: SourceFile) -> SmolStr {
    module_of(file.origin(db), project.name(db), header(db, file).module.as_ref())
}

#[salsa::tracked(returns(ref))]
pub(crate) fn imports(db: &dyn Db, project: Project, file: SourceFile) -> Arc<Imports> {
    let header = header(db, file);
    let module = module(db, project, file);
    if header.uses.is_empty() {
        return Arc::new(Imports { module, ..Imports::default() });
    }
    Arc::new(Imports::new(module, file.origin(db), &header.uses, modules(db, project)))
}

/// Everything that is declared, compiled.
#[salsa::tracked(returns(ref))]
pub(crate) fn vocabulary(db: &dyn Db, project: Project) -> Arc<VocabularyIndex> {
    let sources: Vec<Source<'_>> = project
        .files(db)
        .iter()
        .map(|file| Source {
            unit: file.unit(db),
            imports: imports(db, project, *file).clone(),
            items: vocabulary_items(db, *file),
        })
        .collect();
    Arc::new(build(&sources))
}

/// The kinds, attributes and enums in force.
pub fn schema(db: &dyn Db, project: Project) -> &tm_model::Schema {
    &vocabulary(db, project).schema
}
