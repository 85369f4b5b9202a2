//! Judging by situation says what judging each element anew says, whatever the rule and the world.

use std::sync::Arc;

use proptest::prelude::{ProptestConfig, Strategy, any as arbitrary, prop, prop_oneof, proptest};
use proptest::{prop_assert, prop_assert_eq};
use tm_model::{ElementId, RelationId, Type, Value};
use tm_rules::ir::{Clause, CompareOp, Expr, HopMode, QuantifierMode, Rule, Slot};
use tm_rules::{Outcome, Rulebook};

use crate::build::*;
use crate::world::{CIPHER, LEVEL, World};

/// A world without elements, with derived attributes of every sort.
fn vocabulary() -> World {
    let mut world = World::new();
    let edge = edge(binding(0, "flow"), world.my("from"), world.my("to"), true, Some(world.my("p")));
    let relation = world.relation("calls", vec![edge]);
    let weak = eq(world.my("cipher"), named("none"));
    world.derive("flow", "weak", Type::Bool, false, weak);
    let between = and(vec![is_kind(world.my("from"), "workload"), is_kind(world.my("to"), "workload")]);
    world.derive("flow", "between", Type::Bool, false, between);
    let highest = max(9, world.attr(world.my("to"), "holds"), world.attr(var(9), "level"));
    world.derive("flow", "highest", Type::Enum(LEVEL), false, highest);
    let heard = any(9, world.my("incoming"), world.attr(var(9), "weak"));
    world.derive("component", "heard", Type::Bool, false, heard);
    let leads = path(var(9), var(0), relation, vec![(HopMode::Avoiding, 10, is_kind(var(10), "gateway"))]);
    let untrusted = Some(world.attr(var(9), "untrusted"));
    let reached = quantifier(QuantifierMode::Any, vec![(9, all("actor"))], untrusted, Some(leads));
    world.derive("component", "reached", Type::Bool, true, reached);
    world
}

/// Conditions on the flow in a slot.
fn atoms(flow: Slot) -> Vec<Expr> {
    let world = vocabulary();
    let my = |name: &str| world.attr(var(flow), name);
    let (from, to) = (|| my("from"), || my("to"));
    let of = |base: Expr, name: &str| world.attr(base, name);
    vec![
        my("p"),
        my("q"),
        my("weak"),
        my("between"),
        my("defaulted"),
        eq(my("cipher"), named("tls")),
        strong(my("cipher"), CIPHER),
        within(named("sig"), my("claims")),
        compare(CompareOp::Gt, my("count"), int(2)),
        compare(CompareOp::Ge, my("highest"), named("internal")),
        eq(my("note"), con(Value::Text("n".into()))),
        is_set(my("note")),
        is_known(my("cipher")),
        is_kind(from(), "actor"),
        is_kind(to(), "gateway"),
        eq(from(), to()),
        eq(of(from(), "boundary"), of(to(), "boundary")),
        eq(of(from(), "auth"), of(to(), "auth")),
        eq(of(to(), "auth"), named("mtls")),
        of(from(), "untrusted"),
        of(to(), "heard"),
        of(to(), "reached"),
        of(from(), "reached"),
        is_set(of(to(), "runs-as")),
        eq(of(of(to(), "runs-as"), "scope"), named("none")),
        eq(of(from(), "runs-as"), of(to(), "runs-as")),
        any(1, of(to(), "incoming"), of(var(1), "q")),
        every(2, of(to(), "incoming"), eq(of(var(2), "from"), from())),
        none(3, of(from(), "outgoing"), ne(of(var(3), "cipher"), my("cipher"))),
        any(4, of(to(), "holds"), compare(CompareOp::Ge, of(var(4), "level"), named("confidential"))),
        compare(CompareOp::Gt, count(5, of(to(), "incoming"), Some(of(var(5), "weak"))), int(1)),
        any(6, my("crosses"), eq(of(var(6), "policy"), named("none"))),
        within(of(from(), "boundary"), of(to(), "boundaries")),
        any(7, of(of(to(), "boundary"), "members"), eq(of(var(7), "auth"), named("none"))),
        any(8, all("actor"), of(var(8), "untrusted")),
        compare(CompareOp::Lt, my("until"), today()),
        eq(of(to(), "name"), con(Value::Text("s1".into()))),
    ]
}

fn condition(atoms: Vec<Expr>) -> impl Strategy<Value = Expr> {
    prop::sample::select(atoms).prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            4 => prop::collection::vec(inner.clone(), 1..4).prop_map(and),
            2 => prop::collection::vec(inner.clone(), 1..4).prop_map(or),
            1 => inner.clone().prop_map(not),
            1 => (inner.clone(), inner.clone(), inner).prop_map(|(c, t, o)| cond(c, t, o)),
        ]
    })
}

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    let mut atoms = atoms(0);
    // The `let` of the rule.
    atoms.push(vocabulary().attr(var(11), "heard"));
    let rule = condition(atoms).prop_map(|condition| {
        let world = vocabulary();
        let shown = vec![shown(world.my("from")), text(" to "), shown(world.my("to")), shown(world.my("cipher"))];
        let severity = cond(world.my("between"), named("critical"), named("low"));
        let mut rule =
            Rule { message: template(shown), severity, at: Some(world.my("cipher")), ..rule("flow", condition) };
        let other = cond(world.my("q"), world.my("from"), world.my("to"));
        rule.clauses.insert(0, Clause::Let { slot: 11, value: other });
        rule
    });
    prop::collection::vec(rule, 1..4)
}

