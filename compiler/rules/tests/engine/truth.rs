//! The three-valued table of the language: unset, unknown, not-applicable.

use tm_model::{Date, Truth, Type, Value};
use tm_rules::ir::{CompareOp, Expr, QuantifierMode};

use crate::build::*;
use crate::world::{CIPHER, CLAIM, World};

/// The verdict of `where condition` about one flow of which these things are stated.
fn verdict(stated: &[(&str, Value)], condition: impl Fn(&World) -> Expr) -> Truth {
    let mut world = World::new();
    let (a, b) = (world.service("a", &[]), world.service("b", &[]));
    world.flow("f", a, b, stated);
    let condition = condition(&world);
    let judge = |condition: Expr| {
        let outcome = world.engine().judge(&rule("flow", condition), None);
        assert_eq!(outcome.skipped, None);
        (outcome.findings.len(), outcome.questions.len())
    };
    match (judge(condition.clone()), judge(not(condition))) {
        ((1, 0), (0, 0)) => Truth::True,
        ((0, 0), (1, 0)) => Truth::False,
        ((0, 1), (0, 1)) => Truth::Unknown,
        ((0, 0), (0, 0)) => Truth::NotApplicable,
        other => panic!("a condition and its negation disagree: {other:?}"),
    }
}

#[test]
fn unset_compares_as_false_and_unequal() {
    let note = || con(Value::Text("x".into()));
    assert_eq!(verdict(&[], |w| eq(w.my("note"), note())), Truth::False);
    assert_eq!(verdict(&[], |w| ne(w.my("note"), note())), Truth::True);
    assert_eq!(verdict(&[], |w| eq(w.my("note"), w.my("note"))), Truth::False);
    assert_eq!(verdict(&[], |w| within(w.my("note"), list(vec![note()]))), Truth::False);
    assert_eq!(verdict(&[], |w| compare(CompareOp::Lt, w.my("until"), today())), Truth::False);
    assert_eq!(verdict(&[], |w| compare(CompareOp::Ge, w.my("until"), today())), Truth::False);
    assert_eq!(verdict(&[], |w| is_set(w.my("note"))), Truth::False);
    assert_eq!(verdict(&[], |w| is_known(w.my("note"))), Truth::True);
    let scope = |w: &World| w.attr(w.attr(w.my("to"), "runs-as"), "scope");
    assert_eq!(verdict(&[], |w| eq(scope(w), named("none"))), Truth::False, "what is read through unset is unset");
    assert_eq!(verdict(&[], |w| is_kind(w.attr(w.my("to"), "runs-as"), "identity")), Truth::False);
    let held = |w: &World| w.attr(w.my("to"), "holds");
    assert_eq!(verdict(&[], |w| any(1, held(w), yes())), Truth::False, "an unset list is empty");
    assert_eq!(verdict(&[], |w| every(1, held(w), no())), Truth::True);
    assert_eq!(verdict(&[], |w| eq(count(1, held(w), None), int(0))), Truth::True);
    assert_eq!(verdict(&[], |w| is_set(max(1, held(w), w.attr(var(1), "level")))), Truth::False, "max of nothing");
}

