//! Three-valued evaluation of expressions.
//!
//! The first pass computes truth alone; [`open`] finds what an open verdict hangs on, [`why`] what a definite one rests on.

mod bindings;
mod candidates;
mod compare;
mod expr;
mod few;
mod hops;
mod lens;
mod list;
mod open;
mod path;
mod plan;
mod quantifier;
mod read;
mod render;
mod searches;
mod session;
mod val;
mod why;

pub(crate) use bindings::BindingPlan;
pub(crate) use candidates::Filtered;
pub(crate) use compare::{compare, contains};
pub(crate) use expr::enum_field;
pub(crate) use lens::{Changed, Flip, Lens};
pub(crate) use open::Hangs;
pub(crate) use path::Query;
pub(crate) use plan::{Condition, Gen, Let, Planner};
pub(crate) use read::{by_name, sort_by_name};
pub(crate) use searches::Searches;
pub(crate) use session::{PER_SUBJECT, Session};
pub(crate) use val::{Frame, Val};
pub(crate) use why::Why;

use tm_model::ElementId;

use crate::ir::{Computation, Slot};

/// One evaluation: a session, the lens to look through, the `let`s of the rule at hand.
#[derive(Clone, Copy)]
pub(crate) struct Eval<'e, 'r, 'w> {
    pub(crate) session: &'e Session<'r, 'w>,
    pub(crate) lens: &'e Lens<'w>,
    pub(crate) lets: &'e [Let<'r>],
    /// How many computations call each other right now.
    depth: u32,
}

/// Edges of a relation in which every control is followed up; in larger ones those on the best path are.
const SMALL: usize = 2_000;

/// Computations never call each other this deep: their dependencies are checked to be free of cycles. Whatever is handed
/// to the engine, evaluation ends.
const MAX_DEPTH: u32 = 100;

impl<'e, 'r, 'w: 'r> Eval<'e, 'r, 'w> {
    pub(crate) fn new(session: &'e Session<'r, 'w>, lens: &'e Lens<'w>, lets: &'e [Let<'r>]) -> Self {
        Self { session, lens, lets, depth: 0 }
    }

    /// The same through another lens.
    pub(crate) fn through<'f>(&self, lens: &'f Lens<'w>) -> Eval<'f, 'r, 'w>
    where
        'e: 'f,
    {
        Eval { session: self.session, lens, lets: self.lets, depth: self.depth }
    }

    /// Without what a flip changes.
    pub(crate) fn unflipped(&self) -> Eval<'e, 'r, 'w>
    where
        'r: 'e,
    {
        Eval {
            session: self.session,
            lens: self.session.engine.lens(self.lens.view),
            lets: self.lets,
            depth: self.depth,
        }
    }

    /// A frame of that length in which no variable is bound and no `let` is computed.
    pub(crate) fn frame(&self, len: Slot) -> Frame<'w> {
        let mut frame = Frame::new(len);
        self.forget_lets(&mut frame);
        frame
    }

    pub(crate) fn forget_lets(&self, frame: &mut Frame<'w>) {
        for (index, item) in self.lets.iter().enumerate() {
            frame.set(item.slot, Val::Pending(index as u16));
        }
    }

    /// The value of a computation for one element, without memo.
    pub(crate) fn compute(&self, element: ElementId, computation: &'r Computation) -> Val<'w> {
        if self.depth >= MAX_DEPTH {
            return Val::Unknown;
        }
        let inner = self.inside();
        let mut frame = self.self_frame(element, computation);
        let value = inner.eval(&computation.expr, &mut frame);
        self.session.give_back(frame);
        value
    }

    /// For evaluating a computation that this evaluation reads.
    pub(crate) fn inside(&self) -> Self {
        Self { lets: &[], depth: self.depth + 1, ..*self }
    }

    pub(super) fn may_go_deeper(&self) -> bool {
        self.depth < MAX_DEPTH
    }

    pub(crate) fn self_frame(&self, element: ElementId, computation: &Computation) -> Frame<'w> {
        let len = computation.frame.max(1);
        let mut frame = match self.session.frames.borrow_mut().pop() {
            Some(mut frame) => {
                frame.reset(len);
                frame
            }
            None => Frame::new(len),
        };
        frame.set(0, Val::Element(element));
        frame
    }
}
