//! A document that is open in the editor.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::positions::{Encoding, Lines};
use crate::types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};
use crate::uris;

/// What stands for a source: its real path, or the address of a document that is no file. An address is no absolute path,
/// so the two never meet.
pub(crate) type Key = PathBuf;

/// Open documents count instead of what is on the disk. Several may be the same file, under the names that links give it.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// As the client wrote it: it knows the document by these characters.
    pub uri: Uri,
    pub key: Key,
    pub version: i32,
    pub text: Arc<str>,
}

impl Document {
    pub fn new(item: TextDocumentItem) -> Document {
        let key = uris::path(&item.uri).map_or_else(|| PathBuf::from(item.uri.as_str()), |path| uris::real(&path));
        Document { key, version: item.version, text: Arc::from(item.text), uri: item.uri }
    }

    /// The real path, if it is a file.
    pub fn real(&self) -> Option<&Path> {
        self.key.is_absolute().then_some(&*self.key)
    }

    /// What a source without a project is called.
    pub fn name(&self) -> String {
        let path = self.uri.path().as_str();
        let name = path.rsplit('/').next().unwrap_or(path);
        percent_encoding::percent_decode_str(name).decode_utf8_lossy().into_owned()
    }

    /// Applies changes one after the other: each is in the words of the text that the one before left.
    pub fn change(&mut self, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) {
        for change in changes {
            let Some(range) = change.range else {
                self.text = Arc::from(change.text);
                continue;
            };
            let span = Lines::new(self.text.clone(), encoding).span(range);
            let mut text = String::with_capacity(self.text.len() + change.text.len());
            text.push_str(self.text.get(..span.start).unwrap_or_default());
            text.push_str(&change.text);
            text.push_str(self.text.get(span.end..).unwrap_or_default());
            self.text = Arc::from(text);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::str::FromStr;

    use super::*;
    use crate::types::{Position, Range};

    fn changed(text: &str, changes: &[(u32, u32, u32, u32, &str)], encoding: Encoding) -> String {
        let uri = Uri::from_str("untitled:Untitled-1").unwrap();
        let item = TextDocumentItem { uri, language_id: "tm".to_owned(), version: 1, text: text.to_owned() };
        let mut document = Document::new(item);
        let change = |(line, from, last, to, text): &(u32, u32, u32, u32, &str)| TextDocumentContentChangeEvent {
            range: Some(Range {
                start: Position { line: *line, character: *from },
                end: Position { line: *last, character: *to },
            }),
            range_length: None,
            text: (*text).to_owned(),
        };
        document.change(changes.iter().map(change).collect(), encoding);
        document.text.to_string()
    }

    #[test]
    fn changes_build_on_each_other() {
        let changes = [(0, 1, 0, 1, "xy"), (0, 3, 1, 0, ""), (9, 9, 9, 9, "!")];
        assert_eq!(changed("ab\ncd", &changes, Encoding::Utf16), "axycd!");
        assert_eq!(changed("😀b", &[(0, 2, 0, 3, "c")], Encoding::Utf16), "😀c");
        assert_eq!(changed("😀b", &[(0, 4, 0, 5, "c")], Encoding::Utf8), "😀c");
    }
}
