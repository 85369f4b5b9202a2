//! Values while they are computed: no allocation per read, counts as intervals, variables not computed yet.

use std::sync::Arc;

use smol_str::SmolStr;
use tm_model::{Date, ElementId, EnumValueId, Set, Truth, Value};

use crate::ir::Slot;
use crate::outcome::Hop;

/// What an expression evaluates to.
#[derive(Clone, Debug)]
pub(crate) enum Val<'w> {
    Unset,
    Unknown,
    NotApplicable,
    Bool(bool),
    Int(i64),
    Text(SmolStr),
    Date(Date),
    Enum(EnumValueId),
    Element(ElementId),
    /// A list of the structure, where it stands.
    Elements(&'w [ElementId]),
    Set(Arc<Set>),
    /// A number between these, ends included; no upper end: nothing is known of how many more there are.
    Count {
        least: u64,
        most: Option<u64>,
    },
    /// A `let` that nobody has read yet: its index in the rule.
    Pending(u16),
}

impl Val<'_> {
    /// The truth of a condition. What is unset is not the case.
    pub(crate) fn truth(&self) -> Truth {
        match self {
            Self::Bool(value) => Truth::from(*value),
            Self::NotApplicable => Truth::NotApplicable,
            Self::Unset => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// `Unknown` or `NotApplicable` for a value that is not there; `None` for one that is, or is unset.
    pub(crate) fn open(&self) -> Option<Truth> {
        match self {
            Self::Unknown | Self::Pending(_) => Some(Truth::Unknown),
            Self::NotApplicable => Some(Truth::NotApplicable),
            _ => None,
        }
    }

    pub(crate) fn from_truth(truth: Truth) -> Self {
        match truth {
            Truth::True => Self::Bool(true),
            Truth::False => Self::Bool(false),
            Truth::Unknown => Self::Unknown,
            Truth::NotApplicable => Self::NotApplicable,
        }
    }

    /// The place of a value among all of its type, where there are few.
    pub(crate) fn position(&self) -> Option<usize> {
        match self {
            Self::Bool(value) => Some(usize::from(*value)),
            Self::Enum(id) => Some(id.index as usize),
            _ => None,
        }
    }

    /// As a member of a list; `None`: there is nothing to be a member.
    pub(crate) fn into_member(self) -> Option<Value> {
        match self {
            Self::Unset => None,
            other => Some(other.into_value()),
        }
    }

    /// A count that is not settled is unknown.
    pub(crate) fn into_value(self) -> Value {
        match self {
            Self::Unset => Value::Unset,
            Self::Unknown | Self::Pending(_) => Value::Unknown,
            Self::NotApplicable => Value::NotApplicable(SmolStr::default()),
            Self::Bool(value) => Value::Bool(value),
            Self::Int(value) => Value::Int(value),
            Self::Text(value) => Value::Text(value),
            Self::Date(value) => Value::Date(value),
            Self::Enum(value) => Value::Enum(value),
            Self::Element(value) => Value::Element(value),
            Self::Elements(list) => Value::set(list.iter().copied().map(Value::Element).collect()),
            Self::Set(set) => Value::Set(set),
            Self::Count { least, most } if most == Some(least) => {
                i64::try_from(least).map_or(Value::Unknown, Value::Int)
            }
            Self::Count { .. } => Value::Unknown,
        }
    }
}

impl From<&Value> for Val<'_> {
    fn from(value: &Value) -> Self {
        match value {
            Value::Unset => Self::Unset,
            Value::Unknown => Self::Unknown,
            Value::NotApplicable(_) => Self::NotApplicable,
            Value::Bool(value) => Self::Bool(*value),
            Value::Int(value) => Self::Int(*value),
            Value::Text(value) => Self::Text(value.clone()),
            Value::Date(value) => Self::Date(*value),
            Value::Enum(value) => Self::Enum(*value),
            Value::Element(value) => Self::Element(*value),
            Value::Set(set) => Self::Set(set.clone()),
        }
    }
}

/// The variables of one rule, edge or computation while it is evaluated.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame<'w> {
    slots: Vec<Val<'w>>,
    /// Hops of the named paths; only while a finding is written.
    pub(crate) paths: Vec<Arc<[Hop]>>,
}

impl<'w> Frame<'w> {
    pub(crate) fn new(len: Slot) -> Self {
        Self { slots: vec![Val::Unset; usize::from(len)], paths: Vec::new() }
    }

    /// Makes it a new one of that length.
    pub(crate) fn reset(&mut self, len: Slot) {
        self.slots.clear();
        self.slots.resize(usize::from(len), Val::Unset);
        self.paths.clear();
    }

    pub(crate) fn len(&self) -> Slot {
        Slot::try_from(self.slots.len()).unwrap_or(Slot::MAX)
    }

    pub(crate) fn get(&self, slot: Slot) -> &Val<'w> {
        self.slots.get(usize::from(slot)).unwrap_or(&Val::Unset)
    }

    pub(crate) fn set(&mut self, slot: Slot, value: Val<'w>) {
        if let Some(place) = self.slots.get_mut(usize::from(slot)) {
            *place = value;
        }
    }

    pub(crate) fn set_hop(&mut self, slot: Slot, hop: &Hop) {
        self.set(slot, Val::Element(hop.from));
        self.set(slot.saturating_add(1), Val::Element(hop.to));
        self.set(slot.saturating_add(2), hop.via.map_or(Val::Unset, Val::Element));
    }

    /// The element a variable stands for.
    pub(crate) fn element(&self, slot: Slot) -> Option<ElementId> {
        match self.get(slot) {
            Val::Element(id) => Some(*id),
            _ => None,
        }
    }
}