#[test]
fn unknown_leaves_everything_open() {
    assert_eq!(verdict(&[], |w| eq(w.my("cipher"), named("none"))), Truth::Unknown);
    assert_eq!(verdict(&[], |w| ne(w.my("cipher"), named("none"))), Truth::Unknown);
    assert_eq!(verdict(&[], |w| within(w.my("cipher"), list(vec![named("none")]))), Truth::Unknown);
    assert_eq!(verdict(&[], |w| within(w.my("cipher"), list(vec![]))), Truth::False);
    assert_eq!(verdict(&[], |w| compare(CompareOp::Gt, w.my("count"), int(3))), Truth::Unknown);
    assert_eq!(verdict(&[], |w| strong(w.my("cipher"), CIPHER)), Truth::Unknown);
    assert_eq!(verdict(&[], |w| is_known(w.my("cipher"))), Truth::False);
    assert_eq!(verdict(&[], |w| within(named("sig"), w.my("claims"))), Truth::Unknown);
    assert_eq!(verdict(&[], |w| any(1, w.my("claims"), eq(var(1), named("sig")))), Truth::Unknown);
    assert_eq!(verdict(&[], |w| every(1, w.my("claims"), eq(var(1), named("sig")))), Truth::Unknown);
    assert_eq!(verdict(&[], |w| compare(CompareOp::Ge, count(1, w.my("claims"), None), int(0))), Truth::True);
    assert_eq!(verdict(&[], |w| compare(CompareOp::Ge, count(1, w.my("claims"), None), int(1))), Truth::Unknown);
    assert_eq!(
        verdict(&[("note", Value::Unknown)], |w| eq(w.my("note"), con(Value::Text("x".into())))),
        Truth::Unknown
    );
}

#[test]
fn not_applicable_is_open_and_never_asked_about() {
    let stated = [("cipher", not_applicable())];
    assert_eq!(verdict(&stated, |w| eq(w.my("cipher"), named("none"))), Truth::NotApplicable);
    assert_eq!(verdict(&stated, |w| ne(w.my("cipher"), named("none"))), Truth::NotApplicable);
    assert_eq!(verdict(&stated, |w| strong(w.my("cipher"), CIPHER)), Truth::NotApplicable);
    assert_eq!(verdict(&stated, |w| is_known(w.my("cipher"))), Truth::True, "it counts as stated");
    let with_unknown = |w: &World| or(vec![no(), and(vec![eq(w.my("cipher"), named("none")), w.my("p")])]);
    assert_eq!(
        verdict(&stated, with_unknown),
        Truth::Unknown,
        "inside of a condition it leaves open what it stands beside"
    );
    let or_true = |w: &World| or(vec![eq(w.my("cipher"), named("none")), yes()]);
    assert_eq!(verdict(&stated, or_true), Truth::True);
    assert_eq!(
        verdict(&[("claims", not_applicable())], |w| within(named("sig"), w.my("claims"))),
        Truth::NotApplicable
    );
    assert_eq!(verdict(&[("claims", not_applicable())], |w| any(1, w.my("claims"), yes())), Truth::NotApplicable);
}

#[test]
fn known_values_compare() {
    let stated = [("cipher", word("mtls")), ("count", Value::Int(3)), ("claims", words(&["sig", "iss"]))];
    assert_eq!(verdict(&stated, |w| eq(w.my("cipher"), named("mtls"))), Truth::True);
    assert_eq!(verdict(&stated, |w| within(w.my("cipher"), con(words(&["none", "tls"])))), Truth::False);
    assert_eq!(verdict(&stated, |w| strong(w.my("cipher"), CIPHER)), Truth::True);
    assert_eq!(verdict(&stated, |w| within(named("aud"), w.my("claims"))), Truth::False);
    assert_eq!(verdict(&stated, |w| eq(w.my("claims"), con(words(&["iss", "sig"])))), Truth::True, "lists are sets");
    assert_eq!(verdict(&stated, |w| compare(CompareOp::Le, w.my("count"), int(3))), Truth::True);
    assert_eq!(verdict(&stated, |_| compare(CompareOp::Lt, named("internal"), named("confidential"))), Truth::True);
    let date = Value::Date(Date::new(2026, 6, 30).unwrap());
    assert_eq!(verdict(&[("until", date)], |w| compare(CompareOp::Lt, w.my("until"), today())), Truth::True);
    assert_eq!(verdict(&[], |w| is_kind(w.my("from"), "workload")), Truth::True);
    assert_eq!(verdict(&[], |w| is_kind(w.my("from"), "actor")), Truth::False);
    assert_eq!(verdict(&[], |w| eq(w.my("name"), con(Value::Text("f".into())))), Truth::True);
    assert_eq!(verdict(&[], |w| w.my("defaulted")), Truth::True, "a default is known");
}

