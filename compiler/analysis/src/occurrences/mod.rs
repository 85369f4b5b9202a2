//! Where a file names what: every name in it that means something, with its place. What editors stand on.
//!
//! Names are resolved where the report resolves them: this only remembers what was found.

mod declared_names;
mod elements;
mod expressions;
mod imports;
mod model;
mod symbol;
mod vocabulary;

use std::collections::BTreeMap;
use std::ops::Range;

use smol_str::SmolStr;
use tm_model::Site;
use tm_syntax::Parsed;

use crate::db::{self, Db, Project, SourceFile};
use crate::hir;
use crate::locate::bytes;
use crate::modules::Imports;
use crate::spans::SpanMap;
use crate::vocabulary::{Scope, VocabularyIndex};

pub use crate::check::Held;
pub use declared_names::{DeclaredName, declared_names};
pub use model::{elements_of, kinds_below, links};
pub use symbol::{
    Declared, Symbol, declarations, documentation, file_documentation, held_by, is_standard, kind_of, module_of, name,
    test_kind_of, type_of,
};

/// A name, and what it means there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Bytes of the name, backticks included. Of a flow without a name, the arrow.
    pub range: Range<u32>,
    pub symbol: Symbol,
    pub is_declaration: bool,
}

/// The names of a file, in order of their places. A name that brings in several things (`use a.{b}`) stands here several times.
pub fn occurrences(db: &dyn Db, project: Project, file: SourceFile) -> &[Occurrence] {
    &of_file(db, project, file).found
}

/// What a variable holds whose declaration has that place.
fn held_at(db: &dyn Db, project: Project, file: SourceFile, node: hir::NodeId) -> Option<&Held> {
    of_file(db, project, file).held.get(&node)
}

/// The syntax tree of a file, and its tokens.
pub fn syntax(db: &dyn Db, file: SourceFile) -> &Parsed {
    db::parsed(db, file)
}

#[derive(Debug, PartialEq, Eq)]
struct Names {
    found: Box<[Occurrence]>,
    /// What variables hold, by the node of their declaration.
    held: BTreeMap<hir::NodeId, Held>,
}

#[salsa::tracked(returns(ref))]
fn of_file(db: &dyn Db, project: Project, file: SourceFile) -> Names {
    let mut collector = Collector {
        db,
        project,
        file,
        unit: file.unit(db),
        text: file.text(db),
        spans: &db::lowered(db, file).spans,
        imports: db::imports(db, project, file),
        index: db::vocabulary(db, project),
        found: Vec::new(),
        held: BTreeMap::new(),
    };
    collector.header();
    collector.vocabulary();
    collector.rules();
    collector.world();
    collector.tests();
    let held = collector.held;
    let mut found = collector.found;
    found.sort_by(|a, b| {
        (a.range.start, a.range.end, !a.is_declaration).cmp(&(b.range.start, b.range.end, !b.is_declaration))
    });
    found.dedup_by(|later, earlier| later.range == earlier.range && later.symbol == earlier.symbol);
    Names { found: found.into_boxed_slice(), held }
}

struct Collector<'a> {
    db: &'a dyn Db,
    project: Project,
    file: SourceFile,
    unit: u32,
    text: &'a str,
    spans: &'a SpanMap,
    imports: &'a Imports,
    index: &'a VocabularyIndex,
    found: Vec<Occurrence>,
    held: BTreeMap<hir::NodeId, Held>,
}

impl<'a> Collector<'a> {
    fn scope(&self) -> Scope<'a> {
        Scope { index: self.index, imports: self.imports }
    }

    fn site(&self, node: hir::NodeId) -> Site {
        Site { unit: self.unit, node }
    }

    fn bytes(&self, node: hir::NodeId) -> Option<Range<u32>> {
        bytes(self.spans, node)
    }

    fn source(&self, range: &Range<u32>) -> &'a str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    fn add(&mut self, range: Option<Range<u32>>, symbol: Symbol, is_declaration: bool) {
        if let Some(range) = range.filter(|range| range.start < range.end) {
            self.found.push(Occurrence { range, symbol, is_declaration });
        }
    }

    fn reference(&mut self, node: hir::NodeId, symbol: Symbol) {
        self.add(self.bytes(node), symbol, false);
    }

    /// Nothing for a name that is not written yet.
    fn declaration(&mut self, name: &hir::Name, symbol: Symbol) {
        if !name.text.is_empty() {
            self.add(self.bytes(name.node), symbol, true);
        }
    }

    /// The last name of a path, and the module that stands in front of it.
    fn path(&mut self, path: &hir::Path, symbol: Symbol, module: &SmolStr) {
        let count = u32::try_from(path.segments.len()).unwrap_or(0);
        self.reference(path.node + count, symbol);
        if count > 1 {
            self.modules(path, count - 1, module);
        }
    }

    /// The first so many names of a path, which name a module together.
    fn modules(&mut self, path: &hir::Path, count: u32, module: &SmolStr) {
        let first = self.bytes(path.node + 1);
        let last = self.bytes(path.node + count);
        let Some((first, last)) = first.zip(last) else { return };
        let is_written = count == 1 || first.end <= last.start;
        if is_written && !module.is_empty() {
            self.add(Some(first.start..last.end), Symbol::Module(module.clone()), false);
        }
    }
}
