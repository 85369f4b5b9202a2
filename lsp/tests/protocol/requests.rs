//! What is asked of documents.

use lsp_types::{
    CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, CompletionList, CompletionTextEdit,
    DocumentHighlight, DocumentLink, DocumentSymbol, FoldingRange, Hover, Location, SelectionRange, SemanticTokens,
    SymbolInformation, TextEdit, WorkspaceEdit,
};
use serde_json::{Value, json};

use crate::client::{Client, range, strict};
use crate::folder::Folder;

const A: &str = "\
module shop

// See https://example.org/shop for more.
/// Takes orders. 😀
service cart { owner: \"team\" }
service prices {
  owner: \"team\"
}

flow buy: cart -> prices { protocol: http }
";

const B: &str = "module shop.back

use shop.{cart}
service stock { owner: \"team\" }
flow stock -> cart
";

struct Session {
    client: Client,
    folder: Folder,
}

impl Session {
    fn new(capabilities: Value) -> Session {
        let folder = Folder::project(&[("a.tm", A), ("b.tm", B)]);
        let mut client = Client::session_with(&folder, capabilities);
        client.open(&folder.uri("a.tm"), 1, A);
        Session { client, folder }
    }

    /// At the start of what is written there.
    fn at(&self, path: &str, needle: &str) -> Value {
        let text = if path == "a.tm" { A } else { B };
        let offset = text.find(needle).expect("it is written there");
        let before = &text[..offset];
        let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count();
        json!({
            "textDocument": { "uri": self.folder.uri(path) },
            "position": { "line": before.matches('\n').count(), "character": column },
        })
    }

    fn ask<T: serde::de::DeserializeOwned + serde::Serialize>(&mut self, method: &str, params: Value) -> T {
        strict(self.client.request(method, params))
    }

    fn document(&self) -> Value {
        json!({ "textDocument": { "uri": self.folder.uri("a.tm") } })
    }

    fn finish(mut self) {
        self.client.all_shown();
        self.client.finish();
    }
}

fn with(mut params: Value, more: Value) -> Value {
    params.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    params
}

#[test]
fn names_lead_to_what_they_mean_and_back() {
    let mut session = Session::new(json!({}));
    let (a, b) = (session.folder.uri("a.tm"), session.folder.uri("b.tm"));
    for method in ["textDocument/definition", "textDocument/declaration"] {
        let found: Vec<Location> = session.ask(method, session.at("b.tm", "cart\n"));
        assert_eq!(found.len(), 1, "{method}");
        assert_eq!(found[0].uri.as_str(), a);
        assert_eq!(serde_json::to_value(found[0].range).unwrap(), range(4, 8, 4, 12));
    }
    let params = with(session.at("a.tm", "cart {"), json!({ "context": { "includeDeclaration": false } }));
    let found: Vec<Location> = session.ask("textDocument/references", params);
    let places: Vec<_> = found.iter().map(|it| (it.uri.as_str(), it.range.start.line)).collect();
    assert_eq!(places, [(a.as_str(), 9), (b.as_str(), 2), (b.as_str(), 4)]);
    let found: Vec<DocumentHighlight> = session.ask("textDocument/documentHighlight", session.at("a.tm", "cart ->"));
    assert_eq!(found.len(), 2);
    // The kind of a service, which the standard library declares.
    let found: Vec<Location> = session.ask("textDocument/typeDefinition", session.at("a.tm", "cart ->"));
    assert!(found[0].uri.as_str().starts_with("tm-std:/"), "{found:?}");
    let std = session.client.request("tm/stdDocument", json!({ "uri": found[0].uri.as_str() }));
    let line = std["text"].as_str().unwrap().lines().nth(found[0].range.start.line as usize).unwrap();
    assert!(line.contains("service"), "{line}");
    // And from there on: documents of the library can be asked as well.
    let inside = json!({ "textDocument": { "uri": found[0].uri.as_str() }, "position": found[0].range.start });
    let again: Vec<Location> = session.ask("textDocument/definition", inside);
    assert_eq!(again, found);
    let found: Vec<Location> = session.ask("textDocument/implementation", session.at("a.tm", "service cart"));
    assert!(found.iter().any(|it| it.uri.as_str() == a), "{found:?}");
    session.finish();
}

#[test]
fn a_name_is_explained() {
    let mut session = Session::new(json!({}));
    let found: Hover = session.ask("textDocument/hover", session.at("a.tm", "cart {"));
    assert_eq!(serde_json::to_value(found.range).unwrap(), range(4, 8, 4, 12));
    let lsp_types::HoverContents::Markup(markup) = found.contents else { panic!("{found:?}") };
    assert!(markup.value.contains("Takes orders"), "{}", markup.value);
    let nothing = session.client.request("textDocument/hover", session.at("a.tm", "// See"));
    assert_eq!(nothing, Value::Null);
    session.finish();
}

#[test]
fn what_can_be_written_is_offered() {
    for snippets in [false, true] {
        let item = json!({ "snippetSupport": snippets });
        let mut session = Session::new(json!({ "textDocument": { "completion": { "completionItem": item } } }));
        let uri = session.folder.uri("a.tm");
        session.client.edit(&uri, 2, json!([{ "range": range(10, 0, 10, 0), "text": "service x {\n  own\n}\nserv" }]));
        let at = |line: u32, character: u32| json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } });
        let found: CompletionList = session.ask("textDocument/completion", at(11, 5));
        let item = found.items.iter().find(|it| it.label.starts_with("owner")).expect("it is offered");
        let Some(CompletionTextEdit::Edit(edit)) = &item.text_edit else { panic!("{item:?}") };
        assert_eq!(serde_json::to_value(edit.range).unwrap(), range(11, 2, 11, 5));
        let found: CompletionList = session.ask("textDocument/completion", at(13, 4));
        assert!(found.items.iter().any(|it| it.label == "service"), "{found:?}");
        let has_places = |it: &lsp_types::CompletionItem| it.insert_text_format.is_some();
        assert!(snippets || !found.items.iter().any(has_places), "{found:?}");
        session.finish();
    }
}

