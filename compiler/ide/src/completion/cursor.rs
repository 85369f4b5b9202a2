//! The word at the cursor and the tokens in front of it. Nothing here needs a tree: text is mostly broken where one types.

use std::ops::Range;

use tm_analysis::report::Name;
use tm_syntax::{Parsed, Tok};

use crate::place::slice;

/// A place in a file where something is being written.
pub(super) struct Cursor<'a> {
    parsed: &'a Parsed,
    source: &'a str,
    /// What completion replaces: the word that the cursor is in or behind; empty between words.
    pub word: Range<u32>,
    /// The word up to the cursor, without a backtick.
    pub prefix: &'a str,
    /// How many significant tokens stand in front of the word.
    pub before: u32,
}

/// What the cursor is in.
pub(super) enum Surroundings<'a> {
    /// Words of the language.
    Code(Cursor<'a>),
    /// A text: its token, and the cursor.
    Text { token: u32, offset: u32 },
    /// A comment, documentation, or what is no token.
    Nothing,
}

/// So far back is looked for what surrounds the cursor.
const FARTHEST: usize = 1_000_000;

pub(super) fn surroundings<'a>(parsed: &'a Parsed, source: &'a str, offset: u32) -> Surroundings<'a> {
    let inside = |token: u32| {
        let range = all_range(parsed, token);
        range.start < offset && offset <= range.end
    };
    // The token that ends at the cursor, or that it is in.
    let at = offset.checked_sub(1).and_then(|before| parsed.token_at(before)).filter(|token| inside(*token));
    let kind = at.and_then(|token| parsed.tokens.get(token as usize)).map(|token| token.kind);
    let range = at.map_or(offset..offset, |token| all_range(parsed, token));
    match kind {
        Some(Tok::Comment | Tok::Doc | Tok::FileDoc) => return Surroundings::Nothing,
        Some(Tok::Str | Tok::TextBlock | Tok::BadStr | Tok::BadTextBlock) => {
            let closed = matches!(kind, Some(Tok::Str | Tok::TextBlock)) && offset == range.end;
            let token = parsed.significant_at(range.start);
            return match token.filter(|_| !closed) {
                Some(token) => Surroundings::Text { token, offset },
                None => Surroundings::Nothing,
            };
        }
        Some(Tok::Error) if slice(source, &range).starts_with('#') => return Surroundings::Nothing,
        _ => {}
    }
    let word = match kind {
        Some(kind) if kind.is_name() || matches!(kind, Tok::Int | Tok::Date) => range,
        // `api-`, of which the hyphen is no token yet.
        Some(Tok::Error) => word_in(source, offset),
        _ => offset..offset,
    };
    let prefix = slice(source, &(word.start..offset)).trim_start_matches('`');
    let before = parsed.significant.partition_point(|index| {
        let range = all_range(parsed, *index);
        range.end <= word.start
    });
    let before = u32::try_from(before).unwrap_or(u32::MAX);
    Surroundings::Code(Cursor { parsed, source, word, prefix, before })
}

fn word_in(source: &str, offset: u32) -> Range<u32> {
    let is_part = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-');
    let before = slice(source, &(0..offset));
    let start = before.trim_end_matches(is_part).len();
    let text = before.get(start..).unwrap_or_default();
    if text.starts_with(|char: char| char.is_ascii_alphabetic()) {
        u32::try_from(start).unwrap_or(offset)..offset
    } else {
        offset..offset
    }
}

fn all_range(parsed: &Parsed, token: u32) -> Range<u32> {
    let start = parsed.starts.get(token as usize).copied().unwrap_or_default();
    start..start + parsed.tokens.get(token as usize).map_or(0, |token| token.len)
}

impl<'a> Cursor<'a> {
    /// A cursor that stands behind so many significant tokens, where a text holds `word`.
    pub fn in_text(parsed: &'a Parsed, source: &'a str, word: Range<u32>, before: u32) -> Self {
        Self { parsed, source, prefix: slice(source, &word), word, before }
    }

    /// The kind of a significant token in front of the word.
    pub fn kind(&self, token: u32) -> Option<Tok> {
        self.parsed.kind(token).filter(|_| token < self.before)
    }

    /// The kind of the token that stands so far in front of the word; 1 is the nearest.
    pub fn back(&self, distance: u32) -> Option<Tok> {
        self.kind(self.before.checked_sub(distance)?)
    }

    /// The first significant token behind the word.
    pub fn first_behind(&self) -> u32 {
        let behind = |index: &u32| all_range(self.parsed, *index).start < self.word.end;
        u32::try_from(self.parsed.significant.partition_point(behind)).unwrap_or(u32::MAX)
    }

    /// The kind of any significant token.
    pub fn any(&self, token: u32) -> Option<Tok> {
        self.parsed.kind(token)
    }

