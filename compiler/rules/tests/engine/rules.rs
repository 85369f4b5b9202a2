//! Witnesses, paths, joins, explanations, messages.

use tm_model::{ElementId, Origin, RelationId, Value};
use tm_rules::ir::{Clause, CompareOp, HopMode, Rule};
use tm_rules::{At, Control, Outcome};

use crate::build::*;
use crate::world::World;

/// Every flow is a hop.
fn calls(world: &mut World) -> RelationId {
    let edge = edge(binding(0, "flow"), world.my("from"), world.my("to"), true, None);
    world.relation("calls", vec![edge])
}

fn subjects(outcome: &Outcome) -> Vec<ElementId> {
    outcome.findings.iter().map(|finding| finding.subjects[0]).collect()
}

fn judge(world: &World, rule: &Rule) -> Outcome {
    let outcome = world.engine().judge(rule, None);
    assert_eq!(outcome.skipped, None);
    outcome
}

/// Each witness stands in the message.
fn names_witness(rule: Rule) -> Rule {
    Rule { message: template(vec![shown(var(0)), text(" by "), shown(var(1))]), ..rule }
}

#[test]
fn one_finding_per_subject_and_the_first_name_is_the_witness() {
    let mut world = World::new();
    let (a, b) = (world.service("a", &[]), world.service("b", &[]));
    let late = world.add("actor", "z", &[("untrusted", Value::Bool(true))]);
    let early = world.add("actor", "y", &[("untrusted", Value::Bool(true))]);
    let trusted = world.add("actor", "x", &[]);
    for (at, actor) in [late, early, trusted].into_iter().enumerate() {
        world.flow(&format!("f{at}"), actor, a, &[]);
    }
    world.flow("g", a, b, &[]);
    let tied = any(2, world.my("incoming"), eq(world.attr(var(2), "from"), var(1)));
    let condition = and(vec![world.attr(var(1), "untrusted"), tied]);
    let rule = names_witness(rule_exists("workload", binding(1, "actor"), condition));
    let outcome = judge(&world, &rule);
    assert_eq!(subjects(&outcome), [a]);
    assert_eq!(outcome.findings[0].message, "a by y", "the module of the subject goes without saying");
}

#[test]
fn definite_comes_before_possible_and_preferred_before_near() {
    let mut world = World::new();
    let relation = calls(&mut world);
    let target = world.service("target", &[]);
    let near = world.service("near", &[("auth", word("none"))]);
    let far = world.service("far", &[("auth", word("none")), ("prod", Value::Bool(true))]);
    let unknown = world.service("aaa", &[]);
    world.flow("f1", near, target, &[]);
    world.flow("f2", far, near, &[]);
    world.flow("f3", unknown, target, &[]);
    let leads = path(var(1), var(0), relation, vec![]);
    let condition = and(vec![eq(world.attr(var(1), "auth"), named("none")), leads]);
    let by = |prefer| {
        let rule = names_witness(Rule { prefer, ..rule_exists("service", binding(1, "service"), condition.clone()) });
        judge(&world, &rule).findings.iter().find(|f| f.subjects[0] == target).unwrap().clone()
    };
    assert_eq!(by(vec![]).message, "target by near");
    let preferred = by(vec![world.attr(var(1), "prod")]);
    assert_eq!(preferred.message, "target by far");
    assert_eq!(preferred.path.iter().map(|hop| hop.from).collect::<Vec<_>>(), [far, near]);
    let because = &preferred.because;
    assert_eq!(because.len(), 1);
    assert_eq!(because[0].control, Control { element: far, attribute: world.attribute("auth") });
}

#[test]
fn a_path_clause_names_its_length_and_conditions_on_the_last_hop_see_the_target() {
    let mut world = World::new();
    let relation = calls(&mut world);
    let actor = world.add("actor", "u", &[("untrusted", Value::Bool(true))]);
    let a = world.service("a", &[]);
    let b = world.service("b", &[("owner", Value::Text("n".into()))]);
    world.flow("f", actor, a, &[]);
    world.flow("g", a, b, &[("note", Value::Text("n".into()))]);
    // last h: h.via.note == s.owner
    let last = eq(world.attr(var(4), "note"), world.my("owner"));
    let clause = leads(var(1), var(0), relation, vec![(HopMode::Last, 2, last)]);
    let rule = Rule {
        paths: 1,
        clauses: vec![Clause::Where(world.attr(var(1), "untrusted")), Clause::Path { path: 0, leads: clause }],
        message: template(vec![shown(var(1)), text(" reaches "), shown(var(0)), text(" in "), shown(length(0))]),
        ..rule_exists("service", binding(1, "actor"), yes())
    };
    let outcome = judge(&world, &rule);
    assert_eq!(subjects(&outcome), [b]);
    assert_eq!(outcome.findings[0].message, "u reaches b in 2");
    let read: Vec<_> = outcome.findings[0].because.iter().map(|reason| reason.control.attribute).collect();
    assert_eq!(read, [world.attribute("untrusted"), world.attribute("note"), world.attribute("owner")]);
}

