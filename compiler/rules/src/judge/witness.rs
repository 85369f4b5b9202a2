//! Choosing witnesses: definite before possible, then preferred, then fewest hops, then by name.

use std::cmp::Ordering;
use std::ops::ControlFlow;
use std::sync::Arc;

use tm_model::{AttrId, ElementId, Truth};

use super::plan::{Arm, ArmSource, RulePlan, SearchPlan, WitnessPlan};
use crate::eval::{Changed, Eval, Filtered, Frame, Val};
use crate::graph::Source;
use crate::ir::{BindingSource, Leads};
use crate::outcome::Hop;

/// One way to go through the witnesses of a rule.
pub(super) struct Witnesses<'a, 'e, 'r, 'w> {
    pub(super) plan: &'a RulePlan<'r>,
    pub(super) eval: Eval<'e, 'r, 'w>,
}

/// The best witness for some subjects.
pub(super) struct Best<'r, 'w> {
    pub(super) truth: Truth,
    /// Over all witnesses.
    pub(super) any: Truth,
    pub(super) frame: Frame<'w>,
    pub(super) paths: Vec<FoundPath<'r>>,
}

impl<'w> Best<'_, 'w> {
    /// Where a rule has no witnesses.
    pub(super) fn of_subjects(truth: Truth, frame: &Frame<'w>) -> Self {
        Self { truth, any: truth, frame: frame.clone(), paths: Vec::new() }
    }
}

/// A path that a search has found for a witness.
#[derive(Clone)]
pub(super) struct FoundPath<'r> {
    pub(super) leads: &'r Leads,
    pub(super) hops: Arc<[Hop]>,
}

/// Something that a witness variable can stand for.
#[derive(Clone)]
pub(super) struct Candidate<'c, 'r, 'w> {
    value: Val<'w>,
    /// Of its being one, and of what is covered.
    truth: Truth,
    /// The branch that yields it; its `covers` need not be evaluated.
    pub(super) arm: Option<&'c Arm<'r>>,
    path: Option<FoundPath<'r>>,
}

/// How many starts of a search are looked at: the best one will mostly do, and is there for the asking.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Best,
    All,
}

/// A list of them; sorted: the first that holds is the best.
struct Candidates<'c, 'r, 'w> {
    list: Listed<'c, 'r, 'w>,
    is_sorted: bool,
}

enum Listed<'c, 'r, 'w> {
    These(Vec<Candidate<'c, 'r, 'w>>),
    /// All that pass what is known of the witness alone, by name. Its truth is that of conditions evaluated again.
    Filtered(Filtered),
}

impl<'c, 'r, 'w> Listed<'c, 'r, 'w> {
    fn get(&self, at: usize) -> Option<Candidate<'c, 'r, 'w>> {
        match self {
            Self::These(list) => list.get(at).cloned(),
            Self::Filtered(list) => list.get(at).map(|&(id, _)| plain(Val::Element(id), Truth::True)),
        }
    }
}

/// What has been chosen on the way to a leaf, outermost first.
pub(super) type Chosen<'x, 'c, 'r, 'w> = &'x [Candidate<'c, 'r, 'w>];

/// So few candidates are looked at one by one rather than by a search.
const FEW: usize = 12;

