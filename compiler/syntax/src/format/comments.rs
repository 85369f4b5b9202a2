//! What stands between two printed tokens: comments, documentation, blank lines.

use crate::parsed::Token;
use crate::token::Tok;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CommentKind {
    /// `// …`
    Plain,
    /// `/// …`
    Doc,
    /// `//! …`
    FileDoc,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Comment<'s> {
    /// Where it begins.
    pub at: usize,
    pub text: &'s str,
    pub kind: CommentKind,
    /// It stands behind a token on the token's line.
    pub is_trailing: bool,
    pub blank_before: bool,
}

/// The comments of a gap, and whether a blank line follows them.
#[derive(Default)]
pub(super) struct Between<'s> {
    pub comments: Vec<Comment<'s>>,
    pub blank_after: bool,
}

impl<'s> Between<'s> {
    /// Adds the tokens between two printed ones; none of them is printed itself. `start` is where they begin.
    pub fn read(&mut self, source: &'s str, start: usize, tokens: &[Token]) {
        let mut at = start;
        let mut newlines = 0;
        let mut after_token = start > 0;
        for token in tokens {
            let end = at + token.len as usize;
            let text = source.get(at..end).unwrap_or_default();
            let start = std::mem::replace(&mut at, end);
            let kind = match token.kind {
                Tok::Comment => CommentKind::Plain,
                Tok::Doc => CommentKind::Doc,
                Tok::FileDoc => CommentKind::FileDoc,
                _ => {
                    newlines += text.bytes().filter(|byte| *byte == b'\n').count();
                    continue;
                }
            };
            self.comments.push(Comment {
                at: start,
                text: text.trim_end(),
                kind,
                is_trailing: after_token && newlines == 0 && kind == CommentKind::Plain,
                blank_before: newlines > 1,
            });
            newlines = 0;
            after_token = false;
        }
        self.blank_after = newlines > 1;
    }

    /// Drops what begins at or behind `end`.
    pub fn truncate(&mut self, end: usize) {
        let kept = self.comments.partition_point(|comment| comment.at < end);
        if let Some(first) = self.comments.get(kept) {
            self.blank_after = first.blank_before;
        }
        self.comments.truncate(kept);
    }

    /// Drops the blank lines that the format does not allow.
    pub fn tidy(&mut self, allows_blank: bool, is_first: bool, is_last: bool) {
        let mut before = None;
        for comment in &mut self.comments {
            let attached = match before {
                None => is_first,
                Some(CommentKind::Plain) => false,
                Some(CommentKind::Doc) => true,
                Some(CommentKind::FileDoc) => comment.kind == CommentKind::FileDoc,
            };
            comment.blank_before &= allows_blank && !attached;
            comment.is_trailing &= before.is_none();
            before = Some(comment.kind);
        }
        let attached = match before {
            None => is_first,
            Some(kind) => kind == CommentKind::Doc,
        };
        self.blank_after &= allows_blank && !attached && !is_last;
    }
}
