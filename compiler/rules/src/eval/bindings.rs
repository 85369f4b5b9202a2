//! Walking the variables of a rule or an edge.

use std::ops::ControlFlow;

use tm_model::{ElementId, Truth, Value};

use super::Eval;
use super::list::{Items, Members, holds};
use super::plan::Gen;
use super::val::{Frame, Val};
use crate::ir::{Binding, BindingSource, Expr, Slot};
use crate::syntax::Vars;

/// A variable with the way to find what it can stand for.
pub(crate) struct BindingPlan<'r> {
    pub(crate) binding: &'r Binding,
    /// For a kind: what narrows it down.
    pub(crate) gen_: Option<Gen<'r>>,
}

impl<'r, 'w: 'r> Eval<'_, 'r, 'w> {
    /// Plans variables that are bound one after the other, from conditions that all hold. `bound`: those that have a value
    /// before. The first one is not narrowed: it is the one to go through.
    pub(crate) fn plan_bindings(
        &self,
        bindings: &'r [Binding],
        conditions: &[&'r Expr],
        mut bound: Vars,
    ) -> Vec<BindingPlan<'r>> {
        bindings
            .iter()
            .map(|binding| {
                let gen_ = match binding.source {
                    BindingSource::Kind(kind) if !bound.is_empty() => {
                        self.planner().generator(binding.slot, kind, conditions, bound)
                    }
                    _ => None,
                };
                bound = bound.union(Vars::one(binding.slot));
                BindingPlan { binding, gen_ }
            })
            .collect()
    }

    /// Calls `visit` with everything that a variable can stand for, and the truth of its doing so.
    pub(crate) fn members(
        &self,
        plan: &BindingPlan<'r>,
        frame: &mut Frame<'w>,
        visit: &mut dyn FnMut(&mut Frame<'w>, Val<'w>, Truth) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut visit = |frame: &mut Frame<'w>, value: Val<'w>, truth: Truth| match self.session.budget.step() {
            true => visit(frame, value, truth),
            false => ControlFlow::Break(()),
        };
        let list = match &plan.binding.source {
            BindingSource::Kind(kind) => {
                if let Some(found) = plan.gen_.as_ref().and_then(|gen_| self.candidates(gen_, frame)) {
                    for id in found {
                        if self.is_kind(id, *kind) {
                            visit(frame, Val::Element(id), Truth::True)?;
                        }
                    }
                    return ControlFlow::Continue(());
                }
                Val::Elements(self.session.engine.world.all(*kind))
            }
            BindingSource::List(list) => self.eval(list, frame),
        };
        match Items::of(&list) {
            // There is nothing to speak of.
            Items::Open(_) | Items::Known(Members::None) => {}
            Items::Known(Members::One(value)) => visit(frame, value.clone(), Truth::True)?,
            Items::Known(Members::Elements(elements)) => {
                for &id in elements {
                    visit(frame, Val::Element(id), Truth::True)?;
                }
            }
            Items::Known(Members::Set(set)) => {
                for value in &set.members {
                    visit(frame, Val::from(value), Truth::True)?;
                }
                for value in set.possible.iter().filter(|value| value.is_definite()) {
                    visit(frame, Val::from(value), Truth::Unknown)?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Whether a variable can stand for an element.
    pub(crate) fn is_member(&self, plan: &BindingPlan<'r>, id: ElementId, frame: &mut Frame<'w>) -> Truth {
        match &plan.binding.source {
            BindingSource::Kind(kind) => Truth::from(self.is_kind(id, *kind)),
            BindingSource::List(list) => holds(&self.eval(list, frame), &Value::Element(id)),
        }
    }

    /// Binds several variables one after the other; those in `fixed` to these elements only.
    pub(crate) fn each_binding(
        &self,
        plans: &[BindingPlan<'r>],
        fixed: &[(Slot, ElementId)],
        truth: Truth,
        frame: &mut Frame<'w>,
        visit: &mut dyn FnMut(&mut Frame<'w>, Truth) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let Some((plan, rest)) = plans.split_first() else { return visit(frame, truth) };
        let slot = plan.binding.slot;
        if let Some(&(_, id)) = fixed.iter().find(|(of, _)| *of == slot) {
            let is_member = self.is_member(plan, id, frame);
            if is_member == Truth::False {
                return ControlFlow::Continue(());
            }
            frame.set(slot, Val::Element(id));
            return self.each_binding(rest, fixed, truth.and(is_member), frame, visit);
        }
        self.members(plan, frame, &mut |frame, value, member| {
            frame.set(slot, value);
            self.each_binding(rest, fixed, truth.and(member), frame, visit)
        })
    }
}
