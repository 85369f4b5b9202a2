//! How messages call what a user wrote.

use smol_str::SmolStr;

use super::Checker;
use crate::diagnostic::guessed_enough;
use crate::hir::{Expr, ExprKind};
use crate::scope::Declaration;
use crate::suggestion::{Help, bring_in, did_you_mean};

/// Beyond this a word is no misspelling of anything, and no message should carry it whole.
const LONGEST: usize = 60;

/// A message is a line, not a page.
const LONGEST_MESSAGE: usize = 1_000;

/// In backticks, shortened where it is out of all proportion.
pub(super) fn quoted(text: &str) -> String {
    format!("`{}`", shortened(text))
}

pub(super) fn shortened(text: &str) -> String {
    let start = cut(text);
    if start.len() == text.len() { text.to_owned() } else { format!("{start}…") }
}

/// The beginning of a name.
pub(super) fn cut(text: &str) -> &str {
    text.char_indices().nth(LONGEST).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// Whatever a message quotes, it stays short.
pub(super) fn bounded(message: &mut String) {
    if let Some((end, _)) = message.char_indices().nth(LONGEST_MESSAGE) {
        message.truncate(end);
        message.push('…');
    }
}

impl Checker<'_> {
    /// Help for a name that does not exist.
    pub(super) fn suggest<'w>(
        &self,
        word: &str,
        candidates: impl IntoIterator<Item = &'w str>,
        otherwise: &str,
    ) -> Help {
        if word.len() > LONGEST || self.guessed_enough() {
            return otherwise.into();
        }
        let candidates = candidates.into_iter().filter(|candidate| candidate.len() <= LONGEST);
        did_you_mean(word, candidates, otherwise)
    }

    /// Help for a name that only modules out of scope declare.
    pub(super) fn brought_in(&self, what: Declaration, path: &[SmolStr]) -> Option<Help> {
        let name = path.last().filter(|name| name.len() <= LONGEST && !self.guessed_enough())?;
        bring_in(name, &self.scope.elsewhere(what, name))
    }

    pub(super) fn guessed_enough(&self) -> bool {
        guessed_enough(&self.diagnostics)
    }
}

/// `a`, `b` and `c`; of many, the first few.
pub(super) fn listed<'w>(words: impl IntoIterator<Item = &'w str>, last: &str) -> String {
    const SHOWN: usize = 8;
    let mut words: Vec<String> = words.into_iter().take(SHOWN + 1).map(quoted).collect();
    if words.len() > SHOWN {
        words.truncate(SHOWN);
        return format!("{}, …", words.join(", "));
    }
    match words.pop() {
        None => String::new(),
        Some(only) if words.is_empty() => only,
        Some(end) => format!("{} {last} {end}", words.join(", ")),
    }
}

/// `a.b.c` as written, where an expression is nothing but that.
pub(super) fn path_text(expr: &Expr) -> Option<String> {
    let mut names: Vec<&SmolStr> = Vec::new();
    let mut at = expr;
    loop {
        match &at.kind {
            ExprKind::Name(text) => {
                names.push(text);
                names.reverse();
                return Some(joined(&names));
            }
            ExprKind::Field { base, name: Some(name) } => {
                names.push(&name.text);
                at = base;
            }
            _ => return None,
        }
    }
}

pub(super) fn joined(names: &[&SmolStr]) -> String {
    let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    shortened(&names.join("."))
}

/// As `path_text`, or a word that stands for it in an example.
pub(super) fn example(expr: &Expr, otherwise: &str) -> String {
    path_text(expr).unwrap_or_else(|| otherwise.to_owned())
}
