//! Lists as sets: members, possible members, and members of which nothing is known.
//!
//! In [`Set::possible`] stand values that may be members, and two placeholders: `Unknown` for one further value that is not
//! known, and `Unset` for any number of them (something was collected over an unknown list).

use std::sync::Arc;

use rustc_hash::FxHashSet;
use tm_model::{Set, Truth, Value};

use super::val::Val;

/// How far the members of a list are known.
pub(crate) enum Items<'a, 'w> {
    /// These, then those that are possible.
    Known(Members<'a, 'w>),
    /// `Unknown` or `NotApplicable`: any value may be in it.
    Open(Truth),
}

pub(crate) enum Members<'a, 'w> {
    None,
    Elements(&'w [tm_model::ElementId]),
    Set(&'a Set),
    /// A value in list position: a list of one.
    One(&'a Val<'w>),
}

impl<'a, 'w> Items<'a, 'w> {
    pub(crate) fn of(list: &'a Val<'w>) -> Self {
        match list {
            Val::Unset => Self::Known(Members::None),
            Val::Elements(elements) => Self::Known(Members::Elements(elements)),
            Val::Set(set) => Self::Known(Members::Set(set)),
            other => other.open().map_or(Self::Known(Members::One(other)), Self::Open),
        }
    }
}

/// Builds a set in source order, each value once.
#[derive(Default)]
pub(crate) struct Collected {
    set: Set,
    /// The members, and the possible members that are values, once there are many.
    seen: FxHashSet<Value>,
    perhaps: FxHashSet<Value>,
    unbounded: bool,
}

/// So few values are compared one by one.
const FEW: usize = 16;

/// Whether a value is in a list, given the table of its values (empty: there are few).
fn is_in(list: &[Value], table: &FxHashSet<Value>, value: &Value) -> bool {
    if table.is_empty() { list.contains(value) } else { table.contains(value) }
}

fn append(list: &mut Vec<Value>, table: &mut FxHashSet<Value>, value: Value) {
    if !table.is_empty() {
        table.insert(value.clone());
    }
    list.push(value);
    if table.is_empty() && list.len() > FEW {
        table.extend(list.iter().filter(|value| value.is_definite()).cloned());
    }
}

impl Collected {
    /// `truth`: of its being a member; not `False`.
    pub(crate) fn add(&mut self, value: Val<'_>, truth: Truth) {
        let Some(value) = value.into_member() else { return };
        if !value.is_definite() {
            self.set.possible.push(value);
        } else if truth != Truth::True {
            let is_known = is_in(&self.set.members, &self.seen, &value);
            if !is_known && !is_in(&self.set.possible, &self.perhaps, &value) {
                append(&mut self.set.possible, &mut self.perhaps, value);
            }
        } else if !is_in(&self.set.members, &self.seen, &value) {
            append(&mut self.set.members, &mut self.seen, value);
        }
    }

    /// Nothing is known of how many more there are.
    pub(crate) fn add_unbounded(&mut self) {
        self.unbounded = true;
    }

    pub(crate) fn finish(mut self) -> Set {
        let (members, seen) = (&self.set.members, &self.seen);
        self.set.possible.retain(|value| !is_in(members, seen, value));
        if self.unbounded {
            self.set.possible.push(Value::Unset);
        }
        self.set
    }

    pub(crate) fn into_val<'w>(self) -> Val<'w> {
        Val::Set(Arc::new(self.finish()))
    }
}

/// How many members a set has.
pub(crate) fn count_of(set: &Set) -> (u64, Option<u64>) {
    let least = set.members.len() as u64;
    let most = (!set.possible.contains(&Value::Unset)).then(|| least + set.possible.len() as u64);
    (least, most)
}

/// Whether a definite value is in a list.
pub(crate) fn holds(list: &Val<'_>, item: &Value) -> Truth {
    match Items::of(list) {
        Items::Open(truth) => truth,
        Items::Known(Members::None) => Truth::False,
        Items::Known(Members::Elements(elements)) => {
            Truth::from(matches!(item, Value::Element(id) if elements.contains(id)))
        }
        Items::Known(Members::One(one)) => Truth::from(&one.clone().into_value() == item),
        Items::Known(Members::Set(set)) => {
            if set.members.contains(item) {
                return Truth::True;
            }
            let possible = set.possible.iter().map(|value| match value {
                Value::Unknown | Value::Unset => Truth::Unknown,
                Value::NotApplicable(_) => Truth::NotApplicable,
                known if known == item => Truth::Unknown,
                _ => Truth::False,
            });
            possible.fold(Truth::False, Truth::or)
        }
    }
}

/// Whether nothing is in it and nothing can be.
pub(crate) fn is_empty(list: &Val<'_>) -> bool {
    match Items::of(list) {
        Items::Known(Members::None) => true,
        Items::Known(Members::Elements(elements)) => elements.is_empty(),
        Items::Known(Members::Set(set)) => set.members.is_empty() && set.possible.is_empty(),
        _ => false,
    }
}
