//! Open verdicts: what they hang on, what would decide them, and what a rule asks for.

use std::ops::ControlFlow;
use std::rc::Rc;

use smallvec::SmallVec;
use tm_model::{AttrId, Class, ElementId, Truth, Value};

use super::answers::{answers, is_open_ended, told_apart};
use super::plan::{Arm, ArmSource};
use super::subjects::{Judge, QUESTION};
use super::witness::{Chosen, Witnesses};
use crate::eval::{Changed, Eval, Flip, Frame, Hangs, Lens, Val};
use crate::ir::{BindingSource, Clause, Expr};
use crate::outcome::{Control, Question};
use crate::syntax;

/// Choices of witnesses that are looked into for one question.
const WITNESSES: usize = 16;
/// Controls of other elements than the rule's variables that are tried for one question. A verdict that hangs on more of
/// them, such as one over all that a boundary holds, is hardly ever decided by one alone.
const TRIED: usize = 16;
/// Members of lists that may be looked at while controls of other elements are tried for one question. Where one try takes
/// so many, the verdict is over many elements, and the same holds.
const STEPS: u64 = 8_000;
/// Lenses kept: many subjects hang on one control.
const LENSES: usize = 4_096;

impl<'r, 'w: 'r> Judge<'_, 'r, 'w> {
    /// `truths`: by conjunct, as far as no witness is needed.
    pub(super) fn question(&mut self, verdict: Truth, truths: &[Truth], frame: &mut Frame<'w>) {
        self.hangs(self.actual, verdict, truths, frame);
        let told = self.actual.session.told.get();
        let is_simple = self.hangs.controls.len() == 1 && !self.hangs.not_applicable && !self.hangs.path;
        let subjects = self.subjects(frame);
        let decided_by = match is_simple {
            // Everything else is known, so every value of it settles the matter.
            true => self.hangs.controls.as_slice().into(),
            false => self.deciding(&subjects, truths, frame),
        };
        self.actual.session.budget.charge(QUESTION);
        self.outcome.questions.push(Question { subjects: subjects.into(), decided_by });
        self.actual.session.told.set(told);
    }

    /// The controls that decide alone: of those of the rule's own subjects, and of the first few of others.
    fn deciding(&self, subjects: &[ElementId], truths: &[Truth], frame: &Frame<'w>) -> SmallVec<[Control; 1]> {
        let open: Vec<usize> = self.plan.of_subjects.iter().copied().filter(|&at| is_open(truths, at)).collect();
        let budget = &self.actual.session.budget;
        let mut others = 0;
        let mut steps = 0;
        let decides = |control: &Control| {
            if subjects.contains(&control.element) {
                let lens = |value: &Value| Rc::new(Lens::flipped(Flip { control: *control, value: Val::from(value) }));
                return self.decides(*control, &open, &lens, u64::MAX, frame);
            }
            others += 1;
            if others > TRIED || steps > STEPS {
                return false;
            }
            let before = budget.left();
            let decides = self.decides(*control, &open, &|value| self.lens(*control, value), STEPS - steps, frame);
            steps += before - budget.left();
            decides
        };
        self.hangs.controls.iter().copied().filter(decides).collect()
    }

    /// Adds the controls that the rule asks for: those that the verdict hangs on while no control is known.
    pub(super) fn ask(&mut self) {
        let schema = self.actual.session.engine.schema;
        for &control in &self.hangs.controls {
            let is_control = schema.attribute(control.attribute).is_some_and(|a| a.class == Class::Control);
            if is_control && self.asked.insert(control) {
                self.outcome.asked.push(control);
            }
        }
    }

