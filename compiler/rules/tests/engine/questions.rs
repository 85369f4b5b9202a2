//! Open verdicts, what decides them, what is asked for.

use tm_model::{ElementId, Type, Value};
use tm_rules::ir::{HopMode, QuantifierMode, Rule};
use tm_rules::{Control, Finding, Outcome};

use crate::build::*;
use crate::world::World;

fn flow(stated: &[(&str, Value)]) -> (World, ElementId) {
    let mut world = World::new();
    let (a, b) = (world.service("a", &[]), world.service("b", &[]));
    let f = world.flow("f", a, b, stated);
    (world, f)
}

fn of(world: &World, element: ElementId, names: &[&str]) -> Vec<Control> {
    names.iter().map(|name| Control { element, attribute: world.attribute(name) }).collect()
}

fn judge(world: &World, rule: &Rule) -> Outcome {
    world.engine().judge(rule, None)
}

fn possible(world: &World, rule: &Rule, outcome: &Outcome) -> Vec<Finding> {
    let subjects: Vec<&[ElementId]> = outcome.questions.iter().map(|question| question.subjects.as_slice()).collect();
    world.engine().possible(rule, &subjects)
}

#[test]
fn one_unknown_control_decides_alone() {
    let (world, f) = flow(&[("p", Value::Bool(true))]);
    let condition = and(vec![world.my("p"), eq(world.my("cipher"), named("none"))]);
    let rule = Rule {
        message: template(vec![shown(var(0)), text(" uses "), shown(world.my("cipher"))]),
        ..rule("flow", condition)
    };
    let outcome = judge(&world, &rule);
    let question = &outcome.questions[0];
    assert_eq!(question.decided_by.as_slice(), of(&world, f, &["cipher"]));
    let possible = possible(&world, &rule, &outcome);
    assert_eq!(possible[0].message, "f uses unknown");
    assert_eq!(possible[0].because.len(), 1, "what is known is told");
    assert_eq!(outcome.asked, of(&world, f, &["p", "cipher"]));
}

#[test]
fn of_two_that_both_have_to_be_false_none_decides_alone() {
    // (p and q) or (not p and not q) is settled by no one value of either.
    let (world, f) = flow(&[]);
    let both = and(vec![world.my("p"), world.my("q")]);
    let neither = and(vec![not(world.my("p")), not(world.my("q"))]);
    let outcome = judge(&world, &rule("flow", or(vec![both.clone(), neither])));
    assert_eq!(outcome.questions[0].decided_by.as_slice(), []);
    assert_eq!(outcome.asked, of(&world, f, &["p", "q"]), "coverage counts both");
    let outcome = judge(&world, &rule("flow", both));
    assert_eq!(outcome.questions[0].decided_by.as_slice(), of(&world, f, &["p", "q"]));
}

#[test]
fn beside_a_condition_that_does_not_apply_nothing_is_asked_unless_it_alone_makes_the_rule_true() {
    let (world, f) = flow(&[("cipher", not_applicable())]);
    let weak = eq(world.my("cipher"), named("none"));
    let outcome = judge(&world, &rule("flow", weak.clone()));
    assert_eq!((outcome.findings.len(), outcome.questions.len()), (0, 0));
    for conjuncts in [vec![weak.clone(), world.my("p")], vec![world.my("p"), weak.clone()]] {
        let mut outcome = judge(&world, &rule("flow", and(conjuncts)));
        assert_eq!((outcome.findings.len(), outcome.questions.len()), (0, 0));
        outcome.asked.sort();
        assert_eq!(outcome.asked, of(&world, f, &["cipher", "p"]), "coverage counts both");
    }
    let outcome = judge(&world, &rule("flow", or(vec![weak.clone(), world.my("p")])));
    assert_eq!(outcome.questions[0].decided_by.as_slice(), of(&world, f, &["p"]), "p: true settles it");
    let undecided = cond(world.my("p"), weak.clone(), not(weak));
    let outcome = judge(&world, &rule("flow", undecided));
    assert_eq!(outcome.questions[0].decided_by.as_slice(), []);
}

#[test]
fn what_is_asked_for_does_not_depend_on_what_is_stated_or_on_the_order_of_conjuncts() {
    let stated = [("cipher", word("mtls")), ("p", Value::Bool(false)), ("note", Value::Text("n".into()))];
    let (world, f) = flow(&stated);
    let parts = vec![is_set(world.my("note")), eq(world.my("cipher"), named("none")), world.my("p"), world.my("q")];
    let outcome = judge(&world, &rule("flow", and(parts.clone())));
    assert_eq!((outcome.findings.len(), outcome.questions.len()), (0, 0));
    assert_eq!(outcome.asked, of(&world, f, &["cipher", "p", "q"]));
    let mut reversed = parts;
    reversed.reverse();
    let mut asked = judge(&world, &rule("flow", and(reversed))).asked;
    asked.sort();
    assert_eq!(asked, of(&world, f, &["cipher", "p", "q"]));
    let (world, _) = flow(&[("cipher", word("none"))]);
    let parts = vec![is_set(world.my("note")), eq(world.my("cipher"), named("none"))];
    assert_eq!(judge(&world, &rule("flow", and(parts))).asked, [], "facts decide relevance");
}

