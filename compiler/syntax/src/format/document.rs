//! The document that is printed: tokens, the gaps between them, groups that stay on one line if they fit.

use std::ops::Range;

use crate::parsed::Parsed;
use crate::token::Tok;

use super::comments::{Between, Comment};
use super::without_returns;

/// When a gap is a line break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Break {
    /// Only if a comment makes it one; what follows is then indented.
    Never,
    /// If its group does not fit on one line.
    WithGroup,
    Always,
}

/// What separates two tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Separator {
    /// Spaces, where it is no line break.
    pub spaces: usize,
    pub breaks: Break,
    /// Blank lines of the author are kept.
    pub allows_blank: bool,
    is_first: bool,
    is_last: bool,
}

pub(super) const fn spaces(spaces: usize) -> Separator {
    Separator { spaces, breaks: Break::Never, allows_blank: false, is_first: false, is_last: false }
}

/// A line break if the group does not fit.
pub(super) const fn line(spaces: usize) -> Separator {
    Separator { spaces, breaks: Break::WithGroup, allows_blank: false, is_first: false, is_last: false }
}

/// Behind an opening brace.
pub(super) const FIRST_ENTRY: Separator =
    Separator { spaces: 1, breaks: Break::WithGroup, allows_blank: true, is_first: true, is_last: false };
/// In front of a closing brace.
pub(super) const AFTER_ENTRIES: Separator =
    Separator { spaces: 1, breaks: Break::WithGroup, allows_blank: true, is_first: false, is_last: true };
pub(super) const BETWEEN_ITEMS: Separator =
    Separator { spaces: 0, breaks: Break::Always, allows_blank: true, is_first: false, is_last: false };
pub(super) const END_OF_FILE: Separator =
    Separator { spaces: 0, breaks: Break::Always, allows_blank: true, is_first: false, is_last: true };

/// Between two entries of a block.
pub(super) const fn between_entries(spaces: usize) -> Separator {
    Separator { spaces, breaks: Break::WithGroup, allows_blank: true, is_first: false, is_last: false }
}

#[derive(Debug)]
pub(super) enum Event<'s> {
    Token(&'s str),
    /// A `"""` token.
    TextBlock(&'s str),
    /// Lines that are not formatted, with their indentation.
    Verbatim(String),
    Gap {
        spaces: usize,
        breaks: Break,
        comments: Vec<Comment<'s>>,
        blank_after: bool,
    },
    /// A comma where the group is broken.
    TrailingComma,
    /// `is_broken`: whether it fits or not.
    Open {
        is_broken: bool,
    },
    Close,
    Indent,
    Dedent,
}

/// The significant tokens that are printed as tokens: documentation is printed as comments are.
pub(super) fn printed_tokens(parsed: &Parsed) -> Vec<u32> {
    let all = 0..parsed.significant.len() as u32;
    all.filter(|&sig| !matches!(parsed.kind(sig), Some(Tok::Doc | Tok::FileDoc))).collect()
}

/// Walks over the tokens of a file, which cannot be left out or changed in order.
pub(super) struct Builder<'s> {
    source: &'s str,
    parsed: &'s Parsed,
    printed: Vec<u32>,
    /// The next printed token.
    at: usize,
    /// The gap in front of it has been written.
    has_gap: bool,
    before: Option<Tok>,
    /// Comments of the next gap that stand in front of a comma, or of one that is left out.
    pending: Between<'s>,
    /// Where the last printed token, or what is not formatted, ends: as a byte and as an index in all tokens.
    read_to: (usize, usize),
    events: Vec<Event<'s>>,
}

impl<'s> Builder<'s> {
    pub fn new(source: &'s str, parsed: &'s Parsed) -> Self {
        Builder {
            source,
            parsed,
            printed: printed_tokens(parsed),
            at: 0,
            has_gap: false,
            before: None,
            pending: Between::default(),
            read_to: (0, 0),
            events: Vec::with_capacity(2 * parsed.significant.len() + 2),
        }
    }

