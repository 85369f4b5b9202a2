//! `tm why`: whatever silences a finding is named.

use serde_json::Value;

use crate::support::{CLEAR_TEXT, Folder, MANIFEST, RULE};

/// What it says of the finding in [`CLEAR_TEXT`], for people and for programs.
fn why(folder: &Folder, arguments: &[&str]) -> (String, Vec<Value>) {
    let all = [&["why", RULE, "x", "--today", "2026-07-01"], arguments].concat();
    let people = folder.tm(&all).exits(0).out;
    let json: Value = serde_json::from_str(&folder.tm(&[&all[..], &["--json"]].concat()).exits(0).out).unwrap();
    (people, json["silences"].as_array().unwrap().clone())
}

fn with(files: &[(&str, &str)]) -> Folder {
    Folder::project(&[&[("a.tm", CLEAR_TEXT)], files].concat())
}

#[test]
fn what_is_told_is_silenced_by_nobody() {
    let (people, silences) = why(&with(&[]), &[]);
    assert!(people.contains("fires (high)") && silences.is_empty(), "{people}");
}

#[test]
fn a_decision_is_named_with_its_owner_its_date_and_its_place() {
    let accept =
        "accept plaintext-service-traffic on x {\n  reason: \"one host\"\n  owner: \"team\"\n  until: 2027-01-31\n}\n";
    let (people, silences) = why(&with(&[("b.tm", accept)]), &[]);
    let said = "a talks to b in clear text: accepted by team, until 2027-01-31 (b.tm:1:8): one host";
    assert!(people.contains("fires, and is silenced") && people.contains(said), "{people}");
    let [silence] = silences.as_slice() else { panic!("{silences:?}") };
    assert_eq!(
        (&silence["sort"], &silence["mode"], &silence["owner"]),
        (&"decision".into(), &"accept".into(), &"team".into())
    );
    assert_eq!((&silence["location"]["file"], &silence["location"]["line"]), (&"b.tm".into(), &1.into()));
}

#[test]
fn a_safeguard_is_named() {
    let safeguard = "safeguard tunnel {\n  about: [x]\n  against: [plaintext-service-traffic]\n  status: verified\n  owner: \"net\"\n  \
                     expires: 2027-06-30\n  evidence: \"doc\"\n}\n";
    let (people, _) = why(&with(&[("b.tm", safeguard)]), &[]);
    assert!(people.contains("protected by the safeguard shop.tunnel of net, until 2027-06-30"), "{people}");
}

#[test]
fn the_manifest_is_named_with_the_line() {
    for (lines, sort, said) in [
        (
            format!("[rules]\n{RULE} = \"off\"\n"),
            "off",
            "turned off in `tm.toml`, so `tm check` tells nothing of this (tm.toml:4)",
        ),
        (
            "[check]\nignore = \"encryption\"\n".to_owned(),
            "ignored",
            "left out: `ignore` names it or its family (tm.toml:4)",
        ),
        (
            format!("[check]\nall = true\nignore = [\"{RULE}\"]\n"),
            "ignored",
            "left out: `ignore` names it or its family (tm.toml:5)",
        ),
        (
            "[check]\nselect = \"gateway-bypass\"\n".to_owned(),
            "not-selected",
            "left out: `select` names other rules (tm.toml:4)",
        ),
    ] {
        let (people, silences) = why(&with(&[("tm.toml", &format!("{MANIFEST}{lines}"))]), &[]);
        assert!(people.contains(said) && people.contains("fires, and is silenced"), "{people}");
        let sorts: Vec<&Value> = silences.iter().map(|silence| &silence["sort"]).collect();
        assert_eq!(sorts, [sort], "{people}");
    }
}

#[test]
fn the_baseline_is_named_with_the_line() {
    let folder = with(&[]);
    folder.tm(&["check", "--write-baseline"]).exits(0);
    folder.write("tm.toml", format!("{MANIFEST}[check]\nbaseline = \"tm-baseline.json\"\n"));
    let (people, silences) = why(&folder, &[]);
    let line = 1 + folder.read("tm-baseline.json").lines().position(|line| line.contains(RULE)).unwrap();
    assert!(people.contains(&format!("in the baseline (tm-baseline.json:{line})")), "{people}");
    assert_eq!(silences[0]["line"]["line"], line, "{silences:?}");
    // What has become worse is told.
    folder.write("tm-baseline.json", folder.read("tm-baseline.json").replace("\"high\"", "\"low\""));
    assert!(why(&folder, &[]).0.contains("fires (high)"));
}

#[test]
fn an_assumption_that_makes_it_silent_is_named_and_can_be_left_out() {
    let assume = "assume mesh {\n  each flow { encryption: mtls }\n  owner: \"platform\"\n  expires: 2027-01-31\n}\n";
    let model = CLEAR_TEXT.replace("  encryption: none", "");
    let folder = Folder::project(&[("a.tm", &model), ("b.tm", assume)]);
    let (people, silences) = why(&folder, &[]);
    assert!(
        people.contains(": silent")
            && people.contains("rests on `mesh`, assumed by platform, until 2027-01-31 (b.tm:1:8)"),
        "{people}"
    );
    assert_eq!((&silences[0]["sort"], &silences[0]["name"]), (&"assumption".into(), &"shop.mesh".into()));
    assert!(why(&folder, &["--without", "mesh"]).1.is_empty());
}

#[test]
fn what_decisions_say_does_not_reach_the_terminal_raw() {
    let accept = "accept plaintext-service-traffic on x {\n  reason: \"\\u{1b}[31m\"\n  owner: \"\\u{1b}[2J\"\n  until: 2027-01-31\n}\n";
    let (people, _) = why(&with(&[("b.tm", accept)]), &[]);
    assert!(people.contains("accepted by") && !people.contains('\u{1b}'), "{people:?}");
}
