//! Every question, at any offset of any text: none may panic, and what is answered lies in the text.
#![allow(clippy::expect_used, clippy::disallowed_methods, reason = "a test may fail, and reads the examples")]

mod examples;

use std::fs;
use std::ops::Range;

use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use tm_analysis::report::Report;
use tm_analysis::{
    Database, Date, FileInput, Origin, Project, ProjectInput, ReportOptions, Settings, SourceFile, report, stdlib,
};
use tm_ide::{FilePosition, Target};

/// Trees are walked by recursion, as deep as the limits of the parser allow.
const STACK: usize = 16 << 20;

fn texts() -> Vec<String> {
    examples::paths().iter().map(|path| fs::read_to_string(path).expect("it is text")).collect()
}

fn project(db: &mut Database) -> (Project, SourceFile) {
    let std = stdlib::embedded().iter().filter(|(path, _)| !path.starts_with("rules/"));
    let std = std.map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let other = "module shop.other\nservice orders { endpoint add }\ndata orders\n".to_owned();
    let files = [("a.tm", String::new()), ("b.tm", other)];
    let files = files.map(|(path, text)| FileInput { path: path.to_owned(), text, origin: Origin::Project });
    let today = Date::parse("2026-07-01").expect("a date");
    let input =
        ProjectInput { name: "shop".to_owned(), std, files: files.into(), settings: Settings::default(), today };
    let project = db.add_project(input);
    let file = project.files(db).iter().copied().find(|file| &**file.path(db) == "a.tm").expect("it is there");
    (project, file)
}

fn inside(db: &Database, file: SourceFile, range: &Range<u32>) {
    let text = file.text(db);
    let range = range.start as usize..range.end as usize;
    assert!(text.get(range.clone()).is_some(), "{range:?} is not in a text of {} bytes", text.len());
}

fn all_inside(db: &Database, targets: &[Target]) {
    for target in targets {
        inside(db, target.file, &target.full);
        inside(db, target.file, &target.focus);
        assert!(target.full.start <= target.focus.start && target.focus.end <= target.full.end, "{target:?}");
    }
}

/// Asks everything at an offset.
fn ask(db: &Database, project: Project, file: SourceFile, report: &Report, offset: u32) {
    let position = FilePosition { file, offset };
    for item in tm_ide::completion(db, project, position).items {
        inside(db, file, &item.replace);
        item.additional_edits.iter().for_each(|edit| inside(db, file, &edit.range));
        assert!(!item.label.contains(|char: char| char.is_control()), "{item:?}");
    }
    if let Some(hover) = tm_ide::hover(db, project, report, position) {
        inside(db, file, &hover.range);
        assert!(!hover.markdown.contains('\u{1b}'), "{hover:?}");
    }
    for action in tm_ide::code_actions(db, project, report, file, &(offset..offset.saturating_add(9))) {
        for edits in action.edits {
            edits.edits.iter().for_each(|edit| inside(db, edits.file, &edit.range));
        }
    }
    for found in tm_ide::symbols_at(db, project, file, offset) {
        inside(db, file, &found.range);
    }
    all_inside(db, &tm_ide::goto_definition(db, project, position));
    all_inside(db, &tm_ide::goto_type_definition(db, project, position));
    all_inside(db, &tm_ide::goto_implementation(db, project, position));
    for reference in tm_ide::references(db, project, position) {
        inside(db, reference.file, &reference.range);
    }
    for highlight in tm_ide::document_highlight(db, project, position) {
        inside(db, file, &highlight.range);
    }
    let around = tm_ide::selection_ranges(db, project, position);
    assert!(!around.is_empty());
    for range in &around {
        inside(db, file, range);
    }
    for item in tm_ide::prepare_call_hierarchy(db, project, position) {
        for call in tm_ide::incoming_calls(db, project, item.element) {
            all_inside(db, &[call.item.target]);
        }
        for call in tm_ide::outgoing_calls(db, project, item.element) {
            all_inside(db, &[call.item.target]);
        }
    }
    if let Ok(at) = tm_ide::prepare_rename(db, project, position) {
        inside(db, file, &at.range);
    }
    for typed in ['}', '\n'] {
        for edit in tm_ide::on_type_formatting(db, position, typed) {
            inside(db, file, &edit.range);
        }
    }
    for edit in tm_ide::range_formatting(db, file, &(offset..offset.saturating_add(40))) {
        inside(db, file, &edit.range);
    }
}

