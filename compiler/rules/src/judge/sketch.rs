//! What judging one subject comes to, with ways instead of elements: the outcome of a situation.

use smallvec::SmallVec;
use tm_model::{AttrId, ElementId, Origin, Value};

use crate::engine::Engine;
use crate::ir::Rule;
use crate::outcome::{Control, Outcome, Question, Reason};
use crate::situations::{Bound, STEPS, Way};

/// At most one of finding and question is there, since there is one subject.
pub(crate) struct Sketch {
    /// What it rests on.
    pub(super) finding: Option<Box<[Cause]>>,
    pub(super) question: Option<Open>,
    asked: Box<[(Way, AttrId)]>,
    pub(super) steps: u64,
}

pub(super) struct Open {
    decided_by: Box<[(Way, AttrId)]>,
}

pub(super) struct Cause {
    control: (Way, AttrId),
    /// What it has been computed to be. What is stated is read again: who says so differs.
    computed: Option<Value>,
    is_needed: bool,
}

impl Sketch {
    /// `None`: it cannot be said in terms of ways, or should not be kept.
    pub(super) fn of(rule: &Rule, outcome: &Outcome, steps: u64, bound: &Bound) -> Option<Self> {
        if steps > STEPS || outcome.skipped.is_some() {
            return None;
        }
        let controls =
            |controls: &[Control]| controls.iter().map(|control| bound.way_of(control)).collect::<Option<Box<[_]>>>();
        let finding = match outcome.findings.first() {
            // Its words need the witness.
            Some(_) if !rule.witnesses.is_empty() => return None,
            Some(finding) => Some(finding.because.iter().map(|reason| cause(reason, bound)).collect::<Option<_>>()?),
            None => None,
        };
        let question = match outcome.questions.first() {
            Some(question) => Some(Open { decided_by: controls(&question.decided_by)? }),
            None => None,
        };
        Some(Self { finding, question, asked: controls(&outcome.asked)?, steps })
    }

    pub(super) fn asked<'a>(&'a self, bound: &'a Bound) -> impl Iterator<Item = Control> + 'a {
        placed(&self.asked, bound)
    }
}

impl Open {
    pub(super) fn question(&self, subject: ElementId, bound: &Bound) -> Question {
        Question { subjects: SmallVec::from_slice(&[subject]), decided_by: placed(&self.decided_by, bound).collect() }
    }
}

/// The facts behind a finding, of these elements.
pub(super) fn reasons(causes: &[Cause], bound: &Bound, engine: &Engine<'_>) -> Vec<Reason> {
    let of = |cause: &Cause| {
        let control = bound.control(&cause.control)?;
        let (value, origin) = match &cause.computed {
            Some(value) => (value.clone(), Origin::Computed),
            None => engine.value(control.element, control.attribute),
        };
        Some(Reason { control, value, origin, is_needed: cause.is_needed })
    };
    causes.iter().filter_map(of).collect()
}

fn placed<'a>(controls: &'a [(Way, AttrId)], bound: &'a Bound) -> impl Iterator<Item = Control> + 'a {
    controls.iter().filter_map(|control| bound.control(control))
}

fn cause(reason: &Reason, bound: &Bound) -> Option<Cause> {
    let control = bound.way_of(&reason.control)?;
    let is_own = reason.origin == Origin::Computed && !names_elements(&reason.value);
    Some(Cause { control, computed: is_own.then(|| reason.value.clone()), is_needed: reason.is_needed })
}

fn names_elements(value: &Value) -> bool {
    match value {
        Value::Element(_) => true,
        Value::Set(set) => set.members.iter().chain(&set.possible).any(names_elements),
        _ => false,
    }
}