/// A world from random numbers.
fn build(numbers: &[u8]) -> World {
    let mut world = vocabulary();
    let mut at = 0;
    let mut next = |below: usize| {
        at += 1;
        usize::from(numbers[at % numbers.len()].wrapping_add((at / numbers.len()) as u8)) % below
    };
    let cipher = |number: usize| match number {
        0 => Some(word("none")),
        1 => Some(word("tls")),
        2 => Some(not_applicable()),
        _ => None,
    };
    let flag = |number: usize| (number < 2).then_some(Value::Bool(number == 1));
    let data: Vec<ElementId> = (0..3)
        .map(|n| world.add("data", &format!("d{n}"), &[("level", word(["public", "internal", "confidential"][n]))]))
        .collect();
    let identities: Vec<ElementId> = (0..2).map(|n| world.add("identity", &format!("i{n}"), &[])).collect();
    let zones: Vec<ElementId> = (0..2)
        .map(|n| {
            let policy = cipher(next(4)).map(|policy| ("policy", policy));
            world.add("zone", &format!("z{n}"), &policy.into_iter().collect::<Vec<_>>())
        })
        .collect();
    let components: Vec<ElementId> = (0..6)
        .map(|n| {
            let mut stated = Vec::new();
            let kind = ["actor", "service", "service", "gateway", "service", "service"][n];
            if kind == "actor" {
                stated.push(("untrusted", Value::Bool(next(2) == 0)));
            } else {
                stated.extend(cipher(next(4)).map(|auth| ("auth", auth)));
                if next(2) == 0 {
                    stated.push(("runs-as", Value::Element(identities[next(2)])));
                }
                let held = (0..next(3)).map(|_| Value::Element(data[next(3)]));
                let mut held: Vec<Value> = held.collect();
                held.dedup();
                stated.push(("holds", Value::set(held)));
            }
            let id = world.add(kind, &format!("s{n}"), &stated);
            if next(3) > 0 {
                let inner = next(2);
                world.put(id, &zones[inner..]);
            }
            id
        })
        .collect();
    for n in 0..8 {
        let mut stated = Vec::new();
        stated.extend(cipher(next(5)).map(|cipher| ("cipher", cipher)));
        stated.extend(flag(next(4)).map(|flag| ("p", flag)));
        stated.extend(flag(next(4)).map(|flag| ("q", flag)));
        match next(4) {
            0 => stated.push(("claims", words(&["sig"]))),
            1 => stated.push(("claims", words(&[]))),
            2 => stated.push(("note", Value::Text(["n", "m"][next(2)].into()))),
            _ => stated.push(("count", Value::Int(next(5) as i64))),
        }
        let (from, to) = (components[next(6)], components[next(6)]);
        world.flow(&format!("f{n}"), from, to, &stated);
    }
    world
}

const HOP: Slot = 12;
/// What a hop is made through.
const VIA: Slot = HOP + 2;

/// `for s: component exists a: actor path a ~> s { MODE hop: … }`
fn rule_of_paths(mode: HopMode, condition: Expr) -> Rule {
    let leads = leads(var(16), var(15), RelationId(0), vec![(mode, HOP, condition)]);
    Rule {
        subjects: vec![binding(15, "component")],
        clauses: vec![Clause::Path { path: 0, leads }],
        paths: 1,
        ..rule_exists("component", binding(16, "actor"), yes())
    }
}

fn sorted(mut outcome: Outcome) -> Outcome {
    outcome.asked.sort_unstable();
    outcome
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_says_what_judging_anew_says(
        rules in rules(),
        worlds in prop::collection::vec(prop::collection::vec(arbitrary::<u8>(), 24..48), 1..4),
    ) {
        let rules: Vec<Arc<Rule>> = rules.into_iter().map(Arc::new).collect();
        let book = Rulebook::new(rules.iter().cloned().enumerate(), &vocabulary().schema);
        // What one world has taught is used in the next, and again in the same one.
        for numbers in worlds.iter().chain(&worlds) {
            let world = build(numbers);
            let flows = tm_model::Facts::all(&world, crate::world::kind_id("flow"));
            let engine = world.engine();
            let found = engine.judge_each(&book, flows);
            prop_assert!(found.is_sorted_by_key(|(number, _)| *number));
            for (number, rule) in rules.iter().enumerate() {
                let anew = sorted(engine.judge(rule, None));
                let found = found.iter().find(|(known, _)| *known == number).map(|(_, outcome)| outcome.clone());
                prop_assert_eq!(found.unwrap_or_default(), anew);
            }
        }
    }

    #[test]
    fn what_hops_are_made_through_says_the_same_as_the_hops(
        condition in condition(atoms(VIA)),
        mode in prop::sample::select(vec![HopMode::All, HopMode::Any, HopMode::No, HopMode::First, HopMode::Last]),
        numbers in prop::collection::vec(arbitrary::<u8>(), 24..48),
    ) {
        // A condition that names an end of the hop is asked of each hop anew.
        let of_hop = and(vec![condition.clone(), eq(var(HOP), var(HOP))]);
        let world = build(&numbers);
        let by_situation = world.engine().judge(&rule_of_paths(mode, condition), None);
        prop_assert_eq!(by_situation, world.engine().judge(&rule_of_paths(mode, of_hop), None));
    }
}