#[test]
fn kleene_is_not_complete() {
    let cipher = |w: &World| or(vec![eq(w.my("cipher"), named("none")), ne(w.my("cipher"), named("none"))]);
    assert_eq!(verdict(&[], cipher), Truth::Unknown);
    assert_eq!(verdict(&[], |w| and(vec![w.my("p"), no()])), Truth::False);
    assert_eq!(verdict(&[], |w| or(vec![w.my("p"), yes()])), Truth::True);
}

#[test]
fn if_takes_the_branch_that_holds_or_what_both_agree_on() {
    let either = |then: Expr, otherwise: Expr| move |w: &World| cond(w.my("p"), then.clone(), otherwise.clone());
    assert_eq!(verdict(&[("p", Value::Bool(true))], either(yes(), no())), Truth::True);
    assert_eq!(verdict(&[("p", Value::Bool(false))], either(yes(), no())), Truth::False);
    assert_eq!(verdict(&[], either(yes(), no())), Truth::Unknown);
    assert_eq!(verdict(&[], either(yes(), yes())), Truth::True);
    let chosen = |w: &World| eq(cond(w.my("p"), named("tls"), named("tls")), named("tls"));
    assert_eq!(verdict(&[], chosen), Truth::True);
}

#[test]
fn possible_members_make_membership_and_counts_open() {
    // sig is a member, iss is one if p.
    let claims = |w: &World| {
        let sure = eq(var(1), named("sig"));
        let perhaps = and(vec![eq(var(1), named("iss")), w.my("p")]);
        collect(1, con(words(&["sig", "iss", "aud"])), Some(or(vec![sure, perhaps])), var(1))
    };
    assert_eq!(verdict(&[], |w| within(named("sig"), claims(w))), Truth::True);
    assert_eq!(verdict(&[], |w| within(named("iss"), claims(w))), Truth::Unknown);
    assert_eq!(verdict(&[], |w| within(named("aud"), claims(w))), Truth::False);
    let how_many = |w: &World| count(2, claims(w), None);
    assert_eq!(verdict(&[], |w| compare(CompareOp::Ge, how_many(w), int(1))), Truth::True);
    assert_eq!(verdict(&[], |w| compare(CompareOp::Gt, how_many(w), int(1))), Truth::Unknown);
    assert_eq!(verdict(&[], |w| compare(CompareOp::Gt, how_many(w), int(2))), Truth::False);
    assert_eq!(verdict(&[], |w| eq(how_many(w), int(3))), Truth::False);
    assert_eq!(verdict(&[], |w| eq(how_many(w), int(2))), Truth::Unknown);
    assert_eq!(verdict(&[("p", Value::Bool(true))], |w| eq(how_many(w), int(2))), Truth::True);
    assert_eq!(verdict(&[], |w| every(2, claims(w), eq(var(2), named("sig")))), Truth::Unknown);
    assert_eq!(verdict(&[], |w| every(2, claims(w), ne(var(2), named("aud")))), Truth::True);
    assert_eq!(verdict(&[], |w| any(2, claims(w), eq(var(2), named("iss")))), Truth::Unknown);
    assert_eq!(verdict(&[], |w| none(2, claims(w), eq(var(2), named("sig")))), Truth::False);
    let flags = |w: &World| eq(claims(w), con(words(&["sig"])));
    assert_eq!(verdict(&[], flags), Truth::Unknown);
}

#[test]
fn the_greatest_is_known_unless_a_possible_member_could_beat_it() {
    let greatest = |list: Vec<&'static str>| {
        move |w: &World| {
            let sure = eq(var(1), named("internal"));
            let perhaps = w.my("p");
            let names: Vec<Expr> = list.iter().map(|name| named(name)).collect();
            let all = crate::build::list(names);
            quantifier(QuantifierMode::Max, vec![(1, all)], Some(or(vec![sure, perhaps])), None)
        }
    };
    let below = greatest(vec!["public", "internal"]);
    assert_eq!(verdict(&[], |w| eq(below(w), named("internal"))), Truth::True);
    let above = greatest(vec!["internal", "confidential"]);
    assert_eq!(verdict(&[], |w| eq(above(w), named("internal"))), Truth::Unknown);
}

