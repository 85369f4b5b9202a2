//! What the grammar is built from: looking ahead, choosing by what stands there, and reporting what is missing.
//!
//! The grammar is LL(3), but for words that are misspelt: every choice is made by lookahead, nothing backtracks, and every
//! production that was chosen succeeds, reporting what its author left out. That makes parsing linear on any input, and
//! errors can be said where they are found, with the words of the place.

use chumsky::error::EmptyErr;
use chumsky::input::{Checkpoint, Cursor, InputRef};
use chumsky::inspector::Inspector;
use chumsky::prelude::*;

use crate::ast::{Name, TokRange};
use crate::literal::unquoted;
use crate::stream::{Stream, error, show};
use crate::token::Tok;

/// Kinds of significant tokens; spans are therefore token indices.
pub(super) type In<'t> = &'t [Tok];
pub(super) type Ex<'t> = extra::Full<EmptyErr, Stream<'t>, ()>;
/// Every production is boxed: the types of combinators nest, and so would compile time.
pub(super) type P<'t, O> = Boxed<'t, 't, In<'t>, O, Ex<'t>>;
pub(super) type Ref<'t, 'p> = InputRef<'t, 'p, In<'t>, Ex<'t>>;
/// A test of what stands ahead.
pub(super) type Test = fn(&Ahead<'_, '_>) -> bool;

impl<'t> Inspector<'t, In<'t>> for Stream<'t> {
    type Checkpoint = ();
    fn on_token(&mut self, _: &Tok) {}
    fn on_save<'p>(&self, _: &Cursor<'t, 'p, In<'t>>) -> Self::Checkpoint {}
    fn on_rewind<'p>(&mut self, _: &Checkpoint<'t, 'p, In<'t>, Self::Checkpoint>) {}
}

// ---- looking ahead ------------------------------------------------------------------------------------------------

/// The tokens that follow.
pub(super) struct Ahead<'t, 's> {
    rest: &'t [Tok],
    /// Index of the next token.
    pub at: usize,
    stream: &'s Stream<'t>,
}

impl Ahead<'_, '_> {
    pub fn tok(&self, i: usize) -> Option<Tok> {
        self.rest.get(i).copied()
    }

    pub fn is(&self, i: usize, tok: Tok) -> bool {
        self.tok(i) == Some(tok)
    }

    pub fn name(&self, i: usize) -> bool {
        self.tok(i).is_some_and(Tok::is_name)
    }

    /// Whether token `i` is the first of its line.
    pub fn newline(&self, i: usize) -> bool {
        self.stream.newline_before(self.at + i)
    }

    /// Token `i` as it is written.
    pub fn text(&self, i: usize) -> &str {
        self.stream.text(self.at + i)
    }

    /// The significant token that token `i` is.
    pub fn sig(&self, i: usize) -> u32 {
        self.stream.sig(self.at + i)
    }

    pub fn literal(&self, i: usize) -> bool {
        matches!(self.tok(i), Some(Tok::Str | Tok::Int | Tok::Date | Tok::BadNumber))
    }

    /// What stands between the quotes of token `i`, if it could be a name and goes on the line.
    pub fn quoted_name(&self, i: usize) -> Option<&str> {
        if !self.is(i, Tok::Str) || self.newline(i) {
            return None;
        }
        Some(unquoted(self.text(i))).filter(|text| !text.is_empty() && !text.contains(['\\', '`', '"', '\n']))
    }

    /// A name that begins something new on its own line, so that whatever was expected before it is missing:
    /// `name: …`, `name -> …`, `kind name`.
    pub fn begins_line(&self) -> bool {
        self.begins_line_at(0)
    }

    pub fn begins_line_at(&self, i: usize) -> bool {
        // Where lines begin is read from the text, so it is asked last.
        self.name(i)
            && match self.tok(i + 1) {
                Some(Tok::Colon | Tok::Arrow) => self.newline(i),
                Some(next) if next.is_name() && !is_infix(next) => self.newline(i) && !self.newline(i + 1),
                _ => false,
            }
    }
}

