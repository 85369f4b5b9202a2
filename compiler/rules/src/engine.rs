//! The door of this crate: a program, a world, and what has been computed of them so far.

use std::cell::OnceCell;
use std::sync::Arc;

use tm_model::{AttrId, Class, ElementId, Facts, Origin, RelationId, Schema, Stored, Truth, Value};

use crate::eval::{Eval, Flip, Lens, Searches, Session, Val};
use crate::evaluate::Evaluated;
use crate::graph::RelationGraph;
use crate::ir::{Expr, Program, Rule, Slot};
use crate::judge::Verdict;
use crate::outcome::{Control, Finding, Outcome};
use crate::rulebook::Rulebook;
use crate::syntax::{Closures, Reads};
use crate::{evaluate, judge, relation};

/// How controls read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum View {
    /// As they are.
    Actual,
    /// All unknown, whatever is stated: decides what a rule asks for.
    ControlsUnknown,
}

/// Relations as graphs, kept by the caller. [`Engine::build_graph`] makes them.
pub trait Graphs {
    fn graph(&self, relation: RelationId, view: View) -> Arc<RelationGraph>;

    /// As [`Facts::column`], with all controls unknown; `None`: it is not kept.
    fn hidden_column(&self, _element: ElementId, _attribute: AttrId) -> Option<Value> {
        None
    }

    /// A computed value that need not be computed; `None`: it has to be.
    fn known(&self, _element: ElementId, _attribute: AttrId, _view: View) -> Option<Value> {
        None
    }
}

/// All that judging reads.
pub trait World: Facts + Graphs {}

impl<T: Facts + Graphs + ?Sized> World for T {}

/// Judges rules over one world. Keeps searches and derived values, so one engine should serve as many calls as possible.
pub struct Engine<'w> {
    pub(crate) program: &'w Program,
    pub(crate) world: &'w dyn World,
    pub(crate) schema: &'w Schema,
    pub(crate) actual: Lens<'w>,
    pub(crate) controls_unknown: Lens<'w>,
    pub(crate) searches: Searches,
    reads: OnceCell<Reads<'w>>,
}

impl<'w> Engine<'w> {
    #[must_use]
    pub fn new(program: &'w Program, world: &'w dyn World) -> Self {
        Self {
            program,
            world,
            schema: world.schema(),
            actual: Lens::new(View::Actual),
            controls_unknown: Lens::new(View::ControlsUnknown),
            searches: Searches::default(),
            reads: OnceCell::new(),
        }
    }

    /// The same with what is known of the program's text already.
    #[must_use]
    pub fn with(program: &'w Program, closures: Arc<Closures>, world: &'w dyn World) -> Self {
        Self { reads: OnceCell::from(Reads::new(program, closures)), ..Self::new(program, world) }
    }

    /// Judges one rule; `subjects`: only these elements for the first `for` variable (`None`: all of its kind).
    #[must_use]
    pub fn judge(&self, rule: &Rule, subjects: Option<&[ElementId]>) -> Outcome {
        judge::judge(self, rule, subjects)
    }

    /// The same, with the steps that it takes: its work, on whatever machine.
    #[must_use]
    pub fn judge_counting(&self, rule: &Rule, subjects: Option<&[ElementId]>) -> (Outcome, u64) {
        judge::judge_counting(self, rule, subjects)
    }

    /// Judges the rules of a book over elements of one unit, which are sorted; yields what each rule says, if it says
    /// anything, with the number that the caller has given it. The same as [`Engine::judge`] with each of them, but what
    /// a rule asks for is in the order of the elements that are asked about.
    #[must_use]
    pub fn judge_each(&self, book: &Rulebook, elements: &[ElementId]) -> Vec<(usize, Outcome)> {
        judge::judge_each(self, book, elements)
    }

    /// The findings that open questions of a rule would be if their answers were the worst (severity, message and
    /// explanation tell what is known): a profile may raise questions to them. `subjects`: of each question, as it stands
    /// in [`crate::Question::subjects`]. In the order of the subjects of the rule.
    #[must_use]
    pub fn possible(&self, rule: &Rule, subjects: &[&[ElementId]]) -> Vec<Finding> {
        judge::possible(self, rule, subjects)
    }

    /// Why a rule says what it says of some elements: the values of its first `for` variables. `None`: it never looks at them.
    #[must_use]
    pub fn verdict(&self, rule: &Rule, subjects: &[ElementId]) -> Option<Verdict> {
        judge::verdict(self, rule, subjects)
    }

    /// An expression by itself, in a frame of that length; `this`: the element in slot 0.
    #[must_use]
    pub fn evaluate(&self, expr: &Expr, frame: Slot, this: Option<ElementId>) -> Evaluated {
        evaluate::evaluate(self, expr, frame, this)
    }

    /// The truth of a condition on the element in slot 0.
    #[must_use]
    pub fn holds(&self, expr: &Expr, frame: Slot, this: ElementId) -> Truth {
        evaluate::holds(self, expr, frame, this)
    }

    /// The edges of a relation.
    #[must_use]
    pub fn build_graph(&self, relation: RelationId, view: View) -> RelationGraph {
        relation::build(self, relation, view)
    }

    /// The values of a derived attribute (or computed default) that reads a relation or a whole kind, for every element
    /// that has it computed so; in source order.
    #[must_use]
    pub fn column(&self, attribute: AttrId, view: View) -> Vec<(ElementId, Value)> {
        let Some(declared) = self.schema.attribute(attribute) else { return Vec::new() };
        let session = Session::new(self);
        let eval = Eval::new(&session, self.lens(view), &[]);
        let elements = self.world.all(declared.kind).iter();
        elements
            .filter_map(|&element| {
                let Stored::Computed(tm_model::Default::Computed(index)) = self.world.stored(element, attribute) else {
                    return None;
                };
                let computation = self.program.computations.get(*index as usize)?;
                computation.is_global.then(|| {
                    session.budget.next_subject();
                    (element, eval.compute(element, computation).into_value())
                })
            })
            .collect()
    }

    /// The value of an attribute, computed where it is, and who says so.
    #[must_use]
    pub fn value(&self, element: ElementId, attribute: AttrId) -> (Value, Origin) {
        let is_builtin = self.schema.attribute(attribute).is_some_and(|a| matches!(a.class, Class::Builtin(_)));
        match self.world.stored(element, attribute) {
            Stored::Fact(fact) if !is_builtin => (fact.value.clone(), fact.origin),
            _ => {
                let session = Session::new(self);
                (Eval::new(&session, &self.actual, &[]).read(element, attribute).into_value(), Origin::Computed)
            }
        }
    }

    /// The same, if a control were stated so.
    #[must_use]
    pub fn value_if(&self, element: ElementId, attribute: AttrId, control: Control, stated: &Value) -> Value {
        let session = Session::new(self);
        let lens = Lens::flipped(Flip { control, value: Val::from(stated) });
        Eval::new(&session, &lens, &[]).read(element, attribute).into_value()
    }

    /// An engine for another way to look at the same world.
    pub(crate) fn looking_at<'v>(&self, world: &'v dyn World) -> Engine<'v>
    where
        'w: 'v,
    {
        Engine::with(self.program, self.reads().closures(), world)
    }

    pub(crate) fn lens(&self, view: View) -> &Lens<'w> {
        match view {
            View::Actual => &self.actual,
            View::ControlsUnknown => &self.controls_unknown,
        }
    }

    /// What expressions read, directly and through computations and relations.
    pub(crate) fn reads(&self) -> &Reads<'w> {
        self.reads.get_or_init(|| Reads::new(self.program, Arc::new(Closures::new(self.schema, self.program))))
    }
}
