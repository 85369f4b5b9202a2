//! Documentation text of declarations.

use smol_str::SmolStr;

/// The first line of a documentation comment, without its final stop: what a finding of the rule is called.
pub(crate) fn title(docs: &str) -> Option<SmolStr> {
    let line = docs.lines().map(str::trim).find(|line| !line.is_empty())?;
    let line = line.trim_start_matches('#').trim();
    // Only the first sentence of a longer line.
    let sentence = line.split_once(". ").map_or(line, |(first, _)| first);
    Some(SmolStr::new(sentence.trim_end_matches('.')))
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn the_first_sentence_is_the_title() {
        assert_eq!(title("Calls travel in clear text.\n\n## Why").as_deref(), Some("Calls travel in clear text"));
        assert_eq!(title("One. Two.").as_deref(), Some("One"));
        assert_eq!(title("\n"), None);
    }
}
