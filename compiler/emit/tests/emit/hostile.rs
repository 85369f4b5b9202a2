//! Texts that are hard to show, and texts made to harm.

use crate::support::*;
use tm_analysis::Level;
use tm_analysis::report::{DecisionMode, Provenance, Report, Severity};
use tm_emit::HumanOptions;

fn one(text: &str, start: usize, end: usize) -> Report {
    let mut report = files(&[("a.tm", text)]);
    report.findings.push(finding("some-rule", Severity::High, &["m.a"], "this is it", span(0, start, end)));
    counted(report)
}

#[test]
fn multibyte_text_before_a_span() {
    let text = "service cart { note: \"é😀漢字\"  encryption: none }\n";
    let start = text.find("encryption").unwrap();
    insta::assert_snapshot!(human(&one(text, start, start + 16), &options()));
}

#[test]
fn a_span_that_cuts_a_char_in_two() {
    let text = "漢字 and more";
    for start in 0..=text.len() + 2 {
        for end in 0..=text.len() + 2 {
            let shown = human(&one(text, start, end), &options());
            assert!(shown.contains("1 │ 漢字 and more"), "{shown}");
        }
    }
}

#[test]
fn crlf() {
    let text = "service a {\r\n  encryption: none\r\n}\r\n";
    let start = text.find("encryption").unwrap();
    insta::assert_snapshot!(human(&one(text, start, start + 16), &options()));
}

#[test]
fn an_empty_file() {
    insta::assert_snapshot!(human(&one("", 0, 0), &options()));
}

#[test]
fn the_end_of_a_file() {
    insta::assert_snapshot!(human(&one("service a {\n", 12, 12), &options()));
    insta::assert_snapshot!(human(&one("service a {", 11, 11), &options()));
}

#[test]
fn several_lines_show_their_first() {
    let text = "service a {\n  encryption: none\n}\n";
    insta::assert_snapshot!(human(&one(text, 0, text.len()), &options()));
}

#[test]
fn places_in_a_second_file_after_multibyte_text() {
    let mut report = files(&[
        ("a.tm", "service a {}\n"),
        ("b.tm", "// ключ 漢字 😀\n// é\ndata d { classification: restricted }\n"),
    ]);
    let mut finding = finding("some-rule", Severity::High, &["m.a"], "this is it", place(&report, 0, "a", 0));
    finding.because = vec![reason(
        "m.d",
        "classification",
        "restricted",
        Provenance::Stated,
        place(&report, 1, "classification: restricted", 0),
    )];
    report.findings.push(finding);
    let shown = human(&counted(report), &options());
    assert!(shown.contains("b.tm:3:10"), "{shown}");
    insta::assert_snapshot!(shown);
}

#[test]
fn a_long_line_is_scrolled_to_what_matters() {
    let text = format!(
        "// first\nservice a {{ {}encryption: none  {} }}\n",
        "note: \"x\"  ".repeat(40),
        "note: \"y\" ".repeat(40)
    );
    let start = text.find("encryption").unwrap();
    insta::assert_snapshot!(human(&one(&text, start, start + 16), &options()));
}

#[test]
fn a_deep_place_has_its_text_on_the_left() {
    let text = format!("{}encryption: none\n", " ".repeat(58));
    insta::assert_snapshot!(human(&one(&text, 58, 74), &HumanOptions { width: 80, ..options() }));
    let mut report = one(&text, 58, 74);
    report.findings[0].message =
        "a longer text that has no room on the right side of its arrow, and not on one line".to_owned();
    insta::assert_snapshot!(human(&report, &options()));
}

