//! Conditions on hops that look at nothing but what the hop is made through: by the situation that this is in, anew where
//! that is not known. A search asks them of every edge.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use tm_model::{AttrId, ElementId, Truth};

use super::val::{Frame, Val};
use super::{Eval, Hangs, Session};
use crate::engine::View;
use crate::graph::RelationGraph;
use crate::ir::{HopCondition, HopMode, Slot};
use crate::outcome::Control;
use crate::situations::{Bound, Found, Recorder, STEPS, Situations, Surface, Way};
use crate::syntax::{Vars, free};

/// What comes of a condition in a situation.
struct Sketch {
    truth: Truth,
    /// What it hangs on, if that has been asked.
    controls: Box<[(Way, AttrId)]>,
    steps: u64,
}

/// What has been learnt of one condition, looked at in one way.
pub(crate) struct Learnt {
    situations: Situations<Sketch>,
    failures: u32,
    /// By what a hop is made through.
    truths: FxHashMap<ElementId, Truth>,
    /// There may be a search for each subject: only the first has all of it asked.
    is_asked_ahead: bool,
}

impl Default for Learnt {
    fn default() -> Self {
        Self { situations: Situations::new(2), failures: 0, truths: FxHashMap::default(), is_asked_ahead: false }
    }
}

/// What a session has learnt of a condition; `None`: nothing can be.
pub(super) type Shared = Option<Rc<RefCell<Learnt>>>;

/// Two questions about a condition, a tree for each.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Question {
    Truth,
    Hangs,
}

/// What a condition comes to for one element.
struct Told {
    truth: Truth,
    controls: Vec<Control>,
    steps: u64,
}

/// So many elements in a row that cannot be learnt are enough to stop trying.
const FAILURES: u32 = 8;

impl Sketch {
    /// `None`: it cannot be said in terms of ways, or should not be kept.
    fn of(told: &Told, bound: &Bound) -> Option<Self> {
        if told.steps > STEPS {
            return None;
        }
        let controls = told.controls.iter().map(|control| bound.way_of(control)).collect::<Option<_>>()?;
        Some(Self { truth: told.truth, controls, steps: told.steps })
    }

    fn controls(&self, bound: &Bound) -> Vec<Control> {
        self.controls.iter().filter_map(|control| bound.control(control)).collect()
    }
}

impl<'r, 'w: 'r> Eval<'_, 'r, 'w> {
    /// What has been learnt of a condition; `None`: it looks at more than what the hop is made through, or differs by a flip.
    pub(super) fn learnt(&self, hop: &'r HopCondition) -> Shared {
        if self.lens.flip.is_some() || hop.mode == HopMode::Avoiding {
            return None;
        }
        let mut known = self.session.memory().hops.borrow_mut();
        let place = known.entry((std::ptr::from_ref(hop), self.lens.view)).or_insert_with(|| {
            let is_about_it = free(&hop.condition).is_within(Vars::one(through(hop)));
            is_about_it.then(Rc::default)
        });
        place.clone()
    }

    /// Asks a condition of all that the hops of a relation are made through, in the order in which it stands in memory: a search
    /// comes to it in another, and would wait for each. What takes steps is left to be asked when it is needed.
    pub(super) fn ask_ahead(&self, hop: &'r HopCondition, graph: &RelationGraph, frame: &Frame<'w>) {
        let Some(learnt) = self.learnt(hop) else { return };
        if std::mem::replace(&mut learnt.borrow_mut().is_asked_ahead, true) {
            return;
        }
        let mut through: Vec<ElementId> = graph.through().collect();
        through.sort_unstable();
        through.dedup();
        let budget = &self.session.budget;
        learnt.borrow_mut().truths.reserve(through.len());
        let enough = budget.left().saturating_sub(through.len() as u64);
        let mut asked = through.into_iter().map(|via| self.learnt_truth(hop, &learnt, via, frame));
        while budget.left() > enough && asked.next().flatten().is_some() {}
    }

