//! Nothing in the standard library is privileged: with a broken one in its place (`TM_STDLIB`) there is still a report.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tm_analysis::{ProjectInput, Tests, report, run_tests};

use super::support::{Model, example, own_vocabulary};

/// Judges with another standard library.
fn judge(std: Vec<(String, String)>) -> String {
    let mut files = example("cloudcart/before");
    files.extend(own_vocabulary());
    let input = ProjectInput { std, ..Model::new(files).input() };
    let (db, project) = tm_tests::open(input);
    let report = report(&db, project, &tm_analysis::ReportOptions::default());
    let run = run_tests(&db, project, Tests::Project);
    assert!(!run.tests.is_empty());
    let mut out = Vec::new();
    tm_emit::json(&report, 1, &mut out).expect("memory takes it");
    String::from_utf8(out).expect("JSON is UTF-8")
}

fn edited(edit: impl Fn(&str, &str) -> String) -> Vec<(String, String)> {
    tm_tests::std_files().into_iter().map(|(path, text)| (path.clone(), edit(&path, &text))).collect()
}

#[test]
fn without_any() {
    assert!(judge(Vec::new()).contains("unknown-kind"));
    assert!(judge(edited(|_, _| String::new())).contains("unknown-kind"));
}

#[test]
fn without_one_file() {
    for gone in ["severity.tm", "components.tm", "flows.tm", "boundaries.tm", "decisions.tm", "relations/request.tm"] {
        let report = judge(edited(|path, text| if path.ends_with(gone) { String::new() } else { text.to_owned() }));
        assert!(report.contains("\"severity\":\"error\""), "{gone}");
        // What could not be judged is said.
        assert!(report.contains("rule-not-run"), "{gone}");
    }
}

#[test]
fn with_words_turned_around() {
    let replaced = [
        ("kind service is workload", "kind service is service"),
        ("abstract kind workload is component", "abstract kind workload is service"),
        ("scale Severity", "enum Severity"),
        ("scale Classification", "enum Classification"),
        ("derive heightened: bool =", "derive heightened: bool = self.heightened or"),
        ("derive heightened: bool =", "fact heightened: text ="),
        ("fact exposure", "derive exposure"),
        ("control encryption", "inherited fact encryption"),
        ("extend flow", "extend element"),
        (": bool", ": [[bool]]"),
        ("along request", "along nothing"),
        ("for f: flow", "for f: element"),
        ("is component", "is boundary"),
        ("where", "where not"),
    ];
    for (from, to) in replaced {
        let report = judge(edited(|_, text| text.replace(from, to)));
        assert!(report.starts_with('{'), "{from} -> {to}");
    }
}

#[test]
fn with_random_lines_gone_or_doubled() {
    let config = Config { cases: super::edits::cases(12), failure_persistence: None, ..Config::default() };
    let edits = proptest::collection::vec((any::<u32>(), any::<u32>(), any::<u32>()), 1..6);
    let done = TestRunner::new(config).run(&edits, |edits| {
        let mut std = tm_tests::std_files();
        std.retain(|(path, _)| path.contains("vocabulary/") || path.contains("relations/") || path.contains("rules/e"));
        for (file, line, how) in edits {
            let count = std.len();
            let (_, text) = &mut std[file as usize % count];
            let mut lines: Vec<&str> = text.lines().collect();
            if lines.is_empty() {
                continue;
            }
            let at = line as usize % lines.len();
            match how % 3 {
                0 => drop(lines.remove(at)),
                1 => lines.insert(at, lines[at]),
                _ => {
                    let other = how as usize / 3 % lines.len();
                    lines.swap(at, other);
                }
            }
            *text = lines.join("\n");
        }
        prop_assert!(judge(std).starts_with('{'), "a report");
        Ok(())
    });
    if let Err(error) = done {
        panic!("{error}");
    }
}
