//! Names as the language has them, and names made from those of files.

/// `[A-Za-z_][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*`, without backticks.
pub fn is_identifier(text: &str) -> bool {
    !text.starts_with(|c: char| c.is_ascii_digit())
        && text.split('-').all(|part| !part.is_empty() && part.chars().all(is_word))
}

/// Identifiers with `.` between them.
pub fn is_identifier_path(text: &str) -> bool {
    text.split('.').all(is_identifier)
}

/// The nearest identifier to the name of a file or folder: what it cannot have becomes `-`.
pub(crate) fn identifier_from(text: &str) -> String {
    let words: Vec<&str> = text.split(|c| !is_word(c)).filter(|word| !word.is_empty()).collect();
    let name = words.join("-");
    match name.chars().next() {
        None => "model".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{name}"),
        Some(_) => name,
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_those_of_the_language() {
        for good in ["a", "_", "cart-service", "a1-2b", "A_b"] {
            assert!(is_identifier(good), "{good}");
        }
        for bad in ["", "-a", "a-", "a--b", "3scale", "a.b", "a b", "ä", "`a`"] {
            assert!(!is_identifier(bad), "{bad}");
        }
        assert!(is_identifier_path("a.b-c"));
        assert!(!is_identifier_path("a..b") && !is_identifier_path("") && !is_identifier_path("a."));
    }

    #[test]
    fn every_file_name_gives_an_identifier() {
        for (text, name) in [
            ("shop", "shop"),
            ("my shop (v2)", "my-shop-v2"),
            (".hidden", "hidden"),
            ("2024.q1", "_2024-q1"),
            ("", "model"),
            ("…", "model"),
            ("a--b", "a-b"),
        ] {
            assert_eq!(identifier_from(text), name);
            assert!(is_identifier(&identifier_from(text)), "{text}");
        }
    }
}
