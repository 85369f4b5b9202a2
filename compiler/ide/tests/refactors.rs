//! A refactoring changes no value and no word of the report, wherever it is offered.
#![allow(clippy::expect_used, clippy::disallowed_methods, reason = "a test may fail, and reads the examples")]

mod examples;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use tm_analysis::inspect::each_element;
use tm_analysis::report::Report;
use tm_analysis::{
    Database, Date, FileInput, Origin, Project, ProjectInput, ReportOptions, Settings, SourceFile, report, stdlib,
};
use tm_ide::{CodeActionKind, apply, code_actions};

fn project(text: &str) -> (Database, Project, SourceFile) {
    let mut db = Database::default();
    let std = stdlib::embedded().iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let file = FileInput { path: "a.tm".to_owned(), text: text.to_owned(), origin: Origin::Project };
    let today = Date::parse("2026-07-01").expect("a date");
    let input = ProjectInput { name: "shop".to_owned(), std, files: vec![file], settings: Settings::default(), today };
    let project = db.add_project(input);
    let file = project.files(&db).iter().copied().find(|file| &**file.path(&db) == "a.tm").expect("it is there");
    (db, project, file)
}

/// Every value by element and attribute, and what is reported.
type Said = (BTreeMap<(String, String, String), String>, BTreeSet<String>, BTreeSet<String>, BTreeSet<String>);

fn said(db: &Database, project: Project) -> (Said, Report) {
    let report = report(db, project, &ReportOptions::default());
    let mut values = BTreeMap::new();
    each_element(db, project, &mut |element| {
        for value in &element.values {
            let key = (element.element.kind.to_string(), element.element.name.to_string(), value.attribute.to_string());
            values.insert(key, value.shown.to_string());
        }
    });
    let findings = report.findings.iter().map(|it| format!("{} {}", it.id, it.message)).collect();
    let questions = report.questions.iter().map(|it| format!("{} {} {:?}", it.element, it.attribute, it.decides));
    let problems = report.errors.iter().chain(&report.notices).map(|it| format!("{}: {}", it.name, it.message));
    ((values, findings, questions.collect(), problems.collect()), report)
}

#[test]
fn what_is_refactored_means_the_same() {
    let paths = examples::paths();
    let mut refactored = 0;
    for path in paths {
        let text = fs::read_to_string(&path).expect("it is text");
        let (mut db, project, file) = project(&text);
        let (before, report) = said(&db, project);
        let mut seen = BTreeSet::new();
        let lines = text.char_indices().filter(|(_, char)| *char == ':' || *char == '{').map(|(at, _)| at);
        for at in lines {
            let at = u32::try_from(at).expect("examples are small");
            for action in code_actions(&db, project, &report, file, &(at..at)) {
                if action.kind != CodeActionKind::Refactor || !seen.insert(action.title.clone()) {
                    continue;
                }
                let edits = &action.edits.first().expect("it changes something").edits;
                let changed = apply(&text, edits);
                db.set_text(file, &changed);
                let (after, _) = said(&db, project);
                assert_eq!(before, after, "{}: {}\n{changed}", path.display(), action.title);
                let formatted = tm_syntax::format(&changed);
                assert!(!tm_syntax::parse(&formatted.text).has_errors(), "{}: {}", path.display(), action.title);
                db.set_text(file, &text);
                refactored += 1;
            }
        }
    }
    assert!(refactored >= 10, "only {refactored} are offered in the examples");
}
