//! Disks, dates, pipes and signals as they should not be.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use crate::support::{CLEAR_TEXT, Folder, MANIFEST, RULE};

const LOOSE: &str = "service a {}   \n";

fn concise(folder: &Folder, code: i32) -> String {
    folder.tm(&["check", "--today", "2026-07-01", "--format", "concise"]).exits(code).out
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;
    use std::os::unix::process::ExitStatusExt;
    use std::process::{Command, ExitStatus};

    use super::*;
    use crate::support::Ran;

    #[test]
    fn a_source_that_is_no_file_is_an_error_and_the_rest_is_judged() {
        let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
        let listener = UnixListener::bind(folder.path("b.tm")).unwrap();
        let out = concise(&folder, 2);
        assert!(out.contains("b.tm:1:1: error[unreadable-file] cannot be read: it is not a regular file"), "{out}");
        assert!(out.contains(&format!("high[{RULE}]")), "{out}");
        folder.tm(&["check", "b.tm"]).exits(2);
        let formatted = folder.tm(&["fmt"]).exits(3);
        assert!(formatted.err.contains("b.tm: cannot be read"), "{}", formatted.err);
        drop(listener);
    }

    #[test]
    fn what_one_may_not_read_is_an_error() {
        let folder = Folder::project(&[("a.tm", CLEAR_TEXT), ("b.tm", ""), ("deep/c.tm", "")]);
        let close =
            |path: &str, mode| fs::set_permissions(folder.path(path), fs::Permissions::from_mode(mode)).unwrap();
        close("b.tm", 0);
        close("deep", 0);
        // Who may do everything may do this too.
        if fs::read(folder.path("b.tm")).is_err() {
            let out = concise(&folder, 2);
            assert!(out.contains("b.tm:1:1: error[unreadable-file] cannot be read: permission denied"), "{out}");
            assert!(out.contains("error[unreadable-folder]") && out.contains(RULE), "{out}");
        }
        close("deep", 0o755);
    }

    #[test]
    fn links_that_run_in_circles_end() {
        let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
        symlink("c.tm", folder.path("b.tm")).unwrap();
        symlink("b.tm", folder.path("c.tm")).unwrap();
        symlink(".", folder.path("here")).unwrap();
        symlink("..", folder.path("up")).unwrap();
        let out = concise(&folder, 2);
        assert_eq!(out.matches(&format!("high[{RULE}]")).count(), 1, "{out}");
        assert_eq!(out.matches("error[unreadable-file]").count(), 2, "{out}");
        folder.tm(&["check", "b.tm"]).refuses("cannot read `b.tm`");
        fs::remove_file(folder.path("tm.toml")).unwrap();
        symlink("tm.toml", folder.path("tm.toml")).unwrap();
        folder.tm(&["check"]).exits(2);
    }

    #[test]
    fn a_path_that_leaves_the_project_leads_nowhere() {
        let folder = Folder::new(&[("secret.tm", "service secret {}\n"), ("shop/a.tm", "service a {}\n")]);
        folder.write("shop/tm.toml", format!("{MANIFEST}[packages]\nout = \"../\"\n[check]\noutput = \"../x.txt\"\n"));
        symlink("../secret.tm", folder.path("shop/b.tm")).unwrap();
        let ran = folder.tm(&["check", "shop", "--format", "concise"]).exits(2);
        for said in ["package-outside-repository", "link-outside-project", "is no path in the project"] {
            assert!(ran.out.contains(said), "{said}: {}", ran.out);
        }
        assert!(!ran.out.contains("`shop.secret`") && !folder.path("x.txt").exists(), "{}", ran.out);
    }

    /// The command, which may write no byte to any file; its own output is a pipe.
    fn full(folder: &Folder, arguments: &[&str]) -> Ran {
        let tm = folder.command(arguments);
        let mut shell = Command::new("sh");
        shell.args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\""]).arg(tm.get_program()).args(tm.get_args());
        shell.current_dir(folder.path("."));
        Ran::from(shell.output().unwrap())
    }

    #[test]
    fn where_nothing_can_be_written_what_was_there_is_left_whole() {
        let folder =
            Folder::project(&[("a.tm", CLEAR_TEXT), ("b.tm", LOOSE.replace('a', "c").as_str()), ("old.json", "kept")]);
        let before = everything(&folder);
        for arguments in [
            &["fmt"][..],
            &["check", "--format", "json=old.json"],
            &["check", "--output", "new.txt"],
            &["check", "--write-baseline"],
            &["rename", "c", "d"],
            &["new-rule", "exposure/debug-port-open"],
            &["man", "--out", "pages"],
            &["init", "pages"],
        ] {
            let ran = full(&folder, arguments).exits(3);
            assert!(ran.err.starts_with("error: cannot write `"), "{arguments:?}: {}", ran.err);
            assert_eq!(everything(&folder), before, "{arguments:?}");
        }
    }

    /// Files with their contents.
    fn everything(folder: &Folder) -> Vec<(String, String)> {
        fn collect(folder: &std::path::Path, found: &mut Vec<(String, String)>) {
            for entry in fs::read_dir(folder).unwrap().flatten() {
                if entry.path().is_dir() {
                    collect(&entry.path(), found);
                } else {
                    let text = fs::read_to_string(entry.path()).unwrap();
                    found.push((entry.path().display().to_string(), text));
                }
            }
        }
        let mut found = Vec::new();
        collect(&folder.path("."), &mut found);
        found.sort();
        found
    }

    #[test]
    fn a_file_that_nobody_may_write_to_stays_as_it_is() {
        let folder = Folder::project(&[("a.tm", LOOSE)]);
        fs::set_permissions(folder.path("a.tm"), fs::Permissions::from_mode(0o444)).unwrap();
        let ran = folder.tm(&["fmt"]).refuses("a.tm`: it is read-only");
        assert_eq!((folder.read("a.tm").as_str(), ran.out.as_str()), (LOOSE, ""));
        fs::set_permissions(folder.path("a.tm"), fs::Permissions::from_mode(0o755)).unwrap();
        folder.tm(&["fmt"]).exits(0);
        let mode = fs::metadata(folder.path("a.tm")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o755);
    }

    #[test]
    fn standard_output_that_is_full_is_3() {
        for arguments in [&["rules"][..], &["list"], &["fmt", "--check"], &["man"], &["explain", "service"]] {
            let folder = Folder::project(&[("a.tm", LOOSE)]);
            let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else { return };
            let output = folder.command(arguments).stdout(full).output().unwrap();
            Ran::from(output).refuses("cannot write the output");
        }
    }

    /// Sends what ends a program in the foreground; where whoever started this ignores that, what ends any other.
    pub fn interrupt(id: u32) -> i32 {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
        let signal = if mask & (1 << (2 - 1)) == 0 { 2 } else { 15 };
        let sent = Command::new("kill").args([format!("-{signal}"), id.to_string()]).status().unwrap();
        assert!(sent.success());
        signal
    }

    pub fn ended_by(status: ExitStatus, signal: i32) -> bool {
        status.signal() == Some(signal) || status.code() == Some(128 + signal)
    }

    #[test]
    fn an_interrupt_ends_a_check_without_a_word_and_leaves_nothing_behind() {
        let folder = Folder::project(&[("a.tm", ""), ("out.json", "kept")]);
        let before = everything(&folder);
        let mut command = folder.command(&["check", "-", "--stdin-filename", "a.tm", "--format", "json=out.json"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // It has begun to read, and waits for the rest: a pipe takes so much only if somebody empties it.
        let mut input = child.stdin.take().unwrap();
        input.write_all(" ".repeat(1 << 20).as_bytes()).unwrap();
        let signal = interrupt(child.id());
        let output = child.wait_with_output().unwrap();
        drop(input);
        assert!(ended_by(output.status, signal), "{:?}", output.status);
        assert_eq!((output.stdout.as_slice(), output.stderr.as_slice()), (&b""[..], &b""[..]));
        assert_eq!(everything(&folder), before);
    }
}

#[cfg(unix)]
pub use unix::{ended_by, interrupt};

#[test]
fn a_day_that_does_not_exist_is_an_error_at_its_place() {
    let accept = "accept plaintext-service-traffic on x {\n  reason: \"r\"\n  owner: \"o\"\n  until: 2026-02-30\n}\n";
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT), ("b.tm", accept)]);
    let out = concise(&folder, 2);
    assert!(out.lines().any(|line| line.starts_with("b.tm:4:10: error[") && line.contains("2026-02-30")), "{out}");
    for date in ["2026-13-01", "2026-1-1", "26-01-01", "2026-00-10", "", "9999999-01-01", "2026-07-01T00:00"] {
        folder.tm(&["check", "--today", date]).refuses("2026-12-31");
    }
}

