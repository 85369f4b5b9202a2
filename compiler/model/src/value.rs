//! Values of attributes and expressions, and three-valued truth.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::date::Date;
use crate::id::{ElementId, EnumValueId};

/// Kleene's three truth values, and a fourth for verdicts that hang on `not-applicable` alone.
///
/// `NotApplicable` behaves as `Unknown` in every connective, but is never asked about: `Unknown` wins over it when both
/// stand between a rule and its verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    False,
    NotApplicable,
    Unknown,
    True,
}

impl Truth {
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::NotApplicable, _) | (_, Self::NotApplicable) => Self::NotApplicable,
            (Self::True, Self::True) => Self::True,
        }
    }

    /// [`Truth::and`] for conditions that a rule only wants to be true: next to one that cannot become true, because something
    /// does not apply, nothing that is unknown is worth asking for.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::NotApplicable, Self::Unknown) | (Self::Unknown, Self::NotApplicable) => Self::NotApplicable,
            _ => self.and(other),
        }
    }

    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.negate().and(other.negate()).negate()
    }

    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::True => Self::False,
            open => open,
        }
    }

    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Unknown | Self::NotApplicable)
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

/// What an attribute is stated to be, or what an expression evaluates to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// A fact that nobody stated and that has no default; what is read through it is unset as well.
    Unset,
    /// A control that nobody stated (or a fact stated `unknown`).
    Unknown,
    /// Stated not to apply, with the reason.
    NotApplicable(SmolStr),
    Bool(bool),
    Int(i64),
    Text(SmolStr),
    Date(Date),
    Enum(EnumValueId),
    Element(ElementId),
    Set(Arc<Set>),
}

/// A list: a set in source order. `possible` members stand in it if what is unknown turns out so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Set {
    pub members: Vec<Value>,
    pub possible: Vec<Value>,
}

impl Value {
    #[must_use]
    pub fn set(members: Vec<Value>) -> Self {
        Self::Set(Arc::new(Set { members, possible: Vec::new() }))
    }

    /// Neither unset, unknown nor not-applicable.
    #[must_use]
    pub fn is_definite(&self) -> bool {
        !matches!(self, Self::Unset | Self::Unknown | Self::NotApplicable(_))
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{False, NotApplicable, True, Unknown};

    #[test]
    fn unknown_is_neither_true_nor_false() {
        assert_eq!(Unknown.and(False), False);
        assert_eq!(Unknown.or(True), True);
        assert_eq!(Unknown.and(True), Unknown);
        assert_eq!(Unknown.negate(), Unknown);
        assert_eq!(NotApplicable.and(True), NotApplicable);
        assert_eq!(NotApplicable.or(Unknown), Unknown);
        assert_eq!(NotApplicable.or(False), NotApplicable);
    }
}
