//! What the parser walks over: the significant tokens of one file, and where errors go.

use std::ops::Range;

use crate::ast::{Name, TokRange};
use crate::error::{ErrorLabel, SyntaxError};
use crate::parsed::Token;
use crate::token::Tok;

/// Errors that one stage may report before it only counts them.
pub(crate) const MAX_ERRORS: usize = 100;

/// The errors of one stage.
#[derive(Debug, Default)]
pub(crate) struct Errors {
    pub list: Vec<SyntaxError>,
    pub dropped: usize,
}

impl Errors {
    pub fn extend(&mut self, found: Option<SyntaxError>) {
        found.into_iter().for_each(|error| self.push(error));
    }

    pub fn push(&mut self, error: SyntaxError) {
        if self.list.len() < MAX_ERRORS || (error.is_warning && self.list.len() < 2 * MAX_ERRORS) {
            self.list.push(error);
        } else {
            self.dropped += 1;
        }
    }
}

/// The text of one file by significant token.
pub(crate) struct Source<'t> {
    pub text: &'t str,
    pub tokens: &'t [Token],
    pub starts: &'t [u32],
    pub significant: &'t [u32],
}

impl<'t> Source<'t> {
    pub fn range(&self, sig: u32) -> Range<u32> {
        let end = self.text.len() as u32;
        let Some(&index) = self.significant.get(sig as usize) else {
            return end..end;
        };
        let (Some(&start), Some(token)) = (self.starts.get(index as usize), self.tokens.get(index as usize)) else {
            return end..end;
        };
        start..start + token.len
    }

    /// The bytes of some tokens.
    pub fn bytes(&self, range: TokRange) -> Range<u32> {
        let start = self.range(range.lo).start;
        start..self.range(range.hi.saturating_sub(1)).end.max(start)
    }

    pub fn slice(&self, sig: u32) -> &'t str {
        let range = self.range(sig);
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// Whether the token is the first of its line.
    pub fn newline_before(&self, sig: u32) -> bool {
        if sig == 0 {
            return true;
        }
        let from = self.range(sig - 1).end as usize;
        let to = self.range(sig).start as usize;
        self.text.as_bytes().get(from..to).is_some_and(|gap| gap.contains(&b'\n'))
    }

    /// Whether the token is a hyphen that begins its line, as items of lists do elsewhere.
    pub fn is_dash(&self, sig: u32) -> bool {
        self.slice(sig) == "-" && self.newline_before(sig)
    }

    /// Bytes between the token and the start of its line.
    pub fn column(&self, sig: u32) -> u32 {
        let start = self.range(sig).start;
        let before = self.text.get(..start as usize).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.trim_start_matches('\u{FEFF}').len() as u32
    }

    /// The token as it may be shown in a message.
    pub fn shown(&self, sig: u32) -> String {
        if sig as usize >= self.significant.len() {
            return "the end of the file".to_owned();
        }
        show(self.slice(sig))
    }
}

/// Text of a file in backticks: one line, short, without control characters.
pub(crate) fn show(text: &str) -> String {
    const LONGEST: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    let mut shown: String = line.chars().take(LONGEST).map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
    if line.chars().nth(LONGEST).is_some() || line.len() < text.trim_end().len() {
        shown.push('…');
    }
    format!("`{}`", shown.trim_matches('`'))
}

/// Where each token of a repaired stream comes from.
#[derive(Debug, Default)]
pub(crate) struct Origin {
    /// `start..end` in significant tokens: empty for a closer that was supplied, long for a region that was skipped.
    pub ranges: Vec<TokRange>,
}

/// The state of the parser.
pub(crate) struct Stream<'t> {
    pub source: Source<'t>,
    /// `None`: every token of the stream is the significant token of that index.
    pub origin: Option<Origin>,
    pub len: usize,
    pub errors: Errors,
    /// How deep the expression being parsed is.
    pub depth: u32,
    /// Where the last error was reported: a second one there would tell nothing new.
    last_error: Option<usize>,
}

impl<'t> Stream<'t> {
    pub fn new(source: Source<'t>, origin: Option<Origin>, len: usize) -> Self {
        Stream { source, origin, len, errors: Errors::default(), depth: 0, last_error: None }
    }

