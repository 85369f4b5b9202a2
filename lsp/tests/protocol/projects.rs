//! Which documents belong together, and what they are called.

use serde_json::json;

use crate::client::Client;
use crate::folder::{Folder, TODAY, fresh, lines, uri};

const TWICE: &str = "service a\nservice a\n";

#[test]
fn a_document_without_a_file_is_a_project_of_its_own() {
    let folder = Folder::new(&[]);
    let mut client = Client::session(&folder);
    let named =
        [("untitled:Untitled-1", "Untitled-1"), ("vscode-vfs://host/a%20b.tm", "a b.tm"), ("in-memory:x?y", "x")];
    for (uri, name) in named {
        client.open(uri, 1, TWICE);
        let expected = fresh(tm_project::from_text(name, TWICE.to_owned()), name, TODAY);
        client.diagnostics_when(uri, Some(1), |found| lines(found) == expected);
        client.close(uri);
        client.diagnostics_when(uri, None, <[_]>::is_empty);
    }
    client.finish();
}

#[test]
fn a_file_outside_of_any_project_stands_alone() {
    let folder = Folder::new(&[("a.tm", TWICE), ("b.tm", TWICE)]);
    let mut client = Client::start(&folder);
    client.initialize(json!({ "capabilities": {} }));
    let uri = folder.uri("a.tm");
    client.open(&uri, 1, TWICE);
    let expected = folder.check("a.tm", "a.tm", TODAY);
    client.diagnostics_when(&uri, Some(1), |found| lines(found) == expected);
    // Not yet written.
    let uri = folder.uri("c.tm");
    client.open(&uri, 1, TWICE);
    client.diagnostics_when(&uri, Some(1), |found| !found.is_empty());
    client.finish();
}

#[test]
fn a_folder_without_a_manifest_is_one_project_once_a_document_of_it_is_open() {
    let folder = Folder::new(&[("a.tm", "service a\n"), ("deep/b.tm", "service a\n")]);
    let mut client = Client::session(&folder);
    client.open(&folder.uri("deep/b.tm"), 1, "service a\n");
    let expected = folder.check("", "deep/b.tm", TODAY);
    assert!(!expected.is_empty());
    client.diagnostics_when(&folder.uri("deep/b.tm"), Some(1), |found| lines(found) == expected);
    client.all_shown();
    client.finish();
}

#[test]
fn each_manifest_makes_a_project() {
    let folder = Folder::new(&[
        ("one/tm.toml", "[project]\nname = \"one\"\n"),
        ("one/a.tm", "service a\n"),
        ("two/tm.toml", "[project]\nname = \"two\"\n"),
        ("two/a.tm", "service a\n"),
    ]);
    let mut client = Client::session(&folder);
    for name in ["one/a.tm", "two/a.tm"] {
        client.open(&folder.uri(name), 1, "service a\n");
        client.problems(&folder.uri(name), Some(1), &[]);
    }
    client.change(&folder.uri("one/a.tm"), 2, TWICE);
    client.problems(&folder.uri("one/a.tm"), Some(2), &["duplicate-name"]);
    client.problems(&folder.uri("two/a.tm"), Some(1), &[]);
    client.finish();
}

#[test]
fn projects_are_found_before_a_document_of_theirs_is_open() {
    let folder = Folder::new(&[
        ("one/tm.toml", "[project]\nname = \"one\"\n"),
        ("one/a.tm", TWICE),
        ("one/inner/deep/tm.toml", "[project]\nname = \"inner\"\n"),
        ("one/inner/deep/b.tm", TWICE),
        ("loose.tm", TWICE),
    ]);
    let mut client = Client::session(&folder);
    client.problems(&folder.uri("one/a.tm"), None, &["duplicate-name"]);
    client.problems(&folder.uri("one/inner/deep/b.tm"), None, &["duplicate-name"]);
    // What another program makes and removes.
    folder.write("two/tm.toml", "[project]\nname = \"two\"\n");
    folder.write("two/c.tm", TWICE);
    client.touched(&folder.uri("two"));
    client.problems(&folder.uri("two/c.tm"), None, &["duplicate-name"]);
    std::fs::remove_dir_all(folder.root().join("one/inner")).unwrap();
    client.touched(&folder.uri("one/inner"));
    client.diagnostics_when(&folder.uri("one/inner/deep/b.tm"), None, <[_]>::is_empty);
    // A folder without a manifest is no project until somebody opens a document of it.
    assert!(client.all_shown().keys().all(|uri| !uri.ends_with("loose.tm")));
    client.finish();
}

#[test]
fn a_manifest_counts_as_it_is_being_written() {
    let folder = Folder::project(&[("a.tm", "service a\n")]);
    let manifest = folder.uri("tm.toml");
    let mut client = Client::session(&folder);
    client.diagnostics_when(&folder.uri("a.tm"), None, |found| !found.is_empty());
    client.open(&manifest, 1, "[project]\nname = \"shop\"\n");
    client.change(&manifest, 2, "[project]\nname = \"shop\"\n[rules]\nno-such-rule = \"off\"\n");
    client.problems(&manifest, Some(2), &["unknown-rule"]);
    client.change(&manifest, 3, "[project]\nname = \"shop\"\n[check]\nprofile = \"draft\"\n");
    client.problems(&manifest, Some(3), &[]);
    client.diagnostics_when(&folder.uri("a.tm"), None, |found| {
        found.iter().all(|it| !it.message.starts_with("stating "))
    });
    client.close(&manifest);
    client
        .diagnostics_when(&folder.uri("a.tm"), None, |found| found.iter().any(|it| it.message.starts_with("stating ")));
    client.all_shown();
    client.finish();
}

