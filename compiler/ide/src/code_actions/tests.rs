//! Actions, applied: what they mend is gone, and nothing else has changed.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::collections::BTreeSet;

use tm_analysis::report::Report;
use tm_analysis::{Origin, ReportOptions, report};

use super::{CodeAction, code_actions};
use crate::fixture::Fixture;

struct Asked {
    fixture: Fixture,
    report: Report,
    actions: Vec<CodeAction>,
}

fn ask(text: &str) -> Asked {
    let fixture = Fixture::new(text);
    let report = report(&fixture.db, fixture.project, &ReportOptions::default());
    let range = fixture.cursor.offset..fixture.cursor.offset;
    let actions = code_actions(&fixture.db, fixture.project, &report, fixture.cursor.file, &range);
    Asked { fixture, report, actions }
}

fn titles(text: &str) -> Vec<String> {
    ask(text).actions.into_iter().map(|action| action.title).collect()
}

impl Asked {
    fn action(&self, title: &str) -> &CodeAction {
        let found = self.actions.iter().find(|action| action.title == title);
        let titles = || self.actions.iter().map(|action| action.title.as_str()).collect::<Vec<_>>();
        found.unwrap_or_else(|| panic!("no `{title}` in {:#?}", titles()))
    }

    /// The files with the edits of an action, as a fixture.
    fn applied(&self, title: &str) -> String {
        let action = self.action(title);
        let mut all = String::new();
        let files = self.fixture.project.files(&self.fixture.db).iter();
        for file in files.filter(|file| *file.origin(&self.fixture.db) != Origin::Std) {
            let mut text = file.text(&self.fixture.db).to_string();
            let edits = action.edits.iter().filter(|edits| edits.file == *file).flat_map(|edits| &edits.edits);
            let mut edits: Vec<_> = edits.collect();
            assert!(edits.is_sorted_by(|a, b| a.range.end <= b.range.start), "edits are in order and apart: {edits:?}");
            edits.reverse();
            for edit in edits {
                text.replace_range(edit.range.start as usize..edit.range.end as usize, &edit.text);
            }
            all.push_str(&format!("//- {}\n{text}", file.path(&self.fixture.db)));
        }
        all
    }
}

/// What a report says: errors and notices, findings, questions.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    errors: BTreeSet<String>,
    findings: BTreeSet<String>,
    questions: BTreeSet<String>,
}

fn said(report: &Report) -> Said {
    Said {
        errors: report.errors.iter().chain(&report.notices).map(|it| format!("{}: {}", it.name, it.message)).collect(),
        findings: report.findings.iter().map(|finding| finding.id.clone()).collect(),
        questions: report
            .questions
            .iter()
            .map(|question| format!("{} {} {:?}", question.element, question.attribute, question.decides))
            .collect(),
    }
}

/// What is said before an action and after it, and the text then.
fn act(text: &str, title: &str) -> (Said, Said, String) {
    let asked = ask(text);
    let text = asked.applied(title);
    let after = Fixture::new(&text);
    let report = report(&after.db, after.project, &ReportOptions::default());
    (said(&asked.report), said(&report), text)
}

const RULES: &str = "/// Calls travel in clear text\nrule clear-text {\n  for f: flow\n  where f.encryption == none\n  severity: high\n  stride: [information-disclosure]\n  message: \"{f}\"\n}\n/// A call is not proven\nrule no-login {\n  for f: flow\n  where f.authentication == none or f.encryption == none\n  severity: low\n  stride: [spoofing]\n  message: \"{f}\"\n}\n";

fn with_rules(text: &str) -> String {
    format!("//- a.tm\nmodule shop\n\n{text}//- rules.tm\nmodule shop\n{RULES}")
}

#[test]
fn spelling() {
    for (text, title) in [
        ("servce$0 cart\n", "change to `service`"),
        ("service cart { expsure$0: internet }\n", "change to `exposure`"),
        ("service cart { exposure: interet$0 }\n", "change to `internet`"),
        ("service orders\nservice cart { -> ordres$0 }\n", "change to `orders`"),
        ("service orders { endpoint place }\nservice cart { -> orders.plce$0 }\n", "change to `place`"),
        ("service `3scale`\nservice cart { -> `3scal$0` }\n", "change to `3scale`"),
    ] {
        let (before, after, text) = act(text, title);
        assert_eq!((before.errors.len(), after.errors.len()), (1, 0), "{before:?} {after:?}\n{text}");
    }
    let asked = ask("service cart { expsure$0: internet }\n");
    let action = asked.action("change to `exposure`");
    assert!(action.is_preferred && action.mends.as_deref() == Some("unknown-attribute"), "{action:?}");
    assert_eq!(titles("service cart { exposure: internet$0 }\n"), Vec::<String>::new());
}

