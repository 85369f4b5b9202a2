//! Whole files: a vocabulary, rules, and two systems.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod support;

use tm_syntax::ast::{ItemKind, MemberKind};
use tm_syntax::parse;

const SAMPLES: [(&str, &str, usize); 4] = [
    ("cloudcart", include_str!("samples/cloudcart.tm"), 9),
    ("header", include_str!("samples/header.tm"), 7),
    ("rules", include_str!("samples/rules.tm"), 0),
    ("std", include_str!("samples/std.tm"), 0),
];

#[test]
fn samples_parse_without_errors() {
    for (name, text, items) in SAMPLES {
        let parsed = parse(text);
        assert_eq!(parsed.errors, [], "{name}");
        assert!(parsed.file.module.is_some() && parsed.file.docs.lo < parsed.file.docs.hi, "{name}");
        if items > 0 {
            assert_eq!(parsed.file.items.len(), items, "{name}");
        }
    }
}

#[test]
fn every_rule_of_the_sample_is_a_rule() {
    let text = SAMPLES[2].1;
    let rules = parse(text).file.items.iter().filter(|item| matches!(item.kind, ItemKind::Rule(_))).count();
    assert_eq!(rules, text.lines().filter(|line| line.starts_with("rule ")).count());
    assert!(parse(text).file.items.iter().all(|item| !matches!(item.kind, ItemKind::Member(MemberKind::Attribute(_)))));
}

/// Writing stops anywhere, also in the middle of a word: there is a tree, and what stands in front is kept.
#[test]
fn every_truncation_parses() {
    for (_, text, _) in SAMPLES {
        let whole = parse(text).file.items.len();
        for cut in (0..text.len()).step_by(97).filter(|cut| text.is_char_boundary(*cut)) {
            let parsed = parse(&text[..cut]);
            assert!(parsed.file.items.len() <= whole && parsed.errors.len() <= 3, "{cut}: {:?}", parsed.errors);
        }
    }
}

/// Without one of its closing braces, a file has one error and nearly all of its items.
#[test]
fn one_brace_less_is_one_error() {
    for (name, text, _) in SAMPLES {
        let whole = parse(text).file.items.len();
        let braces: Vec<usize> = text.match_indices("}\n").map(|(at, _)| at).collect();
        for at in braces.into_iter().filter(|at| text[..*at].ends_with(['\n', ' '])) {
            let broken = format!("{}{}", &text[..at], &text[at + 1..]);
            let parsed = parse(&broken);
            let names: Vec<_> = parsed.errors.iter().map(|error| (error.name, &error.message)).collect();
            assert!(names.len() <= 1, "{name} at {at}: {names:?}");
            assert!(parsed.file.items.len() == whole, "{name} at {at}: {} of {whole}", parsed.file.items.len());
        }
    }
}
