//! What is told of a document in a large project before it is judged: its syntax, and what was found, moved with the text.

use lsp_types::Diagnostic;
use serde_json::json;

use crate::client::Client;
use crate::diagnostics::range;
use crate::folder::{Folder, TODAY, lines};

const SHOP: &str = "\
module shop

cluster prod {
  service cart
  service prices
}

flow cart -> prices { protocol: http, encryption: none }
";

/// So many files that it is worth while.
fn large() -> Folder {
    let others: Vec<(String, String)> = (0..60)
        .map(|number| (format!("other-{number}.tm"), format!("module shop\nservice other-{number}\n")))
        .collect();
    let mut files: Vec<(&str, &str)> = others.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push(("shop.tm", SHOP));
    Folder::project(&files)
}

fn names(diagnostics: &[Diagnostic]) -> Vec<String> {
    lines(diagnostics).iter().map(|line| line.4.clone()).collect()
}

#[test]
fn what_was_found_moves_with_the_text_and_syntax_is_told_at_once() {
    let folder = large();
    let uri = folder.uri("shop.tm");
    let mut client = Client::session(&folder);
    client.open(&uri, 0, SHOP);
    let expected = folder.check("", "shop.tm", TODAY);
    assert!(!expected.is_empty());
    let found = client.diagnostics_when(&uri, Some(0), |found| lines(found) == expected);

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
    let expected = folder.check("", "shop.tm", TODAY);
    client.diagnostics_when(&uri, Some(3), |found| lines(found) == expected);
    client.all_shown();
    client.finish();
}

#[test]
fn fast_typing_ends_where_a_fresh_check_begins() {
    let folder = large();
    let uri = folder.uri("shop.tm");
    let mut client = Client::session(&folder);
    client.open(&uri, 0, SHOP);
    let typed = "  service till { owner: \"me\" }\nflow cart -> till {}\n// the end";
    for (version, (at, char)) in (1..).zip(typed.char_indices()) {
        let line = u32::try_from(typed[..at].matches('\n').count()).unwrap() + 8;
        let column = u32::try_from(at - typed[..at].rfind('\n').map_or(0, |at| at + 1)).unwrap();
        client.edit(&uri, version, json!([{ "range": range(line, column, line, column), "text": char.to_string() }]));
    }
    folder.write("shop.tm", &format!("{SHOP}{typed}"));
    let expected = folder.check("", "shop.tm", TODAY);
    let last = i32::try_from(typed.len()).unwrap();
    client.diagnostics_when(&uri, Some(last), |found| lines(found) == expected);
    client.all_shown();
    client.finish();
}
