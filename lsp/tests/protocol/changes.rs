//! What changes without an edit: the disk, the settings, the day.

use std::fs;

use serde_json::json;

use crate::client::Client;
use crate::folder::{Folder, TODAY, lines};

const TWICE: &str = "service a\nservice a\n";

fn watching() -> serde_json::Value {
    json!({ "workspace": {
        "configuration": true,
        "didChangeWatchedFiles": { "dynamicRegistration": true },
        "didChangeConfiguration": { "dynamicRegistration": true },
    } })
}

#[test]
fn the_client_is_asked_to_watch_and_for_its_settings() {
    let folder = Folder::project(&[]);
    let mut client = Client::session_with(&folder, watching());
    let methods = client.until("both questions", |client| {
        (client.asked.len() == 2).then(|| client.asked.iter().map(|it| it.method.clone()).collect::<Vec<_>>())
    });
    assert!(methods.contains(&"client/registerCapability".to_owned()), "{methods:?}");
    let registered = client.asked.iter().find(|it| it.method.starts_with("client/")).unwrap().params.to_string();
    for glob in ["**/*.tm", "**/tm.toml", "**/.gitignore", "workspace/didChangeConfiguration"] {
        assert!(registered.contains(glob), "{registered}");
    }
    client.all_shown();
    client.finish();
}

#[test]
fn files_come_change_and_go_outside_of_the_editor() {
    let folder = Folder::project(&[("a.tm", "service a\n")]);
    let (a, b) = (folder.uri("a.tm"), folder.uri("deep/b.tm"));
    let mut client = Client::session(&folder);
    client.problems(&a, None, &[]);
    folder.write("deep/b.tm", "service a\n");
    client.touched(&b);
    client.problems(&b, None, &["duplicate-name"]);
    folder.write("deep/b.tm", "service b\n");
    client.touched(&b);
    client.problems(&b, None, &[]);
    // The whole folder, which is all that some clients tell.
    folder.write("a.tm", TWICE);
    fs::remove_dir_all(folder.root().join("deep")).unwrap();
    client.notify("workspace/didDeleteFiles", json!({ "files": [{ "uri": folder.uri("deep") }] }));
    client.diagnostics_when(&b, None, <[_]>::is_empty);
    client.touched(&a);
    client.problems(&a, None, &["duplicate-name"]);
    fs::rename(folder.root().join("a.tm"), folder.root().join("c.tm")).unwrap();
    let renamed = json!({ "files": [{ "oldUri": a, "newUri": folder.uri("c.tm") }] });
    client.notify("workspace/didRenameFiles", renamed);
    client.problems(&folder.uri("c.tm"), None, &["duplicate-name"]);
    client.diagnostics_when(&a, None, <[_]>::is_empty);
    client.finish();
}

#[test]
fn who_does_not_watch_need_not_tell() {
    let folder = Folder::project(&[("a.tm", "service a\n")]);
    let (a, b) = (folder.uri("a.tm"), folder.uri("deep/b.tm"));
    let mut client = Client::session(&folder);
    client.problems(&a, None, &[]);
    // It begins to watch while the client goes on: what is written again and again is seen in the end.
    client.until("a change of the disk", |client| {
        folder.write("a.tm", TWICE);
        client.request("tm/stdDocument", json!({ "uri": "tm-std:/vocabulary/flows.tm" }));
        client.all_shown().get(&a)?.iter().any(|it| it.message.contains("`a`")).then_some(())
    });
    client.problems(&a, None, &["duplicate-name"]);
    folder.write("deep/b.tm", TWICE);
    client.problems(&b, None, &["duplicate-name", "duplicate-name"]);
    fs::remove_dir_all(folder.root().join("deep")).unwrap();
    client.diagnostics_when(&b, None, <[_]>::is_empty);
    client.finish();
}

#[test]
fn what_is_open_counts_whatever_happens_on_the_disk() {
    let folder = Folder::project(&[("a.tm", "service a\n")]);
    let a = folder.uri("a.tm");
    let mut client = Client::session(&folder);
    client.open(&a, 1, TWICE);
    client.problems(&a, Some(1), &["duplicate-name"]);
    folder.remove("a.tm");
    client.touched(&a);
    client.change(&a, 2, &format!("{TWICE}service a\n"));
    client.problems(&a, Some(2), &["duplicate-name", "duplicate-name"]);
    client.close(&a);
    client.diagnostics_when(&a, None, <[_]>::is_empty);
    // A check of nothing would pass.
    client.problems(&folder.uri("tm.toml"), None, &["no-sources"]);
    client.finish();
}

#[test]
fn a_manifest_makes_changes_and_ends_a_project() {
    let folder = Folder::new(&[("a.tm", "service a\n"), ("inner/b.tm", "service a\n")]);
    let (a, b, manifest) = (folder.uri("a.tm"), folder.uri("inner/b.tm"), folder.uri("inner/tm.toml"));
    let mut client = Client::session(&folder);
    client.open(&b, 1, "service a\n");
    client.problems(&b, Some(1), &["duplicate-name"]);
    folder.write("inner/tm.toml", "[project]\nname = \"inner\"\n");
    client.touched(&manifest);
    client.problems(&b, Some(1), &[]);
    folder.write("inner/tm.toml", "[project]\nname = \"inner\"\n[rules]\nno-such-rule = \"off\"\n");
    client.touched(&manifest);
    client.problems(&manifest, None, &["unknown-rule"]);
    folder.remove("inner/tm.toml");
    client.touched(&manifest);
    client.problems(&b, Some(1), &["duplicate-name"]);
    client.diagnostics_when(&manifest, None, <[_]>::is_empty);
    client.diagnostics_when(&a, None, |_| true);
    client.all_shown();
    client.finish();
}

