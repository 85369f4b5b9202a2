//! Which brackets belong together, by their kinds alone.

use crate::token::Tok;

/// What closes an opening bracket.
pub(crate) fn closer(opener: Tok) -> Tok {
    match opener {
        Tok::LBrace => Tok::RBrace,
        Tok::LBracket => Tok::RBracket,
        _ => Tok::RParen,
    }
}

/// The outermost `{` that is never closed.
pub(crate) fn unclosed_brace(kinds: &[Tok]) -> Option<usize> {
    let mut open = Vec::new();
    for (at, kind) in kinds.iter().enumerate() {
        match kind {
            Tok::LBrace => open.push(at),
            Tok::RBrace => {
                open.pop();
            }
            _ => {}
        }
    }
    open.first().copied()
}

/// The openers that a closing bracket has to choose from.
#[derive(Default)]
struct Open {
    stack: Vec<(Tok, usize)>,
    /// How many `[` and `(` are open above each `{`, so that a closer without an opener costs nothing.
    counts: Vec<[usize; 2]>,
}

impl Open {
    fn slot(kind: Tok) -> usize {
        usize::from(matches!(kind, Tok::LParen | Tok::RParen))
    }

    fn count(&mut self, kind: Tok) -> Option<&mut usize> {
        if self.counts.is_empty() {
            self.counts.push([0, 0]);
        }
        self.counts.last_mut().and_then(|counts| counts.get_mut(Self::slot(kind)))
    }

    fn push(&mut self, kind: Tok, at: usize) {
        if kind == Tok::LBrace {
            self.count(kind);
            self.counts.push([0, 0]);
        } else if let Some(count) = self.count(kind) {
            *count += 1;
        }
        self.stack.push((kind, at));
    }

    fn pop(&mut self) -> Option<(Tok, usize)> {
        let (kind, at) = self.stack.pop()?;
        if kind == Tok::LBrace {
            self.counts.pop();
        } else if let Some(count) = self.count(kind) {
            *count = count.saturating_sub(1);
        }
        Some((kind, at))
    }

    fn innermost(&self) -> Option<Tok> {
        self.stack.last().map(|(kind, _)| *kind)
    }

    /// Whether the innermost opener is a `{` that stands in brackets and, by `tied_from`, may be one that is never closed.
    fn is_lost_hop_block(&self, tied_from: Option<usize>) -> bool {
        let outer = self.stack.len().checked_sub(2).and_then(|at| self.stack.get(at));
        let inner = self.stack.last();
        outer.is_some_and(|(kind, _)| *kind != Tok::LBrace)
            && inner.is_some_and(|(kind, at)| *kind == Tok::LBrace && tied_from.is_some_and(|from| *at >= from))
    }
}

/// Which `(` and `[` are never closed in their block, and which `)` and `]` close nothing.
pub(crate) fn unmatched_brackets(kinds: &[Tok], tied_from: Option<usize>) -> Vec<bool> {
    let mut unmatched = vec![false; kinds.len()];
    let mut mark = |at: usize| {
        if let Some(flag) = unmatched.get_mut(at) {
            *flag = true;
        }
    };
    let mut open = Open::default();
    for (at, &kind) in kinds.iter().enumerate() {
        match kind {
            Tok::LBrace | Tok::LBracket | Tok::LParen => open.push(kind, at),
            Tok::RBrace => {
                while open.innermost().is_some_and(|kind| kind != Tok::LBrace) {
                    open.pop().into_iter().for_each(|(_, bracket)| mark(bracket));
                }
                open.pop();
            }
            Tok::RBracket | Tok::RParen => {
                while open.count(kind).is_some_and(|count| *count == 0) && open.is_lost_hop_block(tied_from) {
                    open.pop();
                }
                if open.count(kind).is_none_or(|count| *count == 0) {
                    mark(at);
                    continue;
                }
                loop {
                    match open.pop() {
                        Some((opener, _)) if closer(opener) == kind => break,
                        Some((_, bracket)) => mark(bracket),
                        None => break,
                    }
                }
            }
            _ => {}
        }
    }
    for (kind, at) in open.stack {
        if kind != Tok::LBrace {
            mark(at);
        }
    }
    unmatched
}
