//! Compiles what kinds compute, their defaults, and the relations.

use rustc_hash::FxHashMap;
use tm_model::{AttrId, Class, Default, KindId, RelationId, Site, Type, Value};
use tm_rules::ir::{self, Computation, ExprKind, Relation};

use super::attributes::{Pending, absent};
use super::index::{Scope, VocabularyIndex};
use super::{Source, enums, unknown_attribute};
use crate::check::Checker;
use crate::diagnostic::Diagnostic;

/// Relations are known by name before any expression is compiled.
pub(super) fn relations_by_name(sources: &[Source<'_>], index: &mut VocabularyIndex) {
    for source in sources {
        for item in &source.items.relations {
            let site = Site { unit: source.unit, node: item.name.node };
            let names = index.modules.entry(source.imports.module.clone()).or_default();
            if let Some(first) = names.relations.get(&item.name.text) {
                let first = index.program.relations.get(first.index()).map(|relation| relation.site);
                index.diagnostics.push(enums::duplicate("relation", &item.name.text, site, first));
                continue;
            }
            let id = RelationId(u32::try_from(index.program.relations.len()).unwrap_or(u32::MAX));
            names.relations.insert(item.name.text.clone(), id);
            index.program.relations.push(Relation { name: item.name.text.clone(), edges: Vec::new(), site });
            let via = via_kind(item, source, index);
            index.via.push(via);
        }
    }
}

/// The common kind of the variables that edges go via; read from the bindings alone, before anything is compiled.
fn via_kind(item: &crate::hir::Relation, source: &Source<'_>, index: &VocabularyIndex) -> KindId {
    use crate::hir::BindingSource;
    use crate::scope::VocabularyScope;
    let scope = Scope { index, imports: &source.imports };
    let element = index.schema.roots.element;
    let mut common: Option<KindId> = None;
    for edge in &item.edges {
        let Some(via) = &edge.via else { continue };
        let binding = edge.bindings.iter().find(|binding| binding.name.text == via.text);
        let kind = match binding.map(|binding| &binding.source) {
            Some(BindingSource::Kind(path)) => scope.kind(&path.segments).unwrap_or(element),
            _ => element,
        };
        common = Some(match common {
            None => kind,
            Some(other) => common_kind(index, kind, other),
        });
    }
    common.unwrap_or(element)
}

fn common_kind(index: &VocabularyIndex, a: KindId, b: KindId) -> KindId {
    let mut at = a;
    while !index.schema.is_a(b, at) {
        match index.schema.kind(at).and_then(|kind| kind.parent) {
            Some(parent) => at = parent,
            None => return index.schema.roots.element,
        }
    }
    at
}

pub(super) fn program(sources: &[Source<'_>], pending: Pending<'_>, index: &mut VocabularyIndex) {
    let stated = statements(&pending, index);
    let Expressions { computed, computations, broken, mut diagnostics } = expressions(&pending, index);
    index.program.computations = computations;
    index.broken.attributes.extend(broken);
    let mut relations = Vec::new();
    for source in sources {
        let scope = Scope { index, imports: &source.imports };
        for item in &source.items.relations {
            let site = Site { unit: source.unit, node: item.name.node };
            let own = index.modules.get(&source.imports.module).and_then(|names| names.relations.get(&item.name.text));
            let Some(id) = own.filter(|id| index.program.relations.get(id.index()).is_some_and(|r| r.site == site))
            else {
                continue;
            };
            let mut checker = Checker::new(&scope, source.unit);
            let relation = checker.relation(item);
            diagnostics.extend(checker.into_diagnostics());
            let is_whole = relation.edges.len() == item.edges.len();
            relations.push((*id, Relation { site, ..relation }, is_whole));
        }
    }
    for (id, relation, is_whole) in relations {
        if !is_whole {
            index.broken.relations.insert(id);
        }
        if let Some(place) = index.program.relations.get_mut(id.index()) {
            *place = relation;
        }
    }
    index.diagnostics.append(&mut diagnostics);
    fill_defaults(&stated, &computed, index);
}

type ByKind<T> = FxHashMap<KindId, Vec<(AttrId, T)>>;

/// `attribute: value` in kinds: a statement in a kind is that kind's default.
fn statements(pending: &Pending<'_>, index: &mut VocabularyIndex) -> ByKind<(Value, Site)> {
    let mut stated: ByKind<(Value, Site)> = FxHashMap::default();
    let mut diagnostics = Vec::new();
    for (kind, source, statement) in &pending.statements {
        let scope = Scope { index, imports: &source.imports };
        let site = Site { unit: source.unit, node: statement.name.node };
        let Some(id) = index.schema.find_attribute(*kind, &statement.name.text) else {
            let error = unknown_attribute(index, *kind, statement, site, &diagnostics);
            diagnostics.extend(error);
            continue;
        };
        let Some(attribute) = index.schema.attribute(id) else { continue };
        if matches!(attribute.class, Class::Derived | Class::Builtin(_)) {
            diagnostics.push(cannot_be_stated(&statement.name.text, attribute.class, site));
            continue;
        }
        let Some(value) = &statement.value else { continue };
        if names_element(&attribute.ty) {
            diagnostics.push(
                Diagnostic::error(
                    "element-in-vocabulary",
                    site,
                    format!("the default of `{}` would have to name an element", attribute.name),
                )
                .help("vocabulary knows no elements; state it on the elements, or with `each`"),
            );
            continue;
        }
        let mut checker = Checker::new(&scope, source.unit);
        if let Some(value) = checker.value(&attribute.ty, value, &enums::no_elements) {
            let place = Site { unit: source.unit, node: statement.node };
            stated.entry(*kind).or_default().push((id, (value, place)));
        }
        diagnostics.extend(checker.into_diagnostics());
    }
    index.diagnostics.extend(diagnostics);
    stated
}

fn names_element(ty: &Type) -> bool {
    match ty {
        Type::Element(_) => true,
        Type::List(inner) => names_element(inner),
        _ => false,
    }
}

pub(crate) fn cannot_be_stated(name: &str, class: Class, site: Site) -> Diagnostic {
    let help = match class {
        Class::Derived => "state the attributes that it is computed from",
        _ => "remove it: it follows from where the element stands and what leads to it",
    };
    Diagnostic::error("not-statable", site, format!("`{name}` is computed and cannot be stated")).help(help)
}

enum Compiled {
    Constant(Value, Site),
    Computed(u32),
}

struct Expressions {
    computed: ByKind<Compiled>,
    computations: Vec<Computation>,
    /// The attributes whose expression has a mistake.
    broken: Vec<AttrId>,
    diagnostics: Vec<Diagnostic>,
}

/// Compiles defaults and derivations; those that are constant need no computation.
fn expressions(pending: &Pending<'_>, index: &VocabularyIndex) -> Expressions {
    let mut computed: ByKind<Compiled> = FxHashMap::default();
    let mut computations = Vec::new();
    let mut diagnostics = Vec::new();
    let mut broken = Vec::new();
    for item in &pending.expressions {
        let scope = Scope { index, imports: &item.source.imports };
        let Some(attribute) = index.schema.attribute(item.attribute) else { continue };
        let mut checker = Checker::new(&scope, item.source.unit);
        let compiled = checker.computation(item.kind, &attribute.ty, item.expr);
        diagnostics.extend(checker.into_diagnostics());
        let site = Site { unit: item.source.unit, node: item.expr.node };
        let default = match compiled {
            Some((ir::Expr { kind: ExprKind::Const(value), .. }, _)) => Compiled::Constant(value, site),
            Some((expr, frame)) => {
                let id = u32::try_from(computations.len()).unwrap_or(u32::MAX);
                computations.push(Computation { expr, frame, is_global: false, site });
                Compiled::Computed(id)
            }
            // It was reported; nothing is known of it then.
            None => {
                broken.push(item.attribute);
                Compiled::Constant(Value::Unknown, site)
            }
        };
        computed.entry(item.kind).or_default().push((item.attribute, default));
    }
    Expressions { computed, computations, broken, diagnostics }
}

/// Innermost kind last: each kind starts from the defaults of the kind above.
fn fill_defaults(stated: &ByKind<(Value, Site)>, computed: &ByKind<Compiled>, index: &mut VocabularyIndex) {
    for number in 0..index.schema.kinds.len() {
        let id = KindId(u32::try_from(number).unwrap_or(u32::MAX));
        let Some(kind) = index.schema.kind(id) else { continue };
        let mut defaults = kind
            .parent
            .and_then(|parent| index.schema.kind(parent))
            .map(|parent| parent.defaults.clone())
            .unwrap_or_default();
        for attribute in kind.layout.iter().skip(defaults.len()).filter_map(|id| index.schema.attribute(*id)) {
            defaults.push(absent(attribute));
        }
        for (attribute, default) in computed.get(&id).into_iter().flatten() {
            if let Some(place) = defaults.get_mut(index.schema.slot(*attribute)) {
                *place = match default {
                    Compiled::Constant(value, site) => Default::Value(value.clone(), Some(*site)),
                    Compiled::Computed(id) => Default::Computed(*id),
                };
            }
        }
        for (attribute, (value, site)) in stated.get(&id).into_iter().flatten() {
            if let Some(place) = defaults.get_mut(index.schema.slot(*attribute)) {
                *place = Default::Value(value.clone(), Some(*site));
            }
        }
        if let Some(kind) = index.schema.kinds.get_mut(number) {
            kind.defaults = defaults;
        }
    }
}
