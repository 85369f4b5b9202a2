//! Quoting what a user wrote, and guessing what was meant.

/// Beyond this a word is no misspelling of anything, and no message should carry it whole.
const LONGEST_QUOTED: usize = 60;

/// In backticks, shortened where it is out of all proportion.
pub(crate) fn quoted(text: &str) -> String {
    match text.char_indices().nth(LONGEST_QUOTED) {
        None => format!("`{text}`"),
        Some((cut, _)) => format!("`{}…`", text.get(..cut).unwrap_or_default()),
    }
}

/// `a`, `b` or `c`.
pub(crate) fn alternatives(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(|word| format!("`{word}`")).collect();
            format!("{} or `{last}`", first.join(", "))
        }
    }
}

/// The word that was probably meant.
pub(crate) fn closest<'a>(wrong: &str, words: &[&'a str]) -> Option<&'a str> {
    if wrong.len() > LONGEST_QUOTED {
        return None;
    }
    let wrong = wrong.to_lowercase().replace('_', "-");
    let allowed = (wrong.chars().count() / 3).clamp(1, 3);
    words
        .iter()
        .map(|word| (strsim::osa_distance(&wrong, word), *word))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_miss_is_found_and_a_far_one_is_not() {
        let words = ["profile", "fail-on"];
        assert_eq!(closest("profil", &words), Some("profile"));
        assert_eq!(closest("fail_on", &words), Some("fail-on"));
        assert_eq!(closest("Profile", &words), Some("profile"));
        assert_eq!(closest("packages", &words), None);
        assert_eq!(closest(&"x".repeat(1 << 20), &words), None);
    }

    #[test]
    fn alternatives_read_as_a_sentence() {
        assert_eq!(alternatives(&["a"]), "`a`");
        assert_eq!(alternatives(&["a", "b", "c"]), "`a`, `b` or `c`");
    }

    #[test]
    fn long_text_is_shortened_between_characters() {
        assert_eq!(quoted("abc"), "`abc`");
        assert_eq!(quoted(&"ä".repeat(100)), format!("`{}…`", "ä".repeat(60)));
    }
}
