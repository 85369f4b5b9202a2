//! The monorepo among the examples, in every format: for people to review what each makes of one report.

use tm_analysis::report::{Report, Severity};
use tm_analysis::{Database, report};
use tm_emit::{HumanOptions, Run};
use tm_tests::{repository, std_files, today};

fn judged() -> Report {
    let loaded = tm_project::load(&repository().join("examples/monorepo"), &tm_project::LoadOptions::default());
    let loaded = loaded.expect("it is there");
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let (input, options) = tm_input::from_project(loaded, std_files(), today(), Vec::new());
    let mut db = Database::default();
    let project = db.add_project(input);
    report(&db, project, &options)
}

#[test]
fn every_format_tells_the_same_findings() {
    let report = judged();
    let human = HumanOptions { width: 100, ..HumanOptions::default() };
    let run = Run {
        version: "0",
        home: None,
        folder: "examples/monorepo",
        fail_on: Severity::High,
        source_url: Some("https://git.example.org/blob/main/{path}#L{line}"),
    };
    let mut written: Vec<(&str, Vec<u8>)> = Vec::new();
    let mut write = |name, emit: &dyn Fn(&mut Vec<u8>) -> std::io::Result<()>| {
        let mut out = Vec::new();
        emit(&mut out).expect("a buffer takes all");
        written.push((name, out));
    };
    write("human", &|out| tm_emit::human(&report, &human, out));
    write("concise", &|out| tm_emit::concise(&report, &human, out));
    write("json", &|out| tm_emit::json(&report, 1, out));
    write("sarif", &|out| tm_emit::sarif(&report, &run, out));
    write("github", &|out| tm_emit::github(&report, &run, out));
    write("gitlab", &|out| tm_emit::gitlab(&report, &run, out));
    write("junit", &|out| tm_emit::junit(&report, &run, out));
    write("markdown", &|out| tm_emit::markdown(&report, &run, out));
    write("baseline", &|out| tm_emit::baseline(&report, out));
    for (name, out) in written {
        let text = String::from_utf8(out).expect("output is text");
        for finding in &report.findings {
            assert!(text.contains(finding.rule.as_str()), "{name} does not tell {}", finding.id);
        }
        insta::assert_snapshot!(name, text);
    }
}
