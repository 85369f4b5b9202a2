//! The result of parsing: all tokens, the tree over the significant ones, and the errors.

use std::ops::Range;

use crate::ast::{self, Name, TokRange};
use crate::error::SyntaxError;
use crate::literal::{TemplatePart, decode, decode_template, unquoted};
use crate::token::Tok;

/// A token with its length in bytes; the tokens of a file concatenate to its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: Tok,
    pub len: u32,
}

/// A parsed file. Text is not kept: callers pass the source that they parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// Every token, trivia included.
    pub tokens: Box<[Token]>,
    /// Byte offset of each token.
    pub starts: Box<[u32]>,
    /// Significant index to index in `tokens`.
    pub significant: Box<[u32]>,
    pub file: ast::File,
    /// In order of position.
    pub errors: Vec<SyntaxError>,
}

impl Parsed {
    /// The kind of a significant token.
    pub fn kind(&self, sig: u32) -> Option<Tok> {
        let index = *self.significant.get(sig as usize)?;
        self.tokens.get(index as usize).map(|token| token.kind)
    }

    /// The length of the text in bytes.
    pub fn text_len(&self) -> u32 {
        match (self.starts.last(), self.tokens.last()) {
            (Some(start), Some(token)) => start + token.len,
            _ => 0,
        }
    }

    /// The bytes of a significant token; the end of the text for an index past the last.
    pub fn token_range(&self, sig: u32) -> Range<u32> {
        let found = self.significant.get(sig as usize).and_then(|&index| {
            let start = *self.starts.get(index as usize)?;
            let token = self.tokens.get(index as usize)?;
            Some(start..start + token.len)
        });
        found.unwrap_or_else(|| self.text_len()..self.text_len())
    }

    /// The bytes from the first token of a range to its last. An empty range is the place behind the token before it,
    /// where what is missing would have begun.
    pub fn text_range(&self, range: TokRange) -> Range<u32> {
        if range.lo < range.hi {
            let start = self.token_range(range.lo).start;
            return start..self.token_range(range.hi - 1).end.max(start);
        }
        let end = range.lo.checked_sub(1).map_or(0, |before| self.token_range(before).end);
        end..end
    }

    /// The text of a significant token as it is written.
    pub fn token_text<'a>(&self, source: &'a str, sig: u32) -> &'a str {
        let range = self.token_range(sig);
        source.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The text of a name, without the backticks of a raw one or the quotes that somebody wrote.
    pub fn text<'a>(&self, source: &'a str, name: Name) -> &'a str {
        let text = self.token_text(source, name.0);
        if text.starts_with('`') { text.trim_matches('`') } else { unquoted(text) }
    }

    /// The Markdown text of a run of documentation; lines are joined by `\n`.
    pub fn docs(&self, source: &str, docs: ast::Docs) -> String {
        let mut text = String::new();
        for sig in docs.lo..docs.hi {
            if sig > docs.lo {
                text.push('\n');
            }
            let line = self.token_text(source, sig);
            let line = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")).unwrap_or(line);
            text.push_str(line.strip_prefix(' ').unwrap_or(line).trim_end());
        }
        text
    }

    /// What a string literal stands for.
    pub fn string(&self, source: &str, sig: u32) -> String {
        decode(self.token_text(source, sig))
    }

    /// The parts of a string literal in `message` and `help`.
    pub fn template(&self, source: &str, sig: u32) -> Vec<TemplatePart> {
        decode_template(self.token_text(source, sig), self.token_range(sig).start)
    }

    /// White space and comments between a significant token and the one before it; past the last, those at the end.
    pub fn trivia_before(&self, sig: u32) -> &[Token] {
        let index = |sig: u32| self.significant.get(sig as usize).map_or(self.tokens.len(), |&index| index as usize);
        let from = sig.checked_sub(1).map_or(0, |before| index(before) + 1);
        self.tokens.get(from.min(index(sig))..index(sig)).unwrap_or_default()
    }

    /// The index in `tokens` of the token that holds the byte at `offset`; the last token at the end of the text.
    pub fn token_at(&self, offset: u32) -> Option<u32> {
        let after = self.starts.partition_point(|&start| start <= offset);
        after.checked_sub(1).map(|index| index as u32)
    }

    /// The significant token at `offset`: the one that holds the byte, else one that ends there.
    pub fn significant_at(&self, offset: u32) -> Option<u32> {
        let after = self
            .significant
            .partition_point(|&index| self.starts.get(index as usize).is_some_and(|&start| start <= offset));
        let sig = after.checked_sub(1)? as u32;
        let range = self.token_range(sig);
        (range.contains(&offset) || range.end == offset).then_some(sig)
    }

    /// Whether the text has mistakes; warnings are none.
    pub fn has_errors(&self) -> bool {
        self.errors.iter().any(|error| !error.is_warning)
    }
}

#[cfg(test)]
mod tests {
    use crate::ast::{Name, TokRange};
    use crate::{Tok, parse};

    const TEXT: &str = "// c\n/// One.\n///  Two.\nservice `a b` {\n  x: \"{h}\" // d\n}\n";

    #[test]
    fn ranges_of_tokens_and_of_nothing() {
        let parsed = parse(TEXT);
        assert_eq!(parsed.text_range(TokRange { lo: 2, hi: 4 }), 24..37);
        assert_eq!(parsed.text_range(TokRange { lo: 4, hi: 4 }), 37..37);
        assert_eq!(parsed.text_range(TokRange::default()), 0..0);
        assert_eq!(parsed.token_range(99), 58..58);
        assert_eq!(parsed.text_len() as usize, TEXT.len());
        assert_eq!(parse("").text_range(TokRange { lo: 0, hi: 0 }), 0..0);
    }

    #[test]
    fn texts_of_names_docs_and_literals() {
        let parsed = parse(TEXT);
        assert_eq!(parsed.text(TEXT, Name(3)), "a b");
        assert_eq!(parsed.token_text(TEXT, 3), "`a b`");
        assert_eq!(parsed.docs(TEXT, TokRange { lo: 0, hi: 2 }), "One.\n Two.");
        assert_eq!(parsed.string(TEXT, 7), "{h}");
        assert_eq!(parsed.template(TEXT, 7).len(), 1);
        assert_eq!(parsed.kind(8), Some(Tok::RBrace));
        assert_eq!(parsed.kind(9), None);
    }

    #[test]
    fn trivia_and_tokens_at_offsets() {
        let parsed = parse(TEXT);
        let kinds = |sig| parsed.trivia_before(sig).iter().map(|token| token.kind).collect::<Vec<_>>();
        assert_eq!(kinds(0), [Tok::Comment, Tok::Whitespace]);
        assert_eq!(kinds(6), []);
        assert_eq!(kinds(8), [Tok::Whitespace, Tok::Comment, Tok::Whitespace]);
        assert_eq!(kinds(9), [Tok::Whitespace]);
        assert_eq!(parsed.token_at(0), Some(0));
        assert_eq!(parse("").token_at(0), None);
        assert_eq!(parsed.significant_at(24), Some(2));
        assert_eq!(parsed.significant_at(30), Some(2));
        assert_eq!(parsed.significant_at(2), None);
    }
}