    /// Whether a condition that has been asked ahead is false of all hops of a relation.
    pub(super) fn is_false_throughout(&self, hop: &'r HopCondition, graph: &RelationGraph) -> bool {
        self.learnt(hop).is_some_and(|learnt| {
            let truths = &learnt.borrow().truths;
            graph.through().all(|via| truths.get(&via) == Some(&Truth::False))
        })
    }

    /// The truth of a condition for the element that a hop is made through; `None`: it has to be evaluated.
    pub(super) fn learnt_truth(
        &self,
        hop: &'r HopCondition,
        learnt: &RefCell<Learnt>,
        via: ElementId,
        frame: &Frame<'w>,
    ) -> Option<Truth> {
        if let Some(known) = learnt.borrow().truths.get(&via) {
            return Some(*known);
        }
        let truth = self.by_situation(Question::Truth, hop, learnt, via, frame)?.truth;
        learnt.borrow_mut().truths.insert(via, truth);
        Some(truth)
    }

    /// What a condition hangs on there; `None`: it has to be evaluated.
    pub(super) fn learnt_hangs(
        &self,
        hop: &'r HopCondition,
        via: ElementId,
        frame: &Frame<'w>,
    ) -> Option<Vec<Control>> {
        let learnt = self.learnt(hop)?;
        let told = self.by_situation(Question::Hangs, hop, &learnt, via, frame)?;
        Some(told.controls)
    }

    fn by_situation(
        &self,
        question: Question,
        hop: &'r HopCondition,
        learnt: &RefCell<Learnt>,
        via: ElementId,
        frame: &Frame<'w>,
    ) -> Option<Told> {
        let mut learnt = learnt.borrow_mut();
        let Learnt { situations, failures, .. } = &mut *learnt;
        if *failures >= FAILURES {
            return None;
        }
        let engine = self.session.engine;
        // What is computed has steps of its own.
        let computing = Session::new(engine);
        let actual = Eval::new(&computing, engine.lens(View::Actual), &[]);
        let hidden = Eval::new(&computing, engine.lens(View::ControlsUnknown), &[]);
        let surface = Surface { subject: via, row: None, actual, hidden };
        situations.turn();
        let told = match situations.find(question as usize, &surface) {
            Found::Known(sketch, bound) => {
                Some(Told { truth: sketch.truth, controls: sketch.controls(bound), steps: sketch.steps })
            }
            Found::New => self.anew(question, hop, surface, frame.len(), situations),
            Found::Never => None,
        };
        match &told {
            Some(told) => {
                *failures = 0;
                self.session.budget.charge(told.steps);
            }
            None => *failures += 1,
        }
        told
    }

    /// Evaluates a condition and remembers the situation.
    fn anew<'s>(
        &self,
        question: Question,
        hop: &'r HopCondition,
        surface: Surface<'s, 'r, 'w>,
        frame: Slot,
        situations: &mut Situations<Sketch>,
    ) -> Option<Told> {
        let via = surface.subject;
        let recorder = Recorder::new(surface, situations).looking_behind();
        let told = {
            let recorded = self.session.engine.looking_at(&recorder);
            let session = Session::new(&recorded);
            let eval = Eval::new(&session, recorded.lens(self.lens.view), &[]);
            let mut frame = eval.frame(frame);
            frame.set(through(hop), Val::Element(via));
            let before = session.budget.left();
            let mut hangs = Hangs::default();
            let truth = match question {
                Question::Truth => eval.truth(&hop.condition, &mut frame),
                Question::Hangs => {
                    eval.hangs(&hop.condition, &mut frame, &mut hangs);
                    Truth::Unknown
                }
            };
            Told { truth, controls: hangs.controls, steps: before - session.budget.left() }
        };
        recorder.finish(question as usize, told, Sketch::of)
    }
}

/// The variable of what a hop is made through; before it come those of its ends.
fn through(hop: &HopCondition) -> Slot {
    hop.slot.saturating_add(2)
}
