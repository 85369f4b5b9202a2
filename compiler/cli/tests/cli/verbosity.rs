//! `--quiet` and `--verbose`: less and more beside what was asked for.

use crate::support::{BROKEN, CLEAR_TEXT, Folder, MANIFEST, RULE};

fn folder() -> Folder {
    Folder::project(&[("a.tm", CLEAR_TEXT)])
}

#[test]
fn quiet_leaves_errors_and_findings() {
    let folder = Folder::project(&[
        ("a.tm", CLEAR_TEXT),
        ("b.tm", BROKEN),
        (".git/HEAD", ""),
        (".gitignore", "c.tm\n"),
        ("c.tm", ""),
    ]);
    let loud = folder.tm(&["check", "--format", "concise"]).exits(2);
    assert!(loud.out.contains("warning[ignored-sources]") && loud.out.contains("question:"), "{}", loud.out);
    for arguments in [&["check", "-q", "--format", "concise"][..], &["--quiet", "check", "--format", "concise"]] {
        let ran = folder.tm(arguments).exits(2);
        assert!(ran.out.contains("b.tm:1:") && ran.out.contains(&format!("high[{RULE}]")), "{}", ran.out);
        let is_one = |line: &str| line.contains(": error[") || line.contains("high[") || line.contains("info[");
        assert!(ran.out.lines().all(is_one) && ran.err.is_empty(), "{}", ran.out);
    }
    let people = folder.tm(&["check", "-q"]).exits(2);
    assert!(people.out.contains(&format!("high[{RULE}]")) && !people.out.contains("coverage"), "{}", people.out);
    assert!(!people.out.contains("ignored-sources") && !people.out.contains("open question"), "{}", people.out);
}

#[test]
fn quiet_and_nothing_found_is_nothing_at_all() {
    let folder = Folder::project(&[("a.tm", "service a {}\n")]);
    let ran = folder.tm(&["check", "-q", "--select", RULE]).exits(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
    assert_eq!(folder.tm(&["test", "-q"]).exits(0).out, "");
    folder.write("b.tm", "service b {}   \n");
    assert_eq!(folder.tm(&["fmt", "-q", "--check"]).exits(1).out, "would format b.tm\n");
    assert_eq!(folder.tm(&["fmt", "-q"]).exits(0).out, "");
    assert_eq!(folder.read("b.tm"), "service b {}\n");
}

#[test]
fn quiet_does_not_touch_what_programs_read() {
    let folder = folder();
    for format in ["json", "sarif", "gitlab", "junit", "markdown", "github"] {
        let run = |more: &[&str]| {
            let all = [&["check", "--today", "2026-07-01", "--format", format], more].concat();
            folder.tm(&all).exits(1).out
        };
        let plain = run(&[]);
        assert_eq!(run(&["-q"]), plain, "{format}");
        assert_eq!(run(&["-v"]), plain, "{format}");
    }
}

#[test]
fn an_answer_is_what_was_asked_for_and_its_warnings_are_not() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT), ("b.tm", BROKEN)]);
    let loud = folder.tm(&["list"]).exits(2);
    assert!(loud.err.contains("the model has"), "{}", loud.err);
    let quiet = folder.tm(&["list", "--quiet"]).exits(2);
    assert_eq!((quiet.out, quiet.err.as_str()), (loud.out, ""));
    folder.tm(&["list", "--quiet", "nonsense"]).refuses("there is no kind `nonsense`");
}

#[test]
fn verbose_tells_on_standard_error_what_was_read_and_how_long_it_took() {
    let folder = Folder::new(&[
        (".git/HEAD", ""),
        ("shop/tm.toml", "[project]\nname = \"shop\"\n[packages]\nplatform = \"../platform\"\n"),
        ("shop/a.tm", CLEAR_TEXT),
        ("platform/tm.toml", "[project]\nname = \"acme\"\n"),
        ("platform/p.tm", ""),
    ]);
    let ran = folder.tm(&["check", "shop", "-v", "--today", "2026-07-01", "--profile", "strict"]).exits(1);
    for said in [
        "verbose: project shop in ",
        "verbose: read a.tm\n",
        "verbose: read ../platform/p.tm, of the package platform\n",
        "verbose: judged by 2026-07-01\n",
        "verbose: profile strict, fails on low\n",
        "verbose: reading took ",
        "verbose: judging took ",
    ] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    assert!(!ran.out.contains("verbose:"), "{}", ran.out);
    let question = folder.tm(&["list", "--project", "shop", "--verbose"]).exits(0);
    assert!(question.err.contains("verbose: read a.tm\n") && !question.out.contains("verbose"), "{}", question.err);
}

#[test]
fn every_command_that_reads_tells_what() {
    let folder = folder();
    for arguments in [&["test", "-v"][..], &["fmt", "-v", "--check"], &["rename", "a", "z", "--diff", "-v"]] {
        let ran = folder.tm(arguments).exits(0);
        assert!(ran.err.contains("verbose: read a.tm\n") && !ran.out.contains("verbose"), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn one_cannot_want_both() {
    folder().tm(&["check", "-q", "-v"]).refuses("cannot be used with");
}

#[test]
fn the_manifest_may_say_so_and_the_caller_comes_first() {
    let folder = folder();
    folder.write("tm.toml", format!("{MANIFEST}[check]\nquiet = true\n"));
    let quiet = folder.tm(&["check", "--format", "concise"]).exits(1);
    assert!(!quiet.out.contains("coverage"), "{}", quiet.out);
    let verbose = folder.tm(&["check", "--format", "concise", "-v"]).exits(1);
    assert!(verbose.out.contains("coverage") && verbose.err.contains("verbose: "), "{}", verbose.out);
    folder.write("tm.toml", format!("{MANIFEST}[check]\nverbose = true\nscore = \"cvss4\"\n"));
    let verbose = folder.tm(&["check"]).exits(1);
    assert!(verbose.err.contains("verbose: read a.tm") && verbose.out.contains("CVSS:4.0/"), "{}", verbose.out);
    assert_eq!(folder.tm(&["check", "-q"]).exits(1).err, "");
}

#[test]
fn hostile_names_do_not_reach_the_terminal() {
    let folder = folder();
    folder.write("b\u{1b}[31m.tm", "");
    let ran = folder.tm(&["check", "-v"]).exits(1);
    assert!(ran.err.contains("verbose: read b") && !ran.err.contains('\u{1b}'), "{:?}", ran.err);
}