    /// The significant tokens behind token `at` of the stream.
    fn origin_of(&self, at: usize) -> TokRange {
        let end = self.source.significant.len() as u32;
        match &self.origin {
            None => TokRange { lo: (at as u32).min(end), hi: (at as u32 + 1).min(end) },
            Some(origin) => origin.ranges.get(at).copied().unwrap_or(TokRange { lo: end, hi: end }),
        }
    }

    /// The significant token that token `at` of the stream is, or that follows it.
    pub fn sig(&self, at: usize) -> u32 {
        self.origin_of(at).lo
    }

    pub fn name(&self, at: usize) -> Name {
        Name(self.sig(at))
    }

    pub fn range(&self, lo: usize, hi: usize) -> TokRange {
        let start = self.sig(lo);
        let end = if hi > lo { self.origin_of(hi - 1).hi.max(start) } else { start };
        TokRange { lo: start, hi: end }
    }

    /// As written.
    pub fn text(&self, at: usize) -> &str {
        self.source.slice(self.sig(at))
    }

    /// Whether token `at` of the stream is the first of its line; the end of the file is.
    pub fn newline_before(&self, at: usize) -> bool {
        at >= self.len || self.source.newline_before(self.sig(at))
    }

    /// Whether characters that belong to no token were left out before token `at`: they have their own error.
    fn follows_garbage(&self, at: usize) -> bool {
        if self.origin.is_none() {
            return false;
        }
        let from = if at == 0 { 0 } else { self.origin_of(at - 1).hi };
        (from..self.sig(at)).any(|sig| {
            let index = self.source.significant.get(sig as usize).copied().unwrap_or_default();
            self.source.tokens.get(index as usize).is_some_and(|token| token.kind == Tok::Error)
        })
    }

    /// Whether token `at` is a sign that is written otherwise, which is an error of its own. What `=>` is for, the parser tells.
    fn is_foreign_sign(&self, at: usize) -> bool {
        let index = self.source.significant.get(self.sig(at) as usize).copied().unwrap_or_default();
        let token = self.source.tokens.get(index as usize);
        let is_foreign = token.is_some_and(|token| matches!(token.kind, Tok::LookAlike | Tok::BackArrow));
        at < self.len && is_foreign && self.text(at) != "=>"
    }

    /// Reports an error at token `at`, unless one stands there already.
    pub fn report(&mut self, at: usize, error: SyntaxError) {
        if self.last_error != Some(at) && !self.follows_garbage(at) && !self.is_foreign_sign(at) {
            self.errors.push(error);
        }
        self.last_error = Some(at);
    }

    pub fn warn_dangling_docs(&mut self, docs: TokRange) {
        if docs.lo < docs.hi {
            let range = self.source.range(docs.lo).start..self.source.range(docs.hi - 1).end;
            self.errors.push(dangling_doc(range));
        }
    }

    /// Says that `what` is expected at token `at`: pointed at the token before if that ends its line.
    pub fn report_missing(&mut self, at: usize, name: &'static str, what: &str, help: &str) {
        let sig = self.sig(at);
        let ends_line = at > 0 && self.newline_before(at);
        let before = sig.saturating_sub(1);
        let (range, message) = if ends_line {
            (self.source.range(before), format!("expected {what} after {}", self.source.shown(before)))
        } else {
            (self.source.range(sig), format!("expected {what}, found {}", self.source.shown(sig)))
        };
        self.report(at, error(name, range, message, help));
    }
}

pub(crate) fn error(name: &'static str, range: Range<u32>, message: String, help: &str) -> SyntaxError {
    let help = (!help.is_empty()).then(|| help.to_owned());
    SyntaxError { name, range, message, help, labels: Vec::new(), is_warning: false }
}

pub(crate) fn label(range: Range<u32>, message: &str) -> ErrorLabel {
    ErrorLabel { range, message: message.to_owned() }
}

pub(crate) fn dangling_doc(range: Range<u32>) -> SyntaxError {
    SyntaxError {
        is_warning: true,
        ..error(
            "dangling-doc",
            range,
            "no declaration follows this documentation".to_owned(),
            "`///` belongs to the next declaration, `//!` to the top of the file; write `//` for a comment",
        )
    }
}
