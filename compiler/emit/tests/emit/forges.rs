//! Annotations, code quality, JUnit and Markdown.

use serde_json::Value;
use tm_analysis::Level;
use tm_analysis::report::{Certainty, Decision, DecisionMode, Report, RuleText, Severity};
use tm_emit::Run;

use crate::support::*;

/// What a decision silences beside what counts.
fn with_silenced() -> Report {
    let mut report = cloudcart();
    let mut silenced = report.findings[2].clone();
    silenced.decision = Some(Box::new(Decision {
        mode: DecisionMode::Safeguard,
        name: Some("cloudcart.mesh-review".into()),
        owner: Some("platform-team".to_owned()),
        date: None,
        reason: Some("docs/review.md".to_owned()),
        location: None,
    }));
    silenced.id.push_str(" again");
    report.silenced.push(silenced);
    report.rules = vec![RuleText {
        name: "gateway-bypass".into(),
        page: Some("https://example.org/rules/exposure/gateway-bypass.md".to_owned()),
        ..RuleText::default()
    }];
    report.summary.silenced = 1;
    report
}

#[test]
fn a_bit_of_everything_as_annotations() {
    insta::assert_snapshot!(written(&with_silenced(), tm_emit::github));
}

#[test]
fn a_bit_of_everything_as_code_quality() {
    insta::assert_snapshot!(written(&with_silenced(), tm_emit::gitlab));
}

#[test]
fn a_bit_of_everything_as_junit() {
    insta::assert_snapshot!(written(&with_silenced(), tm_emit::junit));
}

#[test]
fn a_bit_of_everything_as_markdown() {
    insta::assert_snapshot!(written(&with_silenced(), tm_emit::markdown));
}

#[test]
fn annotations_of_several_lines_have_no_columns() {
    let mut report = files(&[("a,b.tm", "service a {\n}\n")]);
    report.findings.push(finding("some-rule", Severity::Low, &["m.a"], "100 % sure", span(0, 0, 13)));
    let shown = written(&report, tm_emit::github);
    let first = shown.lines().next().unwrap();
    assert_eq!(first, "::notice title=some-rule (low),file=services/shop/a%2Cb.tm,line=1,endLine=2::100 %25 sure");
}

#[test]
fn no_line_of_a_model_becomes_a_command() {
    let mut report = files(&[("a.tm", "service a\n")]);
    let text = "x\n::set-output name=a::b\r\n::error::y";
    report.findings.push(finding(text, Severity::High, &[text], text, span(0, 0, 1)));
    report.errors.push(problem(text, Level::Error, text, None));
    let shown = written(&report, tm_emit::github);
    let commands: Vec<&str> = shown.lines().filter(|line| line.starts_with("::")).collect();
    assert_eq!(commands.len(), 2, "{shown}");
    assert!(commands.iter().all(|command| command.starts_with("::error title=x")), "{shown}");
}

#[test]
fn code_quality_is_what_gitlab_wants() {
    let value: Value = serde_json::from_str(&written(&with_silenced(), tm_emit::gitlab)).unwrap();
    let entries = value.as_array().unwrap();
    let mut fingerprints: Vec<&str> = entries.iter().map(|entry| entry["fingerprint"].as_str().unwrap()).collect();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), entries.len(), "each has its own");
    for entry in entries {
        assert!(!entry["description"].as_str().unwrap().is_empty() && entry["check_name"].is_string());
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&entry["severity"].as_str().unwrap()));
        let path = entry["location"]["path"].as_str().unwrap();
        assert!(path.starts_with("services/shop/"), "{path}");
        assert!(entry["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
    }
    assert_eq!(written(&files(&[]), tm_emit::gitlab), "[]\n");
}

#[test]
fn code_quality_of_elements_with_one_name_is_still_told_apart() {
    let mut report = files(&[("a.tm", "service a\nservice a\n")]);
    for start in [8, 18] {
        report.findings.push(finding("some-rule", Severity::Low, &["m.a"], "it", span(0, start, start + 1)));
    }
    let value: Value = serde_json::from_str(&written(&report, tm_emit::gitlab)).unwrap();
    assert_ne!(value[0]["fingerprint"], value[1]["fingerprint"]);
}

