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

fn pull_all(client: &mut Client, previous: &Value, parts: Option<&str>) -> i32 {
    let params = json!({ "previousResultIds": previous, "partialResultToken": parts });
    client.ask("workspace/diagnostic", params)
}

fn items(answer: Value) -> Vec<Value> {
    let _: lsp_types::WorkspaceDiagnosticReport = strict(answer.clone());
    answer["items"].as_array().unwrap().clone()
}

fn ids(items: &[Value]) -> Value {
    items.iter().map(|it| json!({ "uri": it["uri"], "value": it["resultId"] })).collect()
}

#[test]
fn who_asks_for_the_workspace_is_answered_when_something_is_new() {
    let folder = Folder::project(&[("a.tm", "service a\n"), ("b.tm", "service b\nservice b\n"), ("c.tm", "")]);
    let (a, b) = (folder.uri("a.tm"), folder.uri("b.tm"));
    let mut client = Client::session_with(&folder, asking());
    client.open(&a, 1, "service a\n");
    let id = pull_all(&mut client, &json!([]), None);
    let first = items(client.answer(id).response_result.unwrap());
    let of = |items: &[Value], uri: &str| items.iter().find(|it| it["uri"] == uri).cloned().expect("it is told");
    for (uri, name, version) in [(&a, "a.tm", json!(1)), (&b, "b.tm", Value::Null)] {
        let told = of(&first, uri);
        assert_eq!((&told["kind"], &told["version"]), (&json!("full"), &version));
        let found: Vec<lsp_types::Diagnostic> = serde_json::from_value(told["items"].clone()).unwrap();
        assert_eq!(lines(&found), folder.check("", name, TODAY));
    }
    // What was published before is taken back: nobody sees anything twice.
    client.until("nothing published", |client| client.all_shown().values().all(Vec::is_empty).then_some(()));
    // Who knows that waits for something else.
    let id = pull_all(&mut client, &ids(&first), None);
    assert!(!client.is_answered(id));
    folder.write("b.tm", "service b\n");
    client.touched(&b);
    let second = items(client.answer(id).response_result.unwrap());
    assert_eq!(of(&second, &a)["kind"], "unchanged");
    assert_eq!(of(&second, &a)["resultId"], of(&first, &a)["resultId"]);
    let found: Vec<lsp_types::Diagnostic> = serde_json::from_value(of(&second, &b)["items"].clone()).unwrap();
    assert_eq!(lines(&found), folder.check("", "b.tm", TODAY));
    // A file that is gone has nothing any more.
    folder.remove("b.tm");
    client.touched(&b);
    let id = pull_all(&mut client, &ids(&second), None);
    assert_eq!(of(&items(client.answer(id).response_result.unwrap()), &b)["items"], json!([]));
    // Who waits may change its mind, and is answered when the session ends.
    let id = pull_all(&mut client, &ids(&first), None);
    let latest = items(client.answer(id).response_result.unwrap());
    let (taken_back, waiting) =
        (pull_all(&mut client, &ids(&latest), None), pull_all(&mut client, &ids(&latest), None));
    client.notify("$/cancelRequest", json!({ "id": taken_back }));
    assert_eq!(client.answer(taken_back).response_result.unwrap_err().code, -32800);
    assert!(!client.is_answered(waiting));
    assert_eq!(client.request("shutdown", Value::Null), Value::Null);
    assert_eq!(client.answer(waiting).response_result.unwrap(), json!({ "items": [] }));
}

#[test]
fn parts_of_an_answer_go_ahead_where_asked_for() {
    let folder = Folder::project(&[("a.tm", "service a\n"), ("b.tm", "service b\nservice b\n")]);
    let mut client = Client::session_with(&folder, asking());
    let id = pull_all(&mut client, &json!([]), Some("parts"));
    let part = client.heard("$/progress");
    assert_eq!(part["token"], "parts");
    let told = items(part["value"].clone());
    assert!(
        told.iter().any(|it| it["uri"] == folder.uri("b.tm") && it["items"].to_string().contains("duplicate-name"))
    );
    assert_eq!(client.answer(id).response_result.unwrap(), json!({ "items": [] }));
    client.all_shown();
    client.finish();
}