#[test]
fn a_megabyte_in_one_line() {
    let text = format!("{}encryption: none{}", "漢".repeat(300_000), "x".repeat(100_000));
    let report = one(&text, 900_000, 900_016);
    assert!(human(&report, &options()).len() < 5000);
    assert!(json(&report).contains(r#""line":1,"column":300001,"endLine":1,"endColumn":300017"#));
}

const HOSTILE: &str = "a\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}evil\u{2066}\r\nb\u{7f}\u{200b}\u{fdd0}";

fn hostile() -> Report {
    let text = format!("service `{HOSTILE}` {{}}\n\u{1b}[31m// x\u{85}y\u{2028}z\rw\n");
    let mut report = files(&[(HOSTILE, &text)]);
    let at = span(0, 8, text.find('}').unwrap());
    let mut bad = finding(HOSTILE, Severity::Critical, &[HOSTILE, "m.b"], HOSTILE, at.clone());
    bad.title = HOSTILE.into();
    bad.help = Some(HOSTILE.into());
    bad.because = vec![
        reason(HOSTILE, HOSTILE, HOSTILE, Provenance::Stated, span(0, text.len() - 4, text.len())),
        reason(HOSTILE, HOSTILE, HOSTILE, Provenance::Default, None),
    ];
    bad.path = vec![hop(HOSTILE, HOSTILE, None)];
    bad.decision = Some(Box::new(tm_analysis::report::Decision {
        mode: DecisionMode::Accept,
        name: Some(HOSTILE.into()),
        owner: Some(HOSTILE.to_owned()),
        date: Some(HOSTILE.to_owned()),
        reason: Some(HOSTILE.to_owned()),
        location: Some(at.clone()),
    }));
    report.findings.push(bad);
    let mut error = problem(HOSTILE, Level::Error, HOSTILE, at.clone());
    error.labels = vec![label(span(0, 40, 45), HOSTILE)];
    error.help = Some(HOSTILE.to_owned());
    report.errors.push(error);
    report.questions.push(question(HOSTILE, HOSTILE, &[HOSTILE], at));
    counted(report)
}

/// What a terminal obeys, or shows as nothing.
fn raw(text: &str) -> Option<char> {
    text.chars().find(|char| {
        (char.is_control() && *char != '\n')
            || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{fdd0}')
    })
}

#[test]
fn nothing_hostile_gets_through() {
    let report = hostile();
    let forges = [tm_emit::sarif, tm_emit::github, tm_emit::gitlab, tm_emit::junit, tm_emit::markdown];
    let forges = forges.map(|format| written(&report, format));
    for shown in [human(&report, &options()), concise(&report), json(&report)].into_iter().chain(forges) {
        assert_eq!(raw(&shown), None, "{shown:?}");
        assert!(shown.contains("owned"), "it is shown, not lost");
    }
    let coloured = human(&report, &HumanOptions { colour: true, ..options() });
    for sequence in coloured.split('\u{1b}').skip(1) {
        assert!(
            sequence.starts_with('[')
                && sequence.split_once('m').unwrap().0.chars().skip(1).all(|char| char.is_ascii_digit() || char == ';')
        );
    }
    insta::assert_snapshot!(human(&report, &options()));
}

#[test]
fn huge_names_are_cut() {
    let huge = "n".repeat(1_000_000);
    let mut report = files(&[("a.tm", "service a {}\n")]);
    let mut big = finding(&huge, Severity::High, &[&huge], &huge, span(0, 8, 9));
    big.path = (0..100).map(|_| hop(&huge, &huge, None)).collect();
    big.because = (0..100).map(|_| reason(&huge, &huge, &huge, Provenance::Stated, span(0, 0, 7))).collect();
    report.findings.push(big);
    report.questions.push(question(&huge, &huge, &[&huge], span(0, 0, 1)));
    let report = counted(report);
    assert!(human(&report, &options()).len() < 20_000);
    assert!(concise(&report).len() < 10_000);
}

#[test]
fn a_place_in_no_file_is_left_out() {
    let mut report = files(&[("a.tm", "service a {}\n")]);
    report.findings.push(finding("some-rule", Severity::High, &["m.a"], "this is it", span(7, 1, 2)));
    report.errors.push(problem("no-such-folder", Level::Error, "the folder `x` does not exist", None));
    let report = counted(report);
    insta::assert_snapshot!(human(&report, &options()));
    assert!(concise(&report).contains("\nhigh[some-rule] this is it\n"));
    assert!(json(&report).contains(r#""location":null"#));
}
