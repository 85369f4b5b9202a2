//! The world around one subject, as situations see it: what is computed and small counts as read.

use tm_model::{AttrId, Element, ElementId, Type};

use super::answer::{Answer, Seen, What, link, small, stored};
use crate::engine::View;
use crate::eval::{Eval, Val};

/// Where the answers for one subject come from.
#[derive(Clone, Copy)]
pub(crate) struct Surface<'s, 'r, 'w> {
    pub(crate) subject: ElementId,
    /// The subject with all its values, if the caller may look at all of them.
    pub(crate) row: Option<&'w Element>,
    /// Computes what is computed, and keeps it.
    pub(crate) actual: Eval<'s, 'r, 'w>,
    pub(crate) hidden: Eval<'s, 'r, 'w>,
}

impl<'r, 'w: 'r> Surface<'_, 'r, 'w> {
    /// Reads one thing of the subject.
    pub(super) fn see_subject(&self, what: What) -> Seen<'w> {
        match (what, self.row) {
            (What::Stored(attribute), Some(row)) => stored(row.stored(self.actual.session.engine.schema, attribute)),
            _ => self.see(self.subject, what),
        }
    }

    /// Reads one thing of an element.
    pub(super) fn see(&self, element: ElementId, what: What) -> Seen<'w> {
        let world = self.actual.session.engine.world;
        match what {
            What::Kind => Seen::Answer(world.kind(element).map_or(Answer::None, Answer::Kind)),
            What::Stored(attribute) => stored(world.stored(element, attribute)),
            What::Link(which) => link(world.link(element, which)),
            What::Members => Seen::Many(world.members(element)),
            What::Computed(attribute, view) => match self.computed(element, attribute, view) {
                Some(value) => small(&value.into_value()).map_or(Seen::Else, Seen::Answer),
                None => Seen::Else,
            },
            What::Today => Seen::Today(world.today()),
        }
    }

    /// A computed value of a type that has few; `None`: it is not one, or it takes too long.
    pub(super) fn computed(&self, element: ElementId, attribute: AttrId, view: View) -> Option<Val<'w>> {
        let eval = match view {
            View::Actual => &self.actual,
            View::ControlsUnknown => &self.hidden,
        };
        let session = eval.session;
        if !matches!(session.engine.schema.attribute(attribute)?.ty, Type::Bool | Type::Enum(_)) {
            return None;
        }
        session.budget.next_subject();
        let value = eval.read(element, attribute);
        (!session.budget.is_spent()).then_some(value)
    }
}
