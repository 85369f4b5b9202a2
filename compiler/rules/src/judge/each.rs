//! Judging many rules over the elements of one unit: each element by the situation it is in, anew where that is not known.

use std::cell::OnceCell;

use tm_model::ElementId;

use super::finding::{described, sketched};
use super::judge_within;
use super::plan::{RulePlan, lets};
use super::sketch::{Sketch, reasons};
use super::subjects::Judge;
use crate::engine::{Engine, View};
use crate::eval::{Eval, Let, PER_SUBJECT, Session, Val};
use crate::outcome::{Finding, Outcome, Skipped};
use crate::rulebook::{LocalRule, Rulebook};
use crate::situations::{Bound, Found, Recorder, Situations, Surface};

/// So many subjects in a row that cannot be learnt are enough to stop trying.
const FAILURES: u32 = 8;

/// Judges the rules of a book over these elements, which are sorted; yields what is not empty, by the numbers of the rules.
pub(crate) fn judge_each(engine: &Engine<'_>, book: &Rulebook, elements: &[ElementId]) -> Vec<(usize, Outcome)> {
    let session = Session::new(engine);
    let actual = Eval::new(&session, engine.lens(View::Actual), &[]);
    let hidden = Eval::new(&session, engine.lens(View::ControlsUnknown), &[]);
    let mut runs: Vec<Run<'_, '_, '_>> = book.rules.iter().map(|local| Run::new(local, &session)).collect();
    book.learning(|situations| {
        for &subject in elements {
            let Some(row) = engine.world.whole(subject) else { continue };
            let surface = Surface { subject, row: Some(row), actual, hidden };
            situations.turn();
            for &tree in book.about(row.kind) {
                if let Some(run) = runs.get_mut(tree) {
                    run.judge(tree, &surface, situations);
                }
            }
        }
    });
    let outcomes = runs.into_iter().map(|run| (run.local.number, run.finish()));
    let mut told: Vec<_> = outcomes.filter(|(_, outcome)| *outcome != Outcome::default()).collect();
    // They would keep the place that the runs took.
    told.shrink_to_fit();
    told
}

/// What a rule asks of one element of a unit it mostly asks of many.
const ROOM: usize = 32;

fn with_room<T>(list: &mut Vec<T>) -> &mut Vec<T> {
    if list.capacity() == 0 {
        list.reserve(ROOM);
    }
    list
}

/// One rule on its way through the elements.
struct Run<'s, 'r, 'w> {
    local: &'r LocalRule,
    session: &'s Session<'r, 'w>,
    lets: Vec<Let<'r>>,
    plan: OnceCell<RulePlan<'r>>,
    outcome: Outcome,
    /// Steps that the rule may still take.
    left: u64,
    /// Subjects that have to be judged anew.
    later: Vec<ElementId>,
    failures: u32,
}

