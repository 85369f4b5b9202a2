//! Pieces of Markdown.

/// Text for one cell of a table, or one entry of a list: on one line.
pub fn inline(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// Source text on one line, as code.
pub fn code(text: &str) -> String {
    format!("`{}`", inline(text))
}

/// The first paragraph, on one line.
pub fn summary(docs: &str) -> String {
    inline(docs.split("\n\n").next().unwrap_or_default())
}

/// Everything after the first paragraph.
pub fn body(docs: &str) -> &str {
    docs.split_once("\n\n").map_or("", |(_, rest)| rest).trim()
}

pub fn fence(source: &str) -> String {
    format!("```tm\n{}\n```\n", source.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{body, inline, summary};

    #[test]
    fn documentation_is_cut_at_its_first_paragraph() {
        let docs = "One\ntwo | three.\n\n## More\n\nFour.";
        assert_eq!(summary(docs), "One two \\| three.");
        assert_eq!(body(docs), "## More\n\nFour.");
        assert_eq!(body("One."), "");
        assert_eq!(inline("a\n  b"), "a b");
    }
}
