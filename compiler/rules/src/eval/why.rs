//! What a definite verdict rests on: the facts that made its parts true (or false), in the order of the text.

mod entry;

use std::ops::ControlFlow;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tm_model::{AttrId, Class, Default, ElementId, Stored, Truth};

use super::Eval;
use super::few::FewSet;
use super::path::Query;
use super::plan::Condition;
use super::val::{Frame, Val};
use crate::ir::{Expr, ExprKind, GeneratorSource, HopMode, Leads, Quantifier, QuantifierMode};
use crate::outcome::{Control, Hop, Reason};

/// Collects facts, each once.
#[derive(Debug, std::default::Default)]
pub(crate) struct Why {
    pub(crate) reasons: Vec<Reason>,
    /// Hops of the first path that holds.
    pub(crate) path: Arc<[Hop]>,
    /// Structure that was read: worth telling only if there is nothing else.
    structure: Vec<Control>,
    seen: FewSet<Control>,
    /// What is read now is one of several that would do: a change of it need not change the verdict.
    pub(crate) is_spare: bool,
    /// Paths that have been found already, by expression.
    pub(crate) found: FxHashMap<*const Leads, Arc<[Hop]>>,
    /// Whether what lets a path in at its end is told.
    entries: Entries,
}

/// What is told of the controls that let paths in.
#[derive(Clone, Copy, Debug, std::default::Default)]
enum Entries {
    #[default]
    Untold,
    /// `only`: there may be other witnesses, but all of them come along this.
    Told { only: Option<*const Leads> },
}

impl Why {
    /// Tells also what lets a path in at its end. `only`: the one search that yields witnesses.
    pub(crate) fn telling(only: Option<*const Leads>) -> Self {
        Self { entries: Entries::Told { only }, ..Self::default() }
    }

    /// A fact, once; `false`: it is known, and needed if it is needed anywhere.
    fn is_new(&mut self, control: Control) -> bool {
        if self.seen.insert(control) {
            return true;
        }
        if !self.is_spare
            && let Some(known) = self.reasons.iter_mut().find(|reason| reason.control == control)
        {
            known.is_needed = true;
        }
        false
    }

    /// Collects what, if so, is only one of several that would do.
    pub(crate) fn spare(&mut self, is_spare: bool, collect: impl FnOnce(&mut Self)) {
        let before = self.is_spare;
        self.is_spare |= is_spare;
        collect(self);
        self.is_spare = before;
    }
}

/// Members of one quantifier that are explained.
const MEMBERS: usize = 20;
/// Facts in one explanation.
const REASONS: usize = 100;

impl<'r, 'w: 'r> Eval<'_, 'r, 'w> {
    /// Why a condition is true (or, if `wanted` is false, why it is false). Of an open one: what is known of it.
    pub(crate) fn why(&self, expr: &'r Expr, wanted: bool, frame: &mut Frame<'w>, out: &mut Why) {
        match &expr.kind {
            ExprKind::Not(inner) => self.why(inner, !wanted, frame, out),
            ExprKind::And(parts) => self.why_parts(parts, wanted, wanted, frame, out),
            ExprKind::Or(parts) => self.why_parts(parts, !wanted, wanted, frame, out),
            ExprKind::If { condition, then, otherwise } => match self.truth(condition, frame) {
                Truth::True => {
                    let is_same = self.truth(otherwise, frame) == Truth::from(wanted);
                    out.spare(is_same, |out| self.why(condition, true, frame, out));
                    self.why(then, wanted, frame, out);
                }
                Truth::False => {
                    let is_same = self.truth(then, frame) == Truth::from(wanted);
                    out.spare(is_same, |out| self.why(condition, false, frame, out));
                    self.why(otherwise, wanted, frame, out);
                }
                _ => {}
            },
            ExprKind::Compare { lhs, rhs, .. } | ExprKind::In { item: lhs, list: rhs } => {
                self.why_value(lhs, frame, out);
                self.why_value(rhs, frame, out);
            }
            ExprKind::IsSet(inner) | ExprKind::IsKnown(inner) | ExprKind::IsKind { subject: inner, .. } => {
                self.why_value(inner, frame, out);
            }
            ExprKind::Leads(leads) if wanted => self.why_path(leads, frame, out),
            ExprKind::Leads(leads) => {
                self.why_value(&leads.from, frame, out);
                self.why_value(&leads.to, frame, out);
            }
            ExprKind::Quantifier(quantifier) => self.why_quantifier(quantifier, wanted, frame, out),
            _ => self.why_value(expr, frame, out),
        }
    }

