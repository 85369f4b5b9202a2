//! Output for people.

use crate::support::*;
use tm_analysis::report::{Provenance, Severity};
use tm_emit::HumanOptions;

#[test]
fn a_bit_of_everything() {
    insta::assert_snapshot!(human(&cloudcart(), &options()));
}

#[test]
fn a_wide_terminal_leaves_texts_on_one_line() {
    insta::assert_snapshot!(human(&cloudcart(), &HumanOptions { width: 160, ..options() }));
}

#[test]
fn with_colour_the_text_is_the_same() {
    let report = cloudcart();
    let coloured = human(&report, &HumanOptions { colour: true, ..options() });
    insta::assert_snapshot!(coloured.replace('\u{1b}', "␛"));
    let mut plain = String::new();
    for (at, piece) in coloured.split('\u{1b}').enumerate() {
        plain.push_str(if at == 0 { piece } else { piece.split_once('m').unwrap().1 });
    }
    assert_eq!(plain, human(&report, &options()));
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    use unicode_width::UnicodeWidthStr;
    for width in [40, 60, 80, 100, 140] {
        for line in human(&cloudcart(), &HumanOptions { width, ..options() }).lines() {
            assert!(line.width() <= width, "{width}: {line}");
            assert_eq!(line.trim_end(), line);
        }
    }
}

#[test]
fn findings_of_one_cause_are_shown_once() {
    let report = cloudcart();
    let shown = human(&report, &options());
    assert_eq!(shown.matches("[plaintext-service-traffic]").count(), 1);
    assert!(shown.contains("on: api-gateway->cart.add-item, checkout->cart,"), "{shown}");
}

#[test]
fn at_most_fifty_groups_unless_all_are_asked_for() {
    let mut report = files(&[("system.tm", SYSTEM)]);
    for number in 0..53 {
        let severity = if number < 3 { Severity::Low } else { Severity::High };
        let at = place(&report, 0, "service", number % 4);
        report.findings.push(finding("too-much", severity, &[&format!("m.s{number}")], "too much", at));
    }
    let report = counted(report);
    let shown = human(&report, &options());
    assert_eq!(shown.matches("high[too-much]").count(), 50);
    assert!(!shown.contains("low[too-much]"));
    assert!(shown.contains("… and 3 more groups of findings: `tm check --all` shows all"), "{shown}");
    assert!(shown.contains("\n50 high, 3 low - coverage 60 %"), "{shown}");
    let all = human(&report, &HumanOptions { all: true, ..options() });
    assert_eq!(all.matches("[too-much]").count(), 53);
    assert!(!all.contains("more groups"));
}

#[test]
fn more_subjects_than_can_be_named() {
    let mut report = files(&[("system.tm", SYSTEM)]);
    let cause = place(&report, 0, "peer-policy: allow-all", 0);
    for number in 0..1000 {
        let mut one =
            finding("wide", Severity::High, &[&format!("m.s{number}")], &format!("s{number} is wide"), cause.clone());
        one.cause = Some(cause.clone());
        report.findings.push(one);
    }
    insta::assert_snapshot!(human(&counted(report), &options()));
}

#[test]
fn a_long_path_is_cut_in_the_middle() {
    let mut report = files(&[("system.tm", SYSTEM)]);
    let mut far = finding("far", Severity::High, &["m.s40"], "s0 reaches s40", place(&report, 0, "cart", 0));
    far.path = (0..40).map(|n| hop(&format!("m.s{n}"), &format!("m.s{}", n + 1), None)).collect();
    report.findings.push(far);
    let shown = human(&counted(report), &options());
    assert!(shown.contains("s5 -> … 29 more … -> s35 -> "), "{shown}");
    assert!(shown.contains("(40 hops)"), "{shown}");
}

#[test]
fn nothing_found_says_what_that_means() {
    let last = |report: &tm_analysis::report::Report| human(report, &options()).lines().last().unwrap().to_owned();
    let mut report = files(&[("system.tm", SYSTEM)]);
    let nothing = human(&report, &HumanOptions { width: 120, ..options() });
    assert_eq!(nothing, "no findings and no open questions; rules judge only what the model states - 12 ms\n");
    report.questions = vec![question("m.cart", "validation", &["a"], place(&report, 0, "cart", 0))];
    let report = counted(report);
    assert_eq!(
        human(&report, &HumanOptions { width: 120, ..options() }).lines().last().unwrap(),
        "no definite findings; 1 open question remains - coverage 60 % (120 of 197 controls stated) - 12 ms"
    );
    let mut report = files(&[("system.tm", "")]);
    report.summary.elements = 0;
    assert_eq!(last(&report), "nothing to judge: the project has no elements - 12 ms");
}

#[test]
fn questions_of_a_draft_are_counted() {
    let mut report = files(&[("system.tm", SYSTEM)]);
    report.summary.questions = 75;
    insta::assert_snapshot!(human(&report, &options()));
}

