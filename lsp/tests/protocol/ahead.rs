//! What is told of a document in a large project before it is judged: its syntax, and what was found, moved with the text.

use lsp_types::Diagnostic;
use serde_json::json;

use crate::client::{Client, range};
use crate::folder::{Folder, SHOP, lines};

/// So many files that it is worth while, and a document.
fn large() -> (Folder, String) {
    let folder = Folder::project(&[("shop.tm", SHOP)]);
    folder.fill(60);
    let uri = folder.uri("shop.tm");
    (folder, uri)
}

fn names(diagnostics: &[Diagnostic]) -> Vec<String> {
    lines(diagnostics).iter().map(|line| line.4.clone()).collect()
}

#[test]
fn what_was_found_moves_with_the_text_and_syntax_is_told_at_once() {
    let (folder, uri) = large();
    let mut client = Client::session(&folder);
    client.open(&uri, 0, SHOP);
    let found = client.as_checked(&folder, "shop.tm", Some(0));
    assert!(!found.is_empty());

    // The first word on a version is what was found, a line below.
    client.edit(&uri, 1, json!([{ "range": range(2, 0, 2, 0), "text": "// a note\n" }]));
    let first = client.diagnostics(&uri, Some(1));
    let below = |it: &Diagnostic| {
        let mut below = it.clone();
        below.range.start.line += 1;
        below.range.end.line += 1;
        below
    };
    assert_eq!(names(&first), names(&found));
    assert!(found.iter().filter(|it| it.range.start.line > 2).all(|it| first.contains(&below(it))));

    // What is wrong with the syntax comes with it, and goes when it is mended.
    client.edit(&uri, 2, json!([{ "range": range(0, 0, 0, 0), "text": "service {{\n" }]));
    let broken = client.diagnostics(&uri, Some(2));
    assert!(broken.len() > first.len(), "{broken:?}");
    assert!(names(&first).iter().all(|name| names(&broken).contains(name)));
    client.edit(&uri, 3, json!([{ "range": range(0, 0, 1, 0), "text": "" }]));
    let noted = SHOP.replacen("cluster", "// a note\ncluster", 1);
    folder.write("shop.tm", &noted);
    client.as_checked(&folder, "shop.tm", Some(3));
    client.all_shown();
    client.finish();
}

#[test]
fn fast_typing_ends_where_a_fresh_check_begins() {
    let (folder, uri) = large();
    let mut client = Client::session(&folder);
    client.open(&uri, 0, SHOP);
    let typed = "  service till { owner: \"me\" }\nflow cart -> till {}\n// the end";
    for (version, (at, char)) in (1..).zip(typed.char_indices()) {
        let line = u32::try_from(typed[..at].matches('\n').count()).unwrap() + 8;
        let column = u32::try_from(at - typed[..at].rfind('\n').map_or(0, |at| at + 1)).unwrap();
        client.edit(&uri, version, json!([{ "range": range(line, column, line, column), "text": char.to_string() }]));
    }
    folder.write("shop.tm", &format!("{SHOP}{typed}"));
    let last = i32::try_from(typed.len()).unwrap();
    client.as_checked(&folder, "shop.tm", Some(last));
    client.all_shown();
    client.finish();
}

/// An edit that is not judged yet when its document is closed: the disk says what it said before.
#[test]
fn what_was_told_ahead_of_a_document_that_is_closed_is_taken_back() {
    let (folder, uri) = large();
    let mut client = Client::session(&folder);
    client.open(&uri, 0, SHOP);
    let found = client.as_checked(&folder, "shop.tm", Some(0));
    for version in 1..4 {
        client.edit(&uri, version, json!([{ "range": range(0, 0, 0, 0), "text": "service {{\n" }]));
        client.diagnostics_when(&uri, Some(version), |ahead| ahead.len() > found.len());
        client.close(&uri);
        client.until("what the disk says", |client| (client.all_shown().get(&uri) == Some(&found)).then_some(()));
        client.open(&uri, version, SHOP);
        client.diagnostics_when(&uri, Some(version), |again| again == found);
    }
    client.finish();
}

/// Without a manifest, the folder is a project as long as a document of it is open.
#[test]
fn what_was_told_first_of_a_project_that_is_no_more_is_taken_back() {
    let (folder, uri) = large();
    folder.remove("tm.toml");
    let mut client = Client::session(&folder);
    for version in 0..3 {
        client.open(&uri, version, SHOP);
        client.diagnostics_when(&uri, Some(version), |found| !found.is_empty());
        client.close(&uri);
        client.until("nothing shown", |client| client.all_shown().values().all(Vec::is_empty).then_some(()));
        // Nor does anything come later.
        client.request("tm/stdDocument", json!({ "uri": "tm-std:/vocabulary/flows.tm" }));
        assert!(client.all_shown().values().all(Vec::is_empty));
    }
    client.finish();
}

#[test]
fn a_text_that_becomes_too_large_has_nothing_of_its_own() {
    let (folder, uri) = large();
    let mut client = Client::session(&folder);
    client.open(&uri, 0, SHOP);
    client.as_checked(&folder, "shop.tm", Some(0));
    client.change(&uri, 1, &format!("service {{{{\n{}", "// much\n".repeat(1_100_000)));
    client.diagnostics_when(&uri, Some(1), |found| !names(found).is_empty());
    folder.write("shop.tm", &"// much\n".repeat(1_100_000));
    let is_too_large = |found: &[Diagnostic]| names(found) == ["file-too-large"];
    client.diagnostics_when(&uri, Some(1), is_too_large);
    client.change(&uri, 2, SHOP);
    folder.write("shop.tm", SHOP);
    client.as_checked(&folder, "shop.tm", Some(2));
    client.all_shown();
    client.finish();
}
