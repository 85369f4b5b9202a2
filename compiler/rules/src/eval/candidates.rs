//! Elements that a variable can stand for: generators at work.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use tm_model::{ElementId, KindId, Truth, Value};

use super::Eval;
use super::list::{Items, Members};
use super::plan::{Branch, BranchSource, Gen, Planner};
use super::read::sort_by_name;
use super::val::{Frame, Val};
use crate::engine::View;
use crate::ir::{Expr, ExprKind, Quantifier, Slot};

/// The elements of a kind by the value of a key, in source order.
#[derive(Debug, Default)]
pub(crate) struct Index {
    by_key: FxHashMap<Value, Vec<ElementId>>,
    /// Those whose key is not (wholly) known: they may match anything.
    open: Vec<ElementId>,
}

/// Conditions by their places.
pub(super) type FilterKey = (KindId, View, Vec<*const Expr>);

/// Elements with the truth of conditions about them.
pub(crate) type Filtered = Rc<[(ElementId, Truth)]>;

/// `None`: nothing narrows them down.
type Found = Option<Vec<ElementId>>;

impl<'r, 'w: 'r> Eval<'_, 'r, 'w> {
    /// Candidates, each once, perhaps some of other kinds; `None`: all of the kind.
    pub(crate) fn candidates(&self, gen_: &Gen<'r>, frame: &Frame<'w>) -> Option<Vec<ElementId>> {
        // Whatever the keys have read is kept, and told of no one in particular.
        self.session.told.set(true);
        // A flip settles what is unknown, so what it makes true is among what could be true without it.
        let eval = self.unflipped();
        let mut frame = frame.clone();
        eval.forget_lets_if_flipped(self, &mut frame);
        let mut found = eval.find(gen_, &mut frame)?;
        if found.len() > 1 {
            let mut seen = FxHashSet::default();
            found.retain(|&id| seen.insert(id));
        }
        Some(found)
    }

    /// The same in source order, of that kind only.
    pub(super) fn candidates_of(&self, kind: KindId, gen_: &Gen<'r>, frame: &Frame<'w>) -> Option<Vec<ElementId>> {
        let mut found = self.candidates(gen_, frame)?;
        if !found.is_empty() {
            let positions = self.positions(kind);
            found.retain(|id| positions.contains_key(id));
            found.sort_unstable_by_key(|id| positions.get(id).copied());
        }
        Some(found)
    }

    fn positions(&self, kind: KindId) -> Rc<FxHashMap<ElementId, u32>> {
        if let Some(known) = self.session.memory().positions.borrow().get(&kind) {
            return known.clone();
        }
        let all = self.session.engine.world.all(kind).iter().zip(0..);
        let positions: Rc<FxHashMap<_, _>> = Rc::new(all.map(|(&id, at)| (id, at)).collect());
        self.session.memory().positions.borrow_mut().insert(kind, positions.clone());
        positions
    }

    fn forget_lets_if_flipped(&self, other: &Self, frame: &mut Frame<'w>) {
        if other.lens.flip.is_some() {
            self.forget_lets(frame);
        }
    }

    fn find(&self, gen_: &Gen<'r>, frame: &mut Frame<'w>) -> Found {
        match gen_ {
            Gen::Forward { other } => {
                let values = definite(&self.eval(other, frame))?;
                Some(values.iter().filter_map(as_element).collect())
            }
            Gen::Index { kind, slot, key, other } => {
                let values = definite(&self.eval(other, frame))?;
                let index = self.index(*kind, *slot, key, frame.len());
                let mut found = index.open.clone();
                for value in &values {
                    found.extend(index.by_key.get(value).into_iter().flatten());
                }
                Some(found)
            }
            Gen::Within { quantifier, inner } => {
                let mut found = Some(Vec::new());
                let bare = Quantified { eval: self, quantifier };
                bare.each(0, frame, &mut |frame| {
                    if let Some(list) = &mut found {
                        match self.find(inner, frame) {
                            Some(more) => list.extend(more),
                            None => found = None,
                        }
                    }
                })
                .then_some(())?;
                found
            }
            Gen::Union(branches) => {
                let mut found = Vec::new();
                for branch in branches {
                    found.extend(self.find_branch(branch, frame)?);
                }
                Some(found)
            }
        }
    }

    fn find_branch(&self, branch: &Branch<'r>, frame: &mut Frame<'w>) -> Found {
        if self.truth_of(&branch.guards, frame) == Truth::False {
            return Some(Vec::new());
        }
        match &branch.source {
            BranchSource::All => None,
            BranchSource::Gen(gen_) => self.find(gen_, frame),
            BranchSource::Filter { kind, slot, only } => {
                let list = self.filtered(*kind, *slot, only, frame.len());
                Some(list.iter().map(|&(id, _)| id).collect())
            }
        }
    }

