//! Files that are written in another language as a whole: no word of theirs is worth an error of its own.

use std::ops::Range;

use crate::error::SyntaxError;
use crate::stream::error;

const HELP: &str = "an element is written `kind name { attribute: value }`, a flow `a -> b { attribute: value }`";

/// The one error of such a file. What could be a file of ours that is half written is none.
pub(in crate::parse) fn foreign_file(text: &str) -> Option<SyntaxError> {
    let content = text.trim_start_matches('\u{FEFF}').trim_start();
    let language = match content.chars().next()? {
        '<' if is_xml(content) => "XML",
        '{' | '[' if is_json(content) => "JSON",
        '[' | '#' if is_toml(content) => "TOML",
        _ if is_yaml(content) => "YAML",
        _ => return None,
    };
    let (before, first) = (text.len() - content.len(), first_line(content));
    let range = (before + first.start) as u32..(before + first.end) as u32;
    let message = format!("a `.tm` file is not written in {language}");
    Some(error("unexpected-token", range, message, HELP))
}

fn is_xml(content: &str) -> bool {
    let mut rest = content;
    while let Some(comment) = rest.strip_prefix("<!--") {
        let Some((_, after)) = comment.split_once("-->") else { return false };
        rest = after.trim_start();
    }
    let Some(tag) = rest.strip_prefix('<') else { return false };
    let is_tag =
        tag.starts_with(|c: char| c.is_ascii_alphabetic()) || tag.starts_with("?xml") || tag.starts_with("!DOC");
    is_tag && tag.contains('>')
}

/// `{ "name":`, `[ {`
fn is_json(content: &str) -> bool {
    let object = content.strip_prefix('[').map_or(content, str::trim_start);
    let Some(name) = object.strip_prefix('{').and_then(|inner| inner.trim_start().strip_prefix('"')) else {
        return false;
    };
    name.split_once('"').is_some_and(|(_, after)| after.trim_start().starts_with(':'))
}

/// Lines that say something, with their indentation.
fn lines(content: &str) -> impl Iterator<Item = &str> {
    content.lines().map(str::trim_end).filter(|line| says_something(line))
}

/// No blank and no comment.
fn says_something(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && !line.starts_with('#')
}

/// Where the first line that says something stands, without what is around its words.
fn first_line(content: &str) -> Range<usize> {
    let mut start = 0;
    for line in content.split_inclusive('\n') {
        if says_something(line) {
            return start + line.len() - line.trim_start().len()..start + line.trim_end().len();
        }
        start += line.len();
    }
    0..0
}

/// `[table]`, and behind it `name = …`.
fn is_toml(content: &str) -> bool {
    let mut lines = lines(content);
    let is_table = lines.next().is_some_and(|line| line.starts_with('[') && line.ends_with(']'));
    let is_entry = |line: &str| {
        line.split_once('=').is_some_and(|(name, _)| {
            let name = name.trim();
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '"'))
        })
    };
    is_table && lines.next().is_some_and(is_entry)
}

/// Every line that is not indented is `key: …` or `- …`, and something is nested in one of them.
fn is_yaml(content: &str) -> bool {
    let mut nests = false;
    let mut is_open = false;
    for line in lines(content).filter(|line| !matches!(*line, "---" | "...")) {
        let inner = line.trim_start();
        let item = if inner == "-" { Some("") } else { inner.strip_prefix("- ").map(str::trim_start) };
        let entry = entry(item.unwrap_or(inner));
        let is_indented = inner.len() < line.len();
        if !is_indented && item.is_none() && entry.is_none() {
            return false;
        }
        nests |= is_open && (item.is_some() || (is_indented && entry.is_some()));
        is_open = entry.is_some_and(|value| value.is_empty() || item.is_some());
    }
    nests
}

/// What stands behind `key:`. A key of two words, or a block, is ours.
fn entry(line: &str) -> Option<&str> {
    let (key, value) = line.split_once(':')?;
    let is_key = !key.is_empty() && !key.contains(|c: char| c.is_whitespace() || matches!(c, '{' | '(' | '=' | '>'));
    let is_value = (value.is_empty() || value.starts_with(' ')) && !value.ends_with('{');
    let value = value.split_once(" #").map_or(value, |(value, _)| value);
    (is_key && is_value).then(|| value.trim())
}