#[test]
fn a_case_fails_where_the_run_fails() {
    let mut report = files(&[("a.tm", "service a\n")]);
    for (severity, name) in [(Severity::Low, "m.a"), (Severity::High, "m.b")] {
        report.findings.push(finding("some-rule", severity, &[name], "it is <so> & \"so\"", span(0, 0, 7)));
    }
    report.findings[1].certainty = Certainty::Possible;
    let mut out = Vec::new();
    tm_emit::junit(&report, &Run { fail_on: Severity::Medium, ..run() }, &mut out).unwrap();
    let shown = String::from_utf8(out).unwrap();
    assert!(shown.contains(r#"<testsuites name="tm" tests="3" skipped="0" failures="1" errors="0">"#), "{shown}");
    assert!(shown.contains("possible high: it is &lt;so&gt; &amp; &quot;so&quot;"), "{shown}");
    let suites = quick_junit::Report::deserialize_from_str(&shown).unwrap();
    assert_eq!(suites.test_suites.len(), 2);
}

#[test]
fn errors_of_the_model_are_cases_too() {
    let shown = written(&files(&[("a.tm", "")]), tm_emit::junit);
    assert!(shown.contains(r#"<testcase name="the model has no errors" classname="model"/>"#), "{shown}");
    let shown = written(&cloudcart(), tm_emit::junit);
    assert!(!shown.contains("the model has no errors") && shown.contains(r#"errors="1""#), "{shown}");
}

#[test]
fn places_in_markdown_lead_to_the_forge_if_it_is_known() {
    let run = Run { source_url: Some("https://example.org/blob/main/{path}#L{line}"), ..run() };
    let mut out = Vec::new();
    tm_emit::markdown(&cloudcart(), &run, &mut out).unwrap();
    let shown = String::from_utf8(out).unwrap();
    let link = "<a href=\"https&#58;&#47;&#47;example&#46;org&#47;blob&#47;main&#47;services&#47;shop&#47;system&#46;tm&#35;L27\">";
    assert!(shown.contains(link), "{shown}");
}

/// Text that would mention people, link, break out of a table, or load an image.
const INJECTIONS: [&str; 8] = [
    "@everyone look",
    "</code></td><img src=x onerror=alert(1)>",
    "a | b | c",
    "[click](https://evil.example) ![x](https://evil.example/y.png)",
    "`code` **bold** _it_ ~~no~~ # head",
    "www.evil.example https://evil.example #12 !34 GH-1 deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
    "</details>\n\n# owned\n- item",
    "&lt;b&gt; &#64;all \\",
];

#[test]
fn nothing_gets_out_of_markdown() {
    for text in INJECTIONS {
        let mut report = files(&[(text, "service a\n")]);
        let mut bad = finding(text, Severity::High, &[text, text], text, span(0, 0, 7));
        bad.help = Some(text.into());
        bad.because = vec![reason(text, text, text, tm_analysis::report::Provenance::Stated, span(0, 0, 3))];
        bad.path = vec![hop(text, text, span(0, 0, 3))];
        bad.cause = Some(span(0, 0, 7));
        report.findings.extend([bad.clone(), bad]);
        report.errors.push(problem(text, Level::Error, text, span(0, 0, 1)));
        report.notices.push(problem(text, Level::Warning, text, span(0, 0, 1)));
        let shown = written(&counted(report), tm_emit::markdown);
        let mut outside = String::new();
        for part in shown.split("<code>") {
            let (inside, after) = part.split_once("</code>").unwrap_or(("", part));
            let is_plain = |char: char| char.is_ascii_alphanumeric() || " -&#;".contains(char);
            assert!(inside.chars().all(is_plain), "{inside}");
            assert!(inside.split('&').skip(1).all(|entity| entity.starts_with('#')), "{inside}");
            outside.push_str(after);
        }
        for word in ["evil", "everyone", "owned", "GH-1", "deadbeef", "onerror"] {
            assert!(!outside.contains(word), "{outside}");
        }
    }
}

#[test]
fn markdown_fits_into_a_comment() {
    let text = "<&>".repeat(200);
    let mut report = files(&[("a.tm", "service a\n")]);
    for number in 0..500 {
        let mut big = finding(&format!("rule-{number}"), Severity::High, &[&text], &text, span(0, 0, 7));
        big.help = Some(text.repeat(9).into());
        report.findings.push(big);
        report.notices.push(problem("x", Level::Warning, &text, None));
    }
    let shown = written(&counted(report), tm_emit::markdown);
    assert!(shown.len() <= 65_536, "{}", shown.len());
    assert!(shown.contains("more"), "it says that there is more");
}
