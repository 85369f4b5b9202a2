//! A client that believes nothing: every byte must be a message, every message must be asked for or looked at.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use lsp_server::{Message, Notification, Request, RequestId, Response};
use lsp_types::{LogMessageParams, PublishDiagnosticsParams};
use serde_json::{Value, json};

use crate::folder::{Folder, TODAY, lines};

/// Only for what hangs: no test says how fast anything is.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub struct Client {
    pub child: Child,
    stdin: Option<ChildStdin>,
    messages: Receiver<Message>,
    responses: BTreeMap<i32, Response>,
    next: i32,
    /// A test has looked at everything, and at what comes.
    sees_all: bool,
    /// What was published last of a document, and whether a test has ever looked at that.
    shown: BTreeMap<String, (PublishDiagnosticsParams, bool)>,
    /// Everything that was published, in order.
    pub published: Vec<PublishDiagnosticsParams>,
    /// What the server asked for, in order.
    pub asked: VecDeque<Request>,
    /// Notifications that no other member takes.
    pub told: VecDeque<Notification>,
    /// The answer to `workspace/configuration`.
    pub settings: Value,
}

impl Client {
    pub fn start(folder: &Folder) -> Client {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tm-lsp-under-test"));
        command.env("TM_CLOCK", folder.clock()).current_dir("/");
        Client::of(command)
    }

    pub fn of(mut command: Command) -> Client {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the server starts");
        let mut out = BufReader::new(child.stdout.take().expect("it is piped"));
        let (send, messages) = channel();
        std::thread::spawn(move || {
            // A byte that belongs to no message is an error here.
            while let Some(message) = Message::read(&mut out).expect("a message") {
                if send.send(message).is_err() {
                    break;
                }
            }
        });
        let stdin = child.stdin.take();
        Client {
            child,
            stdin,
            messages,
            responses: BTreeMap::new(),
            next: 0,
            sees_all: false,
            shown: BTreeMap::new(),
            published: Vec::new(),
            asked: VecDeque::new(),
            told: VecDeque::new(),
            settings: Value::Null,
        }
    }

    /// A session with one folder, ready for documents.
    pub fn session(folder: &Folder) -> Client {
        Client::session_with(folder, json!({}))
    }

    pub fn session_with(folder: &Folder, capabilities: Value) -> Client {
        let mut client = Client::start(folder);
        let folders = json!([{ "uri": folder.uri(""), "name": "folder" }]);
        client.initialize(json!({ "capabilities": capabilities, "processId": null, "workspaceFolders": folders }));
        client
    }

    pub fn initialize(&mut self, params: Value) -> lsp_types::InitializeResult {
        let result = self.request("initialize", params);
        let result = strict(result);
        self.notify("initialized", json!({}));
        result
    }

    pub fn send(&mut self, message: Message) {
        let stdin = self.stdin.as_mut().expect("it is open");
        message.write(stdin).expect("the server reads");
    }

    pub fn send_bytes(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().expect("it is open");
        stdin.write_all(bytes).and_then(|()| stdin.flush()).expect("the server reads");
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(Notification::new(method.to_owned(), params).into());
    }

    /// Sends a request and does not wait.
    pub fn ask(&mut self, method: &str, params: Value) -> i32 {
        self.next += 1;
        self.send(Request::new(self.next.into(), method.to_owned(), params).into());
        self.next
    }

    pub fn answer(&mut self, id: i32) -> Response {
        self.until("an answer", |client| client.responses.remove(&id))
    }

    /// Whether a request has been answered when another one is that came later.
    pub fn is_answered(&mut self, id: i32) -> bool {
        self.request("tm/stdDocument", json!({ "uri": "tm-std:/vocabulary/flows.tm" }));
        self.responses.contains_key(&id)
    }

