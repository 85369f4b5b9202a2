//! Edits, closings and changes of the disk in any order: in the end what is shown is what a fresh check says, and nothing
//! that was told on the way points outside of its text.

use std::collections::BTreeMap;

use lsp_types::Range;
use serde_json::json;

use crate::client::{Client, range};
use crate::edits::{Dice, Text};
use crate::folder::{Folder, SHOP, lines};

const BACK: &str = "module shop.back\n\nuse shop.{cart}\nservice stock { owner: \"team\" }\nflow stock -> cart\n";
const PATHS: [&str; 2] = ["shop.tm", "back.tm"];
const MANIFEST: &str = "[project]\nname = \"shop\"\n";
const WORDS: [&str; 9] = ["", "", "\n", "é😀漢", "service x {}\n", "}", "encryption: none\n", "\"", "// no\n"];

struct Session {
    folder: Folder,
    client: Client,
    dice: Dice,
    /// Grows over all documents: each text has one of its own.
    version: i32,
    /// Texts of open documents, by path, with their version.
    open: BTreeMap<&'static str, (i32, Text)>,
    disk: BTreeMap<&'static str, String>,
    has_manifest: bool,
    /// Every text that was ever open.
    said: BTreeMap<i32, String>,
}

impl Session {
    fn new(seed: u64, many: usize) -> Session {
        let folder = Folder::project(&[("shop.tm", SHOP), ("back.tm", BACK)]);
        folder.fill(many);
        let client = Client::session(&folder);
        let disk = [("shop.tm", SHOP.to_owned()), ("back.tm", BACK.to_owned())].into();
        let (open, said) = (BTreeMap::new(), BTreeMap::new());
        Session { folder, client, dice: Dice(seed), version: 0, open, disk, has_manifest: true, said }
    }

    fn step(&mut self) {
        let path = PATHS[self.dice.below(PATHS.len())];
        let uri = self.folder.uri(path);
        self.version += 1;
        match (self.dice.below(10), self.open.contains_key(path)) {
            (0, _) => self.turn_manifest(),
            (1, _) => {
                let mut text = Text(self.disk[path].clone());
                text.change(&mut self.dice, &WORDS);
                self.folder.write(path, &text.0);
                self.disk.insert(path, text.0);
                self.client.touched(&uri);
            }
            (2..=4, true) => {
                self.client.close(&uri);
                self.open.remove(path);
            }
            (5, true) => {
                // There and back.
                self.edit(path, range(0, 0, 0, 0), "service {{\n");
                self.version += 1;
                self.edit(path, range(0, 0, 1, 0), "");
            }
            (_, true) => {
                let (version, text) = self.open.get_mut(path).expect("it is open");
                *version = self.version;
                let change = text.change(&mut self.dice, &WORDS);
                self.said.insert(self.version, text.0.clone());
                self.client.edit(&uri, self.version, json!([change]));
            }
            (_, false) => {
                let text = self.disk[path].clone();
                self.client.open(&uri, self.version, &text);
                self.said.insert(self.version, text.clone());
                self.open.insert(path, (self.version, Text(text)));
            }
        }
        if self.dice.below(3) > 0 {
            // The server has seen that before the next step comes.
            self.client.request("tm/stdDocument", json!({ "uri": "tm-std:/vocabulary/flows.tm" }));
        }
    }

    /// At the start of the text.
    fn edit(&mut self, path: &'static str, range: serde_json::Value, new: &str) {
        let (version, Text(text)) = self.open.get_mut(path).expect("it is open");
        *version = self.version;
        let end = if range["end"]["line"] == 0 { 0 } else { text.find('\n').map_or(0, |at| at + 1) };
        text.replace_range(..end, new);
        self.said.insert(self.version, text.clone());
        self.client.edit(&self.folder.uri(path), self.version, json!([{ "range": range, "text": new }]));
    }

    fn turn_manifest(&mut self) {
        match self.has_manifest {
            true => self.folder.remove("tm.toml"),
            false => self.folder.write("tm.toml", MANIFEST),
        }
        self.has_manifest = !self.has_manifest;
        self.client.touched(&self.folder.uri("tm.toml"));
    }

    /// Waits until what is shown is what a fresh check says.
    fn settle(&mut self) {
        let texts = self.open.iter().map(|(path, (_, text))| ((*path).to_owned(), text.0.clone())).collect();
        let is_project = self.has_manifest || !self.open.is_empty();
        for (path, expected) in self.folder.check_with(&texts) {
            let uri = self.folder.uri(&path);
            let expected = if is_project { expected } else { Vec::new() };
            if let Some((version, _)) = self.open.get(path.as_str()) {
                self.client.diagnostics_when(&uri, Some(*version), |found| lines(found) == expected);
            } else {
                self.client.until(&format!("{path}, which is not open: {expected:?}"), |client| {
                    let shown = client.all_shown().remove(&uri).unwrap_or_default();
                    (lines(&shown) == expected).then_some(())
                });
            }
        }
        self.client.all_shown();
        for published in std::mem::take(&mut self.client.published) {
            let Some(version) = published.version else { continue };
            let text = &self.said[&version];
            for diagnostic in &published.diagnostics {
                assert!(is_within(diagnostic.range, text), "{diagnostic:?} is not in {text:?}");
            }
        }
    }
}

fn is_within(range: Range, text: &str) -> bool {
    let lines: Vec<&str> = text.split('\n').collect();
    let is_place = |line: u32, column: u32| {
        let units = lines.get(line as usize).map(|line| line.encode_utf16().count());
        units.is_some_and(|units| column as usize <= units)
    };
    let (start, end) = (range.start, range.end);
    is_place(start.line, start.character) && is_place(end.line, end.character) && start <= end
}

fn any_order(seed: u64, many: usize) {
    let mut session = Session::new(seed, many);
    for _ in 0..8 {
        for _ in 0..=session.dice.below(8) {
            session.step();
        }
        session.settle();
    }
    session.client.finish();
}

#[test]
fn of_a_large_project_what_is_shown_in_the_end_is_what_a_fresh_check_says() {
    any_order(1, 50);
}

#[test]
fn of_a_small_project_what_is_shown_in_the_end_is_what_a_fresh_check_says() {
    (1..=2).for_each(|seed| any_order(seed, 0));
}
