//! I6: a finding is its rule and the names of its elements, wherever they stand in the text or in the system.

use std::collections::BTreeSet;

use tm_analysis::Database;
use tm_analysis::report::Finding;
use tm_analysis::{ReportOptions, report};

use super::support::{Live, Model, Texts, example};

/// Rule and elements of everything that is found.
fn ids(model: &Model) -> BTreeSet<String> {
    let (db, project) = tm_tests::open(model.input());
    of(&report(&db, project, &ReportOptions::default()).findings)
}

fn of(findings: &[Finding]) -> BTreeSet<String> {
    let ids: BTreeSet<String> = findings.iter().map(|finding| finding.id.clone()).collect();
    assert_eq!(ids.len(), findings.len(), "two findings have one id");
    assert!(!ids.is_empty());
    ids
}

fn shop() -> Model {
    Model::new(example("cloudcart/before"))
}

/// Cuts the element `head { … }` out of a text.
fn cut(text: &str, head: &str) -> (String, String) {
    let start = text.find(head).expect("it is declared there");
    let mut depth = 0;
    let mut end = start;
    for (at, it) in text[start..].char_indices() {
        match it {
            '{' => depth += 1,
            '}' if depth == 1 => {
                end = start + at + 1;
                break;
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    (format!("{}{}", &text[..start], &text[end..]), text[start..end].to_owned())
}

#[test]
fn it_survives_formatting() {
    let model = shop();
    let mut other = model.clone();
    for text in other.files.values_mut() {
        let lines = text.lines().map(|line| format!("\n  {}  // {}", line.trim(), line.len()));
        *text = lines.filter(|line| !line.contains("\"\"\"")).collect::<String>();
    }
    assert_ne!(model.files, other.files);
    assert_eq!(ids(&model), ids(&other));
    for text in other.files.values_mut() {
        *text = tm_syntax::format(text).text;
    }
    assert_eq!(ids(&model), ids(&other));
}

#[test]
fn it_survives_moving_between_files() {
    let model = shop();
    let (rest, flow) = cut(&model.files["system.tm"], "flow browse");
    let mut other = model.clone();
    other.files.insert("system.tm".to_owned(), rest);
    other.files.insert("a/flows.tm".to_owned(), format!("module {}\n\n{flow}\n", module(&model.files)));
    assert_eq!(ids(&model), ids(&other));

    // In one database too, there and back.
    let expected = ids(&model);
    let mut live = Live::new(Database::default(), model.clone());
    for model in [other, model] {
        live.follow(model);
        assert_eq!(of(&report(&live.db, live.project, &ReportOptions::default()).findings), expected);
    }
}

fn module(files: &Texts) -> String {
    let line = files["system.tm"]
        .lines()
        .find(|line| line.starts_with("module "))
        .map(|line| line["module ".len()..].to_owned());
    line.unwrap_or_else(|| "model".to_owned())
}

/// Two zones that say the same, so that only the place of what stands in them differs.
fn two_zones(first: &str, second: &str) -> Model {
    let each = "each flow { protocol: http  encryption: none  authentication: none }";
    let text = format!(
        "module zones\ncluster prod {{\n  {each}\n  namespace one {{\n    {first}\n  }}\n  namespace two {{\n    {second}\n  }}\n}}\n"
    );
    Model::of(&[("zones.tm", &text)])
}

#[test]
fn it_survives_moving_between_boundaries() {
    let (caller, callee) =
        ("service caller { -> callee {} }", "service callee { endpoint act { state-changing: true } }");
    let together = two_zones(&format!("{caller}\n    {callee}"), "");
    let on_flow = |model: &Model| -> BTreeSet<String> {
        let flows =
            ids(model).into_iter().filter(|id| id.contains("zones.caller->callee") || id.contains("callee.act"));
        flows.collect()
    };
    let expected = on_flow(&together);
    assert!(expected.contains("plaintext-service-traffic(zones.caller->callee)"), "{expected:?}");
    assert_eq!(on_flow(&two_zones(caller, callee)), expected);
    assert_eq!(on_flow(&two_zones(callee, caller)), expected);
}

#[test]
fn decisions_follow_what_moves() {
    let mut model = two_zones("service caller { -> callee {} }", "service callee {}");
    let accept =
        "accept plaintext-service-traffic on caller->callee { reason: \"r\"  owner: \"o\"  until: 2027-01-01 }\n";
    model.files.insert("decisions.tm".to_owned(), format!("module zones\n{accept}"));
    assert!(!ids(&model).contains("plaintext-service-traffic(zones.caller->callee)"));
    let moved = two_zones("", "service callee {}\nservice caller { -> callee {} }");
    model.files.extend(moved.files);
    assert!(!ids(&model).contains("plaintext-service-traffic(zones.caller->callee)"));
}