/// Keywords that stand between two parts of an expression or a clause.
pub(super) fn is_infix(tok: Tok) -> bool {
    use Tok::*;
    matches!(
        tok,
        KwAnd
            | KwOr
            | KwIn
            | KwIs
            | KwNot
            | KwThen
            | KwElse
            | KwIf
            | KwAlong
            | KwVia
            | KwFor
            | KwWhere
            | KwNeeds
            | KwOn
    )
}

pub(super) fn look<'t, 's>(inp: &'s mut Ref<'t, '_>) -> Ahead<'t, 's> {
    let cursor = inp.cursor();
    let rest = inp.slice_from(&cursor..);
    let stream: &'s Stream<'t> = inp.state();
    Ahead { rest, at: stream.len - rest.len(), stream }
}

pub(super) fn at(inp: &mut Ref<'_, '_>) -> usize {
    look(inp).at
}

/// Takes the next token if it is `tok`.
pub(super) fn take(inp: &mut Ref<'_, '_>, tok: Tok) -> bool {
    let found = inp.peek() == Some(tok);
    if found {
        inp.skip();
    }
    found
}

pub(super) fn range_from(inp: &mut Ref<'_, '_>, lo: usize) -> TokRange {
    let hi = at(inp);
    inp.state().range(lo, hi)
}

// ---- combinators --------------------------------------------------------------------------------------------------

/// A production written as a function.
pub(super) fn rule<'t, O: 't>(f: impl Fn(&mut Ref<'t, '_>) -> Result<O, EmptyErr> + 't) -> P<'t, O> {
    custom(f).boxed()
}

/// `parser` where `test` holds.
pub(super) fn when<'t, O: 't>(test: Test, parser: P<'t, O>) -> P<'t, Option<O>> {
    rule(move |inp| if test(&look(inp)) { inp.parse(&parser).map(Some) } else { Ok(None) })
}

/// The arm that `choose` names.
pub(super) fn switch<'t, O: 't>(choose: fn(&Ahead<'_, '_>) -> usize, arms: Vec<P<'t, O>>) -> P<'t, O> {
    rule(move |inp| {
        let arm = choose(&look(inp));
        match arms.get(arm) {
            Some(parser) => inp.parse(parser),
            None => Err(EmptyErr::default()),
        }
    })
}

/// The keyword or sign `tok`, which the caller has seen.
pub(super) fn word<'t>(tok: Tok) -> P<'t, ()> {
    just(tok).ignored().boxed()
}

/// A name that the caller has seen.
pub(super) fn seen_name<'t>() -> P<'t, Name> {
    rule(|inp| Ok(take_name(inp)))
}

pub(super) fn take_name(inp: &mut Ref<'_, '_>) -> Name {
    let at = at(inp);
    inp.skip();
    inp.state().name(at)
}

/// The name of a declaration; `None` and an error if it is not there.
pub(super) fn declared_name<'t>(what: &'static str) -> P<'t, Option<Name>> {
    rule(move |inp| Ok(name_or_missing(inp, what)))
}

pub(super) fn name_or_missing(inp: &mut Ref<'_, '_>, what: &str) -> Option<Name> {
    name_or_help(inp, what, "a name is a word such as `cart` or `add-item`")
}

pub(super) fn name_or_help(inp: &mut Ref<'_, '_>, what: &str, help: &str) -> Option<Name> {
    let ahead = look(inp);
    if ahead.name(0) && !ahead.begins_line() {
        return Some(take_name(inp));
    }
    let (at, literal) = (ahead.at, ahead.literal(0) && !ahead.newline(0));
    if let Some(name) = ahead.quoted_name(0).map(as_name) {
        inp.state().report_missing(at, "missing-name", what, &format!("a name stands without quotes: write {name}"));
        return Some(take_name(inp));
    }
    inp.state().report_missing(at, "missing-name", what, help);
    if literal {
        inp.skip();
    }
    None
}

/// How a name is written.
fn as_name(text: &str) -> String {
    let is_plain = text
        .split('-')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
    match is_plain && !text.starts_with(|c: char| c.is_ascii_digit()) {
        true => show(text),
        false => format!("{} with the backticks", show(text)),
    }
}

pub(super) fn missing(inp: &mut Ref<'_, '_>, name: &'static str, what: &str, help: &str) {
    let at = at(inp);
    inp.state().report_missing(at, name, what, help);
}

/// Takes `tok`, or `wrong` with an error that says so, or reports that it is missing. Whether one of them was there.
pub(super) fn sign(inp: &mut Ref<'_, '_>, tok: Tok, wrong: Tok, place: &str) -> bool {
    if take(inp, tok) {
        return true;
    }
    let (right_text, wrong_text) = (spelling(tok), spelling(wrong));
    if inp.peek() == Some(wrong) {
        let at = at(inp);
        let wrong_text = if inp.state().text(at) == "=>" { "=>" } else { wrong_text };
        wrong_operator(inp, &format!("`{right_text}` is written {place}, not `{wrong_text}`"), right_text);
        inp.skip();
        return true;
    }
    missing(inp, "unexpected-token", &format!("`{right_text}` {place}"), "");
    false
}

/// The `=` before an expression.
pub(super) fn equals(inp: &mut Ref<'_, '_>) {
    let wrong = if inp.peek() == Some(Tok::Eq) { Tok::Eq } else { Tok::Colon };
    sign(inp, Tok::Assign, wrong, "before the expression");
}

/// Reports that the next token is another language's word for `right`.
pub(super) fn wrong_operator(inp: &mut Ref<'_, '_>, message: &str, right: &str) {
    let at = at(inp);
    let stream = inp.state();
    let range = stream.source.range(stream.sig(at));
    stream.report(at, error("wrong-operator", range, message.to_owned(), &format!("write `{right}`")));
}

pub(super) fn spelling(tok: Tok) -> &'static str {
    match tok {
        Tok::Colon => ":",
        Tok::Assign => "=",
        Tok::Eq => "==",
        Tok::Arrow => "->",
        Tok::Leads => "~>",
        Tok::Lt => "<",
        Tok::LBrace => "{",
        _ => "",
    }
}