    /// Finds what the open conjuncts hang on, for these subjects and the best of their witnesses.
    pub(super) fn hangs(&mut self, eval: Eval<'_, 'r, 'w>, verdict: Truth, truths: &[Truth], frame: &mut Frame<'w>) {
        let mut hangs = std::mem::take(&mut self.hangs);
        hangs.clear();
        let open = self.plan.of_subjects.iter().filter(|at| is_open(truths, **at));
        for conjunct in open.filter_map(|&at| self.plan.conjuncts.get(at)) {
            eval.condition_hangs(conjunct.condition, frame, &mut hangs);
        }
        if !self.plan.witnesses.is_empty() {
            let witnesses = Witnesses { plan: self.plan, eval };
            let searched = witnesses.searches(frame, &mut |frame, arm, to, arrival| {
                arm_hangs(&eval, arm, to, arrival, frame, &mut hangs);
            });
            let mut left = if searched.is_some() { 0 } else { WITNESSES };
            if left > 0 {
                witnesses.each(verdict, frame, &mut |frame, _, chosen| {
                    self.witness_hangs(&eval, frame, chosen, &mut hangs);
                    left -= 1;
                    if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                });
            }
        }
        self.hangs = hangs;
    }

    fn witness_hangs(
        &self,
        eval: &Eval<'_, 'r, 'w>,
        frame: &mut Frame<'w>,
        chosen: Chosen<'_, '_, 'r, 'w>,
        hangs: &mut Hangs,
    ) {
        for arm in chosen.iter().filter_map(|candidate| candidate.arm) {
            let target = match &arm.source {
                ArmSource::Search { query, .. } => eval.element(&query.leads.to, frame).ok().map(|to| (query, to)),
                _ => None,
            };
            match target {
                Some((query, to)) => {
                    let arrival = eval.arrival_truth(query, frame, None, to);
                    arm_hangs(eval, arm, to, arrival, frame, hangs);
                }
                None => arm.guards.iter().for_each(|&guard| eval.condition_hangs(guard, frame, hangs)),
            }
        }
        let covers = |at: &usize| chosen.iter().any(|it| it.arm.is_some_and(|arm| arm.covers.contains(at)));
        for at in self.plan.of_witnesses.iter().filter(|at| !covers(at)) {
            if let Some(conjunct) = self.plan.conjuncts.get(*at) {
                eval.condition_hangs(conjunct.condition, frame, hangs);
            }
        }
    }

    /// Whether some value of a control settles the verdict while all else stays. `open`: the open conjuncts that need no
    /// witness; `lens`: how to look at the world with that value; `steps`: once these are taken, no other value is tried.
    fn decides(
        &self,
        control: Control,
        open: &[usize],
        lens: &dyn Fn(&Value) -> Rc<Lens<'w>>,
        steps: u64,
        frame: &Frame<'w>,
    ) -> bool {
        let budget = &self.actual.session.budget;
        let enough = budget.left().saturating_sub(steps);
        let open = || open.iter().filter_map(|&at| self.plan.conjuncts.get(at));
        // What does not read it stays open, and with it the verdict, unless something else becomes false.
        let mut known = Truth::True;
        if open().any(|conjunct| !conjunct.reads.has(control.attribute)) {
            known = Truth::Unknown;
        }
        let mut frame = frame.clone();
        let values = self.distinct(control.attribute);
        let mut left: Vec<(Rc<Lens<'w>>, Truth)> = values.iter().map(|value| (lens(value), known)).collect();
        // Mostly the first conjunct is one comparison that some value makes false.
        for conjunct in open().filter(|conjunct| conjunct.reads.has(control.attribute)) {
            for (lens, truth) in &mut left {
                let eval = self.actual.through(lens);
                eval.forget_lets(&mut frame);
                *truth = truth.with(eval.condition(conjunct.condition, &mut frame));
                if *truth == Truth::False {
                    return true;
                }
                if budget.left() < enough {
                    return false;
                }
            }
        }
        if self.plan.witnesses.is_empty() {
            return left.iter().any(|(_, truth)| !truth.is_open());
        }
        let mut seen: Vec<(Vec<Changed>, Truth)> = Vec::new();
        left.iter().any(|(lens, truth)| {
            let witnesses = Witnesses { plan: self.plan, eval: self.actual.through(lens) };
            witnesses.eval.forget_lets(&mut frame);
            let Some(changes) = witnesses.changes(control.attribute) else {
                return !witnesses.truth(*truth, &mut frame).is_open();
            };
            let changed = || changes.iter().flat_map(|edges| edges.iter());
            // Something else stays open, so the verdict does unless there is no witness any more; and ways are only closed by
            // edges that are gone.
            let may_decide = match truth.is_open() {
                true => changed().any(|(_, truth)| *truth == Truth::False),
                false => changed().next().is_some(),
            };
            if !may_decide || seen.iter().any(|known| known.0 == changes && known.1 == *truth) {
                return false;
            }
            let decides = !witnesses.truth(*truth, &mut frame).is_open();
            seen.push((changes, *truth));
            decides
        })
    }

    fn lens(&self, control: Control, value: &Value) -> Rc<Lens<'w>> {
        let key = (control, value.clone());
        if let Some(known) = self.lenses.borrow().get(&key) {
            return known.clone();
        }
        let lens = Rc::new(Lens::flipped(Flip { control, value: Val::from(value) }));
        let mut lenses = self.lenses.borrow_mut();
        if lenses.len() >= LENSES {
            lenses.clear();
        }
        lenses.insert(key, lens.clone());
        lens
    }

