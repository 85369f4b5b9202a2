//! What the command line refuses, and what it explains.

use crate::support::{CLEAR_TEXT, Folder, RULE};

#[test]
fn help_and_version_are_0() {
    let folder = Folder::new(&[]);
    for arguments in [
        &["--help"][..],
        &["-h"],
        &["--version"],
        &["check", "--help"],
        &["fmt", "--help"],
        &["test", "-h"],
        &["explain", "-h"],
    ] {
        let ran = folder.tm(arguments).exits(0);
        assert!(!ran.out.is_empty() && ran.err.is_empty(), "{arguments:?}");
    }
}

#[test]
fn the_help_tells_exit_codes() {
    let folder = Folder::new(&[]);
    for command in ["check", "fmt", "test"] {
        let ran = folder.tm(&[command, "--help"]);
        assert!(ran.out.contains("Exit code:"), "{}", ran.out);
    }
}

#[test]
fn no_command_is_3() {
    let ran = Folder::new(&[]).tm(&[]).exits(3);
    assert!(ran.err.contains("Usage: tm"), "{}", ran.err);
}

#[test]
fn what_nobody_knows_is_3() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    for (arguments, message) in [
        (&["chekc"][..], "check"),
        (&["check", "--formt", "json"], "--format"),
        (&["check", "--format", "xml"], "concise"),
        (&["check", "--profile", "lax"], "paranoid"),
        (&["check", "--fail-on", "hihg"], "high"),
        (&["check", "--today", "tomorrow"], "2026-12-31"),
        (&["check", "--today", "2026-02-30"], "2026-12-31"),
        (&["check", "a.tm", "b.tm"], "b.tm"),
        (&["test", "a.tm", "--std"], "--std"),
        (&["explain"], "NAME"),
    ] {
        folder.tm(arguments).refuses(message);
    }
}

#[test]
fn a_missing_path_is_3() {
    let folder = Folder::new(&[]);
    for command in ["check", "fmt", "test"] {
        folder.tm(&[command, "nowhere"]).refuses("there is no file or folder `nowhere`");
    }
}

#[test]
fn an_unknown_rule_is_3_with_a_suggestion() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    for option in ["--select", "--ignore"] {
        let ran = folder.tm(&["check", option, "plaintext-service-trafic"]);
        let ran = ran.refuses("there is no rule or family of rules `plaintext-service-trafic`");
        assert!(ran.err.contains(&format!("did you mean `{RULE}`?")), "{}", ran.err);
    }
    let many = format!("{RULE},nonsense");
    folder.tm(&["check", "--select", &many]).refuses("`nonsense`");
}

#[test]
fn a_folder_that_is_allowed_must_exist() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    folder.tm(&["check", "--allow-outside", "nowhere"]).refuses("there is no folder `nowhere`");
}

#[test]
fn hostile_arguments_do_not_reach_the_terminal() {
    let folder = Folder::new(&[]);
    let ran = folder.tm(&["check", "a\u{1b}[31mb"]).exits(3);
    assert!(!ran.err.contains('\u{1b}'), "{:?}", ran.err);
}

#[test]
fn a_misspelt_command_or_option_is_guessed_at() {
    let folder = Folder::new(&[]);
    for (wrong, meant) in [
        ("chekc", "check"),
        ("tests", "test"),
        ("expalin", "explain"),
        ("who-reach", "who-reaches"),
        ("newrule", "new-rule"),
        ("covrage", "coverage"),
        ("decision", "decisions"),
        ("fixfirst", "fix-first"),
    ] {
        let ran = folder.tm(&[wrong]).refuses(&format!("'{meant}'"));
        assert!(ran.err.contains("similar subcommand"), "{wrong}: {}", ran.err);
    }
    for (arguments, meant) in [
        (&["check", "--quite"][..], "--quiet"),
        (&["check", "--decision-from", "x"], "--decisions-from"),
        (&["fmt", "--chek"], "--check"),
        (&["rules", "--framwork", "x"], "--framework"),
    ] {
        let ran = folder.tm(arguments).refuses(&format!("'{meant}'"));
        assert!(ran.err.contains("a similar argument exists"), "{}", ran.err);
    }
}

#[test]
fn a_misspelt_rule_is_guessed_at_wherever_it_is_named() {
    let wrong = "plaintext-service-trafic";
    let decision = format!("accept {wrong} on x {{\n  reason: \"r\"\n  owner: \"o\"\n  until: 2030-01-01\n}}\n");
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    let meant = format!("did you mean `{RULE}`");
    for arguments in [
        &["why", wrong, "x"][..],
        &["rules", wrong],
        &["explain", wrong],
        &["explain", "rule", wrong],
        &["check", "--select", wrong],
    ] {
        let ran = folder.tm(arguments).exits(3);
        assert!(ran.err.contains(&meant), "{arguments:?}: {}", ran.err);
    }
    folder.write("b.tm", decision);
    folder.write(
        "tm.toml",
        format!("[project]\nname = \"shop\"\n[check]\nignore = \"{wrong}\"\n[rules]\n{wrong} = \"off\"\n"),
    );
    let ran = folder.tm(&["check"]).exits(2);
    assert!(ran.out.matches(&meant).count() >= 3, "{}", ran.out);
}
