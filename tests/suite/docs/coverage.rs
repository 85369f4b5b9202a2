//! `docs/coverage.md`: every rule that it names is there, and no row is without cover unless it says so.

use std::collections::BTreeSet;

use tm_tests::repository;

use super::markdown::{links, rows};
use super::read;

const COVERAGE: &str = "docs/coverage.md";

/// Rules that are linked, as the file that they must stand in.
fn rule_files(cell: &str) -> Vec<String> {
    let files = links(cell).into_iter().filter(|link| link.starts_with("rules/") && !link.contains('#'));
    files.map(|link| format!("stdlib/{}.tm", link.trim_end_matches(".md"))).collect()
}

/// What is wrong with a row, if anything.
fn fault(row: &[&str]) -> Option<String> {
    let [says, rules, also, missing] = row else { return Some(format!("a row has four cells: {row:?}")) };
    if says.is_empty() {
        return Some("a row says nothing".to_owned());
    }
    if rules.is_empty() && also.is_empty() && missing.is_empty() {
        return Some(format!("`{says}` is neither covered nor said to be not there"));
    }
    if !rules.is_empty() && rule_files(rules).len() != rules.split(", ").count() {
        return Some(format!("`{says}`: not all of its rules are links to rules"));
    }
    let gone = rule_files(rules).into_iter().find(|file| !repository().join(file).is_file());
    gone.map(|file| format!("`{says}`: there is no `{file}`"))
}

#[test]
fn every_row_is_covered_by_what_exists_or_says_what_is_not_there() {
    let text = read(COVERAGE);
    let mut count = 0;
    let mut named = BTreeSet::new();
    let mut headings = BTreeSet::new();
    for heading in text.lines().filter(|line| line.starts_with("### ")) {
        assert!(headings.insert(heading), "`{heading}` is there twice");
        let rows = rows(&text, heading);
        assert!(!rows.is_empty(), "`{heading}` has no rows");
        for row in rows {
            let fault = fault(&row);
            assert_eq!(fault, None, "below `{heading}`");
            named.extend(row.get(1).into_iter().flat_map(|cell| rule_files(cell)));
            count += 1;
        }
    }
    assert!(count > 150 && named.len() > 80, "only {count} rows with {} rules were found", named.len());
}

#[test]
fn what_is_not_covered_is_noticed() {
    let known = "[gateway-bypass](rules/exposure/gateway-bypass.md)";
    let unknown = "[gateway-bypas](rules/exposure/gateway-bypas.md)";
    assert_eq!(fault(&["a", known, "", ""]), None);
    assert_eq!(fault(&["a", "", "", "comparing"]), None);
    assert!(fault(&["a", "", "", ""]).is_some_and(|fault| fault.contains("neither covered")));
    assert!(fault(&["a", unknown, "", ""]).is_some_and(|fault| fault.contains("there is no")));
    assert!(fault(&["a", "gateway-bypass", "", ""]).is_some_and(|fault| fault.contains("not all")));
    assert!(fault(&["a", known]).is_some_and(|fault| fault.contains("four cells")));
}
