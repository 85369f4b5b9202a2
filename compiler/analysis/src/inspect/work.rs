//! What judging each rule takes on a model: for those who keep rules fast.

use tm_model::Facts;
use tm_rules::Engine;
use tm_rules::ir::BindingSource;

use super::rules::class;
use crate::db::{self, Database, IncrementalWorld, Project, vocabulary};
use crate::report::Name;
use crate::reporting::{ReportOptions, report};

/// What one rule has taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleWork {
    pub name: Name,
    /// `local`, `join`, `scope`, `graph`, `whole`
    pub class: &'static str,
    /// Elements that the first variable ranges over.
    pub subjects: usize,
    /// The same on every machine.
    pub steps: u64,
    /// It ended before it had taken too many.
    pub is_finished: bool,
    pub findings: usize,
    pub questions: usize,
}

/// Judges rule by rule, and calls `begin` before and `end` after each, so that a caller with a clock can time them. Each is judged
/// by itself: what rules share (relations, attributes over the whole model) is there before the first, and nothing is learnt from
/// other elements or rules, so that it takes longer than its part of a check.
pub fn work(db: &Database, project: Project, begin: &mut dyn FnMut(), end: &mut dyn FnMut(RuleWork)) {
    drop(report(db, project, &ReportOptions::default()));
    let world = IncrementalWorld::new(db, project);
    let program = &vocabulary(db, project).program;
    for rule in &db::pack(db, project).rules {
        begin();
        let (outcome, steps) = Engine::new(program, &world).judge_counting(rule, None);
        let subjects = rule.subjects.first().map_or(1, |binding| match binding.source {
            BindingSource::Kind(kind) => world.all(kind).len(),
            BindingSource::List(_) => 1,
        });
        end(RuleWork {
            name: rule.name.clone(),
            class: class(rule.class),
            subjects,
            steps,
            is_finished: outcome.skipped.is_none(),
            findings: outcome.findings.len(),
            questions: outcome.questions.len(),
        });
    }
}
