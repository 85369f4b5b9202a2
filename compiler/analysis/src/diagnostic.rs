//! What is wrong with a model, before it is tied to text.

use smol_str::SmolStr;
use tm_model::Site;

/// A language error, warning or notice. Messages: lower case, no final stop, user text in backticks; the first line alone
/// must do for a one-line format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Kebab-case and stable, such as `unresolved-name`.
    pub name: &'static str,
    pub level: Level,
    pub message: String,
    pub site: Site,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The model cannot be judged rightly.
    Error,
    Warning,
    /// Something to know, such as a rule that could not run.
    Note,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub site: Site,
    pub message: String,
}

impl Diagnostic {
    #[must_use]
    pub fn error(name: &'static str, site: Site, message: impl Into<String>) -> Self {
        Self { name, level: Level::Error, message: message.into(), site, labels: Vec::new(), help: None }
    }

    #[must_use]
    pub fn warning(name: &'static str, site: Site, message: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::error(name, site, message) }
    }

    #[must_use]
    pub fn note(name: &'static str, site: Site, message: impl Into<String>) -> Self {
        Self { level: Level::Note, ..Self::error(name, site, message) }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    #[must_use]
    pub fn label(mut self, site: Site, message: impl Into<String>) -> Self {
        self.labels.push(Label { site, message: message.into() });
        self
    }
}

/// Nobody mistypes a name longer than this; comparing takes the product of two lengths.
const LONGEST_GUESSED: usize = 100;

/// Whoever makes more mistakes than this in one place is not helped by spelling, and each guess walks through all names.
const MOST_GUESSES: usize = 100;

/// Among more names than this a guess takes too long.
pub(crate) const MOST_CANDIDATES: usize = 2_000;

/// Whether so much is wrong in one place that guessing what was meant is worth no more.
#[must_use]
pub fn guessed_enough(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.len() > MOST_GUESSES
}

/// The candidate nearest in spelling, if one is near enough to be meant; of many candidates, only the first are looked at.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<SmolStr> {
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
    candidates
        .into_iter()
        .take(MOST_CANDIDATES)
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit && *candidate != word)
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| SmolStr::new(candidate))
}

/// Help for a name that does not exist: the one that was probably meant, else `otherwise`.
#[must_use]
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>, otherwise: &str) -> String {
    match nearest(word, candidates) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => otherwise.to_owned(),
    }
}