#[test]
fn a_control_with_a_default_is_known_and_still_asked_for() {
    let (world, f) = flow(&[]);
    let outcome = judge(&world, &rule("flow", world.my("defaulted")));
    assert_eq!(outcome.findings.len(), 1);
    assert_eq!(outcome.asked, of(&world, f, &["defaulted"]));
}

#[test]
fn sets_and_numbers_are_decided_by_some_value() {
    let (world, f) = flow(&[]);
    let lacks = any(1, con(words(&["sig", "iss"])), not(within(var(1), world.my("claims"))));
    let few = compare(tm_rules::ir::CompareOp::Lt, world.my("count"), int(3));
    let outcome = judge(&world, &rule("flow", and(vec![lacks, few])));
    assert_eq!(outcome.questions[0].decided_by.as_slice(), of(&world, f, &["claims", "count"]));
}

/// a -> b -> c with an actor in front; a hop exists where `p` of the flow is true.
fn chain(p_of_second: &[(&str, Value)]) -> (World, Rule, [ElementId; 5]) {
    let mut world = World::new();
    let condition = Some(world.my("p"));
    let edge = edge(binding(0, "flow"), world.my("from"), world.my("to"), true, condition);
    let relation = world.relation("open", vec![edge]);
    let actor = world.add("actor", "u", &[("untrusted", Value::Bool(true))]);
    let (a, b) = (world.service("a", &[]), world.service("b", &[]));
    let f = world.flow("f", actor, a, &[("p", Value::Bool(true))]);
    let g = world.flow("g", a, b, p_of_second);
    let leads = path(var(1), var(0), relation, vec![]);
    let rule = rule_exists("service", binding(1, "actor"), and(vec![world.attr(var(1), "untrusted"), leads]));
    (world, rule, [actor, a, b, f, g])
}

#[test]
fn an_edge_that_may_exist_is_asked_about() {
    let (world, rule, [_, a, b, f, g]) = chain(&[]);
    let outcome = judge(&world, &rule);
    assert_eq!(outcome.findings.iter().map(|f| f.subjects[0]).collect::<Vec<_>>(), [a]);
    let question = &outcome.questions[0];
    assert_eq!(question.subjects.as_slice(), [b]);
    assert_eq!(question.decided_by.as_slice(), of(&world, g, &["p"]));
    let possible = possible(&world, &rule, &outcome);
    assert_eq!(possible[0].subjects, [b]);
    assert_eq!(possible[0].path.len(), 2, "the path that it could be");
    assert_eq!(possible.len(), 1, "what is certain is no question");
    let mut asked = outcome.asked.clone();
    asked.sort();
    let mut expected = [of(&world, f, &["p"]), of(&world, g, &["p"])].concat();
    expected.sort();
    assert_eq!(asked, expected);
}

#[test]
fn no_path_is_definite_only_if_no_unknown_could_open_one() {
    let negated = |world: &World, stated: &[(&str, Value)]| {
        let _ = world;
        let (world, rule, _) = chain(stated);
        let Rule { clauses, .. } = rule;
        let tm_rules::ir::Clause::Where(condition) = &clauses[0] else { panic!("a where") };
        let tm_rules::ir::ExprKind::And(parts) = &condition.kind else { panic!("an and") };
        let nobody = quantifier(QuantifierMode::No, vec![(1, all("actor"))], None, Some(parts[1].clone()));
        let outcome = judge(&world, &crate::build::rule("service", nobody));
        (outcome.findings.len(), outcome.questions.len())
    };
    let world = World::new();
    assert_eq!(negated(&world, &[("p", Value::Bool(false))]), (1, 0));
    assert_eq!(negated(&world, &[]), (0, 1));
    assert_eq!(negated(&world, &[("p", Value::Bool(true))]), (0, 0));
}

#[test]
fn two_unknown_edges_in_a_row_can_each_close_the_path() {
    let (mut world, rule, [_, _, b, _, g]) = chain(&[]);
    let c = world.service("c", &[]);
    let h = world.flow("h", b, c, &[]);
    let outcome = judge(&world, &rule);
    let question = outcome.questions.iter().find(|q| q.subjects.as_slice() == [c]).unwrap();
    let mut decided = question.decided_by.clone();
    decided.sort();
    assert_eq!(decided.as_slice(), [of(&world, g, &["p"]), of(&world, h, &["p"])].concat());
}

