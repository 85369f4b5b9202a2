//! Output for people.

use crate::support::*;
use tm_analysis::report::Severity;
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