#[test]
fn names_that_rules_had() {
    let rules = RULES.replace("  severity: low\n", "  severity: low\n  formerly: [not-proven]\n");
    let text = format!(
        "//- a.tm\nmodule shop\nservice a {{ -> b {{ authentication: none }} }}\nservice b\naccept not-pro$0ven on a->b {{ reason: \"x\"  owner: \"y\"  until: 2027-01-01 }}\n//- rules.tm\nmodule shop\n{rules}"
    );
    let (before, after, text) = act(&text, "change to `no-login`");
    let retired = |said: &Said| said.errors.iter().filter(|it| it.starts_with("retired-rule")).count();
    assert_eq!((retired(&before), retired(&after)), (1, 0), "{text}");
    assert_eq!(before.findings, after.findings, "it silences by either name");
}

#[test]
fn missing_use() {
    let text = "//- a.tm\nmodule shop\n\nservice x {\n  -> edge$0\n}\n//- b.tm\nmodule shop.zones\ngateway edge\n";
    let (before, after, text) = act(text, "add `use shop.zones`");
    assert_eq!((before.errors.len(), after.errors.len()), (1, 0), "{text}");
    let two = "//- a.tm\nmodule shop\nuse shop.b\nuse shop.c\nservice x {\n  -> edge$0\n}\n//- b.tm\nmodule shop.b\ngateway edge\n//- c.tm\nmodule shop.c\ngateway edge\n";
    let (before, after, text) = act(two, "use `shop.c.{edge}`");
    assert_eq!((before.errors.len(), after.errors.len()), (1, 0), "{before:?} {after:?}\n{text}");
}

#[test]
fn missing_elements() {
    let (before, after, text) =
        act("cluster prod {\n  service cart {\n    -> orders$0\n  }\n}\n", "create `database orders`");
    assert_eq!((before.errors.len(), after.errors.len()), (1, 0), "{text}");
    assert!(text.ends_with("}\n\ndatabase orders\n"), "{text}");
    let (_, after, text) = act("service cart { data: [prices$0] }\n", "create `data prices`");
    assert!(after.errors.is_empty(), "{after:?}\n{text}");
    let (_, after, text) = act("service cart { runs-as: robot$0 }\n", "create `service-account robot`");
    assert!(after.errors.is_empty(), "{after:?}\n{text}");
    let other = "//- a.tm\nservice cart { -> orders.place$0 }\n//- b.tm\nservice orders { owner: \"x\" }\n";
    let (_, after, text) = act(other, "create `endpoint place` in `orders`");
    assert!(after.errors.is_empty(), "{after:?}\n{text}");
    let create = |text: &str| titles(text).into_iter().filter(|title| title.starts_with("create")).count();
    assert_eq!(create("service a { -> b$0.c }\n"), 0, "half a path is no name");
    assert_eq!(create("accept nothing on cart$0 { reason: \"x\" }\n"), 0);
}

#[test]
fn flows_of_one_name() {
    let text = "service a {\n  -> b\n  -$0> b { encryption: mtls }\n}\nservice b\n";
    let (before, after, text) = act(text, "name the flow in line 3 `a-to-b`");
    assert!(before.errors.iter().any(|error| error.starts_with("ambiguous-flow")));
    assert!(after.errors.is_empty(), "{after:?}\n{text}");
    assert!(text.contains("  flow a-to-b: a -> b { encryption: mtls }\n"), "{text}");
}

#[test]
fn an_open_question_is_answered_by_the_value_of_the_title() {
    let text = with_rules("service a {\n  -$0> b\n}\nservice b\n");
    let title = "state `encryption: none` (decides 2 questions, 2 become findings)";
    let (before, after, text) = act(&text, title);
    assert!(before.questions.iter().any(|question| question.contains(" encryption ")));
    assert!(!after.questions.iter().any(|question| question.contains(" encryption ")), "{after:?}");
    assert_eq!(after.findings.len(), 2, "{after:?}");
    assert!(text.contains("  -> b { encryption: none }\n"), "{text}");
    let text = with_rules("service a {\n  -$0> b\n}\nservice b\n");
    let (_, after, _) = act(&text, "state `encryption: mtls` (decides 1 question)");
    assert!(after.findings.is_empty(), "{after:?}");
    assert!(!after.questions.iter().any(|question| question.contains("clear-text")), "{after:?}");
    assert!(
        titles(&text).iter().all(|title| title.contains(": ") || !title.starts_with("state")),
        "each says its value"
    );
}