#[test]
fn many_questions_are_cut() {
    let mut report = files(&[("system.tm", SYSTEM)]);
    let at = place(&report, 0, "cart", 0);
    report.questions = (0..60).map(|n| question(&format!("m.s{n}"), "validation", &["a"], at.clone())).collect();
    let shown = human(&counted(report), &options());
    assert_eq!(shown.lines().filter(|line| line.starts_with("? ")).count(), 50);
    assert!(shown.contains("… and 10 more elements with open questions: `tm check --all` shows all"), "{shown}");
}

/// Findings that rest on facts, given as rule, subject, score and the lines of the facts.
fn resting(findings: &[(&str, &str, u8, &[&str])]) -> tm_analysis::report::Report {
    let mut report = files(&[("system.tm", SYSTEM)]);
    for (rule, on, score, facts) in findings {
        let mut one = finding(rule, Severity::High, &[on], &format!("{on} is bad"), place(&report, 0, "cart", 0));
        one.priority.score = *score;
        let fact = |text: &&str| {
            let (attribute, value) = text.split_once(": ").unwrap();
            reason(on, attribute, value, Provenance::Stated, place(&report, 0, text, 0))
        };
        one.because = facts.iter().map(fact).collect();
        report.findings.push(one);
    }
    counted(report)
}

/// The lines that name a rule, without what frames them.
fn named(shown: &str) -> Vec<&str> {
    let lines = shown.lines().map(|line| line.trim_start_matches([' ', '│']));
    lines.filter(|line| line.contains("high[") || line.starts_with("cause:")).collect()
}

#[test]
fn findings_that_one_change_may_end_stand_together_and_each_is_named() {
    let report = resting(&[
        ("weak", "m.a", 70, &["protocol: http"]),
        ("bare", "m.b", 60, &["encryption: none", "protocol: http"]),
        ("loose", "m.c", 50, &["encryption: none"]),
        ("mean", "m.d", 40, &["protocol: http"]),
    ]);
    assert_eq!(
        named(&human(&report, &options())),
        [
            "high[weak]: What `weak` is about",
            "cause: `protocol: http`; 2 more findings rest on it",
            "high[bare] on b: 60 (P1)",
            "high[mean] on d: 40 (P2)",
            "high[loose]: What `loose` is about",
        ],
    );
}

#[test]
fn of_two_facts_that_as_much_rests_on_the_first_in_the_source_counts() {
    let facts: &[&str] = &["encryption: none", "protocol: http"];
    let report = resting(&[("weak", "m.a", 50, facts), ("bare", "m.a", 60, facts)]);
    let shown = human(&report, &options());
    let first = |text: &str| SYSTEM.find(text).unwrap();
    let cause = if first("encryption: none") < first("protocol: http") { "encryption: none" } else { "protocol: http" };
    assert!(named(&shown)[1].starts_with(&format!("cause: `{cause}`")), "{shown}");
    assert!(named(&shown)[0].starts_with("high[bare]"), "the worst is shown in full: {shown}");
}

#[test]
fn what_would_not_end_a_finding_gathers_nothing() {
    let facts: &[&str] = &["protocol: http"];
    let mut report = resting(&[("weak", "m.a", 50, facts), ("bare", "m.a", 60, facts)]);
    report.findings[0].because[0].is_cause = false;
    assert!(!human(&report, &options()).contains("cause:"));
}

#[test]
fn the_score_of_a_cause_is_that_of_its_most_urgent_finding() {
    let facts: &[&str] = &["protocol: http"];
    let mut report = resting(&[("lone", "m.x", 60, &[]), ("weak", "m.a", 50, facts), ("bare", "m.a", 70, facts)]);
    report.findings[2].severity = Severity::Medium;
    let shown = human(&report, &options());
    assert!(shown.find("high[weak]") < shown.find("high[lone]"), "{shown}");
    assert!(shown.contains("medium[bare] on a: 70 (P0)"), "{shown}");
}

#[test]
fn of_a_cause_with_many_rules_the_rest_is_counted() {
    let rules: Vec<String> = (0..30).map(|number| format!("rule-{number}")).collect();
    let facts: &[&str] = &["protocol: http"];
    let findings: Vec<(&str, &str, u8, &[&str])> = rules.iter().map(|rule| (rule.as_str(), "m.a", 50, facts)).collect();
    let report = resting(&findings);
    let shown = human(&report, &options());
    assert!(shown.contains("cause: `protocol: http`; 29 more findings rest on it"), "{shown}");
    assert!(shown.contains("and 9 more: `tm check --all`"), "{shown}");
    let all = human(&report, &HumanOptions { all: true, ..options() });
    assert!(rules.iter().all(|rule| all.contains(&format!("high[{rule}]"))), "{all}");
}
