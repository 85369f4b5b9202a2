//! What is different from another revision, in every format that tells it.

use tm_analysis::report::{Change, Changes, Decision, DecisionMode, GoneFinding, Report, Severity, SilencingChange};

use crate::support::*;

const EVIL: &str = "a\u{1b}[31m\u{202e}\n::error::x <b> @someone | `x`";

fn report(text: &str) -> Report {
    let mut report = files(&[("a.tm", "service cart\n")]);
    let location = span(0, 8, 12);
    let decision = Decision {
        mode: DecisionMode::Accept,
        name: None,
        owner: Some(text.to_owned()),
        date: Some("2027-01-31".to_owned()),
        reason: Some(text.to_owned()),
        location: Some(location.clone()),
    };
    report.changes = Some(Changes {
        since: text.to_owned(),
        notes: vec![text.to_owned()],
        known: 3,
        gone: vec![GoneFinding {
            rule: "a-rule".into(),
            severity: Severity::High,
            message: text.to_owned(),
            id: text.to_owned(),
            decision: Some(decision),
        }],
        silencing: vec![
            SilencingChange {
                sort: "decision",
                change: Change::Changed,
                title: text.to_owned(),
                was: Some(text.to_owned()),
                location: Some(location),
                silences: vec![text.to_owned(); 7],
                is_judged: true,
            },
            SilencingChange {
                sort: "option",
                change: Change::Added,
                title: "profile = draft".to_owned(),
                was: None,
                location: None,
                silences: Vec::new(),
                is_judged: false,
            },
        ],
    });
    counted(report)
}

fn all(report: &Report) -> [(&'static str, String); 4] {
    [
        ("human", human(report, &options())),
        ("concise", concise(report)),
        ("github", written(report, tm_emit::github)),
        ("markdown", written(report, tm_emit::markdown)),
    ]
}

#[test]
fn every_format_for_people_tells_all_of_it() {
    for (format, text) in all(&report("main")) {
        let text = text.replace("&#44;", ",").replace("&#58;", ":").replace("&#61;", "=");
        for said in [
            "since main: 0 new findings, 3 known, 1 gone",
            "changed decision",
            "silences main, main, main, main, main and 2 more",
            "was: main",
            "profile = draft",
            "what it silences was not looked for",
            "accepted by main, until 2027-01-31",
        ] {
            assert!(text.contains(said), "{format}: {said}\n{text}");
        }
    }
}

#[test]
fn nothing_of_a_branch_reaches_a_terminal_or_a_forge_raw() {
    let report = report(EVIL);
    for (format, text) in all(&report) {
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{format}\n{text}");
        assert!(!text.lines().any(|line| line.starts_with("::error")), "{format}\n{text}");
        if format == "markdown" {
            assert!(!text.contains("<b>") && !text.contains("@someone"), "{text}");
        }
    }
    let json = json(&report);
    assert!(!json.contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn the_json_obeys_its_schema() {
    let value = serde_json::from_str(&json(&report(EVIL))).unwrap();
    assert_eq!(crate::schema::violations(&value), Vec::<String>::new());
    assert_eq!(value["changes"]["silencing"][0]["title"], EVIL);
}
