//! I5: the same project gives the same bytes, whatever was in the database before.

use std::thread;

use tm_analysis::{Database, FileInput, Origin, ReportOptions, report};

use super::support::{Live, Model, assert_same, example, json, own_vocabulary, synthetic};

/// A database that was given the files last to first, and something else before each of them.
fn backwards(model: &Model) -> String {
    let mut db = Database::default();
    let mut input = model.input();
    let files: Vec<FileInput> = input.files.drain(..).collect();
    let mut std: Vec<FileInput> = Vec::new();
    for (path, text) in input.std.drain(..).rev() {
        std.push(FileInput { path, text, origin: Origin::Std });
    }
    let std: Vec<_> = std.iter().map(|file| db.add_file(&file.path, &file.text, file.origin.clone())).rev().collect();
    let other = "module other\nservice late {}\nservice early {}\n";
    let own = files.iter().rev().map(|file| {
        let decoy = db.add_file(&format!("decoy/{}", file.path), other, Origin::Project);
        (decoy, db.add_file(&file.path, other, Origin::Project))
    });
    let own: Vec<_> = own.collect();
    let project = db.add_project(input);
    let all = std.iter().copied();
    db.set_files(project, all.clone().chain(own.iter().flat_map(|(decoy, file)| [*decoy, *file])).collect());
    let nothing = report(&db, project, &ReportOptions::default());
    assert!(!nothing.errors.is_empty(), "names are used many times");
    for ((_, input), file) in own.iter().zip(files.iter().rev()) {
        // Elements appear from the last line to the first, so slots are given out backwards.
        let lines: Vec<&str> = file.text.lines().collect();
        let half: String = lines.iter().skip(lines.len() / 2).map(|line| format!("{line}\n")).collect();
        db.set_text(*input, &half);
    }
    db.set_files(project, all.clone().chain(own.iter().rev().map(|(_, file)| *file)).collect());
    json(&db, project);
    for ((_, input), file) in own.iter().zip(files.iter().rev()) {
        db.set_text(*input, &file.text);
    }
    json(&db, project)
}

fn check(model: &Model) {
    let fresh = model.fresh();
    assert!(fresh.contains("\"rule\""));
    let other = thread::scope(|scope| {
        let other = scope.spawn(|| backwards(model));
        assert_same(&model.fresh(), &fresh);
        assert_same(&model.fresh_on(3), &fresh);
        other.join().expect("no panic")
    });
    assert_same(&other, &fresh);
}

#[test]
fn a_shop() {
    check(&Model::new(example("cloudcart/before")));
}

#[test]
fn vocabulary_rules_and_tests() {
    check(&Model::new(own_vocabulary()));
}

#[test]
fn a_synthetic_system() {
    check(&Model::new(synthetic()));
}

/// Witnesses, reasons and labels must not be chosen by the age of elements where names do not decide.
#[test]
fn names_that_are_used_twice() {
    let mut files = example("cloudcart/before");
    let text = files["system.tm"].clone();
    files.insert("a/system.tm".to_owned(), text);
    check(&Model::new(files.clone()));
    let mut live = Live::new(Database::default(), Model::new(example("cloudcart/before")));
    live.json();
    live.follow(Model::new(files));
    assert_same(&live.json(), &live.model().fresh());
}

/// What lies on a cycle is told from where the files stand.
#[test]
fn cycles_through_files() {
    let part = |own: &str, next: &str| {
        format!(
            "extend service {{ derive {own}: bool = self.{next} }}\nrelation r-{own} {{ edge f.from -> f.to via f for f: flow where f.from ~> f.to along r-{next} }}\n"
        )
    };
    let model = Model::of(&[("m.tm", &part("one", "two")), ("n.tm", &part("two", "three"))]);
    let mut whole = model.clone();
    whole.files.insert("a.tm".to_owned(), part("three", "one"));
    let fresh = whole.fresh();
    assert!(fresh.contains("cyclic-derive") && fresh.contains("cyclic-relation"), "{fresh}");
    let mut live = Live::new(Database::default(), model);
    live.json();
    live.follow(whole);
    assert_same(&live.json(), &fresh);
}

/// Problems of one place that differ in what else they point at.
#[test]
fn one_statement_against_two_assumptions() {
    let text = "module m
each flow { encryption: none }
assume of-one { about: [one]  each flow { encryption: mtls } }
assume of-two { about: [two]  each flow { encryption: tls1-3 } }
namespace one {
  service a { -> b {} }
  service b {}
}
// the middle
namespace two {
  service c { -> d {} }
  service d {}
}
";
    let model = Model::of(&[("m.tm", text)]);
    let fresh = model.fresh();
    assert_eq!(fresh.matches("assumption-contradicted").count(), 2, "{fresh}");
    assert_same(&backwards(&model), &fresh);
}
