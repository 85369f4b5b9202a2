//! What a name stands for.

use tm_model::Value;
use tm_rules::ir::{Clause, ExprKind};

use super::{check, clauses_wrong, fine, said, wrong};

#[test]
fn a_value_of_the_expected_enum_comes_before_a_variable() {
    // `none` is a variable as well.
    let checked = check(
        "rule r { for f: flow, none: data where f.encryption == none and none is set
           severity: high message: \"{none}\" }",
    );
    assert_eq!(checked.said(), [""; 0]);
    let rule = checked.rules[0].as_ref().unwrap();
    let Clause::Where(condition) = &rule.clauses[0] else { panic!("a condition") };
    let ExprKind::And(operands) = &condition.kind else { panic!("a conjunction") };
    let ExprKind::Compare { rhs, .. } = &operands[0].kind else { panic!("a comparison") };
    assert!(matches!(rhs.kind, ExprKind::Const(Value::Enum(_))));
    let ExprKind::IsSet(subject) = &operands[1].kind else { panic!("a test") };
    assert_eq!(subject.kind, ExprKind::Var(1));
}

#[test]
fn a_variable_hides_a_kind() {
    assert_eq!(said("for gateway: service where gateway.exposed and gateway is service"), [""; 0]);
    clauses_wrong(
        "for gateway: service where any g in gateway",
        "type-mismatch at gateway: expected a list, but this is `service`; read it directly, or write a list of one: `[gateway]`",
    );
}

#[test]
fn either_side_tells_the_enum_of_the_other() {
    fine("f.encryption == none");
    fine("none == f.encryption");
    fine("sig in f.validates and sig not in s.checks");
    fine("f.encryption in [none, tls]");
    fine("[none, tls] == [f.encryption]");
    fine("(if s.exposed then none else tls) == f.encryption");
    fine("s.timeout == set and s.timeout is set");
    fine("d.classification >= confidential");
}

#[test]
fn the_name_of_the_enum_always_tells_it() {
    fine("f.encryption == Encryption.none");
    fine("f.encryption == std.Encryption.none");
    fine("Encryption.none.weak");
    assert_eq!(said("for f: flow let bad = [Encryption.none, tls] where f.encryption in bad"), [""; 0]);
}

#[test]
fn values_that_do_not_exist_are_named() {
    wrong("f.encryption == tsl", "unknown-value at tsl: `tsl` is no value of `Encryption`; did you mean `tls`?");
    wrong(
        "f.encryption in [none, quantum]",
        "unknown-value at quantum: `quantum` is no value of `Encryption`; its values are `none`, `tls` and `mtls`",
    );
    wrong(
        "f.encryption == Encryption.mtsl",
        "unknown-value at mtsl: `mtsl` is no value of `Encryption`; did you mean `mtls`?",
    );
}

#[test]
fn names_of_nothing_are_unresolved() {
    wrong(
        "g.encryption == none",
        "unresolved-name at g: nothing is called `g` here; only variables, values of enums and kinds can be named here, no elements of a model",
    );
    wrong(
        "billing-service.exposed",
        "unresolved-name at billing-service: nothing is called `billing-service` here; only variables, values of enums and kinds \
         can be named here, no elements of a model",
    );
    clauses_wrong(
        "for f: flow let x = none where f.encryption == x",
        "unresolved-name at none: nothing is called `none` here; nothing here tells its enum: write `Encryption.none`",
    );
    wrong(
        "any x in self.data: x == d",
        "unresolved-name at self: nothing is called `self` here; `self` is the element that an attribute is computed for; a rule calls \
         it by its variable",
    );
    clauses_wrong(
        "for f: flow where x == f.from let x = f.to",
        "unresolved-name at x: nothing is called `x` here; a variable is known in the clauses below its own: move that clause up",
    );
}

#[test]
fn there_is_no_null() {
    wrong(
        "s.since == null",
        "unresolved-name at null: there is no value `null`: what is not stated is unset or unknown; write `s.since is not set`",
    );
    wrong(
        "unset != f.encryption",
        "unresolved-name at unset: there is no value `unset`: what is not stated is unset or unknown; write `f.encryption is set`",
    );
    wrong(
        "f.encryption != unknown",
        "type-mismatch at unknown: a comparison with `unknown` is always unknown; write `f.encryption is not unknown`",
    );
    wrong(
        "unknown == f.encryption",
        "type-mismatch at unknown: a comparison with `unknown` is always unknown; write `f.encryption is unknown`",
    );
    clauses_wrong(
        "for f: flow let x = null where f.from == x",
        "unresolved-name at null: nothing is called `null` here; there is no null: ask `is set` or `is not set`",
    );
}

#[test]
fn a_kind_is_a_list_only_where_one_is_expected() {
    fine("no g in gateway");
    fine("s in service");
    fine("no g in std.gateway: g == s");
    fine("any xs in [f.data, f.returns], x in xs: x == d");
    wrong(
        "s == gateway",
        "type-mismatch at gateway: `gateway` is a kind: it stands for its elements only where a list is expected; \
         range over it with `any x in gateway: …`, or ask `x is gateway`",
    );
    wrong(
        "gateway.exposed",
        "type-mismatch at gateway: `gateway` is a kind: it stands for its elements only where a list is expected; \
         range over it with `any x in gateway: …`, or ask `x is gateway`",
    );
    wrong(
        "f.encryption == Encryption",
        "unknown-value at Encryption: `Encryption` is no value of `Encryption`; its values are `none`, `tls` and `mtls`",
    );
    clauses_wrong(
        "for f: flow let x = Encryption where f.encryption == x",
        "type-mismatch at Encryption: `Encryption` is an enum, not a value; write one of its values, such as `Encryption.none`",
    );
}

#[test]
fn today_is_a_date() {
    fine("s.since < today");
    wrong(
        "s.replicas < today",
        "type-mismatch at today: `int` and `date` cannot be compared; compare values of one type",
    );
}