#[test]
fn the_shape_of_a_document_is_told() {
    let mut session = Session::new(json!({}));
    let flat: Vec<SymbolInformation> = session.ask("textDocument/documentSymbol", session.document());
    assert!(flat.iter().any(|it| it.name == "cart"), "{flat:?}");
    let folds: Vec<FoldingRange> = session.ask("textDocument/foldingRange", session.document());
    assert!(folds.iter().any(|it| it.start_line == 5), "{folds:?}");
    let positions = json!({ "positions": [{ "line": 4, "character": 9 }, { "line": 99, "character": 9 }] });
    let ranges: Vec<SelectionRange> = session.ask("textDocument/selectionRange", with(session.document(), positions));
    assert_eq!(ranges.len(), 2);
    assert!(ranges[0].parent.as_ref().unwrap().parent.is_some());
    let links: Vec<DocumentLink> = session.ask("textDocument/documentLink", session.document());
    assert_eq!(links[0].target.as_ref().unwrap().as_str(), "https://example.org/shop");
    let found: Vec<SymbolInformation> = session.ask("workspace/symbol", json!({ "query": "sto" }));
    assert!(found.iter().any(|it| it.name == "stock" && it.location.uri.as_str() == session.folder.uri("b.tm")));
    session.finish();

    let tree = json!({ "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } } });
    let mut session = Session::new(tree);
    let tree: Vec<DocumentSymbol> = session.ask("textDocument/documentSymbol", session.document());
    assert!(format!("{tree:?}").contains("cart"), "{tree:?}");
    session.finish();
}

#[test]
fn words_are_told_with_what_they_are() {
    let mut session = Session::new(json!({}));
    let whole: SemanticTokens = session.ask("textDocument/semanticTokens/full", session.document());
    let lines: u32 = whole.data.iter().map(|token| token.delta_line).sum();
    assert_eq!(lines, 9, "the last line with words");
    let part = with(session.document(), json!({ "range": range(9, 0, 10, 0) }));
    let part: SemanticTokens = session.ask("textDocument/semanticTokens/range", part);
    assert_eq!(part.data[0].delta_line, 9);
    assert!(part.data.len() > 3 && part.data.len() < whole.data.len());
    session.finish();
}

#[test]
fn calls_are_flows() {
    let mut session = Session::new(json!({}));
    let items: Vec<CallHierarchyItem> = session.ask("textDocument/prepareCallHierarchy", session.at("a.tm", "cart {"));
    assert_eq!(items[0].name, "cart");
    let item = json!({ "item": items[0] });
    let incoming: Vec<CallHierarchyIncomingCall> = session.ask("callHierarchy/incomingCalls", item.clone());
    assert_eq!((incoming.len(), incoming[0].from.name.as_str(), incoming[0].from_ranges.len()), (1, "stock", 1));
    let outgoing: Vec<CallHierarchyOutgoingCall> = session.ask("callHierarchy/outgoingCalls", item.clone());
    assert_eq!((outgoing.len(), outgoing[0].to.name.as_str(), outgoing[0].from_ranges.len()), (1, "prices", 1));
    // What a client makes up leads nowhere.
    for data in [json!(null), json!([9_999_999, 0]), json!([-1]), json!("x")] {
        let item = with(item["item"].clone(), json!({ "data": data }));
        let id = session.client.ask("callHierarchy/incomingCalls", json!({ "item": item }));
        let answer = session.client.answer(id).response_result.expect("it is answered");
        assert!(answer == Value::Null || answer == json!([]), "{answer}");
    }
    session.finish();
}

#[test]
fn a_name_is_changed_everywhere_or_not_at_all() {
    let mut session = Session::new(json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } }));
    let found = session.client.request("textDocument/prepareRename", session.at("a.tm", "cart {"));
    assert_eq!(found, json!({ "range": range(4, 8, 4, 12), "placeholder": "cart" }));
    let params = with(session.at("a.tm", "cart {"), json!({ "newName": "basket" }));
    let edit: WorkspaceEdit = session.ask("textDocument/rename", params);
    let Some(lsp_types::DocumentChanges::Edits(edits)) = edit.document_changes else { panic!("{edit:?}") };
    let mut files: Vec<_> =
        edits.iter().map(|it| (it.text_document.uri.as_str(), it.text_document.version, it.edits.len())).collect();
    files.sort();
    let (a, b) = (session.folder.uri("a.tm"), session.folder.uri("b.tm"));
    assert_eq!(files, [(a.as_str(), Some(1), 2), (b.as_str(), None, 2)]);
    let taken = with(session.at("a.tm", "cart {"), json!({ "newName": "prices" }));
    assert_eq!(session.client.refused("textDocument/rename", taken), -32803);
    assert_eq!(session.client.refused("textDocument/prepareRename", session.at("a.tm", "// See")), -32803);
    session.finish();

    let mut session = Session::new(json!({}));
    let params = with(session.at("a.tm", "cart {"), json!({ "newName": "basket" }));
    let edit: WorkspaceEdit = session.ask("textDocument/rename", params);
    assert_eq!(edit.changes.map(|changes| changes.len()), Some(2));
    session.finish();
}

