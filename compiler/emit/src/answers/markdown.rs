//! The documentation of names.

use std::io::{self, Write};

use serde_json::{Value, json};
use tm_analysis::Explanation;

use super::sheet::{Look, Sheet};
use super::{AnswerOptions, document};

/// Every meaning of a name, one after the other.
pub fn explanations(found: &[Explanation], options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut sheet = Sheet::new(options, out);
    for (at, explanation) in found.iter().enumerate() {
        if at > 0 {
            sheet.blank()?;
        }
        sheet.title(&format!("{} {}", explanation.kind, explanation.name))?;
        if !explanation.text.trim().is_empty() {
            sheet.blank()?;
            markdown(&mut sheet, explanation.text.trim_end())?;
        }
    }
    sheet.finish()
}

pub fn explanations_json(found: &[Explanation], out: &mut dyn Write) -> io::Result<()> {
    let entry = |it: &Explanation| json!({ "kind": it.kind, "name": it.name, "text": it.text });
    document::write(&[("explanations", Value::Array(found.iter().map(entry).collect()))], out)
}

/// Paragraphs and items are wrapped; code and tables stay as they are written.
pub(super) fn markdown(sheet: &mut Sheet<'_, '_>, text: &str) -> io::Result<()> {
    let mut in_code = false;
    let mut paragraph = String::new();
    for line in text.lines() {
        let is_fence = line.trim_start().starts_with("```");
        let stands_alone = in_code || is_fence || line.starts_with(['#', '|']) || line.trim().is_empty();
        if stands_alone || is_item(line) {
            flush(sheet, &mut paragraph)?;
        }
        if !stands_alone {
            paragraph.push_str(if paragraph.is_empty() { "" } else { " " });
            paragraph.push_str(line.trim());
            continue;
        }
        let is_heading = line.starts_with('#') && !in_code;
        sheet.raw(line, if is_heading { Look::Bold } else { Look::Plain })?;
        in_code ^= is_fence;
    }
    flush(sheet, &mut paragraph)
}

fn is_item(line: &str) -> bool {
    line.trim_start().starts_with("- ")
}

/// Writes what has been gathered; an item goes on below its first word.
fn flush(sheet: &mut Sheet<'_, '_>, paragraph: &mut String) -> io::Result<()> {
    let text = std::mem::take(paragraph);
    match text.strip_prefix("- ") {
        _ if text.is_empty() => Ok(()),
        Some(item) => sheet.item(0, "- ", item, Look::Plain),
        None => sheet.item(0, "", &text, Look::Plain),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn shown(text: &str) -> String {
        let mut out = Vec::new();
        let options = AnswerOptions { colour: false, width: 40, all: false, project: "shop", files: &[] };
        let mut sheet = Sheet::new(&options, &mut out);
        markdown(&mut sheet, text).unwrap();
        sheet.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn paragraphs_are_wrapped_and_code_is_not() {
        let text = "one two three four five six\nseven eight nine\n\n```tm\nservice a-name-that-is-longer-than-forty-columns\n```\n";
        let wrapped = "one two three four five six seven eight\nnine\n\n";
        let code = "```tm\nservice a-name-that-is-longer-than-forty-columns\n```\n";
        assert_eq!(shown(text), format!("{wrapped}{code}"));
    }

    #[test]
    fn items_hang_below_their_first_word() {
        let text = "- one two three four five six seven eight\n  nine\n- ten\n";
        assert_eq!(shown(text), "- one two three four five six seven\n  eight nine\n- ten\n");
    }
}
