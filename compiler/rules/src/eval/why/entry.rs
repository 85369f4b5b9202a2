//! What lets a path in at its end: the controls that the relation reads for the last hop.
//!
//! Whoever walks the path starts where it is convenient; what is to be mended stands mostly where it ends.

use tm_model::{Class, ElementId, RelationId, Truth};

use super::{Entries, REASONS, Why};
use crate::eval::{Eval, Frame};
use crate::ir::Leads;
use crate::outcome::{Control, Hop, Reason};

/// Ways in that are compared: where there are more, none of what lets in is told to be needed.
const WAYS: usize = 64;

impl<'r, 'w: 'r> Eval<'_, 'r, 'w> {
    pub(super) fn why_entry(&self, leads: &'r Leads, last: Option<Hop>, frame: &mut Frame<'w>, out: &mut Why) {
        let (Entries::Told { only }, Some(last)) = (out.entries, last) else { return };
        if !self.is_told(leads.relation) {
            return;
        }
        let told = self.entry(leads.relation, last);
        if told.is_empty() {
            return;
        }
        let is_only = !out.is_spare || only.is_some_and(|only| std::ptr::eq(only, leads));
        let needed = match self.element(&leads.to, frame) {
            Ok(to) if is_only && to == last.to => self.common(leads.relation, to, &told),
            _ => Vec::new(),
        };
        let before = out.is_spare;
        for reason in told.into_iter().take(REASONS.saturating_sub(out.reasons.len())) {
            out.is_spare = !needed.contains(&reason.control);
            if out.is_new(reason.control) {
                out.reasons.push(Reason { is_needed: !out.is_spare, ..reason });
            }
        }
        out.is_spare = before;
    }

    /// The controls that every way in needs, of those that one of them needs.
    fn common(&self, relation: RelationId, to: ElementId, told: &[Reason]) -> Vec<Control> {
        let of = |reasons: &[Reason]| -> Vec<Control> {
            reasons.iter().filter(|reason| reason.is_needed).map(|reason| reason.control).collect()
        };
        let graph = self.graph(relation);
        let mut needed = of(told);
        for (count, edge) in graph.edges_into(to).filter(|edge| edge.truth == Truth::True).enumerate() {
            if needed.is_empty() || count == WAYS {
                return Vec::new();
            }
            let Some(via) = edge.via else { return Vec::new() };
            let others = of(&self.entry(relation, Hop { from: edge.from, to, via: Some(via) }));
            needed.retain(|control| others.contains(control));
        }
        needed
    }

    /// The controls behind one hop, in the order of the relation.
    fn entry(&self, relation: RelationId, hop: Hop) -> Vec<Reason> {
        if !self.may_go_deeper() {
            return Vec::new();
        }
        let inside = self.inside();
        let mut why = Why::default();
        let mut ways = 0;
        inside.conditions_of(relation, hop, &mut |condition, frame| {
            ways += 1;
            if let Some(condition) = condition {
                inside.why(condition, true, frame, &mut why);
            }
        });
        let schema = self.session.engine.schema;
        why.reasons.retain_mut(|reason| {
            reason.is_needed &= ways == 1;
            schema.attribute(reason.control.attribute).is_some_and(|attribute| attribute.class == Class::Control)
        });
        why.reasons
    }
}
