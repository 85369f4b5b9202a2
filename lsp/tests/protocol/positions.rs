//! Places in lines with characters of several bytes, as the client counts them: both ways.

use lsp_types::{CompletionList, CompletionTextEdit, Hover, Location, TextEdit, WorkspaceEdit};
use serde_json::{Value, json};

use crate::client::{Client, range, strict};
use crate::folder::Folder;

/// Characters of two, three and four bytes in UTF-8; of one, one and two units in UTF-16.
const TEXT: &str = "\
module shop

service cart { owner: \"é漢😀\"  exposure: intrnet  -> prices { protocol: http } }
service prices { owner: \"team\" }
flow buy: prices -> cart { purpose: \"é漢😀\"  protocol: http }
";

#[derive(Clone, Copy, PartialEq)]
enum Counted {
    Bytes,
    Utf16,
}

impl Counted {
    fn width(self, text: &str) -> u32 {
        let width = match self {
            Counted::Bytes => text.len(),
            Counted::Utf16 => text.encode_utf16().count(),
        };
        u32::try_from(width).expect("it fits")
    }

    /// Where something is written, in a line.
    fn place(self, number: u32, needle: &str) -> Value {
        let line = TEXT.lines().nth(number as usize).expect("a line");
        let before = &line[..line.rfind(needle).expect("it is written there")];
        let start = self.width(before);
        range(number, start, number, start + self.width(needle))
    }
}

fn plain(value: impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("it can be written")
}

struct Session {
    client: Client,
    uri: String,
    counted: Counted,
}

impl Session {
    /// What is asked of the start of something, or behind it.
    fn ask(&mut self, method: &str, line: u32, needle: &str, at: &str, more: Value) -> Value {
        let place = &self.counted.place(line, needle)[at];
        let mut params = json!({ "textDocument": { "uri": self.uri }, "position": place });
        params.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        self.client.request(method, params)
    }

    fn place(&self, line: u32, needle: &str) -> Value {
        self.counted.place(line, needle)
    }
}

fn places_are_counted(encodings: Value, told: &str, counted: Counted) {
    let folder = Folder::project(&[]);
    let mut client = Client::start(&folder);
    let folders = json!([{ "uri": folder.uri(""), "name": "folder" }]);
    let capabilities = json!({ "general": encodings });
    let result = client.initialize(json!({ "capabilities": capabilities, "workspaceFolders": folders }));
    assert_eq!(plain(result.capabilities.position_encoding), told);
    let uri = folder.uri("a.tm");
    client.open(&uri, 1, TEXT);
    let mut session = Session { client, uri, counted };

    // From the server: a squiggle, and the places of a name.
    let is_mistake = |it: &&lsp_types::Diagnostic| it.message.contains("`intrnet`");
    let found =
        session.client.diagnostics_when(&session.uri.clone(), Some(1), |it| it.iter().any(|it| is_mistake(&it)));
    assert_eq!(plain(found.iter().find(is_mistake).unwrap().range), session.place(2, "intrnet"));
    let all = json!({ "context": { "includeDeclaration": true } });
    let found = session.ask("textDocument/references", 3, "prices", "start", all);
    let found: Vec<Location> = strict(found);
    let places: Vec<_> = found.iter().map(|it| plain(it.range)).collect();
    assert_eq!(places, [session.place(2, "prices"), session.place(3, "prices"), session.place(4, "prices")]);

    // And to it: what stands behind the characters.
    let found: Hover = strict(session.ask("textDocument/hover", 2, "prices", "start", json!({})));
    assert_eq!(plain(found.range), session.place(2, "prices"));
    let found = session.ask("textDocument/hover", 4, "protocol", "start", json!({}));
    assert!(found["contents"]["value"].as_str().unwrap().contains("protocol"), "{found}");
    let found: CompletionList = strict(session.ask("textDocument/completion", 2, "int", "end", json!({})));
    let item = found.items.iter().find(|it| it.label == "internet").expect("it is offered");
    let Some(CompletionTextEdit::Edit(edit)) = &item.text_edit else { panic!("{item:?}") };
    assert_eq!(plain(edit.range), session.place(2, "intrnet"));
    let found = session.ask("textDocument/rename", 2, "prices", "end", json!({ "newName": "ledger" }));
    let found: WorkspaceEdit = strict(found);
    let edits: Vec<TextEdit> = found.changes.unwrap().into_values().next().unwrap();
    let mut places: Vec<_> = edits.iter().map(|it| plain(it.range)).collect();
    places.sort_by_key(|it| it["start"]["line"].as_u64());
    assert_eq!(places, [session.place(2, "prices"), session.place(3, "prices"), session.place(4, "prices")]);

    // An edit behind them.
    let change = json!([{ "range": session.place(2, "intrnet"), "text": "internet" }]);
    session.client.edit(&session.uri, 2, change);
    let found = session.client.diagnostics(&session.uri, Some(2));
    assert!(!found.iter().any(|it| it.message.contains("is no value of")), "{found:#?}");
    session.client.all_shown();
    session.client.finish();
}

#[test]
fn in_units_of_utf_16_unless_something_else_is_offered() {
    places_are_counted(json!({}), "utf-16", Counted::Utf16);
    places_are_counted(json!({ "positionEncodings": ["utf-16"] }), "utf-16", Counted::Utf16);
}

#[test]
fn in_bytes_where_the_client_counts_them() {
    places_are_counted(json!({ "positionEncodings": ["utf-8", "utf-16"] }), "utf-8", Counted::Bytes);
}