#[test]
fn conditions_on_hops_are_asked_about() {
    let mut world = World::new();
    let edge = edge(binding(0, "flow"), world.my("from"), world.my("to"), true, None);
    let relation = world.relation("calls", vec![edge]);
    let actor = world.add("actor", "u", &[("untrusted", Value::Bool(true))]);
    let a = world.service("a", &[]);
    let f = world.flow("f", actor, a, &[]);
    let last = not(within(named("sig"), world.attr(var(4), "claims")));
    let leads = path(var(1), var(0), relation, vec![(HopMode::Last, 2, last)]);
    let condition = and(vec![world.attr(var(1), "untrusted"), leads]);
    let outcome = judge(&world, &rule_exists("service", binding(1, "actor"), condition));
    assert_eq!(outcome.questions[0].decided_by.as_slice(), of(&world, f, &["claims"]));
    assert_eq!(outcome.asked, of(&world, f, &["claims"]));
}

#[test]
fn a_column_that_is_unknown_leads_to_the_controls_below_it() {
    let (mut world, _, [_, _, b, _, g]) = chain(&[]);
    let relation = tm_model::RelationId(0);
    let leads = path(var(1), var(0), relation, vec![]);
    let reached =
        quantifier(QuantifierMode::Any, vec![(1, all("actor"))], Some(world.attr(var(1), "untrusted")), Some(leads));
    world.derive("workload", "reached", Type::Bool, true, reached);
    let outcome = judge(&world, &rule("workload", world.my("reached")));
    assert_eq!(outcome.questions[0].subjects.as_slice(), [b]);
    assert_eq!(outcome.questions[0].decided_by.as_slice(), of(&world, g, &["p"]));
    assert_eq!(outcome.findings[0].because[0].control.attribute, world.attribute("reached"));
    assert_eq!(outcome.findings[0].path, [], "the rule has no path");
}

#[test]
fn witnesses_that_are_only_possible_make_a_question() {
    let mut world = World::new();
    let (a, b) = (world.service("a", &[]), world.service("b", &[]));
    let target = world.service("t", &[]);
    for (name, from) in [("f", a), ("g", b)] {
        world.flow(name, from, target, &[]);
    }
    let calls = any(2, world.my("incoming"), eq(world.attr(var(2), "from"), var(1)));
    let condition = and(vec![calls, eq(world.attr(var(1), "auth"), named("none"))]);
    let outcome = judge(&world, &rule_exists("service", binding(1, "service"), condition));
    let question = &outcome.questions[0];
    assert_eq!(question.subjects.as_slice(), [target]);
    let both = [of(&world, a, &["auth"]), of(&world, b, &["auth"])].concat();
    assert_eq!(question.decided_by.as_slice(), both, "each can make it true");
    assert_eq!(outcome.asked, both);
}

#[test]
fn a_rule_that_looks_too_long_is_skipped_and_says_so() {
    let mut world = World::new();
    for at in 0..250 {
        world.service(&format!("s{at}"), &[]);
    }
    let services = || all("service");
    let lists = vec![(1, services()), (2, services()), (3, services())];
    let never = eq(world.attr(var(1), "owner"), world.attr(var(3), "owner"));
    let condition = quantifier(QuantifierMode::Any, lists, None, Some(never));
    let outcome = world.engine().judge(&project_rule(condition), None);
    let skipped = outcome.skipped.unwrap();
    assert_eq!((skipped.first.len(), skipped.count), (0, 1));
    assert_eq!((outcome.findings.len(), outcome.questions.len()), (0, 0));
}

#[test]
fn a_rule_ends_within_the_steps_that_it_is_given() {
    let mut world = World::new();
    for at in 0..20 {
        world.service(&format!("s{at}"), &[]);
    }
    let never = eq(world.attr(var(1), "owner"), world.attr(var(2), "owner"));
    let lists = vec![(1, all("service")), (2, all("service"))];
    let whole = project_rule(quantifier(QuantifierMode::Any, lists, None, Some(never)));
    assert!(world.engine().judge(&whole, None).skipped.is_none());
    let (outcome, steps) = world.engine().judge_counting(&Rule { steps: 100, ..whole }, None);
    assert!(outcome.skipped.is_some() && steps <= 100, "{steps}");
}

#[test]
fn a_control_that_takes_too_long_to_try_is_tried_with_one_value() {
    let mut world = World::new();
    let (from, to) = (world.service("s", &[]), world.service("t", &[]));
    let flows = 9_000;
    for at in 0..flows {
        let stated: &[(&str, Value)] = if at < 2 { &[] } else { &[("cipher", word("tls"))] };
        world.flow(&format!("f{at}"), from, to, stated);
    }
    let open = count(1, all("flow"), Some(eq(world.attr(var(1), "cipher"), named("none"))));
    let rule = project_rule(eq(open, con(Value::Int(1))));
    let (outcome, steps) = world.engine().judge_counting(&rule, None);
    assert_eq!(outcome.questions.len(), 1);
    // One more value would take as many steps as there are flows.
    assert!(steps < 7 * flows, "{steps} steps for {flows} flows");
}
