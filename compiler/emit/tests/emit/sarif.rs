//! SARIF, against the schema of the standard and what GitHub's code scanning asks for.

use jsonschema::Validator;
use serde_json::Value;
use tm_analysis::Level;
use tm_analysis::report::{Decision, DecisionMode, Provenance, Report, RuleText, Severity};

use crate::support::*;

fn validator() -> Validator {
    let schema: Value = serde_json::from_str(include_str!("../schemas/sarif-schema-2.1.0.json")).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

fn violations(value: &Value) -> Vec<String> {
    validator().iter_errors(value).map(|error| format!("{} {error}", error.instance_path())).collect()
}

fn run_of(report: &Report) -> Value {
    let log: Value = serde_json::from_str(&sarif(report)).unwrap();
    assert_eq!(violations(&log), Vec::<String>::new());
    log["runs"][0].clone()
}

#[test]
fn a_bit_of_everything() {
    insta::assert_snapshot!(sarif(&cloudcart()));
}

#[test]
fn it_obeys_the_standard() {
    for report in [cloudcart(), files(&[]), files(&[("a.tm", "")]), silenced()] {
        run_of(&report);
    }
}

#[test]
fn the_schema_is_not_lenient() {
    let good: Value = serde_json::from_str(&sarif(&silenced())).unwrap();
    assert_eq!(violations(&good), Vec::<String>::new());
    for (pointer, bad) in [
        ("/runs/0/results/0/level", "fatal"),
        ("/runs/0/results/0/locations/0/physicalLocation/region/startLine", "1"),
        ("/runs/0/columnKind", "bytes"),
        ("/runs/0/results/1/suppressions/0/kind", "mine"),
        ("/runs/0/tool/driver/rules/0/helpUri", "not an address"),
    ] {
        let mut value = good.clone();
        *value.pointer_mut(pointer).unwrap() = bad.into();
        assert_ne!(violations(&value), Vec::<String>::new(), "{pointer}");
    }
}

/// One finding that counts, and one that an acceptance silences.
fn silenced() -> Report {
    let mut report = files(&[("deep/a b.tm", "service a\nservice b\naccept some-rule on b\n")]);
    report.findings.push(finding("some-rule", Severity::High, &["m.a"], "it is so", place(&report, 0, "a", 0)));
    let mut accepted = finding("some-rule", Severity::High, &["m.b"], "so is it", place(&report, 0, "b", 0));
    accepted.decision = Some(Box::new(Decision {
        mode: DecisionMode::Accept,
        name: None,
        owner: Some("shop-team".to_owned()),
        date: Some("2026-12-31".to_owned()),
        reason: Some("one host until the move".to_owned()),
        location: Some(place(&report, 0, "accept", 0)),
    }));
    report.silenced.push(accepted);
    report.rules.push(RuleText {
        name: "some-rule".into(),
        title: "It is so".into(),
        family: "family".into(),
        docs: "It is so\n\n## What it does\n\nLooks at\nthings.\n\n## More\n".to_owned(),
        stride: vec!["spoofing".into()],
        cwe: vec![79],
        formerly: Vec::new(),
        other: vec![("capec".into(), vec!["115".into()])],
        page: Some("https://example.org/some-rule.md".to_owned()),
    });
    counted(report)
}

#[test]
fn rules_come_with_what_code_scanning_shows() {
    let run = run_of(&silenced());
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!(rule["id"], "some-rule");
    assert_eq!(rule["shortDescription"]["text"], "It is so");
    assert_eq!(rule["fullDescription"]["text"], "Looks at\nthings.");
    assert_eq!(rule["help"]["markdown"], "It is so\n\n## What it does\n\nLooks at\nthings.\n\n## More");
    assert_eq!(rule["helpUri"], "https://example.org/some-rule.md");
    assert_eq!(
        rule["properties"],
        serde_json::json!({
            "tags": ["security", "family", "stride/spoofing", "external/cwe/cwe-079", "external/capec/115"],
            "security-severity": "8.0",
        })
    );
}

#[test]
fn what_is_silenced_says_by_what() {
    let run = run_of(&silenced());
    let [stands, accepted] = run["results"].as_array().unwrap().as_slice() else { panic!("two results") };
    assert_eq!(stands.get("suppressions"), None);
    let suppression = &accepted["suppressions"][0];
    assert_eq!(suppression["kind"], "inSource");
    assert_eq!(suppression["justification"], "accepted by shop-team, until 2026-12-31: one host until the move");
    assert_eq!(suppression["location"]["physicalLocation"]["region"]["startLine"], 3);
}

#[test]
fn paths_are_those_of_the_repository() {
    let mut report = silenced();
    report.files[0].path = "../platform/a b.tm".to_owned();
    let mut out = Vec::new();
    tm_emit::sarif(&report, &tm_emit::Run { folder: "services/shop", ..run() }, &mut out).unwrap();
    let log: Value = serde_json::from_slice(&out).unwrap();
    let location = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(location.to_string(), r#"{"uri":"services/platform/a%20b.tm","uriBaseId":"%SRCROOT%"}"#);
}

#[test]
fn fingerprints_hang_on_the_id_alone() {
    let before = run_of(&silenced());
    let mut report = silenced();
    report.files[0].path = "other.tm".to_owned();
    report.files[0].text = format!("\n\n{}", report.files[0].text).into();
    report.findings[0].message = "it is said otherwise".to_owned();
    report.findings[0].location = span(0, 4, 5);
    let after = run_of(&report);
    let fingerprints = |run: &Value| run["results"][0]["partialFingerprints"].clone();
    assert_eq!(fingerprints(&before), fingerprints(&after));
    assert_ne!(before["results"][0]["locations"], after["results"][0]["locations"]);
    assert_ne!(fingerprints(&before), before["results"][1]["partialFingerprints"]);
}

#[test]
fn fingerprints_survive_another_name_of_the_rule() {
    let before = run_of(&silenced());
    let mut report = silenced();
    let old = report.findings[0].rule.clone();
    for finding in report.findings.iter_mut().chain(&mut report.silenced) {
        finding.id = finding.id.replace(&*old, "new-name");
        finding.rule = "new-name".into();
    }
    report.rules.iter_mut().filter(|rule| rule.name == old).for_each(|rule| {
        rule.name = "new-name".into();
        rule.formerly = vec!["between".into(), old.clone()];
    });
    report.rules.sort_by(|a, b| a.name.cmp(&b.name));
    let after = run_of(&report);
    assert_eq!(after["results"][0]["ruleId"], "new-name");
    assert_eq!(before["results"][0]["partialFingerprints"], after["results"][0]["partialFingerprints"]);
    let rules = after["tool"]["driver"]["rules"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["id"] == "new-name").unwrap();
    assert_eq!(rule["deprecatedIds"], serde_json::json!(["between", &*old]));
}

#[test]
fn errors_say_that_not_everything_was_judged() {
    let mut report = silenced();
    report.errors.push(problem("unknown-kind", Level::Error, "there is no kind `x`", span(0, 0, 7)));
    let run = run_of(&report);
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(invocation["toolExecutionNotifications"][0]["descriptor"]["id"], "unknown-kind");
    assert_eq!(run_of(&silenced())["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn it_keeps_within_the_limits_of_code_scanning_and_says_so() {
    let mut report = silenced();
    let one = report.findings[0].clone();
    report.findings = (0..26_000)
        .map(|number| {
            let mut finding = one.clone();
            finding.id = format!("some-rule({number})");
            finding
        })
        .collect();
    report.findings[0].because =
        (0..500).map(|number| reason("m.a", &format!("x{number}"), "y", Provenance::Stated, span(0, 0, 1))).collect();
    report.findings[0].path = (0..2_000).map(|number| hop(&format!("a{number}"), "b", span(0, 0, 1))).collect();
    report.rules[0].other = vec![("nist".into(), (0..50).map(|number| format!("AC-{number}").into()).collect())];
    let log: Value = serde_json::from_str(&sarif(&report)).unwrap();
    let run = &log["runs"][0];
    assert_eq!(run["results"].as_array().unwrap().len(), 25_000);
    assert_eq!(run["tool"]["driver"]["rules"][0]["properties"]["tags"].as_array().unwrap().len(), 10);
    let result = &run["results"][0];
    assert!(result["relatedLocations"].as_array().unwrap().len() < 100);
    assert_eq!(result["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap().len(), 1_000);
    let notification = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
    assert!(notification.as_str().unwrap().starts_with("1001 more are left out here"), "{notification}");
}

#[test]
fn what_looks_like_a_link_is_none() {
    let mut report = silenced();
    report.findings[0].message = "see [here](https://example.org) and [this]".to_owned();
    let run = run_of(&report);
    assert_eq!(run["results"][0]["message"]["text"], r"see \[here\](https://example.org) and \[this\]");
}
