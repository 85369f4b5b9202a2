//! Changes of a text, and names as they are written in one.

use std::ops::Range;

use tm_analysis::report::Name;
use tm_syntax::ast::ItemKind;
use tm_syntax::{Parsed, Tok};

/// A part of a file, in bytes of its present text, and what comes to stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    pub range: Range<u32>,
    pub text: String,
}

/// A text with edits made in it. Those that overlap one before them, or lie outside of the text, are left out.
#[must_use]
pub fn apply(text: &str, edits: &[TextEdit]) -> String {
    let mut sorted: Vec<&TextEdit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for edit in sorted {
        let range = edit.range.start as usize..edit.range.end as usize;
        if let (Some(kept), Some(_)) = (text.get(at..range.start), text.get(range.clone())) {
            out.push_str(kept);
            out.push_str(&edit.text);
            at = range.end;
        }
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// A name as it is written: in backticks unless it is a plain word.
pub(crate) fn written(name: &str) -> String {
    let mut parts = name.split('-');
    let is_word = |char: char| char.is_ascii_alphanumeric() || char == '_';
    let head = parts.next().unwrap_or_default();
    let is_plain = head.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_')
        && head.chars().all(is_word)
        && parts.all(|part| !part.is_empty() && part.chars().all(is_word));
    if is_plain { name.to_owned() } else { format!("`{name}`") }
}

/// A path as it is written.
pub(crate) fn written_path(path: &[Name]) -> String {
    path.iter().map(|name| written(name)).collect::<Vec<_>>().join(".")
}

/// Brings a module into scope: behind the last `use` at the top, else behind `module`, else at the top.
pub(crate) fn use_edit(parsed: &Parsed, source: &str, module: &str) -> TextEdit {
    item_edit(parsed, source, &format!("use {}", module_path(module)))
}

/// Brings one name of a module into scope.
pub(crate) fn import_edit(parsed: &Parsed, source: &str, module: &str, name: &str) -> TextEdit {
    item_edit(parsed, source, &format!("use {}.{{{name}}}", module_path(module)))
}

fn module_path(module: &str) -> String {
    module.split('.').map(written).collect::<Vec<_>>().join(".")
}

/// Writes a `use` where the others are.
pub(crate) fn item_edit(parsed: &Parsed, source: &str, item: &str) -> TextEdit {
    UsePlace::find(parsed, source).edit(item)
}

/// Where a file can take another `use`, and what stands around it there. To find it takes a walk through the file.
#[derive(Clone, Copy)]
pub(crate) struct UsePlace {
    at: u32,
    before: &'static str,
    after: &'static str,
}

impl UsePlace {
    pub fn find(parsed: &Parsed, source: &str) -> Self {
        let mut uses = parsed.file.items.iter().filter(|item| matches!(item.kind, ItemKind::Use(_)));
        // An item that holds what does not belong to it is no place to write behind.
        let last = uses.next_back().map(|item| parsed.text_range(item.range).end);
        let behind = last.or_else(|| parsed.file.module.as_ref().map(|path| parsed.text_range(path.range).end));
        if let Some(at) = behind {
            return Self { at, before: if last.is_some() { "\n" } else { "\n\n" }, after: "" };
        }
        let docs = parsed.file.docs;
        if docs.lo < docs.hi {
            return Self { at: parsed.text_range(docs).end, before: "\n\n", after: "" };
        }
        // White space and comments at the top stay there: they are about the file.
        let start = match parsed.kind(0) {
            Some(Tok::Doc) | None => parsed.token_range(0).start,
            Some(_) => parsed.file.items.first().map_or(0, |item| parsed.text_range(item.range).start),
        };
        let at = if parsed.significant.is_empty() { u32::try_from(source.len()).unwrap_or(0) } else { start };
        Self { at, before: "", after: "\n\n" }
    }

    /// Brings a module into scope.
    pub fn bring_in(self, module: &str) -> TextEdit {
        self.edit(&format!("use {}", module_path(module)))
    }

    fn edit(self, item: &str) -> TextEdit {
        TextEdit { range: self.at..self.at, text: format!("{}{item}{}", self.before, self.after) }
    }
}

#[cfg(test)]
mod tests {
    use tm_syntax::parse;

    use super::{TextEdit, apply, use_edit, written};

    #[test]
    fn edits_are_made_in_order() {
        let edit = |start, end, text: &str| TextEdit { range: start..end, text: text.to_owned() };
        assert_eq!(apply("abc", &[edit(2, 3, "z"), edit(0, 1, "xx"), edit(1, 1, "-")]), "xx-bz");
        assert_eq!(apply("aßc", &[edit(2, 3, "z"), edit(9, 12, "y")]), "aßc", "they are not in the text");
        assert_eq!(apply("abc", &[edit(0, 2, "x"), edit(1, 3, "y")]), "xc", "they overlap");
    }

    #[test]
    fn names_that_are_no_words_stand_in_backticks() {
        assert_eq!(written("api-gateway"), "api-gateway");
        assert_eq!(written("_x1"), "_x1");
        for odd in ["3scale", "a b", "", "a-", "ß", "a--b", "a.b"] {
            assert_eq!(written(odd), format!("`{odd}`"));
        }
    }

    fn with_use(source: &str) -> String {
        let edit = use_edit(&parse(source), source, "shop.zones");
        let mut text = source.to_owned();
        text.replace_range(edit.range.start as usize..edit.range.end as usize, &edit.text);
        text
    }

    #[test]
    fn a_use_joins_the_others() {
        assert_eq!(with_use("service a\n"), "use shop.zones\n\nservice a\n");
        assert_eq!(with_use("module shop\n\nservice a\n"), "module shop\n\nuse shop.zones\n\nservice a\n");
        assert_eq!(with_use("use b\nuse c.{d}\n\nservice a\n"), "use b\nuse c.{d}\nuse shop.zones\n\nservice a\n");
        assert_eq!(with_use("//! Docs.\n\nservice a\n"), "//! Docs.\n\nuse shop.zones\n\nservice a\n");
        assert_eq!(with_use("/// Of a.\nservice a\n"), "use shop.zones\n\n/// Of a.\nservice a\n");
        assert_eq!(with_use(""), "use shop.zones\n\n");
    }
}
