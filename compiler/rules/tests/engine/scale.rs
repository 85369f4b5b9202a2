//! Sizes of real platforms: thousands of services, tens of thousands of flows.

use tm_model::{Type, Value};
use tm_rules::Outcome;
use tm_rules::ir::{Expr, HopMode, QuantifierMode, Rule};

use crate::build::*;
use crate::world::World;

/// Services of the smaller of two worlds.
const SIZE: usize = 250;

fn platform(services: usize, fan_out: usize, stated: bool) -> World {
    let mut world = World::new();
    let between = and(vec![is_kind(world.my("from"), "workload"), is_kind(world.my("to"), "workload")]);
    world.derive("flow", "between", Type::Bool, false, between);
    let condition = ne(world.my("cipher"), named("mtls"));
    let edge = edge(binding(0, "flow"), world.my("from"), world.my("to"), true, Some(condition));
    world.relation("reach", vec![edge]);
    let actors: Vec<_> =
        (0..50).map(|at| world.add("actor", &format!("u{at}"), &[("untrusted", Value::Bool(true))])).collect();
    let all: Vec<_> = (0..services)
        .map(|at| {
            let zone = if at % 3 == 0 { vec![("prod", Value::Bool(true))] } else { vec![] };
            world.service(&format!("s{at:05}"), &zone)
        })
        .collect();
    let cipher = |at: usize| match (stated, at % 4) {
        (true, 0) => vec![("cipher", word("none"))],
        (true, _) => vec![("cipher", word("tls"))],
        (false, _) => vec![],
    };
    for (at, actor) in actors.iter().enumerate() {
        world.flow(&format!("in{at}"), *actor, all[at * 7 % services], &cipher(at));
    }
    let mut seed = 7_usize;
    for (at, from) in all.iter().enumerate() {
        for out in 0..fan_out {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let to = all[(seed >> 33) % services];
            if to != *from {
                world.flow(&format!("f{at}-{out}"), *from, to, &cipher(at + out));
            }
        }
    }
    world
}

fn weak(world: &World) -> Expr {
    and(vec![world.my("between"), is_set(world.my("from")), eq(world.my("cipher"), named("none"))])
}

/// Judges a rule over a world and one that is four times as large. What is linear takes four times the steps, what is
/// quadratic sixteen times; it may take `most` times. Yields what is found in the larger one.
fn in_proportion(most: u64, world: impl Fn(usize) -> World, rule: impl Fn(&World) -> Rule) -> Outcome {
    let judge = |services: usize| {
        let world = world(services);
        let (rule, engine) = (rule(&world), world.engine());
        engine.judge_counting(&rule, None)
    };
    let ((_, few), (outcome, many)) = (judge(SIZE), judge(4 * SIZE));
    assert!(few >= SIZE as u64, "{few} steps: the work is not counted");
    assert!(many <= most * few, "{few} steps became {many}");
    outcome
}

#[test]
fn local_rules_are_cheap() {
    let outcome = in_proportion(
        6,
        |services| platform(services, 5, true),
        |world| rule("flow", and(vec![weak(world), eq(world.my("note"), con(Value::Text("never".into())))])),
    );
    assert_eq!(outcome.findings.len(), 0);
}

#[test]
fn open_questions_are_cheap() {
    let outcome = in_proportion(6, |services| platform(services, 5, false), |world| rule("flow", weak(world)));
    assert!(outcome.questions.len() > 4 * SIZE * 4);
    assert!(outcome.questions.iter().all(|question| question.decided_by.len() == 1));
}

#[test]
fn one_search_serves_all_subjects() {
    let outcome = in_proportion(
        6,
        |services| platform(services, 5, true),
        |world| {
            let leads = path(var(1), var(0), tm_model::RelationId(0), vec![]);
            let condition = and(vec![world.attr(var(1), "untrusted"), leads]);
            rule_exists("workload", binding(1, "actor"), condition)
        },
    );
    assert!(outcome.findings.len() > 2 * SIZE);
    assert!(outcome.findings.iter().all(|finding| !finding.path.is_empty()));
}

