//! No rule of the standard library takes more than in proportion to the model, whatever its plan says of it.

use std::collections::BTreeMap;

use tm_analysis::inspect::{RuleWork, rules, work};
use tm_analysis::{FileInput, Origin, ProjectInput, ReportOptions, report};
use tm_tests::{input, open};
use xtask::gen_model::{System, files};

/// Services of the smaller of two systems; the other has four times as many.
const SERVICES: u32 = 60;
/// What is linear takes four times the steps, what is quadratic sixteen times.
const MOST: u64 = 8;
/// Fewer steps say nothing.
const LEAST: u64 = 200;

fn judged(services: u32) -> BTreeMap<String, RuleWork> {
    let files = files(&System::of(services)).into_iter().filter(|(path, _)| path.ends_with(".tm"));
    let files = files.map(|(path, text)| FileInput { path, text, origin: Origin::Project }).collect();
    let (db, project) = open(ProjectInput { files, ..input("synthetic", &[]) });
    let mut all = BTreeMap::new();
    work(&db, project, &mut || {}, &mut |work| {
        all.insert(work.name.to_string(), work);
    });
    all
}

#[test]
fn four_times_the_model_takes_no_rule_much_more_than_four_times_the_steps() {
    let (few, many) = (judged(SERVICES), judged(4 * SERVICES));
    let mut looked_at = 0;
    for (name, many) in many {
        let few = &few[&name];
        assert!(few.is_finished && many.is_finished, "{name}");
        looked_at += usize::from(few.steps >= LEAST);
        let most = MOST * few.steps.max(LEAST);
        assert!(many.steps <= most, "{name}: {} steps became {}", few.steps, many.steps);
    }
    assert!(looked_at > 50, "{looked_at}: the systems are too small to tell");
}

#[test]
fn no_plan_looks_at_pairs_that_nothing_ties() {
    let (db, project) = open(input("sample", &[]));
    let lines = rules(&db, project, &report(&db, project, &ReportOptions::default()));
    assert!(lines.len() > 140);
    for line in lines {
        assert!(!line.cost.is_quadratic, "`{}` looks at pairs that nothing ties", line.name);
        assert!(
            !line.cost.ties.contains(&"all"),
            "`{}` looks at every element of a kind: {:?}",
            line.name,
            line.cost.ties
        );
    }
}
