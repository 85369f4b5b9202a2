//! What each diagnostic of the language means: its page in `docs/errors`, by name.

/// The names of all diagnostics, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    PAGES.iter().filter_map(|(path, _)| path.strip_suffix(".md"))
}

/// The page of a diagnostic: Markdown, with its name as the heading.
#[must_use]
pub fn page(name: &str) -> Option<&'static str> {
    let page = |(path, _): &&(&str, &str)| path.strip_suffix(".md") == Some(name);
    PAGES.iter().find(page).map(|(_, text)| *text)
}

static PAGES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/errors.rs"));

#[cfg(test)]
mod tests {
    use super::{names, page};

    #[test]
    fn pages_are_found_by_the_name_of_their_diagnostic() {
        assert!(names().is_sorted() && names().count() > 80);
        for name in names() {
            assert!(page(name).is_some_and(|page| page.starts_with(&format!("# {name}\n"))), "{name}");
        }
        assert_eq!(page("no-such-diagnostic"), None);
    }
}
