//! Repairs the stream of tokens in front of the parser, so that the grammar sees balanced brackets only.
//!
//! The parser sees kinds, not indentation, but after a missing `}` indentation is the best witness of what the author meant.
//! So closers that are missing are supplied here, as tokens of no length, and closers that close nothing are taken out.
//! A file whose braces balance is never touched, however it is indented.

use crate::ast::TokRange;
use crate::brackets::{closer, unclosed_brace, unmatched_brackets};
use crate::limits::prune;
use crate::stream::{Errors, Origin, Source, dangling_doc, error, label};
use crate::token::Tok;

/// What the parser gets.
pub(crate) struct Repaired {
    pub kinds: Vec<Tok>,
    /// `None`: nothing was changed.
    pub origin: Option<Origin>,
    pub errors: Errors,
}

pub(crate) fn repair(source: &Source<'_>, kinds: Vec<Tok>) -> Repaired {
    if is_plain(&kinds) {
        return Repaired { kinds, origin: None, errors: Errors::default() };
    }
    let unmatched = unmatched_brackets(&kinds, None);
    let mut run = Run::new(source, &kinds, &unmatched, None);
    let unmatched;
    if let Some(from) = unclosed_brace(&kinds) {
        unmatched = unmatched_brackets(&kinds, Some(from));
        // Indentation is believed only if it explains the file at least as well as the braces do.
        let tied = Run::new(source, &kinds, &unmatched, Some(from));
        if tied.extra_braces <= run.extra_braces {
            run = tied;
        }
    }
    let Run { out, ranges, mut errors, .. } = run;
    let mut out_kinds = out;
    let mut origin = Origin { ranges };
    prune(source, &mut out_kinds, &mut origin, &mut errors);
    Repaired { kinds: out_kinds, origin: Some(origin), errors }
}

/// Whether the parser can take the tokens as they are.
fn is_plain(kinds: &[Tok]) -> bool {
    let mut open: Vec<Tok> = Vec::new();
    let mut at_top = true;
    for (at, &kind) in kinds.iter().enumerate() {
        match kind {
            Tok::LBrace | Tok::LBracket | Tok::LParen => {
                open.push(kind);
                if open.len() > crate::limits::MAX_NESTING {
                    return false;
                }
            }
            Tok::RBrace | Tok::RBracket | Tok::RParen if open.pop().map(closer) != Some(kind) => {
                return false;
            }
            Tok::Error => return false,
            Tok::FileDoc if !at_top => return false,
            Tok::Doc if !documents(kinds, at) || matches!(open.last(), Some(Tok::LBracket | Tok::LParen)) => {
                return false;
            }
            _ => {}
        }
        at_top &= kind == Tok::FileDoc;
    }
    open.is_empty()
}

/// Whether something that can be documented follows the doc token at `at`.
fn documents(kinds: &[Tok], at: usize) -> bool {
    kinds.get(at + 1).is_some_and(|next| next.is_name() || matches!(next, Tok::Doc | Tok::Arrow | Tok::Error))
}

/// An opener that is not closed yet.
#[derive(Clone, Copy)]
struct Opener {
    kind: Tok,
    sig: u32,
    /// Column of the first token of its line.
    column: u32,
    line: u32,
    /// Its closer stands in a text that is not closed, which is an error of its own.
    quiet: bool,
}

/// One walk over the tokens, copying them and supplying closers.
struct Run<'a, 't> {
    source: &'a Source<'t>,
    kinds: &'a [Tok],
    unmatched: &'a [bool],
    /// From this opener on, indentation closes blocks.
    tied_from: Option<u32>,
    open: Vec<Opener>,
    out: Vec<Tok>,
    ranges: Vec<TokRange>,
    errors: Errors,
    extra_braces: usize,
    open_braces: usize,
    line: u32,
    column: u32,
}

impl<'a, 't> Run<'a, 't> {
    fn new(source: &'a Source<'t>, kinds: &'a [Tok], unmatched: &'a [bool], tied_from: Option<usize>) -> Self {
        let mut run = Run {
            source,
            kinds,
            unmatched,
            tied_from: tied_from.map(|at| at as u32),
            open: Vec::new(),
            out: Vec::with_capacity(kinds.len() + 8),
            ranges: Vec::with_capacity(kinds.len() + 8),
            errors: Errors::default(),
            extra_braces: 0,
            open_braces: 0,
            line: 0,
            column: 0,
        };
        run.walk();
        run
    }

    fn walk(&mut self) {
        let mut at_top = true;
        for sig in 0..self.kinds.len() as u32 {
            let Some(kind) = self.kind(sig) else { break };
            let first = self.source.newline_before(sig);
            if first {
                self.line += 1;
                self.column = self.source.column(sig);
                self.start_line(sig, kind);
            }
            if self.keeps(sig, kind, at_top, first) {
                at_top &= kind == Tok::FileDoc;
                self.emit(kind, TokRange { lo: sig, hi: sig + 1 });
            }
        }
        let end = self.kinds.len() as u32;
        let count = self.open.len();
        self.supply(end, count);
    }

