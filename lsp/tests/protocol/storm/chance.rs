//! Messages that a client could send, and some that none should. The same seed makes the same messages.

use serde_json::{Map, Value, json};

pub struct Chance {
    state: u64,
    uris: Vec<String>,
    version: i32,
}

const REQUESTS: [&str; 31] = [
    "textDocument/definition",
    "textDocument/declaration",
    "textDocument/typeDefinition",
    "textDocument/implementation",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/prepareCallHierarchy",
    "callHierarchy/incomingCalls",
    "callHierarchy/outgoingCalls",
    "textDocument/hover",
    "textDocument/inlayHint",
    "textDocument/codeLens",
    "textDocument/codeAction",
    "workspace/executeCommand",
    "textDocument/diagnostic",
    "workspace/diagnostic",
    "textDocument/completion",
    "textDocument/documentSymbol",
    "workspace/symbol",
    "textDocument/documentLink",
    "textDocument/foldingRange",
    "textDocument/selectionRange",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/full/delta",
    "textDocument/semanticTokens/range",
    "textDocument/formatting",
    "textDocument/rangeFormatting",
    "textDocument/onTypeFormatting",
    "textDocument/rename",
    "tm/stdDocument",
    "initialize",
];

const NOTIFICATIONS: [&str; 10] = [
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didChange",
    "textDocument/didSave",
    "textDocument/didClose",
    "workspace/didChangeWatchedFiles",
    "workspace/didRenameFiles",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWorkspaceFolders",
    "$/setTrace",
];

const TEXTS: [&str; 12] = [
    "module shop\n",
    "service cart { owner: \"team\"\n",
    "}",
    "use shop.{",
    "rule r { for s: service where s.",
    "flow a -> b { encryption: ",
    "\u{1F600}\u{202E}\u{0}é",
    "\r\n\r",
    "{{{{{{[[[[((((",
    "assume x { about: [cart] each service { } }\n",
    "\"",
    "",
];

impl Chance {
    pub fn new(seed: u64, uris: Vec<String>) -> Chance {
        Chance { state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1, uris, version: 0 }
    }

    /// By xorshift.
    pub fn below(&mut self, end: u32) -> u32 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        u32::try_from((self.state >> 33) % u64::from(end)).expect("it is below")
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        let at = self.below(u32::try_from(of.len()).expect("few"));
        of[at as usize].clone()
    }

    pub fn capabilities(&mut self) -> Value {
        let whether = |chance: &mut Chance| json!(chance.below(2) == 0);
        let mut document = json!({
            "publishDiagnostics": { "relatedInformation": whether(self) },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": whether(self) },
        });
        if self.below(2) == 0 {
            document["diagnostic"] = json!({});
        }
        json!({
            "textDocument": document,
            "general": { "positionEncodings": [self.one(&["utf-8", "utf-16"])] },
            "window": { "workDoneProgress": whether(self) },
            "workspace": {
                "configuration": whether(self),
                "didChangeWatchedFiles": { "dynamicRegistration": whether(self) },
                "diagnostics": { "refreshSupport": whether(self) },
            },
        })
    }

    pub fn request(&mut self) -> (&'static str, Value) {
        let method = self.one(&REQUESTS);
        (method, self.params())
    }

    pub fn notification(&mut self) -> (&'static str, Value) {
        let method = self.one(&NOTIFICATIONS);
        (method, self.params())
    }

    /// What any of the methods needs, right or a little wrong.
    fn params(&mut self) -> Value {
        let uri = self.one(&self.uris.clone());
        self.version += 1;
        let text: String = (0..self.below(6)).map(|_| self.one(&TEXTS)).collect();
        let place =
            json!({ "name": "x", "kind": 5, "uri": uri, "range": self.range(), "selectionRange": self.range() });
        let changes = match self.below(3) {
            0 => json!([{ "text": text }]),
            _ => json!([{ "range": self.range(), "text": text }, { "range": self.range(), "text": "" }]),
        };
        let mut params = json!({
            "textDocument": { "uri": uri, "languageId": "tm", "version": self.version, "text": text },
            "position": self.position(), "range": self.range(), "positions": [self.position(), self.position()],
            "contentChanges": changes, "query": self.one(&TEXTS), "newName": self.one(&["x", "cart", "rule", ""]),
            "ch": self.one(&["}", "\n", "x"]), "item": place, "uri": uri,
            "options": { "tabSize": 2, "insertSpaces": true },
            "previousResultIds": [{ "uri": uri, "value": "1" }], "previousResultId": "1",
            "context": { "includeDeclaration": true, "diagnostics": [] },
            "command": self.one(&["tm.explain", "tm.runTest", "rm"]), "arguments": ["cart", "x"],
            "changes": [{ "uri": uri, "type": 1 }], "files": [{ "oldUri": uri, "newUri": uri }],
            "settings": { "tm": { "profile": self.one(&["draft", "strict", "none"]) } },
            "event": { "added": [], "removed": [] }, "value": "off", "capabilities": {},
        });
        if self.below(3) == 0 {
            self.spoil(&mut params);
        }
        params
    }

    fn position(&mut self) -> Value {
        let line = self.one(&[0, 1, 2, 3, 4, 5, 99, u32::MAX]);
        json!({ "line": line, "character": self.one(&[0, 1, 5, 8, 13, 21, 80, u32::MAX]) })
    }

    /// Its end may come first.
    fn range(&mut self) -> Value {
        json!({ "start": self.position(), "end": self.position() })
    }

    /// Something else in the place of something, or nothing.
    fn spoil(&mut self, params: &mut Value) {
        let Some(members) = params.as_object_mut() else { return };
        let name = self.one(&members.keys().cloned().collect::<Vec<_>>());
        match self.below(3) {
            0 => drop(members.remove(&name)),
            1 if members[&name].as_object().is_some_and(|inner| !inner.is_empty()) => self.spoil(&mut members[&name]),
            _ => drop(members.insert(name, self.anything())),
        }
    }

    fn anything(&mut self) -> Value {
        match self.below(8) {
            0 => Value::Null,
            1 => json!(-1),
            2 => json!(1e300),
            3 => json!(self.one(&TEXTS)),
            4 => json!([]),
            5 => json!({ "uri": "not an address" }),
            6 => json!("file:///%00%ff/../..//x.tm"),
            _ => Value::Object(Map::new()),
        }
    }

    /// Answers of the client, right and wrong; some never come.
    pub fn answer(&mut self, question: &Value) -> Option<Value> {
        let (version, id) = ("2.0", &question["id"]);
        match self.below(6) {
            0 => None,
            1 => Some(json!({ "jsonrpc": version, "id": id, "error": { "code": -32601, "message": "no" } })),
            2 => Some(json!({ "jsonrpc": version, "id": id, "result": self.anything() })),
            _ => Some(json!({ "jsonrpc": version, "id": id, "result": null })),
        }
    }

    /// What is no message, or no request that could be answered by its id.
    pub fn garbage(&mut self) -> Vec<u8> {
        let whole: [&[u8]; 9] = [
            b"",
            b"{",
            b"[]",
            b"null",
            b"\xff\xfe",
            br#"{"jsonrpc":"2.0"}"#,
            br#"{"jsonrpc":"2.0","method":7,"params":[]}"#,
            br#"{"jsonrpc":"2.0","method":"textDocument/hover","id":{},"params":{}}"#,
            br#"{"jsonrpc":"2.0","id":123456,"result":null}"#,
        ];
        match self.below(3) {
            0 => (0..self.below(40)).map(|_| u8::try_from(self.below(256)).expect("a byte")).collect(),
            _ => self.one(&whole).to_vec(),
        }
    }
}