impl<'r, 'w: 'r> Witnesses<'_, '_, 'r, 'w> {
    /// The best witness; `None`: there is none, not even a possible one.
    pub(super) fn best(&self, truth: Truth, frame: &mut Frame<'w>) -> Option<Best<'r, 'w>> {
        let mut best: Option<(Rank, Best<'r, 'w>)> = None;
        let mut any = Truth::False;
        self.each(truth, frame, &mut |frame, truth, chosen| {
            any = any.or(truth);
            let paths: Vec<FoundPath<'r>> = chosen.iter().filter_map(|candidate| candidate.path.clone()).collect();
            let rank = self.rank(truth, frame, &paths);
            if best.as_ref().is_none_or(|(known, _)| self.compare(&rank, known) == Ordering::Less) {
                best = Some((rank, Best { truth, any, frame: frame.clone(), paths }));
            }
            ControlFlow::Continue(())
        });
        best.map(|(_, best)| Best { any, ..best })
    }

    /// Whether there is a witness.
    pub(super) fn truth(&self, truth: Truth, frame: &mut Frame<'w>) -> Truth {
        if let Some(any) = self.searches(frame, &mut |_, _, _, _| {}) {
            return truth.with(any);
        }
        let mut any = Truth::False;
        self.each(truth, frame, &mut |_, truth, _| {
            any = any.or(truth);
            if any == Truth::True { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        any
    }

    /// Whether there is a witness, where searches alone answer that. Calls `visit` for those that lead here: with the target
    /// and the truth of what they find. `None`: one has to look closer.
    pub(super) fn searches(
        &self,
        frame: &mut Frame<'w>,
        visit: &mut dyn FnMut(&mut Frame<'w>, &Arm<'r>, ElementId, Truth),
    ) -> Option<Truth> {
        let search = self.plan.witnesses.first().filter(|_| self.plan.is_searched)?.search.as_ref()?;
        let mut targets = Vec::new();
        for arm in &search.arms {
            let ArmSource::Search { query, .. } = &arm.source else { return None };
            match self.eval.element(&query.leads.to, frame) {
                Ok(to) => targets.push((arm, query, to)),
                Err(Val::Unset) => {}
                Err(_) => return None,
            }
        }
        let mut any = Truth::False;
        for (arm, query, to) in targets {
            let guards = self.eval.conditions(&arm.guards, frame);
            if guards == Truth::False {
                continue;
            }
            let arrival = self.eval.arrival_truth(query, frame, None, to);
            if arrival != Truth::False {
                visit(frame, arm, to, arrival);
                any = any.or(guards.with(arrival));
            }
        }
        Some(any)
    }

    /// What a flip of this attribute changes along each search, if that is all it changes of whether there is a witness.
    pub(super) fn changes(&self, attribute: AttrId) -> Option<Vec<Changed>> {
        let search = self.plan.witnesses.first().filter(|_| self.plan.is_searched)?.search.as_ref()?;
        let of = |arm: &Arm<'r>| match &arm.source {
            ArmSource::Search { query, .. } if !arm.reads.has(attribute) => self.eval.changes(query),
            _ => None,
        };
        search.arms.iter().map(of).collect()
    }

    /// Calls `visit` for choices of witnesses that are not false. If one is true, worse ones may be left out.
    pub(super) fn each(
        &self,
        truth: Truth,
        frame: &mut Frame<'w>,
        visit: &mut dyn FnMut(&mut Frame<'w>, Truth, Chosen<'_, '_, 'r, 'w>) -> ControlFlow<()>,
    ) {
        let _ = self.bind(0, truth, frame, &mut Vec::new(), visit);
    }

    fn bind<'c>(
        &'c self,
        at: usize,
        truth: Truth,
        frame: &mut Frame<'w>,
        chosen: &mut Vec<Candidate<'c, 'r, 'w>>,
        visit: &mut dyn FnMut(&mut Frame<'w>, Truth, Chosen<'_, '_, 'r, 'w>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let Some(witness) = self.plan.witnesses.get(at) else { return visit(frame, truth, chosen) };
        let order = self.plan.subjects.len() + at;
        let (first, more) = match &witness.search {
            Some(search) => self.searched(witness, search, frame),
            None => (vec![self.listed(witness, frame)], None),
        };
        let found = std::cell::Cell::new(false);
        let mut go = |list: Candidates<'c, 'r, 'w>,
                      frame: &mut Frame<'w>,
                      chosen: &mut Vec<Candidate<'c, 'r, 'w>>|
         -> ControlFlow<()> {
            for candidate in (0..).map_while(|at| list.list.get(at)) {
                if !self.eval.session.budget.step() {
                    return ControlFlow::Break(());
                }
                self.plan.refresh(order, &self.eval, frame);
                frame.set(witness.plan.binding.slot, candidate.value.clone());
                let truth = self.settle(order + 1, truth.with(candidate.truth), candidate.arm, frame);
                if truth == Truth::False {
                    continue;
                }
                let mut is_true = false;
                chosen.push(candidate);
                let flow = self.bind(at + 1, truth, frame, chosen, &mut |frame, truth, chosen| {
                    is_true = is_true || truth == Truth::True;
                    visit(frame, truth, chosen)
                });
                chosen.pop();
                flow?;
                found.set(found.get() || is_true);
                if is_true && list.is_sorted {
                    break;
                }
            }
            ControlFlow::Continue(())
        };
        for list in first {
            go(list, frame, chosen)?;
        }
        if let (false, Some(more)) = (found.get(), more) {
            for list in self.all_sources(more, frame) {
                go(list, frame, chosen)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Evaluates what can be evaluated now and is not covered.
    fn settle(&self, ready: usize, mut truth: Truth, arm: Option<&Arm<'r>>, frame: &mut Frame<'w>) -> Truth {
        for &at in self.plan.ready.get(ready).into_iter().flatten() {
            if truth == Truth::False {
                break;
            }
            if arm.is_some_and(|arm| arm.covers.contains(&at)) {
                continue;
            }
            if let Some(conjunct) = self.plan.conjuncts.get(at) {
                truth = truth.with(self.eval.condition(conjunct.condition, frame));
            }
        }
        truth
    }

    /// Candidates without a search: tied ones, else all that pass what is known of the witness alone.
    fn listed<'c>(&self, witness: &'c WitnessPlan<'r>, frame: &mut Frame<'w>) -> Candidates<'c, 'r, 'w> {
        // The first that holds ends it, if nothing but names decides between them.
        let is_sorted = self.plan.rule.prefer.is_empty() && !witness.has_path;
        let is_tied = witness.plan.gen_.as_ref().is_some_and(|gen_| self.eval.candidates(gen_, frame).is_some());
        if let (Some((kind, only)), false) = (&witness.filter, is_tied) {
            let list = self.eval.filtered(*kind, witness.plan.binding.slot, only, frame.len());
            return Candidates { list: Listed::Filtered(list), is_sorted };
        }
        let mut list: Vec<Candidate<'c, 'r, 'w>> = Vec::new();
        let _ = self.eval.members(&witness.plan, frame, &mut |_, value, truth| {
            list.push(plain(value, truth));
            ControlFlow::Continue(())
        });
        if is_sorted && list.len() > 1 {
            list.sort_by(|a, b| match (&a.value, &b.value) {
                (Val::Element(a), Val::Element(b)) => self.eval.by_name(*a, *b),
                _ => Ordering::Equal,
            });
        }
        Candidates { list: Listed::These(list), is_sorted }
    }

    /// Candidates by searches: one list per branch; and the branches of which there are more.
    fn searched<'c>(
        &self,
        witness: &'c WitnessPlan<'r>,
        search: &'c SearchPlan<'r>,
        frame: &mut Frame<'w>,
    ) -> (Vec<Candidates<'c, 'r, 'w>>, Option<(&'c WitnessPlan<'r>, &'c SearchPlan<'r>)>) {
        if let Some(gen_) = &witness.plan.gen_
            && self.eval.candidates(gen_, frame).is_some_and(|found| found.len() <= FEW)
        {
            return (vec![self.listed(witness, frame)], None);
        }
        let mut lists = Vec::new();
        let mut more = false;
        for arm in &search.arms {
            match self.arm(witness, arm, Extent::Best, frame) {
                Some((list, is_all)) => {
                    lists.push(list);
                    more = more || !is_all;
                }
                None => return (vec![self.everything(witness, frame)], None),
            }
        }
        (lists, more.then_some((witness, search)))
    }

    fn all_sources<'c>(
        &self,
        (witness, search): (&'c WitnessPlan<'r>, &'c SearchPlan<'r>),
        frame: &mut Frame<'w>,
    ) -> Vec<Candidates<'c, 'r, 'w>> {
        let arms = search.arms.iter();
        arms.filter_map(|arm| self.arm(witness, arm, Extent::All, frame)).map(|(list, _)| list).collect()
    }

    /// What one branch yields, and whether that is all; `None`: anything.
    fn arm<'c>(
        &self,
        witness: &'c WitnessPlan<'r>,
        arm: &'c Arm<'r>,
        extent: Extent,
        frame: &mut Frame<'w>,
    ) -> Option<(Candidates<'c, 'r, 'w>, bool)> {
        let nothing = || Some((Candidates { list: Listed::These(Vec::new()), is_sorted: true }, true));
        let guards = self.eval.conditions(&arm.guards, frame);
        if guards == Truth::False {
            return nothing();
        }
        let (query, residual) = match &arm.source {
            ArmSource::All => return None,
            ArmSource::Gen(gen_) => {
                let found = self.eval.candidates(gen_, frame)?;
                let BindingSource::Kind(kind) = witness.plan.binding.source else { return nothing() };
                let fitting = found.into_iter().filter(|id| self.eval.is_kind(*id, kind));
                let list = fitting.map(|id| plain(Val::Element(id), Truth::True)).collect();
                return Some((Candidates { list: Listed::These(list), is_sorted: false }, true));
            }
            ArmSource::Search { query, residual } => (query, *residual),
        };
        let to = match self.eval.element(&query.leads.to, frame) {
            Ok(to) => to,
            Err(Val::Unset) => return nothing(),
            Err(_) => return None,
        };
        let is_flipped = self.eval.lens.flip.is_some();
        let truth = self.eval.arrival_truth(query, frame, None, to);
        if truth == Truth::False {
            return nothing();
        }
        let base = self.eval.unflipped();
        if !residual {
            // One witness stands for all of them; under a flip, only its truth counts.
            let found = base.with_arrival(query, frame, None, to, |arrival| arrival.witness())?;
            let path = FoundPath { leads: query.leads, hops: found.hops.into() };
            let value = Val::Element(found.start);
            let candidate = Candidate { value, truth: truth.with(guards), arm: Some(arm), path: Some(path) };
            return Some((Candidates { list: Listed::These(vec![candidate]), is_sorted: true }, true));
        }
        let sources = base.with_arrival(query, frame, None, to, |arrival| match extent {
            Extent::Best => {
                let best = arrival.witness();
                best.map(|witness| Source { start: witness.start, truth: witness.truth }).into_iter().collect()
            }
            Extent::All => arrival.sources(usize::MAX),
        });
        // Under a flip the truth of each is evaluated anew.
        let covered = |truth: Truth| match is_flipped {
            true => (Truth::True, None),
            false => (truth.with(guards), Some(arm)),
        };
        let list = sources.into_iter().map(|source| {
            let (truth, arm) = covered(source.truth);
            Candidate { value: Val::Element(source.start), truth, arm, path: None }
        });
        Some((
            Candidates { list: Listed::These(list.collect()), is_sorted: witness.prefers_alone && !is_flipped },
            extent == Extent::All,
        ))
    }

    /// All that pass what is known of the witness alone.
    fn everything<'c>(&self, witness: &'c WitnessPlan<'r>, frame: &Frame<'w>) -> Candidates<'c, 'r, 'w> {
        let list = match &witness.filter {
            Some((kind, only)) => {
                Listed::Filtered(self.eval.filtered(*kind, witness.plan.binding.slot, only, frame.len()))
            }
            None => Listed::These(Vec::new()),
        };
        Candidates { list, is_sorted: false }
    }

    fn rank(&self, truth: Truth, frame: &mut Frame<'w>, paths: &[FoundPath<'r>]) -> Rank {
        let not_preferred = |expr| self.eval.truth(expr, frame) != Truth::True;
        let not_preferred = self.plan.rule.prefer.iter().map(not_preferred).collect();
        let has_path = self.plan.witnesses.iter().any(|witness| witness.has_path);
        let hops = match paths.first() {
            Some(path) => path.hops.len(),
            None if has_path && !self.plan.witnesses.is_empty() => self.hops(frame),
            None => 0,
        };
        let names = self.plan.witnesses.iter().filter_map(|witness| frame.element(witness.plan.binding.slot));
        Rank { truth, not_preferred, hops, names: names.collect() }
    }

    /// The length of the path that makes the condition true of a witness that no search has yielded.
    fn hops(&self, frame: &Frame<'w>) -> usize {
        let mut why = crate::eval::Why::default();
        let mut frame = frame.clone();
        for conjunct in self.plan.conjuncts.iter().filter(|conjunct| conjunct.has_path) {
            self.eval.why_condition(conjunct.condition, &mut frame, &mut why);
        }
        if why.path.is_empty() { usize::MAX } else { why.path.len() }
    }

    /// `Less`: better.
    fn compare(&self, a: &Rank, b: &Rank) -> Ordering {
        let order = |truth: Truth| match truth {
            Truth::True => 0,
            Truth::Unknown => 1,
            Truth::NotApplicable => 2,
            Truth::False => 3,
        };
        let by_names = || {
            let pairs = a.names.iter().zip(&b.names);
            pairs.map(|(a, b)| self.eval.by_name(*a, *b)).find(|by| by.is_ne()).unwrap_or(Ordering::Equal)
        };
        order(a.truth)
            .cmp(&order(b.truth))
            .then_with(|| a.not_preferred.cmp(&b.not_preferred))
            .then(a.hops.cmp(&b.hops))
            .then_with(by_names)
    }
}

struct Rank {
    truth: Truth,
    not_preferred: Vec<bool>,
    hops: usize,
    names: Vec<ElementId>,
}

fn plain<'c, 'r, 'w>(value: Val<'w>, truth: Truth) -> Candidate<'c, 'r, 'w> {
    Candidate { value, truth, arm: None, path: None }
}