    /// Notes what a token opens or closes, and says whether the parser is to see it.
    fn keeps(&mut self, sig: u32, kind: Tok, at_top: bool, first: bool) -> bool {
        let dangling = match kind {
            Tok::FileDoc => !at_top,
            Tok::Doc => !documents(self.kinds, sig as usize) || self.in_brackets(),
            _ => false,
        };
        if dangling {
            self.errors.push(dangling_doc(self.source.range(sig)));
            return false;
        }
        if kind.is_name() && self.is_rest_of_name(sig) {
            return false;
        }
        match kind {
            Tok::Error => return false,
            Tok::LBrace | Tok::LBracket | Tok::LParen => {
                self.open_braces += usize::from(kind == Tok::LBrace);
                let (column, line) = (self.column, self.line);
                self.open.push(Opener { kind, sig, column, line, quiet: false });
            }
            Tok::RBrace => return self.close_brace(sig, first),
            Tok::RBracket | Tok::RParen => return self.close_bracket(sig, kind),
            Tok::Str => self.note_open_text(sig),
            _ => {}
        }
        true
    }

    /// Whether a name goes on here behind a letter or control character that no name holds: that is one mistake, and one name.
    fn is_rest_of_name(&self, sig: u32) -> bool {
        let Some([name, stray]) = sig.checked_sub(2).map(|before| [before, before + 1]) else { return false };
        let touch = |left: u32, right: u32| self.source.range(left).end == self.source.range(right).start;
        let is_part = |char: char| char.is_alphanumeric() || char.is_control();
        self.kind(stray) == Some(Tok::Error)
            && self.kind(name).is_some_and(Tok::is_name)
            && touch(name, stray)
            && touch(stray, sig)
            && self.source.slice(stray).chars().all(is_part)
    }

    fn kind(&self, sig: u32) -> Option<Tok> {
        self.kinds.get(sig as usize).copied()
    }

    fn emit(&mut self, kind: Tok, range: TokRange) {
        self.out.push(kind);
        self.ranges.push(range);
    }

    fn in_brackets(&self) -> bool {
        self.open.last().is_some_and(|opener| opener.kind != Tok::LBrace)
    }

    fn is_tied(&self, opener: &Opener) -> bool {
        self.tied_from.is_some_and(|from| opener.sig >= from)
    }

    /// The first token of a line may show that blocks and brackets have ended before it.
    fn start_line(&mut self, sig: u32, kind: Tok) {
        if !(kind.is_name() || matches!(kind, Tok::Arrow | Tok::Doc)) {
            return;
        }
        if self.begins_member(sig, kind) {
            let never_closed = |opener: &&Opener| opener.kind != Tok::LBrace && self.is_unmatched(opener.sig);
            let brackets = self.open.iter().rev().take_while(never_closed).count();
            self.supply(sig, brackets);
        }
        if !self.in_brackets() {
            let column = self.column;
            let ended = |opener: &&Opener| {
                opener.kind == Tok::LBrace && self.is_tied(opener) && opener.line < self.line && column <= opener.column
            };
            let blocks = self.open.iter().rev().take_while(ended).count();
            // At the top of a file an attribute has no place, so the outermost block has not ended.
            let attribute = self.kind(sig + 1) == Some(Tok::Colon);
            self.supply(sig, blocks.min(self.open.len() - usize::from(attribute && !self.open.is_empty())));
        }
    }

    /// `name: …`, `kind name`, `a -> b`, or documentation: not a part of an expression or a list.
    fn begins_member(&self, sig: u32, kind: Tok) -> bool {
        use Tok::*;
        let infix = matches!(kind, KwAnd | KwOr | KwIn | KwIs | KwNot | KwThen | KwElse | KwIf | KwAlong);
        match self.kind(sig + 1) {
            _ if matches!(kind, Arrow | Doc) => true,
            _ if infix => false,
            Some(Colon | Arrow | LBrace) => true,
            Some(next) => {
                next.is_name() && !matches!(next, KwAnd | KwOr | KwIn | KwIs | KwNot | KwThen | KwElse | KwIf | KwAlong)
            }
            None => false,
        }
    }

    /// Whether the `}` closes something.
    fn close_brace(&mut self, sig: u32, first: bool) -> bool {
        if self.open_braces == 0 {
            self.extra_braces += 1;
            let range = self.source.range(sig);
            let message = "this `}` closes nothing".to_owned();
            self.errors.push(error("extra-brace", range, message, "remove it, or open the block that it should close"));
            return false;
        }
        let brackets = self.open.iter().rev().take_while(|opener| opener.kind != Tok::LBrace).count();
        self.supply(sig, brackets);
        if first {
            // A `}` further left than the block it would close belongs to a block further out.
            let column = self.column;
            let inner = |opener: &&Opener| self.is_tied(opener) && opener.kind == Tok::LBrace && opener.column > column;
            let blocks = self.open.iter().rev().take(2 * crate::limits::MAX_NESTING).take_while(inner).count();
            let outer = self.open.len().checked_sub(blocks + 1).and_then(|at| self.open.get(at));
            if outer.is_some_and(|opener| opener.kind == Tok::LBrace && opener.column == column) {
                self.supply(sig, blocks);
            }
        }
        self.open.pop();
        self.open_braces = self.open_braces.saturating_sub(1);
        true
    }

