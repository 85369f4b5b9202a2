//! Which attributes rules rest on, from their text.

use std::sync::Arc;

use tm_model::{AttrId, RelationId};

use crate::ir::{BindingSource, Clause, Expr, Program, Rule, Template, TemplatePart};
use crate::syntax::{AttrSet, Closures, Reads};

/// The attributes that judging these rules, building relations and filling columns may read; sorted.
pub fn footprint<'r>(
    rules: impl IntoIterator<Item = &'r Rule>,
    program: &Program,
    closures: Arc<Closures>,
) -> Vec<AttrId> {
    let reads = Reads::new(program, closures);
    let mut all = AttrSet::default();
    for rule in rules {
        of_rule(rule, &reads, &mut all);
    }
    for (index, _) in (0..).zip(&program.relations) {
        if let Some(closure) = reads.of_relation(RelationId(index)) {
            all.extend(&closure.reads);
        }
    }
    for (index, _) in (0..).zip(&program.computations).filter(|(_, computation)| computation.is_global) {
        if let Some(closure) = reads.of_computation(index) {
            all.extend(&closure.reads);
        }
    }
    all.iter().collect()
}

fn of_rule(rule: &Rule, reads: &Reads<'_>, all: &mut AttrSet) {
    let mut exprs: Vec<&Expr> = vec![&rule.severity];
    for binding in rule.subjects.iter().chain(&rule.witnesses) {
        if let BindingSource::List(list) = &binding.source {
            exprs.push(list);
        }
    }
    for clause in &rule.clauses {
        match clause {
            Clause::Let { value, .. } => exprs.push(value),
            Clause::Where(condition) => exprs.push(condition),
            Clause::Path { leads, .. } => all.extend(&reads.of_leads(leads)),
        }
    }
    exprs.extend(&rule.prefer);
    exprs.extend(&rule.at);
    exprs.extend(shown(&rule.message));
    exprs.extend(rule.help.iter().flat_map(shown));
    all.extend(&reads.of(exprs));
}

fn shown(template: &Template) -> impl Iterator<Item = &Expr> {
    template.parts.iter().filter_map(|part| match part {
        TemplatePart::Value(expr) => Some(expr),
        TemplatePart::Text(_) => None,
    })
}
