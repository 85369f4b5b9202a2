//! `a ~> b along R { … }`: which search answers it, and what the search says.

mod search;

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tm_model::{AttrId, ElementId, KindId, RelationId, Truth, Value};

use super::lens::Changed;
use super::plan::{PathQuantifier, Planner};
use super::session::LeadsMemo;
use super::val::{Frame, Val};
use super::{Eval, SMALL};
use crate::engine::View;
use crate::graph::{Arrival, EdgeIx, HopTest, Reach, RelationGraph};
use crate::ir::{Expr, HopCondition, HopMode, Leads, Quantifier, Slot};
use crate::outcome::Hop;
use crate::syntax::{AttrSet, Vars, free, free_of_hops, shape};

type BoxedTest<'t> = Box<dyn Fn(&Hop) -> Truth + 't>;

/// Answers kept about single targets.
const ARRIVALS: usize = 1_024;

/// Where the paths of a search begin.
pub(crate) enum Starts<'r> {
    /// At one element, given when the search is asked for.
    One,
    /// At every element that an edge leaves.
    Every,
    /// At all elements of a kind of which these conditions, about them alone, are not false.
    Kind { kind: KindId, slot: Slot, only: Vec<&'r Expr>, prefer: Vec<&'r Expr> },
}

/// One question to the graph, for any target.
pub(crate) struct Query<'r> {
    pub(crate) leads: &'r Leads,
    pub(crate) starts: Starts<'r>,
    /// Variables that the conditions on hops mention.
    captures: Vec<Slot>,
    /// The variable that names the target, if conditions on the last hop mention it.
    target: Option<Slot>,
    shape: u32,
    /// What the conditions on hops and starts read (not what the relation reads).
    reads: AttrSet,
    /// The same without the conditions on the last hop.
    reads_before_last: AttrSet,
    /// What the relation reads.
    relation_reads: AttrSet,
    /// The conditions, or the preferences between starts, do read controls.
    reads_controls: bool,
    /// The searches that nothing but the view tells apart: as it is, and with controls unknown.
    made: [OnceCell<Rc<Reach>>; 2],
}

impl<'r> Query<'r> {
    pub(super) fn target(&self) -> Option<Slot> {
        self.target
    }

    /// Whether an attribute has a say in it other than through the edges.
    fn looks_at(&self, attribute: AttrId) -> bool {
        self.reads.has(attribute) || !matches!(self.leads.to.kind, crate::ir::ExprKind::Var(_))
    }

    pub(super) fn new(leads: &'r Leads, starts: Starts<'r>, planner: &Planner<'_, 'r>) -> Self {
        let (all, inner) = free_of_hops(leads);
        let target = match leads.to.kind {
            crate::ir::ExprKind::Var(slot) if all.has(slot) && !inner.has(slot) => Some(slot),
            _ => None,
        };
        let captured = target.map_or(all, |slot| all.without(Vars::one(slot)));
        let mut slots: Vec<Slot> = captured.slots().collect();
        let captures = slots.clone();
        let mut text = format!("{}", leads.relation.0);
        for hop in &leads.hops {
            text.push_str(match hop.mode {
                HopMode::All => " all",
                HopMode::Any => " any",
                HopMode::No => " no",
                HopMode::First => " first",
                HopMode::Last => " last",
                HopMode::Avoiding => " avoiding",
            });
            // The hop's own variables come first, so that they are told apart from those captured.
            let mut own = vec![hop.slot, hop.slot.saturating_add(1), hop.slot.saturating_add(2)];
            if hop.mode == HopMode::Avoiding {
                own.truncate(1);
            }
            own.extend(captured.slots());
            own.extend(target);
            shape(&hop.condition, &mut own, &mut text);
        }
        let hop_conditions = leads.hops.iter().map(|hop| &hop.condition);
        let mut conditions: Vec<&Expr> = hop_conditions.collect();
        match &starts {
            Starts::One => text.push_str(" one"),
            Starts::Every => text.push_str(" every"),
            Starts::Kind { kind, slot, only, prefer } => {
                text.push_str(&format!(" kind {}", kind.0));
                for (mark, exprs) in [(" if", only), (" prefer", prefer)] {
                    for expr in exprs {
                        text.push_str(mark);
                        let mut own = vec![*slot];
                        // A `let` behind it is written out where it is read.
                        planner.shape_with_lets(expr, &mut own, &mut text);
                    }
                }
                conditions.extend(only);
                slots.clear();
            }
        }
        let behind_lets = planner.lets_behind(&conditions);
        conditions.extend(behind_lets);
        let reads = planner.reads.of(conditions);
        let before_last = leads.hops.iter().filter(|hop| hop.mode != HopMode::Last).map(|hop| &hop.condition);
        let mut before_last: Vec<&Expr> = before_last.collect();
        if let Starts::Kind { only, .. } = &starts {
            before_last.extend(only);
        }
        let behind_lets = planner.lets_behind(&before_last);
        before_last.extend(behind_lets);
        let preferred = match &starts {
            Starts::Kind { prefer, .. } => planner.reads.of(prefer.iter().copied()),
            _ => AttrSet::default(),
        };
        let relation_reads =
            planner.reads.of_relation(leads.relation).map(|closure| closure.reads.clone()).unwrap_or_default();
        Self {
            leads,
            captures,
            target,
            shape: planner.searches.shape(text),
            reads_controls: planner.reads.has_control(&reads) || planner.reads.has_control(&preferred),
            reads,
            reads_before_last: planner.reads.of(before_last),
            relation_reads,
            starts,
            made: Default::default(),
        }
    }
}