#[test]
fn mistakes_in_the_manifest_of_a_package_are_shown_where_they_are_written() {
    let folder = Folder::new(&[
        (".git/HEAD", ""),
        ("app/tm.toml", "[project]\nname = \"app\"\n[packages]\nlib = \"../lib\"\n"),
        ("app/a.tm", "service a\n"),
        ("lib/tm.toml", "[project]\nname = \"lib\"\n"),
        ("lib/b.tm", "module lib\nservice b\n"),
    ]);
    let (app, lib) = (folder.uri("app"), folder.uri("lib/tm.toml"));
    let mut client = Client::start(&folder);
    let pulls = json!({ "textDocument": { "diagnostic": {} } });
    client.initialize(json!({ "capabilities": pulls, "workspaceFolders": [{ "uri": app, "name": "app" }] }));
    client.open(&lib, 1, "[project]\nname = \"lib\"\nnmae = 7\n");
    let answer = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": lib } }));
    assert!(answer["items"].to_string().contains("unknown-key"), "{answer}");
    // Its links, and those of who uses it.
    client.open(
        &folder.uri("app/tm.toml"),
        1,
        "[packages]\nlib = \"../lib\"\nno = \"../no\"\n[docs]\nurl = \"https://example.org/\"\n",
    );
    let params = json!({ "textDocument": { "uri": folder.uri("app/tm.toml") } });
    let links = client.request("textDocument/documentLink", params);
    let targets: Vec<_> = links.as_array().unwrap().iter().map(|link| link["target"].as_str().unwrap()).collect();
    assert_eq!(targets, [lib.as_str(), "https://example.org/"]);
    client.all_shown();
    client.finish();
}

#[test]
fn packages_are_read_over_the_disk_too() {
    let folder = Folder::new(&[
        (".git/HEAD", ""),
        ("app/tm.toml", "[project]\nname = \"app\"\n[packages]\nlib = \"../lib\"\n"),
        ("app/a.tm", "use lib.{b}\nservice a\nflow a -> b\n"),
        ("lib/tm.toml", "[project]\nname = \"lib\"\n"),
        ("lib/b.tm", "module lib\nservice b\n"),
    ]);
    let app = folder.uri("app/a.tm");
    let mut client = Client::start(&folder);
    client.initialize(json!({ "capabilities": {}, "workspaceFolders": [{ "uri": folder.uri("app"), "name": "app" }] }));
    let before = folder.check("app", "a.tm", TODAY);
    client.diagnostics_when(&app, None, |found| lines(found) == before);
    client.open(&folder.uri("lib/b.tm"), 1, "module lib\nservice c\n");
    client.diagnostics_when(&app, None, |found| {
        found.iter().any(|it| it.message.contains("`b`") && it.severity == Some(lsp_types::DiagnosticSeverity::ERROR))
    });
    client.diagnostics(&folder.uri("lib/b.tm"), Some(1));
    client.close(&folder.uri("lib/b.tm"));
    client.diagnostics_when(&app, None, |found| lines(found) == before);
    client.all_shown();
    client.finish();
}

#[test]
fn names_of_files_are_hostile() {
    let names = [
        "with space.tm",
        "50%.tm",
        "a#b?c.tm",
        "[x]{y}.tm",
        "é漢😀.tm",
        "it's \"q\".tm",
        "-.tm",
        "%41.tm",
        "new\nline.tm",
    ];
    let folder = Folder::project(&names.map(|name| (name, TWICE)));
    let mut client = Client::session(&folder);
    for (version, name) in (1..).zip(names) {
        let uri = folder.uri(name);
        client.diagnostics_when(&uri, None, |found| !found.is_empty());
        client.open(&uri, version, "");
        client.diagnostics_when(&uri, Some(version), <[_]>::is_empty);
    }
    client.finish();
}

#[cfg(unix)]
#[test]
fn links_keep_the_name_by_which_the_client_calls_them() {
    let folder = Folder::project(&[("a.tm", TWICE), ("real/b.tm", "service b\n")]);
    let link = folder.root().parent().unwrap().join("link");
    std::os::unix::fs::symlink(folder.root(), &link).unwrap();
    let mut client = Client::start(&folder);
    let folders = json!([{ "uri": uri(&link), "name": "link" }]);
    client.initialize(json!({ "capabilities": {}, "workspaceFolders": folders }));
    client.problems(&uri(&link.join("a.tm")), None, &["duplicate-name"]);
    client.open(&uri(&link.join("a.tm")), 1, "service a\n");
    client.problems(&uri(&link.join("a.tm")), Some(1), &[]);
    // The same file by both names.
    client.open(&folder.uri("a.tm"), 1, "service a\n");
    client.change(&folder.uri("a.tm"), 2, TWICE);
    client.problems(&folder.uri("a.tm"), Some(2), &["duplicate-name"]);
    client.problems(&uri(&link.join("a.tm")), Some(1), &["duplicate-name"]);
    client.all_shown();
    client.finish();
}
