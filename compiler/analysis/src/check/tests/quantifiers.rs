//! `any`, `count`, `collect` and the like, and paths.

use tm_rules::ir::{Clause, ExprKind, GeneratorSource};

use super::{check, clauses_wrong, fine, said, wrong};

#[test]
fn each_mode_has_its_type() {
    fine("(any x in s.data) and (no x in s.data: x == d) and (all x in s.data: x == d)");
    fine("(count x in s.data if x == d) >= 2");
    fine("(max x in s.data: x.classification) > internal");
    fine("(min x in [1, s.replicas]) == 1");
    fine("d in (collect x in service, y in x.data if x.exposed: y)");
    wrong(
        "count x in s.data",
        "type-mismatch at count x in s.data: expected `bool`, but this is `int`; compare it: `… == …`",
    );
    wrong(
        "all x in s.data if x == d",
        "missing-body at all x in s.data if x == d: `all` does not say what holds of all of them; add it after a colon: \
         `all x in …: CONDITION`",
    );
    wrong(
        "(max x in s.data) is set",
        "type-mismatch at max x in s.data: `max` needs an order, and `data` has none; name a number, date or scale of it after a \
         colon: `max x in …: x.…`",
    );
}

#[test]
fn generators_range_over_lists() {
    wrong(
        "any x in f.from: x.exposed",
        "type-mismatch at f.from: expected a list, but this is `component`; read it directly, or write a list of one: `[f.from]`",
    );
    clauses_wrong(
        "for s: workload where any x in s.data, x in s.incoming: x is set",
        "duplicate-variable at x: there is a variable `x` already; give one of them another name",
    );
    // A variable of an outer scope may be hidden.
    fine("any f in s.incoming: f.to == s");
}

#[test]
fn use_tells_the_enum_of_a_list_of_bare_names() {
    // `none` is a value of three enums.
    let checked =
        check("rule r { for f: flow where any c in [none, tls]: f.encryption == c severity: high message: \"m\" }");
    assert_eq!(checked.said(), [""; 0]);
    let rule = checked.rules[0].as_ref().unwrap();
    let Clause::Where(condition) = &rule.clauses[0] else { panic!("a condition") };
    let ExprKind::Quantifier(quantifier) = &condition.kind else { panic!("a quantifier") };
    let GeneratorSource::List(list) = &quantifier.generators[0].source else { panic!("a list") };
    assert!(matches!(&list.kind, ExprKind::Const(tm_model::Value::Set(set)) if set.members.len() == 2));

    fine("any c in [sig, iss]: c not in f.validates");
    fine("any c in [none, set]: any x in service: x.timeout == c");
    fine("any c in [none, gateway] if s.checked-at == c");
    fine("(collect c in [tls, mtls]: c) == [f.encryption]");
    fine("any c in [sig, iss]: c is set");
    wrong(
        "any c in [sig, isss]: c in f.validates",
        "unknown-value at isss: `isss` is no value of `Claim`; did you mean `iss`?",
    );
    wrong(
        "any c in [none]: c is set",
        "unresolved-name at none: nothing tells which enum `none` belongs to; it is a value of `Encryption`, `Place` and `Presence`: \
         write `Encryption.none`",
    );
    wrong(
        "any c in [sig, quantum]: c is set",
        "unresolved-name at quantum: nothing is called `quantum` here; only variables, values of enums and kinds can be named here, \
         no elements of a model",
    );
}

#[test]
fn paths_lead_from_element_to_element_along_a_relation() {
    fine("f.from ~> s along std.request");
    wrong(
        "f.from ~> s along requst",
        "unresolved-name at requst: there is no relation `requst`; did you mean `request`?",
    );
    wrong(
        "f.encryption ~> s along request",
        "type-mismatch at f.encryption: expected `element`, but `f.encryption` is `Encryption`; \
         write an expression of type `element`",
    );
    wrong(
        "f.from ~> s along request { all h: h.encryption == none }",
        "unknown-attribute at encryption: a hop has no `encryption`; a hop has `from`, `to` and `via`",
    );
    wrong(
        "f.from ~> s along request { all h: h is set }",
        "type-mismatch at h: the hop `h` is no value itself; read `h.from`, `h.to` or `h.via`",
    );
    let five = (0..5).map(|n| format!("any h{n}: h{n}.via is set")).collect::<Vec<_>>().join(" ");
    let said = said(&super::bound(&format!("f.from ~> s along request {{ {five} }}")));
    assert_eq!(
        said,
        [
            "too-many-conditions at any h4: h4.via is set: more than 4 `any` conditions on one path; join some of them with `or`, \
          or ask for several paths"
        ]
    );
}

#[test]
fn a_path_is_read_only_once_it_has_been_found() {
    let checked = check(
        "rule r {
           for s: workload exists a: actor
           where a.untrusted
           path p: a ~> s along request
           prefer: [p.length < 3]
           severity: if p.length > 2 then low else high
           message: \"{a} reaches {s} in {p.length} hops\"
         }",
    );
    assert_eq!(checked.said(), [""; 0]);
    assert_eq!(checked.rules[0].as_ref().unwrap().paths, 1);
    clauses_wrong(
        "for s: workload exists a: actor path p: a ~> s along request where p.length > 2",
        "type-mismatch at p.length: the path `p` is chosen only after all conditions hold, so none can read it; read it in `severity`, \
         `message`, `help`, `prefer` or `at`; conditions on its hops stand in the braces of the path",
    );
    clauses_wrong(
        "for s: workload exists a: actor path p: a ~> s along request where any h in p.hops: h.via.encryption == none",
        "type-mismatch at p.hops: the path `p` is chosen only after all conditions hold, so none can read it; read it in `severity`, \
         `message`, `help`, `prefer` or `at`; conditions on its hops stand in the braces of the path",
    );
}

#[test]
fn the_hops_of_a_path_are_ranged_over_in_entries() {
    let rule = |severity: &str| {
        check(&format!(
            "rule r {{ for s: workload exists a: actor path p: a ~> s along request message: \"m\" severity: {severity} }}"
        ))
        .said()
    };
    assert_eq!(rule("if (any h in p.hops: h.via.encryption == none) then high else low"), [""; 0]);
    assert_eq!(
        rule("if (count h in p.hops) > 2 then high else low"),
        ["type-mismatch at h: the hop `h` is no value itself; read `h.from`, `h.to` or `h.via`"]
    );
    assert_eq!(
        rule("if p.hops is set then high else low"),
        [
            "type-mismatch at p.hops: the hops of `p` can only be ranged over; write `collect h in p.hops: h.via`, for example"
        ]
    );
}
