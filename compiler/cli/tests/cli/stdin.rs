//! `tm check -` and `tm fmt -`: standard input, alone or in the place of a file.

use std::io::Write;
use std::process::Stdio;

use crate::support::{BROKEN, CLEAR_TEXT, Folder, MANIFEST, RULE, Ran};

fn tm(folder: &Folder, arguments: &[&str], input: impl AsRef<[u8]>) -> Ran {
    let mut command = folder.command(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // The command may end before it has read everything.
    drop(child.stdin.take().unwrap().write_all(input.as_ref()));
    Ran::from(child.wait_with_output().unwrap())
}

fn check(folder: &Folder, arguments: &[&str], input: impl AsRef<[u8]>) -> Ran {
    tm(folder, &[&["check", "-", "--select", RULE, "--format", "concise"], arguments].concat(), input)
}

#[test]
fn alone_it_is_a_project_of_its_own() {
    // What lies around has no part in it.
    let folder = Folder::project(&[("a.tm", BROKEN)]);
    let ran = check(&folder, &[], CLEAR_TEXT).exits(1);
    assert!(ran.out.starts_with("<stdin>:3:34: high[plaintext-service-traffic]"), "{}", ran.out);
    assert!(!ran.out.contains("a.tm"), "{}", ran.out);
    check(&folder, &[], BROKEN).exits(2);
    check(&folder, &[], "").exits(0);
}

#[test]
fn it_stands_for_a_file_of_its_project_whatever_is_on_the_disk() {
    let folder = Folder::project(&[("a.tm", "service a {}\n"), ("b.tm", "service b {}\n"), ("c.tm", CLEAR_TEXT)]);
    let buffer = "flow x: a -> b { protocol: http  encryption: none }\n";
    folder.write("c.tm", "");
    // The others see it, and it sees them; what is wrong elsewhere is not told.
    folder.write("d.tm", BROKEN);
    let ran = check(&folder, &["--stdin-filename", "c.tm"], buffer).exits(1);
    assert!(ran.out.starts_with("c.tm:1:34: high[plaintext-service-traffic]"), "{}", ran.out);
    assert!(!ran.out.contains("d.tm"), "{}", ran.out);
    assert_eq!(folder.read("c.tm"), "");
    let new = check(&folder, &["--stdin-filename", "new/er/c.tm"], buffer).exits(1);
    assert!(new.out.starts_with("new/er/c.tm:1:34: high["), "{}", new.out);
    assert!(!folder.path("new").exists());
}

#[test]
fn the_project_is_that_of_the_file() {
    let folder = Folder::new(&[("shop/a.tm", "service a {}\nservice b {}\n")]);
    folder.write("shop/tm.toml", format!("{MANIFEST}[check]\nfail-on = \"critical\"\n"));
    let buffer = "flow x: a -> b { protocol: http  encryption: none }\n";
    let ran = check(&folder, &["--stdin-filename", "shop/x.tm"], buffer).exits(0);
    assert!(ran.out.starts_with("x.tm:1:34: high["), "{}", ran.out);
}

#[test]
fn bytes_that_are_no_text_are_an_error_at_their_place() {
    let folder = Folder::project(&[("a.tm", "")]);
    let ran = check(&folder, &[], b"service \xff {}\n").exits(2);
    assert!(ran.out.contains("<stdin>:1:9: error[invalid-utf-8]"), "{}", ran.out);
    let named = check(&folder, &["--stdin-filename", "a.tm"], b"service \xff {}\n").exits(2);
    assert!(named.out.contains("a.tm:1:9: error[invalid-utf-8]"), "{}", named.out);
    tm(&folder, &["fmt", "-"], b"\xff").exits(2);
}

#[test]
fn what_cannot_be_is_refused() {
    let folder = Folder::project(&[("a.tm", ""), ("b.tm/c.txt", "")]);
    folder.tm(&["check", "--stdin-filename", "a.tm"]).refuses("standard input, which is not read");
    folder.tm(&["fmt", "a.tm", "--stdin-filename", "a.tm"]).refuses("standard input, which is not read");
    check(&folder, &["--stdin-filename", "notes.md"], "").refuses("`notes.md` is not a `.tm` file");
    check(&folder, &["--stdin-filename", "b.tm"], "").refuses("cannot read `b.tm`: it is a folder");
    check(&folder, &["--changed-since", "main"], "").refuses("has no history to compare with");
    tm(&folder, &["check", "-", "--write-baseline"], "").refuses("a baseline is about a project");
    tm(&folder, &["fmt", "a.tm", "-"], "").refuses("there is no file or folder `-`");
    assert!(!folder.path("tm-baseline.json").exists());
}

#[test]
fn the_formatted_text_is_printed_and_nothing_else() {
    let folder = Folder::new(&[]);
    let ran = tm(&folder, &["fmt", "-"], "service a {}   \n").exits(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("service a {}\n", ""));
    let check = tm(&folder, &["fmt", "-", "--check", "--stdin-filename", "a.tm"], "service a {}   \n").exits(1);
    assert_eq!(check.out, "would format a.tm\n");
    assert_eq!(tm(&folder, &["fmt", "-", "--check"], "service a {}\n").exits(0).out, "");
}

#[test]
fn an_editor_that_takes_what_is_printed_loses_nothing() {
    let ran = tm(&Folder::new(&[]), &["fmt", "-"], "service   b {}\nservice a {\n").exits(2);
    assert!(ran.out.contains("service b {}") && ran.out.contains("service a {"), "{}", ran.out);
    assert!(ran.err.starts_with("error: <stdin>:2:"), "{}", ran.err);
}
