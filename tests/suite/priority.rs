//! What is to be looked at first: the factors of the score, each on a model that differs in nothing else.

use tm_analysis::report::{Finding, Report};
use tm_analysis::{Profile, ReportOptions, report};
use tm_tests::{input, judge, load, open};

const RULE: &str = "
rule unaudited {
  for s: service
  where s.audit == none
  severity: high
  stride: [tampering]
  message: \"{s} records nothing\"
}
";

fn shop(actor: &str, more: &str) -> String {
    format!(
        "module shop
data orders {{ classification: confidential }}
internet outside {{ actor visitor {{ {actor} }} }}
gateway edge {{}}
service cart {{ audit: none  data: [orders] }}
service far {{ audit: none  data: [orders] }}
flow visitor -> edge {{}}
flow edge -> cart {{}}
flow cart -> far {{}}
{more}
{RULE}"
    )
    .replace("flow visitor", "flow f1: visitor")
    .replace("flow edge", "flow f2: edge")
    .replace("flow cart", "flow f3: cart")
}

fn judged(text: &str) -> Report {
    judge(input("shop", &[("system.tm", text)]))
}

fn of<'r>(report: &'r Report, on: &str) -> &'r Finding {
    let all = report.findings.iter().chain(&report.silenced);
    let mut all = all.filter(|finding| finding.rule == "unaudited");
    all.find(|finding| finding.on.iter().any(|subject| subject.name == on))
        .unwrap_or_else(|| panic!("nothing on {on}: {:#?}", report.errors))
}

fn exploitability(actor: &str, more: &str, on: &str) -> u8 {
    of(&judged(&shop(actor, more)), on).priority.exploitability
}

#[test]
fn it_depends_on_who_begins_and_how_far_it_is() {
    let cart = |trust: &str| exploitability(&format!("trust: {trust}"), "", "shop.cart");
    let all = ["anonymous", "authenticated", "partner", "workforce", "admin"].map(cart);
    assert_eq!(all, [85, 72, 60, 38, 26]);
    assert_eq!(exploitability("trust: authenticated", "", "shop.far"), 61);
}

#[test]
fn what_nobody_reaches_is_latent() {
    let text = shop("trust: anonymous", "service alone { audit: none }");
    assert_eq!(of(&judged(&text), "shop.alone").priority.exploitability, 15);
}

#[test]
fn a_safeguard_on_the_way_lowers_it_and_one_that_is_walked_round_does_not() {
    let safeguard = |status: &str| format!("safeguard waf {{ about: [edge]  against: [unaudited]  status: {status} }}");
    let cart = |more: &str| exploitability("trust: authenticated", more, "shop.cart");
    assert_eq!(cart(&safeguard("planned")), 72);
    assert_eq!(cart(&safeguard("implemented")), 43);
    assert_eq!(cart(&safeguard("implemented  evidence: \"waf.yaml\"")), 22);
    assert_eq!(cart(&safeguard("verified")), 7);
    assert_eq!(cart(&safeguard("verified  expires: 2026-01-01")), 72);
    // Two in one place are one.
    let two = format!("{}\n{}", safeguard("implemented"), safeguard("implemented").replace("waf", "other"));
    assert_eq!(cart(&two), 43);
    let round = format!("{}\nflow direct: visitor -> cart {{}}", safeguard("verified"));
    assert_eq!(cart(&round), 85);
}

#[test]
fn impact_grows_with_the_data_and_with_what_lies_open_then() {
    let report = judged(&shop("trust: authenticated", ""));
    let (cart, far) = (of(&report, "shop.cart"), of(&report, "shop.far"));
    assert!(cart.priority.impact > far.priority.impact, "{:?} {:?}", cart.priority, far.priority);
    let dull = shop("trust: authenticated", "").replace("confidential", "internal");
    assert!(of(&judged(&dull), "shop.cart").priority.impact < cart.priority.impact);
    let personal = shop("trust: authenticated", "").replace("confidential", "confidential  kinds: [pii]");
    assert!(of(&judged(&personal), "shop.cart").priority.impact > cart.priority.impact);
    // Whoever checks every caller again is not lost with its caller.
    let checked = shop("trust: authenticated", "")
        .replace("-> far {", "-> far { identity-propagation: signed-jwt  validates: [sig] ")
        .replace("service far {", "service far { authorization-at: service ");
    assert!(of(&judged(&checked), "shop.cart").priority.impact < cart.priority.impact);
}

#[test]
fn a_possible_finding_is_worth_half() {
    let text = shop("trust: authenticated", "").replace("cart { audit: none", "cart {");
    let (db, project) = open(input("shop", &[("system.tm", &text)]));
    let options = ReportOptions { profile: Profile::Paranoid, ..ReportOptions::default() };
    let report = report(&db, project, &options);
    assert_eq!(of(&report, "shop.cart").priority.exploitability, 36);
}

#[test]
fn worst_first_then_most_urgent() {
    for example in ["examples/cloudcart/before", "examples/header-propagation/before", "examples/support-agent/before"]
    {
        let report = judge(load(example));
        let order: Vec<_> = report.findings.iter().map(|finding| (finding.severity, finding.priority.score)).collect();
        assert!(order.is_sorted_by(|a, b| a >= b), "{example}: {order:?}");
        assert!(order.iter().all(|(_, score)| (1..=100).contains(score)), "{example}: {order:?}");
    }
}

/// A vocabulary of one's own has none of the names that the score knows: less is weighed, and nothing fails, also where those
/// names mean something else.
#[test]
fn another_vocabulary_is_weighed_as_far_as_it_goes() {
    let text = "module own
scale Severity { info < low < medium < high < critical }
kind box is component { fact trust: int  fact criticality: text  fact handled-data: [component] }
extend component { fact data: [component]  fact grants: [component] }
extend flow { fact data: [flow] }
box a { data: [b]  trust: 3  criticality: \"much\" }
box b { data: [a] }
flow f: a -> b { data: [f] }
rule anything { for x: box where x.name != \"\" severity: high message: \"{x}\" }
";
    let mut input = input("own", &[("system.tm", text)]);
    input.std.clear();
    let report = judge(input);
    assert!(report.errors.is_empty(), "{:#?}", report.errors);
    assert_eq!(report.findings.iter().map(|finding| finding.priority.exploitability).collect::<Vec<_>>(), [15, 15]);
}
