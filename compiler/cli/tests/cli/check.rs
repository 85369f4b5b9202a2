//! `tm check`: the verdict.

use crate::support::{BROKEN, CLEAR_TEXT, Folder, MANIFEST, RULE};

#[test]
fn nothing_found_is_0() {
    let folder = Folder::project(&[("a.tm", "service a {}\n")]);
    let ran = folder.tm(&["check", "--select", RULE]).exits(0);
    assert!(!ran.out.contains(RULE), "{}", ran.out);
    assert_eq!(ran.err, "");
}

#[test]
fn a_finding_is_1() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    let ran = folder.tm(&["check", "--format", "concise"]).exits(1);
    let line = ran.out.lines().find(|line| line.contains(RULE));
    assert!(line.is_some_and(|line| line.starts_with("a.tm:3:")), "{}", ran.out);
    assert_eq!(ran.err, "");
}

#[test]
fn below_fail_on_is_0() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    let ran = folder.tm(&["check", "--format", "concise", "--select", RULE, "--fail-on", "critical"]);
    assert!(ran.exits(0).out.contains(RULE));
}

#[test]
fn the_manifest_decides_unless_the_caller_does() {
    let manifest = format!("{MANIFEST}[check]\nfail-on = \"critical\"\n");
    let folder = Folder::project(&[("tm.toml", &manifest), ("a.tm", CLEAR_TEXT)]);
    folder.tm(&["check", "--select", RULE]).exits(0);
    folder.tm(&["check", "--select", RULE, "--fail-on", "low"]).exits(1);
}

#[test]
fn a_rule_that_the_manifest_turns_off_is_silent() {
    let manifest = format!("{MANIFEST}[rules]\n{RULE} = \"off\"\n");
    let folder = Folder::project(&[("tm.toml", &manifest), ("a.tm", CLEAR_TEXT)]);
    let ran = folder.tm(&["check", "--select", RULE, "--format", "concise"]).exits(0);
    assert!(!ran.out.contains(RULE), "{}", ran.out);
}

#[test]
fn ignored_rules_are_silent() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    let ran = folder.tm(&["check", "--select", RULE, "--ignore", RULE]).exits(0);
    assert!(!ran.out.contains(RULE), "{}", ran.out);
}

#[test]
fn an_error_is_2_whatever_else_there_is() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT), ("b.tm", BROKEN)]);
    let ran = folder.tm(&["check", "--format", "concise"]).exits(2);
    assert!(ran.out.contains("b.tm:1:") && ran.out.contains(RULE), "{}", ran.out);
}

#[test]
fn a_mistake_in_the_manifest_is_an_error_of_the_model() {
    let manifest = format!("{MANIFEST}[check]\nprofile = \"lax\"\n");
    let folder = Folder::project(&[("tm.toml", &manifest), ("a.tm", "service a {}\n")]);
    let ran = folder.tm(&["check", "--format", "concise"]).exits(2);
    assert!(ran.out.contains("tm.toml:4:"), "{}", ran.out);
}

#[test]
fn a_file_that_is_no_text_is_an_error_of_the_model() {
    let folder = Folder::project(&[("a.tm", "service a {}\n")]);
    folder.write("b.tm", b"service \xff {}\n");
    let ran = folder.tm(&["check", "--format", "concise"]).exits(2);
    assert!(ran.out.contains("b.tm:1:9: error[invalid-utf-8]"), "{}", ran.out);
}

#[test]
fn only_the_file_that_is_given_counts() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT), ("b.tm", BROKEN), ("c.tm", "service d {}\n")]);
    let check = |file| folder.tm(&["check", file, "--select", RULE, "--format", "concise"]);
    let of_a = check("a.tm").exits(1);
    assert!(of_a.out.contains("a.tm:3:") && !of_a.out.contains("b.tm"), "{}", of_a.out);
    let of_b = check("b.tm").exits(2);
    assert!(of_b.out.contains("b.tm:1:") && !of_b.out.contains("a.tm:"), "{}", of_b.out);
    check("c.tm").exits(0);
}

#[test]
fn a_folder_below_means_the_project_around_it() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT), ("deep/er/b.tm", "service c {}\n")]);
    let ran = folder.tm(&["check", "deep/er", "--select", RULE, "--format", "concise"]).exits(1);
    assert!(ran.out.contains("a.tm:3:"), "{}", ran.out);
}

#[test]
fn a_file_alone_is_a_project() {
    let folder = Folder::new(&[("a.tm", CLEAR_TEXT)]);
    folder.tm(&["check", "a.tm", "--select", RULE]).exits(1);
}

#[test]
fn nothing_to_check_is_an_error() {
    let folder = Folder::project(&[("readme.md", "")]);
    let ran = folder.tm(&["check", "--format", "concise"]).exits(2);
    assert!(ran.out.starts_with("tm.toml:1:1: error[no-sources]"), "{}", ran.out);
    folder.tm(&["check", "readme.md"]).refuses("`readme.md` is not a `.tm` file");
}

#[test]
fn a_package_from_outside_must_be_allowed() {
    let manifest = "[project]\nname = \"shop\"\n[packages]\nplatform = \"../platform\"\n";
    let folder = Folder::new(&[
        ("shop/tm.toml", manifest),
        ("shop/a.tm", "service a {}\n"),
        ("platform/tm.toml", "[project]\nname = \"platform\"\n"),
        ("platform/p.tm", "kind lambda is service\n"),
    ]);
    let refused = folder.tm(&["check", "shop", "--select", RULE, "--format", "concise"]).exits(2);
    assert!(refused.out.contains("tm.toml:4:"), "{}", refused.out);
    folder.tm(&["check", "shop", "--select", RULE, "--allow-outside", "platform"]).exits(0);
}

/// Whether they talk in clear text is not said.
const OPEN: &str = "service a {}\nservice b {}\nflow x: a -> b { protocol: http }\n";

#[test]
fn questions_never_count_and_possible_findings_do_with_their_lowered_severity() {
    let folder = Folder::project(&[("a.tm", OPEN)]);
    let check = |arguments: &[&str]| {
        let all = [&["check", "--select", RULE, "--format", "concise"], arguments].concat();
        folder.tm(&all)
    };
    let open = check(&["--fail-on", "info"]).exits(0);
    assert!(open.out.contains("question:"), "{}", open.out);
    assert!(!check(&["--profile", "draft"]).exits(0).out.contains("question:"));
    let possible = check(&["--profile", "paranoid"]).exits(1);
    assert!(possible.out.contains(&format!("possible medium[{RULE}]")), "{}", possible.out);
    check(&["--profile", "paranoid", "--fail-on", "medium"]).exits(1);
    check(&["--profile", "paranoid", "--fail-on", "high"]).exits(0);
}

#[test]
fn an_assumption_can_be_left_out() {
    let model = format!("namespace shop {{\n{OPEN}}}\n");
    let assumption = "\
assume mesh {
  about: [shop]
  each flow { encryption: mtls }
  owner: \"team\"
  expires: 2027-01-31
}
";
    let folder = Folder::project(&[("a.tm", &model), ("b.tm", assumption)]);
    let check = |today, arguments: &[&str]| {
        let all = [&["check", "--select", RULE, "--profile", "paranoid", "--today", today], arguments].concat();
        folder.tm(&all)
    };
    check("2027-01-31", &[]).exits(0);
    check("2027-01-31", &["--without", "mesh"]).exits(1);
    check("2027-02-01", &[]).exits(1);
}