#[test]
fn an_or_between_paths_and_ties_takes_whichever_is_true() {
    let mut world = World::new();
    let relation = calls(&mut world);
    let gateway = world.add("gateway", "gw", &[]);
    let actor = world.add("actor", "u", &[("untrusted", Value::Bool(true))]);
    let (a, b, c) = (world.service("a", &[]), world.service("b", &[]), world.service("c", &[]));
    world.flow("f1", actor, gateway, &[]);
    world.flow("f2", gateway, a, &[]);
    world.flow("f3", b, c, &[]);
    world.flow("f4", actor, b, &[]);
    // x is an actor that gets here past all gateways, or a service that calls directly.
    let past = path(var(1), var(0), relation, vec![(HopMode::Avoiding, 2, is_kind(var(2), "gateway"))]);
    let by_actor = and(vec![is_kind(var(1), "actor"), past]);
    let calls_it = any(5, world.my("incoming"), eq(world.attr(var(5), "from"), var(1)));
    let by_service = and(vec![is_kind(var(1), "service"), calls_it]);
    let condition = and(vec![or(vec![by_actor, by_service]), not(is_kind(var(1), "gateway"))]);
    let rule = names_witness(rule_exists("service", binding(1, "component"), condition));
    let messages: Vec<_> = judge(&world, &rule).findings.into_iter().map(|f| f.message).collect();
    // c: the service b in one hop by a tie without path, the actor in two.
    assert_eq!(messages, ["b by u", "c by u"]);
}

#[test]
fn residual_conditions_look_past_the_best_start() {
    let mut world = World::new();
    let relation = calls(&mut world);
    let target = world.service("target", &[("owner", Value::Text("x".into()))]);
    for at in 0..40 {
        let other = world.service(&format!("s{at:02}"), &[("owner", Value::Text("x".into()))]);
        world.flow(&format!("f{at}"), other, target, &[]);
    }
    let odd = world.service("zzz", &[("owner", Value::Text("y".into()))]);
    world.flow("g", odd, target, &[]);
    let differs = ne(world.attr(var(1), "owner"), world.my("owner"));
    let condition = and(vec![differs, path(var(1), var(0), relation, vec![])]);
    let rule = names_witness(rule_exists("service", binding(1, "service"), condition));
    let messages: Vec<_> = judge(&world, &rule).findings.into_iter().map(|f| f.message).collect();
    assert_eq!(messages, ["target by zzz"]);
}

#[test]
fn equal_keys_meet_in_a_hash_join() {
    let mut world = World::new();
    let service = world.service("s", &[]);
    for at in 0..3000 {
        let resource = Value::Text(format!("r{}", at / 2).into());
        world.endpoint(service, &format!("e{at}"), &[("resource", resource)]);
    }
    let same = eq(world.my("resource"), world.attr(var(1), "resource"));
    let condition = and(vec![is_set(world.my("resource")), same, ne(var(0), var(1))]);
    let rule = names_witness(rule_exists("endpoint", binding(1, "endpoint"), condition));
    let (outcome, steps) = world.engine().judge_counting(&rule, None);
    assert_eq!(outcome.findings.len(), 3000);
    assert_eq!(outcome.findings[0].message, "s.e0 by s.e1");
    assert!(steps < 3000 * 1000, "{steps} steps: nine million pairs take more");
    let closures = std::sync::Arc::new(tm_rules::Closures::new(&world.schema, &world.program));
    let vocabulary = tm_rules::Vocabulary { schema: &world.schema, program: &world.program, closures: &closures };
    assert!(!tm_rules::is_quadratic(&rule, vocabulary));
    assert_eq!(tm_rules::classify(&rule, vocabulary), tm_rules::ir::RuleClass::Join);
    let loose = compare(CompareOp::Lt, world.my("resource"), world.attr(var(1), "resource"));
    let loose = rule_exists("endpoint", binding(1, "endpoint"), loose);
    assert!(tm_rules::is_quadratic(&loose, vocabulary));
}