#[test]
fn a_baseline_of_another_version_says_so_in_the_manifest_and_on_the_command_line() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT), ("b.json", "{\"version\":99,\"findings\":[]}")]);
    folder.tm(&["check", "--baseline", "b.json"]).refuses("is of version 99, and this `tm` knows version 1");
    folder.write("tm.toml", format!("{MANIFEST}[check]\nbaseline = \"b.json\"\n"));
    let out = concise(&folder, 2);
    assert!(out.contains("tm.toml:4:12: error[invalid-baseline]") && out.contains("version 99"), "{out}");
    assert!(out.contains(RULE), "{out}");
}

/// As `tm rules | head -1`.
#[test]
fn a_reader_that_takes_one_line_is_enough() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    for (arguments, code) in [
        (&["rules"][..], 0),
        (&["rules", "--json"], 0),
        (&["model"], 0),
        (&["check"], 1),
        (&["check", "--format", "sarif"], 1),
        (&["check", "-v"], 1),
        (&["explain", "element"], 0),
        (&["man"], 0),
        (&["completions", "fish"], 0),
        (&["--help"], 0),
    ] {
        let mut child = folder.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::with_capacity(1, child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        drop(out);
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code), "{arguments:?}: {err}");
        assert!(err.lines().all(|line| line.starts_with("verbose: ")), "{arguments:?}: {err}");
        assert!(!line.is_empty(), "{arguments:?}");
    }
}

#[test]
fn nobody_who_listens_to_complaints_is_needed() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    for (arguments, code) in [(&["check", "-v"][..], 1), (&["check", "nowhere"], 3), (&["chekc"], 3)] {
        let mut child = folder.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stderr.take());
        assert_eq!(child.wait_with_output().unwrap().status.code(), Some(code), "{arguments:?}");
    }
}

/// As a service runs it.
#[test]
fn without_a_terminal_and_its_variables_it_is_the_same() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    let arguments = ["check", "--today", "2026-07-01", "--format", "concise"];
    let plain = folder.tm(&arguments);
    for term in [None, Some("dumb"), Some(""), Some("\u{1b}")] {
        let mut command = folder.command(&arguments);
        match term {
            None => command.env_remove("TERM"),
            Some(term) => command.env("TERM", term),
        };
        command.env_remove("COLUMNS").env_remove("HOME").stdin(Stdio::null());
        assert_eq!(crate::support::Ran::from(command.output().unwrap()), plain, "{term:?}");
    }
}
