//! `tm check --baseline`, `--write-baseline`: what was found before does not count.

use std::fs;

use crate::support::{CLEAR_TEXT, Folder, MANIFEST, RULE, Ran};

const FILE: &str = "tm-baseline.json";

/// A project whose `tm.toml` names a baseline, written of what it has now.
fn with_baseline() -> Folder {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    let written = folder.tm(&["check", "--write-baseline"]).exits(0);
    assert!(written.out.starts_with("wrote tm-baseline.json: "), "{}", written.out);
    folder.write("tm.toml", format!("{MANIFEST}[check]\nbaseline = \"{FILE}\"\n"));
    folder
}

fn concise(folder: &Folder) -> Ran {
    folder.tm(&["check", "--format", "concise"])
}

#[test]
fn what_it_lists_does_not_fail_and_what_is_new_does() {
    let folder = with_baseline();
    let known = concise(&folder).exits(0);
    assert!(!known.out.contains(RULE) && known.out.contains(" in the baseline"), "{}", known.out);
    folder.write("b.tm", "service c {}\nflow y: a -> c { protocol: http  encryption: none }\n");
    let new = concise(&folder).exits(1);
    let lines: Vec<&str> = new.out.lines().filter(|line| line.contains(&format!("[{RULE}]"))).collect();
    assert!(matches!(lines.as_slice(), [line] if line.starts_with("b.tm:2:")), "{}", new.out);
    assert!(folder.tm(&["check", "--no-baseline", "--format", "concise"]).exits(1).out.contains("a.tm:3:"));
}

#[test]
fn formatting_moving_and_renaming_of_files_change_nothing() {
    let folder = with_baseline();
    let written = folder.read(FILE);
    let spread = CLEAR_TEXT.replace("{ protocol: http", "{\n\n  // Over the wire.\n  protocol: http\n");
    fs::remove_file(folder.path("a.tm")).unwrap();
    folder.write("deep/er/renamed.tm", format!("\n\n{spread}"));
    let ran = concise(&folder).exits(0);
    assert!(!ran.out.contains("stale-baseline"), "{}", ran.out);
    folder.tm(&["check", "--write-baseline"]).exits(0);
    assert_eq!(folder.read(FILE), written);
}

#[test]
fn what_is_not_found_any_more_is_told_with_its_place() {
    let folder = with_baseline();
    folder.write("a.tm", CLEAR_TEXT.replace("encryption: none", "encryption: mtls"));
    let ran = concise(&folder).exits(0);
    let message = format!("note[stale-baseline] `{RULE}(shop.x)` of the baseline is not found any more");
    let told = ran.out.lines().find(|line| line.contains(&message)).unwrap_or_else(|| panic!("{}", ran.out));
    let line = 1 + folder.read(FILE).lines().position(|line| line.contains(RULE)).unwrap();
    assert!(told.starts_with(&format!("{FILE}:{line}:1: ")), "{told}");
    // Of what was not looked for nothing is known.
    let other = folder.tm(&["check", "--format", "concise", "--ignore", RULE]);
    assert!(!other.out.contains(&message), "{}", other.out);
}

#[test]
fn what_has_become_worse_counts() {
    let folder = with_baseline();
    let lowered = folder.read(FILE).replace("\"severity\":\"high\"", "\"severity\":\"low\"");
    folder.write(FILE, lowered);
    assert!(concise(&folder).exits(1).out.contains(&format!("high[{RULE}]")));
}

#[test]
fn the_caller_may_name_another_or_write_elsewhere() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    folder.tm(&["check", ".", "--write-baseline", "old/debt.json"]).refuses("there is no folder `old`");
    fs::create_dir(folder.path("old")).unwrap();
    folder.tm(&["check", ".", "--write-baseline", "old/debt.json"]).exits(0);
    folder.tm(&["check", "--baseline", "old/debt.json"]).exits(0);
    folder.tm(&["check"]).exits(1);
    folder.tm(&["check", "--write-baseline", "a.tm"]).refuses("`a.tm` is no file for a baseline");
    assert_eq!(folder.read("a.tm"), CLEAR_TEXT);
    folder.tm(&["check", "a.tm", "--write-baseline"]).refuses("a baseline is about a project");
    assert_eq!(folder.tm(&["check", "--write-baseline", "--select", RULE]).code, 3);
}

#[test]
fn what_is_no_baseline_is_refused_and_named() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    for (text, said) in [
        ("{", "cannot be read: EOF while parsing an object (line 1, column 1)"),
        ("{\"version\":7,\"findings\":[]}", "is of version 7, and this `tm` knows version 1"),
        ("{\"version\":1,\"findings\":[{\"id\":\"x\"}]}", "cannot be read: missing field `severity`"),
        ("[[[[", "cannot be read"),
        ("{\"version\":1,\"findings\":[{\"id\":\"\\u001b[31mx\",\"severity\":\"\\u001b[2J\"}]}", "has no severity"),
    ] {
        folder.write("b.json", text);
        let ran = folder.tm(&["check", "--baseline", "b.json"]).refuses(said);
        assert!(ran.err.contains("`b.json`") && !ran.err.contains('\u{1b}'), "{}", ran.err);
    }
    folder.write("b.json", b"\xff");
    folder.tm(&["check", "--baseline", "b.json"]).refuses("is not UTF-8");
    folder.tm(&["check", "--baseline", "missing.json"]).refuses("cannot read the baseline `missing.json`: it does not");
    folder.tm(&["check", "--baseline", "."]).refuses("it is not a regular file");
}

#[test]
fn of_the_manifest_it_is_an_error_of_the_model() {
    let folder = with_baseline();
    folder.write(FILE, "<<<<<<< HEAD\n");
    assert!(concise(&folder).exits(2).out.contains("tm.toml:4:12: error[invalid-baseline]"));
    fs::remove_file(folder.path(FILE)).unwrap();
    assert!(concise(&folder).exits(2).out.contains("it does not exist"));
    folder.tm(&["check", "--write-baseline"]).exits(0);
    concise(&folder).exits(0);
}

#[test]
fn of_a_model_with_errors_none_is_written() {
    let folder = with_baseline();
    folder.write(FILE, "kept");
    folder.write("b.tm", "service c {\n");
    let ran = folder.tm(&["check", "--write-baseline"]).exits(2);
    assert!(ran.err.contains("no baseline is written"), "{}", ran.err);
    assert_eq!(folder.read(FILE), "kept");
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_is_3() {
    let folder = with_baseline();
    folder.tm(&["check", "--write-baseline", "/dev/full"]).refuses("cannot write `/dev/full`");
}

#[cfg(unix)]
#[test]
fn a_link_leads_nowhere_else() {
    let folder = Folder::new(&[("shop/a.tm", CLEAR_TEXT), ("secret.json", "{\"password\": 1}")]);
    folder.write("shop/tm.toml", format!("{MANIFEST}[check]\nbaseline = \"b.json\"\noutput = \"out.txt\"\n"));
    std::os::unix::fs::symlink("../secret.json", folder.path("shop/b.json")).unwrap();
    let ran = folder.tm(&["check", "shop", "--format", "concise"]).exits(2);
    assert!(ran.out.contains("is a symbolic link that leaves the project"), "{}", ran.out);
    std::os::unix::fs::symlink("../secret.json", folder.path("shop/out.txt")).unwrap();
    folder.tm(&["check", "shop"]).refuses("a symbolic link leads out of the project");
    folder.tm(&["check", "shop", "--write-baseline"]).refuses("a symbolic link leads out of the project");
    assert_eq!(folder.read("secret.json"), "{\"password\": 1}");
}