    /// Values of an attribute that can make a difference to this rule.
    pub(super) fn answers(&self, attribute: AttrId) -> Vec<Value> {
        let engine = self.actual.session.engine;
        let Some(ty) = engine.schema.attribute(attribute).map(|a| &a.ty) else { return Vec::new() };
        let mut constants = Vec::new();
        if is_open_ended(ty) {
            self.exprs().into_iter().for_each(|expr| syntax::constants(expr, &mut constants));
        }
        answers(ty, &constants, engine)
    }

    /// One of each group of them that the rule cannot tell apart.
    fn distinct(&self, attribute: AttrId) -> Rc<[Value]> {
        if let Some(known) = self.plan.distinct.borrow().get(&attribute) {
            return known.clone();
        }
        let mut looks = Vec::new();
        self.exprs().into_iter().for_each(|expr| syntax::looks(expr, attribute, &mut looks));
        let found: Rc<[Value]> = told_apart(&self.answers(attribute), &looks, self.actual.session.engine.schema).into();
        self.plan.distinct.borrow_mut().insert(attribute, found.clone());
        found
    }

    /// All that decides whether the rule holds: its own expressions, and those that it reads through.
    fn exprs(&self) -> Vec<&Expr> {
        let rule = self.plan.rule;
        let mut exprs: Vec<&Expr> = Vec::new();
        let mut relations = Vec::new();
        for binding in rule.subjects.iter().chain(&rule.witnesses) {
            if let BindingSource::List(list) = &binding.source {
                exprs.push(list);
            }
        }
        for clause in &rule.clauses {
            match clause {
                Clause::Let { value, .. } => exprs.push(value),
                Clause::Where(expr) => exprs.push(expr),
                Clause::Path { leads, .. } => {
                    exprs.extend([&leads.from, &leads.to]);
                    exprs.extend(leads.hops.iter().map(|hop| &hop.condition));
                    relations.push(leads.relation);
                }
            }
        }
        let behind = self.actual.session.engine.reads().behind(exprs.iter().copied(), relations);
        exprs.extend(behind);
        exprs
    }
}

fn is_open(truths: &[Truth], at: usize) -> bool {
    truths.get(at).is_none_or(|truth| truth.is_open())
}

/// What a branch of the search for a witness hangs on.
fn arm_hangs<'r, 'w: 'r>(
    eval: &Eval<'_, 'r, 'w>,
    arm: &Arm<'r>,
    to: ElementId,
    arrival: Truth,
    frame: &mut Frame<'w>,
    hangs: &mut Hangs,
) {
    arm.guards.iter().for_each(|&guard| eval.condition_hangs(guard, frame, hangs));
    if let (ArmSource::Search { query, .. }, true) = (&arm.source, arrival.is_open()) {
        eval.arrival_hangs(query, frame, None, to, hangs);
    }
}
