//! What one call of the engine remembers about the expressions it evaluates, and how much work it may still do.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use rustc_hash::FxHashMap;
use tm_model::{ElementId, KindId, Truth, Value};

use super::candidates::{FilterKey, Filtered, Index};
use super::hops;
use super::path::Query;
use super::plan::{Gen, PathQuantifier};
use super::val::Frame;
use crate::engine::{Engine, View};
use crate::ir::{Expr, HopCondition, Leads, MOST_STEPS, Quantifier};

/// Expressions are told apart by where they are in memory: all of them outlive the session.
pub(crate) struct Session<'r, 'w> {
    pub(crate) engine: &'r Engine<'w>,
    pub(crate) budget: Budget,
    /// Something that was stated of a control has been read since this was last reset.
    pub(crate) told: Cell<bool>,
    /// Frames of computations that are done, for the next ones.
    pub(super) frames: RefCell<Vec<Frame<'w>>>,
    memory: OnceCell<Box<Memory<'r>>>,
}

/// What has been learnt of expressions. Most sessions read one value, and learn nothing.
#[derive(Default)]
pub(crate) struct Memory<'r> {
    pub(super) path_quantifiers: RefCell<FxHashMap<*const Quantifier, Option<Rc<PathQuantifier<'r>>>>>,
    pub(super) quantifier_gens: RefCell<FxHashMap<*const Quantifier, Option<Rc<Gen<'r>>>>>,
    pub(super) leads: RefCell<FxHashMap<*const Leads, LeadsMemo<'r>>>,
    pub(super) indexes: RefCell<FxHashMap<(*const Expr, View), Rc<Index>>>,
    pub(super) filters: RefCell<FxHashMap<FilterKey, Filtered>>,
    pub(super) positions: RefCell<FxHashMap<KindId, Rc<FxHashMap<ElementId, u32>>>>,
    /// Whether a path leads there.
    pub(super) arrivals: RefCell<FxHashMap<Arrived, Truth>>,
    pub(super) arriving: RefCell<FxHashMap<Arriving, Rc<FxHashMap<ElementId, Truth>>>>,
    pub(super) hops: RefCell<FxHashMap<(*const HopCondition, View), hops::Shared>>,
}

/// Which of its two ends a path expression has been asked about last.
#[derive(Clone)]
pub(crate) struct LeadsMemo<'r> {
    pub(super) one: Rc<Query<'r>>,
    pub(super) every: Option<Rc<Query<'r>>>,
    pub(super) last: Option<(ElementId, ElementId)>,
}

/// Shape, view, only start, target.
pub(super) type Arrived = (u32, View, Option<ElementId>, ElementId);

/// Shape, view, target, captured values.
pub(super) type Arriving = (u32, View, ElementId, Vec<Value>);

impl<'r, 'w> Session<'r, 'w> {
    pub(crate) fn new(engine: &'r Engine<'w>) -> Self {
        Self::limited(engine, MOST_STEPS)
    }

    /// With so many steps for the rule.
    pub(crate) fn limited(engine: &'r Engine<'w>, steps: u64) -> Self {
        Self {
            engine,
            budget: Budget::new(steps),
            told: Cell::new(false),
            frames: RefCell::default(),
            memory: OnceCell::new(),
        }
    }
}

impl<'r, 'w> Session<'r, 'w> {
    pub(super) fn memory(&self) -> &Memory<'r> {
        self.memory.get_or_init(Box::default)
    }

    /// Keeps the memory of a frame that is not needed any more.
    pub(crate) fn give_back(&self, frame: Frame<'w>) {
        self.frames.borrow_mut().push(frame);
    }
}

/// Steps that one subject may take.
pub(crate) const PER_SUBJECT: u64 = 4_000_000;

/// How many more members of lists may be looked at. Everything else in an evaluation is bounded by the text of the rule.
pub(crate) struct Budget {
    subject: Cell<u64>,
    rule: Cell<u64>,
    /// Edges that searches under a flip may still look at.
    flips: Cell<u64>,
}

const FLIPS: u64 = 4_000_000;

impl Budget {
    /// `steps`: those that the rule may take.
    fn new(steps: u64) -> Self {
        Self { subject: Cell::new(steps.min(PER_SUBJECT)), rule: Cell::new(steps), flips: Cell::new(FLIPS) }
    }

    pub(crate) fn next_subject(&self) {
        self.rule.set(self.rule_left());
        self.subject.set(PER_SUBJECT.min(self.rule.get()));
    }

    /// Steps left for the rule.
    pub(crate) fn rule_left(&self) -> u64 {
        let given = PER_SUBJECT.min(self.rule.get());
        self.rule.get().saturating_sub(given.saturating_sub(self.subject.get()))
    }

    /// Steps taken of those that were given for the rule, and edges that searches under a flip have looked at.
    pub(crate) fn taken(&self, given: u64) -> u64 {
        given.saturating_sub(self.rule_left()) + (FLIPS - self.flips.get())
    }

    /// For what is computed for the whole world at once.
    pub(crate) fn whole_rule(&self) {
        self.subject.set(self.rule.get());
    }

    /// Takes one step; false: there is none left.
    pub(crate) fn step(&self) -> bool {
        let left = self.subject.get();
        self.subject.set(left.saturating_sub(1));
        left > 0
    }

    /// Takes the steps of something that takes time or memory of its own.
    pub(crate) fn charge(&self, steps: u64) {
        self.subject.set(self.subject.get().saturating_sub(steps));
    }

    pub(crate) fn is_spent(&self) -> bool {
        self.subject.get() == 0
    }

    /// Steps left for the subject at hand.
    pub(crate) fn left(&self) -> u64 {
        self.subject.get()
    }

    /// Takes what a search over so many edges costs; false: too dear.
    pub(crate) fn flip(&self, edges: u64) -> bool {
        let left = self.flips.get();
        if left < edges {
            return false;
        }
        self.flips.set(left - edges);
        true
    }

    /// The edges that are left to searches under a flip.
    pub(crate) fn flips_left(&self) -> u64 {
        self.flips.get()
    }
}