    pub(crate) fn why_condition(&self, condition: Condition<'r>, frame: &mut Frame<'w>, out: &mut Why) {
        match condition {
            Condition::Expr(expr) => self.why(expr, true, frame, out),
            Condition::Path(leads) => self.why_path(leads, frame, out),
        }
    }

    /// `every`: all parts have their share in it; else the first that is as wanted.
    fn why_parts(&self, parts: &'r [Expr], every: bool, wanted: bool, frame: &mut Frame<'w>, out: &mut Why) {
        let sought = Truth::from(wanted);
        if !every {
            let mut held = parts.iter().filter(|part| self.truth(part, frame) == sought);
            let (first, has_other) = (held.next(), held.next().is_some());
            if let Some(part) = first {
                return out.spare(has_other, |out| self.why(part, wanted, frame, out));
            }
        }
        for part in parts {
            if every || self.truth(part, frame).is_open() {
                self.why(part, wanted, frame, out);
            }
        }
    }

    /// The facts behind a value.
    fn why_value(&self, expr: &'r Expr, frame: &mut Frame<'w>, out: &mut Why) {
        match &expr.kind {
            ExprKind::Const(_) | ExprKind::Today | ExprKind::All(_) | ExprKind::PathLength(_) => {}
            ExprKind::Var(slot) => {
                if let Some(item) = self.lets.iter().find(|item| item.slot == *slot) {
                    self.why_value(item.expr, frame, out);
                }
            }
            ExprKind::Attr { base, attribute } => {
                self.why_value(base, frame, out);
                if let Ok(element) = self.element(base, frame) {
                    self.why_attribute(element, *attribute, out);
                }
            }
            ExprKind::EnumField { base, .. } => self.why_value(base, frame, out),
            ExprKind::List(parts) => parts.iter().for_each(|part| self.why_value(part, frame, out)),
            ExprKind::If { condition, then, otherwise } => {
                let chosen = self.truth(condition, frame);
                self.why(condition, chosen == Truth::True, frame, out);
                self.why_value(if chosen == Truth::False { otherwise } else { then }, frame, out);
            }
            ExprKind::Quantifier(quantifier)
                if !matches!(quantifier.mode, QuantifierMode::Any | QuantifierMode::No | QuantifierMode::All) =>
            {
                out.spare(true, |out| self.why_members(quantifier, frame, out, &mut |_, _| true));
            }
            _ => match self.truth(expr, frame) {
                Truth::True => self.why(expr, true, frame, out),
                Truth::False => self.why(expr, false, frame, out),
                _ => {}
            },
        }
    }

    /// One attribute, and the facts that a derived one rests on.
    fn why_attribute(&self, element: ElementId, attribute: AttrId, out: &mut Why) {
        let engine = self.session.engine;
        let control = Control { element, attribute };
        if !out.is_new(control) || out.reasons.len() >= REASONS {
            return;
        }
        if engine.schema.attribute(attribute).is_some_and(|a| matches!(a.class, Class::Builtin(_))) {
            out.structure.push(control);
            return;
        }
        let (value, origin) = match engine.world.stored(element, attribute) {
            Stored::Fact(fact) => (fact.value.clone(), fact.origin),
            _ => (self.read(element, attribute).into_value(), tm_model::Origin::Computed),
        };
        if value != tm_model::Value::Unknown {
            out.reasons.push(Reason { control, value, origin, is_needed: !out.is_spare });
        }
        // A derived attribute over the whole model is a reason by itself: its own reasons are those of other rules.
        if let Stored::Computed(Default::Computed(index)) = engine.world.stored(element, attribute)
            && let Some(computation) = engine.program.computations.get(*index as usize)
            && !computation.is_global
            && self.may_go_deeper()
        {
            let mut frame = self.self_frame(element, computation);
            let path = std::mem::take(&mut out.path);
            self.inside().why_value(&computation.expr, &mut frame, out);
            out.path = path;
            self.session.give_back(frame);
        }
    }