/// Asks everything about a file, and what the report says of it.
fn ask_file(db: &Database, project: Project, file: SourceFile) -> Report {
    let report = report(db, project, &ReportOptions::default());
    let painted = tm_ide::semantic_tokens(db, project, file, None);
    painted.iter().for_each(|token| inside(db, file, &token.range));
    assert!(painted.is_sorted_by(|a, b| a.range.end <= b.range.start));
    for hint in tm_ide::inlay_hints(db, project, file, &(0..u32::MAX), tm_ide::InlayHintOptions::default()) {
        inside(db, file, &(hint.offset..hint.offset));
    }
    for lens in tm_ide::code_lens(db, project, &report, file) {
        inside(db, file, &lens.range);
    }
    let mut symbols = tm_ide::document_symbols(db, project, file);
    while let Some(symbol) = symbols.pop() {
        inside(db, file, &symbol.full);
        inside(db, file, &symbol.focus);
        symbols.extend(symbol.children);
    }
    for fold in tm_ide::folding_ranges(db, file) {
        inside(db, file, &fold.range);
    }
    for link in tm_ide::document_links(db, file) {
        inside(db, file, &link.range);
    }
    for symbol in tm_ide::workspace_symbols(db, project, "a") {
        all_inside(db, &[symbol.target]);
    }
    let formatted = tm_ide::apply(file.text(db), &tm_ide::formatting(db, file));
    assert_eq!(formatted, tm_syntax::format(file.text(db)).text);
    report
}

fn cut(text: &str, at: u32) -> &str {
    let mut at = at as usize % (text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    text.split_at(at).0
}

fn with_stack(work: impl FnOnce() + Send + 'static) {
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(work).expect("it starts");
    if let Err(panic) = worker.join() {
        std::panic::resume_unwind(panic);
    }
}

#[test]
fn in_examples_and_what_is_left_of_them() {
    with_stack(|| {
        let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut db = Database::default();
        let (project, file) = project(&mut db);
        for text in texts() {
            for text in [text.as_str(), cut(&text, rng.next_u32()), cut(&text, rng.next_u32())] {
                db.set_text(file, text);
                let report = ask_file(&db, project, file);
                let length = u32::try_from(text.len()).expect("examples are small");
                let random = [rng.next_u32(), rng.next_u32(), rng.next_u32()].map(|number| number % (length + 1));
                for offset in random.into_iter().chain([0, length, length + 1, u32::MAX]) {
                    ask(&db, project, file, &report, offset);
                }
            }
        }
    });
}

#[test]
fn in_hostile_texts() {
    with_stack(|| {
        let deep = |open: &str, close: &str| format!("{}x{}", open.repeat(3_000), close.repeat(3_000));
        let texts = [
            String::new(),
            "\u{feff}".to_owned(),
            "service `\u{1b}[31m\u{202e}ß` { -> `\u{1b}[31m\u{202e}ß` }".to_owned(),
            format!("rule r {{ for s: service where {} }}", deep("(", ")")),
            format!("service a {{ data: {} }}", deep("[", "]")),
            deep("cluster c { ", "}"),
            format!("service {}", "`".repeat(1_000)),
            "-> -> -> { } -> a.b.c.. -> ".to_owned(),
            "use a.{b as c, b as c, }\nuse .{\nuse b.".to_owned(),
            "rule r { message: \"{a.b}{}{.}{a..b}{ a . b }\" help: \"\"\"\n{".to_owned(),
            "\0\u{1}service a\0".to_owned(),
        ];
        let mut db = Database::default();
        let (project, file) = project(&mut db);
        for text in texts {
            db.set_text(file, &text);
            let report = ask_file(&db, project, file);
            let length = u32::try_from(text.len()).expect("it is small");
            for offset in [0, 1, length / 3, length / 2, length.saturating_sub(1), length, u32::MAX] {
                ask(&db, project, file, &report, offset);
            }
        }
    });
}

#[test]
fn renames_are_made_or_refused() {
    with_stack(|| {
        let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut db = Database::default();
        let (project, file) = project(&mut db);
        let (mut made, mut refused) = (0, 0);
        for text in texts().iter().take(6) {
            db.set_text(file, text);
            let length = u32::try_from(text.len()).expect("examples are small");
            for _ in 0..3 {
                let position = FilePosition { file, offset: rng.next_u32() % (length + 1) };
                match tm_ide::rename(&db, project, position, "renamed-here") {
                    Ok(edits) => {
                        made += 1;
                        let own = edits.iter().find(|edits| edits.file == file).expect("it is named in its file");
                        assert!(tm_ide::apply(text, &own.edits).contains("renamed-here"));
                    }
                    Err(_) => refused += 1,
                }
            }
        }
        assert!(made > 0 && refused > 0, "{made} made, {refused} refused");
    });
}