impl<'s, 'r, 'w: 'r> Run<'s, 'r, 'w> {
    fn new(local: &'r LocalRule, session: &'s Session<'r, 'w>) -> Self {
        Self {
            local,
            session,
            lets: lets(&local.rule),
            plan: OnceCell::new(),
            outcome: Outcome::default(),
            left: local.rule.steps,
            later: Vec::new(),
            failures: 0,
        }
    }

    fn judge(&mut self, tree: usize, surface: &Surface<'s, 'r, 'w>, situations: &mut Situations<Sketch>) {
        let subject = surface.subject;
        if self.failures < FAILURES {
            let learnt = match situations.find(tree, surface) {
                Found::Known(sketch, bound) => {
                    self.repeat(sketch, subject, bound);
                    true
                }
                Found::New => self.learn(tree, surface, situations),
                Found::Never => false,
            };
            if learnt {
                self.failures = 0;
                return;
            }
            self.failures += 1;
        }
        self.later.push(subject);
    }

    /// Says of an element what is known of its situation.
    fn repeat(&mut self, sketch: &Sketch, subject: ElementId, bound: &Bound) {
        if !self.take(sketch.steps, subject) {
            return;
        }
        if let Some(causes) = &sketch.finding {
            let because = reasons(causes, bound, self.session.engine);
            let finding = sketched(vec![subject], because, Vec::new());
            self.find(finding);
        }
        let Outcome { questions, asked, .. } = &mut self.outcome;
        if let Some(question) = &sketch.question {
            with_room(questions).push(question.question(subject, bound));
        }
        sketch.asked(bound).for_each(|control| with_room(asked).push(control));
    }

    /// Judges an element and remembers its situation; false: nothing can be said by situation.
    fn learn(&mut self, tree: usize, surface: &Surface<'s, 'r, 'w>, situations: &mut Situations<Sketch>) -> bool {
        let (engine, subject) = (self.session.engine, surface.subject);
        let rule = &*self.local.rule;
        let plan = self.plan.get_or_init(|| RulePlan::new(rule, &self.eval()));
        let recorder = Recorder::new(*surface, situations);
        let (outcome, steps) = {
            let recorded = engine.looking_at(&recorder);
            let session = Session::new(&recorded);
            let actual = Eval::new(&session, recorded.lens(View::Actual), &self.lets);
            let hidden = Eval::new(&session, recorded.lens(View::ControlsUnknown), &self.lets);
            let outcome = Judge::new(plan, actual, hidden).sketching().run(Some(&[subject]));
            (outcome, PER_SUBJECT - session.budget.left())
        };
        let Some(outcome) = recorder.finish(tree, outcome, |outcome, bound| Sketch::of(rule, outcome, steps, bound))
        else {
            return false;
        };
        if self.take(steps, subject) {
            outcome.findings.into_iter().for_each(|finding| self.find(finding));
            self.outcome.questions.extend(outcome.questions);
            self.outcome.asked.extend(outcome.asked);
        }
        true
    }

    fn eval(&self) -> Eval<'_, 'r, 'w> {
        Eval::new(self.session, self.session.engine.lens(View::Actual), &self.lets)
    }

    /// Puts a finding into words.
    fn find(&mut self, finding: Finding) {
        let rule = &*self.local.rule;
        let eval = self.eval();
        let mut frame = eval.frame(rule.frame);
        if let (Some(binding), Some(subject)) = (rule.subjects.first(), finding.subjects.first()) {
            frame.set(binding.slot, Val::Element(*subject));
        }
        self.session.budget.next_subject();
        let finding = described(&eval, rule, &mut frame, finding);
        self.outcome.findings.push(finding);
    }

    /// Takes the steps of a subject; false: there are not so many left, and nothing is said of it.
    fn take(&mut self, steps: u64, subject: ElementId) -> bool {
        let given = self.left.min(PER_SUBJECT);
        self.left -= steps.min(given);
        if steps >= given {
            let skipped = self.outcome.skipped.get_or_insert_with(|| Skipped { first: vec![subject], count: 0 });
            skipped.count += 1;
        }
        steps < given
    }

    fn finish(self) -> Outcome {
        let mut outcome = self.outcome;
        if !self.later.is_empty() {
            let rest = judge_within(self.session.engine, &self.local.rule, Some(&self.later), self.left);
            outcome.findings.extend(rest.findings);
            outcome.findings.sort_by(|a, b| a.subjects.cmp(&b.subjects));
            outcome.questions.extend(rest.questions);
            outcome.questions.sort_by(|a, b| a.subjects.cmp(&b.subjects));
            outcome.asked.extend(rest.asked);
            outcome.skipped = match (outcome.skipped, rest.skipped) {
                (Some(one), Some(other)) => {
                    Some(Skipped { first: one.first.min(other.first), count: one.count + other.count })
                }
                (one, other) => one.or(other),
            };
        }
        outcome.asked.sort_unstable();
        outcome.asked.dedup();
        // There are many of these, and they stay.
        outcome.findings.shrink_to_fit();
        outcome.questions.shrink_to_fit();
        outcome.asked.shrink_to_fit();
        outcome
    }
}