    fn why_quantifier(&self, quantifier: &'r Quantifier, wanted: bool, frame: &mut Frame<'w>, out: &mut Why) {
        match (quantifier.mode, wanted) {
            (QuantifierMode::Any, true) | (QuantifierMode::No, false) => {
                if let Some(paths) = self.path_quantifier(quantifier) {
                    self.why_any_path(quantifier, &paths.query, frame, out);
                    return;
                }
                self.why_member(quantifier, Truth::True, frame, out);
            }
            (QuantifierMode::All, false) => self.why_member(quantifier, Truth::False, frame, out),
            (QuantifierMode::Any, false) | (QuantifierMode::No, true) => {
                self.why_generators(quantifier, frame, out);
                self.why_excluded(quantifier, frame, out);
            }
            (QuantifierMode::All, true) => {
                self.why_generators(quantifier, frame, out);
                self.why_members(quantifier, frame, out, &mut |_, _| true);
            }
            _ => out.spare(true, |out| self.why_members(quantifier, frame, out, &mut |_, _| true)),
        }
    }

    /// The first member whose body is as sought.
    fn why_member(&self, quantifier: &'r Quantifier, sought: Truth, frame: &mut Frame<'w>, out: &mut Why) {
        let mut fitting = 0;
        self.bindings(quantifier, frame, &mut |frame, binding| {
            fitting += usize::from(binding.truth == Truth::True && self.body(quantifier, frame) == sought);
            if fitting < 2 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        let was_spare = out.is_spare;
        out.is_spare |= fitting > 1;
        self.bindings(quantifier, frame, &mut |frame, binding| {
            if binding.truth != Truth::True || self.body(quantifier, frame) != sought {
                return ControlFlow::Continue(());
            }
            self.why_generators(quantifier, frame, out);
            if let Some(condition) = &quantifier.condition {
                self.why(condition, true, frame, out);
            }
            if let Some(body) = &quantifier.body {
                self.why(body, sought == Truth::True, frame, out);
            }
            ControlFlow::Break(())
        });
        out.is_spare = was_spare;
    }

    /// The members that pass the condition, with what their bodies read.
    fn why_members(
        &self,
        quantifier: &'r Quantifier,
        frame: &mut Frame<'w>,
        out: &mut Why,
        take: &mut dyn FnMut(&Self, &mut Frame<'w>) -> bool,
    ) {
        let mut left = MEMBERS;
        let mut first = true;
        self.bindings(quantifier, frame, &mut |frame, binding| {
            if binding.truth != Truth::True || !take(self, frame) {
                return ControlFlow::Continue(());
            }
            if std::mem::take(&mut first) {
                self.why_generators(quantifier, frame, out);
            }
            if let Some(condition) = &quantifier.condition {
                self.why(condition, true, frame, out);
            }
            if let Some(body) = &quantifier.body {
                self.why_value(body, frame, out);
            }
            left -= 1;
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
    }

    /// Why no member fits: for each, the condition or the body that fails.
    fn why_excluded(&self, quantifier: &'r Quantifier, frame: &mut Frame<'w>, out: &mut Why) {
        let [generator] = quantifier.generators.as_slice() else { return };
        let GeneratorSource::List(list) = &generator.source else { return };
        if matches!(list.kind, ExprKind::All(_)) {
            return;
        }
        let list = self.eval(list, frame).into_value();
        let tm_model::Value::Set(set) = list else { return };
        for member in set.members.iter().take(MEMBERS) {
            frame.set(generator.slot, Val::from(member));
            match &quantifier.condition {
                Some(condition) if self.truth(condition, frame) == Truth::False => {
                    self.why(condition, false, frame, out);
                }
                _ => {
                    if let Some(body) = &quantifier.body {
                        self.why(body, false, frame, out);
                    }
                }
            }
        }
    }

    fn why_generators(&self, quantifier: &'r Quantifier, frame: &mut Frame<'w>, out: &mut Why) {
        for generator in &quantifier.generators {
            if let GeneratorSource::List(list) = &generator.source {
                self.why_value(list, frame, out);
            }
        }
    }

    /// The path, and what its conditions read on it.
    fn why_path(&self, leads: &'r Leads, frame: &mut Frame<'w>, out: &mut Why) {
        let hops = match out.found.get(&std::ptr::from_ref(leads)) {
            Some(hops) => hops.clone(),
            None => {
                let Ok((from, to)) = self.ends(leads, frame) else { return };
                let one = self.one(leads);
                let witness = self.with_arrival(&one, frame, Some(from), to, |arrival| arrival.witness());
                let Some(witness) = witness else { return };
                let hops: Arc<[Hop]> = witness.hops.into();
                out.found.insert(std::ptr::from_ref(leads), hops.clone());
                hops
            }
        };
        self.why_entry(leads, hops.last().copied(), frame, out);
        self.why_hops(leads, hops, frame, out);
    }

    fn why_any_path(&self, quantifier: &'r Quantifier, query: &Query<'r>, frame: &mut Frame<'w>, out: &mut Why) {
        let Ok(to) = self.element(&query.leads.to, frame) else { return };
        let Some(witness) = self.with_arrival(query, frame, None, to, |arrival| arrival.witness()) else { return };
        if let [generator] = quantifier.generators.as_slice() {
            frame.set(generator.slot, Val::Element(witness.start));
        }
        out.found.insert(std::ptr::from_ref(query.leads), witness.hops.into());
        out.spare(true, |out| {
            for expr in quantifier.condition.iter().chain(&quantifier.body) {
                self.why(expr, true, frame, out);
            }
        });
    }

    fn why_hops(&self, leads: &'r Leads, hops: Arc<[Hop]>, frame: &mut Frame<'w>, out: &mut Why) {
        if out.path.is_empty() {
            out.path = hops.clone();
        }
        for condition in leads.hops.iter().filter(|hop| hop.mode != HopMode::Avoiding) {
            let wanted = condition.mode != HopMode::No;
            let mut at: Vec<&Hop> = match condition.mode {
                HopMode::First => hops.first().into_iter().collect(),
                HopMode::Last => hops.last().into_iter().collect(),
                _ => hops.iter().take(MEMBERS).collect(),
            };
            if condition.mode == HopMode::Any {
                at.retain(|hop| {
                    frame.set_hop(condition.slot, hop);
                    self.truth(&condition.condition, frame) == Truth::True
                });
                at.truncate(1);
            }
            // There may be other ways.
            out.spare(true, |out| {
                for hop in at {
                    frame.set_hop(condition.slot, hop);
                    self.why(&condition.condition, wanted, frame, out);
                }
            });
        }
    }

    /// All that was collected; the structure if there is nothing else.
    pub(crate) fn reasons(&self, out: Why) -> Vec<Reason> {
        if !out.reasons.is_empty() {
            return out.reasons;
        }
        let structure = out.structure.into_iter().take(MEMBERS);
        structure
            .map(|control| Reason {
                control,
                value: self.read(control.element, control.attribute).into_value(),
                origin: tm_model::Origin::Computed,
                is_needed: false,
            })
            .collect()
    }
}