#[test]
fn a_document_is_formatted() {
    let mut session = Session::new(json!({}));
    let uri = session.folder.uri("a.tm");
    session.client.change(&uri, 2, "service   a{owner:\"é😀\"}\nservice   b\n");
    let options = json!({ "options": { "tabSize": 7, "insertSpaces": false } });
    let edits: Vec<TextEdit> = session.ask("textDocument/formatting", with(session.document(), options.clone()));
    assert!(!edits.is_empty());
    let second = with(session.document(), with(options.clone(), json!({ "range": range(1, 0, 1, 3) })));
    let edits: Vec<TextEdit> = session.ask("textDocument/rangeFormatting", second);
    assert!(edits.iter().all(|it| it.range.start.line == 1) && !edits.is_empty(), "{edits:?}");
    let typed = json!({ "ch": "}", "position": { "line": 0, "character": 24 } });
    let edits: Vec<TextEdit> =
        session.ask("textDocument/onTypeFormatting", with(session.document(), with(options, typed)));
    assert!(edits.iter().all(|it| it.range.start.line == 0) && !edits.is_empty(), "{edits:?}");
    session.finish();
}

/// The table of `docs/editors-server.md`, against what the server says that it offers, and what it answers.
#[test]
fn what_is_offered_is_in_the_documentation() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/editors-server.md");
    let text = std::fs::read_to_string(path).expect("it can be read");
    let table = text.split("## Requests").nth(1).expect("a section").lines();
    let table = table.skip_while(|line| !line.starts_with("|---")).skip(1).take_while(|line| line.starts_with('|'));
    let code = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let rows: Vec<(Vec<String>, Vec<String>)> = table
        .map(|row| row.split('|').map(code).collect::<Vec<_>>())
        .map(|cells| (cells[1].clone(), cells[2].clone()))
        .collect();

    let folder = Folder::project(&[("a.tm", A)]);
    let mut client = Client::start(&folder);
    let asks = json!({ "textDocument": { "diagnostic": {} } });
    let result = client.request("initialize", json!({ "capabilities": asks }));
    client.notify("initialized", json!({}));
    let mut offered: Vec<String> = result["capabilities"].as_object().unwrap().keys().cloned().collect();
    offered.retain(|name| !["positionEncoding", "textDocumentSync", "workspace"].contains(&name.as_str()));
    offered.sort();
    let mut told: Vec<String> = rows.iter().flat_map(|(_, capabilities)| capabilities.clone()).collect();
    told.sort();
    told.dedup();
    assert_eq!(told, offered, "capabilities in the documentation, and those of the server");

    let uri = folder.uri("a.tm");
    client.open(&uri, 1, A);
    let item = json!({
        "name": "x", "kind": 5, "uri": uri, "range": range(0, 0, 0, 0), "selectionRange": range(0, 0, 0, 0),
    });
    let params = json!({
        "textDocument": { "uri": uri }, "position": { "line": 4, "character": 9 }, "range": range(4, 0, 5, 0),
        "positions": [], "query": "", "newName": "x", "ch": "}", "item": item, "uri": "tm-std:/vocabulary/flows.tm",
        "options": { "tabSize": 2, "insertSpaces": true }, "previousResultIds": [],
        "context": { "includeDeclaration": true, "diagnostics": [] }, "command": "", "arguments": [],
    });
    for method in rows.iter().flat_map(|(methods, _)| methods) {
        let id = client.ask(method, params.clone());
        if let Err(error) = client.answer(id).response_result {
            assert_ne!(error.code, -32601, "{method}: {error:?}");
            assert!(error.code != -32603, "{method}: {error:?}");
        }
    }
    client.all_shown();
    client.finish();
}

