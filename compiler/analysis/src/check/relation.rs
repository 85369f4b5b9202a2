//! Relations: the edges of a graph.

use tm_rules::ir;

use super::text::quoted;
use super::variables::Meaning;
use super::{Checker, Ty};
use crate::diagnostic::Diagnostic;
use crate::hir::{self, Name};

impl Checker<'_> {
    /// Edges with a mistake are left out.
    pub(crate) fn relation(&mut self, item: &hir::Relation) -> ir::Relation {
        let edges = item.edges.iter().filter_map(|edge| self.edge(edge)).collect();
        ir::Relation { name: item.name.text.clone(), edges, site: self.site(item.name.node) }
    }

    fn edge(&mut self, edge: &hir::Edge) -> Option<ir::Edge> {
        let before = self.mistakes;
        self.start();
        let bindings = self.bindings(&edge.bindings, false);
        // The condition narrows the ends: an edge is there only where it holds.
        let condition = edge.condition.as_ref().map(|condition| self.assume(condition));
        let from = self.node_of_graph(&edge.from);
        let to = self.node_of_graph(&edge.to);
        let via = edge.via.as_ref().and_then(|name| self.via(name));
        if let Some(needs) = &edge.needs {
            self.expr(needs, &Ty::Any);
            let message = "`needs` is not judged: the step counts as open to whoever stands at its start";
            let warning = Diagnostic::warning("needs-not-judged", self.site(needs.node), message);
            self.report(warning.help("remove it, or say what is needed in `where`"));
        }
        self.warn_of_unused(before);
        (self.mistakes == before).then(|| ir::Edge {
            bindings,
            from,
            to,
            via,
            condition,
            frame: self.variables.frame(),
        })
    }

    fn via(&mut self, name: &Name) -> Option<ir::Slot> {
        self.note_variable(name.node, &name.text);
        match self.variables.read(&name.text).map(|variable| variable.meaning.clone()) {
            Some(Meaning::Value { slot, ty: Ty::Element(_) | Ty::Error }) => Some(slot),
            Some(Meaning::Value { ty, .. }) => {
                let message = format!("a hop goes via an element; {} is `{}`", quoted(&name.text), self.type_name(&ty));
                let error = self.error("type-mismatch", name.node, message);
                self.report(error.help("name a variable that stands for elements, or leave `via` out: a silent step"));
                None
            }
            _ => {
                let message = format!("{} is no variable of this edge", quoted(&name.text));
                let error = self.error("unresolved-name", name.node, message);
                let otherwise = format!("bind it: `for {}: …`", super::text::shortened(&name.text));
                self.report(error.help(self.suggest(&name.text, self.variables.names(), &otherwise)));
                None
            }
        }
    }
}
