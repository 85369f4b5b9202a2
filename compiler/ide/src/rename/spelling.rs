//! How a name is written.

use tm_syntax::Tok;

use super::{Refusal, refuse};

/// Longer names help nobody.
const LONGEST: usize = 200;

/// A name, and how it is written in code.
pub(super) struct Spelling<'n> {
    pub name: &'n str,
    pub written: String,
    /// Whether a placeholder in a text can hold it.
    fits_text: bool,
}

impl<'n> Spelling<'n> {
    /// Of what somebody typed, with backticks or without.
    pub fn of(typed: &'n str) -> Result<Self, Refusal> {
        let typed = typed.trim();
        let name = typed.strip_prefix('`').and_then(|name| name.strip_suffix('`')).unwrap_or(typed);
        if name.trim().is_empty() {
            return refuse("a name has at least one letter");
        }
        if name.contains('`') || name.chars().any(char::is_control) {
            return refuse("a name holds no backticks and no control characters");
        }
        if name.chars().count() > LONGEST {
            return refuse(format!("a name has at most {LONGEST} characters"));
        }
        let parsed = tm_syntax::parse(name);
        let kind = match &*parsed.tokens {
            [only] => Some(only.kind),
            _ => None,
        };
        // A word of the language is a name only where the grammar has no use for it: backticks make it one anywhere.
        let is_word = kind == Some(Tok::Ident);
        let fits_text = is_word || kind.is_some_and(Tok::is_keyword);
        let written = if is_word { name.to_owned() } else { format!("`{name}`") };
        Ok(Self { name, written, fits_text })
    }

    /// As it stands in a placeholder, which knows no backticks.
    pub fn in_text(&self) -> Result<String, Refusal> {
        match self.fits_text {
            true => Ok(self.name.to_owned()),
            false => refuse(format!(
                "`{}` would have to stand in a placeholder such as `{{x.name}}`, which holds plain words only",
                self.name
            )),
        }
    }
}