// ---- bodies and lists ---------------------------------------------------------------------------------------------

/// What stands between braces, and what to say of anything else.
#[derive(Clone, Copy)]
pub(super) struct Entries {
    /// Whether an entry starts here.
    pub starts: Test,
    /// "a member"
    pub what: &'static str,
    pub help: &'static str,
}

/// Entries up to the closing brace, which is always there: the repair of the stream has seen to it.
pub(super) fn entries<'t, O: 't>(inp: &mut Ref<'t, '_>, spec: Entries, entry: &P<'t, O>) -> Result<Vec<O>, EmptyErr> {
    let mut found = Vec::new();
    loop {
        let ahead = look(inp);
        match ahead.tok(0) {
            None | Some(Tok::RBrace) => return Ok(found),
            Some(Tok::Skipped) => inp.skip(),
            _ if (spec.starts)(&ahead) => {
                let before = ahead.at;
                found.push(inp.parse(entry)?);
                take(inp, Tok::Comma);
                if at(inp) == before {
                    skip_garbage(inp, spec);
                }
            }
            _ => skip_garbage(inp, spec),
        }
    }
}

/// `{ entries }`, where the caller has seen the brace.
pub(super) fn braced<'t, O: 't>(spec: Entries, entry: P<'t, O>) -> P<'t, (TokRange, Vec<O>)> {
    rule(move |inp| {
        let lo = at(inp);
        take(inp, Tok::LBrace);
        let found = entries(inp, spec, &entry)?;
        take(inp, Tok::RBrace);
        Ok((range_from(inp, lo), found))
    })
}

/// `{ entries }`, reported if it is not there.
pub(super) fn required<'t, O: 't>(what: &'static str, body: P<'t, O>) -> P<'t, Option<O>> {
    rule(move |inp| {
        super::foreign::pass_sign_before_block(inp);
        match inp.peek() {
            Some(Tok::LBrace) => inp.parse(&body).map(Some),
            Some(Tok::Skipped) => {
                inp.skip();
                Ok(None)
            }
            _ => {
                missing(inp, "missing-block", &format!("`{{` and {what}"), "write `{ … }`; it may be empty");
                Ok(None)
            }
        }
    })
}

