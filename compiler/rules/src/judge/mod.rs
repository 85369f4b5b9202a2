//! Judging one rule: which subjects, which witnesses, and what to say of them.

mod answers;
mod each;
mod finding;
mod plan;
mod question;
mod sketch;
mod subjects;
mod verdict;
mod witness;

use tm_model::ElementId;

use crate::engine::{Engine, View};
use crate::eval::{Eval, Session};
use crate::ir::Rule;
use crate::outcome::{Finding, Outcome};

pub(crate) use each::judge_each;
pub(crate) use plan::{RulePlan, conditions, lets};
pub(crate) use sketch::Sketch;
pub use verdict::{Answers, Choices, Fails, Group, Missing, Part, Place, Verdict};

pub(crate) fn judge(engine: &Engine<'_>, rule: &Rule, subjects: Option<&[ElementId]>) -> Outcome {
    judge_within(engine, rule, subjects, rule.steps)
}

/// The same, with the steps that it takes.
pub(crate) fn judge_counting(engine: &Engine<'_>, rule: &Rule, subjects: Option<&[ElementId]>) -> (Outcome, u64) {
    let session = Session::limited(engine, rule.steps);
    let outcome = with_session(&session, rule, |judge| judge.run(subjects));
    (outcome, session.budget.taken(rule.steps))
}

/// The same in so many steps.
fn judge_within(engine: &Engine<'_>, rule: &Rule, subjects: Option<&[ElementId]>, steps: u64) -> Outcome {
    with_judge(engine, rule, steps, |judge| judge.run(subjects))
}

/// The findings that the open questions about these subjects would be.
pub(crate) fn possible(engine: &Engine<'_>, rule: &Rule, subjects: &[&[ElementId]]) -> Vec<Finding> {
    if subjects.is_empty() {
        return Vec::new();
    }
    let mut first: Vec<ElementId> = subjects.iter().filter_map(|subjects| subjects.first().copied()).collect();
    first.sort_unstable();
    first.dedup();
    // Where no subject is an element, all have to be gone through.
    let first = (!first.is_empty()).then_some(first.as_slice());
    with_judge(engine, rule, rule.steps, |judge| judge.raising(subjects.iter().copied().collect()).run(first)).findings
}

/// Why the rule says what it says of these elements. `None`: it never looks at them.
pub(crate) fn verdict(engine: &Engine<'_>, rule: &Rule, subjects: &[ElementId]) -> Option<Verdict> {
    with_judge(engine, rule, rule.steps, |judge| judge.verdict(subjects))
}

fn with_judge<T>(engine: &Engine<'_>, rule: &Rule, steps: u64, f: impl FnOnce(subjects::Judge<'_, '_, '_>) -> T) -> T {
    with_session(&Session::limited(engine, steps), rule, f)
}

fn with_session<'r, 'w: 'r, T>(
    session: &Session<'r, 'w>,
    rule: &'r Rule,
    f: impl FnOnce(subjects::Judge<'_, 'r, 'w>) -> T,
) -> T {
    let engine = session.engine;
    let lets = lets(rule);
    let actual = Eval::new(session, engine.lens(View::Actual), &lets);
    let hidden = Eval::new(session, engine.lens(View::ControlsUnknown), &lets);
    let plan = RulePlan::new(rule, &actual);
    f(subjects::Judge::new(&plan, actual, hidden))
}
