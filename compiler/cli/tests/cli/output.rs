//! How `tm check` writes: formats, colour, and readers that go away.

use std::io::Read;
use std::process::Stdio;

use crate::support::{CLEAR_TEXT, Folder, RULE, Ran};

fn folder() -> Folder {
    Folder::project(&[("a.tm", CLEAR_TEXT)])
}

const ESCAPE: char = '\u{1b}';

#[test]
fn no_terminal_no_colour() {
    assert!(!folder().tm(&["check"]).exits(1).out.contains(ESCAPE));
}

#[test]
fn the_caller_decides_about_colour() {
    let folder = folder();
    assert!(folder.tm(&["check", "--color", "always"]).exits(1).out.contains(ESCAPE));
    let mut never = folder.command(&["--color=never", "check"]);
    let never = Ran::from(never.env("CLICOLOR_FORCE", "1").output().unwrap());
    assert!(!never.exits(1).out.contains(ESCAPE));
}

#[test]
fn the_environment_decides_about_colour() {
    let folder = folder();
    let check = |variables: &[(&str, &str)]| {
        let mut command = folder.command(&["check"]);
        command.envs(variables.iter().copied());
        Ran::from(command.output().unwrap()).exits(1).out.contains(ESCAPE)
    };
    assert!(check(&[("CLICOLOR_FORCE", "1")]));
    assert!(!check(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
}

#[test]
fn errors_of_the_command_obey_too() {
    let folder = folder();
    let plain = folder.tm(&["check", "missing"]).exits(3);
    assert!(!plain.err.contains(ESCAPE), "{}", plain.err);
    let coloured = folder.tm(&["check", "missing", "--color", "always"]).exits(3);
    assert!(coloured.err.contains(ESCAPE), "{}", coloured.err);
}

#[test]
fn people_see_how_long_it_took_and_programs_do_not() {
    let folder = folder();
    let last = |format| {
        let ran = folder.tm(&["check", "--format", format]).exits(1);
        ran.out.trim_end().lines().last().unwrap_or_default().to_owned()
    };
    assert!(last("human").ends_with(" ms") || last("human").ends_with(" s"), "{}", last("human"));
    assert!(!last("concise").ends_with(" ms"), "{}", last("concise"));
}

#[test]
fn json_is_json_and_nothing_else() {
    let ran = folder().tm(&["check", "--format", "json", "--color", "always"]).exits(1);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let findings = json["findings"].as_array().unwrap();
    let finding = findings.iter().find(|finding| finding["rule"] == RULE).unwrap();
    assert_eq!(finding["location"]["file"], "a.tm");
    assert_eq!(finding["location"]["line"], 3);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let folder = folder();
    for format in ["concise", "json"] {
        let run = || folder.tm(&["check", "--today", "2026-07-01", "--format", format]);
        assert_eq!(run(), run());
    }
}

#[test]
fn a_reader_that_goes_away_changes_nothing() {
    let folder = folder();
    let mut command = folder.command(&["check", "--format", "json"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(1), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_3() {
    let folder = folder();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = folder.command(&["check"]).stdout(full).output().unwrap();
    Ran::from(output).refuses("cannot write the output");
}

/// Which hold on dark and light backgrounds is tested where they are chosen.
#[test]
fn every_colour_is_one_of_the_palette() {
    use tm_emit::palette::{CRITICAL, DIM, HIGH, INFO, LOW, MEDIUM, SECONDARY, WORD, bold, plain};

    let colours = [CRITICAL, DIM, HIGH, INFO, LOW, MEDIUM, SECONDARY, WORD];
    let mut known: Vec<String> = colours.into_iter().flat_map(|colour| [bold(colour), plain(colour)]).collect();
    known.extend(["0", "1", "4"].map(str::to_owned));
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    folder.write("b.tm", "servce x\n\ntest \"t\" {\n  service a\n  expect gateway-bypass on a\n}\n");
    let mut seen = 0;
    for arguments in [
        &["check"][..],
        &["check", "nowhere"],
        &["check", "--formt"],
        &["chekc"],
        &["--help"],
        &["check", "--profile", "lax"],
        &["test"],
        &["list"],
        &["why", RULE, "x"],
        &["rules"],
        &["coverage"],
        &["stride"],
        &["fix-first"],
        &["query", "nonsense"],
        &["fmt", "b.tm"],
    ] {
        let mut command = folder.command(arguments);
        command.env("CLICOLOR_FORCE", "1");
        let ran = Ran::from(command.output().unwrap());
        for sequence in ran.out.split("\u{1b}[").skip(1).chain(ran.err.split("\u{1b}[").skip(1)) {
            let (codes, _) = sequence.split_once('m').expect("an SGR sequence");
            // The library writes a style as several sequences.
            assert!(known.iter().any(|known| known == codes || codes.is_empty()), "{arguments:?}: {codes}");
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}