#[test]
fn a_quantifier_over_a_kind_finds_its_members_by_key_in_source_order() {
    let mut world = World::new();
    let identity = world.add("identity", "i", &[]);
    let other = world.add("identity", "j", &[]);
    let runs = |id| vec![("runs-as", Value::Element(id))];
    world.service("z", &runs(identity));
    world.service("m", &runs(other));
    world.service("a", &runs(identity));
    let users = collect(1, all("workload"), Some(eq(world.attr(var(1), "runs-as"), var(0))), var(1));
    let rule = Rule {
        clauses: vec![
            Clause::Let { slot: 2, value: users },
            Clause::Where(compare(CompareOp::Gt, count(3, var(2), None), int(1))),
        ],
        message: template(vec![shown(var(2))]),
        ..rule("identity", yes())
    };
    let outcome = judge(&world, &rule);
    assert_eq!(subjects(&outcome), [identity]);
    assert_eq!(outcome.findings[0].message, "z, a");
}

#[test]
fn an_explanation_names_the_true_facts_once_and_what_a_derived_one_rests_on() {
    let mut world = World::new();
    let weak = eq(world.my("cipher"), named("none"));
    world.derive("flow", "weak", tm_model::Type::Bool, false, weak);
    let (a, b) = (world.service("a", &[]), world.service("b", &[]));
    let f = world.flow("f", a, b, &[("cipher", word("none")), ("p", Value::Bool(false)), ("q", Value::Bool(true))]);
    let condition = and(vec![
        world.my("weak"),
        or(vec![world.my("p"), world.my("q")]),
        eq(world.my("cipher"), named("none")),
        not(world.my("p")),
        is_kind(world.my("from"), "service"),
    ]);
    let rule = Rule {
        at: Some(world.my("cipher")),
        help: Some(template(vec![text("set "), shown(world.my("cipher")), text(" to "), shown(world.my("note"))])),
        ..rule("flow", condition)
    };
    let finding = judge(&world, &rule).findings[0].clone();
    let names: Vec<&str> = finding
        .because
        .iter()
        .map(|reason| world.schema.attribute(reason.control.attribute).unwrap().name.as_str())
        .collect();
    assert_eq!(names, ["weak", "cipher", "q", "p"]);
    assert_eq!(finding.because[0].origin, Origin::Computed);
    assert!(matches!(finding.because[1].origin, Origin::Stated(_)));
    assert_eq!(finding.because[1].value, word("none"));
    assert_eq!(finding.at, Some(At::Attribute(Control { element: f, attribute: world.attribute("cipher") })));
    assert_eq!(finding.help.as_deref(), Some("set none to unset"));
    assert_eq!(finding.severity, tm_model::EnumValueId { of: crate::world::SEVERITY, index: 3 });
}

/// The attributes that a verdict could not do without.
fn needed(world: &World, rule: &Rule) -> Vec<String> {
    let outcome = judge(world, rule);
    let because = outcome.findings[0].because.iter().filter(|reason| reason.is_needed);
    because.map(|reason| world.schema.attribute(reason.control.attribute).unwrap().name.to_string()).collect()
}

#[test]
fn a_fact_is_needed_unless_another_would_do() {
    let yes = || Value::Bool(true);
    let mut world = World::new();
    let (a, b) = (world.service("a", &[]), world.service("b", &[]));
    world.flow("f", a, b, &[("cipher", word("none")), ("p", yes()), ("q", yes())]);
    let plain = || eq(world.my("cipher"), named("none"));
    let (p, q) = (|| world.my("p"), || world.my("q"));
    assert_eq!(needed(&world, &rule("flow", and(vec![plain(), or(vec![p(), not(q())])]))), ["cipher", "p"]);
    assert_eq!(needed(&world, &rule("flow", and(vec![plain(), or(vec![p(), q()])]))), ["cipher"]);
    let both = and(vec![or(vec![p(), q()]), p()]);
    assert_eq!(needed(&world, &rule("flow", both)), ["p"], "one of two in one place, needed in another");
    assert_eq!(needed(&world, &rule("flow", not(and(vec![not(p()), not(q())])))), Vec::<String>::new());
    assert_eq!(needed(&world, &rule("flow", not(or(vec![not(p()), not(q())])))), ["p", "q"]);
    assert_eq!(needed(&world, &rule("flow", cond(p(), q(), not(q())))), ["p", "q"]);
    assert_eq!(needed(&world, &rule("flow", cond(p(), q(), q()))), ["q"]);
}

