//! What can be read of an element, and what the answer is once elements are called by the ways that lead to them.

use tm_model::{AttrId, Builtin, Date, Default, ElementId, KindId, Link, Set, Stored, Value};

use super::tree::Way;
use crate::engine::View;

/// One thing that is read of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum What {
    Kind,
    Stored(AttrId),
    Link(Builtin),
    Members,
    /// A computed value.
    Computed(AttrId, View),
    Today,
}

/// The answer, as far as anything can depend on it. The reason behind `not-applicable` and who has said a thing are told, but
/// decide nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// There is nothing: no such attribute, no such tie.
    None,
    Unset,
    Unknown,
    NotApplicable,
    False,
    True,
    Kind(KindId),
    /// A value of the attribute's enum, by its position.
    Enum(u32),
    /// A value that is kept in a table, by its place there.
    Value(u32),
    /// Nobody has stated it, and this computation says what it is.
    Computed(u32),
    Builtin,
    Element(Way),
    /// So many elements, none of which anything else has led to.
    Elements(u32),
    /// Elements some of which something else has led to: the ways to them, kept in a table.
    Ways(u32),
}

/// The answer as it comes from the world.
pub(super) enum Seen<'w> {
    Answer(Answer),
    /// A text, number, date or list of such, to be looked up.
    Value(&'w Value),
    One(ElementId),
    Many(&'w [ElementId]),
    Set(&'w Set),
    Today(Date),
    /// Nothing that can be learnt from.
    Else,
}

pub(super) fn stored(stored: Stored<'_>) -> Seen<'_> {
    match stored {
        Stored::Absent => Seen::Answer(Answer::None),
        Stored::Computed(Default::Computed(index)) => Seen::Answer(Answer::Computed(*index)),
        Stored::Computed(Default::Builtin(_)) => Seen::Answer(Answer::Builtin),
        // What is stated and what is not are told apart where values are the same.
        Stored::Computed(Default::Value(..)) => Seen::Else,
        Stored::Fact(fact) => match &fact.value {
            Value::Element(id) => Seen::One(*id),
            Value::Set(set) => match set.members.iter().chain(&set.possible).any(is_element) {
                false => Seen::Value(&fact.value),
                true if set.possible.is_empty() && set.members.iter().all(is_element) => Seen::Set(set),
                true => Seen::Else,
            },
            value => small(value).map_or(Seen::Value(&fact.value), Seen::Answer),
        },
    }
}

pub(super) fn link(link: Link<'_>) -> Seen<'_> {
    match link {
        Link::None => Seen::Answer(Answer::None),
        Link::One(id) => Seen::One(id),
        Link::Many(ids) => Seen::Many(ids),
        Link::Text(_) => Seen::Else,
    }
}

/// Values of which there are few.
pub(super) fn small(value: &Value) -> Option<Answer> {
    match value {
        Value::Unset => Some(Answer::Unset),
        Value::Unknown => Some(Answer::Unknown),
        Value::NotApplicable(_) => Some(Answer::NotApplicable),
        Value::Bool(false) => Some(Answer::False),
        Value::Bool(true) => Some(Answer::True),
        Value::Enum(id) => Some(Answer::Enum(id.index)),
        _ => None,
    }
}

fn is_element(value: &Value) -> bool {
    matches!(value, Value::Element(_))
}