#[test]
fn open_paths_are_bounded() {
    // What another value of a control closes is searched for anew, as long as the rule has steps for that: in both worlds it
    // has none left in the end.
    let outcome = in_proportion(
        6,
        |services| platform(4 * services, 4, false),
        |world| {
            let last = not(within(named("sig"), world.attr(var(4), "claims")));
            let leads = path(var(1), var(0), tm_model::RelationId(0), vec![(HopMode::Last, 2, last)]);
            rule_exists("workload", binding(1, "actor"), and(vec![world.attr(var(1), "untrusted"), leads]))
        },
    );
    assert!(outcome.questions.len() > 8 * SIZE);
}

#[test]
fn another_value_at_the_last_hop_takes_no_other_search() {
    let mut world = platform(SIZE, 4, false);
    world.relation("calls", vec![edge(binding(0, "flow"), world.my("from"), world.my("to"), true, None)]);
    let cipher = not(eq(world.attr(var(4), "cipher"), named("tls")));
    let leads = path(var(1), var(0), tm_model::RelationId(1), vec![(HopMode::Last, 2, cipher)]);
    let rule = rule_exists("workload", binding(1, "actor"), and(vec![world.attr(var(1), "untrusted"), leads]));
    let (outcome, steps) = world.engine().judge_counting(&rule, None);
    let decided = outcome.questions.iter().filter(|question| !question.decided_by.is_empty()).count();
    assert!(decided > SIZE / 20, "who is called by few is safe behind one cipher: {decided}");
    let subjects = outcome.questions.len() as u64;
    assert!(steps < 500 * subjects, "{steps} steps for {subjects} questions");
}

#[test]
fn nobody_searches_for_a_hop_that_is_nowhere() {
    let mut world = platform(SIZE, 4, true);
    world.relation("calls", vec![edge(binding(0, "flow"), world.my("from"), world.my("to"), true, None)]);
    let judge = |cipher| {
        let stated = is_set(world.attr(var(7), "cipher"));
        let wanted = eq(world.attr(var(4), "cipher"), named(cipher));
        let hops = vec![(HopMode::All, 5, stated), (HopMode::Any, 2, wanted)];
        let leads = path(var(1), var(0), tm_model::RelationId(1), hops);
        world.engine().judge_counting(&rule_exists("workload", binding(1, "actor"), leads), None)
    };
    let ((reached, _), (nowhere, steps)) = (judge("tls"), judge("mtls"));
    assert!(reached.findings.len() > SIZE / 2 && nowhere.findings.is_empty());
    let flows = tm_model::Facts::all(&world, crate::world::kind_id("flow")).len() as u64;
    assert!(steps < 2 * flows, "{steps} steps for {flows} flows");
}

#[test]
fn residual_conditions_and_columns_are_bounded() {
    let world = |services| {
        let mut world = platform(services, 4, true);
        let reached = quantifier(
            QuantifierMode::Any,
            vec![(1, all("actor"))],
            Some(world.attr(var(1), "untrusted")),
            Some(path(var(1), var(0), tm_model::RelationId(0), vec![])),
        );
        world.derive("workload", "reached", Type::Bool, true, reached);
        world
    };
    // Some subjects need a search of their own.
    let outcome = in_proportion(10, world, |world| {
        let unlinked = none(2, world.attr(var(1), "outgoing"), eq(world.attr(var(2), "to"), var(0)));
        let leads = path(var(1), var(0), tm_model::RelationId(0), vec![]);
        let condition = and(vec![world.my("prod"), world.attr(var(1), "reached"), unlinked, leads]);
        let prefer = vec![world.attr(var(1), "prod")];
        Rule { prefer, ..rule_exists("workload", binding(1, "workload"), condition) }
    });
    assert!(outcome.findings.len() > SIZE);
}