#[test]
fn a_finding_is_decided_about() {
    let text = with_rules("service a {\n  -$0> b { encryption: none  authentication: mtls }\n}\nservice b\n");
    let (before, after, text) = act(&text, "accept `clear-text` on `a->b`");
    assert_eq!((before.findings.len(), after.findings.len()), (2, 1), "{after:?}\n{text}");
    assert!(after.errors.iter().any(|error| error.starts_with("incomplete-decision")), "{after:?}");
    assert!(
        text.contains("accept clear-text on a->b {\n  reason: \"\"\n  owner: \"\"\n  until: 2026-10-01\n}\n"),
        "{text}"
    );
    let again = with_rules("service a {\n  -$0> b { encryption: none  authentication: mtls }\n}\nservice b\n");
    let (_, after, _) = act(&again, "dismiss `clear-text` on `a->b`");
    assert_eq!(after.findings.len(), 1);
    let (_, after, _) = act(&again, "mitigate `clear-text` on `a->b`");
    assert_eq!(after.findings.len(), 2, "what is being mended is still told");
    assert_eq!(after.errors.iter().filter(|error| !error.starts_with("incomplete-decision")).count(), 0, "{after:?}");
}

#[test]
fn subjects_of_other_modules_and_odd_names() {
    let text = format!(
        "//- a.tm\nmodule shop\n\nservice `a b` {{\n  -$0> shop.zones.edge {{ encryption: none }}\n}}\n//- b.tm\nmodule shop.zones\ngateway edge\n//- rules.tm\n{RULES}"
    );
    let asked = ask(&text);
    let title =
        asked.actions.iter().map(|action| action.title.clone()).find(|title| title.starts_with("accept `clear-text`"));
    let (before, after, text) = act(&text, &title.expect("it is offered"));
    assert_eq!(before.findings.len(), after.findings.len() + 1, "{after:?}\n{text}");
    assert!(
        !after.errors.iter().any(|error| error.starts_with("unresolved") || error.starts_with("stale")),
        "{after:?}\n{text}"
    );
}

/// Wherever somebody asks: what is told and is not told after an action has gone by a value or a decision that its title names.
#[test]
fn nothing_is_silenced_by_what_a_title_does_not_say() {
    let model = "cluster prod {\n  service a {\n    exposure: internet\n    -> b { encryption: none }\n    -> c\n  }\n  service b { exposure: internet }\n}\nservice c { ownr: \"x\" }\n";
    let marked = |at: usize| {
        let (before, after) = model.split_at(at);
        with_rules(&format!("{before}$0{after}"))
    };
    let mut seen = BTreeSet::new();
    for at in (0..model.len()).step_by(5) {
        let text = marked(at);
        for title in titles(&text) {
            let word = title.split(' ').next().unwrap_or_default().to_owned();
            if !seen.insert(title.clone()) || word == "explain" {
                continue;
            }
            let (before, after, changed) = act(&text, &title);
            let gone = before.findings.difference(&after.findings).count();
            match word.as_str() {
                // The very value of the title is what is written, once.
                "state" if !title.ends_with("in `each service`") => {
                    let value = title.split('`').nth(1).expect("a value");
                    let written = |text: &str| text.matches(value).count();
                    assert_eq!(written(&changed), written(&text) + 1, "{title}\n{changed}");
                }
                "accept" | "dismiss" => assert!(gone <= 1, "{title}: {before:?} {after:?}"),
                _ => assert_eq!(gone, 0, "{title}: {before:?} {after:?}"),
            }
        }
    }
    for word in ["state", "accept", "dismiss", "mitigate", "change"] {
        assert!(seen.iter().any(|title| title.starts_with(word)), "nothing offers to {word}: {seen:#?}");
    }
}

#[test]
fn rules_are_explained() {
    let asked = ask(&with_rules("service a {\n  -$0> b { encryption: none }\n}\nservice b\n"));
    let command = asked.action("explain `clear-text`").command.clone().expect("it is a command");
    assert_eq!((command.name, command.arguments), ("tm.explain", vec!["clear-text".to_owned()]));
    assert!(asked.action("explain `clear-text`").edits.is_empty());
}

#[test]
fn half_written_texts_and_odd_places() {
    for text in ["$0", "service$0", "service a { -> $0", "accept x on $0", "}}}$0", "each flow { $0", "service `ß$0"] {
        let asked = ask(text);
        for end in [0, 1, 7, u32::MAX] {
            let _ = code_actions(
                &asked.fixture.db,
                asked.fixture.project,
                &asked.report,
                asked.fixture.cursor.file,
                &(end..0),
            );
        }
    }
}

