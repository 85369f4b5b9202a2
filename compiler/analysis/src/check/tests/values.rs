//! Values in models.

use tm_model::{ElementId, Type, Value};

use super::check;
use crate::check::{Checker, Resolved};
use crate::hir::ValueKind;
use crate::lower::lower;
use crate::modules::Imports;
use crate::vocabulary::Scope;

/// Checks `value` for the attribute of that name of a workload or flow; elements are found if they are called `prices`.
fn value(attribute: &str, value: &str) -> (Option<Value>, Vec<String>) {
    let checked =
        check("extend workload { fact holds: data  fact until: date  fact claims: [Claim]  fact names: [text] }");
    let source = format!("service s {{ x: {value} }}");
    let parsed = tm_syntax::parse(&source);
    let (tree, _) = lower(&source, &parsed);
    let imports = Imports { module: "std".into(), ..Imports::default() };
    let scope = Scope { index: &checked.index, imports: &imports };
    let schema = &checked.index.schema;
    let find = |kind: &str| {
        let kind = schema
            .kinds
            .iter()
            .zip(0..)
            .find(|(item, _)| item.name == kind)
            .map(|(_, id)| tm_model::KindId(id))
            .unwrap();
        schema.find_attribute(kind, attribute)
    };
    let ty: &Type = &schema.attribute(find("workload").or_else(|| find("flow")).unwrap()).unwrap().ty;
    let mut checker = Checker::new(&scope, 0);
    let elements = |path: &crate::hir::Path, _| match path.segments[0].as_str() {
        "prices" => Resolved::Element(ElementId { unit: 0, slot: 7 }),
        _ => Resolved::Error,
    };
    let statement = tree.world.elements[0].statements[0].value.as_ref().unwrap();
    assert!(!matches!(&statement.kind, ValueKind::List(items) if items.len() > 100));
    let result = checker.value(ty, statement, &elements);
    let said = checker.into_diagnostics();
    (
        result,
        said.iter().map(|item| format!("{}: {}; {}", item.name, item.message, item.help.as_deref().unwrap())).collect(),
    )
}

#[track_caller]
fn wrong(attribute: &str, written: &str, expected: &str) {
    let (found, said) = value(attribute, written);
    assert_eq!(found, None);
    assert_eq!(said, [expected]);
}

#[test]
fn values_of_every_type() {
    let fine = |attribute: &str, written: &str| {
        let (found, said) = value(attribute, written);
        assert_eq!(said, [""; 0]);
        found.unwrap()
    };
    assert_eq!(fine("exposed", "true"), Value::Bool(true));
    assert_eq!(fine("replicas", "3"), Value::Int(3));
    assert_eq!(fine("note", "\"x\""), Value::Text("x".into()));
    assert!(matches!(fine("until", "2026-12-31"), Value::Date(_)));
    assert!(matches!(fine("encryption", "tls"), Value::Enum(id) if id.index == 1));
    assert!(matches!(fine("encryption", "Encryption.tls"), Value::Enum(id) if id.index == 1));
    assert!(matches!(fine("encryption", "std.Encryption.tls"), Value::Enum(id) if id.index == 1));
    assert_eq!(fine("holds", "prices"), Value::Element(ElementId { unit: 0, slot: 7 }));
    assert_eq!(fine("claims", "[]"), Value::set(Vec::new()));
    assert!(matches!(fine("claims", "[sig, aud]"), Value::Set(set) if set.members.len() == 2));
    assert_eq!(fine("claims", "unknown"), Value::Unknown);
    assert_eq!(fine("encryption", "not-applicable(\"in process\")"), Value::NotApplicable("in process".into()));
}

#[test]
fn values_of_enums_are_suggested() {
    wrong("encryption", "tsl", "unknown-value: `tsl` is no value of `Encryption`; did you mean `tls`?");
    wrong(
        "encryption",
        "rot13",
        "unknown-value: `rot13` is no value of `Encryption`; its values are `none`, `tls` and `mtls`",
    );
    wrong(
        "encryption",
        "Claim.sig",
        "type-mismatch: expected `Encryption`, but this is a name in `Claim`; write a value of `Encryption`",
    );
    wrong(
        "encryption",
        "\"tls\"",
        "type-mismatch: expected `Encryption`, but this is `text`; write `tls` without quotes",
    );
    wrong(
        "encryption",
        "true",
        "type-mismatch: expected `Encryption`, but this is `bool`; write a value of it, such as `none`",
    );
}

#[test]
fn values_of_another_type_are_refused() {
    wrong("exposed", "yes", "type-mismatch: expected `bool`, but this is `yes`; write `true` or `false`");
    wrong("replicas", "\"3\"", "type-mismatch: expected `int`, but this is `text`; write a number, such as `3`");
    wrong("note", "cart", "type-mismatch: expected `text`, but this is a name; write it in quotes: `\"cart\"`");
    wrong(
        "until",
        "\"2026-12-31\"",
        "type-mismatch: expected `date`, but this is `text`; write `2026-12-31` without quotes",
    );
    wrong(
        "until",
        "2026-02-30",
        "bad-date: `2026-02-30` is no day of the calendar; write year-month-day, such as `2026-12-31`",
    );
    wrong(
        "replicas",
        "99999999999999999999",
        "number-too-large: this number is too large; numbers go up to 9223372036854775807",
    );
    wrong("holds", "\"prices\"", "type-mismatch: expected `data`, but this is `text`; name a `data`");
}

#[test]
fn lists_and_single_values_are_told_apart() {
    wrong("claims", "sig", "type-mismatch: expected `[Claim]`, but this is one value; write `[sig]`");
    wrong("names", "\"a\"", "type-mismatch: expected `[text]`, but this is `text`; write `[\"a\"]`");
    wrong("encryption", "[tls]", "type-mismatch: expected `Encryption`, but this is a list; write `tls`");
    wrong("encryption", "[tls, none]", "type-mismatch: expected `Encryption`, but this is a list; state one value");
    wrong(
        "claims",
        "[sig, unknown]",
        "type-mismatch: `unknown` cannot stand in a list; state it of the whole list, without brackets",
    );
}

#[test]
fn every_mistake_in_a_list_is_reported() {
    let (found, said) = value("claims", "[sg, aud, is]");
    assert_eq!(found, None);
    assert_eq!(said.len(), 2, "{said:?}");
}

#[test]
fn duplicates_are_warned_of_and_dropped() {
    let (found, said) = value("claims", "[sig, aud, sig]");
    assert!(matches!(found, Some(Value::Set(set)) if set.members.len() == 2));
    assert_eq!(said, ["duplicate-value: `sig` stands in the list twice; remove one of them: lists are sets"]);
}

#[test]
fn an_element_that_is_not_found_is_reported_by_who_looks_for_it() {
    assert_eq!(value("holds", "price"), (None, Vec::new()));
}