#[test]
fn values_that_are_not_known_count_once_each() {
    // Two flows into b; the cipher of one is unknown.
    let mut world = World::new();
    let (a, b) = (world.service("a", &[]), world.service("b", &[]));
    world.flow("f", a, b, &[("cipher", word("tls"))]);
    world.flow("g", a, b, &[]);
    let ways = collect(1, world.my("incoming"), None, world.attr(var(1), "cipher"));
    let judge = |condition: Expr| {
        let outcome = world.engine().judge(&rule("workload", condition), Some(&[b]));
        (outcome.findings.len(), outcome.questions.len())
    };
    let many = |op, than| compare(op, count(2, ways.clone(), None), int(than));
    assert_eq!(judge(many(CompareOp::Ge, 1)), (1, 0));
    assert_eq!(judge(many(CompareOp::Ge, 2)), (0, 1));
    assert_eq!(judge(many(CompareOp::Ge, 3)), (0, 0));
}

#[test]
fn lists_of_lists_flatten_and_unset_ones_count_for_nothing() {
    let mut world = World::new();
    let secret = world.add("data", "secret", &[("level", word("confidential"))]);
    let plain = world.add("data", "plain", &[("level", word("public"))]);
    let holds = Value::set(vec![Value::Element(secret), Value::Element(plain)]);
    let (a, b) = (world.service("a", &[("holds", holds)]), world.service("b", &[]));
    world.flow("f", a, b, &[]);
    let lists = list(vec![world.attr(world.my("from"), "holds"), world.attr(world.my("to"), "holds")]);
    let level = world.attr(var(2), "level");
    let greatest = quantifier(QuantifierMode::Max, vec![(1, lists), (2, var(1))], None, Some(level));
    let outcome = world.engine().judge(&rule("flow", eq(greatest, named("confidential"))), None);
    assert_eq!(outcome.findings.len(), 1);
}

#[test]
fn crossing_is_what_one_end_is_in_and_the_other_is_not() {
    let mut world = World::new();
    let (outer, left, right) = (world.add("zone", "o", &[]), world.add("zone", "l", &[]), world.add("zone", "r", &[]));
    let (a, b) = (world.service("a", &[]), world.service("b", &[]));
    world.put(a, &[left, outer]);
    world.put(b, &[right, outer]);
    let f = world.flow("f", a, b, &[]);
    let names = |attribute: &str| {
        let rule = tm_rules::ir::Rule { message: template(vec![shown(world.my(attribute))]), ..rule("flow", yes()) };
        world.engine().judge(&rule, Some(&[f])).findings[0].message.clone()
    };
    assert_eq!((names("leaves").as_str(), names("enters").as_str(), names("crosses").as_str()), ("l", "r", "l, r"));
}

#[test]
fn derived_attributes_are_known_as_far_as_their_inputs_are() {
    let mut world = World::new();
    let weak = and(vec![eq(world.my("cipher"), named("none")), within(named("sig"), world.my("claims"))]);
    world.derive("flow", "weak", Type::Bool, false, weak);
    let (a, b) = (world.service("a", &[]), world.service("b", &[]));
    world.flow("f", a, b, &[("cipher", word("tls"))]);
    world.flow("g", a, b, &[("cipher", word("none"))]);
    world.flow("h", a, b, &[("cipher", word("none")), ("claims", words(&["sig"]))]);
    let outcome = world.engine().judge(&rule("flow", world.my("weak")), None);
    assert_eq!((outcome.findings.len(), outcome.questions.len()), (1, 1));
    let asked: Vec<_> = outcome.questions[0].decided_by.iter().map(|control| control.attribute).collect();
    assert_eq!(asked, [world.attribute("claims")]);
    let _ = CLAIM;
}
