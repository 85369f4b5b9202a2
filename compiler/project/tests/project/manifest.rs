//! `tm.toml`: what it says, and what may be wrong with it.

use tm_project::{Level, Located, Profile, Project, RuleLevel};

use crate::disk::{Disk, problems};

fn load(manifest: impl AsRef<[u8]>) -> Project {
    Disk::new().file("shop/tm.toml", manifest).file("shop/a.tm", "").load("shop")
}

/// The problems of a manifest that begins with `[project]` and a name.
fn of(rest: &str) -> Vec<String> {
    problems(&load(format!("[project]\nname = \"shop\"\n{rest}")))
}

#[test]
fn everything_is_read() {
    let text = "[project]\nname = \"a.b-c\"\n[check]\nprofile = \"strict\"\nfail-on = \"high\"\n[rules]\nx = \"off\"\ny-z = \"critical\"\n";
    let project = load(text);
    assert!(project.problems.is_empty(), "{:?}", project.problems);
    assert_eq!(project.name, "a.b-c");
    assert_eq!(project.config.profile, Some(Profile::Strict));
    assert_eq!(project.config.fail_on, Some(Level::High));
    let Located { value, key, range } = &project.config.rules["y-z"];
    assert_eq!(*value, RuleLevel::Level(Level::Critical));
    assert_eq!(&text[key.start as usize..key.end as usize], "y-z");
    assert_eq!(&text[range.start as usize..range.end as usize], "\"critical\"");
    assert_eq!(project.config.rules["x"].value, RuleLevel::Off);
    assert_eq!(project.manifest.unwrap().text, text);
}

#[test]
fn every_profile_and_level_can_be_written() {
    for profile in Profile::ALL {
        let text = format!("[project]\nname = \"a\"\n[check]\nprofile = \"{}\"\n", profile.name());
        assert_eq!(load(text).config.profile, Some(profile));
    }
    for level in Level::ALL {
        let text = format!("[project]\nname = \"a\"\n[check]\nfail-on = \"{0}\"\n[rules]\nr = \"{0}\"\n", level.name());
        let config = load(text).config;
        assert_eq!(config.fail_on, Some(level));
        assert_eq!(config.rules["r"].value, RuleLevel::Level(level));
    }
}

#[test]
fn a_project_needs_a_name() {
    for text in ["", "[check]\nprofile = \"draft\"\n"] {
        let project = load(text);
        assert_eq!(problems(&project), ["invalid-project-name tm.toml"], "{text}");
        assert_eq!(project.name, "shop");
    }
    assert_eq!(problems(&load("[project]\n")), ["invalid-project-name tm.toml:project"]);
    let project = load("[project]\nname = \"my shop\"\n");
    assert_eq!(problems(&project), ["invalid-project-name tm.toml:\"my shop\""]);
    assert_eq!(project.name, "shop");
    assert_eq!(problems(&load("[project]\nname = \"\"\n")), ["invalid-project-name tm.toml:\"\""]);
    assert_eq!(problems(&load("[project]\nname = \"a\\u001b[31m\"\n")).len(), 1);
}

#[test]
fn unknown_keys_come_with_a_suggestion() {
    let project = load("[project]\nname = \"shop\"\nversion = \"1\"\n[chekc]\n[check]\nfail_on = \"low\"\n[deploy]\n");
    assert_eq!(
        problems(&project),
        [
            "unknown-key tm.toml:version",
            "unknown-key tm.toml:chekc",
            "unknown-key tm.toml:fail_on",
            "unknown-key tm.toml:deploy"
        ]
    );
    let helps: Vec<_> = project.problems.iter().filter_map(|problem| problem.help.as_deref()).collect();
    assert_eq!(
        helps,
        [
            "it may have `name`",
            "did you mean `check`?",
            "did you mean `fail-on`?",
            "there may be `project`, `check`, `rules`, `packages` or `docs`"
        ]
    );
    assert!(project.problems.iter().all(|problem| !problem.is_warning));
}

