//! Messages by chance: the server lives, writes nothing but messages, and answers each request once.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

use serde_json::{Value, json};

use crate::client::PATIENCE;
use crate::folder::Folder;

mod chance;

use chance::Chance;

struct Storm {
    child: Child,
    said: Receiver<Value>,
    /// Requests that were sent, and how often they were answered.
    sent: BTreeMap<String, usize>,
    /// Answers that say something.
    results: usize,
}

impl Storm {
    fn begin(folder: &Folder, capabilities: &Value) -> Storm {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tm-lsp-under-test"));
        command.env("TM_CLOCK", folder.clock()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the server starts");
        let mut out = BufReader::new(child.stdout.take().expect("it is piped"));
        let (send, said) = channel();
        std::thread::spawn(move || {
            while let Some(message) = message(&mut out) {
                if send.send(message).is_err() {
                    break;
                }
            }
        });
        let mut storm = Storm { child, said, sent: BTreeMap::new(), results: 0 };
        let folders = json!([{ "uri": folder.uri(""), "name": "folder" }]);
        let params = json!({ "capabilities": capabilities, "processId": null, "workspaceFolders": folders });
        storm.request(&json!("begin"), "initialize", &params);
        storm.until("begin");
        assert_eq!(storm.results, 1, "the session begins");
        storm.write(json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }).to_string().as_bytes());
        storm
    }

    fn write(&mut self, body: &[u8]) {
        let mut bytes = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        bytes.extend(body);
        self.write_bytes(&bytes);
    }

    fn write_bytes(&mut self, bytes: &[u8]) {
        let stdin = self.child.stdin.as_mut().expect("it is piped");
        stdin.write_all(bytes).and_then(|()| stdin.flush()).expect("the server reads");
    }

    fn request(&mut self, id: &Value, method: &str, params: &Value) {
        let before = self.sent.insert(id.to_string(), 0);
        assert_eq!(before, None, "{id} is used twice");
        let request = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        self.write(request.to_string().as_bytes());
    }

    /// Takes what the server said so far.
    fn listen(&mut self, chance: &mut Chance) {
        while let Ok(said) = self.said.try_recv() {
            if let Some(answer) = self.take(&said).then(|| chance.answer(&said)).flatten() {
                self.write(answer.to_string().as_bytes());
            }
        }
    }

    /// True: the server asks something.
    fn take(&mut self, said: &Value) -> bool {
        assert_eq!(said["jsonrpc"], "2.0", "{said}");
        if said["method"].is_string() {
            assert!(said.get("result").is_none() && said.get("error").is_none(), "{said}");
            return said.get("id").is_some();
        }
        assert_ne!(said["error"]["code"], -32603, "a mistake of the server: {said}");
        assert!(said.get("result").is_some() != said.get("error").is_some(), "{said}");
        if said["id"].is_null() {
            assert!(said["error"]["code"].is_i64(), "an answer to nothing: {said}");
        } else {
            self.results += usize::from(said.get("result").is_some_and(|result| !result.is_null()));
            let count = self.sent.get_mut(&said["id"].to_string());
            *count.unwrap_or_else(|| panic!("nobody asked: {said}")) += 1;
        }
        false
    }

    fn until(&mut self, id: &str) {
        let id = json!(id).to_string();
        while self.sent.get(&id) == Some(&0) {
            let said = self.said.recv_timeout(PATIENCE).unwrap_or_else(|error| panic!("no answer to {id}: {error}"));
            self.take(&said);
        }
    }

    fn end(mut self, seed: u64) {
        let shutdown = json!("the end");
        self.sent.insert(shutdown.to_string(), 0);
        self.write(json!({ "jsonrpc": "2.0", "id": shutdown, "method": "shutdown" }).to_string().as_bytes());
        while let Some(open) = self.sent.iter().find(|(_, count)| **count == 0).map(|(id, _)| id.clone()) {
            match self.said.recv_timeout(PATIENCE) {
                Ok(said) => drop(self.take(&said)),
                Err(error) => panic!("seed {seed}: {open} is not answered: {error}"),
            }
        }
        self.write(json!({ "jsonrpc": "2.0", "method": "exit" }).to_string().as_bytes());
        assert_eq!(self.child.wait().expect("it can be waited for").code(), Some(0), "seed {seed}");
        // The last messages too.
        while let Ok(said) = self.said.recv() {
            self.take(&said);
        }
        let twice: Vec<_> = self.sent.iter().filter(|(_, count)| **count != 1).collect();
        assert!(self.results > 3, "seed {seed}: {} answers say something", self.results);
        assert!(twice.is_empty(), "seed {seed}: answered more than once: {twice:?}");
    }
}

