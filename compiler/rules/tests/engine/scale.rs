//! Sizes of real platforms: thousands of services, tens of thousands of flows.

use std::time::{Duration, Instant};

use tm_model::{Type, Value};
use tm_rules::ir::{Expr, HopMode, QuantifierMode, Rule};

use crate::build::*;
use crate::world::World;

/// What is quadratic takes a hundred times as long. Unoptimised builds are slower, and so is a busy machine.
fn within_reason(limit: Duration) -> Duration {
    limit * if cfg!(debug_assertions) { 60 } else { 8 }
}

/// Smaller where code is not optimised.
fn size(services: usize) -> usize {
    services / if cfg!(debug_assertions) { 6 } else { 1 }
}

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

fn timed<T>(what: &str, limit: Duration, f: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = f();
    let taken = start.elapsed();
    assert!(taken < within_reason(limit), "{what} took {taken:?}");
    result
}

#[test]
fn local_rules_are_cheap() {
    let world = platform(size(3000), 5, true);
    let rule = rule("flow", and(vec![weak(&world), eq(world.my("note"), con(Value::Text("never".into())))]));
    let engine = world.engine();
    let outcome = timed("20 local rules over 15,000 flows", Duration::from_millis(400), || {
        (0..20).map(|_| engine.judge(&rule, None)).last().unwrap()
    });
    assert_eq!(outcome.findings.len(), 0);
}

#[test]
fn open_questions_are_cheap() {
    let world = platform(size(3000), 5, false);
    let rule = rule("flow", weak(&world));
    let engine = world.engine();
    let outcome = timed("15,000 questions", Duration::from_millis(400), || engine.judge(&rule, None));
    assert!(outcome.questions.len() > size(14_000));
    assert!(outcome.questions.iter().all(|question| question.decided_by.len() == 1));
}

#[test]
fn one_search_serves_all_subjects() {
    let world = platform(size(3000), 5, true);
    let leads = path(var(1), var(0), tm_model::RelationId(0), vec![]);
    let condition = and(vec![world.attr(var(1), "untrusted"), leads]);
    let rule = rule_exists("workload", binding(1, "actor"), condition);
    let engine = world.engine();
    let outcome = timed("3,000 subjects of a path rule", Duration::from_millis(400), || engine.judge(&rule, None));
    assert!(outcome.findings.len() > size(2_000));
    assert!(outcome.findings.iter().all(|finding| !finding.path.is_empty()));
}

#[test]
fn open_paths_are_bounded() {
    let world = platform(size(2000), 4, false);
    let last = not(within(named("sig"), world.attr(var(4), "claims")));
    let leads = path(var(1), var(0), tm_model::RelationId(0), vec![(HopMode::Last, 2, last)]);
    let condition = and(vec![world.attr(var(1), "untrusted"), leads]);
    let rule = rule_exists("workload", binding(1, "actor"), condition);
    let engine = world.engine();
    let outcome = timed("2,000 open paths", Duration::from_secs(4), || engine.judge(&rule, None));
    assert!(outcome.questions.len() > size(1_000));
}

#[test]
fn residual_conditions_and_columns_are_bounded() {
    let mut world = platform(size(2000), 4, true);
    let reached = quantifier(
        QuantifierMode::Any,
        vec![(1, all("actor"))],
        Some(world.attr(var(1), "untrusted")),
        Some(path(var(1), var(0), tm_model::RelationId(0), vec![])),
    );
    world.derive("workload", "reached", Type::Bool, true, reached);
    let unlinked = none(2, world.attr(var(1), "outgoing"), eq(world.attr(var(2), "to"), var(0)));
    let leads = path(var(1), var(0), tm_model::RelationId(0), vec![]);
    let condition = and(vec![world.my("prod"), world.attr(var(1), "reached"), unlinked, leads]);
    let rule =
        Rule { prefer: vec![world.attr(var(1), "prod")], ..rule_exists("workload", binding(1, "workload"), condition) };
    let engine = world.engine();
    let outcome = timed("700 pivots", Duration::from_secs(2), || engine.judge(&rule, None));
    assert!(outcome.findings.len() > size(400));
}
