//! What is wrong with a model, before it is tied to text.

use tm_model::Site;

use crate::suggestion::{Help, Suggestion};

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
    /// The same for programs, as far as they can do it. A name is changed at the site.
    pub suggestions: Vec<Suggestion>,
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
        Self {
            name,
            level: Level::Error,
            message: message.into(),
            site,
            labels: Vec::new(),
            help: None,
            suggestions: Vec::new(),
        }
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
    pub fn help(mut self, help: impl Into<Help>) -> Self {
        let Help { text, suggestions } = help.into();
        self.help = Some(text);
        self.suggestions = suggestions;
        self
    }

    #[must_use]
    pub fn label(mut self, site: Site, message: impl Into<String>) -> Self {
        self.labels.push(Label { site, message: message.into() });
        self
    }
}

/// Whoever makes more mistakes than this in one place is not helped by spelling, and each guess walks through all names.
const MOST_GUESSES: usize = 100;

/// Whether so much is wrong in one place that guessing what was meant is worth no more.
#[must_use]
pub fn guessed_enough(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.len() > MOST_GUESSES
}
