//! What a rule looks at, from its text: for people who wonder what takes long.

use std::sync::Arc;

use tm_model::{AttrId, RelationId, Schema};

use crate::class::{Vocabulary, exprs, is_quadratic, narrowing};
use crate::ir::{BindingSource, Clause, ExprKind, Program, Rule};
use crate::judge::conditions;
use crate::syntax::{Closures, Reads};

/// How a variable after the first finds its elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// It ranges over a list.
    List,
    /// It is what an expression names.
    Named,
    /// By an equality or a membership.
    Key,
    /// By a path.
    Path,
    /// No condition ties it to the others: one such element is as good as another.
    Alone,
    /// Every element of its kind is looked at.
    None,
}

/// What judging a rule takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Of the variables after the first, in the order of the rule.
    pub ties: Vec<Tie>,
    /// Attributes that are read, computed ones and those behind them included; sorted.
    pub attributes: Vec<AttrId>,
    /// Relations that paths go along, in the order of the rule.
    pub relations: Vec<RelationId>,
    /// It looks at pairs of elements that nothing narrows down.
    pub is_quadratic: bool,
}

/// What judging a rule takes.
#[must_use]
pub fn cost(rule: &Rule, schema: &Schema, program: &Program) -> Cost {
    let closures = Arc::new(Closures::new(schema, program));
    let reads = Reads::new(program, closures.clone());
    let vocabulary = Vocabulary { schema, program, closures: &closures };
    let mut attributes: Vec<AttrId> = reads.of(exprs(rule)).iter().collect();
    let mut relations: Vec<RelationId> = Vec::new();
    let mut along = |relation| {
        if !relations.contains(&relation) {
            relations.push(relation);
        }
    };
    for condition in conditions(rule) {
        match (condition.leads(), condition.expr()) {
            (Some(leads), _) => along(leads.relation),
            (None, Some(expr)) => {
                expr.walk(&mut |part| {
                    if let ExprKind::Leads(leads) = &part.kind {
                        along(leads.relation);
                    }
                });
            }
            (None, None) => {}
        }
    }
    for clause in &rule.clauses {
        if let Clause::Path { leads, .. } = clause {
            attributes.extend(reads.of_leads(leads).iter());
        }
    }
    attributes.sort_unstable();
    attributes.dedup();
    let first_is_list = rule.subjects.first().is_some_and(|it| matches!(it.source, BindingSource::List(_)));
    let ties = if first_is_list { Vec::new() } else { narrowing(rule, vocabulary) };
    Cost { ties, attributes, relations, is_quadratic: is_quadratic(rule, vocabulary) }
}