#[test]
fn the_only_member_that_fits_is_needed_and_one_of_two_is_not() {
    let mut world = World::new();
    let (a, b) = (world.service("a", &[]), world.service("b", &[]));
    world.flow("f", a, b, &[("cipher", word("none"))]);
    let plain = |world: &World| eq(world.attr(var(1), "cipher"), named("none"));
    let heard = |world: &World| rule("workload", any(1, world.my("incoming"), plain(world)));
    assert_eq!(needed(&world, &heard(&world)), ["cipher"]);
    world.flow("g", a, b, &[("cipher", word("tls"))]);
    assert_eq!(needed(&world, &heard(&world)), ["cipher"]);
    world.flow("h", a, b, &[("cipher", word("none"))]);
    assert_eq!(needed(&world, &heard(&world)), Vec::<String>::new());
    let every = rule("workload", every(1, world.my("incoming"), not(eq(world.attr(var(1), "cipher"), named("mtls")))));
    let subject = judge(&world, &every).findings.into_iter().find(|finding| finding.subjects[0] == b).unwrap();
    assert_eq!(subject.because.iter().filter(|reason| reason.is_needed).count(), 3);
}

#[test]
fn what_is_read_of_a_witness_or_on_a_way_is_not_needed() {
    let mut world = World::new();
    let relation = calls(&mut world);
    let actor = world.add("actor", "u", &[("untrusted", Value::Bool(true))]);
    let a = world.service("a", &[("auth", word("none"))]);
    world.flow("f", actor, a, &[("p", Value::Bool(true))]);
    let leads = path(var(1), var(0), relation, vec![(HopMode::All, 2, world.attr(var(4), "p"))]);
    let condition = and(vec![world.attr(var(1), "untrusted"), eq(world.my("auth"), named("none")), leads]);
    assert_eq!(needed(&world, &rule_exists("workload", binding(1, "actor"), condition)), ["auth"]);
}

/// Calls that the callee lets in, in plain text.
fn admitted(world: &mut World) -> RelationId {
    let auth = eq(world.attr(world.my("to"), "auth"), named("none"));
    let plain = eq(world.my("cipher"), named("none"));
    let edge = edge(binding(0, "flow"), world.my("from"), world.my("to"), true, Some(and(vec![auth, plain])));
    world.relation("admitted", vec![edge])
}

#[test]
fn what_lets_a_path_in_is_told_and_needed_as_far_as_every_way_in_needs_it() {
    let none = || word("none");
    for ways in [1, 2] {
        let mut world = World::new();
        let (admitted, calls) = (admitted(&mut world), calls(&mut world));
        let along = |relation| path(var(1), var(0), relation, vec![]);
        let (a, b) = (world.service("a", &[("auth", none())]), world.service("b", &[("auth", none())]));
        let actor = world.add("actor", "u", &[]);
        world.flow("f", actor, a, &[("cipher", none())]);
        let last = world.flow("g", a, b, &[("cipher", none())]);
        world.flow("h", actor, b, &[("cipher", word("tls"))]);
        if ways == 2 {
            world.flow("i", a, b, &[("cipher", none())]);
        }
        let told = |condition| -> Vec<(Control, bool)> {
            let outcome = judge(&world, &rule_exists("workload", binding(1, "actor"), condition));
            let found = outcome.findings.into_iter().find(|finding| finding.subjects[0] == b).unwrap();
            found.because.iter().map(|reason| (reason.control, reason.is_needed)).collect()
        };
        let auth = Control { element: b, attribute: world.attribute("auth") };
        let cipher = Control { element: last, attribute: world.attribute("cipher") };
        assert_eq!(told(along(admitted)), [(auth, true), (cipher, ways == 1)], "of the last hop, and of no other");
        let either = or(vec![along(admitted), along(calls)]);
        assert_eq!(told(either), [(auth, false), (cipher, false)], "another search finds it as well");
        let structure = told(along(calls));
        assert!(structure.iter().all(|(control, _)| *control != auth && *control != cipher), "{structure:?}");
    }
}

#[test]
fn structure_explains_what_nothing_else_does() {
    let mut world = World::new();
    let (a, b) = (world.service("a", &[]), world.service("b", &[]));
    let f = world.flow("f", a, b, &[]);
    let outcome = judge(&world, &rule("flow", is_kind(world.my("from"), "service")));
    let because = &outcome.findings[0].because;
    assert_eq!(because.len(), 1);
    assert_eq!(because[0].control, Control { element: f, attribute: world.attribute("from") });
    assert_eq!(because[0].value, Value::Element(a));
}

