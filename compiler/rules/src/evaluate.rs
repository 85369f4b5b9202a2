//! One expression over a world, for a question of a person.

use tm_model::{ElementId, Truth, Value};

use crate::engine::{Engine, View};
use crate::eval::{Eval, Hangs, Session, Val};
use crate::ir::{Expr, Slot};
use crate::outcome::Control;

/// What an expression evaluates to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluated {
    pub value: Value,
    /// Of a count that is not settled: its ends; no upper end: any number.
    pub between: Option<(u64, Option<u64>)>,
    /// The unstated controls that it hangs on.
    pub unknown: Vec<Control>,
    /// Whether all was looked at.
    pub is_whole: bool,
}

/// `this`: the element in slot 0.
pub(crate) fn evaluate(engine: &Engine<'_>, expr: &Expr, frame: Slot, this: Option<ElementId>) -> Evaluated {
    let session = Session::new(engine);
    session.budget.whole_rule();
    let eval = Eval::new(&session, engine.lens(View::Actual), &[]);
    let mut frame = eval.frame(frame);
    if let Some(this) = this {
        frame.set(0, Val::Element(this));
    }
    let value = eval.eval(expr, &mut frame);
    let between = match value {
        Val::Count { least, most } if most != Some(least) => Some((least, most)),
        _ => None,
    };
    let is_open = match &value {
        Val::Set(set) => !set.possible.is_empty(),
        value => between.is_some() || value.open().is_some(),
    };
    let mut hangs = Hangs::default();
    if is_open {
        eval.value_hangs(expr, &mut frame, &mut hangs);
    }
    Evaluated { value: value.into_value(), between, unknown: hangs.controls, is_whole: !session.budget.is_spent() }
}

/// The truth of a condition on the element in slot 0.
pub(crate) fn holds(engine: &Engine<'_>, expr: &Expr, frame: Slot, this: ElementId) -> Truth {
    let session = Session::new(engine);
    let eval = Eval::new(&session, engine.lens(View::Actual), &[]);
    let mut frame = eval.frame(frame);
    frame.set(0, Val::Element(this));
    eval.truth(expr, &mut frame)
}