#[test]
fn invalid_values_list_what_may_stand_there() {
    let project = load(
        "[project]\nname = \"shop\"\n[check]\nprofile = \"strikt\"\nfail-on = 3\n[rules]\nx = \"hihg\"\ny = true\n",
    );
    assert_eq!(
        problems(&project),
        [
            "invalid-value tm.toml:\"strikt\"",
            "invalid-value tm.toml:3",
            "invalid-value tm.toml:\"hihg\"",
            "invalid-value tm.toml:true"
        ]
    );
    assert_eq!(
        project.problems[0].message,
        "`strikt` is no value of `profile`, which may be `draft`, `default`, `strict` or `paranoid`"
    );
    assert_eq!(project.problems[0].help.as_deref(), Some("did you mean `strict`?"));
    assert_eq!(
        project.problems[1].message,
        "`fail-on` must be `info`, `low`, `medium`, `high` or `critical`, not a number"
    );
    assert!(project.problems[2].message.ends_with("which may be `off`, `info`, `low`, `medium`, `high` or `critical`"));
    assert_eq!(project.config.profile, None);
    assert!(project.config.rules.is_empty());
}

#[test]
fn a_table_must_be_a_table() {
    assert_eq!(problems(&load("project = \"shop\"\n")), ["invalid-value tm.toml:\"shop\""]);
    assert_eq!(of("[[rules]]\nx = \"off\"\n").len(), 1);
    assert_eq!(of("[rules]\na.b = \"off\"\n").len(), 1);
    assert_eq!(problems(&load("[project]\nname = 3\n")), ["invalid-value tm.toml:3"]);
}

#[test]
fn syntax_errors_are_located_and_hide_what_follows_from_them() {
    for (text, there) in [
        ("[project]\nname = shop\n", "shop"),
        ("[project\nname = \"shop\"\n", ""),
        ("[project]\nname = \"shop\"\nname = \"twice\"\n", "name"),
        ("[project]\nname = \"shop\n", ""),
    ] {
        let project = load(text);
        assert_eq!(problems(&project), [format!("invalid-toml tm.toml:{there}")], "{text}");
    }
    let project = load("[project]\nname = \"ok\"\n[check]\nprofile = draft\nfail-on = high\n");
    assert_eq!(problems(&project), ["invalid-toml tm.toml:draft", "invalid-toml tm.toml:high"]);
    assert_eq!(project.name, "ok");
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_fine() {
    let project = load("\u{feff}[project]\r\nname = \"shöp\"\r\n[check]\r\nprofil = \"draft\"\r\n");
    assert_eq!(problems(&project), ["invalid-project-name tm.toml:\"shöp\"", "unknown-key tm.toml:profil"]);
    let project = load("\u{feff}[project]\r\nname = \"fine\"\r\n");
    assert!(project.problems.is_empty(), "{:?}", project.problems);
    assert_eq!(project.name, "fine");
}

#[test]
fn a_manifest_that_is_not_utf_8_is_read_as_far_as_it_goes() {
    let project = load(b"[project]\nname = \"app\" # caf\xe9\n[check]\nprofile = \"draft\"\n");
    assert_eq!(problems(&project), ["invalid-utf-8 tm.toml:\u{fffd}"]);
    assert_eq!(project.name, "app");
    assert_eq!(project.config.profile, Some(Profile::Draft));
}

#[test]
fn a_huge_manifest_is_refused() {
    let mut text = b"[project]\nname = \"app\"\n#".to_vec();
    text.resize((1 << 20) + 1, b'x');
    let project = load(text);
    assert_eq!(problems(&project), ["file-too-large tm.toml"]);
    assert_eq!(project.problems[0].message, "not read: it is larger than 1 MiB");
    assert!(project.manifest.is_none());
    assert_eq!(project.name, "shop");
}

#[test]
fn hostile_manifests_end_in_a_few_short_problems() {
    let deep = 200_000;
    for text in [
        format!("x = {}", "[".repeat(deep)),
        format!("x = {}", "{a=".repeat(deep)),
        format!("{} = 1", vec!["a"; deep].join(".")),
        format!("[{}]", vec!["a"; deep].join(".")),
        format!("{} = 1", "k".repeat(deep)),
        format!("[project]\nname = \"{}\"", "é".repeat(deep)),
        "\0\u{1b}[31m\n".repeat(1000),
        "=\n".repeat(deep),
    ] {
        let project = load(&text);
        assert!((1..=10).contains(&project.problems.len()), "{:.40} {}", text, project.problems.len());
        assert!(project.problems.iter().all(|problem| problem.message.len() < 300), "{text:.40}");
        problems(&project);
    }
}

#[test]
fn aliases_are_identifiers() {
    assert_eq!(of("[packages]\n\"a b\" = \".\"\n"), ["invalid-package-alias tm.toml:\"a b\""]);
    assert_eq!(of("[packages]\nstd = \"x\"\n"), ["invalid-package-alias tm.toml:std"]);
    assert_eq!(of("[packages]\na = 1\n"), ["invalid-value tm.toml:1"]);
}