#[test]
fn a_rule_without_subjects_speaks_about_the_project() {
    let mut world = World::new();
    let none = none(0, all("gateway"), yes());
    assert_eq!(judge(&world, &project_rule(none.clone())).findings.len(), 1);
    world.add("gateway", "g", &[]);
    assert_eq!(judge(&world, &project_rule(none)).findings.len(), 0);
}

#[test]
fn several_subjects_give_a_finding_per_pair() {
    let mut world = World::new();
    let (a, b) = (world.service("a", &[]), world.service("b", &[]));
    world.flow("f", a, b, &[]);
    world.flow("g", a, b, &[]);
    let rule = Rule {
        subjects: vec![binding(0, "workload"), binding_in(1, world.my("incoming"))],
        message: template(vec![shown(var(0)), text(" "), shown(var(1))]),
        ..rule("workload", yes())
    };
    let messages: Vec<_> = judge(&world, &rule).findings.into_iter().map(|f| f.message).collect();
    assert_eq!(messages, ["b f", "b g"]);
    assert_eq!(world.engine().judge(&rule, Some(&[a])).findings.len(), 0);
}

#[test]
fn columns_and_values_are_computed_with_their_origin() {
    let mut world = World::new();
    let relation = calls(&mut world);
    let reached = quantifier(
        tm_rules::ir::QuantifierMode::Any,
        vec![(1, all("actor"))],
        Some(world.attr(var(1), "untrusted")),
        Some(path(var(1), var(0), relation, vec![])),
    );
    assert!(tm_rules::computation_is_global(&reached, &|_| false));
    world.derive("workload", "reached", tm_model::Type::Bool, true, reached);
    let actor = world.add("actor", "u", &[("untrusted", Value::Bool(true))]);
    let (a, b) = (world.service("a", &[]), world.service("b", &[]));
    world.flow("f", actor, a, &[]);
    let reached = world.attribute("reached");
    assert_eq!(
        world.engine().column(reached, tm_rules::View::Actual),
        [(a, Value::Bool(true)), (b, Value::Bool(false))]
    );
    assert_eq!(world.engine().value(a, reached), (Value::Bool(true), Origin::Computed));
    assert_eq!(world.engine().value(a, world.attribute("auth")), (Value::Unknown, Origin::Default(None)));
    // One search for all elements; the engine keeps the graph.
    assert_eq!(world.graph_reads.get(), 2);
}

#[test]
fn a_path_from_the_subject_is_followed_to_every_target() {
    let mut world = World::new();
    let relation = calls(&mut world);
    let (a, b, c) =
        (world.service("a", &[]), world.service("b", &[]), world.service("c", &[("prod", Value::Bool(true))]));
    world.flow("f", a, b, &[]);
    world.flow("g", b, c, &[]);
    let condition = and(vec![world.attr(var(1), "prod"), path(var(0), var(1), relation, vec![])]);
    let rule = names_witness(rule_exists("service", binding(1, "service"), condition));
    let outcome = judge(&world, &rule);
    assert_eq!(subjects(&outcome), [a, b]);
    assert_eq!(outcome.findings[0].path.len(), 2);
}

#[test]
fn lists_of_elements_that_no_path_reaches_are_collected_per_subject() {
    // Without s, x cannot be reached.
    let mut world = World::new();
    let relation = calls(&mut world);
    let actor = world.add("actor", "u", &[]);
    let (a, b, c) = (world.service("a", &[]), world.service("b", &[]), world.service("c", &[]));
    world.flow("f", actor, a, &[]);
    world.flow("g", a, b, &[]);
    world.flow("h", a, c, &[]);
    let past = path(var(2), var(1), relation, vec![(HopMode::Avoiding, 3, eq(var(3), var(0)))]);
    let lost = collect(1, all("service"), Some(and(vec![ne(var(1), var(0)), none(2, all("actor"), past)])), var(1));
    let rule = Rule {
        clauses: vec![
            Clause::Let { slot: 6, value: lost },
            Clause::Where(compare(CompareOp::Ge, count(7, var(6), None), int(2))),
        ],
        message: template(vec![shown(var(6))]),
        ..rule("service", yes())
    };
    let outcome = judge(&world, &rule);
    assert_eq!(subjects(&outcome), [a]);
    assert_eq!(outcome.findings[0].message, "b, c");
}
