//! The vocabulary in force: every kind, attribute, enum and relation that the sources declare, compiled.

mod attributes;
mod broken;
mod compile;
mod cycles;
mod enums;
mod index;
mod inheritance;
mod kinds;
mod roots;
mod unknown;

use std::sync::Arc;

use tm_model::Template;

use crate::hir;
use crate::modules::Imports;

pub(crate) use compile::cannot_be_stated;
pub(crate) use enums::{duplicate, no_elements};
pub(crate) use index::{Names, Scope, VocabularyIndex, meant};
pub(crate) use inheritance::Inheritance;
pub(crate) use unknown::unknown_attribute;

/// What one file declares, with what it sees.
pub(crate) struct Source<'a> {
    pub unit: u32,
    pub imports: Arc<Imports>,
    pub items: &'a hir::Vocabulary,
}

/// Compiles the vocabulary of all files; files in a fixed order, the standard library first.
pub(crate) fn build(sources: &[Source<'_>]) -> VocabularyIndex {
    let mut index = VocabularyIndex::default();
    roots::declare(&mut index);
    enums::declare(sources, &mut index);
    kinds::declare(sources, &mut index);
    enums::fill(sources, &mut index);
    let pending = attributes::declare(sources, &mut index);
    compile::relations_by_name(sources, &mut index);
    compile::program(sources, pending, &mut index);
    let units: Vec<u32> = sources.iter().map(|source| source.unit).collect();
    cycles::cut(&mut index, &units);
    index.broken.close(&index.schema, &index.program);
    index.inheritance = Inheritance::new(&index.schema);
    index.templates = index.schema.kinds.iter().map(|kind| Arc::new(Template::of_kind(kind))).collect();
    index.diagnostics.sort_by(|a, b| (a.site, a.name, &a.message).cmp(&(b.site, b.name, &b.message)));
    index
}
