//! What judging a rule yields: findings, open questions, and which controls were asked for. Keyed by model ids, without
//! places in the text.

use smallvec::SmallVec;
use smol_str::SmolStr;
use tm_model::{AttrId, ElementId, EnumValueId, Origin, Value};

/// One attribute of one element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Control {
    pub element: ElementId,
    pub attribute: AttrId,
}

/// Everything that judging one rule over some subjects yields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// In the order of the subjects.
    pub findings: Vec<Finding>,
    pub questions: Vec<Question>,
    /// Controls that the rule asks for, each once, in the order of the subjects: what coverage counts.
    pub asked: Vec<Control>,
    /// Set if some subjects were not judged.
    pub skipped: Option<Skipped>,
}

/// Subjects of which the rule took too many steps: nothing is said of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The first such subjects; empty: the project.
    pub first: Vec<ElementId>,
    pub count: usize,
}

/// The rule's condition is true of these subjects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The `for` elements; empty: the project. With the rule's name they are the finding's identity (invariant I6).
    pub subjects: Vec<ElementId>,
    /// Of scale `Severity`.
    pub severity: EnumValueId,
    pub message: String,
    /// Mostly the same of all findings of a rule.
    pub help: Option<SmolStr>,
    /// What to point at; `None`: the first subject.
    pub at: Option<At>,
    /// The facts that made it true, in the order of the rule's conjuncts, each once.
    pub because: Vec<Reason>,
    /// The hops of the witness, first to last; empty where the rule has no path.
    pub path: Vec<Hop>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    Element(ElementId),
    Attribute(Control),
}

/// A fact that a verdict rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub control: Control,
    pub value: Value,
    pub origin: Origin,
    /// As far as can be told, nothing else would do in its place: with another value, the verdict may be another.
    pub is_needed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    pub from: ElementId,
    pub to: ElementId,
    pub via: Option<ElementId>,
}

/// The rule's condition is unknown of these subjects. What it would be called if the answer were the worst is dear and
/// seldom wanted: [`crate::Engine::possible`] tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// As [`Finding::subjects`]. There are hundreds of thousands of questions, most of them of one subject and one control.
    pub subjects: SmallVec<[ElementId; 2]>,
    /// The unstated controls each of which would decide it, alone, by some value. May be empty (two are needed together).
    pub decided_by: SmallVec<[Control; 1]>,
}
