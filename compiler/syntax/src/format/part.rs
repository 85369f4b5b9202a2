//! The parts of a file that are formatted, or left alone, one by one.

use std::ops::Range;

use crate::ast::{Docs, Item};
use crate::parsed::Parsed;
use crate::token::Tok;

use super::document::printed_tokens;

/// The `module` line, a top-level item, or tokens that belong to nothing.
pub(super) struct Part<'p> {
    /// In printed tokens; never empty.
    pub tokens: Range<usize>,
    /// From its documentation to its last token.
    pub bytes: Range<usize>,
    pub content: Content<'p>,
    /// It has syntax errors, or stands on a line with something that has.
    pub is_verbatim: bool,
    /// It begins on the line on which the part before it ends.
    pub shares_line: bool,
}

#[derive(Clone, Copy)]
pub(super) enum Content<'p> {
    Module,
    Item(&'p Item),
    Stray,
}

/// The parts of a file, in order; together they hold every printed token.
pub(super) fn parts<'p>(source: &str, parsed: &'p Parsed) -> Vec<Part<'p>> {
    let printed = printed_tokens(parsed);
    let mut parts = Parts { parsed, printed: &printed, found: Vec::new(), at: 0 };
    if let Some(module) = &parsed.file.module {
        parts.add(Docs::default(), module.range.lo.saturating_sub(1), module.range.hi, Content::Module);
    }
    for item in &parsed.file.items {
        parts.add(item.docs, item.range.lo, item.range.hi, Content::Item(item));
    }
    parts.stray_until(printed.len());
    let mut parts = parts.found;
    mark_faulty(source, parsed, &mut parts);
    parts
}

struct Parts<'p, 's> {
    parsed: &'p Parsed,
    printed: &'s [u32],
    found: Vec<Part<'p>>,
    /// The first printed token that belongs to no part yet.
    at: usize,
}

impl<'p> Parts<'p, '_> {
    fn index(&self, sig: u32) -> usize {
        self.printed.partition_point(|&printed| printed < sig)
    }

    fn add(&mut self, docs: Docs, lo: u32, hi: u32, content: Content<'p>) {
        let start = self.index(lo).max(self.at);
        let mut end = self.index(hi);
        if start >= end {
            return;
        }
        self.stray_until(start);
        let after = self.printed.get(end).and_then(|&sig| self.parsed.kind(sig));
        end += usize::from(after == Some(Tok::Comma));
        let docs = (docs.lo < docs.hi).then_some(docs.lo);
        self.push(start..end, docs, content);
    }

    fn stray_until(&mut self, end: usize) {
        if self.at < end {
            self.push(self.at..end, None, Content::Stray);
        }
    }

    fn push(&mut self, tokens: Range<usize>, docs: Option<u32>, content: Content<'p>) {
        let first = self.printed.get(tokens.start).copied().unwrap_or_default();
        let last = self.printed.get(tokens.end - 1).copied().unwrap_or_default();
        let start = self.parsed.token_range(docs.unwrap_or(first)).start as usize;
        let end = self.parsed.token_range(last).end as usize;
        self.at = tokens.end;
        self.found.push(Part {
            tokens,
            bytes: start..end,
            content,
            is_verbatim: matches!(content, Content::Stray),
            shares_line: false,
        });
    }
}

fn mark_faulty(source: &str, parsed: &Parsed, parts: &mut [Part<'_>]) {
    for error in parsed.errors.iter().filter(|error| !error.is_warning) {
        let (start, end) = (error.range.start as usize, error.range.end as usize);
        let from = parts.partition_point(|part| part.bytes.end < start);
        let touched = parts.iter().skip(from).take_while(|part| part.bytes.start <= end).count();
        // What stands between two parts, such as misplaced documentation, may have kept either from being understood.
        let beside = usize::from(touched == 0);
        let faulty = parts.iter_mut().skip(from - beside.min(from)).take(touched + 2 * beside);
        faulty.for_each(|part| part.is_verbatim = true);
    }
    let mut end_before = None;
    for part in parts.iter_mut() {
        let between = end_before.and_then(|end| source.get(end..part.bytes.start));
        part.shares_line = between.is_some_and(|between| !between.contains('\n'));
        end_before = Some(part.bytes.end);
    }
    let mut before = false;
    for part in parts.iter_mut() {
        part.is_verbatim |= before && part.shares_line;
        before = part.is_verbatim;
    }
    let mut after = false;
    for part in parts.iter_mut().rev() {
        part.is_verbatim |= after;
        after = part.is_verbatim && part.shares_line;
    }
}