impl<'r> Planner<'_, 'r> {
    /// The `let`s that expressions read, directly and through other `let`s.
    pub(crate) fn lets_behind(&self, exprs: &[&'r Expr]) -> Vec<&'r Expr> {
        let mut mentioned = exprs.iter().fold(Vars::default(), |vars, expr| vars.union(free(expr)));
        let mut found = Vec::new();
        // A `let` reads earlier ones only.
        for item in self.lets.iter().rev() {
            if mentioned.has(item.slot) {
                mentioned = mentioned.union(free(item.expr));
                found.push(item.expr);
            }
        }
        found
    }

    fn shape_with_lets(&self, expr: &'r Expr, slots: &mut Vec<Slot>, text: &mut String) {
        shape(expr, slots, text);
        for behind in self.lets_behind(&[expr]) {
            text.push_str(" let ");
            shape(behind, slots, text);
        }
    }
}

impl<'r, 'w: 'r> Eval<'_, 'r, 'w> {
    pub(crate) fn graph(&self, relation: RelationId) -> Arc<RelationGraph> {
        match self.view_of(relation) {
            // What nothing that is stated of a control has a say in is the same either way.
            View::ControlsUnknown if self.is_told(relation) => self.load(relation, View::ControlsUnknown),
            _ => self.load(relation, View::Actual),
        }
    }

    fn load(&self, relation: RelationId, view: View) -> Arc<RelationGraph> {
        let engine = self.session.engine;
        engine.searches.graph(relation, view, || engine.world.graph(relation, view))
    }

    /// Whether something that is stated of a control has a say in a relation.
    pub(super) fn is_told(&self, relation: RelationId) -> bool {
        self.load(relation, View::Actual).is_told
    }

    /// How a relation is looked at: one that reads no control is the same either way.
    fn view_of(&self, relation: RelationId) -> View {
        let closure = self.session.engine.reads().of_relation(relation);
        if closure.is_some_and(|closure| closure.has_control) { self.lens.view } else { View::Actual }
    }

    /// How the search for a query is looked at.
    fn view(&self, query: &Query<'r>) -> View {
        let is_same = match self.lens.view {
            View::Actual => true,
            View::ControlsUnknown => !query.reads_controls && !self.is_told(query.leads.relation),
        };
        if is_same { View::Actual } else { self.lens.view }
    }

    /// Which edges the flip gives another truth, where nothing else that a query looks at is changed by it; `None`: something
    /// else may be.
    pub(crate) fn changes(&self, query: &Query<'r>) -> Option<Changed> {
        let attribute = self.lens.flip.as_ref()?.control.attribute;
        if query.looks_at(attribute) || !self.lets.is_empty() {
            return None;
        }
        Some(match query.relation_reads.has(attribute) {
            true => self.changed_edges(query.leads.relation),
            false => Rc::from([]),
        })
    }

    /// The truth of a path expression.
    pub(super) fn leads(&self, leads: &'r Leads, frame: &mut Frame<'w>) -> Truth {
        let (from, to) = match self.ends(leads, frame) {
            Ok(ends) => ends,
            Err(truth) => return truth,
        };
        let memo = self.leads_memo(leads);
        let last = memo.last;
        let is_flipped = self.lens.flip.is_some();
        if !is_flipped && last != Some((from, to)) {
            let memo = LeadsMemo { last: Some((from, to)), ..memo.clone() };
            self.session.memory().leads.borrow_mut().insert(std::ptr::from_ref(leads), memo);
        }
        // Asked about one target again and again: one search backwards answers all of them.
        let backwards = !is_flipped && last.is_some_and(|(start, target)| start != from && target == to);
        if backwards && let Some(every) = &memo.every {
            self.tell_of(every);
            let sources = self.sources(every, frame, to);
            return sources.get(&from).copied().unwrap_or(Truth::False);
        }
        self.arrival_truth(&memo.one, frame, Some(from), to)
    }

    /// The elements at both ends; else the truth that this leaves.
    pub(crate) fn ends(&self, leads: &'r Leads, frame: &mut Frame<'w>) -> Result<(ElementId, ElementId), Truth> {
        let of = |value: Val<'w>| value.open().unwrap_or(Truth::False);
        match (self.element(&leads.from, frame), self.element(&leads.to, frame)) {
            (Ok(from), Ok(to)) if from == to => Err(Truth::False),
            (Ok(from), Ok(to)) => Ok((from, to)),
            (Ok(_), Err(end)) | (Err(end), Ok(_)) => Err(of(end)),
            (Err(from), Err(to)) => Err(of(from).and(of(to))),
        }
    }

    /// The search from one element for a path expression.
    pub(crate) fn one(&self, leads: &'r Leads) -> Rc<Query<'r>> {
        self.leads_memo(leads).one
    }

    fn leads_memo(&self, leads: &'r Leads) -> LeadsMemo<'r> {
        let place = std::ptr::from_ref(leads);
        if let Some(known) = self.session.memory().leads.borrow().get(&place) {
            return known.clone();
        }
        let planner = self.planner();
        let one = Rc::new(planner.query(leads, Starts::One));
        // Where conditions on hops name the start, every start needs a search of its own.
        let is_separable = match leads.from.kind {
            crate::ir::ExprKind::Var(slot) => planner.starts_at(slot, leads),
            _ => one.captures.is_empty(),
        };
        let every = is_separable.then(|| Rc::new(planner.query(leads, Starts::Every)));
        let memo = LeadsMemo { one, every, last: None };
        self.session.memory().leads.borrow_mut().insert(place, memo.clone());
        memo
    }

    /// All starts that lead to a target.
    fn sources(&self, every: &Query<'r>, frame: &mut Frame<'w>, to: ElementId) -> Rc<FxHashMap<ElementId, Truth>> {
        let key = (every.shape, self.lens.view, to, self.captured(every, frame));
        if let Some(known) = self.session.memory().arriving.borrow().get(&key) {
            return known.clone();
        }
        let found: FxHashMap<ElementId, Truth> = self.with_arrival(every, frame, None, to, |arrival| {
            arrival.sources(usize::MAX).into_iter().map(|source| (source.start, source.truth)).collect()
        });
        let found = Rc::new(found);
        let mut known = self.session.memory().arriving.borrow_mut();
        if known.len() >= 64 {
            known.clear();
        }
        known.insert(key, found.clone());
        found
    }

    /// How to answer `any x in KIND …` with one search, if it can be.
    pub(crate) fn path_quantifier(&self, quantifier: &'r Quantifier) -> Option<Rc<PathQuantifier<'r>>> {
        let [generator] = quantifier.generators.as_slice() else { return None };
        let crate::ir::GeneratorSource::List(list) = &generator.source else { return None };
        if !matches!(list.kind, crate::ir::ExprKind::All(_)) {
            return None;
        }
        let place = std::ptr::from_ref(quantifier);
        if let Some(known) = self.session.memory().path_quantifiers.borrow().get(&place) {
            return known.clone();
        }
        let plan = self.planner().path_quantifier(quantifier).map(Rc::new);
        self.session.memory().path_quantifiers.borrow_mut().insert(place, plan.clone());
        plan
    }

    pub(super) fn any_path(&self, paths: &PathQuantifier<'r>, frame: &mut Frame<'w>) -> Truth {
        let guards = self.conditions(&paths.guards, frame);
        if guards == Truth::False {
            return Truth::False;
        }
        match self.element(&paths.query.leads.to, frame) {
            Ok(to) => guards.and(self.arrival_truth(&paths.query, frame, None, to)),
            Err(end) => guards.and(end.open().unwrap_or(Truth::False)),
        }
    }

    /// Whether a path leads to the target, through this lens.
    pub(crate) fn arrival_truth(
        &self,
        query: &Query<'r>,
        frame: &mut Frame<'w>,
        one: Option<ElementId>,
        to: ElementId,
    ) -> Truth {
        self.tell_of(query);
        let Some(flip) = &self.lens.flip else {
            return self.arrival_truth_unflipped(query, frame, one, to);
        };
        let changes_edges = query.relation_reads.has(flip.control.attribute);
        let changes_conditions = query.reads.has(flip.control.attribute);
        // Only a `let` holds what a flip may have changed.
        let before = match self.lets.is_empty() {
            true => self.unflipped().arrival_truth(query, frame, one, to),
            false => self.unflipped().arrival_truth(query, &mut self.unflipped_frame(frame), one, to),
        };
        // What is settled stays so: a flip only says what was unknown.
        if !before.is_open() || !(changes_edges || changes_conditions) {
            return before;
        }
        if !changes_edges
            && !query.reads_before_last.has(flip.control.attribute)
            && let Some(truth) = self.with_last_hop(query, frame, one, to)
        {
            return truth;
        }
        let changed = match changes_edges {
            true => self.changed_edges(query.leads.relation),
            false => Rc::from([]),
        };
        // What becomes of the best path is mostly enough, and cheaper than another search.
        let edges = self.graph(query.leads.relation).edge_count();
        match self.best_path(query, frame, one, to, &changed) {
            Truth::True => return Truth::True,
            Truth::False => {}
            // It stays possible. Only another path could decide: worth looking for where looking is cheap.
            _ if edges > SMALL => return before,
            _ => {}
        }
        let budget = &self.session.budget;
        if changed.is_empty() {
            return match budget.flip(edges as u64 + 64) {
                true => self.with_arrival(query, frame, one, to, |arrival| arrival.truth()),
                false => before,
            };
        }
        if !budget.flip(64) {
            return before;
        }
        let mut steps = usize::try_from(budget.flips_left()).unwrap_or(usize::MAX);
        let allowed = steps;
        let truth = self.with_arrival(query, frame, one, to, |arrival| arrival.truth_if(&changed, &mut steps));
        budget.flip((allowed - steps) as u64);
        truth.unwrap_or(before)
    }

    /// Kept where nothing but the two ends counts: one target is asked about again for every flip.
    fn arrival_truth_unflipped(
        &self,
        query: &Query<'r>,
        frame: &mut Frame<'w>,
        one: Option<ElementId>,
        to: ElementId,
    ) -> Truth {
        let key = (query.shape, self.lens.view, one, to);
        let is_kept = query.captures.is_empty() && query.target.is_none();
        if let (true, Some(known)) = (is_kept, self.session.memory().arrivals.borrow().get(&key)) {
            return *known;
        }
        let truth = self.with_arrival(query, frame, one, to, |arrival| arrival.truth());
        if is_kept && !self.session.budget.is_spent() {
            let mut known = self.session.memory().arrivals.borrow_mut();
            if known.len() >= ARRIVALS {
                known.clear();
            }
            known.insert(key, truth);
        }
        truth
    }

    /// What a search has read is read again for whoever asks for it again.
    fn tell_of(&self, query: &Query<'r>) {
        if self.lens.view == View::Actual && (query.reads_controls || self.is_told(query.leads.relation)) {
            self.session.told.set(true);
        }
    }

    /// Where the flip changes nothing but conditions on the last hop: everything up to there is as it was found. `None`: the
    /// rule has no steps left for that.
    fn with_last_hop(
        &self,
        query: &Query<'r>,
        frame: &Frame<'w>,
        one: Option<ElementId>,
        to: ElementId,
    ) -> Option<Truth> {
        let budget = &self.session.budget;
        if !budget.flip(1) {
            return None;
        }
        let reach = self.unflipped().reach(query, &mut self.unflipped_frame(frame), one);
        let (truth, asked) = self.with_last(query, frame, to, |_| true, |tests| reach.truth_if_last(to, tests));
        // Silent steps may lead here from more than anybody knew before: these were the last then.
        if !budget.flip(asked as u64) {
            budget.flip(budget.flips_left());
        }
        Some(truth)
    }

    /// The conditions on the last hop into a target, or some of them, through this lens.
    fn with_last<T>(
        &self,
        query: &Query<'r>,
        frame: &Frame<'w>,
        to: ElementId,
        is_meant: impl Fn(&HopCondition) -> bool,
        ask: impl FnOnce(&[HopTest<'_>]) -> T,
    ) -> T {
        let mut inner = frame.clone();
        if let Some(target) = query.target {
            inner.set(target, Val::Element(to));
        }
        let inner = RefCell::new(inner);
        let last = query.leads.hops.iter().filter(|hop| hop.mode == HopMode::Last && is_meant(hop));
        let tests: Vec<_> = last.map(|hop| self.hop_test(hop, &inner)).collect();
        let tests: Vec<HopTest<'_>> = tests.iter().map(|test| &**test as _).collect();
        ask(&tests)
    }

    /// What the flip makes of the best path that there is without it.
    fn best_path(
        &self,
        query: &Query<'r>,
        frame: &Frame<'w>,
        one: Option<ElementId>,
        to: ElementId,
        changed: &[(EdgeIx, Truth)],
    ) -> Truth {
        let mut before = self.unflipped_frame(frame);
        let found = self.unflipped().with_arrival(query, &mut before, one, to, |arrival| arrival.witness());
        let Some(witness) = found else { return Truth::Unknown };
        let graph = self.graph(query.leads.relation);
        let edge = |ix: EdgeIx| {
            let truth = changed.iter().find(|(changed, _)| *changed == ix).map(|(_, truth)| *truth);
            truth.or_else(|| graph.edge(ix).map(|edge| edge.truth)).unwrap_or(Truth::Unknown)
        };
        let mut truth = witness.edges.iter().map(|&ix| edge(ix)).fold(Truth::True, Truth::and);
        let mut frame = frame.clone();
        if let Some(target) = query.target {
            frame.set(target, Val::Element(to));
        }
        if let Starts::Kind { slot, only, .. } = &query.starts {
            let mut frame = self.unflipped_frame(&frame);
            frame.set(*slot, Val::Element(witness.start));
            truth = truth.and(self.truth_of(only, &mut frame));
        }
        let between = witness.edges.iter().skip(1).filter_map(|&ix| graph.edge(ix)).map(|edge| edge.from);
        let between: Vec<ElementId> = between.collect();
        let hops = witness.hops.as_slice();
        for hop in &query.leads.hops {
            let mut at_hop = |at: &Hop| {
                frame.set_hop(hop.slot, at);
                self.truth(&hop.condition, &mut frame)
            };
            truth = truth.and(match hop.mode {
                HopMode::All => hops.iter().map(at_hop).fold(Truth::True, Truth::and),
                HopMode::No => hops.iter().map(at_hop).fold(Truth::False, Truth::or).negate(),
                HopMode::Any => hops.iter().map(at_hop).fold(Truth::False, Truth::or),
                HopMode::First => hops.first().map_or(Truth::False, &mut at_hop),
                HopMode::Last => hops.last().map_or(Truth::False, &mut at_hop),
                HopMode::Avoiding => {
                    let passes = between.iter().map(|&node| {
                        frame.set(hop.slot, Val::Element(node));
                        self.truth(&hop.condition, &mut frame)
                    });
                    passes.fold(Truth::False, Truth::or).negate()
                }
            });
        }
        truth
    }

    /// The frame as it reads without the flip.
    fn unflipped_frame(&self, frame: &Frame<'w>) -> Frame<'w> {
        let mut frame = frame.clone();
        self.forget_lets(&mut frame);
        frame
    }

    /// Asks a search about one target. The conditions on the last hop that mention it are evaluated through this lens.
    pub(crate) fn with_arrival<T>(
        &self,
        query: &Query<'r>,
        frame: &mut Frame<'w>,
        one: Option<ElementId>,
        to: ElementId,
        f: impl FnOnce(&Arrival<'_>) -> T,
    ) -> T {
        let reach = self.reach(query, frame, one);
        let Some(target) = query.target else { return f(&reach.arrival(to, &[])) };
        let mentions = |hop: &HopCondition| free(&hop.condition).has(target);
        self.with_last(query, frame, to, mentions, |tests| f(&reach.arrival(to, tests)))
    }

    fn hop_test<'t>(&'t self, hop: &'r HopCondition, frame: &'t RefCell<Frame<'w>>) -> BoxedTest<'t> {
        let learnt = self.learnt(hop);
        Box::new(move |at: &Hop| {
            let mut frame = frame.borrow_mut();
            let known = learnt.as_ref().zip(at.via);
            let known = known.and_then(|(learnt, via)| self.learnt_truth(hop, learnt, via, &frame));
            let truth = known.unwrap_or_else(|| {
                frame.set_hop(hop.slot, at);
                self.truth(&hop.condition, &mut frame)
            });
            if hop.mode == HopMode::No { truth.negate() } else { truth }
        })
    }

    fn captured(&self, query: &Query<'r>, frame: &mut Frame<'w>) -> Vec<Value> {
        query.captures.iter().map(|&slot| self.variable(slot, frame).into_value()).collect()
    }
}