#[test]
fn what_repeats_moves_into_an_each_and_back() {
    let text = "cluster prod {\n  service a {\n    exposure: inter$0nal\n    owner: \"x\"\n  }\n  service b { exposure: internal }\n  namespace n {\n    web c { exposure: internal  owner: \"y\" }\n  }\n}\nservice d { exposure: internet }\n";
    let title = "state `exposure: internal` of 3 elements in `each service`";
    let (before, after, moved) = act(&with_rules(text), title);
    assert_eq!(before, after, "{moved}");
    assert!(
        moved.contains(
            "cluster prod {\n  each service { exposure: internal }\n  service a {\n    owner: \"x\"\n  }\n  service b\n"
        ),
        "{moved}"
    );
    assert!(moved.contains("web c { owner: \"y\" }"), "{moved}");
    let back = moved.replace("each service", "each$0 service");
    let (before, after, split) = act(&back, "split `each service` into 3 elements");
    assert_eq!(before, after, "{split}");
    assert!(!split.contains("each") && split.matches("exposure: internal").count() == 3, "{split}");
}

#[test]
fn statements_of_flows_move_to_what_holds_their_ends() {
    let text = "cluster prod {\n  service a {\n    -> b { encryption: no$0ne }\n  }\n  service b {\n    -> a { encryption: none  authentication: mtls }\n  }\n}\nservice c\nflow out: c -> a { encryption: mtls }\n";
    let (before, after, moved) = act(&with_rules(text), "state `encryption: none` of 2 elements in `each flow`");
    assert_eq!(before, after, "{moved}");
    assert!(moved.contains("cluster prod {\n  each flow { encryption: none }\n"), "{moved}");
    assert!(moved.contains("    -> b\n") && moved.contains("-> a { authentication: mtls }"), "{moved}");
}

#[test]
fn an_each_that_would_change_something_is_not_offered() {
    let refactors = |text: &str| titles(text).into_iter().filter(|title| title.contains("each")).collect::<Vec<_>>();
    let none: Vec<String> = Vec::new();
    for text in [
        "cluster p {\n  service a { exposure: inter$0nal }\n  service b { exposure: internal }\n  service c\n}\n",
        "cluster p {\n  service a { exposure: inter$0nal }\n  service b { exposure: internet }\n}\n",
        "cluster p {\n  service a { exposure: inter$0nal }\n}\n",
        "cluster p {\n  each web { exposure: internet }\n  service a { exposure: inter$0nal }\n  service b { exposure: internal }\n}\n",
        "//- a.tm\ncluster p {\n  service a { exposure: inter$0nal }\n  service b { exposure: internal }\n}\n//- b.tm\nextend p {\n  service c\n}\n",
        "each$0 service { exposure: internal }\n",
        "service a\nassume x {\n  ea$0ch service { authentication-at: sidecar }\n}\n",
        "//- a.tm\nea$0ch service { exposure: internal }\n//- b.tm\nservice a\n",
    ] {
        assert_eq!(refactors(text), none, "{text}");
    }
}

#[test]
fn an_each_of_the_module_is_split_and_made() {
    let text = "each se$0rvice {\n  exposure: internal\n  owner: \"x\"\n}\n\nservice a\nservice b { owner: \"y\" }\nweb c { exposure: internet }\n";
    let (before, after, split) = act(&with_rules(text), "split `each service` into 3 elements");
    assert_eq!(before, after, "{split}");
    assert!(split.contains("service a { exposure: internal  owner: \"x\" }"), "{split}");
    assert!(split.contains("web c { exposure: internet  owner: \"x\" }"), "{split}");
    let text = "service a { owner: \"x$0\" }\nservice b { owner: \"x\" }\n";
    let (before, after, moved) = act(&with_rules(text), "state `owner: \"x\"` of 2 elements in `each service`");
    assert_eq!(before, after, "{moved}");
    assert!(moved.contains("each service { owner: \"x\" }\n\nservice a\nservice b\n"), "{moved}");
}

#[test]
fn comments_stay_where_they_are() {
    let text = "cluster p {\n  service a {\n    // why\n    exposure: inter$0nal }\n  service b {\n    exposure: internal // so\n  }\n}\n";
    let (before, after, moved) = act(&with_rules(text), "state `exposure: internal` of 2 elements in `each service`");
    assert_eq!(before, after, "{moved}");
    assert!(moved.contains("// why") && moved.contains("// so"), "{moved}");
}
