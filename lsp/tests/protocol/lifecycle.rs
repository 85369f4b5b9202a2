//! How a session begins and ends, and what survives.

use std::process::Command;

use lsp_types::PositionEncodingKind;
use serde_json::{Value, json};

use crate::client::Client;
use crate::folder::Folder;

const METHOD_NOT_FOUND: i32 = -32601;
const INVALID_PARAMS: i32 = -32602;
const NOT_INITIALIZED: i32 = -32002;

#[test]
fn a_session_begins_and_ends() {
    let folder = Folder::new(&[]);
    let mut client = Client::start(&folder);
    assert_eq!(client.refused("textDocument/hover", json!({})), NOT_INITIALIZED);
    let result = client.initialize(json!({ "capabilities": {}, "processId": std::process::id() }));
    assert_eq!(result.server_info.unwrap().name, "tm");
    assert_eq!(result.capabilities.position_encoding, Some(PositionEncodingKind::UTF16));
    assert_eq!(client.refused("tm/noSuchMethod", json!({})), METHOD_NOT_FOUND);
    client.notify("$/noSuchNotification", json!({}));
    client.notify("tm/noSuchNotification", json!({}));
    client.finish();
}

#[test]
fn utf_8_is_taken_where_it_is_offered() {
    let folder = Folder::new(&[]);
    let mut client = Client::start(&folder);
    let capabilities = json!({ "general": { "positionEncodings": ["utf-32", "utf-16", "utf-8"] } });
    let result = client.initialize(json!({ "capabilities": capabilities }));
    assert_eq!(result.capabilities.position_encoding, Some(PositionEncodingKind::UTF8));
    client.finish();
}

#[test]
fn an_editor_that_is_gone_ends_the_server() {
    let folder = Folder::project(&[("a.tm", "")]);
    assert_eq!(Client::start(&folder).hang_up(), Some(1), "before anything was said");
    assert_eq!(Client::session(&folder).hang_up(), Some(1));
    let mut client = Client::session(&folder);
    // In the midst of a message.
    client.send_bytes(b"Content-Length: 100\r\n\r\n{\"jsonrpc\":");
    assert_eq!(client.hang_up(), Some(1));
}

#[test]
fn exit_without_shutdown_is_a_failure() {
    let folder = Folder::new(&[]);
    let mut client = Client::session(&folder);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit(), Some(1));
}

/// As some editors do; and standard input stays open.
#[test]
fn shutdown_may_come_without_an_id_or_with_parameters() {
    let folder = Folder::new(&[]);
    let mut client = Client::session(&folder);
    client.send_bytes(frame(r#"{"jsonrpc":"2.0","method":"shutdown"}"#).as_bytes());
    client.send_bytes(frame(r#"{"jsonrpc":"2.0","method":"exit"}"#).as_bytes());
    assert_eq!(client.exit(), Some(0));

    let mut client = Client::session(&folder);
    assert_eq!(client.request("shutdown", json!({})), Value::Null);
    client.notify("exit", json!({}));
    assert_eq!(client.exit(), Some(0));
}

#[test]
fn the_server_ends_with_the_process_that_asked_for_it() {
    let folder = Folder::new(&[]);
    let mut parent = Command::new("sleep").arg("1000").spawn().unwrap();
    let mut client = Client::start(&folder);
    client.initialize(json!({ "capabilities": {}, "processId": parent.id() }));
    client.request("tm/stdDocument", json!({ "uri": "tm-std:/vocabulary/flows.tm" }));
    parent.kill().unwrap();
    parent.wait().unwrap();
    // Nobody closes standard input.
    assert_eq!(client.exit(), Some(1));
}

#[test]
fn what_is_no_message_is_passed_over() {
    let folder = Folder::project(&[]);
    let uri = folder.uri("a.tm");
    let mut client = Client::session(&folder);
    client.open(&uri, 1, "service a\nservice a\n");
    client.diagnostics_when(&uri, Some(1), |found| !found.is_empty());
    for message in [
        r#"{"jsonrpc":"2.0","method":"textDocument/didOpen"}"#,
        r#"{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":7}}"#,
        r#"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"not an address"}}}"#,
        r#"{"jsonrpc":"2.0","method":"textDocument/didClose","params":{"textDocument":{"uri":"file:///nowhere.tm"}}}"#,
        r#"{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"nothing"}}"#,
    ] {
        client.send_bytes(frame(message).as_bytes());
    }
    assert_eq!(client.refused("tm/stdDocument", json!(["not", "an", "object"])), INVALID_PARAMS);
    assert_eq!(client.refused("tm/stdDocument", json!({ "uri": "tm-std:/nowhere.tm" })), INVALID_PARAMS);
    client.change(&uri, 2, "service a\n");
    client.diagnostics(&uri, Some(2));
    client.finish();
}

/// Answers to these have no id, which the client of the other tests does not take.
#[test]
fn garbage_is_answered_and_passed_over() {
    use std::io::{Read, Write};
    let folder = Folder::new(&[]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_tm-lsp-under-test"));
    command.env("TM_CLOCK", folder.clock()).stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut server = command.stderr(std::process::Stdio::null()).spawn().unwrap();
    let mut bytes = frame(r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#);
    for garbage in ["{", "[]", "7", "{}", "\"x\"", "[{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"shutdown\"}]"] {
        bytes += &frame(garbage);
    }
    bytes += &frame(r#"{"jsonrpc":"1.0","id":3,"method":"shutdown"}"#);
    bytes += &frame(r#"{"jsonrpc":"2.0","id":[],"method":"shutdown"}"#);
    bytes += "hello\r\n\r\nContent-Length: x\r\n\r\n";
    bytes += &frame(&"[".repeat(50_000));
    bytes += &frame(r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#);
    bytes += &frame(r#"{"jsonrpc":"2.0","method":"exit"}"#);
    server.stdin.take().unwrap().write_all(bytes.as_bytes()).unwrap();
    let mut out = String::new();
    server.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    assert_eq!(server.wait().unwrap().code(), Some(0), "{out}");
    assert!(out.contains(r#""id":2"#) && out.contains(r#""result":null"#), "{out}");
    let errors = out.matches(r#""error":{"code":-32"#).count();
    assert!(errors >= 10, "{errors} errors: {out}");
}

#[test]
fn many_requests_that_are_cancelled_at_once_are_all_answered() {
    let folder = Folder::project(&[("a.tm", "service a\n")]);
    let mut client = Client::session(&folder);
    let params = json!({ "uri": "tm-std:/vocabulary/flows.tm" });
    let mut ids = Vec::new();
    for round in 0..300 {
        let id = client.ask("tm/stdDocument", params.clone());
        if round % 3 != 0 {
            client.notify("$/cancelRequest", json!({ "id": id }));
        }
        if round % 5 == 0 {
            client.notify("$/cancelRequest", json!({ "id": id - 1 }));
        }
        ids.push(id);
    }
    for id in ids {
        let answer = client.answer(id).response_result;
        assert!(answer.as_ref().err().is_none_or(|error| error.code == -32800), "{answer:?}");
    }
    client.all_shown();
    client.finish();
}

fn frame(message: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{message}", message.len())
}
