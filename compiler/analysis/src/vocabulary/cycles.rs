//! No computation may need its own result: cyclic derivations and relations are reported and cut.

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashMap;
use tm_model::{AttrId, Default, RelationId, Site, Value};
use tm_rules::ir::{Expr, ExprKind, Leads};

use super::index::VocabularyIndex;
use crate::diagnostic::{Diagnostic, Label};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Node {
    Computation(usize),
    Relation(usize),
}

/// What an expression needs before it can be computed.
#[derive(Default)]
struct Needs {
    attributes: Vec<AttrId>,
    relations: Vec<RelationId>,
    whole_kinds: bool,
}

impl Needs {
    fn add(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Attr { attribute, .. } => self.attributes.push(*attribute),
            ExprKind::All(_) => self.whole_kinds = true,
            ExprKind::Leads(leads) => self.leads(leads),
            _ => {}
        }
    }

    fn leads(&mut self, leads: &Leads) {
        self.relations.push(leads.relation);
    }
}

/// Reports cycles, replaces what stands on one by unknown, and marks computations that read the whole model.
/// `units`: in the order of their files.
pub(super) fn cut(index: &mut VocabularyIndex, units: &[u32]) {
    let by_attribute = computations_by_attribute(index);
    let (graph, whole) = dependencies(index, &by_attribute);
    let mut diagnostics = Vec::new();
    let mut broken = Vec::new();
    let mut global = whole;
    // Tarjan yields dependencies before dependents (edges go from the dependent to what it needs).
    for component in tarjan_scc(&graph) {
        let cyclic = component.len() > 1 || component.first().is_some_and(|node| graph.contains_edge(*node, *node));
        for node in &component {
            let reads_global =
                graph.neighbors(*node).any(|needed| global.get(needed.index()).copied().unwrap_or(false));
            if let Some(flag) = global.get_mut(node.index()) {
                *flag |= reads_global;
            }
        }
        if cyclic {
            let mut nodes: Vec<Node> = component.iter().filter_map(|node| graph.node_weight(*node).copied()).collect();
            nodes.sort_by_key(|node| {
                let site = site_of(index, *node);
                (site.map(|site| units.iter().position(|unit| *unit == site.unit)), site)
            });
            diagnostics.push(report(index, &nodes));
            broken.extend(nodes);
        }
    }
    for (number, computation) in index.program.computations.iter_mut().enumerate() {
        computation.is_global = global.get(number).copied().unwrap_or(false);
    }
    for node in broken {
        match node {
            Node::Computation(number) => {
                let computes = by_attribute.iter().filter(|(_, computations)| computations.contains(&number));
                index.broken.attributes.extend(computes.map(|(attribute, _)| *attribute));
                if let Some(computation) = index.program.computations.get_mut(number) {
                    computation.expr.kind = ExprKind::Const(Value::Unknown);
                    computation.is_global = false;
                }
            }
            Node::Relation(number) => {
                index.broken.relations.insert(RelationId(u32::try_from(number).unwrap_or(u32::MAX)));
                if let Some(relation) = index.program.relations.get_mut(number) {
                    relation.edges.clear();
                }
            }
        }
    }
    index.diagnostics.extend(diagnostics);
}

fn computations_by_attribute(index: &VocabularyIndex) -> FxHashMap<AttrId, Vec<usize>> {
    let mut by_attribute: FxHashMap<AttrId, Vec<usize>> = FxHashMap::default();
    for kind in &index.schema.kinds {
        for (attribute, default) in kind.layout.iter().zip(&kind.defaults) {
            if let Default::Computed(id) = default {
                let list = by_attribute.entry(*attribute).or_default();
                if !list.contains(&(*id as usize)) {
                    list.push(*id as usize);
                }
            }
        }
    }
    by_attribute
}

fn dependencies(
    index: &VocabularyIndex,
    by_attribute: &FxHashMap<AttrId, Vec<usize>>,
) -> (DiGraph<Node, ()>, Vec<bool>) {
    let computations = index.program.computations.len();
    let mut graph = DiGraph::new();
    let mut whole = Vec::new();
    for number in 0..computations {
        graph.add_node(Node::Computation(number));
    }
    for number in 0..index.program.relations.len() {
        graph.add_node(Node::Relation(number));
    }
    let connect = |graph: &mut DiGraph<Node, ()>, from: usize, needs: &Needs| {
        let from = NodeIndex::new(from);
        for needed in needs.attributes.iter().filter_map(|attribute| by_attribute.get(attribute)).flatten() {
            graph.update_edge(from, NodeIndex::new(*needed), ());
        }
        for relation in &needs.relations {
            if relation.index() < index.program.relations.len() {
                graph.update_edge(from, NodeIndex::new(computations + relation.index()), ());
            }
        }
    };
    for (number, computation) in index.program.computations.iter().enumerate() {
        let mut needs = Needs::default();
        computation.expr.walk(&mut |expr| needs.add(expr));
        connect(&mut graph, number, &needs);
        whole.push(needs.whole_kinds || !needs.relations.is_empty());
    }
    for (number, relation) in index.program.relations.iter().enumerate() {
        let mut needs = Needs::default();
        for edge in &relation.edges {
            edge.walk(&mut |expr| needs.add(expr));
        }
        connect(&mut graph, computations + number, &needs);
        whole.push(true);
    }
    (graph, whole)
}

fn site_of(index: &VocabularyIndex, node: Node) -> Option<Site> {
    match node {
        Node::Computation(number) => index.program.computations.get(number).map(|computation| computation.site),
        Node::Relation(number) => index.program.relations.get(number).map(|relation| relation.site),
    }
}

fn describe(index: &VocabularyIndex, node: Node) -> String {
    match node {
        Node::Relation(number) => {
            let name = index.program.relations.get(number).map_or("", |relation| relation.name.as_str());
            format!("the relation `{name}`")
        }
        Node::Computation(number) => {
            let named = index.schema.kinds.iter().find_map(|kind| {
                let position = kind
                    .defaults
                    .iter()
                    .position(|default| *default == Default::Computed(u32::try_from(number).unwrap_or(u32::MAX)))?;
                let attribute = index.schema.attribute(*kind.layout.get(position)?)?;
                Some(format!("`{}` of `{}`", attribute.name, kind.name))
            });
            named.unwrap_or_else(|| "a computed attribute".to_owned())
        }
    }
}

fn report(index: &VocabularyIndex, nodes: &[Node]) -> Diagnostic {
    let relation = nodes.iter().any(|node| matches!(node, Node::Relation(_)));
    let name = if relation { "cyclic-relation" } else { "cyclic-derive" };
    let none = Site { unit: u32::MAX, node: 0 };
    let first = nodes.first().copied();
    let site = first.and_then(|node| site_of(index, node)).unwrap_or(none);
    let what = first.map(|node| describe(index, node)).unwrap_or_default();
    let mut diagnostic = Diagnostic::error(name, site, format!("{what} is computed from itself"))
        .help("let one of them rest on stated attributes alone; nothing may need its own result");
    for node in nodes.iter().skip(1) {
        if let Some(site) = site_of(index, *node) {
            diagnostic.labels.push(Label { site, message: format!("through {}", describe(index, *node)) });
        }
    }
    diagnostic
}