#[test]
fn what_comes_from_elsewhere_is_shown_where_it_counts() {
    let mut session = Session::new(json!({}));
    let text = "service a { owner: \"team\" }\nassume quiet {\n  owner: \"team\"\n  expires: 2026-12-31\n  \
                reason: \"it is\"\n  each service { replicas: 2 }\n}\n";
    let uri = session.folder.uri("a.tm");
    session.client.change(&uri, 2, &format!("cluster prod {{\n  owner: \"team\"\n  service a\n}}\n{text}"));
    let whole = with(session.document(), json!({ "range": range(0, 0, 99, 0) }));
    let found: Vec<lsp_types::InlayHint> = session.ask("textDocument/inlayHint", whole.clone());
    assert!(!found.is_empty(), "nothing is inherited");
    let off = json!({ "inherited": false, "assumed": false, "exposure": false });
    let settings = json!({ "settings": { "tm": { "inlayHints": off } } });
    session.client.notify("workspace/didChangeConfiguration", settings);
    let found: Vec<lsp_types::InlayHint> = session.ask("textDocument/inlayHint", whole);
    assert!(found.is_empty(), "{found:?}");
    session.finish();
}

/// A value of each origin, and somebody who reaches them.
const HINTED: &str = "\
internet public { actor shopper { trust: anonymous } }
cluster prod {
  environment: prod
  each flow { encryption: none }
  service gate { exposure: internet  -> cart }
  service cart
}
flow browse: shopper -> gate { protocol: https }
assume mesh { about: [prod]  each service { authentication-at: sidecar }  owner: \"x\"  expires: 2027-01-01 }
";

#[test]
fn each_sort_of_hint_has_a_switch_of_its_own() {
    let mut session = Session::new(json!({}));
    let uri = session.folder.uri("a.tm");
    session.client.change(&uri, 2, HINTED);
    let sorts = ["inherited", "each", "assumed", "exposure"];
    let marks =
        ["environment: prod from", "encryption: none each in", "assumed by", "reachable from shopper in 2 hops"];
    for off in [None, Some(0), Some(1), Some(2), Some(3)] {
        let hints: serde_json::Map<String, Value> =
            sorts.iter().enumerate().map(|(at, sort)| ((*sort).to_owned(), json!(Some(at) != off))).collect();
        let settings = json!({ "settings": { "tm": { "inlayHints": hints } } });
        session.client.notify("workspace/didChangeConfiguration", settings);
        let whole = with(session.document(), json!({ "range": range(0, 0, 99, 0) }));
        let found: Value = session.client.request("textDocument/inlayHint", whole);
        let labels = found.as_array().unwrap().iter().map(|hint| hint["label"].to_string()).collect::<Vec<_>>();
        for (at, mark) in marks.iter().enumerate() {
            let is_told = labels.iter().any(|label| label.contains(mark));
            assert_eq!(is_told, Some(at) != off, "{mark} with {off:?} off: {labels:#?}");
        }
    }
    session.finish();
}

#[test]
fn what_was_found_is_told_above_and_can_be_acted_on() {
    let mut session = Session::new(json!({}));
    let uri = session.folder.uri("a.tm");
    session.client.change(&uri, 2, "service a\n");
    let lenses: Vec<lsp_types::CodeLens> = session.ask("textDocument/codeLens", session.document());
    assert!(!lenses.is_empty(), "nothing is told of `a`");
    let about = json!({ "range": range(0, 8, 0, 9), "context": { "diagnostics": [] } });
    let actions: Vec<lsp_types::CodeAction> =
        session.ask("textDocument/codeAction", with(session.document(), about.clone()));
    assert!(actions.iter().any(|action| action.edit.is_some()), "{actions:?}");
    let only = with(
        session.document(),
        json!({ "range": range(0, 8, 0, 9), "context": { "diagnostics": [], "only": ["source"] } }),
    );
    assert_eq!(session.client.request("textDocument/codeAction", only), json!([]));
    let page = json!({ "command": "tm.explain", "arguments": ["element-without-owner"] });
    let shown = session.client.request("workspace/executeCommand", page);
    assert!(shown["markdown"].as_str().unwrap().contains("owner"), "{shown}");
    let line = session.client.heard("window/showMessage");
    assert!(line["message"].as_str().unwrap().starts_with("rule element-without-owner: "), "{line}");
    for (command, arguments) in [("tm.explain", json!(["no-such-name"])), ("tm.explain", json!([7])), ("rm", json!([]))]
    {
        session.client.refused("workspace/executeCommand", json!({ "command": command, "arguments": arguments }));
    }
    session.finish();
}

/// An editor that makes every change that is offered for one diagnostic.
#[test]
fn who_asks_blindly_is_offered_what_is_beyond_doubt() {
    let mut session = Session::new(json!({}));
    let uri = session.folder.uri("a.tm");
    let text = "service a {\n  exposure: intrnet\n  -> b { protocol: http  encryption: none }\n}\nservice b { exposure: prtner }\n";
    session.client.change(&uri, 2, text);
    let found = session.client.diagnostics_when(&uri, Some(2), |found| found.iter().any(|it| it.data.is_some()));
    let ask = |session: &mut Session, place: Value, about: &[&lsp_types::Diagnostic]| {
        let params = with(session.document(), json!({ "range": place, "context": { "diagnostics": about } }));
        let actions: Vec<lsp_types::CodeAction> = session.ask("textDocument/codeAction", params);
        actions.into_iter().map(|action| action.title).collect::<Vec<_>>()
    };
    let named =
        |name: &str| found.iter().find(|it| it.code == Some(lsp_types::NumberOrString::String(name.to_owned())));
    let mistake = named("unknown-value").expect("it is told");
    let whole = || range(0, 0, 5, 0);
    assert_eq!(ask(&mut session, whole(), &[mistake]), ["change to `internet`"]);
    let finding = found.iter().find(|it| it.data.is_some()).expect("it is told");
    assert!(ask(&mut session, whole(), &[finding]).is_empty());
    assert!(ask(&mut session, whole(), &[named("question").expect("it is told")]).is_empty());
    // Who asks about the place itself, or about all that is there, chooses.
    assert!(ask(&mut session, serde_json::to_value(finding.range).unwrap(), &[finding]).len() > 2);
    assert!(ask(&mut session, whole(), &found.iter().collect::<Vec<_>>()).len() > 4);
    session.finish();
}

/// An editor sends a command back as it came.
#[test]
fn every_lens_leads_to_something_that_the_server_does() {
    let mut session = Session::new(json!({}));
    let uri = session.folder.uri("a.tm");
    let text = format!(
        "{A}\n/// It is lit\nrule lit {{\n  for s: service\n  where s.exposure == internet\n  severity: low\n  message: \"{{s}}\"\n}}\n\n\
         test \"it is dark\" {{\n  service a {{ exposure: internal }}\n  expect no lit on a\n}}\n"
    );
    session.client.change(&uri, 2, &text);
    let lenses: Vec<lsp_types::CodeLens> = session.ask("textDocument/codeLens", session.document());
    let mut commands = Vec::new();
    for lens in lenses {
        let command = lens.command.expect("a command");
        let params = json!({ "command": command.command, "arguments": command.arguments });
        let shown = session.client.request("workspace/executeCommand", params);
        match command.command.as_str() {
            "tm.runTest" => assert_eq!(shown["passed"], true, "{shown}"),
            _ => assert!(shown["markdown"].as_str().is_some_and(|page| !page.trim().is_empty()), "{shown}"),
        }
        session.client.heard("window/showMessage");
        commands.push(command.command);
    }
    commands.sort();
    commands.dedup();
    assert_eq!(commands, ["tm.explain", "tm.runTest", "tm.showElement"]);
    let page = json!({ "command": "tm.showElement", "arguments": ["shop.cart"] });
    let shown = session.client.request("workspace/executeCommand", page);
    assert!(shown["markdown"].as_str().unwrap().contains("Takes orders"), "{shown}");
    assert_eq!(session.client.heard("window/showMessage")["message"], "component shop.cart");
    for name in ["shop.nothing", "Exposure", "", "\u{1b}[31m"] {
        let page = json!({ "command": "tm.showElement", "arguments": [name] });
        assert_eq!(session.client.refused("workspace/executeCommand", page), -32803, "{name}");
    }
    session.finish();
}

#[test]
fn a_test_can_be_run() {
    let mut session = Session::new(json!({}));
    let uri = session.folder.uri("a.tm");
    let test = "test \"it is silent\" {\n  service a { owner: \"team\" }\n  expect no element-without-owner on a\n}\n";
    session.client.change(&uri, 2, test);
    let run = json!({ "command": "tm.runTest", "arguments": ["a.tm", "it is silent"] });
    let shown = session.client.request("workspace/executeCommand", run);
    assert_eq!(shown, json!({ "passed": true, "failures": [] }), "{shown}");
    assert_eq!(session.client.heard("window/showMessage")["message"], "passed: it is silent");
    session.finish();
}

#[test]
fn documents_that_nobody_opened_have_answers_or_none() {
    let mut session = Session::new(json!({}));
    for uri in ["file:///nowhere/a.tm", "untitled:x", "tm-std:/nowhere.tm", "http://host/a.tm"] {
        let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 } });
        for method in ["hover", "definition", "completion", "documentSymbol", "semanticTokens/full", "prepareRename"] {
            let answer = session.client.request(&format!("textDocument/{method}"), at.clone());
            assert_eq!(answer, Value::Null, "{method} of {uri}");
        }
    }
    session.finish();
}

