//! Going through the subjects of a rule.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use tm_model::{ElementId, Truth, Value};

use super::plan::RulePlan;
use super::witness::{Best, Witnesses};
use crate::eval::{Eval, Frame, Hangs, Lens, Val};
use crate::ir::BindingSource;
use crate::outcome::{Control, Outcome, Skipped};

pub(crate) struct Judge<'j, 'r, 'w> {
    pub(super) plan: &'j RulePlan<'r>,
    /// The world as it is.
    pub(super) actual: Eval<'j, 'r, 'w>,
    /// The world with every control unknown.
    pub(super) hidden: Eval<'j, 'r, 'w>,
    pub(super) outcome: Outcome,
    pub(super) asked: FxHashSet<Control>,
    /// Only these subjects are of interest, and of them the findings that their open questions would be.
    raised: Option<FxHashSet<&'j [ElementId]>>,
    /// What the verdict at hand hangs on; kept for its memory.
    pub(super) hangs: Hangs,
    pub(super) lenses: RefCell<FxHashMap<(Control, Value), Rc<Lens<'w>>>>,
    /// Skipped subjects so far.
    skipped: usize,
    /// Findings are not put into words.
    pub(super) is_sketching: bool,
}

/// What a finding takes, in steps: a rule that finds everything of everything has to end as well.
const FINDING: u64 = 400;
const HOP: u64 = 20;
/// What an open question takes.
pub(super) const QUESTION: u64 = 200;

/// Both ways of looking at one choice of subjects, side by side.
#[derive(Clone)]
struct Sides<'w> {
    actual: Frame<'w>,
    hidden: Frame<'w>,
    /// By conjunct, what has been found of those that need no witness.
    actual_truths: Vec<Truth>,
    hidden_truths: Vec<Truth>,
    verdict: Truth,
    asks: Truth,
    /// Nothing that anybody has stated of a control has been read: both ways see the same.
    are_same: bool,
}