impl Drop for Storm {
    fn drop(&mut self) {
        // Of a test that fails.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// One message, byte by byte as the protocol has it; `None` at the end, which is no place but between two of them.
fn message(out: &mut impl BufRead) -> Option<Value> {
    let mut header = String::new();
    out.read_line(&mut header).expect("text");
    if header.is_empty() {
        return None;
    }
    let length = header.strip_prefix("Content-Length: ").and_then(|rest| rest.strip_suffix("\r\n"));
    let length: usize = length.and_then(|it| it.parse().ok()).unwrap_or_else(|| panic!("a stray byte: {header:?}"));
    let mut blank = [0; 2];
    out.read_exact(&mut blank).expect("a blank line");
    assert_eq!(&blank, b"\r\n");
    let mut body = vec![0; length];
    out.read_exact(&mut body).expect("as much as was said");
    Some(serde_json::from_slice(&body).expect("JSON"))
}

const TEXTS: [(&str, &str); 3] = [
    ("a.tm", "module shop\n\nservice cart { owner: \"team\" }\nstore db\nflow buy: cart -> db { encryption: none }\n"),
    ("deep/b.tm", "module shop.back\nuse shop.{cart}\nworker w { -> cart }\nassume x { about: [w] }\n"),
    ("tm.toml", "[project]\nname = \"shop\"\n"),
];

fn storm(seed: u64) {
    let folder = Folder::new(&TEXTS);
    let mut uris: Vec<String> = TEXTS.iter().map(|(path, _)| folder.uri(path)).collect();
    uris.extend(["untitled:Untitled-1", "tm-std:/vocabulary/flows.tm"].map(str::to_owned));
    uris.push(folder.uri("no/such/file.tm"));
    let mut chance = Chance::new(seed, uris);
    let mut storm = Storm::begin(&folder, &chance.capabilities());
    for round in 0..250_u64 {
        match chance.below(10) {
            0..4 => {
                let id = if chance.below(4) == 0 { json!(format!("id {round}")) } else { json!(round) };
                let (method, params) = chance.request();
                storm.request(&id, method, &params);
            }
            4..8 => {
                let (method, params) = chance.notification();
                let message = json!({ "jsonrpc": "2.0", "method": method, "params": params });
                storm.write(message.to_string().as_bytes());
            }
            8 => {
                // What was asked, what was answered, what was never asked.
                for _ in 0..chance.below(8) {
                    let id = json!(round.saturating_sub(u64::from(chance.below(6))));
                    let cancel = json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": id } });
                    storm.write(cancel.to_string().as_bytes());
                }
            }
            _ => {
                let garbage = chance.garbage();
                storm.write(&garbage);
            }
        }
        storm.listen(&mut chance);
    }
    // With nothing in between: these are answered with something.
    for id in 1000..1040 {
        let (method, params) = chance.request();
        storm.request(&json!(id), method, &params);
    }
    storm.end(seed);
}

#[test]
fn of_messages_by_chance_each_request_is_answered_once() {
    (1..=4).for_each(storm);
}

#[test]
fn of_other_messages_by_chance_each_request_is_answered_once() {
    (5..=8).for_each(storm);
}

#[test]
fn a_client_that_is_killed_in_the_midst_of_work_ends_the_server() {
    for seed in 1..=4 {
        let folder = Folder::new(&TEXTS);
        let mut chance = Chance::new(seed, TEXTS.iter().map(|(path, _)| folder.uri(path)).collect());
        let mut storm = Storm::begin(&folder, &chance.capabilities());
        for id in 0..40 {
            let (method, params) = chance.notification();
            storm.write(json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string().as_bytes());
            let (method, params) = chance.request();
            storm.request(&json!(id), method, &params);
        }
        // In the midst of a message. Who is killed reads no answers either.
        storm.write_bytes(b"Content-Length: 1000\r\n\r\n{");
        drop(storm.child.stdin.take());
        let (_, nobody) = channel();
        storm.said = nobody;
        assert_eq!(storm.child.wait().expect("it can be waited for").code(), Some(1), "seed {seed}");
    }
}
