//! `tm test`.

use crate::support::{BROKEN, CLEAR_TEXT, Folder, RULE};

fn expecting(title: &str, expectation: &str) -> String {
    format!("test \"{title}\" {{\n{CLEAR_TEXT}  expect {expectation}\n}}\n")
}

#[test]
fn tests_that_hold_are_counted() {
    let text = expecting("one", &format!("{RULE} on x"));
    let folder = Folder::project(&[("a.tm", &text)]);
    let ran = folder.tm(&["test"]).exits(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("1 test, 0 failed\n", ""));
}

#[test]
fn a_test_that_fails_is_1_and_told_with_its_reason() {
    let text = expecting("holds", &format!("{RULE} on x")) + &expecting("fails", &format!("no {RULE}"));
    let folder = Folder::project(&[("a.tm", &text)]);
    let ran = folder.tm(&["test"]).exits(1);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0], "FAILED a.tm:7 fails");
    assert!(lines[1].starts_with("  ") && lines.len() > 2, "{}", ran.out);
    assert_eq!(lines.last(), Some(&"2 tests, 1 failed"));
}

#[test]
fn errors_in_the_sources_are_2() {
    let text = expecting("fails", &format!("no {RULE}"));
    let folder = Folder::project(&[("a.tm", &text), ("b.tm", BROKEN)]);
    let ran = folder.tm(&["test"]).exits(2);
    assert!(ran.out.contains("b.tm:1:") && ran.out.contains("FAILED a.tm:1 fails"), "{}", ran.out);
}

#[test]
fn errors_in_a_test_are_told_by_check_too_and_2() {
    let text = expecting("misspelt", "plaintext-service-trafic on x");
    let folder = Folder::project(&[("a.tm", &text)]);
    let error = "a.tm:5:10: error[unknown-rule] there is no rule `plaintext-service-trafic`\n";
    let ran = folder.tm(&["test"]).exits(2);
    assert!(ran.out.starts_with(&format!("{error}  help: did you mean `{RULE}`?\n")), "{}", ran.out);
    let ran = folder.tm(&["check", "--format", "concise"]).exits(2);
    assert!(ran.out.starts_with(error), "{}", ran.out);
}

#[test]
fn what_was_wrong_with_reading_is_told_and_2() {
    let manifest = "[project]\nname = \"shop\"\n[check]\nprofile = \"lax\"\n";
    let folder = Folder::project(&[("tm.toml", manifest), ("a.tm", CLEAR_TEXT)]);
    folder.write("b.tm", b"// \xff\n");
    let ran = folder.tm(&["test"]).exits(2);
    assert!(ran.out.contains("tm.toml:4:"), "{}", ran.out);
    assert!(ran.out.contains("b.tm:1:4: error[invalid-utf-8]"), "{}", ran.out);
}

#[test]
fn the_standard_library_passes_its_own_tests() {
    // What lies around has no part in it.
    let folder = Folder::new(&[("a.tm", BROKEN)]);
    let ran = folder.tm(&["test", "--std"]).exits(0);
    let count: usize = ran.out.split(' ').next().and_then(|count| count.parse().ok()).unwrap();
    assert!(count > 100 && ran.out.ends_with(" tests, 0 failed\n"), "{}", ran.out);
}

#[test]
fn no_tests_are_no_failure() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    assert_eq!(folder.tm(&["test"]).exits(0).out, "0 tests, 0 failed\n");
}

#[test]
fn of_a_folder_the_tests_of_all_projects_in_it_run_each_by_its_own_rules() {
    // `hot` is a rule of the one and none of the other.
    let rule = "/// It is hot.\nrule hot {\n  for s: service\n  where s.name == \"a\"\n  severity: low\n  stride: [tampering]\n  \
                message: \"{s}\"\n}\n";
    let manifest = |name: &str| format!("[project]\nname = \"{name}\"\n");
    let folder = Folder::new(&[
        ("one/tm.toml", &manifest("one")),
        ("one/a.tm", &format!("{rule}{}", expecting("mine", "hot on a"))),
        ("one/in/tm.toml", &manifest("inner")),
        ("one/in/b.tm", &expecting("fails", &format!("no {RULE}"))),
        ("two/tm.toml", &manifest("two")),
        ("two/c.tm", &expecting("holds", &format!("{RULE} on x"))),
    ]);
    let ran = folder.tm(&["test"]).exits(1);
    assert!(ran.out.starts_with("FAILED one/in/b.tm:1 fails\n  one/in/b.tm:"), "{}", ran.out);
    assert!(ran.out.ends_with("\n3 tests in 3 projects, 1 failed\n"), "{}", ran.out);
    let named = folder.tm(&["test", "one"]).exits(1);
    assert!(named.out.starts_with("FAILED one/in/b.tm:1") && named.out.contains("in 2 projects"), "{}", named.out);
    assert_eq!(folder.tm(&["test", "two"]).exits(0).out, "1 test, 0 failed\n");
    folder.write("two/d.tm", expecting("wrong", "hot on a"));
    let ran = folder.tm(&["test"]).exits(2);
    assert!(ran.out.contains("two/d.tm:5:10: error[unknown-rule]"), "{}", ran.out);
}
