//! `any all no count max min collect x in LIST … [if COND] [: EXPR]`

use std::ops::ControlFlow;

use tm_model::{Truth, Value};

use super::Eval;
use super::list::{Collected, Items, Members, count_of};
use super::val::{Frame, Val};
use crate::ir::{Expr, GeneratorSource, Quantifier, QuantifierMode};

/// One assignment of a quantifier's variables.
pub(crate) struct Binding {
    /// Of the variables being members of their lists, and of the condition. Never false.
    pub(crate) truth: Truth,
    /// It stands for any number of members, of which nothing is known.
    pub(crate) unbounded: bool,
}

type Visit<'v, 'w> = &'v mut dyn FnMut(&mut Frame<'w>, Binding) -> ControlFlow<()>;

impl<'r, 'w: 'r> Eval<'_, 'r, 'w> {
    /// Whether the body holds for one assignment.
    pub(super) fn any(&self, quantifier: &'r Quantifier, frame: &mut Frame<'w>) -> Truth {
        if let Some(paths) = self.path_quantifier(quantifier) {
            return self.any_path(&paths, frame);
        }
        let mut truth = Truth::False;
        self.bindings(quantifier, frame, &mut |frame, binding| {
            truth = truth.or(binding.truth.and(self.body(quantifier, frame)));
            if truth == Truth::True { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        self.unless_spent(truth)
    }

    /// Whether the body holds for all assignments.
    pub(super) fn every(&self, quantifier: &'r Quantifier, frame: &mut Frame<'w>) -> Truth {
        let mut truth = Truth::True;
        self.bindings(quantifier, frame, &mut |frame, binding| {
            truth = truth.and(binding.truth.negate().or(self.body(quantifier, frame)));
            if truth == Truth::False { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        self.unless_spent(truth)
    }

    /// Nothing is known of what was not looked at to the end.
    fn unless_spent(&self, truth: Truth) -> Truth {
        if self.session.budget.is_spent() { Truth::Unknown } else { truth }
    }

    pub(crate) fn body(&self, quantifier: &'r Quantifier, frame: &mut Frame<'w>) -> Truth {
        quantifier.body.as_ref().map_or(Truth::True, |body| self.truth(body, frame))
    }

    /// The value of a quantifier, whatever its mode.
    pub(super) fn quantified(&self, quantifier: &'r Quantifier, frame: &mut Frame<'w>) -> Val<'w> {
        match quantifier.mode {
            QuantifierMode::Any => Val::from_truth(self.any(quantifier, frame)),
            QuantifierMode::No => Val::from_truth(self.any(quantifier, frame).negate()),
            QuantifierMode::All => Val::from_truth(self.every(quantifier, frame)),
            QuantifierMode::Collect => self.collect(quantifier, frame).into_val(),
            QuantifierMode::Count => {
                let (least, most) = count_of(&self.collect(quantifier, frame).finish());
                Val::Count { least, most }
            }
            QuantifierMode::Max => self.extreme(&self.collect(quantifier, frame).finish(), true),
            QuantifierMode::Min => self.extreme(&self.collect(quantifier, frame).finish(), false),
        }
    }

    fn collect(&self, quantifier: &'r Quantifier, frame: &mut Frame<'w>) -> Collected {
        let mut collected = Collected::default();
        self.bindings(quantifier, frame, &mut |frame, binding| {
            let value = self.yields(quantifier, frame);
            if binding.unbounded && value.open().is_some() {
                collected.add_unbounded();
            } else {
                collected.add(value, binding.truth);
            }
            ControlFlow::Continue(())
        });
        if self.session.budget.is_spent() {
            collected.add_unbounded();
        }
        collected
    }

    /// The body's value; without body that of the last variable.
    fn yields(&self, quantifier: &'r Quantifier, frame: &mut Frame<'w>) -> Val<'w> {
        match (&quantifier.body, quantifier.generators.last()) {
            (Some(body), _) => self.eval(body, frame),
            (None, Some(last)) => frame.get(last.slot).clone(),
            (None, None) => Val::Unset,
        }
    }

    /// Calls `visit` for every assignment that is not excluded.
    pub(crate) fn bindings(&self, quantifier: &'r Quantifier, frame: &mut Frame<'w>, visit: Visit<'_, 'w>) {
        let start = Binding { truth: Truth::True, unbounded: false };
        let _ = self.bind(quantifier, 0, start, frame, visit);
    }

    fn bind(
        &self,
        quantifier: &'r Quantifier,
        at: usize,
        so_far: Binding,
        frame: &mut Frame<'w>,
        visit: Visit<'_, 'w>,
    ) -> ControlFlow<()> {
        let Some(generator) = quantifier.generators.get(at) else {
            let truth = match &quantifier.condition {
                Some(condition) => so_far.truth.and(self.truth(condition, frame)),
                None => so_far.truth,
            };
            if truth == Truth::False {
                return ControlFlow::Continue(());
            }
            return visit(frame, Binding { truth, ..so_far });
        };
        let mut next = |frame: &mut Frame<'w>, value: Option<Val<'w>>, truth: Truth, unbounded: bool| {
            if !self.session.budget.step() {
                return ControlFlow::Break(());
            }
            if let Some(value) = value {
                frame.set(generator.slot, value);
            }
            let binding = Binding { truth: so_far.truth.and(truth), unbounded: so_far.unbounded || unbounded };
            self.bind(quantifier, at + 1, binding, frame, visit)
        };
        let list = match &generator.source {
            GeneratorSource::Hops(path) => {
                for hop in frame.paths.get(usize::from(*path)).cloned().iter().flat_map(|hops| hops.iter()) {
                    frame.set_hop(generator.slot, hop);
                    next(frame, None, Truth::True, false)?;
                }
                return ControlFlow::Continue(());
            }
            GeneratorSource::List(list) => match self.narrowed(quantifier, list, frame) {
                Some(elements) => {
                    for id in elements {
                        next(frame, Some(Val::Element(id)), Truth::True, false)?;
                    }
                    return ControlFlow::Continue(());
                }
                None => self.eval(list, frame),
            },
        };
        match Items::of(&list) {
            Items::Open(truth) => next(frame, Some(Val::from_truth(truth)), truth, true),
            Items::Known(Members::None) => ControlFlow::Continue(()),
            Items::Known(Members::One(value)) => next(frame, Some(value.clone()), Truth::True, false),
            Items::Known(Members::Elements(elements)) => {
                for &id in elements {
                    next(frame, Some(Val::Element(id)), Truth::True, false)?;
                }
                ControlFlow::Continue(())
            }
            Items::Known(Members::Set(set)) => {
                for value in &set.members {
                    next(frame, Some(Val::from(value)), Truth::True, false)?;
                }
                for value in &set.possible {
                    match value {
                        Value::Unset => next(frame, Some(Val::Unknown), Truth::Unknown, true)?,
                        Value::NotApplicable(_) => {
                            next(frame, Some(Val::NotApplicable), Truth::NotApplicable, false)?;
                        }
                        known => next(frame, Some(Val::from(known)), Truth::Unknown, false)?,
                    }
                }
                ControlFlow::Continue(())
            }
        }
    }

    /// The greatest (or least) member: known if nothing that is possible could beat it; unset if there is none.
    fn extreme(&self, set: &tm_model::Set, greatest: bool) -> Val<'w> {
        let mut best: Option<&Value> = None;
        for value in &set.members {
            if best.is_none_or(|best| beats(value, best, greatest)) {
                best = Some(value);
            }
        }
        let Some(best) = best else {
            return set.possible.iter().map(open_truth).reduce(Truth::or).map_or(Val::Unset, Val::from_truth);
        };
        let rivals = set.possible.iter().filter(|value| match value {
            Value::Unset | Value::Unknown | Value::NotApplicable(_) => !self.is_last(best, greatest),
            known => beats(known, best, greatest),
        });
        rivals.map(open_truth).reduce(Truth::or).map_or_else(|| Val::from(best), Val::from_truth)
    }

    /// Whether no value of its type beats it.
    fn is_last(&self, value: &Value, greatest: bool) -> bool {
        match value {
            Value::Enum(id) if greatest => {
                let values = self.session.engine.schema.enumeration(id.of).map_or(0, |e| e.values.len());
                id.index as usize + 1 >= values
            }
            Value::Enum(id) => id.index == 0,
            _ => false,
        }
    }

    /// What a generator over a whole kind has to look at, if its conditions say so.
    fn narrowed(
        &self,
        quantifier: &'r Quantifier,
        list: &'r Expr,
        frame: &mut Frame<'w>,
    ) -> Option<Vec<tm_model::ElementId>> {
        let (kind, gen_) = self.quantifier_gen(quantifier, list)?;
        self.candidates_of(kind, &gen_, frame)
    }
}

fn open_truth(value: &Value) -> Truth {
    match value {
        Value::NotApplicable(_) => Truth::NotApplicable,
        _ => Truth::Unknown,
    }
}

fn beats(value: &Value, best: &Value, greatest: bool) -> bool {
    let ordering = match (value, best) {
        (Value::Enum(a), Value::Enum(b)) if a.of == b.of => a.index.cmp(&b.index),
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        _ => return false,
    };
    if greatest { ordering.is_gt() } else { ordering.is_lt() }
}
