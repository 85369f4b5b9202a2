//! `tm man` and the version.

use crate::support::Folder;

#[test]
fn there_is_a_page_for_each_command() {
    let folder = Folder::new(&[]);
    let ran = folder.tm(&["man", "--out", "pages"]).exits(0);
    let help = folder.tm(&["--help"]).exits(0).out;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let mut names: Vec<String> = commands
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next().map(|name| format!("tm-{name}.1")))
        .collect();
    assert!(names.len() > 12, "{help}");
    names.push("tm.1".to_owned());
    assert_eq!(ran.out, format!("wrote {} pages to pages\n", names.len()));
    for name in names {
        let page = folder.read(&format!("pages/{name}"));
        assert!(page.contains(".TH ") && page.contains(".SH NAME"), "{name}: {page}");
        assert!(page.contains(r"\-\-quiet") && page.contains(r"\-\-color"), "{name}: {page}");
    }
    // As it is called, and not as its page is.
    assert!(folder.read("pages/tm-check.1").contains(".SH SYNOPSIS\n\\fBtm check\\fR"));
}

#[test]
fn the_version_names_the_commit_and_nothing_of_the_machine() {
    let version = Folder::new(&[]).tm(&["--version"]).exits(0).out;
    let rest = version.strip_prefix(&format!("tm {}", env!("CARGO_PKG_VERSION"))).expect("the version of the package");
    let is_commit = |text: &str| {
        let commit = text.strip_prefix(" (").and_then(|text| text.strip_suffix(")\n"));
        commit.is_some_and(|commit| commit.chars().all(|char| char.is_ascii_alphanumeric()))
    };
    assert!(rest == "\n" || is_commit(rest), "{version}");
}

/// The reader of a long text may go away.
#[test]
fn a_closed_pipe_is_no_mistake() {
    use std::process::Stdio;

    let folder = Folder::new(&[]);
    for arguments in [&["rules"][..], &["completions", "zsh"], &["explain", "service"]] {
        let mut command = folder.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{arguments:?}");
    }
}
