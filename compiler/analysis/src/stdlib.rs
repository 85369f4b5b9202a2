//! The standard library as it was when this was built. Callers may use another one instead.

/// Path below `stdlib/`, with `/`, and text of every file, in order of path.
#[must_use]
pub fn embedded() -> &'static [(&'static str, &'static str)] {
    EMBEDDED
}

static EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/stdlib.rs"));

#[cfg(test)]
mod tests {
    use super::embedded;

    #[test]
    fn files_are_in_order_and_their_paths_are_the_same_everywhere() {
        assert!(embedded().is_sorted_by(|a, b| a.0 < b.0));
        for (path, text) in embedded() {
            assert!(path.ends_with(".tm") && !path.starts_with('/') && !path.contains('\\'), "{path}");
            assert!(!text.is_empty(), "{path}");
        }
    }

    #[test]
    fn vocabulary_relations_and_rules_are_there() {
        for folder in ["vocabulary/", "relations/", "rules/"] {
            assert!(embedded().iter().any(|(path, _)| path.starts_with(folder)), "{folder}");
        }
    }
}