    pub fn text(&self, token: u32) -> &'a str {
        self.parsed.token_text(self.source, token)
    }

    /// Everything in front of the word.
    pub fn text_before_word(&self) -> &'a str {
        slice(self.source, &(0..self.word.start))
    }

    /// The text of a name, without backticks.
    pub fn name(&self, token: u32) -> Name {
        Name::new(self.text(token).trim_matches('`'))
    }

    /// Whether a token is the first of its line.
    pub fn begins_line(&self, token: u32) -> bool {
        let Some(before) = token.checked_sub(1) else { return true };
        let gap = self.parsed.token_range(before).end..self.parsed.token_range(token).start;
        slice(self.source, &gap).contains('\n')
    }

    /// Whether the word is the first of its line.
    pub fn word_begins_line(&self) -> bool {
        let Some(before) = self.before.checked_sub(1) else { return true };
        slice(self.source, &(self.parsed.token_range(before).end..self.word.start)).contains('\n')
    }

    /// The dotted path whose last name is the token in front of `end`: its first token, and the names.
    pub fn path_before(&self, end: u32) -> Option<(u32, Vec<Name>)> {
        let mut first = end.checked_sub(1).filter(|token| self.any(*token).is_some_and(Tok::is_name))?;
        let mut names = vec![self.name(first)];
        while let Some(previous) = first.checked_sub(2)
            && self.any(previous + 1) == Some(Tok::Dot)
            && self.any(previous).is_some_and(Tok::is_name)
        {
            first = previous;
            names.push(self.name(first));
        }
        names.reverse();
        Some((first, names))
    }

    /// The dotted path that begins at a token: the names, and the token behind it.
    pub fn path_from(&self, first: u32) -> Option<(Vec<Name>, u32)> {
        let mut last = Some(first).filter(|token| self.any(*token).is_some_and(Tok::is_name))?;
        let mut names = vec![self.name(last)];
        while self.any(last + 1) == Some(Tok::Dot) && self.any(last + 2).is_some_and(Tok::is_name) {
            last += 2;
            names.push(self.name(last));
        }
        Some((names, last + 1))
    }

    /// What is dotted onto what in front of the word: `a.b.` and the token that the path begins at.
    pub fn qualifier(&self) -> Option<(u32, Vec<Name>)> {
        if self.back(1) != Some(Tok::Dot) || self.word_begins_line() {
            return None;
        }
        self.path_before(self.before - 1)
    }

    /// The opening braces around the word, innermost first. Where the braces of a file do not match, those that the layout
    /// shows to be over are left out.
    pub fn open_braces(&self) -> Vec<u32> {
        let is_torn = self.is_torn();
        let mut closed = 0_usize;
        let mut open = Vec::new();
        let mut column = self.column(self.word.start);
        for token in (0..self.before).rev().take(FARTHEST) {
            match self.any(token) {
                Some(Tok::RBrace) => closed += 1,
                Some(Tok::LBrace) if closed > 0 => closed -= 1,
                Some(Tok::LBrace) => {
                    let start = self.parsed.token_range(token).start;
                    let begins = self.column(start);
                    let one_line = !slice(self.source, &(start..self.word.start)).contains('\n');
                    if one_line || !is_torn || begins < column {
                        open.push(token);
                        column = begins;
                    }
                }
                _ => {}
            }
        }
        open
    }

    fn is_torn(&self) -> bool {
        let count = |kind: Tok| self.parsed.tokens.iter().filter(|token| token.kind == kind).count();
        count(Tok::LBrace) != count(Tok::RBrace)
    }

    /// The indentation of the line that a place stands in, at most up to the place.
    fn column(&self, offset: u32) -> usize {
        let line = slice(self.source, &(0..offset)).rsplit('\n').next().unwrap_or_default();
        line.len() - line.trim_start().len()
    }

    /// The bracket of a list that is open in front of the word, inside the block that begins at `from`.
    pub fn open_list(&self, from: u32) -> Option<u32> {
        let mut closed = 0_usize;
        for token in (from..self.before).rev() {
            match self.any(token)? {
                Tok::RBracket => closed += 1,
                Tok::LBracket if closed > 0 => closed -= 1,
                Tok::LBracket => return Some(token),
                Tok::LBrace | Tok::RBrace => return None,
                // A list that was never closed ends where the next attribute begins.
                Tok::Colon if closed == 0 => return None,
                _ => {}
            }
        }
        None
    }

    /// The token that closes a block, or the number of tokens.
    pub fn end_of_block(&self, open: u32) -> u32 {
        let end = u32::try_from(self.parsed.significant.len()).unwrap_or(u32::MAX);
        let mut depth = 0_usize;
        for token in open..end {
            match self.any(token) {
                Some(Tok::LBrace) => depth += 1,
                Some(Tok::RBrace) if depth <= 1 => return token,
                Some(Tok::RBrace) => depth -= 1,
                _ => {}
            }
        }
        end
    }
}