    pub fn finish(self) -> Vec<Event<'s>> {
        self.events
    }

    // ---- where things are

    /// The printed token that a significant one is, or that follows it.
    pub fn index(&self, sig: u32) -> usize {
        self.printed.partition_point(|&printed| printed < sig)
    }

    pub fn kind(&self, index: usize) -> Option<Tok> {
        self.printed.get(index).and_then(|&sig| self.parsed.kind(sig))
    }

    pub fn next_is(&self, tok: Tok) -> bool {
        self.kind(self.at) == Some(tok)
    }

    fn bytes(&self, index: usize) -> Range<usize> {
        let sig = self.printed.get(index).copied().unwrap_or(u32::MAX);
        let range = self.parsed.token_range(sig);
        range.start as usize..range.end as usize
    }

    /// Whether two printed tokens and all between them stand on one line.
    pub fn on_one_line(&self, first: usize, last: usize) -> bool {
        let text = self.source.get(self.bytes(first).start..self.bytes(last).end);
        text.is_some_and(|text| !text.contains('\n'))
    }

    // ---- gaps

    fn between(&mut self) -> Between<'s> {
        let end = match self.printed.get(self.at) {
            Some(&sig) => self.parsed.significant.get(sig as usize).map_or(0, |&index| index as usize),
            None => self.parsed.tokens.len(),
        };
        let (byte, token) = self.read_to;
        let mut between = std::mem::take(&mut self.pending);
        if let Some(tokens) = self.parsed.tokens.get(token..end) {
            between.read(self.source, byte, tokens);
            let len: usize = tokens.iter().map(|token| token.len as usize).sum();
            self.read_to = (byte + len, end);
        }
        between
    }

    /// The gap in front of the next token.
    pub fn gap(&mut self, separator: Separator) {
        let mut between = self.between();
        let is_first = separator.is_first || self.before.is_none();
        between.tidy(separator.allows_blank, is_first, separator.is_last);
        let Between { comments, blank_after } = between;
        self.events.push(Event::Gap { spaces: separator.spaces, breaks: separator.breaks, comments, blank_after });
        self.has_gap = true;
    }

    /// Whether a comment stands in front of the next token.
    pub fn has_comment(&self) -> bool {
        let sig = self.printed.get(self.at).copied().unwrap_or(u32::MAX);
        let end = self.parsed.significant.get(sig as usize).map_or(self.parsed.tokens.len(), |&index| index as usize);
        let tokens = self.parsed.tokens.get(self.read_to.1..end).unwrap_or_default();
        !self.pending.comments.is_empty() || tokens.iter().any(|token| token.kind != Tok::Whitespace)
    }

    // ---- tokens

    /// Writes the next token.
    pub fn token(&mut self) {
        let Some(kind) = self.kind(self.at) else { return };
        if !self.has_gap {
            self.gap(spaces(usize::from(is_spaced(self.before, kind))));
        }
        let bytes = self.bytes(self.at);
        let text = self.source.get(bytes).unwrap_or_default();
        self.events.push(if kind == Tok::TextBlock { Event::TextBlock(text) } else { Event::Token(text) });
        self.pass(kind);
    }

    /// Writes a comma; comments in front of it go behind it.
    pub fn comma(&mut self) {
        if self.next_is(Tok::Comma) {
            let between = self.between();
            self.token();
            self.pending = between;
        }
    }

    /// Leaves the next token out.
    pub fn skip(&mut self) {
        let between = self.between();
        let before = self.before;
        self.pass(Tok::Comma);
        self.before = before;
        self.pending = between;
    }

    fn pass(&mut self, kind: Tok) {
        let sig = self.printed.get(self.at).copied().unwrap_or_default();
        let index = self.parsed.significant.get(sig as usize).map_or(0, |&index| index as usize);
        self.read_to = (self.bytes(self.at).end, index + 1);
        self.at += 1;
        self.has_gap = false;
        self.before = Some(kind);
    }

    /// Writes the tokens up to `index`, without it.
    pub fn to(&mut self, index: usize) {
        while self.at < index.min(self.printed.len()) {
            self.token();
        }
    }

    pub fn up_to(&mut self, sig: u32) {
        self.to(self.index(sig));
    }

    /// Writes the tokens `from..to`, which are the lines in `bytes`, as they are.
    pub fn verbatim(&mut self, from: usize, to: usize, bytes: Range<usize>) {
        self.to(from);
        let mut between = self.between();
        between.truncate(bytes.start);
        between.tidy(true, self.before.is_none(), false);
        let Between { comments, blank_after } = between;
        self.events.push(Event::Gap { spaces: 0, breaks: Break::Always, comments, blank_after });
        let text = without_returns(self.source.get(bytes.clone()).unwrap_or_default());
        let content = text.trim_start_matches([' ', '\t', '\u{FEFF}']);
        let indent = text.get(..text.len() - content.len()).unwrap_or_default().replace('\u{FEFF}', "");
        self.events.push(Event::Verbatim(indent + content));
        self.at = to;
        let after = self.parsed.starts.partition_point(|&start| (start as usize) < bytes.end);
        let byte = self.parsed.starts.get(after).map_or(self.source.len(), |&start| start as usize);
        self.read_to = (byte, after);
        self.before = Some(Tok::Error);
        self.has_gap = false;
    }

    // ---- structure

    pub fn open(&mut self) {
        self.events.push(Event::Open { is_broken: false });
    }

    pub fn open_broken(&mut self, is_broken: bool) {
        self.events.push(Event::Open { is_broken });
    }

    pub fn close(&mut self) {
        self.events.push(Event::Close);
    }

    pub fn indent(&mut self) {
        self.events.push(Event::Indent);
    }

    pub fn dedent(&mut self) {
        self.events.push(Event::Dedent);
    }

    pub fn trailing_comma(&mut self) {
        self.events.push(Event::TrailingComma);
    }
}

fn is_spaced(before: Option<Tok>, next: Tok) -> bool {
    let tight_before = matches!(next, Tok::Comma | Tok::Colon | Tok::Dot | Tok::RParen | Tok::RBracket);
    let tight_after = matches!(before, None | Some(Tok::Dot | Tok::LParen | Tok::LBracket));
    !tight_before && !tight_after
}
