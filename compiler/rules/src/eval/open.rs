//! What an open verdict hangs on: the unstated controls that its open parts read.

use std::ops::ControlFlow;

use tm_model::{AttrId, Class, Default, ElementId, Stored, Truth, Value};

use super::few::FewSet;
use super::path::{Query, Starts};
use super::plan::Condition;
use super::val::{Frame, Val};
use super::{Eval, SMALL};
use crate::graph::Open;
use crate::ir::{Expr, ExprKind, GeneratorSource, HopMode, Leads, Quantifier, QuantifierMode};
use crate::outcome::{Control, Hop};

/// Collects controls, each once, in the order of reading.
#[derive(Debug, Default)]
pub(crate) struct Hangs {
    pub(crate) controls: Vec<Control>,
    seen: FewSet<Control>,
    computed: FewSet<Control>,
    /// `not-applicable` stands in the way too.
    pub(crate) not_applicable: bool,
    /// A path stands in the way.
    pub(crate) path: bool,
}

/// More than anybody would read or decide one by one.
const MANY: usize = 500;

impl Hangs {
    pub(crate) fn clear(&mut self) {
        self.controls.clear();
        self.seen.clear();
        self.computed.clear();
        self.not_applicable = false;
        self.path = false;
    }

    fn add(&mut self, control: Control) {
        if self.controls.len() < MANY && self.seen.insert(control) {
            self.controls.push(control);
        }
    }
}

impl<'r, 'w: 'r> Eval<'_, 'r, 'w> {
    /// Of a condition: nothing if it is settled.
    pub(crate) fn hangs(&self, expr: &'r Expr, frame: &mut Frame<'w>, out: &mut Hangs) {
        match self.truth(expr, frame) {
            Truth::True | Truth::False => return,
            Truth::NotApplicable => out.not_applicable = true,
            Truth::Unknown => {}
        }
        self.open_hangs(expr, frame, out);
    }

