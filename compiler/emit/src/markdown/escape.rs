//! Text of a model inside Markdown.

use std::fmt::Write;

use crate::sanitize;

/// In `<code>`, with each char that Markdown or HTML could read as an entity.
pub(super) fn code(text: &str, limit: usize) -> String {
    format!("<code>{}</code>", entities(&sanitize::inline(text, limit)))
}

/// Inside the quotes of an attribute.
pub(super) fn attribute(text: &str) -> String {
    entities(text)
}

fn entities(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | '-' => escaped.push(char),
            char if char.is_ascii() => drop(write!(escaped, "&#{};", u32::from(char))),
            char => escaped.push(char),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_keeps_its_meaning() {
        let shown = code("</code>|@all #1 [x](http://e.org) `*_~ <b> &lt; \\\n::x", 99);
        let inside = shown.strip_prefix("<code>").and_then(|rest| rest.strip_suffix("</code>")).unwrap_or_default();
        let plain = inside.split("&#").enumerate().map(|(at, part)| if at == 0 { part } else { after(part) });
        let plain: String = plain.collect();
        assert!(plain.chars().all(|char| char.is_ascii_alphanumeric() || " -".contains(char)), "{plain}");
    }

    /// What follows an entity.
    fn after(part: &str) -> &str {
        part.split_once(';').map_or("?", |(_, rest)| rest)
    }
}