#[test]
fn of_colours_only_what_is_different_is_told() {
    let mut session = Session::new(json!({}));
    let uri = session.folder.uri("a.tm");
    let first: SemanticTokens = session.ask("textDocument/semanticTokens/full", session.document());
    let since = |id: &Option<String>| json!({ "textDocument": { "uri": uri }, "previousResultId": id });
    let same = session.client.request("textDocument/semanticTokens/full/delta", since(&first.result_id));
    assert_eq!(same["edits"], json!([]));
    session.client.change(&uri, 2, &A.replace("prices {", "catalogue {").replace("-> prices", "-> catalogue"));
    let same_id = same["resultId"].as_str().map(str::to_owned);
    let delta: lsp_types::SemanticTokensDelta = session.ask("textDocument/semanticTokens/full/delta", since(&same_id));
    let mut numbers: Vec<Value> = numbers(&first);
    for edit in &delta.edits {
        let data = serde_json::to_value(edit).unwrap()["data"].as_array().cloned().unwrap_or_default();
        let start = edit.start as usize;
        numbers.splice(start..start + edit.delete_count as usize, data);
    }
    let whole: SemanticTokens = session.ask("textDocument/semanticTokens/full", session.document());
    assert_eq!(numbers, self::numbers(&whole));
    assert!(delta.edits.iter().all(|edit| (edit.delete_count as usize) < numbers.len()), "all was told again");
    // Who asks for what nobody remembers is told all.
    let all: SemanticTokens = session.ask("textDocument/semanticTokens/full/delta", since(&first.result_id));
    assert_eq!(all.data, whole.data);
    session.finish();
}

fn numbers(tokens: &SemanticTokens) -> Vec<Value> {
    serde_json::to_value(tokens).unwrap()["data"].as_array().unwrap().clone()
}
