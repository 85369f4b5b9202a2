//! What could be answered: the values of a type that a rule can tell apart.

use tm_model::{Date, Schema, Set, Truth, Type, Value};

use crate::engine::Engine;
use crate::eval::{Val, compare, contains, enum_field};
use crate::ir::CompareOp;
use crate::syntax::{Look, constant};

/// Elements that are tried as the value of a reference.
const ELEMENTS: usize = 64;
/// Sets of so many values are tried in full.
const SUBSETS: usize = 5;

/// Whether a type has so many values that only those count that a rule names.
pub(super) fn is_open_ended(ty: &Type) -> bool {
    match ty {
        Type::Int | Type::Text | Type::Date => true,
        Type::Bool | Type::Enum(_) | Type::Element(_) => false,
        Type::List(of) => is_open_ended(of),
    }
}

/// Every value of a small type; of an open-ended one those at and around the constants of the rule.
pub(super) fn answers(ty: &Type, constants: &[&Value], engine: &Engine<'_>) -> Vec<Value> {
    let mut found = match ty {
        Type::Bool => vec![Value::Bool(true), Value::Bool(false)],
        Type::Enum(id) => {
            let count = engine.schema.enumeration(*id).map_or(0, |e| e.values.len());
            let ids = (0..).take(count).map(|index| tm_model::EnumValueId { of: *id, index });
            ids.map(Value::Enum).collect()
        }
        Type::Int => {
            let named = constants.iter().filter_map(|value| match value {
                Value::Int(n) => Some([n.saturating_sub(1), *n, n.saturating_add(1)]),
                _ => None,
            });
            let ends = [0, i64::MIN, i64::MAX];
            named.flatten().chain(ends).map(Value::Int).collect()
        }
        Type::Text => {
            let named = constants.iter().filter(|value| matches!(value, Value::Text(_))).copied().cloned();
            // No text of a model is this one.
            named.chain([Value::Text("\u{0}".into())]).collect()
        }
        Type::Date => {
            let today = engine.world.today();
            let named = constants.iter().filter_map(|value| match value {
                Value::Date(date) => Some(*date),
                _ => None,
            });
            let ends = [Date::new(1, 1, 1), Date::new(9999, 12, 31)];
            named.chain([today]).chain(ends.into_iter().flatten()).map(Value::Date).collect()
        }
        Type::Element(kind) => engine.world.all(*kind).iter().take(ELEMENTS).copied().map(Value::Element).collect(),
        Type::List(of) => sets(&answers(of, constants, engine)),
    };
    let mut seen = rustc_hash::FxHashSet::default();
    found.retain(|value| seen.insert(value.clone()));
    found
}

/// One of each group of values that look the same.
pub(super) fn told_apart(values: &[Value], looks: &[Look<'_>], schema: &Schema) -> Vec<Value> {
    let mut seen = rustc_hash::FxHashSet::default();
    let is_new = |value: &&Value| {
        let sights: Option<Vec<Value>> = looks.iter().map(|look| sight(value, look, schema)).collect();
        sights.is_none_or(|sights| seen.insert(sights))
    };
    values.iter().filter(is_new).cloned().collect()
}

/// What is seen of a value; `None`: all of it.
fn sight(value: &Value, look: &Look<'_>, schema: &Schema) -> Option<Value> {
    let value = Val::from(value);
    let truth = match look {
        Look::Field { of, field } => return Some(enum_field(schema, value, *of, *field).into_value()),
        Look::Compare { op, with } => compare(*op, &value, &Val::from(*with)),
        Look::Among(list) => {
            let is = |other: &Value| compare(CompareOp::Eq, &value, &Val::from(other));
            list.iter().filter_map(constant).map(is).fold(Truth::False, Truth::or)
        }
        Look::Holds(item) => contains(&Val::from(*item), &value),
        Look::Whole => return None,
    };
    Some(Val::from_truth(truth).into_value())
}

fn sets(of: &[Value]) -> Vec<Value> {
    let set = |members: Vec<Value>| Value::Set(std::sync::Arc::new(Set { members, possible: Vec::new() }));
    if of.len() <= SUBSETS {
        let subsets = 0..1_u32 << of.len();
        return subsets
            .map(|bits| {
                set(of.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, v)| v.clone()).collect())
            })
            .collect();
    }
    let all_but = |left: &Value| of.iter().filter(|value| *value != left).cloned().collect();
    let ends = [set(Vec::new()), set(of.to_vec())];
    let ones = of.iter().map(|value| set(vec![value.clone()]));
    ends.into_iter().chain(ones).chain(of.iter().map(|value| set(all_but(value)))).collect()
}

#[cfg(test)]
mod tests {
    use tm_model::{Schema, Value};

    use super::told_apart;
    use crate::ir::CompareOp;
    use crate::syntax::Look;

    #[test]
    fn of_values_that_look_the_same_one_is_kept() {
        let values: Vec<Value> = (0..9).map(Value::Int).collect();
        let (three, six) = (Value::Int(3), Value::Int(6));
        let more = Look::Compare { op: CompareOp::Gt, with: &three };
        let is = Look::Compare { op: CompareOp::Eq, with: &six };
        let kept = |looks: &[Look<'_>]| told_apart(&values, looks, &Schema::default());
        assert_eq!(kept(&[]), [0].map(Value::Int), "nothing is seen of them");
        assert_eq!(kept(&[more]), [0, 4].map(Value::Int));
        assert_eq!(kept(&[more, is]), [0, 4, 6].map(Value::Int));
        assert_eq!(kept(&[more, Look::Whole]), values);
    }
}