/// One error for everything up to where an entry can start again.
pub(super) fn skip_garbage(inp: &mut Ref<'_, '_>, spec: Entries) {
    let ahead = look(inp);
    let (lo, comma) = (ahead.at, ahead.is(0, Tok::Comma));
    let stream = inp.state();
    let sig = stream.sig(lo);
    let message = format!("expected {}, found {}", spec.what, stream.source.shown(sig));
    let range = stream.source.range(sig);
    stream.report(lo, error("unexpected-token", range, message, spec.help));
    skip_group(inp);
    if comma {
        return;
    }
    loop {
        let ahead = look(inp);
        match ahead.tok(0) {
            None | Some(Tok::RBrace | Tok::Doc | Tok::Skipped) => return,
            _ if (spec.starts)(&ahead) && (ahead.newline(0) || (ahead.name(0) && ahead.is(1, Tok::Colon))) => {
                return;
            }
            _ => skip_group(inp),
        }
    }
}

/// Skips a token, or all that it opens.
pub(super) fn skip_group(inp: &mut Ref<'_, '_>) {
    let mut depth = 0_u32;
    while let Some(tok) = inp.next() {
        match tok {
            Tok::LBrace | Tok::LBracket | Tok::LParen => depth += 1,
            Tok::RBrace | Tok::RBracket | Tok::RParen => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return;
        }
    }
}

/// `[ item, … ]`, where the caller has seen the bracket.
pub(super) fn list<'t, O: 't>(item: P<'t, Option<O>>, starts: Test, what: &'static str) -> P<'t, Vec<O>> {
    rule(move |inp| {
        take(inp, Tok::LBracket);
        let mut found = Vec::new();
        loop {
            let ahead = look(inp);
            match ahead.tok(0) {
                None => return Ok(found),
                Some(Tok::RBracket) => {
                    inp.skip();
                    return Ok(found);
                }
                _ if starts(&ahead) => {
                    let before = ahead.at;
                    found.extend(inp.parse(&item)?);
                    if at(inp) == before {
                        skip_group(inp);
                    }
                    let ahead = look(inp);
                    let at = ahead.at;
                    if starts(&ahead) {
                        let what = "`,` between the items of the list";
                        inp.state().report_missing(at, "missing-comma", what, "separate the items with `,`");
                    } else if ahead.is(0, Tok::Arrow) {
                        unnamed_flow(inp);
                    } else if !take(inp, Tok::Comma) && !matches!(inp.peek(), None | Some(Tok::RBracket)) {
                        inp.state().report_missing(at, "unexpected-token", "`,` or `]`", "");
                        skip_group(inp);
                    }
                }
                _ => {
                    let at = ahead.at;
                    inp.state().report_missing(at, "unexpected-token", what, "");
                    skip_group(inp);
                }
            }
        }
    })
}

/// Takes the rest of `a -> b` where only the name of a flow can stand, with an error that says so.
pub(super) fn unnamed_flow(inp: &mut Ref<'_, '_>) {
    let ahead = look(inp);
    let (at, sig) = (ahead.at, ahead.sig(0));
    let stream = inp.state();
    let range = stream.source.range(sig);
    let message = "only a flow with a name can stand here".to_owned();
    let help = "give it a name where it is declared, `flow name: a -> b`, and write that";
    stream.report(at, error("unnamed-flow", range, message, help));
    inp.skip();
    while look(inp).name(0) || matches!(inp.peek(), Some(Tok::Dot)) {
        inp.skip();
    }
    take(inp, Tok::Comma);
}

// ---- documentation ------------------------------------------------------------------------------------------------

/// A run of `///`, perhaps empty.
pub(super) fn take_docs(inp: &mut Ref<'_, '_>) -> TokRange {
    let lo = at(inp);
    while take(inp, Tok::Doc) {}
    range_from(inp, lo)
}

/// An entry with the documentation in front of it: `(docs, range without them, entry)`.
pub(super) fn documented<'t, O: 't>(entry: P<'t, O>) -> P<'t, (TokRange, TokRange, O)> {
    rule(move |inp| {
        let docs = take_docs(inp);
        let lo = at(inp);
        let found = inp.parse(&entry)?;
        Ok((docs, range_from(inp, lo), found))
    })
}

/// An entry that takes no documentation: what stands in front of it is reported.
pub(super) fn undocumented<'t, O: 't>(entry: P<'t, O>) -> P<'t, (TokRange, O)> {
    documented(entry)
        .map_with(|(docs, range, found), e| {
            e.state().warn_dangling_docs(docs);
            (range, found)
        })
        .boxed()
}
