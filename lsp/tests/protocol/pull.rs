//! Diagnostics for clients that ask, and work that is shown while it lasts.

use serde_json::{Value, json};

use crate::client::{Client, strict};
use crate::folder::{Folder, TODAY, lines};

fn asking() -> Value {
    json!({
        "textDocument": { "diagnostic": {} },
        "workspace": { "diagnostics": { "refreshSupport": true } },
    })
}

fn pull(client: &mut Client, uri: &str, previous: Option<&str>) -> Value {
    let params = json!({ "textDocument": { "uri": uri }, "previousResultId": previous });
    let result = client.request("textDocument/diagnostic", params);
    let _: lsp_types::DocumentDiagnosticReport = strict(result.clone());
    result
}

#[test]
fn who_asks_is_answered_and_not_told_as_well() {
    let folder = Folder::project(&[("a.tm", "service a\n"), ("b.tm", "service b\nservice b\n")]);
    let uri = folder.uri("a.tm");
    let mut client = Client::session_with(&folder, asking());
    // What is not open is told.
    client.problems(&folder.uri("b.tm"), None, &["duplicate-name"]);
    client.diagnostics_when(&uri, None, |found| !found.is_empty());
    client.open(&uri, 1, "service a\n");
    let answer = pull(&mut client, &uri, None);
    let found: Vec<lsp_types::Diagnostic> = serde_json::from_value(answer["items"].clone()).unwrap();
    assert_eq!(lines(&found), folder.check("", "a.tm", TODAY));
    // Once it is open, what was told is taken back.
    client.diagnostics_when(&uri, Some(1), <[_]>::is_empty);
    let id = answer["resultId"].as_str().unwrap();
    assert_eq!(pull(&mut client, &uri, Some(id)), json!({ "kind": "unchanged", "resultId": id }));
    client.change(&uri, 2, "service a\nservice a\n");
    let answer = pull(&mut client, &uri, Some(id));
    assert!(answer["items"].to_string().contains("duplicate-name"), "{answer}");
    // Another file makes a difference: the client is told to ask again.
    let before = client.asked.len();
    folder.write("b.tm", "service a\n");
    client.touched(&folder.uri("b.tm"));
    client.until("word to ask again", |client| {
        client.asked.iter().skip(before).any(|it| it.method == "workspace/diagnostic/refresh").then_some(())
    });
    client.close(&uri);
    client.diagnostics_when(&uri, None, |found| !found.is_empty());
    client.all_shown();
    client.finish();
}

#[test]
fn a_document_that_is_edited_while_it_is_judged_is_asked_for_again() {
    let folder = Folder::project(&[]);
    let uri = folder.uri("a.tm");
    let mut client = Client::session_with(&folder, asking());
    client.open(&uri, 1, "");
    let mut ids = Vec::new();
    for version in 2..60 {
        ids.push(client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } })));
        client.change(&uri, version, &"service a\n".repeat(usize::try_from(version).unwrap()));
    }
    for id in ids {
        match client.answer(id).response_result {
            Ok(result) => assert_eq!(result["kind"], "full"),
            Err(error) => {
                assert_eq!(error.code, -32802, "{error:?}");
                assert_eq!(error.data, Some(json!({ "retriggerRequest": true })));
            }
        }
    }
    client.all_shown();
    client.finish();
}

#[test]
fn the_first_check_is_shown_while_it_lasts() {
    let folder = Folder::project(&[("a.tm", "service a\n")]);
    let mut client = Client::session_with(&folder, json!({ "window": { "workDoneProgress": true } }));
    client.diagnostics_when(&folder.uri("a.tm"), None, |found| !found.is_empty());
    let begin = client.heard("$/progress");
    assert_eq!((&begin["value"]["kind"], &begin["value"]["title"]), (&json!("begin"), &json!("Checking shop")));
    let end = client.heard("$/progress");
    assert_eq!((&end["token"], &end["value"]["kind"]), (&begin["token"], &json!("end")));
    client.finish();
}
