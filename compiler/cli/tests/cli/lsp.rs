//! `tm lsp`: a session through the command.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};

use serde_json::{Value, json};

use crate::support::{Folder, stdlib};

fn send(to: &mut impl Write, message: &Value) {
    let text = message.to_string();
    write!(to, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
}

/// The answer with that id; notifications are passed over.
fn answer(from: &mut impl BufRead, id: u32) -> Value {
    loop {
        let mut header = String::new();
        from.read_line(&mut header).unwrap();
        let length = header.strip_prefix("Content-Length: ").unwrap_or_else(|| panic!("`{header}`")).trim();
        let mut body = vec![0; length.parse::<usize>().unwrap() + 2];
        from.read_exact(&mut body).unwrap();
        let message: Value = serde_json::from_slice(&body[2..]).unwrap();
        if message["id"] == id {
            return message;
        }
    }
}

/// Asks for the kind of a service, which the library declares: where it leads, and how the session ends.
fn session(folder: &Folder, library: bool) -> (String, i32) {
    let mut command = folder.command(&["lsp"]);
    if library {
        command.env("TM_STDLIB", stdlib());
    }
    let mut server: Child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let (mut to, mut from) = (server.stdin.take().unwrap(), BufReader::new(server.stdout.take().unwrap()));
    let request = |id: u32, method: &str, params: Value| json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
    let say = |method: &str, params: Value| json!({ "jsonrpc": "2.0", "method": method, "params": params });
    send(&mut to, &request(1, "initialize", json!({ "capabilities": {} })));
    let result = answer(&mut from, 1);
    assert!(result["result"]["serverInfo"]["version"].as_str().unwrap().starts_with(env!("CARGO_PKG_VERSION")));
    let uri = "untitled:Untitled-1";
    let document = json!({ "uri": uri, "languageId": "tm", "version": 1, "text": "service a\n" });
    send(&mut to, &say("textDocument/didOpen", json!({ "textDocument": document })));
    let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 8 } });
    send(&mut to, &request(2, "textDocument/typeDefinition", at));
    let found = answer(&mut from, 2)["result"][0]["uri"].as_str().unwrap().to_owned();
    send(&mut to, &request(3, "shutdown", Value::Null));
    assert_eq!(answer(&mut from, 3)["result"], Value::Null);
    send(&mut to, &say("exit", Value::Null));
    (found, server.wait().unwrap().code().unwrap())
}

#[test]
fn the_library_is_where_it_comes_from() {
    let folder = Folder::new(&[]);
    let (built_in, code) = session(&folder, false);
    assert_eq!(code, 0);
    assert!(built_in.starts_with("tm-std:/vocabulary/"), "{built_in}");
    let (on_disk, _) = session(&folder, true);
    assert!(on_disk.starts_with("file:///") && on_disk.contains("/stdlib/vocabulary/"), "{on_disk}");
}

#[test]
fn nobody_to_talk_to_is_1() {
    let folder = Folder::new(&[]);
    let ran = folder.tm(&["lsp", "--stdio"]).exits(1);
    assert_eq!(ran.out, "");
}
