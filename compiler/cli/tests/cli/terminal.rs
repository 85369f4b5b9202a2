//! Before a terminal: a pseudo one, whose other end the test holds.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::process::Stdio;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::bad_input::ended_by;
use crate::support::{CLEAR_TEXT, Folder};

/// The end of the test, and that of the command.
fn terminal() -> (File, File) {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&ours).unwrap();
    unlockpt(&ours).unwrap();
    let name = ptsname(&ours, Vec::new()).unwrap();
    let theirs = OpenOptions::new().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    (File::from(ours), theirs)
}

/// What the command writes to standard output and to standard error, each a terminal.
fn shown(folder: &Folder, arguments: &[&str]) -> [String; 2] {
    let [(mut out, their_out), (mut err, their_err)] = [terminal(), terminal()];
    let mut command = folder.command(arguments);
    command.env("TERM", "xterm-256color").stdin(Stdio::null()).stdout(their_out).stderr(their_err);
    let mut child = command.spawn().unwrap();
    // The ends of the command close with it alone.
    drop(command);
    let err = std::thread::spawn(move || everything(&mut err));
    let out = everything(&mut out);
    child.wait().unwrap();
    [out, err.join().unwrap()]
}

/// Until nobody has the other end, which a terminal tells by an error.
fn everything(end: &mut File) -> String {
    let mut bytes = Vec::new();
    drop(end.read_to_end(&mut bytes));
    String::from_utf8(bytes).unwrap()
}

#[test]
fn there_is_colour_and_the_bar_of_a_check_has_gone() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    let [out, err] = shown(&folder, &["check"]);
    assert!(out.contains("\u{1b}[1;38;5;196mhigh["), "{out:?}");
    // However long it took: nothing is left on the line that it stood in.
    let left = err.rsplit(['\r', '\n']).next().unwrap_or_default();
    assert!(left.is_empty() || left == "\u{1b}[2K", "{err:?}");
}

#[test]
fn quiet_and_verbose_have_no_bar() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    assert_eq!(shown(&folder, &["check", "--quiet"])[1], "");
    let [_, verbose] = shown(&folder, &["check", "--verbose"]);
    assert!(verbose.lines().all(|line| line.starts_with("verbose: ")), "{verbose:?}");
}

#[test]
fn what_programs_read_has_neither() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    let [out, _] = shown(&folder, &["check", "--format", "json"]);
    assert!(out.starts_with('{') && !out.contains('\u{1b}'), "{out:?}");
}

#[test]
fn watch_clears_the_screen_before_each_check() {
    const CLEAR: &str = "\u{1b}[2J\u{1b}[3J\u{1b}[H";
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    let (mut screen, theirs) = terminal();
    let mut command = folder.command(&["watch", "--today", "2026-07-01"]);
    command.env("TERM", "xterm-256color").stdin(Stdio::null()).stdout(theirs).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(command);
    let first = check(&mut screen);
    assert!(first.starts_with(CLEAR) && first.contains("clear text"), "{first:?}");
    folder.write("a.tm", CLEAR_TEXT.replace("none", "mtls"));
    let second = check(&mut screen);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(second.starts_with(CLEAR) && !second.contains("clear text"), "{second:?}");
}

#[test]
fn an_interrupt_takes_the_bar_away() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    let (mut screen, theirs) = terminal();
    // It waits for what comes on standard input, and long enough for the bar to be seen.
    let mut command = folder.command(&["check", "-"]);
    command.env("TERM", "xterm-256color").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(theirs);
    let mut child = command.spawn().unwrap();
    drop(command);
    let mut seen = Vec::new();
    while !String::from_utf8_lossy(&seen).contains("reading") {
        let mut some = [0; 256];
        let count = screen.read(&mut some).unwrap();
        seen.extend(some.iter().take(count));
    }
    let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let rest = everything(&mut screen);
    let status = child.wait().unwrap();
    assert!(ended_by(status, 2), "{status:?}");
    assert!(rest.ends_with("\r\u{1b}[2K"), "{rest:?}");
    let all = String::from_utf8_lossy(&seen).into_owned() + &rest;
    assert!(!all.contains("\u{1b}[?25l"), "the cursor is hidden: {all:?}");
}

/// Until the line that sums up, which ends with the time that it took.
fn check(screen: &mut File) -> String {
    let mut seen = Vec::new();
    while ![" ms\u{1b}[0m\r\n", " s\u{1b}[0m\r\n"].iter().any(|end| seen.ends_with(end.as_bytes())) {
        let mut some = [0; 4096];
        let count = screen.read(&mut some).unwrap();
        seen.extend(some.iter().take(count));
    }
    String::from_utf8(seen).unwrap()
}
