//! A request that is taken back: what was found for it is kept or found again, and others get their answers.

use serde_json::{Value, json};

use crate::client::Client;
use crate::folder::{Folder, example};

const CANCELLED: i32 = -32800;

/// Something that makes all that follows from the vocabulary be found again, and changes nothing.
const MORE: &str = "\nkind unused is service { fact idle: bool }\n";

fn questions(uri: &str, text: &str) -> Vec<(&'static str, Value)> {
    let document = json!({ "uri": uri });
    let last = text.lines().count();
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": last, "character": 0 } });
    let line = text.lines().position(|line| line.contains("service cart-svc {")).expect("a service");
    let at = json!({ "line": line, "character": text.lines().nth(line).unwrap().find("cart-svc").unwrap() });
    vec![
        ("textDocument/diagnostic", json!({ "textDocument": document })),
        ("textDocument/codeLens", json!({ "textDocument": document })),
        ("textDocument/inlayHint", json!({ "textDocument": document, "range": whole })),
        ("textDocument/hover", json!({ "textDocument": document, "position": at })),
        ("textDocument/semanticTokens/range", json!({ "textDocument": document, "range": whole })),
        (
            "textDocument/references",
            json!({ "textDocument": document, "position": at, "context": { "includeDeclaration": true } }),
        ),
    ]
}

/// The largest document of an example, and a session in which it is open.
fn session(folder: &Folder) -> (Client, String, String) {
    let files = example("cloudcart/before");
    let (path, text) = files.into_iter().filter(|(path, _)| path.ends_with(".tm")).max_by_key(|it| it.1.len()).unwrap();
    let mut client = Client::session_with(folder, json!({ "textDocument": { "diagnostic": {} } }));
    let uri = folder.uri(&path);
    client.open(&uri, 1, &text);
    (client, uri, text)
}

#[test]
fn the_same_question_is_answered_exactly_afterwards() {
    let folder = Folder::example("cloudcart/before");
    let (mut client, uri, text) = session(&folder);
    let expected: Vec<Value> =
        questions(&uri, &text).into_iter().map(|(method, params)| client.request(method, params)).collect();
    assert!(expected.iter().all(|answer| answer.to_string().len() > 100), "{expected:#?}");
    client.all_shown();
    client.finish();

    let (mut client, uri, text) = session(&folder);
    let mut taken_back = 0;
    for round in 0..6 {
        // Nothing of this round is known yet; and then it is about the same text again.
        client.change(&uri, 2 * round + 2, &format!("{text}{MORE}"));
        client.change(&uri, 2 * round + 3, &text);
        let asked = questions(&uri, &text);
        // Each once to be taken back, at different depths of the work, and once by somebody who waits for the same.
        let first: Vec<i32> = asked.iter().map(|(method, params)| client.ask(method, params.clone())).collect();
        let others: Vec<i32> = asked.iter().map(|(method, params)| client.ask(method, params.clone())).collect();
        std::thread::sleep(std::time::Duration::from_millis(u64::from(round.unsigned_abs()) * 15));
        for id in &first {
            client.notify("$/cancelRequest", json!({ "id": id }));
        }
        for (id, expected) in first.iter().zip(&expected) {
            match client.answer(*id).response_result {
                Ok(answer) => assert_eq!(answer, *expected),
                Err(error) => {
                    assert_eq!(error.code, CANCELLED, "{error:?}");
                    taken_back += 1;
                }
            }
        }
        for ((id, expected), (method, _)) in others.iter().zip(&expected).zip(&asked) {
            let answer = client.answer(*id).response_result.unwrap_or_else(|error| panic!("{method}: {error:?}"));
            assert_eq!(answer, *expected, "{method} in round {round}");
        }
        for ((method, params), expected) in asked.into_iter().zip(&expected) {
            assert_eq!(client.request(method, params), *expected, "{method} after round {round}");
        }
    }
    assert!(taken_back > 0, "nothing was taken back in time");
    client.all_shown();
    client.finish();
}