    /// The result of a request that succeeds.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        let answer = self.answer(id).response_result;
        answer.unwrap_or_else(|error| panic!("{method}: {error:?}"))
    }

    /// The code of the error of a request that fails.
    pub fn refused(&mut self, method: &str, params: Value) -> i32 {
        let id = self.ask(method, params);
        self.answer(id).response_result.expect_err("it fails").code
    }

    pub fn open(&mut self, uri: &str, version: i32, text: &str) {
        let document = json!({ "uri": uri, "languageId": "tm", "version": version, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces the whole text.
    pub fn change(&mut self, uri: &str, version: i32, text: &str) {
        self.edit(uri, version, json!([{ "text": text }]));
    }

    pub fn edit(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    pub fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// Something was made, changed or removed on the disk; which, is for the server to see.
    pub fn touched(&mut self, uri: &str) {
        self.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri, "type": 2 }] }));
    }

    /// Waits for messages until something is so.
    pub fn until<T>(&mut self, what: &str, mut is_so: impl FnMut(&mut Client) -> Option<T>) -> T {
        let started = Instant::now();
        loop {
            if let Some(found) = is_so(self) {
                return found;
            }
            let left = PATIENCE.saturating_sub(started.elapsed());
            match self.messages.recv_timeout(left) {
                Ok(message) => self.take(message),
                Err(error) => panic!("waited in vain for {what}: {error}; shown: {:#?}", self.shown),
            }
        }
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Request(request) => {
                let result = match request.method.as_str() {
                    "workspace/configuration" => json!([self.settings]),
                    "client/registerCapability"
                    | "window/workDoneProgress/create"
                    | "workspace/diagnostic/refresh"
                    | "workspace/inlayHint/refresh"
                    | "workspace/codeLens/refresh"
                    | "workspace/semanticTokens/refresh" => Value::Null,
                    other => panic!("the server asks for `{other}`"),
                };
                self.send(Response::new_ok(request.id.clone(), result).into());
                self.asked.push_back(request);
            }
            Message::Response(response) => {
                let id = number(&response.id);
                assert!(id <= self.next, "an answer to nothing: {response:?}");
                assert!(self.responses.insert(id, response).is_none(), "two answers to {id}");
            }
            Message::Notification(notification) if notification.method == "textDocument/publishDiagnostics" => {
                let params: PublishDiagnosticsParams = strict(notification.params);
                self.published.push(params.clone());
                let is_seen = self.shown.get(params.uri.as_str()).is_some_and(|(_, is_seen)| *is_seen);
                let is_seen = is_seen || self.sees_all;
                self.shown.insert(params.uri.as_str().to_owned(), (params, is_seen));
            }
            Message::Notification(notification) if notification.method == "window/logMessage" => {
                let _: LogMessageParams = strict(notification.params.clone());
                self.told.push_back(notification);
            }
            Message::Notification(notification) if notification.method == "$/progress" => {
                // Parts of answers are for tests to look at.
                if notification.params["value"].get("items").is_none() {
                    let _: lsp_types::ProgressParams = strict(notification.params.clone());
                }
                self.told.push_back(notification);
            }
            Message::Notification(notification) if notification.method == "window/showMessage" => {
                let _: lsp_types::ShowMessageParams = strict(notification.params.clone());
                self.told.push_back(notification);
            }
            Message::Notification(notification) => panic!("the server says {notification:?}"),
        }
    }

    /// Waits for diagnostics of a document, of that version if it is open, of which something is so.
    pub fn diagnostics_when(
        &mut self,
        uri: &str,
        version: Option<i32>,
        is_so: impl Fn(&[lsp_types::Diagnostic]) -> bool,
    ) -> Vec<lsp_types::Diagnostic> {
        self.until(&format!("diagnostics of {uri} in version {version:?}"), |client| {
            let (params, is_seen) = client.shown.get_mut(uri)?;
            *is_seen = true;
            (params.version == version && is_so(&params.diagnostics)).then(|| params.diagnostics.clone())
        })
    }

    /// Waits until what is shown of a file is what a fresh check of the disk says.
    pub fn as_checked(&mut self, folder: &Folder, path: &str, version: Option<i32>) -> Vec<lsp_types::Diagnostic> {
        let expected = folder.check("", path, TODAY);
        self.diagnostics_when(&folder.uri(path), version, |found| lines(found) == expected)
    }

    pub fn diagnostics(&mut self, uri: &str, version: Option<i32>) -> Vec<lsp_types::Diagnostic> {
        self.diagnostics_when(uri, version, |_| true)
    }

    /// Waits until these are the names of what is wrong with a document, findings and questions apart.
    pub fn problems(&mut self, uri: &str, version: Option<i32>, expected: &[&str]) {
        self.diagnostics_when(uri, version, |found| problems(found) == expected);
    }

    /// All that is shown now; what comes later is no surprise.
    pub fn all_shown(&mut self) -> BTreeMap<String, Vec<lsp_types::Diagnostic>> {
        self.sees_all = true;
        self.shown.values_mut().for_each(|(_, is_seen)| *is_seen = true);
        self.shown.iter().map(|(uri, (params, _))| (uri.clone(), params.diagnostics.clone())).collect()
    }

    /// What the server says next by such a method.
    pub fn heard(&mut self, method: &str) -> Value {
        self.until(method, |client| {
            let at = client.told.iter().position(|it| it.method == method)?;
            Some(client.told.remove(at)?.params)
        })
    }

    /// Ends the session as a client does; nothing may be left that nobody has looked at.
    pub fn finish(mut self) {
        let result = self.request("shutdown", Value::Null);
        assert_eq!(result, Value::Null);
        self.notify("exit", Value::Null);
        assert_eq!(self.exit(), Some(0));
        let unseen: Vec<_> = self.shown.values().filter(|(it, seen)| !seen && !it.diagnostics.is_empty()).collect();
        assert!(unseen.is_empty(), "nobody looked at {unseen:#?}");
        assert!(self.told.is_empty(), "nobody looked at {:#?}", self.told);
        assert!(self.responses.is_empty(), "nobody looked at {:#?}", self.responses);
    }

    /// Closes what the server reads, and waits for its end.
    pub fn hang_up(mut self) -> Option<i32> {
        self.stdin = None;
        self.exit()
    }

    /// Waits for the server to end; the rest of what it says is read.
    pub fn exit(&mut self) -> Option<i32> {
        let started = Instant::now();
        loop {
            while let Ok(message) = self.messages.try_recv() {
                if !matches!(message, Message::Request(_)) {
                    self.take(message);
                }
            }
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                return status.code();
            }
            assert!(started.elapsed() < PATIENCE, "the server does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // Of a test that fails.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

pub fn range(line: u32, from: u32, last: u32, to: u32) -> Value {
    json!({ "start": { "line": line, "character": from }, "end": { "line": last, "character": to } })
}

/// By the protocol's own types, and with nothing that they do not know.
pub fn strict<T: serde::de::DeserializeOwned + serde::Serialize>(value: Value) -> T {
    let decoded: T = serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value:#}"));
    let again = serde_json::to_value(&decoded).expect("it can be written");
    assert_eq!(without_nothing(again), without_nothing(value), "something is not in the protocol");
    decoded
}

/// Members that are `null` are as good as none.
fn without_nothing(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let some = members.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(some.map(|(name, value)| (name, without_nothing(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nothing).collect()),
        value => value,
    }
}

/// Findings carry their id.
fn problems(diagnostics: &[lsp_types::Diagnostic]) -> Vec<String> {
    let code = |it: &lsp_types::Diagnostic| match &it.code {
        Some(lsp_types::NumberOrString::String(code)) => code.clone(),
        other => panic!("{other:?} is no name"),
    };
    let mut codes: Vec<String> =
        diagnostics.iter().filter(|it| it.data.is_none()).map(code).filter(|code| code != "question").collect();
    codes.sort();
    codes
}

fn number(id: &RequestId) -> i32 {
    id.to_string().parse().unwrap_or_else(|_| panic!("an answer to nothing: {id}"))
}