    /// The same of a condition that is known to be open.
    fn open_hangs(&self, expr: &'r Expr, frame: &mut Frame<'w>, out: &mut Hangs) {
        match &expr.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().for_each(|part| self.hangs(part, frame, out)),
            ExprKind::Not(inner) => self.open_hangs(inner, frame, out),
            ExprKind::If { condition, then, otherwise } => {
                let chosen = self.truth(condition, frame);
                self.hangs(condition, frame, out);
                if chosen != Truth::False {
                    self.hangs(then, frame, out);
                }
                if chosen != Truth::True {
                    self.hangs(otherwise, frame, out);
                }
            }
            ExprKind::Compare { lhs, rhs, .. } | ExprKind::In { item: lhs, list: rhs } => {
                self.value_hangs(lhs, frame, out);
                self.value_hangs(rhs, frame, out);
            }
            ExprKind::IsSet(inner) | ExprKind::IsKind { subject: inner, .. } => self.value_hangs(inner, frame, out),
            ExprKind::Leads(leads) => self.path_hangs(leads, frame, out),
            ExprKind::Quantifier(quantifier) => self.quantifier_hangs(quantifier, frame, out),
            _ => self.value_hangs(expr, frame, out),
        }
    }

    pub(crate) fn condition_hangs(&self, condition: Condition<'r>, frame: &mut Frame<'w>, out: &mut Hangs) {
        match condition {
            Condition::Expr(expr) => self.hangs(expr, frame, out),
            Condition::Path(leads) => {
                if self.condition(condition, frame).is_open() {
                    self.path_hangs(leads, frame, out);
                }
            }
        }
    }

    /// Of a value: nothing if it is known.
    pub(crate) fn value_hangs(&self, expr: &'r Expr, frame: &mut Frame<'w>, out: &mut Hangs) {
        match &expr.kind {
            ExprKind::Const(_) | ExprKind::Today | ExprKind::All(_) | ExprKind::PathLength(_) => {}
            ExprKind::Var(slot) => {
                if let Some(item) = self.lets.iter().find(|item| item.slot == *slot) {
                    self.value_hangs(item.expr, frame, out);
                }
            }
            ExprKind::Attr { base, attribute } => match self.element(base, frame) {
                Ok(element) => self.attribute_hangs(element, *attribute, out),
                Err(_) => self.value_hangs(base, frame, out),
            },
            ExprKind::EnumField { base, .. } => self.value_hangs(base, frame, out),
            ExprKind::List(parts) => parts.iter().for_each(|part| self.value_hangs(part, frame, out)),
            ExprKind::If { condition, then, otherwise } => {
                let chosen = self.truth(condition, frame);
                self.hangs(condition, frame, out);
                if chosen != Truth::False {
                    self.value_hangs(then, frame, out);
                }
                if chosen != Truth::True {
                    self.value_hangs(otherwise, frame, out);
                }
            }
            ExprKind::Quantifier(quantifier) => self.quantifier_hangs(quantifier, frame, out),
            _ => self.hangs(expr, frame, out),
        }
    }

    fn attribute_hangs(&self, element: ElementId, attribute: AttrId, out: &mut Hangs) {
        let value = self.read(element, attribute);
        let is_open = match &value {
            Val::Set(set) => !set.possible.is_empty(),
            Val::Count { least, most } => *most != Some(*least),
            value => value.open().is_some(),
        };
        if !is_open {
            return;
        }
        if matches!(value, Val::NotApplicable) {
            out.not_applicable = true;
        }
        let control = Control { element, attribute };
        let is_flipped = self.lens.flip.as_ref().is_some_and(|flip| flip.control == control);
        if is_flipped {
            return;
        }
        if self.is_unstated(element, attribute) {
            out.add(control);
            return;
        }
        let engine = self.session.engine;
        if let Stored::Computed(Default::Computed(index)) = engine.world.stored(element, attribute)
            && let Some(computation) = engine.program.computations.get(*index as usize)
            && self.may_go_deeper()
            && out.computed.insert(control)
        {
            let mut frame = self.self_frame(element, computation);
            let inside = self.inside();
            let is_control = engine.schema.attribute(attribute).is_some_and(|it| it.class == Class::Control);
            if is_control && inside.is_left_open(&computation.expr, &mut frame) {
                out.add(control);
            } else {
                inside.computed_hangs(&computation.expr, &mut frame, out);
            }
            self.session.give_back(frame);
        }
    }

    /// Of what has been computed, and is open: a condition need not be evaluated again to know that it is.
    fn computed_hangs(&self, expr: &'r Expr, frame: &mut Frame<'w>, out: &mut Hangs) {
        match &expr.kind {
            ExprKind::Not(_) | ExprKind::And(_) | ExprKind::Or(_) => self.open_hangs(expr, frame, out),
            _ => self.value_hangs(expr, frame, out),
        }
    }

    /// Whether a computation comes out as the word `unknown`: then nothing that it reads would help, and the attribute itself is
    /// open.
    fn is_left_open(&self, expr: &'r Expr, frame: &mut Frame<'w>) -> bool {
        match &expr.kind {
            ExprKind::Const(value) => *value == Value::Unknown,
            ExprKind::If { condition, then, otherwise } => match self.truth(condition, frame) {
                Truth::True => self.is_left_open(then, frame),
                Truth::False => self.is_left_open(otherwise, frame),
                _ => false,
            },
            _ => false,
        }
    }

    fn quantifier_hangs(&self, quantifier: &'r Quantifier, frame: &mut Frame<'w>, out: &mut Hangs) {
        if let Some(paths) = self.path_quantifier(quantifier) {
            paths.guards.iter().for_each(|&guard| self.condition_hangs(guard, frame, out));
            match self.element(&paths.query.leads.to, frame) {
                Ok(to) => self.arrival_hangs(&paths.query, frame, None, to, out),
                Err(_) => self.value_hangs(&paths.query.leads.to, frame, out),
            }
            return;
        }
        for generator in &quantifier.generators {
            // The lists of later generators are looked at below, where their variables have values.
            if let (GeneratorSource::List(list), true) = (&generator.source, quantifier.generators.len() == 1) {
                self.value_hangs(list, frame, out);
            }
        }
        self.bindings(quantifier, frame, &mut |frame, _| {
            let settled = match quantifier.mode {
                QuantifierMode::Any | QuantifierMode::No => Truth::False,
                QuantifierMode::All => Truth::True,
                _ => Truth::Unknown,
            };
            if settled != Truth::Unknown && self.body(quantifier, frame) == settled {
                return ControlFlow::Continue(());
            }
            if let [first, rest @ ..] = quantifier.generators.as_slice()
                && !rest.is_empty()
            {
                for generator in std::iter::once(first).chain(rest) {
                    if let GeneratorSource::List(list) = &generator.source {
                        self.value_hangs(list, frame, out);
                    }
                }
            }
            if let Some(condition) = &quantifier.condition {
                self.hangs(condition, frame, out);
            }
            if let Some(body) = &quantifier.body {
                self.value_hangs(body, frame, out);
            }
            if out.controls.len() < MANY { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
    }

    fn path_hangs(&self, leads: &'r Leads, frame: &mut Frame<'w>, out: &mut Hangs) {
        match self.ends(leads, frame) {
            Ok((from, to)) => {
                let one = self.one(leads);
                self.arrival_hangs(&one, frame, Some(from), to, out);
            }
            Err(_) => {
                self.value_hangs(&leads.from, frame, out);
                self.value_hangs(&leads.to, frame, out);
            }
        }
    }

    /// Of whether a search arrives at a target that it may or may not reach.
    pub(crate) fn arrival_hangs(
        &self,
        query: &Query<'r>,
        frame: &mut Frame<'w>,
        one: Option<ElementId>,
        to: ElementId,
        out: &mut Hangs,
    ) {
        out.path = true;
        let inner = frame.clone();
        let graph = self.graph(query.leads.relation);
        let found = self.with_arrival(query, frame, one, to, |arrival| {
            let asked = |open: Open| self.open_condition_hangs(query, &inner, to, open);
            let mut found = arrival.witness_controls(&asked);
            // Off the best path stands what could open another; looking for it takes as long as the graph is large.
            if graph.edge_count() <= SMALL {
                found.extend(arrival.open_controls(&asked).into_iter().map(|open| open.control));
            }
            found
        });
        found.into_iter().for_each(|control| out.add(control));
    }

    /// What the conditions of a search on one start, hop or node hang on.
    fn open_condition_hangs(&self, query: &Query<'r>, frame: &Frame<'w>, to: ElementId, open: Open) -> Vec<Control> {
        let mut frame = frame.clone();
        let mut out = Hangs::default();
        if let Some(target) = query.target() {
            frame.set(target, Val::Element(to));
        }
        match open {
            Open::Start(start) => {
                if let Starts::Kind { slot, only, .. } = &query.starts {
                    self.forget_lets(&mut frame);
                    frame.set(*slot, Val::Element(start));
                    only.iter().for_each(|expr| self.hangs(expr, &mut frame, &mut out));
                }
            }
            Open::Every(hop) => self.hop_hangs(query, &[HopMode::All, HopMode::No], None, &hop, &mut frame, &mut out),
            Open::Some(place, hop) => {
                self.hop_hangs(query, &[HopMode::Any], Some(place), &hop, &mut frame, &mut out);
            }
            Open::First(hop) => self.hop_hangs(query, &[HopMode::First], None, &hop, &mut frame, &mut out),
            Open::Last(hop) | Open::LastAt(hop) => {
                self.hop_hangs(query, &[HopMode::Last], None, &hop, &mut frame, &mut out);
            }
            Open::Avoiding(node) => {
                for hop in query.leads.hops.iter().filter(|hop| hop.mode == HopMode::Avoiding) {
                    frame.set(hop.slot, Val::Element(node));
                    self.hangs(&hop.condition, &mut frame, &mut out);
                }
            }
        }
        out.controls
    }

    /// `place`: among the conditions of that sort.
    fn hop_hangs(
        &self,
        query: &Query<'r>,
        modes: &[HopMode],
        place: Option<usize>,
        at: &Hop,
        frame: &mut Frame<'w>,
        out: &mut Hangs,
    ) {
        let hops = query.leads.hops.iter().filter(|hop| modes.contains(&hop.mode));
        for (_, hop) in hops.enumerate().filter(|(at, _)| place.is_none_or(|place| place == *at)) {
            match at.via.and_then(|via| self.learnt_hangs(hop, via, frame)) {
                Some(controls) => controls.into_iter().for_each(|control| out.add(control)),
                None => {
                    frame.set_hop(hop.slot, at);
                    self.hangs(&hop.condition, frame, out);
                }
            }
        }
    }
}