impl<'j, 'r, 'w: 'r> Judge<'j, 'r, 'w> {
    pub(crate) fn new(plan: &'j RulePlan<'r>, actual: Eval<'j, 'r, 'w>, hidden: Eval<'j, 'r, 'w>) -> Self {
        Self {
            plan,
            actual,
            hidden,
            outcome: Outcome::default(),
            asked: FxHashSet::default(),
            raised: None,
            hangs: Hangs::default(),
            lenses: RefCell::default(),
            skipped: 0,
            is_sketching: false,
        }
    }

    /// Leaves out what findings are called.
    pub(super) fn sketching(self) -> Self {
        Self { is_sketching: true, ..self }
    }

    /// Finds what open questions about these subjects would be.
    pub(super) fn raising(self, subjects: FxHashSet<&'j [ElementId]>) -> Self {
        Self { raised: Some(subjects), ..self }
    }

    pub(crate) fn run(mut self, subjects: Option<&[ElementId]>) -> Outcome {
        let frame = self.actual.frame(self.plan.rule.frame);
        // A rule that reads no control asks for none.
        let asks = if self.plan.reads_controls && self.raised.is_none() { Truth::True } else { Truth::False };
        // A `let` is computed once for several subjects: what it has read of them is not told again.
        let are_same = asks == Truth::True && self.actual.lets.is_empty();
        let truths = vec![Truth::Unknown; self.plan.conjuncts.len()];
        let mut sides = Sides {
            actual: frame.clone(),
            hidden: frame,
            actual_truths: truths.clone(),
            hidden_truths: truths,
            verdict: Truth::True,
            asks,
            are_same,
        };
        self.actual.session.budget.next_subject();
        let Some(first) = self.plan.subjects.first() else {
            self.bounded(&[], &mut sides, |judge, sides| {
                if judge.settle(0, sides) {
                    judge.leaf(sides);
                }
            });
            return self.outcome;
        };
        // What mentions no variable is the same for all subjects.
        let may_hold = self.settle(0, &mut sides);
        let is_too_long = self.actual.session.budget.is_spent();
        if !may_hold && !is_too_long {
            return self.outcome;
        }
        // Listing the subjects takes steps of its own.
        self.actual.session.budget.next_subject();
        let mut members: Vec<(Val<'w>, Truth)> = Vec::new();
        match (subjects, &first.binding.source) {
            (Some(subjects), BindingSource::Kind(kind)) => {
                // Who asks for a sketch knows what the subject is, and what is not read need not be told apart.
                let fitting = subjects.iter().filter(|&&id| self.is_sketching || self.actual.is_kind(id, *kind));
                members.extend(fitting.map(|&id| (Val::Element(id), Truth::True)));
            }
            _ => {
                let eval = self.actual;
                let _ = eval.members(first, &mut sides.actual, &mut |_, value, truth| {
                    let is_meant = |id: &ElementId| subjects.is_none_or(|subjects| subjects.contains(id));
                    if !matches!(&value, Val::Element(id) if !is_meant(id)) {
                        members.push((value, truth));
                    }
                    std::ops::ControlFlow::Continue(())
                });
            }
        }
        for (value, truth) in members {
            let subject = as_element(&value);
            if is_too_long {
                self.skip(subject.as_slice());
                continue;
            }
            self.bounded(subject.as_slice(), &mut sides, |judge, sides| judge.bind(0, value, truth, sides));
        }
        self.outcome
    }

    /// Judges one subject within its budget; what was said of one that takes too long is taken back.
    fn bounded(&mut self, subject: &[ElementId], sides: &mut Sides<'w>, judge: impl FnOnce(&mut Self, &mut Sides<'w>)) {
        let budget = &self.actual.session.budget;
        budget.next_subject();
        let before = (sides.verdict, sides.asks, sides.are_same);
        let (findings, questions) = (self.outcome.findings.len(), self.outcome.questions.len());
        judge(self, sides);
        (sides.verdict, sides.asks, sides.are_same) = before;
        if budget.is_spent() {
            self.outcome.findings.truncate(findings);
            self.outcome.questions.truncate(questions);
            self.skip(subject);
        }
    }

    fn skip(&mut self, subject: &[ElementId]) {
        self.skipped += 1;
        let skipped = self.outcome.skipped.get_or_insert_with(|| Skipped { first: subject.to_vec(), count: 0 });
        skipped.count = self.skipped;
    }

    /// Gives a variable its value and goes on.
    fn bind(&mut self, at: usize, value: Val<'w>, truth: Truth, sides: &mut Sides<'w>) {
        let Some(plan) = self.plan.subjects.get(at) else { return };
        let slot = plan.binding.slot;
        self.plan.refresh(at, &self.actual, &mut sides.actual);
        sides.actual.set(slot, value.clone());
        if self.plan.reads_controls {
            self.plan.refresh(at, &self.hidden, &mut sides.hidden);
            sides.hidden.set(slot, value);
        }
        let before = (sides.verdict, sides.asks, sides.are_same);
        sides.verdict = sides.verdict.with(truth);
        sides.asks = sides.asks.with(truth);
        if self.settle(at + 1, sides) {
            self.next(at + 1, sides);
        }
        (sides.verdict, sides.asks, sides.are_same) = before;
    }

    fn next(&mut self, at: usize, sides: &mut Sides<'w>) {
        let Some(plan) = self.plan.subjects.get(at) else { return self.leaf(sides) };
        let mut members = Vec::new();
        let eval = self.actual;
        let _ = eval.members(plan, &mut sides.actual, &mut |_, value, truth| {
            members.push((value, truth));
            std::ops::ControlFlow::Continue(())
        });
        for (value, truth) in members {
            if self.actual.session.budget.is_spent() {
                return;
            }
            self.bind(at, value, truth, sides);
        }
    }

    /// Evaluates what can be evaluated now; false: nothing can come of it.
    fn settle(&self, ready: usize, sides: &mut Sides<'w>) -> bool {
        for &at in self.plan.ready.get(ready).into_iter().flatten() {
            let Some(conjunct) = self.plan.conjuncts.get(at) else { continue };
            if !conjunct.reads_controls {
                let truth = self.actual.condition(conjunct.condition, &mut sides.actual);
                note(&mut sides.actual_truths, at, truth);
                note(&mut sides.hidden_truths, at, truth);
                sides.verdict = sides.verdict.with(truth);
                sides.asks = sides.asks.with(truth);
            } else {
                let told = &self.actual.session.told;
                told.set(false);
                if sides.verdict != Truth::False {
                    let truth = self.actual.condition(conjunct.condition, &mut sides.actual);
                    note(&mut sides.actual_truths, at, truth);
                    note(&mut sides.hidden_truths, at, truth);
                    sides.verdict = sides.verdict.with(truth);
                }
                sides.are_same &= !told.get();
                if sides.are_same {
                    sides.asks = sides.verdict;
                } else if sides.asks != Truth::False {
                    let truth = self.hidden.condition(conjunct.condition, &mut sides.hidden);
                    note(&mut sides.hidden_truths, at, truth);
                    sides.asks = sides.asks.with(truth);
                }
            }
            if sides.verdict == Truth::False && sides.asks == Truth::False {
                return false;
            }
        }
        true
    }

    /// All subjects have values.
    fn leaf(&mut self, sides: &mut Sides<'w>) {
        if self.raised.is_some() {
            return self.raise(sides);
        }
        let told = &self.actual.session.told;
        told.set(false);
        let mut asks_as_well = false;
        if sides.verdict != Truth::False {
            if self.plan.witnesses.is_empty() {
                match sides.verdict {
                    Truth::True => self.find(Best::of_subjects(sides.verdict, &sides.actual)),
                    Truth::Unknown => {
                        self.question(sides.verdict, &sides.actual_truths, &mut sides.actual);
                        asks_as_well = true;
                    }
                    _ => {}
                }
            } else {
                let witnesses = Witnesses { plan: self.plan, eval: self.actual };
                // Which one is best is of interest for a finding only.
                let any =
                    witnesses.searches(&mut sides.actual, &mut |_, _, _, _| {}).map(|any| sides.verdict.with(any));
                let best = match any {
                    None | Some(Truth::True) => witnesses.best(sides.verdict, &mut sides.actual),
                    Some(_) => None,
                };
                match best {
                    Some(best) if best.truth == Truth::True => self.find(best),
                    best if any.or(best.as_ref().map(|best| best.any)) == Some(Truth::Unknown) => {
                        self.question(sides.verdict, &sides.actual_truths, &mut sides.actual);
                        asks_as_well = true;
                    }
                    _ => {}
                }
            }
        }
        if sides.asks != Truth::False {
            if !(asks_as_well && sides.are_same && !told.get()) {
                self.hangs(self.hidden, sides.asks, &sides.hidden_truths, &mut sides.hidden);
            }
            self.ask();
        }
    }

    fn find(&mut self, best: Best<'r, 'w>) {
        let finding = self.finding(best);
        self.actual.session.budget.charge(FINDING + HOP * finding.path.len() as u64);
        self.outcome.findings.push(finding);
    }

    /// What the question about these subjects would be, if it is one of those wanted.
    fn raise(&mut self, sides: &mut Sides<'w>) {
        let subjects = self.subjects(&sides.actual);
        if sides.verdict == Truth::False || self.raised.as_ref().is_none_or(|raised| !raised.contains(&*subjects)) {
            return;
        }
        let witnesses = Witnesses { plan: self.plan, eval: self.actual };
        match witnesses.best(sides.verdict, &mut sides.actual) {
            Some(best) if best.truth != Truth::True && best.any == Truth::Unknown => self.find(best),
            _ => {}
        }
    }

    /// The elements that the rule speaks about.
    pub(super) fn subjects(&self, frame: &Frame<'w>) -> Vec<ElementId> {
        self.plan.rule.subjects.iter().filter_map(|binding| frame.element(binding.slot)).collect()
    }
}

impl<'r> RulePlan<'r> {
    /// Forgets the `let`s that rest on a variable that is about to change. `at`: in the order of binding.
    pub(super) fn refresh<'w: 'r>(&self, at: usize, eval: &Eval<'_, 'r, 'w>, frame: &mut Frame<'w>) {
        for &index in self.stale.get(at).into_iter().flatten() {
            if let (Some(item), Ok(pending)) = (eval.lets.get(index), u16::try_from(index)) {
                frame.set(item.slot, Val::Pending(pending));
            }
        }
    }
}

fn note(truths: &mut [Truth], at: usize, truth: Truth) {
    if let Some(place) = truths.get_mut(at) {
        *place = truth;
    }
}

fn as_element(value: &Val<'_>) -> Option<ElementId> {
    match value {
        Val::Element(id) => Some(*id),
        _ => None,
    }
}
