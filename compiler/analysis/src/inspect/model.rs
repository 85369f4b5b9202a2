//! The checked model, element by element: every value with who says so, and the edges of every relation.

use tm_model::{ElementId, Facts, KindId, RelationId};
use tm_rules::View;
use tm_rules::graph::EdgeIx;

use super::{Inspection, Named, ValueLine, inspect};
use crate::Origin;
use crate::db::{self, Database, Project};
use crate::report::Name;

/// An element of a project or its packages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelElement {
    pub element: Named,
    pub module: Name,
    /// The kinds that it is of, from its own upwards.
    pub kinds: Vec<Name>,
    /// What it stands in, the innermost.
    pub parent: Option<Name>,
    /// Of a flow.
    pub from: Option<Name>,
    pub to: Option<Name>,
    pub endpoint: Option<Name>,
    /// Of a decision.
    pub rule: Option<Name>,
    pub values: Vec<ValueLine>,
}

/// A step along a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelEdge {
    pub from: Name,
    pub to: Name,
    /// `None`: a silent step.
    pub via: Option<Name>,
    pub is_definite: bool,
}

/// Calls `visit` for every element of the project and its packages, in source order: all of them at once would take a lot of
/// room.
pub fn each_element(db: &Database, project: Project, visit: &mut dyn FnMut(ModelElement)) {
    inspect(db, project, |inspection| {
        let root = inspection.world.schema().roots.element;
        let own = |id: &&ElementId| {
            let file = inspection.db.file(id.unit);
            file.is_some_and(|file| *file.origin(inspection.db) != Origin::Std)
        };
        for id in inspection.world.all(root).iter().filter(own) {
            visit(inspection.model_element(*id));
        }
    });
}

/// The edges of a relation, in the order of names. `None`: there is no such relation.
#[must_use]
pub fn edges(db: &Database, project: Project, relation: &str) -> Option<Vec<ModelEdge>> {
    inspect(db, project, |inspection| {
        let relations = &db::vocabulary(inspection.db, inspection.project).program.relations;
        let index = relations.iter().position(|known| known.name == relation)?;
        let id = RelationId(u32::try_from(index).ok()?);
        let graph = db::graph(inspection.db, inspection.project, id.0, View::Actual);
        let edges = (0..graph.edge_count()).filter_map(|index| graph.edge(EdgeIx(u32::try_from(index).ok()?)));
        let edge = |edge: tm_rules::graph::Edge| ModelEdge {
            from: inspection.name(edge.from),
            to: inspection.name(edge.to),
            via: edge.via.map(|via| inspection.name(via)),
            is_definite: edge.truth == tm_model::Truth::True,
        };
        Some(edges.map(edge).collect())
    })
}

impl Inspection<'_> {
    fn model_element(&self, id: ElementId) -> ModelElement {
        let topology = db::topology(self.db, self.project);
        let placed = topology.get(id);
        let links = placed.map(|placed| &placed.links);
        let name = |id: Option<ElementId>| id.map(|id| self.name(id));
        ModelElement {
            element: self.named(id),
            module: placed.map(|placed| placed.module.clone()).unwrap_or_default(),
            kinds: placed.map(|placed| self.kinds(placed.kind)).unwrap_or_default(),
            parent: name(links.and_then(|links| links.parent)),
            from: name(links.and_then(|links| links.from)),
            to: name(links.and_then(|links| links.to)),
            endpoint: name(links.and_then(|links| links.endpoint)),
            rule: links.and_then(|links| links.rule.clone()),
            values: self.values(id),
        }
    }

    fn kinds(&self, kind: KindId) -> Vec<Name> {
        let mut kinds = Vec::new();
        let mut at = Some(kind);
        while let Some(kind) = at.and_then(|kind| self.world.schema().kind(kind)) {
            kinds.push(kind.name.clone());
            at = kind.parent;
        }
        kinds
    }
}
