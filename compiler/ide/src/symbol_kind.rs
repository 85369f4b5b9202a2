//! What sort of thing a symbol is.

use tm_analysis::occurrences::{Symbol, kind_of, test_kind_of};
use tm_analysis::{Database, Project};
use tm_model::{KindId, Schema};

/// What sort of thing a symbol is; elements by the root kind that theirs stands below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SymbolKind {
    Assumption,
    Attribute,
    Boundary,
    Component,
    Data,
    /// `accept`, `mitigate`, `dismiss`; it has no name.
    Decision,
    Endpoint,
    Enum,
    EnumField,
    EnumValue,
    Flow,
    Identity,
    Kind,
    Module,
    Relation,
    Rule,
    Safeguard,
    Test,
    Variable,
}

#[must_use]
pub fn symbol_kind(db: &Database, project: Project, symbol: &Symbol) -> SymbolKind {
    match symbol {
        Symbol::Module(_) => SymbolKind::Module,
        Symbol::Kind(_) => SymbolKind::Kind,
        Symbol::Attribute(_) => SymbolKind::Attribute,
        Symbol::Enum(_) => SymbolKind::Enum,
        Symbol::EnumValue(_) => SymbolKind::EnumValue,
        Symbol::EnumField(..) => SymbolKind::EnumField,
        Symbol::Relation(_) => SymbolKind::Relation,
        Symbol::Rule(_) => SymbolKind::Rule,
        Symbol::Variable(_) => SymbolKind::Variable,
        Symbol::Test(_) => SymbolKind::Test,
        Symbol::Element(id) => of_element(db, project, kind_of(db, project, *id)),
        Symbol::TestElement { test, element } => of_element(db, project, test_kind_of(db, project, *test, *element)),
    }
}

fn of_element(db: &Database, project: Project, kind: Option<KindId>) -> SymbolKind {
    kind.map_or(SymbolKind::Component, |kind| of_kind(tm_analysis::schema(db, project), kind))
}

/// What sort of thing an element of a kind is.
pub(crate) fn of_kind(schema: &Schema, kind: KindId) -> SymbolKind {
    let roots = schema.roots;
    let root = schema.root_of(kind);
    let known = [
        (roots.boundary, SymbolKind::Boundary),
        (roots.endpoint, SymbolKind::Endpoint),
        (roots.data, SymbolKind::Data),
        (roots.identity, SymbolKind::Identity),
        (roots.flow, SymbolKind::Flow),
        (roots.assumption, SymbolKind::Assumption),
        (roots.decision, SymbolKind::Decision),
        (roots.safeguard, SymbolKind::Safeguard),
    ];
    known.into_iter().find(|(id, _)| *id == root).map_or(SymbolKind::Component, |(_, kind)| kind)
}