    /// The elements of a kind of which conditions about them alone are not false, with their truth; by name.
    pub(crate) fn filtered(&self, kind: KindId, slot: Slot, only: &[&'r Expr], frame: Slot) -> Filtered {
        self.session.told.set(true);
        let places = only.iter().map(|&expr| std::ptr::from_ref(expr)).collect();
        let key: FilterKey = (kind, self.lens.view, places);
        if let Some(known) = self.session.memory().filters.borrow().get(&key) {
            return known.clone();
        }
        let eval = self.unflipped();
        let mut frame = eval.frame(frame);
        let mut list = Vec::new();
        for &id in self.session.engine.world.all(kind) {
            if !self.session.budget.step() {
                break;
            }
            eval.forget_lets(&mut frame);
            frame.set(slot, Val::Element(id));
            let truth = eval.truth_of(only, &mut frame);
            if truth != Truth::False {
                list.push((id, truth));
            }
        }
        sort_by_name(self.session.engine.world, &mut list, |(id, _)| *id);
        let list: Filtered = list.into();
        if !self.session.budget.is_spent() {
            self.session.memory().filters.borrow_mut().insert(key, list.clone());
        }
        list
    }

    fn index(&self, kind: KindId, slot: Slot, key: &'r Expr, frame: Slot) -> Rc<Index> {
        let place = (std::ptr::from_ref(key), self.lens.view);
        if let Some(known) = self.session.memory().indexes.borrow().get(&place) {
            return known.clone();
        }
        let mut index = Index::default();
        let mut frame = self.frame(frame);
        for &id in self.session.engine.world.all(kind) {
            if !self.session.budget.step() {
                break;
            }
            self.forget_lets(&mut frame);
            frame.set(slot, Val::Element(id));
            let value = self.eval(key, &mut frame);
            match definite(&value) {
                Some(values) => {
                    for value in values {
                        index.by_key.entry(value).or_default().push(id);
                    }
                }
                None => index.open.push(id),
            }
        }
        let index = Rc::new(index);
        if !self.session.budget.is_spent() {
            self.session.memory().indexes.borrow_mut().insert(place, index.clone());
        }
        index
    }

    /// How to narrow a generator over a whole kind; kept by quantifier.
    pub(super) fn quantifier_gen(&self, quantifier: &'r Quantifier, list: &'r Expr) -> Option<(KindId, Rc<Gen<'r>>)> {
        let ExprKind::All(kind) = list.kind else { return None };
        let place = std::ptr::from_ref(quantifier);
        if let Some(known) = self.session.memory().quantifier_gens.borrow().get(&place) {
            return known.clone().map(|gen_| (kind, gen_));
        }
        let gen_ = self.planner().quantifier_generator(quantifier).map(Rc::new);
        self.session.memory().quantifier_gens.borrow_mut().insert(place, gen_.clone());
        gen_.map(|gen_| (kind, gen_))
    }

    pub(crate) fn planner(&self) -> Planner<'_, 'r> {
        let engine = self.session.engine;
        Planner { lets: self.lets, schema: engine.schema, reads: engine.reads(), searches: &engine.searches }
    }
}

/// Walks the generators of a quantifier without its conditions.
struct Quantified<'q, 'e, 'r, 'w> {
    eval: &'q Eval<'e, 'r, 'w>,
    quantifier: &'r Quantifier,
}

impl<'r, 'w: 'r> Quantified<'_, '_, 'r, 'w> {
    /// False: a list is not (wholly) known.
    fn each(&self, at: usize, frame: &mut Frame<'w>, f: &mut dyn FnMut(&mut Frame<'w>)) -> bool {
        let Some(generator) = self.quantifier.generators.get(at) else {
            f(frame);
            return true;
        };
        let crate::ir::GeneratorSource::List(list) = &generator.source else { return false };
        let Some(values) = definite(&self.eval.eval(list, frame)) else { return false };
        values.iter().all(|value| {
            frame.set(generator.slot, Val::from(value));
            self.eval.session.budget.step() && self.each(at + 1, frame, f)
        })
    }
}

/// The values that something can equal or hold, possible ones included; `None`: it may be anything.
fn definite(val: &Val<'_>) -> Option<Vec<Value>> {
    match Items::of(val) {
        Items::Open(_) => None,
        Items::Known(Members::None) => Some(Vec::new()),
        Items::Known(Members::Elements(elements)) => Some(elements.iter().copied().map(Value::Element).collect()),
        Items::Known(Members::One(value)) => Some(vec![value.clone().into_value()]),
        Items::Known(Members::Set(set)) => {
            let all = || set.members.iter().chain(&set.possible);
            all().all(Value::is_definite).then(|| all().cloned().collect())
        }
    }
}

fn as_element(value: &Value) -> Option<ElementId> {
    match value {
        Value::Element(id) => Some(*id),
        _ => None,
    }
}
