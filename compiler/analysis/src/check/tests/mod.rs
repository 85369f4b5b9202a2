//! A small vocabulary and what the checker says of rules over it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod identifiers;
mod narrowing;
mod quantifiers;
mod rules;
mod typing;
mod values;

use std::sync::Arc;

use tm_model::Site;
use tm_rules::ir;

use super::Checker;
use crate::diagnostic::{Diagnostic, Level};
use crate::lower::lower;
use crate::modules::Imports;
use crate::vocabulary::{Scope, Source, VocabularyIndex, build};

/// Component, boundary and the like are built in.
const VOCABULARY: &str = r#"module std
scale Severity { info < low < medium < high < critical }
scale Classification { public < internal < confidential }
enum Encryption { field weak: bool = false  none { weak: true } tls mtls }
enum Place { none gateway service }
enum Claim { sig iss aud }
enum Presence { none set }
extend data { fact classification: Classification }
extend component { fact data: [data]  fact note: text }
kind actor is component { fact untrusted: bool }
abstract kind workload is component {
  fact exposed: bool
  control checks: [Claim]
  control checked-at: Place
  fact since: date
  fact replicas: int = 1
  control timeout: Presence
}
kind service is workload
kind gateway is workload
kind zone is boundary { control open: bool }
extend endpoint { fact secret: bool }
extend flow {
  control encryption: Encryption
  control validates: [Claim]
  fact data: [data]
  fact returns: [data]
}
relation request { edge f.from -> f.to via f for f: flow }
"#;

/// The vocabulary with more declarations, and what was said of them and of the rules among them.
pub(super) struct Checked {
    source: String,
    parsed: tm_syntax::Parsed,
    spans: crate::spans::SpanMap,
    pub index: VocabularyIndex,
    pub rules: Vec<Option<ir::Rule>>,
    pub diagnostics: Vec<Diagnostic>,
}

pub(super) fn check(declarations: &str) -> Checked {
    let source = format!("{VOCABULARY}{declarations}");
    let parsed = tm_syntax::parse(&source);
    let (tree, spans) = lower(&source, &parsed);
    let imports = Arc::new(Imports { module: "std".into(), ..Imports::default() });
    let index = build(&[Source { unit: 0, imports: imports.clone(), items: &tree.vocabulary }]);
    let mut diagnostics = index.diagnostics.clone();
    let scope = Scope { index: &index, imports: &imports };
    let mut checker = Checker::new(&scope, 0);
    let rules = tree.rules.iter().map(|rule| checker.rule(rule, "family", "std", "A title")).collect();
    diagnostics.extend(checker.into_diagnostics());
    Checked { source, parsed, spans, index, rules, diagnostics }
}

impl Checked {
    /// The text that a site points at.
    pub fn text(&self, site: Site) -> &str {
        let range = &self.spans.ranges[site.node as usize];
        &self.source[range.start as usize..range.end as usize]
    }

    /// `name at text: message; help`, one line each.
    pub fn said(&self) -> Vec<String> {
        let line = |item: &Diagnostic| {
            format!(
                "{} at {}: {}; {}",
                item.name,
                self.text(item.site),
                item.message,
                item.help.as_deref().unwrap_or("-")
            )
        };
        self.diagnostics.iter().map(line).collect()
    }
}

/// What is said of `rule r { … }` with a severity and a message.
pub(super) fn said(clauses: &str) -> Vec<String> {
    let checked = check(&format!("rule r {{ {clauses}\n severity: high message: \"m\" }}"));
    let errors = checked.diagnostics.iter().any(|item| item.level == Level::Error);
    let unreadable = checked.parsed.has_errors();
    assert!(!unreadable, "{clauses}: {:?}", checked.parsed.errors);
    assert_eq!(checked.rules[0].is_none(), errors, "{clauses}: {:?}", checked.said());
    checked.said()
}

/// Nothing is wrong with a condition on `f: flow`, `s: workload`, `e: endpoint`, `d: data`.
#[track_caller]
pub(super) fn fine(condition: &str) {
    let said = said(&bound(condition));
    assert!(said.is_empty(), "{condition}: {said:#?}");
}

/// One mistake in such a condition.
#[track_caller]
pub(super) fn wrong(condition: &str, expected: &str) {
    assert_eq!(said(&bound(condition)), [expected], "{condition}");
}

fn bound(condition: &str) -> String {
    // Read once more, so that no variable is unused.
    format!(
        "for f: flow, s: workload, e: endpoint, d: data where {condition}\n where f is set and s is set and e is set and d is set"
    )
}

#[track_caller]
pub(super) fn clauses_wrong(clauses: &str, expected: &str) {
    assert_eq!(said(clauses), [expected], "{clauses}");
}

/// A whole rule or other declaration.
#[track_caller]
pub(super) fn declaration_wrong(declaration: &str, expected: &str) {
    assert_eq!(check(declaration).said(), [expected], "{declaration}");
}
