//! The pages of rules and vocabulary: fresh, and complete in both directions.

use std::collections::BTreeSet;

use tm_analysis::catalogue::{Catalogue, RuleEntry};
use tm_tests::repository;
use xtask::docs;

fn standard_library() -> Catalogue {
    docs::standard_library(&repository()).expect("the standard library can be read")
}

/// The rules whose name and family are those of their file; all of the standard library are.
fn rules() -> Vec<RuleEntry> {
    let rules = standard_library().rules;
    assert!(!rules.is_empty());
    rules
}

#[test]
fn the_pages_are_fresh() {
    if let Err(stale) = docs::run(&repository(), true) {
        panic!("{stale}");
    }
}

#[test]
fn every_rule_stands_where_its_name_says() {
    for rule in rules() {
        assert_eq!(rule.file, format!("rules/{}/{}.tm", rule.family, rule.name));
    }
}

#[test]
fn every_page_has_a_rule_and_every_rule_a_page() {
    let catalogue = standard_library();
    let pages = docs::pages(&catalogue);
    let pages: BTreeSet<&str> =
        pages.keys().map(String::as_str).filter(|page| page.matches('/').count() == 2).collect();
    let rules: Vec<String> =
        catalogue.rules.iter().map(|rule| format!("rules/{}/{}.md", rule.family, rule.name)).collect();
    assert_eq!(pages, rules.iter().map(String::as_str).collect());
}

#[test]
fn every_rule_is_documented() {
    for rule in rules() {
        let name = &rule.name;
        for section in ["What it does", "Why it matters", "How to fix it", "How to accept it", "References"] {
            let heading = format!("\n## {section}\n");
            assert!(format!("{}\n", rule.docs).contains(&heading), "`{name}` has no section `{section}`");
        }
        assert!(!rule.title.is_empty() && !rule.title.ends_with('.'), "`{name}`: {}", rule.title);
        assert!(!rule.severity.is_empty(), "`{name}` has no severity");
        // What is wrong with a model, and not with the system, is in no catalogue of threats.
        let is_about_system = rule.family != "model";
        let is_about_privacy = rule.other.iter().any(|(key, threats)| key == "linddun" && !threats.is_empty());
        let names_threat = !rule.stride.is_empty() || is_about_privacy;
        assert!(!is_about_system || names_threat, "`{name}` names no threat of STRIDE or LINDDUN");
        assert!(!is_about_system || !rule.cwe.is_empty(), "`{name}` names no weakness");
        for cwe in &rule.cwe {
            assert!(rule.docs.contains(&format!("CWE-{cwe}")), "`{name}` does not say what CWE-{cwe} is");
        }
    }
}

/// What a reader finds under the references is what programs find in the metadata.
#[test]
fn the_references_of_a_rule_are_its_metadata() {
    for rule in rules() {
        let references = rule.docs.split("## References").nth(1).unwrap_or_default();
        let told = |before: &str| -> BTreeSet<String> {
            let entries = references.lines().filter_map(|line| line.strip_prefix("- ")?.strip_prefix(before));
            entries.filter_map(|entry| Some(entry.split_once(": ")?.0.to_owned())).collect()
        };
        let listed = |key: &str| -> BTreeSet<String> {
            rule.other.iter().filter(|(name, _)| name == key).flat_map(|(_, ids)| ids.clone()).collect()
        };
        let name = &rule.name;
        assert_eq!(told("CWE-"), rule.cwe.iter().map(ToString::to_string).collect(), "`{name}`: CWE");
        for (key, before) in [
            ("capec", "CAPEC-"),
            ("attack", "MITRE ATT&CK "),
            ("nist", "NIST SP 800-53, "),
            ("asvs", "OWASP ASVS 5.0, "),
        ] {
            assert_eq!(told(before), listed(key), "`{name}`: {key}");
        }
    }
}

#[test]
fn every_rule_fires_and_is_silent_in_its_own_tests() {
    for rule in rules() {
        let expects = |wanted: &str| {
            let all = rule.tests.iter().flat_map(|test| &test.expectations);
            all.into_iter().any(|(kind, of)| *kind == wanted && of.as_deref() == Some(&rule.name))
        };
        assert!(expects("finding"), "no test of `{}` shows it fire", rule.name);
        assert!(expects("no"), "no test of `{}` shows it silent", rule.name);
    }
}

#[test]
fn every_sample_in_a_rule_parses_and_names_the_rule() {
    for rule in rules() {
        let samples: Vec<&str> =
            rule.docs.split("```tm\n").skip(1).filter_map(|rest| rest.split("\n```").next()).collect();
        assert!(!samples.is_empty(), "`{}` does not show how it is accepted", rule.name);
        for sample in &samples {
            let parsed = tm_syntax::parse(sample);
            assert!(!parsed.has_errors(), "`{}`: {:?}", rule.name, parsed.errors);
        }
        let decides = |sample: &&str| sample.contains(&format!(" {} on ", rule.name)) || sample.contains("against:");
        assert!(samples.iter().any(decides), "no sample of `{}` is about it", rule.name);
    }
}

#[test]
fn everything_in_the_vocabulary_is_documented() {
    let catalogue = standard_library();
    for kind in &catalogue.kinds {
        assert!(!kind.docs.is_empty(), "kind `{}`", kind.name);
        // A derived attribute that a kind declares again is explained where it is first declared.
        for attribute in kind.attributes.iter().filter(|attribute| attribute.class != "derive") {
            assert!(!attribute.docs.is_empty(), "`{}.{}`", kind.name, attribute.name);
        }
    }
    for declared in &catalogue.enums {
        assert!(!declared.docs.is_empty(), "enum `{}`", declared.name);
        for value in &declared.values {
            assert!(!value.docs.is_empty(), "`{}.{}`", declared.name, value.name);
        }
    }
    for relation in &catalogue.relations {
        assert!(!relation.docs.is_empty(), "relation `{}`", relation.name);
    }
}