#[test]
fn settings_count_as_soon_as_they_are_told() {
    let folder = Folder::project(&[("a.tm", "service a\n")]);
    let a = folder.uri("a.tm");
    let questions =
        |found: &[lsp_types::Diagnostic]| found.iter().filter(|it| it.message.starts_with("stating ")).count();
    let mut client = Client::session(&folder);
    client.diagnostics_when(&a, None, |found| questions(found) > 0);
    for (settings, some) in [
        (json!({ "tm": { "profile": "draft" } }), false),
        (json!({ "tm": { "questions": "information" } }), true),
        (json!({ "tm": { "questions": "off" } }), false),
        (json!({ "tm": {} }), true),
    ] {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
        let found = client.diagnostics_when(&a, None, |found| (questions(found) > 0) == some);
        let severity = found.iter().find(|it| it.message.starts_with("stating ")).and_then(|it| it.severity);
        let expected = match some {
            false => None,
            true if settings["tm"]["questions"] == "information" => Some(lsp_types::DiagnosticSeverity::INFORMATION),
            true => Some(lsp_types::DiagnosticSeverity::HINT),
        };
        assert_eq!(severity, expected, "{settings}");
    }
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "tm": { "profile": "none" } } }));
    assert_eq!(client.heard("window/logMessage")["message"], "`tm.profile`: there is no profile `none`");
    client.finish();
}

#[test]
fn settings_are_asked_for_where_the_client_answers() {
    let folder = Folder::project(&[("a.tm", "service a\n")]);
    let a = folder.uri("a.tm");
    let has_questions = |found: &[lsp_types::Diagnostic]| found.iter().any(|it| it.message.starts_with("stating "));
    let mut client = Client::session_with(&folder, watching());
    client.diagnostics_when(&a, None, has_questions);
    client.settings = json!({ "profile": "draft" });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.diagnostics_when(&a, None, |found| !has_questions(found));
    client.finish();
}

const ASSUMES: &str = "\
service a { owner: \"team\" }

assume network-is-private {
  owner: \"team\"
  expires: 2026-07-01
  reason: \"it is\"
  each service {
    network-policy: deny-by-default
  }
}
";

#[test]
fn what_ends_at_midnight_is_told_then() {
    let folder = Folder::project(&[("a.tm", ASSUMES)]);
    let a = folder.uri("a.tm");
    let mut client = Client::session(&folder);
    let expected = folder.check("", "a.tm", TODAY);
    client.diagnostics_when(&a, None, |found| lines(found) == expected);
    let later = folder.check("", "a.tm", "2026-07-02");
    assert_ne!(expected, later, "the day makes no difference");
    folder.turn_clock("2026-07-02");
    client.diagnostics_when(&a, None, |found| lines(found) == later);
    // The editor may say otherwise.
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "tm": { "today": TODAY } } }));
    client.diagnostics_when(&a, None, |found| lines(found) == expected);
    client.finish();
}

const ONE: &str = "[project]\nname = \"one\"\n";

#[test]
fn folders_come_and_go() {
    let folder = Folder::new(&[("one/tm.toml", ONE), ("one/a.tm", TWICE), ("two/tm.toml", ONE), ("two/b.tm", TWICE)]);
    let mut client = Client::start(&folder);
    client.initialize(json!({ "capabilities": {}, "rootUri": folder.uri("one") }));
    client.problems(&folder.uri("one/a.tm"), None, &["duplicate-name"]);
    let folders =
        |names: &[&str]| names.iter().map(|name| json!({ "uri": folder.uri(name), "name": name })).collect::<Vec<_>>();
    let event = json!({ "added": folders(&["two"]), "removed": folders(&["one"]) });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    client.problems(&folder.uri("two/b.tm"), None, &["duplicate-name"]);
    client.diagnostics_when(&folder.uri("one/a.tm"), None, <[_]>::is_empty);
    client.finish();
}

#[test]
fn several_folders_come_and_go_at_once() {
    let names = ["one", "two", "three", "four"];
    let folder = Folder::new(&[]);
    for name in names {
        folder.write(&format!("{name}/tm.toml"), &format!("[project]\nname = \"{name}\"\n"));
        folder.write(&format!("{name}/a.tm"), TWICE);
    }
    let folders =
        |names: &[&str]| names.iter().map(|name| json!({ "uri": folder.uri(name), "name": name })).collect::<Vec<_>>();
    let mut client = Client::start(&folder);
    client.initialize(json!({ "capabilities": {}, "workspaceFolders": folders(&["one", "two"]) }));
    let shows = |client: &mut Client, shown: &[&str]| {
        for name in names {
            let uri = folder.uri(&format!("{name}/a.tm"));
            match shown.contains(&name) {
                true => client.problems(&uri, None, &["duplicate-name"]),
                false if client.published.iter().any(|it| it.uri.as_str() == uri) => {
                    client.problems(&uri, None, &[]);
                }
                false => {}
            }
        }
    };
    shows(&mut client, &["one", "two"]);
    let change = |client: &mut Client, added: &[&str], removed: &[&str]| {
        let event = json!({ "added": folders(added), "removed": folders(removed) });
        client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    };
    change(&mut client, &["three", "four"], &["one"]);
    shows(&mut client, &["two", "three", "four"]);
    change(&mut client, &[], &["two", "four"]);
    // What was never there, and what comes back.
    change(&mut client, &["one"], &["two"]);
    shows(&mut client, &["one", "three"]);
    // A document of a folder that is gone is judged all the same while it is open.
    let two = folder.uri("two/a.tm");
    client.open(&two, 1, TWICE);
    client.problems(&two, Some(1), &["duplicate-name"]);
    client.close(&two);
    client.diagnostics_when(&two, None, <[_]>::is_empty);
    client.finish();
}
