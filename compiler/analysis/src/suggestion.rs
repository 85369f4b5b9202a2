//! What to do about a diagnostic: a line for people, and changes that programs can make.

use std::cmp::Reverse;

use smol_str::SmolStr;

/// What can be changed, without a place: whoever shows a diagnostic knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// Write another name where the diagnostic is.
    Rename {
        /// Its names, those of modules or of the component around in front.
        path: Vec<SmolStr>,
        /// Nothing else is near in spelling.
        is_only: bool,
    },
    /// Bring a module into scope.
    Use { module: SmolStr },
    /// Bring one name of a module into scope.
    Import { module: SmolStr, name: SmolStr },
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    pub text: String,
    pub suggestions: Vec<Suggestion>,
}

impl From<String> for Help {
    fn from(text: String) -> Self {
        Self { text, suggestions: Vec::new() }
    }
}

impl From<&str> for Help {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// Nobody mistypes a name longer than this; comparing takes the product of two lengths.
const LONGEST_GUESSED: usize = 100;

/// Among more names than this a guess takes too long.
pub(crate) const MOST_CANDIDATES: usize = 2_000;

/// A name that was probably meant.
struct Near {
    name: SmolStr,
    /// No other name is near enough to be meant, too.
    is_only: bool,
}

/// The candidate nearest in spelling, if one is near enough to be meant; of many candidates, only the first are looked at.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<SmolStr> {
    near(word, candidates).map(|near| near.name)
}

fn near<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<Near> {
    if word.len() > LONGEST_GUESSED {
        return None;
    }
    // One letter is like any other; a short word has few letters to get wrong.
    let limit = match word.chars().count() {
        0..=1 => 0,
        2..=5 => 1,
        n => n / 3,
    };
    let length = word.chars().count();
    let mut best: Option<(usize, Reverse<usize>, u32, &str)> = None;
    let (mut seen, mut is_only) = (0, true);
    for candidate in candidates.into_iter().take(MOST_CANDIDATES) {
        seen += 1;
        if candidate == word || candidate.chars().count().abs_diff(length) > limit {
            continue;
        }
        // Whoever writes capitals writes all of them.
        let distance = match word.eq_ignore_ascii_case(candidate) {
            true => 1.min(limit),
            false => strsim::damerau_levenshtein(word, candidate),
        };
        if distance > limit {
            continue;
        }
        is_only &= best.is_none_or(|(.., known)| known == candidate);
        let this = (distance, Reverse(unchanged(word, candidate)), apart(word, candidate), candidate);
        best = Some(best.map_or(this, |best| best.min(this)));
    }
    best.map(|(.., name)| Near { name: SmolStr::new(name), is_only: is_only && seen < MOST_CANDIDATES })
}

/// How many letters at both ends are the same: of names that are equally near, the one that was changed in fewer places is
/// meant.
fn unchanged(word: &str, candidate: &str) -> usize {
    let front = word.chars().zip(candidate.chars()).take_while(|(a, b)| a == b).count();
    let back = word.chars().rev().zip(candidate.chars().rev()).take_while(|(a, b)| a == b).count();
    front + back
}

/// How far digits at the same places are apart: who writes `tls1-4` does not mean `tls1-0`.
fn apart(word: &str, candidate: &str) -> u32 {
    let digits = word.chars().zip(candidate.chars()).map(|(a, b)| (a.to_digit(10), b.to_digit(10)));
    digits.map(|(a, b)| a.zip(b).map_or(0, |(a, b)| a.abs_diff(b))).sum()
}

/// Help for a name that does not exist: the one that was probably meant, else `otherwise`.
#[must_use]
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>, otherwise: &str) -> Help {
    meant_path(word, candidates, otherwise, |name| Some(vec![name]))
}

/// The same where what is written may be a path: `path_of` is what to write where the diagnostic is.
pub(crate) fn meant_path<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
    path_of: impl FnOnce(SmolStr) -> Option<Vec<SmolStr>>,
) -> Help {
    let Some(Near { name, is_only }) = near(word, candidates) else { return otherwise.into() };
    let text = format!("did you mean `{name}`?");
    let suggestion = path_of(name).map(|path| Suggestion::Rename { path, is_only });
    Help { text, suggestions: suggestion.into_iter().collect() }
}

/// Help for a name that stands in modules out of scope; `None` if there are none.
pub(crate) fn bring_in(name: &str, modules: &[SmolStr]) -> Option<Help> {
    let text = match modules {
        [] => return None,
        [only] => format!("`{name}` stands in the module `{only}`: add `use {only}`"),
        [first, second, ..] => format!(
            "`{name}` stands in several modules, such as `{first}` and `{second}`: bring the one that is meant into scope \
             with `use`"
        ),
    };
    let suggestions = modules.iter().map(|module| Suggestion::Use { module: module.clone() }).collect();
    Some(Help { text, suggestions })
}

#[cfg(test)]
mod tests {
    use super::{Suggestion, bring_in, did_you_mean, nearest};

    fn is_only(word: &str, candidates: &[&str]) -> Option<bool> {
        match did_you_mean(word, candidates.iter().copied(), "").suggestions.as_slice() {
            [Suggestion::Rename { is_only, .. }] => Some(*is_only),
            _ => None,
        }
    }

    #[test]
    fn of_numbers_the_next_one_is_meant() {
        let versions = ["tls1-0", "tls1-1", "tls1-2", "tls1-3"];
        assert_eq!(nearest("tls1-4", versions).as_deref(), Some("tls1-3"));
        assert_eq!(nearest("tls1-9", versions.into_iter().rev()).as_deref(), Some("tls1-3"));
        assert_eq!(nearest("tls1_2", versions).as_deref(), Some("tls1-2"), "one letter is wrong, and no number");
    }

    #[test]
    fn a_name_is_meant_for_sure_if_no_other_is_near() {
        assert_eq!(is_only("ordres", &["cart", "orders"]), Some(true));
        assert_eq!(is_only("ordres", &["orders", "orders"]), Some(true), "it is one name, said twice");
        assert_eq!(is_only("ordres", &["orders", "order"]), Some(false), "both are near, one is nearer");
        assert_eq!(is_only("ordres", &["cart"]), None);
        assert_eq!(is_only("a", &["b"]), None);
    }

    #[test]
    fn of_equally_near_names_the_one_with_more_in_common_is_meant() {
        let names = ["validated-by", "validation-at"];
        assert_eq!(nearest("validates-at", names).as_deref(), Some("validation-at"));
        assert_eq!(nearest("validates-by", names).as_deref(), Some("validated-by"));
    }

    #[test]
    fn of_too_many_names_none_is_meant_for_sure() {
        let names: Vec<String> = (0..3_000).map(|number| format!("n{number}-")).collect();
        let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
        names.insert(0, "orders");
        assert_eq!(is_only("ordres", &names), Some(false), "not all of them are looked at");
    }

    #[test]
    fn modules_are_brought_in_by_name() {
        let modules = ["a.b".into(), "c".into()];
        let help = bring_in("x", &modules);
        let suggested = help.map(|help| help.suggestions);
        assert_eq!(suggested, Some(modules.map(|module| Suggestion::Use { module }).to_vec()));
        assert_eq!(bring_in("x", &[]), None);
    }
}
