//! Edits as fast as they can be sent.

use serde_json::json;

use crate::client::{Client, range};
use crate::folder::{Folder, TODAY, example, lines};

/// Not random in any way that matters, and the same each time.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("it fits") % limit.max(1)
    }
}

/// The text as the client has it; counted in UTF-16, in its own way.
pub struct Text(pub String);

impl Text {
    fn position(&self, offset: usize) -> (u32, u32) {
        let before = &self.0[..offset];
        let column: usize = before.rsplit('\n').next().unwrap_or_default().chars().map(char::len_utf16).sum();
        (u32::try_from(before.matches('\n').count()).unwrap(), u32::try_from(column).unwrap())
    }

    fn boundary(&self, dice: &mut Dice) -> usize {
        self.0.floor_char_boundary(dice.below(self.0.len() + 1))
    }

    /// One random change, as the protocol says it.
    pub fn change(&mut self, dice: &mut Dice, words: &[&str]) -> serde_json::Value {
        let (a, b) = (self.boundary(dice), self.boundary(dice));
        let (start, end) = (a.min(b), self.0.floor_char_boundary((a.min(b) + dice.below(12)).min(a.max(b))));
        let word = words[dice.below(words.len())];
        let ((line, from), (last, to)) = (self.position(start), self.position(end));
        self.0.replace_range(start..end, word);
        json!({ "range": range(line, from, last, to), "text": word })
    }
}

#[test]
fn five_hundred_edits_end_where_a_fresh_check_begins() {
    let files = example("cloudcart/before");
    let refs: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let folder = Folder::new(&refs);
    let (path, original) = files.iter().filter(|(path, _)| path.ends_with(".tm")).max_by_key(|it| it.1.len()).unwrap();
    let uri = folder.uri(path);
    let words = ["", "", "\n", "é😀漢", " ", "service x {}\n", "}", "encryption: none\n", "\"", "a", "// no\n"];
    for seed in 1..4 {
        let mut dice = Dice(seed);
        let mut text = Text(original.clone());
        let mut client = Client::session(&folder);
        client.open(&uri, 0, original);
        for version in 1..=500 {
            let changes: Vec<_> = (0..=dice.below(3)).map(|_| text.change(&mut dice, &words)).collect();
            client.edit(&uri, version, json!(changes));
            if version % 7 == 0 {
                let id = client.ask("tm/stdDocument", json!({ "uri": "tm-std:/vocabulary/flows.tm" }));
                client.answer(id);
            }
        }
        // What was typed is saved, and checked by itself.
        folder.write(path, &text.0);
        for (path, _) in files.iter().filter(|(path, _)| path.ends_with(".tm")) {
            let expected = folder.check("", path, TODAY);
            let version = (folder.uri(path) == uri).then_some(500);
            if version.is_some() || !expected.is_empty() {
                client.diagnostics_when(&folder.uri(path), version, |found| lines(found) == expected);
            }
        }
        // And the original, put back in one edit.
        folder.write(path, original);
        client.change(&uri, 501, original);
        let expected = folder.check("", path, TODAY);
        client.diagnostics_when(&uri, Some(501), |found| lines(found) == expected);
        client.all_shown();
        client.finish();
    }
}

#[test]
fn versions_may_begin_anywhere_and_stand_still() {
    let folder = Folder::project(&[]);
    let uri = folder.uri("a.tm");
    let mut client = Client::session(&folder);
    client.open(&uri, 0, "");
    client.diagnostics(&uri, Some(0));
    client.change(&uri, -5, "service a\nservice a\n");
    client.diagnostics_when(&uri, Some(-5), |found| !found.is_empty());
    client.change(&uri, -5, "");
    client.diagnostics_when(&uri, Some(-5), <[_]>::is_empty);
    client.finish();
}

#[test]
fn positions_outside_the_text_are_brought_inside() {
    let folder = Folder::project(&[]);
    let uri = folder.uri("a.tm");
    let mut client = Client::session(&folder);
    client.open(&uri, 1, "service a");
    client.edit(&uri, 2, json!([{ "range": range(99, 7, 4_000_000_000, 1), "text": "\nservice a" }]));
    client.edit(&uri, 3, json!([{ "range": range(1, 9, 0, 500), "text": "\n" }]));
    folder.write("a.tm", "service a\n");
    let expected = folder.check("", "a.tm", TODAY);
    client.diagnostics_when(&uri, Some(3), |found| lines(found) == expected);
    client.finish();
}