    /// Whether the `)` or `]` closes something in its block.
    fn close_bracket(&mut self, sig: u32, kind: Tok) -> bool {
        let above = match self.is_unmatched(sig) {
            true => self.open.len(),
            false => {
                let inner = self
                    .open
                    .iter()
                    .rev()
                    .take_while(|opener| closer(opener.kind) != kind || self.is_unmatched(opener.sig));
                let above = inner.take_while(|opener| opener.kind != Tok::LBrace || self.is_tied(opener)).count();
                self.stop_at_block(above)
            }
        };
        let at = self.open.len().checked_sub(above + 1);
        if at.and_then(|at| self.open.get(at)).is_some_and(|opener| closer(opener.kind) == kind) {
            self.supply(sig, above);
            self.open.pop();
            return true;
        }
        let (range, text) = (self.source.range(sig), self.source.shown(sig));
        self.errors.push(error("unexpected-token", range, format!("this {text} closes nothing"), "remove it"));
        false
    }

    /// A bracket closes a block only if that block stands in brackets: conditions on hops.
    fn stop_at_block(&self, above: usize) -> usize {
        let innermost = self.open.iter().rev();
        let mut pairs = innermost.clone().zip(innermost.skip(1)).take(above);
        pairs.position(|(inner, outer)| inner.kind == Tok::LBrace && outer.kind == Tok::LBrace).unwrap_or(above)
    }

    fn is_unmatched(&self, sig: u32) -> bool {
        self.unmatched.get(sig as usize).copied().unwrap_or(false)
    }

    /// A text that is not closed may have swallowed closers of its line.
    fn note_open_text(&mut self, sig: u32) {
        let index = self.source.significant.get(sig as usize).copied().unwrap_or_default();
        let raw = self.source.tokens.get(index as usize).map(|token| token.kind);
        let text = self.source.slice(sig);
        match raw {
            Some(Tok::BadTextBlock) => self.open.iter_mut().for_each(|opener| opener.quiet = true),
            Some(Tok::BadStr) => {
                let count = |c: char| text.matches(c).count();
                let mut braces = count('}').saturating_sub(count('{'));
                for opener in self.open.iter_mut().rev() {
                    let swallowed = match opener.kind {
                        Tok::LBrace if braces > 0 => {
                            braces -= 1;
                            true
                        }
                        Tok::LBrace => break,
                        Tok::LBracket => text.contains(']'),
                        _ => text.contains(')'),
                    };
                    opener.quiet |= swallowed;
                }
            }
            _ => {}
        }
    }

    /// Closes the innermost `count` openers before token `sig`, with one error for all of them.
    fn supply(&mut self, sig: u32, count: usize) {
        if count == 0 {
            return;
        }
        let depth = self.open.len();
        let closed = self.open.split_off(depth.saturating_sub(count));
        for opener in closed.iter().rev() {
            self.open_braces = self.open_braces.saturating_sub(usize::from(opener.kind == Tok::LBrace));
            self.emit(closer(opener.kind), TokRange { lo: sig, hi: sig });
        }
        // What nests too deep is reported as that alone.
        let loud: Vec<&Opener> = closed.iter().filter(|opener| !opener.quiet).collect();
        let Some(innermost) = loud.last().filter(|_| depth <= crate::limits::MAX_NESTING) else {
            return;
        };
        let text = self.source.shown(innermost.sig);
        let missing = match innermost.kind {
            Tok::LBrace => "`}`",
            Tok::LBracket => "`]`",
            _ => "`)`",
        };
        let name = if innermost.kind == Tok::LBrace { "missing-brace" } else { "missing-bracket" };
        let alike = loud.iter().all(|opener| opener.kind == innermost.kind);
        let (message, help) = match loud.len() {
            1 => (format!("a {missing} is missing here"), format!("close the {text} with {missing}")),
            several if alike => {
                (format!("{several} {missing} are missing here"), format!("close each {text} with a {missing}"))
            }
            several => (
                format!("{several} closing brackets are missing here, the first of them {missing}"),
                format!("close the {text} with {missing}, then what stands around it"),
            ),
        };
        let place = sig.checked_sub(1).map_or(0, |before| self.source.range(before).end);
        let mut found = error(name, place..place, message, &help);
        let labels = loud.iter().rev().take(3);
        found.labels = labels
            .map(|opener| {
                label(self.source.range(opener.sig), &format!("this {} is never closed", self.source.shown(opener.sig)))
            })
            .collect();
        self.errors.push(found);
    }
}
