//! Random conditions over a few controls: a definite verdict holds whatever the unknowns turn out to be, and a control
//! decides exactly if some value of it makes the verdict definite.

use proptest::prelude::{Just, ProptestConfig, Strategy, prop, prop_oneof, proptest};
use proptest::prop_assert_eq;
use tm_model::{Truth, Type, Value};
use tm_rules::Control;
use tm_rules::ir::{CompareOp, Expr};

use crate::build::*;
use crate::world::{CIPHER, World};

/// The controls of a flow that conditions read, and what may be stated of each.
const CONTROLS: [&str; 5] = ["p", "q", "r", "cipher", "claims"];

fn values(control: &str) -> Vec<Value> {
    match control {
        "cipher" => ["none", "tls", "mtls"].map(word).to_vec(),
        "claims" => {
            let all = ["sig", "iss", "aud"];
            (0..8)
                .map(|bits| words(&(0..3).filter(|at| bits >> at & 1 == 1).map(|at| all[at]).collect::<Vec<_>>()))
                .collect()
        }
        _ => vec![Value::Bool(true), Value::Bool(false)],
    }
}

/// A world in which other attributes tell of the controls too: all of it, or a part.
fn world() -> World {
    let mut world = World::new();
    let (cipher, claims) = (world.my("cipher"), world.my("claims"));
    world.derive("flow", "same", Type::Enum(CIPHER), false, cipher.clone());
    world.derive("flow", "safe", Type::Bool, false, and(vec![within(named("sig"), claims), ne(cipher, named("none"))]));
    world
}

fn atom() -> impl Strategy<Value = Expr> {
    let world = world();
    let claims = || World::new().my("claims");
    let flags = ["p", "q", "r"].map(|name| world.my(name));
    prop_oneof![
        prop::sample::select(flags.to_vec()),
        prop::sample::select(vec!["none", "tls", "mtls"]).prop_map(|name| eq(World::new().my("cipher"), named(name))),
        prop::sample::select(vec!["none", "tls"])
            .prop_map(|name| within(World::new().my("cipher"), list(vec![named(name), named("mtls")]))),
        Just(strong(world.my("cipher"), CIPHER)),
        Just(compare(CompareOp::Ge, world.my("cipher"), named("tls"))),
        Just(eq(world.my("same"), named("tls"))),
        Just(strong(world.my("same"), CIPHER)),
        Just(world.my("safe")),
        prop::sample::select(vec!["sig", "iss"]).prop_map(move |name| within(named(name), claims())),
        (0..3_i64).prop_map(|n| compare(CompareOp::Gt, count(1, World::new().my("claims"), None), int(n))),
        Just(any(1, world.my("claims"), ne(var(1), named("sig")))),
        Just(every(1, world.my("claims"), eq(var(1), named("aud")))),
        Just(yes()),
    ]
}

fn condition() -> impl Strategy<Value = Expr> {
    atom().prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(and),
            prop::collection::vec(inner.clone(), 1..4).prop_map(or),
            inner.clone().prop_map(not),
            (inner.clone(), inner.clone(), inner).prop_map(|(c, t, o)| cond(c, t, o)),
        ]
    })
}

fn stated() -> impl Strategy<Value = Vec<(&'static str, Value)>> {
    let one = |control: &'static str| {
        prop_oneof![
            3 => Just(None),
            2 => prop::sample::select(values(control)).prop_map(Some),
            1 => Just(Some(not_applicable())),
        ]
    };
    CONTROLS
        .map(one)
        .prop_map(|picked| CONTROLS.into_iter().zip(picked).filter_map(|(name, value)| Some((name, value?))).collect())
}

struct Verdict {
    truth: Truth,
    decided_by: Vec<Control>,
}

fn judge(stated: &[(&str, Value)], condition: &Expr) -> Verdict {
    let mut world = world();
    let (a, b) = (world.service("a", &[]), world.service("b", &[]));
    world.flow("f", a, b, stated);
    let engine = world.engine();
    let outcome = engine.judge(&rule("flow", condition.clone()), None);
    let decided_by = outcome.questions.first().map(|question| question.decided_by.to_vec()).unwrap_or_default();
    let truth = if !outcome.findings.is_empty() {
        Truth::True
    } else if !outcome.questions.is_empty() {
        Truth::Unknown
    } else {
        match engine.judge(&rule("flow", not(condition.clone())), None).findings.is_empty() {
            true => Truth::NotApplicable,
            false => Truth::False,
        }
    };
    Verdict { truth, decided_by }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_definite_verdict_holds_for_every_completion(condition in condition(), stated in stated()) {
        let verdict = judge(&stated, &condition).truth;
        if !verdict.is_open() {
            let mut completions = vec![Vec::new()];
            for control in CONTROLS {
                let known = stated.iter().find(|(name, value)| *name == control && value.is_definite());
                let choices = known.map_or_else(|| values(control), |(_, value)| vec![value.clone()]);
                let more = completions.iter().flat_map(|so_far: &Vec<(&str, Value)>| {
                    choices.iter().map(|value| [so_far.clone(), vec![(control, value.clone())]].concat())
                });
                completions = more.collect();
            }
            for completion in completions {
                prop_assert_eq!(judge(&completion, &condition).truth, verdict, "{:?}", completion);
            }
        }
    }

    #[test]
    fn what_decides_is_what_some_value_settles(condition in condition(), stated in stated()) {
        let verdict = judge(&stated, &condition);
        if verdict.truth == Truth::Unknown {
            let world = world();
            for control in CONTROLS.iter().filter(|name| !stated.iter().any(|(known, _)| known == *name)) {
                let settles = values(control).into_iter().any(|value| {
                    !judge(&[stated.clone(), vec![(*control, value)]].concat(), &condition).truth.is_open()
                });
                let attribute = world.attribute(control);
                let decides = verdict.decided_by.iter().any(|control| control.attribute == attribute);
                prop_assert_eq!(decides, settles, "{}", control);
            }
        }
    }
}
